package web

import (
	"net/url"
	"slices"

	"comity/workflow"
)

// newCasePage is what the page submit_new shows.
type newCasePage struct {
	Sponsors []choice
	Units    []choice // that the person is in
}

// submitNew asks for the little that a draft begins with.
func (v *visit) submitNew() error {
	p, err := v.beginning()
	if err != nil {
		return err
	}
	units := v.naming().Rules().Units
	f := filled(nil)
	for _, u := range units {
		if u.ID == p.Units[0].Value {
			f.values.Set("sponsor", u.Organisation) // the sponsor is most often who employs the unit
		}
	}
	return v.show("submit_new", page{Title: "Start a new case", Form: f, Data: p, Back: "/" + v.partnership + "/cases"})
}

// beginning finds the units for which the person prepares cases. Errors: not_permitted for who is in none.
func (v *visit) beginning() (*newCasePage, error) {
	if _, err := v.membership(); err != nil {
		return nil, err
	}
	p, n := &newCasePage{}, v.naming()
	for _, u := range n.Rules().Units {
		if slices.Contains(u.Members, v.person) {
			p.Units = append(p.Units, choice{Value: u.ID, Text: n.Unit(u.ID)})
		}
	}
	if len(p.Units) == 0 {
		return nil, workflow.Refuse(workflow.Problem{Code: workflow.NotPermitted, Message: "Cases are started by the units that prepare them, and you are in none here."})
	}
	for _, o := range n.Rules().Organisations {
		p.Sponsors = append(p.Sponsors, choice{Value: o.ID, Text: n.Organisation(o.ID)})
	}
	return p, nil
}

// submitNewSent makes the draft, and goes on to its task list.
func (v *visit) submitNewSent() error {
	p, err := v.beginning()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	unit := f.Value("unit")
	if len(p.Units) == 1 {
		unit = p.Units[0].Value
	}
	fields := map[string]any{"title": f.need("title", "Enter a title"), "sponsor": f.need("sponsor", "Select the organisation that sponsors the case"), "unit": unit}
	if !slices.ContainsFunc(p.Units, func(c choice) bool { return c.Value == unit }) {
		f.wrong("unit", "Select the unit that prepares the case")
	}
	again := func() error {
		return v.again("submit_new", page{Title: "Start a new case", Form: f, Data: p, Back: "/" + v.partnership + "/cases"})
	}
	if !f.ok() {
		return again()
	}
	cmd := f.command("case.create", fields, nil)
	if !f.ok() {
		return again()
	}
	done, err := v.do(cmd)
	if no := rulesNo(err); no != nil {
		f.refused(no, nil)
		return again()
	}
	if err != nil {
		return err
	}
	return v.goTo("/"+v.partnership+"/cases/"+url.PathEscape(done.Case)+"/edit", done.Seq)
}
