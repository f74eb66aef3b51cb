package web

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"strconv"
	"strings"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
)

// anybody is who asks where nobody is signed in. It is nothing in any partnership; the view answers it what the document publishes.
const anybody = "anybody"

var publicRegisterRoutes = []route{
	{pattern: "GET /{partnership}/public-register", page: (*visit).publicRegister, open: true},
	{pattern: "GET /{partnership}/public-register.csv", page: (*visit).publicRegisterCSV, open: true},
	{pattern: "GET /{partnership}/public-register.json", page: (*visit).publicRegisterJSON, open: true},
}

// publicRegisterPage is what the page of the public register shows.
type publicRegisterPage struct {
	answer.PublicRegister
	Cases          []publicCase // of this page
	Found          string       // how much there is on all pages; "" where there is nothing
	Filtered       bool
	Boards, Months []choice
	CSV, JSON      string
	Newer, Older   string // the pages before and after it; "" where there is none
}

// publicCase is a case of the register with what was decided on it, the newest first. What is the same for all of its decisions is said once.
type publicCase struct {
	Case, What, Classification string
	Whole                      bool
	Summary, Alternatives      string
	Decisions                  []publicRow
}

// publicRow is one decision of the register, in words.
type publicRow struct {
	workflow.PublicDecision
	By, What, Declared string
	At                 string // the gate's name; "" where it is not known
	Since              string // it takes effect, or what holds it
	Whole              bool
}

// publicRegister shows the register of decisions: to whoever asks where the governance document publishes it, else to who has a part in
// the partnership, as what would be published (F28).
func (v *visit) publicRegister() error {
	a, args, err := v.publicRegisterAsked(true)
	if err != nil {
		return v.lostOr(err)
	}
	p := publicRegisterPage{PublicRegister: a, Boards: []choice{{Text: "Anybody"}}, Months: []choice{{Text: "Any month"}}}
	for _, b := range a.Boards {
		p.Boards = append(p.Boards, choice{Value: b.ID, Text: b.Name})
	}
	now := v.web.cfg.Now().In(v.web.zone)
	for i := range 24 {
		m := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, v.web.zone).AddDate(0, -i, 0)
		p.Months = append(p.Months, choice{Value: m.Format("2006-01"), Text: m.Format("January 2006")})
	}
	q := url.Values{}
	if args.Board != "" {
		q.Set("board", args.Board)
	}
	if args.Month != "" {
		q.Set("month", args.Month)
	}
	base := "/" + v.partnership + "/public-register"
	p.CSV, p.JSON, p.Filtered = withQuery(base+".csv", q), withQuery(base+".json", q), len(q) > 0
	all := v.publicCases(&a)
	if len(a.Decisions) > 0 {
		p.Found = plural(len(a.Decisions), "decision", "decisions") + " on " + plural(len(all), "case", "cases")
	}
	at, last := pageOf(len(all), publicCasesAPage, v.query("page"))
	p.Cases = all[(at-1)*publicCasesAPage : min(at*publicCasesAPage, len(all))]
	if at > 1 {
		p.Newer = registerPage(base, q, at-1)
	}
	if at < last {
		p.Older = registerPage(base, q, at+1)
	}
	shown := page{Title: "Public register of decisions", Partnership: a.Name, Data: p, Form: filled(map[string]string{"board": args.Board, "month": args.Month})}
	if v.person != "" {
		shown.Back = v.toRegisters()
	}
	return v.show("public_register", shown)
}

// publicCasesAPage is how many cases of the register stand on one page.
const publicCasesAPage = 20

// pageOf is the page that was asked for, of so many things with so many a page, and the last one. The pages count from 1; whatever names
// none is the first, and whatever lies behind the last is the last.
func pageOf(things, perPage int, asked string) (at, last int) {
	last = max(1, (things+perPage-1)/perPage)
	at, err := strconv.Atoi(asked)
	if err != nil {
		return 1, last
	}
	return min(max(at, 1), last), last
}

// registerPage is the address of a page of the register, with the filters that are set.
func registerPage(base string, q url.Values, n int) string {
	with := maps.Clone(q)
	with.Set("page", strconv.Itoa(n))
	return withQuery(base, with)
}

