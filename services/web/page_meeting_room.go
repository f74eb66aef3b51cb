package web

import (
	"net/http"
	"net/url"
	"slices"

	"comity/services/client"
	"comity/services/views/answer"
	"comity/workflow"
)

// roomPage is what the page meeting_room shows: one item, and a line for each seat.
type roomPage struct {
	*meetingPage
	Item      agendaItem
	Revision  int
	Snapshot  string // what the form carries of what was read
	Lines     []roomLine
	Presiding string // the name of who presides, of a tied item
	ToRecord  bool   // a seat is left whose vote can be recorded
	Quorate   bool   // the voting can be closed
	Why       string // it could not wait, of an urgent decision that is to be ratified
	Case      string // address of the case
}

// roomLine is one seat.
type roomLine struct {
	Seat, Label string
	Said        string // what is already there: a vote, standing aside, vacant; "" where a vote can be recorded
	Present     string // in words, as recorded
	Who         []choice
	Person      string
	Error       string
}

// room shows the form for the votes on an item, as they are taken in the room.
func (v *visit) room() error {
	p, err := v.roomOf()
	if err != nil {
		return err
	}
	return v.showRoom(http.StatusOK, p, &form{values: url.Values{}})
}

// roomOf finds the item of the address. Errors: not_found; not_permitted for who does not keep the board's papers.
func (v *visit) roomOf() (*roomPage, error) {
	m, err := v.meetingOf()
	if err != nil {
		return nil, err
	}
	if err := only(m.Keeper && m.Recorded, "Only the secretary of the board records votes, and only where the rules of the board allow it."); err != nil {
		return nil, err
	}
	var now answer.Forecast
	if err := v.ask("forecast", answer.ForecastArgs{Board: m.Board.ID, Meeting: m.ID}, &now); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(now.SignOffs, func(r answer.ForecastRow) bool { return r.Case == v.path("case") && roomID(&r) == v.path("signoff") })
	if i < 0 {
		return nil, missing("This item is not before the board any more. It may have been decided.")
	}
	row := now.SignOffs[i]
	p := &roomPage{meetingPage: m, Case: "/" + v.partnership + "/cases/" + row.Case}
	p.Item = agendaItem{ForecastRow: row, Name: row.Title, Address: p.Case, Room: m.Here + "/items/" + row.Case + "/" + roomID(&row), Quorum: quorumNow(&row)}
	p.Quorate = (row.State == workflow.SignOffOpen || p.Item.Ratify()) && row.Quorum == workflow.QuorumMet
	return p, v.roomLines(p)
}

func (v *visit) roomLines(p *roomPage) error {
	var c answer.Case
	if err := v.ask("case", answer.CaseArgs{Case: p.Item.Case}, &c); err != nil {
		return err
	}
	p.Revision, p.Item.Name = c.Revision, "Case "+c.Case
	var votes []workflow.Vote
	if c.State != nil {
		p.Item.Name = c.State.Terms.Title
		if c.State.Gate != nil {
			p.Snapshot = c.State.Gate.Snapshot + " " + c.State.Gate.Gate + " " + itoa(c.State.Gate.Round)
		}
		s := c.State.SignOff(p.Item.SignOff)
		if p.Item.Ratify() {
			s = c.State.SignOffAt(p.Item.SignOff, p.Item.Gate, p.Item.GateRound)
		}
		switch {
		case s != nil && p.Item.Ratify() && s.Urgent != nil:
			votes, p.Why = s.Urgent.Votes, s.Urgent.Reason
		case s != nil:
			votes = s.Votes
		}
	}
	for _, s := range c.SignOffs {
		if s.SignOff == p.Item.SignOff && p.Item.State == workflow.SignOffTie && s.Presiding != "" {
			p.Presiding = v.naming().Seat(s.Presiding)
		}
	}
	for _, part := range p.Item.Seats {
		x := roomLine{Seat: part.Seat, Label: v.naming().Seat(part.Seat)}
		for _, id := range part.People {
			x.Who = append(x.Who, choice{Value: id, Text: v.naming().Person(id)})
		}
		i := slices.IndexFunc(p.Seats, func(a attending) bool { return a.ID == part.Seat })
		if i >= 0 && p.Seats[i].Present != "" {
			x.Person, x.Present = p.Seats[i].Person, p.Seats[i].How()
		}
		switch part.Standing {
		case workflow.SeatMayVote:
			p.ToRecord = p.ToRecord || p.Item.State == workflow.SignOffOpen || p.Item.Ratify()
		case workflow.SeatVoted:
			x.Said = "Voted"
			for _, vote := range votes {
				if vote.Seat == part.Seat && !vote.Struck {
					x.Said = words(p.Choices(), vote.Choice) + ", by " + v.naming().Person(vote.Person)
				}
			}
		default:
			x.Said = standings[part.Standing]
		}
		p.Lines = append(p.Lines, x)
	}
	return nil
}

// standings say why no vote of a seat can be recorded.
var standings = map[string]string{
	workflow.SeatRecusedIs: "Stands aside because of an interest", workflow.SeatVacant: "Vacant", workflow.SeatOutOfTerm: "Nobody’s term is running",
	workflow.SeatUsed: "Whoever could vote for it has voted for another seat, or wrote the case",
}

func (v *visit) showRoom(status int, p *roomPage, f *form) error {
	for i := range p.Lines {
		p.Lines[i].Error = f.Error("choice-" + p.Lines[i].Seat)
	}
	return v.showAs(status, "meeting_room", page{Title: "Record the votes: " + p.Item.Name, Form: f, Data: p, Back: p.Here})
}

