package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"comity/services/client"
	"comity/workflow"
	"comity/workflow/calendar"
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// adoptPage is what the pages case_adopt_stage, case_adopt and case_adopt_check show: a case that is under way is taken up at its stage.
type adoptPage struct {
	*newCasePage
	Workflows []choice    // where there are several
	Stages    []stageLink // at which a case can be
	Workflow  string
	Stage     string
	StageName string
	Behind    []document.Gate // gates that lie behind the stage
	Award     bool            // the award is one of them
	Asked     []adoptSection
	Answers   []answerGiven
	Hidden    []answerGiven // what was given, to send again
	Follows   []string
	Staff     bool // staff time is written
}

// stageLink is a stage to choose, with the gates that then lie behind the case.
type stageLink struct{ Name, Address, Behind string }

// adoptSection is a part of the form, as the task list of a draft has it.
type adoptSection struct {
	Title string
	Asked []askedField
}

// caseAdopt asks at which stage the case is, and then for what it says, what was decided, and what was promised. Nothing is done by looking.
func (v *visit) caseAdopt() error {
	p, err := v.adopting(v.query("workflow"), v.query("stage"))
	if err != nil {
		return err
	}
	f := &form{values: url.Values{}}
	for _, u := range v.naming().Rules().Units {
		if u.ID == p.Units[0].Value {
			f.values.Set("sponsor", u.Organisation)
		}
	}
	return v.showAdopt(http.StatusOK, p, f)
}

// adopting finds what the form needs. Errors: not_permitted for who is in no unit; not_found for a stage that there is not.
func (v *visit) adopting(workflowID, stage string) (*adoptPage, error) {
	begin, err := v.beginning()
	if err != nil {
		return nil, err
	}
	p := &adoptPage{newCasePage: begin, Workflow: workflowID, Stage: stage}
	if p.Workflows, err = v.workflows(); err != nil {
		return nil, err
	}
	rules, err := v.rulesToAdopt(workflowID)
	if err != nil {
		return nil, err
	}
	if len(p.Workflows) > 0 {
		p.Workflow = rules.Workflow.ID
	}
	n := v.naming()
	var behind []document.Gate
	for _, s := range rules.Stages {
		q := url.Values{"stage": {s.ID}}
		if p.Workflow != "" {
			q.Set("workflow", p.Workflow)
		}
		p.Stages = append(p.Stages, stageLink{n.Stage(s.ID), "/" + v.partnership + "/cases/adopt?" + q.Encode(), gatesInWords(n, behind)})
		if s.ID == stage {
			p.StageName, p.Behind = n.Stage(s.ID), slices.Clone(behind)
		}
		for _, g := range rules.Gates {
			if g.ID == s.Exit {
				behind = append(behind, g)
			}
		}
	}
	if stage != "" && p.StageName == "" {
		return nil, missing("The workflow has no such stage.")
	}
	p.Award = slices.ContainsFunc(p.Behind, func(g document.Gate) bool { return g.Award })
	return p, nil
}

func gatesInWords(n *names, gates []document.Gate) string {
	var out []string
	for _, g := range gates {
		out = append(out, n.Gate(g.ID))
	}
	if len(out) == 0 {
		return "Nothing has been decided yet."
	}
	return "Decided already: " + strings.Join(out, ", ") + "."
}

func (v *visit) showAdopt(status int, p *adoptPage, f *form) error {
	at := "/" + v.partnership + "/cases"
	if p.Stage == "" {
		return v.showAs(status, "case_adopt_stage", page{Title: "Take up a case that is under way", Form: f, Data: p, Back: at})
	}
	for i := range submitSteps {
		s := &submitSteps[i]
		section := adoptSection{Title: s.Title}
		for j := range s.Fields {
			x := &s.Fields[j]
			section.Asked = append(section.Asked, askedField{Ask: x.Ask, field: f.Choice(x.Name, x.Label, x.Hint, v.naming().choicesOf(x, f.Value(x.Name)))})
		}
		p.Asked = append(p.Asked, section)
	}
	p.Staff = slices.ContainsFunc(p.Sponsors, func(o choice) bool { return f.Value("offer-"+o.Value+"-staff") != "" })
	return v.showAs(status, "case_adopt", page{Title: "Take up a case at the stage " + p.StageName, Form: f, Data: p, Back: at + "/adopt"})
}

