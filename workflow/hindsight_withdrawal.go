package workflow

import "comity/events"

// Withdrawn says what is wrong with a withdrawal that was accepted: who withdrew, what it says was committed, what it says follows,
// and when it takes effect.
func (h Hindsight) Withdrawn(e events.CommitmentWithdrawn) []Problem {
	k := h.d.c.Commitment(e.Commitment)
	if k == nil || !k.Stands() || k.Withdrawal != nil || h.d.g == nil {
		return []Problem{problem(WrongStage, "Commitment %s did not stand.", e.Commitment).about(e.Commitment)}
	}
	out := h.d.withdrawAuthority(&CommitmentWithdraw{Commitment: e.Commitment, Seat: e.Seat, Minute: e.Minute}, k.Organisation)
	if e.Organisation != k.Organisation || e.Pence != k.Pence || e.FTEHundredths != k.FTEHundredths || e.ConfirmedPence != k.ConfirmedPence ||
		e.ConfirmedFTEHundredths != k.ConfirmedFTEHundredths {
		out = append(out, problem(Malformed, "It says that something else was committed.").about(e.Commitment))
	}
	want := ConsequenceAwarded
	if !h.d.awarded() {
		want = h.d.consequence(k)
	}
	if e.Consequence != want {
		out = append(out, problem(Malformed, "It says %s, and what remains makes it %s.", e.Consequence, want).about("consequence"))
	}
	if want != ConsequenceAwarded {
		return out
	}
	if earliest := h.d.cal.StartOf(h.d.cal.Add(h.d.today(), h.d.noticeOf(k))); e.EffectiveAt.Before(earliest) {
		out = append(out, problem(NoticePeriodNotMet, "Its notice was not kept.").about("effective_at"))
	}
	return out
}

// EndsNow says what is wrong with the end of a withdrawn commitment: its notice runs, or something else follows.
func (h Hindsight) EndsNow(e events.CommitmentEnded) []Problem {
	k := h.d.c.Commitment(e.Commitment)
	if k == nil || !k.Stands() || k.Withdrawal == nil || k.Withdrawal.EffectiveAt.After(h.d.m.At) {
		return []Problem{problem(WrongStage, "The notice of %s was not over.", e.Commitment).about(e.Commitment)}
	}
	want := ConsequenceAwarded
	if h.d.varying() && h.d.planStands() {
		want = h.d.consequence(k)
	}
	if e.Consequence != want {
		return []Problem{problem(Malformed, "It says %s, and what remains makes it %s.", e.Consequence, want).about("consequence")}
	}
	return nil
}

// MayAcknowledge reports whether the person who acted could acknowledge a gap for a board.
func (h Hindsight) MayAcknowledge(board, minute string) bool {
	if h.d.g == nil {
		return false
	}
	got, _, no := h.d.mayAcknowledge([]string{board}, minute)
	return no == nil && got == board
}
