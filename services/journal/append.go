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

// Write is one record to append.
type Write struct {
	// Record is what was decided. Append seals it.
	Record *events.Record

	// Expected is the stream sequence of the newest record of the same aggregate, on which the decision was taken; 0
	// for none. It is not a count and not a revision.
	Expected uint64
}

// slot is a sealed write on its way: the one place in the journal that it can take.
type slot struct {
	record   *events.Record
	subject  string
	expected uint64
	data     []byte
}

// Append stores the records of one decision, all or none, and returns their sequences when they are on the disk: of this
// server, or of a majority. Several records are one atomic batch; they belong to one partition and to an aggregate each,
// and every one has its expectation.
//
// It repeats itself until it knows how it ended or ctx ends; the caller may repeat it as well, with the same records.
// Append changes Hash, and Batch where there are several.
// Errors: ErrConflict, ErrTooLarge, and mistakes in the call: nothing is stored. ErrUnknown: perhaps. ErrRegressed: call
// somebody. A context that has ended before: nothing was sent.
func (j *Journal) Append(ctx context.Context, writes ...Write) ([]uint64, error) {
	if ctx.Err() != nil {
		return nil, fmt.Errorf("append: %w", context.Cause(ctx))
	}
	p, slots, err := j.seal(writes)
	if err != nil {
		return nil, err
	}
	var seqs []uint64
	if len(slots) == 1 {
		seqs, err = j.appendOne(ctx, p, slots)
	} else {
		seqs, err = j.append(ctx, p, slots)
	}
	if err != nil {
		return nil, fmt.Errorf("append to %s: %w", slots[0].record.Aggregate(), err)
	}
	return seqs, nil
}

// append repeats the same publish until the slots answer.
func (j *Journal) append(ctx context.Context, p *partition, slots []slot) ([]uint64, error) {
	var (
		pause backoff
		alarm <-chan time.Time // runs while the server knows less than we do
	)
	for {
		first, err := j.publish(ctx, p, slots)
		if err == nil {
			return sequences(first, len(slots)), nil
		}
		if f := (final{}); errors.As(err, &f) {
			return nil, f.error
		}
		if errors.Is(err, nats.ErrConnectionClosed) {
			return nil, fmt.Errorf("%w: %w", ErrUnknown, err)
		}
		seqs, found := j.resolve(ctx, p, slots)
		if seqs != nil || found != nil {
			return seqs, found
		}
		if !j.behind(ctx, p, slots, err) {
			alarm = nil
		} else if alarm == nil {
			alarm = time.After(j.grace)
		}
		if !pause.sleep(ctx, alarm) {
			if ctx.Err() == nil {
				return nil, fmt.Errorf("%w: %w", ErrRegressed, err)
			}
			return nil, fmt.Errorf("%w: %w", ErrUnknown, err)
		}
	}
}

// seal checks the writes and fixes their bytes.
func (j *Journal) seal(writes []Write) (*partition, []slot, error) {
	if len(writes) == 0 {
		return nil, nil, errors.New("append: nothing to append")
	}
	slots := make([]slot, len(writes))
	var p *partition
	for i, w := range writes {
		r := w.Record
		if part := j.partOf(r.Aggregate()); p == nil {
			p = part
		} else if p != part {
			return nil, nil, fmt.Errorf("append: %s and %s lie in different partitions", writes[0].Record.Aggregate(), r.Aggregate())
		}
		if err := check(w); err != nil {
			return nil, nil, fmt.Errorf("append to %s: %w", r.Aggregate(), err)
		}
		if len(writes) > 1 {
			r.Batch = strconv.Itoa(i+1) + "/" + strconv.Itoa(len(writes))
		}
		data, err := r.Seal()
		if err != nil {
			return nil, nil, fmt.Errorf("append: %w", err)
		}
		slots[i] = slot{record: r, subject: events.JournalSubject(p.number, r.Aggregate()), expected: w.Expected, data: data}
		for _, earlier := range slots[:i] {
			if earlier.subject == slots[i].subject {
				return nil, nil, fmt.Errorf("append: %s occurs twice in one batch", r.Aggregate())
			}
		}
	}
	return p, slots, nil
}

