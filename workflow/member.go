package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// Members and deputies: who sits where is the organisation's own act (DESIGN §4, DOMAIN §0.3).

// authority finds a seat and refuses who is not the authorising officer of the organisation that fills it. Nobody widens their
// own authority: an officer does not appoint, depute or mandate himself. Of a rotating seat it is the organisation whose turn it is on the day.
func (d *registering) authority(seat, person string, on calendar.Date) (*document.Board, *document.Seat, []Problem) {
	b, s := d.g.Seat(seat)
	if s == nil {
		return nil, nil, []Problem{problem(NotFound, "There is no seat %s.", seat).about(seat)}
	}
	problems := d.authorising(d.filledBy(s, on))
	if person == d.m.Actor {
		problems = append(problems, notPermitted("Nobody widens their own authority.").under("DESIGN §4").about(person))
	}
	return b, s, problems
}

// filledBy is the organisation that fills a seat on a day: the nominating one where it takes part, else the one whose turn it is,
// else the seat's own.
func (d *registering) filledBy(s *document.Seat, on calendar.Date) string {
	if d.g.Organisation(s.NominatedBy) != nil {
		return s.NominatedBy
	}
	if p := d.r.inForce(d.m.At); p != nil && p.rotations[s.ID] != nil {
		return p.rotations[s.ID].On(on).Organisation
	}
	return s.Organisation
}

func (d *registering) authorising(organisation string) []Problem {
	o := d.g.Organisation(organisation)
	if o == nil {
		return []Problem{problem(NotFound, "There is no organisation %s.", organisation).about(organisation)}
	}
	if no := d.r.notReplaced(organisation, d.m.At); len(no) > 0 {
		return no
	}
	if o.AuthorisingOfficer == "" || o.AuthorisingOfficer != d.m.Actor {
		return []Problem{notPermitted("Only the authorising officer of %s may do this.", o.ID).under("DESIGN §4 (who may change authority)").about(o.ID)}
	}
	return nil
}

// span reads a term's days and says what is wrong with them.
func (d *registering) span(from, until calendar.Date) (calendar.Date, []Problem) {
	if from.IsZero() {
		from = d.cal.DateOf(d.m.At)
	}
	if !until.IsZero() && until.Before(from) {
		return from, []Problem{problem(Malformed, "The last day, %s, is before the first, %s.", until, from).about("until")}
	}
	return from, nil
}

// overlaps says where a new term would run beside another.
func (d *registering) overlaps(terms []Term, seat, person string, from, until calendar.Date) *Problem {
	for _, t := range terms {
		t = d.r.inForce(d.m.At).ends(t)
		if t.Seat != seat || (person != "" && t.Person != person) || (!t.Until.IsZero() && t.Until.Before(t.From)) {
			continue
		}
		if (until.IsZero() || !t.From.After(until)) && (t.Until.IsZero() || !from.After(t.Until)) {
			p := problem(Malformed, "%s is in seat %s from %s to %s: the terms would overlap.", t.Person, seat, t.From, first(text(t.Until), "further notice")).
				about("from")
			return &p
		}
	}
	return nil
}

