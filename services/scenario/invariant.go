package scenario

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"comity/events"
	"comity/services/client"
	"comity/services/journal"
	"comity/workflow"
)

// The invariants of the acceptance scenarios. I1, I2 and I7 are checked after every command; I3 to I6 after every step, on
// what the step appended and published. I6 is in feed.go, I8 in invariant_told.go.

// checkAnswer holds the answer to a command against what the journal has of it: nothing for a no (I1), exactly one record for
// a yes, one revision on (I2). What the clock brought about besides was not asked for and does not count.
func (w *world) checkAnswer(a act, out outcome, before map[events.Aggregate]int, fresh []journal.Stored) {
	var own []journal.Stored
	for _, s := range fresh {
		if s.Record.Command.ID == out.id {
			own = append(own, s)
		} else if !ticked(s.Record) {
			w.differ("I2: %s appended record %d, %s, which nobody asked for", a.words, s.Seq, s.Record.Command.Name)
		}
	}
	switch {
	case out.refusal != nil && len(own) > 0:
		w.differ("I1: %s was refused and appended %d records", a.words, len(own))
	case out.refusal != nil:
	case len(out.done.Events) == 0 && len(own) > 0:
		w.differ("I2: %s answered that there was nothing to do and appended %d records", a.words, len(own))
	case len(out.done.Events) == 0:
	case len(own) == 0:
		w.differ("I2: %s was carried out and appended nothing", a.words)
	default:
		w.checkRevisions(a, out, before, own)
	}
}

// ticked reports whether a record is the clock's own.
func ticked(r *events.Record) bool {
	return r.Command.Name == "case.tick" || r.Command.Name == "partnership.tick"
}

// checkRevisions is I2 for the records of one command: one for each aggregate that it changed, one revision on, and the answer
// names the first.
func (w *world) checkRevisions(a act, out outcome, before map[events.Aggregate]int, own []journal.Stored) {
	if rec := own[0]; out.done.Revision != rec.Record.Revision || out.done.Seq != rec.Seq {
		w.differ("I2: %s answered revision %d at %d; its record is revision %d at %d", a.words, out.done.Revision, out.done.Seq, rec.Record.Revision, rec.Seq)
	}
	seen := map[events.Aggregate]bool{}
	for _, s := range own {
		agg := s.Record.Aggregate()
		if was := before[agg]; seen[agg] || s.Record.Revision != was+1 {
			w.differ("I2: %s took %s from revision %d to %d", a.words, agg, was, s.Record.Revision)
		}
		seen[agg] = true
	}
}

// revisions are those of every aggregate now.
func (w *world) revisions() map[events.Aggregate]int {
	out := map[events.Aggregate]int{}
	for id, c := range w.cases {
		out[events.Aggregate{Partnership: w.story.Partnership, Kind: events.KindCase, ID: id}] = c.state.Revision
	}
	for id, m := range w.mandates {
		out[events.Aggregate{Partnership: w.story.Partnership, Kind: events.KindMandate, ID: id}] = m.state.Revision
	}
	for id, p := range w.pools {
		out[events.Aggregate{Partnership: w.story.Partnership, Kind: events.KindPool, ID: id}] = p.state.Revision
	}
	out[events.Aggregate{Partnership: w.story.Partnership, Kind: events.KindRegister, ID: w.story.Partnership}] = w.register.Revision
	return out
}

// deliverAgain sends the same command message once more (I2, I7): the same answer, and nothing appended.
func (w *world) deliverAgain(ctx context.Context, c *client.Client, by string, cmd workflow.Command, first outcome) error {
	again, err := w.sendAs(ctx, c, by, cmd, first.id, first.opts...)
	if err != nil {
		return fmt.Errorf("the same command again: %w", err)
	}
	name := cmd.CommandName()
	switch {
	case (again.refusal == nil) != (first.refusal == nil):
		w.differ("I7: %s by %s, delivered again, is answered otherwise: %v, then %v", name, by, answerOf(first), answerOf(again))
	case first.refusal != nil && again.refusal.Code != first.refusal.Code:
		w.differ("I7: %s by %s, delivered again, is refused with %s instead of %s", name, by, again.refusal.Code, first.refusal.Code)
	case first.refusal == nil && len(first.done.Events) > 0 && !reflect.DeepEqual(again.done, first.done):
		w.differ("I2: %s by %s, sent again under its id, is answered %+v instead of %+v", name, by, again.done, first.done)
	}
	return nil
}

func answerOf(o outcome) string {
	if o.refusal != nil {
		return string(o.refusal.Code)
	}
	return fmt.Sprintf("done at revision %d", o.done.Revision)
}

