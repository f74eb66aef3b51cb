package journal

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"

	"comity/events"
)

// A page of a load: at most so many messages and bytes in one request. The server stops at 64 MiB by itself, which is
// also where a client begins to drop.
const (
	loadMessages = 512
	loadBytes    = 8 << 20
)

// Load returns the records of an aggregate that come after a sequence, oldest first; none when there is nothing newer.
//
// It reads whichever replica is near, which may lag: an append on what it returned is safe, a refusal is not until Last
// agrees. Order and chain are checked among the records returned; their hashes are not computed again.
// Errors: ErrUnavailable; events.ErrTampered where the chain does not hold.
func (j *Journal) Load(ctx context.Context, agg events.Aggregate, after uint64) ([]Stored, error) {
	p := j.partOf(agg)
	var all []Stored
	err := j.persist(ctx, func() error {
		more := true
		for more {
			from := after
			if n := len(all); n > 0 {
				from = all[n-1].Seq
			}
			page, pending, err := j.page(ctx, p, agg, from)
			if all = append(all, page...); err != nil {
				return err
			}
			more = pending
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", agg, err)
	}
	if err := contiguous(agg, all, after); err != nil {
		return nil, fmt.Errorf("load %s: %w", agg, err)
	}
	return all, nil
}

// page asks for one page after a sequence and says whether there is more. What came before an error is good.
func (j *Journal) page(ctx context.Context, p *partition, agg events.Aggregate, after uint64) (page []Stored, more bool, err error) {
	answers := make(chan *nats.Msg, loadMessages+1) // never full, and far smaller than what a synchronous subscription sets aside
	sub, err := j.nc.ChanSubscribe(j.nc.NewInbox(), answers)
	if err != nil {
		return nil, false, err
	}
	defer sub.Unsubscribe()
	if err := j.nc.PublishRequest(p.getDirect, sub.Subject, pageRequest(events.JournalSubject(p.number, agg), after+1)); err != nil {
		return nil, false, err
	}
	late := time.NewTimer(j.wait(ctx))
	defer late.Stop()
	for {
		var m *nats.Msg
		select {
		case m = <-answers:
		case <-late.C:
			return page, false, nats.ErrTimeout
		}
		switch status := m.Header.Get("Status"); status {
		case "":
			s, err := direct(m)
			if err != nil {
				return page, false, final{err}
			}
			page = append(page, s)
		case "204": // end of the page
			return page, m.Header.Get("Nats-Num-Pending") != "0", nil
		case "404":
			return page, false, nil
		case "503":
			return page, false, nats.ErrNoResponders
		default:
			return page, false, final{fmt.Errorf("the server answers %s %s", status, m.Header.Get("Description"))}
		}
	}
}

func pageRequest(subject string, seq uint64) []byte {
	b := make([]byte, 0, 160)
	b = strconv.AppendUint(append(b, `{"seq":`...), seq, 10)
	b = append(append(append(b, `,"next_by_subj":"`...), subject...), '"')
	b = strconv.AppendInt(append(b, `,"batch":`...), loadMessages, 10)
	b = strconv.AppendInt(append(b, `,"max_bytes":`...), loadBytes, 10)
	return append(b, '}')
}

// direct reads a message as a direct get returns it.
func direct(m *nats.Msg) (Stored, error) {
	seq, err1 := strconv.ParseUint(m.Header.Get("Nats-Sequence"), 10, 64)
	at, err2 := time.Parse(time.RFC3339Nano, m.Header.Get("Nats-Time-Stamp"))
	r, err3 := events.ReadRecord(m.Data)
	return Stored{Seq: seq, Record: r, Raw: m.Data, At: at}, errors.Join(err1, err2, err3)
}

// contiguous checks that the records are of one aggregate and follow one another, from its first one where after is 0.
func contiguous(agg events.Aggregate, all []Stored, after uint64) error {
	last := after
	for i, s := range all {
		if s.Record.Aggregate() != agg || s.Seq <= last {
			return fmt.Errorf("%w: record %d names %s", events.ErrTampered, s.Seq, s.Record.Aggregate())
		}
		last = s.Seq
		var prev *events.Record
		if i > 0 {
			prev = all[i-1].Record
		} else if after > 0 {
			continue
		}
		if err := s.Record.Follows(prev); err != nil {
			return err
		}
	}
	return nil
}
