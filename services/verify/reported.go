package verify

import (
	"slices"

	"comity/events"
	"comity/workflow"
)

// reported checks what the clock of a partnership brought about: nothing is briefed before its month is over, no month twice, and every
// decision that a briefing names was taken in that month.
func (k *Checker) reported(f *Fault, r *events.Record, before *workflow.Register, list []events.Event) error {
	for _, e := range list {
		switch e := e.(type) {
		case events.BriefingIssued:
			if r.At.Before(e.UntilAt) || before.Briefing(e.Organisation, e.Month) != nil {
				return f.because(nil, "%s was briefed on %s before that month was over, or a second time.", e.Organisation, e.Month)
			}
			for _, x := range e.Decisions {
				if !k.decidedWithin(r.Partnership, x, e) {
					return f.because(nil, "%s was briefed on a decision in case %s (%s) as one of %s, and it was not taken then.", e.Organisation, x.Case, x.SignOff, e.Month)
				}
			}
		case events.LevelReportOverdue:
			if !r.At.After(e.DueAt) || slices.ContainsFunc(before.LevelReports, func(x workflow.LevelReport) bool { return x.Board == e.Board && x.From.String() == e.From }) {
				return f.because(nil, "the report of board %s from %s was found to be missed, and it was not due, or it was made or missed before.", e.Board, e.From)
			}
		case events.LevelReportReminded:
			if workflow.RemindedTooSoon(before, e, r.At) {
				return f.because(nil, "board %s was reminded of its report from %s before its day, a second time, or of one that it did not owe.", e.Board, e.From)
			}
		case events.LevelReportRecorded:
			if slices.ContainsFunc(before.LevelReports, func(x workflow.LevelReport) bool {
				return x.Board == e.Board && x.From.String() == e.From && !x.RecordedAt.IsZero()
			}) {
				return f.because(nil, "board %s reported a second time on its work from %s.", e.Board, e.From)
			}
		case events.OverarchingReported:
			if r.At.Before(e.UntilAt) || !before.OverarchingUntil.Before(e.UntilAt) {
				return f.because(nil, "%s was reported before it was over, or a second time.", e.Quarter)
			}
		case events.BriefingMonthClosed:
			if r.At.Before(e.UntilAt) || !before.BriefedUntil.Before(e.UntilAt) {
				return f.because(nil, "%s was gone through before it was over, or a second time.", e.Month)
			}
		}
	}
	return nil
}

func (k *Checker) decidedWithin(partnership string, x events.BriefedDecision, e events.BriefingIssued) bool {
	a := k.aggregates[events.Aggregate{Partnership: partnership, Kind: events.KindCase, ID: x.Case}]
	return a != nil && a.c != nil && slices.ContainsFunc(a.c.SignOffs, func(s *workflow.SignOff) bool {
		return s.ID == x.SignOff && s.Gate == x.Gate && s.GateRound == x.Round && (s.State != workflow.SignOffDone || workflow.DecidedWithin(s, e.FromAt, e.UntilAt))
	})
}
