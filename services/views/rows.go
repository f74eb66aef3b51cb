package views

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"comity/events"
	"comity/services/views/answer"
	"comity/workflow"
)

// rowWriter writes the rows of cases within one transaction. What it writes follows from the folded case and register
// alone, so that replaying, and rebuilding, give the same rows.
type rowWriter struct {
	tx    *sql.Tx
	clear []*sql.Stmt
	made  map[string]*sql.Stmt
}

func newRowWriter(ctx context.Context, tx *sql.Tx) (*rowWriter, error) {
	w := &rowWriter{tx: tx, made: map[string]*sql.Stmt{}}
	for _, q := range sqlClear {
		st, err := tx.PrepareContext(ctx, q)
		if err != nil {
			return nil, errors.Join(err, w.close())
		}
		w.clear = append(w.clear, st)
	}
	return w, nil
}

func (w *rowWriter) close() error {
	var errs []error
	for _, st := range w.clear {
		errs = append(errs, st.Close())
	}
	for _, st := range w.made {
		errs = append(errs, st.Close())
	}
	return errors.Join(errs...)
}

func (w *rowWriter) exec(ctx context.Context, query string, args ...any) error {
	st := w.made[query]
	if st == nil {
		var err error
		if st, err = w.tx.PrepareContext(ctx, query); err != nil {
			return err
		}
		w.made[query] = st
	}
	_, err := st.ExecContext(ctx, args...)
	return err
}

// write replaces the rows of one case.
func (w *rowWriter) write(ctx context.Context, ch, rh *held) error {
	c, r := ch.theCase(), rh.theRegister()
	for _, st := range w.clear {
		if _, err := st.ExecContext(ctx, c.Partnership, c.ID); err != nil {
			return err
		}
	}
	if !c.Exists() {
		return nil
	}
	at := latest(ch.at, rh.moved) // the same whenever the row is written: what concerns only some cases does not count
	for _, put := range []func(context.Context, *workflow.Case, *workflow.Register, time.Time) error{
		w.texts, w.targets, w.areas, w.commitments, w.signOffs, w.consents, w.waits, w.duties, w.gaps, w.spending, w.shifts,
	} {
		if err := put(ctx, c, r, at); err != nil {
			return err
		}
	}
	return w.theCase(ctx, ch, r)
}

// open reports whether anything more can happen to the case.
func open(c *workflow.Case) bool { return c.Exists() && c.Status != workflow.Closed }

func (w *rowWriter) theCase(ctx context.Context, h *held, r *workflow.Register) error {
	c := h.theCase()
	m := moneyOf(c)
	var next workflow.DueItem
	if open(c) {
		if due := workflow.Due(c, r); len(due) > 0 {
			next = due[0]
		}
	}
	t := c.Terms
	access, err := accessOf(c)
	if err != nil {
		return err
	}
	return w.exec(ctx, sqlPutCase, c.Partnership, c.ID, h.revision, h.seq, c.Label(), c.Stage, c.Status, c.Outcome, t.Title, t.Sponsor, t.Unit,
		strings.Join(t.Areas, " "), t.Classification, access, truth(open(c)),
		m.OfferedAlignedPence, m.OfferedPooledPence, m.ConfirmedAlignedPence, m.ConfirmedPooledPence, m.OfferedFTEHundredths, m.ConfirmedFTEHundredths,
		stamp(c.CreatedAt), stamp(c.StageEnteredAt), stamp(takesEffect(c)), stamp(next.At), next.What, stamp(h.at), t.Tier)
}

// texts writes what a search looks through: what the case says about itself. The marks of a hit do not occur in it.
func (w *rowWriter) texts(ctx context.Context, c *workflow.Case, _ *workflow.Register, _ time.Time) error {
	t := c.Terms
	more := strings.Join(append(append([]string{t.Outcome}, t.Services...), t.Tags...), " ")
	return w.exec(ctx, sqlPutText, c.Partnership, c.ID, unmarked(t.Title), unmarked(t.Summary), unmarked(more))
}

// takesEffect is when the last hold on a decided gate ends; no time where none stands or one has no end.
func takesEffect(c *workflow.Case) (until time.Time) {
	if c.Status != workflow.PendingEffect {
		return until
	}
	for _, h := range c.StandingHolds("") {
		if h.Until.IsZero() {
			return time.Time{}
		}
		until = latest(until, h.Until)
	}
	return until
}

