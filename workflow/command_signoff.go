package workflow

import "comity/workflow/calendar"

// SignOffVote casts one seat's vote on an open sign-off.
//
// Yields SignOffVoteCast; then SignOffDecided, or SignOffTied, once the result is arithmetically certain and the meeting
// quorate, and what follows from it at the gate. All of it is one record.
// Refusals: signoff_not_open, signoff_closed, signoff_void, signoff_inquorate, not_seat_holder, seat_not_in_force,
// deputy_not_in_force, seat_recused, seat_already_voted, person_already_used, not_permitted (segregation of duties).
// Source: DOMAIN §2.2, F39 (one person, one vote), F34.
type SignOffVote struct {
	Case       string `json:"case" required:"true" doc:"The case."`
	SignOff    string `json:"signoff" required:"true" doc:"The sign-off: the board's id, as the case shows it."`
	Seat       string `json:"seat" required:"true" doc:"The seat that votes."`
	Choice     string `json:"choice" required:"true" enum:"approve,refuse,abstain" doc:"approve, refuse or abstain."`
	Reason     string `json:"reason,omitempty" doc:"Why."`
	Conditions string `json:"conditions,omitempty" doc:"Conditions of an approval."`
	Snapshot   string `json:"snapshot,omitempty" doc:"The digest of what was shown; refused if it has changed."`
}

// SignOffRecordVote records a vote taken in the room, by the board's secretary, where the board's document allows it.
//
// Yields what SignOffVote yields, marked as recorded. Refusals: as SignOffVote, not_permitted. Source: DOMAIN §2.2 (the meeting).
type SignOffRecordVote struct {
	Case       string `json:"case" required:"true" doc:"The case."`
	SignOff    string `json:"signoff" required:"true" doc:"The sign-off."`
	Gate       string `json:"gate,omitempty" doc:"Its gate, for one that waits for ratification."`
	Seat       string `json:"seat" required:"true" doc:"The seat that voted."`
	Person     string `json:"person,omitempty" doc:"Who voted for it; its holder unless said otherwise."`
	Choice     string `json:"choice" required:"true" enum:"approve,refuse,abstain" doc:"approve, refuse or abstain."`
	Reason     string `json:"reason,omitempty" doc:"Why."`
	Conditions string `json:"conditions,omitempty" doc:"Conditions of an approval."`
	Meeting    string `json:"meeting" required:"true" doc:"The meeting, open, at which the vote was taken."`
	Minute     string `json:"minute" required:"true" doc:"The minute."`
}

// SignOffCast casts the casting vote on a tied sign-off; it may go against the person's own vote.
//
// Yields SignOffCastingVoteCast, SignOffDecided. Refusals: casting_vote_not_allowed, signoff_closed, signoff_not_open (not
// tied), not_seat_holder, seat_recused, not_presiding. Source: DOMAIN §2.2, LGA 1972 Sch 12 para 39.
type SignOffCast struct {
	Case    string `json:"case" required:"true" doc:"The case."`
	SignOff string `json:"signoff" required:"true" doc:"The tied sign-off."`
	Gate    string `json:"gate,omitempty" doc:"Its gate, for one that waits for ratification."`
	Seat    string `json:"seat" required:"true" doc:"The seat that presides."`
	Choice  string `json:"choice" required:"true" enum:"approve,refuse" doc:"approve or refuse."`
	Reason  string `json:"reason,omitempty" doc:"Why."`
}

// SignOffDeclareInterest records an interest. A recusing one strikes the seat's vote and changes quorum and presiding.
//
// Yields SignOffInterestDeclared; SignOffQuorumLost where the quorum goes. Refusals: signoff_closed, signoff_void,
// not_seat_holder, seat_not_in_force, deputy_not_in_force. Source: DOMAIN §0.9, §2.2, F110.
type SignOffDeclareInterest struct {
	Case     string `json:"case" required:"true" doc:"The case."`
	SignOff  string `json:"signoff" required:"true" doc:"The sign-off."`
	Gate     string `json:"gate,omitempty" doc:"Its gate, for one that waits for ratification."`
	Seat     string `json:"seat" required:"true" doc:"The seat."`
	Interest string `json:"interest" required:"true" doc:"pecuniary, provider, or another type."`
	Nature   string `json:"nature,omitempty" doc:"What the interest is."`
}

