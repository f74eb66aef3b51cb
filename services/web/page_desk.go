package web

import (
	"cmp"
	"slices"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
)

// termsWithin is how far ahead the desk looks for terms that end, in days.
const termsWithin = 60

// deskPage is what the page desk shows.
type deskPage struct {
	*desk
	Meetings    []deskMeeting // next, soonest first
	Boards      []deskBoard   // with what they have not decided
	Undelivered []answer.Undelivered
	SeesMails   bool // what could not be delivered is for the person to see
	Ending      []deskSeat
	Vacant      []deskSeat
}

// deskMeeting is a meeting that is called or open, with what is expected of it.
type deskMeeting struct {
	*workflow.Meeting
	BoardName, Address, Forecast string
}

// deskBoard is a board and its open sign-offs.
type deskBoard struct {
	ID, Name string
	MayChase bool
	SignOffs []deskSignOff
}

// deskSignOff is a sign-off that is open, and who has not answered it.
type deskSignOff struct {
	answer.ForecastRow
	Name, Address, Quorum string
	Overdue               bool
	Unanswered            []unanswered
	ID                    string // of its row
	Item                  string // its name in forms
}

// unanswered is somebody who has not answered.
type unanswered struct {
	Person   string
	Seats    []string
	Reminded time.Time // when the secretariat last wrote to them about it; zero for never
}

// deskSeat is a seat that needs somebody.
type deskSeat struct {
	answer.SeatRow
	BoardName string
	Address   string
}

// deskOverview shows what a secretary has to see to.
func (v *visit) deskOverview() error {
	d, err := v.desk()
	if err != nil {
		return err
	}
	p := deskPage{desk: d}
	var r answer.Register
	if err := v.ask("register", nil, &r); err != nil {
		return err
	}
	var notices answer.Notices
	if err := v.ask("notices", answer.NoticesArgs{}, &notices); err != nil {
		return err
	}
	p.Undelivered, p.SeesMails = notices.Undelivered, notices.MayChase
	chased, err := v.chased()
	if err != nil {
		return err
	}
	for _, b := range r.Boards {
		if err := v.deskOf(&p, &b, chased); err != nil {
			return err
		}
	}
	slices.SortStableFunc(p.Meetings, func(a, b deskMeeting) int { return a.StartsAt.Compare(b.StartsAt) })
	slices.SortStableFunc(p.Ending, func(a, b deskSeat) int { return cmp.Compare(a.Until, b.Until) })
	return v.show("desk", page{Title: "Secretary’s desk", Data: p})
}

// deskOf adds a board. Meetings and what is open are shown for the boards whose papers one keeps, and to who keeps none for all.
func (v *visit) deskOf(p *deskPage, b *answer.BoardRow, chased map[string]time.Time) error {
	for _, s := range b.Seats {
		x := deskSeat{SeatRow: s, BoardName: b.Name, Address: p.Address + "/seats/" + s.ID}
		switch {
		case s.Holder == "":
			p.Vacant = append(p.Vacant, x)
		case s.Until != "" && s.Until <= v.web.cfg.Now().In(v.web.zone).AddDate(0, 0, termsWithin).Format(time.DateOnly):
			p.Ending = append(p.Ending, x)
		}
	}
	if p.Secretary() && !p.Keeps(b.ID) {
		return nil
	}
	now := v.web.cfg.Now()
	var board answer.Board
	if err := v.ask("board", answer.BoardArgs{Board: b.ID}, &board); err != nil {
		return err
	}
	for _, m := range board.Meetings {
		if m.State != "open" && (m.State != "scheduled" || m.StartsAt.Before(now.AddDate(0, 0, -1))) {
			continue
		}
		var f answer.Forecast
		if err := v.ask("forecast", answer.ForecastArgs{Board: b.ID, Meeting: m.ID}, &f); err != nil {
			return err
		}
		p.Meetings = append(p.Meetings, deskMeeting{Meeting: m, BoardName: b.Name, Address: p.Address + "/meetings/" + m.ID, Forecast: forecastWords(&f)})
	}
	var f answer.Forecast
	if err := v.ask("forecast", answer.ForecastArgs{Board: b.ID}, &f); err != nil {
		return err
	}
	out := deskBoard{ID: b.ID, Name: b.Name, MayChase: f.MayChase}
	for _, row := range f.SignOffs {
		if row.State == workflow.SignOffWaiting {
			continue
		}
		out.SignOffs = append(out.SignOffs, v.deskSignOff(row, &f, chased))
	}
	if len(out.SignOffs) > 0 {
		p.Boards = append(p.Boards, out)
	}
	return nil
}