func moneyOf(c *workflow.Case) (m answer.Money) {
	for _, k := range c.Commitments {
		if !k.Stands() {
			continue
		}
		if k.Mode == "pooled" {
			m.OfferedPooledPence += k.Pence
			m.ConfirmedPooledPence += k.ConfirmedPence
		} else {
			m.OfferedAlignedPence += k.Pence
			m.ConfirmedAlignedPence += k.ConfirmedPence
		}
		m.OfferedFTEHundredths += k.FTEHundredths
		m.ConfirmedFTEHundredths += k.ConfirmedFTEHundredths
	}
	return m
}

func (w *rowWriter) targets(ctx context.Context, c *workflow.Case, _ *workflow.Register, _ time.Time) error {
	if !open(c) {
		return nil
	}
	for _, t := range c.Targets {
		if err := w.exec(ctx, sqlPutTarget, c.Partnership, c.ID, t.Target, t.DueOn, c.Stands(t.Target)); err != nil {
			return err
		}
	}
	return nil
}

func (w *rowWriter) areas(ctx context.Context, c *workflow.Case, _ *workflow.Register, _ time.Time) error {
	for _, area := range c.Terms.Areas {
		if err := w.exec(ctx, sqlPutArea, c.Partnership, c.ID, area); err != nil {
			return err
		}
	}
	return nil
}

func (w *rowWriter) commitments(ctx context.Context, c *workflow.Case, _ *workflow.Register, _ time.Time) error {
	for _, k := range c.Commitments {
		if !k.Stands() {
			continue
		}
		var got workflow.Delivery
		if k.Delivery != nil {
			got = *k.Delivery
		}
		if err := w.exec(ctx, sqlPutCommitment, c.Partnership, c.ID, k.Commitment, k.Organisation, k.Kind, k.Mode, k.Pence, k.FTEHundredths,
			k.ConfirmedPence, k.ConfirmedFTEHundredths, truth(k.Confirmed()), k.Form, k.Post, k.Ledger, k.Basis, got.UntilOn, got.Pence, got.FTEHundredths,
			got.ExpectedPence, got.ExpectedFTEHundredths); err != nil {
			return err
		}
	}
	return nil
}

func (w *rowWriter) signOffs(ctx context.Context, c *workflow.Case, r *workflow.Register, at time.Time) error {
	for i, s := range c.SignOffs {
		if err := w.exec(ctx, sqlPutSignOff, c.Partnership, c.ID, i, s.ID, s.Gate, s.GateRound, s.Board, levelOf(c, s, r, at), s.OfficerOf, s.Post, s.Act,
			s.State, s.Result, stamp(s.OpenedAt), stamp(s.DueAt), stamp(s.EndedAt), truth(current(c, s.Gate, s.GateRound))); err != nil {
			return err
		}
	}
	return nil
}

// current reports whether a round of a gate is the one that the case is at.
func current(c *workflow.Case, gate string, round int) bool {
	return c.Gate != nil && c.Gate.Gate == gate && c.Gate.Round == round
}

// levelOf is the level of a sign-off's board: by the rules that the sign-off is pinned to; for one that waits, by those of
// now. What never opened in a closed case has none.
func levelOf(c *workflow.Case, s *workflow.SignOff, r *workflow.Register, at time.Time) string {
	g := r.GovernanceVersion(s.GovernanceVersion)
	if g == nil && open(c) {
		g = r.GovernanceAt(at)
	}
	if b := g.Board(s.Board); b != nil {
		return string(b.Level)
	}
	return ""
}

func (w *rowWriter) consents(ctx context.Context, c *workflow.Case, _ *workflow.Register, _ time.Time) error {
	for i, k := range c.Consents {
		if err := w.exec(ctx, sqlPutConsent, c.Partnership, c.ID, i, k.Organisation, k.Gate, k.GateRound, k.State,
			truth(current(c, k.Gate, k.GateRound) || slices.Contains(c.Reaffirmations(), k))); err != nil {
			return err
		}
	}
	return nil
}

func (w *rowWriter) waits(ctx context.Context, c *workflow.Case, r *workflow.Register, at time.Time) error {
	for i, wait := range append(workflow.Explain(c, r, at), workflow.Duties(c, r, at)...) {
		whom := wait.On
		if len(whom) == 0 {
			whom = []string{""}
		}
		for _, on := range whom {
			if err := w.exec(ctx, sqlPutWait, c.Partnership, c.ID, i, wait.For, on, stamp(wait.Until)); err != nil {
				return err
			}
		}
	}
	return nil
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// home is what a store needs to know of partitions.
func home(partitions int) func(string) int {
	return func(partnership string) int { return events.Partition(partnership, partitions) }
}
