package web

import (
	"slices"
	"time"

	"comity/workflow"
)

// caseDates shows when decisions were taken and when they have effect, what holds them, and every deadline.
func (v *visit) caseDates() error {
	h, err := v.openCase("/dates")
	if err != nil {
		return err
	}
	if h.State != nil {
		h.Shown = v.datesOf(h)
	}
	return v.showCase("case_dates", "Holds and dates", h, nil)
}

type datesPage struct {
	Decisions []decisionDates
	Holds     []*workflow.Hold
	Deadlines []deadlineShown
}

// decisionDates are the two dates of a decision. Waits says why the second is not there yet.
type decisionDates struct {
	Gate      string
	DecidedAt time.Time
	EffectAt  time.Time
	Waits     string
	Effective bool
}

// deadlineShown is a moment at which time brings something about.
type deadlineShown struct {
	At   time.Time
	What string
}

func (v *visit) datesOf(h *caseHead) datesPage {
	c, n := h.State, v.naming()
	p := datesPage{Holds: c.Holds}
	for _, g := range c.Passed {
		p.Decisions = append(p.Decisions, decisionDates{Gate: n.Gate(g.Gate), DecidedAt: g.DecidedAt, EffectAt: g.EffectiveAt, Effective: true})
	}
	if g := c.Gate; g != nil && !g.DecidedAt.IsZero() && c.Status == workflow.PendingEffect {
		d := decisionDates{Gate: n.Gate(g.Gate), DecidedAt: g.DecidedAt, EffectAt: h.effectiveAt()}
		if d.EffectAt.IsZero() {
			d.Waits = "No end is known yet"
		}
		p.Decisions = append(p.Decisions, d)
	}
	for _, s := range h.SignOffs {
		if !s.DueAt.IsZero() && !workflow.SignOffState(s.State).Final() {
			p.Deadlines = append(p.Deadlines, deadlineShown{At: s.DueAt, What: n.signOffNamed(c, s.SignOff) + " is to decide"})
		}
	}
	for _, d := range h.Due {
		if d.What != "lapse" { // which is the deadline above, a second later
			p.Deadlines = append(p.Deadlines, deadlineShown{At: d.At, What: v.dueWords(c, d)})
		}
	}
	slices.SortStableFunc(p.Deadlines, func(a, b deadlineShown) int { return a.At.Compare(b.At) })
	return p
}

// dueWords says what time brings about.
func (v *visit) dueWords(c *workflow.Case, d workflow.DueItem) string {
	n := v.naming()
	switch d.What {
	case "reminder":
		return "Those who have not answered are reminded: " + n.signOffNamed(c, d.On)
	case "meeting_closed":
		return "The meeting’s end closes the voting: " + n.signOffNamed(c, d.On)
	case "quorum":
		return "Who sits on the board changes, and with it the quorum: " + n.signOffNamed(c, d.On)
	case "rotation":
		return n.Seat(d.Key) + " passes to the next organisation: " + n.signOffNamed(c, d.On)
	case "hold":
		for _, h := range c.Holds {
			if h.ID == d.On {
				return words("hold", h.Kind) + " ends, and the decision takes effect"
			}
		}
		return "A hold ends"
	case "deferral":
		return "The decision that was put off is taken up again"
	case "dispute_step":
		return "The dispute goes to its next step"
	case "review":
		return "The review begins"
	}
	return upper(plainly(d.What))
}
