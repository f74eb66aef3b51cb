package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// What is owed after a decision, tracked until it is done: undertakings to act and report-backs to those who are represented. A
// day that passes makes it overdue and brings it before the next level. Those days are civil dates: they run on while the case is
// suspended, in dispute or closed (F53, F57, docs/decisions/0014).

// climbsAfter is how long an overdue undertaking stays before a level where the governance does not say.
var climbsAfter = calendar.Period{WorkingDays: 10}

// dueOfDuties lists when what is owed becomes overdue, and when it climbs further.
func (d *decision) dueOfDuties() []DueItem {
	var out []DueItem
	for i := range d.c.Undertakings {
		switch u := &d.c.Undertakings[i]; {
		case !u.Open():
		case u.OverdueAt.IsZero():
			out = append(out, DueItem{At: d.cal.AfterEnd(u.DueAt), What: "undertaking", On: u.ID})
		case !u.NextAt.IsZero():
			out = append(out, DueItem{At: d.cal.AfterEnd(u.NextAt), What: "undertaking", On: u.ID, Key: u.Level})
		}
	}
	for i := range d.c.ReportBacks {
		if b := &d.c.ReportBacks[i]; b.Open() && b.OverdueAt.IsZero() {
			out = append(out, DueItem{At: d.cal.AfterEnd(b.DueAt), What: "report_back", On: b.ID})
		}
	}
	return out
}

// undertakingDue makes an undertaking overdue, or has it climb.
func (d *decision) undertakingDue(u *Undertaking) {
	if u.OverdueAt.IsZero() {
		d.emit(events.UndertakingOverdue{Undertaking: u.ID, Owner: u.Owner, Board: u.Board, DueAt: u.DueAt, DetectedAt: d.m.At})
		d.climb(u, u.DueAt)
		return
	}
	d.climb(u, u.NextAt)
}

// climb brings an undertaking before the next level that has a board.
func (d *decision) climb(u *Undertaking, due time.Time) {
	level, boards := d.levelAbove(first(u.Level, document.LevelOperational))
	if level == "" {
		return
	}
	e := events.UndertakingEscalated{Undertaking: u.ID, Level: level, Boards: boards, DueAt: due, DetectedAt: d.m.At}
	if further, _ := d.levelAbove(level); further != "" {
		wait := d.g.Reporting.ClimbsAfter
		if wait.IsZero() {
			wait = climbsAfter
		}
		e.NextAt = d.cal.EndOf(d.cal.Add(d.today(), wait))
	}
	d.emit(e)
}

// levelAbove finds the nearest level above one that has boards, and its boards; "" for none.
func (d *decision) levelAbove(level string) (string, []string) {
	for _, up := range higher(level) {
		if boards := d.boards(&document.BoardSelector{Level: up}); len(boards) > 0 {
			return up, boards
		}
	}
	return "", nil
}

// reportBackDue makes a report-back overdue and brings it before the level above the seat's board.
func (d *decision) reportBackDue(b *ReportBack) {
	d.emit(events.ReportBackOverdue{ReportBack: b.ID, Seat: b.Seat, SignOff: b.SignOff, DueAt: b.DueAt, DetectedAt: d.m.At})
	board := d.g.Board(b.Board)
	if board == nil {
		return
	}
	if level, boards := d.levelAbove(board.Level); level != "" {
		d.emit(events.ReportBackEscalated{ReportBack: b.ID, Seat: b.Seat, Level: level, Boards: boards, DueAt: b.DueAt, DetectedAt: d.m.At})
	}
}

// askReportBacks gives the seats of a board the duty to report back on its decision: those with a time for it, that represent an
// organisation which the case touches.
func (d *decision) askReportBacks(s *SignOff) {
	b := d.r.boardFor(s, d.m.At)
	if b == nil {
		return
	}
	touched := d.touched()
	for i := range b.Seats {
		seat := &b.Seats[i]
		within := seat.ReportBack
		if within.IsZero() {
			within = d.g.Reporting.ReportBackWithin
		}
		var of []string
		for _, o := range represented(seat) {
			if slices.Contains(touched, o) {
				of = append(of, o)
			}
		}
		if within.IsZero() || len(of) == 0 {
			continue
		}
		d.emit(events.ReportBackAsked{ReportBack: seat.ID + "-" + itoa(len(d.c.ReportBacks)+1), Seat: seat.ID, Board: b.ID, SignOff: s.ID, Gate: s.Gate,
			Result: s.Result, Organisations: of, DueAt: d.cal.EndOf(d.cal.Add(d.today(), within))})
	}
}

