package notices

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"comity/events"
	"comity/workflow"
	"comity/workflow/calendar"
)

const (
	saidOfSeat  = 5   // lines of what waits for a seat, at most; the rest is counted
	readForSeat = 500 // cases of a partnership, at most, that are looked through for one mail; where there are more the mail says where to look, as ever
)

// openForSeat is one thing that waits for a seat.
type openForSeat struct {
	c     *workflow.Case
	waits workflow.Waiting
}

// waitsForSeat lists what waits for the seat to which somebody is appointed, on the day on which the term begins or now, the nearest day first: the
// case, what is asked and by when, as far as the person may read it now. A mail is not a safe place: of an exempt case, and of one that the person may
// not read before the term begins, it says the reference alone. Source: F40, K-knowledge.
func (n *Notices) waitsForSeat(ctx context.Context, w *wording) ([]string, error) {
	ids, err := n.cfg.Journal.Aggregates(ctx, w.t.Partnership, events.KindCase)
	if err != nil || len(w.t.On) == 0 || len(ids) > readForSeat {
		return nil, err
	}
	now := n.cfg.Now()
	at := now
	if day, err := calendar.ParseDate(w.t.Day); err == nil && w.cal.StartOf(day).After(now) {
		at = w.cal.StartOf(day)
	}
	var open []openForSeat
	for _, id := range ids {
		c, err := n.cases.Newest(ctx, caseOf(w.t.Partnership, id))
		if err != nil {
			return nil, err
		}
		for _, x := range slices.Concat(workflow.Explain(c, w.r, at), workflow.Duties(c, w.r, at)) {
			if slices.Contains(x.On, w.t.On[0]) && (x.Until.IsZero() || !x.Until.Before(at)) {
				open = append(open, openForSeat{c, x})
			}
		}
	}
	slices.SortStableFunc(open, func(a, b openForSeat) int {
		if a.waits.Until.IsZero() != b.waits.Until.IsZero() {
			return cmp.Compare(b.waits.Until.Unix(), a.waits.Until.Unix())
		}
		return a.waits.Until.Compare(b.waits.Until)
	})
	var out []string
	for i, x := range open {
		if i == saidOfSeat {
			return append(out, fmt.Sprintf("And %d more.", len(open)-saidOfSeat)), nil
		}
		out = append(out, w.seatLine(x, now))
	}
	return out, nil
}

// seatLine says one thing that waits for the seat.
func (w *wording) seatLine(x openForSeat, now time.Time) string {
	tier, class := workflow.Clearance(x.c, w.r, w.t.Person, now), x.c.Terms.Classification
	if tier == workflow.ClearPublic || !workflow.Clears(tier, class) || class == workflow.ClearExempt {
		return fmt.Sprintf("Case %s waits for your seat.", x.c.ID)
	}
	kind, id, _ := strings.Cut(x.waits.For, ":")
	what := strings.ReplaceAll(kind, "_", " ")
	if s := x.c.SignOff(id); s != nil && kind == "signoff" {
		what = s.Act
	}
	line := fmt.Sprintf("%s (%s) waits for your seat: %s", x.c.Terms.Title, x.c.ID, what)
	if !x.waits.Until.IsZero() {
		line += " by the end of " + x.waits.Until.In(w.cal.Location()).Format("2 January 2006")
	}
	return line + "."
}
