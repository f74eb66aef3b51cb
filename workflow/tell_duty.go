package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/document"
)

// Who is told what of undertakings and report-backs.

func (t *teller) undertakingGiven(e events.UndertakingGiven) {
	u := t.c.Undertaking(e.Undertaking)
	t.sayAll(t.owners(u), t.ofUndertaking(u, ToldUndertaking))
}

func (t *teller) undertakingOverdue(e events.UndertakingOverdue) {
	u := t.c.Undertaking(e.Undertaking)
	t.sayAll(t.owners(u), t.ofUndertaking(u, ToldUndertakingLate))
}

func (t *teller) undertakingEscalated(e events.UndertakingEscalated) {
	x := t.ofUndertaking(t.c.Undertaking(e.Undertaking), ToldUndertakingUp)
	for _, b := range e.Boards {
		x.Board = b
		t.sayAll(t.heads(b), x)
	}
}

// undertakingKept: the unit, and the boards before which it had come.
func (t *teller) undertakingKept(e events.UndertakingKept) {
	u := t.c.Undertaking(e.Undertaking)
	people := slices.Clone(t.unit())
	for _, b := range u.Boards {
		people = append(people, t.heads(b)...)
	}
	x := t.ofUndertaking(u, ToldUndertakingKept)
	x.Closes, x.Details = x.Item, []string{e.Note}
	t.sayAll(distinct(people), x)
}

func (t *teller) ofUndertaking(u *Undertaking, reason string) Telling {
	return Telling{Reason: reason, For: "undertaking:" + u.ID, Item: t.item("undertaking:" + u.ID), Organisation: t.ownerNow(u), Board: u.Board, Until: u.DueAt,
		Details: nonEmpty(u.What)}
}

func (t *teller) reportBackAsked(e events.ReportBackAsked) {
	t.reportBack(e.ReportBack, ToldReportBack)
}

func (t *teller) reportBackOverdue(e events.ReportBackOverdue) {
	t.reportBack(e.ReportBack, ToldReportBackLate)
}

// reportBack tells those who may act for the seat.
func (t *teller) reportBack(id, reason string) {
	b := t.c.ReportBack(id)
	x := t.ofReportBack(b, reason)
	for _, k := range t.actingFor([]string{b.Seat}) {
		x.On, x.Deputy, x.AsDeputyFor = []string{k.seat}, k.deputy, k.asDeputyFor
		t.say(k.person, x)
	}
}

func (t *teller) reportBackEscalated(e events.ReportBackEscalated) {
	x := t.ofReportBack(t.c.ReportBack(e.ReportBack), ToldReportBackUp)
	x.On = []string{e.Seat}
	for _, b := range e.Boards {
		t.sayAll(t.heads(b), x)
	}
}

// reportBackRecorded: those who speak for the organisations that were told learn what was reported (F36).
func (t *teller) reportBackRecorded(e events.ReportBackRecorded) {
	b := t.c.ReportBack(e.ReportBack)
	x := t.ofReportBack(b, ToldReportedBack)
	x.Closes, x.By, x.Details = x.Item, e.Person, []string{e.Note}
	for _, o := range b.Organisations {
		t.sayAll(t.disputants(o), x)
		t.sayAll(t.listed(o), x)
	}
	if !t.isChampion(e.Person) {
		return
	}
	for i := range t.g.Organisations { // a champion feeds back to every other champion, and to the chief executive of every district
		o := &t.g.Organisations[i]
		t.sayAll(o.Champions, x)
		if o.Type == document.TypeDistrictCouncil {
			t.sayAll(t.listed(o.ID), x)
		}
	}
}

// listed lists an organisation's chief executive and champions, as the document has them.
func (t *teller) listed(organisation string) []string {
	o := t.g.Organisation(organisation)
	if o == nil {
		return nil
	}
	return append(nonEmpty(Officer(o, PostChiefExecutive)), o.Champions...)
}

// isChampion reports whether a person is a champion of any organisation.
func (t *teller) isChampion(person string) bool {
	return slices.ContainsFunc(t.g.Organisations, func(o document.Organisation) bool { return slices.Contains(o.Champions, person) })
}

func (t *teller) ofReportBack(b *ReportBack, reason string) Telling {
	return Telling{Reason: reason, For: "report_back:" + b.ID, Item: t.item("report_back:" + b.ID), Board: b.Board, Result: b.Result, Until: b.DueAt}
}

// informAreas tells the area boards that are autonomous what an executive board decided at a gate that passed (F06).
func (t *teller) informAreas(e events.GatePassed) {
	if t.g.Reporting.DirectedWithin.IsZero() {
		return
	}
	for _, id := range t.autonomousAreas() {
		t.sayAll(t.heads(id), Telling{Reason: ToldInformed, For: "gate:" + e.Gate, Board: id, Result: e.Outcome, EffectiveAt: e.EffectiveAt})
	}
}

// heads lists who is told for a board: who presides, and its secretariat.
func (t *teller) heads(board string) []string {
	b := t.g.Board(board)
	if b == nil {
		return nil
	}
	out := slices.Clone(b.Secretary)
	if holder := t.r.Holder(b.Chair.Seat, t.m.At); holder != "" {
		out = append(out, holder)
	}
	return distinct(out)
}
