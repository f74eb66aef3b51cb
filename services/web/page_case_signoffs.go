package web

import (
	"slices"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
)

// caseSignOffs shows every sign-off of the present round with every seat, and the earlier rounds folded.
func (v *visit) caseSignOffs() error {
	h, err := v.openCase("/signoffs")
	if err != nil {
		return err
	}
	if h.State != nil {
		var p signOffsPage
		for _, s := range h.State.Asked() {
			p.Now = append(p.Now, v.signOffShown(h, s))
		}
		for _, r := range earlierRounds(h.State) {
			x := roundShown{gateRound: r}
			for _, s := range r.SignOffs {
				x.Shown = append(x.Shown, v.signOffShown(h, s))
			}
			p.Earlier = append(p.Earlier, x)
		}
		h.Shown = p
	}
	return v.showCase("case_signoffs", "Sign-offs", h, nil)
}

type signOffsPage struct {
	Now     []signOffShown
	Earlier []roundShown
}

type roundShown struct {
	gateRound
	Shown []signOffShown
}

// signOffShown is a sign-off with everybody on it.
type signOffShown struct {
	*workflow.SignOff
	Name    string
	Level   string
	Overdue bool
	Reasons []string // why there is no quorum
	Seats   []seatShown
	Rounds  []workflow.SignOffRound // earlier ones, before it was asked again
	Current bool
	Effect  *workflow.InEffect // of a decision
}

// seatShown is what a seat did on a sign-off.
type seatShown struct {
	Seat, Who  string // the seat and its organisation; who acted, or who holds it
	Did        string // in words: Approve, Stands aside, Not yet …
	Details    []string
	At         time.Time
	Reason     string
	Conditions string
}

func (v *visit) signOffShown(h *caseHead, s *workflow.SignOff) signOffShown {
	n := v.naming()
	x := signOffShown{SignOff: s, Name: n.SignOffName(s), Rounds: s.Earlier}
	if s.State == workflow.SignOffDone || s.State == workflow.SignOffProvisional {
		x.Effect = new(workflow.EffectOfSignOff(h.State, s))
	}
	for _, now := range h.SignOffs {
		if c := h.State.Gate; now.SignOff == s.ID && c != nil && c.Gate == s.Gate && c.Round == s.GateRound {
			x.Level, x.Overdue, x.Current = now.Level, now.Overdue, true
		}
	}
	for _, r := range s.QuorumReasons {
		if s.State == workflow.SignOffNoQuorum {
			x.Reasons = append(x.Reasons, upper(v.naming().quorumReason(r)))
		}
	}
	if !h.Amounts {
		return x
	}
	var listed []string
	for _, seat := range n.boardSeats(s.Board) {
		listed = append(listed, seat.ID)
		x.Seats = append(x.Seats, v.seatShown(s, seat))
	}
	for _, vote := range s.Votes { // of a named officer, and of seats that the board has no more
		if !slices.Contains(listed, vote.Seat) {
			x.Seats = append(x.Seats, v.voteShown(s, vote))
		}
	}
	return x
}

// boardSeats are a board's seats as in force now.
func (n *names) boardSeats(board string) []answer.SeatRow {
	for _, b := range n.Rules().Boards {
		if b.ID == board {
			return b.Seats
		}
	}
	return nil
}

// seatShown says what became of a seat's vote: the newest one, or why there is none.
func (v *visit) seatShown(s *workflow.SignOff, seat answer.SeatRow) seatShown {
	n := v.naming()
	x := seatShown{Seat: n.Seat(seat.ID), Who: n.Person(seat.Holder)}
	if seat.Holder == "" {
		x.Who = "Vacant"
	}
	for _, vote := range slices.Backward(s.Votes) {
		if vote.Seat == seat.ID {
			x = v.voteShown(s, vote)
			break
		}
	}
	if x.Did == "" {
		switch {
		case !seat.Voting:
			x.Did = "Speaks, and does not vote"
		case s.Recused(seat.ID):
			x.Did = "Stands aside"
		case s.State.Final():
			x.Did = "Did not vote"
		case s.State == workflow.SignOffWaiting:
			x.Did = "Not asked yet"
		default:
			x.Did = "Not yet"
		}
	}
	for _, i := range s.Interests {
		if i.Seat == seat.ID {
			x.Details = append(x.Details, v.interestShown(i))
		}
	}
	if c := s.Casting; c != nil && c.Seat == seat.ID {
		x.Details = append(x.Details, "Casting vote: "+lower(words("choice", c.Choice)))
	}
	return x
}

func (v *visit) interestShown(i workflow.Interest) string {
	s := "Declared an interest: " + lower(words("interest", i.Type))
	if i.Nature != "" {
		s += " (" + i.Nature + ")"
	}
	switch {
	case i.Withdrawn:
		return s + "; taken back"
	case i.Dispensed:
		return s + "; takes part by dispensation"
	case i.Recuses:
		return s + "; stands aside"
	}
	return s
}

func (v *visit) voteShown(s *workflow.SignOff, vote workflow.Vote) seatShown {
	n := v.naming()
	x := seatShown{Seat: n.Seat(vote.Seat), Who: n.Person(vote.Person), Did: words("choice", vote.Choice), At: vote.At, Reason: vote.Reason, Conditions: vote.Conditions}
	if vote.Seat == "" {
		x.Seat = n.SignOffName(s)
	}
	if vote.AsDeputyFor != "" {
		x.Details = append(x.Details, "as deputy for "+n.Person(vote.AsDeputyFor))
	}
	if vote.RecordedBy != "" {
		d := "recorded by " + n.Person(vote.RecordedBy)
		if vote.Minute != "" {
			d += ", " + vote.Minute
		}
		x.Details = append(x.Details, d)
	}
	switch {
	case vote.Struck:
		x.Did = "Stands aside"
		x.Details = append(x.Details, "had voted to "+lower(words("choice", vote.Choice))+"; the vote does not count")
	case vote.NotCounted:
		x.Details = append(x.Details, "not counted: the question was passed on")
	}
	return x
}
