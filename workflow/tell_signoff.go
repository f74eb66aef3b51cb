package workflow

import (
	"slices"

	"comity/events"
)

// opened asks those for whom a sign-off has opened, or opened again.
func (t *teller) opened(id string) {
	s := t.c.SignOff(id)
	if s == nil {
		return
	}
	if s.Board == "" {
		t.say(Officer(t.g.Organisation(s.OfficerOf), s.Post), t.about(s, ToldCertify))
		return
	}
	if s.Because == BecauseDelegation {
		return // it goes on to another at once
	}
	x := t.about(s, ToldAsked)
	if o := t.c.SignOff(s.InPlaceOf); s.InPlaceOf != "" && o != nil {
		x.Reason, x.Because = ToldReferred, o.Because
		if o.Board != s.Board {
			x.To = o.Board // whence it comes
		}
	}
	for _, o := range t.c.reissuedFrom(s) {
		x.Reason, x.Because, x.To = ToldReissued, o.Because, o.Board
	}
	t.ask(s, t.r.Awaited(s, t.m.At), x)
}

// resumedVoting asks those who have not voted again, because the voting goes on.
func (t *teller) resumedVoting(id string) {
	s := t.c.SignOff(id)
	if s != nil && t.orphan(s) && t.blocking(s) {
		t.sayAll(t.g.Administrators, t.about(s, ToldNoBoard))
	}
	if s == nil || s.State != SignOffOpen {
		return
	}
	if s.Board == "" {
		t.say(Officer(t.g.Organisation(s.OfficerOf), s.Post), t.about(s, ToldCertify))
		return
	}
	t.ask(s, t.r.Awaited(s, t.m.At), t.about(s, ToldResumed))
}

// reminded: an event names a seat or a person.
func (t *teller) reminded(e events.SignOffReminded) {
	s := t.c.signOffAt(e.SignOff, e.Gate, e.GateRound)
	if s == nil {
		return
	}
	if s.State == SignOffProvisional {
		t.remindedToRatify(s, e)
		return
	}
	x := t.about(s, ToldReminder)
	x.Until = e.DueAt
	if e.Seat == "" {
		t.say(e.Person, x)
		return
	}
	t.ask(s, []string{e.Seat}, x)
}

// voteCast: a holder learns that a deputy has voted, and a person that the secretary has recorded their vote.
func (t *teller) voteCast(e events.SignOffVoteCast) {
	s := t.c.SignOff(e.SignOff)
	if s == nil {
		return
	}
	x := t.about(s, ToldCovered)
	x.On, x.By, x.Choice, x.Closes = []string{e.Seat}, e.Person, e.Choice, x.Item
	t.say(e.AsDeputyFor, x)
	if e.RecordedBy != "" {
		x.Reason, x.By = ToldRecorded, e.RecordedBy
		t.say(e.Person, x)
	}
}

func (t *teller) castingVote(e events.SignOffCastingVoteCast) {
	if s := t.c.signOffAt(e.SignOff, e.Gate, e.GateRound); s != nil {
		x := t.about(s, ToldCovered)
		x.On, x.By, x.Choice, x.Closes, x.Because = []string{e.Seat}, e.Person, e.Choice, x.Item, "casting_vote"
		t.say(e.AsDeputyFor, x)
	}
}

// interest: a seat stands aside, whoever sits in it.
func (t *teller) interest(e events.SignOffInterestDeclared) {
	s := t.c.signOffAt(e.SignOff, e.Gate, e.GateRound)
	if s == nil || !e.Recuses {
		return
	}
	if s.State == SignOffTie && t.inTheChair(s, e.Seat) {
		t.askToCast(s, t.r.Presiding(s, t.m.At))
	}
	x := t.about(s, ToldRecused)
	x.By, x.Closes = e.Person, x.Item
	for _, k := range t.actingFor([]string{e.Seat}) {
		x.On, x.Deputy, x.AsDeputyFor = []string{e.Seat}, k.deputy, k.asDeputyFor
		t.say(k.person, x)
	}
}

// mayTakePart: the seat no longer stands aside.
func (t *teller) mayTakePart(signOff, gate string, round int, seat string) {
	s := t.c.signOffAt(signOff, gate, round)
	if s != nil && s.State == SignOffProvisional {
		if slices.Contains(t.r.Awaited(s.ballot(), t.m.At), seat) {
			t.askToRatify(s, []string{seat}, t.aboutRatification(s, ToldDispensed))
		}
		return
	}
	if s != nil && s.State == SignOffTie && t.r.Presiding(s, t.m.At) == seat {
		t.askToCast(s, seat)
		return
	}
	if s != nil && slices.Contains(t.r.Awaited(s, t.m.At), seat) {
		t.ask(s, []string{seat}, t.about(s, ToldDispensed))
	}
}

