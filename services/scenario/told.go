package scenario

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"comity/services/bus"
	"comity/services/outbox"
	"comity/workflow"
)

// told is who was told what, and which mails were written, as the buckets of the installation have it.
type told struct {
	upTo uint64    // of the journal: when the service notices was last let work
	next time.Time // when it has to be let work again; zero: nothing waits

	noticeSeq, mailSeq uint64 // of the streams of the two buckets, as far as they were read

	notices map[string]*toldOf     // by person and id
	asks    map[matter][]*toldOf   // what asks, by whom it asks for what
	opened  map[string]opening     // when something was opened for which the case waits
	seats   map[string][]*toldOf   // that a person has a seat, a deputyship or a mandate, by person
	mails   map[string]outbox.Mail // as they were first seen, without the texts
	carried map[string]string      // the mail in which a notice went
	asked   map[string]time.Time   // when the last mail was written that asks a person about an item
	knows   map[matter]int         // in which step a person did something in a matter, and so knows of it
	missed  map[matter]bool        // who was found not to be told; it is said once

	step         int       // counts steps: several of them happen at one moment
	freshNotices []*toldOf // since the step before
	freshMails   []outbox.Mail
}

// toldOf is one thing that one person was told, and what became of it.
type toldOf struct {
	Telling workflow.Telling `json:"telling"`
	State   string           `json:"state"`
	Mail    string           `json:"mail"`

	step int // in which it was found
}

// opening is when something was found open: in which step, and on which day.
type opening struct {
	step int
	day  string
}

// matter is what a case waits for of a person.
type matter struct{ inCase, of, person string }

func newTold() *told {
	return &told{
		notices: map[string]*toldOf{}, asks: map[matter][]*toldOf{}, seats: map[string][]*toldOf{}, mails: map[string]outbox.Mail{}, carried: map[string]string{},
		asked: map[string]time.Time{}, knows: map[matter]int{}, opened: map[string]opening{}, missed: map[matter]bool{},
	}
}

// forget begins a new step.
func (t *told) forget() {
	t.step++
	t.freshNotices, t.freshMails = nil, nil
}

// tell lets the service notices work where there may be something for it to do, and reads what it did: something was recorded,
// or something that it holds back is due.
func (w *world) tell(ctx context.Context) error {
	if w.told.upTo == w.head && (w.told.next.IsZero() || w.told.next.After(w.clock.now())) {
		return nil
	}
	return w.tellNow(ctx)
}

func (w *world) tellNow(ctx context.Context) error {
	done, err := w.engine.house.Notices().RunOnce(ctx)
	if err != nil {
		return fmt.Errorf("tell people: %w", err)
	}
	w.told.upTo, w.told.next = w.head, done.Next
	if err := w.readBucket(ctx, bus.NoticesBucket, w.engine.read, &w.told.noticeSeq, w.takeNotice); err != nil {
		return err
	}
	if done.Written == 0 {
		return nil // a mail that was written all the same is found with the next one
	}
	return w.readOutbox(ctx)
}

// tellNothing lets the service notices work after a crash: nothing has happened since it last did, so nobody may be told or
// written to once more.
func (w *world) tellNothing(ctx context.Context) error {
	notices, mails := len(w.told.notices), len(w.told.mails)
	if err := w.tellNow(ctx); err != nil {
		return err
	}
	if n, m := len(w.told.notices)-notices, len(w.told.mails)-mails; n > 0 || m > 0 {
		w.differ("I8: after a crash people are told %s and written %s more, and nothing had happened", plural(n, "thing"), plural(m, "mail"))
	}
	return nil
}

// readOutbox reads the mails. Their bucket is answered for by its leader alone, since what is erased there must be gone.
func (w *world) readOutbox(ctx context.Context) error {
	mails := "$KV." + bus.OutboxBucket + ".mail.>"
	read := func(ctx context.Context, stream string, seq uint64, n int) ([]*jetstream.RawStreamMsg, error) {
		return w.engine.readLeader(ctx, stream, mails, seq, n)
	}
	return w.readBucket(ctx, bus.OutboxBucket, read, &w.told.mailSeq, w.takeMail)
}

