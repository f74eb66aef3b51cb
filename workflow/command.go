package workflow

import (
	"slices"
	"time"

	"comity/events"
)

// Meta says who asks, when, and under which command id. Casework and register make it; the rules only read it.
type Meta struct {
	Command          string    // the command's id
	Name             string    // noun.verb
	Actor            string    // a person's id as the server vouches for it, or events.System
	Via              string    // who spoke for the actor, "" for the actor
	At               time.Time // UTC, whole milliseconds
	Administrator    bool      // the actor administers the installation
	ExpectedRevision int       // 0: whatever it is
}

// Command is one request to change something. Its Go type is named for it: signoff.vote is SignOffVote. Fields carry their
// JSON name, whether they are required, and a sentence, from which schemas, help and the reference are made.
type Command interface {
	// CommandName is noun.verb.
	CommandName() string
	// AggregateID is the id of the aggregate that the command changes; "" for a register, and for a new case that is to be
	// numbered by the engine.
	AggregateID() string
}

// Spec is what the registry knows of a command.
type Spec struct {
	Name    string
	Kind    events.Kind    // the kind of aggregate that it changes
	Summary string         // one sentence, imperative
	New     func() Command // an empty one, a pointer, to decode into
	Creates bool           // it begins the aggregate
	System  bool           // only the engine itself sends it
}