// represented lists the organisations for which a seat speaks: as the governance says, else its own.
func represented(s *document.Seat) []string {
	if len(s.Represents.Organisations) > 0 {
		return s.Represents.Organisations
	}
	return nonEmpty(s.Organisation)
}

// touched lists the organisations that a case touches: its sponsor, those that put something in, those of its areas.
func (d *decision) touched() []string { return Touched(d.c, d.g) }

// Touched lists the organisations that a case touches: its sponsor, those that put something in, and those that serve its areas.
func Touched(c *Case, g *document.Governance) []string {
	out := nonEmpty(c.Terms.Sponsor)
	for _, k := range c.Commitments {
		out = append(out, k.Organisation)
	}
	for _, a := range g.Areas {
		if slices.Contains(c.Terms.Areas, a.ID) {
			out = append(out, a.Organisations...)
		}
	}
	return distinct(out)
}

// directAreas makes what an executive board decided at a gate an undertaking of each area board that is directed, where the
// governance gives a time for it (F06).
func (d *decision) directAreas(gate string) {
	within := d.g.Reporting.DirectedWithin
	if within.IsZero() {
		return
	}
	for _, s := range d.c.Current() {
		if by := d.g.Board(s.Board); by == nil || by.Level != document.LevelExecutive || s.State != SignOffDone || !s.Positive() {
			continue
		}
		for _, id := range d.boards(&document.BoardSelector{Level: document.LevelOperational, ByArea: true}) {
			if d.g.Board(id).Relationship == document.RelationDirected {
				d.emit(events.UndertakingGiven{Undertaking: d.freeUndertaking(id + "-" + gate), What: "Carry out what " + d.nameOf(s.Board) + " decided.",
					Board: id, SignOff: s.ID, Gate: gate, DueAt: d.cal.EndOf(d.cal.Add(d.today(), within))})
			}
		}
	}
}

// autonomousAreas lists the area boards of the case that nobody directs.
func (d *decision) autonomousAreas() []string {
	return slices.DeleteFunc(d.boards(&document.BoardSelector{Level: document.LevelOperational, ByArea: true}), func(id string) bool {
		return d.g.Board(id).Relationship != document.RelationAutonomous
	})
}

// freeUndertaking returns the name, with a number where the case has one of that name.
func (d *decision) freeUndertaking(name string) string {
	id := name
	for n := 2; d.c.Undertaking(id) != nil; n++ {
		id = name + "-" + itoa(n)
	}
	return id
}

