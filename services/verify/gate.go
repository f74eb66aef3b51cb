package verify

import (
	"slices"
	"strings"

	"comity/events"
	"comity/workflow"
)

// gateDecided checks a gate whose decision a hold keeps from effect.
func (d *decided) gateDecided(e events.GateDecided) error {
	if err := d.gate(e.Gate, e.Round, "was decided", workflow.AtGate); err != nil {
		return err
	}
	if len(d.then().Withheld()) == 0 {
		return d.f.because(nil, "gate %s was decided without effect, and no hold keeps it from effect.", e.Gate)
	}
	if !e.DecidedAt.IsZero() && !e.DecidedAt.Equal(d.closed) {
		return d.f.because(nil, "gate %s is said to have been decided at %s, when no deadline closed its voting.", e.Gate, e.DecidedAt)
	}
	return nil
}

// gatePassed checks that nothing was waited for when a gate passed, and nothing kept it from effect.
func (d *decided) gatePassed(e events.GatePassed) error {
	if err := d.gate(e.Gate, e.Round, "passed", workflow.AtGate, workflow.PendingEffect); err != nil {
		return err
	}
	if e.Outcome != d.c.Gate.Outcome {
		return d.f.because(nil, "gate %s passed with the outcome %q, and %q was signed.", e.Gate, e.Outcome, d.c.Gate.Outcome)
	}
	if of := d.then().Uncalled(); len(of) > 0 {
		return d.f.because(nil, "gate %s passed, and the decision of %s could still be called in.", e.Gate, strings.Join(of, ", "))
	}
	if held := d.then().Withheld(); len(held) > 0 {
		return d.f.because(nil, "gate %s passed, and a %s kept it from effect.", e.Gate, strings.Join(held, ", "))
	}
	return d.gateDates(e)
}

// gateDates checks when a gate that passed was decided, and since when that has effect (DOMAIN §0.8): at once, by the record or by the deadline
// that closed its last voting; or after the last hold.
func (d *decided) gateDates(e events.GatePassed) error {
	if d.c.Status == workflow.PendingEffect {
		if from := d.then().EffectiveFrom(); !e.DecidedAt.Equal(d.c.Gate.DecidedAt) || !e.EffectiveAt.Equal(from) {
			return d.f.because(nil, "gate %s is said to be decided at %s with effect from %s, and it was decided at %s with effect from %s.",
				e.Gate, e.DecidedAt, e.EffectiveAt, d.c.Gate.DecidedAt, from)
		}
		return nil
	}
	byDeadline := !d.closed.IsZero() && e.DecidedAt.Equal(d.closed)
	if !e.DecidedAt.Equal(d.r.At) && !byDeadline || !e.EffectiveAt.Equal(e.DecidedAt) {
		return d.f.because(nil, "gate %s is said to be decided at %s with effect from %s, and nothing decided it then.", e.Gate, e.DecidedAt, e.EffectiveAt)
	}
	return nil
}

// acted reports whether an event is what a person did: what it decides, it decides at the time of its record.
func acted(e events.Event) bool {
	switch e.(type) {
	case events.SignOffVoteCast, events.SignOffCastingVoteCast, events.SignOffCertified, events.ConsentConfirmed, events.ConsentRecorded:
		return true
	}
	return false
}

// gate checks that the case stood at that round of the gate, and waited for nothing there.
func (d *decided) gate(id string, round int, what string, statuses ...workflow.Status) error {
	if g := d.c.Gate; g == nil || g.Gate != id || g.Round != round || !slices.Contains(statuses, d.c.Status) {
		return d.f.because(nil, "gate %s %s in round %d, and the case was not there.", id, what, round)
	}
	if waits := d.then().WaitsFor(); len(waits) > 0 {
		return d.f.because(nil, "gate %s %s, and waited for %s.", id, what, strings.Join(waits, ", "))
	}
	return nil
}

// gateRefused checks that a board or an officer refused.
func (d *decided) gateRefused(e events.GateRefused) error {
	if s := d.c.SignOff(e.SignOff); s == nil || s.State != workflow.SignOffDone || s.Result != "refused" || s.Dissent {
		return d.f.because(nil, "gate %s was refused by sign-off %s, which did not refuse it.", e.Gate, e.SignOff)
	}
	return nil
}

// moved checks that a case left its gate by passing it, or otherwise as the rules have it.
func (d *decided) moved(how string, allowed bool) error {
	if !allowed && (d.c.Status == workflow.AtGate || d.c.Status == workflow.PendingEffect) {
		return d.f.because(nil, "the case %s from its gate without passing it.", how)
	}
	return nil
}
