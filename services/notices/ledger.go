package notices

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"comity/services/bus"
	"comity/workflow"
)

// The states of a notice.
const (
	waiting = "waiting" // for its time
	inHand  = "in_hand" // the anchor of a batch that is being written
	taken   = "taken"   // another of that batch
	mailed  = "mailed"
	dropped = "dropped"
)

// notice is a telling and what became of it.
type notice struct {
	Telling workflow.Telling `json:"telling"`
	State   string           `json:"state"`
	Why     Decision         `json:"why"`
	At      time.Time        `json:"at"` // when it was claimed

	// Of an anchor: who writes the batch, since when, and the keys of the others in it.
	By     string    `json:"by,omitempty"`
	HeldAt time.Time `json:"held_at,omitzero"`
	With   []string  `json:"with,omitempty"`

	Anchor string `json:"anchor,omitempty"` // of one that is taken: the key of the anchor

	Mail string `json:"mail,omitempty"` // in which it went
}

// entry is a notice as the bucket has it.
type entry struct {
	notice
	key      string
	revision uint64
}

// ledger is the bucket NOTICES, and what is unfinished of it in memory.
type ledger struct {
	kv      jetstream.KeyValue
	changed func() // called after what is unfinished has changed; never changes after New

	mu         sync.Mutex
	unfinished map[string]map[string]entry // person → key; guarded by mu
	seen       map[string]uint64           // newest revision of what was finished a while ago; guarded by mu
	order      []string                    // of seen, oldest first; guarded by mu
	warm       chan struct{}               // closed when all that was there has been seen
	isWarm     bool                        // guarded by mu
}

func newLedger(kv jetstream.KeyValue) *ledger {
	return &ledger{kv: kv, unfinished: map[string]map[string]entry{}, seen: map[string]uint64{}, warm: make(chan struct{})}
}

// update writes a notice back. ok is false where another was faster; it is then read again.
func (l *ledger) update(ctx context.Context, e entry) (ok bool, err error) {
	data, err := json.Marshal(e.notice)
	if err != nil {
		return false, err
	}
	revision, err := l.kv.Update(ctx, e.key, data, e.revision)
	if errors.Is(err, jetstream.ErrKeyExists) {
		_, err := l.read(ctx, e.key)
		return false, err
	}
	if err != nil {
		return false, fmt.Errorf("notice %s: %w", e.Telling.ID, err)
	}
	e.revision = revision
	l.put(e)
	return true, nil
}

// read reads a notice, and puts it where it belongs.
func (l *ledger) read(ctx context.Context, key string) (entry, error) {
	got, err := l.kv.Get(ctx, key)
	if err != nil {
		return entry{}, fmt.Errorf("notice %s: %w", key, err)
	}
	e, err := parse(got)
	if err == nil {
		l.put(e)
	}
	return e, err
}

func parse(got jetstream.KeyValueEntry) (entry, error) {
	e := entry{key: got.Key(), revision: got.Revision()}
	if err := json.Unmarshal(got.Value(), &e.notice); err != nil {
		return e, fmt.Errorf("notice %s: %w", e.key, err)
	}
	return e, nil
}

// finishedKept is how many finished notices the memory holds against older words of them that are still on their way.
const finishedKept = 4096

// put takes what is known of a notice, unless something newer is.
func (l *ledger) put(e entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	person := e.Telling.Person
	if old, ok := l.unfinished[person][e.key]; ok && old.revision >= e.revision || l.seen[e.key] >= e.revision {
		return
	}
	if e.State == mailed || e.State == dropped {
		delete(l.unfinished[person], e.key)
		if len(l.unfinished[person]) == 0 {
			delete(l.unfinished, person)
		}
		if l.seen[e.key] == 0 {
			l.order = append(l.order, e.key)
		}
		l.seen[e.key] = e.revision
		for len(l.order) > finishedKept {
			delete(l.seen, l.order[0])
			l.order = l.order[1:]
		}
		return
	}
	if l.unfinished[person] == nil {
		l.unfinished[person] = map[string]entry{}
	}
	l.unfinished[person][e.key] = e
	l.changed()
}

// people lists those for whom something is unfinished.
func (l *ledger) people() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]string, 0, len(l.unfinished))
	for p := range l.unfinished {
		out = append(out, p)
	}
	slices.Sort(out)
	return out
}

// of lists what is unfinished for a person, the oldest first.
func (l *ledger) of(person string) []entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]entry, 0, len(l.unfinished[person]))
	for _, e := range l.unfinished[person] {
		out = append(out, e)
	}
	slices.SortFunc(out, older)
	return out
}

func older(a, b entry) int {
	if c := a.Telling.At.Compare(b.Telling.At); c != 0 {
		return c
	}
	return strings.Compare(a.Telling.ID, b.Telling.ID)
}

// watch keeps the memory up to what all instances do, until ctx ends.
func (l *ledger) watch(ctx context.Context) error {
	w, err := l.kv.Watch(ctx, "told.>", jetstream.IgnoreDeletes())
	if err != nil {
		return fmt.Errorf("watch notices: %w", err)
	}
	defer w.Stop()
	for {
		select {
		case got, open := <-w.Updates():
			switch {
			case !open && ctx.Err() != nil:
				return nil
			case !open:
				return fmt.Errorf("watch notices: %w", bus.ErrUnavailable)
			case got == nil:
				l.mu.Lock()
				if !l.isWarm {
					l.isWarm = true
					close(l.warm)
				}
				l.mu.Unlock()
				continue
			}
			e, err := parse(got)
			if err != nil {
				return err
			}
			l.put(e)
		case <-ctx.Done():
			return nil
		}
	}
}

// recent lists the newest notices of a person, the newest first.
func (l *ledger) recent(ctx context.Context, person string, most int) ([]entry, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w, err := l.kv.Watch(ctx, "told."+person+".*", jetstream.IgnoreDeletes())
	if err != nil {
		return nil, fmt.Errorf("notices: %w", err)
	}
	defer w.Stop()
	var out []entry
	for {
		select {
		case got, open := <-w.Updates():
			if !open {
				return nil, fmt.Errorf("notices: %w", bus.ErrUnavailable)
			}
			if got == nil {
				slices.SortFunc(out, func(a, b entry) int { return older(b, a) })
				return out[:min(len(out), most)], nil
			}
			e, err := parse(got)
			if err != nil {
				return nil, err
			}
			out = append(out, e)
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// thread returns the mail that began the conversation about an item with a person: the one given, where there is none yet.
func (l *ledger) thread(ctx context.Context, person, partnership, item, mail string) (first string, err error) {
	key := "thread." + person + "." + short(partnership, item)
	_, err = l.kv.Create(ctx, key, []byte(mail))
	if err == nil {
		return mail, nil
	}
	if !errors.Is(err, jetstream.ErrKeyExists) {
		return "", fmt.Errorf("thread of %s: %w", item, err)
	}
	got, err := l.kv.Get(ctx, key)
	if err != nil {
		return "", fmt.Errorf("thread of %s: %w", item, err)
	}
	return string(got.Value()), nil
}