// giveUndertaking is UndertakingGive's rule.
func (d *decision) giveUndertaking(cmd *UndertakingGive) *Refusal {
	if p := d.mayPromise(cmd.Owner, cmd.Seat, cmd.Minute); p != nil {
		return Refuse(*p)
	}
	if p := d.at("giving an undertaking", Working, AtGate, PendingEffect, Deferred, InDispute, Suspended, Closed); p != nil {
		return Refuse(*p)
	}
	e := events.UndertakingGiven{Undertaking: cmd.Undertaking, What: cmd.What, Owner: cmd.Owner, Seat: cmd.Seat, Person: cmd.Person, SignOff: cmd.SignOff,
		Minute: cmd.Minute, DueAt: d.cal.EndOf(cmd.DueOn)}
	var problems []Problem
	if e.Undertaking == "" {
		for n := 1; e.Undertaking == "" || d.c.Undertaking(e.Undertaking) != nil; n++ {
			e.Undertaking = cmd.Owner + "-u" + itoa(n)
		}
	}
	switch {
	case d.c.Undertaking(e.Undertaking) != nil:
		problems = append(problems, problem(Malformed, "There is an undertaking %s already.", e.Undertaking).about("undertaking"))
	case !events.ValidToken(e.Undertaking):
		problems = append(problems, problem(Malformed, "An undertaking's name is letters, digits, hyphens and underscores.").about("undertaking"))
	}
	if cmd.DueOn.Before(d.today()) {
		problems = append(problems, problem(Malformed, "An undertaking is for a day to come.").about("due_on"))
	}
	if s := d.c.SignOff(cmd.SignOff); s != nil {
		e.Gate = s.Gate
	} else if cmd.SignOff != "" {
		problems = append(problems, problem(NotFound, "Case %s has no sign-off %s.", d.c.ID, cmd.SignOff).about(cmd.SignOff))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(e)
	return nil
}

// mayPromise refuses who may not speak for an organisation about what it will do, or has done.
func (d *decision) mayPromise(owner, seat, minute string) *Problem {
	o := d.g.Organisation(owner)
	if o == nil {
		p := problem(NotFound, "There is no organisation %s.", owner).about(owner)
		return &p
	}
	if no := d.notReplaced(owner); len(no) > 0 {
		return &no[0]
	}
	if seat != "" {
		s, _, p := d.actFrom(seat)
		if p != nil {
			return p
		}
		if d.r.SeatOrganisation(s, d.m.At) != owner { // representing is not committing
			p := notPermitted("Seat %s is not of %s.", seat, owner).under("DOMAIN §0.4").about(owner)
			return &p
		}
		return nil
	}
	return d.ownerOr(owner, isOfficer(o, d.m.Actor) || d.sitsFor(owner), minute)
}

// ownerOr refuses who is neither the owner nor of a secretariat that cites a minute.
func (d *decision) ownerOr(owner string, isOwner bool, minute string) *Problem {
	switch {
	case isOwner, d.isSecretary() && minute != "":
		return nil
	case d.isSecretary():
		p := problem(Malformed, "The secretariat cites the minute.").about("minute")
		return &p
	}
	p := notPermitted("Only %s itself, or the secretariat with the minute, says so.", owner).under("F57").about(owner)
	return &p
}

// ownerNow is the organisation that has undertaken to act, or the one in whose place it stands now; "" where a board has.
func (d *decision) ownerNow(u *Undertaking) string { return d.r.Successor(u.Owner, d.m.At) }

// keepUndertaking is UndertakingKeep's rule.
func (d *decision) keepUndertaking(cmd *UndertakingKeep) *Refusal {
	u := d.c.Undertaking(cmd.Undertaking)
	if u == nil {
		return Refuse(problem(NotFound, "Case %s has no undertaking %s.", d.c.ID, cmd.Undertaking).about(cmd.Undertaking))
	}
	own := u.Person != "" && u.Person == d.m.Actor
	if owner := d.ownerNow(u); owner != "" {
		own = own || isOfficer(d.g.Organisation(owner), d.m.Actor) || d.sitsFor(owner)
	} else {
		own = own || d.isSecretary(u.Board) || slices.ContainsFunc(d.r.SeatsOf(d.m.Actor, d.m.At), func(id string) bool {
			b, _ := d.g.Seat(id)
			return b != nil && b.ID == u.Board
		})
	}
	if p := d.ownerOr(first(d.ownerNow(u), u.Board), own, cmd.Minute); p != nil {
		return Refuse(*p)
	}
	on := d.or(cmd.KeptOn)
	switch {
	case !u.Open():
		return Refuse(problem(WrongStage, "Undertaking %s was kept on %s.", u.ID, u.KeptOn).about(u.ID))
	case on.After(d.today()):
		return Refuse(problem(Malformed, "An undertaking cannot be kept on a day to come.").about("kept_on"))
	}
	d.emit(events.UndertakingKept{Undertaking: u.ID, Note: cmd.Note, KeptOn: on.String(), Late: on.After(d.cal.DateOf(u.DueAt)), Person: d.m.Actor, Minute: cmd.Minute})
	return nil
}

// recordReportBack is ReportBackRecord's rule.
func (d *decision) recordReportBack(cmd *ReportBackRecord) *Refusal {
	b := d.c.ReportBack(cmd.ReportBack)
	if b == nil {
		return Refuse(problem(NotFound, "Case %s asks for no report-back %s.", d.c.ID, cmd.ReportBack).about(cmd.ReportBack))
	}
	who, p := d.r.actFor(b.Seat, d.m.Actor, d.m.At)
	if p != nil {
		return Refuse(*p)
	}
	on := d.or(cmd.ReportedOn)
	switch {
	case !b.Open():
		return Refuse(problem(WrongStage, "It was reported back on %s.", b.ReportedOn).about(b.ID))
	case on.After(d.today()):
		return Refuse(problem(Malformed, "A report-back cannot be dated in the future.").about("reported_on"))
	case on.Before(d.cal.DateOf(b.AskedAt)):
		return Refuse(problem(Malformed, "The decision was taken on %s: it cannot have been reported before.", d.cal.DateOf(b.AskedAt)).about("reported_on"))
	}
	d.emit(events.ReportBackRecorded{ReportBack: b.ID, Seat: b.Seat, Person: d.m.Actor, AsDeputyFor: who.AsDeputyFor, Note: cmd.Note, ReportedOn: on.String(),
		Late: on.After(d.cal.DateOf(b.DueAt))})
	return nil
}
