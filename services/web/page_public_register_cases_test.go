package web

import (
	"testing"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
)

// What was decided on a case stands together in the public register, the newest first, and what the case is about is said once.
func TestF28_the_public_register_has_each_case_once(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 12, d, 10, 0, 0, 0, time.UTC) }
	decided := func(id, board, gate string, at time.Time) workflow.PublicDecision {
		return workflow.PublicDecision{Case: id, Title: "Case " + id, Shown: workflow.PublishedWhole, Classification: "public", Body: board, Board: board, DecidedAt: at, Gate: gate, Result: "approved",
			Summary: "What " + id + " is for.", Alternatives: "Doing nothing.", Effect: &workflow.InEffect{EffectiveAt: at}}
	}
	v := &visit{web: &Web{zone: time.UTC}}
	got := v.publicCases(&answer.PublicRegister{Gates: []workflow.Named{{ID: "G2", Name: "Plan"}}, Decisions: []workflow.PublicDecision{
		decided("old", "b1", "G2", day(9)), decided("new", "b2", "G3", day(8)), decided("old", "b3", "G2", day(3)),
		{Case: "hush", Shown: workflow.PublishedReference, Classification: "exempt", Body: "b1", Board: "b1", DecidedAt: day(1)},
	}})
	if len(got) != 3 || got[0].Case != "old" || got[1].Case != "new" || got[2].Case != "hush" {
		t.Fatalf("got %+v, want the three cases, the one decided on last first", got)
	}
	if c := got[0]; len(c.Decisions) != 2 || c.Decisions[0].By != "b1" || c.Decisions[1].By != "b3" || c.Summary != "What old is for." || c.Alternatives != "Doing nothing." {
		t.Errorf("got %+v, want both decisions on it, the newest first", c)
	}
	if d := got[0].Decisions[0]; d.At != "Plan" || d.Since != "9 December 2026" || d.Declared != "None" {
		t.Errorf("got %+v, want what it was about, and from when it is in effect", d)
	}
	if d := got[1].Decisions[0]; d.At != "G3" {
		t.Errorf("a gate without a name is called %q, want its id", d.At)
	}
	if c := got[2]; c.Whole || c.Summary != "" || c.What != "Case hush" || c.Decisions[0].Since != "" {
		t.Errorf("of an exempt case the register says %+v", c)
	}
}

func TestPageOf(t *testing.T) {
	for name, tc := range map[string]struct {
		things   int
		asked    string
		at, last int
	}{
		"nothing_is_one_page":            {0, "", 1, 1},
		"a_full_page_has_none_after_it":  {20, "", 1, 1},
		"one_more_begins_another":        {21, "2", 2, 2},
		"none_before_the_first":          {41, "-3", 1, 3},
		"none_after_the_last":            {41, "99999999999999999999", 1, 3},
		"behind_the_last_is_the_last":    {41, "7", 3, 3},
		"what_is_no_number_is_the_first": {41, "two", 1, 3},
	} {
		t.Run(name, func(t *testing.T) {
			if at, last := pageOf(tc.things, 20, tc.asked); at != tc.at || last != tc.last {
				t.Errorf("got page %d of %d, want %d of %d", at, last, tc.at, tc.last)
			}
		})
	}
}

// A register and a briefing call every result that a decision can have by a word of its own.
func TestEveryResultHasItsWord(t *testing.T) {
	for _, r := range []string{"approved", "approved_with_conditions", "endorsed", "noted", "returned", "deferred", "refused", string(workflow.SignOffProvisional)} {
		if wordings["result"][r] == "" {
			t.Errorf("the result %q is shown as %q", r, words("result", r))
		}
	}
}
