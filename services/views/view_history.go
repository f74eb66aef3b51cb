package views

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"comity/events"
	"comity/services/views/answer"
	"comity/workflow"
)

const historyMost = 500

func viewHistory(ctx context.Context, q *query, args answer.HistoryArgs) (*answer.History, error) {
	if args.Limit <= 0 || args.Limit > historyMost {
		args.Limit = historyMost
	}
	args.After = max(args.After, 0)
	h, tier, err := q.theCase(ctx, args.Case)
	if err != nil {
		return nil, err
	}
	out := &answer.History{Label: labelOf(h.theCase()), Records: []answer.HistoryEntry{}}
	if !sees(tier, h.theCase().Terms.Classification) {
		out.Label, tier = limited(out.Label), workflow.ClearPublic
	}
	first := 0
	whole := workflow.Clears(tier, workflow.ClearExempt) // as recorded: the case as it was then is not needed
	if whole {
		first = args.After
	}
	records, err := q.s.history(ctx, q.tx, q.part, h.agg, first, args.After+args.Limit+1)
	if err != nil {
		return nil, err
	}
	then := newHeld(h.agg) // the case as it was after each record
	for _, r := range records {
		if !whole {
			if err := then.take(r.seq, r.record); err != nil {
				return nil, err
			}
		}
		if r.record.Revision <= args.After {
			continue
		}
		if len(out.Records) == args.Limit {
			out.After = out.Records[args.Limit-1].Revision
			break
		}
		entry, err := r.entry(then.theCase(), tier)
		if err != nil {
			return nil, err
		}
		out.Records = append(out.Records, entry)
	}
	return out, nil
}

// recorded is a record of the second copy.
type recorded struct {
	seq      uint64
	storedAt time.Time
	record   *events.Record
}

// history reads the records of an aggregate after a revision and up to another.
func (s *store) history(ctx context.Context, q queryer, partition int, agg events.Aggregate, after, upTo int) ([]recorded, error) {
	list, err := all(ctx, q, func(rows *sql.Rows) (r recorded, err error) {
		var at string
		var body []byte
		if err = rows.Scan(&r.seq, &at, &body); err != nil {
			return r, err
		}
		r.storedAt = unstamp(at)
		r.record, err = events.ReadRecord(body)
		return r, err
	}, sqlRecordsOf, agg.Partnership, agg.Kind, agg.ID, partition, after, upTo)
	if err != nil {
		return nil, fmt.Errorf("records of %s: %w", agg, err)
	}
	return list, nil
}

// entry shows a record to a tier; c is the case after it.
func (r recorded) entry(c *workflow.Case, tier string) (answer.HistoryEntry, error) {
	rec := r.record
	e := answer.HistoryEntry{Seq: r.seq, Revision: rec.Revision, At: rec.At, StoredAt: r.storedAt, Events: []answer.HistoryEvent{}}
	if amounts(tier) {
		e.Actor, e.ActingFor, e.Via, e.Command, e.RegisterRevision, e.Hash = rec.Actor, rec.ActingFor, rec.Via, &rec.Command, rec.RegisterRevision, rec.Hash
	}
	list, err := rec.Decode()
	if err != nil {
		return e, err
	}
	for i, happened := range list {
		if workflow.Clears(tier, workflow.ClearExempt) {
			e.Events = append(e.Events, answer.HistoryEvent{Type: happened.EventType(), Data: rec.Events[i].Data})
			continue
		}
		data, err := workflow.Publish(c, happened, tier)
		if err != nil {
			return e, err
		}
		e.Events = append(e.Events, answer.HistoryEvent{Type: happened.EventType(), Data: data})
	}
	return e, nil
}
