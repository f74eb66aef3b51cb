package workflow

import (
	"math"
	"slices"
	"strings"

	"comity/workflow/document"
	"comity/workflow/quantity"
)

// What is said to a person about a capacity: what it is called, what was done in it, and why what is asked of it cannot be
// done. Whole sentences, without ids.

// seatName says which seat it is: whose it is, its post where it has one, and its board.
func (d *decision) seatName(b *document.Board, s *document.Seat) string {
	return d.seatOrganisation(s) + ", " + first(b.Name, b.ID)
}

func (d *decision) unitName(id string) string {
	if u := d.g.Unit(id); u != nil {
		return first(u.Name, u.ID)
	}
	return id
}

// postName says a post at the beginning of a line: Chief finance officer.
func postName(post string) string {
	words := strings.ReplaceAll(post, "_", " ")
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// voted says what a vote was.
func voted(choice string) string {
	switch choice {
	case Approve:
		return "voted to approve"
	case RefuseChoice:
		return "voted to refuse"
	}
	return "abstained"
}

func (f *finding) alreadyVoted(s *SignOff, seat string) string {
	v := s.voteOf(seat)
	if v == nil {
		return ""
	}
	day := " on " + f.date(v.At)
	switch {
	case v.Person != f.m.Actor:
		return "Somebody else " + voted(v.Choice) + " for this seat" + day + "."
	case v.RecordedBy != "":
		return "The secretariat recorded" + day + " that you " + voted(v.Choice) + "."
	}
	return "You " + voted(v.Choice) + day + "."
}

func (f *finding) alreadyCertified(s *SignOff) string {
	for _, v := range slices.Backward(s.Votes) {
		day := " on " + f.date(v.At)
		switch {
		case v.Choice == Approve && v.Person == f.m.Actor:
			return "You certified it" + day + "."
		case v.Choice == Approve:
			return "It was certified" + day + "."
		case v.Person == f.m.Actor:
			return "You refused to certify it" + day + "."
		default:
			return "The certificate was refused" + day + "."
		}
	}
	return ""
}

// alreadyConsented says what was last done about a consent from a seat, or for the organisation itself where seat is "".
func (f *finding) alreadyConsented(x *Consent, seat string) string {
	if x.State == "carried" && len(x.Acts) == 0 {
		return "What was confirmed before still stands."
	}
	for _, act := range slices.Backward(x.Acts) {
		day := " on " + f.date(act.At) + "."
		switch {
		case act.What == "called_in":
			return "The decision was called in" + day
		case act.What == "withdrawn":
			return "What was confirmed was taken back" + day
		case act.Seat != seat:
			continue
		case act.What == "declined":
			return "Declined" + day
		case act.What == "recorded":
			return "The organisation's own decision was recorded" + day
		}
		return "Confirmed" + day
	}
	return ""
}

// whyNotVote says why a seat may not vote on a sign-off now.
func (f *finding) whyNotVote(s *SignOff, seat string, p *Problem) string {
	if p == nil {
		return ""
	}
	switch st := seatIn(f.r.boardFor(s, f.m.At), seat); {
	case st != nil && !st.MayVote():
		return "This seat speaks and does not vote."
	case s.Recused(seat):
		return "This seat stands aside on this item, because of an interest that was declared."
	case s.voteOf(seat) != nil:
		return "This seat has voted."
	case p.Code == PersonAlreadyUsed:
		return "You have voted on this item for another seat; one person has one vote."
	case p.Code == NotPermitted:
		return "You wrote this case, and its author does not vote on it."
	}
	return f.whyNotOpen(s)
}

// whyNotCertify says why a named officer's certificate is not possible now.
func (f *finding) whyNotCertify(s *SignOff, p *Problem) string {
	switch {
	case p == nil || s.State.Final():
		return ""
	case p.Code == NonDelegable:
		return "This certificate may not be given by a deputy."
	case p.Code == NotPermitted:
		return "You wrote this case, and its author does not certify it."
	}
	return f.whyNotOpen(s)
}

// whyNotOpen says why nothing can be done on a sign-off that somebody else could do either.
func (f *finding) whyNotOpen(s *SignOff) string {
	switch {
	case s.State == SignOffVoidState:
		return "This request has lapsed or was called off; nobody decides on it any more."
	case s.State.Final():
		return "The decision has been taken."
	case f.c.Status == Suspended && !s.Afterwards:
		return "The case is suspended."
	case f.c.Status == InDispute && !s.Afterwards:
		return "The case is in dispute; the decision waits until it is settled."
	case f.c.Status != AtGate && !s.Afterwards:
		return "The case is not waiting for this decision now."
	case s.State == SignOffWaiting:
		return "Others are asked first; this one is asked once they have finished."
	case s.State == SignOffNoQuorum:
		return "There is no quorum for this item, so no vote is taken until there is."
	case s.State == SignOffTie:
		return "The votes are equal; only whoever presides has a casting vote."
	}
	return "This is not possible now."
}

// whyNotConfirm says why a seat may not confirm what its organisation puts in, or may confirm a part only.
func (f *finding) whyNotConfirm(x *Consent, confirm *ConsentConfirm) string {
	if !x.awaited() || (f.c.Status != AtGate && !x.Reaffirms) {
		return ""
	}
	no, name := f.ask(confirm), f.organisationName(x.Organisation)
	switch {
	case no == nil:
		return ""
	case no.Has(NoMandateFromOrganisation):
		return name + " has not authorised this seat to commit its resources; its own decision can be recorded instead."
	case no.Has(MandateNotExercisableByDeputy):
		return "Only the holder of this seat may commit what " + name + " puts in, not a deputy."
	case no.Has(OrganisationDecisionRequired):
		return name + " decides on a sum of this size itself; its own decision can be recorded."
	case no.Has(MandateExceeded):
		return "This is more than " + name + " has authorised this seat to commit" + f.leftTo(confirm.Seat, x.Organisation) +
			"; its own decision can be recorded instead."
	}
	return ""
}

// leftTo says how much money a seat may still commit of an organisation's in this case, "" where no sum limits it.
func (f *finding) leftTo(seat, organisation string) string {
	for _, m := range f.r.mandatesFor(seat, organisation, f.m.At) {
		for i, l := range m.Commit {
			if l.Kind != document.ResourceMoney || l.PerCasePence == nil && l.PerYearPence == nil {
				continue
			}
			left := int64(math.MaxInt64)
			if l.PerCasePence != nil {
				left = max(0, *l.PerCasePence-f.committedUnder(m, i, organisation))
			}
			if l.PerYearPence != nil {
				left = min(left, max(0, *l.PerYearPence-f.r.UsedInYear(m.Mandate, i+1, f.m.At)))
			}
			return " (up to " + quantity.Pence(left).String() + " more)"
		}
	}
	return ""
}
