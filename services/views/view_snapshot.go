package views

import (
	"context"
	"encoding/json"

	"comity/events"
	"comity/services/bus"
	"comity/services/views/answer"
	"comity/workflow"
)

const (
	snapshotMost  = 200
	snapshotBytes = 256 << 10 // of cases in one answer, which has to fit in a message
)

// viewSnapshot shows cases as the feed shows them to a clearance. Like the feed it looks at the clearance alone and not at who asks,
// so it is enough that the person has it in the partnership.
func viewSnapshot(ctx context.Context, q *query, args answer.SnapshotArgs) (*answer.Snapshot, error) {
	if err := q.mayFollow(args.Clearance); err != nil {
		return nil, err
	}
	if args.Limit <= 0 || args.Limit > snapshotMost {
		args.Limit = snapshotMost
	}
	seq, err := q.s.position(ctx, q.tx, q.part)
	if err != nil {
		return nil, err
	}
	ids, err := all(ctx, q.tx, scanOne[string], sqlCaseIDs+` AND c.id > ?`+sqlCaseOrder+` LIMIT ?`, q.Partnership, args.After, args.Limit+1)
	if err != nil {
		return nil, err
	}
	out := &answer.Snapshot{Cases: []bus.SnapshotCase{}, Position: events.FeedEnd(seq)}
	size := 0
	for i, id := range ids {
		h, err := q.state(ctx, caseOf(q.Partnership, id))
		if err != nil {
			return nil, err
		}
		c := bus.SnapshotCase{Snapshot: workflow.PublishCase(h.theCase(), args.Clearance), Revision: h.revision, UpdatedAt: h.at.UTC()}
		text, err := json.Marshal(c)
		if err != nil {
			return nil, err
		}
		size += len(text)
		if i == args.Limit || i > 0 && size > snapshotBytes {
			out.After = ids[i-1]
			break
		}
		out.Cases = append(out.Cases, c)
	}
	return out, nil
}
