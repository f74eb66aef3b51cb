package verify

import (
	"slices"

	"comity/events"
	"comity/workflow"
	"comity/workflow/document"
)

// released checks that a hold had come to its end, or that the case ended without its decision in the same record.
func (d *decided) released(e events.HoldReleased) error {
	if list, err := d.r.Decode(); err == nil && slices.ContainsFunc(list, func(e events.Event) bool {
		end, closed := e.(events.CaseClosed)
		return closed && (end.Outcome == document.ClosedWithdrawn || end.Outcome == document.ClosedRejected)
	}) {
		return nil
	}
	for _, h := range d.c.StandingHolds("") {
		if h.ID != e.Hold {
			continue
		}
		if h.Kind == document.HoldGateInvalidated && d.passed || h.Blocks == "effect" && d.reopens() {
			return nil // the plan is approved again; the plan is reopened, and what waited for its effect with it
		}
		if workflow.IsRatification(h) {
			if d.then().Ratifies(h.ID) {
				return d.f.because(nil, "hold %s was released, and the urgent decision it stands for still waited for ratification.", e.Hold)
			}
			return nil
		}
		if d.unratified {
			return nil // the decision that it kept from effect did not stand
		}
		if h.Blocks == "effect" && h.Kind != document.HoldCallIn && d.endsAttempt() {
			return nil // the decision that it kept from effect is asked for anew
		}
		if e.Because != "" {
			return d.dropped(h, e)
		}
		if h.Until.IsZero() || d.r.At.Before(d.reg.CalendarAt(d.r.At).AfterEnd(h.Until)) {
			return d.f.because(nil, "hold %s was released before its end.", e.Hold)
		}
		if end := d.reg.CalendarAt(d.r.At).AfterEnd(h.Until); !e.EffectiveAt.Equal(end) {
			return d.f.because(nil, "hold %s is said to have ended at %s, and it ended at %s.", e.Hold, e.EffectiveAt, end)
		}
		return nil
	}
	return d.f.because(nil, "hold %s was released, and did not stand.", e.Hold)
}

// endsAttempt reports whether the record ends a dispute on other terms, or without an agreement: what the case waited to have effect is void.
func (d *decided) endsAttempt() bool {
	list, err := d.r.Decode()
	return err == nil && d.c.Status == workflow.InDispute && slices.ContainsFunc(list, func(e events.Event) bool {
		switch e := e.(type) {
		case events.DisputeResolved:
			return e.TermsChanged
		case events.DisputeUnresolved:
			return true
		}
		return false
	})
}

// dropped checks that a hold ended before its time because what it held was called in, taken back or asked for again, in the same record.
func (d *decided) dropped(h *workflow.Hold, e events.HoldReleased) error {
	list, err := d.r.Decode()
	if err == nil && h.Kind == document.HoldCallIn && slices.ContainsFunc(list, func(x events.Event) bool {
		switch x := x.(type) {
		case events.DecisionCalledIn:
			return e.Because == "called_in" && x.Organisation == h.Organisation
		case events.ConsentWithdrawn:
			return e.Because == "withdrawn" && x.Organisation == h.Organisation
		case events.ConsentRequested:
			return e.Because == "asked_again" && x.Organisation == h.Organisation
		}
		return false
	}) {
		return nil
	}
	return d.f.because(nil, "hold %s was released as %s, and nothing in the record does that.", e.Hold, e.Because)
}
