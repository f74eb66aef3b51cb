package people

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
	"comity/workflow"
)

// standing is what somebody is in the whole installation.
type standing struct {
	Person        string
	Operator      bool                  // the local command line itself
	Administrator bool                  // of the installation
	In            []workflow.Membership // by partnership; of an administrator every one, also those in which they are nothing else
}

// in returns what they are in one partnership.
func (s standing) in(partnership string) (workflow.Membership, bool) {
	for _, m := range s.In {
		if m.Partnership == partnership {
			return m, true
		}
	}
	return workflow.Membership{}, false
}

// standingOf finds out what a person is, from the registers as they were a moment ago.
// Errors: a register that cannot be read.
func (s *Service) standingOf(ctx context.Context, person string) (out standing, err error) {
	out.Person = person
	if out.Administrator, err = s.registers.IsAdministrator(ctx, person, false); err != nil {
		return out, err
	}
	for _, p := range s.known() {
		m, is, err := s.membership(ctx, p, person, 0)
		if err != nil {
			return out, err
		}
		if is || out.Administrator {
			out.In = append(out.In, m)
		}
	}
	return out, nil
}

// membership is what a person is in one partnership, from its register at a position or later.
func (s *Service) membership(ctx context.Context, partnership, person string, atLeast uint64) (m workflow.Membership, is bool, err error) {
	err = s.registers.With(ctx, partnership, atLeast, false, func(r *workflow.Register) {
		m, is = workflow.Standing(r, person, s.cfg.Now().UTC())
	})
	return m, is, err
}

// known lists every partnership, by id.
func (s *Service) known() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.partnerships))
}

// follow hears of every record of a register until ctx ends: there may be a new partnership, and somebody may now be less, or
// more. ready is called when those that were there at the start are known.
func (s *Service) follow(ctx context.Context, ready func()) error {
	js, err := jetstream.New(s.cfg.Conn)
	if err != nil {
		return err
	}
	for p := range s.cfg.Journal.Partitions() {
		consumer, err := js.OrderedConsumer(ctx, events.StreamName(p), jetstream.OrderedConsumerConfig{
			FilterSubjects: []string{events.JournalKind(p, events.KindRegister)}, DeliverPolicy: jetstream.DeliverLastPerSubjectPolicy,
		})
		if err != nil {
			return fmt.Errorf("follow registers of partition %d: %w", p, err)
		}
		begun := make(chan struct{})
		waiting := consumer.CachedInfo().NumPending
		if waiting == 0 {
			close(begun)
		}
		following, err := consumer.Consume(func(m jetstream.Msg) {
			s.heard(ctx, m)
			if waiting > 0 {
				if waiting--; waiting == 0 {
					close(begun)
				}
			}
		})
		if err != nil {
			return fmt.Errorf("follow registers of partition %d: %w", p, err)
		}
		defer following.Stop()
		select {
		case <-begun:
		case <-ctx.Done():
			return nil
		}
	}
	ready()
	<-ctx.Done()
	return nil
}

// heard takes in that a register has a new record.
func (s *Service) heard(ctx context.Context, m jetstream.Msg) {
	_, agg, err := events.ParseJournalSubject(m.Subject())
	if err != nil {
		return
	}
	meta, err := m.Metadata()
	if err != nil {
		return
	}
	if agg.Partnership != events.Installation {
		s.mu.Lock()
		s.partnerships[agg.Partnership] = true
		s.mu.Unlock()
	}
	s.review(ctx, agg.Partnership, meta.Sequence.Stream)
}
