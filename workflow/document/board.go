package document

import "comity/workflow/calendar"

// Board is any standing body. Level is explicit because names mislead (DOMAIN §0.2).
type Board struct {
	// Its id.
	ID string `json:"id" check:"required,token" example:"wcb"`
	// Its name. It may say anything: the level counts.
	Name string `json:"name" check:"required" example:"Westmere Children's Partnership Board"`
	// Its level, by which sign-offs find it.
	Level string `json:"level" check:"required,enum=levels"`
	// The outcome it is about; sign-offs may ask only the board whose theme is the case's outcome.
	Theme string `json:"theme" check:"token" example:"be_healthy"`
	// The areas it serves; sign-offs by area find it by them.
	Areas []string `json:"areas" check:"ref=area" example:"[north]"`
	// Areas that have a board like this one each: {area} in the name is the area's name, and its id stands behind the ids of the board, of its seats and of who is proposed for them.
	ForAreas []string `json:"for_areas" check:"ref=area" example:"[north, south]"`
	// The boards that end when this version takes effect and that this one takes over from: what is open before them is opened anew here.
	Merges []string `json:"merges" check:"token" example:"[north, east]"`
	// In what capacity it decides. Whatever it is, a board's approval does not bind the partners.
	Authority string `json:"authority" check:"enum=authorities"`
	// The boards it reports to, by id, or the names of bodies outside. Only a strategic board may report to nobody.
	ReportsTo []string `json:"reports_to" example:"[jce]"`
	// Whether the boards it reports to may direct it.
	Relationship string `json:"relationship" check:"enum=relationships"`
	// How it meets.
	Meetings *Meetings `json:"meetings"`
	// Who presides.
	Chair Chair `json:"chair"`
	// The persons of its secretariat.
	Secretary []string `json:"secretary" check:"token" example:"[p-secretary]"`
	// How many must take part. Needed where the board has voting seats.
	Quorum Quorum `json:"quorum"`
	// How its votes make a decision. Needed where the board has voting seats.
	Rule Rule `json:"rule"`
	// What whoever presides may decide urgently between meetings; left out: nothing.
	Urgent *Urgent `json:"urgent"`
	// Up to what sum it decides; above it what is before it goes to a board of a higher level. Left out: whatever the workflow brings before it.
	Delegation *Delegation `json:"delegation"`
	// Of a board of areas: within what time it is to decide, in place of the workflow's time, within the bounds of local_variation.
	Deadline calendar.Period `json:"deadline" example:"P12WD"`
	// Its seats, here or under seats_for.
	Seats []Seat `json:"seats"`
	// Bodies outside whose voice the board hears, each twinned with members of it for a time; they have no seat.
	Associates []Associate `json:"associates"`
	// Seats that are written once for several organisations or political groups.
	SeatsFor []SeatTemplate `json:"seats_for"`
}

// Associate is a body whose voice a board hears, such as a school council: twinned with members of the board for a time (F45, A-F20).
type Associate struct {
	// Its id.
	ID string `json:"id" check:"required,token" example:"st-anne-council"`
	// Its name.
	Name string `json:"name" check:"required" example:"St Anne's Primary School Council"`
	// The seats of the board with whose holders it is twinned; they pass on what it says.
	TwinnedWith []string `json:"twinned_with" check:"required,ref=seat" example:"[W1, W5]"`
	// The first day.
	From calendar.Date `json:"from" check:"required" example:"2026-09-01"`
	// The last day; a year after the first unless said otherwise.
	Until calendar.Date `json:"until" example:"2027-08-31"`
}

// In reports whether a day falls in the associate's time.
func (a *Associate) In(on calendar.Date) bool {
	last := a.Until
	if last.IsZero() {
		last = a.From.AddMonths(12).AddDays(-1)
	}
	return !on.Before(a.From) && !on.After(last)
}

// Meetings say how a board meets and whether it may decide outside a meeting.
type Meetings struct {
	// How often it meets.
	Every calendar.Period `json:"every" example:"P2M"`
	// The days on which it meets, in order.
	Dates []calendar.Date `json:"dates" example:"[2027-01-19, 2027-03-16]"`
	// Clear days of notice of a meeting, without the day of the notice and the day of the meeting.
	NoticeDays int `json:"notice_days" check:"min=0" example:"5"`
	// Whether only who is in the room may vote, as in a statutory joint committee; false unless said otherwise.
	InPerson bool `json:"in_person"`
	// Whether it may decide between meetings; true unless said otherwise.
	WrittenProcedure *bool `json:"written_procedure"`
	// Whether its secretary may record votes taken in the room.
	RecordedVotes bool `json:"recorded_votes"`
}

