package web

import (
	"net/http"
	"net/url"
	"slices"

	"comity/workflow"
	"comity/workflow/document"
)

// evidenceList is what the page evidence shows: what the next gate asks for, what is there, and where to add and take away.
type evidenceList struct {
	*preparation
	Gate   string // its name; "" where none is ahead
	Rows   []evidenceAsked
	Others []evidenceShown
	MayAdd bool
}

// evidence lists the evidence of a case that is being prepared.
func (v *visit) evidence() error {
	p, err := v.preparing("case.amend", "case.add_evidence")
	if err != nil {
		return err
	}
	return v.show("evidence", page{Title: "Evidence: " + p.Name, Back: p.Edit(), Data: evidenceList{
		preparation: p, Gate: v.nextGateName(p.caseHead), Rows: v.evidenceAsked(p.caseHead), Others: v.evidenceBesides(p.caseHead),
		MayAdd: p.may("case.add_evidence"),
	}})
}

// nextGate is the gate at the end of the stage that the case is in, or, for a draft, of the first; nil for none.
func (v *visit) nextGate(h *caseHead) *document.Gate {
	n := v.naming()
	stage := h.State.Stage
	if all := n.Rules().Stages; stage == "" && len(all) > 0 {
		stage = all[0].ID
	}
	return n.gate(n.exitOf(stage))
}

func (v *visit) nextGateName(h *caseHead) string {
	if g := v.nextGate(h); g != nil {
		return v.naming().Gate(g.ID)
	}
	return ""
}

// removal is what the page evidence_remove shows.
type removal struct {
	*preparation
	Item evidenceShown
}

// evidenceRemove asks why an item is taken away.
func (v *visit) evidenceRemove() error {
	r, err := v.removing()
	if err != nil {
		return err
	}
	return v.showRemove(http.StatusOK, r, &form{})
}

func (v *visit) removing() (*removal, error) {
	p, err := v.preparing("case.remove_evidence")
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(p.State.Evidence, func(e workflow.EvidenceHeld) bool { return e.Item == v.path("item") })
	if i < 0 {
		return nil, workflow.Refuse(workflow.Problem{Code: workflow.NotFound, Message: "The case has no such evidence. Perhaps somebody has taken it away."})
	}
	return &removal{preparation: p, Item: v.evidenceShown(p.caseHead, p.State.Evidence[i])}, nil
}

// Action is where the form is sent to.
func (r *removal) Action() string {
	return r.Address + "/evidence/" + url.PathEscape(r.Item.Item) + "/remove"
}

func (v *visit) showRemove(status int, r *removal, f *form) error {
	return v.showAs(status, "evidence_remove", page{Title: "Take evidence away: " + r.Name, Form: f, Data: r, Back: r.Edit() + "/evidence"})
}

// evidenceRemoveSent takes an item away.
func (v *visit) evidenceRemoveSent() error {
	r, err := v.removing()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	reason := f.need("reason", "Enter why it is taken away")
	if r.Voids() && f.Value("warned") != "yes" {
		f.wrong("", "The case waits for decisions by now. Read the warning, then take it away if that is still right")
	}
	if !f.ok() {
		return v.showRemove(http.StatusUnprocessableEntity, r, f)
	}
	done, now, err := v.sendStill(f, r.preparation, &workflow.CaseRemoveEvidence{Case: r.Label.Case, Item: r.Item.Item, Reason: reason}, warned(f))
	no := rulesNo(err)
	switch {
	case err == nil:
		v.tell("The evidence is taken away. It stays in the history of the case.")
		return v.goTo(r.Edit()+"/evidence", done.Seq)
	case no == nil:
		return err
	case no.Has(workflow.StaleRevision):
		r.preparation = now
		f.wrong("", "The case has changed since you opened the page. Look at it again, then send it once more")
	default:
		f.refused(no, nil)
	}
	return v.showRemove(http.StatusUnprocessableEntity, r, f)
}
