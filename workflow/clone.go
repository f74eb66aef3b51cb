package workflow

import (
	"maps"
	"slices"
)

// Clone copies a case, so that a decision can be tried on the copy. What events hold by value is shared; it never changes.
func (c *Case) Clone() *Case {
	out := *c
	out.Evidence = slices.Clone(c.Evidence)
	out.Commitments = clonePointers(c.Commitments, func(k *Commitment) { k.Drawn = slices.Clone(k.Drawn) })
	out.Pools = clonePointers(c.Pools, nil)
	out.GateRounds = maps.Clone(c.GateRounds)
	out.Passed = slices.Clone(c.Passed)
	out.Quoted = slices.Clone(c.Quoted)
	out.PassedProvisionally = slices.Clone(c.PassedProvisionally)
	out.SignOffs = clonePointers(c.SignOffs, func(s *SignOff) {
		s.Votes, s.Interests = slices.Clone(s.Votes), slices.Clone(s.Interests)
		s.SeatsPassed = slices.Clone(s.SeatsPassed)
		s.Reminded, s.Earlier = slices.Clone(s.Reminded), slices.Clone(s.Earlier)
		s.Concurrences = slices.Clone(s.Concurrences)
		if s.Urgent != nil {
			u := *s.Urgent
			u.Votes, u.Reminded = slices.Clone(u.Votes), slices.Clone(u.Reminded)
			s.Urgent = &u
		}
	})
	out.Consents = clonePointers(c.Consents, func(s *Consent) { s.Acts = slices.Clone(s.Acts) })
	out.Holds = clonePointers(c.Holds, nil)
	out.Targets = slices.Clone(c.Targets)
	out.Measurements = slices.Clone(c.Measurements)
	out.Notices = slices.Clone(c.Notices)
	out.CallInWaivers = slices.Clone(c.CallInWaivers)
	out.Representations = slices.Clone(c.Representations)
	out.Gaps = slices.Clone(c.Gaps)
	out.Spending, out.Shifts = slices.Clone(c.Spending), slices.Clone(c.Shifts)
	out.Risks = slices.Clone(c.Risks)
	out.Undertakings = slices.Clone(c.Undertakings)
	out.ReportBacks = slices.Clone(c.ReportBacks)
	out.Noted = slices.Clone(c.Noted)
	if c.Dispute != nil {
		d := *c.Dispute
		out.Dispute = &d
	}
	return &out
}

// clonePointers copies a slice and what it points to; deep copies what the values themselves own.
func clonePointers[T any](in []*T, deep func(*T)) []*T {
	if in == nil {
		return nil
	}
	all := make([]T, len(in)) // one allocation for all
	out := make([]*T, len(in))
	for i, p := range in {
		all[i] = *p
		if deep != nil {
			deep(&all[i])
		}
		out[i] = &all[i]
	}
	return out
}
