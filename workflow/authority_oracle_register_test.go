package workflow

import (
	"encoding/json"
	"slices"

	"comity/events"
	"comity/workflow/document"
)

// Whose the acts on the register are.

func (o *oracle) forbidsInRegister(person string, cmd Command, list []events.Event) (string, bool) {
	authorises := func(organisation string) bool {
		return person != "" && o.organisation(organisation).AuthorisingOfficer == person && !o.gone(organisation)
	}
	fills := func(seat string, on string) string {
		s := o.seat(seat)
		switch {
		case s == nil:
			return ""
		case o.organisation(s.NominatedBy).ID != "":
			return s.NominatedBy
		case s.Rotation != nil:
			return o.turn(s, on)
		}
		return s.Organisation
	}
	switch cmd := cmd.(type) {
	case *MemberAppoint:
		on := o.on
		if !cmd.From.IsZero() {
			on = cmd.From.String()
		}
		return o.either(authorises(fills(cmd.Seat, on)) && cmd.Person != person, "not who fills the seat, or for themselves"), true
	case *MemberRemove:
		return o.either(authorises(fills(cmd.Seat, o.on)), "not who fills the seat"), true
	case *DeputyName:
		return o.either(authorises(fills(cmd.Seat, o.on)) && cmd.Person != person, "not who fills the seat, or for themselves"), true
	case *DeputyEnd:
		return o.either(authorises(fills(cmd.Seat, o.on)), "not who fills the seat"), true
	case *MandateGrant:
		mine := func(terms []Term) bool {
			return slices.ContainsFunc(terms, func(t Term) bool {
				return t.Seat == cmd.Seat && t.Person == person && (t.Until.IsZero() || o.on <= t.Until.String())
			})
		}
		widens := mine(o.r.Terms) || cmd.DeputyMayCommit && mine(o.r.Deputies)
		return o.either(authorises(cmd.Organisation) && !widens, "not for that organisation, or for themselves"), true
	case *MemberConfirm:
		for _, e := range list {
			if e, is := e.(events.MemberAppointed); is && e.Person == person {
				return "for themselves", true
			}
			if e, is := e.(events.DeputyNamed); is && e.Person == person {
				return "for themselves", true
			}
		}
		return o.either(authorises(cmd.Organisation), "not for that organisation"), true
	case *MandateConfirm:
		return o.either(authorises(cmd.Organisation), "not for that organisation"), true
	case *EngagementRecord:
		inUnit := slices.ContainsFunc(o.g.Units, func(u document.Unit) bool { return slices.Contains(u.Members, person) })
		return o.either(o.secretary(person) || inUnit, "neither of a unit nor of a secretariat"), true
	case *MandateRevoke:
		for _, m := range o.r.Mandates {
			if m.Mandate == cmd.Mandate {
				for _, e := range list {
					if e, is := e.(events.MandateRevoked); is && o.until[m.Mandate] != "" && e.LastDay > o.until[m.Mandate] {
						return "an end that comes later is no end", true
					}
				}
				return o.either(authorises(m.Organisation), "not for that organisation"), true
			}
		}
		return "there is no such mandate", true
	case *MeetingSchedule:
		return o.either(o.secretary(person, cmd.Board), "not of its secretariat"), true
	case *MeetingOpen, *MeetingClose, *MeetingCancel, *MeetingRecordAttendance:
		for _, m := range o.r.Meetings {
			if raw, _ := json.Marshal(cmd); slices.Contains([]string{idOf(raw)}, m.ID) {
				return o.either(o.secretary(person, m.Board), "not of its secretariat"), true
			}
		}
		return "there is no such meeting", true
	case *MemberAcknowledgeCode:
		return o.either(o.acts(cmd.Seat, person), "neither holder nor deputy"), true
	case *FeedbackGive:
		return o.passesOn(person, cmd), true
	case *LevelReportRecord:
		return o.either(o.secretary(person, cmd.Board) || o.chairs(cmd.Board, person), "neither presides nor keeps the minutes"), true
	case *PartnershipPublish, *PartnershipSucceed, *SuccessionCancel, *WorkflowPublish:
		return o.either(person == "p-admin" || slices.Contains(o.g.Administrators, person), "no administrator"), true
	}
	return "", false
}

func idOf(raw []byte) string {
	var x struct {
		Meeting string `json:"meeting"`
	}
	_ = json.Unmarshal(raw, &x)
	return x.Meeting
}

// passesOn: from a seat with which the associate is twinned, or as the board's secretary (F45).
func (o *oracle) passesOn(person string, cmd *FeedbackGive) string {
	b := boardIn(o.g, cmd.Board)
	if b == nil {
		return "there is no such board"
	}
	for _, a := range b.Associates {
		if a.ID == cmd.Associate && (o.secretary(person, b.ID) || slices.ContainsFunc(a.TwinnedWith, func(seat string) bool { return o.acts(seat, person) })) {
			return ""
		}
	}
	return "neither twinned nor the secretary"
}

// chairs: the first of chair and vice-chairs whose seat somebody is in.
func (o *oracle) chairs(board, person string) bool {
	b := boardIn(o.g, board)
	if b == nil {
		return false
	}
	for _, seat := range append([]string{b.Chair.Seat}, b.Chair.Vice...) {
		if seat != "" && o.acts(seat, "") {
			return o.acts(seat, person)
		}
	}
	return false
}
