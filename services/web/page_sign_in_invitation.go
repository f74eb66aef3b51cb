package web

import (
	"errors"
	"net/http"

	"comity/services/directory"
)

// signInInvitation takes the code of an invitation. With a provider the person signs in there next, and is known by that from
// then on; where there is none, having the mail is the proof.
func (v *visit) signInInvitation() error {
	f, err := v.read()
	if err != nil {
		return err
	}
	address, code := f.need("invited", "Enter the e-mail address that the invitation was sent to"), f.need("invitation", "Enter the code in your invitation")
	if !f.ok() {
		return v.signInWith(http.StatusUnprocessableEntity, f)
	}
	wait := v.evenly()
	p, err := v.web.people.Redeem(v.ctx(), address, code, v.web.cfg.Now().UTC())
	if wait(); errors.Is(err, directory.ErrUnknown) {
		f.wrong("invitation", "The address and the code do not belong together, or the invitation is too old. Ask whoever invited you for another")
		return v.signInWith(http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	if byCode := v.r.PostFormValue("by") == "code"; len(v.web.providers) == 0 || byCode && len(p.Identities) == 0 {
		return v.enter(p.ID) // who has signed in with a provider proves more than having the mail
	}
	v.web.sessions.Put(v.ctx(), sessionInvited, p.ID)
	return v.show("sign_in_invited", page{Title: "Sign in with your organisation", Data: v.web.providers})
}
