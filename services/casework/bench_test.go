package casework_test

import (
	"fmt"
	"testing"
	"time"

	"comity/services/bus"
	"comity/services/casework"
	"comity/services/journal"
	"comity/services/journal/journaltest"
	"comity/services/natstest"
	"comity/workflow"
)

// BenchmarkDo is one decision after another, synced, from the request to the record on the disk, on a hundred cases in turn.
// It leaves out the message that brings the command, and the rules.
func BenchmarkDo(b *testing.B) {
	_, s := journaltest.Open(b, natstest.Synced())
	nc := s.Engine(b)
	j, err := journal.Open(b.Context(), journal.Config{Conn: nc})
	if err != nil {
		b.Fatal(err)
	}
	(&site{s, j}).publish(b, 1)
	service := casework.New(casework.Config{Conn: nc, Journal: j, Now: func() time.Time { return noon }, Decide: rules})
	do := func(n int, cmd workflow.Command) {
		r, err := bus.NewRequest("westmere", "p-officer", id(n), cmd)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := service.Do(b.Context(), r); err != nil {
			b.Fatal(err)
		}
	}
	const cases = 100
	for n := range cases {
		begin := create("A case")
		begin.Case = fmt.Sprint("C-", n)
		do(n, begin)
	}
	b.ReportAllocs()
	for n := cases; b.Loop(); n++ {
		cmd := amend("one")
		cmd.Case = fmt.Sprint("C-", n%cases)
		do(n, cmd)
	}
}
