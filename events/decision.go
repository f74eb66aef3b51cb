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

// DecisionCallInWaived says that the decision which an organisation is about to take at a gate cannot be called in, because who chairs its
// scrutiny agreed beforehand that it is urgent.
type DecisionCallInWaived struct {
	Organisation string `json:"organisation"` // whose decision it is
	Gate         string `json:"gate"`
	GateRound    int    `json:"gate_round"`
	Body         string `json:"body"`   // the scrutiny body
	Person       string `json:"person"` // who chairs it, and agreed
	Reason       string `json:"reason"` // why it cannot wait
}

// EventType implements Event.
func (DecisionCallInWaived) EventType() string { return "decision.call_in_waived" }

func init() {
	known[DecisionCallInWaived](1)
}
