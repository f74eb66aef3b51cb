package web

import "context"

// Provider is an organisation's own sign-in service, by OpenID Connect.
type Provider struct {
	ID           string // stands in addresses
	Name         string // as people know it: "Westmere County Council"
	Issuer       string // https://…
	ClientID     string
	ClientSecret string
}

// provider is one that we have met.
type provider struct{ Provider }

func (w *Web) meet(_ context.Context, list []Provider) (out []*provider, err error) {
	for _, p := range list {
		out = append(out, &provider{Provider: p})
	}
	return out, nil
}
