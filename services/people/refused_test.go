package people_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nats.go/micro"

	"comity/events"
	"comity/services/broker"
	"comity/services/bus"
	"comity/services/client"
	"comity/services/directory"
	"comity/services/natstest"
	"comity/services/views/answer"
	"comity/workflow"
)

// wantRefused checks that somebody was told no, with a code.
func wantRefused(t *testing.T, what string, err error, code workflow.Code) {
	t.Helper()
	var no *workflow.Refusal
	if !errors.As(err, &no) || no.Code != code {
		t.Errorf("%s: got %v, want %s", what, err, code)
	}
}

// forbidden are the subjects that a member of Westmere, and a dashboard, may not publish to.
var forbidden = []string{
	"comity.cmd.westmere.p-icb.signoff.vote", "comity.cmd.westmere.system.case.tick", "comity.cmd.westmere.operator.signoff.vote",
	"comity.cmd.westmere.engine.signoff.vote", "comity.cmd.eastmere.p-dcs.case.create",
	"comity.cmd.comity.p-dcs.partnership.publish", "comity.cmd.nowhere.p-dcs.partnership.publish",
	"comity.ask.westmere.p-icb.case", "comity.ask.eastmere.p-dcs.cases", "comity.ask.comity.p-icb.me",
	"comity.people.p-icb.person", "comity.people.operator.erase",
	"comity.feed.westmere.public.case.created.C1", "comity.journal.0.westmere.case.C1", "comity.journal.0.westmere.case.C9",
	"comity.audit.westmere.signoff.vote",
	"$JS.API.INFO", "$JS.API.STREAM.NAMES", "$JS.API.STREAM.LIST", "$JS.API.STREAM.INFO.JOURNAL_0", "$JS.API.STREAM.CREATE.X",
	"$JS.API.STREAM.UPDATE.JOURNAL_0",
	"$JS.API.STREAM.DELETE.JOURNAL_0", "$JS.API.STREAM.PURGE.FEED", "$JS.API.STREAM.MSG.DELETE.FEED",
	"$JS.API.STREAM.MSG.DELETE.KV_PEOPLE", "$JS.API.STREAM.MSG.GET.JOURNAL_0",
	"$JS.API.STREAM.SNAPSHOT.JOURNAL_0", "$JS.API.STREAM.RESTORE.X", "$JS.API.DIRECT.GET.JOURNAL_0", "$JS.API.DIRECT.GET.FEED",
	"$JS.API.DIRECT.GET.KV_PEOPLE.$KV.PEOPLE.person.p-dcs",
	"$JS.API.CONSUMER.CREATE.JOURNAL_0", "$JS.API.CONSUMER.CREATE.FEED",
	"$JS.API.CONSUMER.CREATE.FEED.mine.comity.feed.westmere.public.>", "$JS.API.CONSUMER.DURABLE.CREATE.FEED.mine",
	"$JS.API.CONSUMER.NAMES.FEED", "$JS.API.CONSUMER.INFO.FEED.x", "$JS.API.CONSUMER.DELETE.FEED.x",
	"$JS.API.CONSUMER.MSG.NEXT.FEED.x", "$JS.API.ACCOUNT.PURGE.ENGINE",
	"$JS.ACK.FEED.x.1.1.1.1.1", "$JS.FC.FEED.x", "$KV.PEOPLE.person.p-dcs", "$KV.SESSIONS.x", "$O.EVIDENCE.C.x",
	"$SYS.REQ.SERVER.PING", "$SYS.REQ.USER.INFO", "$SYS.REQ.USER.AUTH", "$SYS.REQ.SERVER.PING.CONNZ", "$SYS.REQ.ACCOUNT.PEOPLE.CONNZ",
	"$SRV.STATS", "$SRV.INFO.casework", "_INBOX.x", "_INBOX_p-icb.x", "_INBOX_operator.x", "_R_.x", "forged.x", "anything",
}

// unheard are what nobody of them may subscribe to.
var unheard = []string{
	">", "*", "comity.>", "comity.cmd.>", "comity.cmd.westmere.p-dcs.>", "comity.cmd.*.*.signoff.vote", "comity.ask.>",
	"comity.people.>", "comity.journal.>",
	"comity.feed.>", "comity.feed.westmere.>", "comity.feed.westmere.*.>", "comity.feed.*.public.>",
	"comity.feed.westmere.exempt.>", "comity.feed.eastmere.public.>",
	"comity.feed.westmere.exempt.case.created.C1", "comity.audit.>", "_INBOX.>", "_INBOX_*.>", "_INBOX_p-icb.>",
	"_INBOX_operator.>", "_R_.>", "$SYS.>", "$SYS.REQ.USER.AUTH",
	"$JS.>", "$JS.API.>", "$KV.>", "$SRV.>", "$SRV.PING", "$SRV.PING.casework",
}

