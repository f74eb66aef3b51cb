package workflow

import "comity/events"

func init() {
	tell((*teller).poolPassedOn)
	tell((*teller).poolNamed)
}

// poolPassedOn tells those who have to do with a pool whose place in it is now whose; where nobody holds it, or manages it, also who may say who does.
func (t *teller) poolPassedOn(e events.CasePoolPartySucceeded) {
	x := Telling{Reason: ToldPoolPassed, For: "pool:" + e.Pool, Organisation: e.Organisation, Day: e.EffectiveOn, Because: e.Awaits}
	for _, h := range e.Successors {
		if h.Organisation != e.Organisation {
			x.Details = append(x.Details, t.organisationName(h.Organisation))
		}
	}
	people := t.ofPool(e.Pool)
	if e.Awaits != "" {
		x.Reason = ToldPoolStands
		for _, p := range e.Parties {
			people = append(people, t.officersOf(p.Organisation)...)
		}
	}
	t.sayAll(distinct(people), x)
}

// poolNamed tells those who have to do with a pool that stood still who holds and manages it.
func (t *teller) poolNamed(e events.CasePoolAgreed) {
	p := t.c.Pool(e.Pool)
	if p == nil || p.NamedIn != e.Agreement.Version {
		return
	}
	t.sayAll(t.ofPool(e.Pool), Telling{Reason: ToldPoolHeld, For: "pool:" + e.Pool, Organisation: e.Host})
}