// SignOffWithdrawInterest takes a declaration back, as the monitoring officer. Yields SignOffInterestWithdrawn.
// Refusals: not_authorised_to_dispense, not_found, signoff_closed. Source: DOMAIN §2.2.
type SignOffWithdrawInterest struct {
	Case    string `json:"case" required:"true" doc:"The case."`
	SignOff string `json:"signoff" required:"true" doc:"The sign-off."`
	Gate    string `json:"gate,omitempty" doc:"Its gate, for one that waits for ratification."`
	Seat    string `json:"seat" required:"true" doc:"The seat."`
	Reason  string `json:"reason" required:"true" doc:"Why."`
}

// SignOffDispense lets a recused seat take part, as the monitoring officer of the seat's organisation, or of the lead
// authority where it names none.
//
// Yields SignOffDispensed; SignOffQuorumRestored where the quorum comes back. Refusals: not_authorised_to_dispense,
// not_found (no recusal), signoff_closed. Source: DOMAIN §2.2, s.33 Localism Act 2011.
type SignOffDispense struct {
	Case    string `json:"case" required:"true" doc:"The case."`
	SignOff string `json:"signoff" required:"true" doc:"The sign-off."`
	Gate    string `json:"gate,omitempty" doc:"Its gate, for one that waits for ratification."`
	Seat    string `json:"seat" required:"true" doc:"The recused seat."`
	Reason  string `json:"reason" required:"true" doc:"Why."`
}

// SignOffClose ends the voting on a quorate sign-off; it is decided on the votes cast.
//
// Yields SignOffDecided or SignOffTied. Refusals: not_permitted, signoff_*, signoff_inquorate. Source: DOMAIN §2.2.
type SignOffClose struct {
	Case    string `json:"case" required:"true" doc:"The case."`
	SignOff string `json:"signoff" required:"true" doc:"The sign-off."`
	Gate    string `json:"gate,omitempty" doc:"Its gate, for one that waits for ratification."`
	Minute  string `json:"minute,omitempty" doc:"The minute; the secretary must cite one."`
}

// SignOffCertify is the act of a named officer. It is never done by anybody else where it is not delegable.
//
// Yields SignOffCertified, SignOffDecided. Refusals: non_delegable, signoff_*, not_permitted (segregation of duties).
// Source: DOMAIN §2.3, F114, F117.
type SignOffCertify struct {
	Case    string `json:"case" required:"true" doc:"The case."`
	SignOff string `json:"signoff" required:"true" doc:"The sign-off."`
	Choice  string `json:"choice,omitempty" enum:"approve,refuse" doc:"approve unless said otherwise."`
	Reason  string `json:"reason,omitempty" doc:"Why."`
}

