package feeds

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"comity/services/bus"
	"comity/services/journal"
	"comity/services/natstest"
	"comity/services/views/viewstest"
)

// BenchmarkPublish publishes a journal on a server that syncs every write, message by message and in atomic batches.
func BenchmarkPublish(b *testing.B) {
	for _, batches := range []bool{false, true} {
		b.Run(fmt.Sprintf("batches=%v", batches), func(b *testing.B) {
			w := viewstest.Open(b, natstest.Synced())
			w.Now = viewstest.At("2026-12-01 09:00")
			for i := range 60 {
				w.Draft(b, fmt.Sprintf("C%d", i), "partners")
			}
			js, err := jetstream.New(w.Server.Administrator(b))
			if err != nil {
				b.Fatal(err)
			}
			cfg := bus.Feed(1)
			cfg.AllowAtomicPublish = batches
			if _, err := js.UpdateStream(b.Context(), cfg); err != nil {
				b.Fatal(err)
			}
			out, err := openOutlet(b.Context(), js, zerolog.Nop())
			if err != nil {
				b.Fatal(err)
			}
			states, sent, done := newStates(w.Journal, 1000), 0, errors.New("done")
			b.ResetTimer()
			began := time.Now()
			for range b.N {
				err := w.Journal.Follow(b.Context(), 0, 1, func(page []journal.Stored) error {
					var messages []*nats.Msg
					for _, s := range page {
						told, err := states.messages(b.Context(), s)
						if err != nil {
							return err
						}
						messages = append(messages, told...)
					}
					for _, m := range messages {
						m.Header.Del(jetstream.MsgIDHeader) // so that a second round is stored as well
					}
					sent += len(messages)
					if err := out.send(b.Context(), 0, messages); err != nil {
						return err
					}
					if page[len(page)-1].Seq >= w.Last {
						return done
					}
					return nil
				})
				if !errors.Is(err, done) {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(w.Last)*float64(b.N)/time.Since(began).Seconds(), "records/s")
			b.ReportMetric(float64(sent)/time.Since(began).Seconds(), "messages/s")
		})
	}
}
