package workflow

import (
	"slices"
	"strings"

	"comity/events"
)

// Who is told of urgent decisions and their ratification: all who sit on the board, at once.

// ratificationName names an urgent decision that waits: ratification:<gate>:<sign-off>.
func ratificationName(s *SignOff) string { return "ratification:" + s.Gate + ":" + s.ID }

// ratificationOf finds the newest sign-off of that name on which there was an urgent decision, nil for none.
func (d *decision) ratificationOf(name string) *SignOff {
	parts := strings.Split(name, ":")
	if len(parts) != 3 || parts[0] != "ratification" {
		return nil
	}
	for _, s := range slices.Backward(d.c.SignOffs) {
		if s.Gate == parts[1] && s.ID == parts[2] && s.Urgent != nil {
			return s
		}
	}
	return nil
}

// votedIn reports whether a person has used their vote in a ballot, for whatever seat.
func votedIn(votes []Vote, person string) bool {
	return slices.ContainsFunc(votes, func(v Vote) bool { return v.Person == person && !v.Struck })
}

func (t *teller) aboutRatification(s *SignOff, reason string) Telling {
	x := t.about(s, reason)
	x.For = ratificationName(s)
	x.Item, x.Until = t.item(x.For), s.Urgent.RatifyBy
	return x
}

// askToRatify asks those who may act for seats and have not voted on the ratification.
func (t *teller) askToRatify(s *SignOff, seats []string, x Telling) {
	for _, k := range t.actingFor(seats) {
		if votedIn(s.Urgent.Votes, k.person) {
			continue
		}
		x.On, x.Deputy, x.AsDeputyFor = []string{k.seat}, k.deputy, k.asDeputyFor
		t.say(k.person, x)
	}
}

func (t *teller) remindedToRatify(s *SignOff, e events.SignOffReminded) {
	t.askToRatify(s, []string{e.Seat}, t.aboutRatification(s, ToldReminder))
}

// concurrenceSought: those of whom one is to concur.
func (t *teller) concurrenceSought(e events.SignOffConcurrenceSought) {
	s := t.c.SignOff(e.SignOff)
	if s == nil {
		return
	}
	x := t.about(s, ToldConcur)
	x.For, x.By, x.Details = "concurrence:"+s.ID, e.Person, nonEmpty(e.Reason)
	x.Item = t.item(x.For)
	for _, k := range t.actingFor(e.From) {
		if k.person == e.Person {
			continue
		}
		x.On, x.Deputy, x.AsDeputyFor = []string{k.seat}, k.deputy, k.asDeputyFor
		t.say(k.person, x)
	}
}

// concurred: who presides, and may decide now.
func (t *teller) concurred(e events.SignOffConcurred) {
	s := t.c.SignOff(e.SignOff)
	if s == nil {
		return
	}
	x := t.about(s, ToldConcurred)
	x.For, x.By, x.Details = "concurrence:"+s.ID, e.Person, nonEmpty(e.Reason)
	x.Item = t.item(x.For)
	x.Closes = x.Item
	for _, k := range t.actingFor(nonEmpty(t.r.Presiding(s, t.m.At))) {
		x.On, x.Deputy, x.AsDeputyFor = []string{k.seat}, k.deputy, k.asDeputyFor
		t.say(k.person, x)
	}
}

// decidedUrgently: those who may vote on it are asked to ratify; the others who sit on the board, its secretariat and the unit learn
// of it. Nobody who stands aside is told.
func (t *teller) decidedUrgently(e events.SignOffDecidedUrgently) {
	s := t.c.signOffAt(e.SignOff, e.Gate, e.GateRound)
	b := t.r.boardFor(s, t.m.At)
	if s == nil || s.Urgent == nil || b == nil {
		return
	}
	x := t.aboutRatification(s, ToldRatify)
	x.By, x.Closes, x.Details = e.Person, t.item("signoff:"+s.ID), nonEmpty(e.Reason)
	asked := t.r.Awaited(s.ballot(), t.m.At)
	t.askToRatify(s, asked, x)
	x.Reason = ToldUrgent
	told := map[string]bool{}
	for _, y := range t.out {
		told[y.Person] = told[y.Person] || y.Reason == ToldRatify && y.For == x.For
	}
	inform := func(people []string) {
		for _, p := range people {
			if !told[p] {
				t.say(p, x)
			}
		}
	}
	for i := range b.Seats {
		if seat := b.Seats[i].ID; !s.Recused(seat) && !slices.Contains(asked, seat) {
			inform(append(nonEmpty(t.r.Holder(seat, t.m.At)), t.r.DeputiesOf(seat, t.m.At)...))
		}
	}
	inform(t.secretaries(s.Board))
	inform(t.unit())
}

