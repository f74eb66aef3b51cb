package answer

import "time"

// BriefingArgs asks for an organisation's briefing.
type BriefingArgs struct {
	Organisation string `json:"organisation" required:"true" doc:"The organisation that is briefed."`
	Month        string `json:"month,omitempty" doc:"The month: 2027-01; the one that was over last unless said otherwise."`
}

// Briefing is what was decided in a month that touches an organisation, and what that means for it, as far as the reader may see it.
type Briefing struct {
	Organisation string        `json:"organisation"`
	Month        string        `json:"month"`
	FromAt       time.Time     `json:"from_at"`
	UntilAt      time.Time     `json:"until_at"`           // the first moment of the next month
	IssuedAt     time.Time     `json:"issued_at,omitzero"` // when it was sent; none: the month is not over, nothing touched it, or nobody is briefed
	Decisions    []DecisionRow `json:"decisions"`          // oldest first
	Withheld     int           `json:"withheld"`           // decisions that it was briefed on and the reader may not see
}
