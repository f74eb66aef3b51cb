package workflow

import (
	"fmt"
	"slices"
	"strings"
)

// Code names a refusal for machines. Codes are stable; DESIGN §4 lists them.
type Code string

// The codes, in the order in which one of several is the refusal's own.
const (
	Malformed        Code = "malformed"
	TooLarge         Code = "too_large"
	NotAuthenticated Code = "not_authenticated"
	NotPermitted     Code = "not_permitted"
	NotFound         Code = "not_found"
	CommandIDReused  Code = "command_id_reused"
	StaleRevision    Code = "stale_revision"

	CastingVoteNotAllowed Code = "casting_vote_not_allowed"
	UrgentNotApplicable   Code = "urgent_not_applicable"
	UrgentAlreadyUsed     Code = "urgent_already_used"
	NonDelegable          Code = "non_delegable"

	DelegationExceeded  Code = "delegation_exceeded"
	AgreementIncomplete Code = "agreement_incomplete"
	CodeNotAcknowledged Code = "code_not_acknowledged"

	WrongStage Code = "wrong_stage"

	SignOffVoid    Code = "signoff_void"
	SignOffClosed  Code = "signoff_closed"
	SignOffNotOpen Code = "signoff_not_open"

	NotAuthorisedToDispense       Code = "not_authorised_to_dispense"
	NotSeatHolder                 Code = "not_seat_holder"
	SeatNotInForce                Code = "seat_not_in_force"
	DeputyNotInForce              Code = "deputy_not_in_force"
	MandateNotExercisableByDeputy Code = "mandate_not_exercisable_by_deputy"
	NoMandateFromOrganisation     Code = "no_mandate_from_organisation"
	OrganisationDecisionRequired  Code = "organisation_decision_required"
	SeatRecused                   Code = "seat_recused"
	SeatAlreadyVoted              Code = "seat_already_voted"
	PersonAlreadyUsed             Code = "person_already_used"
	NotPresiding                  Code = "not_presiding"
	SignOffInquorate              Code = "signoff_inquorate"
	HoldActive                    Code = "hold_active"
	EvidenceMissing               Code = "evidence_missing"
	MandateExceeded               Code = "mandate_exceeded"
	UrgentLimitExceeded           Code = "urgent_limit_exceeded"
	ConcurrenceMissing            Code = "concurrence_missing"
	NoticeTooShort                Code = "notice_too_short"
	NoticePeriodNotMet            Code = "notice_period_not_met"
	CallInWindowClosed            Code = "call_in_window_closed"
	NotEntitledToCallIn           Code = "not_entitled_to_call_in"
	CallInRequisitionInvalid      Code = "call_in_requisition_invalid"
	DefinitionInvalid             Code = "definition_invalid"
	MigrationNotAllowedAtGate     Code = "migration_not_allowed_at_gate"
	StageMappingRequired          Code = "stage_mapping_required"
	VersionExists                 Code = "version_exists"
	TooManyRequests               Code = "too_many_requests"
	Unavailable                   Code = "unavailable"
	OutcomeUnknown                Code = "outcome_unknown"

	PoolPartnerIneligible           Code = "pool_partner_ineligible"
	PoolHostNotLegalEntity          Code = "pool_host_not_legal_entity"
	PoolBasisRequiresNHSBody        Code = "pool_basis_requires_nhs_body"
	PoolBasisRequiresLocalAuthority Code = "pool_basis_requires_local_authority"
	PoolAgreementIncomplete         Code = "pool_agreement_incomplete"
	PoolBalanceExceeded             Code = "pool_balance_exceeded"
	AgreementExpired                Code = "agreement_expired"
	BeneficiaryConsentMissing       Code = "beneficiary_consent_missing"
)

