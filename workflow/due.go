package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// What time brings about. Every deadline is derived from state, here and nowhere else; nothing is stored as a timer.

// DueItem is a moment at which time brings something about: the case is then to be ticked.
type DueItem struct {
	At   time.Time `json:"at"`
	What string    `json:"what"` // reminder, lapse, meeting_closed, quorum, rotation, hold, dispute_step, review, deferral, undertaking, risk, risk_review, target, variance, report_back, succession, board_end, board_heir, gap, withdrawal, pool_left, ratification, ratification_reminder, ratification_meeting, ratification_board_end, expiry, expired, renewal
	On   string    `json:"on"`   // the sign-off, hold, dispute, stage, gap or commitment
	Key  string    `json:"key,omitempty"`
}

// Due lists every moment at which time brings something about, soonest first.
func Due(c *Case, r *Register) []DueItem {
	d := view(c, r, Meta{At: c.lastMoment()})
	if d.g == nil {
		return nil
	}
	if d.w == nil {
		return d.dueSuccessions()
	}
	out := append(d.dueOfGaps(), d.dueOfWithdrawals()...)
	out = append(out, d.dueOfLeaving()...)
	out = append(out, d.dueOfTargets()...)
	out = append(out, d.dueOfRisks()...)
	switch c.Status {
	case AtGate:
		for _, s := range c.Current() {
			out = append(out, d.dueOfSignOff(s)...)
		}
		out = append(out, d.dueOfDecisions()...)
	case PendingEffect:
		for _, h := range c.StandingHolds("effect") {
			if !h.Until.IsZero() {
				out = append(out, DueItem{At: d.cal.AfterEnd(h.Until), What: "hold", On: h.ID})
			}
		}
	case Deferred:
		out = append(out, d.dueOfDeferral()...)
	case InDispute:
		if x := c.Dispute; x.Step != "" && !x.DueAt.IsZero() {
			out = append(out, DueItem{At: x.DueAt.Add(time.Second), What: "dispute_step", On: x.ID, Key: x.Step})
		}
	case Working:
		out = append(out, d.dueOfDecisions()...)
		if s := stageOf(d.w, c.Stage); s != nil && !s.ReviewEvery.IsZero() && nextStage(d.w, c.Stage) != nil {
			due := d.cal.StartOf(d.notBefore(d.cal.Add(d.cal.DateOf(c.StageEnteredAt), s.ReviewEvery)))
			if !c.ReviewDueAt.IsZero() && c.ReviewDueAt.Before(due) {
				due = c.ReviewDueAt
			}
			out = append(out, DueItem{At: due, What: "review", On: s.ID, Key: itoa(c.Cycle)})
		}
	}
	out = append(out, d.dueAfterwards()...)
	out = append(out, d.dueOfRatifications()...)
	out = append(out, d.dueOfDuties()...)
	out = append(out, d.dueOfEndings()...)
	// What a deadline ends has ended before the day on which a board, or an organisation, does: of one moment, they come last.
	out = append(out, d.dueSuccessions()...)
	out = append(out, d.dueOfBoards()...)
	out = append(out, d.dueOfRatifiers()...)
	slices.SortStableFunc(out, func(a, b DueItem) int { return a.At.Compare(b.At) })
	return out
}

// lastMoment is a moment at which the case's documents are surely in force: the newest that the case itself speaks of.
func (c *Case) lastMoment() time.Time {
	at := c.CreatedAt
	later := func(t time.Time) {
		if t.After(at) {
			at = t
		}
	}
	later(c.StageEnteredAt)
	if c.Gate != nil {
		later(c.Gate.RequestedAt)
		later(c.Gate.DecidedAt)
	}
	for _, s := range c.Current() {
		later(s.OpenedAt)
	}
	for _, s := range c.Afterwards() {
		later(s.OpenedAt)
	}
	for _, s := range c.Provisional() {
		later(s.Urgent.DecidedAt)
	}
	if c.Dispute != nil {
		later(c.Dispute.RaisedAt)
	}
	for _, g := range c.Gaps {
		later(g.OpenedAt)
	}
	return at
}

// dueOfDecisions are the ends of the holds on organisations' own decisions, which run wherever the case is.
func (d *decision) dueOfDecisions() []DueItem {
	var out []DueItem
	for _, h := range d.c.StandingHolds("effect") {
		if h.Kind != document.HoldStandstill && !h.Until.IsZero() {
			out = append(out, DueItem{At: d.cal.AfterEnd(h.Until), What: "hold", On: h.ID})
		}
	}
	return out
}

