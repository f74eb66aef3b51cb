package scenario

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"comity/events"
	"comity/services/bus"
	"comity/services/client"
	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
)

// PlayOptions say how a scenario is played. Out is needed.
type PlayOptions struct {
	// Out takes the story, a line for each thing that happens.
	Out io.Writer

	// Pace is the pause after each line, so that it can be read; none by default.
	Pace time.Duration
}

// ErrPlayed is returned by Play where the story's first case exists already. Nothing was done.
var ErrPlayed = errors.New("the story has been played here already")

// quietFor bounds the wait for the events of a command, in real time.
const quietFor = 20 * time.Second

// Play sends the steps of a scenario to a running server, in real time: what is said of time in it does not count. The story is
// printed from the events that arrive by subscription, not from the script; from the script come only the headings (tell), and
// from the answers the refusals and what was asked (show). c has to speak for others, as the local operator may.
// Errors: ErrPlayed; Mistakes; a command that comes out otherwise than the scenario expects, or somebody who is
// not told what they are to be; the context's.
func Play(ctx context.Context, c *client.Client, file string, opts PlayOptions) error {
	list, err := Read(file)
	if err != nil {
		return err
	}
	p := &player{story: list[0], c: c, opts: opts, heard: make(chan client.Event, 256), teller: newTeller(opts.Out), names: map[string]string{}}
	if played, err := p.played(ctx); played || err != nil {
		return errors.Join(err, ifSo(played, ErrPlayed))
	}
	position, err := c.Ask(ctx, p.story.Partnership, bus.Operator, "position", nil, nil)
	if err != nil {
		return err
	}
	watching, stop := context.WithCancel(ctx)
	defer stop()
	p.gone = make(chan error, 1)
	go func() {
		p.gone <- c.Watch(watching, p.story.Partnership, workflow.ClearExempt, events.FeedPosition(position.Seq+1, 0)-1, func(e client.Event) error {
			select {
			case p.heard <- e:
				return nil
			case <-watching.Done():
				return context.Cause(watching)
			}
		}, client.As(bus.Operator))
	}()
	for _, step := range slices.Concat(p.story.Fixture, p.story.Steps) {
		if err := p.step(ctx, step); err != nil {
			return fmt.Errorf("%s: %w", step.place, err)
		}
	}
	return nil
}

func ifSo(yes bool, err error) error {
	if yes {
		return err
	}
	return nil
}

// player is one Play under way, owned by its goroutine.
type player struct {
	story  *Scenario
	c      *client.Client
	opts   PlayOptions
	heard  chan client.Event
	gone   chan error // what Watch returned
	teller *teller

	position uint64 // of the last command that was carried out

	names   map[string]string // of cases that the engine numbered
	holders map[string]string // by seat; nil when it has to be asked for
	latest  *document.Governance
}

// played reports whether the first case of the story exists.
func (p *player) played(ctx context.Context) (bool, error) {
	for _, step := range p.story.Steps {
		if step.Do != "case.create" || step.Case == "" || len(step.By) == 0 {
			continue
		}
		_, err := p.c.Ask(ctx, p.story.Partnership, step.By[0], "case", map[string]any{"case": step.Case}, nil)
		var no *workflow.Refusal
		if errors.As(err, &no) && no.Code == workflow.NotFound {
			return false, nil
		}
		return err == nil, err
	}
	return false, nil
}

func (p *player) step(ctx context.Context, step *Step) error {
	if step.Tell != "" {
		p.heading(ctx, step.Tell)
	}
	if err := p.who(ctx); err != nil {
		return err
	}
	acts, err := step.acts(p)
	if err != nil {
		return err
	}
	var before map[string][]answer.Notice
	if step.tells(acts) {
		if before, err = p.toldSoFar(ctx, step, p.position); err != nil {
			return err
		}
	}
	defer p.teller.flush()
	for _, a := range acts {
		if err := p.perform(ctx, step, a); err != nil {
			return fmt.Errorf("%s: %w", a.words, err)
		}
	}
	for _, one := range step.Together { // one after another: nobody watching sees the difference
		if err := p.step(ctx, one); err != nil {
			return err
		}
	}
	if step.tells(acts) {
		if err := p.checkTold(ctx, step, before); err != nil {
			return err
		}
	}
	if step.Show != nil {
		return p.show(ctx, step)
	}
	return nil
}

