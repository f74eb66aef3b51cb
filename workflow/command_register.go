package workflow

import (
	"time"

	"comity/workflow/calendar"
)

// PartnershipPublish publishes a version of the governance document.
//
// Yields PartnershipPublished; nothing when the same version with the same content is in force already.
// Refusals: not_permitted (not an administrator), definition_invalid (with every mistake), version_exists.
// Source: DOMAIN §2.1 (publishing), DESIGN §4 (who may change authority).
type PartnershipPublish struct {
	Source string `json:"source" required:"true" doc:"The governance document in YAML."`
}

// PartnershipTick does what time has brought about in a partnership as a whole: the briefings of a month that is over, and that mandates and
// terms are about to end, or have ended. It never decides for anybody, and what it brings about is the same however late it comes. Source:
// DOMAIN §2.6 (Clocks), §5.1, F54.
type PartnershipTick struct{}

// WorkflowPublish publishes a version of a workflow.
//
// Yields WorkflowPublished. Refusals: not_permitted, not_found (no partnership yet), definition_invalid, version_exists.
// Source: DOMAIN §2.1 row 25.
type WorkflowPublish struct {
	Source string `json:"source" required:"true" doc:"The workflow document in YAML."`
}

// MemberAppoint gives a person a seat for a term, as the act of the organisation that fills it.
//
// Yields MemberAppointed. Refusals: not_permitted (not its authorising officer), not_found, malformed (overlapping term).
// Source: DOMAIN §0.3, DESIGN §4.
type MemberAppoint struct {
	Seat       string        `json:"seat" required:"true" doc:"The seat."`
	Person     string        `json:"person" required:"true" doc:"The person who is to hold it."`
	From       calendar.Date `json:"from,omitzero" doc:"First day of the term; today unless said otherwise."`
	Until      calendar.Date `json:"until,omitzero" doc:"Last day of the term; open unless said otherwise."`
	Instrument string        `json:"instrument" required:"true" doc:"The decision that appoints, with its minute."`
}

// MemberConfirm gives force to the holders and deputies that the governance document in force proposes.
//
// Yields MemberAppointed and DeputyNamed for each. Refusals: not_permitted, not_found (nothing proposed).
type MemberConfirm struct {
	Organisation string        `json:"organisation" required:"true" doc:"The organisation whose seats they are."`
	Seats        []string      `json:"seats,omitempty" doc:"The seats; all that are proposed unless said otherwise."`
	From         calendar.Date `json:"from,omitzero" doc:"First day; the day the governance takes effect unless said otherwise."`
	Until        calendar.Date `json:"until,omitzero" doc:"Last day; open unless said otherwise."`
	Instrument   string        `json:"instrument" required:"true" doc:"The decision that confirms, with its minute."`
}

// MemberAcknowledgeCode has the person who asks undertake to keep the code of conduct of the partnership in a seat, as its holder or deputy. A new
// version of the code is acknowledged anew, and so is the code by whoever comes into the seat.
//
// Yields MemberCodeAcknowledged; nothing when the version in force is acknowledged already. Refusals: not_found (no such seat, or the governance in
// force has no code), not_seat_holder, seat_not_in_force, deputy_not_in_force. Source: F116.
type MemberAcknowledgeCode struct {
	Seat string `json:"seat" required:"true" doc:"The seat."`
}

// MemberRemove ends a term. Yields MemberRemoved. Refusals: not_permitted, not_found.
type MemberRemove struct {
	Seat       string        `json:"seat" required:"true" doc:"The seat."`
	LastDay    calendar.Date `json:"last_day,omitzero" doc:"Last day of the term; yesterday unless said otherwise."`
	Instrument string        `json:"instrument" required:"true" doc:"The decision that removes, with its minute."`
}

// DeputyName lets a person act for a seat. Yields DeputyNamed. Refusals: not_permitted, not_found, malformed.
// Source: DOMAIN §1 (Deputy).
type DeputyName struct {
	Seat       string        `json:"seat" required:"true" doc:"The seat."`
	Person     string        `json:"person" required:"true" doc:"The deputy."`
	From       calendar.Date `json:"from,omitzero" doc:"First day; today unless said otherwise."`
	Until      calendar.Date `json:"until,omitzero" doc:"Last day; open unless said otherwise."`
	Instrument string        `json:"instrument" required:"true" doc:"The decision or notice that names the deputy."`
}

// DeputyEnd ends a deputy's time. Yields DeputyEnded. Refusals: not_permitted, not_found.
type DeputyEnd struct {
	Seat       string        `json:"seat" required:"true" doc:"The seat."`
	Person     string        `json:"person" required:"true" doc:"The deputy."`
	LastDay    calendar.Date `json:"last_day,omitzero" doc:"Last day; yesterday unless said otherwise."`
	Instrument string        `json:"instrument" required:"true" doc:"The decision or notice that ends it."`
}

