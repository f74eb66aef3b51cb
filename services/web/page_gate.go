package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"comity/services/client"
	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// gatePage is what the pages gate and gate_check show: what the next gate asks for, and who is going to decide.
type gatePage struct {
	*preparation
	Gate     *document.Gate
	GateName string
	Rows     []evidenceAsked
	Todo     []link // what is not ready
	Asked    []gateAsked
	Consents []string // the organisations whose consent is asked for
	Partly   bool     // consents are asked for in some cases only
	Award    bool     // the award proposed is asked for
	Outcomes []choice // to recommend; none where the gate has one way on
	Kinds    []choice // of contract
	Answers  []answerGiven
	Hidden   []answerGiven
}

// gateAsked is what is asked of somebody at a gate.
type gateAsked struct {
	Order    int
	Who      []string
	Act      string
	Within   string // how long they have, in words
	InSome   bool   // asked only in some cases
	Blocking bool
}

// gate shows what the gate at the end of the stage asks for. A draft is submitted first, and what waits for decisions is read.
func (v *visit) gate() error {
	h, err := v.openCase("/gate")
	if err != nil {
		return err
	}
	if h.State != nil && h.State.Status == workflow.Draft {
		return v.goTo(h.Address+"/edit/check", 0)
	}
	if h.State != nil && h.State.Status != workflow.Working {
		return v.goTo(h.Address+"/signoffs", 0)
	}
	p, err := v.atGate()
	if err != nil {
		return err
	}
	return v.showGate(http.StatusOK, p, filled(map[string]string{"contract_kind": document.ContractNonCapital}))
}

// atGate reads the case and what its next gate asks for.
func (v *visit) atGate() (*gatePage, error) {
	c, err := v.preparing("case.request_gate")
	if err != nil {
		return nil, err
	}
	p := &gatePage{preparation: c, Gate: v.nextGate(c.caseHead), GateName: v.nextGateName(c.caseHead), Rows: v.evidenceAsked(c.caseHead)}
	if p.Gate == nil {
		return nil, workflow.Refuse(workflow.Problem{Code: workflow.WrongStage, Message: "This stage ends without a gate, so there is nothing to ask for."})
	}
	v.whoDecides(p)
	p.Award = p.Gate.Award && c.State.Terms.Route != document.RouteProtocol
	for _, o := range p.Gate.Outcomes {
		p.Outcomes = append(p.Outcomes, choice{Value: o.ID, Text: words("outcome", o.ID)})
	}
	for _, k := range document.ContractKinds {
		p.Kinds = append(p.Kinds, choice{Value: k, Text: words("contract_kind", k)})
	}
	for _, w := range c.Waiting {
		if w.For != "gate:"+p.Gate.ID {
			continue
		}
		for _, s := range w.Details {
			if !slices.Contains(c.State.ToDo, s) {
				p.Todo = append(p.Todo, v.mendSentence(p, s))
			}
		}
	}
	return p, nil
}

// mendSentence finds the page on which what a sentence complains of is mended.
func (v *visit) mendSentence(p *gatePage, sentence string) link {
	l := link{Text: sentence}
	if strings.HasPrefix(sentence, "The plan needs") {
		l.Address = p.Address + "/offer"
	}
	for _, r := range p.Rows {
		if sentence == r.Why {
			l.Address = p.Address + "/evidence/add?type=" + r.Type
		}
	}
	return l
}

// whoDecides says whom the gate asks, in which order, and whose consents.
func (v *visit) whoDecides(p *gatePage) {
	n, c := v.naming(), p.State
	for _, s := range p.Gate.SignOffs {
		a := gateAsked{Order: s.Order, Act: words("act", s.Act), Within: lasting(s.Deadline), InSome: s.When != "", Blocking: s.Blocking == nil || *s.Blocking}
		switch {
		case s.Officer != nil:
			a.Who = []string{words("post", s.Officer.Post) + " of " + n.Organisation(s.Officer.Of)}
		case s.Board != nil && s.Board.ID != "":
			a.Who = []string{n.Board(s.Board.ID)}
		case s.Board != nil && s.Board.Theme:
			a.Who = []string{words("level", s.Board.Level) + " boards for this outcome"}
		case s.Board != nil:
			for _, b := range n.Rules().Boards {
				serves := slices.ContainsFunc(b.Areas, func(area string) bool { return slices.Contains(c.Terms.Areas, area) })
				if b.Level == s.Board.Level && (serves || !s.Board.ByArea) {
					a.Who = append(a.Who, n.Board(b.ID))
				}
			}
		}
		p.Asked = append(p.Asked, a)
	}
	slices.SortStableFunc(p.Asked, func(a, b gateAsked) int { return cmp.Compare(a.Order, b.Order) })
	from := p.Gate.Consents.From
	if from == "" || from == document.ConsentsNone {
		return
	}
	p.Partly = p.Gate.Consents.When != ""
	for _, k := range offersOf(c) {
		name := n.Organisation(k.Organisation)
		if (from == document.ConsentsCommitting || k.Changed) && !slices.Contains(p.Consents, name) {
			p.Consents = append(p.Consents, name)
		}
	}
}

// lasting is a length of time as people write it; "" for none.
func lasting(p calendar.Period) string {
	var out []string
	for _, x := range []struct {
		n         int
		one, many string
	}{{p.Years, "year", "years"}, {p.Months, "month", "months"}, {p.Days, "day", "days"}, {p.WorkingDays, "working day", "working days"}} {
		if x.n > 0 {
			out = append(out, plural(x.n, x.one, x.many))
		}
	}
	return strings.Join(out, " and ")
}

