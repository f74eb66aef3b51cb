package workflow

import (
	"slices"
	"strings"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// Ratification: the board confirms an urgent decision by its own rule and quorum, or it falls. Silence never approves: not held
// by the end of the limit is not ratified (DOMAIN §2.1 row 27, §2.2; docs/decisions/0013).

// ratifiable refuses an act on the ratification of a sign-off that does not wait for one, or while the clocks of the case stand.
func (d *decision) ratifiable(s *SignOff) []Problem {
	switch {
	case s.State == SignOffProvisional && d.ratifying():
		return nil
	case s.State == SignOffProvisional:
		return []Problem{*d.at("ratifying an urgent decision", Working, AtGate, PendingEffect, Deferred)}
	case s.State == SignOffVoidState:
		return []Problem{problem(SignOffVoid, "Sign-off %s is void: %s.", s.ID, s.Because).under("DOMAIN §2.2").about(s.ID)}
	case s.State.Final():
		return []Problem{problem(SignOffClosed, "Sign-off %s is finished: %s.", s.ID, first(s.Result, string(s.State))).under("DOMAIN §2.2").about(s.ID)}
	}
	return []Problem{problem(SignOffNotOpen, "No urgent decision on sign-off %s waits for ratification.", s.ID).under("DOMAIN §2.2").about(s.ID)}
}

// ratifying reports whether the case is where what was decided urgently can be ratified: anywhere but where its clocks stand.
func (d *decision) ratifying() bool {
	switch d.c.Status {
	case Working, AtGate, PendingEffect, Deferred:
		return true
	}
	return false
}

// provisional finds the sign-off that a ratification means: of the gate that is named, else the one of that id that waits.
func (d *decision) provisional(id, gate string) (*SignOff, *Refusal) {
	var waiting []*SignOff
	for _, s := range d.c.Provisional() {
		if s.ID == id && (gate == "" || s.Gate == gate) {
			waiting = append(waiting, s)
		}
	}
	switch len(waiting) {
	case 0:
		return d.boardSignOff(id, gate)
	case 1:
		return waiting[0], nil
	}
	return nil, Refuse(problem(Malformed, "Two urgent decisions of %s wait: name the gate.", id).about("gate").asShape())
}

// mayRatify collects why a person may not vote on a ratification for a seat: as for a vote on the item itself.
func (d *decision) mayRatify(s *SignOff, seat, person string) (acting, []Problem) {
	if s.Urgent == nil || s.State != SignOffProvisional {
		return acting{}, nil
	}
	return d.mayVote(s.ballot(), seat, person)
}

// ratify is SignOffRatify's rule.
func (d *decision) ratify(cmd *SignOffRatify) *Refusal {
	s, no := d.provisional(cmd.SignOff, cmd.Gate)
	if no != nil {
		return no
	}
	problems := d.ratifiable(s)
	who, more := d.mayRatify(s, cmd.Seat, d.m.Actor)
	if problems = append(problems, more...); len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.SignOffRatificationVoteCast{SignOff: s.ID, Gate: s.Gate, GateRound: s.GateRound, Seat: cmd.Seat, Person: d.m.Actor,
		AsDeputyFor: who.AsDeputyFor, Choice: cmd.Choice, Reason: cmd.Reason})
	return nil
}

// settleRatification ends the vote on a ratification once it is certain.
func (d *decision) settleRatification(s *SignOff) {
	n := d.r.count(s.ballot(), d.m.At)
	if n.board == nil {
		return
	}
	if because, yes := n.closes(); yes {
		d.concludeRatification(s, because)
	}
}

// concludeRatification ends the vote on the votes cast, which make a quorum.
func (d *decision) concludeRatification(s *SignOff, because string) {
	n := d.r.count(s.ballot(), d.m.At)
	switch n.result() {
	case Approve:
		d.ratified(s, because, n)
	case RefuseChoice:
		d.notRatified(s, "refused", because, n)
	default:
		switch {
		case n.board.Rule.OnTie != document.TieCastingVote || because == "deadline":
			d.notRatified(s, "tied", because, n)
		case !s.Urgent.Tied:
			d.emit(events.SignOffRatificationTied{SignOff: s.ID, Gate: s.Gate, GateRound: s.GateRound, Tally: n.tally, Presiding: d.r.Presiding(s, d.m.At)})
		}
	}
}

