package broker

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/rs/zerolog"
)

// MinimumVersion is the oldest server we work with: earlier ones lose or forget acknowledged writes in ways that are
// fixed there (RELIABILITY §1.1).
const MinimumVersion = "2.15.2"

// Dial says whom to connect to and as whom: by user and password, or by a credentials file.
type Dial struct {
	URL      string // nats://host:port, several with commas
	Name     string // what the server's lists call this connection
	User     string
	Password string
	Creds    string // path of a credentials file (JWT and nkey), instead of user and password

	// InboxPrefix is where answers come back; default the client's "_INBOX". The operator's is OperatorInbox.
	InboxPrefix string

	Logger zerolog.Logger // takes disconnections and what goes wrong out of turn
}

// Connect connects to a server that is already running, embedded in another process or not. The connection never gives up
// and never holds a message back while it is cut: what is sent then fails at once, and the sender decides.
// Errors: nobody answers, wrong credentials, or a server older than MinimumVersion.
func Connect(ctx context.Context, d Dial) (*nats.Conn, error) {
	return connect(ctx, d)
}

func connect(ctx context.Context, d Dial, more ...nats.Option) (*nats.Conn, error) {
	opts := append([]nats.Option{
		nats.Name(d.Name),
		nats.MaxReconnects(-1),
		nats.ReconnectBufSize(-1),
		nats.ReconnectWait(250 * time.Millisecond),
		nats.ErrorHandler(func(_ *nats.Conn, sub *nats.Subscription, err error) {
			e := d.Logger.Error().Err(err)
			if sub != nil {
				e = e.Str("subject", sub.Subject)
			}
			e.Msg("nats")
		}),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				d.Logger.Warn().Err(err).Msg("nats: connection lost")
			}
		}),
		nats.ReconnectHandler(func(nc *nats.Conn) {
			d.Logger.Info().Str("server", nc.ConnectedServerName()).Msg("nats: connected again")
			if err := checkVersion(nc); err != nil {
				d.Logger.Error().Err(err).Msg("nats")
			}
		}),
	}, more...)
	if d.User != "" {
		opts = append(opts, nats.UserInfo(d.User, d.Password))
	}
	if d.Creds != "" {
		opts = append(opts, nats.UserCredentials(d.Creds))
	}
	if d.InboxPrefix != "" {
		opts = append(opts, nats.CustomInboxPrefix(d.InboxPrefix))
	}
	if deadline, ok := ctx.Deadline(); ok {
		opts = append(opts, nats.Timeout(max(time.Until(deadline), time.Millisecond)))
	}
	nc, err := nats.Connect(d.URL, opts...)
	if err != nil {
		return nil, fmt.Errorf("connect to NATS: %w", err)
	}
	if err := checkVersion(nc); err != nil {
		nc.Close()
		return nil, err
	}
	return nc, nil
}

func checkVersion(nc *nats.Conn) error {
	if v := nc.ConnectedServerVersion(); older(v, MinimumVersion) {
		return fmt.Errorf("the server at %s is version %s: %s or newer is needed, older ones can lose acknowledged decisions", nc.ConnectedUrlRedacted(), v, MinimumVersion)
	}
	return nil
}

// older reports whether version a comes before b. A pre-release comes before its release; what is no version at all is
// older than any.
func older(a, b string) bool {
	an, apre := version(a)
	bn, bpre := version(b)
	for i := range an {
		if an[i] != bn[i] {
			return an[i] < bn[i]
		}
	}
	return apre && !bpre
}

func version(s string) (n [3]int, pre bool) {
	s, _, _ = strings.Cut(strings.TrimPrefix(s, "v"), "+")
	s, tail, _ := strings.Cut(s, "-")
	for i, part := range strings.SplitN(s, ".", 3) {
		n[i], _ = strconv.Atoi(part)
	}
	return n, tail != ""
}
