package notices

import (
	"fmt"
	"strings"

	"comity/workflow"
	"comity/workflow/quantity"
)

// pack says what somebody who is appointed to a seat needs to know of it (F40), as the register has it when the mail is written.
func (w *wording) pack() []string {
	if w.t.Reason != workflow.ToldAppointed || len(w.t.On) == 0 || w.r == nil {
		return nil
	}
	p, ok := workflow.PackOf(w.r, w.t.On[0], w.t.At)
	if !ok {
		return nil
	}
	var out []string
	terms := fmt.Sprintf("Terms of reference: a board of the %s level, %s.", p.Level, capacities[p.Authority])
	if p.Quorum > 0 {
		terms += fmt.Sprintf(" Its quorum is %d.", p.Quorum)
	}
	var above []string
	for _, b := range p.ReportsTo {
		if name := w.r.BoardName(b); name != b {
			above = append(above, name)
		}
	}
	if len(above) > 0 {
		terms += " It reports to " + strings.Join(above, " and ") + "."
	}
	out = append(out, terms)
	var whom []string
	for _, o := range p.Organisations {
		if name := w.r.NameOf(o); name != "" {
			whom = append(whom, name)
		}
	}
	if p.Sector != "" {
		whom = append(whom, "the sector "+p.Sector)
	}
	speaks := "Your seat votes."
	if !p.Voting {
		speaks = "Your seat has no vote."
	}
	if len(whom) > 0 {
		speaks = "Your seat speaks for " + strings.Join(whom, ", ") + ". " + speaks
	}
	out = append(out, speaks)
	for _, m := range p.Mandates {
		for _, l := range m.Commit {
			line := "It may commit for " + w.r.NameOf(m.Organisation) + ": " + strings.ReplaceAll(l.Kind, "_", " ")
			if l.PerCasePence != nil {
				line += ", up to " + quantity.Pence(*l.PerCasePence).String() + " in a case"
			}
			if l.PerYearPence != nil {
				line += ", " + quantity.Pence(*l.PerYearPence).String() + " in a year"
			}
			if l.PerCaseFTEHundredths != nil {
				line += ", up to " + quantity.FTE(*l.PerCaseFTEHundredths).String() + " full-time posts in a case"
			}
			out = append(out, line+".")
		}
	}
	if len(p.Mandates) == 0 {
		out = append(out, "It may commit nobody's resources: no organisation has given it a mandate.")
	}
	if !p.NextMeeting.IsZero() {
		out = append(out, "The board next meets on "+p.NextMeeting.In(w.cal.Location()).Format("Monday 2 January 2006")+".")
	}
	out = append(out, w.forSeat...)
	return append(out, "The papers that are open before the board are on its page, and those that wait for you on your work page.")
}

// capacities say in what capacity a board decides.
var capacities = map[string]string{"advisory": "which advises and binds nobody", "delegated": "with delegated powers", "joint_committee": "a joint committee",
	"committees_in_common": "committees in common"}
