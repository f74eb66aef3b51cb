package people_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"comity/services/bus"
	"comity/services/client"
	"comity/services/directory"
	"comity/services/natstest"
	"comity/services/people"
	"comity/services/views/answer"
	"comity/workflow"
)

// bounded is a context that ends when patience does.
func bounded(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

func TestAMemberVotesWithTheirOwnKey(t *testing.T) {
	t.Parallel()
	w := settle(t, "board")
	holder := w.Register().Holder("N1", w.Now)
	secret := w.person(holder)
	for name, opts := range map[string]nats.Option{
		"user and password": nats.UserInfo(holder, secret),
		"the key's id":      nats.UserInfo("k1", secret),
		"a token":           nats.Token(secret),
	} {
		t.Run(name, func(t *testing.T) {
			nc, err := nats.Connect(w.Server.URL(), opts, nats.CustomInboxPrefix("_INBOX_"+holder))
			if err != nil {
				t.Fatal(err)
			}
			defer nc.Close()
			var me answer.Me
			if _, err := client.New(nc, client.Config{}).Ask(bounded(t), "comity", holder, "me", nil, &me); err != nil || me.Person != holder {
				t.Errorf("got %+v, %v", me, err)
			}
		})
	}
	c := client.New(w.in(holder, secret).Conn, client.Config{Actor: holder})
	done, err := c.Do(bounded(t), "westmere", holder, &workflow.SignOffVote{Case: "C1", SignOff: "ogn", Seat: "N1", Choice: "approve"})
	if err != nil || !slices.Contains(done.Events, "signoff.vote_cast") {
		t.Fatalf("got %+v, %v", done, err)
	}
	var a answer.Case
	if _, err := c.Ask(bounded(t), "westmere", holder, "case", answer.CaseArgs{Case: "C1"}, &a); err != nil {
		t.Error(err)
	}
}

func TestADashboardFollowsWhatItMaySee(t *testing.T) {
	t.Parallel()
	w := settle(t, "public")
	actor, secret := w.dashboard("westmere", "public")
	c := client.New(w.in(actor, secret).Conn, client.Config{Actor: actor})
	ctx, stop := context.WithCancel(bounded(t))
	seen := 0
	err := c.Watch(ctx, "westmere", "public", 0, func(e client.Event) error {
		if seen++; e.Subject == "" {
			t.Errorf("got %+v", e)
		}
		stop()
		return nil
	})
	if seen == 0 {
		t.Errorf("nothing was seen: %v", err)
	}
	for view, args := range map[string]any{"dashboard": nil, "snapshot": answer.SnapshotArgs{Clearance: "public"}, "feed": bus.FeedArgs{Clearance: "public"}} {
		if _, err := c.Ask(bounded(t), "westmere", actor, view, args, nil); err != nil {
			t.Errorf("%s: %v", view, err)
		}
	}
	_, err = c.Ask(bounded(t), "westmere", actor, "snapshot", answer.SnapshotArgs{Clearance: "partners"}, nil)
	wantRefused(t, "a higher snapshot", err, workflow.NotPermitted)
	_, err = c.Ask(bounded(t), "westmere", actor, "feed", bus.FeedArgs{Clearance: "exempt"}, nil)
	wantRefused(t, "a higher feed", err, workflow.NotPermitted)

	browser, err := nats.Connect(w.Server.Broker().WebSocketURL(), nats.UserInfo(actor, secret), nats.CustomInboxPrefix("_INBOX_"+actor))
	if err != nil {
		t.Fatal(err)
	}
	defer browser.Close()
	if _, err := client.New(browser, client.Config{}).Ask(bounded(t), "westmere", actor, "feed", bus.FeedArgs{Clearance: "public"}, nil); err != nil {
		t.Errorf("over WebSocket: %v", err)
	}
}

func TestAConnectionComesBackByItselfWhenItsTimeIsOver(t *testing.T) {
	t.Parallel()
	// A certificate runs from a whole second: of four, three at least are left to a slow machine for connecting.
	w := settle(t, "public", func(c *people.Config) { c.For = 4 * time.Second })
	g := w.in("p-dcs", w.person("p-dcs"))
	for range 2 {
		g.kicked("after its four seconds")
		natstest.Until(t, "it is connected again", g.IsConnected)
	}
	c := client.New(g.Conn, client.Config{})
	natstest.Until(t, "it is answered within one of its times", func() bool {
		_, err := c.Ask(bounded(t), "comity", "p-dcs", "me", nil, new(answer.Me))
		return err == nil
	})
}

func TestAProvidersTokenSignsIn(t *testing.T) {
	t.Parallel()
	lead := directory.Identity{Issuer: "https://id.example", Subject: "4711"}
	w := settle(t, "public", func(c *people.Config) {
		c.Verify = func(_ context.Context, token string) (directory.Identity, error) {
			if token != "a.good.token" {
				return directory.Identity{}, context.Canceled
			}
			return lead, nil
		}
	})
	dial := func(token string) (*nats.Conn, error) {
		return nats.Connect(w.Server.URL(), nats.Token(token), nats.CustomInboxPrefix("_INBOX_p-dcs"))
	}
	if nc, err := dial("a.good.token"); err == nil {
		nc.Close()
		t.Error("somebody whom the directory does not know was let in")
	}
	bind := func(ids ...directory.Identity) {
		if err := w.directory.Change(t.Context(), "p-dcs", func(p *directory.Person) error { p.Identities = ids; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	bind(lead)
	if nc, err := dial("a.bad.token"); err == nil {
		nc.Close()
		t.Error("a token that does not hold was taken")
	}
	nc, err := dial("a.good.token")
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	if _, err := client.New(nc, client.Config{}).Ask(bounded(t), "comity", "p-dcs", "me", nil, nil); err != nil {
		t.Error(err)
	}
	bind()
	natstest.Until(t, "a sign-in that is taken away ends the connection", func() bool { return !nc.IsConnected() })
}
