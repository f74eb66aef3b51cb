package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/document"
)

// Who is told of decisions that may be called in, of those that were, and of consents that the law asks for.

// mayBeCalledIn: the scrutiny bodies that may call a decision in learn until when, the moment it is published.
func (t *teller) mayBeCalledIn(hold string) {
	for _, h := range t.c.Holds {
		if h.ID != hold || h.Kind != document.HoldCallIn || !h.Standing() {
			continue
		}
		x := Telling{Reason: ToldCallable, For: "hold:" + h.Kind, Organisation: h.Organisation, Until: h.Until}
		if rule := t.callInOf(h); rule != nil {
			for i := range t.g.ScrutinyBodies {
				if b := &t.g.ScrutinyBodies[i]; slices.Contains(rule.By, b.ID) {
					x.To = b.ID
					t.sayAll(b.People(), x)
				}
			}
		}
	}
}

// calledIn: the organisation decides again; whoever takes part in the case learns that, and why.
func (t *teller) calledIn(e events.DecisionCalledIn) {
	x := Telling{Reason: ToldCalledIn, For: "decision:" + e.Organisation, Organisation: e.Organisation, To: e.Body, By: e.Person, Details: nonEmpty(e.Reasons)}
	people := t.parties()
	for _, id := range []string{t.c.Terms.Sponsor, e.Organisation} {
		if o := t.g.Organisation(t.r.Successor(id, t.m.At)); o != nil {
			people = append(people, nonEmpty(o.AuthorisingOfficer)...)
			people = append(people, nonEmpty(o.ProperOfficer)...)
			people = append(people, nonEmpty(o.MonitoringOfficer)...)
		}
	}
	t.sayAll(distinct(people), x)
	if t.c.Status == AtGate {
		t.askConsent(e.Organisation)
	}
}

// callInWaived: the members of the body, whose right it was, the organisation that is to decide, and the unit.
func (t *teller) callInWaived(e events.DecisionCallInWaived) {
	x := Telling{Reason: ToldWaived, For: "decision:" + e.Organisation, Organisation: e.Organisation, To: e.Body, By: e.Person, Details: nonEmpty(e.Reason)}
	people := t.unit()
	for i := range t.g.ScrutinyBodies {
		if b := &t.g.ScrutinyBodies[i]; b.ID == e.Body {
			people = append(people, b.People()...)
		}
	}
	if o := t.g.Organisation(e.Organisation); o != nil {
		people = append(people, nonEmpty(o.ProperOfficer)...)
		people = append(people, nonEmpty(o.MonitoringOfficer)...)
	}
	t.sayAll(distinct(people), x)
}

// askExternal asks who speaks for a body whose consent the law asks for.
func (t *teller) askExternal(body string, but ...string) {
	k := t.c.External(body)
	if k == nil {
		return
	}
	x := Telling{Reason: ToldConsent, For: "external:" + body, Organisation: body, On: []string{body}, Details: k.Because}
	x.Item = t.item(x.For)
	for _, p := range t.recorders(k) {
		if !slices.Contains(but, p) {
			t.say(p, x)
		}
	}
}

// externalSaid: the unit learns what such a body said, and the others who could have.
func (t *teller) externalSaid(reason, body, by, words string) {
	x := Telling{Reason: reason, For: "external:" + body, Organisation: body, By: by, Details: nonEmpty(words)}
	if reason == ToldRecorded {
		x.Choice = "confirm"
	}
	x.Item = t.item(x.For)
	x.Closes = x.Item
	if k := t.c.External(body); k != nil {
		t.sayAll(t.recorders(k), x)
	}
	t.sayAll(t.unit(), x)
}

// consentWithdrawn: whoever may commit is asked again, but for who took it back.
func (t *teller) consentWithdrawn(e events.ConsentWithdrawn) {
	if e.External {
		t.askExternal(e.Organisation, e.Person)
		return
	}
	t.askConsent(e.Organisation, e.Person)
}
