package verify

import (
	"slices"

	"comity/events"
	"comity/workflow"
	"comity/workflow/document"
)

// register is a partnership's register, which can be had as it was at an earlier revision: a decision on a case names the one
// that it was taken on, and that may have been followed by others.
type register struct {
	newest  *workflow.Register
	records []*events.Record
	earlier map[int]*workflow.Register
}

// at returns the register at a revision, nil for one that it has not reached.
func (g *register) at(revision int) *workflow.Register {
	switch {
	case g == nil || revision > g.newest.Revision:
		return nil
	case revision == g.newest.Revision:
		return g.newest
	}
	if r, ok := g.earlier[revision]; ok {
		return r
	}
	r := workflow.NewRegister(g.newest.Partnership)
	for _, rec := range g.records[:revision] {
		if err := r.Fold(rec); err != nil {
			return nil // it folded before
		}
	}
	clear(g.earlier) // decisions on old revisions come one revision at a time
	g.earlier[revision] = r
	return r
}

// content folds the record, and checks what it decided.
func (k *Checker) content(f *Fault, r *events.Record) error {
	list, err := r.Decode()
	if err != nil {
		return f.because(err, "it cannot be read: %v.", err)
	}
	a := k.aggregates[r.Aggregate()]
	if r.Kind == events.KindRegister {
		err = k.foldRegister(a, r)
	} else {
		err = k.foldCase(f, a, r, list)
	}
	if fault, ok := err.(*Fault); ok {
		return fault
	}
	if err != nil {
		return f.because(err, "its state does not follow from its events: %v.", err)
	}
	k.result.Records++
	k.result.Events += len(list)
	return nil
}

func (k *Checker) foldRegister(a *aggregate, r *events.Record) error {
	if a.register == nil {
		a.register = &register{newest: workflow.NewRegister(r.Partnership), earlier: map[int]*workflow.Register{}}
		if r.Partnership != events.Installation {
			k.result.Registers++
		}
	}
	a.register.records = append(a.register.records, r)
	return a.register.newest.Fold(r)
}

func (k *Checker) foldCase(f *Fault, a *aggregate, r *events.Record, list []events.Event) error {
	owner := k.aggregates[events.Aggregate{Partnership: r.Partnership, Kind: events.KindRegister, ID: r.Partnership}]
	if owner == nil {
		return f.because(nil, "there is no register of %s that it could have been decided on.", r.Partnership)
	}
	reg := owner.register.at(r.RegisterRevision)
	if reg == nil {
		return f.because(nil, "it was decided on revision %d of the register, which did not exist yet.", r.RegisterRevision)
	}
	if a.c == nil {
		a.c = workflow.NewCase(r.Partnership, r.ID)
		k.result.Cases++
	}
	d := decided{f: f, r: r, c: a.c, reg: reg, g: reg.GovernanceAt(r.At)}
	for _, e := range list {
		if err := d.before(e); err != nil {
			return err
		}
	}
	if err := a.c.Fold(r); err != nil {
		return err
	}
	for _, e := range list {
		if err := d.after(e); err != nil {
			return err
		}
	}
	k.result.Votes += d.votes
	return nil
}

// decided is one record of a case, as its content is checked.
type decided struct {
	f     *Fault
	r     *events.Record
	c     *workflow.Case // before the record, then after it
	reg   *workflow.Register
	g     *document.Governance // in force then, nil for none
	votes int
}

// before checks who decided, on the case as it was.
func (d *decided) before(e events.Event) error {
	switch e := e.(type) {
	case events.SignOffVoteCast:
		d.votes++
		return d.vote(e)
	case events.SignOffCastingVoteCast:
		return d.acts(e.Seat, e.Person, "casting vote")
	case events.SignOffCertified:
		return d.certificate(e)
	case events.ConsentConfirmed:
		return d.consent(e)
	case events.ConsentRecorded:
		if o := organisation(d.g, e.Organisation); o == nil || o.ProperOfficer != e.Person {
			return d.f.because(nil, "%s records a decision of %s, and was not its proper officer.", e.Person, e.Organisation)
		}
	}
	return nil
}

// acts checks that a person held a seat, or deputised for it, on the day.
func (d *decided) acts(seat, person, what string) error {
	if person != "" && (d.reg.Holder(seat, d.r.At) == person || slices.Contains(d.reg.DeputiesOf(seat, d.r.At), person)) {
		return nil
	}
	return d.f.because(nil, "a %s by %s for seat %s was accepted, and neither the seat's term nor a deputy's was then running for that person.", what, person, seat)
}