// perform sends one command and tells what arrives of it.
func (p *player) perform(ctx context.Context, step *Step, a act) error {
	cmd, err := a.command()
	if err != nil {
		return err
	}
	if publish, ok := cmd.(*workflow.PartnershipPublish); ok {
		if p.latest, err = document.LoadGovernance(publish.Source); err != nil {
			return err
		}
	}
	done, err := p.c.Do(ctx, p.story.Partnership, a.by, cmd)
	var no *workflow.Refusal
	switch {
	case errors.As(err, &no) && step.Refused != nil && string(no.Code) == step.Refused.code:
		p.teller.flush()
		p.line(ctx, fmt.Sprintf("  %-18s ✗ The %s asks for %s and is refused: %s", step.Case, person(a.by), cmd.CommandName(), no.Message))
		return nil
	case err != nil:
		return err
	case step.Refused != nil:
		return fmt.Errorf("it is carried out, want %s", step.Refused.code)
	}
	p.position = max(p.position, done.Seq)
	if step.AsCase != "" {
		p.names[step.AsCase] = done.Case
	}
	if !takesCase(a.name) {
		p.holders = nil
		if err := p.who(ctx); err != nil { // before the story speaks of those who are new
			return err
		}
	}
	return p.listen(ctx, done)
}

// listen tells what arrives until all of a command has.
func (p *player) listen(ctx context.Context, done client.Done) error {
	late := time.NewTimer(quietFor)
	defer late.Stop()
	left, successor := len(done.Events), ""
	for left > 0 || successor != "" {
		select {
		case e := <-p.heard:
			p.teller.hear(e)
			p.pause(ctx)
			if e.JournalSeq == done.Seq {
				left--
			}
			if e.Type == "case.closed" {
				successor = text(dataOf(e)["successor"])
			}
			if e.Type == "case.submitted" && e.Subject == "case/"+successor {
				successor = "" // its record is the second half of this decision, and ends so
			}
		case err := <-p.gone:
			return fmt.Errorf("the subscription ended: %w", err)
		case <-late.C:
			return fmt.Errorf("record %d is not published after %v", done.Seq, quietFor)
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

// show asks a view and prints what it answers: of explain the sentences, of others the JSON.
func (p *player) show(ctx context.Context, step *Step) error {
	by, with := step.Show.by, map[string]any{}
	if by == "" && len(step.By) > 0 {
		by = step.By[0]
	}
	for k, v := range step.Show.with {
		with[k] = v
	}
	if _, ok := with["case"]; !ok && step.Case != "" {
		with["case"] = p.caseID(step.Case)
	}
	var answer json.RawMessage
	if _, err := p.c.Ask(ctx, p.story.Partnership, by, step.Show.view, with, &answer); err != nil {
		return err
	}
	var explained struct{ Waiting []workflow.Waiting }
	if step.Show.view != "explain" || json.Unmarshal(answer, &explained) != nil {
		p.line(ctx, "  "+string(answer))
		return nil
	}
	for _, w := range explained.Waiting {
		p.line(ctx, fmt.Sprintf("  %-18s ? %s", step.Case, w.Message))
		if len(w.People) > 0 {
			p.line(ctx, fmt.Sprintf("  %-18s   It may be moved on by %s.", "", strings.Join(w.People, " or ")))
		}
	}
	return nil
}

func (p *player) heading(ctx context.Context, s string) {
	p.line(ctx, "")
	p.line(ctx, s)
}

func (p *player) line(ctx context.Context, s string) {
	fmt.Fprintln(p.opts.Out, s)
	p.pause(ctx)
}

// pause lets people read.
func (p *player) pause(ctx context.Context) {
	if p.opts.Pace <= 0 {
		return
	}
	t := time.NewTimer(p.opts.Pace)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
