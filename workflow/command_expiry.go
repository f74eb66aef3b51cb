package workflow

// CaseRenew opens a case that renews an agreement or a contract before it ends, linked to this one. One case renews one; where there is
// none, an agreement opens it by itself in time.
//
// Yields CaseRenewalOpened, and in the new case's own record of the same batch CaseCreated and CaseSubmitted.
// Refusals: not_permitted (neither of the unit, nor an officer of the sponsor or of whose it is, nor the pool's manager), not_found, wrong_stage
// (nothing that ends, or the case goes on elsewhere already).
// Source: DOMAIN §5.1 (agreements expire unseen).
type CaseRenew struct {
	Case   string `json:"case" required:"true" doc:"The case."`
	Of     string `json:"of,omitempty" doc:"The pool or the contract; the one that ends first unless said otherwise."`
	Reason string `json:"reason" required:"true" doc:"Why it is renewed now."`
}

// CommandName implements Command.
func (*CaseRenew) CommandName() string { return "case.renew" }

// AggregateID implements Command.
func (c *CaseRenew) AggregateID() string { return c.Case }
