package web

import (
	"net/http"
	"net/url"
	"slices"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
)

// deskPeoplePage is what the page desk_people shows.
type deskPeoplePage struct {
	*desk
	Governance *document.Governance
	Boards     []peopleBoard
	Mandates   []mandateShown
	Orgs       []peopleOrg
	Proposals  []proposal // of the organisations for which the person may confirm them
	Mine       []choice   // those organisations
	Of, OfName string     // the organisation whose seats, mandates and officers alone are shown; "" for everybody's
}

// peopleBoard is a board and who sits on it.
type peopleBoard struct {
	Name   string
	Seats  []peopleSeat
	Vacant int // of them
}

// peopleSeat is a seat, and what the document proposes for it.
type peopleSeat struct {
	answer.SeatRow
	FilledBy string // organisation
	Post     string
	Proposed string // person; "" where there is nothing to confirm
	Address  string
	Mine     bool // the person appoints to it
	Reads    bool // the person sees what is recorded of who sits here
}

// mandateShown is a mandate and what it lets a seat commit, in words.
type mandateShown struct {
	answer.MandateRow
	What []string
	Mine bool // the person may end it
}

// peopleOrg is an organisation with its officers, and its units.
type peopleOrg struct {
	document.Organisation
	Officers []officer
	Units    []document.Unit
	Reads    bool // the person sees what is recorded of its officers
}

type officer struct{ Post, Person string }

// proposal is what the document proposes for an organisation that nobody has confirmed.
type proposal struct {
	Organisation, Name string
	Seats              []choice
	Mandates           []choice
}

// deskPeople shows who sits where, and what an organisation's authorising officer may do about it.
func (v *visit) deskPeople() error {
	d, err := v.desk()
	if err != nil {
		return err
	}
	return v.showPeople(http.StatusOK, d, &form{values: url.Values{}})
}

func (v *visit) showPeople(status int, d *desk, f *form) error {
	p, err := v.peopleOf(d)
	if err != nil {
		return err
	}
	p.only(v.query("organisation"))
	return v.showAs(status, "desk_people", page{Title: "People and mandates", Form: f, Data: p})
}

func (v *visit) peopleOf(d *desk) (*deskPeoplePage, error) {
	p := &deskPeoplePage{desk: d}
	var r answer.Register
	if err := v.ask("register", nil, &r); err != nil {
		return nil, err
	}
	var err error
	if p.Governance, err = v.governance(); err != nil {
		return nil, err
	}
	for _, b := range r.Boards {
		x := peopleBoard{Name: b.Name}
		for _, s := range b.Seats {
			seat := p.seat(s)
			seat.Reads = seat.Mine || d.Publishes() || d.Keeps(b.ID)
			x.Seats = append(x.Seats, seat)
		}
		x.count()
		p.Boards = append(p.Boards, x)
	}
	for _, m := range r.Mandates {
		p.Mandates = append(p.Mandates, mandateShown{MandateRow: m, What: mandateWords(m), Mine: d.Authorises(m.Organisation) && m.InForce})
	}
	for i := range p.Governance.Organisations {
		p.organisation(&p.Governance.Organisations[i], &r, v.naming())
	}
	return p, nil
}

// only leaves what is of one organisation: the seats that it fills or that are its own, the mandates that it gave, its officers and units, and
// what it has to confirm. An organisation that is not there, or none, leaves everything.
func (p *deskPeoplePage) only(organisation string) {
	i := slices.IndexFunc(p.Orgs, func(o peopleOrg) bool { return o.ID == organisation })
	if i < 0 {
		return
	}
	p.Of, p.OfName = organisation, p.Orgs[i].Name
	p.Orgs = p.Orgs[i : i+1]
	for i := range p.Boards {
		b := &p.Boards[i]
		b.Seats = slices.DeleteFunc(b.Seats, func(s peopleSeat) bool { return s.FilledBy != organisation && s.Organisation != organisation })
		b.count()
	}
	p.Boards = slices.DeleteFunc(p.Boards, func(b peopleBoard) bool { return len(b.Seats) == 0 })
	p.Mandates = slices.DeleteFunc(p.Mandates, func(m mandateShown) bool { return m.Organisation != organisation })
	p.Proposals = slices.DeleteFunc(p.Proposals, func(x proposal) bool { return x.Organisation != organisation })
}

// count counts the vacant seats.
func (b *peopleBoard) count() {
	b.Vacant = 0
	for _, s := range b.Seats {
		if s.Holder == "" {
			b.Vacant++
		}
	}
}