// quorumLost: those who were asked, and who can bring the quorum back.
func (t *teller) quorumLost(e events.SignOffQuorumLost) {
	if s := t.c.SignOff(e.SignOff); s != nil {
		x := t.about(s, ToldQuorumLost)
		t.sayAll(t.askedAt(s), x)
		_, able := t.restorers(s)
		t.sayAll(able, x)
		t.sayAll(t.secretaries(s.Board), x)
		t.sayAll(t.unit(), x)
	}
}

func (t *teller) tied(e events.SignOffTied) {
	if s := t.c.SignOff(e.SignOff); s != nil {
		t.askToCast(s, e.Presiding)
	}
}

// askToCast asks those who act for the seat that presides for the casting vote.
func (t *teller) askToCast(s *SignOff, presiding string) {
	for _, k := range t.actingFor(nonEmpty(presiding)) {
		x := t.about(s, ToldCasting)
		x.On, x.Deputy, x.AsDeputyFor = []string{presiding}, k.deputy, k.asDeputyFor
		t.say(k.person, x)
	}
}

// inTheChair reports whether a seat is the chair of a sign-off's board or one of its vice-chairs, or was elected to preside on it.
func (d *decision) inTheChair(s *SignOff, seat string) bool {
	b := d.r.GovernanceVersion(s.GovernanceVersion).Board(s.Board)
	return b != nil && (b.Chair.Seat == seat || slices.Contains(b.Chair.Vice, seat)) || s.Elected != nil && s.Elected.Seat == seat
}

// decided: everybody who was asked, and the unit.
func (t *teller) decided(e events.SignOffDecided) {
	s := t.c.SignOff(e.SignOff)
	if s == nil {
		return
	}
	x := t.about(s, ToldDecided)
	x.Result, x.Because, x.Closes, x.Details = e.Result, e.Because, x.Item, e.Conditions
	x.EffectiveAt = orNow(e.DecidedAt, t.m.At)
	if s.State == SignOffDone {
		x.Effect = ptrTo(EffectOfSignOff(t.c, s))
	}
	t.sayAll(t.askedAt(s), x)
	t.sayAll(t.unit(), x)
}

// escalated: those whom it left, their secretariat and the unit. Those to whom it went are asked when it opens there.
func (t *teller) escalated(e events.SignOffEscalated) {
	s := t.c.SignOff(e.SignOff)
	if s == nil {
		return
	}
	x := t.about(s, ToldEscalated)
	switch e.Because {
	case "lapse":
		x.Reason = ToldLapsed
	case BecauseDelegation:
		x.Reason = ToldAboveLimit
	}
	x.Because, x.Until, x.Closes, x.To = e.Because, e.DueAt, x.Item, "dispute"
	if o := t.c.SignOff(e.To); e.To != "dispute" && o != nil {
		x.To = o.Board
	}
	t.sayAll(t.askedAt(s), x)
	t.sayAll(t.secretaries(s.Board), x)
	t.sayAll(t.unit(), x)
}

// overdue: those who are still asked, their secretariat and the unit; and of the boards that the workflow names, who presides and the
// secretariat.
func (t *teller) overdue(e events.SignOffOverdue) {
	s := t.c.signOffAt(e.SignOff, e.Gate, e.GateRound)
	if s == nil {
		return
	}
	x := t.about(s, ToldOverdue)
	x.Because, x.Until = "lapse", e.DueAt
	t.sayAll(distinct(append(append(t.askedAt(s), t.secretaries(s.Board)...), t.unit()...)), x)
	x.Reason = ToldOverdueUp
	for _, id := range e.Boards {
		x.To = id
		for _, seat := range t.presidingOver(id) {
			t.say(t.r.Holder(seat, t.m.At), x)
		}
		t.sayAll(t.secretaries(id), x)
	}
}

// presidingOver is the seat that presides over a board: the chair, or the first vice-chair where nobody holds it.
func (t *teller) presidingOver(board string) []string {
	b := t.g.Board(board)
	if b == nil {
		return nil
	}
	for _, seat := range append([]string{b.Chair.Seat}, b.Chair.Vice...) {
		if seat != "" && t.r.Holder(seat, t.m.At) != "" {
			return []string{seat}
		}
	}
	return nil
}

