package views

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"
)

// DashboardAnswer counts what the reader may know of (DOMAIN §3.10). Cases are counted for everybody; sign-offs and consents
// of the cases that the reader may see; resources of those whose amounts the reader may see.
type DashboardAnswer struct {
	Cases    int           `json:"cases"`
	Open     int           `json:"open"`
	Overdue  int           `json:"overdue"` // open cases with a deadline that has passed
	ByStage  []StageCount  `json:"by_stage"`
	ByStatus []StatusCount `json:"by_status"`
	ByLevel  []LevelCount  `json:"by_level"` // sign-offs that boards of the level have before them

	Resources Resources       `json:"resources"`
	Given     []ResourceCount `json:"given"` // by organisation, kind and mode

	SignOffs []BoardCount    `json:"signoffs"` // by board
	Consents []ConsentCount  `json:"consents"` // outstanding, by organisation
	Pending  []PendingEffect `json:"pending"`  // decided, and not yet in effect
	Disputes int             `json:"disputes"`
}

// StageCount counts the open cases of a stage, and says how long the one that entered first has been there.
type StageCount struct {
	Stage string    `json:"stage"`
	Cases int       `json:"cases"`
	Since time.Time `json:"since,omitzero"`
}

// StatusCount counts the cases with a label.
type StatusCount struct {
	Label  string `json:"label"`
	Stage  string `json:"stage,omitempty"`
	Status string `json:"status"`
	Cases  int    `json:"cases"`
}

// LevelCount counts the sign-offs open at a level.
type LevelCount struct {
	Level   string `json:"level"`
	Open    int    `json:"open"`
	Overdue int    `json:"overdue"`
}

// BoardCount counts the sign-offs of a board by state.
type BoardCount struct {
	Board     string    `json:"board"`
	Level     string    `json:"level"`
	Waiting   int       `json:"waiting"`
	Open      int       `json:"open"`
	Inquorate int       `json:"inquorate"`
	Tied      int       `json:"tied"`
	Escalated int       `json:"escalated"`
	Overdue   int       `json:"overdue"`
	Since     time.Time `json:"since,omitzero"` // when the oldest of the open ones was opened
}

// ConsentCount counts the consents that an organisation is asked for.
type ConsentCount struct {
	Organisation string `json:"organisation"`
	Outstanding  int    `json:"outstanding"`
}

// PendingEffect is a decision that waits for its holds to end.
type PendingEffect struct {
	Case        string    `json:"case"`
	EffectiveAt time.Time `json:"effective_at,omitzero"` // none: no end yet
}

// Resources adds up what is offered and confirmed. Staff time is never added to pounds. Percentages are whole and rounded
// down, so that 100 means everything: of the pounds, of the staff time, and of the commitments of whatever kind.
type Resources struct {
	money
	Commitments       int `json:"commitments"`
	Confirmed         int `json:"confirmed"`
	ConfirmedPct      int `json:"confirmed_pct"`
	MoneyConfirmedPct int `json:"money_confirmed_pct"`
	StaffConfirmedPct int `json:"staff_confirmed_pct"`
}

// ResourceCount is what an organisation puts in of one kind in one mode. ConfirmedPct is of the pounds or the staff time, and
// of the number of commitments for other kinds.
type ResourceCount struct {
	Organisation           string `json:"organisation"`
	Kind                   string `json:"kind"`
	Mode                   string `json:"mode"`
	Commitments            int    `json:"commitments"`
	OfferedPence           int64  `json:"offered_pence,omitempty"`
	ConfirmedPence         int64  `json:"confirmed_pence,omitempty"`
	OfferedFTEHundredths   int64  `json:"offered_fte_hundredths,omitempty"`
	ConfirmedFTEHundredths int64  `json:"confirmed_fte_hundredths,omitempty"`
	Confirmed              int    `json:"confirmed"`
	ConfirmedPct           int    `json:"confirmed_pct"`
}

