package events

import "time"

// SignOffRequested asks a board, or a named officer, for one act at one gate. It is open only once SignOffOpened says so.
type SignOffRequested struct {
	SignOff   string `json:"signoff"` // unique within gate and round
	Entry     string `json:"entry"`   // the workflow's sign-off
	Gate      string `json:"gate"`
	GateRound int    `json:"gate_round"`
	Board     string `json:"board,omitempty"`
	OfficerOf string `json:"officer_of,omitempty"` // organisation
	Post      string `json:"post,omitempty"`
	Act       string `json:"act"`
	Order     int    `json:"order"`
	InPlaceOf string `json:"in_place_of,omitempty"` // the escalated sign-off
	// Afterwards says that it is asked once its gate has passed, and holds nothing up; Snapshot is then what was decided.
	Afterwards bool   `json:"afterwards,omitempty"`
	Snapshot   string `json:"snapshot,omitempty"`
}

// SignOffOpened starts the clock and pins the rules: quorum and decision rule are those of this governance version.
type SignOffOpened struct {
	SignOff           string    `json:"signoff"`
	Round             int       `json:"round"`
	GovernanceVersion int       `json:"governance_version"`
	DueAt             time.Time `json:"due_at,omitzero"`
	Calendar          string    `json:"calendar,omitempty"` // the version that DueAt was reckoned with
}

// SignOffVoteCast is one seat's vote.
type SignOffVoteCast struct {
	SignOff     string `json:"signoff"`
	Seat        string `json:"seat"`
	Person      string `json:"person"`
	AsDeputyFor string `json:"as_deputy_for,omitempty"` // the holder
	Choice      string `json:"choice"`                  // approve, refuse, abstain
	Reason      string `json:"reason,omitempty"`
	Conditions  string `json:"conditions,omitempty"`
	RecordedBy  string `json:"recorded_by,omitempty"` // the secretary, for a vote taken in the room
	Minute      string `json:"minute,omitempty"`
	Meeting     string `json:"meeting,omitempty"`
	Snapshot    string `json:"snapshot"` // what was voted on
}

// SignOffInterestDeclared records an interest; where it recuses, an earlier vote of the seat is struck.
type SignOffInterestDeclared struct {
	SignOff  string `json:"signoff"`
	Seat     string `json:"seat"`
	Person   string `json:"person"`
	Interest string `json:"interest"` // pecuniary, provider, other …
	Nature   string `json:"nature,omitempty"`
	Recuses  bool   `json:"recuses"`
	Struck   bool   `json:"struck,omitempty"`
	// Gate and GateRound are said where the sign-off is not the newest of its id: one that waits for ratification.
	Gate      string `json:"gate,omitempty"`
	GateRound int    `json:"gate_round,omitempty"`
}

// SignOffInterestWithdrawn takes a declaration back, by the monitoring officer.
type SignOffInterestWithdrawn struct {
	SignOff string `json:"signoff"`
	Seat    string `json:"seat"`
	By      string `json:"by"`
	Reason  string `json:"reason"`
	// Gate and GateRound are said where the sign-off is not the newest of its id: one that waits for ratification.
	Gate      string `json:"gate,omitempty"`
	GateRound int    `json:"gate_round,omitempty"`
}

// SignOffDispensed lets a recused seat take part.
type SignOffDispensed struct {
	SignOff string `json:"signoff"`
	Seat    string `json:"seat"`
	By      string `json:"by"`
	Reason  string `json:"reason"`
	// Gate and GateRound are said where the sign-off is not the newest of its id: one that waits for ratification.
	Gate      string `json:"gate,omitempty"`
	GateRound int    `json:"gate_round,omitempty"`
}

// SignOffQuorumLost says that the eligible seats can no longer make a quorum. It is recorded once, on the way.
type SignOffQuorumLost struct {
	SignOff string   `json:"signoff"`
	Reasons []string `json:"reasons"` // number_short, required_category_missing: <category>
	// LostAt is when the term or the deputy's time ended that took the quorum away, where that was noticed later.
	LostAt time.Time `json:"lost_at,omitzero"`
}

// SignOffQuorumReasonsChanged brings the reasons up to date while the quorum is lost.
type SignOffQuorumReasonsChanged struct {
	SignOff string   `json:"signoff"`
	Reasons []string `json:"reasons"`
}

// SignOffQuorumRestored reopens the sign-off; its deadline moves by the time it was inquorate.
type SignOffQuorumRestored struct {
	SignOff string    `json:"signoff"`
	DueAt   time.Time `json:"due_at,omitzero"`
	// RestoredAt is when the term or the deputy's time began that brought the quorum back, where that was noticed later.
	RestoredAt time.Time `json:"restored_at,omitzero"`
}

