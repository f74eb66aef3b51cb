package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// Level reports (F05, A¶102): a board of a level reports on each period to the boards above it, within a time. One that is missed is told to
// them, once. It can still be made.

// LevelReport is a board's report on a period that was made, or missed.
type LevelReport struct {
	Board      string        `json:"board"`
	To         []string      `json:"to"`
	From       calendar.Date `json:"from_on"`
	Until      calendar.Date `json:"until_on"`
	DueAt      time.Time     `json:"due_at,omitzero"`
	OverdueAt  time.Time     `json:"overdue_at,omitzero"` // when it was found to be missed
	RecordedAt time.Time     `json:"recorded_at,omitzero"`
	ReportedOn calendar.Date `json:"reported_on,omitzero"`
	Summary    string        `json:"summary,omitempty"`
	Minute     string        `json:"minute,omitempty"`
	Person     string        `json:"person,omitempty"`
	Late       bool          `json:"late,omitempty"`

	remindAt time.Time // 09:00 local time of the day on which the board is reminded; none: it is not
}

// LevelReport finds a board's report on the period that begins on a day, nil where it was neither made nor missed.
func (r *Register) LevelReport(board string, from calendar.Date) *LevelReport {
	i := slices.IndexFunc(r.LevelReports, func(x LevelReport) bool { return x.Board == board && x.From == from })
	if i < 0 {
		return nil
	}
	return &r.LevelReports[i]
}

// OwedReports lists the reports that boards owe at a time for periods that have begun: those that were missed and have not been made,
// and the next of each board.
func OwedReports(r *Register, at time.Time) []LevelReport {
	var out []LevelReport
	for _, x := range r.LevelReports {
		if x.RecordedAt.IsZero() {
			out = append(out, x)
		}
	}
	for _, x := range r.nextReports() {
		if !r.CalendarAt(at).StartOf(x.From).After(at) {
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b LevelReport) int { return a.From.Compare(b.From) })
	return out
}

// nextReports lists, for each board that reports, the first period that it has neither reported on nor missed.
func (r *Register) nextReports() []LevelReport {
	var out []LevelReport
	for _, v := range r.forces() {
		since := v.from
		if v.PublishedAt.After(since) {
			since = v.PublishedAt
		}
		for _, s := range v.governance.Reporting.Levels {
			for i := range v.governance.Boards {
				b := &v.governance.Boards[i]
				if b.Level != s.Level || slices.ContainsFunc(out, func(x LevelReport) bool { return x.Board == b.ID }) {
					continue
				}
				if x, ok := r.nextReport(v, s, b, since); ok {
					out = append(out, x)
				}
			}
		}
	}
	return out
}

// nextReport finds the first period of a schedule that falls due while the version is in force.
func (r *Register) nextReport(v force, s document.LevelReport, b *document.Board, since time.Time) (LevelReport, bool) {
	from := s.Starting
	for range 5000 { // a century of weeks
		next := v.calendar.Add(from, s.Every)
		if !next.After(from) {
			break
		}
		x := LevelReport{Board: b.ID, To: reportsTo(v.governance, b), From: from, Until: next.AddDays(-1)}
		x.DueAt = v.calendar.EndOf(v.calendar.Add(x.Until, s.Within))
		due := v.calendar.AfterEnd(x.DueAt)
		if !s.Remind.IsZero() {
			x.remindAt = remindOf(v.calendar, v.calendar.DateOf(x.DueAt), s.Remind)
		}
		switch {
		case !v.until.IsZero() && due.After(v.until):
			return x, false
		case due.After(since) && r.LevelReport(b.ID, from) == nil:
			return x, true
		}
		from = next
	}
	return LevelReport{}, false
}

