package workflow

import "comity/events"

// RiskRecorded says what is wrong with a record of a risk: who may not say it, what may not be said, and what does not follow from what was said.
func (h Hindsight) RiskRecorded(e events.RiskRecorded) []Problem {
	cmd := &RiskRecord{Risk: e.Risk, Title: e.Title, Kind: e.Kind, Owner: e.Owner, Level: e.Level, Likelihood: e.Likelihood, Impact: e.Impact, Response: e.Response,
		ReviewOn: day(e.ReviewOn), Minute: e.Minute}
	if r := h.d.c.Risk(e.Risk); r != nil && r.Owner == e.Owner && !e.NewOwner {
		cmd.Owner = ""
	}
	want, no := h.d.asRecorded(cmd)
	switch {
	case no != nil:
		return no.Details
	case want != e:
		return []Problem{problem(Malformed, "It is not what is said of it, or said by another.").about(e.Risk)}
	}
	return nil
}

// RiskClosed says what is wrong with the closing of a risk.
func (h Hindsight) RiskClosed(e events.RiskClosed) []Problem {
	r := h.d.c.Risk(e.Risk)
	if r == nil {
		return []Problem{problem(NotFound, "There is none.").about(e.Risk)}
	}
	for _, p := range []*Problem{h.d.mayKeepRisk(h.d.riskOwner(r), e.Minute), h.d.riskStands(r, "closing a risk")} {
		if p != nil {
			return []Problem{*p}
		}
	}
	if e.Person != h.d.m.Actor || e.Owner != h.d.riskOwner(r) || e.Level != r.Level {
		return []Problem{problem(Malformed, "It is closed by another, or is another's.").about(e.Risk)}
	}
	return nil
}

// RiskLate reports whether nobody has looked at a risk by its day, which has passed, and nothing says so yet.
func (h Hindsight) RiskLate(e events.RiskOverdue) bool {
	r := h.d.c.Risk(e.Risk)
	return r != nil && r.Open() && r.ReviewOn != "" && r.OverdueAt.IsZero() && h.d.c.Status != Closed && e.DueAt.Equal(h.d.riskDue(r)) &&
		h.d.m.At.After(e.DueAt) && e.Owner == h.d.riskOwner(r) && e.Level == r.Level
}

// ReviewCalledFor reports whether a risk brings the review of the case forward (DOMAIN §2.1 row 21).
func (h Hindsight) ReviewCalledFor() bool { return h.d.reviewCalledFor() }
