package web

import (
	"net/url"
	"slices"

	"comity/workflow"
	"comity/workflow/document"
)

// caseEvidence shows what the gate asks for, what is there, and how old it is.
func (v *visit) caseEvidence() error {
	h, err := v.openCase("/evidence")
	if err != nil {
		return err
	}
	if h.State != nil {
		if h.Shown, err = v.evidenceOf(h); err != nil {
			return err
		}
	}
	return v.showCase("case_evidence", "Evidence", h, nil)
}

type evidencePage struct {
	Gate    string          // its name; "" where none is ahead
	Asked   []evidenceAsked // by the gate
	Others  []evidenceShown // what it does not ask for
	Lacking []string        // what the rules say is still missing, in sentences
	MayAdd  bool
}

// evidenceAsked is one sort of evidence that the gate asks for, and the items of it.
type evidenceAsked struct {
	workflow.EvidenceAsked
	Name, Description string
	Must              string    // whether it is needed, in words
	Said              stateSaid // how the case stands to it
	Items             []evidenceShown
	Rules             []string // conditions, in words
}

// evidenceShown is one item of evidence.
type evidenceShown struct {
	workflow.EvidenceHeld
	Name   string
	File   string // address of the document; "" for none
	Until  string // the last day on which it may be used, a date; "" where that does not matter
	Past   bool   // that day is gone
	Remove string // address of the page that takes it away; "" for who may not
	Frozen bool   // it is among what was voted on
}

func (v *visit) evidenceOf(h *caseHead) (evidencePage, error) {
	c, n := h.State, v.naming()
	p := evidencePage{}
	capacities, err := v.capacities(h)
	if err != nil {
		return p, err
	}
	for _, k := range capacities {
		p.MayAdd = p.MayAdd || k.May("case.add_evidence")
		h.mayRemove = h.mayRemove || k.May("case.remove_evidence")
	}
	for _, w := range h.Waiting {
		if w.For == "gate:"+n.exitOf(c.Stage) {
			p.Lacking = w.Details
		}
	}
	if len(h.Evidence) > 0 {
		p.Gate = v.nextGateName(h)
	}
	p.Asked, p.Others = v.evidenceAsked(h), v.evidenceBesides(h)
	return p, nil
}

// evidenceAsked is what the gate ahead asks for, as the rules say that the case stands to it.
func (v *visit) evidenceAsked(h *caseHead) []evidenceAsked {
	n := v.naming()
	var out []evidenceAsked
	for _, asked := range h.Evidence {
		x := evidenceAsked{
			EvidenceAsked: asked, Name: n.Evidence(asked.Type), Description: n.evidenceDescription(asked.Type), Must: "If you have it",
			Said: evidenceStates[asked.State],
		}
		req := n.evidenceRequirement(asked.Type)
		for _, r := range req.Rules {
			x.Rules = append(x.Rules, r.Message)
		}
		switch {
		case asked.Needed:
			x.Must = "Needed"
		case req.MandatoryWhen != "":
			x.Must = "Needed in some cases, not in this one as it is"
		}
		for _, e := range slices.Backward(h.State.Evidence) { // the newest counts
			if e.Type == asked.Type {
				x.Items = append(x.Items, v.evidenceShown(h, e))
			}
		}
		out = append(out, x)
	}
	return out
}

// evidenceStates says how the case stands to what is asked for, and in which colour.
var evidenceStates = map[string]stateSaid{
	"there":       {"There", "green"},
	"missing":     {"Missing", "red"},
	"absent":      {"Not there", "grey"},
	"out_of_date": {"Out of date", "orange"},
	"malformed":   {"Cannot be read", "red"},
	"rule":        {"Not enough", "red"},
}

type stateSaid struct{ Text, Colour string }

// evidenceBesides is what is there and the gate ahead does not ask for, the newest first.
func (v *visit) evidenceBesides(h *caseHead) []evidenceShown {
	var out []evidenceShown
	for _, e := range slices.Backward(h.State.Evidence) {
		if !slices.ContainsFunc(h.Evidence, func(x workflow.EvidenceAsked) bool { return x.Type == e.Type }) {
			out = append(out, v.evidenceShown(h, e))
		}
	}
	return out
}

func (v *visit) evidenceShown(h *caseHead, e workflow.EvidenceHeld) evidenceShown {
	x := evidenceShown{EvidenceHeld: e, Name: e.Title}
	if x.Name == "" {
		x.Name = v.naming().Evidence(e.Type)
	}
	if e.FileName != "" || e.Digest != "" {
		x.File = h.Address + "/evidence/" + url.PathEscape(e.Item) + "/file"
	}
	if h.mayRemove && e.Item != "" {
		x.Remove = h.Address + "/evidence/" + url.PathEscape(e.Item) + "/remove"
	}
	if g := h.State.Gate; g != nil {
		x.Frozen = slices.Contains(g.Evidence, e.Item)
	}
	for _, asked := range h.Evidence {
		for _, use := range asked.Dated {
			if use.Item == e.Item {
				x.Until, x.Past = use.Until, use.Past
			}
		}
	}
	return x
}

// exitOf is the gate at the end of a stage; "" for none.
func (n *names) exitOf(stage string) string {
	for _, s := range n.Rules().Stages {
		if s.ID == stage {
			return s.Exit
		}
	}
	return ""
}

func (n *names) gate(id string) *document.Gate {
	for i := range n.Rules().Gates {
		if g := &n.Rules().Gates[i]; g.ID == id {
			return g
		}
	}
	return nil
}

// evidenceRequirement is what a gate of the workflow says of a type of evidence; empty where none asks for it.
func (n *names) evidenceRequirement(id string) document.EvidenceRequirement {
	for _, g := range n.Rules().Gates {
		for _, r := range g.Evidence {
			if r.ID == id {
				return r
			}
		}
	}
	return document.EvidenceRequirement{}
}

func (n *names) evidenceDescription(id string) string {
	for _, t := range n.Rules().EvidenceTypes {
		if t.ID == id {
			return t.Description
		}
	}
	return ""
}
