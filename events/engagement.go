package events

// EngagementRecorded is an entry of the engagement log: a seminar, a briefing of chief executives or a visit to a full council, and which
// organisations it reached (F55).
type EngagementRecorded struct {
	Engagement string   `json:"engagement"`
	Kind       string   `json:"kind"` // seminar, chief_executive_briefing, full_council_visit
	Title      string   `json:"title"`
	HeldOn     string   `json:"held_on"`
	Audience   []string `json:"audience"` // organisations
	Note       string   `json:"note,omitempty"`
	Person     string   `json:"person"`
}

// FeedbackGiven is what an associate of a board says to it, and to one body besides (F45).
type FeedbackGiven struct {
	Feedback  string `json:"feedback"`
	Board     string `json:"board"`
	Associate string `json:"associate"`
	To        string `json:"to"` // another board, a scrutiny body or an overarching partnership
	Text      string `json:"text"`
	GivenOn   string `json:"given_on"`
	Person    string `json:"person"` // who passed it on: a member with whom the associate is twinned, or the board's secretary
	Seat      string `json:"seat,omitempty"`
}

// EventType implements Event.
func (EngagementRecorded) EventType() string { return "engagement.recorded" }

// EventType implements Event.
func (FeedbackGiven) EventType() string { return "feedback.given" }

func init() {
	known[EngagementRecorded](1)
	known[FeedbackGiven](1)
}
