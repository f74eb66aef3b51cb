package notices

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"
	"golang.org/x/sync/errgroup"

	"comity/services/bus"
	"comity/services/directory"
	"comity/services/fold"
	"comity/services/journal"
	"comity/services/outbox"
	"comity/workflow"
)

// Config says whom to tell, and how. Conn, Journal, Directory, Outbox, BaseURL, Now and NewID are needed.
type Config struct {
	// Conn is the engine's connection.
	Conn *nats.Conn

	// Journal is the journal to follow, all of its partitions.
	Journal *journal.Journal

	// Directory says what people are called, where they are written to and when.
	Directory *directory.Directory

	// Outbox keeps the mails, also those of other services, which are sent like ours.
	Outbox *outbox.Outbox

	// SMTP is the mail server. Without a host nothing is sent: mails are kept in the outbox.
	SMTP SMTP

	// BaseURL is where the pages are, without a slash at the end: https://comity.example.org. Links point there, and its host
	// stands in Message-IDs.
	BaseURL string

	// Now is the clock by which mails are held and sent.
	Now func() time.Time

	// NewID makes the name of this instance, once.
	NewID func() string

	// Gather is for how long more is waited for before a mail is written; default a minute, negative for not at all.
	Gather time.Duration

	// Poll is the longest sleep; default 30 s.
	Poll time.Duration

	// Remember is how many folded cases are kept in memory, twice; default 1,024.
	Remember int

	// Manual leaves the writing and sending to whoever calls RunOnce: Run then only follows and answers.
	Manual bool

	// OperatorActs lets the local command line ask for anybody.
	OperatorActs bool

	// Version is of this build, semantic.
	Version string

	// Ready is called once, when questions are answered. May be nil.
	Ready func()

	// Log takes what was decided about each notice, by reference and without any address.
	Log zerolog.Logger
}

// SMTP says how mail is sent.
type SMTP struct {
	Host     string // empty: nothing is sent
	Port     int    // default 587, with TLS at once 465
	Username string // empty: no sign-in
	Password string

	// TLS is starttls (the default), tls (from the first byte), opportunistic (where the server offers it) or none.
	TLS string

	From    string // Comity <comity@example.org>; needed with a host
	ReplyTo string // where answers go; none: to From

	// Timeout bounds one mail; default 30 s.
	Timeout time.Duration
}

// The ways of SMTP.TLS.
const (
	StartTLS      = "starttls"
	TLS           = "tls"
	Opportunistic = "opportunistic"
	NoTLS         = "none"
)

// Notices tells people what concerns them.
type Notices struct {
	cfg  Config
	me   string // this instance
	host string // of BaseURL

	ledger *ledger
	mails  *mails

	rounds  sync.Mutex // one RunOnce at a time; it owns what follows
	cases   *fold.Kept[*workflow.Case]
	boards  *fold.Kept[*workflow.Register]
	down    pause             // while the mail server does not answer
	glances map[string]glance // by person

	mu      sync.Mutex
	read    []uint64      // guarded by mu; how far each partition has been read
	changed chan struct{} // guarded by mu; closed, and made anew, with each page

	wake chan struct{} // holds one word: there may be something to do
}

// New checks the configuration. It follows and sends nothing yet: that is Run.
func New(ctx context.Context, cfg Config) (*Notices, error) {
	if cfg.Conn == nil || cfg.Journal == nil || cfg.Directory == nil || cfg.Outbox == nil || cfg.Now == nil || cfg.NewID == nil {
		return nil, errors.New("notices: a connection, a journal, a directory, an outbox, a clock and ids are needed")
	}
	cfg, host, err := cfg.checked()
	if err != nil {
		return nil, fmt.Errorf("notices: %w", err)
	}
	js, err := jetstream.New(cfg.Conn)
	if err != nil {
		return nil, fmt.Errorf("notices: %w", err)
	}
	kv, err := js.KeyValue(ctx, bus.NoticesBucket)
	if err != nil {
		return nil, fmt.Errorf("notices: bucket %s: %w", bus.NoticesBucket, err)
	}
	n := &Notices{
		cfg: cfg, me: cfg.NewID(), host: host, ledger: newLedger(kv), mails: newMails(),
		cases: fold.Cases(cfg.Journal, cfg.Remember), boards: fold.Registers(cfg.Journal, cfg.Remember),
		read: make([]uint64, cfg.Journal.Partitions()), changed: make(chan struct{}), wake: make(chan struct{}, 1),
		glances: map[string]glance{},
	}
	n.ledger.changed, n.mails.changed = n.stir, n.stir
	return n, nil
}

