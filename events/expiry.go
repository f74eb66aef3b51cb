package events

import "time"

// What ends on a day, and that people were warned of it in time (DOMAIN §5.1, agreements expire unseen).

// ExpiryWarned says, a set time before, that something of a case is to end: an agreement, a contract or a grant.
type ExpiryWarned struct {
	What          string    `json:"what"` // agreement, contract, grant
	Of            string    `json:"of"`   // the pool, the contract or the commitment
	Name          string    `json:"name,omitempty"`
	Organisations []string  `json:"organisations"` // whose it is
	EndsOn        string    `json:"ends_on"`       // its last day
	Lead          string    `json:"lead"`          // how long before: P90D
	DueAt         time.Time `json:"due_at"`        // when the warning was due
	DetectedAt    time.Time `json:"detected_at"`
}

// ExpiryPassed says that something of a case has ended. Nothing is done under it any more.
type ExpiryPassed struct {
	What          string    `json:"what"`
	Of            string    `json:"of"`
	Name          string    `json:"name,omitempty"`
	Organisations []string  `json:"organisations"`
	EndsOn        string    `json:"ends_on"`
	EffectiveAt   time.Time `json:"effective_at"` // the moment after its last day
	DetectedAt    time.Time `json:"detected_at"`
	Renewal       string    `json:"renewal,omitempty"` // the case that was opened to renew it
}

// CaseRenewalOpened says that a case was opened to renew what is to end, linked to this one.
type CaseRenewalOpened struct {
	What    string    `json:"what"` // agreement, contract
	Of      string    `json:"of"`
	EndsOn  string    `json:"ends_on"`
	Renewal string    `json:"renewal"` // the new case
	Because string    `json:"because"` // timer, or the reason given
	DueAt   time.Time `json:"due_at"`  // when it was due
}

// AuthorityExpiryWarned says, a set time before, that a mandate, a term in a seat or a deputy's time is to end.
type AuthorityExpiryWarned struct {
	What         string    `json:"what"` // mandate, term, deputy
	Mandate      string    `json:"mandate,omitempty"`
	Seat         string    `json:"seat"`
	Person       string    `json:"person,omitempty"` // of a term or a deputy
	Organisation string    `json:"organisation"`     // whose act it was
	EndsOn       string    `json:"ends_on"`
	Lead         string    `json:"lead"`
	DueAt        time.Time `json:"due_at"`
	DetectedAt   time.Time `json:"detected_at"`
}

// AuthorityExpired says that a mandate, a term or a deputy's time has ended. No act is possible by it any more.
type AuthorityExpired struct {
	What         string    `json:"what"`
	Mandate      string    `json:"mandate,omitempty"`
	Seat         string    `json:"seat"`
	Person       string    `json:"person,omitempty"`
	Organisation string    `json:"organisation"`
	EndsOn       string    `json:"ends_on"`
	EffectiveAt  time.Time `json:"effective_at"` // the moment after its last day
	DetectedAt   time.Time `json:"detected_at"`
}

// EventType implements Event.
func (ExpiryWarned) EventType() string { return "expiry.warned" }

// EventType implements Event.
func (ExpiryPassed) EventType() string { return "expiry.passed" }

// EventType implements Event.
func (CaseRenewalOpened) EventType() string { return "case.renewal_opened" }

// EventType implements Event.
func (AuthorityExpiryWarned) EventType() string { return "authority.expiry_warned" }

// EventType implements Event.
func (AuthorityExpired) EventType() string { return "authority.expired" }

func init() {
	known[ExpiryWarned](1)
	known[ExpiryPassed](1)
	known[CaseRenewalOpened](1)
	known[AuthorityExpiryWarned](1)
	known[AuthorityExpired](1)
}
