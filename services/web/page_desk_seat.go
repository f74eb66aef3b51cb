package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"comity/services/directory"
	"comity/workflow"
	"comity/workflow/document"
)

// seatPage is what the page desk_seat shows.
type seatPage struct {
	*desk
	peopleSeat
	BoardName string
	Here      string         // address of the seat
	People    []choice       // who can be chosen
	Acting    []choice       // the deputies
	Mandates  []mandateShown // of the seat
}

// deskSeat shows a seat: who holds it and who deputises. Its organisation's authorising officer changes that; others read.
func (v *visit) deskSeat() error {
	p, err := v.seatOf()
	if err != nil {
		return err
	}
	return v.showSeat(http.StatusOK, p, &form{values: url.Values{}})
}

// seatOf finds the seat of the address. Errors: not_found.
func (v *visit) seatOf() (*seatPage, error) {
	d, err := v.desk()
	if err != nil {
		return nil, err
	}
	all, err := v.peopleOf(d)
	if err != nil {
		return nil, err
	}
	for _, b := range all.Boards {
		for _, s := range b.Seats {
			if s.ID == v.path("seat") {
				p := &seatPage{desk: d, peopleSeat: s, BoardName: b.Name, Here: s.Address, People: v.peopleKnown(all)}
				for _, id := range s.Deputies {
					p.Acting = append(p.Acting, choice{Value: id, Text: v.naming().Person(id)})
				}
				for _, m := range all.Mandates {
					if m.Seat == s.ID {
						p.Mandates = append(p.Mandates, m)
					}
				}
				return p, nil
			}
		}
	}
	return nil, missing("There is no such seat.")
}

// peopleKnown are the people who have a part in the partnership, or are proposed for one, by name.
func (v *visit) peopleKnown(p *deskPeoplePage) (out []choice) {
	var ids []string
	for _, b := range p.Boards {
		for _, s := range b.Seats {
			ids = append(append(ids, s.Holder), s.Deputies...)
		}
	}
	ids = append(ids, peopleOfDocument(p.Governance)...)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if id != "" {
			out = append(out, choice{Value: id, Text: v.naming().Person(id)})
		}
	}
	slices.SortStableFunc(out, func(a, b choice) int { return cmp.Compare(a.Text, b.Text) })
	return out
}

// peopleOfDocument are all whom a governance names.
func peopleOfDocument(g *document.Governance) (out []string) {
	out = append(out, g.Administrators...)
	for i := range g.Organisations {
		o := &g.Organisations[i]
		out = append(out, o.AuthorisingOfficer, o.ProperOfficer, o.MonitoringOfficer, o.ChiefFinanceOfficer)
		for _, id := range o.Officers {
			out = append(out, id)
		}
	}
	for _, u := range g.Units {
		out = append(out, u.Members...)
	}
	for _, b := range g.Boards {
		out = append(out, b.Secretary...)
		for _, s := range b.Seats {
			out = append(append(out, s.Holder), s.Deputies...)
		}
	}
	return out
}

func (v *visit) showSeat(status int, p *seatPage, f *form) error {
	return v.showAs(status, "desk_seat", page{Title: "Seat " + p.ID + ", " + p.BoardName, Form: f, Data: p, Back: p.desk.Address + "/people"})
}

// seatSent does one of the things that can be done to a seat.
func (v *visit) seatSent() error {
	p, err := v.seatOf()
	if err != nil {
		return err
	}
	if err := only(p.Mine, "Only the authorising officer of "+v.naming().Organisation(p.FilledBy)+" changes who sits here."); err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	cmd, told, err := v.seatCommand(p, f)
	if err != nil {
		return err
	}
	if !f.ok() {
		return v.showSeat(http.StatusUnprocessableEntity, p, f)
	}
	done, err := v.do(cmd)
	if no := rulesNo(err); no != nil {
		f.wrong("", "%s", v.deskNo(no))
		return v.showSeat(http.StatusUnprocessableEntity, p, f)
	}
	if err != nil {
		return err
	}
	v.tell(told)
	return v.goTo(p.Here, done.Seq)
}

