package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
)

// meetingsPage is what the page desk_meetings shows.
type meetingsPage struct {
	*desk
	Next   []deskMeeting // soonest first
	Past   []deskMeeting // newest first
	Choose []choice      // of boards for which the person may call a meeting
}

// deskMeetings lists the meetings of the boards whose papers one keeps, of all for who keeps none, and calls another.
func (v *visit) deskMeetings() error {
	d, err := v.desk()
	if err != nil {
		return err
	}
	return v.showMeetings(http.StatusOK, d, &form{})
}

func (v *visit) showMeetings(status int, d *desk, f *form) error {
	p := meetingsPage{desk: d}
	for _, b := range d.SecretaryOf {
		p.Choose = append(p.Choose, choice{Value: b.ID, Text: b.Name})
	}
	for _, b := range v.naming().Rules().Boards {
		if d.Secretary() && !d.Keeps(b.ID) {
			continue
		}
		var board answer.Board
		if err := v.ask("board", answer.BoardArgs{Board: b.ID}, &board); err != nil {
			return err
		}
		for _, m := range board.Meetings {
			x := deskMeeting{Meeting: m, BoardName: b.Name, Address: d.Address + "/meetings/" + m.ID}
			if m.State == "open" || m.State == "scheduled" {
				p.Next = append(p.Next, x)
			} else {
				p.Past = append(p.Past, x)
			}
		}
	}
	slices.SortStableFunc(p.Next, func(a, b deskMeeting) int { return a.StartsAt.Compare(b.StartsAt) })
	slices.SortStableFunc(p.Past, func(a, b deskMeeting) int { return b.StartsAt.Compare(a.StartsAt) })
	return v.showAs(status, "desk_meetings", page{Title: "Meetings", Form: f, Data: p})
}

// meetingCall calls a meeting.
func (v *visit) meetingCall() error {
	d, err := v.desk()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	board := f.need("board", "Select which board meets")
	if board != "" {
		if err := only(d.Keeps(board), "Only the secretary of a board calls its meetings."); err != nil {
			return err
		}
	}
	at := v.moment(f, "starts", "Enter the day of the meeting, such as 27 3 2027", "Enter the time in hours and minutes, such as 14:30")
	if !f.ok() {
		return v.showMeetings(http.StatusUnprocessableEntity, d, f)
	}
	cmd := &workflow.MeetingSchedule{Meeting: v.meetingName(board, at), Board: board, StartsAt: at, Venue: f.Value("venue"), Remote: f.Value("remote") == "yes"}
	done, err := v.do(cmd)
	if no := rulesNo(err); no != nil {
		v.meetingRefused(f, no)
		return v.showMeetings(http.StatusUnprocessableEntity, d, f)
	}
	if err != nil {
		return err
	}
	v.tell("The meeting is called.")
	return v.goTo(d.Address+"/meetings/"+cmd.Meeting, done.Seq)
}

// meetingRefused says why no meeting was called, beside the field.
func (v *visit) meetingRefused(f *form, no *workflow.Refusal) {
	for _, p := range no.Details {
		switch {
		case p.Code == workflow.NoticeTooShort:
			f.wrong("starts", "That gives %v clear days’ notice, and the rules of this board ask for %v. Choose a later day", p.Facts["clear_days"], p.Facts["needed"])
		case p.About == "starts_at":
			f.wrong("starts", "The meeting must be in the future")
		case p.About == "meeting":
			f.wrong("starts", "A meeting of this board is called for that day already")
		default:
			f.wrong("", "%s", p.Message)
		}
	}
}

// moment reads a day and a time of day, in the zone of the partnership, and notes what is wrong; zero then.
func (v *visit) moment(f *form, name, needDay, needTime string) time.Time {
	day, err := time.ParseInLocation(time.DateOnly, f.date(name), v.zone())
	if err != nil {
		f.wrong(name, "%s", needDay)
	}
	clock, noTime := time.Parse("15:04", strings.ReplaceAll(f.Value(name+"-time"), ".", ":"))
	if noTime != nil {
		f.wrong(name+"-time", "%s", needTime)
	}
	if err != nil || noTime != nil {
		return time.Time{}
	}
	return time.Date(day.Year(), day.Month(), day.Day(), clock.Hour(), clock.Minute(), 0, 0, v.zone())
}

// zone is the time zone of the page's partnership.
func (v *visit) zone() *time.Location {
	if zone, err := time.LoadLocation(v.naming().Rules().Timezone); err == nil && v.naming().Rules().Timezone != "" {
		return zone
	}
	return v.web.zone
}

// meetingName names a meeting for its board and day; the second of a day has the time too.
func (v *visit) meetingName(board string, at time.Time) string {
	name := board + "-" + at.Format(time.DateOnly)
	var b answer.Board
	if err := v.ask("board", answer.BoardArgs{Board: board}, &b); err != nil {
		return name // the engine says what is wrong with it
	}
	if slices.ContainsFunc(b.Meetings, func(m *workflow.Meeting) bool { return m.ID == name }) {
		name += at.Format("-1504")
	}
	for i, base := 2, name; slices.ContainsFunc(b.Meetings, func(m *workflow.Meeting) bool { return m.ID == name && m.State == "cancelled" }); i++ {
		name = base + "-" + itoa(i) // called off, and called again for the same time
	}
	return name
}
