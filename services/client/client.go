// Package client is how a program talks to Comity over NATS: Do sends a command, Ask puts a question, Watch follows what is
// published. The command line, the scenario player and the web pages use it; so may integrators.
//
// A command is sent again, under the same id, until it is answered or the context ends; it is carried out once however often
// it arrives. What one Client has written it reads again: it remembers the highest position it has seen of each partnership,
// and whoever answers it must have read as far.
package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/google/uuid"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"

	"comity/events"
	"comity/services/bus"
	"comity/workflow"
)

var (
	// ErrNoReply is returned, wrapped, when no answer came in time. The command may or may not have been carried out: ask
	// again with the same command id, which Done carries.
	ErrNoReply = errors.New("no answer came in time")

	// ErrNobody is returned, wrapped, when nobody was there to take the message, for as long as was waited. Nothing was
	// carried out.
	ErrNobody = errors.New("nobody answers there")
)

// Config changes what New makes. Its zero value is good.
type Config struct {
	// NewID makes the id of a command: a UUIDv7, another one each time. Default uuid.NewV7.
	NewID func() string

	// Actor is who asks for what Watch missed, unless As names another; default bus.Operator, the local command line.
	Actor string

	// Wait bounds Do and Ask where the context has no deadline; default 25 s, longer than a cluster needs to find a new
	// leader.
	Wait time.Duration

	// Attempt is how long one message waits for its answer before it is sent again; default 5 s.
	Attempt time.Duration
}

// Client talks to one installation. Its methods may be called concurrently.
type Client struct {
	nc  *nats.Conn
	cfg Config

	mu   sync.Mutex
	seen map[string]position // by partnership
}

// position is how far a client has seen.
type position struct {
	any      uint64 // the highest sequence of all
	register uint64 // the highest of a record of the register: what decisions on cases have to know
}

// New returns a client on a connection, which stays the caller's.
func New(nc *nats.Conn, cfg Config) *Client {
	if cfg.NewID == nil {
		cfg.NewID = func() string { return uuid.Must(uuid.NewV7()).String() }
	}
	if cfg.Actor == "" {
		cfg.Actor = bus.Operator
	}
	if cfg.Wait <= 0 {
		cfg.Wait = 25 * time.Second
	}
	if cfg.Attempt <= 0 {
		cfg.Attempt = 5 * time.Second
	}
	return &Client{nc: nc, cfg: cfg, seen: map[string]position{}}
}

// Done is what came of a command. Command is its id, also when there was no answer.
type Done struct {
	Command string `json:"command"`
	bus.Reply
}

// Option changes one Do, Ask or Watch.
type Option func(*options)

type options struct {
	id       string
	actor    string
	expected int
	atLeast  uint64
	dryRun   bool
}

// CommandID sends the command under an id that the caller has chosen: the one of an earlier attempt, or of a form.
func CommandID(id string) Option { return func(o *options) { o.id = id } }

// ExpectedRevision has the command refused, as stale_revision, when the aggregate is at another revision by now.
func ExpectedRevision(n int) Option { return func(o *options) { o.expected = n } }

// DryRun has the command decided, and nothing recorded: Done says what would happen, a refusal why it would not.
func DryRun() Option { return func(o *options) { o.dryRun = true } }

// As names who asks for what Watch missed, instead of Config.Actor.
func As(actor string) Option { return func(o *options) { o.actor = actor } }

// AtLeast has whoever answers read up to a sequence first, one that another client has seen.
func AtLeast(seq uint64) Option { return func(o *options) { o.atLeast = seq } }

// Do sends a command as actor. The connection's user has to be the actor, or one that may speak for others.
// Errors: *workflow.Refusal for a no, which appended nothing, except outcome_unknown; *bus.Failure when something went wrong
// in the engine; ErrNobody; ErrNoReply.
func (c *Client) Do(ctx context.Context, partnership, actor string, cmd workflow.Command, opts ...Option) (Done, error) {
	spec, known := workflow.Find(cmd.CommandName())
	if !known || !events.ValidToken(partnership) || !events.ValidToken(actor) {
		return Done{}, fmt.Errorf("%s by %q in %q: there is no such command, partnership or actor", cmd.CommandName(), actor, partnership)
	}
	body, err := json.Marshal(cmd)
	if err != nil {
		return Done{}, fmt.Errorf("%s: %w", cmd.CommandName(), err)
	}
	o := collect(opts)
	if o.id == "" {
		o.id = c.cfg.NewID()
	}
	header := nats.Header{bus.HeaderCommandID: {o.id}}
	if o.expected != 0 {
		header.Set(bus.HeaderExpectedRevision, strconv.Itoa(o.expected))
	}
	if o.dryRun {
		header.Set(bus.HeaderDryRun, "true")
	}
	setAtLeast(header, max(o.atLeast, c.position(partnership).register))
	done := Done{Command: o.id}
	err = c.request(ctx, &nats.Msg{Subject: events.CommandSubject(partnership, actor, cmd.CommandName()), Header: header, Data: body}, &done.Reply)
	if err != nil {
		return done, err
	}
	c.saw(partnership, done.Seq, spec.Kind == events.KindRegister)
	return done, nil
}

