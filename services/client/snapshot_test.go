package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/sync/errgroup"

	"comity/events"
	"comity/services/client"
	"comity/services/feeds"
	"comity/services/views"
	"comity/services/views/viewstest"
	"comity/workflow"
)

// dashboard is what somebody keeps who has read nothing but what is said of workflow.Snapshot.
type dashboard struct {
	clearance string
	cases     map[string]workflow.Snapshot
	revisions map[string]int
}

func newDashboard(s *client.Snapshot) *dashboard {
	d := &dashboard{clearance: s.Clearance, cases: map[string]workflow.Snapshot{}, revisions: map[string]int{}}
	for id, c := range s.Cases {
		d.cases[id], d.revisions[id] = c.Snapshot, c.Revision
	}
	return d
}

// take brings the dashboard up to date with an event. It counts doubles and gaps by the revisions in the events' ids.
func (d *dashboard) take(t *testing.T, e client.Event) {
	t.Helper()
	kind, id, _ := strings.Cut(e.Subject, "/")
	if kind != "case" {
		return
	}
	var revision, index int
	if _, err := fmt.Sscanf(strings.TrimPrefix(e.ID, "westmere/case/"+id+"/"), "%d/%d", &revision, &index); err != nil {
		t.Errorf("%s: %v", e.ID, err)
	}
	if was := d.revisions[id]; revision != was && revision != was+1 {
		t.Errorf("%s follows revision %d", e.ID, was)
	}
	d.revisions[id] = revision
	var data struct {
		workflow.Reference
		Terms   *events.CaseTerms `json:"terms"`
		Outcome string            `json:"outcome"`
	}
	var commitment events.CommitmentTerms
	var passed workflow.GateResult
	if err := errors.Join(json.Unmarshal(e.Data, &data), json.Unmarshal(e.Data, &commitment)); err != nil {
		t.Fatal(err)
	}
	c := d.cases[id]
	c.Reference = data.Reference
	others := slices.DeleteFunc(slices.Clone(c.Commitments), func(k events.CommitmentTerms) bool { return k.Commitment == commitment.Commitment })
	switch {
	case d.clearance == "public" || !workflow.Clears(d.clearance, data.Classification):
		c = workflow.Snapshot{Reference: data.Reference}
	case data.Terms != nil:
		c.Terms = data.Terms
	case e.Type == "case.closed":
		c.Outcome = data.Outcome
	case e.Type == "gate.passed":
		if err := json.Unmarshal(e.Data, &passed); err != nil {
			t.Fatal(err)
		}
		c.Passed = append(slices.Clone(c.Passed), passed)
	case commitment.Commitment != "" && (e.Type == "commitment.released" || e.Type == "commitment.ended" || e.Type == "commitment.withdrawn" && gone(e)):
		c.Commitments = others
		var w events.CommitmentEnded
		if err := json.Unmarshal(e.Data, &w); err != nil {
			t.Fatal(err)
		}
		for _, k := range d.cases[id].Commitments { // what remains of a part of it stands as it did
			if k.Commitment == commitment.Commitment && (w.RemainsPence > 0 || w.RemainsFTEHundredths > 0) {
				k.Pence, k.FTEHundredths = w.RemainsPence, w.RemainsFTEHundredths
				c.Commitments = append(c.Commitments, k)
			}
		}
		slices.SortFunc(c.Commitments, func(a, b events.CommitmentTerms) int { return strings.Compare(a.Commitment, b.Commitment) })
	case commitment.Commitment != "" && strings.HasPrefix(e.Type, "commitment."):
		c.Commitments = append(others, commitment)
		slices.SortFunc(c.Commitments, func(a, b events.CommitmentTerms) int { return strings.Compare(a.Commitment, b.Commitment) })
	}
	d.cases[id] = c
}

// gone reports whether a withdrawal has effect at once.
func gone(e client.Event) bool {
	var w events.CommitmentWithdrawn
	return json.Unmarshal(e.Data, &w) == nil && !w.EffectiveAt.After(e.Time)
}

