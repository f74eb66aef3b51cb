package views

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/synadia-io/orbit.go/jetstreamext"

	"comity/events"
	"comity/services/bus"
	"comity/services/views/answer"
	"comity/workflow"
)

const (
	feedMost  = 256
	feedBytes = 256 << 10 // of events in one answer, which has to fit in a message
)

// viewFeed reads the stream FEED on behalf of those who may not. Each tier of it holds, of each case, what that tier may
// see; so it is enough that the person has the tier in the partnership.
func viewFeed(ctx context.Context, q *query, args bus.FeedArgs) (*answer.FeedPage, error) {
	if err := q.mayFollow(args.Clearance); err != nil {
		return nil, err
	}
	if args.Limit <= 0 || args.Limit > feedMost {
		args.Limit = feedMost
	}
	if q.v.cfg.Conn == nil {
		return nil, refuse(workflow.Unavailable, "The feed cannot be read here.")
	}
	js, err := jetstream.New(q.v.cfg.Conn)
	if err != nil {
		return nil, err
	}
	out := &answer.FeedPage{FeedPage: bus.FeedPage{Events: []events.CloudEvent{}, Last: args.After}}
	f := feed{js: js, subject: events.FeedOf(q.Partnership, args.Clearance), hints: q.v.hints}
	if err := f.read(ctx, args, out); err != nil || !f.gone || args.After == 0 {
		return out, err
	}
	latest, err := q.latest(ctx)
	out.Reset = latest > events.JournalSeq(args.After)
	return out, err
}

// latest is the sequence of the partnership's newest record, each of which is published to every tier.
func (q *query) latest(ctx context.Context) (seq uint64, err error) {
	err = q.tx.QueryRowContext(ctx, `SELECT COALESCE(MAX(seq), 0) FROM cases WHERE partnership = ?`, q.Partnership).Scan(&seq)
	return max(seq, q.held.seq), err
}

// mayFollow refuses whoever does not have a clearance in the partnership.
func (q *query) mayFollow(clearance string) error {
	if own := q.generally(); !workflow.Clears(own, clearance) {
		return refuse(workflow.NotPermitted, "Your clearance in %s is %s; this asks for %s.", q.Partnership, own, clearance)
	}
	return nil
}

// generally is the person's clearance in the partnership as a whole: of a case that concerns nobody in particular. The
// operator, where it may speak for anybody, has them all; a dashboard what its key says.
func (q *query) generally() string {
	if q.Clearance != "" {
		return q.Clearance
	}
	if q.Actor == bus.Operator && q.v.cfg.OperatorActs {
		return workflow.ClearExempt
	}
	return workflow.Generally(q.register(), q.Actor, q.now)
}

// feed is one tier of one partnership in the stream FEED.
type feed struct {
	js      jetstream.JetStream
	subject string
	hints   *hints

	gone bool // after read: the stream has dropped messages, and has none of this tier any more
}

// read adds the events after a position to the answer, and says how far it is complete.
func (f *feed) read(ctx context.Context, args bus.FeedArgs, out *answer.FeedPage) error {
	newest, err := f.newest(ctx)
	if err != nil {
		return err
	}
	s, err := f.js.Stream(ctx, bus.FeedStream) // after newest, so that the stream is no older than it
	if err != nil {
		return fmt.Errorf("feed: %w", err)
	}
	state := s.CachedInfo().State
	if f.gone = newest == 0 && state.FirstSeq > 1; newest <= args.After {
		return nil
	}
	at, err := f.find(ctx, args.After, state.FirstSeq, state.LastSeq)
	if err != nil {
		return err
	}
	out.Reset = args.After > 0 && state.FirstSeq > 1 && at <= state.FirstSeq
	size := 0
	for at <= state.LastSeq && len(out.Events) < args.Limit && size < feedBytes {
		page, err := f.page(ctx, at, args.Limit-len(out.Events))
		if err != nil || len(page) == 0 {
			return err
		}
		for _, m := range page {
			at = m.seq + 1
			if m.event.Sequence <= args.After {
				continue
			}
			if size += m.size; size > feedBytes && len(out.Events) > 0 {
				return nil
			}
			out.Events, out.Last = append(out.Events, m.event), m.event.Sequence
			f.hints.put(f.subject, m.event.Sequence, m.seq)
		}
	}
	return nil
}