// reportsTo lists the boards of the partnership to which a board reports; where it names none, those of the next level that has any.
func reportsTo(g *document.Governance, b *document.Board) []string {
	var out []string
	for _, id := range b.ReportsTo {
		if g.Board(id) != nil {
			out = append(out, id)
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, level := range higher(b.Level) {
		for _, up := range g.Boards {
			if up.Level == level {
				out = append(out, up.ID)
			}
		}
		if len(out) > 0 {
			break
		}
	}
	return out
}

// missReport makes a report overdue.
func (d *registering) missReport(x LevelReport) {
	d.happen(events.LevelReportOverdue{Board: x.Board, To: x.To, From: text(x.From), Until: text(x.Until), DueAt: x.DueAt.UTC(), DetectedAt: d.m.At})
}

// missReports makes overdue what is by now: whoever reports late then finds that it was.
func (d *registering) missReports() {
	for range 1000 {
		before := len(d.events)
		for _, x := range d.r.nextReports() {
			if !d.cal.AfterEnd(x.DueAt).After(d.m.At) {
				d.missReport(x)
			}
		}
		if len(d.events) == before {
			return
		}
	}
}

// recordReport is LevelReportRecord's rule.
func (d *registering) recordReport(cmd *LevelReportRecord) *Refusal {
	b := d.g.Board(cmd.Board)
	if b == nil {
		return Refuse(problem(NotFound, "There is no board %s.", cmd.Board).about(cmd.Board))
	}
	if !slices.Contains(b.Secretary, d.m.Actor) && !Presides(d.r, b.ID, d.m.Actor, d.m.At) {
		return Refuse(notPermitted("Only who presides at %s, or its secretary, reports for it.", b.ID).under("F05").about(b.ID))
	}
	d.missReports()
	if made := d.r.LevelReport(b.ID, cmd.From); made != nil && !made.RecordedAt.IsZero() {
		return Refuse(problem(WrongStage, "%s reported on that period on %s.", b.ID, made.ReportedOn).about("from_on"))
	}
	owed := slices.DeleteFunc(OwedReports(d.r, d.m.At), func(x LevelReport) bool { return x.Board != b.ID || !cmd.From.IsZero() && x.From != cmd.From })
	if len(owed) == 0 {
		return Refuse(problem(NotFound, "%s owes no such report: the document has it report on no period that has begun by then.", b.ID).about("from_on"))
	}
	x, on := owed[0], cmd.ReportedOn
	if on.IsZero() {
		on = d.cal.DateOf(d.m.At)
	}
	if on.After(d.cal.DateOf(d.m.At)) || on.Before(x.From) {
		return Refuse(problem(Malformed, "A report is made on a day that is not to come, and not before its period begins.").about("reported_on"))
	}
	d.happen(events.LevelReportRecorded{Board: b.ID, To: x.To, From: text(x.From), Until: text(x.Until), Summary: cmd.Summary, Minute: cmd.Minute,
		ReportedOn: on.String(), Late: on.After(d.cal.DateOf(x.DueAt)), Person: d.m.Actor})
	return nil
}

// applyReport folds a report that was made, or missed.
func (r *Register) applyReport(e events.Event, at time.Time) {
	list := slices.Clone(r.LevelReports)
	find := func(board, from string) *LevelReport {
		i := slices.IndexFunc(list, func(x LevelReport) bool { return x.Board == board && x.From == day(from) })
		if i < 0 {
			list, i = append(list, LevelReport{Board: board, From: day(from)}), len(list)
		}
		return &list[i]
	}
	switch e := e.(type) {
	case events.LevelReportOverdue:
		x := find(e.Board, e.From)
		x.To, x.Until, x.DueAt, x.OverdueAt = e.To, day(e.Until), e.DueAt, at
	case events.LevelReportRecorded:
		x := find(e.Board, e.From)
		x.To, x.Until, x.RecordedAt, x.ReportedOn, x.Summary, x.Minute, x.Person, x.Late = e.To, day(e.Until), at, day(e.ReportedOn), e.Summary, e.Minute, e.Person, e.Late
	}
	r.LevelReports = list
}

// Presides reports whether a person holds the seat of a board's chair.
func Presides(r *Register, board, person string, at time.Time) bool {
	b := r.GovernanceAt(at).Board(board)
	return b != nil && person != "" && r.Holder(b.Chair.Seat, at) == person
}