// Commands is the registry, in the order of DESIGN §4. Endpoints, help and the reference page are made from it.
var Commands = []Spec{
	spec[PartnershipPublish](events.KindRegister, "Publish a version of the governance document."),
	spec[PartnershipSucceed](events.KindRegister, "Record that organisations are replaced by others from a day."),
	spec[SuccessionCancel](events.KindRegister, "Take back a succession before its day."),
	system(spec[PartnershipTick](events.KindRegister, "Do what time has brought about in a partnership as a whole.")),
	spec[WorkflowPublish](events.KindRegister, "Publish a version of a workflow."),
	spec[MemberAppoint](events.KindRegister, "Appoint a person to a seat of the organisation."),
	spec[MemberConfirm](events.KindRegister, "Confirm the holders and deputies that the governance document proposes for the organisation's seats."),
	spec[MemberAcknowledgeCode](events.KindRegister, "Acknowledge the code of conduct for a seat."),
	spec[MemberRemove](events.KindRegister, "End a person's term in a seat."),
	spec[DeputyName](events.KindRegister, "Name a deputy for a seat."),
	spec[DeputyEnd](events.KindRegister, "End a deputy's time."),
	spec[MandateGrant](events.KindRegister, "Give a seat a mandate to commit the organisation's resources."),
	spec[MandateConfirm](events.KindRegister, "Confirm the mandates that the governance document proposes."),
	spec[MandateRevoke](events.KindRegister, "End a mandate."),
	spec[EngagementRecord](events.KindRegister, "Record a seminar, a briefing of chief executives or a visit to a full council, and whom it reached."),
	spec[FeedbackGive](events.KindRegister, "Pass on what an associate of a board says, to the board and to one body besides."),
	spec[LevelReportRecord](events.KindRegister, "Record a board's progress report to the boards above it."),
	spec[MeetingSchedule](events.KindRegister, "Call a meeting of a board."),
	spec[MeetingOpen](events.KindRegister, "Open a meeting."),
	spec[MeetingRecordAttendance](events.KindRegister, "Record who attends a meeting."),
	spec[MeetingClose](events.KindRegister, "Close a meeting."),
	spec[MeetingCancel](events.KindRegister, "Call a scheduled meeting off."),

	creating(spec[CaseCreate](events.KindCase, "Open a draft case.")),
	creating(spec[CaseAdopt](events.KindCase, "Open a case that is already under way, at the stage that it has reached.")),
	spec[CaseAmend](events.KindCase, "Change what a case says about itself."),
	spec[CaseSubmit](events.KindCase, "Submit a draft: the workflow version is pinned and the first stage begins."),
	spec[CaseAddEvidence](events.KindCase, "Add an item of evidence."),
	spec[CaseRemoveEvidence](events.KindCase, "Take an item of evidence away."),
	spec[CaseRequestGate](events.KindCase, "Ask for the decision at the end of the stage."),
	spec[CaseReturn](events.KindCase, "Record the board's resolution to return the case for more work."),
	spec[CaseDefer](events.KindCase, "Record the board's resolution to put the decision off."),
	spec[CaseResume](events.KindCase, "Take a deferred case up again."),
	spec[CaseWithdraw](events.KindCase, "Withdraw a case before award."),
	spec[CaseSuspend](events.KindCase, "Suspend a case and stop its clocks."),
	spec[CaseLift](events.KindCase, "Lift a suspension."),
	spec[CaseAcknowledgeGap](events.KindCase, "Acknowledge the gap that a withdrawal left, for the executive board."),
	spec[CaseMigrate](events.KindCase, "Move a case to another version of its workflow."),
	spec[CaseRaiseDispute](events.KindCase, "Raise a dispute."),
	spec[CaseAgreeDispute](events.KindCase, "Give a party's word for what ends a dispute."),
	spec[CaseResolveDispute](events.KindCase, "Record the agreement that ends a dispute."),
	spec[CaseFailDispute](events.KindCase, "End a dispute that no step has settled."),
	spec[CaseBeginReview](events.KindCase, "Bring a review forward."),
	spec[CaseCompleteExit](events.KindCase, "Close a decommissioned case once its exit plan is done."),
	spec[CaseRenew](events.KindCase, "Open a case that renews an agreement or a contract before it ends."),
	system(spec[CaseTick](events.KindCase, "Do what time has brought about.")),

	spec[CommitmentOffer](events.KindCase, "Offer what an organisation puts in."),
	spec[CommitmentChange](events.KindCase, "Change an offered commitment."),
	spec[CommitmentWithdraw](events.KindCase, "Withdraw a commitment."),
	spec[ConsentConfirm](events.KindCase, "Confirm an organisation's commitments from a seat, within its mandate."),
	spec[ConsentRecord](events.KindCase, "Record the organisation's own decision to commit, with its minute."),
	spec[ConsentDecline](events.KindCase, "Decline to commit."),
	spec[ConsentWithdraw](events.KindCase, "Take a confirmation back before its gate has passed."),

	spec[PoolCreate](events.KindCase, "Set up a pooled fund for a case."),
	spec[PoolAgree](events.KindCase, "Record the written agreement of a pooled fund, or another version of it."),
	spec[PoolContribute](events.KindCase, "Record a payment into a pooled fund."),
	spec[PoolSpend](events.KindPool, "Record a payment from a pooled fund, as its manager."),
	spec[PoolLeave](events.KindCase, "Leave a pooled fund, as one of its parties."),
	spec[PoolClose](events.KindCase, "Reconcile and close a pooled fund."),

	spec[SignOffVote](events.KindCase, "Cast a seat's vote on an open sign-off."),
	spec[SignOffRecordVote](events.KindCase, "Record a vote taken in the room, as the board's secretary."),
	spec[SignOffCast](events.KindCase, "Cast the casting vote of the person presiding."),
	spec[SignOffSeekConcurrence](events.KindCase, "Ask those named for it to concur in an urgent decision, as the person presiding."),
	spec[SignOffConcur](events.KindCase, "Concur in an urgent decision."),
	spec[SignOffDecideUrgently](events.KindCase, "Decide urgently in place of the board, as the person presiding, until it ratifies."),
	spec[SignOffRatify](events.KindCase, "Cast a seat's vote on whether an urgent decision stands."),
	spec[SignOffElectPresider](events.KindCase, "Record which seat the board elected to preside on an item, as its secretary."),
	spec[SignOffDeclareInterest](events.KindCase, "Declare an interest in an item."),
	spec[SignOffWithdrawInterest](events.KindCase, "Take a declaration of interest back, as the monitoring officer."),
	spec[SignOffDispense](events.KindCase, "Grant a dispensation, as the monitoring officer."),
	spec[SignOffClose](events.KindCase, "Close the voting on a quorate sign-off, as the person presiding or the secretary."),
	spec[SignOffCertify](events.KindCase, "Certify as the named officer."),

	spec[DecisionCallIn](events.KindCase, "Call in an organisation's published decision, for a scrutiny body."),
	spec[DecisionWaiveCallIn](events.KindCase, "Agree that a decision to come is urgent and cannot be called in, as who chairs scrutiny."),

	spec[NoticePublish](events.KindCase, "Record that a notice was published: of a procurement, or of a key decision."),
	spec[RepresentationReceive](events.KindCase, "Record a supplier's representation in a standstill."),
	spec[RepresentationAnswer](events.KindCase, "Record the further decision on representations."),
	spec[ContractRecord](events.KindCase, "Record the contract: the award is made."),
	spec[DeliveryRecord](events.KindCase, "Record what of a commitment was delivered."),
	spec[SpendingMap](events.KindCase, "Put what is spent on the map of resources."),
	spec[TargetSet](events.KindCase, "Set a target."),
	spec[MeasurementRecord](events.KindCase, "Record a measurement against a target."),
	spec[RiskRecord](events.KindCase, "Record a risk of the case, or how one of its register is seen now."),
	spec[RiskClose](events.KindCase, "Take a risk off the register, with what came of it."),
	spec[UndertakingGive](events.KindCase, "Give an undertaking: a promise to act that arises from a decision."),
	spec[UndertakingKeep](events.KindCase, "Close an undertaking with what was done."),
	spec[ReportBackRecord](events.KindCase, "Record that a seat's holder has reported back to those for whom it speaks."),
}

func spec[C any, P interface {
	*C
	Command
}](kind events.Kind, summary string) Spec {
	return Spec{Name: P(new(C)).CommandName(), Kind: kind, Summary: summary, New: func() Command { return P(new(C)) }}
}

func creating(s Spec) Spec { s.Creates = true; return s }
func system(s Spec) Spec   { s.System = true; return s }

// Find returns the registry's entry for noun.verb.
func Find(name string) (Spec, bool) {
	i := slices.IndexFunc(Commands, func(s Spec) bool { return s.Name == name })
	if i < 0 {
		return Spec{}, false
	}
	return Commands[i], true
}
