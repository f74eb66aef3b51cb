package web

import (
	"net/http"
	"net/url"
	"slices"

	"comity/services/views/answer"
	"comity/workflow"
)

// checkPage is what the page submit_check shows: all that a case says, before it is submitted.
type checkPage struct {
	*preparation
	Sections  []checkSection
	Todo      []link // what the engine asks for before it can be submitted
	Workflows []choice
}

// checkSection is one section with its answers.
type checkSection struct {
	Title, Address string
	Answers        []answerGiven
}

// submitCheck shows everything that a case says once more.
func (v *visit) submitCheck() error {
	p, err := v.preparing("case.amend", "case.submit")
	if err != nil {
		return err
	}
	return v.showCheck(http.StatusOK, p, &form{}, nil)
}

func (v *visit) showCheck(status int, p *preparation, f *form, todo []link) error {
	out := checkPage{preparation: p, Todo: todo}
	n := v.naming()
	for i := range submitSteps {
		s := &submitSteps[i]
		section := checkSection{Title: s.Title, Address: p.Edit() + "/" + s.ID}
		for j := range s.Fields {
			x := &s.Fields[j]
			value := termValue(p.State.Terms, x.Name)
			given := n.inWords(x, value)
			if value == "" && x.Name == "regime" && p.State.Terms.Route == "" {
				given = "Nothing"
			}
			section.Answers = append(section.Answers, answerGiven{Name: x.Name, Label: x.Label, Value: given})
		}
		out.Sections = append(out.Sections, section)
	}
	out.Sections = append(out.Sections, v.offersChecked(p), v.evidenceChecked(p))
	if p.Draft() {
		var err error
		if out.Workflows, err = v.workflows(); err != nil {
			return err
		}
	}
	return v.showAs(status, "submit_check", page{Title: "Check your answers: " + p.Name, Form: f, Data: out, Back: p.Edit()})
}

func (v *visit) offersChecked(p *preparation) checkSection {
	s := checkSection{Title: "What each organisation puts in", Address: p.Address + "/offer"}
	for _, k := range offersOf(p.State) {
		s.Answers = append(s.Answers, answerGiven{Label: v.naming().Organisation(k.Organisation), Value: words("kind", k.Kind) + ": " + k.Amount()})
	}
	return s
}

func (v *visit) evidenceChecked(p *preparation) checkSection {
	s := checkSection{Title: "Evidence", Address: p.Edit() + "/evidence"}
	for _, e := range p.State.Evidence {
		s.Answers = append(s.Answers, answerGiven{Label: v.naming().Evidence(e.Type), Value: e.Title + ", dated " + dayOf(e.DatedOn)})
	}
	return s
}

// workflows are those that a case may follow, where there is more than one.
func (v *visit) workflows() ([]choice, error) {
	var r answer.Register
	if err := v.ask("register", nil, &r); err != nil {
		return nil, err
	}
	var out []choice
	for _, w := range r.Workflows {
		if !slices.ContainsFunc(out, func(c choice) bool { return c.Value == w.ID }) {
			out = append(out, choice{Value: w.ID, Text: human(w.ID)})
		}
	}
	if len(out) < 2 {
		return nil, nil
	}
	for i := range out {
		var named answer.Rules
		if err := v.ask("rules", answer.RulesArgs{Workflow: out[i].Value}, &named); err != nil {
			return nil, err
		}
		if named.Workflow.Name != "" {
			out[i].Text = named.Workflow.Name
		}
	}
	return out, nil
}

// submitCheckSent submits the case. What is missing comes back as a list, with where each is mended.
func (v *visit) submitCheckSent() error {
	p, err := v.preparing("case.submit")
	if err != nil && v.stands(workflow.Working) {
		return v.goTo("/"+v.partnership+"/cases/"+url.PathEscape(v.path("case"))+"/edit", 0) // the button was pressed twice
	}
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	done, err := v.do(&workflow.CaseSubmit{Case: p.Label.Case, Workflow: f.Value("workflow")})
	no := rulesNo(err)
	switch {
	case err == nil:
		v.tell("The case is submitted. Now add what its first gate asks for.")
		return v.goTo(p.Edit(), done.Seq)
	case no == nil:
		return err
	}
	if no.Has(workflow.StaleRevision) {
		v.catchUp(v.path("case"), f.Value("revision"))
		if p, err = v.preparing("case.amend", "case.submit"); err != nil {
			return err
		}
		f.wrong("", "The case has changed since you opened the page. Check your answers again, then submit it")
		return v.showCheck(http.StatusConflict, p, f, nil)
	}
	var todo []link
	for _, x := range no.Details {
		l := v.mend(p, x)
		todo = append(todo, l)
		f.wrong("todo", "%s", l.Text)
	}
	return v.showCheck(http.StatusUnprocessableEntity, p, f, todo)
}

// mend says what a problem asks for, and on which page that is done.
func (v *visit) mend(p *preparation, x workflow.Problem) link {
	l := link{Text: x.Message}
	if s := stepOfTerm(x.About); s != nil && x.Code == workflow.Malformed {
		l.Address = p.Edit() + "/" + s.ID + "#" + x.About
		for i := range s.Fields {
			if s.Fields[i].Name == x.About && s.Fields[i].Need != "" {
				l.Text = s.Fields[i].Need
			}
		}
		if x.About == "regime" {
			l.Text = "Select the procurement rules: a contract needs them"
		}
		return l
	}
	switch x.About {
	case "workflow":
		l.Text, l.Address = "Select the workflow that the case follows", "#workflow"
	case "commitments":
		l.Address = p.Address + "/offer"
	case "award":
		l.Text, l.Address = "Say which award is proposed", "#value"
	case "outcome":
		l.Text, l.Address = "Select what is recommended", "#outcome"
	}
	for _, t := range v.naming().Rules().EvidenceTypes {
		if t.ID == x.About {
			l.Address = p.Address + "/evidence/add?type=" + t.ID
		}
	}
	return l
}
