package scenario

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"comity/events"
	"comity/services/bus"
	"comity/workflow"
)

// I6: what is published to a clearance holds nothing above it. It is checked on the messages themselves, against rules of our
// own and not those by which they were made: every text that anybody wrote in the story is a canary, which must not sing
// below its tier. What the published document says of them is checked in published.go.

// reach says from which tier on a text in a field may be read, of any command or of one, and never below the classification of
// its case. A field that is not named may be read from the tier board on.
var reach = map[string]string{
	"title": "partners", "summary": "partners", "reason": "board", "reasons": "board", "agreement": "board", "description": "board",
	"conditions": "board", "funding": "board", "funding_conditions": "board", "nature": "exempt", "decision": "exempt", "from": "exempt", "data": "exempt",
	"case.add_evidence title": "board", "contract.record supplier": "partners", "notice.publish reference": "partners", "notice.publish reason": "partners", "meeting.schedule venue": "partners",
	"what": "board", "note": "board", "level_report.record summary": "board", "feedback.give text": "board", "engagement.record title": "partners", "target.set indicator": "partners", "target.set process": "partners", "case.create options": "partners", "case.create risk": "partners", "case.amend options": "partners",
	"risk.record title": "board", "case.amend risk": "partners", "case.adopt options": "partners", "case.adopt risk": "partners", "case.adopt by": "board", "case.adopt minute": "board",
	"case.adopt result": "board", "case.adopt supplier": "partners",
}

// secret names fields of published events that no partner's dashboard gets: who voted how, and how much.
var secret = []string{"choice", "person", "votes", "nature", "amount_pence", "fte_hundredths", "expected_pence", "expected_fte_hundredths", "lines", "mandate", "instrument", "value_pence"}

// referenceOnly are the fields of an event below the classification of its case (F119).
var referenceOnly = []string{"case", "stage", "status", "classification"}

// published is a message of the feed.
type published struct {
	clearance string
	body      string
	event     events.CloudEvent
	data      map[string]any
}

// feed is what was published, as far as it was read.
type feed struct {
	seq   uint64 // of the stream FEED
	upTo  uint64 // of the journal: everything up to there is published
	texts map[string]canary
}

// canary is a text that somebody wrote.
type canary struct {
	tier, field, inCase string
	inside              string // the text as it stands inside JSON
}

func newFeed() *feed { return &feed{texts: map[string]canary{}} }

// canaries keeps the texts of a command.
func (f *feed) canaries(cmd workflow.Command, newCase string) {
	raw, err := json.Marshal(cmd)
	if err != nil {
		return
	}
	id := cmd.AggregateID()
	if id == "" {
		id = newCase
	}
	f.collect(cmd.CommandName(), "", looseJSON(raw), id)
}

func (f *feed) collect(command, field string, v any, inCase string) {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			if field != "data" {
				f.collect(command, name, inner, inCase)
			} else {
				f.collect(command, field, inner, inCase)
			}
		}
	case []any:
		for _, inner := range v {
			f.collect(command, field, inner, inCase)
		}
	case string:
		f.keep(command, field, v, inCase)
	}
}

// keep makes a canary of a text that is long enough to be known again. The same text written where more may see it is theirs.
func (f *feed) keep(command, field, text, inCase string) {
	tier := reach[command+" "+field]
	if tier == "" {
		tier = reach[field]
	}
	if len(text) < 12 || !strings.Contains(text, " ") || field == "source" {
		return
	}
	if tier == "" {
		tier = "board"
	}
	if before, ok := f.texts[text]; !ok || rank(tier) < rank(before.tier) {
		f.texts[text] = canary{tier: tier, field: field, inCase: inCase, inside: quotedInside(text)}
	}
}

func rank(tier string) int { return slices.Index(workflow.Clearances, tier) }

// lookAgain is how long the feed gets to publish more before we look again.
const lookAgain = time.Millisecond

// follow reads what the feed has by now, and checks it. It does not wait for more: what comes later is checked later, and says
// itself of which record it is.
func (w *world) follow(ctx context.Context) error {
	for {
		page, err := w.engine.read(ctx, bus.FeedStream, w.feed.seq+1, readAtOnce)
		if err != nil {
			return fmt.Errorf("read the feed: %w", err)
		}
		for _, m := range page {
			if err := w.publishedMessage(m.Sequence, m.Subject, m.Header, m.Data); err != nil {
				return err
			}
		}
		if len(page) < readAtOnce {
			return nil
		}
	}
}

// followAll waits until the feed has everything that the journal holds.
func (w *world) followAll(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for w.feed.upTo < w.head {
		before := w.feed.seq
		if err := w.follow(ctx); err != nil {
			return err
		}
		if w.feed.seq != before {
			continue
		}
		pause := time.NewTimer(lookAgain)
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return fmt.Errorf("the feed is published up to record %d of %d: %w", w.feed.upTo, w.head, context.Cause(ctx))
		}
	}
	return nil
}

func (w *world) publishedMessage(seq uint64, subject string, header nats.Header, body []byte) error {
	t := strings.Split(subject, ".")
	p := published{clearance: t[3], body: string(body)}
	if err := json.Unmarshal(body, &p.event); err != nil {
		return fmt.Errorf("message %d of the feed: %w", seq, err)
	}
	p.data, _ = looseJSON(p.event.Data).(map[string]any)
	position, err1 := strconv.ParseUint(header.Get(events.HeaderJournalSeq), 10, 64)
	left, err2 := strconv.Atoi(header.Get(events.HeaderLeft))
	if err1 != nil || err2 != nil {
		return fmt.Errorf("message %d of the feed says no position", seq)
	}
	w.feed.seq = seq
	if left == 0 {
		w.feed.upTo = position
	}
	w.published = append(w.published, p)
	w.checkPublished(p)
	w.checkDocument(p)
	return nil
}

// checkPublished is I6 for one message.
func (w *world) checkPublished(p published) {
	where := fmt.Sprintf("I6: %s to %s", p.event.ID, p.clearance)
	kind, id, _ := strings.Cut(p.event.Subject, "/")
	classification, _ := p.data["classification"].(string)
	if kind == "case" {
		if p.clearance == "public" || rank(p.clearance) < rank(classification) {
			for name := range p.data {
				if !slices.Contains(referenceOnly, name) {
					w.differ("%s has the field %s beside the reference, and may not", where, name)
				}
			}
		}
	}
	if rank(p.clearance) < rank("board") {
		for name := range p.data {
			if slices.Contains(secret, name) && p.event.Type != "measurement.recorded" {
				w.differ("%s has the field %s", where, name)
			}
		}
	}
	for text, c := range w.feed.texts {
		need := c.tier
		if c.inCase == id && rank(classification) > rank(need) {
			need = classification
		}
		if rank(p.clearance) < rank(need) && (c.inCase == "" || c.inCase == id) && strings.Contains(p.body, c.inside) {
			w.differ("%s says %q, the %s that is open from %s on", where, text, c.field, need)
		}
	}
}

// quotedInside is a text as it stands inside JSON.
func quotedInside(text string) string {
	raw, _ := json.Marshal(text)
	return strings.Trim(string(raw), `"`)
}