// published is one message of the feed.
type published struct {
	seq   uint64 // in the stream
	size  int    // bytes
	event events.CloudEvent
}

// find returns the sequence in the stream of the first message after a position, or one before it. Positions of a tier rise
// with the stream, so a binary search finds it; a reader who comes back for the next page is remembered.
func (f *feed) find(ctx context.Context, after, first, last uint64) (uint64, error) {
	if seq, ok := f.hints.get(f.subject, after); ok {
		return seq + 1, nil
	}
	if after == 0 {
		return first, nil
	}
	low, high := first, last
	for low < high {
		mid := low + (high-low)/2
		m, err := f.next(ctx, mid)
		if err != nil {
			return 0, err
		}
		if m == nil || m.event.Sequence > after {
			high = mid
		} else {
			low = m.seq + 1
		}
	}
	return low, nil
}

// newest returns the position of the newest message of the tier; 0 for none. It spares who has everything the search.
func (f *feed) newest(ctx context.Context) (uint64, error) {
	request, err := json.Marshal(map[string]string{"last_by_subj": f.subject})
	if err != nil {
		return 0, err
	}
	m, err := f.js.Conn().RequestWithContext(ctx, "$JS.API.DIRECT.GET."+bus.FeedStream, request)
	if err != nil {
		return 0, fmt.Errorf("feed: %w", err)
	}
	switch status := m.Header.Get("Status"); status {
	case "":
		e, err := read(m.Data)
		return e.Sequence, err
	case "404":
		return 0, nil
	default:
		return 0, fmt.Errorf("feed: the server answers %s %s", status, m.Header.Get("Description"))
	}
}

// next returns the first message of the tier from a sequence on; nil for none.
func (f *feed) next(ctx context.Context, seq uint64) (*published, error) {
	page, err := f.page(ctx, seq, 1)
	if err != nil || len(page) == 0 {
		return nil, err
	}
	return &page[0], nil
}

// page returns up to n messages of the tier from a sequence on.
func (f *feed) page(ctx context.Context, seq uint64, n int) ([]published, error) {
	list, err := jetstreamext.GetBatch(ctx, f.js, bus.FeedStream, n, jetstreamext.GetBatchSubject(f.subject), jetstreamext.GetBatchSeq(seq),
		jetstreamext.GetBatchMaxBytes(feedBytes))
	if err != nil {
		return nil, fmt.Errorf("feed: %w", err)
	}
	var out []published
	for m, err := range list {
		if errors.Is(err, jetstreamext.ErrNoMessages) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("feed: %w", err)
		}
		e, err := read(m.Data)
		if err != nil {
			return nil, err
		}
		out = append(out, published{seq: m.Sequence, size: len(m.Data), event: e})
	}
	return out, nil
}

func read(message []byte) (e events.CloudEvent, err error) {
	if err := json.Unmarshal(message, &e); err != nil {
		return e, fmt.Errorf("feed: a message of %s: %w", bus.FeedStream, err)
	}
	return e, nil
}

// hints remembers where in the stream the positions lie that were given out last.
type hints struct {
	mu   sync.Mutex
	kept map[hint]uint64
}

type hint struct {
	subject  string
	position uint64
}

const hintsKept = 10_000

func newHints() *hints { return &hints{kept: map[hint]uint64{}} }

func (h *hints) get(subject string, position uint64) (uint64, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	seq, ok := h.kept[hint{subject, position}]
	return seq, ok
}

func (h *hints) put(subject string, position, seq uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.kept) >= hintsKept {
		clear(h.kept)
	}
	h.kept[hint{subject, position}] = seq
}
