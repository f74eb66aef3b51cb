package notices

import (
	"fmt"
	"slices"
	"strings"

	"comity/workflow"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// wording finds the words for one telling. What it may say follows from who reads it: open is whether the title and what
// partners may know may stand in a mail, inside whether reasons and the like may. A mail is not a safe place: of an exempt
// case it has the reference, the board and the deadline, whoever reads it.
type wording struct {
	t    workflow.Telling
	c    *workflow.Case // nil for what is not about a case
	r    *workflow.Register
	g    *document.Governance // in force now; nil for none
	cal  *calendar.Calendar
	name func(person string) string

	open, inside bool
	waits        *workflow.Waiting // what the case now waits for in this matter; nil for nothing
	forSeat      []string          // what waits for the seat to which the person is appointed
}

// phrase is what a reason is called. {by} is the deadline, {day} a date of the register, {who} another person, {org} the
// organisation, {result} the result, {effect} the day of effect; what stands in brackets is left out where a word of it is not known.
type phrase struct {
	subject string // before the colon
	said    string // what it is, as a sentence
	idle    string // what happens if nothing is done, where the case does not say
}

var phrases = map[string]phrase{
	workflow.ToldAsked:               {"Decide[ by {by}]", "{board} is asked to [{act} this|decide this], and your vote is awaited.", ""},
	workflow.ToldReferred:            {"Decide[ by {by}]", "{board} is asked to [{act} this|decide this][ in place of {from}], because there was no decision before. Your vote is awaited.", ""},
	workflow.ToldReissued:            {"Decide[ by {by}]", "{board} is asked to [{act} this|decide this][ in place of {from}], which has ended. Votes cast there do not count, and your vote is awaited.", ""},
	workflow.ToldNoBoard:             {"Say who takes over from a board", "{board} has ended, and no board takes its place. Publish a version of the governance that says which board takes over from it.", "The case waits until a board is there that can decide. Silence is never taken as a yes."},
	workflow.ToldResumed:             {"Decide[ by {by}]", "The voting of {board} is open again, and your vote is awaited.", ""},
	workflow.ToldDispensed:           {"You may take part again, decide[ by {by}]", "You no longer have to stand aside at {board}, and your vote is awaited.", ""},
	workflow.ToldPassed:              {"Decide[ by {by}]", "Your seat on {board} has passed to {org}, and with it what it was asked. Your vote is awaited.", ""},
	workflow.ToldPassedOn:            {"Your seat has passed on", "The seat that you held on {board} has passed to {org}. What it was asked waits for whoever sits there now.", ""},
	workflow.ToldSeatVacant:          {"A seat has nobody in it", "A seat on {board} has passed to {org}, which has appointed nobody to it yet. A decision waits for it.", ""},
	workflow.ToldCertify:             {"Certify[ by {by}]", "You are asked to certify this[ as {post}].", ""},
	workflow.ToldCasting:             {"Casting vote[ by {by}]", "The votes of {board} are equal, and you have the casting vote.", ""},
	workflow.ToldConcur:              {"Agree to an urgent decision?", "{who} presides at {board} and wishes to decide this urgently, in place of the board. Whether you agree is asked.", "Nothing is decided without your agreement, or that of another who is asked."},
	workflow.ToldRatify:              {"Decided urgently: ratify[ by {by}]", "{who} has decided this urgently, in place of {board}. The board is to ratify it, and your vote is awaited.", "If the board does not ratify it in time, the decision falls and the case goes back. Until then no contract is made."},
	workflow.ToldConcurred:           {"Agreed to an urgent decision", "{who} agrees that this is decided urgently, in place of {board}.", ""},
	workflow.ToldUrgent:              {"Decided urgently", "{who} has decided this urgently, in place of {board}. It is provisional until the board ratifies it[, by {until}].", ""},
	workflow.ToldRatified:            {"Ratified", "{board} has ratified the urgent decision[: {result}]. It is now the board's own.", ""},
	workflow.ToldNotRatified:         {"Not ratified", "{board} has not ratified the urgent decision[, because {because}]. It has fallen[ from {effect}], and the board is asked again.", ""},
	workflow.ToldConsent:             {"Confirm what {org} puts in", "{org} is asked to confirm what it puts in.", "Nothing is taken as agreed by silence: the plan waits for the answer of {org}."},
	workflow.ToldReminder:            {"Reminder: {do}[ by {by}]", "Your answer is still awaited.", ""},
	workflow.ToldReturned:            {"Sent back to you", "The case has come back to your unit.", "The case waits until your unit takes it to the gate again."},
	workflow.ToldQuorumLost:          {"No quorum", "{board} can no longer make a quorum on this. Its voting stands still.", ""},
	workflow.ToldLapsed:              {"Deadline passed", "The deadline has passed without a decision of {board}. Silence is never taken as a yes: {goes}.", ""},
	workflow.ToldOverdue:             {"Overdue", "The day for a decision of {board} has passed without one[: it was {until}]. Silence is never taken as a yes, and it is asked as before.", ""},
	workflow.ToldOverdueUp:           {"Overdue elsewhere", "{board} was to decide this[ by the end of {until}], and has not. It is asked as before, and its silence settles nothing.", ""},
	workflow.ToldEscalated:           {"No decision", "{board} has come to no decision: {goes}.", ""},
	workflow.ToldVoid:                {"No longer needed", "A decision of {board} is no longer needed here[, because {because}]. If you have voted, your vote stays on the record and does not count.", ""},
	workflow.ToldBoardEnded:          {"The board has ended", "{board} has ended before it decided this: {goes}. If you have voted, your vote stays on the record and does not count.", ""},
	workflow.ToldDecided:             {"{Result}", "{board} has decided[: {result}][, on {effect}]. {Effects}", ""},
	workflow.ToldSentBack:            {"Sent back to the unit", "The case has gone back to its unit for more work. You will be asked again.", ""},
	workflow.ToldDeferred:            {"Put off[ to {day}]", "The decision is put off[ to {day}][ to a later meeting{meeting}].", ""},
	workflow.ToldRefused:             {"Refused", "The proposal has been refused, and the case is closed.", ""},
	workflow.ToldHeld:                {"Decided, not yet in effect", "The decision is taken[, on {taken},] and does not have effect yet.[ It has effect from {effect}, unless something comes in between.]", ""},
	workflow.ToldEffect:              {"In effect", "[{board} has decided: {result}. ]The decision[ of {taken}] has effect[ from {effect}].", ""},
	workflow.ToldCallable:            {"May be called in[ until {by}]", "[{org} has published a decision on this. ]It may be called in[ to the end of {until}].", ""},
	workflow.ToldCalledIn:            {"Called in", "The decision of {org} has been called in[ by {scrutiny}], and {org} is to decide again. Nothing has effect before that.", ""},
	workflow.ToldWaived:              {"Call-in waived", "{who}, who chairs {scrutiny}, has agreed that the decision of {org} is urgent: it cannot be called in. It stands in the register of urgency.", ""},
	workflow.ToldSuspended:           {"Suspended", "The case is suspended, and its deadlines stand still[ until {day}]. You need do nothing for now.", ""},
	workflow.ToldDispute:             {"In dispute", "The partners are in dispute about this.[ It is to be settled by {until}.] Deadlines stand still.", ""},
	workflow.ToldDisputeStep:         {"Dispute not settled", "A step of the dispute has passed without agreement.[ The next one is to settle it by {until}.]", ""},
	workflow.ToldDisputeTerms:        {"An agreement is put forward[ by {org}]", "{org} agrees to end the dispute as follows. It ends once every party has agreed, each for itself.[ The present step ends on {until}.]", ""},
	workflow.ToldDisputeFails:        {"Dispute not settled", "No step of the dispute has settled it.[ The case goes on without {org}.]", ""},
	workflow.ToldDisputeOver:         {"Dispute settled", "The dispute is settled, and the case goes on.", ""},
	workflow.ToldGap:                 {"Acknowledge a gap[ by {by}]", "{org} has withdrawn what it put in. What is missing is within the tolerance, and {board} is asked to acknowledge it.", "The case goes on; the gap stays on the record."},
	workflow.ToldGapKnown:            {"Gap acknowledged", "{board} has acknowledged what a withdrawal left short.", ""},
	workflow.ToldWithdrawn:           {"Withdrawn[ by {org}]", "{org} has withdrawn what it put in[, from {effect}].", ""},
	workflow.ToldVariance:            {"A variance[ of {org}]", "What {org} delivered differs from what it committed by more than the workflow allows.", "It stays on the record, and is there to be read at the review."},
	workflow.ToldMissed:              {"A target is missed", "The day of a target has passed, and what was measured last does not meet it.", "It stays on the record, and is there to be read at the review."},
	workflow.ToldInPart:              {"Withdrawn in part[ by {org}]", "{org} has withdrawn a part of what it put in[, from {effect}].", ""},
	workflow.ToldReplanned:           {"Back to the plan", "{org} has withdrawn what the plan cannot do without. The approval of the plan no longer holds, nothing can be awarded, and you will be asked again.", ""},
	workflow.ToldDeclined:            {"Declined[ by {org}]", "{org} has declined to put in what the plan asks of it.", ""},
	workflow.ToldPoolActive:          {"Pooled fund active", "A pooled fund is active with this decision: what was confirmed for it can be paid in, and its manager may spend from it.", ""},
	workflow.ToldPoolDraft:           {"Pooled fund not active yet", "A pooled fund is not active after all: the urgent decision with which its gate passed was not ratified. Nothing is paid into it or from it until the gate has passed.", ""},
	workflow.ToldPoolClosed:          {"Pooled fund closed", "A pooled fund has been closed.", ""},
	workflow.ToldPoolLeaving:         {"{org} leaves a pooled fund", "{org} leaves a pooled fund of this case[, from {effect}]. What it has paid in stays in the fund; from then on it bears no overspend.", ""},
	workflow.ToldCovered:             {"Your deputy has acted", "{who} has acted for you as your deputy[: {choice}].", ""},
	workflow.ToldRecorded:            {"Recorded for you", "{who} has recorded what was decided[: {choice}]. If that is not right, tell the secretariat at once.", ""},
	workflow.ToldRecused:             {"You stand aside", "An interest was declared for your seat on {board}. The seat stands aside on this item, and an earlier vote of it does not count.", ""},
	workflow.ToldMigrated:            {"Moved to a newer version of the workflow", "The case goes on under another version of its workflow. What is done stays; what is asked from here on may be different.", ""},
	workflow.ToldReviewDue:           {"Review due", "The service is to be reviewed now.", ""},
	workflow.ToldClosed:              {"Closed", "The case is closed[: {result}].", ""},
	workflow.ToldAppointed:           {"You have a seat", "You have been appointed to a seat on {board}[ for {org}], from {day}[ to {last}]. What waits for the seat is on your work page.", ""},
	workflow.ToldTermEnds:            {"Your seat ends", "Your time in a seat on {board} ends. Its last day is {day}.", ""},
	workflow.ToldDeputy:              {"You may act for [{holder}|another]", "You have been named as a deputy [for {holder} ]on {board}, from {day}[ to {last}]. You may vote where they have not.", ""},
	workflow.ToldDeputised:           {"You have a deputy", "{who} may act for you on {board}, from {day}[ to {last}]. You can still act yourself, and are told when they do.", ""},
	workflow.ToldDeputyEnds:          {"A deputy's time ends", "The time of {who} as a deputy on {board} ends. Its last day is {day}.", ""},
	workflow.ToldMandate:             {"You may commit {org}", "{org} has given your seat on {board} authority to commit what it puts in, from {day}[ to {last}].", ""},
	workflow.ToldMandateEnded:        {"Authority ended", "The authority of your seat on {board} to commit what {org} puts in ends. Its last day is {day}.", ""},
	workflow.ToldAboveLimit:          {"Above what the board decides", "The case is worth more than {board} decides: {goes}.", ""},
	workflow.ToldSuccessionCancelled: {"{org} is not succeeded after all", "That {org} is succeeded[ by {others}][ from {day}] has been taken back. The terms, deputies and authority to commit that were to end with it go on as they were.", ""},
	workflow.ToldSuccession:          {"{org} is succeeded", "{org} is succeeded[ by {others}][, from {day}]. Unless it remains, its seats, deputies and authority to commit end with it. What it put in passes on, and whoever takes over is asked to confirm it.", ""},
}

// part puts it together.
func (w *wording) part() part {
	ph := w.phrase()
	p := part{Heading: w.heading(), asks: w.t.Asks(), until: w.until(), board: w.board()}
	if !p.asks {
		p.until = w.t.Until
	}
	p.Subject = p.Heading
	if matter := w.matter(); matter != "" {
		p.Subject += ": " + clip(matter, 120)
	}
	if body := w.body(); body != "" {
		p.Subject += " — " + body
	}
	if w.c != nil {
		p.Facts = append(p.Facts, fact{"Case", w.reference()})
	}
	if b := w.body(); b != "" {
		p.Facts = append(p.Facts, fact{w.bodyKind(), b})
	}
	if p.asks && !p.until.IsZero() {
		p.Facts = append(p.Facts, fact{"By", longDay(p.until, w.cal.Location())})
	}
	if w.c != nil && !w.open {
		p.Lines = w.sealed()
		return p
	}
	p.Lines = append(p.Lines, w.fill(ph.said))
	if why := w.why(); why != "" {
		p.Lines = append(p.Lines, why)
	}
	if idle := w.idle(ph); p.asks && idle != "" {
		p.Lines = append(p.Lines, idle)
	}
	if w.inside {
		p.Details = w.details()
	}
	return p
}

// heading says what it is, in a few words.
func (w *wording) heading() string {
	if w.c != nil && !w.open {
		return w.fill(w.sealedSubject())
	}
	return w.fill(w.phrase().subject)
}

// phrase is what the reason of the telling is called.
func (w *wording) phrase() phrase {
	if kind, _, _ := strings.Cut(w.t.For, ":"); kind == "external" {
		if ph, ok := externals[w.t.Reason]; ok {
			return ph
		}
	}
	return phrases[w.t.Reason]
}

// externals are the phrases about a consent that the law asks for.
var externals = map[string]phrase{
	workflow.ToldConsent: {"Your consent to an award", "The law asks for the consent of {org} to an award that is proposed.",
		"Nothing is taken as agreed by silence: the award waits for the answer of {org}."},
	workflow.ToldRecorded: {"Consent recorded", "{who} has recorded the consent of {org} to the award.", ""},
	workflow.ToldDeclined: {"Consent refused", "{org} has refused the consent without which the award cannot be made.", ""},
}

// sealedSubject says what to do, and not a word of what has happened.
func (w *wording) sealedSubject() string {
	kind, _, _ := strings.Cut(w.t.For, ":")
	switch {
	case !w.t.Asks():
		return "News"
	case kind == "consent" || kind == "external":
		return "Your answer is asked"
	case kind == "ratification":
		return "Decide[ by {by}]"
	case kind != "signoff":
		return "Something to do"
	case w.t.Reason == workflow.ToldReminder:
		return phrases[workflow.ToldReminder].subject
	}
	return upper(w.doing()) + "[ by {by}]"
}

// sealed is all that a mail says of a case that must not stand in one.
func (w *wording) sealed() []string {
	if w.t.Asks() {
		return []string{"Something waits for you here. The papers are confidential and are not in this mail: sign in to read them."}
	}
	return []string{"There is news here. It is confidential and not in this mail: sign in to read it."}
}

// matter is what it is about, as a subject says it: the title, or the reference alone.
func (w *wording) matter() string {
	switch {
	case w.c == nil:
		return ""
	case w.open && w.c.Terms.Title != "":
		return w.c.Terms.Title
	}
	return "case " + w.c.ID
}

func (w *wording) reference() string {
	if w.open && w.c.Terms.Title != "" {
		return w.c.Terms.Title + " (" + w.c.ID + ")"
	}
	return w.c.ID
}

// body is the board, the officer or the organisation that it is before.
func (w *wording) body() string {
	switch {
	case w.t.Board != "":
		return w.board()
	case w.t.Post != "":
		return w.post() + " of " + w.organisation()
	case w.t.Organisation != "":
		return w.organisation()
	}
	return ""
}

func (w *wording) bodyKind() string {
	switch {
	case w.t.Board != "":
		return "Board"
	case w.t.Post != "":
		return "Officer"
	}
	return "Organisation"
}

func (w *wording) board() string { return w.boardNamed(w.t.Board) }

func (w *wording) boardNamed(id string) string {
	if b := w.g.Board(id); b != nil && b.Name != "" {
		return b.Name
	}
	if id == "" {
		return ""
	}
	if name := w.r.BoardName(id); name != id {
		return name
	}
	return "a board that is no longer there"
}

func (w *wording) organisation() string {
	if w.g != nil {
		if o := w.g.Organisation(w.t.Organisation); o != nil {
			return o.Name
		}
		if i := slices.IndexFunc(w.g.ExternalBodies, func(b document.ExternalBody) bool { return b.ID == w.t.Organisation }); i >= 0 {
			return w.g.ExternalBodies[i].Name
		}
	}
	if w.t.Organisation == "" {
		return ""
	}
	if name := w.r.NameOf(w.t.Organisation); name != "" {
		return name
	}
	return "an organisation that has left"
}

// scrutiny is the scrutiny body that may call a decision in, or did.
func (w *wording) scrutiny() string {
	if w.g != nil {
		if i := slices.IndexFunc(w.g.ScrutinyBodies, func(b document.ScrutinyBody) bool { return b.ID == w.t.To }); i >= 0 {
			return w.g.ScrutinyBodies[i].Name
		}
	}
	return "scrutiny"
}

func (w *wording) post() string { return upper(strings.ReplaceAll(w.t.Post, "_", " ")) }

// ofOneself are the reasons that say themselves why the person is told.
var ofOneself = []string{workflow.ToldCovered, workflow.ToldRecorded, workflow.ToldRecused}

// why says what the person is in this matter.
func (w *wording) why() string {
	kind, _, _ := strings.Cut(w.t.For, ":")
	switch {
	case w.t.Reason == workflow.ToldReturned:
		return "You are told because the case is your unit's."
	case w.t.Reason == workflow.ToldCallable:
		return "You are told because you belong to " + w.scrutiny() + ", which may call it in."
	case w.t.Reason == workflow.ToldNoBoard:
		return "You are told because you publish the partnership's documents."
	case !w.t.Asks() && (w.t.Case == "" || slices.Contains(ofOneself, w.t.Reason)):
		return ""
	case !w.t.Asks():
		return "You are told because you were asked about this case, or work on it. There is nothing that you have to do."
	case w.t.Deputy && w.t.AsDeputyFor != "":
		return "You are told because you may act for " + w.name(w.t.AsDeputyFor) + " as a deputy. If they answer first, there is nothing for you to do."
	case w.t.Deputy:
		return "You are told because you are a deputy for a seat that nobody holds just now."
	case kind == "consent":
		return "You are told because you may answer for " + w.organisation() + "."
	case kind == "external":
		return "You are told because you speak for " + w.organisation() + ", whose consent the law asks for."
	case w.t.Post != "":
		return "You are told because you are the " + strings.ToLower(w.post()) + " of " + w.organisation() + "."
	case len(w.t.On) > 0:
		return "You are told because you hold " + w.seats() + " on " + w.board() + "."
	}
	return ""
}

// seats says which seats the person has, by what they are.
func (w *wording) seats() string {
	var all []string
	if w.g != nil {
		for _, b := range w.g.Boards {
			for _, s := range b.Seats {
				if !slices.Contains(w.t.On, s.ID) {
					continue
				}
				of := w.organisationNamed(s.Organisation)
				switch {
				case s.Post != "" && of != "":
					all = append(all, "the seat of the "+s.Post+" ("+of+")")
				case of != "":
					all = append(all, "a seat of "+of)
				case s.Post != "":
					all = append(all, "the seat of the "+s.Post)
				default:
					all = append(all, "a seat")
				}
			}
		}
	}
	if len(all) == 0 {
		return "a seat"
	}
	return strings.Join(all, " and ")
}

func (w *wording) organisationNamed(id string) string {
	if o := w.g.Organisation(id); o != nil {
		return o.Name
	}
	return ""
}

// idle says what happens if nothing is done.
func (w *wording) idle(ph phrase) string {
	switch {
	case ph.idle != "":
		return w.fill(ph.idle)
	case w.waits != nil && w.waits.Then != "":
		return "If you do nothing, then at that moment " + w.waits.Then + ". Silence is never taken as a yes."
	case w.t.Asks():
		return "If you do nothing, the case waits. Silence is never taken as a yes."
	}
	return ""
}

// details are reasons, conditions and the like, and what holds a decision.
func (w *wording) details() []string {
	var out []string
	for _, d := range w.t.Details {
		switch {
		case d == "", w.t.Reason == workflow.ToldSuccession, w.t.Reason == workflow.ToldSuccessionCancelled, w.t.Reason == workflow.ToldPoolPassed,
			w.t.Reason == workflow.ToldPoolStands: // said above
		case w.t.Reason == workflow.ToldHeld:
			out = append(out, "What it waits for: "+strings.ReplaceAll(d, "_", " "))
		default:
			out = append(out, clip(d, 1000))
		}
	}
	return append(out, w.pack()...)
}

func upper(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// clip shortens a text to so many characters, at a word.
func clip(s string, most int) string {
	runes := []rune(oneLine(s))
	if len(runes) <= most {
		return string(runes)
	}
	short := string(runes[:most])
	if i := strings.LastIndexByte(short, ' '); i > most/2 {
		short = short[:i]
	}
	return fmt.Sprintf("%s …", short)
}
