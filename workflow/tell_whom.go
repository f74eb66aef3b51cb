package workflow

import (
	"slices"
	"time"
)

// Those who are told: by what they are in the partnership at the moment of the record.

// capacity is why a person is told: for which seat, and whether as its deputy only.
type capacity struct {
	person      string
	seat        string
	deputy      bool
	asDeputyFor string
}

// actingFor lists who may act for seats now: each holder, and each deputy.
func (t *teller) actingFor(seats []string) []capacity {
	var out []capacity
	for _, seat := range seats {
		holder := t.r.Holder(seat, t.m.At)
		if holder != "" {
			out = append(out, capacity{person: holder, seat: seat})
		}
		for _, p := range t.r.DeputiesOf(seat, t.m.At) {
			out = append(out, capacity{person: p, seat: seat, deputy: true, asDeputyFor: holder})
		}
	}
	return out
}

// ask asks those who may act for seats: whoever has voted already is not asked for a seat more.
func (t *teller) ask(s *SignOff, seats []string, x Telling) {
	for _, k := range t.actingFor(seats) {
		if t.voted(s, k.person) {
			continue
		}
		x.On, x.Deputy, x.AsDeputyFor = []string{k.seat}, k.deputy, k.asDeputyFor
		t.say(k.person, x)
	}
}

// askedAt lists who was asked by a sign-off: who may act for its voting seats, and who voted. Seats that stand aside are left
// out, and so is one that was never opened.
func (t *teller) askedAt(s *SignOff) (out []string) {
	if s == nil || s.OpenedAt.IsZero() {
		return nil
	}
	if s.Board == "" {
		return nonEmpty(Officer(t.g.Organisation(s.OfficerOf), s.Post))
	}
	b := t.r.GovernanceVersion(s.GovernanceVersion).Board(s.Board)
	if b == nil {
		return nil
	}
	for i := range b.Seats {
		seat := &b.Seats[i]
		if !seat.MayVote() || s.Recused(seat.ID) {
			continue
		}
		for _, k := range t.actingFor([]string{seat.ID}) {
			out = append(out, k.person)
		}
	}
	for _, v := range s.Votes {
		if !s.Recused(v.Seat) {
			out = append(out, v.Person)
		}
	}
	return distinct(out)
}

// askedAtGate lists who was asked at one round of a gate, by sign-offs and by consents.
func (t *teller) askedAtGate(gate string, round int) (out []string) {
	for _, s := range t.c.SignOffs {
		if s.Gate == gate && s.GateRound == round {
			out = append(out, t.askedAt(s)...)
		}
	}
	for _, k := range t.c.Consents {
		if k.Gate == gate && k.GateRound == round && !k.External {
			out = append(out, t.committers(k.Organisation)...)
		}
	}
	return distinct(out)
}

// mayCommit lists who may commit an organisation now: the holders of the seats that it gave a mandate, their deputies where
// the mandate says so, and the officer who records its own decisions.
func (t *teller) mayCommit(organisation string) (out []capacity) {
	for _, m := range t.r.Mandates {
		if m.Organisation != organisation || len(t.r.mandatesFor(m.Seat, organisation, t.m.At)) == 0 {
			continue
		}
		for _, k := range t.actingFor([]string{m.Seat}) {
			if !k.deputy || m.DeputyMayCommit {
				out = append(out, k)
			}
		}
	}
	if o := t.g.Organisation(organisation); o != nil && o.ProperOfficer != "" {
		out = append(out, capacity{person: o.ProperOfficer})
	}
	return out
}

func (t *teller) committers(organisation string) (out []string) {
	for _, k := range t.mayCommit(organisation) {
		out = append(out, k.person)
	}
	return out
}

// unit lists the members of the case's unit.
func (t *teller) unit() []string {
	if u := t.g.Unit(t.c.Terms.Unit); u != nil {
		return u.Members
	}
	return nil
}

// secretaries lists the secretariats of boards.
func (t *teller) secretaries(boards ...string) (out []string) {
	for _, id := range boards {
		if b := t.g.Board(id); b != nil {
			out = append(out, b.Secretary...)
		}
	}
	return out
}

// parties lists whom a dispute or a suspension concerns: the unit, everybody asked at the gate, who may commit what was
// offered, and the secretariats of the boards.
func (t *teller) parties() []string {
	out := slices.Clone(t.unit())
	if g := t.c.Gate; g != nil {
		out = append(out, t.askedAtGate(g.Gate, g.Round)...)
		for _, s := range t.c.Current() {
			out = append(out, t.secretaries(s.Board)...)
		}
	}
	for _, k := range t.c.Commitments {
		if k.Stands() {
			out = append(out, t.committers(k.Organisation)...)
		}
	}
	return distinct(out)
}

// boardOfSeat is the board of a seat in the governance now in force, "" for none.
func (t *teller) boardOfSeat(seat string) string {
	if b, _ := t.g.Seat(seat); b != nil {
		return b.ID
	}
	return ""
}

// about fills in what a sign-off is.
func (t *teller) about(s *SignOff, reason string) Telling {
	x := Telling{Reason: reason, For: "signoff:" + s.ID, Board: s.Board, Organisation: s.OfficerOf, Post: s.Post, Act: s.Act, Until: s.DueAt}
	if s.Board != "" {
		x.Organisation, x.Post = "", ""
	}
	x.Item = t.item(x.For)
	return x
}

// endOf is the end of a civil day, zero for none.
func (t *teller) endOf(on string) time.Time {
	if on == "" {
		return time.Time{}
	}
	return t.cal.EndOf(day(on))
}

func distinct(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
