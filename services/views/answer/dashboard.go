package answer

import "time"

// Dashboard counts what the reader may know of (DOMAIN §3.10). Cases are counted for everybody; sign-offs and consents
// of the cases that the reader may see; resources of those whose amounts the reader may see.
type Dashboard struct {
	Cases    int           `json:"cases"`
	Open     int           `json:"open"`
	Overdue  int           `json:"overdue"`  // open cases with a deadline that has passed
	ByStage  []StageCount  `json:"by_stage"` // open cases, the stages in the order of the workflow; all of them, also those without a case
	ByStatus []StatusCount `json:"by_status"`
	ByLevel  []LevelCount  `json:"by_level"` // sign-offs that boards of the level have before them
	ByTier   []TierCount   `json:"by_tier"`  // open cases that the reader may see, by tier of need

	Resources Resources       `json:"resources"`
	Given     []ResourceCount `json:"given"` // by organisation, kind and mode

	SignOffs []BoardCount    `json:"signoffs"` // by board
	Consents []ConsentCount  `json:"consents"` // outstanding, by organisation
	Pending  []PendingEffect `json:"pending"`  // decided, and not yet in effect
	Disputes int             `json:"disputes"`

	Shifts []TierShift `json:"shifts"` // the shift to prevention, by gate and tier of need, of the cases whose amounts the reader may see

	Gaps []GapOpen `json:"gaps"` // what withdrawals left short in the open cases that the reader may see

	Targets    Targets           `json:"targets"`    // of the open cases that the reader may see
	Duties     []DutyCount       `json:"duties"`     // undertakings and report-backs of the cases that the reader may see, closed ones too
	Attendance []AttendanceCount `json:"attendance"` // by board, for the clearance board and above
	Urgency    UrgencyFigures    `json:"urgency"`    // of everybody's cases
}

// UrgencyFigures counts how often an urgent route was used in the financial year that runs, and what came of it.
type UrgencyFigures struct {
	FinancialYear string `json:"financial_year"`
	Used          int    `json:"used"`
	Allowed       int    `json:"allowed"`
	Refused       int    `json:"refused"`
	Open          int    `json:"open"` // urgent decisions that wait for their board, of whatever year
}

// TierShift adds up what is spent on a tier of need before and after: by the plan at the gate that decided on it, in the end at the gate of the
// review. Percentages are of all tiers, to the nearest whole one.
type TierShift struct {
	Gate        string `json:"gate"`
	Tier        string `json:"tier"`
	Cases       int    `json:"cases"`
	BeforePence int64  `json:"before_pence"`
	AfterPence  int64  `json:"after_pence"`
	BeforePct   int    `json:"before_pct"`
	AfterPct    int    `json:"after_pct"`
	ChangePct   int    `json:"change_pct"` // in points
}

// GapOpen is what a withdrawal left short of a plan that was not made anew since. The sums are of all that is missing by then, for those
// who may see amounts.
type GapOpen struct {
	Case               string    `json:"case"`
	Gap                string    `json:"gap"`
	Organisation       string    `json:"organisation"` // that withdrew
	Because            string    `json:"because"`      // within_tolerance, after_award
	OpenedAt           time.Time `json:"opened_at"`
	ShortPence         int64     `json:"short_pence,omitempty"`
	ShortFTEHundredths int64     `json:"short_fte_hundredths,omitempty"`
	Board              string    `json:"board,omitempty"` // that is to acknowledge it; none where nobody is, or it was
	DueAt              time.Time `json:"due_at,omitzero"`
	Overdue            bool      `json:"overdue,omitempty"`
	AcknowledgedAt     time.Time `json:"acknowledged_at,omitzero"`
}

// TierCount counts cases of a tier of need, and what is offered for those whose amounts the reader may see.
type TierCount struct {
	Tier         string `json:"tier"` // universal, targeted, specialist; none: not said
	Cases        int    `json:"cases"`
	OfferedPence int64  `json:"offered_pence"`
	OfferedPct   int    `json:"offered_pct"` // of the pounds of all tiers
}

