package deadlines

import (
	"container/heap"
	"time"

	"comity/workflow"
)

// key names a case, or without an id a partnership's register.
type key struct{ partnership, id string }

func ofRegister(partnership string) key { return key{partnership: partnership} }

// table is the due table: for each open case and each register what is due when, and across all of them what comes first. It is derived from the
// fold and can be thrown away at any time.
type table struct {
	rows  map[key]*row
	order rows
}

// row is what is due for one case, or for one register.
type row struct {
	key   key
	rev   int                // of the case or the register for which this is due
	items []workflow.DueItem // soonest first
	off   map[workflow.DueItem]postponed
	at    time.Time // the soonest moment of an item, or the end of its postponement
	next  int       // which item that is
	index int       // in the order
}

// postponed is an item whose tick brought nothing about, or a case that could not be read.
type postponed struct {
	attempt int // the next one
	until   time.Time
}

// again puts it off once more, for longer.
func (p postponed) again(now time.Time) postponed {
	return postponed{attempt: p.attempt + 1, until: now.Add(min(firstPause<<min(p.attempt, 10), lastPause))}
}

// The pause after an attempt that brought nothing about: half a minute, doubling to an hour.
const (
	firstPause = 30 * time.Second
	lastPause  = time.Hour
)

func newTable() *table { return &table{rows: map[key]*row{}} }

// set replaces what is due for a case at a revision. What is not due any more is no longer postponed either.
func (t *table) set(k key, revision int, items []workflow.DueItem) {
	r := t.rows[k]
	if len(items) == 0 {
		if r != nil {
			heap.Remove(&t.order, r.index)
			delete(t.rows, k)
		}
		return
	}
	fresh := r == nil
	if fresh {
		r = &row{key: k}
		t.rows[k] = r
	}
	var off map[workflow.DueItem]postponed
	for _, x := range items {
		if p, ok := r.off[same(x)]; ok {
			if off == nil {
				off = map[workflow.DueItem]postponed{}
			}
			off[same(x)] = p
		}
	}
	r.rev, r.items, r.off = revision, items, off
	r.settle()
	if fresh {
		heap.Push(&t.order, r)
		return
	}
	heap.Fix(&t.order, r.index)
}

// same is an item in the form in which two are compared.
func same(x workflow.DueItem) workflow.DueItem { x.At = x.At.UTC(); return x }

// settle finds the item that comes first.
func (r *row) settle() {
	for i, x := range r.items {
		at := x.At
		if p, ok := r.off[same(x)]; ok && p.until.After(at) {
			at = p.until
		}
		if i == 0 || at.Before(r.at) {
			r.at, r.next = at, i
		}
	}
}

// first returns what is due at a time, nil for nothing. next is then the moment of the soonest item that was never fired.
func (t *table) first(now time.Time) (due *Tick, next time.Time) {
	if len(t.order) > 0 && !t.order[0].at.After(now) {
		r := t.order[0]
		x := r.items[r.next]
		return &Tick{Partnership: r.key.partnership, Case: r.key.id, Revision: r.rev, Item: x, Attempt: r.off[same(x)].attempt}, time.Time{}
	}
	return nil, t.soonest()
}

// soonest is the moment of the soonest item that is not postponed. Rows in the order come before their children, so those
// without postponed items need not be looked behind.
func (t *table) soonest() (at time.Time) {
	for look := []int{0}; len(look) > 0; {
		i := look[len(look)-1]
		look = look[:len(look)-1]
		if i >= len(t.order) || !at.IsZero() && !t.order[i].at.Before(at) {
			continue
		}
		r := t.order[i]
		for _, x := range r.items {
			if _, ok := r.off[same(x)]; !ok && (at.IsZero() || x.At.Before(at)) {
				at = x.At
			}
		}
		if len(r.off) > 0 {
			look = append(look, 2*i+1, 2*i+2)
		}
	}
	return at
}

// has reports whether a tick's item is still due.
func (t *table) has(tick Tick) bool {
	r := t.rows[key{tick.Partnership, tick.Case}]
	if r == nil {
		return false
	}
	for _, x := range r.items {
		if same(x) == same(tick.Item) {
			return true
		}
	}
	return false
}

// putOff postpones an item and returns until when.
func (t *table) putOff(tick Tick, now time.Time) time.Time {
	r := t.rows[key{tick.Partnership, tick.Case}]
	if r == nil {
		return now
	}
	if r.off == nil {
		r.off = map[workflow.DueItem]postponed{}
	}
	p := postponed{attempt: tick.Attempt}.again(now)
	r.off[same(tick.Item)] = p
	r.settle()
	heap.Fix(&t.order, r.index)
	return p.until
}

// rows is a heap, the soonest row first; of two at one moment the one whose name comes first.
type rows []*row

func (h rows) Len() int { return len(h) }
func (h rows) Less(i, j int) bool {
	if !h[i].at.Equal(h[j].at) {
		return h[i].at.Before(h[j].at)
	}
	if h[i].key.partnership != h[j].key.partnership {
		return h[i].key.partnership < h[j].key.partnership
	}
	return h[i].key.id < h[j].key.id
}
func (h rows) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}
func (h *rows) Push(x any) {
	r := x.(*row)
	r.index = len(*h)
	*h = append(*h, r)
}
func (h *rows) Pop() any {
	old := *h
	r := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	return r
}
