package notices

import (
	"maps"
	"strings"

	"comity/workflow"
	"comity/workflow/document"
)

// What is said of what ends.
func init() {
	maps.Copy(phrases, map[string]phrase{
		workflow.ToldEndsSoon:       {"It ends on {day}", "[{ending}|It] ends on {day}. After that nothing is done under it. Renew it in time, or see to what takes its place.", ""},
		workflow.ToldHasEnded:       {"It ended on {day}", "[{ending}|It] ended on {day}. Nothing is done under it any more until it is renewed.", ""},
		workflow.ToldRenewal:        {"A case to renew it is open", "[{ending}|It] ends on {day}. A new case has been opened to renew it, and begins with what this one knows.", ""},
		workflow.ToldAuthorityEnds:  {"An authority ends on {day}", "[{ending}|It] ends on {day}. After that no act is possible by it. Whoever gave it can give it anew; it does not go on by itself.", ""},
		workflow.ToldAuthorityEnded: {"An authority ended on {day}", "[{ending}|It] ended on {day}. No act is possible by it any more.", ""},
		workflow.ToldYearUsed:       {"Most of a year’s authority is used", "Of what {org} allows a seat on {board} to commit in this financial year, most is committed by now.", ""},
	})
}

// ending is what ends, at the beginning of a sentence or in a subject.
func (w *wording) ending() string {
	kind, _, _ := strings.Cut(w.t.For, ":")
	who := "somebody"
	if w.t.By != "" {
		who = w.name(w.t.By)
	}
	switch kind {
	case document.EndsAgreement:
		return "the written agreement of a pooled fund"
	case document.EndsContract:
		return "the contract"
	case document.EndsGrant:
		return "a grant from which a part of the plan is paid"
	case document.EndsMandate:
		return "the authority of a seat on " + w.board() + " to commit what " + w.organisation() + " puts in"
	case document.EndsTerm:
		return "the term of " + who + " on " + w.board()
	case document.EndsDeputy:
		return "the time of " + who + " as a deputy on " + w.board()
	}
	return ""
}