func viewDashboard(ctx context.Context, q *query, _ struct{}) (*DashboardAnswer, error) {
	d := &DashboardAnswer{
		ByStage: []StageCount{}, ByStatus: []StatusCount{}, ByLevel: []LevelCount{}, Given: []ResourceCount{},
		SignOffs: []BoardCount{}, Consents: []ConsentCount{}, Pending: []PendingEffect{},
	}
	tiers, err := d.countCases(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, count := range []func(context.Context, *query, seenCases) error{d.countSignOffs, d.countConsents, d.countResources} {
		if err := count(ctx, q, tiers); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// seenCases holds, by case, the reader's tier of the cases that the reader may see.
type seenCases map[string]string

// countCases counts the cases that the reader may know of and returns those that they may see.
func (d *DashboardAnswer) countCases(ctx context.Context, q *query) (seenCases, error) {
	rows, err := q.listCases(ctx, nil, "", 0)
	if err != nil {
		return nil, err
	}
	late, err := q.listCases(ctx, []caseFilter{filterOverdue(q.now)}, "", 0)
	if err != nil {
		return nil, err
	}
	overdue := map[string]bool{}
	for _, row := range late {
		overdue[row.Case] = true
	}
	seen, tiers := seenCases{}, q.rowTiers()
	for _, row := range rows {
		tier, err := tiers.of(row)
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
		s := d.stage(row.Stage)
		if s.Cases++; s.Since.IsZero() || row.StageEnteredAt.Before(s.Since) {
			s.Since = row.StageEnteredAt
		}
		if all && overdue[row.Case] {
			d.Overdue++
		}
		switch {
		case row.Status == "in_dispute":
			d.Disputes++
		case all && row.Status == "pending_effect":
			d.Pending = append(d.Pending, PendingEffect{Case: row.Case, EffectiveAt: row.EffectiveAt})
		}
	}
	slices.SortFunc(d.ByStatus, func(a, b StatusCount) int {
		return cmp.Or(cmp.Compare(a.Stage, b.Stage), cmp.Compare(a.Status, b.Status))
	})
	slices.SortFunc(d.ByStage, func(a, b StageCount) int { return cmp.Compare(a.Stage, b.Stage) })
	return seen, nil
}

func (d *DashboardAnswer) stage(id string) *StageCount {
	return entry(&d.ByStage, func(s *StageCount) bool { return s.Stage == id }, StageCount{Stage: id})
}

func (d *DashboardAnswer) status(row CaseRow) *StatusCount {
	return entry(&d.ByStatus, func(s *StatusCount) bool { return s.Label == row.Label.Label }, StatusCount{Label: row.Label.Label, Stage: row.Stage, Status: row.Status})
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

func (d *DashboardAnswer) countSignOffs(ctx context.Context, q *query, seen seenCases) error {
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
		level := entry(&d.ByLevel, func(l *LevelCount) bool { return l.Level == s.Level }, LevelCount{Level: s.Level})
		level.Open++
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
		if b := boardOf(q.register().GovernanceAt(q.now), m.board); seen[m.id] != "" && b != nil {
			d.board(m.board, string(b.Level)).Escalated++
		}
	}
	slices.SortFunc(d.ByLevel, func(a, b LevelCount) int { return cmp.Compare(a.Level, b.Level) })
	slices.SortFunc(d.SignOffs, func(a, b BoardCount) int { return cmp.Compare(a.Board, b.Board) })
	return nil
}

func (d *DashboardAnswer) board(id, level string) *BoardCount {
	return entry(&d.SignOffs, func(b *BoardCount) bool { return b.Board == id }, BoardCount{Board: id, Level: level})
}

func (d *DashboardAnswer) countConsents(ctx context.Context, q *query, seen seenCases) error {
	type asked struct{ id, organisation string }
	rows, err := all(ctx, q.tx, func(rows *sql.Rows) (a asked, err error) { return a, rows.Scan(&a.id, &a.organisation) }, sqlConsentsOpen, q.Partnership)
	if err != nil {
		return err
	}
	for _, a := range rows {
		if seen[a.id] != "" {
			entry(&d.Consents, func(c *ConsentCount) bool { return c.Organisation == a.organisation }, ConsentCount{Organisation: a.organisation}).Outstanding++
		}
	}
	return nil
}

func (d *DashboardAnswer) countResources(ctx context.Context, q *query, seen seenCases) error {
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
		c := entry(&d.Given, func(c *ResourceCount) bool {
			return c.Organisation == g.organisation && c.Kind == g.kind && c.Mode == g.mode
		},
			ResourceCount{Organisation: g.organisation, Kind: g.kind, Mode: g.mode})
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
