package web

import (
	"strings"

	"comity/services/views/answer"
	"comity/workflow"
)

// structurePage is what the page structure shows.
type structurePage struct {
	answer.Structure
	Overdue, Advice []string // remarks in words
	Seats           int
	People          []spannerShown
	Owed            string // the sum of the payments, "" where the document names none
}

// spannerShown is a person who sits in several places, in words.
type spannerShown struct {
	Name                    string
	Seats, Levels, ForWhoms []string
}

// structure shows how the partnership is made up: for whom its seats speak, what is advised, who sits in several places, who attends.
func (v *visit) structure() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	p := structurePage{}
	if err := v.ask("structure", nil, &p.Structure); err != nil {
		return err
	}
	n := v.naming()
	for _, c := range p.Constituencies {
		p.Seats += c.Count
	}
	for _, r := range p.Remarks {
		if r.Overdue {
			p.Overdue = append(p.Overdue, v.remarkWords(n, r))
		} else {
			p.Advice = append(p.Advice, v.remarkWords(n, r))
		}
	}
	for _, s := range p.Spanners {
		x := spannerShown{Name: n.Person(s.Person)}
		for _, seat := range s.Seats {
			x.Seats = append(x.Seats, n.SeatBoard(seat)+" ("+seat+")")
		}
		for _, l := range s.Levels {
			x.Levels = append(x.Levels, words("level", l))
		}
		for _, o := range s.Organisations {
			x.ForWhoms = append(x.ForWhoms, n.Organisation(o))
		}
		p.People = append(p.People, x)
	}
	var pence int64
	for _, x := range p.Payments {
		pence += x.Pence
	}
	if pence > 0 {
		p.Owed = pounds(pence)
	}
	return v.show("structure", page{Title: "How this partnership is made up", Data: p, Back: v.toRegisters()})
}

// remarkWords says a piece of advice with the names of what it is about.
func (v *visit) remarkWords(n *names, r workflow.Remark) string {
	since := ""
	if !r.Since.IsZero() {
		since = r.Since.In(v.web.zone).Format("2 January 2006")
	}
	return strings.NewReplacer("{board}", n.Board(r.Board), "{organisation}", n.Organisation(r.Organisation), "{person}", n.Person(r.Person),
		"{post}", r.Post, "{count}", itoa(r.Count), "{since}", since).Replace(words("remark", r.Code))
}

// attendanceCSV writes what is to be paid for attendance as a table for a spreadsheet, a line an attendance.
func (v *visit) attendanceCSV() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	var a answer.Structure
	if err := v.ask("structure", nil, &a); err != nil {
		return err
	}
	if err := only(a.SeesPayments, "What is paid for attendance is for secretaries, the officers of the organisations and administrators."); err != nil {
		return err
	}
	n := v.naming()
	rows := [][]string{{"Meeting", "Board", "Date", "Seat", "Organisation", "Person", "As deputy", "To pay (pounds)"}}
	for _, x := range a.Payments {
		deputy, sum := "no", ""
		if x.Deputy {
			deputy = "yes"
		}
		if x.Pence > 0 {
			sum = plainHundredths(x.Pence)
		}
		rows = append(rows, []string{x.Meeting, n.Board(x.Board), x.On.String(), x.Seat, n.Organisation(x.Organisation), n.Person(x.Person), deputy, sum})
	}
	return v.table(v.partnership+"-attendance-"+v.today().String(), rows)
}