// roomSent records the votes of an item: each is a command with an id of its own, so that what is refused stands beside its seat
// and the others hold, and the button pressed twice records each once.
func (v *visit) roomSent() error {
	m, err := v.meetingOf()
	if err != nil {
		return err
	}
	if err := only(m.Keeper, "Only the secretary of the board records votes."); err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	p, err := v.roomOf()
	if err != nil {
		if no := refusal(err); no != nil && no.Code == workflow.NotFound {
			v.tell("This item is not before the board any more: it has been decided, or the case has gone on. Nothing more was recorded.")
			return v.goTo(m.Here, 0)
		}
		return err
	}
	minute := f.need("minute", "Enter the minute in which the votes are recorded")
	var seats []string
	for _, l := range p.Lines {
		if f.Value("choice-"+l.Seat) != "" {
			seats = append(seats, l.Seat)
		}
	}
	if len(seats) == 0 {
		f.wrong("votes", "Enter the vote of at least one seat")
	}
	if p.Snapshot != f.Value("snapshot") {
		f.wrong("", "This case has changed since you opened the page, and the votes may have been about something else. Read it again, then record the votes once more if they still hold")
	}
	if !f.ok() {
		return v.showRoom(http.StatusUnprocessableEntity, p, f)
	}
	seen, recorded, err := v.recordVotes(p, f, seats, minute)
	if err != nil {
		return err
	}
	v.atLeast = max(v.atLeast, seen)
	return v.roomRecorded(p, f, seen, recorded)
}

// recordVotes sends the votes one after another, and notes beside its seat what is refused. Once the item is decided, what is
// left cannot count any more. It returns the position of the last vote, and how many were recorded.
func (v *visit) recordVotes(p *roomPage, f *form, seats []string, minute string) (seen uint64, recorded int, err error) {
	for _, seat := range seats {
		var done client.Done
		done, err = v.doOf(v.partnership, f.Value("id-"+seat), "", &workflow.SignOffRecordVote{
			Case: p.Item.Case, SignOff: p.Item.SignOff, Gate: p.gate(), Seat: seat, Person: f.Value("person-" + seat), Choice: f.Value("choice-" + seat), Reason: f.Value("reason-" + seat),
			Conditions: f.Value("conditions-" + seat), Meeting: p.ID, Minute: minute})
		no := rulesNo(err)
		switch {
		case err == nil:
			seen, recorded = max(seen, done.Seq), recorded+1
		case no == nil:
			return seen, recorded, err
		default:
			for _, sentence := range v.noes(no) {
				f.wrong("choice-"+seat, "%s: %s", p.label(seat), sentence)
			}
		}
	}
	return seen, recorded, nil
}

// Choices are the words for votes: on the item, or on whether an urgent decision stands.
func (p *roomPage) Choices() string {
	if p.Item.Ratify() {
		return "ratify_choice"
	}
	return "choice"
}

// gate names the gate of what is to be ratified; "" for what is before the board now.
func (p *roomPage) gate() string {
	if p.Item.Ratify() {
		return p.Item.Gate
	}
	return ""
}

func (p *roomPage) label(seat string) string {
	i := slices.IndexFunc(p.Lines, func(l roomLine) bool { return l.Seat == seat })
	return p.Lines[i].Label
}

// roomRecorded shows what came of it: the item again where something was refused or is left, else the meeting.
func (v *visit) roomRecorded(p *roomPage, f *form, seen uint64, recorded int) error {
	told := plural(recorded, "vote is recorded", "votes are recorded") + " on " + p.Item.Name + "."
	now, err := v.roomOf()
	if no := refusal(err); no != nil && no.Code == workflow.NotFound { // it is decided
		if refused := len(f.Errors); refused > 0 {
			told += " With them the item was decided, and " + plural(refused, "vote after that could", "votes after that could") + " not count any more."
		} else {
			told += " With them the item was decided."
		}
		v.tell(told)
		return v.goTo(p.Here, seen)
	}
	if err != nil {
		return err
	}
	if f.ok() {
		v.tell(told)
		return v.goTo(p.Item.Room, seen)
	}
	if recorded > 0 {
		f.Errors = slices.Insert(f.Errors, 0, mistake{Message: told + " These were refused:"})
	}
	return v.showRoom(http.StatusUnprocessableEntity, now, f)
}

// roomClose ends the voting on an item, on the votes given.
func (v *visit) roomClose() error {
	p, err := v.roomOf()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	minute := f.need("close-minute", "Enter the minute in which the end of the voting is recorded")
	if !f.ok() {
		return v.showRoom(http.StatusUnprocessableEntity, p, f)
	}
	done, err := v.do(&workflow.SignOffClose{Case: p.Item.Case, SignOff: p.Item.SignOff, Gate: p.gate(), Minute: minute})
	no := rulesNo(err)
	switch {
	case err == nil:
		v.tell("The voting on " + p.Item.Name + " is closed.")
		return v.goTo(p.Here, done.Seq)
	case no == nil:
		return err
	}
	v.catchUp(p.Item.Case, f.Value("revision"))
	for _, sentence := range v.noes(no) {
		f.wrong("", "%s", sentence)
	}
	if p, err = v.roomOf(); err != nil {
		return err
	}
	return v.showRoom(http.StatusUnprocessableEntity, p, f)
}
