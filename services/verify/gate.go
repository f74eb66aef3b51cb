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
	return nil
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
