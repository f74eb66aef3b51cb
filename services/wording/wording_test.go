package wording

import (
	"strings"
	"testing"

	"comity/events"
)

func TestEntries(t *testing.T) {
	for _, name := range events.Types() {
		w, ok := entries[name]
		if !ok && name != "installation.created" {
			t.Errorf("there is no wording for %s", name)
		}
		if w.runs && w.many == "" {
			t.Errorf("%s runs, and does not say how many are told", name)
		}
		if strings.Contains(w.one+w.many+w.bare, "_id}") && !strings.Contains(w.one+w.many, "{seat_id}") {
			t.Errorf("%s names an id", name)
		}
	}
	for name := range entries {
		if events.Zero(name) == nil {
			t.Errorf("there is no event %s", name)
		}
	}
}

func TestTell(t *testing.T) {
	called := map[string]string{"person p-lead": "Margaret Hale", "seat W1": "Westmere", "signoff wcb": "the board", "organisation icb": "the ICB",
		"organisation pol": "the police", "choice approve": "approve"}
	names := func(what, id string) string { return called[what+" "+id] }
	for name, x := range map[string]struct {
		events []Event
		want   []string
	}{
		"a_vote_names_who_for_whom_and_why": {
			[]Event{{"signoff.vote_cast", map[string]any{"person": "p-lead", "choice": "approve", "seat": "W1", "signoff": "wcb", "reason": "It helps."}}},
			[]string{"Margaret Hale votes to approve for Westmere, on the board. “It helps.”"}},
		"who_may_not_see_the_vote_learns_that_there_was_one": {
			[]Event{{"signoff.vote_cast", map[string]any{"signoff": "wcb"}}}, []string{"A vote is cast on the board."}},
		"a_decision_without_its_count_says_the_result": {
			[]Event{{"signoff.decided", map[string]any{"signoff": "wcb", "result": "approved_with_conditions"}}},
			[]string{"The board: approved with conditions."}},
		"several_of_a_type_are_one_sentence": {
			[]Event{{"consent.requested", map[string]any{"organisation": "icb"}}, {"consent.requested", map[string]any{"organisation": "pol"}}},
			[]string{"Each is asked for its own consent: the ICB and the police."}},
		"an_amount_that_is_not_shown_is_not_named": {
			[]Event{{"commitment.offered", map[string]any{"organisation": "icb", "kind": "money", "mode": "aligned"}}}, []string{"The ICB makes an offer."}},
		"amounts_are_pounds_and_days_are_words": {
			[]Event{{"commitment.offered", map[string]any{"organisation": "icb", "kind": "money", "amount_pence": float64(12050)}},
				{"notice.published", map[string]any{"kind": "award", "published_on": "2026-12-04"}}},
			[]string{"The ICB offers £120.50.", "A notice is published (award) on 4 December 2026."}},
		"what_is_told_by_another_event_is_left_out": {[]Event{{"signoff.requested", map[string]any{"signoff": "wcb"}}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Tell(x.events, names); strings.Join(got, "|") != strings.Join(x.want, "|") {
				t.Errorf("got %q, want %q", got, x.want)
			}
		})
	}
}
