package views

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"comity/workflow"
)

// CasesArgs filters the list of cases. Empty fields filter nothing; After and Limit page through it by reference.
type CasesArgs struct {
	Stage        string `json:"stage,omitempty" doc:"The stage."`
	Status       string `json:"status,omitempty" doc:"The status."`
	Level        string `json:"level,omitempty" doc:"The level of a board that has the case before it." enum:"strategic,executive,operational"`
	Organisation string `json:"organisation,omitempty" doc:"An organisation that sponsors the case or puts something in."`
	Area         string `json:"area,omitempty" doc:"An area of the case."`
	Overdue      bool   `json:"overdue,omitempty" doc:"Only cases with a deadline that has passed."`
	Text         string `json:"text,omitempty" doc:"Words in the reference, title, summary, services or tags."`
	After        string `json:"after,omitempty" doc:"The reference that the page before ended with."`
	Limit        int    `json:"limit,omitempty" doc:"How many cases; 50 unless said otherwise, at most 200."`
}

// CaseRow is one case in a list. A limited one has the fields of its label only.
type CaseRow struct {
	Label
	Title          string    `json:"title,omitempty"`
	Sponsor        string    `json:"sponsor,omitempty"`
	Unit           string    `json:"unit,omitempty"`
	Areas          []string  `json:"areas,omitempty"`
	Money          *money    `json:"money,omitempty"`
	CreatedAt      time.Time `json:"created_at,omitzero"`
	StageEnteredAt time.Time `json:"stage_entered_at,omitzero"`
	EffectiveAt    time.Time `json:"effective_at,omitzero"` // when the decision takes effect, while holds stand
	NextDueAt      time.Time `json:"next_due_at,omitzero"`
	NextDueWhat    string    `json:"next_due_what,omitempty"`
	UpdatedAt      time.Time `json:"updated_at,omitzero"`

	access string // decides who may see it
	open   bool
}

// CasesAnswer is one page of the list.
type CasesAnswer struct {
	Cases []CaseRow `json:"cases"`
	After string    `json:"after,omitempty"` // ask with it for the next page; none at the end
}

const (
	casesPage = 50
	casesMost = 200
)

// viewCases lists cases. What a filter looks at is only compared for those who may see it, so that nobody finds out by
// asking: a limited case is listed where stage and status alone are asked for.
func viewCases(ctx context.Context, q *query, args CasesArgs) (*CasesAnswer, error) {
	if args.Limit < 0 || args.Limit > casesMost {
		return nil, refuse(workflow.Malformed, "The limit is at most %d cases a page.", casesMost)
	}
	limit := args.Limit
	if limit == 0 {
		limit = casesPage
	}
	public := args.Level == "" && args.Organisation == "" && args.Area == "" && args.Text == "" && !args.Overdue
	out := &CasesAnswer{Cases: []CaseRow{}}
	filters, tiers := args.filters(q.now), q.rowTiers()
	for after := args.After; ; {
		rows, err := q.listCases(ctx, filters, after, limit+1)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if len(out.Cases) == limit {
				out.After = out.Cases[limit-1].Case
				return out, nil
			}
			tier, err := tiers.of(row)
			if err != nil {
				return nil, err
			}
			if !amounts(tier) {
				row.Money = nil
			}
			switch {
			case tier == "":
			case sees(tier, row.Classification):
				out.Cases = append(out.Cases, row)
			case public:
				out.Cases = append(out.Cases, CaseRow{Label: row.limited()})
			}
		}
		if len(rows) <= limit {
			return out, nil
		}
		after = rows[len(rows)-1].Case
	}
}

func (a CasesArgs) filters(now time.Time) (out []caseFilter) {
	for _, f := range []struct {
		value string
		by    func(string) caseFilter
	}{{a.Stage, filterStage}, {a.Status, filterStatus}, {a.Level, filterLevel}, {a.Organisation, filterOrganisation}, {a.Area, filterArea}, {a.Text, filterText}} {
		if f.value != "" {
			out = append(out, f.by(f.value))
		}
	}
	if a.Overdue {
		out = append(out, filterOverdue(now))
	}
	return out
}

// listCases reads rows whatever the reader may see; n of them at most, or all for 0.
func (q *query) listCases(ctx context.Context, filters []caseFilter, after string, n int) ([]CaseRow, error) {
	query, args := sqlListCases, []any{q.Partnership, after}
	for _, f := range filters {
		query, args = query+f.sql, append(args, f.args...)
	}
	query += ` ORDER BY c.id`
	if n > 0 {
		query, args = query+` LIMIT ?`, append(args, n)
	}
	return all(ctx, q.tx, scanCase, query, args...)
}

func scanCase(rows *sql.Rows) (c CaseRow, err error) {
	var m money
	var areas, created, entered, effective, due, updated string
	err = rows.Scan(&c.Case, &c.Revision, &c.Label.Label, &c.Stage, &c.Status, &c.Outcome, &c.Title, &c.Sponsor, &c.Unit, &areas, &c.Classification, &c.access, &c.open,
		&m.OfferedAlignedPence, &m.OfferedPooledPence, &m.ConfirmedAlignedPence, &m.ConfirmedPooledPence, &m.OfferedFTEHundredths, &m.ConfirmedFTEHundredths,
		&created, &entered, &effective, &due, &c.NextDueWhat, &updated)
	c.Areas, c.Money = strings.Fields(areas), &m
	c.CreatedAt, c.StageEnteredAt, c.EffectiveAt, c.NextDueAt, c.UpdatedAt = unstamp(created), unstamp(entered), unstamp(effective), unstamp(due), unstamp(updated)
	return c, err
}
