package web

// actForm is the page of an act on a case: what it is called, what is asked for, and what is said when it is done. The names of
// the fields are the command's own.
type actForm struct {
	Link   string // on the case's page
	Title  string
	Lead   string // what follows from it; "" where the title says all
	Button string // on the page that shows the answers
	Done   string // on the page after
	Fields []actField
}

// actField is one field. How it is asked follows from Ask.
type actField struct {
	Name  string // of the command
	Label string
	Hint  string
	Ask   ask
	Words string // the table of what the choices are called, of a choice
	Need  string // what to say when it is empty; "" where it may be
}

// ask is how a field is asked for.
type ask string

const (
	askText       ask = "text"
	askLong       ask = "textarea"
	askLines      ask = "lines" // a list, one a line
	askPounds     ask = "pounds"
	askDate       ask = "date"
	askMoment     ask = "moment" // a day and a time
	askChoice     ask = "choice" // of the command's words
	askYes        ask = "yes"    // a box to tick
	askSignOff    ask = "signoff"
	askSeat       ask = "seat"     // of others, as the capacity says
	askStage      ask = "stage"    // of the case's workflow
	askMeeting    ask = "meeting"  // of the board that is asked
	askOrg        ask = "org"      // an organisation of the partnership
	askTarget     ask = "target"   // one of the case's
	askNewName    ask = "new"      // a target's name, which is made of what is measured
	askEnding     ask = "ending"   // an agreement or a contract that ends on a day
	askArea       ask = "area"     // of the partnership
	askPartner    ask = "partner"  // an organisation that takes part in the case
	askDecided    ask = "decided"  // a decision that was taken
	askPromise    ask = "promise"  // an undertaking that is not kept
	askRisk       ask = "risk"     // a risk that stands in the register
	askReport     ask = "report"   // a report-back that is owed
	askAnswered   ask = "open"     // a representation that is not answered
	askOffered    ask = "offered"  // a commitment that stands, of the organisations that the person speaks for here
	askInterest   ask = "interest" // a kind of interest
	askPerson     ask = "person"   // somebody with a part in the partnership
	askGap        ask = "gap"      // a gap that waits to be acknowledged
	askElected    ask = "elected"  // a voting seat of the board that is asked
	askMeetingNow ask = "now"      // a meeting of that board that is in session
	askOurs       ask = "ours"     // an organisation for which the person may speak here; any, for the unit
	askGiven      ask = "given"    // who raises it: it comes with the address
)

// Fields that several acts have.
var (
	whyField    = actField{Name: "reason", Label: "Why", Hint: "It stands in the record of the case.", Ask: askLong, Need: "Enter why"}
	boardField  = actField{Name: "signoff", Label: "Which board or officer resolved it", Ask: askSignOff, Need: "Select which board or officer resolved it"}
	minuteField = actField{Name: "minute", Label: "Minute", Hint: "For example, minute 7 of 4 December 2026. The secretary must give one.", Ask: askText}
)

