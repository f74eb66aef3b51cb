package workflow

import (
	"slices"
	"time"

	"comity/events"
)

// The clock of a partnership as a whole. What falls due for it and for no single case is derived from its register, as what falls due
// for a case is from the case (due.go), and brought about by partnership.tick.

// DueOfRegister lists every moment at which time brings something about in a partnership as a whole, soonest first.
func DueOfRegister(r *Register) []DueItem {
	var out []DueItem
	if month, ok := r.nextBriefing(); ok {
		out = append(out, DueItem{At: month.until, What: dueBriefing, On: month.name})
	}
	for _, x := range r.nextReports() {
		out = append(out, DueItem{At: r.CalendarAt(x.DueAt).AfterEnd(x.DueAt), What: dueLevelReport, On: x.Board, Key: text(x.From)})
	}
	for _, x := range r.remindable() {
		out = append(out, DueItem{At: x.remindAt, What: dueLevelReminder, On: x.Board, Key: text(x.From)})
	}
	if quarter, ok := r.nextQuarter(); ok {
		out = append(out, DueItem{At: quarter.until, What: dueOverarching, On: quarter.name})
	}
	if r.Exists() {
		out = append(out, r.dueOfAuthorities()...)
	}
	slices.SortStableFunc(out, func(a, b DueItem) int { return a.At.Compare(b.At) })
	return out
}

// What falls due in a partnership as a whole.
const (
	dueBriefing      = "briefing"              // of a month: the month
	dueLevelReport   = "level_report"          // one that was missed: the board, and the first day of the period
	dueLevelReminder = "level_report_reminder" // of one that falls due: likewise
	dueOverarching   = "overarching"           // of a quarter: the quarter
)

// LooksAtCases reports whether what is due by a time looks at the partnership's cases: whoever sends the tick then puts them beside the
// register.
func (r *Register) LooksAtCases(at time.Time) bool {
	return slices.ContainsFunc(DueOfRegister(r), func(x DueItem) bool { return !x.At.After(at) && (x.What == dueBriefing || x.What == dueOverarching) })
}

// WithCases returns the register with the partnership's cases beside it, for the rules to read: all of them, by id. The two share
// everything else.
func (r *Register) WithCases(all []*Case) *Register {
	out := *r
	out.cases = all
	return &out
}

// tick does everything that is due, in the order in which it fell due, each as of its own moment.
func (d *registering) tick() {
	for range 1000 { // far more than a register can have due; each round brings something about or is the last
		due := DueOfRegister(d.r)
		if len(due) == 0 || due[0].At.After(d.m.At) {
			return
		}
		before := len(d.events)
		switch due[0].What {
		case dueBriefing:
			d.brief()
		case dueLevelReport:
			d.missReports()
		case dueLevelReminder:
			d.remindOfReports()
		case dueOverarching:
			d.reportUp()
		case "expiry", "expired":
			d.bringAuthority(due[0])
		}
		if len(d.events) == before {
			return
		}
	}
}

// happen records an event and applies it to a copy of the register, so that what follows from it can be seen at once.
func (d *registering) happen(e events.Event) {
	r := *d.r
	if err := r.apply(e, d.m.At); err != nil {
		panic(e.EventType() + " on the register of " + r.Partnership + ": " + err.Error())
	}
	d.r = &r
	d.emit(e)
}
