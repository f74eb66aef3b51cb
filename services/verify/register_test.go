package verify

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"comity/events"
	"comity/workflow"
)

// A register as it was is folded once, whatever order it is asked for in, and is not changed by what follows.
func TestEarlierRegistersAreKept(t *testing.T) {
	data, err := os.ReadFile("testdata/westmere.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	g := &register{newest: workflow.NewRegister("westmere")}
	var want []string // by revision
	for _, line := range bytes.Split(bytes.TrimSpace(data), []byte("\n"))[2:] {
		r, err := events.ParseRecord(line)
		if err != nil {
			t.Fatal(err)
		}
		if r.Kind != events.KindRegister {
			break
		}
		want = append(want, asJSON(t, g.newest))
		g.records = append(g.records, r)
		if err := g.newest.Fold(r); err != nil {
			t.Fatal(err)
		}
	}
	asked := map[int]*workflow.Register{}
	for _, revision := range []int{15, 17, 15, 16, 3, 17, 3, 0, 16} {
		r := g.at(revision)
		if r == nil || r.Revision != revision || asJSON(t, r) != want[revision] {
			t.Fatalf("revision %d: got another register", revision)
		}
		if asked[revision] != nil && asked[revision] != r {
			t.Errorf("revision %d was folded again", revision)
		}
		asked[revision] = r
	}
	if g.at(len(want)) != g.newest || g.at(len(want)+1) != nil || g.at(-1) != nil {
		t.Error("got a register that there is not")
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
