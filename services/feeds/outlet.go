package feeds

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/rs/zerolog"
	"github.com/synadia-io/orbit.go/jetstreamext"

	"comity/events"
	"comity/services/bus"
)

const (
	// batchMost is how many messages go in one atomic batch; the server takes 1,000.
	batchMost = 500

	// sendWithin bounds one attempt to publish, pauseLeast and pauseMost the wait before the next.
	sendWithin = 5 * time.Second
	pauseLeast = 50 * time.Millisecond
	pauseMost  = 5 * time.Second
)

// outlet is the stream FEED, as one follower writes to it.
type outlet struct {
	js      jetstream.JetStream
	log     zerolog.Logger
	batches bool // the stream takes atomic batches, which share one sync
}

func openOutlet(ctx context.Context, js jetstream.JetStream, log zerolog.Logger) (*outlet, error) {
	s, err := js.Stream(ctx, bus.FeedStream)
	if err != nil {
		return nil, fmt.Errorf("feed: stream %s: %w", bus.FeedStream, err)
	}
	return &outlet{js: js, log: log, batches: s.CachedInfo().Config.AllowAtomicPublish}, nil
}

// start is where publishing goes on.
type start struct {
	seq    uint64    // journal sequence of the last record of which something is published; 0 for none
	left   int       // how many of its messages are not
	id     string    // of its last message
	oldest time.Time // records stored before would be gone from the feed at once
}

// after is the sequence after which records are to be read.
func (s start) after() uint64 {
	if s.left > 0 {
		return s.seq - 1
	}
	return s.seq
}

// rest returns what is to be published of a record's messages: for the record at which publishing was cut short those after
// the last one, for any other all. Where the rules now tell other things, so that the last one is not among them, all of
// them go again under their own ids.
func (s start) rest(seq uint64, messages []*nats.Msg) []*nats.Msg {
	if seq != s.seq {
		return messages
	}
	for i, m := range messages {
		if m.Header.Get(jetstream.MsgIDHeader) == s.id {
			return messages[i+1:]
		}
	}
	return messages
}

// resume finds where publishing of a partition ended: the newest message of each of its partnerships, of which the one with
// the highest journal sequence counts. Where the feed has none, what is older than the feed keeps is left out.
func (o *outlet) resume(ctx context.Context, partition int) (start, error) {
	feed, err := o.js.Stream(ctx, bus.FeedStream)
	if err != nil {
		return start{}, err
	}
	var from start
	info := feed.CachedInfo()
	if age := info.Config.MaxAge; age > 0 {
		from.oldest = info.TimeStamp.Add(-age)
	}
	partnerships, err := o.partnerships(ctx, partition)
	if err != nil {
		return start{}, err
	}
	for _, name := range partnerships {
		last, err := o.last(ctx, name)
		if err != nil {
			return start{}, err
		}
		if last.seq > from.seq {
			last.oldest, from = from.oldest, last
		}
	}
	return from, nil
}

// partnerships lists those whose register lies in a partition.
func (o *outlet) partnerships(ctx context.Context, partition int) ([]string, error) {
	s, err := o.js.Stream(ctx, events.StreamName(partition))
	if err != nil {
		return nil, err
	}
	info, err := s.Info(ctx, jetstream.WithSubjectFilter(events.JournalKind(partition, events.KindRegister)))
	if err != nil {
		return nil, err
	}
	var out []string
	for subject := range info.State.Subjects {
		_, agg, err := events.ParseJournalSubject(subject)
		if err != nil {
			return nil, err
		}
		if agg.Partnership != events.Installation {
			out = append(out, agg.Partnership)
		}
	}
	return out, nil
}

