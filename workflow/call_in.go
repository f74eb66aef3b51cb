package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// Call-in: scrutiny has a published decision of its own organisation taken again, once, before it takes effect (DOMAIN §2.1 row
// 7, F105, [R8]).

// holdForCallIn keeps a decision that was just recorded from effect, until it may no longer be called in. A decision that is
// reaffirmed is not held again, and one whose time was over before it was recorded is not held at all.
func (d *decision) holdForCallIn(k *Consent, published calendar.Date, reaffirmed bool) {
	t := d.callableThreshold(k.Organisation)
	if t == nil || reaffirmed || !d.holdsAt(k.Gate, document.HoldCallIn) || d.callInWaived(k) {
		return
	}
	until := d.callInEnds(t.Requires.CallIn, published)
	if !d.m.At.Before(d.cal.AfterEnd(until)) {
		return
	}
	if h := d.callInHold(k.Organisation); h != nil { // a part was decided before
		if until.After(h.Until) {
			d.emit(events.HoldChanged{Hold: h.ID, Kind: h.Kind, Until: until, Reason: d.callInReason(k.Organisation, published)})
		}
		return
	}
	id := fmt.Sprintf("%s-%s-%d-%s", document.HoldCallIn, k.Gate, k.GateRound, k.Organisation)
	for n := 2; slices.ContainsFunc(d.c.Holds, func(h *Hold) bool { return h.ID == id }); n++ {
		id = fmt.Sprintf("%s-%s-%d-%s-%d", document.HoldCallIn, k.Gate, k.GateRound, k.Organisation, n)
	}
	d.emit(events.HoldPlaced{Hold: id, Kind: document.HoldCallIn, Blocks: "effect", Gate: k.Gate, Until: until, Organisation: k.Organisation, Threshold: t.ID,
		Reason: d.callInReason(k.Organisation, published)})
}

func (d *decision) callInReason(organisation string, published calendar.Date) string {
	return fmt.Sprintf("The decision of %s was published on %s and may be called in.", d.organisationName(organisation), published)
}

// callInEnds is the end of the last working day on which a decision may be called in; the day of publication is not counted.
func (d *decision) callInEnds(x *document.CallIn, published calendar.Date) time.Time {
	if x == nil {
		return d.cal.EndOf(published)
	}
	return d.cal.EndOf(d.cal.AddWorkingDays(published, x.WorkingDays))
}

// callableThreshold is the threshold by which a decision of the organisation may be called in, the one that gives scrutiny most time; nil for none.
func (d *decision) callableThreshold(organisation string) *document.Threshold {
	var out *document.Threshold
	for _, t := range d.reached(organisation) {
		if x := t.Requires.CallIn; x != nil && (out == nil || x.WorkingDays > out.Requires.CallIn.WorkingDays) {
			out = t
		}
	}
	return out
}

// holdsAt reports whether the workflow asks for a kind of hold at a gate, on the case as it is.
func (d *decision) holdsAt(gate, kind string) bool {
	g := gateOf(d.w, gate)
	if g == nil {
		return false
	}
	vars := d.vars(d.c.Gate)
	return slices.ContainsFunc(g.Holds, func(h document.Hold) bool { return h.Kind == kind && d.holds(h.When, vars) })
}

// callInHold is the standing call-in of an organisation's decision, of any for ""; nil for none.
func (d *decision) callInHold(organisation string) *Hold {
	for _, h := range d.c.StandingHolds("effect") {
		if h.Kind == document.HoldCallIn && (organisation == "" || h.Organisation == organisation) {
			return h
		}
	}
	return nil
}

// callable is the standing call-in of an organisation's decision, of any for "", whose time still runs; nil for none. While a case is in dispute,
// suspended or put off nothing releases a hold whose time is over, and it runs all the same (docs/decisions/0012).
func (d *decision) callable(organisation string) *Hold {
	for _, h := range d.c.StandingHolds("effect") {
		if h.Kind == document.HoldCallIn && (organisation == "" || h.Organisation == organisation) && (h.Until.IsZero() || d.m.At.Before(d.cal.AfterEnd(h.Until))) {
			return h
		}
	}
	return nil
}

// callInOf is the rule by which a held decision may be called in: that of the governance in force when it was published.
func (d *decision) callInOf(h *Hold) *document.CallIn {
	for _, g := range []*document.Governance{d.r.GovernanceAt(h.PlacedAt), d.g} {
		if g == nil {
			continue
		}
		for i := range g.Thresholds {
			if g.Thresholds[i].ID == h.Threshold {
				return g.Thresholds[i].Requires.CallIn
			}
		}
	}
	return nil
}

// dropCallIn ends the call-in of a decision that no longer stands: it was taken back, or is asked for again.
func (d *decision) dropCallIn(organisation, because string) {
	if h := d.callInHold(organisation); h != nil {
		d.emit(events.HoldReleased{Hold: h.ID, Kind: h.Kind, EffectiveAt: d.m.At, Because: because})
	}
}