// Targets counts targets by what was last measured: green is met, amber not met and not yet due, red not met though the day has
// passed on which it was to be.
type Targets struct {
	Green      int `json:"green"`
	Amber      int `json:"amber"`
	Red        int `json:"red"`
	Unmeasured int `json:"unmeasured"`
}

// AttendanceCount adds up the meetings of a board that are over.
type AttendanceCount struct {
	Board      string `json:"board"`
	Meetings   int    `json:"meetings"`
	Recorded   int    `json:"recorded"`    // seats whose attendance was recorded, over all meetings
	Present    int    `json:"present"`     // of these, in the room or remotely, by whomever
	PresentPct int    `json:"present_pct"` // of those recorded
}

// Ages counts by how long something has been so: whole days, reckoned from the moment it began.
type Ages struct {
	Under30Days int `json:"under_30_days"`
	Days30To90  int `json:"days_30_to_90"`
	Over90Days  int `json:"over_90_days"`
}

// StageCount counts the open cases of a stage by how long they have been in it, and says since when the first of them has.
type StageCount struct {
	Stage string `json:"stage"` // none: not yet submitted
	Name  string `json:"name"`
	Cases int    `json:"cases"`
	Ages
	Overdue    int       `json:"overdue"`               // with a deadline that has passed
	TargetDays int       `json:"target_days,omitempty"` // how many days it should take; none: not said
	Late       int       `json:"late"`                  // in it for longer than that
	Since      time.Time `json:"since,omitzero"`
}

// StatusCount counts the cases with a label.
type StatusCount struct {
	Label  string `json:"label"`
	Stage  string `json:"stage,omitempty"`
	Status string `json:"status"`
	Cases  int    `json:"cases"`
}

// LevelCount counts the sign-offs open at a level.
type LevelCount struct {
	Level   string `json:"level"`
	Open    int    `json:"open"`
	Ages           // since they were opened
	Overdue int    `json:"overdue"`
}

// BoardCount counts the sign-offs of a board by state.
type BoardCount struct {
	Board     string    `json:"board"`
	Level     string    `json:"level"`
	Waiting   int       `json:"waiting"`
	Open      int       `json:"open"`
	Inquorate int       `json:"inquorate"`
	Tied      int       `json:"tied"`
	Escalated int       `json:"escalated"`
	Overdue   int       `json:"overdue"`
	Ages                // of the open, inquorate and tied ones, since they were opened
	Since     time.Time `json:"since,omitzero"` // when the oldest of the open ones was opened
}

// ConsentCount counts the consents that an organisation is asked for.
type ConsentCount struct {
	Organisation string `json:"organisation"`
	Outstanding  int    `json:"outstanding"`
}

// PendingEffect is a decision that waits for its holds to end.
type PendingEffect struct {
	Case        string    `json:"case"`
	EffectiveAt time.Time `json:"effective_at,omitzero"` // none: no end yet
}

// Resources adds up what is offered and confirmed. Staff time is never added to pounds. Percentages are whole and rounded
// down, so that 100 means everything: of the pounds, of the staff time, and of the commitments of whatever kind.
type Resources struct {
	Money
	Commitments       int `json:"commitments"`
	Confirmed         int `json:"confirmed"`
	ConfirmedPct      int `json:"confirmed_pct"`
	MoneyConfirmedPct int `json:"money_confirmed_pct"`
	StaffConfirmedPct int `json:"staff_confirmed_pct"`
	PooledPct         int `json:"pooled_pct"` // of the pounds offered
}

// ResourceCount is what an organisation puts in of one kind in one mode. ConfirmedPct is of the pounds or the staff time, and
// of the number of commitments for other kinds.
type ResourceCount struct {
	Organisation           string `json:"organisation"`
	Kind                   string `json:"kind"`
	Mode                   string `json:"mode"`
	Commitments            int    `json:"commitments"`
	OfferedPence           int64  `json:"offered_pence,omitempty"`
	ConfirmedPence         int64  `json:"confirmed_pence,omitempty"`
	OfferedFTEHundredths   int64  `json:"offered_fte_hundredths,omitempty"`
	ConfirmedFTEHundredths int64  `json:"confirmed_fte_hundredths,omitempty"`
	Confirmed              int    `json:"confirmed"`
	ConfirmedPct           int    `json:"confirmed_pct"`
}