// Position says what an answer holds for.
type Position struct {
	Seq  uint64    `json:"seq"`   // in the partnership's partition
	AsAt time.Time `json:"as_at"` // UTC
}

// Ask puts a question to a view as actor, and reads the answer into what into points to; nil leaves it unread. args is nil,
// or marshals to a JSON object.
// Errors: as Do's; an answer that does not fit into.
func (c *Client) Ask(ctx context.Context, partnership, actor, view string, args, into any, opts ...Option) (Position, error) {
	if !events.ValidToken(partnership) || !events.ValidToken(actor) || !events.ValidToken(view) {
		return Position{}, fmt.Errorf("%q by %q in %q: there is no such view, partnership or actor", view, actor, partnership)
	}
	body := []byte("{}")
	if args != nil {
		var err error
		if body, err = json.Marshal(args); err != nil {
			return Position{}, fmt.Errorf("ask %s: %w", view, err)
		}
	}
	header := nats.Header{}
	setAtLeast(header, max(collect(opts).atLeast, c.position(partnership).any))
	var answer struct {
		Position
		Data json.RawMessage `json:"data"`
	}
	if err := c.request(ctx, &nats.Msg{Subject: events.AskSubject(partnership, actor, view), Header: header, Data: body}, &answer); err != nil {
		return Position{}, err
	}
	c.saw(partnership, answer.Seq, false)
	if into != nil {
		if err := json.Unmarshal(answer.Data, into); err != nil {
			return answer.Position, fmt.Errorf("ask %s: %w", view, err)
		}
	}
	return answer.Position, nil
}

// Seen is the highest sequence that the client has seen of a partnership: for AtLeast on another client, or in a link.
func (c *Client) Seen(partnership string) uint64 { return c.position(partnership).any }

func (c *Client) position(partnership string) position {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.seen[partnership]
}

func (c *Client) saw(partnership string, seq uint64, register bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.seen[partnership]
	if p.any = max(p.any, seq); register {
		p.register = max(p.register, seq)
	}
	c.seen[partnership] = p
}

func collect(opts []Option) (o options) {
	for _, opt := range opts {
		opt(&o)
	}
	return o
}

func setAtLeast(h nats.Header, seq uint64) {
	if seq > 0 {
		h.Set(bus.HeaderAtLeast, strconv.FormatUint(seq, 10))
	}
}

// request sends the same message until it gets an answer that is not "try again".
func (c *Client) request(ctx context.Context, m *nats.Msg, into any) error {
	if _, bounded := ctx.Deadline(); !bounded {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, c.cfg.Wait)
		defer cancel()
	}
	pause := backoff.NewExponentialBackOff()
	pause.InitialInterval, pause.MaxInterval = 20*time.Millisecond, time.Second
	sent := false // to somebody
	for {
		err := c.once(ctx, m, into)
		if err == nil || !again(err) {
			return err
		}
		if !errors.Is(err, nats.ErrNoResponders) {
			sent = true
		}
		timer := time.NewTimer(pause.NextBackOff())
		select {
		case <-timer.C:
			continue
		case <-ctx.Done():
			timer.Stop()
		}
		if no := (*workflow.Refusal)(nil); errors.As(err, &no) {
			return no
		}
		if sent {
			return fmt.Errorf("%s: %w: %w", m.Subject, ErrNoReply, err)
		}
		return fmt.Errorf("%s: %w", m.Subject, ErrNobody)
	}
}

// again reports whether an attempt may be repeated: it got no answer, or one that says so. An answer of another kind is
// final.
func again(err error) bool {
	var no *workflow.Refusal
	switch {
	case errors.As(err, &no):
		return no.Code == workflow.Unavailable || no.Code == workflow.OutcomeUnknown || no.Code == workflow.TooManyRequests
	case errors.As(err, new(*bus.Failure)), errors.Is(err, errAnswer), errors.Is(err, nats.ErrConnectionClosed),
		errors.Is(err, nats.ErrMaxPayload), errors.Is(err, nats.ErrBadSubject), errors.Is(err, nats.ErrHeadersNotSupported):
		return false
	}
	return true
}

// errAnswer is wrapped by the error for an answer that cannot be read.
var errAnswer = errors.New("the answer cannot be read")

// once sends the message and waits for one attempt.
func (c *Client) once(ctx context.Context, m *nats.Msg, into any) error {
	ctx, cancel := context.WithTimeout(ctx, c.cfg.Attempt)
	defer cancel()
	answer, err := c.nc.RequestMsgWithContext(ctx, m)
	if err != nil {
		return err
	}
	switch answer.Header.Get(micro.ErrorHeader) {
	case "":
		err = json.Unmarshal(answer.Data, into)
	case bus.CodeInternal:
		f := new(bus.Failure)
		if err = json.Unmarshal(answer.Data, f); err == nil {
			return f
		}
	default:
		no := new(workflow.Refusal)
		if err = json.Unmarshal(answer.Data, no); err == nil {
			return no
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w: %w", m.Subject, errAnswer, err)
	}
	return nil
}
