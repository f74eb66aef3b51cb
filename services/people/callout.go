package people

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats.go"

	"comity/events"
	"comity/services/bus"
	"comity/services/directory"
	"comity/workflow"
)

const (
	calloutSubject = "$SYS.REQ.USER.AUTH"
	serverKey      = "Nats-Server-Xkey"

	// calloutAudience is for whom a question of the server is made out.
	calloutAudience = "nats-authorization-request"

	// inHand is how many sign-ins are looked into at once; the server tells those beyond to try again.
	inHand = 64

	// lookFor bounds one of them; the server waits for five seconds.
	lookFor = 4 * time.Second
)

// errNo is wrapped by the errors that say that somebody is not let in.
var errNo = errors.New("not let in")

// listen hears who wants to connect, until the returned function is called.
func (s *Service) listen(ctx context.Context) (stop func(), err error) {
	slots, busy := make(chan struct{}, inHand), &sync.WaitGroup{}
	sub, err := s.cfg.Auth.QueueSubscribe(calloutSubject, "people", func(m *nats.Msg) {
		select {
		case slots <- struct{}{}:
		default:
			return // the server says no by itself
		}
		busy.Go(func() {
			defer func() { <-slots }()
			within, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookFor)
			defer cancel()
			if err := s.callout(within, m); err != nil {
				s.cfg.Log.Warn().Err(err).Msg("sign-in not answered")
			}
		})
	})
	if err == nil {
		err = s.cfg.Auth.Flush()
	}
	if err != nil {
		return nil, fmt.Errorf("hear who connects: %w", err)
	}
	return func() { _ = sub.Unsubscribe(); busy.Wait() }, nil
}

// callout answers one question of the server. What is not from a server, and for us, is not answered.
func (s *Service) callout(ctx context.Context, m *nats.Msg) error {
	data, err := s.xkey.Open(m.Data, m.Header.Get(serverKey))
	if err != nil {
		return fmt.Errorf("not encrypted for us: %w", err)
	}
	q, err := jwt.DecodeAuthorizationRequestClaims(string(data))
	if err != nil {
		return err
	}
	if q.Audience != calloutAudience || q.Issuer != q.Server.ID || !strings.HasPrefix(q.Issuer, "N") {
		return errors.New("not a server's question")
	}
	reply := jwt.NewAuthorizationResponseClaims(q.UserNkey)
	reply.Audience = q.Server.ID
	if reply.Jwt, err = s.admit(ctx, q); err != nil {
		reply.Error = errNo.Error() // why is for the log alone
		line := s.cfg.Log.Info()
		if !errors.Is(err, errNo) && !errors.Is(err, directory.ErrUnknown) {
			line = s.cfg.Log.Warn()
		}
		line.Err(err).Str("user", named(q)).Str("host", q.ClientInformation.Host).Msg("sign-in refused")
	}
	token, err := reply.Encode(s.issuer)
	if err != nil {
		return err
	}
	sealed, err := s.xkey.Seal([]byte(token), q.Server.XKey)
	if err != nil {
		return err
	}
	return m.Respond(sealed)
}

// named is what somebody calls themselves, where it is fit for a log.
func named(q *jwt.AuthorizationRequestClaims) string {
	if user := q.ConnectOptions.Username; events.ValidToken(user) {
		return user
	}
	return ""
}

// admit says who somebody is and what they may, as a signed answer to the server, and notes that they were let in.
func (s *Service) admit(ctx context.Context, q *jwt.AuthorizationRequestClaims) (string, error) {
	s.gate.RLock()
	defer s.gate.RUnlock()
	g, lasts, err := s.recognise(ctx, q.ConnectOptions)
	if err != nil {
		return "", err
	}
	g.until = q.IssuedAt + int64(min(lasts, s.cfg.For)/time.Second)
	s.mu.Lock()
	room := s.guests.add(g, q.IssuedAt)
	s.mu.Unlock()
	if !room {
		return "", fmt.Errorf("%w: %s comes too often", errNo, g.user)
	}
	return s.sign(q.UserNkey, g)
}

// sign makes the credentials of a guest. Their name is always ours, never what the client wrote: the engine relies on it.
func (s *Service) sign(nkey string, g guest) (string, error) {
	c := jwt.NewUserClaims(nkey)
	c.Name, c.Audience, c.Expires = g.user, s.cfg.Account, g.until
	c.AllowedConnectionTypes = jwt.StringList{jwt.ConnectionTypeStandard, jwt.ConnectionTypeWebsocket}
	publish, subscribe := permissions(g.grant)
	c.Pub.Allow.Add(publish...)
	c.Sub.Allow.Add(subscribe...)
	return c.Encode(s.issuer)
}

// recognise finds out who somebody is by what they connect with: an access key as password or token, under their id, the
// key's id or no name; or the id token of a provider. lasts is how long that is good.
func (s *Service) recognise(ctx context.Context, o jwt.ConnectOptions) (g guest, lasts time.Duration, err error) {
	now := s.cfg.Now().UTC()
	secret := o.Password
	if secret == "" {
		secret = o.Token
	}
	g.at, lasts = now, s.cfg.For
	if s.cfg.Verify != nil && strings.Count(secret, ".") == 2 {
		if g.identity, err = s.cfg.Verify(ctx, secret); err != nil {
			return g, 0, fmt.Errorf("%w: the token of a provider: %w", errNo, err)
		}
		p, err := s.directory.ByIdentity(ctx, g.identity)
		if err != nil {
			return g, 0, err
		}
		return s.asPerson(ctx, g, lasts, p.ID, o.Username)
	}
	key, err := s.directory.KeyOf(ctx, secret, now)
	if err != nil {
		return g, 0, err
	}
	g.key, lasts = key.ID, min(lasts, key.ExpiresAt.Sub(now))
	if lasts < time.Second {
		return g, 0, fmt.Errorf("%w: the key is at its end", errNo)
	}
	if key.Person != "" {
		return s.asPerson(ctx, g, lasts, key.Person, o.Username, key.ID)
	}
	if !slices.Contains(workflow.Clearances, key.Clearance) || !events.ValidToken(key.Partnership) {
		return g, 0, fmt.Errorf("%w: the key is for nothing that there is", errNo)
	}
	what := bus.Dashboard{Partnership: key.Partnership, Clearance: key.Clearance}
	g.grant = grant{Actor: bus.DashboardActor(key.ID), Dashboard: what}
	g.user = bus.DashboardUser(key.ID, what)
	return g, lasts, underName(o.Username, key.ID, g.grant.Actor)
}

// asPerson lets somebody in as a person, if they may sign in.
func (s *Service) asPerson(ctx context.Context, g guest, lasts time.Duration, id, name string, names ...string) (guest, time.Duration, error) {
	p, err := s.directory.Person(ctx, id)
	if err == nil && (!p.Active() || bus.Reserved(id) || !events.ValidToken(id)) {
		err = fmt.Errorf("%w: %s may not sign in", errNo, id)
	}
	if err == nil {
		err = underName(name, append(names, id)...)
	}
	if err != nil {
		return g, 0, err
	}
	is, err := s.standingOf(ctx, id)
	if err != nil {
		return g, 0, err
	}
	g.user, g.grant = id, personGrant(is)
	return g, lasts, nil
}

// underName checks the name that somebody gave, if any.
func underName(name string, good ...string) error {
	if name == "" {
		return nil
	}
	if slices.Contains(good, name) {
		return nil
	}
	return fmt.Errorf("%w: the key is not that of the user named", errNo)
}
