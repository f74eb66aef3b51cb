package views

import (
	"cmp"
	"strings"

	"comity/events"
	"comity/workflow"
)

// What a tier sees of the state of a case. It draws the lines where workflow.Publish draws them for events, so that nobody
// reads in a view what the feed keeps from them: amounts, votes and reasons from the tier board on, the nature of interests,
// the data of evidence and what suppliers wrote for the tier exempt.

// shown returns the case as a tier sees it. The case itself is not changed; what the result shares with it is only read.
func shown(c *workflow.Case, tier string) *workflow.Case {
	if workflow.Clears(tier, workflow.ClearExempt) {
		return c
	}
	out := *c
	board := amounts(tier)
	out.Evidence = each(c.Evidence, func(e workflow.EvidenceHeld) workflow.EvidenceHeld {
		if e.Data = nil; !board {
			return workflow.EvidenceHeld{EvidenceItem: events.EvidenceItem{Type: e.Type}, AddedAt: e.AddedAt}
		}
		return e
	})
	out.SignOffs = each(c.SignOffs, func(s *workflow.SignOff) *workflow.SignOff { return shownSignOff(s, board) })
	out.Representations = each(c.Representations, func(r workflow.Representation) workflow.Representation {
		r.From, r.Decision = "", ""
		return r
	})
	if c.Gate != nil {
		gate := *c.Gate
		if gate.Award = nil; !board {
			gate.Evidence, gate.Snapshot, gate.Succeeded = nil, "", ""
		}
		out.Gate = &gate
	}
	out.Award, out.PassedProvisionally = nil, nil
	out.Consents = each(c.Consents, func(k *workflow.Consent) *workflow.Consent {
		kept := *k
		kept.Acts = each(k.Acts, func(a workflow.ConsentAct) workflow.ConsentAct { a.Years = nil; return a }) // they sum over other cases
		return &kept
	})
	if !board {
		partnersOnly(&out)
	}
	return &out
}

func shownSignOff(s *workflow.SignOff, board bool) *workflow.SignOff {
	out := *s
	out.Interests = each(s.Interests, func(i workflow.Interest) workflow.Interest { i.Nature = ""; return i })
	if !board {
		out.Votes, out.Interests, out.Tally, out.Casting, out.Conditions, out.Reminded, out.Earlier = nil, nil, nil, nil, nil, nil, nil
		out.Sought, out.Concurrences = nil, nil
		if u := s.Urgent; u != nil { // that it was decided so, by when it is to be ratified, and what came of that
			out.Urgent = &workflow.Urgent{Round: u.Round, DecidedAt: u.DecidedAt, RatifyBy: u.RatifyBy, Outcome: u.Outcome, Because: u.Because, EndedAt: u.EndedAt}
		}
	}
	return &out
}

