package client

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/nats-io/nats.go"

	"comity/events"
)

// People asks something of the people directory as actor, and reads the answer into what into points to; nil leaves it
// unread. The verbs, and what they take and answer, are in package directory. A question that got no answer is put again:
// done twice it is as done once, but for key_create, of which the list then shows two keys, and invite, of which the last
// mail counts.
// Errors: as Do's; an answer that does not fit into.
func (c *Client) People(ctx context.Context, actor, verb string, args, into any) error {
	if !events.ValidToken(actor) || !events.ValidToken(verb) {
		return fmt.Errorf("%q by %q: there is no such question or actor", verb, actor)
	}
	if args == nil {
		args = struct{}{}
	}
	body, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("ask %s: %w", verb, err)
	}
	if into == nil {
		into = new(json.RawMessage)
	}
	return c.request(ctx, &nats.Msg{Subject: events.PeopleSubject(actor, verb), Header: nats.Header{}, Data: body}, into)
}
