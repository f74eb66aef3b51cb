package views

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"comity/services/views/answer"
	"comity/workflow"
)

const (
	casesPage = 50
	casesMost = 200
)

// caseRow is a row of the list as it is kept, whoever may see it.
type caseRow struct {
	answer.CaseRow
	access string // decides who may see it
	open   bool
	tier   string // of need
	seen   bool   // by the reader; otherwise the reader knows its label
	place  string // the text by which it goes in the order that was asked for
}

// viewCases lists cases. What a filter or an order looks at is only compared for those who may see it, so that nobody finds out
// by asking: a limited case is listed where stage, status and its whole reference alone are asked for.
func viewCases(ctx context.Context, q *query, args answer.CasesArgs) (*answer.Cases, error) {
	if args.Limit < 0 || args.Limit > casesMost {
		return nil, refuse(workflow.Malformed, "The limit is at most %d cases a page.", casesMost)
	}
	if args.Limit == 0 {
		args.Limit = casesPage
	}
	list, err := q.casesAsked(ctx, args)
	if err != nil {
		return nil, err
	}
	out := &answer.Cases{Cases: []answer.CaseRow{}, Total: list.total}
	rows, err := q.pageOfCases(ctx, list, args)
	if err != nil {
		return nil, err
	}
	if len(rows) > args.Limit {
		rows = rows[:args.Limit]
		last := rows[args.Limit-1]
		out.After = strings.TrimPrefix(last.place+" "+last.Case, " ")
	}
	for _, row := range rows {
		shown, err := q.caseShown(ctx, row)
		if err != nil {
			return nil, err
		}
		out.Cases = append(out.Cases, shown)
	}
	return out, q.snippets(ctx, list.match, rows, out.Cases)
}

// caseShown is a row as the reader sees it, with what the case waits for.
func (q *query) caseShown(ctx context.Context, row caseRow) (answer.CaseRow, error) {
	if !row.seen {
		return answer.CaseRow{Label: limited(row.Label)}, nil
	}
	c, tier, err := q.seen(ctx, row.Case)
	if err != nil {
		return answer.CaseRow{}, err
	}
	if !amounts(tier) {
		row.Money = nil
	}
	if row.open {
		if waits := shownWaiting(workflow.Explain(c, q.register(), q.now), tier); len(waits) > 0 {
			row.Waiting, row.WaitingUntil = waits[0].Message, waits[0].Until
		}
	}
	return row.CaseRow, nil
}

// casesAsked is what a question about cases comes to in SQL.
type casesAsked struct {
	filters []caseFilter
	label   caseFilter // which of the cases that the reader does not see are listed by their label
	match   string     // of the full-text search; "" for none
	seen    string     // the accesses whose cases the reader sees, as a JSON array
	known   string     // likewise of whose cases the reader knows the label alone
	total   int
}

func (q *query) casesAsked(ctx context.Context, a answer.CasesArgs) (*casesAsked, error) {
	list := &casesAsked{label: caseFilter{sql: `TRUE`}}
	for _, f := range []struct {
		value string
		by    func(string) caseFilter
		label bool // it looks at nothing but the label
	}{{a.Stage, filterStage, true}, {a.Status, filterStatus, true}, {a.Level, filterLevel, false}, {a.Board, filterBoard, false},
		{a.Organisation, filterOrganisation, false}, {a.Area, filterArea, false}} {
		if f.value == "" {
			continue
		}
		list.filters = append(list.filters, f.by(f.value))
		if !f.label {
			list.label = caseFilter{sql: `FALSE`}
		}
	}
	if a.Overdue {
		list.filters, list.label = append(list.filters, filterOverdue(q.now)), caseFilter{sql: `FALSE`}
	}
	if a.Mine {
		mine, err := q.mine(ctx)
		if err != nil {
			return nil, err
		}
		list.filters, list.label = append(list.filters, mine), caseFilter{sql: `FALSE`}
	}
	if text := strings.TrimSpace(a.Text); text != "" {
		match, err := matching(text)
		if err != nil {
			return nil, err
		}
		list.match, list.filters = match, append(list.filters, filterText(q.Partnership, match, text))
		if list.label.sql == `TRUE` {
			list.label = caseFilter{`c.id = ? COLLATE NOCASE`, []any{text}}
		}
	}
	return list, q.accesses(ctx, list)
}

