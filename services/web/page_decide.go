package web

import (
	"slices"
	"strings"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
)

// What a person may be asked for on a sign-off.
const (
	askedVote    = "vote"
	askedCast    = "cast"
	askedCertify = "certify"
)

// actOf is the command of each.
var actOf = map[string]string{askedVote: "signoff.vote", askedCast: "signoff.cast", askedCertify: "signoff.certify"}

// decidePage is what the pages decide, decide_check and decide_done show.
type decidePage struct {
	*paper
	Sign      *answer.PaperSignOff // what is to be decided, or was
	Asked     string               // in words: "to approve this case at the gate “Needs”"
	By        time.Time            // zero: no deadline
	Then      string               // what happens then
	Kind      string               // vote, cast, certify; "" where the person has nothing to decide
	As        []choice             // as whom it can be
	Said      []string             // what was done, or why nothing can be, in sentences
	Mine      []string             // what the person has done on it
	Votes     []voteRow
	Tally     string
	Kinds     []choice // of interests; none where none can be declared
	Resolves  []link   // what who presides may resolve
	Changed   bool     // since the person began
	Overtaken bool     // by somebody else's act, which changes nothing of what was read
	Over      bool     // it is not of the present round: there is nothing more to decide
	Answers   []fact   // as given, to check
	Follows   []string // what follows from them
	Waiting   []string // what the case waits for

	standsAside []string // kinds of interest that make a seat stand aside
}

// voteRow is a vote that was given, as others see it.
type voteRow struct {
	Seat, Choice, Note string
	When               time.Time
}

// decide shows what is to be decided, and asks. Nothing is decided by looking.
func (v *visit) decide() error {
	d, err := v.deciding()
	if err != nil {
		return err
	}
	return v.show("decide", v.decidePage(d, d.begin()))
}

func (v *visit) decidePage(d *decidePage, f *form) page {
	return page{Title: d.Title, Back: "/work", Form: f, Data: d}
}

// begin is the form before anything is written in it.
func (d *decidePage) begin() *form {
	values := map[string]string{}
	if len(d.As) == 1 {
		values["as"] = d.As[0].Value
	}
	return filled(values)
}

// deciding reads the case and finds what the person may decide on the sign-off in the address. Errors: not_found where there is no
// such sign-off, or the person may not know of it; not_permitted where it is not theirs.
func (v *visit) deciding() (*decidePage, error) {
	if _, err := v.membership(); err != nil {
		return nil, err
	}
	return v.decidingOn(v.path("case"), v.path("signoff"))
}

func (v *visit) decidingOn(id, signOff string) (*decidePage, error) {
	p, err := v.paper(id, signOff)
	if err != nil {
		return nil, err
	}
	if p.Limited {
		return v.outside(p)
	}
	d := &decidePage{paper: p, Sign: p.signOff(signOff)}
	if d.Sign == nil {
		return v.decided(p, signOff)
	}
	d.By, d.standsAside = d.Sign.DueAt, v.naming().Rules().Interests
	d.Asked = "to " + words("act", d.Sign.Act) + " this case"
	if p.Gate != nil {
		d.Asked += " at the gate “" + p.Gate.Name + "”"
	}
	if n := p.IfNothing; n != nil && n.For == "signoff:"+signOff {
		d.By, d.Then = n.Until, n.Then
	}
	concerned := v.standing(d)
	d.mine(v.person)
	if !concerned && len(d.Mine) == 0 {
		return nil, notYours()
	}
	d.votes()
	return d, nil
}

func notYours() error {
	return workflow.Refuse(workflow.Problem{Code: workflow.NotPermitted,
		Message: "This decision is for others. If you may see the case, you find it under Cases."})
}

// outside is for who may not see the case's papers: those who stand aside are told so, and nothing else.
func (v *visit) outside(p *paper) (*decidePage, error) {
	d := &decidePage{paper: p, Over: true, Sign: &answer.PaperSignOff{}}
	for _, k := range p.Capacities {
		if k.Recused {
			d.Said = append(d.Said, "You stand aside on this item, because of an interest that was declared. You cannot see its papers.")
			return d, nil
		}
	}
	return nil, notYours()
}

