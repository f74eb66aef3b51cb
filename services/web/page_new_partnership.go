package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"comity/events"
	blueprints "comity/scenarios/templates"
	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// newPartnershipPage is what the pages new_partnership, new_partnership_fill and new_partnership_check show.
type newPartnershipPage struct {
	Templates []choice
	Overlays  []choice
	*founding
	Types     []choice      // of organisations
	Hidden    []answerGiven // what was written on the pages before
	Documents []foundingDocument
	Ready     bool // nothing is wrong with the documents
}

// foundingDocument is one of the documents, to be read and mended.
type foundingDocument struct {
	Field, Name string
	Found       mistakesPage
}

// newPartnership begins setting up a partnership: the administrator of the installation chooses a template.
func (v *visit) newPartnership() error {
	if err := v.administers(); err != nil {
		return err
	}
	day := v.web.cfg.Now().In(v.web.zone)
	return v.showNewPartnership(http.StatusOK, filled(map[string]string{"from-day": itoa(day.Day()), "from-month": itoa(int(day.Month())), "from-year": itoa(day.Year())}))
}

// administers refuses who does not administer the installation.
func (v *visit) administers() error {
	me, err := v.who()
	if err != nil {
		return err
	}
	return only(me.Administrator, "Only the administrators of this installation set up partnerships.")
}

func (v *visit) showNewPartnership(status int, f *form) error {
	all, err := blueprints.All()
	if err != nil {
		return err
	}
	p := newPartnershipPage{Overlays: overlaysOffered()}
	for _, t := range all {
		p.Templates = append(p.Templates, choice{Value: t.ID, Text: upper(strings.TrimSuffix(t.About, "."))})
	}
	if len(p.Templates) == 1 && f.Value("template") == "" {
		f.values.Set("template", p.Templates[0].Value)
	}
	return v.showAs(status, "new_partnership", page{Title: "Set up a partnership", Form: f, Data: p})
}

// newPartnershipSent takes the steps: fill asks for organisations and people, check shows the documents made of them, again checks
// them as they were mended, publish publishes them. Only publish does anything.
func (v *visit) newPartnershipSent() error {
	if err := v.administers(); err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	if err := v.checkFirstStep(f); err != nil || !f.ok() {
		if err != nil {
			return err
		}
		return v.showNewPartnership(http.StatusUnprocessableEntity, f)
	}
	x, err := newFounding(f)
	if err != nil {
		return err
	}
	switch f.Value("step") {
	case "check":
		return v.writeFounding(x, f)
	case "again":
		return v.checkFounding(x, f)
	case "publish":
		return v.publishFounding(x, f)
	}
	x.begin(f)
	return v.showFill(http.StatusOK, x, f)
}

// checkFirstStep finds what is wrong with the template, the names and the day.
func (v *visit) checkFirstStep(f *form) error {
	f.need("template", "Select a template")
	f.need("name", "Enter the name of the partnership")
	id := f.need("id", "Enter a short name for addresses")
	if id != "" && (!events.ValidToken(id) || id != strings.ToLower(id) || len(id) > 30) {
		f.wrong("id", "A short name is lower-case letters, digits and hyphens, 30 at most")
	} else if slices.Contains(reserved, id) {
		f.wrong("id", "“%s” is the address of a page of this service. Choose another short name", id)
	} else if me, err := v.who(); err != nil {
		return err
	} else if slices.ContainsFunc(me.Partnerships, func(m answer.Membership) bool { return m.Partnership == id }) && f.Value("begun") != id {
		f.wrong("id", "There is a partnership of that short name already")
	}
	if _, err := calendar.ParseDate(f.date("from")); err != nil {
		f.wrong("from", "Enter the day from which it works, such as 27 3 2027")
	}
	return nil
}

// reserved are the words with which addresses of our own begin: no partnership is called so.
var reserved = []string{
	"accessibility", "account", "assets", "comity", "cookies", "healthz", "live", "new-partnership", "outbox", "privacy", "sign-in", "sign-out", "work",
}

func (v *visit) showFill(status int, x *founding, f *form) error {
	p := newPartnershipPage{founding: x, Hidden: kept(f, "template", "overlay", "id", "name", "approved_by", "from-day", "from-month", "from-year")}
	for _, t := range document.OrganisationTypes {
		p.Types = append(p.Types, choice{Value: t, Text: words("organisation_type", t)})
	}
	return v.showAs(status, "new_partnership_fill", page{Title: "Organisations and people of " + f.Value("name"), Form: f, Data: p})
}

