package web

import (
	"regexp"

	"comity/services/directory"
	"comity/services/views/answer"
)

// accountNoticesPage is what the page account_notices shows.
type accountNoticesPage struct {
	Email string
	Mail  []choice
	Told  []toldIn // by partnership
}

// toldIn is what one was told of late in one partnership.
type toldIn struct {
	Partnership, Name string
	Items             []answer.Notice
	Failed            bool // it does not answer just now
}

// accountNotices shows how one wants to be told, and what one was told.
func (v *visit) accountNotices() error {
	var p directory.Record
	if err := v.directory(directory.AskPerson, nil, &p); err != nil {
		return err
	}
	mail := p.Preferences.Mail
	if mail == "" {
		mail = directory.AtOnce
	}
	return v.showNotices(p, filled(map[string]string{"mail": mail, "quiet_from": p.Preferences.QuietFrom, "quiet_until": p.Preferences.QuietUntil}))
}

func (v *visit) showNotices(p directory.Record, f *form) error {
	data := accountNoticesPage{Email: p.Email, Mail: []choice{
		{directory.AtOnce, "At once", "An e-mail when something needs you or is decided. What comes within a minute comes together."},
		{directory.Daily, "Once a day", "One e-mail at 8am on working days, with what is still open."},
	}}
	me, err := v.who()
	if err != nil {
		return err
	}
	for _, m := range me.Partnerships {
		t := toldIn{Partnership: m.Partnership, Name: m.Name}
		var n answer.Notices
		if err := v.askOf(m.Partnership, "notices", answer.NoticesArgs{}, &n); err != nil {
			t.Failed = true
		}
		t.Items = n.Items
		data.Told = append(data.Told, t)
	}
	shown := page{Title: "How we tell you", Back: "/account", Form: f, Data: data}
	if !f.ok() {
		return v.again("account_notices", shown)
	}
	return v.show("account_notices", shown)
}

var hour = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)

// accountNoticesSave keeps how one wants to be told.
func (v *visit) accountNoticesSave() error {
	f, err := v.read()
	if err != nil {
		return err
	}
	want := directory.Preferences{Mail: f.need("mail", "Select when you want to be told"), QuietFrom: f.Value("quiet_from"), QuietUntil: f.Value("quiet_until")}
	if want.QuietFrom != "" && !hour.MatchString(want.QuietFrom) {
		f.wrong("quiet_from", "Enter a time like 18:30")
	}
	if want.QuietUntil != "" && !hour.MatchString(want.QuietUntil) {
		f.wrong("quiet_until", "Enter a time like 08:00")
	}
	if f.ok() && (want.QuietFrom == "") != (want.QuietUntil == "") {
		f.wrong("quiet_until", "Enter both times, or neither")
	}
	if f.ok() {
		err := v.directory(directory.AskRecord, directory.RecordArgs{Preferences: &want}, nil)
		if err == nil {
			v.tell("We tell you in this way from now on.")
			return v.goTo("/account/notices", 0)
		}
		no := refusal(err)
		if no == nil {
			return err
		}
		f.refused(no, nil)
	}
	var p directory.Record
	if err := v.directory(directory.AskPerson, nil, &p); err != nil {
		return err
	}
	return v.showNotices(p, f)
}