// CommitmentOffer records what an organisation puts in, by its own people or by the case's unit; it binds nobody until the
// organisation's consent.
//
// Yields CommitmentOffered; at a gate also what CaseAmend yields. Refusals: not_permitted, not_found, wrong_stage,
// pool_partner_ineligible (not a party to the pool), malformed.
// Source: DOMAIN §1 (ResourceCommitment), F60, F71.
type CommitmentOffer struct {
	Case          string `json:"case" required:"true" doc:"The case."`
	Organisation  string `json:"organisation" required:"true" doc:"The organisation."`
	Commitment    string `json:"commitment,omitempty" doc:"A name for it; the organisation and a number unless said otherwise."`
	Kind          string `json:"kind,omitempty" enum:"money,staff_time,building,equipment,access_to_services" doc:"Kind of resource; money unless said otherwise."`
	Mode          string `json:"mode,omitempty" enum:"aligned,pooled" doc:"aligned, or pooled in a fund; aligned unless a pool is named."`
	Pool          string `json:"pool,omitempty" doc:"The pooled fund that it goes into, where it is pooled."`
	AmountPence   int64  `json:"amount_pence,omitempty" minimum:"0" doc:"The money."`
	FTEHundredths int64  `json:"fte_hundredths,omitempty" minimum:"0" doc:"The staff time."`
	Description   string `json:"description,omitempty" doc:"What building, equipment or access."`
	Service       string `json:"service,omitempty" doc:"The service it is for."`
	Basis         string `json:"basis,omitempty" enum:"actual,estimated" doc:"actual unless said otherwise."`
	Essential     bool   `json:"essential,omitempty" doc:"Whether the plan fails without it."`
	NoticePeriod  string `json:"notice_period,omitempty" doc:"The notice, as P6M or P20WD, that a withdrawal has to keep once there is a contract; that of the contract, else of the partnership agreement, unless said otherwise."`

	Form        string          `json:"form,omitempty" enum:"meeting_time,secondment,co_location,joint_post" doc:"Of staff time, in which form."`
	SharedWith  []PostShareLine `json:"shared_with,omitempty" doc:"Of a joint post: the others that bear it. Each offers its own share, and is asked for its own consent."`
	Ledger      string          `json:"ledger,omitempty" doc:"Of aligned money: the reference in the organisation's own ledger, where it stays."`
	Beneficiary string          `json:"beneficiary,omitempty" doc:"The organisation for whose area it is spent, where that is another's. Its own consent then has to say that it agrees."`

	Funding           string        `json:"funding,omitempty" doc:"The grant or other funding stream from which it comes."`
	FundingConditions string        `json:"funding_conditions,omitempty" doc:"The conditions on which that was given."`
	FundingEndsOn     calendar.Date `json:"funding_ends_on,omitzero" doc:"The last day of that. People are warned in time; where it ends before the plan, that is said at the gate and refuses nothing."`
}

// PostShareLine is the share of a joint post that another organisation bears.
type PostShareLine struct {
	Organisation string `json:"organisation" required:"true" doc:"The organisation."`
	Pct          int    `json:"pct" required:"true" minimum:"1" maximum:"99" doc:"Its share of the post in per cent."`
}

// CommitmentChange replaces an offered commitment's terms; its consent is asked again. With a pool it turns what was aligned into
// what is pooled: the pool has its written agreement first, and what was confirmed before stays in the record (F70).
//
// Yields CommitmentChanged; at a gate also what CaseAmend yields. Refusals: as CommitmentOffer, pool_agreement_incomplete.
type CommitmentChange struct {
	Case          string  `json:"case" required:"true" doc:"The case."`
	Commitment    string  `json:"commitment" required:"true" doc:"The commitment."`
	Mode          *string `json:"mode,omitempty" enum:"aligned,pooled" doc:"aligned, or pooled in a fund."`
	Pool          *string `json:"pool,omitempty" doc:"The pooled fund that it goes into; with it the mode is pooled."`
	AmountPence   *int64  `json:"amount_pence,omitempty" minimum:"0" doc:"The money."`
	FTEHundredths *int64  `json:"fte_hundredths,omitempty" minimum:"0" doc:"The staff time."`
	Description   *string `json:"description,omitempty" doc:"What building, equipment or access."`
	Service       *string `json:"service,omitempty" doc:"The service it is for."`
	Essential     *bool   `json:"essential,omitempty" doc:"Whether the plan fails without it."`
	NoticePeriod  *string `json:"notice_period,omitempty" doc:"The notice that a withdrawal has to keep once there is a contract."`
	Form          *string `json:"form,omitempty" enum:"meeting_time,secondment,co_location" doc:"Of staff time, in which form."`
	Ledger        *string `json:"ledger,omitempty" doc:"Of aligned money: the reference in the organisation's own ledger."`
	Beneficiary   *string `json:"beneficiary,omitempty" doc:"The organisation for whose area it is spent; empty for its own."`

	Funding           *string        `json:"funding,omitempty" doc:"The grant or other funding stream from which it comes."`
	FundingConditions *string        `json:"funding_conditions,omitempty" doc:"The conditions on which that was given."`
	FundingEndsOn     *calendar.Date `json:"funding_ends_on,omitempty" doc:"The last day of that; none, or an empty text, takes it away."`
}

