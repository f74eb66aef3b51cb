package notices

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"comity/services/bus"
	"comity/services/directory"
	"comity/services/journal"
	"comity/workflow"
)

// handFor is for how long a batch, or a mail, is left to the instance that has it in hand.
const handFor = 2 * time.Minute

// RunOnce writes the mails whose time has come and sends those that are to be sent. It needs Run beside it, which follows the
// journal and the buckets. With Manual it begins when everything that the journal held when it was called has been told of.
// Errors: a bucket, the journal or the directory does not answer; what was done stays done. Call it again.
func (n *Notices) RunOnce(ctx context.Context) (Result, error) {
	n.rounds.Lock()
	defer n.rounds.Unlock()
	done := Result{Notices: map[Decision]int{}, Mails: map[Decision]int{}, Decisions: map[string]Decision{}}
	if n.cfg.Manual {
		if err := n.level(ctx); err != nil {
			return done, err
		}
	}
	for _, warm := range []chan struct{}{n.ledger.warm, n.mails.warm} {
		select {
		case <-warm:
		case <-ctx.Done():
			return done, context.Cause(ctx)
		}
	}
	for _, person := range n.ledger.people() {
		if err := n.goOn(n.write(ctx, person, &done), person, &done); err != nil {
			return done, err
		}
	}
	return done, n.deliverAll(ctx, &done)
}

// goOn returns the errors that end a round: something that everybody needs does not answer. What is wrong with one person or
// one mail is logged and tried again later, and holds nobody else up.
func (n *Notices) goOn(err error, with string, done *Result) error {
	for _, e := range []error{journal.ErrUnavailable, bus.ErrUnavailable, nats.ErrTimeout, nats.ErrConnectionClosed, nats.ErrNoResponders,
		jetstream.ErrNoStreamResponse, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, e) {
			return err
		}
	}
	if err != nil {
		n.cfg.Log.Error().Err(err).Str("with", with).Msg("notices: cannot be written or sent")
		done.next(n.cfg.Now().Add(n.cfg.Poll))
	}
	return nil
}

// write writes what waits for one person: at most one mail, and whatever an instance left unfinished.
func (n *Notices) write(ctx context.Context, person string, done *Result) error {
	others := map[string]bool{} // of batches in hand
	var list []entry
	now := n.cfg.Now().UTC()
	for _, e := range n.ledger.of(person) {
		if e.State == waiting {
			list = append(list, e)
		}
		if e.State != inHand {
			continue
		}
		for _, key := range e.With {
			others[key] = true
		}
		if until := e.HeldAt.Add(handFor); e.By != n.me && now.Before(until) {
			done.next(until)
			continue
		}
		if err := n.finish(ctx, e, done); err != nil {
			return err
		}
	}
	list = slices.DeleteFunc(list, func(e entry) bool { return others[e.key] })
	if len(list) == 0 {
		return nil
	}
	if seen := n.glances[person]; seen.still(list, now, n.cfg.Poll) {
		n.waits(list, seen.until, seen.why, done)
		return nil
	}
	delete(n.glances, person)
	who, err := n.cfg.Directory.Person(ctx, person)
	if err != nil && !errors.Is(err, directory.ErrUnknown) {
		return err
	}
	at, why, err := n.holds(ctx, who, list, now)
	if err == nil && why == Due { // only now it is worth asking what is left of it
		if list, err = n.worth(ctx, who, list, done); err == nil && len(list) > 0 {
			at, why, err = n.holds(ctx, who, list, now)
		}
	}
	if err != nil || len(list) == 0 {
		return err
	}
	if why != Due {
		n.glances[person] = glanceAt(list, now, at, why)
		n.waits(list, at, why, done)
		return nil
	}
	anchor := list[0]
	anchor.State, anchor.By, anchor.HeldAt = inHand, n.me, now
	for _, e := range list[1:] {
		anchor.With = append(anchor.With, e.key)
	}
	if ok, err := n.ledger.update(ctx, anchor); err != nil || !ok {
		return err // another has taken it
	}
	anchor, err = n.ledger.read(ctx, anchor.key)
	if err != nil {
		return err
	}
	return n.finish(ctx, anchor, done)
}

