package deadlines

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/rs/zerolog"

	"comity/events"
	"comity/services/bus"
	"comity/services/client"
	"comity/services/journal"
	"comity/workflow"
)

// Tick is one thing that is due, and which attempt at it this is.
type Tick struct {
	Partnership string
	Case        string // "" for what is due in the partnership as a whole
	Revision    int    // of the case, or of the register, for which it is due
	Item        workflow.DueItem
	Attempt     int // 0 for the first
}

// Fired is what came of a tick.
type Fired struct {
	Seq    uint64 // of the record; 0 where nothing happened
	Events int
}

// CommandID is the id of the tick as a command. It follows from what is due, at which revision, and from the attempt, so that every
// instance sends the same, for ever. Another attempt has another id, and so has what comes to be due once more at the same moment (a quorum
// lost, restored and lost again): an answer is remembered by its id, and the case has changed.
// It is a UUID of version 8, which RFC 9562 leaves to whoever makes it.
func (t Tick) CommandID() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "comity tick\n%s\n%s\n%d\n%s\n%s\n%s\n%s\n%d",
		t.Partnership, t.Case, t.Revision, t.Item.At.UTC().Format(time.RFC3339Nano), t.Item.What, t.Item.On, t.Item.Key, t.Attempt))
	id := sum[:16]
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80
	s := hex.EncodeToString(id)
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

// sendOver sends ticks as commands of the engine itself.
func sendOver(c *client.Client) func(context.Context, Tick) (Fired, error) {
	return func(ctx context.Context, t Tick) (Fired, error) {
		var cmd workflow.Command = &workflow.CaseTick{Case: t.Case}
		if t.Case == "" {
			cmd = &workflow.PartnershipTick{}
		}
		done, err := c.Do(ctx, t.Partnership, events.System, cmd, client.CommandID(t.CommandID()))
		if err != nil {
			return Fired{}, err
		}
		if len(done.Events) == 0 {
			return Fired{}, nil
		}
		return Fired{Seq: done.Seq, Events: len(done.Events)}, nil
	}
}

// readWithin bounds the wait for a tick's own record to be folded.
const readWithin = 20 * time.Second

// fire sends one tick, reads what it brought about, and reports whether the thing is no longer due. What still is, was
// refused or failed is put off: one case that cannot be ticked is no reason to keep the others waiting.
// Errors: nobody does anything about any case just now.
func (d *Deadlines) fire(ctx context.Context, t Tick) (happened bool, err error) {
	fired, err := d.cfg.Fire(ctx, t)
	switch {
	case err == nil:
	case away(err):
		return false, err
	case errors.As(err, new(*workflow.Refusal)):
		d.putOff(t, d.cfg.Log.Warn().Str("why", err.Error()))
		return false, nil
	default:
		d.putOff(t, d.cfg.Log.Error().Err(err))
		return false, nil
	}
	if fired.Seq > 0 {
		within, cancel := context.WithTimeout(ctx, readWithin)
		defer cancel()
		if err := d.reach(within, d.cfg.Journal.Partition(t.Partnership), fired.Seq); err != nil {
			return false, err
		}
	}
	if _, err := d.reckonFirst(ctx, key{t.Partnership, t.Case}); err != nil {
		return false, err
	}
	if d.stillDue(t) {
		d.putOff(t, d.cfg.Log.Warn().Str("why", "the same is still due"))
		return false, nil
	}
	d.cfg.Log.Info().Str("partnership", t.Partnership).Str("case", t.Case).Str("what", t.Item.What).Str("on", t.Item.On).Time("due", t.Item.At).
		Uint64("seq", fired.Seq).Msg("deadline fired")
	return true, nil
}

// away reports whether an error says nothing of the one case: something that all of them need does not answer.
func away(err error) bool {
	var no *workflow.Refusal
	if errors.As(err, &no) {
		return no.Code == workflow.Unavailable || no.Code == workflow.OutcomeUnknown || no.Code == workflow.TooManyRequests
	}
	for _, e := range []error{client.ErrNobody, client.ErrNoReply, journal.ErrUnavailable, bus.ErrUnavailable, nats.ErrConnectionClosed,
		context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

func (d *Deadlines) stillDue(t Tick) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.table.has(t)
}

func (d *Deadlines) putOff(t Tick, say *zerolog.Event) {
	d.mu.Lock()
	until := d.table.putOff(t, d.cfg.Now())
	d.mu.Unlock()
	say.Str("partnership", t.Partnership).Str("case", t.Case).Str("what", t.Item.What).Str("on", t.Item.On).Time("due", t.Item.At).
		Int("attempt", t.Attempt).Time("again", until).Msg("deadline brought nothing about")
}
