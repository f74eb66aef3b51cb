package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// Waiver of call-in: who chairs a scrutiny body agrees beforehand that a decision is urgent, and it takes effect without the time in which
// it could be called in (DOMAIN §5.1, [R26], [R28]; docs/decisions/0030). It is the chair's own act, never the word of who decides.

// CallInWaiver is such an agreement. It serves one decision at one round of a gate.
type CallInWaiver struct {
	events.DecisionCallInWaived
	At time.Time `json:"at"`
}

// RouteCallInWaived is a decision that could not be called in because who chairs scrutiny agreed that it was urgent.
const RouteCallInWaived = "call_in_waived"

// waiveCallIn is DecisionWaiveCallIn's rule.
func (d *decision) waiveCallIn(cmd *DecisionWaiveCallIn) *Refusal {
	body := d.chairs(cmd.Body, cmd.Organisation, nil)
	if body == nil {
		return Refuse(notPermitted("Only who chairs a scrutiny body agrees that a decision of its organisation cannot be called in.").under("DOMAIN §5.1").about(first(cmd.Body, d.m.Actor)))
	}
	if p := d.at("a waiver of call-in", AtGate, Deferred); p != nil {
		return Refuse(*p)
	}
	o := body.Organisation
	none := func(format string, args ...any) *Refusal {
		return Refuse(problem(WrongStage, format, args...).under("DOMAIN §5.1").about(d.c.Label()))
	}
	k, t := d.c.Consent(o), d.callableThreshold(o)
	if k == nil || k.External || d.c.Gate == nil || k.Gate != d.c.Gate.Gate || k.GateRound != d.c.Gate.Round || t == nil || !d.holdsAt(k.Gate, document.HoldCallIn) {
		return none("%s takes no decision at this gate that could be called in.", d.organisationName(o))
	}
	if !slices.Contains(t.Requires.CallIn.By, body.ID) {
		return Refuse(notPermitted("%s does not call in decisions of %s under threshold %s.", first(body.Name, body.ID), o, t.ID).under("threshold %s", t.ID).about(body.ID))
	}
	switch {
	case d.waiverOf(k) != nil:
		return none("It is agreed already that the decision of %s cannot be called in.", d.organisationName(o))
	case k.CalledIn != nil:
		return none("The decision of %s was called in, and is not held for it again.", d.organisationName(o))
	case k.State == "confirmed" || k.State == "carried" || d.callInHold(o) != nil || k.decidedItself():
		return none("%s has decided already: what was published can be called in until its time is over.", d.organisationName(o))
	}
	d.emit(events.DecisionCallInWaived{Organisation: o, Gate: k.Gate, GateRound: k.GateRound, Body: body.ID, Person: d.m.Actor, Reason: cmd.Reason})
	return nil
}

// chairs is the scrutiny body that the actor chairs: the one that is named, of the organisation that is named; nil for none.
func (d *decision) chairs(id, organisation string, rule *document.CallIn) *document.ScrutinyBody {
	for i := range d.g.ScrutinyBodies {
		b := &d.g.ScrutinyBodies[i]
		if b.Chair != "" && b.Chair == d.m.Actor && (id == "" || b.ID == id) && (organisation == "" || b.Organisation == organisation) &&
			(rule == nil || slices.Contains(rule.By, b.ID)) {
			return b
		}
	}
	return nil
}

// waiverOf is the waiver for an organisation's decision at a round of a gate; nil for none.
func (d *decision) waiverOf(k *Consent) *CallInWaiver {
	for i := range d.c.CallInWaivers {
		if w := &d.c.CallInWaivers[i]; w.Organisation == k.Organisation && w.Gate == k.Gate && w.GateRound == k.GateRound {
			return w
		}
	}
	return nil
}

// decidedItself reports whether a decision of the organisation's own was recorded in this round.
func (k *Consent) decidedItself() bool {
	return slices.ContainsFunc(k.Acts, func(a ConsentAct) bool { return a.What == "recorded" })
}

// callInWaived reports whether the decision that was just recorded is the one that a waiver was agreed for: taken on its day or after it, and
// no other was recorded in between but parts of the same one.
func (d *decision) callInWaived(k *Consent) bool {
	w, act := d.waiverOf(k), d.lastRecorded(k.Organisation, k.Gate)
	if w == nil || act == nil || day(act.DecidedOn).Before(d.cal.DateOf(w.At)) {
		return false
	}
	for _, a := range k.Acts {
		if a.What == "recorded" && a.Minute != act.Minute {
			return false
		}
	}
	return true
}

// waiverUse is a waiver of call-in as the register of urgency has it.
func (d *decision) waiverUse(w *CallInWaiver) UrgentUse {
	on := d.r.CalendarAt(w.At).DateOf(w.At)
	out := UrgentUse{Case: d.c.ID, Route: RouteCallInWaived, FinancialYear: FinancialYear(on), UsedOn: on.String(), Gate: w.Gate, Organisation: w.Organisation,
		Agreed: []UrgencyAgreed{{Person: w.Person}}, Reason: w.Reason, Outcome: UrgencyAllowed, InEffect: EffectOf(d.c, w.Gate, w.GateRound)}
	for _, k := range d.c.Consents {
		if k.Organisation != w.Organisation || k.Gate != w.Gate || k.GateRound != w.GateRound || k.External {
			continue
		}
		for _, a := range k.Acts {
			if a.What == "recorded" && !a.At.Before(w.At) && out.DecidedOn == "" {
				out.Person, out.DecidedOn, out.DecidedAt = a.Person, a.DecidedOn, d.r.CalendarAt(a.At).StartOf(day(a.DecidedOn))
				for _, l := range a.Lines {
					out.ValuePence += l.Pence
				}
			}
		}
	}
	if out.DecidedOn == "" && slices.Contains(out.HeldBy, HeldBySuperseded) {
		out.Outcome = UrgencyVoid
	}
	return out
}

// NotWaivable says what keeps a call-in from being waived as it was: who agreed, and for what.
func (h Hindsight) NotWaivable(e events.DecisionCallInWaived) []Problem {
	d := h.d
	b := d.chairs(e.Body, e.Organisation, nil)
	if b == nil || e.Person != d.m.Actor {
		return []Problem{notPermitted("It was not for %s to agree to it.", e.Person).about(e.Person)}
	}
	if k := d.decisionOf(e.Organisation, e.Gate); k == nil || k.GateRound != e.GateRound || k.decidedItself() {
		return []Problem{problem(WrongStage, "Nothing was asked of %s then that it had not decided.", e.Organisation).about(e.Organisation)}
	}
	return nil
}
