package answer

import "time"

// DutiesArgs asks for what is owed after decisions.
type DutiesArgs struct {
	Kind  string `json:"kind,omitempty" enum:"undertaking,report_back" doc:"Only these."`
	Owner string `json:"owner,omitempty" doc:"Only what this organisation, board or seat owes."`
	Board string `json:"board,omitempty" doc:"Only what is before this board, or follows from its decisions, or what it owes itself."`
	State string `json:"state,omitempty" enum:"open,overdue,done" doc:"Only these."`
}

// Duties lists what is owed after the decisions of the cases that the reader may see, the nearest day first.
type Duties struct {
	Duties []Duty `json:"duties"`
}

// Duty is an undertaking or a report-back.
type Duty struct {
	Case          string    `json:"case"`
	Title         string    `json:"title"`
	Kind          string    `json:"kind"` // undertaking, report_back
	ID            string    `json:"id"`
	What          string    `json:"what,omitempty"`  // what was promised
	Owner         string    `json:"owner,omitempty"` // the organisation that promised, or the directed board
	Seat          string    `json:"seat,omitempty"`  // that is to report back, or from which the promise was given
	Person        string    `json:"person,omitempty"`
	Board         string    `json:"board,omitempty"`         // whose decision it follows from
	SignOff       string    `json:"signoff,omitempty"`       // that decision
	Organisations []string  `json:"organisations,omitempty"` // to which it is to be reported
	DueAt         time.Time `json:"due_at"`
	Overdue       bool      `json:"overdue,omitempty"`
	Level         string    `json:"level,omitempty"`   // to which it has climbed
	Before        []string  `json:"before,omitempty"`  // the boards before which it is there
	DoneOn        string    `json:"done_on,omitempty"` // kept, or reported back
	Late          bool      `json:"late,omitempty"`    // done after its day
	Note          string    `json:"note,omitempty"`    // what was done
}

// DutyCount counts what is owed of one kind. OnTimePct is of those done or overdue: how many were done in time, in whole per cent
// rounded down; 100 where none was due.
type DutyCount struct {
	Kind      string `json:"kind"`
	Open      int    `json:"open"`
	Overdue   int    `json:"overdue"`
	Done      int    `json:"done"`
	Late      int    `json:"late"` // of those done
	OnTimePct int    `json:"on_time_pct"`
}

// Ended reports whether any of them was done or is overdue, so that there is something to reckon a percentage of.
func (n DutyCount) Ended() bool { return n.Done+n.Overdue > 0 }
