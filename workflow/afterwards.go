package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// Sign-offs that are asked once their gate has passed (DOMAIN §5.1 row 1, §5.4): a board notes, or approves, what others had to
// decide by a day. They hold nothing up and undo nothing; silence is recorded as overdue and never as assent
// (docs/decisions/0020).

// Afterwards lists the sign-offs that were asked once their gate had passed and are not finished, oldest first.
func (c *Case) Afterwards() []*SignOff {
	var out []*SignOff
	for _, s := range c.SignOffs {
		if s.Afterwards && !s.State.Final() {
			out = append(out, s)
		}
	}
	return out
}

// Asked lists what boards and officers are asked now: the present round of the present gate, and what is asked afterwards of a
// gate that has passed.
func (c *Case) Asked() []*SignOff {
	out := c.Current()
	for _, s := range c.Afterwards() {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// toFollow lists the entries of a gate that are to be asked once it has passed, by its conditions as they are at the gate.
func (d *decision) toFollow(g *document.Gate) (out []*document.SignOff) {
	vars := d.vars(d.c.Gate)
	for i := range g.SignOffs {
		if entry := &g.SignOffs[i]; entry.Afterwards && d.holds(entry.When, vars) {
			out = append(out, entry)
		}
	}
	return out
}

// follow asks them, and opens each at once: nothing comes before them any more.
func (d *decision) follow(entries []*document.SignOff, attempt *GateAttempt) {
	for _, entry := range entries {
		for _, b := range d.boards(entry.Board) {
			d.followUp(entry, b, attempt.Gate, attempt.Round, attempt.Snapshot)
		}
	}
}

func (d *decision) followUp(entry *document.SignOff, board, gate string, round int, snapshot string) string {
	id := d.freeID(board, entry.ID+"-"+board)
	d.emit(events.SignOffRequested{SignOff: id, Entry: entry.ID, Gate: gate, GateRound: round, Board: board, Act: entry.Act, Order: entry.Order,
		Afterwards: true, Snapshot: snapshot})
	d.open(d.c.SignOff(id), entry.Deadline)
	d.settleSignOff(id)
	return id
}

// voidAfterwards calls off what is still asked afterwards of a gate that no longer stands; gate "" for every gate, as the case ends.
func (d *decision) voidAfterwards(gate, because string) {
	for _, s := range d.c.Afterwards() {
		if gate == "" || s.Gate == gate {
			d.emit(events.SignOffVoided{SignOff: s.ID, Because: because})
		}
	}
}

// endAfterwards ends what is asked afterwards of boards that have ended by now: whoever took over is asked instead.
func (d *decision) endAfterwards() {
	for _, s := range d.c.Afterwards() {
		end, ok := d.endOf(s)
		if !ok || end.at.After(d.m.At) {
			continue
		}
		d.emit(events.SignOffVoided{SignOff: s.ID, Because: BoardVersionEnded, GovernanceVersion: end.version, DueAt: end.at, DetectedAt: d.m.At})
		entry := d.entryOf(s)
		if entry == nil {
			continue
		}
		for _, b := range d.r.heirs(end, d.m.At) {
			to := d.followUp(entry, b, s.Gate, s.GateRound, s.Snapshot)
			d.emit(events.SignOffReissued{SignOff: s.ID, To: to, Board: b, How: ReissuedMerged, GovernanceVersion: d.g.Metadata.Version})
		}
	}
}

// dueAfterwards lists what time brings about on sign-offs of gates that have passed. Their day is a civil date and runs wherever the
// case is, like that of an undertaking.
func (d *decision) dueAfterwards() (out []DueItem) {
	for _, s := range d.c.Afterwards() {
		if d.c.Status != AtGate || !d.c.current(s) {
			out = append(out, d.dueOfSignOff(s)...)
		}
		if end, ok := d.endOf(s); ok {
			out = append(out, DueItem{At: end.at, What: "board_end", On: s.ID, Key: itoa(end.version)})
		}
	}
	return out
}

// snapshotOf is what the votes on a sign-off are bound to.
func (d *decision) snapshotOf(s *SignOff) string {
	if s.Afterwards || d.c.Gate == nil {
		return s.Snapshot
	}
	return d.c.Gate.Snapshot
}

// ballotOpen finds the sign-off on which somebody votes: one of the present gate, or one that is asked afterwards.
func (d *decision) ballotOpen(id string, states ...SignOffState) (*SignOff, []Problem) {
	if s := d.c.SignOff(id); s != nil && s.Afterwards && slices.Contains(states, s.State) {
		return s, nil
	}
	return d.openSignOff(id, states...)
}

// staysOpen reports whether a sign-off whose deadline passes is overdue and goes on waiting, instead of going up a level.
func (d *decision) staysOpen(s *SignOff) bool {
	if s.Afterwards {
		return true
	}
	entry := d.lapsesBy(s)
	return entry != nil && entry.OnLapse.StaysOpen
}

// overdue records, once, that the day of a sign-off has passed without its decision. It is asked as before.
func (d *decision) overdue(s *SignOff) {
	if !s.OverdueAt.IsZero() {
		return
	}
	var told []string
	if entry := d.entryOf(s); entry != nil {
		told = d.boards(entry.OnLapse.Tell)
	}
	d.emit(events.SignOffOverdue{SignOff: s.ID, Gate: s.Gate, GateRound: s.GateRound, DueAt: s.DueAt, DetectedAt: d.m.At, Boards: told})
}

// gateDay is the day to whose end all of a gate have that have no deadline of their own, none where the gate names none.
func (d *decision) gateDay(s *SignOff) calendar.Date {
	if g := gateOf(d.w, s.Gate); g != nil && !s.Afterwards && s.InPlaceOf == "" {
		return g.DueOn
	}
	return calendar.Date{}
}

// explainAfterwards says what is asked of gates that have passed. The case does not wait for it.
func (d *decision) explainAfterwards() (out []Waiting) {
	for _, s := range d.c.Afterwards() {
		if w, ok := d.explainSignOff(s); ok {
			w.Aside = true
			w.Details = append(w.Details, "It is asked after the gate has passed, and holds nothing up.")
			out = append(out, w)
		}
	}
	return out
}
