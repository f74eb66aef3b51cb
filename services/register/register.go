// Package register answers the commands on a partnership's register: its documents, who holds which seat, who deputises,
// what a seat may commit, and its meetings. One record of the journal is everything that a command decided; any number of
// instances may answer side by side.
package register

import (
	"context"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/rs/zerolog"
	"golang.org/x/sync/errgroup"

	"comity/events"
	"comity/services/bus"
	"comity/services/decide"
	"comity/services/journal"
	"comity/workflow"
)

// Name is the service's name, in discovery and as its queue group.
const Name = "register"

// Rules decide a command on a register: workflow.DecideRegister.
type Rules func(*workflow.Register, workflow.Command, workflow.Meta) ([]events.Event, *workflow.Refusal)

// Config says with what the service works. Conn, Journal and Now are needed.
type Config struct {
	Conn    *nats.Conn       // the engine's
	Journal *journal.Journal // on the same connection or another of the engine's
	Now     func() time.Time // the time at which commands are decided
	Version string           // of this build, semantic; default 0.0.0

	// OperatorActs lets the local command line speak for anybody; records then say so.
	OperatorActs bool

	// Decide are the rules; default workflow.DecideRegister.
	Decide Rules

	// Ready is called once, when commands are answered. May be nil.
	Ready func()

	Log zerolog.Logger
}

// Service is the register. Its methods may be called concurrently.
type Service struct {
	cfg          Config
	installation *decide.Registers // read for its administrators only
	registers    *decide.Decider[*workflow.Register]
}

// New builds the service. It does nothing before Run or Do.
func New(cfg Config) *Service {
	if cfg.Decide == nil {
		cfg.Decide = workflow.DecideRegister
	}
	s := &Service{cfg: cfg, installation: decide.NewRegisters(cfg.Journal, cfg.Conn, cfg.Log)}
	s.registers = decide.New(decide.Config[*workflow.Register]{
		Journal: cfg.Journal, Now: cfg.Now, Log: cfg.Log, Decide: s.decide,
		New: func(agg events.Aggregate) *workflow.Register { return workflow.NewRegister(agg.Partnership) },
	})
	return s
}

// Run answers commands until ctx ends, and finishes what is in hand.
// Errors: the endpoints or the streams cannot be reached at the start; journal.ErrRegressed.
func (s *Service) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return s.installation.Run(ctx) })
	g.Go(func() error {
		return bus.ServeCommands(ctx, s.cfg.Conn, bus.Service{
			Name: Name, Version: s.cfg.Version, Kind: events.KindRegister, Handle: s.Do,
			Now: s.cfg.Now, OperatorActs: s.cfg.OperatorActs, Ready: s.cfg.Ready, Log: s.cfg.Log,
		})
	})
	g.Go(func() error {
		select {
		case err := <-s.registers.Alarm():
			return err
		case <-ctx.Done():
			return nil
		}
	})
	return g.Wait()
}

// Do carries one command out, once however often it comes. The first one on a partnership begins its register.
// Errors: as decide.Decider.Do.
func (s *Service) Do(ctx context.Context, r bus.Request) (bus.Reply, error) {
	return s.registers.Do(ctx, decide.RegisterOf(r.Partnership), r)
}

// decide asks the rules.
func (s *Service) decide(ctx context.Context, state *workflow.Register, r bus.Request, m workflow.Meta, fresh bool) (out decide.Outcome, err error) {
	if m.Administrator, err = s.installation.IsAdministrator(ctx, m.Actor, fresh); err != nil {
		return out, err
	}
	out.RegisterRevision = state.Revision
	if _, ticks := r.Command.(*workflow.PartnershipTick); ticks && state.LooksAtCases(m.At) {
		all, err := s.cases(ctx, state.Partnership)
		if err != nil {
			return out, err
		}
		state = state.WithCases(all)
	}
	out.Events, out.Refusal = s.cfg.Decide(state, r.Command, m)
	return out, nil
}
