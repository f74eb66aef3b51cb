package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
)

// A board is reminded of its report to the boards above it before that falls due, where the document says how long before (F05).

// LevelReminder is a report of which its board was reminded.
type LevelReminder struct {
	Board string        `json:"board"`
	From  calendar.Date `json:"from_on"`
}

// remindOf is 09:00 local time of the day that lies a period before another.
func remindOf(cal *calendar.Calendar, on calendar.Date, lead calendar.Period) time.Time {
	if lead.WorkingDays > 0 {
		return cal.At(cal.AddWorkingDays(on, -lead.WorkingDays), 9, 0)
	}
	return cal.At(on.AddMonths(-12*lead.Years-lead.Months).AddDays(-lead.Days), 9, 0)
}

// remindable lists the reports of which a board is still to be reminded.
func (r *Register) remindable() []LevelReport {
	return slices.DeleteFunc(r.nextReports(), func(x LevelReport) bool {
		return x.remindAt.IsZero() || slices.Contains(r.LevelReminders, LevelReminder{Board: x.Board, From: x.From})
	})
}

// remindOfReports reminds each board whose day has come. One whose report is overdue by now is not reminded of it: that is told instead.
func (d *registering) remindOfReports() {
	d.missReports()
	for _, x := range d.r.remindable() {
		if !x.remindAt.After(d.m.At) {
			d.happen(events.LevelReportReminded{Board: x.Board, From: text(x.From), Until: text(x.Until), DueAt: x.DueAt.UTC()})
		}
	}
}

// RemindedTooSoon reports whether a board was reminded of a report before its day, a second time, or of one that it does not owe.
func RemindedTooSoon(r *Register, e events.LevelReportReminded, at time.Time) bool {
	return !slices.ContainsFunc(r.remindable(), func(x LevelReport) bool { return x.Board == e.Board && text(x.From) == e.From && !x.remindAt.After(at) })
}
