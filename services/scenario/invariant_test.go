package scenario

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"comity/events"
	"comity/services/journal"
	"comity/workflow"
)

// The invariants are only worth what they catch, so each is shown a violation.

func testWorld() *world {
	w := newWorld(&Scenario{Name: "a story", Partnership: "westmere", Clock: time.Date(2027, 1, 5, 9, 0, 0, 0, time.UTC)}, Options{}, "")
	w.cases["C1"] = &heldCase{state: &workflow.Case{ID: "C1", Revision: 4, Terms: events.CaseTerms{Classification: "board"}}}
	return w
}

func stored(command string, revision int, happened ...events.Event) journal.Stored {
	r := &events.Record{Partnership: "westmere", Kind: events.KindCase, ID: "C1", Revision: revision, Command: events.CommandRef{ID: command, Name: "signoff.vote"}, Actor: "p-lead"}
	for _, e := range happened {
		env, err := events.Encode(e)
		if err != nil {
			panic(err)
		}
		r.Events = append(r.Events, env)
	}
	return journal.Stored{Seq: 9, Record: r}
}

func wants(t *testing.T, w *world, want string) {
	t.Helper()
	got := strings.Join(w.differences, "; ")
	if (got == "") != (want == "") || !strings.Contains(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCheckAnswer(t *testing.T) {
	yes := outcome{id: "1"}
	yes.done.Revision, yes.done.Seq, yes.done.Events = 5, 9, []string{"signoff.vote_cast"}
	no := outcome{id: "1", refusal: &workflow.Refusal{Code: workflow.SeatRecused}}
	for _, test := range []struct {
		name  string
		out   outcome
		fresh []journal.Stored
		want  string
	}{
		{"refused_and_nothing_there", no, nil, ""},
		{"refused_and_a_record_there", no, []journal.Stored{stored("1", 5)}, "I1: "},
		{"done_and_one_record", yes, []journal.Stored{stored("1", 5)}, ""},
		{"done_and_no_record", yes, nil, "appended nothing"},
		{"done_twice", yes, []journal.Stored{stored("1", 5), stored("1", 6)}, "I2: "},
		{"a_revision_left_out", yes, []journal.Stored{stored("1", 6)}, "I2: "},
		{"somebody_else's_record", yes, []journal.Stored{stored("1", 5), stored("2", 6)}, "which nobody asked for"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := testWorld()
			w.checkAnswer(act{words: "p-lead votes"}, test.out, w.revisions(), test.fresh)
			wants(t, w, test.want)
		})
	}
}

func TestCheckRecords(t *testing.T) {
	tally := events.Tally{Approve: 5}
	for _, test := range []struct {
		name  string
		actor string
		event events.Event
		want  string
	}{
		{"the_board_before_its_deadline", "system", events.SignOffDecided{SignOff: "wcb", Result: "approved", By: "wcb", Because: "deadline", Tally: tally}, ""},
		{"the_clock_approves", "system", events.SignOffDecided{SignOff: "wcb", Result: "approved", By: "wcb", Because: "deadline"}, "I4: "},
		{"decided_by_system", "p-lead", events.SignOffDecided{SignOff: "wcb", Result: "endorsed", By: "system", Because: "certain", Tally: tally}, "I4: "},
		{"the_clock_refuses", "system", events.SignOffDecided{SignOff: "wcb", Result: "refused", By: "wcb", Because: "tie_falls"}, ""},
		{"the_clock_votes", "system", events.SignOffVoteCast{SignOff: "wcb", Seat: "W1", Choice: "refuse"}, "I4: "},
		{"the_clock_consents", "system", events.ConsentConfirmed{Organisation: "wcc"}, "I4: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := testWorld()
			s := stored("1", 5, test.event)
			s.Record.Actor = test.actor
			w.records = []journal.Stored{s}
			w.checkRecords()
			wants(t, w, test.want)
		})
	}
	t.Run("half_a_penny", func(t *testing.T) {
		if got := notWhole("", looseJSON([]byte(`{"lines":[{"amount_pence":100},{"amount_pence":0.5}]}`))); got != "lines.amount_pence" {
			t.Errorf("got %q", got)
		}
	})
}

func TestCheckPublished(t *testing.T) {
	for _, test := range []struct{ name, clearance, kind, data, want string }{
		{"the_reference_alone", "public", "gate.passed", `{"case":"C1","stage":"planning","status":"working","classification":"board"}`, ""},
		{"more_than_the_reference", "partners", "gate.passed", `{"case":"C1","classification":"board","gate":"G1"}`, "I6: "},
		{"what_the_board_may_see", "board", "signoff.vote_cast", `{"case":"C1","classification":"board","choice":"approve","reason":"A plain need."}`, ""},
		{"a_title_below_its_tier", "public", "case.created", `{"case":"C1","classification":"public","note":"A quiet closure"}`, `"A quiet closure", the title`},
		{"a_nature_below_exempt", "board", "signoff.interest_declared", `{"classification":"board","seat":"My sister runs it"}`, "the nature that is open from exempt on"},
		{"who_voted_how_to_partners", "partners", "signoff.vote_cast", `{"case":"C2","classification":"public","choice":"approve"}`, "has the field choice"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := testWorld()
			w.feed.canaries(&workflow.CaseCreate{Case: "C1", CaseFields: workflow.CaseFields{Title: new("A quiet closure")}}, "")
			w.feed.canaries(&workflow.SignOffDeclareInterest{Case: "C1", Seat: "W1", Interest: "pecuniary", Nature: "My sister runs it"}, "")
			w.feed.canaries(&workflow.SignOffVote{Case: "C1", Reason: "A plain need."}, "")
			p := published{clearance: test.clearance, body: test.data, event: events.CloudEvent{ID: "1", Type: test.kind, Subject: "case/C1"}}
			if err := json.Unmarshal([]byte(test.data), &p.data); err != nil {
				t.Fatal(err)
			}
			w.checkPublished(p)
			wants(t, w, test.want)
		})
	}
}

func TestDue(t *testing.T) {
	w := testWorld()
	w.cases["C1"].due = []workflow.DueItem{{At: w.clock.now(), What: "lapse", On: "wcb"}, {At: w.clock.now().Add(time.Hour), What: "reminder"}}
	w.cases["C1"].dueAt = [2]int{4, 0}
	if got := w.nextDue(); !got.Equal(w.clock.now().Add(time.Hour)) {
		t.Errorf("got %v, want the next hour", got)
	}
	wants(t, w, "lapse of wcb in case C1 was due")
}
