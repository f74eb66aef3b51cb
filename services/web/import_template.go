package web

import (
	"bytes"
	"encoding/csv"
	"net/url"
	"slices"
	"strings"
	"time"

	"comity/services/sheet"
	"comity/services/views/answer"
	"comity/workflow"
)

// underWay is the template of cases that are taken up at a stage.
const underWay = "cases-under-way"

// importTemplates are the tables to begin from, of a sort.
func (v *visit) importTemplates(kind string) []link {
	at := "/" + v.partnership + "/desk/import/"
	switch kind {
	case sheet.People:
		return []link{{Text: "Template for people", Address: at + kind + ".csv"}}
	case sheet.Seats:
		return []link{{Text: "Template for who holds which seat", Address: at + kind + ".csv"}}
	}
	return []link{{Text: "Template for drafts", Address: at + kind + ".csv"}, {Text: "Template for cases that are under way", Address: at + underWay + ".csv"}}
}

// importTemplate gives a table to begin from: its headings, and one row as an example, with the short names of the partnership.
func (v *visit) importTemplate() error {
	p, err := v.importing()
	if err != nil {
		return err
	}
	file := v.path("file")
	name, isCSV := strings.CutSuffix(file, ".csv")
	kind := name
	if name == underWay {
		kind = sheet.Cases
	}
	if !isCSV || !slices.Contains(p.may, kind) {
		return missing("There is no such template, or it is not for you.")
	}
	cells, err := v.templateCells(name)
	if err != nil {
		return err
	}
	head, row := []string{}, []string{}
	for _, c := range cells {
		head, row = append(head, c[0]), append(row, c[1])
	}
	body := bytes.NewBufferString("\ufeff") // spreadsheets read the rest as UTF-8 then
	w := csv.NewWriter(body)
	w.UseCRLF = true
	if err := w.WriteAll([][]string{head, row}); err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+v.partnership+"-"+url.PathEscape(file)+`"`)
	if _, err := body.WriteTo(v.w); err != nil {
		v.web.cfg.Log.Debug().Err(err).Msg("the browser went away")
	}
	return nil
}

// templateCells are the headings of a template, each with its example.
func (v *visit) templateCells(name string) ([][2]string, error) {
	m, err := v.membership()
	if err != nil {
		return nil, err
	}
	today := v.web.cfg.Now().In(v.web.zone).Format(time.DateOnly)
	switch name {
	case sheet.People:
		return [][2]string{{"person", "p-example"}, {"name", "Alex Example"}, {"email", "alex.example@council.example"}}, nil
	case sheet.Seats:
		seat, err := v.seatToFill(m)
		return [][2]string{{"seat", seat}, {"person", "p-example"}, {"from", today}, {"until", ""}, {"instrument", "Cabinet, 3 March, minute 12"}}, err
	}
	rules, err := v.rulesToAdopt("")
	if err != nil {
		return nil, err
	}
	unit, area, sponsor := m.Units[0].ID, "", ""
	for _, u := range rules.Units {
		if u.ID == unit {
			sponsor = u.Organisation // the sponsor is most often who employs the unit
		}
	}
	if len(rules.Areas) > 0 {
		area = rules.Areas[0].ID
	}
	cells := [][2]string{{"case", ""}, {"title", "Example: speech therapy"}, {"summary", "What is to be done, for whom, and why."}, {"sponsor", sponsor}, {"unit", unit},
		{"areas", area}, {"outcome", "be_healthy"}, {"tier", "targeted"}, {"scale", "locality"}, {"route", "in_house"}, {"regime", ""}, {"classification", "partners"},
		{"services", ""}, {"plan", "£10,000"}, {"plan_ends_on", ""}}
	if name != underWay || len(rules.Stages) < 2 {
		return cells, nil
	}
	return append(cells, [][2]string{{"workflow", rules.Workflow.ID}, {"stage", rules.Stages[1].ID}, {"since", today},
		{"decisions[0].gate", rules.Stages[0].Exit}, {"decisions[0].by", "Partnership Board"}, {"decisions[0].decided_on", today}, {"decisions[0].minute", "Minute 4"},
		{"decisions[0].result", ""}, {"commitments[0].organisation", sponsor}, {"commitments[0].amount", "£10,000"}, {"contract.supplier", ""},
		{"contract.value", ""}, {"contract.signed_on", ""}, {"contract.ends_on", ""}}...), nil
}

// rulesToAdopt are the rules with the stages of a workflow: the one named, or the first of several in force.
func (v *visit) rulesToAdopt(id string) (*answer.Rules, error) {
	if id == "" {
		several, err := v.workflows()
		if err != nil {
			return nil, err
		}
		if len(several) > 0 {
			id = several[0].Value
		}
	}
	return v.naming().Rules(), v.naming().pinned(id, 0)
}

// seatToFill is a seat that the person appoints to, a vacant one where there is one.
func (v *visit) seatToFill(m *answer.Membership) (string, error) {
	var r answer.Register
	if err := v.ask("register", nil, &r); err != nil {
		return "", err
	}
	found := ""
	for _, b := range r.Boards {
		for _, s := range b.Seats {
			mine := slices.ContainsFunc(m.Posts, func(p workflow.PostOf) bool {
				return p.Organisation == s.Organisation && p.Post == "authorising_officer"
			})
			if mine && (found == "" || s.Holder == "") {
				found = s.ID
				if s.Holder == "" {
					return found, nil
				}
			}
		}
	}
	return found, nil
}

// importNames are the short names that a table may have to name, in an order to look them up in.
func (v *visit) importNames(n *names, may []string) (out []importNames) {
	rules := n.Rules()
	add := func(what string, list []importColumn) {
		if len(list) > 0 {
			out = append(out, importNames{what, list})
		}
	}
	var orgs, units, areas, stages, seats []importColumn
	for _, x := range rules.Organisations {
		orgs = append(orgs, importColumn{Name: x.ID, Doc: x.Name})
	}
	if slices.Contains(may, sheet.Seats) {
		for _, b := range rules.Boards {
			for _, s := range b.Seats {
				seats = append(seats, importColumn{Name: s.ID, Doc: n.Organisation(s.Organisation) + ", " + b.Name})
			}
		}
		add("Seats", seats)
	}
	if !slices.Contains(may, sheet.Cases) {
		return out
	}
	add("Organisations", orgs)
	for _, x := range rules.Units {
		units = append(units, importColumn{Name: x.ID, Doc: x.Name})
	}
	add("Units", units)
	for _, x := range rules.Areas {
		areas = append(areas, importColumn{Name: x.ID, Doc: x.Name})
	}
	add("Areas", areas)
	for _, s := range rules.Stages {
		doc := n.Stage(s.ID)
		if s.Exit != "" {
			doc += "; it ends with the gate " + s.Exit
		}
		stages = append(stages, importColumn{Name: s.ID, Doc: doc})
	}
	add("Stages, and the gates that they end with", stages)
	return out
}
