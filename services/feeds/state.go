package feeds

import (
	"context"

	"github.com/nats-io/nats.go"

	"comity/events"
	"comity/services/fold"
	"comity/services/journal"
	"comity/workflow"
)

// states folds the cases of one partition as their records go by, since what may be told of an event depends on the case
// after it. It belongs to one follower.
type states struct{ cases *fold.Kept[*workflow.Case] }

func newStates(j *journal.Journal, limit int) *states { return &states{cases: fold.Cases(j, limit)} }

// messages returns what is to be published of a record, in order; nothing of the installation's own register.
func (s *states) messages(ctx context.Context, r journal.Stored) ([]*nats.Msg, error) {
	if r.Record.Partnership == events.Installation {
		return nil, nil
	}
	if r.Record.Kind != events.KindCase {
		return messagesOf(r, nil)
	}
	c, err := s.cases.After(ctx, r)
	if err != nil {
		return nil, err
	}
	return messagesOf(r, c)
}
