package views

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"comity/services/views/answer"
	"comity/services/views/viewstest"
	"comity/workflow"
)

// types are those of what would happen, in order.
func types(list []answer.WhatIfEvent) []string {
	out := []string{}
	for _, e := range list {
		out = append(out, e.Type)
	}
	return out
}

// What it foretells of a command is what happens when the command is sent, and asking writes nothing.
func TestWhatIf_is_what_then_happens(t *testing.T) {
	t.Parallel()
	w, v := papered(t, "partners")
	running(t, v)
	w.Vote(t, "C1", "wcb", "approve", "W1", "W2", "W3", "W5")
	last := w.Last
	question := `{"case":"C1","command":"signoff.vote","as":"p-bra","fields":{"signoff":"wcb","seat":"W6","choice":"approve","reason":"Yes."}}`
	wait := func() {
		t.Helper()
		if err := v.levels.wait(t.Context(), 0, w.Last); err != nil {
			t.Fatal(err)
		}
	}
	wait()
	before := rows(t, v)
	foretold := ask[answer.WhatIf](t, v, "p-lead", "whatif", question)
	if !slices.Equal(before, rows(t, v)) || w.Last != last || w.Case("C1").Revision != foretold.Revision {
		t.Fatal("asking what would happen has written something")
	}
	if foretold.Refused != nil || foretold.As != "p-bra" || !foretold.At.Equal(w.Now) {
		t.Fatalf("got %+v", foretold)
	}
	w.Do(t, "p-bra", &workflow.SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W6", Choice: "approve", Reason: "Yes."})
	wait()
	really := ask[answer.History](t, v, "p-lead", "history", `{"case":"C1"}`)
	entry := really.Records[len(really.Records)-1]
	var happened []string
	for _, e := range entry.Events {
		happened = append(happened, e.Type)
	}
	if got := types(foretold.Events); !slices.Equal(got, happened) || len(got) < 2 {
		t.Errorf("foretold %v, and it is %v", got, happened)
	}
	for i, e := range entry.Events {
		var facts map[string]any
		raw, _ := json.Marshal(e.Data)
		if err := json.Unmarshal(raw, &facts); err != nil {
			t.Fatal(err)
		}
		a, _ := json.Marshal(foretold.Events[i].Facts)
		b, _ := json.Marshal(facts)
		if string(a) != string(b) || foretold.Events[i].By != "p-bra" {
			t.Errorf("%s: foretold %s by %s, and it is %s", e.Type, a, foretold.Events[i].By, b)
		}
	}
	now := ask[answer.Explain](t, v, "p-lead", "explain", `{"case":"C1"}`)
	if foretold.Then != now.Label || !slices.Equal(foretold.Outstanding, now.Outstanding) || len(foretold.Waiting) != len(now.Waiting) {
		t.Errorf("afterwards: foretold %+v %v, and it is %+v %v", foretold.Then, foretold.Outstanding, now.Label, now.Outstanding)
	}
}

func TestWhatIf_time_passes(t *testing.T) {
	t.Parallel()
	w, v := papered(t, "partners")
	follow(t, v, w.Last)
	got := ask[answer.WhatIf](t, v, "p-lead", "whatif", `{"case":"C1","at":"2027-03-01T09:00:00Z"}`)
	if got.Then.Label != "planning.in_dispute" || got.Label.Label != "planning.at_gate" || got.More || got.As != "" {
		t.Fatalf("got %+v", got)
	}
	kinds := types(got.Events)
	if !slices.Contains(kinds, "signoff.escalated") || !slices.Contains(kinds, "dispute.raised") || !slices.Contains(kinds, "dispute.step_lapsed") {
		t.Errorf("got %v", kinds)
	}
	if !slices.IsSortedFunc(got.Events, func(a, b answer.WhatIfEvent) int { return a.At.Compare(b.At) }) || got.Events[0].By != "system" {
		t.Errorf("got %+v", got.Events)
	}
	if len(got.Outstanding) != 1 || !strings.HasPrefix(got.Outstanding[0], "dispute:") {
		t.Errorf("outstanding: got %v", got.Outstanding)
	}
	late := ask[answer.WhatIf](t, v, "p-lead", "whatif",
		`{"case":"C1","at":"2027-03-01T09:00:00Z","command":"signoff.vote","fields":{"signoff":"wcb","seat":"W1","choice":"approve"}}`)
	if late.Refused == nil || late.Refused.Code != workflow.SignOffClosed || late.Then.Label != "planning.in_dispute" || len(late.Events) != len(got.Events) {
		t.Errorf("a vote after the deadline: got %+v", late)
	}
}

func TestWhatIf_refusals(t *testing.T) {
	t.Parallel()
	w, v := papered(t, "exempt")
	w.Do(t, "p-lead", &workflow.SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W1", Interest: "pecuniary"})
	follow(t, v, w.Last)
	far := w.Now.AddDate(5, 0, 1).Format(time.RFC3339)
	for name, tc := range map[string]struct {
		person, args string
		want         workflow.Code
	}{
		"nothing is asked":                   {"p-icb", `{"case":"C1"}`, workflow.Malformed},
		"the past":                           {"p-icb", `{"case":"C1","at":"2026-11-30T09:00:00Z"}`, workflow.Malformed},
		"too far ahead":                      {"p-icb", `{"case":"C1","at":"` + far + `"}`, workflow.Malformed},
		"a command that there is not":        {"p-icb", `{"case":"C1","command":"case.vanish"}`, workflow.Malformed},
		"a command on the register":          {"p-icb", `{"case":"C1","command":"member.appoint"}`, workflow.Malformed},
		"a command of the engine's":          {"p-icb", `{"case":"C1","command":"case.tick"}`, workflow.Malformed},
		"as the engine":                      {"p-icb", `{"case":"C1","command":"case.submit","as":"system"}`, workflow.Malformed},
		"another case":                       {"p-icb", `{"case":"C1","command":"case.submit","fields":{"case":"C2"}}`, workflow.Malformed},
		"fields that the command has not":    {"p-icb", `{"case":"C1","command":"case.submit","fields":{"colour":"red"}}`, workflow.Malformed},
		"fields that are none":               {"p-icb", `{"case":"C1","command":"case.submit","fields":[1]}`, workflow.Malformed},
		"a seat that stands aside":           {"p-lead", `{"case":"C1","command":"case.submit"}`, workflow.NotPermitted},
		"somebody who may not see the votes": {"p-admin", `{"case":"C1","at":"2027-03-01T09:00:00Z"}`, workflow.NotPermitted},
		"the public":                         {"p-nobody", `{"case":"C1","at":"2027-03-01T09:00:00Z"}`, workflow.NotPermitted},
		"a case that there is not":           {"p-icb", `{"case":"C9","at":"2027-03-01T09:00:00Z"}`, workflow.NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			if got, code := asked[answer.WhatIf](t, v, viewstest.Partnership, tc.person, "whatif", tc.args); code != tc.want {
				t.Errorf("got %q %+v, want %s", code, got, tc.want)
			}
		})
	}
}

// Whoever tries an act as somebody else is told what their own tier is told.
func TestWhatIf_as_another_shows_no_more(t *testing.T) {
	t.Parallel()
	w, v := papered(t, "partners")
	follow(t, v, w.Last)
	question := `{"case":"C1","command":"signoff.declare_interest","as":"p-lead","fields":{"signoff":"wcb","seat":"W1","interest":"pecuniary","nature":"secret nature"}}`
	for person, want := range map[string]bool{"po-icb": false, "p-icb": true} { // the tiers board and exempt
		got := ask[answer.WhatIf](t, v, person, "whatif", question)
		if got.Refused != nil || got.Events[0].Type != "signoff.interest_declared" || got.Events[0].Facts["seat"] != "W1" {
			t.Fatalf("%s: got %+v", person, got)
		}
		if _, there := got.Events[0].Facts["nature"]; there != want {
			t.Errorf("%s sees the nature: got %t", person, there)
		}
	}
}
