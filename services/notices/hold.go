package notices

import (
	"time"

	"comity/services/directory"
	"comity/workflow/calendar"
)

// morning is when the mail of a day goes out, local time.
const morning = 8

// held says when what waits for a person is to be written, and why not before: first is when the oldest of it came, last the
// nearest deadline of what is asked, zero for none.
func held(p directory.Preferences, cal *calendar.Calendar, gather time.Duration, first, last, now time.Time) (time.Time, Decision) {
	at, why := first.Add(gather), WaitsForMore
	if p.Mail == directory.Daily {
		day := nextMorning(cal, first)
		if last.IsZero() || !last.Before(day) {
			at, why = day, WaitsForMorning
		} else if why = CannotWait; !at.After(now) {
			why = Due
		}
	}
	if end, quiet := quietUntil(p, cal, later(at, now)); quiet {
		return end, WaitsForQuiet
	}
	if !at.After(now) {
		return at, Due
	}
	return at, why
}

// nextMorning is 08:00 on the first working day on which that comes after a moment.
func nextMorning(cal *calendar.Calendar, after time.Time) time.Time {
	for day := cal.DateOf(after); ; day = day.AddDays(1) {
		if at := cal.At(day, morning, 0); cal.IsWorkingDay(day) && at.After(after) {
			return at
		}
	}
}

// quietUntil says whether a moment lies in the quiet hours, and when they end. They may go over midnight; they are what the
// local clock shows, whatever it jumps over.
func quietUntil(p directory.Preferences, cal *calendar.Calendar, at time.Time) (time.Time, bool) {
	from, ok1 := clock(p.QuietFrom)
	until, ok2 := clock(p.QuietUntil)
	if !ok1 || !ok2 || from == until {
		return time.Time{}, false
	}
	local := at.In(cal.Location())
	shows := local.Hour()*60 + local.Minute()
	day := cal.DateOf(at)
	switch {
	case from < until && (shows < from || shows >= until):
		return time.Time{}, false
	case from > until && shows >= from:
		day = day.AddDays(1)
	case from > until && shows >= until:
		return time.Time{}, false
	}
	end := cal.At(day, until/60, until%60)
	return end, end.After(at)
}

// clock reads HH:MM as minutes after midnight.
func clock(s string) (int, bool) {
	t, err := time.Parse("15:04", s)
	return t.Hour()*60 + t.Minute(), err == nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
