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
	sessionSeen   = "seen"   // when they asked for something last
	sessionNotice = "notice" // what to say on the next page, once
)

// idleFor ends a session that nobody uses; bus.SessionsFor ends every one, however much it is used. signedIn says so: scs leaves
// it to its store, and the bucket counts from the last change, which is each request.
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

// Commit keeps a session's data; whatever expiry says, they go with the bucket's time to live. Of a session that was ended
// nothing is kept: a request that was under way meanwhile would bring it back.
func (s sessionStore) CommitCtx(ctx context.Context, token string, data []byte, _ time.Time) error {
	for ended := false; ; {
		var revision uint64 // nothing was ever kept under the token, not even that it was deleted
		e, err := s.kv.Get(ctx, token)
		switch {
		case err == nil:
			revision = e.Revision()
		case !errors.Is(err, jetstream.ErrKeyNotFound):
			return err
		case ended:
			return nil
		}
		if _, err = s.kv.Update(ctx, token, data, revision); !errors.Is(err, jetstream.ErrKeyExists) {
			return err
		}
		ended = revision == 0
	}
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

// begin signs a person in. The session gets another token, so that whoever planted one before has nothing, and keeps nothing of
// whoever used the browser before.
func (v *visit) begin(person string) error {
	if err := v.web.sessions.Clear(v.ctx()); err != nil {
		return err
	}
	if err := v.web.sessions.RenewToken(v.ctx()); err != nil {
		return err
	}
	now := v.web.cfg.Now().UTC()
	v.web.sessions.Put(v.ctx(), sessionPerson, person)
	v.web.sessions.Put(v.ctx(), sessionBegan, now)
	v.web.sessions.Put(v.ctx(), sessionSeen, now)
	return nil
}

// end signs the person out of this session.
func (v *visit) end() error { return v.web.sessions.Destroy(v.ctx()) }

// tell keeps a sentence for the next page, where it is shown once.
func (v *visit) tell(sentence string) { v.web.sessions.Put(v.ctx(), sessionNotice, sentence) }

// signedIn is the id of who is signed in by the session of a context, "" for nobody: neither by one that is over, nor a leaver,
// nor one who has signed out everywhere since.
func (w *Web) signedIn(ctx context.Context) string {
	id, began := w.sessions.GetString(ctx, sessionPerson), w.sessions.GetTime(ctx, sessionBegan)
	now := w.cfg.Now()
	if id == "" || now.Sub(began) >= bus.SessionsFor || now.Sub(w.sessions.GetTime(ctx, sessionSeen)) >= idleFor {
		return ""
	}
	p, err := w.people.Person(ctx, id)
	if err != nil || !p.Active() || began.Before(p.SessionsAfter) {
		return ""
	}
	return id
}

// stillSignedIn reports whether the visit's person is signed in by its session as that is kept now: another request may have
// ended it since this one came.
func (v *visit) stillSignedIn() bool {
	ctx, cancel := context.WithTimeout(context.Background(), lookFor) // the visit's own has the session as it was
	defer cancel()
	ctx, err := v.web.sessions.Load(ctx, v.web.sessions.Token(v.ctx()))
	return err == nil && v.web.signedIn(ctx) == v.person
}

// lookFor bounds the look at a session that is kept.
const lookFor = 5 * time.Second