// partnersOnly leaves what the tier partners is told: what is asked of whom, and what came of it.
func partnersOnly(c *workflow.Case) {
	c.Author, c.ToDo, c.Representations, c.Quoted = "", nil, nil, nil
	c.Gaps = each(c.Gaps, func(g workflow.Gap) workflow.Gap {
		return workflow.Gap{GapOpened: events.GapOpened{Gap: g.Gap, Organisation: g.Organisation, Because: g.Because, Board: g.Board, DueAt: g.DueAt},
			OpenedAt: g.OpenedAt, Asked: g.Asked, Overdue: g.Overdue, Overtaken: g.Overtaken, AcknowledgedAt: g.AcknowledgedAt}
	})
	c.Shifts = nil
	c.Variances = each(c.Variances, func(v workflow.Variance) workflow.Variance {
		v.Pence, v.FTEHundredths, v.ExpectedPence, v.ExpectedFTEHundredths, v.VariancePct, v.ThresholdPct, v.Value, v.Wanted = 0, 0, 0, 0, 0, 0, "", ""
		return v
	})
	c.Spending = each(c.Spending, func(s workflow.SpendingLine) workflow.SpendingLine {
		s.Pence, s.Service, s.Source = 0, "", ""
		return s
	})
	c.Risks = each(c.Risks, func(r workflow.Risk) workflow.Risk {
		r.Title, r.Response, r.Note, r.Likelihood, r.Impact, r.Severity = "", "", "", 0, 0, 0
		return r
	})
	c.Undertakings = each(c.Undertakings, func(u workflow.Undertaking) workflow.Undertaking {
		u.What, u.Person, u.Seat, u.Minute, u.Note = "", "", "", "", ""
		return u
	})
	c.ReportBacks = each(c.ReportBacks, func(b workflow.ReportBack) workflow.ReportBack {
		b.Result, b.Person, b.Note = "", "", ""
		return b
	})
	c.Commitments = each(c.Commitments, func(k *workflow.Commitment) *workflow.Commitment {
		t := k.CommitmentTerms
		out := &workflow.Commitment{Released: k.Released, PartOf: k.PartOf, CommitmentTerms: events.CommitmentTerms{
			Commitment: t.Commitment, Organisation: t.Organisation, Kind: t.Kind, Mode: t.Mode}}
		if w := k.Withdrawal; w != nil {
			out.Withdrawal = &workflow.Withdrawal{Consequence: w.Consequence, Because: w.Because, At: w.At, EffectiveAt: w.EffectiveAt, Gone: w.Gone}
		}
		return out
	})
	c.Consents = each(c.Consents, func(k *workflow.Consent) *workflow.Consent {
		out := *k
		out.Acts = nil
		return &out
	})
	if c.Deferral != nil {
		d := *c.Deferral
		d.Reason = ""
		c.Deferral = &d
	}
	if c.Dispute != nil {
		d := *c.Dispute
		d.Reason, d.Agreement, d.Agreed, d.Against, d.RaisedBy, d.Seat = "", "", nil, nil, "", ""
		c.Dispute = &d
	}
	if c.Contract != nil {
		k := *c.Contract
		k.ValuePence = 0
		c.Contract = &k
	}
}

// shownAsked leaves out what is wrong with evidence, and its dates, for those below the tier board.
func shownAsked(list []workflow.EvidenceAsked, tier string) []workflow.EvidenceAsked {
	if amounts(tier) {
		return list
	}
	return each(list, func(x workflow.EvidenceAsked) workflow.EvidenceAsked {
		return workflow.EvidenceAsked{Type: x.Type, Needed: x.Needed, State: x.State}
	})
}

// shownWaiting leaves out counts, amounts and names for those below the tier board; of a sign-off also the seats, since those
// who are still awaited say who has voted.
func shownWaiting(list []workflow.Waiting, tier string) []workflow.Waiting {
	if amounts(tier) {
		return list
	}
	return each(list, func(w workflow.Waiting) workflow.Waiting {
		what, _, _ := strings.Cut(w.For, ":")
		if what == "signoff" {
			w.On = nil
		}
		return workflow.Waiting{For: w.For, On: w.On, Until: w.Until, Then: w.Then, Message: cmp.Or(waitsFor[what], "The case waits.")}
	})
}

// waitsFor says for each kind of thing that a case waits for what those are told who do not read counts, amounts and names.
var waitsFor = map[string]string{
	"submission":   "The case is a draft.",
	"gate":         "The case is being worked on until its next gate.",
	"signoff":      "A board or an officer is to decide.",
	"consent":      "An organisation is to confirm what it puts in.",
	"plan":         "What is confirmed falls short of the plan.",
	"hold":         "The decision is taken and is not in effect yet.",
	"deferral":     "The decision is put off.",
	"dispute":      "The case is in dispute.",
	"risk":         "A risk is to be looked at again.",
	"undertaking":  "An undertaking is to be kept.",
	"contribution": "A contribution to a pooled fund is to be paid.",
	"report_back":  "A decision is to be reported back.",
	"suspension":   "The case is suspended.",
	"review":       "The service is delivered until its review.",
	"exit":         "The case is being wound up.",
	"recorded":     "A vote was recorded in the room.",
}

// each makes a list of what become makes of each element; an empty list stays as it is.
func each[T any](list []T, become func(T) T) []T {
	if len(list) == 0 {
		return list
	}
	out := make([]T, len(list))
	for i, v := range list {
		out[i] = become(v)
	}
	return out
}
