package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"comity/events"
	"comity/services/bus"
)

const (
	feedPage    = 256
	watchBuffer = 4096

	// askAfter is how long Watch believes in silence before it asks whether it missed anything.
	askAfter = 30 * time.Second
)

// Event is a published event, with the fields that its clearance may see.
type Event struct {
	events.CloudEvent

	// Raw is the event as it came.
	Raw json.RawMessage `json:"-"`

	// Cursor is the place of this very event, for From. Sequence alone will not do: one record may be several events.
	Cursor string `json:"-"`
}

// UnmarshalJSON reads a CloudEvent and keeps it as it came.
func (e *Event) UnmarshalJSON(data []byte) error {
	e.Raw = slices.Clone(data)
	return json.Unmarshal(data, &e.CloudEvent)
}

// Watch calls fn with every event published for a clearance of a partnership after a position of the journal, in order, each
// once, and waits for new ones; 0 is the beginning. It asks for what it missed, then follows live, and asks again
// whenever it may have missed something: the connection was cut, the buffer ran over, or it has been quiet for long.
//
// Who means to come back without a gap or a double keeps the Cursor of the last event, and gives it to From.
//
// It blocks until ctx ends or fn fails. fn is called from one goroutine, and takes its time.
// Errors: what fn returned; the context's; *workflow.Refusal when who asks may not see the clearance.
func (c *Client) Watch(ctx context.Context, partnership, clearance string, after uint64, fn func(Event) error, opts ...Option) error {
	o, actor := collect(opts), c.cfg.Actor
	if o.actor != "" {
		actor = o.actor
	}
	if !events.ValidToken(partnership) || !events.ValidToken(actor) || !events.ValidToken(clearance) {
		return fmt.Errorf("watch %s of %s as %s: there is no such partnership, actor or clearance", clearance, partnership, actor)
	}
	w := &watcher{c: c, partnership: partnership, actor: actor, clearance: clearance, fn: fn, done: after}
	if o.cursor != "" {
		if err := w.from(o.cursor); err != nil {
			return err
		}
	}
	live := make(chan *nats.Msg, watchBuffer)
	sub, err := c.nc.ChanSubscribe(events.FeedOf(partnership, clearance), live)
	if err != nil {
		return fmt.Errorf("watch: %w", err)
	}
	defer sub.Unsubscribe()
	changed := c.nc.StatusChanged(nats.CONNECTED, nats.CLOSED)
	defer c.nc.RemoveStatusListener(changed)
	if err := c.subscribed(ctx); err != nil {
		return err
	}
	if err := w.catchUp(ctx); err != nil {
		return err
	}
	return w.follow(ctx, sub, live, changed)
}

// subscribed waits until the server knows of the subscription, so that what is asked for afterwards leaves no gap before
// what comes live. Without a connection that is so once there is one, which is when we ask again.
func (c *Client) subscribed(ctx context.Context) error {
	within, cancel := context.WithTimeout(ctx, c.cfg.Attempt)
	defer cancel()
	if err := c.nc.FlushWithContext(within); err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// watcher is one Watch under way, owned by its goroutine.
type watcher struct {
	c                             *Client
	partnership, actor, clearance string
	fn                            func(Event) error

	done uint64          // every event up to here was given to fn
	at   uint64          // the record after it of which some were; 0 for none
	ids  map[string]bool // those that were
	skip int             // how many more of that record were given by an earlier Watch
}

// from takes up a cursor: a record, and how many of its events were given.
func (w *watcher) from(cursor string) error {
	record, given, ok := strings.Cut(cursor, ".")
	seq, err1 := strconv.ParseUint(record, 10, 64)
	n, err2 := strconv.Atoi(given)
	if !ok || err1 != nil || err2 != nil || seq == 0 || n < 1 {
		return fmt.Errorf("watch: %q is not a cursor", cursor)
	}
	w.done, w.at, w.ids, w.skip = seq-1, seq, map[string]bool{}, n
	return nil
}

// follow gives on what comes live, and asks where there may be a gap.
func (w *watcher) follow(ctx context.Context, sub *nats.Subscription, live <-chan *nats.Msg, changed <-chan nats.Status) error {
	quiet := time.NewTimer(askAfter)
	defer quiet.Stop()
	for lost := 0; ; {
		ask := true
		select {
		case m := <-live:
			var err error
			if ask, err = w.take(m); err != nil {
				return err
			}
		case <-changed:
		case <-quiet.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		if n, err := sub.Dropped(); err == nil && n > lost {
			lost, ask = n, true
		}
		if ask {
			if err := w.catchUp(ctx); err != nil {
				return err
			}
		}
		quiet.Reset(askAfter)
	}
}

// catchUp asks for page after page until there is no more. It goes on asking while nobody answers.
func (w *watcher) catchUp(ctx context.Context) error {
	for {
		var page struct { // a bus.FeedPage
			Events []Event `json:"events"`
			Last   uint64  `json:"last"`
		}
		before := w.done
		_, err := w.c.Ask(ctx, w.partnership, w.actor, bus.FeedView, bus.FeedArgs{Clearance: w.clearance, After: w.done, Limit: feedPage}, &page)
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err != nil && passing(err):
			continue
		case err != nil:
			return err
		}
		for _, e := range page.Events {
			if err := w.give(e); err != nil {
				return err
			}
		}
		if w.done = max(w.done, page.Last); w.at <= w.done {
			w.at, w.ids, w.skip = 0, nil, 0
		}
		if len(page.Events) == 0 || w.done == before {
			return nil
		}
	}
}

// passing reports whether the view may well answer later.
func passing(err error) bool {
	return errors.Is(err, ErrNobody) || errors.Is(err, ErrNoReply) || again(err)
}

// take gives on an event that came live. One that cannot be read is the word that there is something to ask for.
func (w *watcher) take(m *nats.Msg) (ask bool, err error) {
	var e Event
	if json.Unmarshal(m.Data, &e) != nil || e.Sequence == 0 {
		return true, nil
	}
	return false, w.give(e)
}

// give calls fn, unless it had the event. The first of a later record means that the one before is complete.
func (w *watcher) give(e Event) error {
	if e.Sequence <= w.done || e.Sequence < w.at || e.Sequence == w.at && w.ids[e.ID] {
		return nil
	}
	if e.Sequence > w.at {
		w.done, w.at, w.ids, w.skip = max(w.done, w.at), e.Sequence, map[string]bool{}, 0
	}
	w.ids[e.ID] = true
	if w.skip > 0 {
		w.skip--
		return nil
	}
	e.Cursor = strconv.FormatUint(e.Sequence, 10) + "." + strconv.Itoa(len(w.ids))
	return w.fn(e)
}
