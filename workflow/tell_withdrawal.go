package workflow

import "comity/events"

// Who is told of withdrawals and of what they leave (DOMAIN §2.1 rows 18 to 20).

// withdrawn: the unit, and everybody who may commit the organisation or another that commits. Where the plan is to be made anew that
// is told instead.
func (t *teller) withdrawn(e events.CommitmentWithdrawn) {
	if t.happenedHere(events.GateInvalidated{}.EventType()) {
		return
	}
	reason := ToldWithdrawn
	if e.Part != "" {
		reason = ToldInPart
	}
	x := Telling{Reason: reason, For: "commitment:" + e.Commitment, Organisation: e.Organisation, EffectiveAt: e.EffectiveAt, Details: nonEmpty(e.Reason)}
	t.sayAll(t.committingPeople(e.Organisation), x)
}

// committingPeople lists the unit and who may commit any organisation that commits, or one that did.
func (t *teller) committingPeople(also string) []string {
	out := append([]string{}, t.unit()...)
	for _, o := range append(t.committing(), also) {
		out = append(out, t.committers(o)...)
	}
	return distinct(out)
}

// invalidated: every committing organisation is told that the plan is to be made anew, and so is everybody who was asked at the gate
// that is void with it.
func (t *teller) invalidated(e events.GateInvalidated) {
	x := Telling{Reason: ToldReplanned, For: "gate:" + e.Gate, Organisation: e.Organisation, Because: e.Because}
	people := t.committingPeople(e.Organisation)
	for _, s := range t.c.SignOffs {
		if s.Gate == e.Gate && s.GateRound == t.c.GateRounds[e.Gate] {
			people = append(people, t.askedAt(s)...)
		}
	}
	t.sayAll(distinct(people), x)
}

func (t *teller) gapOpened(e events.GapOpened) {
	for _, g := range t.c.Gaps {
		if g.Gap == e.Gap && g.Waits() {
			t.askAcknowledgement(g)
		}
	}
}

func (t *teller) gapOverdue(e events.GapOverdue) {
	for _, g := range t.c.Gaps {
		if g.Gap == e.Gap && e.To != "" && g.Waits() {
			t.askAcknowledgement(g)
		}
	}
}

// askAcknowledgement asks the person presiding over the board that a gap is at, and its secretaries.
func (t *teller) askAcknowledgement(g Gap) {
	board := g.Asked[len(g.Asked)-1]
	x := Telling{Reason: ToldGap, For: "gap:" + g.Gap, Item: t.item("gap:" + g.Gap), Board: board, Organisation: g.Organisation, Until: g.DueAt, Details: t.shortOf(g)}
	if b := t.g.Board(board); b != nil {
		for _, k := range t.actingFor(nonEmpty(t.chairOf(b))) {
			y := x
			y.On, y.Deputy, y.AsDeputyFor = []string{k.seat}, k.deputy, k.asDeputyFor
			t.say(k.person, y)
		}
	}
	t.sayAll(t.secretaries(board), x)
}

func (t *teller) gapAcknowledged(e events.GapAcknowledged) {
	x := Telling{Reason: ToldGapKnown, For: "gap:" + e.Gap, Item: t.item("gap:" + e.Gap), Closes: t.item("gap:" + e.Gap), Board: e.Board, Details: nonEmpty(e.Note)}
	people := append([]string{}, t.unit()...)
	for _, g := range t.c.Gaps {
		if g.Gap != e.Gap {
			continue
		}
		for _, board := range g.Asked {
			people = append(people, t.secretaries(board)...)
			if b := t.g.Board(board); b != nil {
				for _, k := range t.actingFor(nonEmpty(t.chairOf(b))) {
					people = append(people, k.person)
				}
			}
		}
	}
	t.sayAll(distinct(people), x)
}
