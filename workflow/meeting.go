package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// Meetings: called, opened and closed with attendance (F23, F24).

// secretariat refuses who is not of a board's secretariat.
func (d *registering) secretariat(b *document.Board) []Problem {
	if slices.Contains(b.Secretary, d.m.Actor) {
		return nil
	}
	return []Problem{notPermitted("Only the secretariat of %s may do this.", b.ID).about(b.ID)}
}

// schedule is MeetingSchedule's rule.
func (d *registering) schedule(cmd *MeetingSchedule) *Refusal {
	b := d.g.Board(cmd.Board)
	if b == nil {
		return Refuse(problem(NotFound, "There is no board %s.", cmd.Board).about(cmd.Board))
	}
	problems := d.secretariat(b)
	if d.r.Meeting(cmd.Meeting) != nil {
		problems = append(problems, problem(Malformed, "There is a meeting %s already.", cmd.Meeting).about("meeting"))
	}
	if !events.ValidToken(cmd.Meeting) {
		problems = append(problems, problem(Malformed, "A meeting's name is letters, digits, hyphens and underscores.").about("meeting"))
	}
	if !cmd.StartsAt.After(d.m.At) {
		problems = append(problems, problem(Malformed, "A meeting is called for a time to come.").about("starts_at"))
	} else if b.Meetings != nil && b.Meetings.NoticeDays > 0 {
		if clear := d.cal.ClearDaysBetween(d.cal.DateOf(d.m.At), d.cal.DateOf(cmd.StartsAt)); clear < b.Meetings.NoticeDays {
			problems = append(problems, problem(NoticeTooShort, "%s gives %d clear days' notice; %d are needed.", cmd.Meeting, clear, b.Meetings.NoticeDays).
				under("boards.%s.meetings.notice_days", b.ID).about(cmd.Meeting).with(map[string]any{"clear_days": clear, "needed": b.Meetings.NoticeDays}))
		}
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.MeetingScheduled{Meeting: cmd.Meeting, Board: b.ID, StartsAt: cmd.StartsAt.UTC().Truncate(time.Millisecond), Venue: cmd.Venue, Remote: cmd.Remote})
	return nil
}

// meetingAct does something to a meeting in a state, as its board's secretariat.
func (d *registering) meetingAct(id, state string, act func(*Meeting) (events.Event, *Problem)) *Refusal {
	m := d.r.Meeting(id)
	if m == nil {
		return Refuse(problem(NotFound, "There is no meeting %s.", id).about(id))
	}
	b := d.g.Board(m.Board)
	if b == nil { // with the board its secretariat is gone: nobody opens, closes or calls off a meeting of it
		return Refuse(notPermitted("The governance in force has no board %s, and so no secretariat that may do this.", m.Board).under("DOMAIN §2.1 (boards that end)").about(m.Board))
	}
	problems := d.secretariat(b)
	if m.State != state {
		problems = append(problems, problem(WrongStage, "Meeting %s is %s.", id, m.State).about(id))
	}
	e, p := act(m)
	if p != nil {
		problems = append(problems, *p)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(e)
	return nil
}

// attendance checks who attends for which seat.
func (d *registering) attendance(m *Meeting, lines []AttendanceLine) (events.Event, *Problem) {
	b := d.g.Board(m.Board)
	e := events.MeetingAttendanceRecorded{Meeting: m.ID}
	for _, line := range lines {
		if b == nil || !hasSeat(b.Seats, line.Seat) {
			p := problem(NotFound, "%s has no seat %s.", m.Board, line.Seat).about(line.Seat)
			return nil, &p
		}
		person := first(line.Person, d.r.Holder(line.Seat, d.m.At))
		who, p := d.r.actFor(line.Seat, person, d.m.At)
		if p != nil {
			return nil, p
		}
		e.Attendance = append(e.Attendance, events.Attendance{Seat: line.Seat, Person: person, Present: line.Present, Deputy: who.Deputy})
	}
	return e, nil
}
