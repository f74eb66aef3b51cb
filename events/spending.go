package events

// SpendingMapped puts a line on the map of resources: what an organisation spends on a tier of need, now, by the plan, or in the end. A line
// of the same name replaces the one before; one without an amount takes it off the map.
type SpendingMapped struct {
	Line         string `json:"line"`
	Organisation string `json:"organisation"`
	Service      string `json:"service,omitempty"`
	Tier         string `json:"tier"`                   // universal, targeted, specialist
	Phase        string `json:"phase"`                  // now, planned, spent
	Pence        int64  `json:"amount_pence,omitempty"` // a year
	Basis        string `json:"basis"`                  // actual, estimated
	Source       string `json:"source,omitempty"`       // where the figure is from, or how it was estimated
}

// EventType implements Event.
func (SpendingMapped) EventType() string { return "spending.mapped" }

func init() { known[SpendingMapped](1) }