// CommitmentWithdraw takes a commitment itself back, or a part of it: from a seat with the organisation's mandate, or by its proper officer with the
// minute. Before a contract it is never refused for its consequences: beyond the tolerance, or where the commitment is essential, the
// case goes back to its plan; within the tolerance the case goes on, and the executive board is to acknowledge the gap. After a contract
// the notice is kept, the gap is recorded, and the review is no later than the day on which the withdrawal takes effect.
//
// Yields CommitmentWithdrawn; then GapOpened, or SignOffVoided, GateVoided, HoldReleased, GateInvalidated, CaseStageEntered and
// HoldPlaced; after a contract GapOpened and CaseReviewDue. Refusals: not_permitted, not_seat_holder, seat_not_in_force,
// no_mandate_from_organisation, mandate_not_exercisable_by_deputy, mandate_exceeded (act), not_found, wrong_stage,
// notice_period_not_met, malformed. Source: DOMAIN §0.11, §2.1 rows 18 to 21, decision 0015.
type CommitmentWithdraw struct {
	Case          string        `json:"case" required:"true" doc:"The case."`
	Commitment    string        `json:"commitment" required:"true" doc:"The commitment."`
	Seat          string        `json:"seat,omitempty" doc:"The seat that withdraws it; none for the proper officer."`
	Reason        string        `json:"reason" required:"true" doc:"Why."`
	Minute        string        `json:"minute,omitempty" doc:"The minute of the organisation's own decision; the proper officer must cite one."`
	AmountPence   *int64        `json:"amount_pence,omitempty" minimum:"1" doc:"A part of the money; all of it unless said otherwise."`
	FTEHundredths *int64        `json:"fte_hundredths,omitempty" minimum:"1" doc:"A part of the staff time; likewise."`
	EffectiveOn   calendar.Date `json:"effective_on,omitzero" doc:"After a contract the day from which it stands no more; the first that the notice allows unless said otherwise."`
}

// CaseAcknowledgeGap records that a board knows of a gap that a withdrawal left, by the person presiding, or by the secretary with
// the minute: the executive board, or one to which it went up since.
//
// Yields GapAcknowledged. Refusals: not_permitted, not_found, wrong_stage, malformed. Source: DOMAIN §2.1 row 19.
type CaseAcknowledgeGap struct {
	Case   string `json:"case" required:"true" doc:"The case."`
	Gap    string `json:"gap,omitempty" doc:"The gap; all that wait unless said otherwise."`
	Note   string `json:"note" required:"true" doc:"What is to become of it."`
	Minute string `json:"minute,omitempty" doc:"The minute; the secretary must cite one."`
}

// ConsentConfirm confirms an organisation's commitments from a seat, within the mandate that the organisation gave it.
//
// Yields ConsentConfirmed, and what follows at the gate. Refusals: wrong_stage, not_found, not_seat_holder, seat_not_in_force,
// deputy_not_in_force, mandate_not_exercisable_by_deputy, no_mandate_from_organisation, mandate_exceeded (dimension, limit,
// already_committed, requested), organisation_decision_required, agreement_expired, beneficiary_consent_missing. What it takes of a yearly limit is in the mandate's own record,
// of the same batch. Source: DOMAIN §0.1, §0.4, F50–F52, decision 0010.
type ConsentConfirm struct {
	Case          string `json:"case" required:"true" doc:"The case."`
	Organisation  string `json:"organisation,omitempty" doc:"The organisation; the seat's own unless said otherwise."`
	Seat          string `json:"seat" required:"true" doc:"The seat that confirms."`
	Commitment    string `json:"commitment,omitempty" doc:"The commitment; all that wait unless said otherwise."`
	AmountPence   *int64 `json:"amount_pence,omitempty" minimum:"1" doc:"A part of the money; all that waits unless said otherwise."`
	FTEHundredths *int64 `json:"fte_hundredths,omitempty" minimum:"1" doc:"A part of the staff time; likewise."`
	ForOthers     bool   `json:"for_others,omitempty" doc:"The organisation agrees that it is spent for another's area, where the commitment says so."`
}

