package workflow

import (
	"slices"
	"time"

	"comity/workflow/document"
)

// What a person may do for a seat, and for the secretariat of its board.

// seat finds what the person may do for a seat: on each sign-off of its board, and for the organisations that it may commit.
func (f *finding) seat(id string) {
	b, s := f.g.Seat(id)
	for _, o := range f.c.Asked() {
		if pinned := f.r.boardFor(o, f.m.At); pinned != nil && hasSeat(pinned.Seats, id) {
			f.onSignOff(o, pinned, seatIn(pinned, id))
		}
	}
	for _, o := range f.c.Provisional() {
		if pinned := f.r.boardFor(o, f.m.At); !f.c.current(o) && pinned != nil && hasSeat(pinned.Seats, id) {
			f.onRatification(o, pinned, seatIn(pinned, id))
		}
	}
	if s == nil {
		return
	}
	own := f.r.SeatOrganisation(s, f.m.At)
	k := f.asSeat(b, s)
	k.Organisation = own
	more := append(f.commitmentActs(own), &CaseRaiseDispute{Case: f.c.ID, Seat: id, Reason: "-"}, &CaseAgreeDispute{Case: f.c.ID, Seat: id, Agreement: "-"})
	f.forOrganisation(&k, slices.Concat(more, f.withdrawals(own, id), f.dutiesOf(own, id), f.reportsOf(id))...)
	leaves := f.asSeat(b, s)
	leaves.Organisation = own
	f.seatPools(leaves)
	others := f.committing()
	for _, x := range append(f.c.CurrentConsents(), f.c.Reaffirmations()...) {
		others = append(others, x.Organisation)
	}
	for _, other := range distinct(others) {
		if other != own && len(f.r.mandatesFor(id, other, f.m.At)) > 0 {
			k := f.asSeat(b, s)
			k.Organisation = other
			f.forOrganisation(&k, f.withdrawals(other, id)...)
			leaves.Organisation = other
			f.seatPools(leaves)
		}
	}
	if chair := f.chairOf(b); chair == id {
		f.keep(f.asSeat(b, s), f.acknowledgements("")...)
	}
}

// asSeat is the capacity of a seat, before it is known on what.
func (f *finding) asSeat(b *document.Board, s *document.Seat) Capacity {
	who, _ := f.r.actFor(s.ID, f.m.Actor, f.m.At)
	return Capacity{As: AsSeat, On: s.ID, Label: f.seatName(b, s), Deputy: who.Deputy, AsDeputyFor: who.AsDeputyFor}
}

// onSignOff adds a seat's capacity on one sign-off of its board, whether or not there is anything left to do.
func (f *finding) onSignOff(s *SignOff, b *document.Board, seat *document.Seat) {
	k := f.asSeat(b, seat)
	k.SignOff, k.Recused, k.Already = s.ID, s.Recused(seat.ID), f.alreadyVoted(s, seat.ID)
	vote := &SignOffVote{Case: f.c.ID, SignOff: s.ID, Seat: seat.ID, Choice: Approve}
	f.acts(&k, vote, &SignOffCast{Case: f.c.ID, SignOff: s.ID, Seat: seat.ID, Choice: Approve},
		&SignOffDeclareInterest{Case: f.c.ID, SignOff: s.ID, Seat: seat.ID, Interest: "other"})
	if presiding := f.r.Presiding(s, f.m.At); presiding == seat.ID {
		f.acts(&k, f.resolutions(s.ID, "")...)
	}
	f.urgentActs(&k, s, seat.ID)
	if !k.May(vote.CommandName()) && !k.May("signoff.cast") && !k.May("signoff.ratify") {
		k.WhyNot = f.whyNotVote(s, seat.ID, f.try(vote))
	}
	if seat.MayVote() || len(k.Acts) > 0 {
		f.out = append(f.out, k)
	}
}

// forOrganisation adds a seat's capacity for an organisation: its consent at the present gate, and what it puts in.
func (f *finding) forOrganisation(k *Capacity, more ...Command) {
	x := f.c.Consent(k.Organisation)
	if x != nil {
		confirm := &ConsentConfirm{Case: f.c.ID, Organisation: k.Organisation, Seat: k.On}
		f.acts(k, confirm, &ConsentDecline{Case: f.c.ID, Organisation: k.Organisation, Seat: k.On, Reason: "-"},
			&ConsentWithdraw{Case: f.c.ID, Organisation: k.Organisation, Seat: k.On, Reason: "-"})
		k.Already, k.WhyNot = f.alreadyConsented(x, k.On), f.whyNotConfirm(x, confirm)
	}
	if f.acts(k, more...); len(k.Acts) > 0 || k.Already != "" || (k.WhyNot != "" && f.c.Status == AtGate) {
		f.out = append(f.out, *k)
	}
}