// publicCases groups the decisions of a register by case: the case decided on last comes first, and of a case its newest decision.
func (v *visit) publicCases(a *answer.PublicRegister) []publicCase {
	var out []publicCase
	place := map[string]int{}
	for _, d := range a.Decisions {
		row := v.publicRow(d)
		row.At = nameOf(a.Gates, d.Gate, func(g workflow.Named) (string, string) { return g.ID, g.Name })
		i, ok := place[d.Case]
		if !ok {
			i = len(out)
			place[d.Case] = i
			out = append(out, publicCase{Case: d.Case, What: row.What, Classification: d.Classification, Whole: row.Whole, Summary: d.Summary, Alternatives: d.Alternatives})
		}
		out[i].Decisions = append(out[i].Decisions, row)
	}
	return out
}

// publicRegisterAsked asks as who is signed in, or as nobody; on the page, not in the files, with what the gates are called. Errors: not_found for who may not know of it.
func (v *visit) publicRegisterAsked(gates bool) (a answer.PublicRegister, args answer.PublicRegisterArgs, err error) {
	args = answer.PublicRegisterArgs{Month: v.query("month"), Board: v.query("board"), Published: v.person == "", Gates: gates}
	at, err := v.web.client.Ask(v.ctx(), v.partnership, cmp.Or(v.person, anybody), "public_register", args, &a)
	if err == nil {
		v.asAt = at.AsAt
	}
	return a, args, err
}

// lostOr sends who is not signed in to sign in where there is nothing that anybody may read, whatever the partnership is called.
func (v *visit) lostOr(err error) error {
	var no *workflow.Refusal
	if v.person == "" && errors.As(err, &no) && no.Code == workflow.NotFound {
		v.toSignIn()
		return nil
	}
	return err
}

func (v *visit) publicRow(d workflow.PublicDecision) publicRow {
	x := publicRow{PublicDecision: d, By: d.Body, What: d.Title, Whole: d.Shown == workflow.PublishedWhole}
	if d.Board == "" {
		post, of, _ := strings.Cut(d.Body, ", ")
		x.By = upper(human(post)) + " of " + of
	}
	if x.What == "" {
		x.What = "Case " + d.Case
	}
	if !x.Whole {
		return x
	}
	var declared []string
	for _, i := range d.Interests {
		declared = append(declared, interestWords(i))
	}
	x.Declared = cmp.Or(strings.Join(declared, "; "), "None")
	if d.Effect != nil {
		x.Since = v.web.effectShown(*d.Effect)
	}
	return x
}

// interestWords says for whom a seat declared what, and whether it took part.
func interestWords(i workflow.PublicInterest) string {
	said := fmt.Sprintf("%s (seat %s): %s", cmp.Or(i.Organisation, "A member"), i.Seat, words("interest_declared", i.Interest))
	switch {
	case i.StoodAside:
		return said + ", stood aside"
	case i.Dispensed:
		return said + ", took part with a dispensation"
	case i.Withdrawn:
		return said + ", taken back by the monitoring officer"
	}
	return said + ", took part"
}

// publicRegisterCSV is the same as a table: one line a decision.
func (v *visit) publicRegisterCSV() error {
	a, _, err := v.publicRegisterAsked(false)
	if err != nil {
		return v.lostOr(err)
	}
	rows := [][]string{{"Reference", "Title", "Classification", "Decided by", "Decided on", "In effect", "Result", "What was decided on", "Reasons", "Alternatives considered", "Conditions",
		"Interests declared", "Binding on"}}
	for _, d := range a.Decisions {
		x := v.publicRow(d)
		cells := []string{d.Case, d.Title, words("classification", d.Classification), x.By, d.DecidedAt.In(v.web.zone).Format(time.DateOnly)}
		if x.Whole {
			cells = append(cells, x.Since, words("result", d.Result), d.Summary, strings.Join(d.Reasons, "; "), d.Alternatives, strings.Join(d.Conditions, "; "), x.Declared,
				cmp.Or(strings.Join(d.BindingOn, "; "), "None"))
		} else {
			cells = append(cells, "", "", "", "", "", "", "", "")
		}
		rows = append(rows, cells)
	}
	return v.table(v.partnership+"-public-register", rows)
}

// publicRegisterJSON is the same as the view answers it.
func (v *visit) publicRegisterJSON() error {
	a, _, err := v.publicRegisterAsked(false)
	if err != nil {
		return v.lostOr(err)
	}
	body, err := json.MarshalIndent(a, "", "  ")
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "application/json")
	v.w.Header().Set("Content-Disposition", attachment(v.partnership+"-public-register.json"))
	if _, err := v.w.Write(append(body, '\n')); err != nil {
		v.web.cfg.Log.Debug().Err(err).Msg("the browser went away")
	}
	return nil
}
