package workflow

import (
	"encoding/json"
	"fmt"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// Register is a partnership's register, folded from its records: documents, terms, deputies, mandates, meetings. It is plain
// data but for the parsed documents, which are read again from their source. Dates are the partnership's civil dates.
type Register struct {
	Partnership    string             `json:"partnership"`
	Revision       int                `json:"revision"`
	Governance     []Published        `json:"governance,omitempty"` // by version, oldest first
	Workflows      []Published        `json:"workflows,omitempty"`  // in the order published
	Terms          []Term             `json:"terms,omitempty"`
	Deputies       []Term             `json:"deputies,omitempty"`
	Mandates       []MandateHeld      `json:"mandates,omitempty"`
	Successions    []Succession       `json:"successions,omitempty"`           // in the order recorded
	Codes          []CodeAcknowledged `json:"codes,omitempty"`                 // of conduct, in the order acknowledged
	Cancelled      []string           `json:"cancelled_successions,omitempty"` // before their day came
	Meetings       []*Meeting         `json:"meetings,omitempty"`
	Noted          []EndNoted         `json:"noted,omitempty"`          // warnings that an authority is to end, and ends
	Administrators []string           `json:"administrators,omitempty"` // of the installation; on its own register only
	LogID          string             `json:"log_id,omitempty"`         // likewise

	Briefings   []Briefing                  `json:"briefings,omitempty"`   // in the order issued
	Engagements []events.EngagementRecorded `json:"engagements,omitempty"` // in the order recorded
	Feedback    []events.FeedbackGiven      `json:"feedback,omitempty"`    // of associates, in the order given

	LevelReports []LevelReport `json:"level_reports,omitempty"` // made, or missed

	LevelReminders []LevelReminder `json:"level_reminders,omitempty"` // reports of which a board was reminded

	Overarching      []Overarching `json:"overarching,omitempty"`      // in the order made
	OverarchingUntil time.Time     `json:"overarching_until,omitzero"` // the end of the quarter that was reported last

	BriefedUntil time.Time `json:"briefed_until,omitzero"` // the end of the month that was gone through last

	ledgers Ledgers // what stands committed under the mandates, where WithLedgers put it beside; not of the register's records
	pools   Pools   // where WithPools put them beside; likewise
	cases   []*Case // where WithCases put them beside; likewise
}

// Published is a version of a document.
type Published struct {
	ID          string        `json:"id"` // of a workflow; the partnership for governance
	Version     int           `json:"version"`
	From        calendar.Date `json:"from,omitzero"`
	Digest      string        `json:"digest"`
	Source      string        `json:"source"`
	PublishedAt time.Time     `json:"published_at"`

	// Read from Source once, when the version is folded; shared by every reader, never changed.
	governance *document.Governance
	workflow   *document.Workflow
	calendar   *calendar.Calendar            // of a governance
	rotations  map[string]*document.Rotation // of a governance, by seat
	start      time.Time                     // 00:00 local time of From
	without    []bereft                      // of a governance: from when on which organisations act no more, oldest first
}

// Term is a person's time in a seat, or as its deputy: whole days, both included; a zero Until is open.
type Term struct {
	Seat         string        `json:"seat"`
	Person       string        `json:"person"`
	Organisation string        `json:"organisation"`
	From         calendar.Date `json:"from"`
	Until        calendar.Date `json:"until,omitzero"`
	Instrument   string        `json:"instrument"`
	KnownAt      time.Time     `json:"known_at,omitzero"`     // when it was recorded
	Removed      bool          `json:"removed,omitempty"`     // it was ended before its day
	EndKnownAt   time.Time     `json:"end_known_at,omitzero"` // when that was recorded
	TurnOf       string        `json:"turn_of,omitempty"`     // of a rotating seat: the organisation in whose turn the term is
}

// In reports whether day falls in the term.
func (t Term) In(day calendar.Date) bool {
	return !day.Before(t.From) && (t.Until.IsZero() || !day.After(t.Until))
}

// MandateHeld is a mandate in the register.
type MandateHeld struct {
	events.MandateGranted
	From  calendar.Date `json:"from_date"`
	Until calendar.Date `json:"until_date,omitzero"`

	KnownAt time.Time `json:"known_at,omitzero"` // when it was recorded
	Revoked bool      `json:"revoked,omitempty"` // it was ended before its day
}

// Meeting is a board's meeting.
type Meeting struct {
	ID         string              `json:"id"`
	Board      string              `json:"board"`
	StartsAt   time.Time           `json:"starts_at"`
	Venue      string              `json:"venue,omitempty"`
	Remote     bool                `json:"remote,omitempty"`
	State      string              `json:"state"` // scheduled, open, closed, cancelled
	OpenedAt   time.Time           `json:"opened_at,omitzero"`
	ClosedAt   time.Time           `json:"closed_at,omitzero"`
	Attendance []events.Attendance `json:"attendance,omitempty"`
}

// NewRegister returns a register before its first record.
func NewRegister(partnership string) *Register { return &Register{Partnership: partnership} }

// Exists reports whether anything was published.
func (r *Register) Exists() bool { return len(r.Governance) > 0 }

// Fold applies one record.
func (r *Register) Fold(rec *events.Record) error {
	if rec.Revision != r.Revision+1 {
		return fmt.Errorf("register of %s: record %d follows %d", r.Partnership, rec.Revision, r.Revision)
	}
	list, err := rec.Decode()
	if err != nil {
		return err
	}
	for _, e := range list {
		if err := r.apply(e, rec.At); err != nil {
			return fmt.Errorf("register of %s, record %d: %w", r.Partnership, rec.Revision, err)
		}
	}
	r.Revision = rec.Revision
	return nil
}

// read parses the document of a version. A version is checked before it is published, so one that cannot be read any more is
// an error of this program, and stops the reader.
func (p *Published) read(kind string) (err error) {
	if kind == document.KindWorkflow {
		p.workflow, err = document.LoadWorkflow(p.Source)
		return err
	}
	if p.governance, err = document.LoadGovernance(p.Source); err != nil {
		return err
	}
	rules := p.governance.Calendar
	p.calendar, err = calendar.New(calendar.Config{Zone: rules.Timezone, Nation: rules.Holidays, Extra: rules.Extra, Except: rules.Except})
	if err != nil {
		return err
	}
	p.start = p.calendar.StartOf(p.From)
	p.rotations = p.governance.Rotations()
	return nil
}

// UnmarshalJSON reads a register that was kept as JSON, and parses its documents again.
func (r *Register) UnmarshalJSON(data []byte) error {
	type plain Register // without this method
	if err := json.Unmarshal(data, (*plain)(r)); err != nil {
		return err
	}
	for i := range r.Governance {
		if err := r.Governance[i].read(document.KindGovernance); err != nil {
			return err
		}
	}
	for i := range r.Workflows {
		if err := r.Workflows[i].read(document.KindWorkflow); err != nil {
			return err
		}
	}
	r.bereave()
	return nil
}
