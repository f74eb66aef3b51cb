package workflow

import "time"

// EffectiveFrom is since when the decision of the present gate has effect, once nothing keeps it from that any more.
func (h Hindsight) EffectiveFrom() time.Time { return h.d.effectiveFrom() }

// QuorumAt is what the people in the seats of a sign-off make of its quorum: why it has none, and its deadline where it has one again. named is the
// moment at which that turned, where it was noticed later, else zero. It reports false where nothing turned at that moment.
func (h Hindsight) QuorumAt(s *SignOff, named time.Time) (reasons []string, due time.Time, ok bool) {
	d, due := h.d, s.DueAt
	if !named.IsZero() {
		turn, found := d.quorumTurns(s)
		if !found || !turn.Equal(named) || !named.After(s.QuorumAt) || !named.Before(d.m.At) {
			return nil, due, false
		}
	}
	at := orAt(named, d.m.At)
	if !due.IsZero() && s.OverdueAt.IsZero() && !s.InquorateAt.IsZero() {
		due = due.Add(at.Sub(s.InquorateAt))
	}
	return d.r.count(s, at).reasons, due, true
}
