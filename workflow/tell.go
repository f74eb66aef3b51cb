package workflow

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"comity/events"
)

// Who is told what. It is derived from the journal, a record at a time, here and nowhere else; by which channel and when is
// for the service notices. Who may read is asked beside it: a telling holds references, and what is said of them is chosen by
// the clearance of the person who is told.

// The reasons for which somebody is told.
const (
	ToldAsked     = "asked"        // a board opens a sign-off: vote
	ToldReferred  = "referred"     // likewise, in place of one that came to nothing elsewhere
	ToldReissued  = "reissued"     // likewise, in place of a board that has ended
	ToldNoBoard   = "no_board"     // a board has ended and nobody takes its place: the documents are to say who does
	ToldResumed   = "resumed"      // the voting is open again: the quorum is back, a tie is none, the clocks run again
	ToldCertify   = "certify"      // an officer is to certify
	ToldCasting   = "casting_vote" // the votes are equal
	ToldConsent   = "consent"      // an organisation is to confirm what it puts in
	ToldReminder  = "reminder"     // an answer is awaited
	ToldDispensed = "dispensed"    // the person may take part again
	ToldConcur    = "concur"       // to concur in an urgent decision
	ToldRatify    = "ratify"       // an urgent decision was taken in the board's place: confirm it or not
	ToldPassed    = "passed"       // a rotating seat passed to the person, with what it is still asked
	ToldReturned  = "returned"     // the case came back to the unit, with a list of what to do

	ToldQuorumLost   = "quorum_lost"
	ToldConcurred    = "concurred"    // to who presides: an urgent decision is agreed to
	ToldUrgent       = "urgent"       // an urgent decision was taken
	ToldRatified     = "ratified"     // the board confirmed it
	ToldNotRatified  = "not_ratified" // it did not, or not in time
	ToldLapsed       = "lapsed"       // the deadline passed without a decision
	ToldEscalated    = "escalated"    // it left the board for another reason
	ToldOverdue      = "overdue"      // the deadline passed, and the sign-off stays open
	ToldOverdueUp    = "overdue_up"   // to a board: others have not decided by their day
	ToldVoid         = "void"         // the sign-off is no longer needed
	ToldBoardEnded   = "board_ended"
	ToldDecided      = "decided"   // a sign-off has its result
	ToldSentBack     = "sent_back" // to those who were asked: the case went back to the unit
	ToldDeferred     = "deferred"
	ToldRefused      = "refused"
	ToldHeld         = "held"             // decided, and kept from effect for the time being
	ToldEffect       = "effect"           // the decision has effect
	ToldCallable     = "may_be_called_in" // scrutiny: a decision was published that it may call in
	ToldCalledIn     = "called_in"
	ToldWaived       = "call_in_waived" // who chairs scrutiny agreed that it cannot be called in
	ToldSuspended    = "suspended"
	ToldDispute      = "dispute"
	ToldDisputeStep  = "dispute_step"
	ToldDisputeTerms = "dispute_terms" // a party has put forward, or agreed to, what would end the dispute
	ToldDisputeOver  = "dispute_over"
	ToldGap          = "gap"           // to a board: acknowledge what a withdrawal left short
	ToldGapKnown     = "gap_known"     // a board has acknowledged it
	ToldWithdrawn    = "withdrawn"     // an organisation has withdrawn what it put in
	ToldVariance     = "variance"      // what was delivered differs from what was agreed
	ToldMissed       = "missed"        // a target is missed
	ToldInPart       = "in_part"       // likewise, a part of it
	ToldReplanned    = "replanned"     // so much that the plan is to be made anew
	ToldPassedOn     = "passed_on"     // to whom sat there before: the rotating seat is another's now
	ToldSeatVacant   = "seat_vacant"   // a seat that passed on has nobody in it
	ToldDisputeFails = "dispute_fails" // it ended without an agreement

	ToldUndertaking     = "undertaking" // the person's organisation or board has undertaken something
	ToldUndertakingLate = "undertaking_late"
	ToldUndertakingUp   = "undertaking_up" // to a board: an undertaking is overdue
	ToldUndertakingKept = "undertaking_kept"
	ToldRisk            = "risk"      // the person's organisation answers for a risk
	ToldRiskLate        = "risk_late" // nobody has looked at it by its day
	ToldRiskUp          = "risk_up"   // likewise, to a board of the level that manages it
	ToldRiskClosed      = "risk_closed"
	ToldReportBack      = "report_back" // the person's seat is to report back
	ToldReportBackLate  = "report_back_late"
	ToldReportBackUp    = "report_back_up" // to a board: nobody has reported back
	ToldReportedBack    = "reported_back"  // what a seat reports to those for whom it speaks
	ToldInformed        = "informed"       // to an autonomous area board: what the executive decided

	ToldDeclined        = "declined"     // an organisation does not commit
	ToldCovered         = "covered"      // a deputy acted in the person's place
	ToldRecorded        = "recorded"     // the secretary recorded the person's vote, or an officer the organisation's decision
	ToldPoolActive      = "pool_active"  // a pool can take its contributions, and be spent from
	ToldPoolDraft       = "pool_draft"   // it cannot any more: its gate is open again
	ToldPoolClosed      = "pool_closed"  // a pool has ended
	ToldPoolLeaving     = "pool_leaving" // a party leaves a pool
	ToldPoolPassed      = "pool_passed"  // the place of a party in a pool passed to its successors
	ToldPoolStands      = "pool_stands"  // likewise, and nobody holds it, or manages it, before the agreement says who
	ToldPoolHeld        = "pool_held"    // the agreement says who
	ToldRecused         = "recused"
	ToldReviewDue       = "review_due"
	ToldMigrated        = "migrated" // the case goes on under another version of its workflow
	ToldClosed          = "closed"
	ToldBriefing        = "briefing" // what was decided in a month that touches an organisation
	ToldFeedback        = "feedback" // what an associate of a board says
	ToldLevelReport     = "level_report"
	ToldLevelReportLate = "level_report_late"
	ToldLevelReportDue  = "level_report_due" // a board's own report falls due
	ToldOverarching     = "overarching"      // how a quarter's cases and targets stand
	ToldAppointed       = "appointed"
	ToldTermEnds        = "term_ends"
	ToldDeputy          = "deputy"     // the person may act for another
	ToldDeputised       = "deputised"  // another may act for the person
	ToldDeputyEnds      = "deputy_end" // one of the two ends
	ToldMandate         = "mandate"
	ToldMandateEnded    = "mandate_ended"
	ToldSuccession      = "succession" // an organisation is to be replaced, or has been

	ToldAboveLimit          = "above_limit"          // a case is worth more than the board decides, and went on at once
	ToldSuccessionCancelled = "succession_cancelled" // it is not replaced after all
)

