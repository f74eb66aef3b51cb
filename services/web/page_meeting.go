package web

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
)

// meetingPage is what the page meeting shows.
type meetingPage struct {
	*desk
	*workflow.Meeting
	Board    answer.Board
	Here     string // address of the meeting
	Keeper   bool   // the person keeps the board's papers
	Recorded bool   // votes in the room may be recorded
	Agenda   []agendaItem
	Decided  []decidedItem
	Seats    []attending
}

// agendaItem is a sign-off before the board.
type agendaItem struct {
	answer.ForecastRow
	Name, Address, Room, Quorum, Expected string
	MayRecord                             bool
}

// Ratify reports whether the board votes on whether an urgent decision stands.
func (i agendaItem) Ratify() bool { return i.State == workflow.SignOffProvisional }

// roomID names an item in addresses: its sign-off, with the gate of one that is to be ratified, since there may be another of that name.
func roomID(row *answer.ForecastRow) string {
	if row.State == workflow.SignOffProvisional {
		return "ratify-" + row.Gate + "-" + row.SignOff
	}
	return row.SignOff
}

// decidedItem is a sign-off that the board decided at the meeting.
type decidedItem struct {
	Case, Name, Address, Result, Tally string
	Classification                     string
	Conditions                         []string
	When                               time.Time
	Effect                             workflow.InEffect
}

// attending is a seat and who attends for it.
type attending struct {
	answer.SeatRow
	Label   string
	Who     []choice // that may act for it
	Person  string   // who attends, or the holder
	Present string   // in_person, remote, apologies; "" for not recorded
}

// meeting shows a meeting: its agenda, who attends, and what has been decided.
func (v *visit) meeting() error {
	p, err := v.meetingOf()
	if err != nil {
		return err
	}
	return v.showMeeting(http.StatusOK, p, p.begin())
}

// meetingOf finds the meeting of the address. Errors: not_found.
func (v *visit) meetingOf() (*meetingPage, error) {
	d, err := v.desk()
	if err != nil {
		return nil, err
	}
	id := v.path("meeting")
	p := &meetingPage{desk: d, Here: d.Address + "/meetings/" + id}
	for _, b := range v.naming().Rules().Boards {
		p.Board = answer.Board{}
		if err := v.ask("board", answer.BoardArgs{Board: b.ID}, &p.Board); err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(p.Board.Meetings, func(m *workflow.Meeting) bool { return m.ID == id }); i >= 0 {
			p.Meeting, p.Keeper = p.Board.Meetings[i], d.Keeps(b.ID)
			return p, v.attendance(p)
		}
	}
	return nil, missing("There is no such meeting.")
}

// attendance lists the seats with who attends for them, and whether the board lets its secretary record votes.
func (v *visit) attendance(p *meetingPage) error {
	g, err := v.governance()
	if err != nil {
		return err
	}
	b := g.Board(p.Board.ID)
	p.Recorded = b != nil && b.Meetings != nil && b.Meetings.RecordedVotes
	n := v.naming()
	for _, s := range p.Board.Seats {
		x := attending{SeatRow: s, Label: n.Seat(s.ID), Person: s.Holder}
		for _, id := range append([]string{s.Holder}, s.Deputies...) {
			if id != "" {
				x.Who = append(x.Who, choice{Value: id, Text: n.Person(id)})
			}
		}
		for _, a := range p.Attendance {
			if a.Seat == s.ID {
				x.Person, x.Present = cmp.Or(a.Person, s.Holder), a.Present
			}
		}
		p.Seats = append(p.Seats, x)
	}
	return nil
}

// begin is the form of who attends, as it is recorded.
func (p *meetingPage) begin() *form {
	values := map[string]string{}
	for _, s := range p.Seats {
		values["present-"+s.ID], values["person-"+s.ID] = s.Present, s.Person
	}
	return filled(values)
}

func (v *visit) showMeeting(status int, p *meetingPage, f *form) error {
	var now answer.Forecast
	if err := v.ask("forecast", answer.ForecastArgs{Board: p.Board.ID, Meeting: p.ID}, &now); err != nil {
		return err
	}
	for _, row := range now.SignOffs {
		x := agendaItem{ForecastRow: row, Name: cmp.Or(row.Title, "Case "+row.Case), Address: "/" + v.partnership + "/cases/" + row.Case,
			Room: p.Here + "/items/" + row.Case + "/" + roomID(&row), Quorum: quorumNow(&row)}
		if e := row.Expected; e != nil {
			x.Expected = "With those who attend there is a quorum."
			if e.Quorum == workflow.QuorumImpossible {
				x.Expected = "With those who attend there is no quorum."
			}
		}
		x.MayRecord = p.Keeper && p.Recorded && p.State == "open" && !row.Stopped && row.State != workflow.SignOffWaiting
		p.Agenda = append(p.Agenda, x)
	}
	var err error
	if p.Decided, err = v.decidedAt(p.Meeting); err != nil {
		return err
	}
	return v.showAs(status, "meeting", page{Title: "Meeting of " + p.Board.Name, Form: f, Data: p, Back: p.Address + "/meetings"})
}