// ratificationTied reports whether only a casting vote can settle a ratification.
func (d *decision) ratificationTied(s *SignOff) bool {
	if s.State != SignOffProvisional {
		return false
	}
	n := d.r.count(s.ballot(), d.m.At)
	return s.Urgent.Tied && n.board != nil && n.quorate && n.result() == tie && n.board.Rule.OnTie == document.TieCastingVote
}

// castOnRatification settles equal votes on a ratification by the second vote of the person presiding.
func (d *decision) castOnRatification(s *SignOff, cmd *SignOffCast, who acting) {
	d.emit(events.SignOffCastingVoteCast{SignOff: s.ID, Gate: s.Gate, GateRound: s.GateRound, Seat: cmd.Seat, Person: d.m.Actor,
		AsDeputyFor: who.AsDeputyFor, Choice: cmd.Choice, Reason: cmd.Reason})
	n := d.r.count(s.ballot(), d.m.At)
	if cmd.Choice == Approve {
		d.ratified(s, "casting_vote", n)
		return
	}
	d.notRatified(s, "refused", "casting_vote", n)
}

// countsFrom is the moment at which the end of a ratification has its effect: now, or right after the limit for what the clock
// ends, however late that is noticed (DOMAIN §2.6, Clocks).
func (d *decision) countsFrom(s *SignOff, because string) time.Time {
	if because == "deadline" {
		return s.Urgent.RatifyBy.Add(time.Second)
	}
	return d.m.At
}

// ratified makes the urgent decision the board's.
func (d *decision) ratified(s *SignOff, because string, n count) {
	at := d.countsFrom(s, because)
	e := events.SignOffRatified{SignOff: s.ID, Gate: s.Gate, GateRound: s.GateRound, By: s.Board, Because: because, Tally: n.tally,
		Conditions: s.Urgent.Conditions, Result: resultOf(s.Act, len(s.Urgent.Conditions) > 0)}
	if because == "deadline" {
		e.DecidedAt = at
	}
	d.emit(e)
	d.askReportBacks(d.c.signOffAt(s.ID, s.Gate, s.GateRound))
	d.releaseRatification(s, at)
	if g := d.c.Gate; d.c.Status == PendingEffect && g != nil && len(d.keptFromEffect(gateOf(d.w, g.Gate))) == 0 {
		d.pass(gateOf(d.w, g.Gate), g.DecidedAt, d.effectiveFrom(), "holds_cleared")
	}
}

// notRatified ends the urgent decision without the board's confirmation: its sign-off is open again, and the case is back at its
// gate if it had gone on (row 27).
func (d *decision) notRatified(s *SignOff, why, because string, n count) {
	at := d.countsFrom(s, because)
	e := events.SignOffNotRatified{SignOff: s.ID, Gate: s.Gate, GateRound: s.GateRound, Because: why, Tally: n.tally, RatifyBy: s.Urgent.RatifyBy,
		DetectedAt: d.m.At, EffectiveAt: at, Round: s.Round + 1, GovernanceVersion: d.g.Metadata.Version}
	if d.g.Board(s.Board) == nil {
		e.GovernanceVersion = s.GovernanceVersion // a board that has ended
	}
	if deadline := d.deadlineAt(s); !deadline.IsZero() {
		e.DueAt = d.cal.EndOf(d.cal.Add(d.today(), deadline))
	} else if day := d.gateDay(s); !day.IsZero() {
		e.DueAt = d.cal.EndOf(day)
	}
	d.emit(e)
	d.releaseRatification(s, at)
	d.putBack(s, why, at)
}

func (d *decision) releaseRatification(s *SignOff, at time.Time) {
	for _, h := range d.c.StandingHolds("") {
		if h.ID == s.holdID() {
			d.emit(events.HoldReleased{Hold: h.ID, Kind: h.Kind, EffectiveAt: at})
		}
	}
}