// ConsentRecord records the organisation's own decision to commit, by its proper officer with the minute; or the consent that
// the law asks of another body, by the officer of that body.
//
// From its own threshold on the decision is a key decision: it needs the notice that the threshold asks for, and is held from
// effect as long as it may be called in.
//
// Yields ConsentRecorded and HoldPlaced, and what follows at the gate. Refusals: not_permitted, wrong_stage, not_found,
// notice_too_short (it says when the notice was published, and how many clear days it gives and should), malformed.
// Source: DOMAIN §2.3, §2.6 (proper officer), [R7], [R17], docs/decisions/0012.
type ConsentRecord struct {
	Case         string        `json:"case" required:"true" doc:"The case."`
	Organisation string        `json:"organisation" required:"true" doc:"The organisation."`
	Minute       string        `json:"minute" required:"true" doc:"The decision, with its minute."`
	DecidedOn    calendar.Date `json:"decided_on,omitzero" doc:"When it was taken; today unless said otherwise."`
	PublishedOn  calendar.Date `json:"published_on,omitzero" doc:"Of a key decision: when it was published; today unless said otherwise."`
	Commitment   string        `json:"commitment,omitempty" doc:"The commitment; all that wait unless said otherwise."`
	External     bool          `json:"external,omitempty" doc:"The consent that the law asks for, of a body that also puts something in itself."`
	ForOthers    bool          `json:"for_others,omitempty" doc:"The organisation agrees that it is spent for another's area, where the commitment says so."`
}

// ConsentDecline says that the organisation does not commit, from a seat with a mandate or by its proper officer.
//
// Yields ConsentDeclined, and what follows at the gate. Refusals: as ConsentConfirm, not_permitted.
type ConsentDecline struct {
	Case         string `json:"case" required:"true" doc:"The case."`
	Organisation string `json:"organisation,omitempty" doc:"The organisation; the seat's own unless said otherwise."`
	Seat         string `json:"seat,omitempty" doc:"The seat that declines; none for the proper officer."`
	Reason       string `json:"reason" required:"true" doc:"Why."`
	Minute       string `json:"minute,omitempty" doc:"The minute, where the organisation itself decided."`
	External     bool   `json:"external,omitempty" doc:"The consent that the law asks for, of a body that also puts something in itself."`
}

// ConsentWithdraw takes a confirmation back before its gate has passed; the consent is requested again.
//
// What was confirmed in parts may be taken back in parts: what was drawn of a mandate last goes back to its year first.
//
// Yields ConsentWithdrawn. Refusals: not_permitted, wrong_stage (the gate has passed), not_found, malformed (more than was confirmed, or a part of several
// commitments). Source: DOMAIN §2.1 (taking back).
type ConsentWithdraw struct {
	Case          string `json:"case" required:"true" doc:"The case."`
	Organisation  string `json:"organisation" required:"true" doc:"The organisation."`
	Seat          string `json:"seat,omitempty" doc:"The seat that confirmed; none for the proper officer."`
	Commitment    string `json:"commitment,omitempty" doc:"The commitment; all that were confirmed unless said otherwise."`
	AmountPence   *int64 `json:"amount_pence,omitempty" minimum:"1" doc:"A part of the money; all that was confirmed unless said otherwise."`
	FTEHundredths *int64 `json:"fte_hundredths,omitempty" minimum:"1" doc:"A part of the staff time; likewise."`
	External      bool   `json:"external,omitempty" doc:"The consent that the law asks for, of a body that also puts something in itself."`
	Reason        string `json:"reason" required:"true" doc:"Why."`
}