// ratificationPassedOn: those who may vote on it now are asked to ratify; the secretariat of their board and the unit learn of it.
func (t *teller) ratificationPassedOn(e events.SignOffRatificationPassedOn) {
	s := t.c.signOffAt(e.SignOff, e.Gate, e.GateRound)
	if s == nil || s.Urgent == nil {
		return
	}
	x := t.aboutRatification(s, ToldRatify)
	x.By, x.Details = s.Urgent.Person, nonEmpty(s.Urgent.Reason)
	t.askToRatify(s, t.r.Awaited(s.ballot(), t.m.At), x)
	x.Reason = ToldUrgent
	for _, p := range distinct(append(t.secretaries(s.Board), t.unit()...)) {
		if !slices.ContainsFunc(t.out, func(y Telling) bool { return y.Person == p && y.Reason == ToldRatify && y.For == x.For }) {
			t.say(p, x)
		}
	}
}

// ratificationVote: a holder learns that a deputy has voted, and a person that the secretary has recorded their vote.
func (t *teller) ratificationVote(e events.SignOffRatificationVoteCast) {
	s := t.c.signOffAt(e.SignOff, e.Gate, e.GateRound)
	if s == nil || s.Urgent == nil {
		return
	}
	x := t.aboutRatification(s, ToldCovered)
	x.On, x.By, x.Choice, x.Closes = []string{e.Seat}, e.Person, e.Choice, x.Item
	t.say(e.AsDeputyFor, x)
	if e.RecordedBy != "" {
		x.Reason, x.By = ToldRecorded, e.RecordedBy
		t.say(e.Person, x)
	}
}

func (t *teller) ratificationTied(e events.SignOffRatificationTied) {
	if s := t.c.signOffAt(e.SignOff, e.Gate, e.GateRound); s != nil && s.Urgent != nil {
		for _, k := range t.actingFor(nonEmpty(e.Presiding)) {
			x := t.aboutRatification(s, ToldCasting)
			x.On, x.Deputy, x.AsDeputyFor = []string{e.Presiding}, k.deputy, k.asDeputyFor
			t.say(k.person, x)
		}
	}
}

func (t *teller) ratified(e events.SignOffRatified) {
	if s := t.c.signOffAt(e.SignOff, e.Gate, e.GateRound); s != nil && s.Urgent != nil {
		x := t.aboutRatification(s, ToldRatified)
		x.Result, x.Because, x.Closes, x.Details = e.Result, e.Because, x.Item, e.Conditions
		x.EffectiveAt = orNow(e.DecidedAt, t.m.At)
		t.toldOfRatification(s, x)
	}
}

func (t *teller) notRatified(e events.SignOffNotRatified) {
	if s := t.c.signOffAt(e.SignOff, e.Gate, e.GateRound); s != nil && s.Urgent != nil {
		x := t.aboutRatification(s, ToldNotRatified)
		x.Because, x.Closes, x.EffectiveAt, x.Until = e.Because, x.Item, e.EffectiveAt, e.RatifyBy
		t.toldOfRatification(s, x)
		if s.State == SignOffOpen { // it is asked again
			t.ask(s, t.r.Awaited(s, t.m.At), t.about(s, ToldResumed))
		}
	}
}

// toldOfRatification tells the board, its secretariat, the unit, and who committed to the case on the strength of it.
func (t *teller) toldOfRatification(s *SignOff, x Telling) {
	t.sayAll(t.askedAt(s), x)
	t.sayAll(t.secretaries(s.Board), x)
	t.sayAll(t.unit(), x)
	if x.Reason == ToldNotRatified {
		t.sayAll(t.parties(), x)
	}
}