// voided: whoever was asked need do nothing more. Where their board has ended, they learn who is asked instead, and so do the
// secretariat and the unit.
func (t *teller) voided(e events.SignOffVoided) {
	if s := t.c.signOffAt(e.SignOff, e.Gate, e.GateRound); s != nil {
		x := t.about(s, ToldVoid)
		x.Because, x.Closes = e.Because, x.Item
		if e.Because == BoardVersionEnded {
			x.Reason = ToldBoardEnded
			for _, id := range s.ReissuedAs {
				if o := t.c.SignOff(id); o != nil {
					x.To = o.Board
				}
			}
			if !s.OpenedAt.IsZero() {
				if b := t.r.lastBoard(s.Board); b != nil {
					t.sayAll(b.Secretary, x)
				}
				t.sayAll(t.unit(), x)
			}
			if t.c.Status == AtGate && t.orphan(s) && t.blocking(s) {
				t.sayAll(t.g.Administrators, t.about(s, ToldNoBoard))
			}
		}
		t.sayAll(t.askedAt(s), x)
	}
}

func (t *teller) consentRequested(e events.ConsentRequested) {
	if e.External {
		t.askExternal(e.Organisation)
		return
	}
	t.askConsent(e.Organisation)
}

// askConsent asks those who may commit an organisation, but for who has just taken its consent back. A consent has no deadline
// of its own.
func (t *teller) askConsent(organisation string, but ...string) {
	x := Telling{Reason: ToldConsent, For: "consent:" + organisation, Organisation: organisation, On: []string{organisation}}
	x.Item = t.item(x.For)
	for _, k := range t.mayCommit(organisation) {
		if !slices.Contains(but, k.person) {
			x.Deputy, x.AsDeputyFor = k.deputy, k.asDeputyFor
			t.say(k.person, x)
		}
	}
}

// consentConfirmed: the holder of a seat learns what a deputy has committed.
func (t *teller) consentConfirmed(e events.ConsentConfirmed) {
	x := Telling{Reason: ToldCovered, For: "consent:" + e.Organisation, Organisation: e.Organisation, On: []string{e.Seat}, By: e.Person, Choice: "confirm"}
	x.Item = t.item(x.For)
	if e.Complete {
		x.Closes = x.Item
	}
	t.say(e.AsDeputyFor, x)
	t.yearUsed(e)
}

// consentRecorded: those who were asked learn that the organisation's own decision is recorded.
func (t *teller) consentRecorded(e events.ConsentRecorded) {
	if e.External {
		t.externalSaid(ToldRecorded, e.Organisation, e.Person, e.Minute)
		return
	}
	x := Telling{Reason: ToldRecorded, For: "consent:" + e.Organisation, Organisation: e.Organisation, By: e.Person, Choice: "confirm"}
	x.Item = t.item(x.For)
	if e.Complete {
		x.Closes = x.Item
	}
	t.sayAll(t.committers(e.Organisation), x)
}

// consentDeclined: the unit, and the others who were asked for that organisation.
func (t *teller) consentDeclined(e events.ConsentDeclined) {
	if e.External {
		t.externalSaid(ToldDeclined, e.Organisation, e.Person, e.Reason)
		return
	}
	x := Telling{Reason: ToldDeclined, For: "consent:" + e.Organisation, Organisation: e.Organisation, By: e.Person, Details: nonEmpty(e.Reason)}
	x.Item = t.item(x.For)
	x.Closes = x.Item
	t.sayAll(t.committers(e.Organisation), x)
	t.sayAll(t.unit(), x)
}

// seatPassed: a rotating seat passed on. Whoever sits there now is asked what it was asked; who sat there before knows that it is
// another's; where nobody sits there, the secretariat finds somebody.
func (t *teller) seatPassed(e events.SignOffSeatPassed) {
	s := t.c.SignOff(e.SignOff)
	if s == nil {
		return
	}
	x := t.about(s, ToldPassed)
	x.Organisation = e.ToOrganisation
	t.ask(s, []string{e.Seat}, x)
	now := t.actingFor([]string{e.Seat})
	if e.Previous != "" && !slices.ContainsFunc(now, func(k capacity) bool { return k.person == e.Previous }) {
		x := t.about(s, ToldPassedOn)
		x.Organisation, x.On, x.Closes = e.ToOrganisation, []string{e.Seat}, x.Item
		t.say(e.Previous, x)
	}
	if len(now) == 0 {
		x := t.about(s, ToldSeatVacant)
		x.Organisation, x.On = e.ToOrganisation, []string{e.Seat}
		t.sayAll(t.secretaries(s.Board), x)
	}
}