// MandateLine is what of one kind a seat may commit, in one case and in one financial year.
type MandateLine struct {
	Kind                 string   `json:"kind" required:"true" enum:"money,staff_time,building,equipment,access_to_services" doc:"Kind of resource."`
	Modes                []string `json:"modes,omitempty" doc:"aligned, pooled; aligned unless said otherwise."`
	PerCasePence         *int64   `json:"per_case_pence,omitempty" minimum:"0" doc:"Most money in one case."`
	PerYearPence         *int64   `json:"per_year_pence,omitempty" minimum:"0" doc:"Most money in one financial year from 1 April, over all cases."`
	PerCaseFTEHundredths *int64   `json:"per_case_fte_hundredths,omitempty" minimum:"0" doc:"Most staff time in one case."`
	Services             []string `json:"services,omitempty" doc:"Services it is for; any unless said otherwise."`
}

// MandateGrant gives a seat authority to commit the organisation's resources.
//
// Yields MandateGranted. Refusals: not_permitted (not its authorising officer, or the authority would be the officer's own),
// not_found, malformed. Source: DOMAIN §0.4, F50, F51.
type MandateGrant struct {
	Mandate         string        `json:"mandate" required:"true" doc:"A name for the mandate."`
	Organisation    string        `json:"organisation" required:"true" doc:"The organisation that grants it."`
	Seat            string        `json:"seat" required:"true" doc:"The seat that may use it."`
	From            calendar.Date `json:"from,omitzero" doc:"First day; today unless said otherwise."`
	Until           calendar.Date `json:"until,omitzero" doc:"Last day; open unless said otherwise."`
	Acts            []string      `json:"acts,omitempty" doc:"What the seat may do with a consent: confirm, decline, withdraw; everything unless said otherwise."`
	Commit          []MandateLine `json:"commit" required:"true" doc:"What it may commit."`
	DeputyMayCommit bool          `json:"deputy_may_commit,omitempty" doc:"Whether a deputy may use it."`
	Instrument      string        `json:"instrument" required:"true" doc:"The decision that grants it, with its minute."`
}

// MandateConfirm gives force to mandates that the governance document in force proposes.
//
// Yields MandateGranted for each. Refusals: not_permitted, not_found.
type MandateConfirm struct {
	Organisation string   `json:"organisation" required:"true" doc:"The organisation that grants them."`
	Mandates     []string `json:"mandates,omitempty" doc:"The mandates; all that are proposed unless said otherwise."`
	Instrument   string   `json:"instrument,omitempty" doc:"The decision, where it is not the one that the document names."`
}

// MandateRevoke ends a mandate. Yields MandateRevoked. Refusals: not_permitted, not_found.
type MandateRevoke struct {
	Mandate    string        `json:"mandate" required:"true" doc:"The mandate."`
	LastDay    calendar.Date `json:"last_day,omitzero" doc:"Last day; yesterday unless said otherwise."`
	Instrument string        `json:"instrument" required:"true" doc:"The decision that ends it, with its minute."`
}

// MeetingSchedule calls a meeting. Yields MeetingScheduled. Refusals: not_permitted, not_found, notice_too_short.
// Source: F23.
type MeetingSchedule struct {
	Meeting  string    `json:"meeting" required:"true" doc:"A name for the meeting."`
	Board    string    `json:"board" required:"true" doc:"The board."`
	StartsAt time.Time `json:"starts_at" required:"true" doc:"When it begins, with time zone."`
	Venue    string    `json:"venue,omitempty" doc:"Where."`
	Remote   bool      `json:"remote,omitempty" doc:"Whether members may attend remotely."`
}

// MeetingOpen begins a meeting. Yields MeetingOpened. Refusals: not_permitted, not_found, wrong_stage.
type MeetingOpen struct {
	Meeting string `json:"meeting" required:"true" doc:"The meeting."`
}

// AttendanceLine is one seat's attendance.
type AttendanceLine struct {
	Seat    string `json:"seat" required:"true" doc:"The seat."`
	Person  string `json:"person,omitempty" doc:"Who attends for it; its holder unless said otherwise."`
	Present string `json:"present" required:"true" enum:"in_person,remote,apologies" doc:"How."`
}

// MeetingRecordAttendance replaces the attendance recorded so far. Yields MeetingAttendanceRecorded.
// Refusals: not_permitted, not_found, wrong_stage (not open), not_seat_holder. Source: F24.
type MeetingRecordAttendance struct {
	Meeting    string           `json:"meeting" required:"true" doc:"The meeting."`
	Attendance []AttendanceLine `json:"attendance" required:"true" doc:"Every seat that attends or sent apologies."`
}

// MeetingClose ends a meeting; quorate sign-offs of its board that close with the meeting are decided on the votes cast.
//
// Yields MeetingClosed. Refusals: not_permitted, not_found, wrong_stage. Source: DOMAIN §2.2 (close).
type MeetingClose struct {
	Meeting string `json:"meeting" required:"true" doc:"The meeting."`
}

// MeetingCancel calls a meeting off. Yields MeetingCancelled. Refusals: not_permitted, not_found, wrong_stage.
type MeetingCancel struct {
	Meeting string `json:"meeting" required:"true" doc:"The meeting."`
	Reason  string `json:"reason" required:"true" doc:"Why."`
}
