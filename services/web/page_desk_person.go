package web

import (
	"net/http"
	"net/url"

	"comity/services/directory"
)

// personPage is what the page desk_person shows; New is for somebody who is not recorded yet.
type personPage struct {
	*desk
	directory.Record
	Here      string
	New       bool
	MayRemove bool // the person may take their access away, if they answer for all that the other is
}

// deskPerson shows what is recorded of somebody, to those who answer for them.
func (v *visit) deskPerson() error {
	p, err := v.personOf()
	if err != nil {
		return err
	}
	return v.showPerson(http.StatusOK, p, filled(map[string]string{"name": p.Name, "email": p.Email}))
}

// personOf finds the person of the address. Errors: not_found for one who has no entry and no part here; not_permitted.
func (v *visit) personOf() (*personPage, error) {
	d, err := v.desk()
	if err != nil {
		return nil, err
	}
	p := &personPage{desk: d, Here: d.Address + "/people/" + v.path("person")}
	p.MayRemove = v.path("person") != v.person && (d.Installation || d.Records() && !d.Administrator)
	err = v.directory(directory.AskPerson, directory.PersonArgs{Person: v.path("person")}, &p.Record)
	if no := refusal(err); no != nil && no.Status == http.StatusNotFound { // known to the register, and not recorded yet
		p.Record, err = directory.Record{ID: v.path("person")}, nil
	}
	return p, err
}

func (v *visit) showPerson(status int, p *personPage, f *form) error {
	title := "Somebody new"
	if !p.New {
		title = v.naming().Person(p.ID)
	}
	return v.showAs(status, "desk_person", page{Title: title, Form: f, Data: p, Back: p.Address + "/people"})
}

// personSent records a name and an address.
func (v *visit) personSent() error {
	p, err := v.personOf()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	args := directory.RecordArgs{Person: p.ID}
	if name := f.need("name", "Enter a name"); name != p.Name {
		args.Name = &name
	}
	if email := f.Value("email"); email != p.Email {
		args.Email = &email
	}
	if !f.ok() {
		return v.showPerson(http.StatusUnprocessableEntity, p, f)
	}
	if args.Name == nil && args.Email == nil {
		return v.goTo(p.Here, 0)
	}
	err = v.directory(directory.AskRecord, args, &p.Record)
	if no := rulesNo(err); no != nil {
		v.personRefused(f, no, "name", "email")
		return v.showPerson(http.StatusUnprocessableEntity, p, f)
	}
	if err != nil {
		return err
	}
	v.tell("The record of " + p.Name + " is changed.")
	return v.goTo(p.Here, 0)
}

// personAct does something to somebody's access, and says so.
func (v *visit) personAct(verb, told string) error {
	p, err := v.personOf()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	err = v.directory(verb, directory.PersonArgs{Person: p.ID}, nil)
	if no := rulesNo(err); no != nil {
		for _, d := range no.Details {
			f.wrong("", "%s", d.Message)
		}
		f.values = url.Values{"name": {p.Name}, "email": {p.Email}}
		return v.showPerson(http.StatusUnprocessableEntity, p, f)
	}
	if err != nil {
		return err
	}
	v.tell(told)
	return v.goTo(p.Here, 0)
}

func (v *visit) personInvite() error {
	return v.personAct(directory.AskInvite, "The invitation is sent. It is good for 14 days.")
}

func (v *visit) personLeave() error {
	return v.personAct(directory.AskLeave, "Nobody signs in under this name any more.")
}

func (v *visit) personReturn() error {
	return v.personAct(directory.AskReturn, "They may sign in again.")
}

// personNew asks for somebody new.
func (v *visit) personNew() error {
	d, err := v.desk()
	if err != nil {
		return err
	}
	if err := only(d.Records(), "Only administrators and authorising officers record new people."); err != nil {
		return err
	}
	return v.showPerson(http.StatusOK, &personPage{desk: d, Here: d.Address + "/people/new", New: true}, &form{values: url.Values{}})
}

// personNewSent records somebody new; who has the address already is shown instead.
func (v *visit) personNewSent() error {
	d, err := v.desk()
	if err != nil {
		return err
	}
	if err := only(d.Records(), "Only administrators and authorising officers record new people."); err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	name, email := f.need("name", "Enter a name"), f.need("email", "Enter an e-mail address")
	p := &personPage{desk: d, Here: d.Address + "/people/new", New: true}
	if !f.ok() {
		return v.showPerson(http.StatusUnprocessableEntity, p, f)
	}
	id, err := v.newPerson(name, email)
	if no := rulesNo(err); no != nil {
		v.personRefused(f, no, "name", "email")
		return v.showPerson(http.StatusUnprocessableEntity, p, f)
	}
	if err != nil {
		return err
	}
	v.tell(v.naming().Person(id) + " is recorded. Appoint them to a seat next: then they can be invited to sign in.")
	return v.goTo(d.Address+"/people", 0)
}
