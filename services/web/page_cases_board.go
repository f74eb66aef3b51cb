package web

import (
	"slices"

	"comity/services/views/answer"
	"comity/workflow"
)

// boardCases is how many cases a board shows at most; those with the nearest deadlines come first.
const boardCases = 600

// boardColumn is one stage of the board view.
type boardColumn struct {
	Name string
	Rows []caseRow
}

// board sorts the cases into a column a stage. Closed cases are left out unless they are what was asked for.
func (p *casesPage) board(v *visit, args answer.CasesArgs) error {
	args.Sort, args.After, args.Limit = "deadline", "", 200
	var list []answer.CaseRow
	for {
		var found answer.Cases
		if err := v.ask("cases", args, &found); err != nil {
			return err
		}
		list, p.Total, args.After = append(list, found.Cases...), found.Total, found.After
		if args.After == "" {
			break
		}
		if len(list) >= boardCases {
			p.Left = true
			break
		}
	}
	columns := []boardColumn{{Name: words("status", string(workflow.Draft))}}
	at := map[string]int{"": 0}
	for _, s := range v.naming().Rules().Stages {
		at[s.ID] = len(columns)
		columns = append(columns, boardColumn{Name: v.naming().Stage(s.ID)})
	}
	for _, row := range rowsOf(v, list) {
		if row.Status == string(workflow.Closed) && args.Status != row.Status {
			p.Total--
			continue
		}
		i, known := at[row.Stage]
		if !known { // of a workflow that is no longer in force
			i = len(columns)
			at[row.Stage], columns = i, append(columns, boardColumn{Name: v.naming().Stage(row.Stage)})
		}
		columns[i].Rows = append(columns[i].Rows, row)
	}
	if args.Stage != "" || args.Status == string(workflow.Draft) {
		columns = slices.DeleteFunc(columns, func(c boardColumn) bool { return len(c.Rows) == 0 })
	}
	p.Columns = columns
	return nil
}
