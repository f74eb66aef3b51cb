package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/document"
)

// tells says for each event type who is told. A type that is not here is in untold, with the reason.
var tells = map[string]func(*teller, events.Event){}

// untold names the event types of which nobody is told, and why.
var untold = map[string]string{
	"member.code_acknowledged":       "whoever acknowledged it knows",
	"installation.created":           "it concerns no partnership",
	"partnership.published":          "documents are read where they are published",
	"workflow.published":             "documents are read where they are published",
	"meeting.scheduled":              "meetings stand in the calendar of the secretary's desk",
	"meeting.opened":                 "who is in the room knows",
	"meeting.attendance_recorded":    "who was in the room knows",
	"meeting.closed":                 "what was decided there is told by the decision",
	"meeting.cancelled":              "meetings stand in the calendar of the secretary's desk",
	"case.created":                   "the unit made it itself",
	"case.amended":                   "the unit did it itself; what it makes void is told by the sign-offs",
	"case.adopted":                   "the unit did it itself; the organisations are asked for their own word",
	"case.submitted":                 "the unit did it itself",
	"case.stage_entered":             "told by the gate, the return or the review that led there",
	"evidence.added":                 "the unit did it itself; what it makes void is told by the sign-offs",
	"evidence.removed":               "the unit did it itself; what it makes void is told by the sign-offs",
	"commitment.offered":             "the organisation is asked for its consent at the gate",
	"commitment.changed":             "the organisation is asked for its consent at the gate",
	"commitment.released":            "told by the end of the case",
	"commitment.ended":               "its day was told when it was withdrawn",
	"delivery.recorded":              "who recorded it knows; what differs is told as a variance",
	"spending.mapped":                "who mapped it knows; it is read on the map",
	"commitment.novated":             "the successor is asked to reaffirm it",
	"consent.carried":                "nothing is asked again of that organisation",
	"engagement.recorded":            "a log of what has been done; who was reached was there",
	"briefing.month_closed":          "who is briefed is told by the briefing",
	"mandate.drawn":                  "told by the consent that it follows from",
	"mandate.returned":               "told by what the case says of its commitments",
	"case.pool_added":                "the unit did it itself; who contributes is asked for its consent at the gate",
	"case.pool_contributed":          "whoever paid knows; it is read on the pool",
	"pool.created":                   "what the case says of it is told",
	"pool.agreed":                    "what the case says of it is told",
	"pool.activated":                 "what the case says of it is told",
	"pool.deactivated":               "what the case says of it is told",
	"pool.contributions_due":         "told by the gate, or by what the case says of its commitments",
	"pool.contributed":               "what the case says of it is told",
	"pool.party_succeeded":           "what the case says of it is told",
	"pool.spent":                     "it is read on the pool",
	"case.pool_left":                 "that it leaves on that day was told",
	"pool.party_left":                "what the case says of it is told",
	"pool.closed":                    "what the case says of it is told",
	"contract.recorded":              "it follows from a decision that was told",
	"target.set":                     "it is read on the case",
	"measurement.recorded":           "it is read on the case",
	"gate.requested":                 "told by the sign-offs and consents that it opens",
	"gate.voided":                    "told by the sign-offs that it ends",
	"signoff.requested":              "told when it opens",
	"signoff.reissued":               "told by the sign-off that is void, and by the one in its place",
	"signoff.quorum_reasons_changed": "that the quorum is lost was told",
	"signoff.presider_elected":       "who elected knows; who presides is asked when there is something to do",
	"gate.reopened":                  "told by the ratification that did not come about",
	"notice.published":               "told by the hold that it moves",
	"representation.received":        "told by the hold that it moves",
	"representation.answered":        "told by the hold that it moves",
}

func tell[E events.Event](f func(*teller, E)) {
	var zero E
	tells[zero.EventType()] = func(t *teller, e events.Event) { f(t, e.(E)) }
}

