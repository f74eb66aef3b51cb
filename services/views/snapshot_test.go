package views

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"comity/events"
	"comity/services/bus"
	"comity/services/views/answer"
	"comity/services/views/viewstest"
	"comity/workflow"
)

func TestSnapshot(t *testing.T) {
	t.Parallel()
	w := entitled(t)
	v := opened(t, w)
	follow(t, v, w.Last)

	for _, tc := range []struct {
		name, person, clearance string
		code                    workflow.Code
		titles                  string // of C1, C2 (exempt) and C3 (for the boards)
	}{
		{"the public has references alone", "p-nobody", "public", "", "- - -"},
		{"the public is refused more", "p-nobody", "partners", workflow.NotPermitted, ""},
		{"a partner", "p-admin", "partners", "", "C1 - -"},
		{"a partner is refused what is for the boards", "p-admin", "board", workflow.NotPermitted, ""},
		{"a board", "p-lead", "board", "", "C1 - C3"},
		{"a board is refused what is exempt", "p-lead", "exempt", workflow.NotPermitted, ""},
		{"whoever may see all sees what the clearance does", "p-secretary", "partners", "", "C1 - -"},
		{"the secretariat", "p-secretary", "exempt", "", "C1 C2 C3"},
		{"a clearance that there is not", "p-secretary", "secret", workflow.Malformed, ""},
		{"no clearance", "p-secretary", "", workflow.Malformed, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, code := asked[answer.Snapshot](t, v, viewstest.Partnership, tc.person, bus.SnapshotView, `{"clearance":"`+tc.clearance+`"}`)
			if code != tc.code {
				t.Fatalf("got %q, want %q", code, tc.code)
			}
			if code != "" {
				return
			}
			var titles []string
			for _, c := range got.Cases {
				title := "-"
				if c.Terms != nil {
					title = c.Case
				}
				titles = append(titles, title)
				want := bus.SnapshotCase{Snapshot: workflow.PublishCase(w.Case(c.Case), tc.clearance), Revision: w.Case(c.Case).Revision, UpdatedAt: w.Now}
				if diff := cmp.Diff(want, c); diff != "" {
					t.Errorf("%s differs:\n%s", c.Case, diff)
				}
			}
			if s := strings.Join(titles, " "); s != tc.titles || got.Position != events.FeedEnd(w.Last) || got.After != "" {
				t.Errorf("got %s at %d", s, got.Position)
			}
			if text, _ := json.Marshal(got); strings.Contains(string(text), "Zebra") != strings.Contains(tc.titles, "C2") {
				t.Errorf("got %s", text)
			}
		})
	}
	t.Run("pages hold what the whole holds", func(t *testing.T) {
		whole := ask[answer.Snapshot](t, v, "p-secretary", bus.SnapshotView, `{"clearance":"exempt"}`)
		var paged []bus.SnapshotCase
		for after := ""; ; {
			page := ask[answer.Snapshot](t, v, "p-secretary", bus.SnapshotView, fmt.Sprintf(`{"clearance":"exempt","limit":1,"after":%q}`, after))
			paged = append(paged, page.Cases...)
			if after = page.After; after == "" {
				break
			}
		}
		if diff := cmp.Diff(whole.Cases, paged); diff != "" {
			t.Errorf("pages differ:\n%s", diff)
		}
	})
	t.Run("an answer fits in a message however large the cases are", func(t *testing.T) {
		for n := range 12 {
			w.Do(t, "p-unit", &workflow.CaseCreate{Case: fmt.Sprintf("L%02d", n), CaseFields: workflow.CaseFields{Title: new("Large"), Summary: new(strings.Repeat("word ", 9_000))}})
		}
		follow(t, v, w.Last)
		cases, after := 0, ""
		for first := true; first || after != ""; first = false {
			page := ask[answer.Snapshot](t, v, "p-secretary", bus.SnapshotView, fmt.Sprintf(`{"clearance":"exempt","after":%q}`, after))
			text, _ := json.Marshal(page)
			if len(text) > snapshotBytes+64<<10 || len(page.Cases) == 0 {
				t.Fatalf("got %d bytes, %d cases", len(text), len(page.Cases))
			}
			cases, after = cases+len(page.Cases), page.After
		}
		if cases != 15 {
			t.Errorf("got %d cases", cases)
		}
	})
}