// appoint is MemberAppoint's rule.
func (d *registering) appoint(cmd *MemberAppoint) *Refusal {
	from, more := d.span(cmd.From, cmd.Until)
	b, s, problems := d.authority(cmd.Seat, cmd.Person, from)
	problems = append(problems, more...)
	turnOf, until, more := d.turnSpan(cmd.Seat, from, cmd.Until)
	problems = append(problems, more...)
	problems = append(problems, personProblem("person", cmd.Person)...)
	if p := d.overlaps(d.r.Terms, cmd.Seat, "", from, until); p != nil {
		problems = append(problems, *p)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	e := events.MemberAppointed{Seat: s.ID, Board: b.ID, Person: cmd.Person, Organisation: d.filledBy(s, from), From: text(from), Until: text(until),
		Instrument: cmd.Instrument, TurnOf: turnOf}
	if p := d.outlives(first(turnOf, e.Organisation), e.From, &e.Until); p != nil {
		return Refuse(*p)
	}
	d.emit(e)
	return nil
}

func personProblem(field, person string) []Problem {
	if events.ValidToken(person) && person != events.System {
		return nil
	}
	return []Problem{problem(Malformed, "%q is not a person's id: letters, digits, hyphens and underscores.", person).about(field)}
}

// confirmMembers is MemberConfirm's rule: what the document proposes gains force by the organisation's own act.
func (d *registering) confirmMembers(cmd *MemberConfirm) *Refusal {
	problems := d.authorising(cmd.Organisation)
	from := cmd.From
	if from.IsZero() {
		from = d.g.Metadata.EffectiveFrom
	}
	from, more := d.span(from, cmd.Until)
	problems = append(problems, more...)
	last := text(cmd.Until)
	if p := d.outlives(cmd.Organisation, text(from), &last); p != nil {
		problems = append(problems, *p)
	}
	version := d.g.Metadata.Version
	for i := range d.g.Boards {
		b := &d.g.Boards[i]
		for j := range b.Seats {
			s := &b.Seats[j]
			if d.filledBy(s, from) != cmd.Organisation || (len(cmd.Seats) > 0 && !slices.Contains(cmd.Seats, s.ID)) {
				continue
			}
			turnOf, until, more := d.turnSpan(s.ID, from, cmd.Until)
			problems = append(problems, more...)
			if s.Holder != "" && s.Holder != d.m.Actor && d.overlaps(d.r.Terms, s.ID, "", from, until) == nil {
				d.emit(events.MemberAppointed{Seat: s.ID, Board: b.ID, Person: s.Holder, Organisation: cmd.Organisation, From: text(from),
					Until: d.clipped(first(turnOf, cmd.Organisation), until), Instrument: cmd.Instrument, Confirms: version, TurnOf: turnOf})
			}
			for _, deputy := range s.Deputies {
				if deputy != d.m.Actor && d.overlaps(d.r.Deputies, s.ID, deputy, from, until) == nil {
					d.emit(events.DeputyNamed{Seat: s.ID, Person: deputy, Organisation: cmd.Organisation, From: text(from), Until: d.clipped(first(turnOf, cmd.Organisation), until),
						Instrument: cmd.Instrument, Confirms: version, TurnOf: turnOf})
				}
			}
		}
	}
	if len(d.events) == 0 && len(problems) == 0 {
		problems = append(problems, problem(NotFound, "The governance in force proposes nobody for %s who is not confirmed.", cmd.Organisation).about(cmd.Organisation))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	return nil
}

// remove ends a term, or a deputy's time, with a last day.
func (d *registering) remove(seat string, terms []Term, person string, last calendar.Date, e func(Term, string) events.Event) *Refusal {
	if last.IsZero() {
		last = d.cal.DateOf(d.m.At).AddDays(-1)
	}
	i := slices.IndexFunc(terms, func(t Term) bool {
		return t.Seat == seat && (person == "" || t.Person == person) && (t.Until.IsZero() || t.Until.After(last))
	})
	on := d.cal.DateOf(d.m.At)
	if i >= 0 && terms[i].From.After(on) {
		on = terms[i].From
	}
	_, _, problems := d.authority(seat, "", on)
	if i < 0 {
		problems = append(problems, problem(NotFound, "Nobody is in seat %s after %s.", seat, last).about(seat))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(e(terms[i], text(last)))
	return nil
}

// nameDeputy is DeputyName's rule.
func (d *registering) nameDeputy(cmd *DeputyName) *Refusal {
	from, more := d.span(cmd.From, cmd.Until)
	_, s, problems := d.authority(cmd.Seat, cmd.Person, from)
	problems = append(problems, more...)
	turnOf, until, more := d.turnSpan(cmd.Seat, from, cmd.Until)
	problems = append(problems, more...)
	problems = append(problems, personProblem("person", cmd.Person)...)
	if d.r.Holder(cmd.Seat, d.m.At) == cmd.Person {
		problems = append(problems, problem(Malformed, "%s holds seat %s.", cmd.Person, cmd.Seat).about("person"))
	}
	if p := d.overlaps(d.r.Deputies, cmd.Seat, cmd.Person, from, until); p != nil {
		problems = append(problems, *p)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	e := events.DeputyNamed{Seat: s.ID, Person: cmd.Person, Organisation: d.filledBy(s, from), From: text(from), Until: text(until), Instrument: cmd.Instrument,
		TurnOf: turnOf}
	if p := d.outlives(first(turnOf, e.Organisation), e.From, &e.Until); p != nil {
		return Refuse(*p)
	}
	d.emit(e)
	return nil
}