// Whatever somebody who has signed in tries, the engine hears nothing of it and nothing is appended.
func TestWhatIsForbiddenDoesNotReachTheEngine(t *testing.T) {
	t.Parallel()
	w := settle(t, "exempt")
	w.Neighbour(t, "eastmere", "p-dcs", "q-dcs")
	member := w.in("p-dcs", w.person("p-dcs"))
	actor, secret := w.dashboard("westmere", "public")
	dashboard := w.in(actor, secret)
	before, so := w.head(), w.heard()

	bad := func(g *guest) []string {
		all := append(slices.Clone(forbidden), "comity.cmd.westmere."+actor+".signoff.vote")
		if g == dashboard {
			all = append(all, "comity.ask.westmere."+actor+".case", "comity.ask.westmere."+actor+".inbox", "comity.ask.comity."+actor+".me", "comity.people."+actor+".names", "$SRV.PING")
		}
		return all
	}
	for who, g := range map[string]*guest{"a member": member, "a dashboard": dashboard} {
		t.Run(who+" publishes", func(t *testing.T) {
			bad := bad(g)
			answers, err := g.SubscribeSync(g.NewInbox())
			if err != nil {
				t.Fatal(err)
			}
			for _, subject := range bad {
				m := &nats.Msg{Subject: subject, Reply: answers.Subject, Data: []byte(`{"seq":1}`), Header: nats.Header{"Nats-Request-Info": {`{"acc":"ENGINE","user":"engine"}`}}}
				m.Header.Set(bus.HeaderCommandID, "01930000-0000-7000-8000-000000000001")
				if err := g.PublishMsg(m); err != nil {
					t.Errorf("%s: %v", subject, err)
				}
			}
			for _, subject := range bad {
				natstest.Until(t, "nobody may publish to "+subject, func() bool { return g.saidNo("Publish to \"" + subject + "\"") })
			}
			if m, err := answers.NextMsg(20 * time.Millisecond); err == nil {
				t.Errorf("something was answered: %s", m.Data)
			}
		})
		t.Run(who+" listens", func(t *testing.T) {
			var subs []*nats.Subscription
			for _, subject := range unheard {
				for _, queue := range []string{"", "casework", "people"} {
					sub, err := g.QueueSubscribeSync(subject, queue)
					if queue == "" {
						sub, err = g.SubscribeSync(subject)
					}
					if err == nil {
						subs = append(subs, sub)
					}
				}
			}
			for _, subject := range unheard {
				natstest.Until(t, "nobody may listen to "+subject, func() bool { return g.saidNo("Subscription to \"" + subject + "\"") })
			}
			for _, subject := range []string{"comity.feed.westmere.exempt.case.created.C1", "comity.feed.eastmere.public.case.created.C1", "_INBOX_p-icb.1", "comity.audit.westmere.x"} {
				if err := w.engine.Publish(subject, []byte("secret")); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.engine.Flush(); err != nil {
				t.Fatal(err)
			}
			if err := g.Flush(); err != nil {
				t.Fatal(err)
			}
			for _, sub := range subs {
				if n, _, err := sub.Pending(); err == nil && n > 0 {
					t.Errorf("%s received something", sub.Subject)
				}
			}
		})
	}
	for _, subject := range so() {
		t.Errorf("the engine heard %s", subject)
	}
	if after := w.head(); after != before {
		t.Errorf("%d records were appended", after-before)
	}
}

// saidNo reports whether the server has refused something.
func (g *guest) saidNo(what string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.ContainsFunc(g.refused, func(s string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(what)) })
}