// putBack takes a case that went on, on a decision that did not stand, back to that gate.
func (d *decision) putBack(s *SignOff, why string, at time.Time) {
	same := d.c.current(s)
	if same && d.c.Status != PendingEffect {
		return // the gate was not passed, and goes on waiting
	}
	d.freeEffect(at)
	d.voidAfterwards(s.Gate, "not_ratified")
	if !same {
		if gate := d.c.Gate; gate != nil { // another gate had been asked for since
			d.voidSignOffs("not_ratified")
			d.emit(events.GateVoided{Gate: gate.Gate, Round: gate.Round, Because: "not_ratified"})
		}
	}
	e := events.GateReopened{Gate: s.Gate, Round: s.GateRound, SignOff: s.ID, Stage: d.c.Stage, From: d.c.Stage, EffectiveAt: at,
		Because: "ratification_refused"}
	if why == "lapsed" {
		e.Because = "not_ratified_in_time"
	}
	if same {
		e.Snapshot, e.Evidence = d.c.Gate.Snapshot, d.c.Gate.Evidence
	} else {
		i := d.c.passing(s.Gate, s.GateRound)
		if i < 0 {
			return // its gate was asked for again since
		}
		p := &d.c.PassedProvisionally[i]
		e.Stage, e.Snapshot, e.Evidence = p.Stage, p.Attempt.Snapshot, p.Attempt.Evidence
		if d.asSigned(p) {
			e.Snapshot, e.Evidence = d.snapshot()
		}
		for _, g := range d.c.Passed[min(p.Index+1, len(d.c.Passed)):] {
			e.Undone = append(e.Undone, g.Gate)
		}
		for _, gate := range e.Undone {
			d.voidAfterwards(gate, "not_ratified")
		}
		for _, o := range d.c.Provisional() {
			if slices.Contains(e.Undone, o.Gate) {
				d.voidProvisional(o, "not_ratified")
			}
		}
	}
	d.emit(e)
}

// freeEffect ends the holds that kept a decision from effect which has none any more. The time for call-in runs on: it is of an
// organisation's own decision, which stands (docs/decisions/0012).
func (d *decision) freeEffect(at time.Time) {
	for _, h := range d.c.StandingHolds("effect") {
		if h.Kind != document.HoldCallIn {
			d.emit(events.HoldReleased{Hold: h.ID, Kind: h.Kind, EffectiveAt: at})
		}
	}
}

// voidProvisional ends an urgent decision, and its hold, without a result.
func (d *decision) voidProvisional(s *SignOff, because string) {
	gate, round := d.c.where(s)
	d.emit(events.SignOffVoided{SignOff: s.ID, Because: because, Gate: gate, GateRound: round})
	d.releaseRatification(s, d.m.At)
}

// voidProvisionalFrom ends the urgent decisions at the gate of a stage and at those after it, which are to be asked for again: nobody
// ratifies what no longer stands.
func (d *decision) voidProvisionalFrom(stage, because string) {
	from := slices.IndexFunc(d.w.Stages, func(s document.Stage) bool { return s.ID == stage })
	for _, s := range d.c.Provisional() {
		at := slices.IndexFunc(d.w.Stages, func(x document.Stage) bool { return x.Exit == s.Gate })
		i := d.c.passing(s.Gate, s.GateRound)
		earlier := i >= 0 && d.c.PassedProvisionally[i].Index < d.c.VariedAfter // of the review that decided to vary what is planned now
		if from >= 0 && at >= from && !earlier {
			d.voidProvisional(s, because)
		}
	}
}