// SignOffSeatPassed says that a rotating seat which had not voted passed to the next organisation while the sign-off was open: what
// was asked of the seat is asked of whoever sits there now.
type SignOffSeatPassed struct {
	SignOff          string    `json:"signoff"`
	Seat             string    `json:"seat"`
	PassedAt         time.Time `json:"passed_at"` // 00:00:00 local time of the day
	FromOrganisation string    `json:"from_organisation"`
	ToOrganisation   string    `json:"to_organisation"`
	Previous         string    `json:"previous,omitempty"` // who sat there until then
	Person           string    `json:"person,omitempty"`   // who sits there now; none: the seat is vacant
}

// Tally counts the votes of a sign-off.
type Tally struct {
	Approve int          `json:"approve"`
	Refuse  int          `json:"refuse"`
	Abstain int          `json:"abstain"`
	NotCast int          `json:"not_cast"`
	Casting *CastingVote `json:"casting,omitempty"`
}

// CastingVote is the vote of the person presiding on equality of votes.
type CastingVote struct {
	Seat   string `json:"seat"`
	Choice string `json:"choice"`
}

// SignOffTied says that the votes are equal and the board's rule gives a casting vote.
type SignOffTied struct {
	SignOff   string `json:"signoff"`
	Tally     Tally  `json:"tally"`
	Presiding string `json:"presiding,omitempty"` // seat
	// DueAt moves the deadline of a tie that arose at it, so that the person presiding can be asked.
	DueAt time.Time `json:"due_at,omitzero"`
	// Because is why the voting was over: deadline, closed, meeting_closed; left out where every vote had been cast.
	Because string `json:"because,omitempty"`
}

// SignOffRecounted says that a tie is none any more, because a vote was struck or counts again. Where the voting was over, and those who voted
// still make a quorum, it is decided on what is left; else it is open once more.
type SignOffRecounted struct {
	SignOff string `json:"signoff"`
	Tally   Tally  `json:"tally"`
}

// SignOffCastingVoteCast is the casting vote.
type SignOffCastingVoteCast struct {
	SignOff string `json:"signoff"`
	Seat    string `json:"seat"`
	Person  string `json:"person"`
	Choice  string `json:"choice"`
	Reason  string `json:"reason,omitempty"`
	// AsDeputyFor is the holder of the seat, where a deputy presides for it.
	AsDeputyFor string `json:"as_deputy_for,omitempty"`
	// Gate and GateRound are said where the sign-off is not the newest of its id: one that waits for ratification.
	Gate      string `json:"gate,omitempty"`
	GateRound int    `json:"gate_round,omitempty"`
}

// SignOffCertified is a named officer's own act.
type SignOffCertified struct {
	SignOff string `json:"signoff"`
	Person  string `json:"person"`
	Choice  string `json:"choice"` // approve, refuse
	Reason  string `json:"reason,omitempty"`
}

// SignOffDecided is the result. By is the board or officer whose decision it is, never the clock.
type SignOffDecided struct {
	SignOff    string   `json:"signoff"`
	Result     string   `json:"result"` // approved, approved_with_conditions, endorsed, noted, returned, deferred, refused
	By         string   `json:"by"`
	Because    string   `json:"because"` // certain, all_voted, closed, deadline, meeting_closed, casting_vote, tie_falls, recounted, certificate, resolution
	Tally      Tally    `json:"tally"`
	Conditions []string `json:"conditions,omitempty"`
	Dissent    bool     `json:"dissent,omitempty"` // a refusal that is carried upward and stops nothing
	// DecidedAt is the moment of the decision where it is not that of the record: a deadline that was noticed late.
	DecidedAt time.Time `json:"decided_at,omitzero"`
	// EffectiveAt is since when it has effect, as things stood with the record; none where it had none yet, and then HeldBy says why: others
	// at the same gate, a call-in, a standstill. HeldUntil is to when at least; none: nobody could say. Older records say none of them.
	EffectiveAt time.Time `json:"effective_at,omitzero"`
	HeldBy      []string  `json:"held_by,omitempty"`
	HeldUntil   time.Time `json:"held_until,omitzero"`
}

// SignOffReminded tells one seat that its vote is awaited.
type SignOffReminded struct {
	SignOff  string    `json:"signoff"`
	Seat     string    `json:"seat,omitempty"`
	Person   string    `json:"person,omitempty"`
	Reminder string    `json:"reminder"` // which of the workflow's reminders: after:P5WD
	DueAt    time.Time `json:"due_at"`
	// Gate and GateRound are said where the sign-off is not the newest of its id: one that waits for ratification.
	Gate      string `json:"gate,omitempty"`
	GateRound int    `json:"gate_round,omitempty"`
}

