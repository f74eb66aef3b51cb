package web

import (
	"encoding/json"
	"slices"

	"comity/services/views/answer"
	"comity/services/wording"
	"comity/workflow"
)

// historyMost bounds what one page of history shows; older records are on the next.
const historyMost = 200

// caseHistory tells every record of a case in plain sentences, the newest first.
func (v *visit) caseHistory() error {
	h, err := v.openCase("/history")
	if err != nil {
		return err
	}
	if h.State != nil {
		if h.Shown, err = v.historyOf(h); err != nil {
			return err
		}
	}
	return v.showCase("case_history", "History", h, nil)
}

type historyPage struct {
	Records []toldRecord
	Older   string // address of older records; "" for none
}

// toldRecord is one record, told.
type toldRecord struct {
	answer.HistoryEntry
	Sentences []string
	Who       string // who did it and as whom; "" where the reader may not know, and for what time brought about
}

// history reads every record of the case that the reader may know of, oldest first.
func (v *visit) history(ref string) ([]answer.HistoryEntry, error) {
	var out []answer.HistoryEntry
	for after := 0; ; {
		var found answer.History
		if err := v.ask("history", answer.HistoryArgs{Case: ref, After: after}, &found); err != nil {
			return nil, err
		}
		if out = append(out, found.Records...); found.After == 0 {
			return out, nil
		}
		after = found.After
	}
}

func (v *visit) historyOf(h *caseHead) (historyPage, error) {
	var p historyPage
	all, err := v.history(h.Label.Case)
	if err != nil {
		return p, err
	}
	t := v.tellerOf(h.State, all)
	first := len(all)
	if n, ok := v.number("before"); ok {
		first = slices.IndexFunc(all, func(r answer.HistoryEntry) bool { return r.Revision >= n })
		if first < 0 {
			first = len(all)
		}
	}
	for i := first - 1; i >= 0; i-- {
		r := toldRecord{HistoryEntry: all[i], Sentences: t.tell(all[i]), Who: v.whoActed(all[i])}
		if len(r.Sentences) == 0 {
			continue
		}
		if len(p.Records) == historyMost {
			p.Older = h.Address + "/history?before=" + itoa(p.Records[historyMost-1].Revision)
			break
		}
		p.Records = append(p.Records, r)
	}
	return p, nil
}

// whoActed says who did what a record says, and as whom.
func (v *visit) whoActed(r answer.HistoryEntry) string {
	n := v.naming()
	switch {
	case r.Actor == "":
		return ""
	case r.Actor == "system":
		return "By the passing of time"
	case r.ActingFor != "":
		return n.Person(r.Actor) + ", for " + n.Any(r.ActingFor)
	}
	return n.Person(r.Actor)
}

// caseTeller tells the records of one case.
type caseTeller struct {
	v        *visit
	c        *workflow.Case
	signOffs map[string]string // who was asked, in words, by the sign-off's id
}

// tellerOf learns from the records who was asked by which sign-off.
func (v *visit) tellerOf(c *workflow.Case, all []answer.HistoryEntry) *caseTeller {
	t := &caseTeller{v: v, c: c, signOffs: map[string]string{}}
	for _, s := range c.SignOffs {
		t.signOffs[s.ID] = v.naming().SignOffName(s)
	}
	for _, r := range all {
		for _, e := range happened(r.Events) {
			if id, _ := e.Data["signoff"].(string); e.Type == "signoff.requested" && t.signOffs[id] == "" {
				board, _ := e.Data["board"].(string)
				t.signOffs[id] = v.naming().Board(board)
			}
		}
	}
	return t
}

func (t *caseTeller) tell(r answer.HistoryEntry) []string {
	return wording.Tell(happened(r.Events), t.name)
}

// happened are events as the wording takes them.
func happened(list []answer.HistoryEvent) []wording.Event {
	var out []wording.Event
	for _, e := range list {
		out = append(out, wording.Event{Type: e.Type, Data: dataOf(e.Data)})
	}
	return out
}

func dataOf(x any) map[string]any {
	if m, ok := x.(map[string]any); ok {
		return m
	}
	var m map[string]any
	if raw, err := json.Marshal(x); err == nil && json.Unmarshal(raw, &m) != nil {
		return nil
	}
	return m
}

// name says what the things of the case are called of which an event speaks.
func (t *caseTeller) name(what, id string) string {
	n := t.v.naming()
	switch what {
	case "organisation", "accountable", "officer_of", "owner", "organisations", "raised_by", "against", "awaited", "departing":
		return n.Organisation(id)
	case "board", "boards":
		return n.Board(id)
	case "signoff", "to":
		if id == "dispute" {
			return "a dispute"
		}
		return t.signOffs[id]
	case "seat", "presiding":
		return n.Seat(id)
	case "person":
		return n.Person(id)
	case "partnership":
		return n.Rules().Name
	case "stage", "from":
		return n.Stage(id)
	case "gate":
		if name := n.Gate(id); name != id {
			return id + " (" + name + ")"
		}
	case "workflow":
		return n.Rules().Workflow.Name
	case "item":
		for _, e := range t.c.Evidence {
			if e.Item == id {
				return e.Title
			}
		}
	case "type", "stale":
		return n.Evidence(id)
	case "changed":
		return fieldNames[id]
	}
	for _, table := range historyTables[what] {
		if w, ok := wordings[table][id]; ok {
			return lower(w)
		}
	}
	if what == "reasons" && code.MatchString(id) {
		return n.quorumReason(id)
	}
	return ""
}

// historyTables are the tables in which the codes of an event's field are called something.
var historyTables = map[string][]string{
	"choice": {"choice"}, "result": {"result"}, "outcome": {"outcome"}, "status": {"status"}, "interest": {"interest"}, "because": {"because"},
	"kind": {"hold", "notice", "kind"}, "holds": {"hold"}, "act": {"act"},
}

// fieldNames are what the terms of a case are called.
var fieldNames = map[string]string{
	"title": "title", "summary": "summary", "sponsor": "sponsor", "unit": "unit", "areas": "areas", "classification": "who may see it",
	"outcome": "outcome", "tier": "tier", "scale": "scale", "route": "route", "regime": "procurement rules", "services": "services", "tags": "tags",
	"plan_pence": "money needed", "plan_fte_hundredths": "staff time needed", "options": "options considered", "risk": "risks",
}