// asSigned reports whether all that was signed at a gate stands as it was; what was added since, for later gates, is beside it.
func (d *decision) asSigned(p *PassedProvisionally) bool {
	same := func(a, b any) bool {
		x, err := events.DigestOf(map[string]any{"v": a})
		y, err2 := events.DigestOf(map[string]any{"v": b})
		return err == nil && err2 == nil && x == y
	}
	if !same(p.Terms, d.c.Terms) {
		return false
	}
	for _, then := range p.Evidence {
		if !slices.ContainsFunc(d.c.Evidence, func(now EvidenceHeld) bool { return same(now.EvidenceItem, then.EvidenceItem) }) {
			return false
		}
	}
	offers := d.c.wholes(offered)
	for _, then := range p.Commitments {
		if !slices.ContainsFunc(offers, func(now events.CommitmentTerms) bool { return same(now, then) }) {
			return false
		}
	}
	if asksRegister(gateOf(d.w, p.Attempt.Gate)) {
		for _, then := range p.Risks {
			if !slices.Contains(d.c.openRisks(), then) {
				return false
			}
		}
	}
	return true
}

// keptFromEffect lists the holds that keep a gate from taking effect. Ratification blocks the award only, and so it does where
// effect is the award, on a route without a contract, and where it would end the case: neither could be undone.
func (d *decision) keptFromEffect(g *document.Gate) []*Hold {
	out := d.c.StandingHolds("effect")
	if !d.ratifiesFirst(g) {
		return out
	}
	for _, h := range d.c.StandingHolds("award") {
		if IsRatification(h) {
			out = append(out, h)
		}
	}
	return out
}

// ratifiesFirst reports whether a gate has no effect before its urgent decisions are ratified.
func (d *decision) ratifiesFirst(g *document.Gate) bool {
	return g != nil && (g.Award && d.c.Terms.Route != document.RouteContract || d.endsCase(g))
}

// endsCase reports whether passing the present gate ends the case, or winds its service up.
func (d *decision) endsCase(g *document.Gate) bool {
	to := nextStage(d.w, d.c.Stage)
	for _, o := range g.Outcomes {
		if d.c.Gate != nil && o.ID == d.c.Gate.Outcome {
			to = stageOf(d.w, o.To)
		}
	}
	return to == nil
}

// deadlineAt is the deadline of a sign-off of whatever gate.
func (d *decision) deadlineAt(s *SignOff) (p calendar.Period) {
	if e := d.entryOf(s); e != nil {
		p = e.Deadline
		if s.InPlaceOf != "" && !e.OnLapse.Deadline.IsZero() {
			p = e.OnLapse.Deadline
		}
	}
	return p
}

// ratificationReminders are the moments at which those who have not voted on a ratification are reminded, soonest first: the working
// day before the board's next meeting, and five working days before the limit, at 09:00.
func (d *decision) ratificationReminders(s *SignOff) []DueItem {
	var out []DueItem
	if m := d.nextMeeting(s); !m.IsZero() {
		out = append(out, DueItem{At: d.cal.At(d.cal.AddWorkingDays(d.cal.DateOf(m), -1), 9, 0), Key: "meeting"})
	}
	out = append(out, DueItem{At: d.cal.At(d.cal.AddWorkingDays(d.cal.DateOf(s.Urgent.RatifyBy), -5), 9, 0), Key: "limit:P5WD"})
	out = slices.DeleteFunc(out, func(x DueItem) bool {
		return !x.At.After(s.Urgent.DecidedAt) || x.At.After(s.Urgent.RatifyBy) || slices.Contains(s.Urgent.Reminded, x.Key)
	})
	slices.SortStableFunc(out, func(a, b DueItem) int { return a.At.Compare(b.At) })
	return out
}

// nextMeeting is when the board meets next after an urgent decision, which is when its ratification is due.
func (d *decision) nextMeeting(s *SignOff) time.Time { return d.meetingAfter(s, s.Urgent.DecidedAt) }

// meetingToCome is when it meets next from now.
func (d *decision) meetingToCome(s *SignOff) time.Time { return d.meetingAfter(s, d.m.At) }

