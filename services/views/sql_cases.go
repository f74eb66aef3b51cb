package views

import "time"

// The list of cases. What decides who may see a case stands in its row (access and classification), the same for many cases:
// the reader's tier is worked out once for each that there is, and goes into the query as two lists, of those whose cases the
// reader sees and of those of whose cases the reader knows. So the database counts, sorts and pages as the reader may know, and
// nothing is compared with what the reader may not see.
const (
	sqlCaseColumns = `c.id, c.revision, c.label, c.stage, c.status, c.outcome, c.title, c.sponsor, c.unit, c.areas, c.classification, c.access, c.open,
		c.offered_aligned_pence, c.offered_pooled_pence, c.confirmed_aligned_pence, c.confirmed_pooled_pence, c.offered_fte_hundredths,
		c.confirmed_fte_hundredths, c.created_at, c.stage_entered_at, c.effective_at, c.next_due_at, c.next_due_what, c.updated_at, c.tier`
	sqlCaseOrder = ` ORDER BY c.id`
	sqlCaseIDs   = `SELECT c.id FROM cases c WHERE c.partnership = ?`
	sqlEveryCase = `SELECT ` + sqlCaseColumns + `, 1, '' FROM cases c WHERE c.partnership = ?`

	// What decides who may see the case, as one text; the JSON array of such texts that is a mark's value holds it or does not.
	sqlAccess   = `(c.classification || ' ' || c.access)`
	sqlIsAmong  = sqlAccess + ` IN (SELECT value FROM json_each(?))`
	sqlAccesses = `SELECT ` + sqlAccess + `, c.classification, c.access, COUNT(*), COALESCE(SUM(%s), 0) FROM cases c WHERE c.partnership = ?%s GROUP BY 1, 2, 3`

	// sqlCasesPage is one page. What is open in it are the text by which the order goes, the filters, which of the cases that the
	// reader does not see are listed by their label, and where the page begins.
	sqlCasesPage = `SELECT * FROM (SELECT ` + sqlCaseColumns + `, ` + sqlIsAmong + ` AS seen, CASE WHEN ` + sqlIsAmong + ` THEN %s ELSE '' END AS place
		FROM cases c WHERE c.partnership = ?%s) c WHERE (c.seen OR (` + sqlIsAmong + ` AND %s))%s LIMIT ?`

	sqlSnippets = `SELECT t.case_id, snippet(case_search, -1, ?, ?, '…', 16) FROM case_search JOIN case_texts t ON t.doc = case_search.rowid
		WHERE case_search MATCH ? AND case_search.rowid IN
		(SELECT doc FROM case_texts WHERE partnership = ? AND case_id IN (SELECT value FROM json_each(?)))`
)

// caseFilter is one condition on the list of cases and its arguments.
type caseFilter struct {
	sql  string
	args []any
}

func filterStage(stage string) caseFilter   { return caseFilter{` AND c.stage = ?`, []any{stage}} }
func filterStatus(status string) caseFilter { return caseFilter{` AND c.status = ?`, []any{status}} }

// filterLevel finds cases that a board of the level has before it.
func filterLevel(level string) caseFilter {
	return caseFilter{` AND EXISTS (SELECT 1 FROM signoffs s WHERE s.partnership = c.partnership AND s.case_id = c.id AND s.current = 1
		AND s.level = ? AND s.state IN ('open', 'inquorate', 'tied'))`, []any{level}}
}

// filterBoard finds cases that a board has before it, or will have once those before it have finished.
func filterBoard(board string) caseFilter {
	return caseFilter{` AND EXISTS (SELECT 1 FROM signoffs s WHERE s.partnership = c.partnership AND s.case_id = c.id AND s.current = 1
		AND s.board = ? AND s.state IN ('waiting', 'open', 'inquorate', 'tied'))`, []any{board}}
}

// filterOrganisation finds cases that the organisation sponsors or puts something into.
func filterOrganisation(org string) caseFilter {
	return caseFilter{` AND (c.sponsor = ? OR EXISTS (SELECT 1 FROM commitments k WHERE k.partnership = c.partnership
		AND k.case_id = c.id AND k.organisation = ?))`, []any{org, org}}
}

func filterArea(area string) caseFilter {
	return caseFilter{` AND EXISTS (SELECT 1 FROM case_areas a WHERE a.partnership = c.partnership AND a.case_id = c.id AND a.area = ?)`, []any{area}}
}

// filterOverdue finds cases with a sign-off whose deadline has passed, or another moment that
// has come and not been acted on; a reminder is no deadline.
func filterOverdue(now time.Time) caseFilter {
	at := stamp(now)
	return caseFilter{` AND c.open = 1 AND ((c.next_due_at <> '' AND c.next_due_at < ? AND c.next_due_what <> 'reminder') OR EXISTS (SELECT 1 FROM signoffs s
		WHERE s.partnership = c.partnership AND s.case_id = c.id AND s.current = 1 AND s.state IN ('open', 'inquorate', 'tied')
		AND s.due_at <> '' AND s.due_at < ?))`, []any{at, at}}
}

// filterMine finds cases of units, and cases that are named.
func filterMine(units, cases string) caseFilter {
	return caseFilter{` AND (c.unit IN (SELECT value FROM json_each(?)) OR c.id IN (SELECT value FROM json_each(?)))`, []any{units, cases}}
}

// filterText finds cases with all the words that a search asks for, and the one whose whole reference it is.
func filterText(partnership, match, reference string) caseFilter {
	return caseFilter{` AND (c.id = ? COLLATE NOCASE OR c.id IN (SELECT t.case_id FROM case_search JOIN case_texts t ON t.doc = case_search.rowid
		WHERE case_search MATCH ? AND t.partnership = ?))`, []any{reference, match, partnership}}
}

// caseOrder is an order of the list: the text of a row by which it goes, before the reference, and what follows a row in it.
// Rows without the text come last.
type caseOrder struct {
	text, by string
	after    func(place, id string) caseFilter
}

var caseOrders = map[string]caseOrder{
	"reference": {text: `''`, by: ` ORDER BY c.id`, after: func(_, id string) caseFilter { return caseFilter{` AND c.id > ?`, []any{id}} }},
	"deadline": {text: `c.next_due_at`, by: ` ORDER BY c.place = '', c.place, c.id`, after: func(place, id string) caseFilter {
		return caseFilter{` AND (c.place = '', c.place, c.id) > (? = '', ?, ?)`, []any{place, place, id}}
	}},
	"updated": {text: `c.updated_at`, by: ` ORDER BY c.place DESC, c.id`, after: func(place, id string) caseFilter {
		return caseFilter{` AND (c.place < ? OR (c.place = ? AND c.id > ?))`, []any{place, place, id}}
	}},
}