func (v *visit) showGate(status int, p *gatePage, f *form) error {
	return v.showAs(status, "gate", page{Title: "Ask for the decision: " + p.Name, Form: f, Data: p, Back: p.Edit()})
}

// gateSent takes the steps of the request: the answers are shown to be checked, and the decision is asked for once they were seen.
func (v *visit) gateSent() error {
	p, err := v.atGate()
	if err != nil && v.stands(workflow.AtGate) {
		return v.goTo(v.r.URL.Path+"/done", 0) // the button was pressed twice, or somebody else was quicker
	}
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	return v.inSteps(f, steps{
		ask:     func(status int) error { return v.showGate(status, p, f) },
		command: func() workflow.Command { return v.gateCommand(p, f) },
		check:   func(workflow.Command) error { return v.checkGate(p, f) },
		refused: func(no *workflow.Refusal) error { return v.gateRefused(f, no) },
		done:    func(done client.Done) error { return v.goTo(p.Address+"/gate/done", done.Seq) },
	})
}

// gateRefused brings the problems back as a list of what to do, each with where it is done.
func (v *visit) gateRefused(f *form, no *workflow.Refusal) error {
	v.catchUp(v.path("case"), f.Value("revision"))
	p, err := v.atGate()
	if err != nil {
		return err
	}
	if no.Has(workflow.StaleRevision) {
		f.wrong("", "The case has changed since you opened the page. Look at it again, then ask once more")
		return v.showGate(http.StatusConflict, p, f)
	}
	p.Todo = nil
	for _, x := range no.Details {
		l := v.mend(p.preparation, x)
		p.Todo = append(p.Todo, l)
		if at, here := strings.CutPrefix(l.Address, "#"); here {
			f.wrong(at, "%s", l.Text)
		} else {
			f.wrong("todo", "%s", l.Text)
		}
	}
	return v.showGate(http.StatusUnprocessableEntity, p, f)
}

// gateCommand makes the request of what was given, and notes what is missing.
func (v *visit) gateCommand(p *gatePage, f *form) workflow.Command {
	fields := map[string]any{"case": p.Label.Case, "gate": p.Gate.ID}
	if len(p.Outcomes) > 0 {
		fields["outcome"] = f.need("outcome", "Select what is recommended")
	}
	if p.Award {
		f.need("value", "Enter the value over its whole life")
		award := map[string]any{"value": (&termField{Name: "value", Ask: askPounds}).read(f), "extendable": f.Value("extendable") == "yes",
			"price_varies": f.Value("price_varies") == "yes"}
		ends := f.date("ends_on")
		if _, err := calendar.ParseDate(ends); ends != "" && err != nil {
			f.wrong("ends_on", "Enter a real day, such as 26 3 2030")
		}
		for name, s := range map[string]string{"contract_kind": f.Value("contract_kind"), "supplier": f.Value("supplier"), "ends_on": ends} {
			if s != "" {
				award[name] = s
			}
		}
		fields["award"] = award
	}
	if !f.ok() {
		return nil
	}
	return f.command("case.request_gate", fields, map[string]string{"award.value_pence": "value", "award.value": "value", "award.ends_on": "ends_on"})
}

// gateFields are what is carried from the form to the page that shows the answers.
var gateFields = []string{"outcome", "value", "contract_kind", "supplier", "ends_on-day", "ends_on-month", "ends_on-year", "extendable", "price_varies"}

// checkGate shows what is going to be asked, and of whom.
func (v *visit) checkGate(p *gatePage, f *form) error {
	put := func(label, value string) {
		p.Answers = append(p.Answers, answerGiven{Label: label, Value: cmp.Or(value, "Not given")})
	}
	put("Gate", p.GateName)
	if len(p.Outcomes) > 0 {
		put("Recommended", words("outcome", f.Value("outcome")))
	}
	if p.Award {
		put("Value over its whole life", "£"+(&termField{Name: "value", Ask: askPounds}).read(f))
		put("Supplier", f.Value("supplier"))
		put("Kind of contract", wordIf("contract_kind", f.Value("contract_kind")))
		put("Ends on", dayOf(f.date("ends_on")))
		put("Can be extended", yesOrNo(f.Value("extendable") == "yes"))
		put("Price can vary", yesOrNo(f.Value("price_varies") == "yes"))
	}
	for _, name := range gateFields {
		if s := f.Value(name); s != "" {
			p.Hidden = append(p.Hidden, answerGiven{Name: name, Value: s})
		}
	}
	return v.show("gate_check", page{Title: "Check your answers: ask for the decision", Form: f, Data: p, Back: p.Address + "/gate"})
}

// gateDonePage is what the page gate_done shows: what came of the request, as the view has it by then.
type gateDonePage struct {
	*caseHead
	GateName string
	First    []answer.SignOffNow // who is asked now
	Consents []string
}

// gateDone confirms that the decision was asked for.
func (v *visit) gateDone() error {
	h, err := v.openCase("/gate")
	if err != nil {
		return err
	}
	if h.State == nil || h.State.Gate == nil {
		return v.goTo(h.Address, 0)
	}
	p := gateDonePage{caseHead: h, GateName: v.naming().Gate(h.State.Gate.Gate)}
	for _, s := range h.SignOffs {
		if s.State == string(workflow.SignOffOpen) {
			p.First = append(p.First, s)
		}
	}
	for _, k := range h.State.CurrentConsents() {
		if k.Awaited() {
			p.Consents = append(p.Consents, v.naming().Organisation(k.Organisation))
		}
	}
	return v.show("gate_done", page{Title: "Asked for the decision: " + h.Name, Data: p})
}

// Asked is who is asked by a sign-off.
func (p gateDonePage) Asked(n *names, s answer.SignOffNow) string {
	return n.signOffNamed(p.State, s.SignOff)
}
