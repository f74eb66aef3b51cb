package web

import (
	"net/url"
	"slices"

	"comity/workflow"
	"comity/workflow/calendar"
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
	Name, Description string
	Must              string // Needed, Needed in some cases, If you have it
	State             string // There, Missing, Out of date
	Items             []evidenceShown
	Rules             []string // conditions, in words
}

// evidenceShown is one item of evidence.
type evidenceShown struct {
	workflow.EvidenceHeld
	Name   string
	File   string // address of the document; "" for none
	Stale  string // until when it could be used, in words; "" while it can
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
	var taken []string
	if g := n.gate(n.exitOf(c.Stage)); g != nil {
		p.Gate = n.Gate(g.ID)
		for _, asked := range g.Evidence {
			taken = append(taken, asked.ID)
			p.Asked = append(p.Asked, v.evidenceAsked(h, asked))
		}
	}
	for _, e := range slices.Backward(c.Evidence) {
		if !slices.Contains(taken, e.Type) {
			p.Others = append(p.Others, v.evidenceShown(h, e, calendar.Period{}))
		}
	}
	return p, nil
}

func (v *visit) evidenceAsked(h *caseHead, asked document.EvidenceRequirement) evidenceAsked {
	x := evidenceAsked{Name: v.naming().Evidence(asked.ID), Description: v.naming().evidenceDescription(asked.ID), Must: "Needed", State: "Missing"}
	switch {
	case asked.MandatoryWhen != "":
		x.Must = "Needed in some cases"
	case asked.Mandatory != nil && !*asked.Mandatory:
		x.Must = "If you have it"
	}
	for _, r := range asked.Rules {
		x.Rules = append(x.Rules, r.Message)
	}
	for _, e := range slices.Backward(h.State.Evidence) { // the newest counts
		if e.Type == asked.ID {
			x.Items = append(x.Items, v.evidenceShown(h, e, asked.MaxAge))
		}
	}
	if len(x.Items) > 0 {
		if x.State = "There"; x.Items[0].Stale != "" {
			x.State = "Out of date"
		}
	} else if x.Must != "Needed" {
		x.State = "Not there"
	}
	return x
}

func (v *visit) evidenceShown(h *caseHead, e workflow.EvidenceHeld, maxAge calendar.Period) evidenceShown {
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
	dated, err := calendar.ParseDate(e.DatedOn)
	if err != nil || maxAge.IsZero() || maxAge.WorkingDays > 0 {
		return x
	}
	last := dated.AddMonths(12*maxAge.Years + maxAge.Months).AddDays(maxAge.Days)
	y, m, d := v.web.cfg.Now().In(v.web.zone).Date()
	if calendar.NewDate(y, m, d).After(last) {
		x.Stale = day(last)
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

func (n *names) evidenceDescription(id string) string {
	for _, t := range n.Rules().EvidenceTypes {
		if t.ID == id {
			return t.Description
		}
	}
	return ""
}