// checked fills in the defaults, and returns the host of the pages.
func (c Config) checked() (Config, string, error) {
	u, err := url.Parse(c.BaseURL)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return c, "", fmt.Errorf("the address of the pages is %q; it has to be like https://comity.example.org", c.BaseURL)
	}
	c.BaseURL = strings.TrimSuffix(c.BaseURL, "/")
	if c.Gather == 0 {
		c.Gather = time.Minute
	}
	c.Gather = max(c.Gather, 0)
	if c.Poll <= 0 {
		c.Poll = 30 * time.Second
	}
	if c.Remember <= 0 {
		c.Remember = 1024
	}
	if c.SMTP.Timeout <= 0 {
		c.SMTP.Timeout = 30 * time.Second
	}
	return c, u.Hostname(), c.SMTP.check()
}

func (s SMTP) check() error {
	if s.Host == "" {
		return nil
	}
	if _, err := mail.ParseAddress(s.From); err != nil {
		return fmt.Errorf("mail is sent from %q, which is no address: %w", s.From, err)
	}
	if s.ReplyTo != "" {
		if _, err := mail.ParseAddress(s.ReplyTo); err != nil {
			return fmt.Errorf("answers go to %q, which is no address: %w", s.ReplyTo, err)
		}
	}
	switch s.TLS {
	case "", StartTLS, TLS, Opportunistic, NoTLS:
		return nil
	}
	return fmt.Errorf("%q is no way to secure mail: there are %s, %s, %s and %s", s.TLS, StartTLS, TLS, Opportunistic, NoTLS)
}

// Run follows the journal, writes and sends mails and answers questions until ctx ends, and returns when everything that it
// started has ended; a mail in hand is finished.
// Errors: whatever stops a partition from being followed, a bucket that is missing, endpoints that cannot be opened.
func (n *Notices) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	for p := range n.cfg.Journal.Partitions() {
		g.Go(func() error { return n.follow(ctx, p) })
	}
	g.Go(func() error { return n.ledger.watch(ctx) })
	g.Go(func() error { return n.cfg.Outbox.Watch(ctx, n.mails.take) })
	g.Go(func() error { return n.serve(ctx) })
	if !n.cfg.Manual {
		g.Go(func() error { return n.loop(ctx) })
	}
	err := g.Wait()
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return err
}

// stir says that there may be something to do.
func (n *Notices) stir() {
	select {
	case n.wake <- struct{}{}:
	default:
	}
}

// loop waits and calls RunOnce.
func (n *Notices) loop(ctx context.Context) error {
	failed := pause{least: time.Second, most: 30 * time.Second}
	for {
		sleep := n.cfg.Poll
		done, err := n.RunOnce(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			sleep = failed.next()
			n.cfg.Log.Warn().Err(err).Dur("again_in", sleep).Msg("notices: a round failed")
		case !done.Next.IsZero():
			failed.reset()
			sleep = min(sleep, max(done.Next.Sub(n.cfg.Now()), 10*time.Millisecond))
		default:
			failed.reset()
		}
		timer := time.NewTimer(sleep)
		select {
		case <-timer.C:
		case <-n.wake:
		case <-ctx.Done():
		}
		timer.Stop()
		if err != nil && ctx.Err() == nil {
			select { // what stirs does not make a failed round come sooner
			case <-time.After(min(sleep, time.Second)):
			case <-ctx.Done():
			}
		}
	}
}

// pause grows with each failure in a row.
type pause struct {
	least, most time.Duration
	now         time.Duration
	until       time.Time
}

func (p *pause) next() time.Duration {
	p.now = min(max(2*p.now, p.least), p.most)
	return p.now
}

func (p *pause) reset() { p.now, p.until = 0, time.Time{} }
