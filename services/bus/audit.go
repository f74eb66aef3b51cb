package bus

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"

	"comity/events"
	"comity/workflow"
)

const (
	// rememberFor is how long a refused command's answer is kept.
	rememberFor = 24 * time.Hour

	// rememberMost and rememberBytes bound how many are kept, and how much of them in JSON; the oldest go first.
	rememberMost  = 100_000
	rememberBytes = 64 << 20

	// closeWithin bounds the waits at the end.
	closeWithin = 5 * time.Second
)

// audit notes refused attempts, and remembers those of the last day: its own, and what the other instances note.
type audit struct {
	js        jetstream.JetStream
	kind      events.Kind
	also      events.Kind // "" for none
	now       func() time.Time
	log       zerolog.Logger
	following jetstream.ConsumeContext

	mu      sync.Mutex
	refused map[refusedKey]refusedCommand
	order   []refusedKey                 // oldest first
	bytes   int                          // of all that is in refused
	inHand  map[refusedKey]chan struct{} // closed when the command has its answer
}

type refusedKey struct{ partnership, actor, id string }

type refusedCommand struct {
	at       time.Time
	digest   string
	expected int
	refusal  *workflow.Refusal
	size     int // bytes
}

// repeated is a refusal that was given before, and so is not noted again.
type repeated struct{ *workflow.Refusal }

func (r repeated) Unwrap() error { return r.Refusal }

// openAudit reads the last day of AUDIT and then follows it.
func openAudit(ctx context.Context, nc *nats.Conn, s Service) (*audit, error) {
	a := &audit{kind: s.Kind, also: s.Also, now: s.Now, log: s.Log, refused: map[refusedKey]refusedCommand{}, inHand: map[refusedKey]chan struct{}{}}
	var err error
	a.js, err = jetstream.New(nc, jetstream.WithPublishAsyncErrHandler(func(_ jetstream.JetStream, m *nats.Msg, err error) {
		a.log.Error().Err(err).RawJSON("attempt", m.Data).Msg("refused attempt not noted")
	}))
	if err != nil {
		return nil, err
	}
	stream, err := a.js.Stream(ctx, AuditStream)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", AuditStream, err)
	}
	from := stream.CachedInfo().TimeStamp.Add(-rememberFor)
	consumer, err := stream.OrderedConsumer(ctx, jetstream.OrderedConsumerConfig{DeliverPolicy: jetstream.DeliverByStartTimePolicy, OptStartTime: &from})
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", AuditStream, err)
	}
	info, err := consumer.Info(ctx)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", AuditStream, err)
	}
	waiting, caughtUp := info.NumPending, make(chan struct{})
	if waiting == 0 {
		close(caughtUp)
	}
	a.following, err = consumer.Consume(func(m jetstream.Msg) {
		a.heard(m.Data())
		if waiting > 0 {
			if waiting--; waiting == 0 {
				close(caughtUp)
			}
		}
	})
	if err != nil {
		return nil, fmt.Errorf("follow %s: %w", AuditStream, err)
	}
	select {
	case <-caughtUp:
		return a, nil
	case <-ctx.Done():
		a.stop()
		return nil, fmt.Errorf("read %s: %w", AuditStream, context.Cause(ctx))
	}
}

// stop ends the following, and waits until nothing is heard any more.
func (a *audit) stop() {
	a.following.Stop()
	select {
	case <-a.following.Closed():
	case <-time.After(closeWithin):
		a.log.Warn().Msg(AuditStream + " is perhaps still followed")
	}
}

// close waits until what was noted is stored, for a while.
func (a *audit) close() {
	a.stop()
	if a.js.Conn().IsClosed() {
		return // nothing more will be acknowledged
	}
	select {
	case <-a.js.PublishAsyncComplete():
	case <-time.After(closeWithin):
		a.log.Error().Int("attempts", a.js.PublishAsyncPending()).Msg("refused attempts perhaps not noted")
	}
}

