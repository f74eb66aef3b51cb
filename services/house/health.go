package house

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
	"comity/services/bus"
	"comity/services/journal"
)

const (
	// canaryEvery is how often a question for readiness writes to the disk; those in between get the last answer.
	canaryEvery = 10 * time.Second

	// probeWithin bounds one question. A full disk does not refuse a write, it never answers it (RELIABILITY §1.6).
	probeWithin = 2 * time.Second

	// staleAfter is how old a view may be and still count as caught up.
	staleAfter = 10 * time.Second
)

// probe answers whether the process lives (/healthz) and whether it can do its work (/readyz).
//
// Ready means that every service takes work, that a write reaches the disk and is acknowledged, and that views have read
// what the journal has. The write goes to the bucket of snapshots: it never touches the journal.
type probe struct {
	h     *House
	parts int
	conn  *nats.Conn // nil in a house without services
	http  *http.Server
	ln    net.Listener // nil where nothing is answered
	addr  string

	serving sync.WaitGroup

	mu      sync.Mutex
	leaving bool
	canary  error // the last answer
	asked   time.Time
}

func newProbe(h *House, cert journal.Certificate) *probe {
	p := &probe{h: h, parts: cert.Partitions, conn: h.conns[len(h.conns)-1]}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { reply(w, nil) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) { reply(w, p.check(r.Context())) })
	p.http = &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	return p
}

// listen takes the address; nobody is answered before serve.
func (p *probe) listen(addr string) (err error) {
	if addr == "off" {
		return nil
	}
	if p.ln, err = net.Listen("tcp", addr); err != nil {
		return fmt.Errorf("health address: %w", err)
	}
	p.addr = p.ln.Addr().String()
	return nil
}

// serve answers until close.
func (p *probe) serve() {
	if p.ln == nil {
		return
	}
	p.serving.Go(func() {
		if err := p.http.Serve(p.ln); !errors.Is(err, http.ErrServerClosed) {
			p.h.cfg.Log.Error().Err(err).Msg("health is not answered any more")
		}
	})
}

// leave makes the house unready before the services stop, so that a balancer sends nothing more.
func (p *probe) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.leaving = true
}

func (p *probe) close() error {
	if p.ln == nil {
		return nil
	}
	err := p.http.Close()
	if e := p.ln.Close(); !errors.Is(e, net.ErrClosed) {
		err = errors.Join(err, e)
	}
	p.serving.Wait()
	return err
}

// check lists everything that keeps the house from its work; none when it is ready.
func (p *probe) check(ctx context.Context) (problems []string) {
	ctx, cancel := context.WithTimeout(ctx, probeWithin)
	defer cancel()
	p.mu.Lock()
	leaving := p.leaving
	p.mu.Unlock()
	if leaving {
		return []string{"The services are stopping."}
	}
	for _, s := range p.h.services {
		select {
		case <-s.ready:
		default:
			problems = append(problems, "The service "+s.name+" does not take work yet.")
		}
	}
	if err := p.write(ctx); err != nil {
		problems = append(problems, "A trial write is not acknowledged: "+err.Error()+".")
	}
	return append(problems, p.behind(ctx)...)
}

// write writes the canary, at most every canaryEvery. Whoever asks first asks for all: that one going away is not an answer.
func (p *probe) write(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), probeWithin)
	defer cancel()
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.asked.IsZero() && time.Since(p.asked) < canaryEvery {
		return p.canary
	}
	p.canary = func() error {
		js, err := jetstream.New(p.conn)
		if err != nil {
			return err
		}
		bucket, err := js.KeyValue(ctx, bus.SnapshotsBucket)
		if err != nil {
			return err
		}
		_, err = bucket.PutString(ctx, "canary", "")
		return err
	}()
	p.asked = time.Now()
	return p.canary
}

// behind says which partitions the views have not caught up with. Any name that lies in a partition will do to ask for it.
func (p *probe) behind(ctx context.Context) (problems []string) {
	if p.h.views == nil {
		return nil
	}
	for part := range p.parts {
		a, err := p.h.views.Ask(ctx, bus.Query{View: "position", Partnership: inPartition(part, p.parts), Actor: events.System})
		switch now := p.h.cfg.Now(); {
		case err != nil:
			problems = append(problems, fmt.Sprintf("The views do not answer: %v.", err))
		case a.AsAt.IsZero():
			problems = append(problems, fmt.Sprintf("The views have read up to record %d of partition %d and are not level yet.", a.Seq, part))
		case now.Sub(a.AsAt) > staleAfter:
			problems = append(problems, fmt.Sprintf("The views are as of %s in partition %d.", a.AsAt.UTC().Format(time.RFC3339), part))
		}
	}
	return problems
}

// inPartition finds a name that lies in a partition.
func inPartition(partition, of int) string {
	for i := 0; ; i++ {
		if name := "p" + strconv.Itoa(i); events.Partition(name, of) == partition {
			return name
		}
	}
}

func reply(w http.ResponseWriter, problems []string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	status := "ok"
	if len(problems) > 0 {
		status = "unavailable"
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	json.NewEncoder(w).Encode(struct {
		Status   string   `json:"status"`
		Problems []string `json:"problems,omitempty"`
	}{status, problems})
}
