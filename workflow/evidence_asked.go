package workflow

import (
	"fmt"
	"time"

	"comity/workflow/calendar"
	"comity/workflow/document"
)

// EvidenceAsked is a type of evidence that the gate at the end of the present stage asks for, and how the case stands to it.
type EvidenceAsked struct {
	Type   string        `json:"type"`
	Needed bool          `json:"needed,omitempty"` // as the case is now; the gate may be requested without what is not
	State  string        `json:"state"`            // there, missing, absent (and not needed), out_of_date, malformed, rule (against one)
	Why    string        `json:"why,omitempty"`    // what is wrong, a sentence
	Dated  []EvidenceUse `json:"dated,omitempty"`  // where the gate asks for evidence of some age at most
}

// EvidenceUse says of one item until when it may be used.
type EvidenceUse struct {
	Item  string `json:"item"`
	Until string `json:"until"`          // the last day, a date
	Past  bool   `json:"past,omitempty"` // it is gone
}

const (
	evidenceThere     = "there"
	evidenceMissing   = "missing"
	evidenceAbsent    = "absent"
	evidenceOutOfDate = "out_of_date"
	evidenceMalformed = "malformed"
	evidenceRule      = "rule"
)

// AskedEvidence says, in the order of the workflow, what the gate at the end of the present stage asks for and how the case stands
// to it at a time: what requesting that gate would find (DOMAIN §2.1 row 3). A draft is read by the workflow that it would be
// submitted under then. Nothing where no gate is ahead.
func AskedEvidence(c *Case, r *Register, at time.Time) []EvidenceAsked {
	d := view(c, r, Meta{At: at})
	if d.g == nil || !c.Exists() || c.Status == Closed {
		return nil
	}
	g := d.gateAhead()
	if g == nil {
		return nil
	}
	vars := d.vars(&GateAttempt{Gate: g.ID, Round: c.GateRounds[g.ID] + 1})
	out := make([]EvidenceAsked, 0, len(g.Evidence))
	for _, req := range g.Evidence {
		x := EvidenceAsked{Type: req.ID, Needed: d.needed(req, vars)}
		x.State, x.Why = d.standing(req, vars)
		for i := range c.Evidence {
			item := &c.Evidence[i]
			if item.Type != req.ID || req.MaxAge.IsZero() || item.DatedOn == "" {
				continue
			}
			last := d.lastDay(item, req.MaxAge)
			x.Dated = append(x.Dated, EvidenceUse{Item: item.Item, Until: last.String(), Past: d.today().After(last)})
		}
		out = append(out, x)
	}
	return out
}

// gateAhead is the gate at the end of the present stage, of a draft the first; nil for none. A draft is read by the workflow that
// holds today from then on.
func (d *decision) gateAhead() *document.Gate {
	if d.c.Status == Draft {
		d.w = d.r.WorkflowOn("", d.today())
	}
	switch {
	case d.w == nil || len(d.w.Stages) == 0:
		return nil
	case d.c.Status == Draft:
		return gateOf(d.w, d.w.Stages[0].Exit)
	}
	return d.exitGate()
}

// standing is how the case stands to one requirement, and what is wrong, a sentence, "" for nothing.
func (d *decision) standing(req document.EvidenceRequirement, vars document.Vars) (state, why string) {
	name := d.evidenceName(req.ID)
	item := d.newest(req.ID)
	if item == nil && req.ID == RiskRegister && len(vars.Risks) > 0 {
		item = &EvidenceHeld{} // the register itself
	}
	if item == nil {
		if d.needed(req, vars) {
			return evidenceMissing, name + " is missing."
		}
		return evidenceAbsent, ""
	}
	if item.Item != "" && !d.inDate(item, req.MaxAge) {
		return evidenceOutOfDate, fmt.Sprintf("%s of %s is older than %s allows.", name, item.DatedOn, req.MaxAge)
	}
	data, err := document.Data(item.Data)
	if err != nil {
		return evidenceMalformed, name + " has data that cannot be read."
	}
	vars.Item = d.withRegister(req.ID, data)
	for _, rule := range req.Rules {
		if !d.holds(rule.Check, vars) {
			return evidenceRule, name + ": " + first(rule.Message, "it does not meet "+rule.Check+".")
		}
	}
	return evidenceThere, ""
}

// needed reports whether a gate cannot be requested without a type of evidence, as the case is now.
func (d *decision) needed(req document.EvidenceRequirement, vars document.Vars) bool {
	if req.MandatoryWhen != "" {
		return d.holds(req.MandatoryWhen, vars)
	}
	return req.Mandatory == nil || *req.Mandatory
}

// inDate reports whether an item is young enough today.
func (d *decision) inDate(item *EvidenceHeld, maxAge calendar.Period) bool {
	return maxAge.IsZero() || !d.today().After(d.lastDay(item, maxAge))
}

// lastDay is the last day on which an item may be used where it may have an age at most.
func (d *decision) lastDay(item *EvidenceHeld, maxAge calendar.Period) calendar.Date {
	return d.cal.Add(day(item.DatedOn), maxAge)
}