// codes holds, in rank order, every code with its HTTP status and what it means.
var codes = []struct {
	Code    Code
	Status  int
	Meaning string
}{
	{TooLarge, 413, "The message is larger than is taken."},
	{Malformed, 400, "A field is missing, unknown or not of its form."},
	{NotAuthenticated, 401, "Who asks is not known."},
	{NotPermitted, 403, "Who asks may not do this here."},
	{NotFound, 404, "What is named does not exist."},
	{CommandIDReused, 422, "The command id was used before for another command."},
	{StaleRevision, 412, "The case has changed since the revision that the command expects."},
	{CastingVoteNotAllowed, 409, "The board's rule gives no casting vote."},
	{UrgentNotApplicable, 422, "The board's document knows no urgent decisions, or the sign-off is not a board's."},
	{UrgentAlreadyUsed, 409, "There was an urgent decision on the sign-off before; there is one at most."},
	{NonDelegable, 403, "The act may not be done by a deputy, or for the board by one person."},
	{DelegationExceeded, 422, "The case is worth more than the board decides; a board of a higher level is asked."},
	{AgreementIncomplete, 422, "The partnership agreement does not cover what this needs."},
	{WrongStage, 409, "The case is not where this can be done."},
	{SignOffVoid, 409, "The sign-off is void."},
	{SignOffClosed, 409, "The sign-off is finished."},
	{SignOffNotOpen, 409, "The sign-off waits for others and is not open yet."},
	{CallInWindowClosed, 409, "The decision may no longer be called in."},
	{NotEntitledToCallIn, 403, "Only a scrutiny body of the organisation whose decision it is calls it in."},
	{NotAuthorisedToDispense, 403, "Only the monitoring officer grants a dispensation."},
	{NotSeatHolder, 403, "The person neither holds the seat nor deputises for it."},
	{SeatNotInForce, 403, "The term of the person in this seat is not running."},
	{DeputyNotInForce, 403, "The person's time as deputy for this seat is not running."},
	{MandateNotExercisableByDeputy, 403, "The mandate may be used by the seat's holder only."},
	{NoMandateFromOrganisation, 403, "The organisation has given this seat no mandate in force."},
	{OrganisationDecisionRequired, 422, "The organisation must decide this itself."},
	{CodeNotAcknowledged, 403, "The person has not acknowledged the code of conduct for this seat."},
	{SeatRecused, 403, "The seat stands aside on this item because of an interest."},
	{SeatAlreadyVoted, 409, "The seat has voted on this sign-off."},
	{PersonAlreadyUsed, 409, "The person has voted on this sign-off for another seat."},
	{NotPresiding, 403, "The seat does not preside on this item."},
	{SignOffInquorate, 409, "The sign-off has no quorum."},
	{HoldActive, 409, "A hold stands."},
	{EvidenceMissing, 422, "Evidence is missing, out of date or does not meet its rules."},
	{MandateExceeded, 422, "The commitment exceeds the seat's mandate."},
	{UrgentLimitExceeded, 422, "The case is worth more than may be decided urgently."},
	{ConcurrenceMissing, 422, "A person whose concurrence the urgent decision needs has not concurred."},
	{PoolPartnerIneligible, 422, "An organisation may not contribute to this pool under its legal basis."},
	{PoolHostNotLegalEntity, 422, "The host of a pool must be an organisation that is a legal person."},
	{PoolBasisRequiresNHSBody, 422, "The legal basis of the pool asks for an NHS body among the contributors."},
	{PoolBasisRequiresLocalAuthority, 422, "The legal basis of the pool asks for a council among the contributors."},
	{PoolAgreementIncomplete, 422, "The written agreement of the pool does not specify everything that it must."},
	{PoolBalanceExceeded, 422, "More would be spent than is in the pool."},
	{AgreementExpired, 409, "The agreement under which it would be done has ended."},
	{BeneficiaryConsentMissing, 422, "What is put in is for another organisation's area, and who contributes has not said that it agrees to that."},
	{CallInRequisitionInvalid, 422, "Too few members of the scrutiny body ask for the call-in."},
	{NoticeTooShort, 422, "The notice is shorter than the rule asks."},
	{NoticePeriodNotMet, 422, "The withdrawal would take effect before the notice that the agreement asks for is over."},
	{DefinitionInvalid, 422, "The document has mistakes."},
	{MigrationNotAllowedAtGate, 409, "The case is at a gate, and stays with its version of the workflow until that is behind it."},
	{StageMappingRequired, 422, "The new version of the workflow has no such stage, and it is not said in which the case goes on."},
	{VersionExists, 409, "This version was published with other content."},
	{TooManyRequests, 429, "Too many requests; try again later."},
	{Unavailable, 503, "Something that is needed does not answer; try again."},
	{OutcomeUnknown, 503, "Whether the command was carried out is not known; ask again with the same id."},
}

// rank is the place of a code in the order of DESIGN §4.
func (c Code) rank() int {
	for i, known := range codes {
		if known.Code == c {
			return i
		}
	}
	return len(codes)
}

// order is the rank among the problems of one command. The shape of a command is checked before any rule sees it, so what a
// rule finds malformed is its content, and comes last, unless the rule says otherwise.
func (p Problem) order() int {
	if p.Code == Malformed && !p.shape {
		return len(codes)
	}
	return p.Code.rank()
}