// Permitted subjects with something else forged into the message: it is taken as what it is, or not at all.
func TestTricksWithPermittedSubjects(t *testing.T) {
	t.Parallel()
	w := settle(t, "exempt")
	member := w.in("p-dcs", w.person("p-dcs"))
	victim := w.in("p-icb", w.person("p-icb"))
	actor, secret := w.dashboard("westmere", "public")
	dashboard := w.in(actor, secret)
	before, so := w.head(), w.heard()
	vote := []byte(`{"case":"C1","signoff":"jce","seat":"E2","choice":"approve"}`)

	t.Run("an_answer_does_not_become_a_command", func(t *testing.T) {
		m := &nats.Msg{Subject: "comity.cmd.westmere.p-dcs.signoff.vote", Reply: "comity.cmd.westmere.p-icb.signoff.vote", Data: vote}
		if err := member.PublishMsg(m); err != nil {
			t.Fatal(err)
		}
		if err := member.Flush(); err != nil {
			t.Fatal(err)
		}
		if _, err := client.New(member.Conn, client.Config{}).Ask(bounded(t), "comity", "p-dcs", "me", nil, nil); err != nil { // comes after it
			t.Fatal(err)
		}
		for _, subject := range so() {
			if strings.Contains(subject, ".p-icb.") {
				t.Errorf("the engine heard %s", subject)
			}
		}
	})
	t.Run("a_forged_header_changes_nothing", func(t *testing.T) {
		for _, claim := range []string{`{"user":"p-icb"}`, `{"user":"operator"}`, `{"user":"` + actor + `/westmere/exempt"}`} {
			ask := nats.NewMsg(events.AskSubject("westmere", actor, "snapshot"))
			ask.Header.Set("Nats-Request-Info", claim)
			ask.Data = []byte(`{"clearance":"exempt"}`)
			m, err := dashboard.RequestMsg(ask, patience)
			if err != nil || m.Header.Get(micro.ErrorHeader) != string(workflow.NotPermitted) {
				t.Errorf("%s: got %v, %v", claim, m, err)
			}
		}
	})
	t.Run("nobody_answers_in_the_place_of_a_service", func(t *testing.T) {
		svc, err := micro.AddService(member.Conn, micro.Config{
			Name: "casework", Version: "9.9.9", QueueGroup: "casework",
			Endpoint: &micro.EndpointConfig{Subject: "comity.cmd.*.*.signoff.vote", Handler: micro.HandlerFunc(func(r micro.Request) { _ = r.Respond([]byte(`{"revision":99}`)) })},
		})
		if err == nil {
			defer svc.Stop()
		}
		if err := member.Flush(); err != nil {
			t.Fatal(err)
		}
		for range 5 {
			done, err := client.New(victim.Conn, client.Config{}).Do(bounded(t), "westmere", "p-icb", &workflow.SignOffVote{Case: "C1", SignOff: "jce", Seat: "E2", Choice: "approve"})
			if err == nil || done.Revision == 99 {
				t.Errorf("got %+v from somebody else than casework", done)
			}
		}
	})
	t.Run("a_consumer_delivers_to_nobody", func(t *testing.T) {
		js, err := jetstream.New(member.Conn, jetstream.WithDefaultTimeout(100*time.Millisecond))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := js.Stream(t.Context(), bus.FeedStream); err == nil {
			t.Error("a member has a stream")
		}
		if _, err := js.KeyValue(t.Context(), bus.PeopleBucket); err == nil {
			t.Error("a member has a bucket")
		}
		push := []byte(`{"stream_name":"FEED","config":{"deliver_subject":"comity.cmd.westmere.p-icb.signoff.vote","ack_policy":"none"}}`)
		if m, err := member.Request("$JS.API.CONSUMER.CREATE.FEED", push, 50*time.Millisecond); err == nil {
			t.Errorf("got %s", m.Data)
		}
	})
	if after := w.head(); after != before {
		t.Errorf("%d records were appended", after-before)
	}
}

