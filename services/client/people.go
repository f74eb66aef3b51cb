package client

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/nats-io/nats.go"

	"comity/events"
)

// People asks something of the people directory as actor, and reads the answer into what into points to. The verbs, and what
// they take and answer, are in package directory. A change that got no answer is sent again: each may be made twice but
// key_create, of which the list then shows two, and invite, of which the last mail counts.
// Errors: as Do's; an answer that does not fit into.
func (c *Client) People(ctx context.Context, actor, verb string, args, into any) error {
	if !events.ValidToken(actor) || !events.ValidToken(verb) {
		return fmt.Errorf("%q by %q: there is no such question or actor", verb, actor)
	}
	body, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("ask %s: %w", verb, err)
	}
	return c.request(ctx, &nats.Msg{Subject: events.PeopleSubject(actor, verb), Header: nats.Header{}, Data: body}, into)
}