func (d *decided) vote(e events.SignOffVoteCast) error {
	if err := d.acts(e.Seat, e.Person, "vote"); err != nil {
		return err
	}
	s := d.c.SignOff(e.SignOff)
	if s == nil {
		return d.f.because(nil, "a vote was accepted on sign-off %s, which the case does not have.", e.SignOff)
	}
	if b := board(d.reg.GovernanceVersion(s.GovernanceVersion), s.Board); b == nil || !votes(b, e.Seat) {
		return d.f.because(nil, "a vote for seat %s was accepted on sign-off %s, and the seat has no vote there.", e.Seat, e.SignOff)
	}
	if s.Recused(e.Seat) {
		return d.f.because(nil, "a vote for seat %s was accepted on sign-off %s, although the seat stands aside.", e.Seat, e.SignOff)
	}
	for _, v := range s.Votes {
		if !v.Struck && (v.Seat == e.Seat || v.Person == e.Person) {
			return d.f.because(nil, "a second vote was accepted on sign-off %s: %s had voted for seat %s.", e.SignOff, v.Person, v.Seat)
		}
	}
	return nil
}

func (d *decided) certificate(e events.SignOffCertified) error {
	s := d.c.SignOff(e.SignOff)
	if s == nil {
		return d.f.because(nil, "a certificate was accepted on sign-off %s, which the case does not have.", e.SignOff)
	}
	o := organisation(d.g, s.OfficerOf)
	if workflow.Officer(o, s.Post) == e.Person || d.delegable(s) && workflow.Officer(o, "deputy_"+s.Post) == e.Person {
		return nil
	}
	return d.f.because(nil, "%s certified as %s of %s, and was not that officer.", e.Person, s.Post, s.OfficerOf)
}

// delegable reports whether the case's workflow lets an officer's deputy certify; it does where it says nothing.
func (d *decided) delegable(s *workflow.SignOff) bool {
	w := d.reg.WorkflowVersion(d.c.Workflow, d.c.WorkflowVersion)
	if w == nil {
		return false
	}
	for _, g := range w.Gates {
		for _, entry := range g.SignOffs {
			if g.ID == s.Gate && entry.ID == s.Entry {
				return entry.Delegable == nil || *entry.Delegable
			}
		}
	}
	return false
}

func (d *decided) consent(e events.ConsentConfirmed) error {
	if err := d.acts(e.Seat, e.Person, "consent"); err != nil {
		return err
	}
	day := d.reg.CalendarAt(d.r.At).DateOf(d.r.At)
	for _, m := range d.reg.Mandates {
		if m.Mandate == e.Mandate && m.Seat == e.Seat && m.Organisation == e.Organisation && !day.Before(m.From) && (m.Until.IsZero() || !day.After(m.Until)) {
			return nil
		}
	}
	return d.f.because(nil, "seat %s consented for %s by mandate %s, which was not in force.", e.Seat, e.Organisation, e.Mandate)
}

// after checks what was decided, on the case as it is now.
func (d *decided) after(e events.Event) error {
	result, ok := e.(events.SignOffDecided)
	if !ok {
		return nil
	}
	s := d.c.SignOff(result.SignOff)
	if s == nil {
		return d.f.because(nil, "sign-off %s was decided, and the case does not have it.", result.SignOff)
	}
	if s.Positive() && result.By == events.System {
		return d.f.because(nil, "sign-off %s was decided positively by the clock: silence never approves.", result.SignOff)
	}
	b := board(d.reg.GovernanceVersion(s.GovernanceVersion), s.Board)
	if b == nil || b.Rule.Count != document.CountBySeat {
		return nil
	}
	var approve, refuse, abstain int
	for _, v := range s.Votes {
		switch {
		case v.Struck || v.NotCounted:
		case v.Choice == workflow.Approve:
			approve++
		case v.Choice == workflow.Abstain:
			abstain++
		default:
			refuse++
		}
	}
	if t := result.Tally; t.Approve != approve || t.Refuse != refuse || t.Abstain != abstain {
		return d.f.because(nil, "sign-off %s was decided on %d for, %d against and %d abstentions, and the votes are %d, %d and %d.",
			result.SignOff, t.Approve, t.Refuse, t.Abstain, approve, refuse, abstain)
	}
	return nil
}

func organisation(g *document.Governance, id string) *document.Organisation {
	if g == nil {
		return nil
	}
	i := slices.IndexFunc(g.Organisations, func(o document.Organisation) bool { return o.ID == id })
	if i < 0 {
		return nil
	}
	return &g.Organisations[i]
}

func board(g *document.Governance, id string) *document.Board {
	if g == nil {
		return nil
	}
	i := slices.IndexFunc(g.Boards, func(b document.Board) bool { return b.ID == id })
	if i < 0 {
		return nil
	}
	return &g.Boards[i]
}

// votes reports whether a seat of the board votes.
func votes(b *document.Board, seat string) bool {
	return slices.ContainsFunc(b.Seats, func(s document.Seat) bool { return s.ID == seat && s.MayVote() })
}
