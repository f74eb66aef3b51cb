package scenario

import (
	"fmt"
	"slices"

	"comity/events"
	"comity/workflow"
)

// heldMandate is a mandate's ledger, and its newest record.
type heldMandate struct {
	state *workflow.MandateLedger
	last  *events.Record
}

// takeMandate folds a record of a mandate.
func (w *world) takeMandate(rec *events.Record) error {
	m := w.mandates[rec.ID]
	if m == nil {
		m = &heldMandate{state: workflow.NewMandateLedger(rec.Partnership, rec.ID)}
		w.mandates[rec.ID] = m
	}
	if err := rec.Follows(m.last); err != nil {
		return err
	}
	m.last = rec
	return m.state.Fold(rec)
}

// checkMandates is I9: what stands committed under a mandate is what the commitments of the cases have drawn, line by line and
// year by year, and is never more than the line's limit for a year.
func (w *world) checkMandates() {
	drawn := map[string]int64{}
	for id, c := range w.cases {
		for _, k := range c.state.Commitments {
			for _, d := range k.Drawn {
				drawn[fmt.Sprintf("%s line %d in %s for %s of case %s", d.Mandate, d.CommitLine, d.Year, k.Named(), id)] += d.Pence
			}
		}
	}
	for id, m := range w.mandates {
		sums := map[string]int64{}
		for _, s := range m.state.Standing {
			place := fmt.Sprintf("%s line %d in %s for %s of case %s", id, s.CommitLine, s.Year, s.Commitment, s.Case)
			if drawn[place] != s.Pence {
				w.differ("I9: %s has %d pence, the case %d", place, s.Pence, drawn[place])
			}
			delete(drawn, place)
			sums[fmt.Sprintf("%d %s", s.CommitLine, s.Year)] += s.Pence
			if most := w.limitOf(id, s.CommitLine); sums[fmt.Sprintf("%d %s", s.CommitLine, s.Year)] > most {
				w.differ("I9: more than %d pence stand committed in %s under line %d of mandate %s", most, s.Year, s.CommitLine, id)
			}
		}
	}
	for place, pence := range drawn {
		w.differ("I9: %s has nothing, the case %d pence", place, pence)
	}
}

// limitOf is the yearly limit of a line of a mandate, -1 where there is none.
func (w *world) limitOf(mandate string, line int) int64 {
	i := slices.IndexFunc(w.register.Mandates, func(m workflow.MandateHeld) bool { return m.Mandate == mandate })
	if i < 0 || line < 1 || line > len(w.register.Mandates[i].Commit) || w.register.Mandates[i].Commit[line-1].PerYearPence == nil {
		return -1
	}
	return *w.register.Mandates[i].Commit[line-1].PerYearPence
}