// callIn is DecisionCallIn's rule.
func (d *decision) callIn(cmd *DecisionCallIn) *Refusal {
	if p := d.at("a call-in", Working, AtGate, PendingEffect, Deferred, InDispute, Suspended); p != nil {
		return Refuse(*p)
	}
	hold := d.callable(cmd.Organisation)
	last := hold
	for _, h := range d.c.Holds { // the newest there was
		if hold == nil && h.Kind == document.HoldCallIn && (cmd.Organisation == "" || h.Organisation == cmd.Organisation) {
			last = h
		}
	}
	if last == nil {
		var problems []Problem
		if d.scrutinyBody(cmd.Body, "", nil) == nil {
			problems = append(problems, notEntitled("Only a member or an officer of a scrutiny body calls a decision in.", d.m.Actor))
		}
		return Refuse(append(problems, problem(WrongStage, "Nothing was decided on case %s that could be called in.", d.c.ID).
			under("DOMAIN §2.1 row 7").about(d.c.Label()))...)
	}
	rule := d.callInOf(last)
	var problems []Problem
	if hold == nil {
		problems = append(problems, d.windowClosed(last))
	}
	body := d.scrutinyBody(cmd.Body, last.Organisation, rule)
	if body == nil {
		problems = append(problems, notEntitled(fmt.Sprintf("Only a member or an officer of a scrutiny body of %s calls in its decision.",
			d.organisationName(last.Organisation)), first(cmd.Body, d.m.Actor)))
		return Refuse(problems...)
	}
	if problems = append(problems, requisitionProblems(body, rule, cmd.Requisition)...); len(problems) > 0 {
		return Refuse(problems...)
	}
	k := d.decisionOf(hold.Organisation, hold.Gate)
	act := d.lastRecorded(hold.Organisation, hold.Gate)
	if k == nil || act == nil {
		return Refuse(d.windowClosed(hold))
	}
	d.emit(events.HoldReleased{Hold: hold.ID, Kind: hold.Kind, EffectiveAt: d.m.At, Because: "called_in"})
	d.emit(events.DecisionCalledIn{Organisation: hold.Organisation, Gate: k.Gate, GateRound: k.GateRound, Round: max(1, k.Round) + 1, Body: body.ID,
		Person: d.m.Actor, Requisition: cmd.Requisition, Reasons: cmd.Reasons, Lines: act.Lines})
	return nil
}

func notEntitled(message, about string) Problem {
	return problem(NotEntitledToCallIn, "%s", message).under("DOMAIN §2.1 (call-in)").about(about)
}

func (d *decision) windowClosed(h *Hold) Problem {
	message, facts := "The decision may no longer be called in.", map[string]any{}
	switch {
	case h.Because == "called_in":
		message = "The decision was called in before, and a decision is called in once only."
	case !h.Until.IsZero():
		message = fmt.Sprintf("The decision could be called in to the end of %s.", d.date(h.Until))
		facts["until"] = d.local(h.Until)
	}
	return problem(CallInWindowClosed, "%s", message).under("DOMAIN §2.1 (call-in)").about(h.Organisation).with(facts)
}

// scrutinyBody is the body as whose member or officer the actor calls in: the one that is named, or the first that may; of any
// organisation and rule for "" and nil. nil for none.
func (d *decision) scrutinyBody(id, organisation string, rule *document.CallIn) *document.ScrutinyBody {
	for i := range d.g.ScrutinyBodies {
		b := &d.g.ScrutinyBodies[i]
		if b.Serves(d.m.Actor) && (id == "" || b.ID == id) && (organisation == "" || b.Organisation == organisation) &&
			(rule == nil || slices.Contains(rule.By, b.ID)) {
			return b
		}
	}
	return nil
}

// requisitionProblems says all that is wrong with a requisition: names that are not of the body, names twice, and too few.
func requisitionProblems(b *document.ScrutinyBody, rule *document.CallIn, names []string) []Problem {
	var out []Problem
	bad := func(about, format string, args ...any) {
		out = append(out, problem(CallInRequisitionInvalid, format, args...).under("DOMAIN §2.1 (call-in)").about(about))
	}
	counted := map[string]bool{}
	twice := map[string]bool{}
	for _, p := range names {
		switch {
		case counted[p]:
			if !twice[p] {
				bad(p, "%s stands in the requisition twice.", p)
			}
			twice[p] = true
		case !b.Sits(p):
			bad(p, "%s is not a member of %s.", p, first(b.Name, b.ID))
		default:
			counted[p] = true
		}
	}
	if rule != nil && len(counted) < rule.Requisition {
		bad("requisition", "%d members must ask for it; these are %d.", rule.Requisition, len(counted))
		out[len(out)-1] = out[len(out)-1].with(map[string]any{"required": rule.Requisition, "had": len(counted)})
	}
	return out
}

// decisionOf is the newest consent of an organisation's own at a gate, nil for none.
func (d *decision) decisionOf(organisation, gate string) *Consent {
	for _, k := range slices.Backward(d.c.Consents) {
		if k.Organisation == organisation && k.Gate == gate && !k.External {
			return k
		}
	}
	return nil
}

// lastRecorded is the newest decision that an organisation recorded for a gate, whatever its round; nil for none.
func (d *decision) lastRecorded(organisation, gate string) *ConsentAct {
	for _, k := range slices.Backward(d.c.Consents) {
		if k.Organisation != organisation || k.Gate != gate || k.External {
			continue
		}
		for i := len(k.Acts) - 1; i >= 0; i-- {
			if k.Acts[i].What == "recorded" {
				return &k.Acts[i]
			}
		}
	}
	return nil
}

// reaffirms reports whether the organisation decides again what was called in: at this round of the gate, or at a later one on
// the same sums.
func (d *decision) reaffirms(k *Consent, lines []events.ConfirmedLine) bool {
	if k.Round > 1 {
		return true
	}
	for _, o := range d.c.Consents {
		if o.Organisation == k.Organisation && o.Gate == k.Gate && o.CalledIn != nil && slices.Equal(o.CalledIn.Lines, lines) {
			return true
		}
	}
	return false
}