// waits notes that notices wait.
func (n *Notices) waits(list []entry, until time.Time, why Decision, done *Result) {
	for _, e := range list {
		done.notice(e, why)
	}
	done.next(until)
}

// glance is what was found for a person for whom something waits, so that not every round asks the directory and the rules
// about everybody. It is good as long as nothing has come for them, and no longer than the longest sleep, since they may have
// changed when they want to be written to.
type glance struct {
	count  int
	newest uint64
	at     time.Time
	until  time.Time
	why    Decision
}

func glanceAt(list []entry, now, until time.Time, why Decision) glance {
	g := glance{count: len(list), at: now, until: until, why: why}
	for _, e := range list {
		g.newest = max(g.newest, e.revision)
	}
	return g
}

func (g glance) still(list []entry, now time.Time, atMost time.Duration) bool {
	again := glanceAt(list, now, g.until, g.why)
	return g.count > 0 && g.count == again.count && g.newest == again.newest && now.Before(g.until) && now.Sub(g.at) < atMost
}

// worth drops what need not be written any more.
func (n *Notices) worth(ctx context.Context, who directory.Person, list []entry, done *Result) ([]entry, error) {
	var left []entry
	newest := map[string]string{} // of an item: the last that asks
	for _, e := range list {
		if e.Telling.Asks() && e.Telling.Item != "" {
			newest[e.Telling.Partnership+"/"+e.Telling.Item] = e.key
		}
	}
	for _, e := range list {
		why := Due
		settled, err := n.settled(ctx, e.Telling)
		last, asked := newest[e.Telling.Partnership+"/"+e.Telling.Item]
		switch {
		case err != nil:
			return nil, err
		case !who.ErasedAt.IsZero():
			why = Erased
		case !who.LeftAt.IsZero() && !e.Telling.Asks():
			why = Left
		case settled:
			why = Settled
		case e.Telling.Asks() && asked && last != e.key:
			why = Superseded
		}
		if why == Due {
			left = append(left, e)
			continue
		}
		if err := n.drop(ctx, e, why, done); err != nil {
			return nil, err
		}
	}
	return left, nil
}

func (n *Notices) drop(ctx context.Context, e entry, why Decision, done *Result) error {
	e.State, e.Why = dropped, why
	ok, err := n.ledger.update(ctx, e)
	if ok {
		done.notice(e, why)
		n.cfg.Log.Info().Str("partnership", e.Telling.Partnership).Str("notice", e.Telling.ID).Str("decision", string(why)).Msg("notice dropped")
	}
	return err
}

// settled asks the rules, on the case as it stands.
func (n *Notices) settled(ctx context.Context, t workflow.Telling) (bool, error) {
	if !t.Asks() || t.Case == "" {
		return false, nil
	}
	c, r, err := n.stands(ctx, t)
	if err != nil {
		return false, err
	}
	return workflow.Settled(t, c, r, n.cfg.Now()), nil
}

// stands returns the case, nil for none, and the register that a telling is about, as they stand.
func (n *Notices) stands(ctx context.Context, t workflow.Telling) (c *workflow.Case, r *workflow.Register, err error) {
	if r, err = n.boards.Newest(ctx, registerOf(t.Partnership)); err != nil || t.Case == "" {
		return nil, r, err
	}
	c, err = n.cases.Newest(ctx, caseOf(t.Partnership, t.Case))
	return c, r, err
}

// holds is the stage hold.
func (n *Notices) holds(ctx context.Context, who directory.Person, list []entry, now time.Time) (time.Time, Decision, error) {
	r, err := n.boards.Newest(ctx, registerOf(list[0].Telling.Partnership))
	if err != nil {
		return time.Time{}, "", err
	}
	first, last := list[0].At, time.Time{}
	for _, e := range list {
		if e.At.Before(first) {
			first = e.At
		}
		if t := e.Telling; t.Asks() && !t.Until.IsZero() && (last.IsZero() || t.Until.Before(last)) {
			last = t.Until
		}
	}
	at, why := held(who.Preferences, r.CalendarAt(now), n.cfg.Gather, first, last, now)
	return at, why, nil
}