// decidedAt lists what the board of a meeting decided while it was in session, as far as the reader may see it.
func (v *visit) decidedAt(m *workflow.Meeting) (out []decidedItem, err error) {
	if m.OpenedAt.IsZero() {
		return nil, nil
	}
	var list answer.Cases
	if err := v.ask("cases", answer.CasesArgs{Sort: "updated", Limit: 200}, &list); err != nil {
		return nil, err
	}
	for _, row := range list.Cases {
		if row.Limited || row.UpdatedAt.Before(m.OpenedAt) {
			continue // nothing happened to it since
		}
		var c answer.Case
		if err := v.ask("case", answer.CaseArgs{Case: row.Case}, &c); err != nil {
			return nil, err
		}
		if c.State == nil {
			continue
		}
		for _, s := range c.State.SignOffs {
			if s.Board != m.Board || !decidedIn(s, m) {
				continue
			}
			x := decidedItem{Case: row.Case, Name: cmp.Or(row.Title, "Case "+row.Case), Address: "/" + v.partnership + "/cases/" + row.Case,
				Result: words("result", s.Result), Conditions: s.Conditions, When: s.EndedAt, Effect: workflow.EffectOfSignOff(c.State, s), Classification: row.Classification}
			if s.Tally != nil {
				x.Tally = tallyOf(s.Tally)
			}
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b decidedItem) int { return a.When.Compare(b.When) })
	return out, nil
}

// decidedIn reports whether a sign-off was decided while a meeting was in session.
func decidedIn(s *workflow.SignOff, m *workflow.Meeting) bool {
	return s.State == workflow.SignOffDone && !s.EndedAt.Before(m.OpenedAt) && (m.ClosedAt.IsZero() || !s.EndedAt.After(m.ClosedAt))
}

// meetingAct opens, closes or calls off a meeting.
func (v *visit) meetingAct(cmd func(id string, f *form) workflow.Command, told string) error {
	p, err := v.meetingOf()
	if err != nil {
		return err
	}
	if err := only(p.Keeper, "Only the secretary of the board does this."); err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	do := cmd(p.ID, f)
	if !f.ok() {
		return v.meetingAgain(p, f)
	}
	done, err := v.do(do)
	if no := rulesNo(err); no != nil {
		for _, d := range no.Details {
			if d.Code == workflow.WrongStage {
				d.Message = "The meeting is “" + lower(words("meeting", p.State)) + "” by now, and this cannot be done."
			}
			f.wrong("", "%s", d.Message)
		}
		return v.meetingAgain(p, f)
	}
	if err != nil {
		return err
	}
	v.tell(told)
	return v.goTo(p.Here, done.Seq)
}

// meetingAgain shows the meeting with what is wrong; who attends stands as it was sent, or as it is recorded.
func (v *visit) meetingAgain(p *meetingPage, f *form) error {
	for name, is := range p.begin().values {
		if _, sent := f.values[name]; !sent {
			f.values[name] = is
		}
	}
	return v.showMeeting(http.StatusUnprocessableEntity, p, f)
}

func (v *visit) meetingOpen() error {
	return v.meetingAct(func(id string, _ *form) workflow.Command { return &workflow.MeetingOpen{Meeting: id} }, "The meeting is open.")
}

func (v *visit) meetingClose() error {
	return v.meetingAct(func(id string, _ *form) workflow.Command { return &workflow.MeetingClose{Meeting: id} }, "The meeting is closed.")
}

func (v *visit) meetingCancel() error {
	return v.meetingAct(func(id string, f *form) workflow.Command {
		return &workflow.MeetingCancel{Meeting: id, Reason: f.need("reason", "Enter why the meeting is called off")}
	}, "The meeting is called off.")
}

// meetingAttendance records who attends: all seats at once, in the place of what was recorded before.
func (v *visit) meetingAttendance() error {
	return v.meetingAct(func(id string, f *form) workflow.Command {
		cmd := &workflow.MeetingRecordAttendance{Meeting: id}
		for _, b := range v.naming().Rules().Boards {
			for _, s := range b.Seats {
				if how := f.Value("present-" + s.ID); how != "" {
					cmd.Attendance = append(cmd.Attendance, workflow.AttendanceLine{Seat: s.ID, Present: how, Person: f.Value("person-" + s.ID)})
				}
			}
		}
		if len(cmd.Attendance) == 0 {
			f.wrong("attendance", "Say for at least one seat how it attends")
		}
		return cmd
	}, "Who attends is recorded.")
}

// Presences are the ways to attend.
func (p *meetingPage) Presences() []choice {
	return []choice{{Text: "Not recorded"}, {Value: "in_person", Text: "In the room"}, {Value: "remote", Text: "Online"}, {Value: "apologies", Text: "Sent apologies"}}
}

// How says how a seat attends.
func (a attending) How() string {
	i := slices.IndexFunc((*meetingPage)(nil).Presences(), func(c choice) bool { return c.Value == a.Present })
	return (*meetingPage)(nil).Presences()[max(i, 0)].Text
}
