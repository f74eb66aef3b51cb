package web

import (
	"cmp"
	"slices"

	"comity/services/views/answer"
	"comity/workflow"
)

// packPage is what the page meeting_pack shows: everything that a meeting needs, as the reader may see it, to print.
type packPage struct {
	*meetingPage
	Open    []packItem // part 1
	Closed  []packItem // part 2: exempt, on pages of their own
	Decided []decidedItem
	Exempt  []decidedItem // decided, and exempt
}

// packItem is an item with its paper.
type packItem struct {
	Number int
	ID     string
	*paper
	SignOff answer.SignOffRow
}

// Ratify reports whether the board votes on whether an urgent decision stands.
func (i packItem) Ratify() bool { return i.SignOff.State == string(workflow.SignOffProvisional) }

// pack shows the papers of a meeting: the agenda, the attendance list, and a paper for each item. What is exempt stands at the end,
// for whoever may see it; who may not does not learn that it is there.
func (v *visit) pack() error {
	m, err := v.meetingOf()
	if err != nil {
		return err
	}
	p := packPage{meetingPage: m}
	for _, row := range m.Board.SignOffs {
		paper, err := v.paper(row.Case, row.SignOff)
		if err != nil {
			return err
		}
		x := packItem{paper: paper, SignOff: row}
		switch {
		case paper.Limited || paper.About == nil:
		case paper.Classification == workflow.ClearExempt:
			p.Closed = append(p.Closed, x)
		default:
			p.Open = append(p.Open, x)
		}
	}
	number := 0
	for _, list := range [][]packItem{p.Open, p.Closed} {
		for i := range list {
			number++
			list[i].Number, list[i].ID = number, "item-"+itoa(number)
		}
	}
	decided, err := v.decidedAt(m.Meeting)
	if err != nil {
		return err
	}
	for _, x := range decided {
		if x.Classification == workflow.ClearExempt {
			p.Exempt = append(p.Exempt, x)
		} else {
			p.Decided = append(p.Decided, x)
		}
	}
	return v.show("meeting_pack", page{Title: "Papers for the meeting of " + m.Board.Name, Data: p, Back: m.Here})
}

// All are the items in order.
func (p packPage) All() []packItem { return slices.Concat(p.Open, p.Closed) }

// Part2 reports whether there is anything exempt.
func (p packPage) Part2() bool { return len(p.Closed)+len(p.Exempt) > 0 }

// Voting are the seats of the board, those that vote first.
func (p packPage) Voting() []attending {
	out := slices.Clone(p.Seats)
	slices.SortStableFunc(out, func(a, b attending) int {
		rank := map[bool]int{true: 0, false: 1}
		return cmp.Compare(rank[a.Voting], rank[b.Voting])
	})
	return out
}
