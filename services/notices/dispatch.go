package notices

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"comity/services/directory"
	"comity/services/outbox"
	"comity/workflow"
)

// handFor is for how long a batch, or a mail, is left to the instance that has it in hand.
const handFor = 2 * time.Minute

// Result says what one round did.
type Result struct {
	Written   int                 // mails
	Notices   map[Decision]int    // what became of notices that waited
	Mails     map[Decision]int    // what became of mails
	Decisions map[string]Decision // by the id of the notice or of the mail: the last word of this round on it
	Next      time.Time           // the next moment at which there is something to do; none: nothing waits
}

func (r *Result) notice(e entry, d Decision) {
	r.Notices[d]++
	r.Decisions[e.Telling.ID] = d
}

func (r *Result) mail(m outbox.Mail, d Decision) {
	r.Mails[d]++
	r.Decisions[m.ID] = d
}

func (r *Result) next(at time.Time) {
	if r.Next.IsZero() || at.Before(r.Next) {
		r.Next = at
	}
}

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
		if err := n.write(ctx, person, &done); err != nil {
			return done, err
		}
	}
	return done, n.deliverAll(ctx, &done)
}

// write writes what waits for one person: at most one mail, and whatever an instance left unfinished.
func (n *Notices) write(ctx context.Context, person string, done *Result) error {
	taken := map[string]bool{}
	var list []entry
	now := n.cfg.Now().UTC()
	for _, e := range n.ledger.of(person) {
		if e.State != inHand {
			list = append(list, e)
			continue
		}
		for _, key := range e.With {
			taken[key] = true
		}
		if until := e.HeldAt.Add(handFor); e.By != n.me && now.Before(until) {
			done.next(until)
			continue
		}
		if err := n.finish(ctx, e, done); err != nil {
			return err
		}
	}
	list = slices.DeleteFunc(list, func(e entry) bool { return taken[e.key] })
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

// finish writes the mail of a batch that was claimed, and marks its notices. It may be done again, by anybody.
func (n *Notices) finish(ctx context.Context, anchor entry, done *Result) error {
	batch := []entry{anchor}
	for _, key := range anchor.With {
		e, err := n.ledger.read(ctx, key)
		if err != nil {
			return err
		}
		if e.State == waiting {
			batch = append(batch, e)
		}
	}
	id := mailID(anchor)
	_, err := n.cfg.Outbox.Mail(ctx, id)
	written := err == nil
	if err != nil && !errors.Is(err, jetstream.ErrKeyNotFound) {
		return err
	}
	worth := batch
	if !written {
		if worth, err = n.compose(ctx, id, anchor, batch, done); err != nil {
			return err
		}
	}
	for _, e := range slices.Backward(batch) { // the anchor last: until then the batch is in hand
		e.State, e.Why, e.Mail = mailed, Mailed, id
		if !slices.ContainsFunc(worth, func(w entry) bool { return w.key == e.key }) {
			e.State, e.Why, e.Mail = dropped, Settled, ""
		}
		ok, err := n.ledger.update(ctx, e)
		if err != nil {
			return err
		}
		if ok {
			done.notice(e, e.Why)
		}
	}
	return nil
}

// mailID is the id of the mail of a batch.
func mailID(anchor entry) string { return "n-" + short(anchor.Telling.Partnership, anchor.Telling.ID) }

// compose is the stage compose: it queues the mail of a batch, and returns which of it went in.
func (n *Notices) compose(ctx context.Context, id string, anchor entry, batch []entry, done *Result) ([]entry, error) {
	var worth []entry
	for _, e := range batch {
		settled, err := n.settled(ctx, e.Telling)
		if err != nil {
			return nil, err
		}
		if !settled {
			worth = append(worth, e)
		}
	}
	if len(worth) == 0 {
		return nil, nil
	}
	m, err := n.letter(ctx, anchor.Telling.Person, worth)
	if err != nil {
		return nil, err
	}
	m.ID, m.QueuedAt = id, n.cfg.Now().UTC()
	if m.Thread, err = n.thread(ctx, id, worth); err != nil {
		return nil, err
	}
	err = n.cfg.Outbox.Put(ctx, m)
	if errors.Is(err, outbox.ErrExists) {
		return worth, nil
	}
	if err != nil {
		return nil, err
	}
	done.Written++
	m, revision, err := n.cfg.Outbox.Read(ctx, id)
	if err != nil {
		return nil, err
	}
	n.mails.take(m, revision)
	return worth, nil
}

// thread finds the mail that began the conversation, for a mail about one item; and notes of every item that this one may
// have begun it.
func (n *Notices) thread(ctx context.Context, id string, batch []entry) (string, error) {
	first, items := "", map[string]bool{}
	for _, e := range batch {
		t := e.Telling
		key := t.Partnership + "/" + t.Item
		if t.Item == "" || items[key] {
			continue
		}
		items[key] = true
		began, err := n.ledger.thread(ctx, t.Person, t.Partnership, t.Item, id)
		if err != nil {
			return "", err
		}
		first = began
	}
	if len(items) != 1 || first == id {
		return "", nil
	}
	return first, nil
}
