package views

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"comity/services/views/answer"
	"comity/services/views/viewstest"
	"comity/workflow"
)

func TestForecast_of_a_board(t *testing.T) {
	t.Parallel()
	w, v := papered(t, "partners")
	w.Do(t, "p-secretary", &workflow.MeetingSchedule{Meeting: "m1", Board: "wcb", StartsAt: w.Now.AddDate(0, 0, 10)})
	w.Draft(t, "C2", "partners")
	w.ToG1(t, "C2") // where the board is not asked yet
	w.Vote(t, "C1", "wcb", "approve", "W1")
	follow(t, v, w.Last)
	got := ask[answer.Forecast](t, v, "p-secretary", "forecast", `{"board":"wcb","meeting":"m1"}`)
	if got.Board.Name != "Westmere Children's Partnership Board" || got.Meeting.State != "scheduled" || len(got.SignOffs) != 2 {
		t.Fatalf("got %+v", got)
	}
	i := slices.IndexFunc(got.SignOffs, func(r answer.ForecastRow) bool { return r.Case == "C1" })
	open, waiting := got.SignOffs[i], got.SignOffs[1-i]
	if open.Quorum != workflow.QuorumPossible || open.Voted != 1 || open.Most != 9 || open.Title != "Short breaks C1" || open.Gate != "G2" || open.Expected != nil || open.Stopped {
		t.Errorf("the open one: got %+v", open)
	}
	if waiting.State != workflow.SignOffWaiting || len(waiting.Unanswered) != 0 {
		t.Errorf("the waiting one: got %+v", waiting)
	}
	if len(got.Chase) != 8 || slices.ContainsFunc(got.Chase, func(c answer.Chase) bool { return c.Person == "p-lead" }) {
		t.Errorf("whom to remind: got %+v", got.Chase)
	}
	if c := got.Chase[0]; c.Person != "p-dcs" || len(c.SignOffs) != 1 || c.SignOffs[0].Case != "C1" || !slices.Equal(c.SignOffs[0].Seats, []string{"W2"}) || c.SignOffs[0].DueAt.IsZero() {
		t.Errorf("whom to remind: got %+v", c)
	}
}

func TestForecast_of_a_meeting(t *testing.T) {
	t.Parallel()
	w, v := papered(t, "partners")
	w.Do(t, "p-secretary", &workflow.MeetingSchedule{Meeting: "m1", Board: "wcb", StartsAt: w.Now.AddDate(0, 0, 10)})
	w.Now = w.Now.AddDate(0, 0, 10)
	w.Do(t, "p-secretary", &workflow.MeetingOpen{Meeting: "m1"})
	w.Do(t, "p-secretary", &workflow.MeetingRecordAttendance{Meeting: "m1", Attendance: []workflow.AttendanceLine{{Seat: "W1", Present: "in_person"},
		{Seat: "W2", Present: "remote"}, {Seat: "W3", Present: "in_person"}, {Seat: "W5", Present: "in_person"}, {Seat: "W6", Present: "apologies"}}})
	follow(t, v, w.Last)
	got := ask[answer.Forecast](t, v, "p-secretary", "forecast", `{"board":"wcb","meeting":"m1"}`)
	if e := got.SignOffs[0].Expected; e == nil || e.Quorum != workflow.QuorumImpossible || !slices.Equal(e.Missing, []string{"At most 4 can take part, and 5 must."}) {
		t.Errorf("of those recorded: got %+v", e)
	}
	got = ask[answer.Forecast](t, v, "p-secretary", "forecast", `{"board":"wcb","meeting":"m1","attending":["W1","W2","W3","W5","W9"]}`)
	if e := got.SignOffs[0].Expected; e == nil || e.Quorum != workflow.QuorumMet || e.Missing != nil {
		t.Errorf("of those who are to come: got %+v", e)
	}
	for name, args := range map[string]string{
		"a board that there is not":   `{"board":"nothing"}`,
		"a meeting that there is not": `{"board":"wcb","meeting":"m9"}`,
		"a meeting of another board":  `{"board":"jce","meeting":"m1"}`,
		"a seat of another board":     `{"board":"wcb","attending":["E1"]}`,
	} {
		t.Run(name, func(t *testing.T) {
			if _, code := asked[answer.Forecast](t, v, viewstest.Partnership, "p-secretary", "forecast", args); code != workflow.NotFound {
				t.Errorf("got %q, want not_found", code)
			}
		})
	}
}

// Who voted and who stands aside is for those who may see it on the case.
func TestForecast_tells_nobody_of_votes_they_may_not_see(t *testing.T) {
	t.Parallel()
	w, v := papered(t, "exempt")
	w.Do(t, "p-lead", &workflow.SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W1", Interest: "pecuniary"})
	follow(t, v, w.Last)
	for person, want := range map[string]int{"p-secretary": 1, "p-icb": 1, "p-lead": 0, "po-icb": 0, "p-admin": 0, "p-nobody": 0} {
		got := ask[answer.Forecast](t, v, person, "forecast", `{"board":"wcb"}`)
		text, _ := json.Marshal(got)
		if got.MayChase != (person == "p-secretary") {
			t.Errorf("%s: may chase: got %v", person, got.MayChase)
		}
		if len(got.SignOffs) != want || (want == 0 && (len(got.Chase) != 0 || strings.Contains(string(text), "C1"))) {
			t.Errorf("%s: got %s", person, text)
		}
	}
}