// last reads the newest message of a partnership from the leader of the stream.
func (o *outlet) last(ctx context.Context, partnership string) (start, error) {
	request, _ := json.Marshal(map[string]string{"last_by_subj": strings.TrimSuffix(events.FeedOf(partnership, "*"), "*.>") + ">"})
	m, err := o.js.Conn().RequestWithContext(ctx, "$JS.API.STREAM.MSG.GET."+bus.FeedStream, request)
	if err != nil {
		return start{}, fmt.Errorf("newest message of %s: %w", partnership, err)
	}
	var answer struct {
		Error   *jetstream.APIError `json:"error"`
		Message *struct {
			Header []byte `json:"hdrs"`
		} `json:"message"`
	}
	if err := json.Unmarshal(m.Data, &answer); err != nil {
		return start{}, err
	}
	if answer.Error != nil && answer.Error.ErrorCode == jetstream.JSErrCodeMessageNotFound {
		return start{}, nil
	}
	if answer.Error != nil || answer.Message == nil {
		return start{}, fmt.Errorf("newest message of %s: %w", partnership, answer.Error)
	}
	header, err := nats.DecodeHeadersMsg(answer.Message.Header)
	if err != nil {
		return start{}, err
	}
	at, err := placeOf(header)
	if err != nil {
		return start{}, fmt.Errorf("newest message of %s is not ours: %w", partnership, err)
	}
	return at, nil
}

// send publishes messages in order and returns when the stream has all of them.
// Errors: the context's alone; anything else is tried again.
func (o *outlet) send(ctx context.Context, partition int, messages []*nats.Msg) error {
	pause := pauseLeast
	for len(messages) > 0 {
		n, err := o.sendSome(ctx, messages)
		if messages = messages[n:]; err == nil {
			pause = pauseLeast
			continue
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		o.log.Warn().Err(err).Int("partition", partition).Str("id", messages[0].Header.Get(jetstream.MsgIDHeader)).Msg("feed: not published, trying again")
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		pause = min(2*pause, pauseMost)
		if messages, err = o.remaining(ctx, messages); err != nil {
			o.log.Warn().Err(err).Msg("feed: not read")
		}
	}
	return nil
}

// sendSome publishes one batch, or one message, and says how many are in the stream.
func (o *outlet) sendSome(ctx context.Context, messages []*nats.Msg) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	if n := min(len(messages), batchMost); o.batches && n > 1 {
		_, err := jetstreamext.PublishMsgBatch(ctx, o.js, copies(messages[:n]))
		if err != nil {
			return 0, err
		}
		return n, nil
	}
	if _, err := o.js.PublishMsg(ctx, messages[0], jetstream.WithRetryAttempts(0)); err != nil {
		return 0, err
	}
	return 1, nil
}

// copies protects the messages from what a batch writes into their headers.
func copies(messages []*nats.Msg) []*nats.Msg {
	out := make([]*nats.Msg, len(messages))
	for i, m := range messages {
		header := make(nats.Header, len(m.Header)+3)
		for k, v := range m.Header {
			header[k] = v
		}
		out[i] = &nats.Msg{Subject: m.Subject, Header: header, Data: m.Data}
	}
	return out
}

// remaining leaves out the messages that are in the stream although the answer got lost, or because another instance was
// faster. All of them are of one partition, which is published in order, so the newest of any of their partnerships decides.
func (o *outlet) remaining(ctx context.Context, messages []*nats.Msg) ([]*nats.Msg, error) {
	ctx, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	asked := map[string]bool{}
	var newest start
	for _, m := range messages {
		name := strings.Split(m.Subject, ".")[2]
		if asked[name] {
			continue
		}
		asked[name] = true
		last, err := o.last(ctx, name)
		if err != nil {
			return messages, err
		}
		if last.seq > newest.seq {
			newest = last
		}
	}
	for len(messages) > 0 {
		place, err := placeOf(messages[0].Header)
		if err != nil || place.seq > newest.seq || place.seq == newest.seq && place.left < newest.left {
			return messages, err
		}
		messages = messages[1:]
	}
	return nil, nil
}

// placeOf reads a message's place in the feed.
func placeOf(h nats.Header) (start, error) {
	seq, err1 := strconv.ParseUint(h.Get(events.HeaderJournalSeq), 10, 64)
	left, err2 := strconv.Atoi(h.Get(events.HeaderLeft))
	return start{seq: seq, left: left, id: h.Get(jetstream.MsgIDHeader)}, errors.Join(err1, err2)
}
