package workflow

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"comity/workflow/calendar"
	"comity/workflow/document"
)

// Structure says how a partnership is made up at a moment: for whom its seats speak, who is missing, which boards are idle, who
// sits in more than one place, who attends. It judges nothing: what it remarks on is advice.
// Source: F10, F11, F15, F24, F25, F37, F38, F43, F47, F48; A¶140.
type Structure struct {
	Constituencies []ConstituencyCount `json:"constituencies"` // every kind, in the order of the reference
	Remarks        []Remark            `json:"remarks"`
	Spanners       []Spanner           `json:"spanners"`   // by person
	Attendance     []AttendanceOf      `json:"attendance"` // by organisation, of meetings that are over
	Payments       []AttendancePayment `json:"payments"`   // by meeting and seat

	Terms  []TermsTopic               `json:"terms_of_reference,omitempty"` // the nine topics, where the governance says what its terms of reference cover
	Risks  []document.PartnershipRisk `json:"risks,omitempty"`              // of the partnership itself
	Routes []RoutesOf                 `json:"routes,omitempty"`             // once any organisation names one
	Code   *CodeReport                `json:"code_of_conduct,omitempty"`
}

// ConstituencyCount counts the seats of one kind of constituency.
type ConstituencyCount struct {
	Kind   string   `json:"kind"`
	Seats  []string `json:"seats"`
	Count  int      `json:"count"`
	Voting int      `json:"voting"`
	Pct    int      `json:"pct"` // of all seats, rounded to the nearest whole per cent
}

// Remark is one piece of advice on the structure, and of what it is.
type Remark struct {
	Code         string    `json:"code"`
	Board        string    `json:"board,omitempty"`
	Seat         string    `json:"seat,omitempty"`
	Organisation string    `json:"organisation,omitempty"`
	Person       string    `json:"person,omitempty"`
	Post         string    `json:"post,omitempty"`
	Count        int       `json:"count,omitempty"` // of seats, or of boards
	Since        time.Time `json:"since,omitzero"`  // of what is overdue or idle
	Overdue      bool      `json:"overdue,omitempty"`
	Message      string    `json:"message"`
}

// Spanner is a person who sits on boards of two levels, or for two organisations (F48).
type Spanner struct {
	Person        string   `json:"person"`
	Seats         []string `json:"seats"`
	Boards        []string `json:"boards"`
	Levels        []string `json:"levels"`
	Organisations []string `json:"organisations"`
}

// AttendanceOf adds up the attendance for an organisation's seats, over the closed meetings of all boards (F24).
type AttendanceOf struct {
	Organisation string `json:"organisation"`
	Expected     int    `json:"expected"` // seats recorded, over all meetings
	Present      int    `json:"present"`  // of these, in the room or remotely, by whomever
	Deputies     int    `json:"deputies"` // of those present
	Apologies    int    `json:"apologies"`
	PresentPct   int    `json:"present_pct"` // rounded to the nearest whole per cent
}

// AttendancePayment is a line of what is owed for an attendance: for a seat whose attendance is paid, present at a meeting that is over (F43).
type AttendancePayment struct {
	Meeting      string        `json:"meeting"`
	Board        string        `json:"board"`
	On           calendar.Date `json:"on"`
	Seat         string        `json:"seat"`
	Organisation string        `json:"organisation"`
	Person       string        `json:"person"`
	Deputy       bool          `json:"deputy,omitempty"`
	Pence        int64         `json:"pence,omitempty"` // 0: the document names no sum
}

// MadeUp describes the structure at a time. decided is when each board last decided a sign-off, by id; a board that is not in it
// has decided none. A partnership without governance in force has no structure: the answer is empty. Pure.
func MadeUp(r *Register, decided map[string]time.Time, at time.Time) Structure {
	out := Structure{Constituencies: []ConstituencyCount{}, Remarks: []Remark{}, Spanners: []Spanner{}, Attendance: []AttendanceOf{}, Payments: []AttendancePayment{}}
	g := r.GovernanceAt(at)
	if g == nil {
		return out
	}
	m := &makeup{r: r, g: g, at: at, measures: g.Structure.Measures(), out: &out}
	m.constituencies()
	m.documentRemarks()
	m.posts()
	m.people()
	m.idle(decided)
	m.review()
	m.meetings()
	m.writtenDown()
	return out
}