// decided is what became of a sign-off that is not of the present round any more, for those who took part in it.
func (v *visit) decided(p *paper, signOff string) (*decidePage, error) {
	var a answer.Case
	if err := v.ask("case", answer.CaseArgs{Case: p.Case}, &a); err != nil {
		return nil, err
	}
	if a.State == nil || a.State.SignOff(signOff) == nil {
		return nil, workflow.Refuse(workflow.Problem{Code: workflow.NotFound, Message: "Nobody is asked for that decision on this case."})
	}
	s := a.State.SignOff(signOff)
	d := &decidePage{paper: p, Over: true, Asked: "to " + words("act", s.Act) + " this case"}
	d.Said = []string{"The case has gone on since. There is nothing more to decide here."}
	d.Sign = &answer.PaperSignOff{SignOff: s.ID, Board: s.Board, Act: s.Act, State: s.State, Result: s.Result, Tally: s.Tally, EndedAt: s.EndedAt}
	d.Sign.Name = words("post", s.Post) + " of " + v.naming().Organisation(s.OfficerOf)
	if s.Board != "" {
		d.Sign.Name = v.naming().Board(s.Board)
	}
	for _, x := range s.Votes {
		d.Sign.Votes = append(d.Sign.Votes, answer.PaperVote{Vote: x, Label: v.naming().Seat(x.Seat)})
	}
	for _, i := range s.Interests {
		d.Sign.Interests = append(d.Sign.Interests, answer.PaperInterest{Interest: i, Label: v.naming().Seat(i.Seat)})
	}
	if s.State == workflow.SignOffVoidState {
		d.Said = []string{noesOf[workflow.SignOffVoid]}
	}
	if d.mine(v.person); len(d.Mine) == 0 && !v.asked(s) {
		return nil, notYours()
	}
	d.votes()
	return d, nil
}

// asked reports whether the person acts for a seat of the board of a sign-off, or has its officer's post.
func (v *visit) asked(s *workflow.SignOff) bool {
	m, err := v.membership()
	if err != nil {
		return false
	}
	return slices.ContainsFunc(m.Seats, func(x workflow.SeatOf) bool { return s.Board != "" && x.Board == s.Board }) ||
		slices.ContainsFunc(m.Posts, func(x workflow.PostOf) bool {
			return s.Board == "" && x.Organisation == s.OfficerOf && x.Post == s.Post
		})
}

// standing finds as what the person may act on the sign-off, and what there is to say where they may not; false for who has
// nothing to do with it.
func (v *visit) standing(d *decidePage) (concerned bool) {
	for _, k := range d.Capacities {
		if k.SignOff != d.Sign.SignOff || (k.As != workflow.AsSeat && (k.As != workflow.AsOfficer || d.Sign.Board != "")) {
			continue
		}
		concerned = true
		for _, kind := range []string{askedVote, askedCast, askedCertify} {
			if k.May(actOf[kind]) {
				d.Kind = kind
				d.As = append(d.As, choice{Value: k.On, Text: v.capacity(k)})
			}
		}
		if k.May("signoff.declare_interest") && d.Kind != "" {
			d.Kinds = d.kindsOfInterest()
		}
		for _, s := range []string{k.Already, k.WhyNot} {
			if s != "" && !k.May(actOf[askedCast]) && !slices.Contains(d.Said, s) {
				d.Said = append(d.Said, s)
			}
		}
		d.resolutions(k)
	}
	return concerned
}

// capacity says as whom somebody acts: "Westmere Police, Westmere Children's Partnership Board, as deputy for Tom Barker".
func (v *visit) capacity(k workflow.Capacity) string {
	switch {
	case k.Deputy && k.AsDeputyFor != "":
		return k.Label + ", as deputy for " + v.web.people.Name(v.ctx(), k.AsDeputyFor)
	case k.Deputy:
		return k.Label + ", as deputy in a vacant seat"
	}
	return k.Label
}