// seat adds what the document says of a seat to what holds.
func (p *deskPeoplePage) seat(s answer.SeatRow) peopleSeat {
	x := peopleSeat{SeatRow: s, FilledBy: s.Organisation, Address: p.Address + "/seats/" + s.ID}
	if _, d := p.Governance.Seat(s.ID); d != nil {
		x.FilledBy, x.Post = filledBy(p.Governance, d), d.Post
		if s.Holder == "" {
			x.Proposed = d.Holder
		}
	}
	x.Mine = p.Authorises(x.FilledBy)
	return x
}

// organisation adds an organisation with its officers and units, and what is proposed for it.
func (p *deskPeoplePage) organisation(o *document.Organisation, r *answer.Register, n *names) {
	x := peopleOrg{Organisation: *o, Reads: p.Publishes() || p.Authorises(o.ID)}
	for _, post := range workflow.Posts {
		x.Officers = append(x.Officers, officer{post, workflow.Officer(o, post)})
	}
	for post, person := range o.Officers {
		x.Officers = append(x.Officers, officer{post, person})
	}
	x.Officers = slices.DeleteFunc(x.Officers, func(o officer) bool { return o.Person == "" })
	slices.SortStableFunc(x.Officers[min(len(x.Officers), len(workflow.Posts)):], func(a, b officer) int { return cmpText(a.Post, b.Post) })
	for _, u := range p.Governance.Units {
		if u.Organisation == o.ID {
			x.Units = append(x.Units, u)
		}
	}
	p.Orgs = append(p.Orgs, x)
	if !p.Authorises(o.ID) {
		return
	}
	p.Mine = append(p.Mine, choice{Value: o.ID, Text: o.Name})
	todo := proposal{Organisation: o.ID, Name: o.Name}
	for _, b := range p.Boards {
		for _, s := range b.Seats {
			if s.FilledBy != o.ID {
				continue
			}
			text := ""
			if s.Proposed != "" {
				text = n.Person(s.Proposed)
			}
			if _, d := p.Governance.Seat(s.ID); d != nil {
				for _, deputy := range d.Deputies {
					if !slices.Contains(s.Deputies, deputy) {
						text += map[bool]string{true: "", false: "; "}[text == ""] + n.Person(deputy) + " as deputy"
					}
				}
			}
			if text != "" {
				todo.Seats = append(todo.Seats, choice{Value: s.ID, Text: b.Name + ", seat " + s.ID + ": " + text})
			}
		}
	}
	for _, m := range p.Governance.Mandates {
		if m.GrantedBy == o.ID && !slices.ContainsFunc(r.Mandates, func(held answer.MandateRow) bool { return held.Mandate == m.ID }) {
			todo.Mandates = append(todo.Mandates, choice{Value: m.ID, Text: n.Seat(m.Seat) + ": " + proposedWords(m), Hint: m.Instrument})
		}
	}
	if len(todo.Seats)+len(todo.Mandates) > 0 {
		p.Proposals = append(p.Proposals, todo)
	}
}

// filledBy is the organisation that fills a seat: the nominating one where it takes part.
func filledBy(g *document.Governance, s *document.Seat) string {
	if slices.ContainsFunc(g.Organisations, func(o document.Organisation) bool { return o.ID == s.NominatedBy }) {
		return s.NominatedBy
	}
	return s.Organisation
}

// confirmProposed gives force to what the document proposes, as the organisation's authorising officer: holders and deputies, or
// mandates.
func (v *visit) confirmProposed() error {
	d, err := v.desk()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	org := f.Value("organisation")
	if err := only(d.Authorises(org), "Only the authorising officer of the organisation confirms this."); err != nil {
		return err
	}
	var cmd workflow.Command
	told := ""
	if f.Value("what") == "mandates" {
		if len(f.All("mandates-"+org)) == 0 {
			f.wrong("mandates-"+org, "Select the mandates to confirm")
		}
		cmd, told = &workflow.MandateConfirm{Organisation: org, Mandates: f.All("mandates-" + org), Instrument: f.Value("mandate-instrument-" + org)}, "The mandates are confirmed."
	} else {
		if len(f.All("seats-"+org)) == 0 {
			f.wrong("seats-"+org, "Select the seats to confirm")
		}
		cmd, told = &workflow.MemberConfirm{Organisation: org, Seats: f.All("seats-" + org),
			Instrument: f.need("instrument-"+org, "Enter the decision by which the organisation confirms, with its minute")}, "Confirmed."
	}
	if !f.ok() {
		return v.showPeople(http.StatusUnprocessableEntity, d, f)
	}
	done, err := v.do(cmd)
	if no := rulesNo(err); no != nil {
		f.wrong("", "%s", v.deskNo(no))
		return v.showPeople(http.StatusUnprocessableEntity, d, f)
	}
	if err != nil {
		return err
	}
	v.tell(told)
	return v.goTo(d.Address+"/people", done.Seq)
}
