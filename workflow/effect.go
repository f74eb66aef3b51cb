package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// Decided is not effective (DOMAIN §0.8): whatever shows a decision shows both dates, or what it is held by.

// What holds a decision from effect besides the kinds of holds (call_in, standstill, notice, ratification).
const (
	HeldByGate       = "gate"       // others at the same gate have still to decide
	HeldByDispute    = "dispute"    // the case stands still
	HeldBySuspension = "suspension" // likewise
	HeldByDeferral   = "deferral"   // likewise
	HeldBySuperseded = "superseded" // the gate was returned, refused, withdrawn or asked for again: it never takes effect
)

// InEffect is the second date of a decision: when it took effect, or what holds it.
type InEffect struct {
	EffectiveAt time.Time `json:"effective_at,omitzero"` // when the gate's decision took effect; none: it has not
	HeldBy      []string  `json:"held_by,omitempty"`     // what it is held by while it has no effect; never empty then
	HeldUntil   time.Time `json:"held_until,omitzero"`   // to when it is held at least; none: nobody can say
}

// EffectOfSignOff says when what a board or an officer decided took effect, or what holds it: with its gate what was approved, at once
// what was refused, sent back or put off, for nothing more has to happen. A dissent that is carried upward changes nothing: it takes
// effect with the gate, beside the rest. Pure.
func EffectOfSignOff(c *Case, s *SignOff) InEffect {
	if s.State == SignOffDone && !s.Positive() && !s.Dissent {
		return InEffect{EffectiveAt: s.EndedAt}
	}
	return EffectOf(c, s.Gate, s.GateRound)
}

// EffectOf says when what was decided in a round at a gate took effect, or what holds it. Where several hold it all are named, and
// the last of their ends. Pure.
func EffectOf(c *Case, gate string, round int) InEffect {
	for _, p := range c.Passed {
		if p.Gate == gate && p.Round == round {
			return InEffect{EffectiveAt: p.EffectiveAt}
		}
	}
	if c.Gate == nil || c.Gate.Gate != gate || c.Gate.Round != round || c.Status == Closed {
		return InEffect{HeldBy: []string{HeldBySuperseded}}
	}
	var out InEffect
	endless := false
	for _, h := range c.Holds {
		// What keeps a gate that is decided is every hold on effect, and a ratification where effect could not be undone.
		if !h.Standing() || h.Blocks != "effect" && (h.Kind != document.HoldRatification || c.Status != PendingEffect) {
			continue
		}
		if !slices.Contains(out.HeldBy, h.Kind) {
			out.HeldBy = append(out.HeldBy, h.Kind)
		}
		if endless = endless || h.Until.IsZero(); h.Until.After(out.HeldUntil) {
			out.HeldUntil = h.Until
		}
	}
	still, stands := map[Status]string{InDispute: HeldByDispute, Suspended: HeldBySuspension, Deferred: HeldByDeferral}[c.Status]
	if stands {
		out.HeldBy = append(out.HeldBy, still)
	}
	if c.Gate.DecidedAt.IsZero() && !stands {
		out.HeldBy = append(out.HeldBy, HeldByGate)
	}
	if endless || stands || slices.Contains(out.HeldBy, HeldByGate) {
		out.HeldUntil = time.Time{}
	}
	if len(out.HeldBy) == 0 {
		out.HeldBy = []string{HeldByGate} // its last hold is over, and the next tick brings it into effect
	}
	return out
}

// WithEffects returns the events of a record with the second date of each decision among them: since when it has effect, or what holds it,
// as the case stands after all of them. A sign-off that is open again by then says neither. c is the case after the record. Pure; the list
// is not changed.
// Source: DOMAIN §0.8.
func WithEffects(c *Case, list []events.Event) []events.Event {
	out := slices.Clone(list)
	for i, e := range out {
		e, decided := e.(events.SignOffDecided)
		if !decided {
			continue
		}
		if s := c.SignOff(e.SignOff); s != nil && s.State == SignOffDone {
			f := EffectOfSignOff(c, s)
			e.EffectiveAt, e.HeldBy, e.HeldUntil = f.EffectiveAt, f.HeldBy, f.HeldUntil
			out[i] = e
		}
	}
	return out
}