// A snapshot taken in several pages while cases are written, and then the feed, come to what a snapshot at the end says: nothing
// is missing, and nothing comes twice.
func TestSnapshotThenWatch(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	for n := range 230 { // three pages
		w.Do(t, "p-unit", &workflow.CaseCreate{Case: fmt.Sprintf("M%03d", n), CaseFields: workflow.CaseFields{Title: new("Early help"), Classification: new(workflow.Clearances[n%4])}})
	}
	v, err := views.Open(t.Context(), views.Config{Path: filepath.Join(t.TempDir(), "views.db"), Conn: w.Server.Engine(t), Journal: w.Journal,
		Now: func() time.Time { return noon }, OperatorActs: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	f, err := feeds.New(feeds.Config{Conn: w.Server.Engine(t), Journal: w.Journal})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	services, ctx := errgroup.WithContext(ctx)
	services.Go(func() error { return f.Run(ctx) })
	services.Go(func() error { return v.Run(ctx) })
	c := client.New(w.Server.Operator(t), client.Config{})
	if _, err := c.Ask(t.Context(), "westmere", "operator", "position", nil, nil, client.AtLeast(w.Last)); err != nil {
		t.Fatal(err)
	}

	var begun, ended errgroup.Group
	boards := make([]*dashboard, len(workflow.Clearances))
	for i, clearance := range workflow.Clearances {
		s := make(chan *client.Snapshot, 1)
		begun.Go(func() error {
			taken, err := c.Snapshot(t.Context(), "westmere", clearance)
			s <- taken
			return err
		})
		ended.Go(func() error {
			taken := <-s
			if taken == nil {
				return nil
			}
			boards[i] = newDashboard(taken)
			return c.Watch(t.Context(), "westmere", clearance, taken.Position, func(e client.Event) error {
				if !taken.Has(e) {
					boards[i].take(t, e)
				}
				if e.Subject == "case/Z" {
					return errSeen
				}
				return nil
			})
		})
	}
	all := make(chan error, 1)
	go func() { all <- begun.Wait() }()
	write(t, w, all)
	if err := ended.Wait(); !errors.Is(err, errSeen) {
		t.Fatal(err)
	}
	for _, d := range boards {
		end, err := c.Snapshot(t.Context(), "westmere", d.clearance, client.AtLeast(w.Last))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(newDashboard(end), d, cmp.AllowUnexported(dashboard{}), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: what was followed differs from the snapshot at the end:\n%s", d.clearance, diff)
		}
	}
	cancel()
	if err := services.Wait(); err != nil {
		t.Error(err)
	}
}

// write changes cases before, between and behind those that there are, until every snapshot is taken, and some more.
func write(t *testing.T, w *viewstest.World, taken <-chan error) {
	t.Helper()
	for n, more := 0, 3; more > 0; n++ {
		select {
		case err := <-taken:
			if err != nil {
				t.Fatal(err)
			}
			taken = nil
		default:
		}
		if taken == nil && n > 10 {
			more--
		}
		id := fmt.Sprintf("%c%d", "AMY"[n%3], n)
		w.Draft(t, id, workflow.Clearances[n%4])
		w.Do(t, "p-unit", &workflow.CaseAmend{Case: fmt.Sprintf("M%03d", n%230), CaseFields: workflow.CaseFields{Title: new(fmt.Sprint("Amended ", n)), Classification: new("exempt")}})
		switch n % 5 {
		case 0:
			w.ToG1(t, id)
			w.PassG1(t, id)
		case 2:
			w.Do(t, "p-unit", &workflow.CommitmentChange{Case: id, Commitment: w.Case(id).Commitments[1].Commitment, AmountPence: new(int64(1))})
		case 3:
			w.Do(t, "p-unit", &workflow.CaseWithdraw{Case: id, Reason: "no need"})
		}
	}
	w.Do(t, "p-unit", &workflow.CaseCreate{Case: "Z", CaseFields: workflow.CaseFields{Title: new("The end")}})
}
