// Package people is the service of the people directory: it answers who somebody is and changes what is recorded of them,
// within one rule (rule.go), and it decides who else than the engine and the operator may connect to NATS, as whom, and with
// what permissions (auth callout).
//
// Whoever connects with an access key gets permissions that follow from what they are in the registers at that moment, for
// ten minutes at most; their program then connects again by itself. When a key is revoked, a person leaves or is erased, or
// a register changes what they may, their connections are cut at once. What cannot be found out is refused: while a register
// or the directory does not answer, nobody new gets in.
package people

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nkeys"
	"github.com/rs/zerolog"
	"golang.org/x/sync/errgroup"

	"comity/services/bus"
	"comity/services/decide"
	"comity/services/directory"
	"comity/services/journal"
	"comity/services/outbox"
)

// DefaultFor is how long a connection lasts before it has to say again who it is.
const DefaultFor = 10 * time.Minute

// Config says with what the service works. Conn, Journal, Now and NewID are needed; without Auth it answers for the directory
// alone, and nobody is let in.
type Config struct {
	Conn    *nats.Conn       // the engine's
	Journal *journal.Journal // on the same connection or another of the engine's
	Now     func() time.Time
	NewID   func() string // of a key; another one each time

	Auth    *nats.Conn // as broker.AuthUser, in AUTH: hears who wants to connect
	Issuer  string     // seed of the account nkey that signs the answers; with Auth
	XKey    string     // seed of the curve key that they are encrypted with; with Auth
	Account string     // where people are put; default PEOPLE

	// For bounds a connection; default DefaultFor. Whole seconds.
	For time.Duration

	// Kick ends the connections of a user. Without it they end with their credentials, after For at most.
	Kick func(user string) (int, error)

	// Verify reads an id token of a provider and returns whose it is. nil: tokens of providers are not taken.
	Verify func(ctx context.Context, token string) (directory.Identity, error)

	Version      string // of this build, semantic; default 0.0.0
	OperatorActs bool   // the local command line may ask for anybody
	Ready        func() // called once, when questions are answered. May be nil
	Log          zerolog.Logger
}

// Service is people. Its methods may be called concurrently.
type Service struct {
	cfg       Config
	directory *directory.Directory
	outbox    *outbox.Outbox
	registers *decide.Registers
	issuer    nkeys.KeyPair // nil without Auth
	xkey      nkeys.KeyPair

	mu           sync.Mutex
	partnerships map[string]bool // every one that has a register

	// gate is held for reading while somebody is looked up and noted, and alone while a change is acted on: so whoever was let
	// in by what no longer holds is always among those who are told to go.
	gate   sync.RWMutex
	guests guests

	kicking sync.WaitGroup
}

// Open builds the service. It does nothing before Run.
// Errors: the directory or the outbox is not there; keys that are none.
func Open(ctx context.Context, cfg Config) (*Service, error) {
	if cfg.For <= 0 {
		cfg.For = DefaultFor
	}
	if cfg.Account == "" {
		cfg.Account = "PEOPLE"
	}
	js, err := jetstream.New(cfg.Conn)
	if err != nil {
		return nil, err
	}
	s := &Service{cfg: cfg, registers: decide.NewRegisters(cfg.Journal, cfg.Conn, cfg.Log), partnerships: map[string]bool{}, guests: guests{}}
	if s.directory, err = directory.Open(ctx, js); err != nil {
		return nil, err
	}
	if s.outbox, err = outbox.Open(ctx, js); err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	if cfg.Auth == nil {
		return s, nil
	}
	if s.issuer, err = nkeys.FromSeed([]byte(cfg.Issuer)); err != nil {
		return nil, fmt.Errorf("the key that signs people in: %w", err)
	}
	if s.xkey, err = nkeys.FromSeed([]byte(cfg.XKey)); err != nil {
		return nil, fmt.Errorf("the key that encrypts sign-ins: %w", err)
	}
	return s, nil
}

// Run answers until ctx ends, then finishes what is in hand.
// Errors: the endpoints or the streams cannot be reached at the start; a register or the directory can no longer be followed.
func (s *Service) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	defer s.kicking.Wait()
	g.Go(func() error { return s.registers.Run(ctx) })
	watching, known := make(chan struct{}), make(chan struct{})
	g.Go(func() error {
		return s.directory.Follow(ctx, func() { close(watching) }, func(person, key string) { s.changed(ctx, person, key) })
	})
	g.Go(func() error { return s.follow(ctx, func() { close(known) }) })
	g.Go(func() error {
		for _, begun := range []chan struct{}{watching, known} { // nobody is let in of whom a change could be missed
			select {
			case <-begun:
			case <-ctx.Done():
				return nil
			}
		}
		if s.cfg.Auth != nil {
			stop, err := s.listen(ctx)
			if err != nil {
				return err
			}
			defer stop()
		}
		return bus.ServePeople(ctx, s.cfg.Conn, bus.People{
			Version: s.cfg.Version, Verbs: verbs(), Handle: s.Answer, OperatorActs: s.cfg.OperatorActs, Ready: s.cfg.Ready, Log: s.cfg.Log,
		})
	})
	if err := g.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}
