package calendar

import "time"

// DateOf is the local date of an instant. That of the zero time is no date.
func (c *Calendar) DateOf(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	return dateIn(t.In(c.zone))
}

// StartOf is 00:00:00 local time of d, in UTC: when what begins on d begins. Where a clock
// skips midnight, it is the first instant of the day there is. No date gives the zero time.
func (c *Calendar) StartOf(d Date) time.Time { return c.At(d, 0, 0) }

// EndOf is 23:59:59 local time of d, in UTC: when what ends on d ends. The whole of that second
// belongs to d, so an act is late when it is not before AfterEnd. No date gives the zero time.
// Source: DOMAIN §2.6 (Clocks).
func (c *Calendar) EndOf(d Date) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return c.StartOf(d.AddDays(1)).Add(-time.Second)
}

// AfterEnd is the moment from which the consequences of an end are dated: 00:00:00 local time of
// the day after the one end falls on, in UTC, however late it was noticed.
// Source: DOMAIN §2.6 (Clocks).
func (c *Calendar) AfterEnd(end time.Time) time.Time {
	return c.StartOf(c.DateOf(end).AddDays(1))
}

// At is the instant, in UTC, at which a local clock shows hour:minute on d; reminders go out at
// 9, 0. A time that comes twice, as when summer time ends, is the first of the two; one that is
// skipped is the moment the clock jumps over it. No date gives the zero time.
func (c *Calendar) At(d Date, hour, minute int) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	t := time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, c.zone)
	since, until := t.ZoneBounds() // of the offset that Go chose, where it had a choice
	wanted := time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, time.UTC)
	_, offset := t.Zone()
	shown := t.Add(time.Duration(offset) * time.Second) // what the clock shows, as if in UTC
	switch {
	case shown.Before(wanted): // skipped; Go answered with a time before the jump
		t = until
	case shown.After(wanted): // skipped; Go answered with a time after it
		t = since
	case !since.IsZero(): // shown; perhaps the clock before the last change showed it already
		_, earlier := since.Add(-time.Second).Zone()
		if first := wanted.Add(-time.Duration(earlier) * time.Second); first.Before(since) {
			t = first
		}
	}
	return t.UTC()
}