// heard takes in what an instance noted, this one included.
func (a *audit) heard(data []byte) {
	var t Attempt
	if err := json.Unmarshal(data, &t); err != nil || t.Refusal == nil {
		a.log.Error().Err(err).Msg("an entry of " + AuditStream + " cannot be read")
		return
	}
	if spec, ok := workflow.Find(t.Command.Name); ok && (spec.Kind == a.kind || spec.Kind == a.also) {
		a.remember(t, len(data))
	}
}

// note remembers a refused attempt and has it stored; it waits for neither the server nor the disk.
// An attempt at a subject that names no partnership is noted under the installation's own.
func (a *audit) note(t Attempt) {
	data, err := json.Marshal(t)
	if a.remember(t, len(data)); t.Partnership == "" {
		t.Partnership = events.Installation
		data, err = json.Marshal(t)
	}
	if err == nil {
		_, err = a.js.PublishAsync(events.AuditSubject(t.Partnership, t.Command.Name), data)
	}
	if err != nil {
		a.log.Error().Err(err).RawJSON("attempt", data).Msg("refused attempt not noted")
	}
}

// remember keeps a refusal by which the same command is to be answered again. The engine's own commands are asked again
// whenever they may be due. An id that was reused belongs to the command that had it first. size is the attempt's, in bytes.
func (a *audit) remember(t Attempt, size int) {
	if t.Command.Digest == "" || t.Actor == events.System || t.Refusal.Code == workflow.CommandIDReused {
		return
	}
	key := refusedKey{t.Partnership, t.Actor, t.Command.ID}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.forget(0)
	if _, known := a.refused[key]; known {
		return
	}
	a.forget(size)
	a.refused[key] = refusedCommand{at: t.At, digest: t.Command.Digest, expected: t.ExpectedRevision, refusal: t.Refusal, size: size}
	a.order, a.bytes = append(a.order, key), a.bytes+size
}

// forget drops what is too old, and the oldest where there is no room for one more of that size. The caller holds mu.
func (a *audit) forget(size int) {
	for len(a.order) > 0 {
		key := a.order[0]
		oldest := a.refused[key]
		if len(a.order) < rememberMost && a.bytes+size <= rememberBytes && a.now().Sub(oldest.at) <= rememberFor {
			return
		}
		delete(a.refused, key)
		a.order, a.bytes = a.order[1:], a.bytes-oldest.size
	}
}

// begin answers a command that was refused before, and makes one that is in hand wait for the answer to the first: what was
// noted of that one then holds for this one too. The caller calls end when the command has its answer.
// Errors: the refusal, as a repeated; command_id_reused; ErrOutcomeUnknown when the first took too long.
func (a *audit) begin(ctx context.Context, r Request) (end func(), err error) {
	key := refusedKey{r.Partnership, r.Actor, r.ID}
	for {
		first, err := a.claim(key, r)
		if err != nil {
			return nil, err
		}
		if first == nil {
			return func() { a.release(key) }, nil
		}
		select {
		case <-first:
		case <-ctx.Done():
			return nil, fmt.Errorf("the same command is in hand: %w", ErrOutcomeUnknown)
		}
	}
}

// claim takes a command in hand, or says what to wait for.
func (a *audit) claim(key refusedKey, r Request) (first <-chan struct{}, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if first, ok := a.inHand[key]; ok {
		return first, nil
	}
	was, known := a.refused[key]
	switch {
	case !known || a.now().Sub(was.at) > rememberFor:
		a.inHand[key] = make(chan struct{})
		return nil, nil
	case was.digest != r.Digest || was.expected != r.ExpectedRevision:
		return nil, no(workflow.CommandIDReused, HeaderCommandID, "This command id was used before, for another command. Choose a new one for each command.")
	}
	return nil, repeated{was.refusal}
}

func (a *audit) release(key refusedKey) {
	a.mu.Lock()
	defer a.mu.Unlock()
	close(a.inHand[key])
	delete(a.inHand, key)
}