// kept are values of a form to be sent again; all but those of the step itself where none is named.
func kept(f *form, names ...string) (out []answerGiven) {
	own := []string{"step", "command_id", "workflow_id", "governance", "workflow"}
	for name, values := range f.values {
		if len(names) == 0 && !slices.Contains(own, name) || slices.Contains(names, name) {
			for _, value := range values {
				out = append(out, answerGiven{Name: name, Value: strings.TrimSpace(value)})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b answerGiven) int { return cmpText(a.Name, b.Name) })
	return out
}

// writeFounding makes the documents of what was written.
func (v *visit) writeFounding(x *founding, f *form) error {
	for _, o := range x.Orgs {
		f.need(o.ID+"-name", "Enter a name for every organisation")
	}
	for _, n := range x.Named {
		f.need(n.ID+"-name", "Enter a name for every board, unit and area")
	}
	for _, c := range x.Councils {
		if on, err := calendar.ParseDate(f.date(c.ID)); f.date(c.ID) != "" && (err != nil || on.String() <= f.date("from")) {
			f.wrong(c.ID, "Enter the day on which %s is replaced, after the partnership’s first, such as 1 4 2028", c.Name)
		}
	}
	for _, group := range x.People {
		for _, p := range group.People {
			if f.Value("person-"+p.ID+"-email") != "" {
				f.need("person-"+p.ID+"-name", "Enter the name that belongs to the e-mail address")
			}
		}
	}
	if !f.ok() {
		return v.showFill(http.StatusUnprocessableEntity, x, f)
	}
	ids, err := v.foundingIDs(x, f)
	if err != nil {
		return err
	}
	for person, id := range ids {
		f.values.Set("person-"+person+"-id", id)
	}
	governance, workflows, err := x.write(f, v.person, ids)
	if err != nil {
		return err
	}
	f.values.Set("governance", governance)
	f.values.Set("workflow", workflows)
	return v.checkFounding(x, f)
}

// checkFounding shows the documents with everything that is wrong with them.
func (v *visit) checkFounding(x *founding, f *form) error {
	p := newPartnershipPage{founding: x, Hidden: kept(f)}
	status := http.StatusOK
	for _, d := range []foundingDocument{{Field: "governance", Name: "Governance"}, {Field: "workflow", Name: "Workflow"}} {
		mistakes := foundingMistakes(f, d.Field)
		d.Found = mistakesIn(d.Field+"-line", f.values.Get(d.Field), mistakes)
		if len(mistakes) > 0 {
			status = http.StatusUnprocessableEntity
			f.wrong(d.Field, "The %s has %s, listed below with its line. Nothing is published", lower(d.Name), plural(len(mistakes), "mistake", "mistakes"))
		}
		p.Documents = append(p.Documents, d)
	}
	p.Ready = f.ok()
	return v.showAs(status, "new_partnership_check", page{Title: "Check the documents of " + f.Value("name"), Form: f, Data: p})
}

// foundingMistakes are the mistakes of one of the two documents, each alone and both together.
func foundingMistakes(f *form, field string) (out []documentMistake) {
	_, found := document.CheckSources(document.Source{Name: "governance", Text: []byte(sourceOf(f, "governance"))},
		document.Source{Name: "workflow", Text: []byte(sourceOf(f, "workflow"))})
	for _, m := range found {
		if m.Severity == document.Error && m.File == field {
			out = append(out, documentMistake{Line: m.Line, Column: m.Column, Sentence: m.Sentence})
		}
	}
	if g, err := document.LoadGovernance(sourceOf(f, "governance")); field == "governance" && err == nil && g.Metadata.Partnership != f.Value("id") {
		out = append(out, documentMistake{Sentence: "The document is of another partnership than the one you named."})
	}
	return out
}

// sourceOf is a document as it was written, with plain ends of lines.
func sourceOf(f *form, field string) string {
	return strings.ReplaceAll(f.values.Get(field), "\r\n", "\n")
}

// publishFounding publishes the documents, and records the people.
func (v *visit) publishFounding(x *founding, f *form) error {
	if len(foundingMistakes(f, "governance"))+len(foundingMistakes(f, "workflow")) > 0 {
		return v.checkFounding(x, f)
	}
	id := f.Value("id")
	for _, step := range []struct {
		id  string
		cmd workflow.Command
	}{
		{f.Value("command_id"), &workflow.PartnershipPublish{Source: sourceOf(f, "governance")}},
		{f.Value("workflow_id"), &workflow.WorkflowPublish{Source: sourceOf(f, "workflow")}},
	} {
		_, err := v.doOf(id, step.id, "", step.cmd)
		if no := rulesNo(err); no != nil {
			for _, m := range mistakesOf(no) {
				f.wrong("", "%s", m.Sentence)
			}
			return v.checkFounding(x, f)
		}
		if err != nil {
			return err
		}
		f.values.Set("begun", id) // it is there from now on, and this is no second one of the name
	}
	refused, err := v.recordFounders(x, f)
	if err != nil {
		return err
	}
	if err := v.settled(id); err != nil {
		return err
	}
	told := f.Value("name") + " is set up. What the document proposes waits for each organisation to confirm it."
	if len(refused) > 0 {
		told += " These could not be recorded: " + strings.Join(refused, ", ") + "."
	}
	v.tell(told)
	return v.goTo("/"+url.PathEscape(id)+"/desk/people", 0)
}