func check(w Write) error {
	r := w.Record
	switch {
	case !r.Kind.Valid() || !events.ValidToken(r.Partnership) || !events.ValidToken(r.ID):
		return errors.New("is not an aggregate")
	case r.V != events.RecordVersion || r.Command.ID == "":
		return errors.New("the record has no version or no command id")
	case (w.Expected == 0) != (r.Revision == 1) || (r.Prev == "") != (r.Revision == 1):
		return fmt.Errorf("revision %d does not go with expected sequence %d and previous hash %q", r.Revision, w.Expected, r.Prev)
	}
	return nil
}

// publish makes one attempt and returns the sequence of the first record. Its error is final where nothing was stored and
// nothing can be by this append; any other means that the slots have to be looked at.
func (j *Journal) publish(ctx context.Context, p *partition, slots []slot) (first uint64, err error) {
	var answer *nats.Msg
	if len(slots) == 1 {
		answer, err = j.nc.RequestMsg(slots[0].message(), j.wait(ctx))
	} else {
		answer, err = j.publishBatch(ctx, slots)
	}
	if errors.Is(err, nats.ErrMaxPayload) {
		return 0, final{fmt.Errorf("%w: %w", ErrTooLarge, err)}
	}
	if err != nil {
		return 0, err
	}
	ack, err := parseAck(answer.Data, p.stream)
	switch {
	case err != nil:
		return 0, err
	case ack.Error != nil && ack.Error.ErrCode == codeTooLarge:
		return 0, final{fmt.Errorf("%w: %w", ErrTooLarge, ack.Error)}
	case ack.Error != nil && ack.Error.permanent():
		return 0, final{ack.Error}
	case ack.Error != nil:
		return 0, ack.Error
	case ack.Stream != p.stream || ack.Duplicate || len(slots) > 1 && ack.Count != len(slots):
		return 0, final{fmt.Errorf("surprising answer %s: is another stream in front of %s?", answer.Data, p.stream)}
	}
	return ack.Seq - uint64(len(slots)) + 1, nil
}

func (s *slot) message() *nats.Msg {
	return &nats.Msg{Subject: s.subject, Data: s.data, Header: nats.Header{
		jetstream.ExpectedLastSubjSeqHeader: {strconv.FormatUint(s.expected, 10)},
	}}
}

// resolve asks the leader who took the slots. It returns sequences when all are ours, ErrConflict when one is another's,
// and neither when that is not known yet. What it finds is committed and so final; what it does not find may still come.
func (j *Journal) resolve(ctx context.Context, p *partition, slots []slot) ([]uint64, error) {
	seqs := make([]uint64, 0, len(slots))
	for i := range slots {
		s := &slots[i]
		m, err := j.readOnce(ctx, p, nextRequest(s.subject, s.expected+1))
		if err != nil {
			continue
		}
		if string(m.Data) != string(s.data) {
			return nil, fmt.Errorf("%w: %s has record %d after %d", ErrConflict, s.record.Aggregate(), m.Seq, s.expected)
		}
		seqs = append(seqs, m.Seq)
	}
	if len(seqs) < len(slots) {
		return nil, nil
	}
	return seqs, nil
}

// behind reports whether the server knows less about a slot than the caller was told before. A refusal does not pass
// through the vote of the replicas, so a leader that has been deposed without noticing can give it.
func (j *Journal) behind(ctx context.Context, p *partition, slots []slot, refusal error) bool {
	var e *apiError
	if !errors.As(refusal, &e) || e.ErrCode != codeWrongLast {
		return false
	}
	if len(slots) == 1 {
		last, ok := e.lastSeq()
		return ok && last < slots[0].expected
	}
	for i := range slots {
		m, err := j.readOnce(ctx, p, lastRequest(slots[i].subject))
		if errors.Is(err, errNotFound) && slots[i].expected > 0 || err == nil && m.Seq < slots[i].expected {
			return true
		}
	}
	return false
}

func sequences(first uint64, n int) []uint64 {
	seqs := make([]uint64, n)
	for i := range seqs {
		seqs[i] = first + uint64(i)
	}
	return seqs
}