func (v *visit) deskSignOff(row answer.ForecastRow, f *answer.Forecast, chased map[string]time.Time) deskSignOff {
	x := deskSignOff{ForecastRow: row, Name: cmp.Or(row.Title, "Case "+row.Case), Address: "/" + v.partnership + "/cases/" + row.Case,
		Quorum: quorumNow(&row), ID: row.Case + "-" + roomID(&row), Item: roomID(&row), Overdue: !row.DueAt.IsZero() && row.DueAt.Before(v.web.cfg.Now())}
	for _, c := range f.Chase {
		for _, s := range c.SignOffs {
			if s.Case == row.Case && s.SignOff == row.SignOff && (s.Gate != "") == (row.GateRound > 0) && (s.Gate == "" || s.Gate == row.Gate) {
				reminded := chased[chaseID(v.partnership, row.Case, roomID(&row), c.Person)]
				x.Unanswered = append(x.Unanswered, unanswered{Person: c.Person, Seats: s.Seats, Reminded: reminded})
			}
		}
	}
	return x
}

// quorumNow says how the quorum of a sign-off stands.
func quorumNow(row *answer.ForecastRow) string {
	switch row.Quorum {
	case workflow.QuorumMet:
		return "There is a quorum: " + plural(row.Voted, "seat", "seats") + " voted, " + itoa(row.Needed) + " needed."
	case workflow.QuorumImpossible:
		return "There can be no quorum as things stand."
	}
	return plural(row.Voted, "seat has voted", "seats have voted") + ", " + itoa(row.Needed) + " are needed."
}

// forecastWords says in a sentence what is expected of a meeting.
func forecastWords(f *answer.Forecast) string {
	if len(f.SignOffs) == 0 {
		return "Nothing that you may see is before it."
	}
	known, without := true, 0
	for _, row := range f.SignOffs {
		quorum := row.Quorum
		if row.Expected != nil {
			quorum = row.Expected.Quorum
		} else {
			known = false
		}
		if quorum == workflow.QuorumImpossible {
			without++
		}
	}
	items := plural(len(f.SignOffs), "item", "items")
	switch {
	case without > 0:
		return items + ", and no quorum in sight for " + itoa(without) + "."
	case known:
		return items + ", with a quorum if all vote who come."
	}
	return items + ", and a quorum is possible."
}

// mailAgain sends a mail that could not be delivered once more.
func (v *visit) mailAgain() error {
	d, err := v.desk()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	var notices answer.Notices
	if err := v.ask("notices", answer.NoticesArgs{}, &notices); err != nil {
		return err
	}
	i := slices.IndexFunc(notices.Undelivered, func(u answer.Undelivered) bool { return u.Mail == f.Value("mail") })
	if i < 0 {
		v.tell("That e-mail is on its way already, or gone.")
		return v.goTo(d.Address, 0)
	}
	if err := v.web.outbox.Again(v.ctx(), f.Value("mail"), v.web.cfg.Now()); err != nil {
		return err
	}
	v.tell("The e-mail to " + notices.Undelivered[i].Name + " is sent once more.")
	return v.goTo(d.Address, 0)
}