// resolutions are what who presides may have the board resolve instead.
func (d *decidePage) resolutions(k workflow.Capacity) {
	for _, r := range []link{
		{Text: "Close the vote, and decide on the votes given", Address: "signoff.close"},
		{Text: "Send the case back, with what must be done", Address: "case.return"},
		{Text: "Put the decision off", Address: "case.defer"},
	} {
		if k.May(r.Address) {
			r.Address = d.Address + "/act/" + r.Address + "?signoff=" + d.Sign.SignOff
			d.Resolves = append(d.Resolves, r)
		}
	}
}

// kindsOfInterest are the kinds that can be declared, each with what follows from it.
func (d *decidePage) kindsOfInterest() (out []choice) {
	for _, k := range kindsOfInterest(d.standsAside) {
		c := choice{Value: k, Text: words("interest", k), Hint: "It is noted, and you may still take part."}
		if d.aside(k) {
			c.Hint = "You stand aside: you do not vote on this item."
		}
		out = append(out, c)
	}
	return out
}

// kindsOfInterest lists the kinds that can be declared, those that make a seat stand aside first.
func kindsOfInterest(standsAside []string) []string {
	kinds := slices.Clone(standsAside)
	for _, k := range []string{"family", "friendship", "employment", "other"} {
		if !slices.Contains(kinds, k) {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// aside reports whether an interest of a kind makes a seat stand aside.
func (d *decidePage) aside(kind string) bool { return slices.Contains(d.standsAside, kind) }

// votes lists the votes given so far, for those who may see them.
func (d *decidePage) votes() {
	s := d.Sign
	for _, x := range s.Votes {
		if x.Struck || s.Board == "" {
			continue
		}
		row := voteRow{Seat: x.Label, Choice: words("choice", x.Choice), Note: x.Reason, When: x.At}
		if x.Conditions != "" {
			row.Note = strings.TrimSpace("On condition: " + strings.TrimRight(x.Conditions, ".") + ". " + x.Reason)
		}
		d.Votes = append(d.Votes, row)
	}
	if s.Board == "" || s.State == workflow.SignOffWaiting {
		return
	}
	d.Tally = tallyOf(tally(s))
	if t := s.Tally; t != nil && t.Casting != nil {
		d.Tally += ", and the casting vote: " + lower(words("choice", t.Casting.Choice))
	}
}

// mine says what the person has done on the sign-off.
func (d *decidePage) mine(person string) {
	for _, x := range d.Sign.Votes {
		if x.Person != person || x.Struck {
			continue
		}
		switch {
		case d.Sign.Board == "" && x.Choice == workflow.Approve:
			d.Mine = append(d.Mine, "You have certified it.")
		case d.Sign.Board == "":
			d.Mine = append(d.Mine, "You have refused to certify it.")
		case x.RecordedBy != "":
			d.Mine = append(d.Mine, "The secretariat recorded that you "+past(x.Choice)+" for "+x.Label+".")
		default:
			d.Mine = append(d.Mine, "You "+past(x.Choice)+" for "+x.Label+".")
		}
		if t := d.Sign.Tally; t != nil && t.Casting != nil && t.Casting.Seat == x.Seat {
			d.Mine = append(d.Mine, "The casting vote for that seat: "+lower(words("choice", t.Casting.Choice))+".")
		}
	}
	for _, i := range d.Sign.Interests {
		if i.Person != person || i.Withdrawn {
			continue
		}
		s := "You have declared an interest for " + i.Label + ": " + lower(words("interest", i.Type)) + "."
		if i.Recuses && !i.Dispensed {
			s += " You stand aside on this item, and cannot see its exempt papers."
		}
		d.Mine = append(d.Mine, s)
	}
}

// past says what a vote was.
func past(choice string) string {
	switch choice {
	case workflow.Approve:
		return "voted to approve"
	case workflow.RefuseChoice:
		return "voted to refuse"
	}
	return "abstained"
}
