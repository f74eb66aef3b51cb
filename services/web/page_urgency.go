package web

import (
	"net/url"
	"strings"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/quantity"
)

var urgencyRoutes = []route{
	{pattern: "GET /{partnership}/urgency", page: (*visit).urgency},
	{pattern: "GET /{partnership}/urgency.csv", page: (*visit).urgencyCSV},
	{pattern: "GET /{partnership}/scrutiny", page: (*visit).scrutiny},
}

// urgencyPage is what the page urgency shows.
type urgencyPage struct {
	Uses          []urgentLine
	Counts        []urgencyCount
	Years, Bodies []choice
	CSV           string
}

// urgentLine is one use of an urgent route, in words.
type urgentLine struct {
	answer.UrgencyRow
	What, Address string // the case, and where it is for those who may see it
	Route, Where  string
	Used          string
	Who, Agreed   string
	Amount        string
	Decided       string
	Effect        string
	Outcome       string
}

// urgencyCount is how often one body used one route in one year.
type urgencyCount struct {
	workflow.UrgencyCount
	Year, Who, Of string
}

// urgency shows the register of urgency: who decided what without waiting, who agreed, why, and what the board made of it.
func (v *visit) urgency() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	a, args, err := v.urgencyAsked()
	if err != nil {
		return err
	}
	n := v.naming()
	p := &urgencyPage{Years: []choice{{Text: "All years"}}, Bodies: []choice{{Text: "All boards and organisations"}}}
	for _, x := range a.Uses {
		p.Uses = append(p.Uses, v.urgentLine(x))
	}
	for _, c := range a.Counts {
		p.Counts = append(p.Counts, urgencyCount{UrgencyCount: c, Year: financialYear(c.FinancialYear), Who: v.bodyName(c.Body), Of: words("urgency", c.Route)})
	}
	for _, y := range a.Years {
		p.Years = append(p.Years, choice{Value: y, Text: financialYear(y)})
	}
	r := n.Rules()
	for _, b := range r.Boards {
		p.Bodies = append(p.Bodies, choice{Value: b.ID, Text: b.Name})
	}
	for _, o := range r.Organisations {
		p.Bodies = append(p.Bodies, choice{Value: o.ID, Text: o.Name})
	}
	q := url.Values{}
	if args.Year != "" {
		q.Set("year", args.Year)
	}
	if args.Body != "" {
		q.Set("body", args.Body)
	}
	p.CSV = withQuery("/"+v.partnership+"/urgency.csv", q)
	return v.show("urgency", page{Title: "Register of urgency", Data: p, Back: v.toRegisters(),
		Form: filled(map[string]string{"year": args.Year, "body": args.Body})})
}

func (v *visit) urgencyAsked() (a answer.Urgency, args answer.UrgencyArgs, err error) {
	args = answer.UrgencyArgs{Year: v.query("year"), Body: v.query("body")}
	return a, args, v.ask("urgency", args, &a)
}

// financialYear is a financial year as people write it: 2026 to 2027.
func financialYear(year string) string {
	if from, to, ok := strings.Cut(year, "-"); ok && len(from) == 4 && len(to) == 2 {
		return from + " to " + from[:2] + to
	}
	return year
}

// bodyName is the name of a board, or of an organisation.
func (v *visit) bodyName(id string) string {
	if name := v.naming().Board(id); name != id {
		return name
	}
	return v.naming().Organisation(id)
}

