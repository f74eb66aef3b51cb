package notices

import (
	"time"

	"comity/services/outbox"
)

// Result says what one round did.
type Result struct {
	Written   int                 // mails
	Notices   map[Decision]int    // what became of notices that waited
	Mails     map[Decision]int    // what became of mails
	Decisions map[string]Decision // by the id of the notice or of the mail: the last word of this round on it
	Next      time.Time           // the next moment at which there is something to do; none: nothing waits
}

func (r *Result) notice(e entry, d Decision) {
	r.Notices[d]++
	r.Decisions[e.Telling.ID] = d
}

func (r *Result) mail(m outbox.Mail, d Decision) {
	r.Mails[d]++
	r.Decisions[m.ID] = d
}

func (r *Result) next(at time.Time) {
	if r.Next.IsZero() || at.Before(r.Next) {
		r.Next = at
	}
}