// caseAdoptSent checks what was written, shows what it does, and takes the case up once that was seen.
func (v *visit) caseAdoptSent() error {
	f, err := v.read()
	if err != nil {
		return err
	}
	p, err := v.adopting(f.Value("workflow"), f.Value("stage"))
	if err != nil {
		return err
	}
	if p.Stage == "" {
		return v.showAdopt(http.StatusOK, p, f)
	}
	var cmd *workflow.CaseAdopt
	var shown map[string]string
	refused := func(no *workflow.Refusal) error {
		f.refused(no, shown)
		return v.showAdopt(http.StatusUnprocessableEntity, p, f)
	}
	return v.inSteps(f, steps{
		ask: func(status int) error { return v.showAdopt(status, p, f) },
		command: func() workflow.Command {
			cmd, shown = v.readAdopt(p, f)
			return cmd
		},
		check: func(workflow.Command) error {
			would, err := v.web.client.Do(v.ctx(), v.partnership, v.person, cmd, client.DryRun())
			if no := rulesNo(err); no != nil {
				return refused(no)
			}
			if err != nil {
				return err
			}
			return v.showAdoptCheck(p, f, cmd, would)
		},
		refused: refused,
		done: func(done client.Done) error {
			v.tell("The case is taken up at the stage " + p.StageName + ".")
			return v.goTo("/"+v.partnership+"/cases/"+url.PathEscape(done.Case), done.Seq)
		},
	})
}

// readAdopt makes the command of what was written, and says which field of the page each of its own is written in. What is wrong is noted.
func (v *visit) readAdopt(p *adoptPage, f *form) (*workflow.CaseAdopt, map[string]string) {
	cmd, shown := &workflow.CaseAdopt{Workflow: p.Workflow, Stage: p.Stage}, map[string]string{"contract": "contract-supplier"}
	unit, sponsor := f.Value("unit"), f.need("sponsor", "Select the organisation that sponsors the case")
	if len(p.Units) == 1 {
		unit = p.Units[0].Value
	}
	if !slices.ContainsFunc(p.Units, func(c choice) bool { return c.Value == unit }) {
		f.wrong("unit", "Select the unit that prepares the case")
	}
	cmd.Unit, cmd.Sponsor = &unit, &sponsor
	for i := range submitSteps {
		for j := range submitSteps[i].Fields {
			submitSteps[i].Fields[j].adopt(f, &cmd.CaseFields)
		}
	}
	cmd.Since = f.dayOf("since")
	for i, g := range p.Behind {
		at := "gate-" + g.ID
		cmd.Decisions = append(cmd.Decisions, workflow.AdoptedDecision{Gate: g.ID, By: f.need(at+"-by", "Enter who decided “"+v.naming().Gate(g.ID)+"”"), DecidedOn: f.neededDay(at+"-on", "Enter the day on which it was decided"),
			Minute: f.need(at+"-minute", "Enter where the decision is minuted"), Result: f.Value(at + "-result")})
		where := "decisions[" + itoa(i) + "]."
		shown[where+"by"], shown[where+"decided_on"], shown[where+"minute"], shown[g.ID] = at+"-by", at+"-on", at+"-minute", at+"-by"
	}
	for _, o := range p.Sponsors {
		at := "offer-" + o.Value
		k := workflow.AdoptedCommitment{Organisation: o.Value, AmountPence: f.pence(at + "-money")}
		if k.AmountPence > 0 {
			where := "commitments[" + itoa(len(cmd.Commitments)) + "]"
			shown[where+".amount_pence"], shown[where+".organisation"] = at+"-money", at+"-money"
			cmd.Commitments = append(cmd.Commitments, k)
		}
		posts, err := quantity.ParseFTE(withoutSpaces(f.Value(at + "-staff")))
		switch {
		case f.Value(at+"-staff") == "":
		case err != nil || posts < 0:
			f.wrong(at+"-staff", "Enter full-time posts as a number, like 0.5")
		case posts > 0:
			where := "commitments[" + itoa(len(cmd.Commitments)) + "]"
			shown[where+".fte_hundredths"] = at + "-staff"
			cmd.Commitments = append(cmd.Commitments, workflow.AdoptedCommitment{Organisation: o.Value, Kind: document.ResourceStaffTime, FTEHundredths: int64(posts)})
		}
	}
	if p.Award && (f.Value("route") == document.RouteContract || f.Value("contract-supplier") != "") {
		cmd.Contract = &workflow.AdoptedContract{Supplier: f.need("contract-supplier", "Enter with whom the contract is"), ValuePence: f.pence("contract-value"),
			SignedOn: f.neededDay("contract-signed_on", "Enter the day on which the contract was signed"), EndsOn: f.dayOf("contract-ends_on"), Accountable: f.Value("contract-accountable")}
		if f.Value("contract-value") == "" {
			f.wrong("contract-value", "Enter the value of the contract")
		}
		for _, x := range []string{"supplier", "signed_on", "ends_on", "accountable"} {
			shown["contract."+x] = "contract-" + x
		}
		shown["contract.value_pence"] = "contract-value"
	}
	return cmd, shown
}