func TestWhoIsNotLetIn(t *testing.T) {
	t.Parallel()
	w := settle(t, "public")
	good, other := w.person("p-dcs"), w.person("p-icb")
	expired := w.key(directory.Key{Person: "p-dcs", ExpiresAt: w.now()})
	revoked := w.key(directory.Key{Person: "p-dcs"})
	id, _, _ := strings.Cut(revoked, ".")
	if err := w.directory.RevokeKey(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	left, erased := w.person("p-bra"), w.person("p-cal")
	if err := w.directory.Change(t.Context(), "p-bra", func(p *directory.Person) error { p.LeftAt = w.now(); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := w.directory.Erase(t.Context(), "p-cal", w.now()); err != nil {
		t.Fatal(err)
	}
	auth, err := broker.ReadCredentials(w.Server.Dir(), broker.AuthUser)
	if err != nil {
		t.Fatal(err)
	}
	for name, with := range map[string][2]string{
		"no key":                     {"p-dcs", ""},
		"nobody at all":              {"", ""},
		"a wrong key":                {"p-dcs", good[:len(good)-1] + "_"},
		"half a key":                 {"p-dcs", good[:10]},
		"somebody else's":            {"p-dcs", other},
		"an expired one":             {"p-dcs", expired},
		"a revoked one":              {"p-dcs", revoked},
		"of a leaver":                {"p-bra", left},
		"of somebody erased":         {"p-cal", erased},
		"as the engine":              {"engine", good},
		"as the operator":            {"operator", good},
		"as the administrator":       {"admin", good},
		"as who decides on sign-ins": {"auth", good},
		"as the system account":      {"sys", good},
		"as a dashboard":             {"dashboard-k1", good},
		"a password of another kind": {"p-dcs", auth.Password},
		"a token like a provider's":  {"p-dcs", "eyJ0.eyJ0.eyJ0"},
		"a wildcard":                 {"*", good},
		"the name with something":    {"p-dcs/westmere/exempt", good},
	} {
		if g, err := w.connect(with[0], with[1], nats.MaxReconnects(0), nats.CustomInboxPrefix("_INBOX_x")); err == nil {
			t.Errorf("%s: was let in, connected: %v", name, g.IsConnected())
		}
	}
	if g, err := w.connect("p-dcs", good); err != nil || !g.IsConnected() {
		t.Errorf("a good key: %v", err)
	}
}

// What is taken away ends the connection at once, and it does not come back as it was.
func TestWhatEndsAConnection(t *testing.T) {
	t.Parallel()
	w := settle(t, "board")
	gone := func(t *testing.T, what string, g *guest) {
		t.Helper()
		g.kicked(what)
		natstest.Until(t, "it does not come back", func() bool { return g.IsClosed() || !g.IsConnected() && g.LastError() != nil })
		before := w.head()
		if err := g.Publish("comity.cmd.westmere."+g.actor+".signoff.vote", nil); err == nil {
			_ = g.FlushTimeout(50 * time.Millisecond)
		}
		if after := w.head(); after != before {
			t.Errorf("%d records were appended", after-before)
		}
	}
	t.Run("a_revoked_key", func(t *testing.T) {
		first, second := w.person("p-police"), w.key(directory.Key{Person: "p-police"})
		a, b := w.in("p-police", first), w.in("p-police", second)
		id, _, _ := strings.Cut(first, ".")
		if err := w.directory.RevokeKey(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		gone(t, "the key was revoked", a)
		natstest.Until(t, "who has another key is there", b.IsConnected)
	})
	t.Run("a_dashboards_key", func(t *testing.T) {
		actor, secret := w.dashboard("westmere", "board")
		g := w.in(actor, secret)
		id, _, _ := strings.Cut(secret, ".")
		if err := w.directory.RevokeKey(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		gone(t, "the key was revoked", g)
	})
	t.Run("a_key_that_expires", func(t *testing.T) {
		g := w.in("p-cvs", w.person("p-cvs"))
		short := w.in("p-cvs", w.key(directory.Key{Person: "p-cvs", ExpiresAt: w.now().Add(4 * time.Second)}))
		w.clock.Add(10)
		gone(t, "the key has expired", short)
		natstest.Until(t, "who has another key is there", g.IsConnected)
	})
	t.Run("a_leaver", func(t *testing.T) {
		g := w.in("p-icb", w.person("p-icb"))
		if err := w.operator.People(bounded(t), bus.Operator, directory.AskLeave, directory.PersonArgs{Person: "p-icb"}, nil); err != nil {
			t.Fatal(err)
		}
		gone(t, "the person has left", g)
	})
	t.Run("somebody_erased", func(t *testing.T) {
		g := w.in("p-ald", w.person("p-ald"))
		if err := w.directory.Erase(t.Context(), "p-ald", w.now()); err != nil {
			t.Fatal(err)
		}
		gone(t, "the person was erased", g)
	})
	t.Run("signed_out_everywhere", func(t *testing.T) {
		g := w.in("p-bra", w.person("p-bra"))
		w.clock.Add(1)
		if err := w.directory.Change(t.Context(), "p-bra", func(p *directory.Person) error { p.SessionsAfter = w.now(); return nil }); err != nil {
			t.Fatal(err)
		}
		g.kicked("they signed out everywhere")
	})
	t.Run("whose_membership_ends", func(t *testing.T) {
		secret := w.person("p-dun")
		g := w.in("p-dun", secret)
		c := client.New(g.Conn, client.Config{})
		if _, err := c.Ask(bounded(t), "westmere", "p-dun", "case", answer.CaseArgs{Case: "C1"}, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := w.operator.Do(bounded(t), "westmere", "ao-dun", &workflow.MemberRemove{Seat: "W8", Instrument: "min 9"}); err != nil {
			t.Fatal(err)
		}
		for _, seat := range w.Register().SeatsOf("p-dun", w.now()) {
			t.Log("had", seat)
		}
		g.kicked("the person is no member any more")
		natstest.Until(t, "it is back", g.IsConnected)
		before, so := w.head(), w.heard()
		if _, err := g.Request("comity.cmd.westmere.p-dun.signoff.vote", nil, 100*time.Millisecond); err == nil {
			t.Error("somebody who is no member is answered")
		}
		if heard := so(); len(heard) > 0 || w.head() != before {
			t.Errorf("the engine heard %v", heard)
		}
		if _, err := c.Ask(bounded(t), "comity", "p-dun", "me", nil, nil); err != nil {
			t.Errorf("what they are is no longer told: %v", err)
		}
	})
}
