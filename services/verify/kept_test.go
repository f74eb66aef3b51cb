package verify_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"comity/events"
	"comity/services/verify"
	"comity/workflow"
)

var keep = flag.Bool("keep", false, "write the states of a journal that has none yet; a kept one is never written again")

// TestKeptJournals loads every journal that was ever kept in testdata, and wants it to hold and to fold to the same states.
// A state may gain fields; what it held it holds for ever.
func TestKeptJournals(t *testing.T) {
	files, err := filepath.Glob("testdata/journal.v*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no journal is kept: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := verify.Export(bytes.NewReader(raw)); err != nil {
				t.Fatal(err)
			}
			got := states(t, raw)
			golden := strings.TrimSuffix(file, ".jsonl") + ".states.json"
			data, err := os.ReadFile(golden)
			if os.IsNotExist(err) && *keep {
				out, _ := json.MarshalIndent(got, "", " ")
				if err := os.WriteFile(golden, append(out, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var want map[string]any
			if err := json.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			for _, d := range missing("", want, got) {
				t.Error(d)
			}
		})
	}
}

// states folds an exported journal, and gives each aggregate's state as JSON.
func states(t *testing.T, raw []byte) map[string]any {
	t.Helper()
	folds := map[events.Aggregate]interface{ Fold(*events.Record) error }{}
	lines := bufio.NewScanner(bytes.NewReader(raw))
	lines.Buffer(nil, 2*events.MaxRecordBytes)
	lines.Scan() // the header
	for lines.Scan() {
		r, err := events.ParseRecord(bytes.TrimSpace(lines.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		agg := r.Aggregate()
		if folds[agg] == nil && agg.Kind == events.KindCase {
			folds[agg] = workflow.NewCase(agg.Partnership, agg.ID)
		} else if folds[agg] == nil {
			folds[agg] = workflow.NewRegister(agg.Partnership)
		}
		if err := folds[agg].Fold(r); err != nil {
			t.Fatal(err)
		}
	}
	out := map[string]any{}
	for agg, state := range folds {
		data, err := json.Marshal(state)
		if err != nil {
			t.Fatal(err)
		}
		var plain map[string]any
		if err := json.Unmarshal(data, &plain); err != nil {
			t.Fatal(err)
		}
		out[agg.String()] = plain
	}
	return out
}

// missing lists where got does not hold what want does. What got has beside it is new, and allowed.
func missing(path string, want, got any) []string {
	switch want := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return []string{fmt.Sprintf("%s: got %v, want an object", path, got)}
		}
		var out []string
		for k, v := range want {
			if k == "source" { // the document's digest stands beside it
				continue
			}
			if _, ok := g[k]; !ok {
				out = append(out, fmt.Sprintf("%s/%s is gone", path, k))
				continue
			}
			out = append(out, missing(path+"/"+k, v, g[k])...)
		}
		return out
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(want) {
			return []string{fmt.Sprintf("%s: got %v, want %d", path, got, len(want))}
		}
		var out []string
		for i := range want {
			out = append(out, missing(fmt.Sprintf("%s/%d", path, i), want[i], g[i])...)
		}
		return out
	}
	if !reflect.DeepEqual(want, got) {
		return []string{fmt.Sprintf("%s: got %v, want %v", path, got, want)}
	}
	return nil
}
