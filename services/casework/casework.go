// Package casework answers the commands on cases and their pools: it catches the case up, asks the rules of package workflow, and
// appends one record of everything that they decided, with one for each mandate and pool that the decision changes. It owns nothing
// but the journal's records of these; any number of instances may answer side by side.
package casework

import (
	"context"
	"errors"
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
const Name = "casework"

// Rules decide a command on a case: workflow.DecideCase.
type Rules func(*workflow.Case, *workflow.Register, workflow.Command, workflow.Meta) ([]events.Event, *workflow.Refusal)

// Config says with what casework works. Conn, Journal and Now are needed.
type Config struct {
	Conn    *nats.Conn       // the engine's
	Journal *journal.Journal // on the same connection or another of the engine's
	Now     func() time.Time // the time at which commands are decided
	Version string           // of this build, semantic; default 0.0.0

	// OperatorActs lets the local command line speak for anybody; records then say so.
	OperatorActs bool

	// Keep is how many cases stay folded in memory; default 4,096.
	Keep int

	// Decide are the rules; default workflow.DecideCase.
	Decide Rules

	// Ready is called once, when commands are answered. May be nil.
	Ready func()

	Log zerolog.Logger
}

// Service is casework. Its methods may be called concurrently.
type Service struct {
	cfg       Config
	registers *decide.Registers
	others    *others
	cases     *decide.Decider[*workflow.Case]
	pools     *decide.Decider[*workflow.Pool]
}

// New builds the service. It does nothing before Run or Do.
func New(cfg Config) *Service {
	if cfg.Decide == nil {
		cfg.Decide = workflow.DecideCase
	}
	s := &Service{cfg: cfg, registers: decide.NewRegisters(cfg.Journal, cfg.Conn, cfg.Log), others: newOthers(cfg.Journal, cfg.Log)}
	s.cases = decide.New(decide.Config[*workflow.Case]{
		Journal: cfg.Journal, Now: cfg.Now, Keep: cfg.Keep, Log: cfg.Log, Decide: s.decide,
		New: func(agg events.Aggregate) *workflow.Case { return workflow.NewCase(agg.Partnership, agg.ID) },
	})
	s.pools = decide.New(decide.Config[*workflow.Pool]{
		Journal: cfg.Journal, Now: cfg.Now, Keep: cfg.Keep, Log: cfg.Log, Decide: s.decidePool,
		New: func(agg events.Aggregate) *workflow.Pool { return workflow.NewPool(agg.Partnership, agg.ID) },
	})
	return s
}

// Run answers commands until ctx ends, and finishes what is in hand.
// Errors: the endpoints or the streams cannot be reached at the start; journal.ErrRegressed.
func (s *Service) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return s.registers.Run(ctx) })
	g.Go(func() error {
		return bus.ServeCommands(ctx, s.cfg.Conn, bus.Service{
			Name: Name, Version: s.cfg.Version, Kind: events.KindCase, Also: events.KindPool, Handle: s.Do,
			Now: s.cfg.Now, OperatorActs: s.cfg.OperatorActs, Ready: s.cfg.Ready, Log: s.cfg.Log,
		})
	})
	g.Go(func() error {
		select {
		case err := <-s.cases.Alarm():
			return err
		case err := <-s.pools.Alarm():
			return err
		case <-ctx.Done():
			return nil
		}
	})
	return g.Wait()
}

// Do carries one command out, once however often it comes. A new case without a number is given one.
// Errors: as decide.Decider.Do.
func (s *Service) Do(ctx context.Context, r bus.Request) (bus.Reply, error) {
	agg := events.Aggregate{Partnership: r.Partnership, Kind: events.KindCase, ID: r.Command.AggregateID()}
	if spec, ok := workflow.Find(r.Command.CommandName()); ok && spec.Kind == events.KindPool {
		agg.Kind = events.KindPool
		return s.pools.Do(ctx, agg, r)
	}
	if agg.ID != "" {
		return s.cases.Do(ctx, agg, r)
	}
	for attempt := range attempts {
		id, err := Number(r.ID, attempt)
		if err != nil {
			return bus.Reply{}, err
		}
		agg.ID = id
		reply, err := s.cases.Create(ctx, agg, r)
		if !errors.Is(err, decide.ErrTaken) {
			return reply, err
		}
	}
	return bus.Reply{}, errors.New("no number is free for a new case")
}

// decide asks the rules, with the partnership's register beside the case, the ledgers of the mandates that the command may use and
// the pools that it speaks of. What they have is read from the leader before the rules see it, so that they are asked again once all
// are there.
func (s *Service) decide(ctx context.Context, c *workflow.Case, r bus.Request, m workflow.Meta, fresh bool) (out decide.Outcome, err error) {
	if m.Administrator, err = s.registers.IsAdministrator(ctx, m.Actor, fresh); err != nil {
		return out, err
	}
	var read reading
	orderly := false
	defer func() {
		if !orderly {
			read.end() // a panic of the rules leaves nobody waiting
		}
	}()
	for {
		var effects []workflow.Effect
		var need []key
		var wrong error
		err = s.registers.With(ctx, r.Partnership, r.AtLeast, fresh, func(reg *workflow.Register) {
			asked := append(keysOf(events.KindMandate, workflow.MandatesAsked(reg, r.Command, m.At)), keysOf(events.KindPool, workflow.PoolsAsked(c, r.Command))...)
			if need = read.missing(asked); len(need) > 0 {
				return
			}
			out = decide.Outcome{RegisterRevision: reg.Revision}
			reg = read.beside(reg)
			if out.Events, out.Refusal = s.cfg.Decide(c, reg, r.Command, m); out.Refusal != nil || len(out.Events) == 0 {
				return
			}
			out.Begins, out.Begun = workflow.Successor(c, reg, out.Events)
			if effects, wrong = workflow.Effects(c, reg, out.Events, m.At, m.Actor); wrong == nil {
				need = read.missing(touched(effects))
			}
		})
		if err = errors.Join(err, wrong); err != nil {
			return out, err
		}
		if len(need) == 0 {
			out.At, out.Done = m.At, read.end
			orderly = true
			if no := read.reused(effects, r.ID); no != nil {
				out.Refusal, effects = no, nil
			}
			out.Beside = read.records(ctx, effects)
			return out, nil
		}
		if err = s.others.read(ctx, &read, r.Partnership, need); err != nil {
			return out, err
		}
		if m.At.Before(read.at) {
			m.At = read.at
		}
	}
}

// decidePool asks the rules about a command on a pool alone.
func (s *Service) decidePool(ctx context.Context, p *workflow.Pool, r bus.Request, m workflow.Meta, fresh bool) (out decide.Outcome, err error) {
	err = s.registers.With(ctx, r.Partnership, r.AtLeast, fresh, func(reg *workflow.Register) {
		out.RegisterRevision = reg.Revision
		out.Events, out.Refusal = workflow.DecidePool(p, reg, r.Command, m)
	})
	return out, err
}
