package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"comity/services/client"
	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
)

// mandatePage is what the pages desk_mandate and desk_mandate_end show.
type mandatePage struct {
	*desk
	Orgs  []choice // for which the person grants mandates
	Seats []choice
	Held  mandateShown // that is to be ended
}

// mandateNew asks for a new mandate. Only authorising officers grant one, and only for their organisation.
func (v *visit) mandateNew() error {
	p, err := v.mandating()
	if err != nil {
		return err
	}
	f := &form{values: url.Values{"seat": {v.query("seat")}, "acts": slices.Clone(document.MandateActs)}}
	if len(p.Orgs) == 1 {
		f.values.Set("organisation", p.Orgs[0].Value)
	}
	return v.showMandate(http.StatusOK, p, f)
}

func (v *visit) mandating() (*mandatePage, error) {
	d, err := v.desk()
	if err != nil {
		return nil, err
	}
	p := &mandatePage{desk: d}
	for _, o := range v.naming().Rules().Organisations {
		if d.Authorises(o.ID) {
			p.Orgs = append(p.Orgs, choice{Value: o.ID, Text: o.Name})
		}
	}
	for _, b := range v.naming().Rules().Boards {
		for _, s := range b.Seats {
			p.Seats = append(p.Seats, choice{Value: s.ID, Text: b.Name + ": " + v.naming().Seat(s.ID)})
		}
	}
	return p, only(len(p.Orgs) > 0, "Only the authorising officer of an organisation gives a seat a mandate to commit its resources.")
}

func (v *visit) showMandate(status int, p *mandatePage, f *form) error {
	return v.showAs(status, "desk_mandate", page{Title: "Give a seat a mandate", Form: f, Data: p, Back: p.Address + "/people"})
}

// mandateGrant gives a seat a mandate.
func (v *visit) mandateGrant() error {
	p, err := v.mandating()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	org, seat := f.need("organisation", "Select the organisation"), f.need("seat", "Select the seat")
	fields := map[string]any{
		"organisation": org, "seat": seat, "instrument": f.need("instrument", "Enter the decision that grants it, with its minute"),
		"deputy_may_commit": f.Value("deputy_may_commit") == "yes", "from": f.date("from"), "until": f.date("until"),
	}
	dayFrom(f, "from")
	dayFrom(f, "until")
	if acts := f.All("acts"); len(acts) == 0 {
		f.wrong("acts", "Select what it is for")
	} else if len(acts) < len(document.MandateActs) {
		fields["acts"] = acts
	}
	commit := mandateLines(f)
	if len(commit) == 0 {
		f.wrong("money", "Enter what it may commit: money, staff time or something else")
	}
	if fields["commit"] = commit; !f.ok() {
		return v.showMandate(http.StatusUnprocessableEntity, p, f)
	}
	if fields["mandate"], err = v.mandateName(org, seat); err != nil {
		return err
	}
	cmd := f.command("mandate.grant", fields, map[string]string{
		"commit[0].per_case": "money", "commit[0].per_year": "year", "commit.per_year": "year", "commit[0].per_case_fte": "fte", "commit[1].per_case_fte": "fte", "commit.per_case": "money", "commit.per_case_fte": "fte"})
	if !f.ok() {
		return v.showMandate(http.StatusUnprocessableEntity, p, f)
	}
	done, err := v.do(cmd)
	if no := rulesNo(err); no != nil {
		f.wrong("", "%s", v.deskNo(no))
		return v.showMandate(http.StatusUnprocessableEntity, p, f)
	}
	if err != nil {
		return err
	}
	v.tell("The mandate is given.")
	return v.goTo(p.Address+"/people", done.Seq)
}

// mandateLines are what a mandate may commit, a line a kind, as a form has it.
func mandateLines(f *form) []any {
	modes := []any{document.ModeAligned}
	if f.Value("pooled") == "yes" {
		modes = append(modes, document.ModePooled)
	}
	var services []any
	for s := range strings.SplitSeq(f.Value("services"), ",") {
		if s = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), " ", "_"); s != "" {
			services = append(services, s)
		}
	}
	var out []any
	add := func(line map[string]any) {
		if len(services) > 0 {
			line["services"] = services
		}
		out = append(out, line)
	}
	if perCase, perYear := f.Value("money"), f.Value("year"); perCase != "" || perYear != "" {
		line := map[string]any{"kind": document.ResourceMoney, "modes": modes}
		if perCase != "" {
			line["per_case"] = perCase
		}
		if perYear != "" {
			line["per_year"] = perYear
		}
		add(line)
	}
	if s := f.Value("fte"); s != "" {
		add(map[string]any{"kind": document.ResourceStaffTime, "per_case_fte": s})
	}
	for _, kind := range f.All("kinds") {
		add(map[string]any{"kind": kind})
	}
	return out
}

// mandateName names a mandate for its organisation and seat.
func (v *visit) mandateName(org, seat string) (string, error) {
	var r answer.Register
	if err := v.ask("register", nil, &r); err != nil {
		return "", err
	}
	name := "m-" + org + "-" + seat
	for i, base := 2, name; slices.ContainsFunc(r.Mandates, func(m answer.MandateRow) bool { return m.Mandate == name }); i++ {
		name = base + "-" + itoa(i)
	}
	return name, nil
}

// mandateEnd asks for what ends a mandate.
func (v *visit) mandateEnd() error {
	p, err := v.mandateHeld()
	if err != nil {
		return err
	}
	return v.showMandateEnd(http.StatusOK, p, &form{values: url.Values{}})
}

func (v *visit) mandateHeld() (*mandatePage, error) {
	d, err := v.desk()
	if err != nil {
		return nil, err
	}
	var r answer.Register
	if err := v.ask("register", nil, &r); err != nil {
		return nil, err
	}
	for _, m := range r.Mandates {
		if m.Mandate == v.path("mandate") {
			p := &mandatePage{desk: d, Held: mandateShown{MandateRow: m, What: mandateWords(m)}}
			return p, only(d.Authorises(m.Organisation), "Only the authorising officer of the organisation ends its mandates.")
		}
	}
	return nil, missing("There is no such mandate.")
}

func (v *visit) showMandateEnd(status int, p *mandatePage, f *form) error {
	return v.showAs(status, "desk_mandate_end", page{Title: "End a mandate", Form: f, Data: p, Back: p.Address + "/people"})
}

// mandateRevoke ends a mandate.
func (v *visit) mandateRevoke() error {
	p, err := v.mandateHeld()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	cmd := &workflow.MandateRevoke{Mandate: p.Held.Mandate, LastDay: dayFrom(f, "last"), Instrument: f.need("instrument", "Enter the decision that ends it, with its minute")}
	var done client.Done
	if f.ok() {
		done, err = v.do(cmd)
		if no := rulesNo(err); no != nil {
			f.wrong("", "%s", v.deskNo(no))
			err = nil
		}
	}
	if err != nil {
		return err
	}
	if !f.ok() {
		return v.showMandateEnd(http.StatusUnprocessableEntity, p, f)
	}
	v.tell("The mandate is ended.")
	return v.goTo(p.Address+"/people", done.Seq)
}
