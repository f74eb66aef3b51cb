package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// The map of resources: what is spent on which tier of need now, by the plan and in the end, and how much of that is an estimate, because
// not everybody can part what it spends (F74). What it says when a gate passes shows the shift to prevention (F76).

// The phases of what is mapped.
const (
	SpentNow     = "now"
	SpentPlanned = "planned"
	SpentEnd     = "spent"
)

// SpendingLine is a line of the map.
type SpendingLine struct {
	events.SpendingMapped
	MappedAt time.Time `json:"mapped_at"`
}

// TierShift is what was spent on a tier of need before and after, as the map had it when a gate passed. After is the plan, and at a gate that
// chose an outcome what was spent.
type TierShift struct {
	Gate        string `json:"gate"`
	Round       int    `json:"round"`
	Tier        string `json:"tier"`
	BeforePence int64  `json:"before_pence"`
	AfterPence  int64  `json:"after_pence"`
}

// Tiers are the tiers of need, prevention first.
var Tiers = []string{"universal", "targeted", "specialist"}

// mapSpending is SpendingMap's rule.
func (d *decision) mapSpending(cmd *SpendingMap) *Refusal {
	if d.g.Organisation(cmd.Organisation) == nil {
		return Refuse(problem(NotFound, "There is no organisation %s.", cmd.Organisation).about(cmd.Organisation))
	}
	if p := d.mayCommitFor(cmd.Organisation); p != nil {
		return Refuse(*p)
	}
	if p := d.at("mapping what is spent", Draft, Working, AtGate, PendingEffect, Deferred, InDispute, Suspended); p != nil {
		return Refuse(*p)
	}
	e := events.SpendingMapped{Line: cmd.Line, Organisation: cmd.Organisation, Service: cmd.Service, Tier: cmd.Tier, Phase: first(cmd.Phase, SpentNow),
		Pence: cmd.AmountPence, Basis: first(cmd.Basis, "actual"), Source: cmd.Source}
	e.Line = first(e.Line, e.Organisation+"-"+e.Tier+"-"+e.Phase)
	i := slices.IndexFunc(d.c.Spending, func(s SpendingLine) bool { return s.Line == e.Line })
	switch {
	case !events.ValidToken(e.Line):
		return Refuse(problem(Malformed, "A line's name is letters, digits, hyphens and underscores.").about("line"))
	case i >= 0 && d.c.Spending[i].Organisation != e.Organisation:
		return Refuse(problem(Malformed, "Line %s is of %s.", e.Line, d.c.Spending[i].Organisation).about("line"))
	case i < 0 && e.Pence == 0:
		return Refuse(problem(Malformed, "Say how much is spent a year.").about("amount_pence"))
	case i >= 0 && d.c.Spending[i].SpendingMapped == e:
		return Refuse(problem(Malformed, "Nothing would change.").about(e.Line))
	}
	d.emit(e)
	return nil
}

// applySpending folds a line of the map.
func (c *Case) applySpending(e events.SpendingMapped, at time.Time) {
	list := slices.Clone(c.Spending)
	i := slices.IndexFunc(list, func(s SpendingLine) bool { return s.Line == e.Line })
	switch {
	case e.Pence == 0 && i >= 0:
		list = slices.Delete(list, i, i+1)
	case e.Pence == 0:
	case i >= 0:
		list[i] = SpendingLine{e, at}
	default:
		list = append(list, SpendingLine{e, at})
	}
	c.Spending = list
}

// noteShift keeps what the map says when a gate passes, where it has a before and an after.
func (c *Case) noteShift(e events.GatePassed) {
	after := SpentPlanned
	if e.Outcome != "" {
		after = SpentEnd
	}
	has := func(phase string) bool {
		return slices.ContainsFunc(c.Spending, func(s SpendingLine) bool { return s.Phase == phase })
	}
	if !has(SpentNow) || !has(after) {
		return
	}
	c.Shifts = slices.DeleteFunc(slices.Clone(c.Shifts), func(s TierShift) bool { return s.Gate == e.Gate })
	for _, tier := range Tiers {
		x := TierShift{Gate: e.Gate, Round: e.Round, Tier: tier}
		for _, s := range c.Spending {
			switch {
			case s.Tier != tier:
			case s.Phase == SpentNow:
				x.BeforePence += s.Pence
			case s.Phase == after:
				x.AfterPence += s.Pence
			}
		}
		c.Shifts = append(c.Shifts, x)
	}
}

// ShiftGates names the gates at which the shift to prevention is judged: that of the plan, and those that choose an outcome.
func ShiftGates(w *document.Workflow) []string {
	var out []string
	if g, _ := planGate(w); g != nil {
		out = append(out, g.ID)
	}
	if w != nil {
		for _, g := range w.Gates {
			if len(g.Outcomes) > 0 {
				out = append(out, g.ID)
			}
		}
	}
	return out
}