// actForms are the acts on a case that are neither a decision, a consent nor part of preparing it, each with its words.
var actForms = map[string]actForm{
	"case.return": {
		Link: "Send the case back", Title: "Send the case back for more work",
		Lead:   "The board has resolved to send it back. Everything asked at this gate ends, and the unit gets a list of what to do.",
		Button: "Send the case back", Done: "The case has been sent back.",
		Fields: []actField{boardField,
			{Name: "reasons", Label: "What must be done", Hint: "One thing on each line. It becomes the unit’s to-do list.", Ask: askLines, Need: "Enter what must be done"},
			{Name: "stage", Label: "Stage to go back to", Hint: "The present stage unless the board said otherwise.", Ask: askStage}, minuteField},
	},
	"case.defer": {
		Link: "Put the decision off", Title: "Put the decision off",
		Lead:   "The board has resolved to decide later. Give the day or the meeting. Deadlines stand still until then.",
		Button: "Put the decision off", Done: "The decision has been put off.",
		Fields: []actField{boardField,
			{Name: "until", Label: "Day on which it is taken up again", Hint: "For example, 27 3 2027. Leave it empty if you choose a meeting.", Ask: askDate},
			{Name: "meeting", Label: "Or the meeting", Ask: askMeeting}, whyField, minuteField},
	},
	"signoff.seek_concurrence": {
		Link: "Ask for agreement to an urgent decision", Title: "Ask for agreement to an urgent decision",
		Lead:   "Those whose agreement the board’s rules ask for are told why it cannot wait. You can decide once they agree.",
		Button: "Ask for agreement", Done: "Agreement has been asked for.",
		Fields: []actField{{Name: "signoff", Ask: askGiven}, {Name: "seat", Ask: askGiven},
			{Name: "reason", Label: "Why it cannot wait for the board", Ask: askLong, Need: "Enter why it cannot wait for the board"}},
	},
	"signoff.concur": {
		Link: "Agree to an urgent decision", Title: "Agree to an urgent decision",
		Lead:   "You agree that whoever presides decides this in place of the board. The decision is then theirs, and the board must ratify it.",
		Button: "Agree", Done: "Your agreement is recorded.",
		Fields: []actField{{Name: "signoff", Ask: askGiven}, {Name: "seat", Ask: askGiven},
			{Name: "reason", Label: "Why you agree", Hint: "You need not say.", Ask: askLong}},
	},
	"signoff.decide_urgently": {
		Link: "Decide urgently, in place of the board", Title: "Decide urgently, in place of the board",
		Lead:   "This approves the case in place of the board, once only. It is provisional: no contract is made until the board ratifies it, and it falls if the board does not do so in time.",
		Button: "Decide urgently", Done: "The urgent decision is recorded. The board has been asked to ratify it.",
		Fields: []actField{{Name: "signoff", Ask: askGiven}, {Name: "seat", Ask: askGiven},
			{Name: "reason", Label: "Why it could not wait for the board", Hint: "It stands in the register of urgent decisions.", Ask: askLong, Need: "Enter why it could not wait for the board"},
			{Name: "conditions", Label: "Conditions", Hint: "Leave it empty if there are none.", Ask: askLong}},
	},
	"signoff.ratify": {
		Link: "Vote on whether the urgent decision stands", Title: "Vote on whether the urgent decision stands",
		Lead:   "The board ratifies by its own rule and quorum. If it does not, the case goes back to this gate.",
		Button: "Vote", Done: "Your vote is recorded.",
		Fields: []actField{{Name: "signoff", Ask: askGiven}, {Name: "gate", Ask: askGiven}, {Name: "seat", Ask: askGiven},
			{Name: "choice", Label: "Your vote", Ask: askChoice, Words: "ratify_choice", Need: "Select how you vote"},
			{Name: "reason", Label: "Reason", Hint: "You need not give one.", Ask: askLong}},
	},
	"signoff.cast": { // on a ratification; on an item it is given where the papers are
		Link: "Give the casting vote", Title: "Give the casting vote on whether the urgent decision stands",
		Lead:   "The votes are equal. Yours settles it, and may go against your own first vote.",
		Button: "Give the casting vote", Done: "Your casting vote is recorded.",
		Fields: []actField{{Name: "signoff", Ask: askGiven}, {Name: "gate", Ask: askGiven}, {Name: "seat", Ask: askGiven},
			{Name: "choice", Label: "Your casting vote", Ask: askChoice, Words: "ratify_choice", Need: "Select how you vote"},
			{Name: "reason", Label: "Reason", Hint: "You need not give one.", Ask: askLong}},
	},
	"signoff.declare_interest": { // likewise
		Link: "Declare an interest", Title: "Declare an interest in this item",
		Lead:   "A financial interest, or one in a provider concerned, means that you stand aside: you do not vote on whether the urgent decision stands.",
		Button: "Declare the interest", Done: "Your interest is declared.",
		Fields: []actField{{Name: "signoff", Ask: askGiven}, {Name: "gate", Ask: askGiven}, {Name: "seat", Ask: askGiven},
			{Name: "interest", Label: "What kind of interest it is", Ask: askInterest, Need: "Select what kind of interest it is"},
			{Name: "nature", Label: "What the interest is", Hint: "Only those who may see exempt papers see it.", Ask: askLong}},
	},
	"signoff.elect_presider": {
		Link: "Record who was elected to preside", Title: "Record who was elected to preside on this item",
		Lead:   "Chair and vice-chairs stand aside, or are not there. Whoever is elected presides on this item only.",
		Button: "Record the election", Done: "The election is recorded.",
		Fields: []actField{{Name: "signoff", Ask: askGiven}, {Name: "gate", Ask: askGiven},
			{Name: "seat", Label: "Who was elected", Ask: askElected, Need: "Select who was elected"},
			{Name: "meeting", Label: "The meeting from which they are absent", Hint: "Only where chair and vice-chairs could preside and are not in the room.", Ask: askMeetingNow},
			{Name: "minute", Label: "Minute", Hint: "For example, minute 7 of 4 December 2026.", Ask: askText, Need: "Enter the minute of the election"}},
	},
	"case.resume": {
		Link: "Take the decision up again", Title: "Take the decision up again",
		Lead:   "The case goes back to the gate, or to the unit where papers have gone out of date meanwhile.",
		Button: "Take it up again", Done: "The decision has been taken up again.",
	},
	"case.withdraw": {
		Link: "Withdraw the case", Title: "Withdraw the case",
		Lead:   "This ends the case. What organisations have offered is free again. It cannot be undone.",
		Button: "Withdraw the case", Done: "The case has been withdrawn.",
		Fields: []actField{whyField},
	},
	"case.migrate": {
		Link: "Move the case to a newer version of the workflow", Title: "Move the case to a newer version of the workflow",
		Lead:   "Papers, decisions and offers stay as they are. From here on the case is asked what the newer version asks.",
		Button: "Move the case", Done: "The case goes on under the newer version.",
		Fields: []actField{{Name: "version", Ask: askGiven},
			{Name: "approved_by", Label: "Who agreed to it", Hint: "The board or the officer.", Ask: askText, Need: "Enter who agreed to it"},
			{Name: "minute", Label: "Where that is written down", Ask: askText, Need: "Enter where that is written down"},
			{Name: "stage", Label: "Stage in which it goes on", Hint: "Only where the newer version calls the present stage otherwise. Use the short name that the workflow gives it.", Ask: askText}},
	},
	"case.suspend": {
		Link: "Suspend the case", Title: "Suspend the case",
		Lead:   "Nothing can be done on the case, and its deadlines stand still, until the suspension is lifted.",
		Button: "Suspend the case", Done: "The case is suspended.",
		Fields: []actField{{Name: "reason", Label: "Why", Hint: "For example, a legal challenge, an inspection or a direction.", Ask: askLong, Need: "Enter why"}},
	},
	"case.lift": {
		Link: "Lift the suspension", Title: "Lift the suspension",
		Lead:   "The case goes on where it was. Every deadline moves by the time that it stood still.",
		Button: "Lift the suspension", Done: "The suspension has been lifted.", Fields: []actField{whyField},
	},
	"case.raise_dispute": {
		Link: "Raise a dispute", Title: "Raise a dispute",
		Lead:   "The case stops, and its deadlines stand still, while the partners try to agree.",
		Button: "Raise the dispute", Done: "The dispute has been raised.",
		Fields: []actField{{Name: "seat", Ask: askGiven}, {Name: "organisation", Ask: askGiven},
			{Name: "against", Label: "Against whom", Hint: "Whoever is named must agree to what ends it, as you must.", Ask: askPartner},
			{Name: "reason", Label: "What is in dispute", Ask: askLong, Need: "Enter what is in dispute"}},
	},
	"case.agree_dispute": {
		Link: "Agree to end the dispute", Title: "Agree to end the dispute",
		Lead:   "The dispute ends once every party has agreed to the same, each for itself. Leave the first answer empty to agree to what another party has put forward.",
		Button: "Agree", Done: "What you agree to is recorded.",
		Fields: []actField{{Name: "seat", Ask: askGiven}, {Name: "organisation", Ask: askGiven},
			{Name: "agreement", Label: "What you agree to", Hint: "And where it is written down.", Ask: askLong},
			{Name: "terms_changed", Label: "What the case asks for is to change", Hint: "The gate must then be asked for again.", Ask: askYes}},
	},
	"case.resolve_dispute": {
		Link: "Record the agreement that ends the dispute", Title: "Record the agreement that ends the dispute",
		Lead:   "Where the parties of the dispute are named, each agrees for itself; only an arbitrator’s award is recorded here.",
		Button: "Record the agreement", Done: "The dispute is resolved.",
		Fields: []actField{
			{Name: "agreement", Label: "What was agreed", Hint: "And where it is written down.", Ask: askLong, Need: "Enter what was agreed"},
			{Name: "terms_changed", Label: "What the case asks for is to change", Hint: "The gate must then be asked for again.", Ask: askYes}},
	},
	"case.fail_dispute": {
		Link: "End the dispute without an agreement", Title: "End the dispute without an agreement",
		Lead:   "Every step has been tried. Either a partner leaves, and the case goes back to its planning without what that partner put in, or the sponsor withdraws the case.",
		Button: "End the dispute", Done: "The dispute has ended without an agreement.",
		Fields: []actField{
			{Name: "departing", Label: "Which partner leaves", Ask: askPartner},
			{Name: "withdraw", Label: "The sponsor withdraws the case", Hint: "This ends the case. It cannot be undone.", Ask: askYes},
			{Name: "reason", Label: "Why", Hint: "And where it is written down.", Ask: askLong, Need: "Enter why"}},
	},
	"commitment.withdraw": {
		Link: "Withdraw what we put in", Title: "Withdraw what your organisation puts in, or a part of it",
		Lead:   "Before a contract this is always possible, and has effect at once. Before you confirm, you see what it does to the plan. After a contract the agreed notice must be kept.",
		Button: "Withdraw it", Done: "It is withdrawn.",
		Fields: []actField{{Name: "seat", Ask: askGiven},
			{Name: "commitment", Label: "What is withdrawn", Ask: askOffered, Need: "Select what is withdrawn"},
			{Name: "amount_pence", Label: "How much of it, if not all the money", Hint: "For example, 5,000. All of it if you leave it empty.", Ask: askPounds},
			{Name: "fte_hundredths", Label: "How much of it, if not all the staff time", Hint: "In full-time posts, for example 0.2. All of it if you leave it empty.", Ask: askFTE},
			{Name: "effective_on", Label: "From which day, if there is a contract", Hint: "For example, 27 3 2028. The first day that the notice allows if you leave it empty. Leave it empty where there is no contract.", Ask: askDate},
			whyField,
			{Name: "minute", Label: "Minute of the organisation’s decision", Hint: "The proper officer must give one.", Ask: askText}},
	},
	"case.acknowledge_gap": {
		Link: "Acknowledge what is missing", Title: "Acknowledge what a withdrawal left short",
		Lead:   "The case goes on. That the board knows of it, and what is to become of it, stands in the record.",
		Button: "Acknowledge it", Done: "It is acknowledged.",
		Fields: []actField{{Name: "gap", Label: "What is missing", Ask: askGap, Need: "Select what is missing"},
			{Name: "note", Label: "What is to become of it", Ask: askLong, Need: "Enter what is to become of it"}, minuteField},
	},
	"case.begin_review": {
		Link: "Begin the review now", Title: "Begin the review now",
		Lead:   "The case goes to its review before the day that was set.",
		Button: "Begin the review", Done: "The review has begun.",
		Fields: []actField{{Name: "because", Label: "What calls for it", Ask: askChoice, Words: "because", Need: "Select what calls for it"}},
	},
	"case.renew": {
		Link: "Open a case to renew it", Title: "Open a case that renews an agreement or a contract",
		Lead:   "A new case begins with what this one knows, linked to it. This one goes on until what is renewed has ended. There is one such case at most.",
		Button: "Open the case", Done: "The case to renew it is open.",
		Fields: []actField{{Name: "of", Label: "What is renewed", Ask: askEnding},
			{Name: "reason", Label: "Why it is renewed now", Ask: askLong, Need: "Enter why it is renewed now"}},
	},
	"case.complete_exit": {
		Link: "Record that the exit is done", Title: "Record that the exit is done",
		Lead:   "This closes the case as decommissioned.",
		Button: "Close the case", Done: "The exit is recorded, and the case is closed.",
		Fields: []actField{{Name: "note", Label: "What was done", Hint: "That the exit plan is carried out, and where that is written down.", Ask: askLong, Need: "Enter what was done"}},
	},
	"risk.record": {
		Link: "Record a risk", Title: "Record a risk, or look at one again",
		Lead:   "A hazard or an opportunity, with the organisation that answers for it and the level that manages it. What you leave empty of a risk that is recorded already stays as it was.",
		Button: "Record it", Done: "The risk is recorded.",
		Fields: []actField{{Name: "risk", Label: "Which risk", Ask: askRisk},
			{Name: "title", Label: "The risk, in a sentence", Hint: "A new risk needs it.", Ask: askText},
			{Name: "kind", Label: "What it is", Ask: askChoice, Words: "risk_kind"},
			{Name: "owner", Label: "Organisation that answers for it", Ask: askOrg},
			{Name: "level", Label: "Level that manages it", Ask: askChoice, Words: "level"},
			{Name: "likelihood", Label: "How likely it is", Hint: "A number on the scale of the workflow, if it has one", Ask: askText},
			{Name: "impact", Label: "How much it would change", Hint: "Likewise a number", Ask: askText},
			{Name: "response", Label: "What is done about it", Ask: askLong},
			{Name: "review_on", Label: "By when it is looked at again", Hint: "For example, 27 3 2027", Ask: askDate},
			minuteField},
	},
	"risk.close": {
		Link: "Close a risk", Title: "Close a risk",
		Lead:   "It comes off the register, and is not changed any more.",
		Button: "Close the risk", Done: "The risk is closed.",
		Fields: []actField{{Name: "risk", Label: "Which risk", Ask: askRisk, Need: "Select the risk"},
			{Name: "note", Label: "What came of it", Hint: "And where it is written down.", Ask: askLong, Need: "Enter what came of it"},
			minuteField},
	},
	"undertaking.give": {
		Link: "Give an undertaking", Title: "Give an undertaking",
		Lead:   "A promise to do something that follows from a decision. Once its day has passed it comes before the executive level, and then before the strategic one.",
		Button: "Give the undertaking", Done: "The undertaking is recorded.",
		Fields: []actField{{Name: "seat", Ask: askGiven},
			{Name: "owner", Label: "Which organisation promises", Ask: askPartner, Need: "Select which organisation promises"},
			{Name: "what", Label: "What it will do", Ask: askLong, Need: "Enter what it will do"},
			{Name: "due_on", Label: "By which day", Hint: "For example, 27 3 2027.", Ask: askDate, Need: "Enter the day by which it will be done"},
			{Name: "person", Label: "Who sees to it", Hint: "If it is one person.", Ask: askPerson},
			{Name: "signoff", Label: "From which decision it arises", Ask: askDecided},
			minuteField},
	},
	"undertaking.keep": {
		Link: "Record that an undertaking is kept", Title: "Record that an undertaking is kept",
		Button: "Record it", Done: "The undertaking is kept.",
		Fields: []actField{{Name: "undertaking", Label: "Which undertaking", Ask: askPromise, Need: "Select the undertaking"},
			{Name: "note", Label: "What was done", Hint: "And where it is written down.", Ask: askLong, Need: "Enter what was done"},
			{Name: "kept_on", Label: "When", Hint: "For example, 27 3 2027. Today if you leave it empty.", Ask: askDate},
			minuteField},
	},
	"report_back.record": {
		Link: "Record that you have reported back", Title: "Record that you have reported back",
		Lead:   "Whoever speaks for the organisations that you represent is told what you write here.",
		Button: "Record it", Done: "Your report-back is recorded.",
		Fields: []actField{{Name: "report_back", Label: "On which decision", Ask: askReport, Need: "Select the decision"},
			{Name: "note", Label: "Whom you told, and how", Hint: "And where it is written down.", Ask: askLong, Need: "Enter whom you told, and how"},
			{Name: "reported_on", Label: "When", Hint: "For example, 27 3 2027. Today if you leave it empty.", Ask: askDate}},
	},
	"decision.call_in": {
		Link: "Call the decision in", Title: "Call the decision in",
		Lead:   "The organisation decides again before anything has effect. A decision can be called in once.",
		Button: "Call it in", Done: "The decision is called in. The organisation is asked to decide again.",
		Fields: []actField{{Name: "organisation", Ask: askGiven}, {Name: "body", Ask: askGiven},
			{Name: "requisition", Label: "The members who ask for it", Hint: "One on each line, by the name with which each signs in.", Ask: askLines, Need: "Enter the members who ask for it"},
			{Name: "reasons", Label: "Why it is to be decided again", Hint: "It stands in the record of the case.", Ask: askLong, Need: "Enter why it is to be decided again"}},
	},
	"decision.waive_call_in": {
		Link: "Waive call-in", Title: "Agree that the decision cannot be called in",
		Lead:   "You agree, as who chairs scrutiny, that the decision is urgent. It can then take effect without the time for call-in. The register of urgency says that you did, and why.",
		Button: "Agree", Done: "It is agreed: the decision cannot be called in.",
		Fields: []actField{{Name: "organisation", Ask: askGiven}, {Name: "body", Ask: askGiven},
			{Name: "reason", Label: "Why it cannot wait", Hint: "It stands in the register of urgency.", Ask: askLong, Need: "Enter why it cannot wait"}},
	},
	"consent.record": {
		Link: "Record the organisation’s own decision", Title: "Record the consent that the law asks for",
		Lead:   "The award waits for it. Record what the body itself has decided, with where that is written down.",
		Button: "Record the consent", Done: "The consent is recorded.",
		Fields: []actField{{Name: "organisation", Ask: askGiven},
			{Name: "minute", Label: "Minute or reference", Hint: "For example, letter of 4 December 2026.", Ask: askText, Need: "Enter the minute or reference"},
			{Name: "decided_on", Label: "Day of the decision", Hint: "For example, 27 3 2027. Today if you leave it empty.", Ask: askDate}},
	},
	"consent.decline": {
		Link: "Decline to put it in", Title: "Refuse the consent that the law asks for",
		Lead:   "The award cannot be made without it.",
		Button: "Refuse the consent", Done: "The refusal is recorded.",
		Fields: []actField{{Name: "organisation", Ask: askGiven}, whyField,
			{Name: "minute", Label: "Minute or reference", Ask: askText}},
	},
	"consent.withdraw": {
		Link: "Take a consent back", Title: "Take back the consent that the law asks for",
		Lead:   "The award then waits for it again.",
		Button: "Take it back", Done: "The consent is taken back.",
		Fields: []actField{{Name: "organisation", Ask: askGiven}, whyField},
	},
	"notice.publish": {
		Link: "Record a notice", Title: "Record that a notice was published",
		Lead: "An award notice starts the standstill, or moves its end. The notice of a key decision stands in the forward plan, and the decision " +
			"can be taken once it has run.",
		Button: "Record the notice", Done: "The notice is recorded.",
		Fields: []actField{{Name: "kind", Label: "Kind of notice", Ask: askChoice, Words: "notice", Need: "Select the kind of notice"},
			{Name: "reference", Label: "Its reference", Ask: askText},
			{Name: "published_on", Label: "Day of publication", Hint: "For example, 27 3 2027. Today if you leave it empty.", Ask: askDate},
			{Name: "organisation", Label: "Whose key decision it is", Hint: "Only for a notice about a key decision.", Ask: askOrg},
			{Name: "decision_on", Label: "Day on which it is to be decided", Hint: "Only for the notice of a key decision.", Ask: askDate},
			{Name: "told", Label: "Who of scrutiny was told", Hint: "Only for a general exception. One on each line, by the name with which each signs in.", Ask: askLines},
			{Name: "agreed_by", Label: "Who chairs scrutiny and agreed", Hint: "Only for special urgency. The name with which that person signs in.", Ask: askText},
			{Name: "reason", Label: "Why the full notice was impracticable", Hint: "Only for an exception.", Ask: askLong}},
	},
	"representation.receive": {
		Link: "Record a representation", Title: "Record a supplier’s representation",
		Lead:   "Under the Provider Selection Regime the standstill stays open until it is answered.",
		Button: "Record the representation", Done: "The representation is recorded.",
		Fields: []actField{{Name: "from", Label: "Who makes it", Ask: askText, Need: "Enter who makes it"},
			{Name: "received_at", Label: "When it was received", Hint: "For example, 27 3 2027 at 14:30. Now if you leave it empty.", Ask: askMoment}},
	},
	"representation.answer": {
		Link: "Answer a representation", Title: "Record the answer to a representation",
		Button: "Record the answer", Done: "The answer is recorded.",
		Fields: []actField{{Name: "representation", Label: "Which representation", Ask: askAnswered},
			{Name: "decision", Label: "The further decision", Ask: askLong, Need: "Enter the further decision"},
			{Name: "answered_at", Label: "When it was communicated", Hint: "For example, 27 3 2027 at 14:30. Now if you leave it empty.", Ask: askMoment}},
	},
	"contract.record": {
		Link: "Record the contract", Title: "Record the contract",
		Lead:   "The award is made with it. From here on the case is reviewed, and no longer withdrawn.",
		Button: "Record the contract", Done: "The contract is recorded.",
		Fields: []actField{{Name: "supplier", Label: "With whom", Ask: askText, Need: "Enter with whom"},
			{Name: "value_pence", Label: "Value over its whole life", Ask: askPounds, Need: "Enter the value"},
			{Name: "contract", Label: "Its reference", Hint: "It is numbered if you leave it empty.", Ask: askText},
			{Name: "signed_on", Label: "Day of signature", Hint: "For example, 27 3 2027. Today if you leave it empty.", Ask: askDate},
			{Name: "ends_on", Label: "When it ends", Hint: "For example, 26 3 2030", Ask: askDate},
			{Name: "notice_period", Label: "Notice before an organisation withdraws", Hint: "For example, P6M for six months or P20WD for twenty working days. As the partnership agreement says if you leave it empty.", Ask: askText},
			{Name: "accountable", Label: "Organisation legally answerable", Hint: "The sponsor unless you choose another.", Ask: askOrg}},
	},
	"delivery.record": {
		Link: "Record what was delivered", Title: "Record what was delivered of what was committed",
		Lead:   "In pounds or in full-time posts, against what was to be delivered by the day. Where the two differ by more than the partnership allows, whoever answers for it is told.",
		Button: "Record it", Done: "It is recorded.",
		Fields: []actField{{Name: "commitment", Label: "Of what", Ask: askOffered, Need: "Select of what"},
			{Name: "amount_pence", Label: "Delivered, if it is money", Ask: askPounds},
			{Name: "expected_pence", Label: "Expected by that day, if it is not all the money", Ask: askPounds},
			{Name: "fte_hundredths", Label: "Delivered, if it is staff time", Hint: "In full-time posts, for example 0.3", Ask: askFTE},
			{Name: "expected_fte_hundredths", Label: "Expected by that day, if it is not all the staff time", Hint: "In full-time posts, for example 0.5", Ask: askFTE},
			{Name: "until_on", Label: "By which day", Hint: "For example, 27 3 2028. Today if you leave it empty.", Ask: askDate},
			{Name: "note", Label: "Note", Hint: "For example, why it differs.", Ask: askLong}},
	},
	"spending.map": {
		Link: "Put what is spent on the map", Title: "Put what is spent on the map of resources",
		Lead:   "What an organisation spends a year on a tier of need: now, by the plan, or in the end. Where it cannot be told apart, an estimate is better than nothing, and is marked as one.",
		Button: "Put it on the map", Done: "It is on the map.",
		Fields: []actField{{Name: "organisation", Label: "Whose money", Ask: askOurs, Need: "Select whose money it is"},
			{Name: "tier", Label: "Tier of need", Ask: askChoice, Words: "tier", Need: "Select the tier of need"},
			{Name: "phase", Label: "When", Ask: askChoice, Words: "phase"},
			{Name: "amount_pence", Label: "Amount a year", Hint: "For example, 120,000. Leave it empty to take the line off the map.", Ask: askPounds},
			{Name: "basis", Label: "How sure is it?", Ask: askChoice, Words: "sure"},
			{Name: "service", Label: "Service", Hint: "You can leave it empty.", Ask: askText},
			{Name: "line", Label: "Name of the line", Hint: "If one organisation has several lines for a tier. Letters, digits and hyphens. You can leave it empty.", Ask: askText},
			{Name: "source", Label: "Where the figure is from, or how it was estimated", Ask: askText}},
	},
	"target.set": {
		Link: "Set a target", Title: "Set a target", Button: "Set the target", Done: "The target is set.",
		Fields: []actField{{Name: "target", Label: "Which target", Ask: askNewName},
			{Name: "indicator", Label: "What is measured", Hint: "For example, families helped within ten days, in per cent", Ask: askText, Need: "Enter what is measured"},
			{Name: "baseline", Label: "Where it stands now", Hint: "A number, if it is known", Ask: askText},
			{Name: "value", Label: "Where it is to be", Hint: "A number", Ask: askText, Need: "Enter where it is to be"},
			{Name: "direction", Label: "How it is meant", Ask: askChoice, Words: "direction"},
			{Name: "due_on", Label: "By when", Hint: "For example, 27 3 2027", Ask: askDate, Need: "Enter by when"},
			{Name: "owner", Label: "Organisation that answers for it", Ask: askOrg},
			{Name: "measure", Label: "What it is a target of", Ask: askChoice, Words: "measure"},
			{Name: "process", Label: "The process or service that it is about", Hint: "You can leave it empty.", Ask: askText}},
	},
	"measurement.record": {
		Link: "Record a measurement", Title: "Record a measurement", Button: "Record the measurement", Done: "The measurement is recorded.",
		Fields: []actField{{Name: "target", Label: "Which target", Ask: askTarget, Need: "Select the target"},
			{Name: "value", Label: "What was measured", Hint: "A number", Ask: askText, Need: "Enter what was measured"},
			{Name: "measured_on", Label: "Day of the measurement", Hint: "For example, 27 3 2027. Today if you leave it empty.", Ask: askDate},
			{Name: "verified", Label: "The figure has been verified", Hint: "A review needs verified figures.", Ask: askYes},
			{Name: "area", Label: "Area", Hint: "If the figure is not for the whole.", Ask: askArea}},
	},
	"signoff.dispense": {
		Link: "Grant a dispensation", Title: "Let a member who stands aside take part",
		Lead:   "As monitoring officer you may let the member take part and vote in spite of the interest.",
		Button: "Grant the dispensation", Done: "The dispensation is granted.",
		Fields: []actField{{Name: "signoff", Label: "On which decision", Ask: askSignOff, Need: "Select the decision"},
			{Name: "seat", Label: "Which seat", Ask: askSeat, Need: "Select the seat"}, whyField, {Name: "gate", Ask: askGiven}},
	},
	"signoff.withdraw_interest": {
		Link: "Take a declared interest back", Title: "Take a declared interest back",
		Lead:   "As monitoring officer you may correct a declaration that was made by mistake.",
		Button: "Take it back", Done: "The declared interest is taken back.",
		Fields: []actField{{Name: "signoff", Label: "On which decision", Ask: askSignOff, Need: "Select the decision"},
			{Name: "seat", Label: "Which seat", Ask: askSeat, Need: "Select the seat"}, whyField, {Name: "gate", Ask: askGiven}},
	},
	"signoff.close": {
		Link: "Close the voting", Title: "Close the voting",
		Lead:   "The board is then held to have decided on the votes given so far. There must be a quorum.",
		Button: "Close the voting", Done: "The voting is closed.",
		Fields: []actField{boardField, minuteField, {Name: "gate", Ask: askGiven}},
	},
}

// urgentAct reports whether an act is about an urgent decision or who presides: its form is of one seat on one sign-off.
func urgentAct(command string) bool {
	switch command {
	case "signoff.seek_concurrence", "signoff.concur", "signoff.decide_urgently", "signoff.ratify", "signoff.elect_presider":
		return true
	}
	return false
}
