package scenario

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"comity/events"
	"comity/workflow"
)

// live runs every step, the fixture's first, and returns what came of each. It goes on after a difference, since the next
// steps may well hold; it stops where the engine does not answer.
func (w *world) live(ctx context.Context) (results []StepResult, err error) {
	if w.engine, err = openEngine(ctx, w.dir, w, w.opts.Log); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.engine.close()) }()
	if err := w.catchUp(ctx); err != nil {
		return nil, err
	}
	w.feed.upTo = w.head // the birth certificate is published to nobody
	steps := slices.Concat(w.story.Fixture, w.story.Steps)
	for i, step := range steps {
		result, err := w.step(ctx, step)
		if i == len(steps)-1 && err == nil {
			err = w.refold(ctx)
		}
		result.Fixture, result.Differences = i < len(w.story.Fixture), w.differences
		results = append(results, result)
		if err != nil {
			return results, fmt.Errorf("%s: %w", step.place, err)
		}
		if result.Fixture && len(w.differences) > 0 {
			return results, nil // nothing would be as the story supposes
		}
		if w.opts.Crash > 0 && (i+1)%w.opts.Crash == 0 && i < len(steps)-1 {
			if err := w.crash(ctx); err != nil {
				return results, fmt.Errorf("after %s: crash: %w", step.place, err)
			}
		}
	}
	return results, nil
}

// crash kills the engine and starts it again on what it left.
func (w *world) crash(ctx context.Context) (err error) {
	if err := w.engine.kill(); err != nil {
		return err
	}
	w.engine, err = openEngine(ctx, w.dir, w, w.opts.Log)
	return err
}

// step lives one step and checks everything that must hold after it.
func (w *world) step(ctx context.Context, step *Step) (StepResult, error) {
	w.records, w.published, w.differences, w.outcome = nil, nil, nil, outcome{}
	result := StepResult{File: step.file, Line: step.line, What: step.what()}
	err := w.happen(ctx, step)
	result.At = w.clock.now()
	if err != nil {
		return result, err
	}
	if err := w.settle(ctx); err != nil {
		return result, err
	}
	for _, c := range step.Checks {
		for _, difference := range c.run(w) {
			w.differ("line %d: %s", c.line, difference)
		}
	}
	return result, nil
}

// settle checks what must hold of everything that was appended and published since it was asked last: I3 to I7.
func (w *world) settle(ctx context.Context) error {
	for _, check := range []func(context.Context) error{w.ticksAgain, w.compareViews, w.follow} {
		if err := check(ctx); err != nil {
			return err
		}
	}
	w.checkRecords()
	return nil
}

// happen lets time pass up to the step, and then does what it says.
func (w *world) happen(ctx context.Context, step *Step) error {
	switch {
	case !step.OffUntil.IsZero():
		return w.off(ctx, step)
	case !step.Clock.IsZero():
		return w.advance(ctx, step.Clock)
	case !step.At.IsZero():
		if err := w.advance(ctx, step.At); err != nil {
			return err
		}
		if err := w.settle(ctx); err != nil {
			return err
		}
		w.records, w.published = nil, nil // what happened on the way is not the step's
	}
	switch {
	case step.Restart:
		if err := w.crash(ctx); err != nil {
			return err
		}
		return w.fire(ctx)
	case len(step.Together) > 0:
		return w.atOnce(ctx, step)
	}
	acts, err := step.acts(w)
	if err != nil {
		w.differ("%v", err)
		return nil
	}
	for _, a := range acts {
		if err := w.perform(ctx, step, a); err != nil {
			return err
		}
	}
	return w.fire(ctx)
}

// off kills the engine, lets time pass without it, and starts it again: it finds everything overdue at once.
func (w *world) off(ctx context.Context, step *Step) (err error) {
	if err := w.fire(ctx); err != nil {
		return err
	}
	if err := w.engine.kill(); err != nil {
		return err
	}
	w.clock.set(step.OffUntil)
	if w.engine, err = openEngine(ctx, w.dir, w, w.opts.Log); err != nil {
		return err
	}
	return w.fire(ctx)
}

