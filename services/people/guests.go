package people

import (
	"context"
	"slices"
	"time"

	"comity/events"
	"comity/services/directory"
)

// againAfter is when whoever is told to go is told so once more: a connection that was let in just before may not have been
// there yet.
const againAfter = time.Second

// mostGuests is how often one user may come within the time that a connection lasts: who comes more often is in a circle.
const mostGuests = 1000

// reviewFor bounds how long newcomers wait while a change is acted on; who cannot be looked up by then has to go.
const reviewFor = 5 * time.Second

// guest is one time that somebody was let in.
type guest struct {
	user     string // as whom the server knows them
	key      string // by which; "" for a token of a provider
	identity directory.Identity
	at       time.Time // when, by the clock of the sessions
	until    int64     // when it ends by itself, in seconds of the server's clock
	grant    grant
}

// guests are those who were let in by this process and may still be there, by user. They are added under
// Service.gate for reading and Service.mu, and gone through under the gate alone.
type guests map[string][]guest

// add notes a guest, if the user does not come too often, and forgets those of whom the server has rid itself. now is in
// seconds of the server's clock.
func (g guests) add(n guest, now int64) bool {
	for user, all := range g {
		kept := all[:0]
		for _, one := range all {
			if one.until > now {
				kept = append(kept, one)
			}
		}
		if g[user] = kept; len(kept) == 0 {
			delete(g, user)
		}
	}
	if len(g[n.user]) >= mostGuests {
		return false
	}
	g[n.user] = append(g[n.user], n)
	return true
}

// changed hears that a person has changed or a key was revoked, and ends the connections that are no longer good.
func (s *Service) changed(ctx context.Context, person, key string) {
	s.gate.Lock()
	defer s.gate.Unlock()
	within, cancel := context.WithTimeout(ctx, reviewFor)
	defer cancel()
	if key != "" {
		s.dismiss(ctx, "its key was revoked", func(g guest) bool { return g.key == key })
		return
	}
	if _, here := s.guests[person]; !here {
		return
	}
	p, err := s.directory.Person(within, person)
	s.dismiss(ctx, "the person may no longer sign in so", func(g guest) bool {
		if g.user != person {
			return false
		}
		gone := err != nil || !p.Active() || p.SessionsAfter.After(g.at)
		return gone || g.key == "" && !slices.Contains(p.Identities, g.identity)
	})
}

// review hears that a register has changed, and ends the connections of those who are now more or less in that partnership
// than when they came. Who is more comes back with more.
func (s *Service) review(ctx context.Context, partnership string, seq uint64) {
	s.gate.Lock()
	defer s.gate.Unlock()
	within, cancel := context.WithTimeout(ctx, reviewFor)
	defer cancel()
	s.dismiss(ctx, "the register has changed", func(g guest) bool {
		if g.grant.Clearance == nil {
			return false // a dashboard
		}
		if partnership == events.Installation {
			is, err := s.registers.IsAdministrator(within, g.grant.Actor, true)
			return err != nil || is != g.grant.Administrator
		}
		m, is, err := s.membership(within, partnership, g.grant.Actor, seq)
		had, was := g.grant.Clearance[partnership]
		if g.grant.Administrator && !was {
			return false // a new partnership, in which they may speak already
		}
		return err != nil || (is || g.grant.Administrator) != was || was && m.Clearance != had
	})
}

// dismiss ends the connections of every user of whom one guest has to go. The others of that user come back. The caller
// holds the gate.
func (s *Service) dismiss(ctx context.Context, why string, has func(guest) bool) {
	for user, all := range s.guests {
		for _, g := range all {
			if has(g) {
				delete(s.guests, user)
				s.cfg.Log.Info().Str("user", user).Str("why", why).Msg("connections end")
				s.kick(ctx, user)
				break
			}
		}
	}
}

// kick ends the connections of a user, now and once more.
func (s *Service) kick(ctx context.Context, user string) {
	if s.cfg.Kick == nil {
		return
	}
	once := func() {
		if _, err := s.cfg.Kick(user); err != nil {
			s.cfg.Log.Error().Err(err).Str("user", user).Msg("connections not ended; they end by themselves")
		}
	}
	once()
	s.kicking.Go(func() {
		select {
		case <-time.After(againAfter):
		case <-ctx.Done():
		}
		once()
	})
}
