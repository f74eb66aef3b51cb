package workflow

import (
	"slices"

	"comity/events"
)

// Withdrawn says what is wrong with a withdrawal that was accepted: who withdrew, what it says was committed, what it says follows,
// and when it takes effect.
func (h Hindsight) Withdrawn(e events.CommitmentWithdrawn) []Problem {
	k := h.d.c.Commitment(e.Commitment)
	if k == nil || !k.Stands() || k.Withdrawal != nil || h.d.g == nil {
		return []Problem{problem(WrongStage, "Commitment %s did not stand.", e.Commitment).about(e.Commitment)}
	}
	out := h.mayTakeOut(e, k)
	var rest *Commitment
	part := k
	if e.Part != "" {
		if e.Pence < 0 || e.FTEHundredths < 0 || e.Pence > k.Pence || e.FTEHundredths > k.FTEHundredths || h.d.c.Commitment(e.Part) != nil {
			return append(out, problem(Malformed, "It takes out more than there is, or under a name that is taken.").about(e.Commitment))
		}
		rest, part = k.split(e.Pence, e.FTEHundredths, e.Part)
	}
	if e.Organisation != k.Organisation || e.Pence != part.Pence || e.FTEHundredths != part.FTEHundredths || e.ConfirmedPence != part.ConfirmedPence ||
		e.ConfirmedFTEHundredths != part.ConfirmedFTEHundredths {
		out = append(out, problem(Malformed, "It says that something else was committed.").about(e.Commitment))
	}
	if pence, fte := h.d.c.remains(k, rest); e.Part != "" && (e.RemainsPence != pence || e.RemainsFTEHundredths != fte) {
		out = append(out, problem(Malformed, "It says that something else remains.").about(e.Commitment))
	}
	want := ConsequenceAwarded
	if !h.d.awarded() {
		want = h.d.consequence(k, rest)
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

// mayTakeOut says why who acted could not take a commitment out: by withdrawing it, or by declining to reaffirm it, which the record has
// just said.
func (h Hindsight) mayTakeOut(e events.CommitmentWithdrawn, k *Commitment) []Problem {
	if e.Because == "" {
		return h.d.withdrawAuthority(&CommitmentWithdraw{Commitment: e.Commitment, Seat: e.Seat, Minute: e.Minute}, k.Organisation)
	}
	declined := slices.ContainsFunc(h.d.c.Consents, func(x *Consent) bool {
		return x.between() && x.Organisation == k.Organisation && x.State == "declined" && slices.Contains(x.Commitments, k.Commitment)
	})
	if e.Because != BecauseReaffirmationDeclined || !declined {
		return []Problem{problem(Malformed, "%s has not declined to reaffirm %s.", k.Organisation, k.Commitment).about("because")}
	}
	_, out := h.d.consentAuthority(e.Seat, k.Organisation, MandateDeclineAct)
	return out
}

// EndsNow says what is wrong with the end of a withdrawn commitment: its notice runs, or something else follows.
func (h Hindsight) EndsNow(e events.CommitmentEnded) []Problem {
	k := h.d.c.Commitment(first(e.Part, e.Commitment))
	if k == nil || k.Named() != e.Commitment || !k.Stands() || k.Withdrawal == nil || k.Withdrawal.EffectiveAt.After(h.d.m.At) {
		return []Problem{problem(WrongStage, "The notice of %s was not over.", e.Commitment).about(e.Commitment)}
	}
	want := ConsequenceAwarded
	if h.d.varying() && h.d.planStands() {
		want = h.d.consequence(k, nil)
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