// reading returns up to n stored messages of a stream from a sequence on.
type reading func(ctx context.Context, stream string, seq uint64, n int) ([]*jetstream.RawStreamMsg, error)

// readBucket hands over every entry of a bucket that is new or changed, in the order of the changes.
func (w *world) readBucket(ctx context.Context, bucket string, read reading, seq *uint64, take func(key string, value []byte) error) error {
	for {
		page, err := read(ctx, "KV_"+bucket, *seq+1, readAtOnce)
		if err != nil {
			return fmt.Errorf("read the bucket %s: %w", bucket, err)
		}
		for _, m := range page {
			*seq = m.Sequence
			if m.Header.Get("KV-Operation") != "" {
				continue // removed
			}
			if err := take(strings.TrimPrefix(m.Subject, "$KV."+bucket+"."), m.Data); err != nil {
				return fmt.Errorf("bucket %s: %s: %w", bucket, m.Subject, err)
			}
		}
		if len(page) < readAtOnce {
			return nil
		}
	}
}

// takeNotice keeps a notice, or what became of it.
func (w *world) takeNotice(key string, value []byte) error {
	if !strings.HasPrefix(key, "told.") {
		return nil
	}
	var n toldOf
	if err := json.Unmarshal(value, &n); err != nil {
		return err
	}
	t := n.Telling
	id := aboutOf(t.Person, t.Partnership, t.ID)
	if known := w.told.notices[id]; known != nil {
		known.State, known.Mail = n.State, n.Mail
		return nil
	}
	n.step = w.told.step
	w.told.notices[id] = &n
	w.told.freshNotices = append(w.told.freshNotices, &n)
	if t.Asks() {
		m := matter{t.Case, t.For, t.Person}
		w.told.asks[m] = append(w.told.asks[m], &n)
	}
	if slices.Contains(seatReasons, t.Reason) {
		w.told.seats[t.Person] = append(w.told.seats[t.Person], &n)
	}
	return nil
}

// seatReasons are those of what says that somebody comes to a seat; what waits for it they find there.
var seatReasons = []string{workflow.ToldAppointed, workflow.ToldDeputy, workflow.ToldMandate}

// aboutOf names a notice: mails list those that they carry as partnership/id.
func aboutOf(person, partnership, id string) string { return person + " " + partnership + "/" + id }

// takeMail checks a mail when it is first seen.
func (w *world) takeMail(key string, value []byte) error {
	var m outbox.Mail
	if err := json.Unmarshal(value, &m); err != nil {
		return err
	}
	if _, known := w.told.mails[m.ID]; known {
		return nil
	}
	w.told.freshMails = append(w.told.freshMails, m)
	w.checkMail(m)
	m.Text, m.HTML = "", ""
	w.told.mails[m.ID] = m
	return nil
}

// lastMails lets so much time pass at the end of a story that every mail is written, and checks that none was forgotten.
func (w *world) lastMails(ctx context.Context) error {
	for w.told.next.After(w.clock.now()) && w.told.next.Sub(w.clock.now()) < time.Hour {
		if err := w.advance(ctx, w.told.next); err != nil {
			return err
		}
	}
	if err := w.readOutbox(ctx); err != nil {
		return err
	}
	for _, n := range w.told.notices {
		if n.State != "mailed" && n.State != "dropped" {
			w.differ("I8: %s is to be told %s and no mail was written: it is %s", n.Telling.Person, named(n.Telling), n.State)
		}
	}
	return w.settle(ctx)
}

// named says in short what a telling is.
func named(t workflow.Telling) string {
	out := t.Reason + " of " + t.For
	if t.Case != "" {
		out += " in case " + t.Case
	}
	return out
}