// accesses works out the reader's tier of every access that there is among the cases asked for, and counts them.
func (q *query) accesses(ctx context.Context, list *casesAsked) error {
	type group struct {
		key, classification, access string
		cases, labels               int
	}
	query, args := "", slices.Concat(list.label.args, []any{q.Partnership})
	for _, f := range list.filters {
		query, args = query+f.sql, append(args, f.args...)
	}
	groups, err := all(ctx, q.tx, func(rows *sql.Rows) (g group, err error) {
		return g, rows.Scan(&g.key, &g.classification, &g.access, &g.cases, &g.labels)
	}, fmt.Sprintf(sqlAccesses, list.label.sql, query), args...)
	if err != nil {
		return err
	}
	seen, known, tiers := []string{}, []string{}, q.rowTiers()
	for _, g := range groups {
		tier, err := tiers.of(g.access)
		if err != nil {
			return err
		}
		switch {
		case tier == "":
		case sees(tier, g.classification):
			seen, list.total = append(seen, g.key), list.total+g.cases
		default:
			known, list.total = append(known, g.key), list.total+g.labels
		}
	}
	list.seen, list.known = array(seen), array(known)
	return nil
}

// pageOfCases reads one row more than the page has, if there is one.
func (q *query) pageOfCases(ctx context.Context, list *casesAsked, a answer.CasesArgs) ([]caseRow, error) {
	if a.Sort == "" {
		a.Sort = "reference"
	}
	order := caseOrders[a.Sort]
	args, filters, end := []any{list.seen, list.seen, q.Partnership}, "", order.by
	for _, f := range list.filters {
		filters, args = filters+f.sql, append(args, f.args...)
	}
	args = append(append(args, list.known), list.label.args...)
	if a.After != "" {
		place, id, found := strings.Cut(a.After, " ")
		if !found {
			place, id = "", a.After
		}
		after := order.after(place, id)
		end, args = after.sql+end, append(args, after.args...)
	}
	return all(ctx, q.tx, scanCase, fmt.Sprintf(sqlCasesPage, order.text, filters, list.label.sql, end), append(args, a.Limit+1)...)
}

// everyCase reads the rows of all cases, filtered, whatever the reader may see.
func (q *query) everyCase(ctx context.Context, filters ...caseFilter) ([]caseRow, error) {
	query, args := sqlEveryCase, []any{q.Partnership}
	for _, f := range filters {
		query, args = query+f.sql, append(args, f.args...)
	}
	return all(ctx, q.tx, scanCase, query+sqlCaseOrder, args...)
}

func scanCase(rows *sql.Rows) (c caseRow, err error) {
	var m answer.Money
	var areas, created, entered, effective, due, updated string
	err = rows.Scan(&c.Case, &c.Revision, &c.Label.Label, &c.Stage, &c.Status, &c.Outcome, &c.Title, &c.Sponsor, &c.Unit, &areas, &c.Classification, &c.access, &c.open,
		&m.OfferedAlignedPence, &m.OfferedPooledPence, &m.ConfirmedAlignedPence, &m.ConfirmedPooledPence, &m.OfferedFTEHundredths, &m.ConfirmedFTEHundredths,
		&created, &entered, &effective, &due, &c.NextDueWhat, &updated, &c.tier, &c.seen, &c.place)
	c.Areas, c.Money = strings.Fields(areas), &m
	c.CreatedAt, c.StageEnteredAt, c.EffectiveAt, c.NextDueAt, c.UpdatedAt = unstamp(created), unstamp(entered), unstamp(effective), unstamp(due), unstamp(updated)
	return c, err
}

// mine finds the cases of the reader's units, and those that wait for the reader.
func (q *query) mine(ctx context.Context) (caseFilter, error) {
	units, cases := []string{}, []string{}
	standing, _ := workflow.Standing(q.register(), q.Actor, q.now)
	for _, u := range standing.Units {
		units = append(units, u.ID)
	}
	inbox, err := viewInbox(ctx, q, answer.InboxArgs{})
	if err != nil {
		return caseFilter{}, err
	}
	for _, i := range inbox.Items {
		cases = append(cases, i.Case)
	}
	return filterMine(array(units), array(cases)), nil
}

// array is a list as the JSON array that json_each reads.
func array(list []string) string {
	text, err := json.Marshal(list)
	if err != nil {
		panic(err) // texts are always JSON
	}
	return string(text)
}