func init() {
	tell(func(t *teller, e events.SignOffOpened) { t.opened(e.SignOff) })
	tell(func(t *teller, e events.SignOffReopened) { t.opened(e.SignOff) })
	tell((*teller).reminded)
	tell((*teller).voteCast)
	tell((*teller).castingVote)
	tell((*teller).interest)
	tell(func(t *teller, e events.SignOffInterestWithdrawn) {
		t.mayTakePart(e.SignOff, e.Gate, e.GateRound, e.Seat)
	})
	tell(func(t *teller, e events.SignOffDispensed) { t.mayTakePart(e.SignOff, e.Gate, e.GateRound, e.Seat) })
	tell((*teller).seatPassed)
	tell((*teller).quorumLost)
	tell(func(t *teller, e events.SignOffOverdue) { t.overdue(e) })
	tell(func(t *teller, e events.SignOffQuorumRestored) { t.resumedVoting(e.SignOff) })
	tell(func(t *teller, e events.SignOffRecounted) { t.resumedVoting(e.SignOff) })
	tell((*teller).tied)
	tell(func(*teller, events.SignOffCertified) {}) // the officer did it; the decision that follows is told
	tell((*teller).decided)
	tell((*teller).escalated)
	tell((*teller).voided)
	tell((*teller).concurrenceSought)
	tell((*teller).concurred)
	tell((*teller).decidedUrgently)
	tell((*teller).ratificationPassedOn)
	tell((*teller).ratificationVote)
	tell((*teller).ratificationTied)
	tell((*teller).ratified)
	tell((*teller).notRatified)
	tell((*teller).consentRequested)
	tell((*teller).consentConfirmed)
	tell((*teller).consentRecorded)
	tell((*teller).consentDeclined)
	tell((*teller).consentWithdrawn)
	tell((*teller).calledIn)
	tell((*teller).callInWaived)
	tell((*teller).withdrawn)
	tell((*teller).invalidated)
	tell((*teller).varianceRaised)
	tell((*teller).gapOpened)
	tell((*teller).gapAcknowledged)
	tell((*teller).gapOverdue)
	tell((*teller).gatePassed)
	tell((*teller).poolActivated)
	tell((*teller).poolDeactivated)
	tell((*teller).poolLeaving)
	tell((*teller).poolClosed)
	tell((*teller).gateDecided)
	tell((*teller).gateReturned)
	tell((*teller).gateDeferred)
	tell((*teller).gateRefused)
	tell((*teller).holdPlaced)
	tell((*teller).holdChanged)
	tell((*teller).holdReleased)
	tell((*teller).suspended)
	tell(func(t *teller, _ events.CaseLifted) { t.resumedAll() })
	tell(func(t *teller, e events.CaseMigrated) {
		t.sayAll(t.unit(), Telling{Reason: ToldMigrated, For: "case", Details: []string{e.ApprovedBy + ": " + e.Minute}})
	})
	tell((*teller).resumed)
	tell((*teller).disputeRaised)
	tell((*teller).disputeStep)
	tell((*teller).disputeAgreed)
	tell((*teller).disputeResolved)
	tell((*teller).disputeUnresolved)
	tell((*teller).undertakingGiven)
	tell((*teller).undertakingOverdue)
	tell((*teller).undertakingEscalated)
	tell((*teller).undertakingKept)
	tell((*teller).reportBackAsked)
	tell((*teller).reportBackOverdue)
	tell((*teller).reportBackEscalated)
	tell((*teller).reportBackRecorded)
	tell((*teller).reviewDue)
	tell((*teller).closed)
}

// gatePassed: the decision has effect.
func (t *teller) gatePassed(e events.GatePassed) {
	x := Telling{Reason: ToldEffect, For: "gate:" + e.Gate, Result: e.Outcome, EffectiveAt: e.EffectiveAt, Taken: e.DecidedAt}
	t.endsGate(e.Gate, e.Round, x)
	t.informAreas(e)
}

// gateDecided: the decision is taken and held from effect, until the last hold ends.
func (t *teller) gateDecided(e events.GateDecided) {
	x := Telling{Reason: ToldHeld, For: "gate:" + e.Gate, Details: e.Holds, Taken: t.m.At}
	for _, h := range t.c.StandingHolds("effect") {
		if h.Until.IsZero() {
			x.Until = h.Until
			break
		}
		if h.Until.After(x.Until) {
			x.Until = h.Until
		}
	}
	if !x.Until.IsZero() {
		x.EffectiveAt = t.cal.AfterEnd(x.Until)
	}
	t.endsGate(e.Gate, e.Round, x)
}

// gateReturned: the unit gets a list of what to do, the others learn that nothing is asked of them for now.
func (t *teller) gateReturned(e events.GateReturned) {
	x := Telling{Reason: ToldReturned, Details: e.Reasons}
	back := Telling{Reason: ToldSentBack, For: "gate:" + e.Gate, Details: e.Reasons}
	if s := t.c.SignOff(e.SignOff); s != nil {
		x.Board, back.Board = s.Board, s.Board
	}
	if g := t.exitGate(); g != nil {
		x.For = "gate:" + g.ID
		x.Item = t.item(x.For)
	}
	t.sayAll(t.unit(), x)
	t.endsGate(e.Gate, e.Round, back)
}

func (t *teller) gateDeferred(e events.GateDeferred) {
	x := Telling{Reason: ToldDeferred, For: "gate:" + e.Gate, Day: e.Until, Meeting: e.Meeting, Details: nonEmpty(e.Reason)}
	if due := t.dueOfDeferral(); len(due) > 0 {
		x.Until = due[0].At
	}
	t.endsGate(e.Gate, e.Round, x)
}

