package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"

	"comity/events"
	"comity/workflow"
)

// stepPage is what the page submit_step shows: one section of a case.
type stepPage struct {
	*preparation
	Step      *submitStep
	Asked     []askedField
	Conflicts []conflict
	Was       []answerGiven // what the person saw, to be sent back
}

// conflict is a term that two people have changed at once.
type conflict struct{ Label, Yours, Now string }

// was names the hidden field that carries a term as the person saw it.
func was(name string) string { return "was-" + name }

// submitStep shows a section with what the case says now.
func (v *visit) submitStep() error {
	p, s, err := v.step()
	if err != nil {
		return err
	}
	f := &form{values: url.Values{}}
	for i := range s.Fields {
		s.Fields[i].fill(f, termValue(p.State.Terms, s.Fields[i].Name))
	}
	return v.showStep(http.StatusOK, p, s, f, nil)
}

func (v *visit) step() (*preparation, *submitStep, error) {
	s := stepOf(v.path("step"))
	p, err := v.preparing("case.amend")
	if err == nil && s == nil {
		err = workflow.Refuse(workflow.Problem{Code: workflow.NotFound, Message: "A case has no such section."})
	}
	return p, s, err
}

// fill writes a value, as termValue and read have it, into the field.
func (x *termField) fill(f *form, value string) {
	if x.Ask == askBoxes && value != "" {
		f.values[x.Name] = strings.Split(value, "\n")
		return
	}
	if x.Ask == askList {
		value = eachInWords(value)
	}
	if x.Ask == askDate {
		f.fillDate(x.Name, value)
	}
	f.values.Set(x.Name, value)
}

// eachInWords writes each line as people would.
func eachInWords(value string) string {
	list := strings.Split(value, "\n")
	for i, s := range list {
		list[i] = human(s)
	}
	return strings.Join(list, "\n")
}

// asBefore puts for each line that says the same in words as one before it just that one, so that what was not changed stays.
func asBefore(value, before string) string {
	known := map[string]string{}
	for s := range strings.SplitSeq(before, "\n") {
		known[human(s)] = s
	}
	list := strings.Split(value, "\n")
	for i, s := range list {
		list[i] = cmp.Or(known[s], s)
	}
	return strings.Join(list, "\n")
}

func (v *visit) showStep(status int, p *preparation, s *submitStep, f *form, conflicts []conflict) error {
	out := stepPage{preparation: p, Step: s, Conflicts: conflicts}
	for i := range s.Fields {
		x := &s.Fields[i]
		now := termValue(p.State.Terms, x.Name)
		if x.Name == "regime" && f.Value(x.Name) == "" && p.State.Terms.Route == "" {
			f.values.Del(x.Name) // that nothing is procured is not chosen before the person has
		}
		out.Asked = append(out.Asked, askedField{Ask: x.Ask, field: f.Choice(x.Name, x.Label, x.Hint, v.naming().choicesOf(x, now))})
		seen := now
		if _, sent := f.values[was(x.Name)]; sent {
			seen = strings.ReplaceAll(f.values.Get(was(x.Name)), "\r\n", "\n")
		}
		out.Was = append(out.Was, answerGiven{Name: was(x.Name), Value: seen})
	}
	return v.showAs(status, "submit_step", page{Title: s.Title + ": " + p.Name, Form: f, Data: out, Back: p.Edit()})
}

// submitStepSent saves a section: what the person changed in it, and nothing else.
func (v *visit) submitStepSent() error {
	p, s, err := v.step()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	if !p.Voids() || f.Value("warned") == "yes" {
		return v.saveStep(p, s, f)
	}
	f.wrong("", "The case waits for decisions by now. Read the warning, then save again if the change is still right")
	return v.showStep(http.StatusConflict, p, s, f, nil)
}