// denies reports whether the code says that the person may not act here at all.
func (c Code) denies() bool {
	switch c {
	case NotAuthenticated, NotPermitted, NotSeatHolder, NotAuthorisedToDispense, NoMandateFromOrganisation, NotEntitledToCallIn:
		return true
	}
	return false
}

// content reports whether the code speaks of what a command says, not of who says it or where the case stands.
func (c Code) content() bool {
	switch c {
	case Malformed, NotFound, EvidenceMissing, MandateExceeded, NoticeTooShort, NoticePeriodNotMet, CallInRequisitionInvalid,
		UrgentLimitExceeded, ConcurrenceMissing, PoolPartnerIneligible, PoolHostNotLegalEntity, PoolBasisRequiresNHSBody,
		PoolBasisRequiresLocalAuthority, PoolAgreementIncomplete, PoolBalanceExceeded, BeneficiaryConsentMissing:
		return true
	}
	return false
}

// Status is the HTTP status that goes with the code.
func (c Code) Status() int {
	if r := c.rank(); r < len(codes) {
		return codes[r].Status
	}
	return 500
}

// Meaning says in a sentence when the code is given.
func (c Code) Meaning() string {
	if r := c.rank(); r < len(codes) {
		return codes[r].Meaning
	}
	return ""
}

// Codes lists every code in rank order.
func Codes() []Code {
	out := make([]Code, len(codes))
	for i, c := range codes {
		out[i] = c.Code
	}
	return out
}

// Problem is one reason why a command was refused.
type Problem struct {
	Code    Code           `json:"code"`
	Message string         `json:"message"`          // a sentence for the person
	Clause  string         `json:"clause,omitempty"` // the rule, as the document or DOMAIN names it
	About   string         `json:"about,omitempty"`  // what it concerns: an evidence type, a seat, a field
	Facts   map[string]any `json:"facts,omitempty"`  // figures and names, for machines

	shape bool // found malformed by a rule, and still its shape: a field that must be there
}

// Refusal is the answer no: a code, a sentence, the clause, and all the problems, not the first. It appends nothing and is
// never an error of ours. Its code is that of the problem that comes first in the order of DESIGN §4.
type Refusal struct {
	Code    Code      `json:"code"`
	Status  int       `json:"status"`
	Message string    `json:"message"`
	Clause  string    `json:"clause,omitempty"`
	Details []Problem `json:"details"`
}

// Error implements error, so that a refusal travels where errors do.
func (r *Refusal) Error() string { return string(r.Code) + ": " + r.Message }

// About lists what each problem concerns, in order.
func (r *Refusal) About() []string {
	out := make([]string, 0, len(r.Details))
	for _, p := range r.Details {
		out = append(out, p.About)
	}
	return out
}

// Has reports whether code is among the problems.
func (r *Refusal) Has(code Code) bool {
	return slices.ContainsFunc(r.Details, func(p Problem) bool { return p.Code == code })
}

// Refuse makes a refusal of one or several problems; nil when there are none.
func Refuse(problems ...Problem) *Refusal {
	if len(problems) == 0 {
		return nil
	}
	slices.SortStableFunc(problems, func(a, b Problem) int { return a.order() - b.order() })
	first := problems[0]
	if first.Code.denies() { // whoever may not act learns nothing of the content
		problems = slices.DeleteFunc(problems, func(p Problem) bool { return p.Code.content() })
	}
	message := first.Message
	if len(problems) > 1 {
		parts := make([]string, len(problems))
		for i, p := range problems {
			parts[i] = p.Message
		}
		message = strings.Join(slices.Compact(parts), " ")
	}
	return &Refusal{Code: first.Code, Status: first.Code.Status(), Message: message, Clause: first.Clause, Details: problems}
}

// given lists those of the problems that there are, nil being none.
func given(problems ...*Problem) []Problem {
	var out []Problem
	for _, p := range problems {
		if p != nil {
			out = append(out, *p)
		}
	}
	return out
}

// problem makes a Problem with a formatted sentence.
func problem(code Code, format string, args ...any) Problem {
	return Problem{Code: code, Message: fmt.Sprintf(format, args...)}
}

func (p Problem) about(what string) Problem { p.About = what; return p }

func (p Problem) under(format string, args ...any) Problem {
	p.Clause = fmt.Sprintf(format, args...)
	return p
}

func (p Problem) asShape() Problem { p.shape = true; return p }

func (p Problem) with(facts map[string]any) Problem { p.Facts = facts; return p }
