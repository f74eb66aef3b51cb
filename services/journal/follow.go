package journal

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
)

const (
	// followPage is how many records a page holds at most, unless one batch is longer.
	followPage = 64

	// followPull is how many records are asked for at a time, followBuffer what fits while the reader is busy: two
	// pulls, and a heartbeat a second for as long as a pull lives.
	followPull   = 256
	followBuffer = 1024

	followExpires   = 30 * time.Second
	followHeartbeat = time.Second
	followSilence   = 3 * followHeartbeat // no word for so long: begin again

	// followForget is when the server drops a consumer whose reader is gone, or has been busy for too long.
	followForget = 5 * time.Minute
)

// Follow calls fn with every record of a partition after a sequence, in order, each once, and waits for new ones. A page
// is what is at hand, up to 64 records; the records of one batch are always in one page, so that a caller who keeps a
// page and its last sequence in one transaction never keeps half a decision. Follow holds no position for the caller.
//
// It blocks until ctx ends, fn fails, or the journal does not hold; it connects again by itself, without loss or double.
// One Follow calls fn from one goroutine.
// Errors: what fn returned; the context's; ErrGap; ErrRegressed when the partition ends before the sequence given, and
// stays so; events.ErrTampered for a record that lies under another's subject.
func (j *Journal) Follow(ctx context.Context, partition int, after uint64, fn func([]Stored) error) error {
	f := &follower{j: j, p: j.parts[partition], fn: fn, pos: after}
	var pause backoff
	for {
		before := f.pos
		err := f.run(ctx)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if e := (final{}); errors.As(err, &e) {
			return e.error
		}
		if f.pos > before {
			pause = backoff{}
		}
		f.held, f.whole = nil, 0 // read again
		if !pause.sleep(ctx, f.alarm) {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			return fmt.Errorf("follow %s after %d: %w", f.p.stream, after, ErrRegressed)
		}
	}
}

// follower is one Follow under way, owned by its goroutine.
type follower struct {
	j     *Journal
	p     *partition
	fn    func([]Stored) error
	pos   uint64   // last sequence that fn has taken
	held  []Stored // read and not handed on: a page being made, then at most the beginning of a batch
	whole int      // how many of held are whole batches
	alarm <-chan time.Time
}

// run follows with one consumer for as long as that works. The consumer keeps no position that counts: a new one starts
// after pos. Its error is final where another consumer would not help.
func (f *follower) run(ctx context.Context) error {
	if err := f.checkLength(ctx); err != nil {
		return err
	}
	consumer, err := f.j.js.CreateConsumer(ctx, f.p.stream, jetstream.ConsumerConfig{
		DeliverPolicy: jetstream.DeliverByStartSequencePolicy, OptStartSeq: f.pos + 1,
		AckPolicy: jetstream.AckNonePolicy, MemoryStorage: true, Replicas: 1, InactiveThreshold: followForget,
	})
	if err != nil {
		return err
	}
	name := consumer.CachedInfo().Name
	defer f.forget(name)
	msgs := make(chan *nats.Msg, followBuffer)
	sub, err := f.j.nc.ChanSubscribe(f.j.nc.NewInbox(), msgs)
	if err != nil {
		return err
	}
	defer sub.Unsubscribe()
	return f.read(ctx, sub.Subject, name, msgs)
}

