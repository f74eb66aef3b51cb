package web

import (
	"crypto/subtle"
	"errors"
	"net/http"
	"slices"

	"comity/services/directory"
)

// What a session keeps of a sign-in at a provider under way.
const (
	sessionTrip    = "trip"
	sessionInvited = "invited" // the person whose invitation was typed in
)

// signInWithProvider sends the person to their organisation's own sign-in.
func (v *visit) signInWithProvider() error {
	p := v.web.provider(v.path("provider"))
	if p == nil {
		return v.lost()
	}
	address, trip, err := p.send(v.ctx())
	if err != nil {
		return v.providerDown(p, err)
	}
	v.web.sessions.Put(v.ctx(), sessionTrip, []string{trip.provider, trip.state, trip.nonce, trip.verifier})
	http.Redirect(v.w, v.r, address, http.StatusSeeOther)
	return nil
}

// provider finds a provider by its id; nil for none.
func (w *Web) provider(id string) *provider {
	i := slices.IndexFunc(w.providers, func(p *provider) bool { return p.ID == id })
	if i < 0 {
		return nil
	}
	return w.providers[i]
}

// signInCallback is where the provider sends the person back to.
func (v *visit) signInCallback() error {
	kept, _ := v.web.sessions.Pop(v.ctx(), sessionTrip).([]string)
	if len(kept) != 4 {
		return v.signInFailed("You did not start signing in here, or it took too long. Start again.")
	}
	trip := roundTrip{kept[0], kept[1], kept[2], kept[3]}
	p := v.web.provider(trip.provider)
	iss := v.query("iss") // RFC 9207: some say who they are
	if p == nil || v.path("provider") != p.ID || iss != "" && iss != p.Issuer || subtle.ConstantTimeCompare([]byte(v.query("state")), []byte(trip.state)) != 1 {
		return v.signInFailed("This answer belongs to another sign-in. Start again.")
	}
	if v.query("error") != "" {
		return v.signInFailed(p.Name + " did not sign you in. Try again, or ask its service desk.")
	}
	who, err := p.receive(v.ctx(), trip, v.query("code"))
	if errors.Is(err, errNoProvider) {
		return v.providerDown(p, err)
	}
	if err != nil {
		v.web.cfg.Log.Warn().Err(err).Str("provider", p.ID).Msg("sign-in refused")
		return v.signInFailed("What " + p.Name + " told us could not be relied on. Start again.")
	}
	return v.recognise(p, who)
}

// recognise signs in who is known by the identity, or binds it to the person whose invitation was typed in before.
func (v *visit) recognise(p *provider, who directory.Identity) error {
	person, err := v.web.people.ByIdentity(v.ctx(), who)
	if err == nil && person.Active() {
		return v.enter(person.ID)
	}
	if err != nil && !errors.Is(err, directory.ErrUnknown) {
		return err
	}
	invited := v.web.sessions.PopString(v.ctx(), sessionInvited)
	if err == nil || invited == "" {
		return v.signInFailed("You are signed in at " + p.Name + ", but we do not know you by that sign-in. If you have an invitation, use the code in it first.")
	}
	err = v.web.people.Change(v.ctx(), invited, func(x *directory.Person) error {
		if !x.Active() {
			return directory.ErrUnknown
		}
		x.Identities = append(x.Identities, who)
		return nil
	})
	if errors.Is(err, directory.ErrTaken) || errors.Is(err, directory.ErrUnknown) {
		return v.signInFailed("This invitation is not good any more. Ask whoever invited you for another.")
	}
	if err != nil {
		return err
	}
	return v.enter(invited)
}

func (v *visit) providerDown(p *provider, err error) error {
	v.web.cfg.Log.Warn().Err(err).Str("provider", p.ID).Msg("sign-in provider")
	return v.trouble(http.StatusServiceUnavailable, trouble{Heading: "You cannot sign in just now", Sentences: []string{p.Name + " does not answer. Try again in a few minutes."}})
}

// signInFailed shows the ways to sign in again, and why this one failed.
func (v *visit) signInFailed(why string) error {
	f := &form{}
	f.wrong("", "%s", why)
	return v.signInWith(http.StatusForbidden, f)
}
