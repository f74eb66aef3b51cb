package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// The link with the partnerships that set the context (F12, A¶91, ¶148): at the end of each quarter of the calendar one report to them, with
// how the cases and their targets stand. The quarters of the calendar and of the financial year end on the same days.

// Overarching is a report to the overarching partnerships that was made.
type Overarching struct {
	events.OverarchingReported
	ReportedAt time.Time `json:"reported_at"`
}

// nextQuarter is the first quarter that ends while the governance has it reported and that has not been.
func (r *Register) nextQuarter() (month, bool) {
	for _, v := range r.forces() {
		if v.governance.Reporting.Overarching != document.OverarchingQuarterly {
			continue
		}
		since := v.from
		for _, t := range []time.Time{v.PublishedAt, r.OverarchingUntil} {
			if t.After(since) {
				since = t
			}
		}
		on := v.calendar.DateOf(since)
		q := (int(on.Month) - 1) / 3
		from := v.calendar.StartOf(calendar.NewDate(on.Year, time.Month(3*q+1), 1))
		until := v.calendar.StartOf(calendar.NewDate(on.Year, time.Month(3*q+4), 1))
		if v.until.IsZero() || !until.After(v.until) {
			return month{fmt.Sprintf("%d-Q%d", on.Year, q+1), from, until}, true
		}
	}
	return month{}, false
}

// reportUp reports the quarter that is over.
func (d *registering) reportUp() {
	q, ok := d.r.nextQuarter()
	if !ok {
		return
	}
	g := d.r.GovernanceAt(q.until.Add(-time.Second))
	if g == nil {
		g = d.g
	}
	e := events.OverarchingReported{Quarter: q.name, FromAt: q.from.UTC(), UntilAt: q.until.UTC(), DetectedAt: d.m.At}
	for _, o := range g.OverarchingPartnerships {
		e.To = append(e.To, o.ID)
	}
	e.Cases, e.Targets = Figures(d.r.cases, q.from, q.until)
	d.happen(e)
}

// Figures count cases and the targets of the open ones: as they stand, and what happened from a moment until another.
func Figures(cases []*Case, from, until time.Time) (events.CaseFigures, events.TargetFigures) {
	var f events.CaseFigures
	var t events.TargetFigures
	f.ByStage = []events.StageFigure{}
	for _, c := range cases {
		if !c.CreatedAt.Before(until) {
			continue // begun since
		}
		if !c.CreatedAt.Before(from) {
			f.Begun++
		}
		for _, s := range c.SignOffs {
			if DecidedWithin(s, from, until) {
				f.Decided++
			}
		}
		switch c.Status {
		case Draft:
			continue
		case Closed:
			f.Closed++
			continue
		}
		f.Open++
		i := slices.IndexFunc(f.ByStage, func(x events.StageFigure) bool { return x.Stage == c.Stage })
		if i < 0 {
			f.ByStage, i = append(f.ByStage, events.StageFigure{Stage: c.Stage}), len(f.ByStage)
		}
		f.ByStage[i].Cases++
		for _, x := range c.Targets {
			t.Set++
			switch c.Stands(x.Target) {
			case TargetMet:
				t.Met++
			case TargetNotMet:
				t.NotMet++
			default:
				t.Unmeasured++
			}
		}
	}
	return f, t
}
