package feeds

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
	"comity/services/journal"
	"comity/workflow"
)

// messagesOf makes the messages of one record: event by event, and of each the most open clearance first. c is the case after
// the record, nil for a record of a register. The same record gives the same messages.
func messagesOf(s journal.Stored, c *workflow.Case) ([]*nats.Msg, error) {
	happened, err := s.Record.Decode()
	if err != nil {
		return nil, err
	}
	var out []*nats.Msg
	for i, e := range happened {
		for _, clearance := range workflow.Clearances {
			fields, err := workflow.Publish(c, e, clearance)
			if err != nil {
				return nil, err
			}
			ce, err := events.NewCloudEvent(s.Record, s.Seq, i, clearance, fields)
			if err != nil {
				return nil, err
			}
			data, err := json.Marshal(ce)
			if err != nil {
				return nil, fmt.Errorf("publish %s: %w", ce.ID, err)
			}
			out = append(out, &nats.Msg{
				Subject: events.FeedSubject(s.Record.Partnership, clearance, ce.Type, s.Record.ID), Data: data,
				Header: nats.Header{
					jetstream.MsgIDHeader:   {ce.ID},
					events.HeaderJournalSeq: {strconv.FormatUint(s.Seq, 10)},
					"Content-Type":          {events.CloudEventsContentType},
				},
			})
		}
	}
	for i, m := range out {
		m.Header[events.HeaderLeft] = []string{strconv.Itoa(len(out) - 1 - i)}
	}
	return out, nil
}
