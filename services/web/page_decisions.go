package web

import (
	"net/url"
	"strings"
	"time"

	"comity/services/views/answer"
)

var decisionsRoutes = []route{
	{pattern: "GET /{partnership}/decisions", page: (*visit).decisions},
	{pattern: "GET /{partnership}/decisions.csv", page: (*visit).decisionsCSV},
}

// decisionsPage is what the page decisions shows: all decisions, or the briefing of one organisation for a month.
type decisionsPage struct {
	answer.Decisions
	Organisations, Months []choice
	CSV                   string
}

// decisions shows the decisions that touch an organisation, with whom they bind and what they mean for it. With a month it is the
// briefing of that month (F54, F58, F59).
func (v *visit) decisions() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	p := decisionsPage{}
	args := v.decisionsAsked()
	if err := v.ask("decisions", args, &p.Decisions); err != nil {
		return err
	}
	p.Organisations = append(p.Organisations, choice{Text: "All organisations"})
	for _, o := range v.naming().Rules().Organisations {
		p.Organisations = append(p.Organisations, choice{Value: o.ID, Text: o.Name})
	}
	p.Months = append(p.Months, choice{Text: "All months"})
	first := v.web.cfg.Now().In(v.web.zone)
	first = time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, v.web.zone)
	for i := range 24 {
		m := first.AddDate(0, -i, 0)
		p.Months = append(p.Months, choice{Value: m.Format("2006-01"), Text: m.Format("January 2006")})
	}
	q := url.Values{}
	if args.Organisation != "" {
		q.Set("organisation", args.Organisation)
	}
	if args.Month != "" {
		q.Set("month", args.Month)
	}
	p.CSV = withQuery("/"+v.partnership+"/decisions.csv", q)
	title := "Decisions"
	if args.Organisation != "" {
		title = "Decisions that touch " + v.naming().Organisation(args.Organisation)
	}
	return v.show("decisions", page{Title: title, Data: p, Form: filled(map[string]string{"organisation": args.Organisation, "month": args.Month})})
}

func (v *visit) decisionsAsked() answer.DecisionsArgs {
	return answer.DecisionsArgs{Organisation: v.query("organisation"), Month: v.query("month")}
}

// decisionsCSV is the same as a table: one line a decision.
func (v *visit) decisionsCSV() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	var d answer.Decisions
	args := v.decisionsAsked()
	if err := v.ask("decisions", args, &d); err != nil {
		return err
	}
	rows := [][]string{{"Reference", "Title", "Gate", "Decided by", "Asked to", "Result", "Decided on", "In effect from", "Held by", "Binding on", "Consents", "Touches", "Conditions"}}
	for _, row := range d.Decisions {
		rows = append(rows, v.decisionCells(row))
	}
	name := v.partnership + "-decisions"
	if args.Organisation != "" {
		name += "-" + args.Organisation
	}
	return v.table(name, rows)
}

func (v *visit) decisionCells(d answer.DecisionRow) []string {
	on := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(v.web.zone).Format(time.DateOnly)
	}
	n := v.naming()
	var touches, consents []string
	for _, o := range d.Touches {
		touches = append(touches, n.Organisation(o))
	}
	for _, k := range d.Binding.Consents {
		consents = append(consents, n.Organisation(k.Organisation)+" ("+lower(words("consent", k.State))+")")
	}
	by := n.Board(d.Board)
	if d.Board == "" {
		org, post, _ := strings.Cut(d.Officer, " ")
		by = upper(human(post)) + " of " + n.Organisation(org)
	}
	return []string{d.Case, d.Title, n.Gate(d.Gate), by, words("act", d.Act), words("result", d.Result), on(d.DecidedAt), on(d.EffectiveAt), heldWords(d.InEffect), bindingWords(n, d),
		strings.Join(consents, "; "), strings.Join(touches, "; "), strings.Join(d.Conditions, "; ")}
}

// bindingWords says whom a decision binds: none, or the organisations.
func bindingWords(n *names, d answer.DecisionRow) string {
	if len(d.Binding.On) == 0 {
		return "None"
	}
	var out []string
	for _, o := range d.Binding.On {
		out = append(out, n.Organisation(o))
	}
	return strings.Join(out, "; ")
}
