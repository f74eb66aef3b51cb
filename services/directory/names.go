package directory

import (
	"context"
	"encoding/json"
	"strings"
	"sync"

	"github.com/nats-io/nats.go/jetstream"
)

// names are those of everybody, kept up by a watcher, so that a page with a hundred people on it asks nobody.
type names struct {
	mu   sync.RWMutex
	all  map[string]named
	warm bool // everybody who was there at the start is here
}

// named is a name and the revision that it was read at: an older one is never put over a newer.
type named struct {
	name     string
	revision uint64
}

// followNames starts to follow; it ends when the connection is closed.
func followNames(kv jetstream.KeyValue) (*names, error) {
	w, err := kv.Watch(context.Background(), personKey("*"))
	if err != nil {
		return nil, err
	}
	n := &names{all: map[string]named{}}
	go func() {
		for e := range w.Updates() {
			n.take(e)
		}
		n.mu.Lock()
		n.warm = false // nothing is known any more of what changes
		n.all = map[string]named{}
		n.mu.Unlock()
	}()
	return n, nil
}

// take takes what the watcher saw; nil says that it has seen all that was there.
func (n *names) take(e jetstream.KeyValueEntry) {
	if e == nil {
		n.mu.Lock()
		n.warm = true
		n.mu.Unlock()
		return
	}
	var p Person
	if json.Unmarshal(e.Value(), &p) != nil {
		p = Person{} // shown by id
	}
	p.ID = strings.TrimPrefix(e.Key(), personKey(""))
	n.set(p, e.Revision())
}

func (n *names) set(p Person, revision uint64) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.all[p.ID].revision < revision {
		n.all[p.ID] = named{p.display(), revision}
	}
}

// of returns how to call a person, and whether that is known without asking.
func (n *names) of(id string) (string, bool) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	if of, ok := n.all[id]; ok {
		return of.name, true
	}
	return id, n.warm
}