func (d *decision) dueOfSignOff(s *SignOff) []DueItem {
	var out []DueItem
	if s.State != SignOffOpen && s.State != SignOffNoQuorum && s.State != SignOffTie {
		return nil
	}
	if !s.DueAt.IsZero() && s.OverdueAt.IsZero() {
		out = append(out, DueItem{At: s.DueAt.Add(time.Second), What: "lapse", On: s.ID, Key: itoa(s.Round)})
	}
	if s.State == SignOffOpen {
		if at, key, ok := d.nextReminder(s); ok && s.OverdueAt.IsZero() && (s.Board == "" || len(d.r.Awaited(s, d.m.At)) > 0) {
			out = append(out, DueItem{At: at, What: "reminder", On: s.ID, Key: key})
		}
		out = append(out, d.dueByMeeting(s)...)
	}
	if s.Board != "" {
		out = append(out, d.dueOfRotation(s)...)
	}
	if s.State != SignOffTie && s.Board != "" {
		if at, ok := d.quorumTurns(s); ok && !d.endedBy(s, at) {
			out = append(out, DueItem{At: at, What: "quorum", On: s.ID})
		}
	}
	return out
}

// reminderTimes lists a sign-off's reminders, soonest first. Reminders go out at 09:00 local time (DOMAIN §2.6).
func (d *decision) reminderTimes(s *SignOff) []DueItem {
	entry := d.entryOf(s)
	if s.InPlaceOf != "" {
		if own := d.entryFor(s.Board); own != nil {
			entry = own
		}
	}
	if entry == nil {
		return nil
	}
	var out []DueItem
	for _, rm := range entry.Remind {
		switch {
		case !rm.After.IsZero():
			on := d.cal.Add(d.cal.DateOf(s.OpenedAt.Add(s.Stood)), rm.After)
			out = append(out, DueItem{At: d.cal.At(on, 9, 0), Key: "after:" + rm.After.String()})
		case !rm.Before.IsZero() && !s.DueAt.IsZero():
			out = append(out, DueItem{At: d.cal.At(d.before(d.cal.DateOf(s.DueAt), rm.Before), 9, 0), Key: "before:" + rm.Before.String()})
		}
	}
	slices.SortStableFunc(out, func(a, b DueItem) int { return a.At.Compare(b.At) })
	return out
}

// before is the day a period before another.
func (d *decision) before(on calendar.Date, p calendar.Period) calendar.Date {
	if p.WorkingDays > 0 {
		return d.cal.AddWorkingDays(on, -p.WorkingDays)
	}
	return on.AddMonths(-12*p.Years - p.Months).AddDays(-p.Days)
}

// nextReminder is the reminder to come, or the newest of those that are overdue: after days of standstill one is enough. None
// goes out once the deadline has passed.
func (d *decision) nextReminder(s *SignOff) (time.Time, string, bool) {
	all := d.reminderTimes(s)
	done := -1
	for i, rm := range all {
		if slices.Contains(s.Reminded, rm.Key) {
			done = i
		}
	}
	for _, rm := range all[done+1:] {
		if s.DueAt.IsZero() || rm.At.Before(s.DueAt) {
			return rm.At, rm.Key, true
		}
	}
	return time.Time{}, "", false
}

// dueByMeeting: a board that closes its voting at a meeting does so when one that ended since the opening was closed.
func (d *decision) dueByMeeting(s *SignOff) []DueItem {
	b := d.r.GovernanceVersion(s.GovernanceVersion).Board(s.Board)
	if b == nil || b.Rule.Close != document.CloseAtMeeting {
		return nil
	}
	for _, m := range d.r.Meetings {
		if m.Board == s.Board && m.State == "closed" && !m.ClosedAt.Before(s.OpenedAt) && d.r.count(s, m.ClosedAt).quorate {
			return []DueItem{{At: m.ClosedAt, What: "meeting_closed", On: s.ID, Key: m.ID}}
		}
	}
	return nil
}