// unmoved checks that the journal has nothing that we have not read.
func (w *world) unmoved(ctx context.Context) error {
	head, records := w.head, len(w.records)
	if err := w.catchUp(ctx); err != nil {
		return err
	}
	if w.head != head {
		w.differ("I7: what was delivered again appended %d records, the first of them %s", w.head-head, w.records[records].Record.Command.Name)
	}
	return nil
}

// ticksAgain delivers every tick of the step once more (I7).
func (w *world) ticksAgain(ctx context.Context) error {
	ticks := false
	for _, s := range w.records {
		var tick workflow.Command
		switch s.Record.Command.Name {
		case "case.tick":
			tick = &workflow.CaseTick{Case: s.Record.ID}
		case "partnership.tick":
			tick = &workflow.PartnershipTick{}
		default:
			continue
		}
		ticks = true
		_, err := w.engine.inside.Do(ctx, w.story.Partnership, events.System, tick, client.CommandID(s.Record.Command.ID))
		if err != nil && !errors.As(err, new(*workflow.Refusal)) {
			return fmt.Errorf("the same tick again: %w", err)
		}
	}
	if !ticks {
		return nil
	}
	return w.unmoved(ctx)
}

// checkRecords is I4 and I5 for what the step appended, and the second half of I7: a record that is delivered twice is folded
// once.
func (w *world) checkRecords() {
	for _, s := range w.records {
		if s.Record.Partnership != w.story.Partnership {
			continue
		}
		list, err := s.Record.Decode()
		if err != nil {
			w.differ("I3: record %d: %v", s.Seq, err)
			continue
		}
		for i, e := range list {
			w.checkDecider(s.Record, e)
			if path := notWhole("", looseJSON(s.Record.Events[i].Data)); path != "" {
				w.differ("I5: %s in record %d: %s is not whole pence or hundredths", e.EventType(), s.Seq, path)
			}
		}
	}
}

// checkDecider is I4: no positive decision is the clock's. What a quorate board voted before its deadline is the board's.
func (w *world) checkDecider(rec *events.Record, e events.Event) {
	clockActs := rec.Actor == events.System
	switch e := e.(type) {
	case events.SignOffDecided:
		if e.Result == "refused" || e.Result == "returned" || e.Result == "deferred" {
			return
		}
		voted := e.Tally.Approve > 0 && (e.Because == "deadline" || e.Because == "meeting_closed")
		if e.By == events.System || (clockActs && !voted) {
			w.differ("I4: sign-off %s is %s by %s because of %s, in a record of the clock's", e.SignOff, e.Result, e.By, e.Because)
		}
	case events.SignOffRatified:
		voted := e.Tally.Approve > 0 && (e.Because == "deadline" || e.Because == "meeting_closed")
		if e.By == events.System || (clockActs && !voted) {
			w.differ("I4: the urgent decision on %s is ratified by %s because of %s, in a record of the clock's", e.SignOff, e.By, e.Because)
		}
	case events.SignOffConcurred, events.SignOffDecidedUrgently, events.SignOffRatificationVoteCast:
		if clockActs {
			w.differ("I4: %s in a record of the clock's", e.EventType())
		}
	case events.SignOffVoteCast, events.SignOffCastingVoteCast, events.SignOffCertified, events.ConsentConfirmed, events.ConsentRecorded:
		if clockActs {
			w.differ("I4: %s in a record of the clock's", e.EventType())
		}
	case events.GatePassed:
		if held := w.cases[rec.ID]; clockActs && held != nil && !decidedByPeople(held.state, e.Gate) {
			w.differ("I4: gate %s passed by the clock without a decision of people", e.Gate)
		}
	}
}

// decidedByPeople reports whether every sign-off of the last round of a gate that is positive has votes, or a certificate.
func decidedByPeople(c *workflow.Case, gate string) bool {
	for _, s := range c.SignOffs {
		if s.Gate == gate && s.GateRound == c.GateRounds[gate] && s.Positive() && s.Board != "" && s.Tally != nil && s.Tally.Approve == 0 {
			return false
		}
	}
	return true
}

// notWhole finds an amount that is not an integer (I5).
func notWhole(path string, v any) string {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			if bad := notWhole(join(path, name), inner); bad != "" {
				return bad
			}
		}
	case []any:
		for _, inner := range v {
			if bad := notWhole(path, inner); bad != "" {
				return bad
			}
		}
	case json.Number:
		amount := strings.HasSuffix(path, "pence") || strings.HasSuffix(path, "hundredths")
		if _, err := v.Int64(); amount && err != nil {
			return path
		}
	}
	return ""
}