// seatCommand makes the command of what was sent, with what to say once it is done; what is wrong is noted.
func (v *visit) seatCommand(p *seatPage, f *form) (workflow.Command, string, error) {
	switch f.Value("do") {
	case "appoint":
		instrument, from, until := f.need("appoint-instrument", "Enter the decision that appoints, with its minute"), dayFrom(f, "appoint-from"), dayFrom(f, "appoint-until")
		person, err := v.personFrom(f, "appoint")
		return &workflow.MemberAppoint{Seat: p.ID, Person: person, From: from, Until: until, Instrument: instrument}, v.naming().Person(person) + " is appointed.", err
	case "remove":
		return &workflow.MemberRemove{Seat: p.ID, LastDay: dayFrom(f, "remove-last"),
			Instrument: f.need("remove-instrument", "Enter the decision that ends the term, with its minute")}, "The term is ended.", nil
	case "deputy":
		instrument, from, until := f.need("deputy-instrument", "Enter the decision or notice that names the deputy"), dayFrom(f, "deputy-from"), dayFrom(f, "deputy-until")
		person, err := v.personFrom(f, "deputy")
		return &workflow.DeputyName{Seat: p.ID, Person: person, From: from, Until: until, Instrument: instrument}, v.naming().Person(person) + " is named as deputy.", err
	case "deputy-end":
		person := f.need("end-person", "Select the deputy")
		return &workflow.DeputyEnd{Seat: p.ID, Person: person, LastDay: dayFrom(f, "end-last"),
			Instrument: f.need("end-instrument", "Enter the decision or notice that ends it")}, "The deputy’s time is ended.", nil
	}
	return nil, "", missing("There is nothing of that name to do to a seat.")
}

// personFrom is who was chosen in a form, or somebody new, who is recorded then. What is wrong is noted.
func (v *visit) personFrom(f *form, prefix string) (string, error) {
	if id := f.Value(prefix + "-person"); id != "" {
		return id, nil
	}
	name := f.Value(prefix + "-name")
	email := f.Value(prefix + "-email")
	if name == "" && email == "" {
		f.wrong(prefix+"-person", "Select who it is, or enter the name and e-mail address of somebody new")
	}
	if !f.ok() {
		return "", nil
	}
	id, err := v.newPerson(name, email)
	no := rulesNo(err)
	if no == nil {
		return id, err
	}
	v.personRefused(f, no, prefix+"-name", prefix+"-email")
	return "", nil
}

// newPerson records somebody new, and returns their id, which is made of the name. Whoever has the address already is the one.
// Errors: those of the directory.
func (v *visit) newPerson(name, email string) (string, error) {
	if email != "" {
		if p, err := v.web.people.ByEmail(v.ctx(), email); err == nil && p.Active() {
			return p.ID, nil
		}
	}
	if name == "" || email == "" {
		return "", workflow.Refuse(workflow.Problem{Code: workflow.Malformed, About: map[bool]string{true: "name", false: "email"}[name == ""],
			Message: map[bool]string{true: "Enter a name.", false: "Enter an email address in the form name@example.com."}[name == ""]})
	}
	id, err := v.freeID(name)
	if err != nil {
		return "", err
	}
	if err := v.directory(directory.AskRecord, directory.RecordArgs{Person: id, Name: &name, Email: &email}, nil); err != nil {
		return "", err
	}
	v.awaitName(id)
	return id, nil
}

// awaitName waits until a name that was just recorded is known here, which it soon is, and not for ever.
func (v *visit) awaitName(id string) {
	ctx, cancel := context.WithTimeout(v.ctx(), catchUpWithin)
	defer cancel()
	tick := time.NewTicker(catchUpEvery)
	defer tick.Stop()
	for v.naming().Person(id) == id {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// freeID makes an id of a name that nobody has.
func (v *visit) freeID(name string) (string, error) {
	base := "p-" + cmp.Or(slug(name), "person")
	for i, id := 2, base; ; i++ {
		_, err := v.web.people.Person(v.ctx(), id)
		if errors.Is(err, directory.ErrUnknown) {
			return id, nil
		}
		if err != nil {
			return "", err
		}
		id = base + "-" + itoa(i)
	}
}

// personRefused notes why somebody was not recorded, beside the fields of name and address.
func (v *visit) personRefused(f *form, no *workflow.Refusal, name, email string) {
	for _, p := range no.Details {
		switch p.About {
		case "name":
			f.wrong(name, "%s", p.Message)
		case "email":
			f.wrong(email, "%s", p.Message)
		default:
			f.wrong("", "%s", p.Message)
		}
	}
}
