package document

import (
	"strings"
	"testing"
)

func TestGatesWithADayAndSignOffsAfterwards(t *testing.T) {
	const head = `api_version: comity/v1
kind: Workflow
metadata: {id: one, version: 1, effective_from: 2026-04-01}
stages: [{id: planning, exit: plan}, {id: delivery, review_every: P1Y}, {id: review, exit: plan}]
gates:
  - id: plan
`
	const asked = "      - {id: a, order: 1, board: {level: strategic}, act: approve, on_lapse: {stays_open: true, tell: {level: executive}}}\n"
	for name, tc := range map[string]struct{ gate, code string }{
		"a_day_and_a_note_afterwards":        {"    due_on: 2026-04-01\n    sign_offs:\n" + asked + "      - {id: b, order: 2, board: {id: x}, act: note, afterwards: true, deadline: P60D, remind: [{before: P5WD}]}\n", ""},
		"a_day_before_the_version":           {"    due_on: 2026-03-31\n    sign_offs:\n" + asked, "due_before_start"},
		"a_day_that_nobody_has":              {"    due_on: 2026-05-01\n    sign_offs:\n" + strings.Replace(asked, "act: approve,", "act: approve, deadline: P5WD,", 1), "needless"},
		"staying_open_without_a_day":         {"    sign_offs:\n" + asked, "deadline_missing"},
		"staying_open_and_a_dispute":         {"    due_on: 2026-05-01\n    sign_offs:\n" + strings.Replace(asked, "stays_open: true", "stays_open: true, dispute: true", 1), "lapse_two_ways"},
		"telling_of_what_does_not_stay_open": {"    due_on: 2026-05-01\n    sign_offs:\n" + strings.Replace(asked, "stays_open: true", "dispute: true", 1), "needless"},
		"an_officer_afterwards":              {"    due_on: 2026-05-01\n    sign_offs:\n" + asked + "      - {id: b, order: 2, officer: {of: x, post: y}, act: note, afterwards: true, deadline: P60D}\n", "officer_afterwards"},
		"blocking_afterwards":                {"    due_on: 2026-05-01\n    sign_offs:\n" + asked + "      - {id: b, order: 2, board: {id: x}, act: note, afterwards: true, blocking: true, deadline: P60D}\n", "blocks_afterwards"},
		"a_dispute_afterwards":               {"    due_on: 2026-05-01\n    sign_offs:\n" + asked + "      - {id: b, order: 2, board: {id: x}, act: note, afterwards: true, deadline: P60D, on_lapse: {dispute: true}}\n", "lapses_afterwards"},
		"a_refusal_afterwards_that_closes":   {"    due_on: 2026-05-01\n    sign_offs:\n" + asked + "      - {id: b, order: 2, board: {id: x}, act: note, afterwards: true, deadline: P60D, effect_of_refusal: closes}\n", "undoes_afterwards"},
		"nobody_before":                      {"    sign_offs:\n      - {id: b, order: 1, board: {id: x}, act: note, afterwards: true, deadline: P60D}\n", "nobody_before"},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := CheckSources(Source{"w.yaml", []byte(head + tc.gate)})
			var codes []string
			for _, p := range problems {
				if p.Severity == Error || p.Code == "needless" {
					codes = append(codes, p.Code)
				}
			}
			if got := strings.Join(codes, " "); got != tc.code {
				t.Errorf("got %q, want %q: %v", got, tc.code, problems)
			}
		})
	}
}
