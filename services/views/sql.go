package views

import (
	"strings"
	"time"
)

// Every statement of this package stands here and in sql_cases.go, in SQL that SQLite and PostgreSQL both speak but for the marks of
// the arguments and the full-text search. Times are text of one length in UTC, so that they sort; "" is no time.

const timeForm = "2006-01-02T15:04:05.000Z"

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(timeForm)
}

func unstamp(s string) time.Time {
	t, err := time.Parse(timeForm, s)
	if err != nil {
		return time.Time{}
	}
	return t
}

// The journal's second copy and the checkpoint.
const (
	sqlCheckpoints = `SELECT partition, log_id, last_seq, head, stored_at FROM checkpoints ORDER BY partition`
	sqlCheckpoint  = `SELECT log_id, last_seq FROM checkpoints WHERE partition = ?`
	sqlBegin       = `INSERT INTO checkpoints (partition, log_id, form, last_seq, head, stored_at) VALUES (?, ?, ?, 0, '', '')`
	sqlOtherForm   = `SELECT count(*) FROM checkpoints WHERE form <> ? OR form = ''`
	sqlForm        = `UPDATE checkpoints SET form = ?`

	// sqlAdvance is the compare-and-set: a second follower of the same database, or one of another journal, changes no
	// row and stops.
	sqlAdvance = `UPDATE checkpoints SET last_seq = ?, head = ?, stored_at = ? WHERE partition = ? AND last_seq = ? AND log_id = ?`

	sqlRecord = `INSERT INTO records (partition, seq, subject, partnership, kind, id, revision, hash, stored_at, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	sqlCopyTables  = `SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('records', 'checkpoints')`
	sqlRecordHash  = `SELECT hash FROM records WHERE partition = ? AND seq = ?`
	sqlRecordAt    = `SELECT body FROM records WHERE partition = ? AND seq = ?`
	sqlStoredAt    = `SELECT stored_at FROM records WHERE partition = ? AND seq >= ? ORDER BY seq LIMIT 1`
	sqlRecordsFrom = `SELECT seq, body FROM records WHERE partnership = ? AND kind = ? AND id = ? AND revision > ? AND partition = ?
		ORDER BY revision`
	sqlRecordsOf = `SELECT seq, stored_at, body FROM records WHERE partnership = ? AND kind = ? AND id = ? AND partition = ?
		AND revision > ? AND revision <= ? ORDER BY revision`
	sqlRevision = `SELECT COALESCE(MAX(revision), 0) FROM records WHERE partnership = ? AND kind = ? AND id = ? AND partition = ?`

	// sqlPartnerships lists every partnership, the installation itself too. It steps from each to the next by the index
	// records_by_aggregate: a DISTINCT would read the index of every record there is.
	sqlPartnerships = `WITH RECURSIVE step (name) AS (SELECT MIN(partnership) FROM records
		UNION ALL SELECT (SELECT MIN(r.partnership) FROM records r WHERE r.partnership > step.name) FROM step WHERE step.name IS NOT NULL)
		SELECT name FROM step WHERE name IS NOT NULL ORDER BY name`
	sqlPools = `SELECT id FROM records WHERE partnership = ? AND kind = ? AND revision = 1 ORDER BY id`

	sqlAggregates = `SELECT partition, partnership, kind, id FROM records WHERE kind = ? AND revision = 1 ORDER BY partnership, id`
)

// Folded states.
const (
	sqlState = `SELECT revision, seq, head, decided_at, moved_at, state FROM states
		WHERE partnership = ? AND kind = ? AND id = ? AND form = ? AND form <> ''`
	sqlKeepState = `INSERT INTO states (partnership, kind, id, form, revision, seq, head, decided_at, moved_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (partnership, kind, id) DO UPDATE SET form = excluded.form, revision = excluded.revision, seq = excluded.seq,
		head = excluded.head, decided_at = excluded.decided_at, moved_at = excluded.moved_at, state = excluded.state`
)

// The read models.
const (
	sqlOpenCases  = `SELECT id FROM cases WHERE partnership = ? AND open = 1 ORDER BY id`
	sqlBoardCases = `SELECT id FROM cases WHERE partnership = ? AND open = 1 AND (status = 'deferred' OR id IN
		(SELECT case_id FROM signoffs WHERE partnership = ? AND current = 1 AND board = ?)) ORDER BY id`
	sqlPutCase = `INSERT INTO cases (partnership, id, revision, seq, label, stage, status, outcome, title, sponsor, unit, areas,
		classification, access, open, offered_aligned_pence, offered_pooled_pence, confirmed_aligned_pence, confirmed_pooled_pence,
		offered_fte_hundredths, confirmed_fte_hundredths, created_at, stage_entered_at, effective_at, next_due_at, next_due_what, updated_at, tier)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (partnership, id) DO UPDATE SET revision = excluded.revision, seq = excluded.seq, label = excluded.label,
		stage = excluded.stage, status = excluded.status, outcome = excluded.outcome, title = excluded.title, sponsor = excluded.sponsor,
		unit = excluded.unit, areas = excluded.areas, classification = excluded.classification, access = excluded.access, open = excluded.open,
		offered_aligned_pence = excluded.offered_aligned_pence, offered_pooled_pence = excluded.offered_pooled_pence,
		confirmed_aligned_pence = excluded.confirmed_aligned_pence, confirmed_pooled_pence = excluded.confirmed_pooled_pence,
		offered_fte_hundredths = excluded.offered_fte_hundredths, confirmed_fte_hundredths = excluded.confirmed_fte_hundredths,
		created_at = excluded.created_at, stage_entered_at = excluded.stage_entered_at, effective_at = excluded.effective_at,
		next_due_at = excluded.next_due_at, next_due_what = excluded.next_due_what, updated_at = excluded.updated_at, tier = excluded.tier`
	sqlPutText = `INSERT INTO case_texts (partnership, case_id, title, summary, more) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (partnership, case_id) DO UPDATE SET title = excluded.title, summary = excluded.summary, more = excluded.more
		WHERE title <> excluded.title OR summary <> excluded.summary OR more <> excluded.more`
	sqlPutTarget     = `INSERT INTO targets (partnership, case_id, target, due_on, stands) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
	sqlPutArea       = `INSERT INTO case_areas (partnership, case_id, area) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`
	sqlPutCommitment = `INSERT INTO commitments (partnership, case_id, commitment, organisation, kind, mode, pence, fte_hundredths,
		confirmed_pence, confirmed_fte_hundredths, confirmed, form, post, ledger, basis, delivered_until, delivered_pence,
		delivered_fte_hundredths, expected_pence, expected_fte_hundredths) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	sqlPutSignOff = `INSERT INTO signoffs (partnership, case_id, place, signoff, gate, gate_round, board, level, officer_of, post, act,
		state, result, opened_at, due_at, ended_at, current) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	sqlPutConsent = `INSERT INTO consents (partnership, case_id, place, organisation, gate, gate_round, state, current)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
	sqlPutWait = `INSERT INTO waits (partnership, case_id, place, awaited, whom, until_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`
)

// sqlClear empties what hangs on a case before it is written again.
var sqlClear = []string{
	`DELETE FROM case_areas WHERE partnership = ? AND case_id = ?`,
	`DELETE FROM commitments WHERE partnership = ? AND case_id = ?`,
	`DELETE FROM signoffs WHERE partnership = ? AND case_id = ?`,
	`DELETE FROM consents WHERE partnership = ? AND case_id = ?`,
	`DELETE FROM waits WHERE partnership = ? AND case_id = ?`,
	`DELETE FROM targets WHERE partnership = ? AND case_id = ?`,
	`DELETE FROM duties WHERE partnership = ? AND case_id = ?`,
	`DELETE FROM gaps WHERE partnership = ? AND case_id = ?`,
	`DELETE FROM spending WHERE partnership = ? AND case_id = ?`,
	`DELETE FROM tier_shifts WHERE partnership = ? AND case_id = ?`,
}

// sqlEmpty empties what follows from the records, but for the checkpoints.
var sqlEmpty = []string{
	`DELETE FROM states`, `DELETE FROM cases`, `DELETE FROM case_areas`, `DELETE FROM commitments`, `DELETE FROM signoffs`,
	`DELETE FROM consents`, `DELETE FROM waits`, `DELETE FROM case_texts`, `DELETE FROM targets`, `DELETE FROM duties`,
	`DELETE FROM gaps`, `DELETE FROM spending`, `DELETE FROM tier_shifts`,
}

// What the views ask.
const (
	sqlSignOffs = `SELECT case_id, signoff, gate, board, level, officer_of, post, act, state, opened_at, due_at FROM signoffs
		WHERE partnership = ? AND current = 1 AND state IN ('waiting', 'open', 'inquorate', 'tied')`
	sqlProvisional  = `SELECT case_id, signoff, gate, gate_round, board, level, act, opened_at FROM signoffs WHERE partnership = ? AND state = 'provisional'`
	sqlBefore       = ` AND board = ?`
	sqlSignOffOrder = ` ORDER BY due_at, case_id, place`
	sqlEscalated    = `SELECT case_id, board FROM signoffs WHERE partnership = ? AND current = 1 AND state = 'escalated' ORDER BY case_id, place`
	sqlLastDecided  = `SELECT board, MAX(ended_at) FROM signoffs WHERE partnership = ? AND board <> '' AND state = 'decided' GROUP BY board`
	sqlConsentsOpen = `SELECT case_id, organisation FROM consents WHERE partnership = ? AND current = 1 AND state IN ('requested', 'to_be_reaffirmed')
		ORDER BY organisation, case_id`
	sqlTargets     = `SELECT case_id, due_on, stands FROM targets WHERE partnership = ?`
	sqlCommitments = `SELECT case_id, organisation, kind, mode, pence, fte_hundredths, confirmed_pence, confirmed_fte_hundredths, confirmed
		FROM commitments WHERE partnership = ? ORDER BY organisation, kind, mode, case_id, commitment`
)

// sqlConcerning finds the cases that wait, or may wait by now, for one of n seats, organisations, posts or boards: its
// arguments are the partnership and the n, three times.
func sqlConcerning(n int) string {
	m := marks(n)
	return `SELECT case_id FROM waits WHERE partnership = ? AND whom IN (` + m + `)
		UNION SELECT case_id FROM signoffs WHERE partnership = ? AND current = 1 AND state IN ('open', 'inquorate', 'tied') AND board IN (` + m + `)
		UNION SELECT case_id FROM consents WHERE partnership = ? AND current = 1 AND state = 'requested' AND organisation IN (` + m + `)
		ORDER BY case_id`
}

// marks writes n argument marks with commas between.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }
