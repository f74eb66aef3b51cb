package verify

import (
	"comity/events"
)

// duty checks what is owed after a decision: nothing is overdue before its day has passed or after it is done, and a report-back is
// recorded by somebody who acts for its seat.
func (d *decided) duty(e events.Event) error {
	switch e := e.(type) {
	case events.UndertakingOverdue:
		if u := d.c.Undertaking(e.Undertaking); u == nil || !u.Open() || !d.r.At.After(u.DueAt) {
			return d.f.because(nil, "undertaking %s was found to be overdue, and it was kept or its day had not passed.", e.Undertaking)
		}
	case events.UndertakingEscalated:
		if u := d.c.Undertaking(e.Undertaking); u == nil || !u.Open() || u.OverdueAt.IsZero() || u.Level == e.Level || !d.r.At.After(e.DueAt) {
			return d.f.because(nil, "undertaking %s came before the %s level, and it was not overdue there.", e.Undertaking, e.Level)
		}
	case events.UndertakingKept:
		if u := d.c.Undertaking(e.Undertaking); u == nil || !u.Open() {
			return d.f.because(nil, "undertaking %s was kept, and was not open.", e.Undertaking)
		}
	case events.ReportBackOverdue:
		if b := d.c.ReportBack(e.ReportBack); b == nil || !b.Open() || !d.r.At.After(b.DueAt) {
			return d.f.because(nil, "report-back %s was found to be overdue, and it was recorded or its day had not passed.", e.ReportBack)
		}
	case events.ReportBackRecorded:
		b := d.c.ReportBack(e.ReportBack)
		if b == nil || !b.Open() || b.Seat != e.Seat {
			return d.f.because(nil, "report-back %s was recorded, and seat %s did not owe it.", e.ReportBack, e.Seat)
		}
		return d.acts(e.Seat, e.Person, "report-back")
	}
	return nil
}
