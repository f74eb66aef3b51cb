package views

import (
	"context"
	"sync"
	"time"
)

// levels knows how far each partition has been folded, and when that was known to be everything.
type levels struct {
	mu      sync.Mutex
	parts   []level
	changed chan struct{} // closed, and made anew, at each change
}

type level struct {
	seq   uint64    // last sequence folded
	asAt  time.Time // the last moment of which everything is folded
	heads []head    // what the journal was asked and is not folded yet, oldest first
}

// head is where the journal ended at a moment.
type head struct {
	seq uint64
	at  time.Time
}

func newLevels(partitions int) *levels {
	return &levels{parts: make([]level, partitions), changed: make(chan struct{})}
}

func (l *levels) at(partition int) uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.parts[partition].seq
}

// freshness returns the position of a partition and the last moment of which it has everything.
func (l *levels) freshness(partition int) (seq uint64, asAt time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := &l.parts[partition]
	return p.seq, p.asAt
}

// oldest is the last moment of which every partition has everything.
func (l *levels) oldest() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := l.parts[0].asAt
	for _, p := range l.parts[1:] {
		if p.asAt.Before(at) {
			at = p.asAt
		}
	}
	return at
}

// reach says that a partition is folded up to seq.
func (l *levels) reach(partition int, seq uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := &l.parts[partition]
	p.seq = max(p.seq, seq)
	p.settle()
	close(l.changed)
	l.changed = make(chan struct{})
}

// head says where the journal ended at a moment.
func (l *levels) head(partition int, seq uint64, at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := &l.parts[partition]
	p.heads = append(p.heads, head{seq, at})
	p.settle()
	if n := len(p.heads); n > 60 { // far behind: the newest moments will do
		p.heads = append(p.heads[:0], p.heads[n-30:]...)
	}
}

func (p *level) settle() {
	for len(p.heads) > 0 && p.heads[0].seq <= p.seq {
		p.asAt = p.heads[0].at
		p.heads = p.heads[1:]
	}
}

// wait returns when a partition is folded up to seq, or ctx ends.
func (l *levels) wait(ctx context.Context, partition int, seq uint64) error {
	for {
		l.mu.Lock()
		reached, changed := l.parts[partition].seq >= seq, l.changed
		l.mu.Unlock()
		if reached {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