// asking are the reasons that want something of the person: an open item.
var asking = []string{ToldAsked, ToldReferred, ToldReissued, ToldNoBoard, ToldResumed, ToldCertify, ToldCasting, ToldConsent, ToldReminder, ToldDispensed, ToldPassed, ToldReturned,
	ToldGap, ToldConcur, ToldRatify}

// Telling is one thing that one person is told because of one record. It is plain data.
type Telling struct {
	ID          string `json:"id"` // follows from the record, the reason, what it is about and the person
	Partnership string `json:"partnership"`
	Person      string `json:"person"`
	Reason      string `json:"reason"`
	Case        string `json:"case,omitempty"`
	For         string `json:"for,omitempty"` // signoff:wcb, consent:pol, gate:G1, dispute, seat:W1, mandate:M1

	// Item names the open item with its rounds, the same for all that is said of it: mails about it are one conversation.
	Item string `json:"item,omitempty"`

	// Closes is the item that is no longer open with this; empty where none is.
	Closes string `json:"closes,omitempty"`

	Board        string `json:"board,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	Post         string `json:"post,omitempty"`
	Act          string `json:"act,omitempty"` // what the board is asked to do: approve, endorse …

	On          []string `json:"on,omitempty"`            // the seats, or the organisations, for which the person is told
	AsDeputyFor string   `json:"as_deputy_for,omitempty"` // the holder for whom the person may act; "" also for a vacant seat
	Deputy      bool     `json:"deputy,omitempty"`        // told as a deputy alone

	Until       time.Time `json:"until,omitzero"`        // the deadline, or the end of a hold, of a deferral, of a dispute's step
	EffectiveAt time.Time `json:"effective_at,omitzero"` // of a decision; of a sign-off's the day on which it was taken
	Taken       time.Time `json:"taken,omitzero"`        // when a decision was taken that has effect now, or is held
	Effect      *InEffect `json:"effect,omitempty"`      // of a sign-off's decision: since when it has effect, or what holds it
	Day         string    `json:"day,omitempty"`         // a civil date: the first or the last day of a term, of a deferral
	Meeting     string    `json:"meeting,omitempty"`     // to which it is put off

	Result  string   `json:"result,omitempty"`
	Because string   `json:"because,omitempty"`
	By      string   `json:"by,omitempty"`     // the person who acted for them
	Choice  string   `json:"choice,omitempty"` // how
	To      string   `json:"to,omitempty"`     // the board that is asked instead, or dispute
	Details []string `json:"details,omitempty"`

	Month     string                   `json:"month,omitempty"`     // of a briefing: 2027-01
	Decisions []events.BriefedDecision `json:"decisions,omitempty"` // likewise: its decisions, by reference

	At time.Time `json:"at"` // of the record, UTC
}

// Asks reports whether the telling wants something of the person, as long as its item is open.
func (t Telling) Asks() bool { return slices.Contains(asking, t.Reason) }

// Tell says who is told what because of one record. c is the case after it, nil for a record of a register; r is the register
// after it. Of one person it says each thing once; who acted is not told what they just did, but is asked like everybody
// else. The order is stable. Pure.
// Errors: the record holds an event that this program does not know.
// Source: DOMAIN §3.10, §5.2; PEERS P8, P19.
func Tell(c *Case, r *Register, rec *events.Record) ([]Telling, error) {
	list, err := rec.Decode()
	if err != nil {
		return nil, err
	}
	t := &teller{rec: rec, happened: list}
	if c == nil {
		c = NewCase(rec.Partnership, "")
	}
	if t.decision = view(c, r, Meta{At: rec.At, Actor: rec.Actor}); t.g == nil {
		return nil, nil
	}
	for _, e := range list {
		if tell, ok := tells[e.EventType()]; ok {
			tell(t, e)
		}
	}
	return t.tidied(), nil
}

// Settled reports whether what a telling asks for need not be done any more by this person: it is done, another did it, or it
// is not asked now. What only informs is never settled.
func Settled(t Telling, c *Case, r *Register, at time.Time) bool {
	if !t.Asks() || t.Case == "" {
		return false
	}
	d := view(c, r, Meta{At: at})
	if d.g == nil || d.item(t.For) != t.Item {
		return true
	}
	for _, w := range Explain(c, r, at) {
		if w.For != t.For || !slices.Contains(w.People, t.Person) {
			continue
		}
		if id, ok := strings.CutPrefix(w.For, "signoff:"); ok && d.voted(c.SignOff(id), t.Person) {
			return true
		}
		if s := d.ratificationOf(w.For); s != nil && votedIn(s.Urgent.Votes, t.Person) && t.Reason != ToldCasting {
			return true
		}
		return !slices.Contains(w.Acts, wanted(t))
	}
	return true
}

// wanted is the command that a telling asks for.
func wanted(t Telling) string {
	switch {
	case strings.HasPrefix(t.For, "consent:"):
		return "consent.confirm"
	case t.Reason == ToldGap:
		return "case.acknowledge_gap"
	case strings.HasPrefix(t.For, "external:"):
		return "consent.record"
	case t.Reason == ToldNoBoard:
		return "partnership.publish"
	case t.Reason == ToldCasting:
		return "signoff.cast"
	case t.Reason == ToldConcur:
		return "signoff.concur"
	case strings.HasPrefix(t.For, "ratification:"):
		return "signoff.ratify"
	case t.Reason == ToldReturned:
		return "case.request_gate"
	case t.Post != "":
		return "signoff.certify"
	}
	return "signoff.vote"
}

// MayReadUndelivered reports whether a person may see which mails of the partnership could not be delivered: the secretariats,
// who then find another way, and the administrators.
func MayReadUndelivered(r *Register, reader string, at time.Time) bool {
	if MayReadInbox(r, reader, "", at) {
		return true
	}
	g := r.GovernanceAt(at)
	return g != nil && slices.Contains(g.Administrators, reader)
}

// teller gathers what is told because of one record.
type teller struct {
	*decision
	rec      *events.Record
	happened []events.Event
	out      []Telling
}

// say tells a person. Saying the same twice is saying it once, for more seats. Nobody is informed of their own act.
func (t *teller) say(person string, x Telling) {
	if person == "" || person == t.m.Actor && !x.Asks() {
		return
	}
	x.Partnership, x.Person, x.At = t.rec.Partnership, person, t.rec.At
	if t.rec.Kind == events.KindCase {
		x.Case = t.rec.ID
	}
	for i := range t.out {
		o := &t.out[i]
		if o.Person != x.Person || o.Reason != x.Reason || o.For != x.For {
			continue
		}
		for _, on := range x.On {
			if !slices.Contains(o.On, on) {
				o.On = append(o.On, on)
			}
		}
		if o.Deputy && !x.Deputy {
			o.Deputy, o.AsDeputyFor = false, ""
		}
		return
	}
	x.On = slices.Clone(x.On)
	x.ID = fmt.Sprintf("%s/%d/%s/%s/%s", t.rec.ID, t.rec.Revision, x.Reason, x.For, person)
	t.out = append(t.out, x)
}

// sayAll tells several persons the same.
func (t *teller) sayAll(people []string, x Telling) {
	for _, p := range people {
		t.say(p, x)
	}
}

// gateLevel are the reasons that say what became of a whole gate: who is told one of them need not be told the result of a
// sign-off, or that a case is closed, by the same record.
var gateLevel = []string{ToldEffect, ToldHeld, ToldRefused, ToldDeferred, ToldSentBack, ToldReturned}

// tidied leaves out what another telling of the same record says better: what became of the gate, else that the case is
// closed.
func (t *teller) tidied() []Telling {
	whole := map[string]int{} // where the better one of a person stands
	for i, x := range t.out {
		if _, has := whole[x.Person]; slices.Contains(gateLevel, x.Reason) || x.Reason == ToldClosed && !has {
			whole[x.Person] = i
		}
	}
	var out []Telling
	for i, x := range t.out {
		at, has := whole[x.Person]
		if !has || at == i || x.Reason != ToldDecided && x.Reason != ToldVoid && x.Reason != ToldBoardEnded && x.Reason != ToldClosed {
			out = append(out, x)
			continue
		}
		if better := &t.out[at]; x.Reason == ToldDecided {
			better.Result, better.Board, better.Organisation, better.Post = first(better.Result, x.Result), x.Board, x.Organisation, x.Post
		}
	}
	for i := range out { // what the better one has gathered
		if at, has := whole[out[i].Person]; has && t.out[at].ID == out[i].ID {
			out[i] = t.out[at]
		}
	}
	return out
}

// item names an open item with its rounds, "" for one that the case does not have.
func (d *decision) item(of string) string {
	kind, id, _ := strings.Cut(of, ":")
	switch kind {
	case "signoff":
		if s := d.c.SignOff(id); s != nil {
			return fmt.Sprintf("%s/%s/%s.%d.%d", d.c.ID, of, s.Gate, s.GateRound, s.Round)
		}
	case "consent", "external":
		for _, k := range slices.Backward(d.c.Consents) {
			if k.Organisation == id && k.External == (kind == "external") {
				return fmt.Sprintf("%s/%s/%s.%d%s", d.c.ID, of, k.Gate, k.GateRound, again(k.Round))
			}
		}
	case "gate":
		return fmt.Sprintf("%s/%s/%d", d.c.ID, of, d.c.GateRounds[id])
	case "gap":
		for _, g := range d.c.Gaps {
			if g.Gap == id && len(g.Asked) > 0 {
				return fmt.Sprintf("%s/%s/%d", d.c.ID, of, len(g.Asked))
			}
		}
	case "concurrence":
		if s := d.c.SignOff(id); s != nil {
			return fmt.Sprintf("%s/%s/%s.%d.%d", d.c.ID, of, s.Gate, s.GateRound, s.Round)
		}
	case "ratification":
		if s := d.ratificationOf(of); s != nil {
			return fmt.Sprintf("%s/%s/%d.%d", d.c.ID, of, s.GateRound, s.Urgent.Round)
		}
	case "undertaking", "report_back", "risk":
		return d.c.ID + "/" + of
	case "dispute":
		if d.c.Dispute != nil {
			return d.c.ID + "/" + d.c.Dispute.ID
		}
	}
	return ""
}

// again is what an item's name has more in a later round of a consent.
func again(round int) string {
	if round < 2 {
		return ""
	}
	return fmt.Sprintf(".%d", round)
}

// voted reports whether a person has used their vote in a sign-off, for whatever seat.
func (d *decision) voted(s *SignOff, person string) bool {
	return s != nil && s.State == SignOffOpen && slices.ContainsFunc(s.Votes, func(v Vote) bool { return v.Person == person && !v.Struck })
}