// InCommon reports whether the board is several committees that meet together: the seats of each organisation vote by themselves, and
// a decision stands only if each committee agrees.
func (b *Board) InCommon() bool {
	return b.Rule.Count == CountInCommon || b.Authority == AuthorityInCommon
}

// Chair names the seat that presides and those that do in its absence, in order.
type Chair struct {
	// The seat that presides.
	Seat string `json:"seat" example:"W1"`
	// The seats that preside in its absence, in order.
	Vice []string `json:"vice" example:"[W3]"`
}

// Quorum is a number of voting seats and the categories that must be among them.
type Quorum struct {
	// How many voting seats must take part; who abstains takes part.
	Voting int `json:"voting" example:"5"`
	// The categories that must be among them.
	Require []Category `json:"require"`
}

// Category asks for a least number of seats of one organisation, or of one type of organisation, or of one role.
type Category struct {
	// Seats of this organisation …
	Organisation string `json:"organisation" check:"ref=organisation" example:"wcc"`
	// … or seats of organisations of this type …
	OrganisationType string `json:"organisation_type" check:"enum=organisation_types"`
	// … or seats of this role. One of the three is given.
	Role string `json:"role" check:"enum=roles"`
	// How many of them there must be.
	Min int `json:"min" check:"required,min=1" example:"1"`
}

// Rule says how votes make a decision.
type Rule struct {
	// Whether each seat has a vote, or each organisation one for the block of its seats, or the seats of each organisation vote by themselves, as its own committee, and all committees have to agree.
	Count string `json:"count" check:"enum=count_rules"`
	// What passes. Abstentions are not votes cast.
	Pass string `json:"pass" check:"enum=pass_rules"`
	// For pass: threshold, the least share of the votes cast, in per cent.
	ThresholdPct int `json:"threshold_pct" check:"min=0" example:"67"`
	// What follows from a tie: a second vote of whoever presides, refusal, or a dispute.
	OnTie string `json:"on_tie" check:"enum=on_tie_rules"`
	// When voting ends: once the result is arithmetically certain and the meeting quorate, once all have voted, at the deadline, or at the end of the meeting.
	Close string `json:"close" check:"enum=close_rules"`
}

// Seat is a place on a board. Authority sits on the seat, not on the person (DOMAIN §0.3).
type Seat struct {
	// Its id; no other seat of the partnership has it.
	ID string `json:"id" check:"required,token" example:"W5"`
	// The organisation it belongs to.
	Organisation string `json:"organisation" check:"ref=organisation" example:"ald"`
	// An organisation that fills it instead: a group of councils that nominates for all of them. Seats have one of the two, or both.
	NominatedBy string `json:"nominated_by" check:"ref=organisation" example:"district-leaders-group"`
	// Organisations that have the seat in turn, where it is no one organisation's.
	Rotation *Rotation `json:"rotation"`
	// The role of who sits in it.
	Role string `json:"role" check:"enum=roles"`
	// The post of who sits in it, in words.
	Post string `json:"post" example:"lead member for children"`
	// The political group of who sits in it. It is for information: no rule reads it.
	PoliticalGroup string `json:"political_group" example:"independent"`
	// Whether it votes; true unless said otherwise.
	Voting *bool `json:"voting"`
	// member unless said otherwise; an associate speaks and does not vote.
	Kind string `json:"kind" check:"enum=seat_kinds"`
	// Whether who attends in it is paid for the attendance; meetings that are over then give a line in the list of payments.
	AttendancePaid bool `json:"attendance_paid"`
	// For whom it speaks. It does not say what it may commit: mandates do.
	Represents Represents `json:"represents"`
	// Within what time it reports back on a decision that touches whom it represents; as reporting says unless said otherwise.
	ReportBack calendar.Period `json:"report_back" example:"P10WD"`
	// The person proposed to hold it; has force once the organisation confirms it.
	Holder string `json:"holder" check:"token" example:"p-ald"`
	// The persons proposed as deputies; likewise.
	Deputies []string `json:"deputies" check:"token" example:"[p-ald-2]"`
}

// MayVote reports whether the seat votes; non-voting seats and associates speak only.
func (s *Seat) MayVote() bool { return (s.Voting == nil || *s.Voting) && s.Kind != SeatAssociate }

// AppointedBy is the organisation that fills the seat; of one that rotates without a nominating body the first of those that have it in turn.
func (s *Seat) AppointedBy() string {
	switch {
	case s.NominatedBy != "":
		return s.NominatedBy
	case s.Rotation != nil && s.Organisation == "" && len(s.Rotation.Among) > 0:
		return s.Rotation.Among[0]
	}
	return s.Organisation
}
