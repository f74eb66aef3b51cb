package notices

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-message/mail"
	"github.com/emersion/go-smtp"
	"github.com/nats-io/nats.go"
	"github.com/rs/zerolog"

	"comity/services/directory"
	"comity/services/journal/journaltest"
	"comity/services/outbox"
	"comity/services/views/viewstest"
)

// bench is Westmere with its people in the directory, a mail server, and a clock that stands.
type bench struct {
	*viewstest.World
	t      *testing.T
	smtp   *mailServer
	people *directory.Directory
	box    *outbox.Outbox
	killed bool // the instance that is started next may end with an error

	mu    sync.Mutex
	clock time.Time
}

// newBench is at 1 December 2026, a Tuesday, 09:00; the people of the north have addresses.
func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{World: viewstest.Open(t), t: t, smtp: startMail(t)}
	js := b.Server.JetStream(t)
	var err error
	if b.people, err = directory.Open(t.Context(), js); err != nil {
		t.Fatal(err)
	}
	if b.box, err = outbox.Open(t.Context(), js); err != nil {
		t.Fatal(err)
	}
	b.at("2026-12-01 09:00")
	for id, name := range map[string]string{"p-n1": "Nora North", "p-n2": "Ned Noble", "p-s1": "Sue South", "p-s2": "Sam Sands", "p-unit": "Una Unit", "p-stand-in": "Dee Deputy"} {
		b.person(id, func(p *directory.Person) { p.Name, p.Email = name, id+"@example.org" })
	}
	return b
}

func (b *bench) person(id string, change func(*directory.Person)) {
	b.t.Helper()
	err := b.people.Change(b.t.Context(), id, func(p *directory.Person) error {
		change(p)
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) at(local string) { b.to(viewstest.At(local)) }

func (b *bench) to(at time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.clock, b.Now = at, at
}

func (b *bench) now() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.clock
}

func (b *bench) pass(d time.Duration) { b.to(b.now().Add(d)) }

var instances struct {
	sync.Mutex
	n int
}

// config is that of an instance with connections of its own.
func (b *bench) config() (Config, *nats.Conn) {
	instances.Lock()
	instances.n++
	id := fmt.Sprintf("instance-%d", instances.n)
	instances.Unlock()
	nc := b.Server.Engine(b.t)
	return Config{
		Conn: nc, Journal: journaltest.On(b.t, b.Server, 1), Directory: b.people, Outbox: b.box, SMTP: b.smtp.config(), BaseURL: "https://comity.test/",
		Now: b.now, NewID: func() string { return id }, Manual: true, OperatorActs: true, Log: zerolog.New(zerolog.NewTestWriter(b.t)).Level(zerolog.WarnLevel),
	}, nc
}

// running starts an instance; stop ends it and returns when it has ended. Only RunOnce writes and sends.
func (b *bench) running(edit ...func(*Config)) (n *Notices, stop func()) {
	b.t.Helper()
	cfg, _ := b.config()
	ready := make(chan struct{})
	cfg.Ready = func() { close(ready) }
	for _, e := range edit {
		e(&cfg)
	}
	n, err := New(b.t.Context(), cfg)
	if err != nil {
		b.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- n.Run(ctx) }()
	var once sync.Once
	killed := b.killed
	stop = func() {
		once.Do(func() {
			cancel()
			if err := <-ended; err != nil && !killed {
				b.t.Errorf("run: %v", err)
			}
		})
	}
	b.t.Cleanup(stop)
	select {
	case <-ready:
	case <-time.After(10 * time.Second):
		b.t.Fatal("notices does not start")
	}
	b.once(n) // it has begun, and knows what the past is
	return n, stop
}

func (b *bench) once(n *Notices) Result {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), 30*time.Second)
	defer cancel()
	done, err := n.RunOnce(ctx)
	if err != nil {
		b.t.Fatal(err)
	}
	return done
}

// round lets a minute pass, in which all that is to go together comes, and does a round.
func (b *bench) round(n *Notices) Result {
	b.t.Helper()
	b.once(n)
	b.pass(time.Minute)
	return b.once(n)
}

