package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// Disputes and escalation (DOMAIN §2.1 rows 13 and 14, §2.2, §2.4). Silence never approves: a lapse goes up, and at the top it
// ends in a dispute.

// defaultSteps are the dispute steps where the governance names none (DOMAIN §2.4).
var defaultSteps = []document.DisputeStep{
	{ID: "lead_officers", Within: calendar.Period{WorkingDays: 10}},
	{ID: "chief_executives", Within: calendar.Period{WorkingDays: 10}},
	{ID: "mediation", Within: calendar.Period{WorkingDays: 20}},
}

func (d *decision) steps() []document.DisputeStep {
	if len(d.g.Disputes.Steps) > 0 {
		return d.g.Disputes.Steps
	}
	return defaultSteps
}

// openDispute opens a dispute at its first step; the case's clocks stop.
func (d *decision) openDispute(because, reason, signOff string) {
	n := 1
	if d.c.Dispute != nil {
		n = disputeNumber(d.c.Dispute.ID) + 1
	}
	step := d.steps()[0]
	d.emit(events.DisputeRaised{Dispute: "dispute-" + itoa(n), Because: because, Reason: reason, SignOff: signOff, Step: step.ID, StepNo: 1,
		DueAt: d.stepEnd(step)})
}

func disputeNumber(id string) int {
	n := 0
	for _, c := range id[len("dispute-"):] {
		n = n*10 + int(c-'0')
	}
	return n
}

func (d *decision) stepEnd(step document.DisputeStep) time.Time {
	return d.cal.EndOf(d.cal.Add(d.today(), step.Within))
}

// nextStep moves a lapsed dispute to its next step; after the last it stays unresolved, on the record.
func (d *decision) nextStep() {
	x := d.c.Dispute
	e := events.DisputeStepLapsed{Dispute: x.ID, Lapsed: x.Step, StepNo: x.StepNo + 1}
	if steps := d.steps(); x.StepNo < len(steps) {
		e.Step, e.DueAt = steps[x.StepNo].ID, d.stepEnd(steps[x.StepNo])
	}
	d.emit(e)
}

// raiseDispute is CaseRaiseDispute's rule.
func (d *decision) raiseDispute(cmd *CaseRaiseDispute) *Refusal {
	switch {
	case cmd.Seat != "":
		if _, p := d.r.actFor(cmd.Seat, d.m.Actor, d.m.At); p != nil {
			return Refuse(*p)
		}
	case cmd.Organisation == "":
		return Refuse(problem(Malformed, "Name the seat or the organisation that raises the dispute.").about("seat"))
	case !isOfficer(organisationOf(d.g, cmd.Organisation), d.m.Actor) || !slices.Contains(d.committing(), cmd.Organisation):
		return Refuse(notPermitted("Only a seat-holder or an officer of a committing organisation may raise a dispute.").
			under("DOMAIN §2.1 row 13").about(cmd.Organisation))
	}
	if p := d.at("raising a dispute", Working, AtGate, PendingEffect, Deferred); p != nil {
		return Refuse(*p)
	}
	d.openDispute("raised", cmd.Reason, "")
	return nil
}

// resolveDispute is CaseResolveDispute's rule.
func (d *decision) resolveDispute(cmd *CaseResolveDispute) *Refusal {
	if !d.isSecretary() && !d.isAccountable() {
		return Refuse(notPermitted("Only the secretariat, or an officer of the accountable body, records the parties' agreement.").
			under("DOMAIN §2.1 row 14").about(d.m.Actor))
	}
	if p := d.at("resolving a dispute", InDispute); p != nil {
		return Refuse(*p)
	}
	to := d.c.ResumeTo
	if cmd.TermsChanged {
		d.voidAttempt("terms_changed")
		to = Working
	}
	d.emit(events.DisputeResolved{Dispute: d.c.Dispute.ID, Agreement: cmd.Agreement, TermsChanged: cmd.TermsChanged, Status: string(to),
		ClockSeconds: int64(d.m.At.Sub(d.c.StoppedAt).Seconds())})
	if d.c.Status == AtGate {
		for _, s := range d.c.Current() { // those that tied or lapsed into the dispute decide anew, after the agreement
			if s.State == SignOffMoved && !d.passes(s) {
				d.inPlaceOf(s, s.Board, d.deadlineOf(s))
			}
		}
	}
	return nil
}

// voidAttempt ends the attempt at a gate of a case that is in dispute.
func (d *decision) voidAttempt(because string) {
	if gate := d.c.Gate; gate != nil {
		d.voidSignOffs(because)
		d.emit(events.GateVoided{Gate: gate.Gate, Round: gate.Round, Because: because})
	}
}

// lapse ends a sign-off whose deadline passed without a quorate decision: up a level, or into a dispute. It records when it
// was due and when that was noticed; what it opens starts now. All that have lapsed into a dispute by now go into the same one.
func (d *decision) lapse(s *SignOff) {
	if !d.blocking(s) {
		d.emit(events.SignOffVoided{SignOff: s.ID, Because: "deadline"}) // nothing waits for it
		return
	}
	board, deadline := d.escalation(s)
	if board != "" {
		d.escalate(s, d.freeID(inPlaceID(s, board)))
		d.inPlaceOf(s, board, deadline)
		return
	}
	because := d.escalate(s, "dispute")
	for _, o := range d.c.Current() {
		if to, _ := d.escalation(o); to == "" && d.lapsed(o) {
			d.escalate(o, "dispute")
		}
	}
	d.openDispute(because, "", s.ID)
}