// secretariats adds what the person may do for the boards of which they keep the papers.
func (f *finding) secretariats() {
	for i := range f.g.Boards {
		b := &f.g.Boards[i]
		if !slices.Contains(b.Secretary, f.m.Actor) {
			continue
		}
		for _, s := range f.c.Asked() {
			if s.Board == b.ID {
				k := Capacity{As: AsSecretariat, On: b.ID, Label: "Secretariat of " + f.nameOf(b.ID), SignOff: s.ID}
				f.recordable(&k, s)
				f.keep(k, append(f.resolutions(s.ID, "-"), f.electable(b, s)...)...)
			}
		}
		for _, s := range f.c.Provisional() {
			if s.Board == b.ID && !f.c.current(s) {
				k := Capacity{As: AsSecretariat, On: b.ID, Label: "Secretariat of " + f.nameOf(b.ID), SignOff: s.ID, Gate: s.Gate}
				f.recordable(&k, s)
				f.keep(k, append([]Command{&SignOffClose{Case: f.c.ID, SignOff: s.ID, Gate: s.Gate, Minute: "-"}}, f.electable(b, s)...)...)
			}
		}
	}
	for i := range f.g.Boards {
		if b := &f.g.Boards[i]; slices.Contains(b.Secretary, f.m.Actor) && slices.ContainsFunc(f.c.Gaps, func(g Gap) bool { return g.Waits() && slices.Contains(g.Asked, b.ID) }) {
			f.keep(Capacity{As: AsSecretariat, On: b.ID, Label: "Secretariat of " + f.nameOf(b.ID)}, f.acknowledgements("-")...)
		}
	}
	for _, b := range f.g.Boards { // of any board: what is the secretariats' in common, once
		if slices.Contains(b.Secretary, f.m.Actor) {
			f.keep(Capacity{As: AsSecretariat, On: b.ID, Label: "Secretariat of " + f.nameOf(b.ID)}, append([]Command{
				&CaseResume{Case: f.c.ID}, &CaseResolveDispute{Case: f.c.ID, Agreement: "-"}, &CaseBeginReview{Case: f.c.ID, Because: "request"},
				&CaseMigrate{Case: f.c.ID, ApprovedBy: "-", Minute: "-"}},
				append(f.failing(""), f.minuted()...)...)...)
			return
		}
	}
}

// recordable finds the seats whose vote the secretary may record, at a meeting that is open.
func (f *finding) recordable(k *Capacity, s *SignOff) {
	for _, m := range f.r.Meetings {
		if m.Board != s.Board || m.State != "open" {
			continue
		}
		ballot, gate := s, ""
		if s.State == SignOffProvisional {
			ballot, gate = s.ballot(), s.Gate
		}
		for _, seat := range f.r.Awaited(ballot, f.m.At) {
			for _, person := range append(nonEmpty(f.r.Holder(seat, f.m.At)), f.r.DeputiesOf(seat, f.m.At)...) {
				cmd := &SignOffRecordVote{Case: f.c.ID, SignOff: s.ID, Gate: gate, Seat: seat, Person: person, Choice: Approve, Meeting: m.ID, Minute: "-"}
				if f.try(cmd) == nil && !slices.Contains(k.Seats, seat) {
					k.Seats = append(k.Seats, seat)
				}
			}
		}
	}
	if len(k.Seats) > 0 {
		k.Acts = append(k.Acts, "signoff.record_vote")
	}
}

// boardFor is the board of a sign-off as pinned when it opened, or as in force at a time before it opens; nil for a named
// officer's.
func (r *Register) boardFor(s *SignOff, at time.Time) *document.Board {
	if s.GovernanceVersion == 0 {
		return r.GovernanceAt(at).Board(s.Board)
	}
	return r.GovernanceVersion(s.GovernanceVersion).Board(s.Board)
}

func seatIn(b *document.Board, id string) *document.Seat {
	for i := range b.Seats {
		if b.Seats[i].ID == id {
			return &b.Seats[i]
		}
	}
	return nil
}
