package web

import (
	"net/http"
	"slices"
	"strings"

	"comity/workflow"
)

func contains(list []string, s string) bool { return slices.Contains(list, s) }

// poolNewPage is what the page pool_new shows.
type poolNewPage struct {
	*preparation
	Bases, Items []choice
	Orgs         []choice
}

// poolNew asks for what a pooled fund needs.
func (v *visit) poolNew() error {
	p, err := v.poolPreparing()
	if err != nil {
		return err
	}
	return v.showPoolNew(http.StatusOK, p, filled(map[string]string{"basis": workflow.BasisNHSAct75}))
}

func (v *visit) poolPreparing() (*poolNewPage, error) {
	prep, err := v.preparing("commitment.offer")
	if err != nil {
		return nil, err
	}
	p, n := &poolNewPage{preparation: prep}, v.naming()
	for _, b := range workflow.PoolMatrix {
		p.Bases = append(p.Bases, choice{Value: b.ID, Text: b.Name, Hint: b.Rule})
	}
	for _, item := range workflow.PoolItems {
		p.Items = append(p.Items, choice{Value: item.ID, Text: item.Name})
	}
	for _, o := range n.Rules().Organisations {
		p.Orgs = append(p.Orgs, choice{Value: o.ID, Text: n.Organisation(o.ID)})
	}
	return p, nil
}

func (v *visit) showPoolNew(status int, p *poolNewPage, f *form) error {
	return v.showAs(status, "pool_new", page{Title: "Set up a pooled fund", Form: f, Data: p, Back: p.Address})
}

// poolNewSent sets the fund up.
func (v *visit) poolNewSent() error {
	p, err := v.poolPreparing()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	cmd := p.command(f)
	if !f.ok() {
		return v.showPoolNew(http.StatusUnprocessableEntity, p, f)
	}
	done, err := v.do(cmd)
	if no := rulesNo(err); no != nil {
		f.refused(no, nil)
		return v.showPoolNew(http.StatusUnprocessableEntity, p, f)
	}
	if err != nil {
		return err
	}
	told := "The pooled fund is set up. It is a draft until the gate passes at which its contributors consent."
	if contains(done.Warnings, workflow.WarnManyParties) {
		told += " It has more than three parties: two or three are advised, and more are allowed."
	}
	v.tell(told)
	return v.goTo("/"+v.partnership+"/pools/"+done.Pool, done.Seq)
}

// command makes the fund of what was written, and notes what is missing. Whoever has an amount or a share is a party.
func (p *poolNewPage) command(f *form) workflow.Command {
	fields := map[string]any{"case": p.Label.Case, "name": f.need("name", "Enter what people call the fund"), "basis": f.need("basis", "Select the power under which it is made"),
		"host": f.need("host", "Select who is answerable for the fund")}
	var parties []any
	for _, o := range p.Orgs {
		amount := strings.TrimSpace(f.Value("amount-" + o.Value))
		share := strings.TrimSpace(f.Value("share-" + o.Value))
		if amount == "" && share == "" {
			continue
		}
		party := map[string]any{"organisation": o.Value}
		if amount != "" {
			party["amount"] = amount
		}
		if share != "" {
			party["overspend_pct"] = share
		}
		parties = append(parties, party)
	}
	if len(parties) == 0 {
		f.wrong("contributors", "Enter what each organisation contributes")
	}
	fields["contributors"] = parties
	if items := f.All("items"); len(items) > 0 {
		list := make([]any, len(items))
		for i, item := range items {
			list[i] = item
		}
		fields["agreement"] = map[string]any{"items": list, "reference": f.Value("reference"), "starts_on": f.date("starts_on"), "ends_on": f.date("ends_on"),
			"review_on": f.date("review_on"), "overspend_allowed": f.Value("overspend_allowed") == "yes"}
	}
	if !f.ok() {
		return nil
	}
	return f.command("pool.create", fields, nil)
}