func (v *visit) saveStep(p *preparation, s *submitStep, f *form) error {
	changed := s.read(f)
	if !f.ok() {
		return v.showStep(http.StatusUnprocessableEntity, p, s, f, nil)
	}
	if len(changed) == 0 {
		return v.stepSaved(p, f, 0)
	}
	if len(s.conflicts(f, changed, p.State.Terms)) > 0 {
		return v.stepConflict(p, s, f, changed)
	}
	cmd := &workflow.CaseAmend{Case: p.Label.Case}
	for x, value := range changed {
		x.put(&cmd.CaseFields, value)
	}
	apart := func(now *preparation) bool {
		return warned(f)(now) && len(s.conflicts(f, changed, now.State.Terms)) == 0
	}
	done, now, err := v.sendStill(f, p, cmd, apart)
	no := rulesNo(err)
	switch {
	case err == nil:
		return v.stepSaved(p, f, done.Seq)
	case no == nil:
		return err
	case no.Has(workflow.StaleRevision):
		return v.stepConflict(now, s, f, changed)
	}
	f.refused(no, nil)
	return v.showStep(http.StatusUnprocessableEntity, p, s, f, nil)
}

// read takes what was written, notes what is wrong with it, and returns what differs from what the person saw.
func (s *submitStep) read(f *form) map[*termField]string {
	changed := map[*termField]string{}
	for i := range s.Fields {
		x := &s.Fields[i]
		value, before := x.read(f), strings.ReplaceAll(f.values.Get(was(x.Name)), "\r\n", "\n")
		if x.Ask == askList {
			value = asBefore(value, before)
		}
		many := x.Ask == askBoxes || x.Ask == askList
		switch {
		case f.Error(x.Name) != "":
		case x.Ask == askOutcome && value == outcomeOther:
			f.wrong(x.Name+"_other", "Say which outcome it serves")
		case value == "" && x.Need != "" && (f.Value("then") != "later" || before != ""):
			f.wrong(x.Name, "%s", x.Need)
		case value == "" && many && before != "":
			f.wrong(x.Name, "Keep at least one")
		case x.Name == "regime" && value == "" && f.Value("route") == "contract" && f.Value("then") != "later":
			f.wrong(x.Name, "Select the procurement rules: a contract needs them")
		case value != before:
			changed[x] = value
		}
	}
	return changed
}

// conflicts are the terms that the person changed and somebody else has changed otherwise since.
func (s *submitStep) conflicts(f *form, changed map[*termField]string, now events.CaseTerms) []*termField {
	var out []*termField
	for i := range s.Fields {
		x := &s.Fields[i]
		value, mine := changed[x]
		other := termValue(now, x.Name)
		if mine && other != value && other != strings.ReplaceAll(f.values.Get(was(x.Name)), "\r\n", "\n") {
			out = append(out, x)
		}
	}
	return out
}

// stepConflict shows what the person wrote beside what somebody else has written in the meantime. What the person left alone is
// shown as it is now.
func (v *visit) stepConflict(p *preparation, s *submitStep, f *form, changed map[*termField]string) error {
	var list []conflict
	n := v.naming()
	for _, x := range s.conflicts(f, changed, p.State.Terms) {
		list = append(list, conflict{Label: x.Label, Yours: n.inWords(x, changed[x]), Now: n.inWords(x, termValue(p.State.Terms, x.Name))})
		f.wrong(x.Name, "Somebody else has changed this: %s", lower(x.Label))
	}
	for i := range s.Fields {
		x := &s.Fields[i]
		if _, mine := changed[x]; !mine {
			x.fill(f, termValue(p.State.Terms, x.Name))
		}
		f.values.Del(was(x.Name)) // from here on the person has seen what it says now
	}
	if f.ok() {
		f.wrong("", "The case has changed since you opened the page. Look at it again, then save once more")
	}
	return v.showStep(http.StatusConflict, p, s, f, list)
}

// Other is the field for an outcome that is not in the list.
func (a askedField) Other() field {
	return a.form.Field(a.Name+"_other", "If another, say which", "")
}

// stepSaved goes on to the task list, or leaves the case for now.
func (v *visit) stepSaved(p *preparation, f *form, seq uint64) error {
	if f.Value("then") == "later" {
		v.tell("What you wrote is saved. You can go on with the case at any time.")
		return v.goTo(p.Address, seq)
	}
	return v.goTo(p.Edit(), seq)
}
