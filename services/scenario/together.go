package scenario

import (
	"context"

	"comity/events"
	"comity/workflow"
)

// atOnce sends several commands at the same instant, from different clients, and counts who came through.
func (w *world) atOnce(ctx context.Context, step *Step) error {
	type answer struct {
		outcome
		err error
		a   act
		cmd workflow.Command
	}
	answers := make([]answer, 0, len(step.Together))
	for _, one := range step.Together {
		acts, err := one.commands(w)
		if err != nil || len(acts) != 1 {
			w.differ("line %d: %v", one.line, err)
			return nil
		}
		cmd, err := acts[0].command()
		if err != nil {
			w.differ("line %d: %v", one.line, err)
			return nil
		}
		answers = append(answers, answer{a: acts[0], cmd: cmd, outcome: outcome{id: w.ids.next()}})
	}
	before, records := w.revisions(), len(w.records)
	start, done := make(chan struct{}), make(chan struct{})
	for i := range answers {
		c := w.engine.people[i%len(w.engine.people)]
		go func() {
			<-start
			answers[i].outcome, answers[i].err = w.sendAs(ctx, c, answers[i].a.by, answers[i].cmd, answers[i].id)
			done <- struct{}{}
		}()
	}
	close(start)
	for range answers {
		<-done
	}
	if err := w.catchUp(ctx); err != nil {
		return err
	}
	came := 0
	var losers []outcome
	for i, ans := range answers {
		if ans.err != nil {
			return ans.err
		}
		w.feed.canaries(ans.cmd, ans.done.Case)
		if ans.refusal == nil {
			came++
		} else {
			losers = append(losers, ans.outcome)
			if r := step.Together[i].Refused; r != nil {
				w.checkOutcome(step.Together[i], ans.a, ans.outcome)
			}
		}
	}
	if came != step.Succeed {
		w.differ("%d of %d were carried out, want %d", came, len(answers), step.Succeed)
	}
	if step.Refused != nil {
		for _, l := range losers {
			for _, d := range step.Refused.differences(l.refusal) {
				w.differ("%s", d)
			}
		}
	}
	w.checkTogether(before, records, came)
	for _, ans := range answers {
		if err := w.deliverAgain(ctx, w.engine.people[1], ans.a.by, ans.cmd, ans.outcome); err != nil {
			return err
		}
	}
	if err := w.unmoved(ctx); err != nil {
		return err
	}
	return w.fireDue(ctx)
}

// checkTogether is I2 for commands sent together: as many records as were carried out, each one revision after the last.
func (w *world) checkTogether(before map[events.Aggregate]int, from, came int) {
	own := 0
	for _, s := range w.records[from:] {
		if !ticked(s.Record) {
			beside := s.Record.Kind == events.KindMandate || (s.Record.Kind == events.KindPool && s.Record.Batch != "")
			if !beside { // with the case's, by the same command
				own++
			}
			before[s.Record.Aggregate()]++
			if before[s.Record.Aggregate()] != s.Record.Revision {
				w.differ("I2: record %d of %s is revision %d", s.Seq, s.Record.Aggregate(), s.Record.Revision)
			}
		}
	}
	if own != came {
		w.differ("I2: %d commands were carried out and %d records appended", came, own)
	}
}
