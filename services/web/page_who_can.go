package web

import (
	"net/http"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/quantity"
)

// whoCanPage is what the page who_can shows.
type whoCanPage struct {
	Acts, Organisations []choice
	Asked               bool
	May, MayNot         []whoShown
	Own                 []whoShown // organisations that may by their own decision, where several are asked about
}

// whoShown is one who may or may not, in words.
type whoShown struct {
	workflow.WhoCan
	Name     string
	People   []string
	Deputies []string
}

// whoCan answers who may commit so much, or decide on a case of such a value, clause by clause.
func (v *visit) whoCan() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	f := &form{values: v.r.URL.Query()}
	p := &whoCanPage{Acts: choices(workflow.WhoCanCommit, "Commit resources", "approve", "Approve", "endorse", "Endorse", "agree", "Agree", "certify", "Certify"),
		Asked: f.Value("act") != ""}
	for _, o := range v.naming().Rules().Organisations {
		p.Organisations = append(p.Organisations, choice{Value: o.ID, Text: o.Name})
	}
	status := http.StatusOK
	if p.Asked {
		if err := v.answerWhoCan(f, p); err != nil {
			return err
		}
		if len(f.Errors) > 0 {
			status, p.Asked = http.StatusUnprocessableEntity, false
		}
	}
	return v.showAs(status, "who_can", page{Title: "Who can commit and decide", Form: f, Data: p, Back: v.toRegisters()})
}

func (v *visit) answerWhoCan(f *form, p *whoCanPage) error {
	args := answer.WhoCanArgs{Act: f.Value("act"), Organisation: f.Value("organisation")}
	if s := f.Value("value"); s != "" {
		pence, err := quantity.ParsePounds(withoutSpaces(s))
		if err != nil || pence < 0 {
			f.wrong("value", "Enter a sum in pounds, like £1,200,000")
			return nil
		}
		args.ValuePence = int64(pence)
	}
	var a answer.WhoCan
	if err := v.ask("who_can", args, &a); err != nil {
		no := refusal(err)
		if no == nil || no.Code != workflow.Malformed && no.Code != workflow.NotFound {
			return err
		}
		f.refused(no, nil)
		return nil
	}
	n := v.naming()
	for _, w := range a.Who {
		x := whoShown{WhoCan: w}
		switch w.As {
		case "seat":
			x.Name = n.Seat(w.On)
		case "board":
			x.Name = n.Board(w.On)
		case "officer":
			x.Name = n.Organisation(w.Organisation) + ", " + lower(human(w.On))
		default:
			x.Name = n.Organisation(w.On) + ", by its own decision"
		}
		for _, id := range w.People {
			x.People = append(x.People, n.Person(id))
		}
		for _, id := range w.Deputies {
			x.Deputies = append(x.Deputies, n.Person(id))
		}
		switch {
		case w.As == "organisation" && w.Can && args.Organisation == "":
			x.Name = n.Organisation(w.On)
			p.Own = append(p.Own, x)
		case w.Can:
			p.May = append(p.May, x)
		default:
			p.MayNot = append(p.MayNot, x)
		}
	}
	return nil
}
