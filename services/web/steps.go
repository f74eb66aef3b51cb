package web

import (
	"cmp"
	"net/http"
	"slices"

	"comity/services/client"
	"comity/workflow"
)

// steps is a form that is sent in steps: the answers are shown to be checked, from there a person goes back to change them or sends them, and
// only what is sent does anything. The step is the button that was pressed; a form that has just been filled in names none, or "check".
type steps struct {
	ask     func(status int) error           // shows the form, with what is filled in and what is wrong with it
	command func() workflow.Command          // what the answers ask for; what is wrong with them is noted in the form
	check   func(workflow.Command) error     // shows the answers once more
	refused func(no *workflow.Refusal) error // shows why nothing was done
	done    func(client.Done) error          // goes on to what came of it
}

// inSteps takes the step that a form was sent with. Errors: of the steps; no answer in time, and whatever is no refusal.
func (v *visit) inSteps(f *form, s steps) error {
	step := f.Value("step")
	if step == "change" {
		return s.ask(http.StatusOK)
	}
	cmd := s.command()
	switch {
	case !f.ok():
		return s.ask(http.StatusUnprocessableEntity)
	case step != "do" && step != "send":
		return s.check(cmd)
	}
	done, err := v.do(cmd)
	if no := rulesNo(err); no != nil {
		return s.refused(no)
	}
	if err != nil {
		return err
	}
	return s.done(done)
}

// carried is everything that was written, for the page that shows the answers to send again: by the names of the fields, and those of several
// in the order in which they were chosen.
func (f *form) carried() []answerGiven {
	var out []answerGiven
	for name, values := range f.values {
		if name == "command_id" || name == "step" { // which that page has of its own
			continue
		}
		for _, s := range values {
			out = append(out, answerGiven{Name: name, Value: s})
		}
	}
	slices.SortStableFunc(out, func(a, b answerGiven) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// yesOrNo is an answer in a word.
func yesOrNo(yes bool) string {
	if yes {
		return "Yes"
	}
	return "No"
}