// quorumTurns finds the next moment at which the people in the seats make or unmake the quorum of a sign-off: when a term or a
// deputy's time begins or ends, or at once where the register has changed since.
func (d *decision) quorumTurns(s *SignOff) (time.Time, bool) {
	b := d.r.GovernanceVersion(s.GovernanceVersion).Board(s.Board)
	if b == nil {
		return time.Time{}, false
	}
	since := s.QuorumAt
	moments := []time.Time{since}
	for _, t := range slices.Concat(d.r.Terms, d.r.Deputies) {
		if !slices.ContainsFunc(b.Seats, func(x document.Seat) bool { return x.ID == t.Seat }) {
			continue
		}
		t = d.r.inForce(d.m.At).ends(t)
		turns := []time.Time{later(d.cal.StartOf(t.From), t.KnownAt)}
		if !t.Until.IsZero() {
			turns = append(turns, later(d.cal.StartOf(t.Until.AddDays(1)), t.EndKnownAt))
		}
		for _, m := range turns {
			if m.After(since) {
				moments = append(moments, m)
			}
		}
	}
	slices.SortFunc(moments, time.Time.Compare)
	for _, m := range moments {
		lost := len(d.r.count(s, m).reasons) > 0
		if lost == (s.State == SignOffOpen) {
			return m, true
		}
	}
	return time.Time{}, false
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// turnOf is when the quorum turned, where what is due is such a turn and it is noticed late. What the register was told of
// afterwards, and what changed while the clocks stood, is as new as its notice: none.
func (d *decision) turnOf(x DueItem) time.Time {
	if s := d.c.SignOff(x.On); x.What != "quorum" || s == nil || !x.At.After(s.QuorumAt) || !x.At.Before(d.m.At) {
		return time.Time{}
	}
	return x.At
}

func (d *decision) dueOfDeferral() []DueItem {
	x := d.c.Deferral
	if x == nil {
		return nil
	}
	if x.Until != "" {
		return []DueItem{{At: d.cal.StartOf(day(x.Until)), What: "deferral", On: x.SignOff, Key: x.Until}}
	}
	if m := d.r.Meeting(x.Meeting); m != nil && m.State != "cancelled" {
		at := m.StartsAt
		if !m.OpenedAt.IsZero() && m.OpenedAt.Before(at) {
			at = m.OpenedAt
		}
		return []DueItem{{At: at, What: "deferral", On: x.SignOff, Key: x.Meeting}}
	}
	return nil
}

// tick does everything that is due, in the order in which it fell due. It decides for nobody: a quorate board's deadline
// closes its voting on the votes cast, anything else goes up (DOMAIN §0.5, §2.2).
//
// Every command is decided on a case that has been ticked: a vote after the deadline finds the sign-off closed, and a contract
// after the end of a hold finds the hold gone, whether or not the deadline service was there in between.
func (d *decision) tick() {
	for range 1000 { // far more than a case can have due; each round brings something about or is the last
		if !d.tickOnce() {
			return
		}
	}
}

// tickOnce brings about the first due thing that has any effect, and reports whether there was one.
func (d *decision) tickOnce() bool {
	before := len(d.events)
	for _, x := range Due(d.c, d.r) {
		if x.At.After(d.m.At) {
			return false
		}
		d.turned = d.turnOf(x)
		d.bring(x)
		d.settle()
		d.turned, d.closed = time.Time{}, time.Time{}
		if len(d.events) > before {
			return true
		}
	}
	return false
}

// bring does one thing that is due.
func (d *decision) bring(x DueItem) {
	switch x.What {
	case "reminder":
		d.remind(d.c.SignOff(x.On))
	case "meeting_closed":
		d.conclude(x.On, "meeting_closed")
	case "quorum":
		d.settleSignOff(x.On)
	case "rotation":
		d.passSeat(x)
	case "lapse":
		s := d.c.SignOff(x.On)
		if s.State == SignOffOpen && s.Board != "" && d.r.count(s, d.m.At).quorate {
			d.conclude(s.ID, "deadline")
			return
		}
		d.lapse(s)
	case "board_end":
		d.endAfterwards()
		d.endBoardsBy(x.At)
	case "board_heir":
		d.reissue()
	case "hold":
		d.releaseHolds()
	case "dispute_step":
		d.nextStep()
	case "deferral":
		d.takeUp()
	case "gap":
		d.climbGap(x.On)
	case "withdrawal":
		d.endWithdrawn(x.On, x.At)
	case "pool_left":
		d.emit(events.CasePoolLeft{Pool: x.On, Organisation: x.Key, EffectiveAt: x.At})
	case "variance", "target":
		d.missTarget(x.On)
	case "risk":
		d.overdueRisk(d.c.Risk(x.On))
	case "risk_review":
		d.review(BecauseRisk, x.At)
	case "undertaking":
		d.undertakingDue(d.c.Undertaking(x.On))
	case "report_back":
		d.reportBackDue(d.c.ReportBack(x.On))
	case "expiry", "expired", "renewal":
		d.bringEnding(x)
	case "review":
		if !d.c.ReviewDueAt.IsZero() { // it was recorded when it was brought forward
			d.beginReviewed(x.At)
			return
		}
		d.review("timer", x.At)
	case "ratification", "ratification_reminder", "ratification_meeting":
		d.bringRatification(x)
	case "ratification_board_end":
		d.passOnRatification(x)
	case "succession":
		d.applySuccessions(x.At)
	}
}

// remind tells each eligible seat that has not voted, once for each reminder; of several overdue ones only the newest goes out.
func (d *decision) remind(s *SignOff) {
	if !s.DueAt.IsZero() && d.m.At.After(s.DueAt) {
		return // it is too late to remind anybody; the lapse follows in the same tick
	}
	key := ""
	for _, rm := range d.reminderTimes(s) {
		if !rm.At.After(d.m.At) && (s.DueAt.IsZero() || rm.At.Before(s.DueAt)) {
			key = rm.Key
		}
	}
	if s.Board == "" {
		d.emit(events.SignOffReminded{SignOff: s.ID, Person: Officer(d.g.Organisation(s.OfficerOf), s.Post), Reminder: key, DueAt: s.DueAt})
		return
	}
	for _, seat := range d.r.Awaited(s, d.m.At) {
		d.emit(events.SignOffReminded{SignOff: s.ID, Seat: seat, Person: d.r.Holder(seat, d.m.At), Reminder: key, DueAt: s.DueAt})
	}
}
