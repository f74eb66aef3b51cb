package notices

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
	"comity/services/bus"
	"comity/services/fold"
	"comity/services/outbox"
	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/schema"
)

// View is the question that this service answers.
const View = "notices"

const (
	shownAtMost = 100             // notices of one person
	awaitWithin = 5 * time.Second // for a position that was asked for
)

// serve answers questions until ctx ends.
func (n *Notices) serve(ctx context.Context) error {
	return bus.ServeViews(ctx, n.cfg.Conn, bus.Views{
		Name: "notices", Version: n.cfg.Version, Names: []string{View}, Handle: n.Ask, OperatorActs: n.cfg.OperatorActs, Ready: n.cfg.Ready, Log: n.cfg.Log,
	})
}

// Ask answers what a person was told, and for who may chase what could not be delivered. It may be called concurrently, and
// needs Run beside it.
// Errors: *workflow.Refusal with malformed, not_permitted, or unavailable where the position asked for is not reached in time.
func (n *Notices) Ask(ctx context.Context, q bus.Query) (bus.Answer, error) {
	var args answer.NoticesArgs
	if problems := schema.Decode(q.Args, &args); len(problems) > 0 {
		var all []workflow.Problem
		for _, p := range problems {
			all = append(all, workflow.Problem{Code: workflow.Malformed, Message: p.Message, About: p.About})
		}
		return bus.Answer{}, workflow.Refuse(all...)
	}
	out := &answer.Notices{Person: args.Person, Items: []answer.Notice{}}
	if out.Person == "" {
		out.Person = q.Actor
	}
	if !events.ValidToken(out.Person) {
		return bus.Answer{}, refuse(workflow.Malformed, "person", "This is not the id of a person.")
	}
	seq, err := n.await(ctx, n.cfg.Journal.Partition(q.Partnership), q.AtLeast)
	if err != nil {
		return bus.Answer{}, err
	}
	r := &reader{n: n, q: q, now: n.cfg.Now(), cases: fold.Cases(n.cfg.Journal, shownAtMost)}
	if r.register, err = fold.Registers(n.cfg.Journal, 1).Newest(ctx, registerOf(q.Partnership)); err != nil {
		return bus.Answer{}, err
	}
	if !workflow.MayReadInbox(r.register, q.Actor, out.Person, r.now) {
		return bus.Answer{}, refuse(workflow.NotPermitted, out.Person, "Only the secretariat sees what others were told.")
	}
	if err := r.told(ctx, out); err != nil {
		return bus.Answer{}, err
	}
	if out.MayChase = r.mayChase(); out.MayChase {
		if err := r.undelivered(ctx, out); err != nil {
			return bus.Answer{}, err
		}
	}
	return bus.Answer{Seq: seq, AsAt: r.now.UTC(), Data: out}, nil
}

func refuse(code workflow.Code, about, message string) error {
	return workflow.Refuse(workflow.Problem{Code: code, Message: message, About: about})
}

// await waits, not for long, until a partition has been read up to a sequence.
func (n *Notices) await(ctx context.Context, partition int, seq uint64) (uint64, error) {
	within, cancel := context.WithTimeout(ctx, awaitWithin)
	defer cancel()
	for {
		n.mu.Lock()
		reached, changed := n.read[partition], n.changed
		n.mu.Unlock()
		if reached >= seq {
			return reached, nil
		}
		select {
		case <-changed:
		case <-within.Done():
			return 0, refuse(workflow.Unavailable, "", "The notices have not come so far yet. Please try again in a moment.")
		}
	}
}

// reader answers one question.
type reader struct {
	n        *Notices
	q        bus.Query
	now      time.Time
	register *workflow.Register
	cases    *fold.Kept[*workflow.Case]
}

// mayChase reports whether the one who asks sees what could not be delivered.
func (r *reader) mayChase() bool {
	return r.q.Actor == events.System || slices.Contains(r.register.Administrators, r.q.Actor) ||
		workflow.MayReadUndelivered(r.register, r.q.Actor, r.now)
}

// told lists what the person was told in this partnership, as far as the reader may see it.
func (r *reader) told(ctx context.Context, out *answer.Notices) error {
	list, err := r.n.ledger.recent(ctx, out.Person, 4*shownAtMost)
	if err != nil {
		return err
	}
	for _, e := range list {
		t := e.Telling
		if t.Partnership != r.q.Partnership || len(out.Items) == shownAtMost {
			continue
		}
		w := &wording{t: t, r: r.register, g: r.register.GovernanceAt(r.now), cal: r.register.CalendarAt(r.now), open: true,
			name: func(id string) string { return r.n.cfg.Directory.Name(ctx, id) }}
		item := answer.Notice{ID: t.ID, Case: t.Case, Reason: t.Reason, For: t.For, Board: w.board(), Until: t.Until, At: t.At, State: e.State, Mail: e.Mail,
			Deputy: t.Deputy}
		if t.Case != "" {
			if w.c, err = r.cases.Newest(ctx, caseOf(t.Partnership, t.Case)); err != nil {
				return err
			}
			w.open = workflow.Clears(workflow.Clearance(w.c, r.register, r.q.Actor, r.now), w.c.Terms.Classification)
			item.Open = t.Asks() && !workflow.Settled(t, w.c, r.register, r.now)
		}
		item.Heading = w.heading()
		if w.c != nil && w.open {
			item.Title = w.c.Terms.Title
		}
		switch e.State {
		case inHand, taken: // it is being written
			item.State = waiting
		case dropped:
			item.Because = string(e.Why)
		}
		if t.Deputy && t.AsDeputyFor != "" {
			item.Deputing = w.name(t.AsDeputyFor)
		}
		out.Items = append(out.Items, item)
	}
	return nil
}

// undelivered lists the mails about this partnership that could not be delivered; in the installation's own name those that
// are about none.
func (r *reader) undelivered(ctx context.Context, out *answer.Notices) error {
	out.Undelivered = []answer.Undelivered{}
	for _, m := range r.n.mails.undeliverable() {
		if !concerns(m, r.q.Partnership) {
			continue
		}
		u := answer.Undelivered{Mail: m.ID, Person: m.Person, Name: r.n.cfg.Directory.Name(ctx, m.Person), Reason: m.Reason, Why: m.Error, Since: m.QueuedAt,
			TriedAt: m.SentAt, Attempts: m.Attempts}
		if m.Partnership == r.q.Partnership {
			u.Case = m.Case
		}
		for _, about := range m.About {
			open, err := r.open(ctx, m.Person, about)
			if err != nil {
				return err
			}
			u.Open = u.Open || open
		}
		out.Undelivered = append(out.Undelivered, u)
	}
	return nil
}

// open reports whether a notice of a mail still asks for something; one of another partnership is not looked at.
func (r *reader) open(ctx context.Context, person, about string) (bool, error) {
	if !strings.HasPrefix(about, r.q.Partnership+"/") {
		return false, nil
	}
	e, err := r.n.ledger.find(ctx, person, about)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return false, nil
	}
	if err != nil || !e.Telling.Asks() || e.Telling.Case == "" {
		return false, err
	}
	c, err := r.cases.Newest(ctx, caseOf(e.Telling.Partnership, e.Telling.Case))
	return err == nil && !workflow.Settled(e.Telling, c, r.register, r.now), err
}

func concerns(m outbox.Mail, partnership string) bool {
	if m.Partnership == "" && len(m.About) == 0 {
		return partnership == events.Installation
	}
	return m.Partnership == partnership || slices.ContainsFunc(m.About, func(about string) bool { return strings.HasPrefix(about, partnership+"/") })
}
