package views

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"comity/services/views/answer"
	"comity/workflow"
)

func viewDashboard(ctx context.Context, q *query, _ struct{}) (*answer.Dashboard, error) {
	d := counting{&answer.Dashboard{
		ByStage: q.stages(), ByStatus: []answer.StatusCount{}, ByLevel: []answer.LevelCount{}, Given: []answer.ResourceCount{},
		SignOffs: []answer.BoardCount{}, Consents: []answer.ConsentCount{}, Pending: []answer.PendingEffect{},
		ByTier: []answer.TierCount{}, Attendance: []answer.AttendanceCount{}, Gaps: []answer.GapOpen{}, Shifts: []answer.TierShift{},
	}}
	tiers, err := d.countCases(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, count := range []func(context.Context, *query, seenCases) error{d.countSignOffs, d.countConsents, d.countResources, d.countTargets, d.countDuties, d.countGaps, d.countShifts} {
		if err := count(ctx, q, tiers); err != nil {
			return nil, err
		}
	}
	if err := d.countUrgency(ctx, q); err != nil {
		return nil, err
	}
	d.tierShares()
	d.countAttendance(q)
	return d.Dashboard, nil
}

// counting is a dashboard that is being made.
type counting struct{ *answer.Dashboard }

// seenCases holds, by case, the reader's tier of the cases that the reader may see.
type seenCases map[string]string

// countCases counts the cases that the reader may know of and returns those that they may see.
func (d counting) countCases(ctx context.Context, q *query) (seenCases, error) {
	rows, err := q.everyCase(ctx)
	if err != nil {
		return nil, err
	}
	late := filterOverdue(q.now)
	ids, err := all(ctx, q.tx, scanOne[string], sqlCaseIDs+late.sql, append([]any{q.Partnership}, late.args...)...)
	if err != nil {
		return nil, err
	}
	overdue := map[string]bool{}
	for _, id := range ids {
		overdue[id] = true
	}
	seen, tiers := seenCases{}, q.rowTiers()
	for _, row := range rows {
		tier, err := tiers.of(row.access)
		if err != nil {
			return nil, err
		}
		if tier == "" {
			continue
		}
		all := sees(tier, row.Classification)
		if all {
			seen[row.Case] = tier
		}
		d.Cases++
		d.status(row).Cases++
		if !row.open {
			continue
		}
		d.Open++
		d.inStage(row, q.now, all && overdue[row.Case])
		if all {
			d.ofTier(row, tier)
		}
		if all && overdue[row.Case] {
			d.Overdue++
		}
		switch {
		case row.Status == "in_dispute":
			d.Disputes++
		case all && row.Status == "pending_effect":
			d.Pending = append(d.Pending, answer.PendingEffect{Case: row.Case, EffectiveAt: row.EffectiveAt})
		}
	}
	slices.SortFunc(d.ByStatus, func(a, b answer.StatusCount) int {
		return cmp.Or(cmp.Compare(a.Stage, b.Stage), cmp.Compare(a.Status, b.Status))
	})
	return seen, nil
}

func (d counting) status(row caseRow) *answer.StatusCount {
	return entry(&d.ByStatus, func(s *answer.StatusCount) bool { return s.Label == row.Label.Label }, answer.StatusCount{Label: row.Label.Label, Stage: row.Stage, Status: row.Status})
}

// entry finds the element of a list, or adds it.
func entry[T any](list *[]T, is func(*T) bool, fresh T) *T {
	for i := range *list {
		if is(&(*list)[i]) {
			return &(*list)[i]
		}
	}
	*list = append(*list, fresh)
	return &(*list)[len(*list)-1]
}

func (d counting) countSignOffs(ctx context.Context, q *query, seen seenCases) error {
	rows, err := q.signOffs(ctx, "")
	if err != nil {
		return err
	}
	for _, s := range rows {
		if seen[s.Case] == "" || s.Board == "" {
			continue
		}
		b := d.board(s.Board, s.Level)
		if s.State == "waiting" {
			b.Waiting++
			continue
		}
		level := entry(&d.ByLevel, func(l *answer.LevelCount) bool { return l.Level == s.Level }, answer.LevelCount{Level: s.Level})
		level.Open++
		older(&level.Ages, s.OpenedAt, q.now)
		older(&b.Ages, s.OpenedAt, q.now)
		switch s.State {
		case "open":
			b.Open++
		case "inquorate":
			b.Inquorate++
		case "tied":
			b.Tied++
		}
		if s.Overdue {
			b.Overdue++
			level.Overdue++
		}
		if b.Since.IsZero() || s.OpenedAt.Before(b.Since) {
			b.Since = s.OpenedAt
		}
	}
	type moved struct{ id, board string }
	escalated, err := all(ctx, q.tx, func(rows *sql.Rows) (m moved, err error) { return m, rows.Scan(&m.id, &m.board) }, sqlEscalated, q.Partnership)
	if err != nil {
		return err
	}
	for _, m := range escalated {
		if b := q.register().GovernanceAt(q.now).Board(m.board); seen[m.id] != "" && b != nil {
			d.board(m.board, string(b.Level)).Escalated++
		}
	}
	slices.SortFunc(d.ByLevel, func(a, b answer.LevelCount) int { return cmp.Compare(a.Level, b.Level) })
	slices.SortFunc(d.SignOffs, func(a, b answer.BoardCount) int { return cmp.Compare(a.Board, b.Board) })
	return nil
}

func (d counting) board(id, level string) *answer.BoardCount {
	return entry(&d.SignOffs, func(b *answer.BoardCount) bool { return b.Board == id }, answer.BoardCount{Board: id, Level: level})
}

func (d counting) countConsents(ctx context.Context, q *query, seen seenCases) error {
	type asked struct{ id, organisation string }
	rows, err := all(ctx, q.tx, func(rows *sql.Rows) (a asked, err error) { return a, rows.Scan(&a.id, &a.organisation) }, sqlConsentsOpen, q.Partnership)
	if err != nil {
		return err
	}
	for _, a := range rows {
		if seen[a.id] != "" {
			entry(&d.Consents, func(c *answer.ConsentCount) bool { return c.Organisation == a.organisation }, answer.ConsentCount{Organisation: a.organisation}).Outstanding++
		}
	}
	return nil
}

func (d counting) countTargets(ctx context.Context, q *query, seen seenCases) error {
	type target struct{ id, due, stands string }
	rows, err := all(ctx, q.tx, func(rows *sql.Rows) (t target, err error) { return t, rows.Scan(&t.id, &t.due, &t.stands) }, sqlTargets, q.Partnership)
	if err != nil {
		return err
	}
	today := q.register().CalendarAt(q.now).DateOf(q.now).String()
	for _, t := range rows {
		switch {
		case seen[t.id] == "":
		case t.stands == workflow.TargetUnmeasured:
			d.Targets.Unmeasured++
		case t.stands == workflow.TargetMet:
			d.Targets.Green++
		case t.due < today:
			d.Targets.Red++
		default:
			d.Targets.Amber++
		}
	}
	return nil
}

func (d counting) countResources(ctx context.Context, q *query, seen seenCases) error {
	type given struct {
		id, organisation, kind, mode                      string
		pence, fte, confirmedPence, confirmedFTE, settled int64
	}
	rows, err := all(ctx, q.tx, func(rows *sql.Rows) (g given, err error) {
		return g, rows.Scan(&g.id, &g.organisation, &g.kind, &g.mode, &g.pence, &g.fte, &g.confirmedPence, &g.confirmedFTE, &g.settled)
	}, sqlCommitments, q.Partnership)
	if err != nil {
		return err
	}
	r := &d.Resources
	for _, g := range rows {
		if !amounts(seen[g.id]) {
			continue
		}
		c := entry(&d.Given, func(c *answer.ResourceCount) bool {
			return c.Organisation == g.organisation && c.Kind == g.kind && c.Mode == g.mode
		},
			answer.ResourceCount{Organisation: g.organisation, Kind: g.kind, Mode: g.mode})
		c.Commitments++
		c.OfferedPence, c.ConfirmedPence = c.OfferedPence+g.pence, c.ConfirmedPence+g.confirmedPence
		c.OfferedFTEHundredths, c.ConfirmedFTEHundredths = c.OfferedFTEHundredths+g.fte, c.ConfirmedFTEHundredths+g.confirmedFTE
		c.Confirmed += int(g.settled)
		r.Commitments++
		r.Confirmed += int(g.settled)
		if g.mode == "pooled" {
			r.OfferedPooledPence, r.ConfirmedPooledPence = r.OfferedPooledPence+g.pence, r.ConfirmedPooledPence+g.confirmedPence
		} else {
			r.OfferedAlignedPence, r.ConfirmedAlignedPence = r.OfferedAlignedPence+g.pence, r.ConfirmedAlignedPence+g.confirmedPence
		}
		r.OfferedFTEHundredths, r.ConfirmedFTEHundredths = r.OfferedFTEHundredths+g.fte, r.ConfirmedFTEHundredths+g.confirmedFTE
	}
	for i := range d.Given {
		c := &d.Given[i]
		switch {
		case c.OfferedPence > 0:
			c.ConfirmedPct = percent(c.ConfirmedPence, c.OfferedPence)
		case c.OfferedFTEHundredths > 0:
			c.ConfirmedPct = percent(c.ConfirmedFTEHundredths, c.OfferedFTEHundredths)
		default:
			c.ConfirmedPct = percent(int64(c.Confirmed), int64(c.Commitments))
		}
	}
	r.ConfirmedPct = percent(int64(r.Confirmed), int64(r.Commitments))
	r.MoneyConfirmedPct = percent(r.ConfirmedAlignedPence+r.ConfirmedPooledPence, r.OfferedAlignedPence+r.OfferedPooledPence)
	r.PooledPct = percent(r.OfferedPooledPence, r.OfferedAlignedPence+r.OfferedPooledPence)
	r.StaffConfirmedPct = percent(r.ConfirmedFTEHundredths, r.OfferedFTEHundredths)
	return nil
}

// percent is the share of n in whole per cent, rounded down; 0 of nothing.
func percent(part, n int64) int {
	if n == 0 {
		return 0
	}
	return int(100 * part / n)
}