// urgentLine puts one use of an urgent route into words.
func (v *visit) urgentLine(x answer.UrgencyRow) urgentLine {
	l := urgentLine{UrgencyRow: x, What: x.Title, Route: words("urgency", x.Route), Where: v.bodyName(x.Body()), Used: dayOf(x.UsedOn), Who: v.actingWords(x.Person, x.Seat, x.AsDeputyFor)}
	if x.Limited {
		l.What = "Case " + x.Case
	} else {
		l.Address = "/" + v.path("partnership") + "/cases/" + x.Case
	}
	var agreed []string
	for _, k := range x.Agreed {
		agreed = append(agreed, v.actingWords(k.Person, k.Seat, k.AsDeputyFor))
	}
	l.Agreed = strings.Join(agreed, "; ")
	if len(x.Told) > 0 {
		var told []string
		for _, person := range x.Told {
			told = append(told, v.naming().Person(person))
		}
		l.Agreed = "Told: " + strings.Join(told, ", ")
	}
	if x.ValuePence > 0 {
		l.Amount = quantity.Pence(x.ValuePence).String()
		if x.LimitPence > 0 {
			l.Amount += ", of " + quantity.Pence(x.LimitPence).String() + " at most"
		}
	}
	l.Decided = dayOf(x.DecidedOn)
	if x.DecidedOn == "" {
		l.Decided = "Not decided yet"
	} else {
		l.Effect = v.web.effectWords(x.InEffect)
	}
	l.Outcome = words("urgency_outcome", x.Outcome)
	switch {
	case x.Route == workflow.RouteUrgentDecision && x.Outcome == workflow.UrgencyAllowed:
		l.Outcome = "Ratified on " + v.web.date(x.EndedAt)
	case x.Outcome == workflow.UrgencyRefused:
		l.Outcome = "Not ratified: " + lower(words("because", x.Because)) + ", " + v.web.date(x.EndedAt)
	case x.Outcome == workflow.UrgencyOpen:
		l.Outcome = "Waits for the board, to " + v.web.deadline(x.RatifyBy)
	case x.Outcome == workflow.UrgencyVoid:
		l.Outcome = "Overtaken on " + v.web.date(x.EndedAt)
	case x.Route == workflow.RouteSpecialUrgency:
		l.Outcome = "Agreed"
	case x.Route == workflow.RouteGeneralException:
		l.Outcome = "Made known"
	}
	return l
}

// actingWords is a person, with the seat and for whom the person stood in; "" for nobody.
func (v *visit) actingWords(person, seat, deputyFor string) string {
	out := v.naming().Person(person)
	if out != "" && seat != "" {
		out += ", " + v.naming().Seat(seat)
	}
	if out != "" && deputyFor != "" {
		out += ", for " + v.naming().Person(deputyFor)
	}
	return out
}

// effectShown is effectWords for templates, of an effect or of what may have none.
func (w *Web) effectShown(e any) string {
	switch e := e.(type) {
	case workflow.InEffect:
		return w.effectWords(e)
	case *workflow.InEffect:
		if e != nil {
			return w.effectWords(*e)
		}
	}
	return ""
}

// effectWords is the second date of a decision: from when it is in effect, or what holds it.
func (w *Web) effectWords(e workflow.InEffect) string {
	if !e.EffectiveAt.IsZero() {
		return w.date(e.EffectiveAt)
	}
	if len(e.HeldBy) == 1 && e.HeldBy[0] == workflow.HeldBySuperseded {
		return "Never: it was overtaken"
	}
	var by []string
	for _, h := range e.HeldBy {
		by = append(by, words("held_by", h))
	}
	out := "Not yet, held by " + strings.Join(by, " and ")
	if !e.HeldUntil.IsZero() {
		out += " to " + w.deadline(e.HeldUntil)
	}
	return out
}

// urgencyCSV is the register as a table: one line a use.
func (v *visit) urgencyCSV() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	a, _, err := v.urgencyAsked()
	if err != nil {
		return err
	}
	rows := [][]string{{"Financial year", "Used on", "Route", "Body", "Reference", "Title", "Gate", "Decided by", "Agreed by", "Reason", "Amount", "Limit", "Decided on", "In effect from",
		"Held by", "To be ratified by", "Outcome", "Ended on"}}
	n := v.naming()
	for _, x := range a.Uses {
		l := v.urgentLine(x)
		on := func(t time.Time) string {
			if t.IsZero() {
				return ""
			}
			return t.In(v.web.zone).Format(time.DateOnly)
		}
		pounds := func(pence int64) string {
			if pence == 0 {
				return ""
			}
			return quantity.Pence(pence).String()
		}
		gate := ""
		if x.Gate != "" {
			gate = n.Gate(x.Gate)
		}
		rows = append(rows, []string{financialYear(x.FinancialYear), x.UsedOn, l.Route, l.Where, x.Case, x.Title, gate, l.Who, l.Agreed, x.Reason, pounds(x.ValuePence), pounds(x.LimitPence),
			x.DecidedOn, on(x.EffectiveAt), heldWords(x.InEffect), on(x.RatifyBy), words("urgency_outcome", x.Outcome), on(x.EndedAt)})
	}
	return v.table(v.partnership+"-urgency", rows)
}

// heldWords is what a decision is held by, for a table; "" for one in effect.
func heldWords(e workflow.InEffect) string {
	var by []string
	for _, h := range e.HeldBy {
		by = append(by, words("held_by", h))
	}
	return upper(strings.Join(by, "; "))
}