// read asks for records and hands them on, page after page.
func (f *follower) read(ctx context.Context, inbox, consumer string, msgs <-chan *nats.Msg) error {
	due := 0 // records asked for and not come
	silence := time.NewTimer(followSilence)
	defer silence.Stop()
	for {
		if due <= followPull/2 {
			if err := f.pull(inbox, consumer); err != nil {
				return err
			}
			due += followPull
		}
		silence.Reset(followSilence)
		select {
		case m := <-msgs:
			arrived, err := f.take(ctx, m, msgs)
			if err != nil {
				return err
			}
			if due -= arrived; arrived == ended {
				due = 0
			}
		case <-silence.C:
			return errors.New("the server has gone quiet")
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (f *follower) pull(inbox, consumer string) error {
	request := fmt.Appendf(nil, `{"batch":%d,"expires":%d,"idle_heartbeat":%d}`, followPull, followExpires, followHeartbeat)
	return f.j.nc.PublishRequest("$JS.API.CONSUMER.MSG.NEXT."+f.p.stream+"."+consumer, inbox, request)
}

// ended is what take returns when a pull has run its time.
const ended = -1

// take adds a message and what else is at hand to the page, and hands on what is whole. It returns how many records came.
func (f *follower) take(ctx context.Context, m *nats.Msg, msgs <-chan *nats.Msg) (arrived int, err error) {
	for {
		if status := m.Header.Get("Status"); len(m.Data) == 0 && status != "" {
			switch status {
			case "100": // heartbeat
			case "404", "408": // the pull is over
				return ended, f.handOn()
			default:
				return 0, fmt.Errorf("the server answers %s %s", status, m.Header.Get("Description"))
			}
		} else if err := f.add(ctx, m); err != nil {
			return 0, errors.Join(f.handOn(), err)
		} else {
			arrived++
		}
		if f.whole >= followPage {
			return arrived, f.handOn()
		}
		select {
		case m = <-msgs:
		default:
			return arrived, f.handOn()
		}
	}
}

// add puts one record after the others.
func (f *follower) add(ctx context.Context, m *nats.Msg) error {
	meta, err := m.Metadata()
	if err != nil {
		return err
	}
	seq, next := meta.Sequence.Stream, f.pos+uint64(len(f.held))+1
	if seq < next {
		return nil
	}
	if seq > next {
		return f.missing(ctx, next, seq)
	}
	r, err := events.ReadRecord(m.Data)
	if err != nil {
		return final{fmt.Errorf("follow %s: record %d: %w", f.p.stream, seq, err)}
	}
	if m.Subject != events.JournalSubject(f.p.number, r.Aggregate()) {
		return final{fmt.Errorf("follow %s: %w: record %d under %s is of %s", f.p.stream, events.ErrTampered, seq, m.Subject, r.Aggregate())}
	}
	i, n, ok := place(r.Batch)
	if begun := len(f.held) - f.whole; !ok || i != begun+1 || begun > 0 && r.Command.ID != f.held[f.whole].Record.Command.ID {
		return final{fmt.Errorf("follow %s: %w: record %d is %q of a batch, after %d of it", f.p.stream, ErrGap, seq, r.Batch, begun)}
	}
	f.held = append(f.held, Stored{Seq: seq, Record: r, Raw: m.Data, At: meta.Timestamp})
	if i == n {
		f.whole = len(f.held)
	}
	return nil
}

// missing finds out why a sequence was left out: lost on the way, which a new consumer cures, or not there at all.
func (f *follower) missing(ctx context.Context, want, got uint64) error {
	if _, err := f.j.readOnce(ctx, f.p, seqRequest(want)); errors.Is(err, errNotFound) {
		return final{fmt.Errorf("follow %s: %w: record %d is followed by %d", f.p.stream, ErrGap, want-1, got)}
	}
	return fmt.Errorf("record %d was lost on the way", want)
}

// handOn gives the whole part of the page to fn.
func (f *follower) handOn() error {
	if f.whole == 0 {
		return nil
	}
	page := f.held[:f.whole:f.whole]
	if err := f.fn(page); err != nil {
		return final{err}
	}
	f.pos = page[len(page)-1].Seq
	f.held, f.whole = append([]Stored(nil), f.held[f.whole:]...), 0
	return nil
}

// checkLength sets off the alarm while the partition ends before our position. No answer stops it: an outage is not a
// journal that is shorter. Its error is never final.
func (f *follower) checkLength(ctx context.Context) error {
	info, err := f.j.streamInfoOnce(ctx, f.p, nil)
	if err != nil {
		f.alarm = nil
		return fmt.Errorf("head of %s: %v", f.p.stream, err) // %v: what would be final elsewhere is not here
	}
	head := info.State.LastSeq
	if head >= f.pos {
		f.alarm = nil
		return nil
	}
	if f.alarm == nil {
		f.alarm = time.After(f.j.grace)
	}
	return errors.New("the partition ends at " + strconv.FormatUint(head, 10))
}

// forget deletes the consumer, as a courtesy: the server does so by itself after followForget.
func (f *follower) forget(consumer string) {
	_ = f.j.nc.Publish("$JS.API.CONSUMER.DELETE."+f.p.stream+"."+consumer, nil)
}
