package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// Dispute is a dispute, the step it is at, and what its parties have agreed.
type Dispute struct {
	ID        string    `json:"id"`
	Because   string    `json:"because"`
	Reason    string    `json:"reason,omitempty"`
	SignOff   string    `json:"signoff,omitempty"`
	RaisedBy  string    `json:"raised_by,omitempty"` // organisation
	Seat      string    `json:"seat,omitempty"`
	Against   []string  `json:"against,omitempty"` // organisations
	Step      string    `json:"step"`              // "" once the last has lapsed
	StepNo    int       `json:"step_no"`
	Kind      string    `json:"kind,omitempty"`
	DueAt     time.Time `json:"due_at,omitzero"`
	RaisedAt  time.Time `json:"raised_at"`
	Resolved  bool      `json:"resolved,omitempty"`
	Agreement string    `json:"agreement,omitempty"` // as resolved, or as put forward by a party

	TermsChanged bool            `json:"terms_changed,omitempty"` // likewise
	Agreed       []DisputeAccord `json:"agreed,omitempty"`        // the parties that agree to it, in their order

	Unresolved bool   `json:"unresolved,omitempty"` // it ended without an agreement
	Departed   string `json:"departed,omitempty"`   // the organisation without which the case went on
}

// DisputeAccord is one party's word for what is put forward.
type DisputeAccord struct {
	Organisation string    `json:"organisation"`
	Person       string    `json:"person"`
	At           time.Time `json:"at"`
}

// Parties lists the organisations that are to agree, none where nobody said against whom the dispute is.
func (x *Dispute) Parties() []string {
	if len(x.Against) == 0 {
		return nil
	}
	return append(nonEmpty(x.RaisedBy), x.Against...)
}

// Awaited lists the parties that have not agreed to what is put forward.
func (x *Dispute) Awaited() []string {
	return slices.DeleteFunc(x.Parties(), func(o string) bool {
		return slices.ContainsFunc(x.Agreed, func(a DisputeAccord) bool { return a.Organisation == o })
	})
}

// goesOnWith reports whether an organisation is a party of the dispute, and it has not ended. The dispute may be none.
func (x *Dispute) goesOnWith(organisation string) bool {
	return x != nil && x.Open() && slices.Contains(append(nonEmpty(x.RaisedBy), x.Against...), organisation)
}

// succeeded is the dispute with those who took over in the place of parties that were replaced. What these had agreed is asked of their
// successors anew; who would be in dispute with itself is a party once, and alone it is none: then the secretariat records what is agreed.
func (x *Dispute) succeeded(replaced []events.ReplacedParty) *Dispute {
	out := x
	for _, p := range replaced {
		if p.Continues || !out.goesOnWith(p.Organisation) {
			continue
		}
		d := *out
		if d.RaisedBy == p.Organisation {
			d.RaisedBy = p.Principal
		}
		d.Against = nil
		for _, o := range out.Against {
			if o == p.Organisation {
				o = p.Principal
			}
			if o != d.RaisedBy && !slices.Contains(d.Against, o) {
				d.Against = append(d.Against, o)
			}
		}
		d.Agreed = slices.DeleteFunc(slices.Clone(out.Agreed), func(a DisputeAccord) bool { return a.Organisation == p.Organisation })
		out = &d
	}
	return out
}

// Open reports whether the dispute has not ended.
func (x *Dispute) Open() bool { return !x.Resolved && !x.Unresolved }

// applyDispute folds what happens in a dispute. The dispute is replaced, never changed: copies of the case share it.
func (c *Case) applyDispute(e events.Event, at time.Time) error {
	if r, ok := e.(events.DisputeRaised); ok {
		c.Dispute = &Dispute{ID: r.Dispute, Because: r.Because, Reason: r.Reason, SignOff: r.SignOff, RaisedBy: r.RaisedBy, Seat: r.Seat,
			Against: r.Against, Step: r.Step, StepNo: r.StepNo, Kind: r.Kind, DueAt: r.DueAt, RaisedAt: at}
		c.ResumeTo = c.Status
		if c.StoppedAt.IsZero() {
			c.StoppedAt = at
		}
		return c.move("raise_dispute")
	}
	if c.Dispute == nil {
		return fmt.Errorf("no dispute was raised")
	}
	d := *c.Dispute
	c.Dispute = &d
	switch e := e.(type) {
	case events.DisputeStepLapsed:
		d.Step, d.StepNo, d.Kind, d.DueAt = e.Step, e.StepNo, e.Kind, e.DueAt
	case events.DisputeAgreed:
		if e.Agreement != d.Agreement || e.TermsChanged != d.TermsChanged {
			d.Agreement, d.TermsChanged, d.Agreed = e.Agreement, e.TermsChanged, nil
		}
		d.Agreed = append(slices.Clone(d.Agreed), DisputeAccord{Organisation: e.Organisation, Person: e.Person, At: at})
	case events.DisputeResolved:
		c.shiftRatifications(at.Sub(d.RaisedAt))
		d.Resolved, d.Agreement, d.TermsChanged = true, e.Agreement, e.TermsChanged
		if Status(e.Status) != Deferred { // a deferral's clocks go on standing
			c.shiftClocks(at.Sub(c.StoppedAt), at)
			c.StoppedAt = time.Time{}
		}
		c.ResumeTo, c.ResumedAt = "", at
		return c.move("dispute_resolved_to_" + e.Status)
	case events.DisputeUnresolved:
		return c.applyDisputeUnresolved(&d, e, at)
	}
	return nil
}

func (c *Case) applyDisputeUnresolved(d *Dispute, e events.DisputeUnresolved, at time.Time) error {
	d.Unresolved, d.Departed = true, e.Departing
	c.shiftRatifications(at.Sub(d.RaisedAt))
	c.ResumeTo, c.StoppedAt, c.ResumedAt = "", time.Time{}, at
	if Status(e.Status) == Closed {
		return nil // the case closes with the event that follows
	}
	if e.Stage != c.Stage { // what was decided for the old plan carries no award any more
		c.VariedAfter = len(c.Passed)
	}
	return c.move("dispute_unresolved")
}

// planningStage is the stage at which the plan is made: planning, else the first one at whose gate the organisations commit.
func planningStage(w *document.Workflow) string {
	if stageOf(w, "planning") != nil {
		return "planning"
	}
	for _, s := range w.Stages {
		if g := gateOf(w, s.Exit); g != nil && g.Consents.From == document.ConsentsCommitting {
			return s.ID
		}
	}
	return ""
}
