package views

import (
	"testing"

	"comity/services/views/answer"
	"comity/services/views/viewstest"
)

// Who is still awaited on a board says who has voted, which a partner is not told: neither by the feed.
func TestAPartnerDoesNotLearnWhoHasVoted(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Draft(t, "C1", "public")
	w.ToG1(t, "C1")
	w.Vote(t, "C1", "ogn", "approve", "N1")
	v := opened(t, w)
	follow(t, v, w.Last)
	for person, want := range map[string]bool{"p-admin": false, "p-unit": true} {
		for _, s := range ask[answer.Case](t, v, person, "case", `{"case":"C1"}`).SignOffs {
			if told := len(s.Awaited) > 0; s.SignOff == "ogn" && told != want {
				t.Errorf("%s is told in case that %v are awaited", person, s.Awaited)
			}
		}
		waiting := ask[answer.Explain](t, v, person, "explain", `{"case":"C1"}`).Waiting
		for _, x := range waiting {
			if told := len(x.On) > 0; x.For == "signoff:ogn" && told != want {
				t.Errorf("%s is told in explain that %v are awaited", person, x.On)
			}
		}
		for _, s := range ask[answer.Board](t, v, person, "board", `{"board":"ogn"}`).SignOffs {
			if told := len(s.Awaited) > 0; told != want {
				t.Errorf("%s is told of the board that %v are awaited", person, s.Awaited)
			}
		}
		if len(waiting) == 0 {
			t.Errorf("%s hears of nothing that the case waits for", person)
		}
	}
}
