package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
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

// ErrReset is returned by Watch when the feed no longer has everything after the position. What was published before is
// seen in views: begin again from a snapshot, and watch from its position. Events may have been given to fn before.
var ErrReset = errors.New("the feed no longer has everything after this position")

// Event is a published event, with the fields that its clearance may see.
type Event struct {
	events.CloudEvent

	// Raw is the event as it came.
	Raw json.RawMessage `json:"-"`
}

// UnmarshalJSON reads a CloudEvent and keeps it as it came.
func (e *Event) UnmarshalJSON(data []byte) error {
	e.Raw = slices.Clone(data)
	return json.Unmarshal(data, &e.CloudEvent)
}

// Watch calls fn with every event published for a clearance of a partnership after a position of the feed, in order, each
// once, and waits for new ones; 0 is the beginning. It asks for what it missed, then follows live, and asks again
// whenever it may have missed something: the connection was cut, the buffer ran over, or it has been quiet for long.
//
// The position is the Sequence of an event: who means to come back without a gap or a double keeps that of the last one.
//
// It blocks until ctx ends or fn fails. fn is called from one goroutine, and takes its time.
// Errors: what fn returned; the context's; ErrReset; *workflow.Refusal when who asks may not see the clearance.
func (c *Client) Watch(ctx context.Context, partnership, clearance string, after uint64, fn func(Event) error, opts ...Option) error {
	o, actor := collect(opts), c.cfg.Actor
	if o.actor != "" {
		actor = o.actor
	}
	if !events.ValidToken(partnership) || !events.ValidToken(actor) || !events.ValidToken(clearance) {
		return fmt.Errorf("watch %s of %s as %s: there is no such partnership, actor or clearance", clearance, partnership, actor)
	}
	w := &watcher{c: c, partnership: partnership, actor: actor, clearance: clearance, fn: fn, done: after}
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

	done uint64 // position of the feed: every event up to here was given to fn
}

// follow gives on what comes live, and asks where there may be a gap.
func (w *watcher) follow(ctx context.Context, sub *nats.Subscription, live <-chan *nats.Msg, changed <-chan nats.Status) error {
	quiet := time.NewTimer(askAfter)
	defer quiet.Stop()
	lost := 0
	missed := func() bool { // something, since it was asked last
		select {
		case <-changed:
			return true
		default:
		}
		n, err := sub.Dropped()
		if err != nil || n <= lost {
			return false
		}
		lost = n
		return true
	}
	for {
		ask := true
		select {
		case m := <-live:
			// What came after a cut must not overtake what was lost in it: the status is there before the message.
			if missed() {
				if err := w.catchUp(ctx); err != nil {
					return err
				}
			}
			var err error
			if ask, err = w.take(m); err != nil {
				return err
			}
		case <-changed:
		case <-quiet.C:
		case <-ctx.Done():
			return context.Cause(ctx)
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
		var page struct { // an answer.FeedPage
			Events []Event `json:"events"`
			Last   uint64  `json:"last"`
			Reset  bool    `json:"reset"`
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
		case page.Reset:
			return fmt.Errorf("watch %s of %s after %d: %w", w.clearance, w.partnership, before, ErrReset)
		}
		for _, e := range page.Events {
			if err := w.give(e); err != nil {
				return err
			}
		}
		w.done = max(w.done, page.Last) // what this clearance is not told of is passed over
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

// give calls fn, unless it had the event.
func (w *watcher) give(e Event) error {
	if e.Sequence <= w.done {
		return nil
	}
	w.done = e.Sequence
	return w.fn(e)
}
