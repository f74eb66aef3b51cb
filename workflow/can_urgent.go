package workflow

import "comity/workflow/document"

// What a person may do about urgent decisions and their ratification, found by trying like everything else in can.go.

// urgentActs are what a seat may do about an urgent decision: seek a concurrence, or decide once it is given, as who presides;
// concur where it was sought; vote where one waits for ratification.
func (f *finding) urgentActs(k *Capacity, s *SignOff, seat string) {
	if s.State == SignOffProvisional {
		f.ratificationActs(k, s, seat)
		return
	}
	f.acts(k, &SignOffDecideUrgently{Case: f.c.ID, SignOff: s.ID, Seat: seat, Reason: "-"})
	if !k.May("signoff.decide_urgently") && s.Sought == nil {
		f.acts(k, &SignOffSeekConcurrence{Case: f.c.ID, SignOff: s.ID, Seat: seat, Reason: "-"})
	}
	if s.Sought != nil {
		f.acts(k, &SignOffConcur{Case: f.c.ID, SignOff: s.ID, Seat: seat})
	}
}

func (f *finding) ratificationActs(k *Capacity, s *SignOff, seat string) {
	k.Gate, k.Already = s.Gate, first(f.alreadyVoted(s.ballot(), seat), k.Already)
	f.acts(k, &SignOffRatify{Case: f.c.ID, SignOff: s.ID, Gate: s.Gate, Seat: seat, Choice: Approve},
		&SignOffCast{Case: f.c.ID, SignOff: s.ID, Gate: s.Gate, Seat: seat, Choice: Approve},
		&SignOffDeclareInterest{Case: f.c.ID, SignOff: s.ID, Gate: s.Gate, Seat: seat, Interest: "other"})
	if f.r.Presiding(s, f.m.At) == seat {
		f.acts(k, &SignOffClose{Case: f.c.ID, SignOff: s.ID, Gate: s.Gate})
	}
}

// onRatification adds a seat's capacity on an urgent decision that waits, at a gate that the case has passed.
func (f *finding) onRatification(s *SignOff, b *document.Board, seat *document.Seat) {
	k := f.asSeat(b, seat)
	k.SignOff, k.Recused = s.ID, s.Recused(seat.ID)
	f.ratificationActs(&k, s, seat.ID)
	if k.Recused {
		k.WhyNot = "This seat stands aside on this item, because of an interest that was declared."
	}
	if seat.MayVote() || len(k.Acts) > 0 {
		f.out = append(f.out, k)
	}
}

// electable are the elections of who presides that the secretariat may record now.
func (f *finding) electable(b *document.Board, s *SignOff) []Command {
	gate := ""
	if s.State == SignOffProvisional {
		gate = s.Gate
	}
	meetings := []string{""}
	for _, m := range f.r.Meetings {
		if m.Board == b.ID && m.State == "open" {
			meetings = append(meetings, m.ID)
		}
	}
	var out []Command
	for _, m := range meetings {
		for i := range b.Seats {
			out = append(out, &SignOffElectPresider{Case: f.c.ID, SignOff: s.ID, Gate: gate, Seat: b.Seats[i].ID, Minute: "-", Meeting: m})
		}
	}
	return out
}
