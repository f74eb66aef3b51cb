package cli

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"comity/services/broker"
	"comity/services/client"
	"comity/services/house"
)

// connectWithin bounds the wait for a server to take a connection.
const connectWithin = 5 * time.Second

// dialled is the connection of a run.
type dialled struct {
	conn   *nats.Conn
	client *client.Client
}

// connect reaches the engine: the server that was named, or the one that runs on the data directory, as its local operator.
func (p *program) connect(ctx context.Context) (*client.Client, error) {
	if p.dial != nil {
		return p.dial.client, nil
	}
	d, err := p.dialling()
	if err != nil {
		return nil, err
	}
	within, cancel := context.WithTimeout(ctx, connectWithin)
	defer cancel()
	conn, err := broker.Connect(within, d)
	if errors.Is(err, nats.ErrNoServers) && p.opts.nats == "" {
		return nil, &failure{status: Unavailable, sentence: "Comity is not running on the directory " + p.opts.dir + ": nobody answers at " + d.URL + ".", hint: "Start it with `comity serve`."}
	}
	if err != nil {
		return nil, err
	}
	p.dial = &dialled{conn: conn, client: client.New(conn, client.Config{NewID: p.env.NewID, Wait: p.opts.wait})}
	return p.dial.client, nil
}

// dialling says where and as whom to connect.
func (p *program) dialling() (broker.Dial, error) {
	d := broker.Dial{URL: p.opts.nats, Creds: p.opts.creds, Name: "comity"}
	if d.URL != "" {
		if u, err := url.Parse(strings.Split(d.URL, ",")[0]); err == nil && u.User.Username() != "" {
			d.InboxPrefix = "_INBOX_" + u.User.Username()
		}
		return d, nil
	}
	at, err := house.ReadAddress(p.opts.dir)
	if err != nil {
		return d, err
	}
	who, err := broker.ReadCredentials(p.opts.dir, broker.OperatorUser)
	if err != nil {
		return d, err
	}
	d.URL, d.User, d.Password, d.InboxPrefix = at.NATS, who.User, who.Password, broker.OperatorInbox
	return d, nil
}

func (p *program) hangUp() {
	if p.dial != nil {
		p.dial.conn.Close()
	}
}

// actor is as whom this run acts: a person, or the operator, who may decide nothing.
func (p *program) actor() string {
	if p.opts.as != "" {
		return p.opts.as
	}
	return broker.OperatorUser
}

// inPartnership is the partnership that was named, or the only one there is.
func (p *program) inPartnership(ctx context.Context) (string, error) {
	if p.opts.partnership != "" {
		return p.opts.partnership, nil
	}
	list, err := p.partnerships(ctx)
	switch {
	case err == nil && len(list) == 1:
		return list[0], nil
	case err == nil && len(list) > 1:
		return "", &failure{status: Misuse, sentence: "There are several partnerships: " + strings.Join(list, ", ") + ".", hint: "Name one with --partnership."}
	case err == nil && p.opts.nats == "":
		return "", &failure{status: Misuse, sentence: "There is no partnership yet.", hint: "Name the new one with --partnership and publish its governance document: comity do partnership.publish source=@FILE"}
	case errors.Is(err, house.ErrNotRunning):
		return "", err
	}
	return "", &failure{status: Misuse, sentence: "The partnership is missing.", hint: "Name it with --partnership, or in COMITY_PARTNERSHIP."}
}

// partnerships lists those of the installation in the data directory. Nobody from outside may ask for the list.
func (p *program) partnerships(ctx context.Context) ([]string, error) {
	if p.opts.nats != "" {
		return nil, errors.New("not asked of a server elsewhere")
	}
	within, cancel := context.WithTimeout(ctx, connectWithin)
	defer cancel()
	return house.Partnerships(within, p.opts.dir)
}

// ask puts a question to a view.
func (p *program) ask(ctx context.Context, view string, args, into any) (client.Position, error) {
	c, err := p.connect(ctx)
	if err != nil {
		return client.Position{}, err
	}
	partnership, err := p.inPartnership(ctx)
	if err != nil {
		return client.Position{}, err
	}
	return c.Ask(ctx, partnership, p.actor(), view, args, into)
}
