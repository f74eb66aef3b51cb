package workflow

// CaseRaiseDispute opens a dispute at its first step, as a seat-holder or a committing organisation. Those named in against, and
// whoever raises it, are its parties: it ends when each of them has agreed.
//
// Yields DisputeRaised. Refusals: not_permitted, not_seat_holder, not_found, malformed, wrong_stage.
// Source: DOMAIN §2.1 row 13, §2.4, F111.
type CaseRaiseDispute struct {
	Case         string   `json:"case" required:"true" doc:"The case."`
	Seat         string   `json:"seat,omitempty" doc:"The seat that raises it …"`
	Organisation string   `json:"organisation,omitempty" doc:"… or the organisation."`
	Against      []string `json:"against,omitempty" doc:"The organisations against which it is raised, if any: each must then agree to what ends it."`
	Reason       string   `json:"reason" required:"true" doc:"What is in dispute."`
}

// CaseAgreeDispute gives a party's word for what ends the dispute: it puts something forward, or agrees to what another party
// has put forward. When all parties have agreed to the same, the dispute is resolved.
//
// Yields DisputeAgreed; with the last party's DisputeResolved, as CaseResolveDispute. Refusals: not_permitted (no party),
// not_seat_holder, person_already_used (one person, one party), wrong_stage, malformed (nothing was put forward).
// Source: DOMAIN §2.1 row 14, F111.
type CaseAgreeDispute struct {
	Case         string `json:"case" required:"true" doc:"The case."`
	Organisation string `json:"organisation,omitempty" doc:"The party, by an officer of its own …"`
	Seat         string `json:"seat,omitempty" doc:"… or the seat that speaks for it."`
	Agreement    string `json:"agreement,omitempty" doc:"What is agreed; leave it out to agree to what another party has put forward."`
	TermsChanged bool   `json:"terms_changed,omitempty" doc:"Whether the case's terms are to change: the gate must then be requested again."`
}

// CaseResolveDispute records the agreement that ends a dispute whose parties nobody has named, or an arbitrator's award. Yields
// DisputeResolved; where terms change also GateVoided. Refusals: not_permitted (also where parties have not agreed, each for
// itself), wrong_stage. Source: DOMAIN §2.1 row 14.
type CaseResolveDispute struct {
	Case         string `json:"case" required:"true" doc:"The case."`
	Agreement    string `json:"agreement" required:"true" doc:"What was agreed, and where it is recorded."`
	TermsChanged bool   `json:"terms_changed,omitempty" doc:"Whether the case's terms are to change: the gate must then be requested again."`
}

// CaseFailDispute ends a dispute that has been through its last step without an agreement: the case goes on without a partner,
// back at its planning, or the sponsor withdraws it.
//
// Yields DisputeUnresolved with CommitmentReleased, CaseAmended (the plan without the partner) and CaseStageEntered, or with
// CaseClosed(withdrawn). Once the award is made nothing is taken back: the case goes on where it was, to its review where it has one.
// Refusals: not_permitted, wrong_stage (a step is still running; withdrawing after the award), malformed, not_found.
// Source: DOMAIN §2.1 row 15, §2.4.
type CaseFailDispute struct {
	Case      string `json:"case" required:"true" doc:"The case."`
	Departing string `json:"departing,omitempty" doc:"The organisation without which the case goes on …"`
	Withdraw  bool   `json:"withdraw,omitempty" doc:"… or that the sponsor withdraws the case."`
	Reason    string `json:"reason" required:"true" doc:"Why, and where it is recorded."`
}

// CommandName implements Command.
func (*CaseRaiseDispute) CommandName() string { return "case.raise_dispute" }

// AggregateID implements Command.
func (c *CaseRaiseDispute) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CaseAgreeDispute) CommandName() string { return "case.agree_dispute" }

// AggregateID implements Command.
func (c *CaseAgreeDispute) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CaseResolveDispute) CommandName() string { return "case.resolve_dispute" }

// AggregateID implements Command.
func (c *CaseResolveDispute) AggregateID() string { return c.Case }

// CommandName implements Command.
func (*CaseFailDispute) CommandName() string { return "case.fail_dispute" }

// AggregateID implements Command.
func (c *CaseFailDispute) AggregateID() string { return c.Case }