// perform carries out one command, and checks what it did and that doing it again does nothing.
func (w *world) perform(ctx context.Context, step *Step, a act) error {
	cmd, err := a.command()
	if err != nil {
		w.differ("%s cannot be sent: %v", a.words, err)
		return nil
	}
	before, records := w.revisions(), len(w.records)
	out, err := w.sendAs(ctx, w.engine.people[0], a.by, cmd, w.ids.next())
	if err != nil {
		return err
	}
	w.feed.canaries(cmd, out.done.Case)
	if err := w.catchUp(ctx); err != nil {
		return err
	}
	w.checkAnswer(a, out, before, w.records[records:])
	w.outcome = out
	w.checkOutcome(step, a, out)
	if step.AsCase != "" && out.refusal == nil {
		w.names[step.AsCase] = out.done.Case
	}
	return w.deliverAgain(ctx, w.engine.people[0], a.by, cmd, out)
}

// checkOutcome holds what came of a command against what the step expects of it.
func (w *world) checkOutcome(step *Step, a act, out outcome) {
	switch {
	case step.Refused == nil && out.refusal != nil:
		w.differ("%s is refused: %s (%s, %d)%s", a.words, out.refusal.Message, out.refusal.Code, out.refusal.Status, detailsOf(out.refusal))
	case step.Refused != nil && out.refusal == nil:
		w.differ("%s is carried out, want %s", a.words, step.Refused.code)
	case step.Refused != nil:
		for _, d := range step.Refused.differences(out.refusal) {
			w.differ("%s: %s", a.words, d)
		}
	}
}

func detailsOf(no *workflow.Refusal) string {
	if len(no.Details) < 2 {
		return ""
	}
	var parts []string
	for _, p := range no.Details {
		parts = append(parts, string(p.Code)+" "+p.About)
	}
	return ": " + strings.Join(parts, ", ")
}

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
	return w.fire(ctx)
}

// checkTogether is I2 for commands sent together: as many records as were carried out, each one revision after the last.
func (w *world) checkTogether(before map[events.Aggregate]int, from, came int) {
	own := 0
	for _, s := range w.records[from:] {
		if s.Record.Command.Name != "case.tick" {
			own++
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

// what says in a few words what a step is, for reports.
func (s *Step) what() string {
	by := ""
	if len(s.By) > 0 {
		by = strings.Join(s.By, ", ") + ": "
	}
	switch {
	case s.Do != "":
		what := by + s.Do
		for _, key := range []string{"gate", "signoff", "seat", "choice", "type", "organisation", "kind"} {
			if v, ok := s.With[key].(string); ok {
				what += " " + v
			}
		}
		return what
	case s.Votes != nil:
		parts := make([]string, len(s.Votes.cast))
		for i, v := range s.Votes.cast {
			parts[i] = v.seat + " " + v.choice
		}
		return "votes on " + s.Votes.signOff + ": " + strings.Join(parts, ", ")
	case s.Consents != nil:
		return "consents: " + strings.Join(append(slices.Clone(s.Consents.confirm), s.Consents.decline...), ", ")
	case s.Evidence != nil:
		return by + fmt.Sprintf("%d items of evidence", len(s.Evidence.items))
	case s.Offers != nil:
		return by + fmt.Sprintf("%d commitments", len(s.Offers.items))
	case s.Confirm != nil:
		return "the organisations confirm"
	case !s.Clock.IsZero():
		return "time passes"
	case !s.OffUntil.IsZero():
		return "the engine is off"
	case s.Restart:
		return "the engine is killed and started again"
	case len(s.Together) > 0:
		return fmt.Sprintf("%d at once", len(s.Together))
	case s.Tell != "":
		return s.Tell
	}
	return "look"
}
