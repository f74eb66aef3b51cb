package events

import "time"

// SignOffRatificationPassedOn says which board ratifies an urgent decision in place of one that ended. The limit stays; what was voted
// before is not counted.
type SignOffRatificationPassedOn struct {
	SignOff           string    `json:"signoff"`
	Gate              string    `json:"gate"`
	GateRound         int       `json:"gate_round"`
	From              string    `json:"from"`                        // the board that ended
	To                string    `json:"to"`                          // the board that ratifies now
	How               string    `json:"how"`                         // merged, routed, escalated
	EndedBy           int       `json:"ended_by_governance_version"` // that ended the board
	GovernanceVersion int       `json:"governance_version"`          // pins quorum and rule anew
	DueAt             time.Time `json:"due_at"`                      // when the board ended, or another was first named in its place
	DetectedAt        time.Time `json:"detected_at"`
}

// EventType implements Event.
func (SignOffRatificationPassedOn) EventType() string { return "signoff.ratification_passed_on" }

func init() { known[SignOffRatificationPassedOn](1) }