func (t *teller) gateRefused(e events.GateRefused) {
	t.endsGate(e.Gate, e.Round, Telling{Reason: ToldRefused, For: "gate:" + e.Gate})
}

// endsGate tells everybody who was asked at a round of a gate, and the unit, what became of it.
func (t *teller) endsGate(gate string, round int, x Telling) {
	for _, s := range t.c.SignOffs {
		if s.Gate != gate || s.GateRound != round {
			continue
		}
		x.Item = t.item("signoff:" + s.ID)
		x.Closes = x.Item
		t.sayAll(t.askedAt(s), x)
	}
	for _, k := range t.c.Consents {
		if k.Gate == gate && k.GateRound == round && !k.External {
			x.Item = t.item("consent:" + k.Organisation)
			x.Closes = x.Item
			t.sayAll(t.committers(k.Organisation), x)
		}
	}
	x.Item, x.Closes = t.item(x.For), t.item(x.For)
	if x.Reason != ToldSentBack {
		t.sayAll(t.unit(), x)
	}
}

// holdPlaced: with the decision that it holds it is told there.
func (t *teller) holdPlaced(e events.HoldPlaced) {
	t.mayBeCalledIn(e.Hold)
	if !t.happenedHere(events.GateDecided{}.EventType()) && !t.happenedHere(events.GateInvalidated{}.EventType()) {
		t.sayAll(t.unit(), Telling{Reason: ToldHeld, For: "gate:" + e.Gate, Until: e.Until, Details: []string{e.Kind}})
	}
}

func (t *teller) holdChanged(e events.HoldChanged) {
	t.mayBeCalledIn(e.Hold)
	x := Telling{Reason: ToldHeld, For: "hold:" + e.Kind, Until: e.Until, Details: []string{e.Kind}}
	if !e.Until.IsZero() {
		x.EffectiveAt = t.cal.AfterEnd(e.Until)
	}
	t.sayAll(t.unit(), x)
}

// holdReleased: where the decision has effect with it, that is told.
func (t *teller) holdReleased(e events.HoldReleased) {
	if e.Because != "" || t.c.Status == AtGate || t.c.Status == Working && e.Kind == document.HoldCallIn && !t.happenedHere(events.GatePassed{}.EventType()) {
		return // the decision does not stand, or waits for others
	}
	if !t.happenedHere(events.GatePassed{}.EventType()) && !t.happenedHere(events.GateInvalidated{}.EventType()) {
		t.sayAll(t.unit(), Telling{Reason: ToldEffect, For: "hold:" + e.Kind, EffectiveAt: e.EffectiveAt})
	}
}

func (t *teller) happenedHere(eventType string) bool {
	return slices.ContainsFunc(t.happened, func(e events.Event) bool { return e.EventType() == eventType })
}

func (t *teller) suspended(e events.CaseSuspended) {
	t.sayAll(t.parties(), Telling{Reason: ToldSuspended, For: "suspension", Day: e.Until, Details: nonEmpty(e.Reason)})
}

// resumed: back at the gate, or back to work because the papers are out of date. The sign-off that was put off is reopened by
// an event of its own.
func (t *teller) resumed(e events.CaseResumed) {
	if Status(e.Status) == AtGate {
		t.resumedAll()
		return
	}
	x := Telling{Reason: ToldReturned, Because: "out_of_date"}
	if g := t.exitGate(); g != nil {
		x.For = "gate:" + g.ID
		x.Item = t.item(x.For)
	}
	t.sayAll(t.unit(), x)
}

// resumedAll asks again, with their new deadlines, those whom the case waits for after its clocks stood.
func (t *teller) resumedAll() {
	if t.c.Status != AtGate {
		return
	}
	for _, s := range t.c.Current() {
		t.resumedVoting(s.ID)
	}
	for _, k := range t.c.CurrentConsents() {
		switch {
		case k.State == "requested" && k.External:
			t.askExternal(k.Organisation)
		case k.awaited():
			t.askConsent(k.Organisation)
		}
	}
}

func (t *teller) reviewDue(e events.CaseReviewDue) {
	t.sayAll(t.unit(), Telling{Reason: ToldReviewDue, For: "review:" + t.c.Stage, Until: e.DueAt})
}

// closed: the unit, everybody who was asked at the last gate, and who committed something.
func (t *teller) closed(e events.CaseClosed) {
	x := Telling{Reason: ToldClosed, For: "case", Result: e.Outcome, Because: e.Because, EffectiveAt: e.EffectiveAt}
	people := slices.Clone(t.unit())
	if n := len(t.c.SignOffs); n > 0 {
		last := t.c.SignOffs[n-1]
		people = append(people, t.askedAtGate(last.Gate, last.GateRound)...)
	}
	for _, k := range t.c.Commitments {
		people = append(people, t.committers(k.Organisation)...)
	}
	t.sayAll(distinct(people), x)
}
