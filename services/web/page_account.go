package web

import (
	"comity/services/directory"
	"comity/services/views/answer"
)

var accountRoutes = []route{
	{pattern: "GET /account", page: (*visit).account},
	{pattern: "POST /account/name", page: (*visit).accountName},
	{pattern: "POST /account/sign-out-everywhere", page: (*visit).signOutEverywhere},
	{pattern: "GET /account/notices", page: (*visit).accountNotices},
	{pattern: "POST /account/notices", page: (*visit).accountNoticesSave},
	{pattern: "GET /account/keys", page: (*visit).accountKeys},
	{pattern: "POST /account/keys", page: (*visit).accountKeyCreate},
	{pattern: "POST /account/keys/revoke", page: (*visit).accountKeyRevoke},
}

// directory asks the people directory as the person.
func (v *visit) directory(verb string, args, into any) error {
	return v.web.client.People(v.ctx(), v.person, verb, args, into)
}

// accountPage is what the page account shows.
type accountPage struct {
	directory.Record
	Me *answer.Me
}

// account shows who one is here, and everything as which one may act.
func (v *visit) account() error {
	p := accountPage{}
	if err := v.directory(directory.AskPerson, nil, &p.Record); err != nil {
		return err
	}
	return v.showAccount(p, filled(map[string]string{"name": p.Name}))
}

func (v *visit) showAccount(p accountPage, f *form) (err error) {
	if p.Me, err = v.who(); err != nil {
		return err
	}
	if !f.ok() {
		return v.again("account", page{Title: "Your account", Form: f, Data: p})
	}
	return v.show("account", page{Title: "Your account", Form: f, Data: p})
}

// accountName changes how one is called.
func (v *visit) accountName() error {
	f, err := v.read()
	if err != nil {
		return err
	}
	name := f.need("name", "Enter your name")
	p := accountPage{}
	if f.ok() {
		err = v.directory(directory.AskRecord, directory.RecordArgs{Name: &name}, &p.Record)
		if err == nil {
			v.tell("Your name is changed.")
			return v.goTo("/account", 0)
		}
		no := refusal(err)
		if no == nil {
			return err
		}
		f.refused(no, nil)
	}
	if err := v.directory(directory.AskPerson, nil, &p.Record); err != nil {
		return err
	}
	return v.showAccount(p, f)
}

// signOutEverywhere ends every session of the person's, this one too.
func (v *visit) signOutEverywhere() error {
	if err := v.directory(directory.AskSignOut, nil, nil); err != nil {
		return err
	}
	if err := v.end(); err != nil {
		return err
	}
	return v.goTo("/sign-in", 0)
}