// makeup is a structure being described.
type makeup struct {
	r        *Register
	g        *document.Governance
	at       time.Time
	measures document.Structure
	out      *Structure
}

func (m *makeup) remark(r Remark, format string, args ...any) {
	r.Message = fmt.Sprintf(format, args...)
	m.out.Remarks = append(m.out.Remarks, r)
}

func (m *makeup) constituencies() {
	total := 0
	for _, kind := range document.Constituencies {
		m.out.Constituencies = append(m.out.Constituencies, ConstituencyCount{Kind: kind, Seats: []string{}})
	}
	for i := range m.g.Boards {
		for j := range m.g.Boards[i].Seats {
			s := &m.g.Boards[i].Seats[j]
			c := &m.out.Constituencies[slices.Index(document.Constituencies, s.Constituency())]
			c.Seats = append(c.Seats, s.ID)
			c.Count++
			c.Voting += b2i(s.MayVote())
			total++
		}
	}
	for i := range m.out.Constituencies {
		m.out.Constituencies[i].Pct = nearestPct(m.out.Constituencies[i].Count, total)
	}
}

// nearestPct is part of whole in per cent, rounded to the nearest; 0 of nothing.
func nearestPct(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return (200*part + whole) / (2 * whole)
}

func (m *makeup) documentRemarks() {
	for _, x := range m.g.Remarks() {
		m.remark(Remark{Code: x.Code, Board: x.Board, Seat: x.Seat, Organisation: x.Organisation, Post: x.Post, Count: x.Count}, "%s", x.Sentence)
	}
}

// posts flags the required posts whose every seat is vacant (F38), and says of the rotating seats that wait for somebody.
func (m *makeup) posts() {
	for _, post := range m.measures.RequiredPosts {
		seats := m.g.SeatsOfPost(post)
		if len(seats) == 0 || slices.ContainsFunc(seats, func(s *document.Seat) bool { return m.r.Holder(s.ID, m.at) != "" }) {
			continue
		}
		b, _ := m.g.Seat(seats[0].ID)
		m.remark(Remark{Code: "post_vacant", Board: b.ID, Seat: seats[0].ID, Organisation: seats[0].AppointedBy(), Post: post},
			"The seat %s is vacant: it is for the %s, who must be on a board.", seats[0].ID, post)
	}
}

// people finds who spans boundaries (F48), and who sits on more boards than is advised (F10).
func (m *makeup) people() {
	byPerson := map[string]*Spanner{}
	var order []string
	for i := range m.g.Boards {
		b := &m.g.Boards[i]
		for j := range b.Seats {
			s := &b.Seats[j]
			person := m.r.Holder(s.ID, m.at)
			if person == "" {
				continue
			}
			x := byPerson[person]
			if x == nil {
				x = &Spanner{Person: person}
				byPerson[person], order = x, append(order, person)
			}
			x.Seats = append(x.Seats, s.ID)
			x.Boards = addOnce(x.Boards, b.ID)
			x.Levels = addOnce(x.Levels, b.Level)
			x.Organisations = addOnce(x.Organisations, s.AppointedBy())
		}
	}
	slices.Sort(order)
	for _, person := range order {
		x := byPerson[person]
		if len(x.Levels) > 1 || len(x.Organisations) > 1 {
			m.out.Spanners = append(m.out.Spanners, *x)
		}
		if n := len(x.Boards); n > m.measures.BoardsPerPersonAdvised {
			m.remark(Remark{Code: "person_on_many_boards", Person: person, Count: n}, "%s sits on %d boards, more than the %d advised: %s.",
				person, n, m.measures.BoardsPerPersonAdvised, sentence(x.Boards))
		}
	}
}

func addOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// idle finds boards that vote and have decided nothing for as long as the document says (F10). A board is not idle before the
// partnership itself is as old as that.
func (m *makeup) idle(decided map[string]time.Time) {
	cal := m.r.CalendarAt(m.at)
	today := cal.DateOf(m.at)
	for i := range m.g.Boards {
		b := &m.g.Boards[i]
		if !slices.ContainsFunc(b.Seats, func(s document.Seat) bool { return s.MayVote() }) {
			continue
		}
		last, since := decided[b.ID], m.began(b.ID)
		if last.After(since) {
			since = last
		}
		if since.IsZero() || !today.After(cal.Add(cal.DateOf(since), m.measures.IdleAfter)) {
			continue
		}
		if last.IsZero() {
			m.remark(Remark{Code: "board_idle", Board: b.ID, Since: since}, "%s has decided nothing since it began on %s.", b.ID, cal.DateOf(since))
		} else {
			m.remark(Remark{Code: "board_idle", Board: b.ID, Since: since}, "%s has decided nothing since %s.", b.ID, cal.DateOf(since))
		}
	}
}

// began is when a board first stood in a governance in force.
func (m *makeup) began(board string) time.Time {
	for i := range m.r.Governance {
		if p := &m.r.Governance[i]; p.governance.Board(board) != nil {
			return p.start
		}
	}
	return time.Time{}
}

// review is the overdue item of the strategic boards once the day of the review has passed (F11).
func (m *makeup) review() {
	due := m.measures.ReviewDueOn
	if due.IsZero() || !m.r.CalendarAt(m.at).DateOf(m.at).After(due) {
		return
	}
	for i := range m.g.Boards {
		if b := &m.g.Boards[i]; b.Level == document.LevelStrategic {
			m.remark(Remark{Code: "review_overdue", Board: b.ID, Since: m.r.CalendarAt(m.at).StartOf(due.AddDays(1)), Overdue: true},
				"The governance was to be reviewed by %s: that is for %s.", due, b.ID)
		}
	}
}

// meetings adds up who attended the meetings that are over (F24), and lists what is owed for it (F43).
func (m *makeup) meetings() {
	by := map[string]*AttendanceOf{}
	var order []string
	for _, meeting := range m.r.Meetings {
		if meeting.State != "closed" {
			continue
		}
		for _, a := range meeting.Attendance {
			_, s := m.g.Seat(a.Seat)
			if s == nil {
				continue // of a board or a seat that is no more
			}
			o := by[s.AppointedBy()]
			if o == nil {
				o = &AttendanceOf{Organisation: s.AppointedBy()}
				by[o.Organisation], order = o, append(order, o.Organisation)
			}
			o.Expected++
			if a.Present == "apologies" {
				o.Apologies++
				continue
			}
			o.Present++
			o.Deputies += b2i(a.Deputy)
			if s.AttendancePaid {
				m.out.Payments = append(m.out.Payments, AttendancePayment{Meeting: meeting.ID, Board: meeting.Board,
					On: m.r.CalendarAt(meeting.StartsAt).DateOf(meeting.StartsAt), Seat: a.Seat, Organisation: s.AppointedBy(), Person: a.Person, Deputy: a.Deputy,
					Pence: int64(m.g.Structure.AttendancePaymentGBP.Pence)})
			}
		}
	}
	slices.Sort(order)
	for _, id := range order {
		by[id].PresentPct = nearestPct(by[id].Present, by[id].Expected)
		m.out.Attendance = append(m.out.Attendance, *by[id])
	}
	slices.SortStableFunc(m.out.Payments, func(a, b AttendancePayment) int {
		return cmp.Or(a.On.Compare(b.On), cmp.Compare(a.Meeting, b.Meeting), cmp.Compare(a.Seat, b.Seat))
	})
}
