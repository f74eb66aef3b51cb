package scenario

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"comity/services/client"
	"comity/workflow"
)

// live runs every step, the fixture's first, and returns what came of each. It goes on after a difference, since the next
// steps may well hold; it stops where the engine does not answer.
func (w *world) live(ctx context.Context) (results []StepResult, err error) {
	if w.engine, err = openEngine(ctx, w.dir, w, w.opts.Log); err != nil {
		return nil, err
	}
	defer func() {
		if w.engine != nil {
			err = errors.Join(err, w.engine.close())
		}
	}()
	if err := w.catchUp(ctx); err != nil {
		return nil, err
	}
	w.feed.upTo = w.head // the birth certificate is published to nobody
	steps := slices.Concat(w.story.Fixture, w.story.Steps)
	for i, step := range steps {
		result, err := w.step(ctx, step)
		if i == len(steps)-1 && err == nil {
			err = errors.Join(w.lastMails(ctx), w.followAll(ctx), w.refold(ctx))
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
			results[len(results)-1].Differences = w.differences
		}
	}
	return results, nil
}

// crash kills the engine and starts it again on what it left.
func (w *world) crash(ctx context.Context) (err error) {
	if err := w.engine.kill(); err != nil {
		return err
	}
	if w.engine, err = openEngine(ctx, w.dir, w, w.opts.Log); err != nil {
		return err
	}
	return w.tellNothing(ctx)
}

// step lives one step and checks everything that must hold after it.
func (w *world) step(ctx context.Context, step *Step) (StepResult, error) {
	w.records, w.published, w.differences = nil, nil, nil
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
	w.told.forget()
	return result, nil
}

// settle checks what must hold of everything that was appended and published since it was asked last: I3 to I9.
func (w *world) settle(ctx context.Context) error {
	for _, check := range []func(context.Context) error{w.ticksAgain, w.tell, w.compareViews, w.follow} {
		if err := check(ctx); err != nil {
			return err
		}
	}
	w.checkRecords()
	w.checkAsked()
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
	if err := w.unmoved(ctx); err != nil {
		return err
	}
	return w.fireDue(ctx)
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
	var malformed *workflow.Refusal
	switch isRefused := errors.As(err, &malformed); {
	case isRefused && step.Refused != nil:
		w.checkOutcome(step, a, outcome{refusal: malformed})
		return nil
	case isRefused:
		w.differ("%s cannot be sent: %s", a.words, malformed.Message)
		return nil
	case err != nil:
		w.differ("%s cannot be sent: %v", a.words, err)
		return nil
	}
	before, records := w.revisions(), len(w.records)
	out, err := w.sendAs(ctx, w.engine.people[0], a.by, cmd, w.ids.next(), client.ExpectedRevision(a.revision))
	if err != nil {
		return err
	}
	w.feed.canaries(cmd, out.done.Case)
	if err := w.catchUp(ctx); err != nil {
		return err
	}
	w.checkAnswer(a, out, before, w.records[records:])
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
