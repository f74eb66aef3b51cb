package web

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/quantity"
)

// speaksFor reports whether the person may withdraw for an organisation on this page.
func (p *actPage) speaksFor(organisation string) bool {
	return slices.ContainsFunc(p.can, func(k workflow.Capacity) bool { return k.Organisation == organisation })
}

// forAnybody reports whether the person acts for the unit, which says what anybody puts in and what came of it.
func (p *actPage) forAnybody() bool {
	return slices.ContainsFunc(p.can, func(k workflow.Capacity) bool { return k.As == workflow.AsUnit })
}

// withdrawalForeseen says what a withdrawal would do, reckoned by the rules themselves, before it is confirmed; or why it is refused.
func (v *visit) withdrawalForeseen(p *actPage, f *form) (follows []string, no *workflow.Refusal, err error) {
	fields, err := json.Marshal(v.actCommand(p, f))
	if err != nil {
		return nil, nil, err
	}
	var what answer.WhatIf
	if err := v.ask("whatif", answer.WhatIfArgs{Case: p.h.Label.Case, Command: p.Command, Fields: fields}, &what); err != nil {
		return nil, nil, err
	}
	if what.Refused != nil {
		return nil, what.Refused, nil
	}
	n := v.naming()
	sum := func(x answer.WhatIfEvent, field string) int64 { n, _ := x.Facts[field].(float64); return int64(n) }
	for _, x := range what.Events {
		switch x.Type {
		case "gate.invalidated":
			follows = append(follows, "The plan cannot do without it. Its approval no longer holds: the case goes back to planning, votes in progress are void, and nothing can be awarded until the plan is approved again.")
			if plan, left := sum(x, "plan_pence"), sum(x, "stands_pence"); plan > 0 {
				follows = append(follows, fmt.Sprintf("Of %s that the plan needs, %s would be left; at most %d%% may be missing.",
					quantity.Pence(plan), quantity.Pence(left), sum(x, "tolerance_pct")))
			}
			follows = append(follows, "Every organisation that commits something is told.")
		case "gap.opened":
			short := short(sum(x, "short_pence"), sum(x, "short_fte_hundredths"))
			if x.Facts["because"] == workflow.ConsequenceWithin {
				follows = append(follows, strings.TrimSuffix(fmt.Sprintf("The case goes on: what is then missing is within the %d%% that may be. %s", sum(x, "tolerance_pct"), short), " "))
				if board, _ := x.Facts["board"].(string); board != "" {
					follows = append(follows, n.Board(board)+" is asked to acknowledge it.")
				}
			} else {
				follows = append(follows, strings.TrimSuffix("There is a contract: what will be missing goes on the record, and the service goes on. "+short, " "))
			}
		case "case.review_due":
			text, _ := x.Facts["due_at"].(string)
			if due, err := time.Parse(time.RFC3339, text); err == nil {
				follows = append(follows, "The review is due on "+v.web.date(due)+".")
			}
		case "gate.passed":
			follows = append(follows, "Nothing else is waited for at this gate: it passes.")
		}
	}
	if len(follows) == 0 {
		follows = []string{"The plan has not been decided yet: nothing else changes."}
	}
	return follows, nil, nil
}

// short says what of a plan is missing, unit by unit.
func short(pence, fte int64) string {
	var parts []string
	if pence > 0 {
		parts = append(parts, quantity.Pence(pence).String())
	}
	if fte > 0 {
		parts = append(parts, quantity.FTE(fte).String())
	}
	if len(parts) == 0 {
		return ""
	}
	return "Missing in all: " + strings.Join(parts, " and ") + "."
}
