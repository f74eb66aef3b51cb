package workflow

import "comity/events"

func init() {
	tell((*teller).riskRecorded)
	tell((*teller).riskOverdue)
	tell((*teller).riskClosed)
}

// riskRecorded: those who speak for an organisation learn that it answers for a risk; what changes of it afterwards is read on the case.
func (t *teller) riskRecorded(e events.RiskRecorded) {
	if e.NewOwner {
		t.sayAll(t.disputants(e.Owner), t.ofRisk(t.c.Risk(e.Risk), ToldRisk))
	}
}

// riskOverdue: who is to look at it, and the boards of the level that manages it.
func (t *teller) riskOverdue(e events.RiskOverdue) {
	r := t.c.Risk(e.Risk)
	t.sayAll(t.keepers(r), t.ofRisk(r, ToldRiskLate))
	x := t.ofRisk(r, ToldRiskUp)
	for _, b := range t.riskBoards(r) {
		x.Board = b
		t.sayAll(t.heads(b), x)
	}
}

// riskClosed: the unit, and who answered for it.
func (t *teller) riskClosed(e events.RiskClosed) {
	r := t.c.Risk(e.Risk)
	x := t.ofRisk(r, ToldRiskClosed)
	x.Closes, x.By = x.Item, e.Person
	x.Details = append(x.Details, e.Note)
	t.sayAll(distinct(append(append([]string(nil), t.unit()...), t.keepers(r)...)), x)
}

func (t *teller) ofRisk(r *Risk, reason string) Telling {
	x := Telling{Reason: reason, For: "risk:" + r.ID, Item: t.item("risk:" + r.ID), Organisation: t.riskOwner(r), Details: nonEmpty(r.Title)}
	if r.ReviewOn != "" {
		x.Until = t.riskDue(r)
	}
	return x
}
