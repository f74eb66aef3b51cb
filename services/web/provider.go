package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"comity/events"
	"comity/services/directory"
)

// Provider is an organisation's own sign-in service, by OpenID Connect. Councils, the NHS, police and charities share none, so
// there may be several; a person is known by issuer and subject together, never by an address that a provider claims. It sends
// people back to /sign-in/callback/ID of the pages, which it has to know as allowed: an address of its own, so that none can have
// another's answer brought to it.
type Provider struct {
	ID           string `yaml:"id"`   // stands in addresses: letters, digits, - and _
	Name         string `yaml:"name"` // as people know it: "Westmere County Council"
	Issuer       string `yaml:"issuer"`
	ClientID     string `yaml:"client_id"`
	ClientSecret string `yaml:"client_secret"` // empty for a public client; PKCE is used always
}

// meetWithin bounds one question to a provider.
const meetWithin = 10 * time.Second

// provider is a Provider, and what it said of itself once it was asked. It may be used concurrently.
type provider struct {
	Provider
	callback string

	mu  sync.Mutex
	met *oidc.Provider // nil until it has answered
}

// newProviders checks the providers that are configured. None is asked anything yet: one that is down when we start must not
// keep the others' people out.
func newProviders(list []Provider, base string) (out []*provider, err error) {
	seen := map[string]bool{}
	for _, p := range list {
		switch {
		case !events.ValidToken(p.ID) || seen[p.ID]:
			return nil, fmt.Errorf("sign-in provider %q: an id of its own is needed, of letters, digits, - and _", p.ID)
		case p.Name == "" || p.ClientID == "":
			return nil, fmt.Errorf("sign-in provider %s: a name and a client id are needed", p.ID)
		case !strings.HasPrefix(p.Issuer, "https://") && !strings.HasPrefix(p.Issuer, "http://127.0.0.1:") && !strings.HasPrefix(p.Issuer, "http://localhost:"):
			return nil, fmt.Errorf("sign-in provider %s: its issuer %q is no https address", p.ID, p.Issuer)
		}
		seen[p.ID] = true
		out = append(out, &provider{Provider: p, callback: base + "/sign-in/callback/" + p.ID})
	}
	return out, nil
}

// errNoProvider is wrapped where a provider cannot be asked just now.
var errNoProvider = errors.New("the sign-in provider does not answer")

// meet asks the provider what it can do, once; a try that failed is made again.
func (p *provider) meet(ctx context.Context) (*oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.met != nil {
		return p.met, nil
	}
	// The provider keeps the context's client for its keys, so it gets one that outlives this request.
	long := oidc.ClientContext(context.WithoutCancel(ctx), &http.Client{Timeout: meetWithin})
	met, err := oidc.NewProvider(long, p.Issuer)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", errNoProvider, p.Issuer, err)
	}
	p.met = met
	return met, nil
}

func (p *provider) oauth(met *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.ClientID, ClientSecret: p.ClientSecret, Endpoint: met.Endpoint(), RedirectURL: p.callback, Scopes: []string{oidc.ScopeOpenID},
	}
}

// roundTrip is what we remember while the person is at the provider. It is kept in the session, so that an answer that belongs
// to another browser is of no use.
type roundTrip struct{ provider, state, nonce, verifier string }

// send is where the person goes to sign in.
func (p *provider) send(ctx context.Context) (address string, trip roundTrip, err error) {
	met, err := p.meet(ctx)
	if err != nil {
		return "", trip, err
	}
	trip = roundTrip{p.ID, oauth2.GenerateVerifier(), oauth2.GenerateVerifier(), oauth2.GenerateVerifier()}
	return p.oauth(met).AuthCodeURL(trip.state, oidc.Nonce(trip.nonce), oauth2.S256ChallengeOption(trip.verifier)), trip, nil
}

// receive finds out who came back, from the code that the provider gave them.
// Errors: the provider did not answer, or what it said is not true for this round trip.
func (p *provider) receive(ctx context.Context, trip roundTrip, code string) (directory.Identity, error) {
	met, err := p.meet(ctx)
	if err != nil {
		return directory.Identity{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, meetWithin)
	defer cancel()
	token, err := p.oauth(met).Exchange(ctx, code, oauth2.VerifierOption(trip.verifier))
	if err != nil {
		return directory.Identity{}, fmt.Errorf("exchange the code: %w", err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return directory.Identity{}, errors.New("the provider sent no id token")
	}
	id, err := met.Verifier(&oidc.Config{ClientID: p.ClientID}).Verify(ctx, raw)
	if err != nil {
		return directory.Identity{}, fmt.Errorf("verify the id token: %w", err)
	}
	if id.Nonce != trip.nonce {
		return directory.Identity{}, errors.New("the id token belongs to another sign-in")
	}
	return directory.Identity{Issuer: id.Issuer, Subject: id.Subject}, nil
}

// Verifier returns how an id token of one of the providers is read: whose it is, and for us. Nil where there are none.
// Errors of what it returns: the token is of nobody that we know, is not for us, has ended, or its provider does not answer.
func Verifier(list []Provider) func(ctx context.Context, token string) (directory.Identity, error) {
	if len(list) == 0 {
		return nil
	}
	known := make([]*provider, len(list))
	for i, p := range list {
		known[i] = &provider{Provider: p}
	}
	return func(ctx context.Context, token string) (who directory.Identity, err error) {
		err = errors.New("no provider is configured that this token is of")
		for _, p := range known {
			var met *oidc.Provider
			if met, err = p.meet(ctx); err != nil {
				continue
			}
			var id *oidc.IDToken
			if id, err = met.Verifier(&oidc.Config{ClientID: p.ClientID}).Verify(ctx, token); err == nil {
				return directory.Identity{Issuer: id.Issuer, Subject: id.Subject}, nil
			}
		}
		return who, err
	}
}
