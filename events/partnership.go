package events

import "time"

// Dates in events are civil dates, YYYY-MM-DD; times are UTC. Money is whole pence, staff time whole hundredths of an FTE.

// PartnershipPublished puts a version of the governance document in force from a day.
type PartnershipPublished struct {
	Version       int      `json:"version"`
	EffectiveFrom string   `json:"effective_from"`
	Digest        string   `json:"digest"` // of Source
	Source        string   `json:"source"` // the document as it was written
	Warnings      []string `json:"warnings,omitempty"`
}

// WorkflowPublished makes a version of a workflow available to new cases.
type WorkflowPublished struct {
	Workflow      string   `json:"workflow"`
	Version       int      `json:"version"`
	EffectiveFrom string   `json:"effective_from,omitempty"` // the first day on which a case may be submitted to it; none: at once
	Digest        string   `json:"digest"`
	Source        string   `json:"source"`
	Warnings      []string `json:"warnings,omitempty"`
}

// MemberAppointed gives a person a seat for a term; the organisation's own act, under its instrument.
type MemberAppointed struct {
	Seat         string `json:"seat"`
	Board        string `json:"board"`
	Person       string `json:"person"`
	Organisation string `json:"organisation"`
	From         string `json:"from"`            // first day, from 00:00 local time
	Until        string `json:"until,omitempty"` // last day, to 23:59:59 local time; none: until removed
	Instrument   string `json:"instrument"`
	Confirms     int    `json:"confirms,omitempty"` // the governance version whose proposal this confirms
	TurnOf       string `json:"turn_of,omitempty"`  // of a rotating seat: the organisation in whose turn the term is
}

// MemberCodeAcknowledged says that a person undertakes, for a seat, to keep a version of the code of conduct.
type MemberCodeAcknowledged struct {
	Seat    string `json:"seat"`
	Person  string `json:"person"`
	Code    string `json:"code"` // what it is called
	Version int    `json:"version"`
}

// MemberRemoved ends a term with the given day as its last.
type MemberRemoved struct {
	Seat       string `json:"seat"`
	Person     string `json:"person"`
	LastDay    string `json:"last_day"`
	Instrument string `json:"instrument"`
}

// DeputyNamed lets a person act for a seat for a span of days.
type DeputyNamed struct {
	Seat         string `json:"seat"`
	Person       string `json:"person"`
	Organisation string `json:"organisation"`
	From         string `json:"from"`
	Until        string `json:"until,omitempty"`
	Instrument   string `json:"instrument"`
	Confirms     int    `json:"confirms,omitempty"`
	TurnOf       string `json:"turn_of,omitempty"` // of a rotating seat: the organisation in whose turn the deputy may act
}

// DeputyEnded ends a deputy's span with the given day as its last.
type DeputyEnded struct {
	Seat       string `json:"seat"`
	Person     string `json:"person"`
	LastDay    string `json:"last_day"`
	Instrument string `json:"instrument"`
}

// MandateLimit says what of one kind a seat may commit in one case.
type MandateLimit struct {
	Kind                 string   `json:"kind"`
	Modes                []string `json:"modes"`
	PerCasePence         *int64   `json:"per_case_pence,omitempty"`
	PerYearPence         *int64   `json:"per_year_pence,omitempty"`
	PerCaseFTEHundredths *int64   `json:"per_case_fte_hundredths,omitempty"`
	Services             []string `json:"services,omitempty"`
}

// MandateGranted gives a seat authority to commit an organisation's resources.
type MandateGranted struct {
	Mandate         string         `json:"mandate"`
	Organisation    string         `json:"organisation"`
	Seat            string         `json:"seat"`
	Instrument      string         `json:"instrument"`
	From            string         `json:"from"`
	Until           string         `json:"until,omitempty"`
	Acts            []string       `json:"acts,omitempty"` // what the seat may do: confirm, decline, withdraw; none named: all
	Commit          []MandateLimit `json:"commit"`
	DeputyMayCommit bool           `json:"deputy_may_commit"`
	Confirms        int            `json:"confirms,omitempty"`
}

// MandateRevoked ends a mandate with the given day as its last.
type MandateRevoked struct {
	Mandate    string `json:"mandate"`
	LastDay    string `json:"last_day"`
	Instrument string `json:"instrument"`
}

// MeetingScheduled calls a meeting of a board.
type MeetingScheduled struct {
	Meeting  string    `json:"meeting"`
	Board    string    `json:"board"`
	StartsAt time.Time `json:"starts_at"`
	Venue    string    `json:"venue,omitempty"`
	Remote   bool      `json:"remote,omitempty"`
}

// MeetingOpened begins a meeting.
type MeetingOpened struct {
	Meeting string `json:"meeting"`
}

// Attendance is one seat's attendance at a meeting.
type Attendance struct {
	Seat    string `json:"seat"`
	Person  string `json:"person"`
	Present string `json:"present"` // in_person, remote, apologies
	Deputy  bool   `json:"deputy,omitempty"`
}

// MeetingAttendanceRecorded replaces what was recorded of a meeting's attendance.
type MeetingAttendanceRecorded struct {
	Meeting    string       `json:"meeting"`
	Attendance []Attendance `json:"attendance"`
}

// MeetingClosed ends a meeting; sign-offs that close with it are decided on the votes cast.
type MeetingClosed struct {
	Meeting string `json:"meeting"`
}

// MeetingCancelled calls a scheduled meeting off.
type MeetingCancelled struct {
	Meeting string `json:"meeting"`
	Reason  string `json:"reason"`
}

// EventType implements Event.
func (PartnershipPublished) EventType() string { return "partnership.published" }

// EventType implements Event.
func (WorkflowPublished) EventType() string { return "workflow.published" }

// EventType implements Event.
func (MemberAppointed) EventType() string { return "member.appointed" }

// EventType implements Event.
func (MemberCodeAcknowledged) EventType() string { return "member.code_acknowledged" }

// EventType implements Event.
func (MemberRemoved) EventType() string { return "member.removed" }

// EventType implements Event.
func (DeputyNamed) EventType() string { return "deputy.named" }

// EventType implements Event.
func (DeputyEnded) EventType() string { return "deputy.ended" }

// EventType implements Event.
func (MandateGranted) EventType() string { return "mandate.granted" }

// EventType implements Event.
func (MandateRevoked) EventType() string { return "mandate.revoked" }

// EventType implements Event.
func (MeetingScheduled) EventType() string { return "meeting.scheduled" }

// EventType implements Event.
func (MeetingOpened) EventType() string { return "meeting.opened" }

// EventType implements Event.
func (MeetingAttendanceRecorded) EventType() string { return "meeting.attendance_recorded" }

// EventType implements Event.
func (MeetingClosed) EventType() string { return "meeting.closed" }

// EventType implements Event.
func (MeetingCancelled) EventType() string { return "meeting.cancelled" }

func init() {
	known[PartnershipPublished](1)
	known[WorkflowPublished](1)
	known[MemberAppointed](1)
	known[MemberCodeAcknowledged](1)
	known[MemberRemoved](1)
	known[DeputyNamed](1)
	known[DeputyEnded](1)
	known[MandateGranted](1)
	known[MandateRevoked](1)
	known[MeetingScheduled](1)
	known[MeetingOpened](1)
	known[MeetingAttendanceRecorded](1)
	known[MeetingClosed](1)
	known[MeetingCancelled](1)
}
