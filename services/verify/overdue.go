package verify

import (
	"time"

	"comity/events"
)

// overdue checks that a sign-off whose day passed had a day, that it had passed, and that the workflow has it stay open.
func (d *decided) overdue(e events.SignOffOverdue) error {
	s := d.c.SignOffAt(e.SignOff, e.Gate, e.GateRound)
	switch {
	case s == nil || s.State.Final() || !s.OverdueAt.IsZero():
		return d.f.because(nil, "sign-off %s was recorded as overdue, and was not waiting, or was recorded before.", e.SignOff)
	case s.DueAt.IsZero() || !s.DueAt.Equal(e.DueAt) || d.r.At.Before(s.DueAt.Add(time.Second)):
		return d.f.because(nil, "sign-off %s was recorded as overdue, and its day had not passed.", e.SignOff)
	case !d.then().StaysOpen(s):
		return d.f.because(nil, "sign-off %s was recorded as overdue, and its lapse leads elsewhere.", e.SignOff)
	}
	return nil
}