// mailed lists the mails in the outbox by "person reason state".
func (b *bench) mailed() []string {
	b.t.Helper()
	all, err := b.box.List(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	var out []string
	for _, m := range all {
		out = append(out, m.Person+" "+m.Reason+" "+m.State)
	}
	slices.Sort(out)
	return out
}

// mailTo is the newest mail in the outbox to a person.
func (b *bench) mailTo(person string) outbox.Mail {
	b.t.Helper()
	all, err := b.box.List(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	for _, m := range all {
		if m.Person == person {
			return m
		}
	}
	b.t.Fatalf("there is no mail to %s", person)
	return outbox.Mail{}
}

// mailServer is a real SMTP server that keeps what it takes.
type mailServer struct {
	port int

	mu     sync.Mutex
	got    []received
	refuse func(rcpt string) error // guarded by mu; nil: takes everything
	taken  func()                  // guarded by mu; called when a message has been taken, before the client hears of it
}

// received is one message as it arrived.
type received struct {
	to  string
	raw []byte
}

func startMail(t *testing.T) *mailServer {
	t.Helper()
	s := &mailServer{}
	server := smtp.NewServer(s)
	server.Domain, server.AllowInsecureAuth = "mail.test", true
	server.ErrorLog = quiet{}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.port = l.Addr().(*net.TCPAddr).Port
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(l)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-ended
	})
	return s
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

func (s *mailServer) config() SMTP {
	return SMTP{Host: "127.0.0.1", Port: s.port, TLS: NoTLS, From: "Comity <comity@comity.test>", ReplyTo: "secretary@comity.test", Timeout: 10 * time.Second}
}

func (s *mailServer) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{s: s}, nil }

type session struct {
	s  *mailServer
	to string
}

func (c *session) Mail(string, *smtp.MailOptions) error { return nil }
func (c *session) Reset()                               { c.to = "" }
func (c *session) Logout() error                        { return nil }

func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.to = to
	if c.s.refuse != nil {
		return c.s.refuse(to)
	}
	return nil
}

func (c *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	c.s.mu.Lock()
	c.s.got = append(c.s.got, received{c.to, raw})
	taken := c.s.taken
	c.s.mu.Unlock()
	if taken != nil {
		taken()
	}
	return nil
}

func (s *mailServer) refusing(f func(string) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = f
}

func code(c int, text string) error {
	return &smtp.SMTPError{Code: c, EnhancedCode: smtp.EnhancedCode{c / 100, 1, 1}, Message: text}
}

// letters returns what arrived for a person, parsed, the oldest first.
func (s *mailServer) letters(t *testing.T, person string) (out []arrived) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.got {
		if r.to == person+"@example.org" {
			out = append(out, parseLetter(t, r.raw))
		}
	}
	return out
}

func (s *mailServer) all(t *testing.T) (out []arrived) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.got {
		out = append(out, parseLetter(t, r.raw))
	}
	return out
}

// arrived is a message as a mail program reads it.
type arrived struct {
	header     mail.Header
	subject    string
	id         string
	text, html string
}

func parseLetter(t *testing.T, raw []byte) arrived {
	t.Helper()
	r, err := mail.CreateReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("not a message: %v\n%s", err, raw)
	}
	a := arrived{header: r.Header}
	a.subject, _ = r.Header.Subject()
	a.id, _ = r.Header.MessageID()
	if kind, _, _ := r.Header.ContentType(); kind != "multipart/alternative" {
		t.Errorf("the message is %s, want multipart/alternative", kind)
	}
	for {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return a
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(p.Body)
		if err != nil {
			t.Fatal(err)
		}
		switch kind, _, _ := p.Header.(*mail.InlineHeader).ContentType(); kind {
		case "text/plain":
			if a.html != "" {
				t.Error("the text does not come first")
			}
			a.text = strings.ReplaceAll(string(body), "\r\n", "\n")
		case "text/html":
			a.html = string(body)
		default:
			t.Errorf("there is a part %s", kind)
		}
	}
}

func (a arrived) String() string {
	return a.subject + "\n" + a.id + " " + strconv.Itoa(len(a.html)) + "\n" + a.text
}
