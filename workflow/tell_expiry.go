package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/document"
)

// Who is told that something ends, in time, and that it has ended.

// The reasons for which somebody is told that something ends.
const (
	ToldEndsSoon       = "ends_soon" // an agreement, a contract or a grant of the case
	ToldHasEnded       = "has_ended"
	ToldRenewal        = "renewal"        // a case was opened to renew it
	ToldAuthorityEnds  = "authority_ends" // to those who can give it anew: a mandate, a term, a deputy's time
	ToldAuthorityEnded = "authority_ended"
	ToldYearUsed       = "year_used" // to an organisation's officers: so much of a mandate's financial year is committed
)

func init() {
	tell((*teller).expiryWarned)
	tell((*teller).expiryPassed)
	tell((*teller).renewalOpened)
	tell((*teller).authorityWarned)
	tell((*teller).authorityExpired)
}

// expiryWarned: the unit, the officers of those whose it is, who manages the pool, and the secretariats of the boards that decided.
func (t *teller) expiryWarned(e events.ExpiryWarned) {
	t.sayAll(t.concernedByEnd(e.What, e.Of, e.Organisations), Telling{Reason: ToldEndsSoon, For: e.What + ":" + e.Of, Organisation: firstOf(e.Organisations),
		Day: e.EndsOn, Until: t.endOf(e.EndsOn), Details: nonEmpty(e.Name)})
}

func (t *teller) expiryPassed(e events.ExpiryPassed) {
	t.sayAll(t.concernedByEnd(e.What, e.Of, e.Organisations), Telling{Reason: ToldHasEnded, For: e.What + ":" + e.Of, Organisation: firstOf(e.Organisations),
		Day: e.EndsOn, Details: nonEmpty(e.Name)})
}

func (t *teller) renewalOpened(e events.CaseRenewalOpened) {
	x := Telling{Reason: ToldRenewal, For: e.What + ":" + e.Of, Day: e.EndsOn, Until: t.endOf(e.EndsOn), Details: []string{e.Renewal}}
	var organisations []string
	if end := t.ending(e.What + ":" + e.Of); end != nil {
		organisations = end.Organisations
	}
	t.sayAll(t.concernedByEnd(e.What, e.Of, organisations), x)
}

func (t *teller) concernedByEnd(what, of string, organisations []string) []string {
	out := slices.Clone(t.unit())
	if p := t.c.Pool(of); p != nil && what == document.EndsAgreement {
		out = append(out, nonEmpty(p.managed())...)
	}
	for _, o := range organisations {
		out = append(out, t.officersOf(t.r.Successor(o, t.m.At))...)
	}
	for _, s := range t.c.SignOffs {
		out = append(out, t.secretaries(s.Board)...)
	}
	return distinct(out)
}

// officersOf lists the officers of an organisation who see to its agreements and authorities.
func (t *teller) officersOf(organisation string) []string {
	o := t.g.Organisation(organisation)
	if o == nil {
		return nil
	}
	return slices.DeleteFunc([]string{o.AuthorisingOfficer, o.ProperOfficer, o.ChiefFinanceOfficer}, func(p string) bool { return p == "" })
}

// authorityWarned: whoever has it, and those who can give it anew: the officers of the organisation, and the board's secretariat.
func (t *teller) authorityWarned(e events.AuthorityExpiryWarned) {
	x := t.ofSeat("", e.Seat, e.Organisation)
	x.Day, x.Until = e.EndsOn, t.endOf(e.EndsOn)
	holder := t.r.Holder(e.Seat, t.m.At)
	switch e.What {
	case document.EndsMandate:
		x.For, x.Reason = "mandate:"+e.Mandate, ToldMandateEnded
		t.say(holder, x)
	case document.EndsTerm:
		x.For, x.Reason = "term:"+e.Seat, ToldTermEnds
		t.say(e.Person, x)
	case document.EndsDeputy:
		x.For, x.Reason, x.By, x.AsDeputyFor, x.Deputy = "deputy:"+e.Seat, ToldDeputyEnds, e.Person, holder, true
		t.say(e.Person, x)
		x.Deputy, x.AsDeputyFor = false, ""
		t.say(holder, x)
	}
	x.Reason, x.By = ToldAuthorityEnds, e.Person
	t.sayAll(t.renewers(e.Seat, e.Organisation), x)
}

func (t *teller) authorityExpired(e events.AuthorityExpired) {
	x := t.ofSeat(ToldAuthorityEnded, e.Seat, e.Organisation)
	x.For, x.Day, x.By = map[string]string{document.EndsMandate: "mandate:" + e.Mandate, document.EndsTerm: "term:" + e.Seat, document.EndsDeputy: "deputy:" + e.Seat}[e.What],
		e.EndsOn, e.Person
	people := t.renewers(e.Seat, e.Organisation)
	if e.What == document.EndsMandate {
		people = append(people, nonEmpty(t.r.Holder(e.Seat, t.m.At))...)
	}
	t.sayAll(distinct(append(people, nonEmpty(e.Person)...)), x)
}

// renewers are those who can give an authority anew, and the secretariat of the seat's board.
func (t *teller) renewers(seat, organisation string) []string {
	return distinct(append(t.officersOf(organisation), t.secretaries(t.boardOfSeat(seat))...))
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// yearUsed: the officers of the organisation, once a year, when a set share of what a mandate allows in it is committed. No sum and no case
// of another is in it.
func (t *teller) yearUsed(e events.ConsentConfirmed) {
	for _, y := range e.Years {
		if y.PassesPct > 0 {
			x := t.ofSeat(ToldYearUsed, e.Seat, e.Organisation)
			x.For = "mandate:" + e.Mandate
			t.sayAll(t.officersOf(e.Organisation), x)
		}
	}
}
