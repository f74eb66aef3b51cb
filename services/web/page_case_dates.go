package web

import (
	"cmp"
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
	Quoted    bool // it was taken before the case was here
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
		p.Decisions = append(p.Decisions, decisionDates{Gate: n.Gate(g.Gate), DecidedAt: g.DecidedAt, EffectAt: g.EffectiveAt, Effective: true, Quoted: g.Quoted})
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
			at := d.At
			if afterDeadline[d.What] {
				at = at.Add(-time.Second) // until then there is time
			}
			p.Deadlines = append(p.Deadlines, deadlineShown{At: at, What: v.dueWords(c, d)})
		}
	}
	slices.SortStableFunc(p.Deadlines, func(a, b deadlineShown) int { return a.At.Compare(b.At) })
	return p
}

// afterDeadline is what comes about once a deadline has passed: people are told the deadline.
var afterDeadline = map[string]bool{"dispute_step": true, "gap": true, "ratification": true, "undertaking": true, "report_back": true, "variance": true, "target": true, "expired": true}

// dueSaid is what time brings about, where it says nothing more of the case.
var dueSaid = map[string]string{
	"deferral": "The decision that was put off is taken up again", "dispute_step": "The dispute goes to its next step", "review": "The review begins",
	"report_back": "A seat is to report back; after that it comes before the level above", "gap": "A gap in the plan is to be acknowledged; after that it goes to the level above",
	"withdrawal": "A withdrawal takes effect", "ratification": "The board is to say whether the urgent decision stands",
	"ratification_reminder": "Those who have not voted on the urgent decision are reminded", "ratification_meeting": "The meeting’s end closes the vote on the urgent decision",
	"ratification_board_end": "The board ends, and another says whether the urgent decision stands", "board_end": "The board ends, and what it is asked is asked anew",
	"board_heir": "The board that takes over is asked", "succession": "Organisations are replaced",
	"expiry": "Those concerned are told that something ends", "expired": "An agreement, a contract or a grant has its last day", "renewal": "A case to renew what ends is opened",
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
	case "undertaking":
		if u := c.Undertaking(d.On); u != nil && u.What != "" {
			return n.Organisation(u.Owner) + " is to keep an undertaking: " + u.What
		}
		return "An undertaking is to be kept"
	case "target", "variance":
		for _, t := range c.Targets {
			if t.Target == d.On {
				return "A target is to be met: " + t.Indicator
			}
		}
		return "A target is to be met"
	case "pool_left":
		return n.Organisation(d.Key) + " leaves the pooled fund"
	}
	return cmp.Or(dueSaid[d.What], upper(plainly(d.What)))
}
