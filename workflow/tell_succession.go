package workflow

import (
	"slices"

	"comity/events"
)

func init() {
	tell((*teller).organisationSucceeded)
	tell(func(t *teller, e events.OrganisationSuccessionCancelled) {
		t.aboutSuccession(ToldSuccessionCancelled, events.OrganisationSucceeded{Organisation: e.Organisation, Successors: e.Successors, EffectiveOn: e.EffectiveOn,
			EffectiveAt: t.cal.StartOf(day(e.EffectiveOn)).UTC()})
	})
	tell((*teller).successionApplied)
	tell(func(t *teller, e events.ConsentReaffirmationRequested) { t.askConsent(e.Organisation) })
	tell((*teller).consentLapsed)
}

// organisationSucceeded tells who loses a seat or a mandate with it, the officers of both sides, and the secretariats.
func (t *teller) organisationSucceeded(e events.OrganisationSucceeded) {
	t.aboutSuccession(ToldSuccession, e)
}

// aboutSuccession tells those whom a succession concerns that it is recorded, or not any more.
func (t *teller) aboutSuccession(reason string, e events.OrganisationSucceeded) {
	x := Telling{Reason: reason, For: "organisation:" + e.Organisation, Organisation: e.Organisation, Day: e.EffectiveOn}
	for _, s := range e.Successors {
		if s.Organisation != e.Organisation {
			x.Details = append(x.Details, t.organisationName(s.Organisation))
		}
	}
	var people []string
	for _, term := range slices.Concat(t.r.Terms, t.r.Deputies) {
		if first(term.TurnOf, term.Organisation) == e.Organisation && term.In(day(e.EffectiveOn).AddDays(-1)) {
			people = append(people, term.Person)
		}
	}
	now, then := t.r.publishedAt(t.m.At), t.r.publishedAt(e.EffectiveAt) // also who acts no more, where its day has passed already
	for _, id := range append([]string{e.Organisation}, successorsOf(e)...) {
		for _, o := range nonNil(now.Organisation(id), then.Organisation(id)) {
			people = append(people, nonEmpty(o.AuthorisingOfficer)...)
			people = append(people, nonEmpty(o.ProperOfficer)...)
		}
	}
	for i := range t.g.Boards {
		people = append(people, t.g.Boards[i].Secretary...)
	}
	t.sayAll(distinct(people), x)
}

func successorsOf(e events.OrganisationSucceeded) []string {
	return Succession{OrganisationSucceeded: e}.taken()
}

func nonNil[T any](list ...*T) (out []*T) {
	for _, x := range list {
		if x != nil {
			out = append(out, x)
		}
	}
	return out
}

// successionApplied tells the unit, and the secretariats of the boards that the case asks.
func (t *teller) successionApplied(e events.CaseSuccessionApplied) {
	people := slices.Clone(t.unit())
	for _, s := range t.c.Current() {
		people = append(people, t.secretaries(s.Board)...)
	}
	for _, p := range e.Organisations {
		x := Telling{Reason: ToldSuccession, For: "organisation:" + p.Organisation, Organisation: p.Organisation, Day: text(t.cal.DateOf(e.EffectiveAt))}
		for _, id := range p.Successors {
			x.Details = append(x.Details, t.organisationName(id))
		}
		t.sayAll(distinct(people), x)
	}
}

// consentLapsed closes what those who could commit the organisation were asked; their mandates ended with it.
func (t *teller) consentLapsed(e events.ConsentLapsed) {
	x := Telling{Reason: ToldSuccession, For: "consent:" + e.Organisation, Organisation: e.Organisation, On: []string{e.Organisation}, Because: e.Because}
	x.Item = t.item(x.For)
	x.Closes = x.Item
	if e.Because == BecauseDisputeUnresolved { // who leaves knows, and is told with the dispute
		return
	}
	var people []string
	for _, m := range t.r.Mandates {
		if m.Organisation == e.Organisation {
			for _, term := range t.r.Terms {
				if term.Seat == m.Seat && term.Organisation == e.Organisation && !term.Until.IsZero() && term.In(m.Until) {
					people = append(people, term.Person)
				}
			}
		}
	}
	for _, s := range t.r.Successions {
		if s.Organisation == e.Organisation {
			for _, id := range s.taken() {
				x.Details = append(x.Details, t.organisationName(id))
			}
		}
	}
	t.sayAll(distinct(people), x)
}
