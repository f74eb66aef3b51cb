package workflow

import (
	"fmt"
	"slices"
	"strings"

	"comity/events"
)

// Who is told of reports: the boards above of one that was made or missed, and the board that missed it; the people of an overarching
// partnership of a quarter, and the heads of the strategic boards.

func init() {
	tell((*teller).levelReported)
	tell((*teller).levelReportMissed)
	tell((*teller).levelReportReminded)
	tell((*teller).reportedUp)
}

func (t *teller) levelReported(e events.LevelReportRecorded) {
	x := Telling{Reason: ToldLevelReport, For: "level_report:" + e.Board + "." + e.From, Board: e.Board, By: e.Person, Day: e.Until, Details: []string{e.Summary}}
	for _, b := range e.To {
		t.sayAll(t.heads(b), x)
	}
}

func (t *teller) levelReportMissed(e events.LevelReportOverdue) {
	x := Telling{Reason: ToldLevelReportLate, For: "level_report:" + e.Board + "." + e.From, Board: e.Board, Day: e.Until, Until: e.DueAt}
	for _, b := range append(slices.Clone(e.To), e.Board) {
		t.sayAll(t.heads(b), x)
	}
}

// levelReportReminded: who presides at the board and its secretariat, who make it.
func (t *teller) levelReportReminded(e events.LevelReportReminded) {
	t.sayAll(t.heads(e.Board), Telling{Reason: ToldLevelReportDue, For: "level_report:" + e.Board + "." + e.From, Board: e.Board, Day: e.Until, Until: e.DueAt})
}

func (t *teller) reportedUp(e events.OverarchingReported) {
	x := Telling{Reason: ToldOverarching, For: "quarter:" + e.Quarter, Until: e.UntilAt, Details: figuresSaid(e)}
	for _, o := range t.g.OverarchingPartnerships {
		if slices.Contains(e.To, o.ID) {
			t.sayAll(o.People, x)
		}
	}
	for _, b := range t.g.Boards {
		if b.Level == "strategic" {
			t.sayAll(t.heads(b.ID), x)
		}
	}
}

// figuresSaid writes the figures of a quarter.
func figuresSaid(e events.OverarchingReported) []string {
	var stages []string
	for _, s := range e.Cases.ByStage {
		stages = append(stages, fmt.Sprintf("%s %d", strings.ReplaceAll(s.Stage, "_", " "), s.Cases))
	}
	cases := fmt.Sprintf("Open cases: %d", e.Cases.Open)
	if len(stages) > 0 {
		cases += " (" + strings.Join(stages, ", ") + ")"
	}
	return []string{cases, fmt.Sprintf("Begun in the quarter: %d. Decisions in the quarter: %d.", e.Cases.Begun, e.Cases.Decided),
		fmt.Sprintf("Targets: %d, of which %d met, %d not met, %d not measured yet", e.Targets.Set, e.Targets.Met, e.Targets.NotMet, e.Targets.Unmeasured)}
}
