package deadlines

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"comity/events"
	"comity/services/client"
	"comity/workflow"
)

// Tick is one thing that is due, and which attempt at it this is.
type Tick struct {
	Partnership string
	Case        string
	Item        workflow.DueItem
	Attempt     int // 0 for the first
}

// Fired is what came of a tick.
type Fired struct {
	Seq    uint64 // of the record; 0 where nothing happened
	Events int
}

// CommandID is the id of the tick as a command. It follows from what is due and from the attempt, so that every instance
// sends the same, for ever. Another attempt has another id: an answer is remembered by its id, and the case may have changed.
// It is a UUID of version 8, which RFC 9562 leaves to whoever makes it.
func (t Tick) CommandID() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "comity tick\n%s\n%s\n%s\n%s\n%s\n%s\n%d",
		t.Partnership, t.Case, t.Item.At.UTC().Format(time.RFC3339Nano), t.Item.What, t.Item.On, t.Item.Key, t.Attempt))
	id := sum[:16]
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80
	s := hex.EncodeToString(id)
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

// sendOver sends ticks as commands of the engine itself.
func sendOver(c *client.Client) func(context.Context, Tick) (Fired, error) {
	return func(ctx context.Context, t Tick) (Fired, error) {
		done, err := c.Do(ctx, t.Partnership, events.System, &workflow.CaseTick{Case: t.Case}, client.CommandID(t.CommandID()))
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

// fire sends one tick, reads what it brought about, and reports whether the thing is no longer due. What still is, or was
// refused, is put off.
func (d *Deadlines) fire(ctx context.Context, t Tick) (happened bool, err error) {
	fired, err := d.cfg.Fire(ctx, t)
	var no *workflow.Refusal
	switch {
	case errors.As(err, &no) && !passing(no.Code):
		d.putOff(t, no.Error())
		return false, nil
	case err != nil:
		return false, err
	}
	if fired.Seq > 0 {
		within, cancel := context.WithTimeout(ctx, readWithin)
		defer cancel()
		if err := d.reach(within, d.cfg.Journal.Partition(t.Partnership), fired.Seq); err != nil {
			return false, err
		}
	}
	if err := d.reckon(ctx); err != nil {
		return false, err
	}
	if d.stillDue(t) {
		d.putOff(t, "the same is still due")
		return false, nil
	}
	d.cfg.Log.Info().Str("partnership", t.Partnership).Str("case", t.Case).Str("what", t.Item.What).Str("on", t.Item.On).Time("due", t.Item.At).
		Uint64("seq", fired.Seq).Msg("deadline fired")
	return true, nil
}

// passing reports whether a refusal says nothing of the tick itself.
func passing(code workflow.Code) bool {
	return code == workflow.Unavailable || code == workflow.OutcomeUnknown || code == workflow.TooManyRequests
}

func (d *Deadlines) stillDue(t Tick) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.table.has(t)
}

func (d *Deadlines) putOff(t Tick, why string) {
	d.mu.Lock()
	until := d.table.putOff(t, d.cfg.Now())
	d.mu.Unlock()
	d.cfg.Log.Warn().Str("partnership", t.Partnership).Str("case", t.Case).Str("what", t.Item.What).Str("on", t.Item.On).Time("due", t.Item.At).
		Int("attempt", t.Attempt).Time("again", until).Str("why", why).Msg("deadline brought nothing about")
}