// SignOffEscalated ends a sign-off that lapsed, tied or stayed inquorate. Its votes stay, not counted.
type SignOffEscalated struct {
	SignOff    string    `json:"signoff"`
	Because    string    `json:"because"` // lapse, inquorate, tie
	DueAt      time.Time `json:"due_at,omitzero"`
	DetectedAt time.Time `json:"detected_at"`
	To         string    `json:"to"` // the sign-off in its place, or "dispute"
	Tally      Tally     `json:"tally"`
}

// SignOffReopened starts another round of a decided sign-off; the earlier one is kept.
type SignOffReopened struct {
	SignOff string    `json:"signoff"`
	Round   int       `json:"round"`
	Because string    `json:"because"` // deferral_ended, dispute_resolved
	DueAt   time.Time `json:"due_at,omitzero"`
	// GovernanceVersion pins quorum and rule anew.
	GovernanceVersion int `json:"governance_version"`
}

// SignOffVoided ends a sign-off without a result.
type SignOffVoided struct {
	SignOff string `json:"signoff"`
	Because string `json:"because"`
	// GovernanceVersion is the one that ended the board, for board_version_ended; DueAt is when it did, DetectedAt when that was noticed.
	GovernanceVersion int       `json:"governance_version,omitempty"`
	DueAt             time.Time `json:"due_at,omitzero"`
	DetectedAt        time.Time `json:"detected_at,omitzero"`
	// Gate and GateRound are said where the sign-off is not the newest of its id: one that waits for ratification.
	Gate      string `json:"gate,omitempty"`
	GateRound int    `json:"gate_round,omitempty"`
}

// SignOffReissued says which sign-off stands in place of one whose board ended.
type SignOffReissued struct {
	SignOff           string `json:"signoff"` // the void one
	To                string `json:"to"`      // the sign-off in its place
	Board             string `json:"board"`   // that is asked now
	How               string `json:"how"`     // merged, routed, escalated
	GovernanceVersion int    `json:"governance_version"`
}

// EventType implements Event.
func (SignOffRequested) EventType() string { return "signoff.requested" }

// EventType implements Event.
func (SignOffOpened) EventType() string { return "signoff.opened" }

// EventType implements Event.
func (SignOffVoteCast) EventType() string { return "signoff.vote_cast" }

// EventType implements Event.
func (SignOffInterestDeclared) EventType() string { return "signoff.interest_declared" }

// EventType implements Event.
func (SignOffInterestWithdrawn) EventType() string { return "signoff.interest_withdrawn" }

// EventType implements Event.
func (SignOffDispensed) EventType() string { return "signoff.dispensed" }

// EventType implements Event.
func (SignOffQuorumLost) EventType() string { return "signoff.quorum_lost" }

// EventType implements Event.
func (SignOffQuorumReasonsChanged) EventType() string { return "signoff.quorum_reasons_changed" }

// EventType implements Event.
func (SignOffQuorumRestored) EventType() string { return "signoff.quorum_restored" }

// EventType implements Event.
func (SignOffSeatPassed) EventType() string { return "signoff.seat_passed" }

// EventType implements Event.
func (SignOffTied) EventType() string { return "signoff.tied" }

// EventType implements Event.
func (SignOffRecounted) EventType() string { return "signoff.recounted" }

// EventType implements Event.
func (SignOffCastingVoteCast) EventType() string { return "signoff.casting_vote_cast" }

// EventType implements Event.
func (SignOffCertified) EventType() string { return "signoff.certified" }

// EventType implements Event.
func (SignOffDecided) EventType() string { return "signoff.decided" }

// EventType implements Event.
func (SignOffReminded) EventType() string { return "signoff.reminded" }

// EventType implements Event.
func (SignOffEscalated) EventType() string { return "signoff.escalated" }

// EventType implements Event.
func (SignOffReopened) EventType() string { return "signoff.reopened" }

// EventType implements Event.
func (SignOffVoided) EventType() string { return "signoff.voided" }

// EventType implements Event.
func (SignOffReissued) EventType() string { return "signoff.reissued" }

func init() {
	known[SignOffRequested](1)
	known[SignOffOpened](1)
	known[SignOffVoteCast](1)
	known[SignOffInterestDeclared](1)
	known[SignOffInterestWithdrawn](1)
	known[SignOffDispensed](1)
	known[SignOffQuorumLost](1)
	known[SignOffQuorumReasonsChanged](1)
	known[SignOffQuorumRestored](1)
	known[SignOffSeatPassed](1)
	known[SignOffTied](1)
	known[SignOffRecounted](1)
	known[SignOffCastingVoteCast](1)
	known[SignOffCertified](1)
	known[SignOffDecided](1)
	known[SignOffReminded](1)
	known[SignOffEscalated](1)
	known[SignOffReopened](1)
	known[SignOffVoided](1)
	known[SignOffReissued](1)
}
