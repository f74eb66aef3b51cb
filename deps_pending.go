//go:build pending

package main

import (
	_ "github.com/alexedwards/scs/v2"
	_ "github.com/arran4/golang-ical"
	_ "github.com/coreos/go-oidc/v3/oidc"
	_ "github.com/emersion/go-message/mail"
	_ "github.com/emersion/go-smtp"
	_ "github.com/goccy/go-graphviz"
	_ "github.com/nats-io/jwt/v2"
	_ "github.com/nats-io/nkeys"
	_ "github.com/synadia-io/callout.go"
	_ "github.com/wneessen/go-mail"
	_ "github.com/zitadel/oidc/v3/example/server/exampleop"
	_ "github.com/zitadel/oidc/v3/example/server/storage"
	_ "golang.org/x/oauth2"
)
