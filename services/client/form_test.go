package client_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"comity/services/client"
	"comity/workflow"
	"comity/workflow/schema"
)

func TestFill(t *testing.T) {
	for _, test := range []struct {
		name, command string
		pairs         map[string]any
		want          string // the command as JSON
	}{
		{"pounds by the plain name", "commitment.offer", map[string]any{"case": "C-1", "organisation": "wcc", "amount": "£1,200,000"},
			`{"case":"C-1","organisation":"wcc","amount_pence":120000000}`},
		{"pounds by name", "commitment.offer", map[string]any{"case": "C-1", "organisation": "wcc", "amount_gbp": 150_000},
			`{"case":"C-1","organisation":"wcc","amount_pence":15000000}`},
		{"pounds and pence", "commitment.offer", map[string]any{"case": "C-1", "organisation": "wcc", "amount-gbp": "50_000.50"},
			`{"case":"C-1","organisation":"wcc","amount_pence":5000050}`},
		{"pounds as YAML reads them", "commitment.offer", map[string]any{"case": "C-1", "organisation": "wcc", "amount": 12.5},
			`{"case":"C-1","organisation":"wcc","amount_pence":1250}`},
		{"pence", "commitment.offer", map[string]any{"case": "C-1", "organisation": "wcc", "amount_pence": "1_000"},
			`{"case":"C-1","organisation":"wcc","amount_pence":1000}`},
		{"half a post", "commitment.offer", map[string]any{"case": "C-1", "organisation": "pol", "kind": "staff_time", "fte": 0.5},
			`{"case":"C-1","organisation":"pol","kind":"staff_time","fte_hundredths":50}`},
		{"posts with their unit", "case.amend", map[string]any{"case": "C-1", "plan_fte": "1.25 FTE", "plan": "£300,000"},
			`{"case":"C-1","plan_pence":30000000,"plan_fte_hundredths":125}`},
		{"a list with commas", "case.create", map[string]any{"title": "T", "areas": "north, south", "services": []any{"eh", "parks"}, "tags": []string{"a"}},
			`{"title":"T","areas":["north","south"],"services":["eh","parks"],"tags":["a"]}`},
		{"nested", "case.request_gate", map[string]any{"case": "C-1", "award": map[string]any{"value_gbp": 291000, "extendable": "yes", "ends_on": "2030-03-31"}},
			`{"case":"C-1","award":{"value_pence":29100000,"ends_on":"2030-03-31","extendable":true}}`},
		{"dotted", "case.request_gate", map[string]any{"case": "C-1", "award.value": "£291,000", "award.supplier": "Acorn"},
			`{"case":"C-1","award":{"value_pence":29100000,"supplier":"Acorn"}}`},
		{"JSON as text", "case.request_gate", map[string]any{"case": "C-1", "award": `{"value": "£291,000", "supplier": "Acorn"}`},
			`{"case":"C-1","award":{"value_pence":29100000,"supplier":"Acorn"}}`},
		{"a day in words", "case.request_gate", map[string]any{"case": "C-1", "award.value": "£291,000", "award.ends_on": "31 March 2030"},
			`{"case":"C-1","award":{"value_pence":29100000,"ends_on":"2030-03-31"}}`},
		{"a day is taken away", "case.amend", map[string]any{"case": "C-1", "plan_ends_on": "none"}, `{"case":"C-1","plan_ends_on":""}`},
		{"nested in a list", "mandate.grant", map[string]any{"mandate": "m", "organisation": "wcc", "seat": "W2", "instrument": "Minute 4",
			"commit": []any{map[any]any{"kind": "money", "per_case": "£500,000", "modes": "aligned,pooled"}}},
			`{"mandate":"m","organisation":"wcc","seat":"W2","commit":[{"kind":"money","modes":["aligned","pooled"],"per_case_pence":50000000}],"instrument":"Minute 4"}`},
		{"a decimal that is text", "target.set", map[string]any{"case": "C-1", "target": "t", "indicator": "i", "value": 12.5, "due_on": time.Date(2027, 4, 1, 0, 0, 0, 0, time.UTC)},
			`{"case":"C-1","target":"t","indicator":"i","value":"12.5","due_on":"2027-04-01"}`},
		{"a time of London in summer", "meeting.schedule", map[string]any{"meeting": "m", "board": "wcb", "starts_at": "2027-06-01 10:00"},
			`{"meeting":"m","board":"wcb","starts_at":"2027-06-01T10:00:00+01:00"}`},
		{"a time with its zone", "meeting.schedule", map[string]any{"meeting": "m", "board": "wcb", "starts_at": "2027-06-01T10:00Z"},
			`{"meeting":"m","board":"wcb","starts_at":"2027-06-01T10:00:00Z"}`},
		{"evidence as text", "case.add_evidence", map[string]any{"case": "C-1", "type": "x", "data": `{"n":1}`},
			`{"case":"C-1","type":"x","data":{"n":1}}`},
		{"evidence as a map", "case.add_evidence", map[string]any{"case": "C-1", "type": "x", "data": map[any]any{"n": []any{map[any]any{1: true}}}},
			`{"case":"C-1","type":"x","data":{"n":[{"1":true}]}}`},
		{"what is blank is left out", "commitment.offer", map[string]any{"case": "C-1", "organisation": "wcc", "amount": " ", "kind": "", "essential": ""},
			`{"case":"C-1","organisation":"wcc"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			spec, _ := workflow.Find(test.command)
			cmd, problems := client.Fill(spec, test.pairs)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			if got, err := json.Marshal(cmd); err != nil || string(got) != test.want {
				t.Errorf("got %s, %v, want %s", got, err, test.want)
			}
		})
	}
}

func TestFillMistakes(t *testing.T) {
	for _, test := range []struct {
		name, command string
		pairs         map[string]any
		about, words  string // what the problems are about, and words of the first
	}{
		{"all at once", "commitment.offer", map[string]any{"cas": "C-1", "amount": "lots", "kind": "gold", "fte": "0.123", "essential": "perhaps"},
			"amount cas fte essential kind case organisation", "is not an amount in pounds"},
		{"did you mean", "signoff.vote", map[string]any{"case": "C-1", "sign-of": "wcb", "seat": "W1", "choice": "approve"}, "sign-of signoff", "Did you mean signoff?"},
		{"did you mean pounds", "contract.record", map[string]any{"case": "C-1", "supplier": "A", "valeu": 1}, "valeu value_pence", "Did you mean value?"},
		{"twice", "commitment.offer", map[string]any{"case": "C-1", "organisation": "wcc", "amount": 1, "amount_gbp": 2}, "amount_gbp", "say the same"},
		{"within", "case.request_gate", map[string]any{"case": "C-1", "award": map[string]any{"value": "x", "colour": "red"}}, "award.colour award.value", "is not a field here"},
		{"no day", "consent.record", map[string]any{"case": "C-1", "organisation": "wcc", "minute": "4", "decided_on": "2027-02-30"}, "decided_on", "is not a date"},
		{"no time", "meeting.schedule", map[string]any{"meeting": "m", "board": "wcb", "starts_at": "tomorrow"}, "starts_at", "write it as"},
		{"not whole", "commitment.offer", map[string]any{"case": "C-1", "organisation": "wcc", "amount_pence": 1.5}, "amount_pence", "is not a whole number"},
		{"an object", "case.request_gate", map[string]any{"case": "C-1", "award": "big"}, "award", "has to be an object"},
		{"less than nothing", "commitment.offer", map[string]any{"case": "C-1", "organisation": "wcc", "amount": "-£5"}, "amount_pence", "the least is 0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			spec, _ := workflow.Find(test.command)
			cmd, problems := client.Fill(spec, test.pairs)
			var about []string
			for _, p := range problems {
				about = append(about, p.About)
				if p.Code != workflow.Malformed {
					t.Errorf("got %s, want malformed", p.Code)
				}
			}
			if got := strings.Join(about, " "); cmd != nil || got != test.about {
				t.Errorf("got %q, want %q: %v", got, test.about, problems)
			}
			if len(problems) > 0 && !strings.Contains(problems[0].Message, test.words) {
				t.Errorf("got %q, want it to say %q", problems[0].Message, test.words)
			}
		})
	}
}

func TestSpellings(t *testing.T) {
	if got := client.Spellings("plan_fte_hundredths"); !slices.Equal(got, []string{"plan_fte", "plan_fte_hundredths"}) {
		t.Errorf("got %v", got)
	}
	if got := client.Spellings("amount_pence"); !slices.Equal(got, []string{"amount", "amount_gbp", "amount_pence"}) {
		t.Errorf("got %v", got)
	}
	for _, spec := range workflow.Commands {
		noneMeansTwo(t, spec.Name, schema.Of(spec.New()))
	}
}

// noneMeansTwo checks that no spelling of a field is that of another beside it.
func noneMeansTwo(t *testing.T, of string, fields []schema.Field) {
	t.Helper()
	whose := map[string]string{}
	for _, f := range fields {
		for _, s := range client.Spellings(f.Name) {
			if other, ok := whose[s]; ok {
				t.Errorf("%s: %s may mean %s and %s", of, s, other, f.Name)
			}
			whose[s] = f.Name
		}
		noneMeansTwo(t, of+"."+f.Name, f.Fields)
	}
}