// lapsed reports whether the deadline of a sign-off has passed without a decision that its votes could make.
func (d *decision) lapsed(s *SignOff) bool {
	switch s.State {
	case SignOffOpen, SignOffNoQuorum, SignOffTie:
	default:
		return false
	}
	if s.DueAt.IsZero() || d.m.At.Before(s.DueAt.Add(time.Second)) {
		return false
	}
	return s.State != SignOffOpen || s.Board == "" || !d.r.count(s, d.m.At).quorate
}

// escalate records that a sign-off went on to another, or to a dispute, and why.
func (d *decision) escalate(s *SignOff, to string) (because string) {
	because = "lapse"
	if s.State == SignOffNoQuorum {
		because = "inquorate"
	}
	var tally events.Tally
	if s.Board != "" {
		tally = d.r.count(s, d.m.At).tally
	}
	d.emit(events.SignOffEscalated{SignOff: s.ID, Because: because, DueAt: s.DueAt, DetectedAt: d.m.At, To: to, Tally: tally})
	return because
}

// inPlaceOf asks a board in place of an escalated sign-off: same act, same order, its own quorum, rule and clock.
func (d *decision) inPlaceOf(s *SignOff, board string, deadline calendar.Period) {
	id := d.freeID(inPlaceID(s, board))
	d.emit(events.SignOffRequested{SignOff: id, Entry: s.Entry, Gate: s.Gate, GateRound: s.GateRound, Board: board, OfficerOf: officerOf(s, board),
		Post: post(s, board), Act: s.Act, Order: s.Order, InPlaceOf: s.ID})
	d.open(d.c.SignOff(id), deadline)
}

// inPlaceID names the sign-off in place of another: jce-for-ogn, and again-wcb for the same board or officer anew.
func inPlaceID(s *SignOff, board string) string {
	if board == s.Board {
		return "again-" + s.ID
	}
	return board + "-for-" + s.ID
}

func officerOf(s *SignOff, board string) string {
	if board == "" {
		return s.OfficerOf
	}
	return ""
}

func post(s *SignOff, board string) string {
	if board == "" {
		return s.Post
	}
	return ""
}

// escalation says where a lapsed sign-off goes: to the board that its workflow names, else to the board of the next level; ""
// for a dispute. A sign-off that stands in place of another goes on from where its own board stands.
func (d *decision) escalation(s *SignOff) (board string, deadline calendar.Period) {
	entry := d.entryOf(s)
	if s.InPlaceOf != "" {
		entry = d.entryFor(s.Board)
	}
	if entry != nil {
		switch {
		case entry.OnLapse.Dispute:
			return "", deadline
		case entry.OnLapse.EscalateTo != nil:
			for _, b := range d.boards(entry.OnLapse.EscalateTo) {
				if b != s.Board {
					return b, d.clockFor(b, entry.OnLapse.Deadline, entry.Deadline)
				}
			}
		}
	}
	if b := boardOf(d.g, s.Board); b != nil {
		for _, level := range higher(b.Level) {
			for _, up := range d.g.Boards {
				if up.Level == level {
					return up.ID, d.clockFor(up.ID, calendar.Period{}, d.deadlineOf(s))
				}
			}
		}
	}
	return "", deadline
}

// higher lists the levels above one.
func higher(level string) []string {
	switch level {
	case document.LevelOperational:
		return []string{document.LevelExecutive, document.LevelStrategic}
	case document.LevelExecutive:
		return []string{document.LevelStrategic}
	}
	return nil
}

// clockFor is the deadline of an escalated sign-off: as the lapse says, else the board's own at this gate, else what is left.
func (d *decision) clockFor(board string, said, fallback calendar.Period) calendar.Period {
	if !said.IsZero() {
		return said
	}
	if e := d.entryFor(board); e != nil && !e.Deadline.IsZero() {
		return e.Deadline
	}
	return fallback
}

// entryFor is the present gate's entry that routes to a board, nil for none.
func (d *decision) entryFor(board string) *document.SignOff {
	g := gateOf(d.w, d.c.Gate.Gate)
	if g == nil {
		return nil
	}
	for i := range g.SignOffs {
		if slices.Contains(d.boards(g.SignOffs[i].Board), board) {
			return &g.SignOffs[i]
		}
	}
	return nil
}

// deadlineOf is the deadline of a sign-off from when it opens.
func (d *decision) deadlineOf(s *SignOff) calendar.Period {
	entry := d.entryOf(s)
	if entry == nil {
		return calendar.Period{}
	}
	if s.InPlaceOf != "" && s.Board != "" {
		return d.clockFor(s.Board, entry.OnLapse.Deadline, entry.Deadline)
	}
	return entry.Deadline
}
