package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// apply folds one event into the register. It never refuses what happened; it errs on what cannot have happened.
func (r *Register) apply(e events.Event, at time.Time) error {
	switch e := e.(type) {
	case events.InstallationCreated:
		r.LogID, r.Administrators = e.LogID, e.Administrators
	case events.PartnershipPublished:
		p := Published{ID: r.Partnership, Version: e.Version, From: day(e.EffectiveFrom), Digest: e.Digest, Source: e.Source, PublishedAt: at}
		if err := p.read(document.KindGovernance); err != nil {
			return err
		}
		r.Governance = append(r.Governance, p) // versions only count up
		r.bereave()
	case events.WorkflowPublished:
		p := Published{ID: e.Workflow, Version: e.Version, From: day(e.EffectiveFrom), Digest: e.Digest, Source: e.Source, PublishedAt: at}
		if err := p.read(document.KindWorkflow); err != nil {
			return err
		}
		r.Workflows = append(r.Workflows, p)
	case events.OrganisationSucceeded:
		r.applySuccession(e, at)
		r.bereave()
	case events.OrganisationSuccessionCancelled:
		r.cancelled(e)
		r.bereave()
	case events.MemberAppointed:
		r.Terms = append(r.Terms, Term{Seat: e.Seat, Person: e.Person, Organisation: e.Organisation, From: day(e.From), Until: day(e.Until), Instrument: e.Instrument,
			TurnOf: e.TurnOf, KnownAt: at})
	case events.MemberCodeAcknowledged:
		r.Codes = append(slices.Clip(r.Codes), CodeAcknowledged{Seat: e.Seat, Person: e.Person, Version: e.Version, At: at})
	case events.MemberRemoved:
		endTerm(r.Terms, e.Seat, e.Person, day(e.LastDay), at)
	case events.DeputyNamed:
		r.Deputies = append(r.Deputies, Term{Seat: e.Seat, Person: e.Person, Organisation: e.Organisation, From: day(e.From), Until: day(e.Until), Instrument: e.Instrument,
			TurnOf: e.TurnOf, KnownAt: at})
	case events.DeputyEnded:
		endTerm(r.Deputies, e.Seat, e.Person, day(e.LastDay), at)
	case events.MandateGranted:
		r.Mandates = append(r.Mandates, MandateHeld{MandateGranted: e, From: day(e.From), Until: day(e.Until), KnownAt: at})
	case events.MandateRevoked:
		r.revoked(e.Mandate)
		for i := range r.Mandates {
			if r.Mandates[i].Mandate == e.Mandate {
				r.Mandates[i].Until, r.Mandates[i].Revoked = day(e.LastDay), true
			}
		}
	case events.AuthorityExpiryWarned, events.AuthorityExpired:
		r.applyEnding(e)
	case events.MeetingScheduled:
		r.Meetings = append(r.Meetings, &Meeting{ID: e.Meeting, Board: e.Board, StartsAt: e.StartsAt, Venue: e.Venue, Remote: e.Remote,
			State: "scheduled"})
	case events.MeetingOpened:
		return r.meeting(e.Meeting, func(m *Meeting) { m.State, m.OpenedAt = "open", at })
	case events.MeetingAttendanceRecorded:
		return r.meeting(e.Meeting, func(m *Meeting) { m.Attendance = e.Attendance })
	case events.MeetingClosed:
		return r.meeting(e.Meeting, func(m *Meeting) { m.State, m.ClosedAt = "closed", at })
	case events.MeetingCancelled:
		return r.meeting(e.Meeting, func(m *Meeting) { m.State = "cancelled" })
	case events.BriefingIssued:
		r.Briefings = append(slices.Clip(r.Briefings), Briefing{Organisation: e.Organisation, Month: e.Month, IssuedAt: at, Decisions: e.Decisions})
	case events.EngagementRecorded:
		r.Engagements = append(slices.Clip(r.Engagements), e)
	case events.FeedbackGiven:
		r.Feedback = append(slices.Clip(r.Feedback), e)
	case events.LevelReportOverdue, events.LevelReportRecorded:
		r.applyReport(e, at)
	case events.LevelReportReminded:
		r.LevelReminders = append(slices.Clip(r.LevelReminders), LevelReminder{Board: e.Board, From: day(e.From)})
	case events.OverarchingReported:
		r.Overarching, r.OverarchingUntil = append(slices.Clip(r.Overarching), Overarching{OverarchingReported: e, ReportedAt: at}), e.UntilAt
	case events.BriefingMonthClosed:
		r.BriefedUntil = e.UntilAt
	default:
		return fmt.Errorf("%s does not belong to a register", e.EventType())
	}
	return nil
}

// meeting changes a meeting. The slice is copied first, so that a register handed out as a value stays as it was.
func (r *Register) meeting(id string, change func(*Meeting)) error {
	i := slices.IndexFunc(r.Meetings, func(m *Meeting) bool { return m.ID == id })
	if i < 0 {
		return fmt.Errorf("meeting %s was never scheduled", id)
	}
	m := *r.Meetings[i]
	change(&m)
	r.Meetings = slices.Clone(r.Meetings)
	r.Meetings[i] = &m
	return nil
}

// endTerm gives the newest running term of a person in a seat its last day; one that had not begun vanishes.
func endTerm(terms []Term, seat, person string, last calendar.Date, at time.Time) {
	for i := len(terms) - 1; i >= 0; i-- {
		if t := &terms[i]; t.Seat == seat && t.Person == person && (t.Until.IsZero() || t.Until.After(last)) {
			t.Until, t.Removed, t.EndKnownAt = last, true, at
			return
		}
	}
}

// day reads a date of an event; events hold only valid ones, and "" for none.
func day(s string) calendar.Date {
	d, _ := calendar.ParseDate(s)
	return d
}

// text writes a date for an event.
func text(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
