package notices

import (
	"slices"
	"strings"
	"sync"

	"comity/services/outbox"
)

// mails are the unfinished mails of the outbox, in memory.
type mails struct {
	changed func() // called after one has been added; never changes after New

	mu     sync.Mutex
	all    map[string]queued      // guarded by mu
	failed map[string]outbox.Mail // what could not be delivered, without the texts; guarded by mu
	ended  map[string]uint64      // newest revision of mails that ended a while ago; guarded by mu
	order  []string               // of ended, oldest first; guarded by mu
	warm   chan struct{}          // closed when all that was there has been seen
	isWarm bool                   // guarded by mu
}

// queued is a mail and the revision of its entry.
type queued struct {
	outbox.Mail
	revision uint64
}

func newMails() *mails {
	return &mails{all: map[string]queued{}, failed: map[string]outbox.Mail{}, ended: map[string]uint64{}, warm: make(chan struct{})}
}

// take takes what is known of a mail, unless something newer is. An empty one says that all has been seen.
func (s *mails) take(m outbox.Mail, revision uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if revision == 0 {
		if !s.isWarm {
			s.isWarm = true
			close(s.warm)
		}
		return
	}
	if old, ok := s.all[m.ID]; ok && old.revision >= revision || s.ended[m.ID] >= revision {
		return
	}
	delete(s.failed, m.ID)
	if !m.Final() {
		s.all[m.ID] = queued{m, revision}
		s.changed()
		return
	}
	delete(s.all, m.ID)
	if m.State == outbox.Undeliverable {
		m.Text, m.HTML = "", ""
		s.failed[m.ID] = m
	}
	if s.ended[m.ID] == 0 {
		s.order = append(s.order, m.ID)
	}
	s.ended[m.ID] = revision
	for len(s.order) > finishedKept {
		delete(s.ended, s.order[0])
		s.order = s.order[1:]
	}
}

// gone forgets a mail that is not in the outbox any more.
func (s *mails) gone(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, id)
	delete(s.failed, id)
}

// undeliverable lists what could not be delivered, the newest first.
func (s *mails) undeliverable() []outbox.Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]outbox.Mail, 0, len(s.failed))
	for _, m := range s.failed {
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b outbox.Mail) int {
		if c := b.QueuedAt.Compare(a.QueuedAt); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out
}

// list returns the unfinished mails: sign-in codes first, since somebody is waiting for them, then the oldest.
func (s *mails) list() []queued {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]queued, 0, len(s.all))
	for _, m := range s.all {
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b queued) int {
		if a.Secret != b.Secret {
			if a.Secret {
				return -1
			}
			return 1
		}
		if c := a.QueuedAt.Compare(b.QueuedAt); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out
}