// meetingAfter is when the board meets first after a moment: the first meeting called, else the first day that its document names;
// zero where neither does.
func (d *decision) meetingAfter(s *SignOff, after time.Time) time.Time {
	var at time.Time
	for _, m := range d.r.Meetings {
		if m.Board == s.Board && m.State != "cancelled" && m.StartsAt.After(after) && (at.IsZero() || m.StartsAt.Before(at)) {
			at = m.StartsAt
		}
	}
	if b := d.r.boardFor(s, d.m.At); at.IsZero() && b != nil && b.Meetings != nil {
		for _, on := range b.Meetings.Dates {
			if on.After(d.cal.DateOf(after)) {
				return d.cal.StartOf(on)
			}
		}
	}
	return at
}

// dueOfRatifications lists what time brings about on urgent decisions that wait.
func (d *decision) dueOfRatifications() []DueItem {
	if !d.ratifying() {
		return nil
	}
	var out []DueItem
	for _, s := range d.c.Provisional() {
		key := s.Gate + "/" + itoa(s.GateRound)
		out = append(out, DueItem{At: s.Urgent.RatifyBy.Add(time.Second), What: "ratification", On: s.ID, Key: key})
		for _, x := range d.ratificationReminders(s) {
			out = append(out, DueItem{At: x.At, What: "ratification_reminder", On: s.ID, Key: key + "/" + x.Key})
			break
		}
		if m := d.ratifiedAtMeeting(s); m != nil {
			out = append(out, DueItem{At: m.ClosedAt, What: "ratification_meeting", On: s.ID, Key: key})
		}
	}
	return out
}

// ratifiedAtMeeting finds the closed meeting that ends the vote, where the board's rule closes its votes at meetings.
func (d *decision) ratifiedAtMeeting(s *SignOff) *Meeting {
	b := d.r.boardFor(s, d.m.At)
	if b == nil || b.Rule.Close != document.CloseAtMeeting {
		return nil
	}
	for _, m := range d.r.Meetings {
		if m.Board == s.Board && m.State == "closed" && m.ClosedAt.After(s.Urgent.DecidedAt) && d.r.count(s.ballot(), m.ClosedAt).quorate {
			return m
		}
	}
	return nil
}

// bringRatification does one thing that is due on an urgent decision.
func (d *decision) bringRatification(x DueItem) {
	for _, s := range d.c.Provisional() {
		key := s.Gate + "/" + itoa(s.GateRound)
		if s.ID != x.On || x.Key != key && !strings.HasPrefix(x.Key, key+"/") {
			continue
		}
		switch x.What {
		case "ratification_reminder":
			d.remindRatification(s, x.Key[len(key)+1:])
		case "ratification_meeting":
			d.concludeRatification(s, "meeting_closed")
		case "ratification":
			if n := d.r.count(s.ballot(), d.m.At); n.board != nil && n.quorate {
				d.concludeRatification(s, "deadline")
			} else {
				d.notRatified(s, "lapsed", "deadline", n)
			}
		}
		return
	}
}

// remindRatification reminds each eligible seat that has not voted on a ratification.
func (d *decision) remindRatification(s *SignOff, key string) {
	if d.m.At.After(s.Urgent.RatifyBy) {
		return // it is too late; the end follows in the same tick
	}
	for _, seat := range d.r.Awaited(s.ballot(), d.m.At) {
		d.emit(events.SignOffReminded{SignOff: s.ID, Gate: s.Gate, GateRound: s.GateRound, Seat: seat, Person: d.r.Holder(seat, d.m.At),
			Reminder: "ratification:" + key, DueAt: s.Urgent.RatifyBy})
	}
}

// closeRatification ends the vote on a ratification, as the person presiding or the secretariat: on the votes cast, which must make
// a quorum.
func (d *decision) closeRatification(s *SignOff, minute string) *Refusal {
	problems := append(d.ratifiable(s), d.mayResolve(s, minute)...)
	if n := d.r.count(s.ballot(), d.m.At); len(problems) == 0 && !n.quorate {
		problems = append(problems, problem(SignOffInquorate, "Those who voted on the ratification of %s do not make a quorum.", s.ID).
			under("quorum of %s", s.Board).about(s.ID))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.concludeRatification(s, "closed")
	return nil
}
