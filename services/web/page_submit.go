package web

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"comity/services/client"
	"comity/workflow"
)

// preparation is a case, and what the person may do to prepare it.
type preparation struct {
	*caseHead
	can []workflow.Capacity
}

// preparing reads the case of the page's address for somebody who prepares it: who may give one of the commands now.
// Errors: not_found as openCase; not_permitted.
func (v *visit) preparing(acts ...string) (*preparation, error) {
	h, err := v.openCase("/edit")
	if err != nil {
		return nil, err
	}
	p := &preparation{caseHead: h}
	if p.can, err = v.capacities(h); err != nil {
		return nil, err
	}
	if h.State == nil || !slices.ContainsFunc(acts, p.may) {
		return nil, workflow.Refuse(workflow.Problem{Code: workflow.NotPermitted,
			Message: "You cannot change this case. Only those who prepare it can, and only while it is being prepared or waits for decisions."})
	}
	return p, nil
}

// stands reports whether the case of the page's address is in a status, as far as the person may see it.
func (v *visit) stands(status workflow.Status) bool {
	h, err := v.openCase("/edit")
	return err == nil && h.State != nil && h.State.Status == status
}

// may reports whether the person may give a command on the case now.
func (p *preparation) may(act string) bool {
	return slices.ContainsFunc(p.can, func(k workflow.Capacity) bool { return k.May(act) })
}

// Voids reports whether a change calls off what is being decided.
func (p *preparation) Voids() bool {
	return p.State.Status == workflow.AtGate || p.State.Status == workflow.Deferred
}

// Revision is the revision of the case that the page shows.
func (p *preparation) Revision() int { return p.Label.Revision }

// Draft reports whether the case has not been submitted.
func (p *preparation) Draft() bool { return p.State.Status == workflow.Draft }

// Edit is the address of the task list.
func (p *preparation) Edit() string { return p.Address + "/edit" }

// sendStill sends a command on the case as the person saw it. Where others have changed the case since, and still says that this
// does not matter, it is sent on the case as it is now; otherwise the refusal is returned, with the case as it is now.
func (v *visit) sendStill(f *form, p *preparation, cmd workflow.Command, still func(now *preparation) bool) (client.Done, *preparation, error) {
	id, revision := f.Value("command_id"), f.Value("revision")
	for try := 0; ; try++ {
		done, err := v.doOf(v.partnership, id, revision, cmd)
		no := refusal(err)
		if no == nil || !no.Has(workflow.StaleRevision) || try == 3 {
			return done, p, err
		}
		v.catchUp(v.path("case"), revision)
		h, again := v.openCase("/edit")
		if again != nil {
			return done, p, again
		}
		p = &preparation{caseHead: h, can: p.can}
		if h.State == nil || !still(p) {
			return done, p, err
		}
		id, revision = nextID(id), itoa(p.Revision())
	}
}

// nextID is the id under which a command is sent on another revision, after it was refused on the first: the same for the same
// id, so that a button pressed twice is still one command. A UUID of version 8.
func nextID(id string) string {
	if id == "" {
		return ""
	}
	b := sha256.Sum256([]byte("next " + id))
	b[6], b[8] = b[6]&0x0f|0x80, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

// warned reports whether the person was told, on the page that the form comes from, what a change of the case does now.
func warned(f *form) func(*preparation) bool {
	return func(p *preparation) bool { return !p.Voids() || f.Value("warned") == "yes" }
}

// submitPage is what the page submit shows: the task list of a case.
type submitPage struct {
	*preparation
	Tasks []task
	Next  task // what ends the preparation: submit it, or ask for the decision
}

// task is one line of the task list.
type task struct {
	ID, Text, Hint, Address string
	State                   string // Done, Not started, Something is missing, Optional; "" for what cannot be begun
}

// The states of a task.
const (
	taskDone     = "Done"
	taskNotBegun = "Not started"
	taskMissing  = "Something is missing"
	taskOptional = "Optional"
)

// submit shows the task list of a draft, or of a case that is being prepared.
func (v *visit) submit() error {
	p, err := v.preparing("case.amend", "case.add_evidence", "case.request_gate")
	if err != nil {
		return err
	}
	out := submitPage{preparation: p, Tasks: v.tasks(p)}
	out.Next = task{ID: "next", Text: "Check your answers and submit the case", Address: p.Edit() + "/check", State: taskNotBegun}
	if !p.Draft() {
		out.Next = task{ID: "next", Text: "See what the gate asks for, and ask for the decision", Address: p.Address + "/gate", State: taskNotBegun}
	}
	if p.State.Status != workflow.Draft && !p.may("case.request_gate") {
		out.Next.Text, out.Next.State = "See what is being decided", ""
	}
	return v.show("submit", page{Title: "Prepare the case: " + p.Name, Data: out, Back: p.Address})
}

// tasks are the sections of the case, and how far each is.
func (v *visit) tasks(p *preparation) []task {
	var out []task
	if p.may("case.amend") {
		for i := range submitSteps {
			s := &submitSteps[i]
			out = append(out, task{ID: s.ID, Text: s.Title, Hint: s.Hint, Address: p.Edit() + "/" + s.ID, State: s.state(p.State)})
		}
	}
	if p.may("commitment.offer") {
		t := task{ID: "resources", Text: "What each organisation puts in", Address: p.Address + "/offer", State: taskOptional}
		if n := len(offersOf(p.State)); n > 0 {
			t.State, t.Hint = taskDone, plural(n, "offer", "offers")
		}
		out = append(out, t)
	}
	return append(out, v.evidenceTask(p))
}

// evidenceTask says how much of the evidence is there that the next gate needs.
func (v *visit) evidenceTask(p *preparation) task {
	t := task{ID: "evidence", Text: "Evidence", Address: p.Edit() + "/evidence", State: taskOptional}
	need, there := 0, 0
	for _, asked := range p.Evidence {
		if asked.Needed {
			need++
			if asked.State == "there" {
				there++
			}
		}
	}
	if need == 0 {
		return t
	}
	t.Hint = itoa(there) + " of " + plural(need, "document", "documents") + " that the gate “" + v.nextGateName(p.caseHead) + "” needs"
	switch there {
	case 0:
		t.State = taskNotBegun
	case need:
		t.State = taskDone
	default:
		t.State = taskMissing
	}
	return t
}
