package events

// CaseMigrated moves a case to another version of its workflow. What was decided and put forward stays; the clock of the stage runs on.
type CaseMigrated struct {
	Workflow    string `json:"workflow"`
	FromVersion int    `json:"from_version"`
	Version     int    `json:"version"`
	FromStage   string `json:"from_stage"`
	Stage       string `json:"stage"`
	ApprovedBy  string `json:"approved_by"` // the board or officer that agreed to it
	Minute      string `json:"minute"`
}

// EventType implements Event.
func (CaseMigrated) EventType() string { return "case.migrated" }

func init() { known[CaseMigrated](1) }
