package journal_test

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"

	"github.com/nats-io/nats.go/jetstream"

	"comity/services/natstest"
)

// What the journal leans on in JetStream (STYLE "Facts we lean on"), one test each: a server that no longer holds one of
// them fails here first. What differs on three replicas is in cluster_test.go.

func facts(t *testing.T) jetstream.JetStream {
	t.Helper()
	t.Parallel()
	js, err := jetstream.New(natstest.Start(t).Administrator(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "FACTS", Subjects: []string{"fact.>"}, AllowAtomicPublish: true}); err != nil {
		t.Fatal(err)
	}
	return js
}

// code returns the JetStream error code of err; 0 for nil.
func code(t testing.TB, err error) jetstream.ErrorCode {
	t.Helper()
	var api *jetstream.APIError
	if err != nil && !errors.As(err, &api) {
		t.Errorf("not an answer of JetStream: %v", err)
	}
	if api == nil {
		return 0
	}
	return api.ErrorCode
}

func publish(t testing.TB, js jetstream.JetStream, subject string, opts ...jetstream.PublishOpt) jetstream.ErrorCode {
	t.Helper()
	_, err := js.Publish(t.Context(), subject, nil, opts...)
	return code(t, err)
}

func TestFactExpectationIsAStreamSequence(t *testing.T) {
	js := facts(t)
	publish(t, js, "fact.other")
	publish(t, js, "fact.1", jetstream.WithExpectLastSequencePerSubject(0))
	if c := publish(t, js, "fact.1", jetstream.WithExpectLastSequencePerSubject(1)); c != 10071 {
		t.Errorf("the count of its messages: got code %d, want 10071", c)
	}
	if c := publish(t, js, "fact.1", jetstream.WithExpectLastSequencePerSubject(2)); c != 0 {
		t.Errorf("the sequence of its newest: got code %d, want none", c)
	}
}

func TestFactExpectationMissesAnotherSubject(t *testing.T) {
	js := facts(t)
	publish(t, js, "fact.1.opened", jetstream.WithExpectLastSequencePerSubject(0))
	if c := publish(t, js, "fact.1.signed", jetstream.WithExpectLastSequencePerSubject(0)); c != 0 {
		t.Errorf("got code %d: the server has grown wiser, and event types could end the subject", c)
	}
}

func TestFactSameMessageIDAgainIsAConflictOnOneServer(t *testing.T) {
	js := facts(t)
	again := []jetstream.PublishOpt{jetstream.WithMsgID("c-1"), jetstream.WithExpectLastSequencePerSubject(0)}
	publish(t, js, "fact.1", again...)
	if c := publish(t, js, "fact.1", again...); c != 10071 {
		t.Errorf("got code %d, want 10071", c)
	}
}

func TestFactLostRaceIs10071OnOneServer(t *testing.T) {
	js := facts(t)
	if codes := race(t, js, 20); codes[10071] != 20*5 {
		t.Errorf("got %v, want 10071 only", codes)
	}
}

// race lets six writers loose on a new subject in each round and counts the losers' codes.
func race(t *testing.T, js jetstream.JetStream, rounds int) map[jetstream.ErrorCode]int {
	t.Helper()
	codes := map[jetstream.ErrorCode]int{}
	for round := range rounds {
		var mu sync.Mutex
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				_, err := js.Publish(context.WithoutCancel(t.Context()), "fact.race."+strconv.Itoa(round), nil, jetstream.WithExpectLastSequencePerSubject(0))
				mu.Lock()
				defer mu.Unlock()
				codes[code(t, err)]++
			})
		}
		wg.Wait()
	}
	if codes[0] != rounds {
		t.Errorf("%d winners in %d rounds", codes[0], rounds)
	}
	delete(codes, 0)
	return codes
}
