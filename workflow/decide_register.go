package workflow

import (
	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// registering is one command being decided on a partnership's register.
type registering struct {
	r      *Register
	g      *document.Governance // in force now, nil before the first
	cal    *calendar.Calendar
	m      Meta
	events []events.Event
}

// DecideRegister decides a command on a partnership's register: the events that it brings about, or a refusal with all its
// reasons. It does not change the register. No events and no refusal means that there was nothing to do.
//
// Authority changes only by the organisation whose it is (DESIGN §4): documents propose, its authorising officer confirms.
func DecideRegister(r *Register, cmd Command, m Meta) ([]events.Event, *Refusal) {
	d := &registering{r: r, g: r.GovernanceAt(m.At), m: m}
	d.cal = r.CalendarAt(m.At)
	if _, first := cmd.(*PartnershipPublish); !first && d.g == nil {
		return nil, Refuse(problem(NotFound, "No governance of %s is in force.", r.Partnership).about(r.Partnership))
	}
	stale := m.stale("The register", r.Revision)
	if no := d.dispatch(cmd); no != nil || stale != nil {
		return nil, beside(no, stale)
	}
	return d.events, nil
}

func (d *registering) dispatch(cmd Command) *Refusal {
	switch cmd := cmd.(type) {
	case *PartnershipPublish:
		return d.publishGovernance(cmd)
	case *PartnershipSucceed:
		return d.succeed(cmd)
	case *SuccessionCancel:
		return d.cancelSuccession(cmd)
	case *PartnershipTick:
		d.tick()
		return nil
	case *WorkflowPublish:
		return d.publishWorkflow(cmd)
	case *MemberAppoint:
		d.onTheDay(cmd.From)
		return d.appoint(cmd)
	case *MemberConfirm:
		d.onTheDay(cmd.From)
		return d.confirmMembers(cmd)
	case *MemberAcknowledgeCode:
		return d.acknowledgeCode(cmd)
	case *MemberRemove:
		return d.remove(cmd.Seat, d.r.Terms, "", cmd.LastDay, func(t Term, last string) events.Event {
			return events.MemberRemoved{Seat: t.Seat, Person: t.Person, LastDay: last, Instrument: cmd.Instrument}
		})
	case *DeputyName:
		d.onTheDay(cmd.From)
		return d.nameDeputy(cmd)
	case *DeputyEnd:
		return d.remove(cmd.Seat, d.r.Deputies, cmd.Person, cmd.LastDay, func(t Term, last string) events.Event {
			return events.DeputyEnded{Seat: t.Seat, Person: t.Person, LastDay: last, Instrument: cmd.Instrument}
		})
	case *MandateGrant:
		d.onTheDay(cmd.From)
		return d.grant(cmd)
	case *MandateConfirm:
		return d.confirmMandates(cmd)
	case *MandateRevoke:
		return d.revoke(cmd)
	case *EngagementRecord:
		return d.recordEngagement(cmd)
	case *FeedbackGive:
		return d.giveFeedback(cmd)
	case *LevelReportRecord:
		return d.recordReport(cmd)
	case *MeetingSchedule:
		return d.schedule(cmd)
	case *MeetingOpen:
		return d.meetingAct(cmd.Meeting, "scheduled", func(m *Meeting) (events.Event, *Problem) { return events.MeetingOpened{Meeting: m.ID}, nil })
	case *MeetingRecordAttendance:
		return d.meetingAct(cmd.Meeting, "open", func(m *Meeting) (events.Event, *Problem) { return d.attendance(m, cmd.Attendance) })
	case *MeetingClose:
		return d.meetingAct(cmd.Meeting, "open", func(m *Meeting) (events.Event, *Problem) { return events.MeetingClosed{Meeting: m.ID}, nil })
	case *MeetingCancel:
		return d.meetingAct(cmd.Meeting, "scheduled", func(m *Meeting) (events.Event, *Problem) {
			return events.MeetingCancelled{Meeting: m.ID, Reason: cmd.Reason}, nil
		})
	}
	return Refuse(problem(NotFound, "%s is not a command on a register.", cmd.CommandName()))
}

func (d *registering) emit(e events.Event) { d.events = append(d.events, e) }
