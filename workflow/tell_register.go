package workflow

import "comity/events"

func init() {
	tell((*teller).appointed)
	tell((*teller).removed)
	tell((*teller).deputyNamed)
	tell((*teller).deputyEnded)
	tell((*teller).mandateGranted)
	tell((*teller).mandateRevoked)
}

// ofSeat fills in what a seat is.
func (t *teller) ofSeat(reason, seat, organisation string) Telling {
	return Telling{Reason: reason, For: "seat:" + seat, Board: t.boardOfSeat(seat), Organisation: organisation, On: []string{seat}}
}

func (t *teller) appointed(e events.MemberAppointed) {
	x := t.ofSeat(ToldAppointed, e.Seat, e.Organisation)
	x.Day, x.Until = e.From, t.endOf(e.Until)
	t.say(e.Person, x)
}

func (t *teller) removed(e events.MemberRemoved) {
	x := t.ofSeat(ToldTermEnds, e.Seat, "")
	x.Day = e.LastDay
	t.say(e.Person, x)
}

// deputyNamed tells the deputy, and whom the deputy may act for.
func (t *teller) deputyNamed(e events.DeputyNamed) {
	holder := t.r.Holder(e.Seat, t.m.At)
	x := t.ofSeat(ToldDeputy, e.Seat, e.Organisation)
	x.Day, x.Until, x.AsDeputyFor, x.Deputy = e.From, t.endOf(e.Until), holder, true
	t.say(e.Person, x)
	x = t.ofSeat(ToldDeputised, e.Seat, e.Organisation)
	x.Day, x.Until, x.By = e.From, t.endOf(e.Until), e.Person
	t.say(holder, x)
}

func (t *teller) deputyEnded(e events.DeputyEnded) {
	holder := t.r.Holder(e.Seat, t.m.At)
	x := t.ofSeat(ToldDeputyEnds, e.Seat, "")
	x.Day, x.By, x.AsDeputyFor, x.Deputy = e.LastDay, e.Person, holder, true
	t.say(e.Person, x)
	x.Deputy, x.AsDeputyFor = false, ""
	t.say(holder, x)
}

func (t *teller) mandateGranted(e events.MandateGranted) {
	x := t.ofSeat(ToldMandate, e.Seat, e.Organisation)
	x.For, x.Day, x.Until = "mandate:"+e.Mandate, e.From, t.endOf(e.Until)
	t.say(t.r.Holder(e.Seat, t.m.At), x)
}

func (t *teller) mandateRevoked(e events.MandateRevoked) {
	for _, m := range t.r.Mandates {
		if m.Mandate == e.Mandate {
			x := t.ofSeat(ToldMandateEnded, m.Seat, m.Organisation)
			x.For, x.Day = "mandate:"+e.Mandate, e.LastDay
			t.say(t.r.Holder(m.Seat, t.m.At), x)
		}
	}
}
