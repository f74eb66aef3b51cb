package events

// DecisionCalledIn has an organisation's own decision taken again before it takes effect: its consent is asked for anew, and what
// it had decided no longer counts as confirmed (DOMAIN §2.1 row 7).
type DecisionCalledIn struct {
	Organisation string          `json:"organisation"` // whose decision it is
	Gate         string          `json:"gate"`
	GateRound    int             `json:"gate_round"`
	Round        int             `json:"round"` // in which the organisation now decides, from 2
	Body         string          `json:"body"`  // the scrutiny body
	Person       string          `json:"person"`
	Requisition  []string        `json:"requisition"` // the members who ask for it
	Reasons      string          `json:"reasons"`
	Lines        []ConfirmedLine `json:"lines"` // what the decision had confirmed
}

// EventType implements Event.
func (DecisionCalledIn) EventType() string { return "decision.called_in" }

func init() {
	known[DecisionCalledIn](1)
}
