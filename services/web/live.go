package web

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"comity/events"
)

// How live pages are kept up to date.
const (
	liveEvery  = time.Second      // at most so often is a page made again
	liveAnyway = 20 * time.Second // and at least: time alone makes things overdue
	liveBeat   = 15 * time.Second // a sign of life, so that what stands between does not cut the stream
	topicsMost = 8                // of one stream, which all tabs of a browser share
)

// topic is a part of a page that is kept up to date: it makes its parts as the person of the visit may see them.
type topic func(v *visit, about []string) ([]patch, error)

// topics are what a page's data-live may name, as name:partnership:…
var topics = map[string]topic{}

// patch is one element that is put in the place of that with the same id.
type patch struct {
	ID   string `json:"id"`
	HTML string `json:"html"`
}

// patches is what the stream sends. The position is its id too, and rises.
type patches struct {
	Topic    string    `json:"topic"`
	Position uint64    `json:"position"`
	AsAt     time.Time `json:"as_at"`
	Patches  []patch   `json:"patches"`
}

// live hears of whatever is published, once for all browsers, and wakes the streams that it may concern. What it hears is a
// reason to ask, never an answer: each stream asks the views as its own person.
type live struct {
	web *Web

	mu      sync.Mutex
	waiting map[chan uint64]string // partnership of each stream's topic
}

func newLive(w *Web) *live { return &live{web: w, waiting: map[chan uint64]string{}} }

// run listens until ctx ends.
func (l *live) run(ctx context.Context) error {
	sub, err := l.web.cfg.Conn.Subscribe(events.FeedOf("*", "exempt"), func(m *nats.Msg) {
		seq, _ := strconv.ParseUint(m.Header.Get(events.HeaderJournalSeq), 10, 64)
		l.wake(events.FeedPartnership(m.Subject), seq)
	})
	if err != nil {
		return fmt.Errorf("live pages: %w", err)
	}
	<-ctx.Done()
	return sub.Unsubscribe()
}

func (l *live) wake(partnership string, seq uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c, of := range l.waiting {
		if of != partnership && of != "" {
			continue
		}
		select {
		case <-c: // an older one that was not yet taken
		default:
		}
		c <- seq
	}
}

// listen returns where the news of a partnership arrives, "" for all; the newest alone is kept.
func (l *live) listen(partnership string) (news chan uint64, stop func()) {
	news = make(chan uint64, 1)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting[news] = partnership
	return news, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.waiting, news)
	}
}

// liveStream sends what has changed on the pages of one browser, as server-sent events. Every part is made by the template of
// the page itself, for the person who is signed in, anew each time: who loses a right loses it here too.
func (v *visit) liveStream() error {
	asked := v.r.URL.Query()["topic"]
	if len(asked) == 0 || len(asked) > topicsMost {
		return v.lost()
	}
	rc := http.NewResponseController(v.w)
	if err := rc.SetWriteDeadline(time.Time{}); err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no")
	v.w.WriteHeader(http.StatusOK)
	s := &stream{v: v, flush: rc.Flush, sent: map[string]uint64{}}
	return s.run(asked)
}

var liveRoutes = []route{{pattern: "GET /live", page: (*visit).liveStream, byItself: true}}

// stream is one browser's.
type stream struct {
	v     *visit
	flush func() error
	sent  map[string]uint64 // digest of what each part was last
	asAt  time.Time         // how fresh what was sent last is
}

// run sends until the browser goes, the pages close, or the person may no longer read.
func (s *stream) run(asked []string) error {
	news, stop := s.v.web.live.listen(s.partnership(asked))
	defer stop()
	beat, anyway := time.NewTicker(liveBeat), time.NewTicker(liveAnyway)
	defer beat.Stop()
	defer anyway.Stop()
	var seen uint64
	for {
		if !s.v.stillSignedIn() {
			return nil
		}
		for _, name := range asked {
			if err := s.send(name, seen); err != nil {
				return nil // the browser is gone, or may not see it any more; it will ask for the page and be told
			}
		}
		rest := time.NewTimer(liveEvery)
	waiting:
		for ready, due := false, false; ; {
			select {
			case <-s.v.ctx().Done():
				rest.Stop()
				return nil
			case <-s.v.web.closing:
				rest.Stop()
				return nil
			case n := <-news:
				seen, due = max(seen, n), true
			case <-anyway.C:
				due = true
			case <-rest.C:
				ready = true
			case <-beat.C:
				if err := s.beat(); err != nil {
					return nil
				}
			}
			if ready && due {
				break waiting
			}
		}
	}
}

// partnership is the one that all topics are of; "" where they are of several.
func (s *stream) partnership(asked []string) string {
	of := map[string]bool{}
	for _, name := range asked {
		parts := strings.Split(name, ":")
		if len(parts) < 2 {
			return ""
		}
		of[parts[1]] = true
	}
	if len(of) > 1 {
		return ""
	}
	return slices.Collect(maps.Keys(of))[0]
}

// send makes the parts of a topic and sends those that are not as they were.
func (s *stream) send(name string, seen uint64) error {
	parts := strings.Split(name, ":")
	make, ok := topics[parts[0]]
	if !ok {
		return fmt.Errorf("there is no topic %q", parts[0])
	}
	v := &visit{web: s.v.web, w: s.v.w, r: s.v.r, person: s.v.person, atLeast: seen}
	if len(parts) > 1 {
		v.partnership = parts[1]
	}
	all, err := make(v, parts[1:])
	if err != nil {
		return err
	}
	out := patches{Topic: name, Position: v.seq, AsAt: v.asAt, Patches: []patch{}}
	for _, p := range all {
		h := fnv.New64a()
		h.Write([]byte(p.HTML))
		key := name + "/" + p.ID
		if before, known := s.sent[key]; !known || before != h.Sum64() {
			out.Patches = append(out.Patches, p) // the first time all, since the page may be older than the stream
		}
		s.sent[key] = h.Sum64()
	}
	data, err := json.Marshal(out)
	if err != nil {
		return err
	}
	s.asAt = v.asAt
	return s.write(fmt.Sprintf("event: patch\nid: %d\ndata: %s\n\n", v.seq, data))
}

// beat is a sign of life, and says how fresh what was sent last is.
func (s *stream) beat() error {
	return s.write(fmt.Sprintf("event: beat\ndata: {\"as_at\":%q}\n\n", s.asAt.Format(time.RFC3339)))
}

func (s *stream) write(text string) error {
	if _, err := s.v.w.Write([]byte(text)); err != nil {
		return err
	}
	return s.flush()
}
