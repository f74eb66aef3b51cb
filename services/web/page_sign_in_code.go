package web

import (
	"bytes"
	"crypto/rand"
	"errors"
	"html/template"
	"net/http"
	"strings"

	"comity/services/directory"
	"comity/services/outbox"
)

// sessionFlow names the browser's sign-in by code under way.
const sessionFlow = "flow"

// signInCodeAsk takes an e-mail address and sends a code to it, where it is somebody's who signs in that way. The answer is the
// same whether it is or not, so that nobody learns who is in the directory.
func (v *visit) signInCodeAsk() error {
	f, err := v.read()
	if err != nil {
		return err
	}
	address := f.need("email", "Enter your e-mail address")
	if address != "" && !strings.Contains(address, "@") {
		f.wrong("email", "Enter an e-mail address in the correct format, like name@example.org")
	}
	if !f.ok() {
		return v.signInWith(http.StatusUnprocessableEntity, f)
	}
	flow, wait := rand.Text(), v.evenly()
	v.web.sessions.Put(v.ctx(), sessionFlow, flow)
	err = v.sendCode(flow, address)
	if wait(); err != nil {
		return err
	}
	return v.goTo("/sign-in/code", 0)
}

// sendCode writes the e-mail with the code. Who signs in with a provider is sent none: a code must not be a way around it.
func (v *visit) sendCode(flow, address string) error {
	p, err := v.web.people.ByEmail(v.ctx(), address)
	if errors.Is(err, directory.ErrUnknown) || err == nil && (!p.Active() || len(p.Identities) > 0) {
		v.web.cfg.Log.Info().Msg("a sign-in code was asked for that nobody may be sent")
		return nil
	}
	if err != nil {
		return err
	}
	code, err := v.web.codes.issue(v.ctx(), flow, p.ID)
	if errors.Is(err, errTooMany) {
		v.web.cfg.Log.Warn().Str("person", p.ID).Msg("a person asked for too many sign-in codes")
		return nil
	}
	if err != nil {
		return err
	}
	m := outbox.Mail{
		ID: "sign-in-" + flow, Person: p.ID, Address: p.Email, Reason: "sign_in", Secret: true, State: outbox.Queued, QueuedAt: v.web.cfg.Now().UTC(),
		Subject: "Your sign-in code",
		Text: "Your code to sign in to Comity is " + code + ".\n\nType it into the page where you asked for it. It works for 10 minutes, once.\n\n" +
			"If you did not ask for it, do nothing: without the page it is of no use to anybody.\n",
	}
	var html bytes.Buffer
	if err := codeMail.Execute(&html, code); err != nil {
		return err
	}
	m.HTML = html.String()
	return v.web.outbox.Put(v.ctx(), m)
}

var codeMail = template.Must(template.New("code").Parse(`<p>Your code to sign in to Comity is</p>
<p style="font-size:28px;font-weight:bold;letter-spacing:4px">{{.}}</p>
<p>Type it into the page where you asked for it. It works for 10 minutes, once.</p>
<p>If you did not ask for it, do nothing: without the page it is of no use to anybody.</p>`))

// signInCode asks for the code that was sent.
func (v *visit) signInCode() error {
	if v.web.sessions.GetString(v.ctx(), sessionFlow) == "" {
		return v.goTo("/sign-in", 0)
	}
	return v.show("sign_in_code", page{Title: "Check your e-mail", Form: &form{}, Back: "/sign-in"})
}

// signInCodeEnter takes the code.
func (v *visit) signInCodeEnter() error {
	f, err := v.read()
	if err != nil {
		return err
	}
	flow := v.web.sessions.GetString(v.ctx(), sessionFlow)
	if flow == "" {
		return v.goTo("/sign-in", 0)
	}
	typed := strings.Join(strings.Fields(f.need("code", "Enter the code")), "")
	if !f.ok() {
		return v.again("sign_in_code", page{Title: "Check your e-mail", Form: f, Back: "/sign-in"})
	}
	wait := v.evenly()
	person, sent, err := v.web.codes.check(v.ctx(), flow, typed)
	if wait(); errors.Is(err, errWrongCode) {
		f.wrong("code", "This is not the code, or it is too old. Check your e-mail, or ask for another code")
		return v.again("sign_in_code", page{Title: "Check your e-mail", Form: f, Back: "/sign-in"})
	}
	if err != nil {
		return err
	}
	p, err := v.web.people.Person(v.ctx(), person)
	if err != nil || !p.Active() {
		return v.signInFailed("You cannot sign in any more. Ask the secretariat of your board.")
	}
	if sent.Before(p.SessionsAfter) || len(p.Identities) > 0 { // since it was sent: another address, or a provider
		return v.signInFailed("This code is no good any more. Start again.")
	}
	v.web.sessions.Remove(v.ctx(), sessionFlow)
	return v.enter(person)
}
