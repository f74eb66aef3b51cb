package client_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/nats-io/nats.go"

	"comity/services/client"
	"comity/services/journal/journaltest"
	"comity/services/natstest"
	"comity/workflow"
)

// BenchmarkDo is one decision as a client sees it: command, rules, record on the disk, answer, all over TCP. Beside it a
// synced publish on the same server, by which it is to be measured (DESIGN §7).
func BenchmarkDo(b *testing.B) {
	_, s := journaltest.Open(b, natstest.Synced())
	runCasework(b, s)
	runRegister(b, s)
	c := client.New(s.Operator(b), client.Config{})
	if _, err := c.Do(b.Context(), "westmere", "p-officer", &workflow.MeetingSchedule{Meeting: "m", Board: "wcb", StartsAt: noon}); err != nil {
		b.Fatal(err)
	}
	const cases = 256
	for n := range cases {
		begin := create("A case")
		begin.Case = fmt.Sprint("C-", n)
		if _, err := c.Do(b.Context(), "westmere", "p-officer", begin); err != nil {
			b.Fatal(err)
		}
	}
	amend := func(n int64) error {
		_, err := c.Do(b.Context(), "westmere", "p-officer", amend(fmt.Sprint("C-", n%cases), "one"))
		return err
	}
	b.Run("alone", func(b *testing.B) {
		b.ReportAllocs()
		for n := int64(0); b.Loop(); n++ {
			if err := amend(n); err != nil {
				b.Fatal(err)
			}
		}
	})
	for _, at := range []int{64, 256} {
		b.Run(fmt.Sprint(at, "_at_once"), func(b *testing.B) {
			var n atomic.Int64
			b.SetParallelism(at / 2) // of two processors
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := amend(n.Add(1)); err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
	}
	b.Run("synced_publish", func(b *testing.B) {
		js, body := s.JetStream(b), make([]byte, 1024)
		for b.Loop() {
			if _, err := js.PublishMsg(b.Context(), &nats.Msg{Subject: "comity.audit.bench.a.b", Data: body}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