// adopt reads a term and writes it into a case that is taken up, where anything is written.
func (x *termField) adopt(f *form, to *workflow.CaseFields) {
	switch value := x.read(f); {
	case f.Error(x.Name) != "":
	case x.Ask == askOutcome && value == outcomeOther:
		f.wrong(x.Name+"_other", "Say which outcome it serves")
	case value == "" && x.Need != "":
		f.wrong(x.Name, "%s", x.Need)
	case x.Name == "regime" && value == "" && f.Value("route") == document.RouteContract:
		f.wrong(x.Name, "Select the procurement rules: a contract needs them")
	case value != "":
		x.put(to, value)
	}
}

// dayOf reads a day written in three fields; none where none is written. What is no day is noted.
func (f *form) dayOf(name string) calendar.Date {
	written := f.date(name)
	if written == "" {
		return calendar.Date{}
	}
	on, err := calendar.ParseDate(written)
	if err != nil {
		f.wrong(name, "Enter a day, like 31 3 2029")
	}
	return on
}

// neededDay is dayOf where there has to be one.
func (f *form) neededDay(name, message string) calendar.Date {
	if f.date(name) == "" {
		f.wrong(name, "%s", message)
	}
	return f.dayOf(name)
}

// pence reads an amount in pounds; 0 where nothing is written. What is no amount is noted.
func (f *form) pence(name string) int64 {
	if f.Value(name) == "" {
		return 0
	}
	n, err := quantity.ParsePounds(withoutSpaces(f.Value(name)))
	if err != nil || n < 0 {
		f.wrong(name, "Enter an amount in pounds, like 1,200,000")
	}
	return int64(n)
}

// showAdoptCheck shows what was written once more, and what follows from it by the rules.
func (v *visit) showAdoptCheck(p *adoptPage, f *form, cmd *workflow.CaseAdopt, done client.Done) error {
	n := v.naming()
	add := func(label, value string) {
		if value != "" {
			p.Answers = append(p.Answers, answerGiven{Label: label, Value: value})
		}
	}
	add("Sponsor", n.Organisation(*cmd.Sponsor))
	add("Prepared by", n.Unit(*cmd.Unit))
	for i := range submitSteps {
		for j := range submitSteps[i].Fields {
			x := &submitSteps[i].Fields[j]
			if value := x.read(f); value != "" {
				add(strings.TrimSuffix(x.Label, "?"), n.inWords(x, value))
			}
		}
	}
	if !cmd.Since.IsZero() {
		add("At this stage since", dayOf(cmd.Since.String()))
	}
	for _, d := range cmd.Decisions {
		result := d.Result
		if result == "" {
			result = "approved"
		}
		add(n.Gate(d.Gate), upper(result)+", by "+d.By+" on "+dayOf(d.DecidedOn.String())+"\n"+d.Minute)
	}
	for _, k := range cmd.Commitments {
		value := quantity.Pence(k.AmountPence).String()
		if k.Kind != "" {
			value = quantity.FTE(k.FTEHundredths).String()
		}
		add(n.Organisation(k.Organisation)+" puts in", value)
	}
	if k := cmd.Contract; k != nil {
		value := k.Supplier + ", " + quantity.Pence(k.ValuePence).String() + "\nSigned on " + dayOf(k.SignedOn.String())
		if !k.EndsOn.IsZero() {
			value += ", ends on " + dayOf(k.EndsOn.String())
		}
		add("Contract", value)
	}
	p.Follows = []string{"The case opens at the stage " + p.StageName + "."}
	if len(cmd.Decisions) > 0 {
		p.Follows = append(p.Follows, "What was decided before is quoted by its minute. It counts as no decision taken here.")
	}
	if slices.Contains(done.Events, "consent.reaffirmation_requested") {
		p.Follows = append(p.Follows, "Each organisation is asked to say again that it stands by what it puts in.")
	}
	p.Hidden = f.carried()
	return v.show("case_adopt_check", page{Title: "Check your answers", Form: f, Data: p})
}
