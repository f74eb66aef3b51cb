package notices

import (
	"slices"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"comity/services/client"
	"comity/services/outbox"
	"comity/services/views/answer"
	"comity/workflow/calendar"
)

type (
	workflowDate = calendar.Date
	undelivered  = answer.Undelivered
)

// ask asks over NATS, as the pages do.
func (b *bench) ask(actor, person string) answer.Notices {
	b.t.Helper()
	out, err := b.tryAsk(actor, person)
	if err != nil {
		b.t.Fatal(err)
	}
	return out
}

func (b *bench) tryAsk(actor, person string) (out answer.Notices, err error) {
	b.t.Helper()
	c := client.New(b.Server.Engine(b.t), client.Config{})
	_, err = c.Ask(b.t.Context(), "westmere", actor, View, answer.NoticesArgs{Person: person}, &out)
	return out, err
}

func (b *bench) put(m outbox.Mail) {
	b.t.Helper()
	if err := b.box.Put(b.t.Context(), m); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) outboxOver(nc *nats.Conn) *outbox.Outbox {
	b.t.Helper()
	js, err := jetstream.New(nc)
	if err != nil {
		b.t.Fatal(err)
	}
	o, err := outbox.Open(b.t.Context(), js)
	if err != nil {
		b.t.Fatal(err)
	}
	return o
}

func (b *bench) eventuallyMailed(want ...string) {
	b.t.Helper()
	got := b.mailed()
	for _, w := range want {
		if !slices.Contains(got, w) {
			b.t.Fatalf("got %q, want %q", got, w)
		}
	}
}
