package views

import (
	"context"
	"database/sql"
	"strings"

	"comity/services/views/answer"
	"comity/workflow"
)

// Full-text search. The index holds the words of every case, whoever may see it; so no rank is made of how often words occur in
// it, and a snippet is only taken of rows that were found to be the reader's.

const (
	searchWords = 20
	searchChars = 500
)

// matching writes what somebody typed as a query of FTS5: every word of it, in whatever form, wherever it stands. Nothing in it is
// taken as an operator.
// Errors: *workflow.Refusal for more than anybody types.
func matching(text string) (string, error) {
	words := strings.Fields(text)
	if len(words) > searchWords || len(text) > searchChars {
		return "", refuse(workflow.Malformed, "A search takes at most %d words and %d characters.", searchWords, searchChars)
	}
	for i, w := range words {
		words[i] = `"` + strings.ReplaceAll(strings.ReplaceAll(w, "\x00", ""), `"`, `""`) + `"`
	}
	return strings.Join(words, " "), nil
}

// unmarked is a text in which the marks of a hit do not occur.
func unmarked(text string) string {
	return strings.NewReplacer(answer.HitStarts, "", answer.HitEnds, "").Replace(text)
}

// snippets adds where the words stand to those rows of a page that the reader sees.
func (q *query) snippets(ctx context.Context, match string, rows []caseRow, page []answer.CaseRow) error {
	ids := []string{}
	for _, row := range rows {
		if row.seen {
			ids = append(ids, row.Case)
		}
	}
	if match == "" || len(ids) == 0 {
		return nil
	}
	type found struct{ id, snippet string }
	list, err := all(ctx, q.tx, func(rows *sql.Rows) (f found, err error) { return f, rows.Scan(&f.id, &f.snippet) },
		sqlSnippets, answer.HitStarts, answer.HitEnds, match, q.Partnership, array(ids))
	if err != nil {
		return err
	}
	for _, f := range list {
		for i := range page {
			if page[i].Case == f.id {
				page[i].Snippet = f.snippet
			}
		}
	}
	return nil
}
