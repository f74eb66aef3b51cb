package web

import (
	"context"
	"encoding/gob"
	"errors"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/nats-io/nats.go/jetstream"

	"comity/services/bus"
)

// What a session keeps.
const (
	sessionPerson = "person"
	sessionBegan  = "began"  // when they signed in
	sessionNext   = "next"   // where they wanted to go before
	sessionNotice = "notice" // what to say on the next page, once
)

// idleFor ends a session that nobody uses. The bucket ends every one bus.SessionsFor after its last change.
const idleFor = 2 * time.Hour

// sessionStore keeps sessions in the bucket SESSIONS, so that every process of the pages knows them.
type sessionStore struct{ kv jetstream.KeyValue }

// Find returns a session's data; false where there is none.
func (s sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	e, err := s.kv.Get(ctx, token)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	return e.Value(), true, nil
}

// Commit keeps a session's data. It ends with the bucket's time to live, whatever expiry says: scs checks that itself.
func (s sessionStore) CommitCtx(ctx context.Context, token string, data []byte, _ time.Time) error {
	_, err := s.kv.Put(ctx, token, data)
	return err
}

// Delete ends a session.
func (s sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.kv.Delete(ctx, token)
}

// The forms without a context are asked for by scs and not used by it where those with one are there.
func (s sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s sessionStore) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

func (s sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// newSessions says how sessions are kept and which cookie names one. Over TLS the cookie is bound to this very host.
func newSessions(kv jetstream.KeyValue, secure bool) *scs.SessionManager {
	gob.Register(time.Time{}) // scs keeps what a session has in gob, which must know what may come
	m := scs.New()
	m.Store = sessionStore{kv}
	m.Lifetime, m.IdleTimeout = bus.SessionsFor, idleFor
	m.HashTokenInStore = true
	m.Cookie = scs.SessionCookie{Name: "comity", HttpOnly: true, Path: "/", Persist: false, SameSite: http.SameSiteLaxMode}
	if secure {
		m.Cookie.Name, m.Cookie.Secure = "__Host-comity", true
	}
	return m
}

// begin signs a person in. The session gets another token, so that whoever planted one before has nothing.
func (v *visit) begin(person string) error {
	if err := v.web.sessions.RenewToken(v.ctx()); err != nil {
		return err
	}
	v.web.sessions.Put(v.ctx(), sessionPerson, person)
	v.web.sessions.Put(v.ctx(), sessionBegan, v.web.cfg.Now().UTC())
	return nil
}

// end signs the person out of this session.
func (v *visit) end() error { return v.web.sessions.Destroy(v.ctx()) }

// tell keeps a sentence for the next page, where it is shown once.
func (v *visit) tell(sentence string) { v.web.sessions.Put(v.ctx(), sessionNotice, sentence) }

// signedInPerson is the id of who is signed in, "" for nobody: neither a leaver, nor one who has signed out everywhere since.
func (v *visit) signedInPerson() string {
	id := v.web.sessions.GetString(v.ctx(), sessionPerson)
	if id == "" {
		return ""
	}
	p, err := v.web.people.Person(v.ctx(), id)
	if err != nil || !p.Active() || v.web.sessions.GetTime(v.ctx(), sessionBegan).Before(p.SessionsAfter) {
		return ""
	}
	return id
}
