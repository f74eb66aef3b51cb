package workflow

// SignOffSeekConcurrence asks those who are named for it to concur in an urgent decision. It is a courtesy: they may concur unasked.
//
// Yields SignOffConcurrenceSought. Refusals: as SignOffDecideUrgently. Source: DOMAIN §2.2 (urgent decisions).
type SignOffSeekConcurrence struct {
	Case    string `json:"case" required:"true" doc:"The case."`
	SignOff string `json:"signoff" required:"true" doc:"The board's sign-off."`
	Seat    string `json:"seat" required:"true" doc:"The seat that presides."`
	Reason  string `json:"reason" required:"true" doc:"Why it cannot wait for the board."`
}

// SignOffConcur is a seat's agreement that the person presiding decides urgently: its own act, good for the present round.
//
// Yields SignOffConcurred. Refusals: urgent_not_applicable, urgent_already_used, non_delegable, wrong_stage, signoff_*, not_seat_holder,
// seat_not_in_force, deputy_not_in_force, seat_recused, not_permitted (another seat is asked), seat_already_voted, person_already_used,
// urgent_limit_exceeded. Source: DOMAIN §2.2 (urgent decisions).
type SignOffConcur struct {
	Case    string `json:"case" required:"true" doc:"The case."`
	SignOff string `json:"signoff" required:"true" doc:"The board's sign-off."`
	Seat    string `json:"seat" required:"true" doc:"The seat that concurs."`
	Reason  string `json:"reason,omitempty" doc:"Why."`
}

// SignOffDecideUrgently decides in place of a board, by the person presiding: positively, provisionally, and once on a sign-off.
//
// Yields SignOffDecidedUrgently and HoldPlaced (ratification), and what follows at the gate. Refusals: urgent_not_applicable,
// urgent_already_used, non_delegable, wrong_stage, signoff_closed, signoff_void, signoff_not_open, not_seat_holder, seat_not_in_force,
// deputy_not_in_force, seat_recused, not_presiding, urgent_limit_exceeded, concurrence_missing.
// Source: DOMAIN §2.2 (urgent decisions), docs/decisions/0013.
type SignOffDecideUrgently struct {
	Case       string `json:"case" required:"true" doc:"The case."`
	SignOff    string `json:"signoff" required:"true" doc:"The board's sign-off."`
	Seat       string `json:"seat" required:"true" doc:"The seat that presides."`
	Reason     string `json:"reason" required:"true" doc:"Why it cannot wait for the board."`
	Choice     string `json:"choice,omitempty" enum:"approve" doc:"approve: an urgent decision is never a refusal."`
	Conditions string `json:"conditions,omitempty" doc:"Conditions of the decision."`
}

// SignOffRatify casts one seat's vote on whether an urgent decision stands.
//
// Yields SignOffRatificationVoteCast; then SignOffRatified, or SignOffNotRatified and GateReopened, once it is certain and quorate.
// Refusals: as SignOffVote; signoff_not_open where nothing waits for ratification. Source: DOMAIN §2.1 row 27, §2.2.
type SignOffRatify struct {
	Case    string `json:"case" required:"true" doc:"The case."`
	SignOff string `json:"signoff" required:"true" doc:"The sign-off that was decided urgently."`
	Gate    string `json:"gate,omitempty" doc:"Its gate, where several of that name wait."`
	Seat    string `json:"seat" required:"true" doc:"The seat that votes."`
	Choice  string `json:"choice" required:"true" enum:"approve,refuse,abstain" doc:"approve, refuse or abstain."`
	Reason  string `json:"reason,omitempty" doc:"Why."`
}

// SignOffElectPresider records which seat the board elected to preside on an item, where chair and vice-chairs stand aside, are
// vacant, or are absent from the meeting that is named.
//
// Yields SignOffPresiderElected. Refusals: not_permitted (not the secretariat, or chair or vice-chair can preside), signoff_*,
// wrong_stage, not_found, seat_recused, seat_not_in_force. Source: DOMAIN §2.2 (presiding).
type SignOffElectPresider struct {
	Case    string `json:"case" required:"true" doc:"The case."`
	SignOff string `json:"signoff" required:"true" doc:"The board's sign-off."`
	Gate    string `json:"gate,omitempty" doc:"Its gate, for one that waits for ratification."`
	Seat    string `json:"seat" required:"true" doc:"The seat elected."`
	Minute  string `json:"minute" required:"true" doc:"The minute of the election."`
	Meeting string `json:"meeting,omitempty" doc:"The meeting, open, from which chair and vice-chairs are absent."`
}
