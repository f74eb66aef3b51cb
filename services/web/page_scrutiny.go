package web

import "comity/services/views/answer"

// scrutinyPage is what the page scrutiny shows.
type scrutinyPage struct {
	Bodies []string
	Open   []callableShown
	Past   []callableShown
}

// callableShown is a decision that scrutiny may call in, or could, in words.
type callableShown struct {
	answer.CallableRow
	What, Address, Whose string
	CallIn               string // where it can be called in; "" where the reader cannot
	Decided, Published   string
	Again                string
}

// scrutiny shows the reader's scrutiny bodies their cases: what may be called in, until when, and what came of it (F105).
func (v *visit) scrutiny() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	var a answer.Scrutiny
	if err := v.ask("scrutiny", answer.ScrutinyArgs{Body: v.query("body")}, &a); err != nil {
		return err
	}
	p := &scrutinyPage{}
	for _, b := range a.Bodies {
		p.Bodies = append(p.Bodies, b.Name)
	}
	for _, d := range a.Decisions {
		x := callableShown{CallableRow: d, What: d.Title, Whose: v.naming().Organisation(d.Organisation), Decided: dayOf(d.DecidedOn), Published: dayOf(d.PublishedOn),
			Again: dayOf(d.DecidedAgain)}
		address := "/" + v.path("partnership") + "/cases/" + d.Case
		if d.Title == "" {
			x.What = "Case " + d.Case
		} else {
			x.Address = address
		}
		if d.MayCallIn {
			x.CallIn = address + "/act/decision.call_in"
		}
		if d.Open {
			p.Open = append(p.Open, x)
		} else {
			p.Past = append(p.Past, x)
		}
	}
	return v.show("scrutiny", page{Title: "Scrutiny", Data: p, Back: v.toRegisters()})
}
