package views

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"comity/services/views/answer"
	"comity/services/views/viewstest"
	"comity/workflow"
)

// found lists the references of a page, and says how many there are altogether.
func found(page answer.Cases) string {
	var ids []string
	for _, c := range page.Cases {
		if c.Limited {
			c.Case += "?"
		}
		ids = append(ids, c.Case)
	}
	return fmt.Sprint(page.Total, " ", strings.Join(ids, " "))
}

func cases(t *testing.T, v *Views, person string, args answer.CasesArgs) answer.Cases {
	t.Helper()
	raw, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	return ask[answer.Cases](t, v, person, "cases", string(raw))
}

// entitled is a world in which three cases with words of their own are at different places.
func entitled(t *testing.T) *viewstest.World {
	t.Helper()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	draft := func(id, classification, title string) {
		w.Draft(t, id, classification)
		w.Do(t, "p-unit", &workflow.CaseAmend{Case: id, CaseFields: workflow.CaseFields{Title: &title, Summary: new("For families in <Alderwick> & Brackenford: café, swimming")}})
	}
	draft("C1", "partners", "Funding of respite care")
	w.ToG1(t, "C1")
	w.PassG1(t, "C1")
	draft("C2", "exempt", "Zebra crossings near schools")
	w.ToG1(t, "C2")
	w.Draft(t, "C3", "board")
	w.Do(t, "p-unit", &workflow.CaseWithdraw{Case: "C3", Reason: "no need"})
	return w
}

func TestSearch(t *testing.T) {
	t.Parallel()
	w := entitled(t)
	v := opened(t, w)
	follow(t, v, w.Last)
	for _, tc := range []struct{ name, person, text, want string }{
		{"by another form of the word", "p-unit", "fund", "1 C1"},
		{"by a form of a word that stands in its plain form", "p-unit", "caring respites", "1 C1"},
		{"in capitals, in any order", "p-unit", "CARE FUNDED", "1 C1"},
		{"without the accent", "p-unit", "cafe swim", "2 C1 C2"},
		{"all words have to stand", "p-unit", "funding zebra", "0 "},
		{"by the reference, whole", "p-unit", "c3", "1 C3"},
		{"by a tag or the outcome", "p-unit", "healthy", "3 C1 C2 C3"},
		{"operators are words", "p-unit", "funding OR zebra", "0 "},
		{"nothing that is a word", "p-unit", "%", "0 "},
		{"what is no word is passed over", "p-unit", "care %", "1 C1"},
		{"an exempt title is not found by a partner", "p-admin", "zebra", "0 "},
		{"nor by a board that does not have the case", "p-sch", "zebra", "0 "},
		{"its reference is, and shows no more", "p-admin", "c2", "1 C2?"},
		{"part of a reference is a word like another", "p-admin", "2", "0 "},
		{"the public finds references", "p-nobody", "C1", "1 C1?"},
		{"the public finds no words", "p-nobody", "funding", "0 "},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := found(cases(t, v, tc.person, answer.CasesArgs{Text: tc.text})); got != tc.want {
				t.Errorf("%s searches %q: got %s, want %s", tc.person, tc.text, got, tc.want)
			}
		})
	}
	t.Run("the snippet marks what was found and leaves the text as it is", func(t *testing.T) {
		got := cases(t, v, "p-unit", answer.CasesArgs{Text: "alderwick"}).Cases[0]
		if want := "For families in <" + answer.HitStarts + "Alderwick" + answer.HitEnds + "> & Brackenford: café, swimming"; got.Snippet != want {
			t.Errorf("got %q, want %q", got.Snippet, want)
		}
		if limited := cases(t, v, "p-admin", answer.CasesArgs{Text: "C2"}).Cases[0]; limited.Snippet != "" || limited.Waiting != "" {
			t.Errorf("got %+v of a limited case", limited)
		}
		if got := unmarked("a" + answer.HitStarts + "b" + answer.HitEnds); got != "ab" {
			t.Errorf("got %q of a text that holds the marks", got)
		}
	})
	t.Run("whatever is typed is a search", func(t *testing.T) {
		for _, text := range []string{`"`, `"funding`, `*`, `fund*`, `(`, `title:zebra`, `^funding`, `-funding`, `NEAR(a b)`, `a AND`, `{`, `'`, `\`, `;--`, "😀", `NOT zebra`} {
			for _, person := range []string{"p-unit", "p-admin"} {
				if _, code := asked[answer.Cases](t, v, viewstest.Partnership, person, "cases", string(must(json.Marshal(answer.CasesArgs{Text: text})))); code != "" {
					t.Errorf("%q: refused with %s", text, code)
				}
			}
		}
	})
	t.Run("more than anybody types is refused", func(t *testing.T) {
		for _, text := range []string{strings.Repeat("a ", 21), strings.Repeat("a", 501)} {
			if _, code := asked[answer.Cases](t, v, viewstest.Partnership, "p-unit", "cases", string(must(json.Marshal(answer.CasesArgs{Text: text})))); code != workflow.Malformed {
				t.Errorf("got %q for %d characters", code, len(text))
			}
		}
	})
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// What a reader may not see changes no answer: two partnerships that differ in nothing but the title, the words, the money, the
// areas and the times of an exempt case answer alike to whoever may not open it, whatever they ask and in whatever order.
func TestWhatIsHiddenChangesNothing(t *testing.T) {
	t.Parallel()
	world := func(title, area, org string, later time.Duration) *Views {
		w := viewstest.Open(t)
		w.Now = viewstest.At("2026-12-01 09:00")
		for _, id := range []string{"C1", "C2", "C3", "C4"} {
			w.Draft(t, id, map[bool]string{true: "exempt", false: "partners"}[id == "C2"])
		}
		w.ToG1(t, "C1")
		start := w.Now
		w.Now = start.Add(later)
		w.Do(t, "p-unit", &workflow.CaseAmend{Case: "C2", CaseFields: workflow.CaseFields{Title: &title, Summary: new("care for " + title), Areas: []string{area}, Tags: []string{title}}})
		w.Do(t, "p-unit", &workflow.CommitmentOffer{Case: "C2", Organisation: org, AmountPence: 77_000_00})
		w.ToG1(t, "C2")
		w.Now = start.Add(30 * time.Hour)
		w.ToG1(t, "C3")
		w.Now = viewstest.At("2027-06-01 09:00")
		v := opened(t, w)
		follow(t, v, w.Last)
		return v
	}
	a, b := world("zebra", "north", "dun", 0), world("quagga", "south", "cvs", 48*time.Hour)
	var questions []answer.CasesArgs
	for _, sort := range []string{"", "reference", "deadline", "updated"} {
		for _, q := range []answer.CasesArgs{{}, {Stage: "analysis"}, {Status: "at_gate"}, {Overdue: true}, {Area: "north"}, {Area: "south"}, {Organisation: "cvs"}, {Organisation: "dun"},
			{Level: "operational"}, {Board: "ogn"}, {Board: "wcb"}, {Mine: true}, {Text: "zebra"}, {Text: "quagga"}, {Text: "care"}, {Text: "short"}, {Text: "zebra*"}, {Text: "C2"},
			{Text: "C2", Overdue: true}, {Text: "C2 zebra"}, {After: "C1"}, {Limit: 1}, {Limit: 2}} {
			q.Sort = sort
			questions = append(questions, q)
		}
	}
	differs := 0
	for _, q := range questions {
		for _, person := range []string{"p-admin", "p-nobody", "po-icb"} {
			for { // page by page
				one, two := cases(t, a, person, q), cases(t, b, person, q)
				if diff := cmp.Diff(one, two); diff != "" {
					t.Fatalf("%s learns something of what is hidden by asking %+v:\n%s", person, q, diff)
				}
				if one.After == "" {
					break
				}
				q.After = one.After
			}
		}
		if !cmp.Equal(cases(t, a, "p-unit", q), cases(t, b, "p-unit", q)) {
			differs++
		}
	}
	if differs < len(questions)/3 {
		t.Errorf("only %d of %d questions are answered otherwise to who may see the case: the test shows little", differs, len(questions))
	}
}

func TestPagesOfCases(t *testing.T) {
	t.Parallel()
	w := entitled(t)
	for i := range 5 {
		w.Now = w.Now.Add(25 * time.Hour)
		id := fmt.Sprintf("D%d", i)
		w.Draft(t, id, []string{"public", "partners", "board", "exempt", "partners"}[i])
		if i%2 == 0 {
			w.ToG1(t, id)
		}
	}
	v := opened(t, w)
	follow(t, v, w.Last)
	for _, person := range []string{"p-unit", "p-lead", "p-admin", "p-nobody"} {
		for _, sort := range []string{"", "reference", "deadline", "updated"} {
			whole := cases(t, v, person, answer.CasesArgs{Sort: sort})
			if len(whole.Cases) != 8 || whole.Total != 8 || whole.After != "" {
				t.Fatalf("%s by %s: got %s", person, sort, found(whole))
			}
			for limit := 1; limit <= 3; limit++ {
				var paged []answer.CaseRow
				for after := ""; ; {
					page := cases(t, v, person, answer.CasesArgs{Sort: sort, Limit: limit, After: after})
					paged = append(paged, page.Cases...)
					if page.Total != whole.Total || len(page.Cases) > limit {
						t.Errorf("%s by %s: got %s", person, sort, found(page))
					}
					if after = page.After; after == "" {
						break
					}
				}
				if diff := cmp.Diff(whole.Cases, paged); diff != "" {
					t.Errorf("%s by %s in pages of %d differs:\n%s", person, sort, limit, diff)
				}
			}
			inOrder := slices.IsSortedFunc(whole.Cases, func(a, b answer.CaseRow) int {
				switch {
				case sort == "deadline" && a.NextDueAt.IsZero() != b.NextDueAt.IsZero():
					return map[bool]int{true: 1, false: -1}[a.NextDueAt.IsZero()]
				case sort == "deadline" && !a.NextDueAt.Equal(b.NextDueAt):
					return a.NextDueAt.Compare(b.NextDueAt)
				case sort == "updated" && !a.UpdatedAt.Equal(b.UpdatedAt):
					return b.UpdatedAt.Compare(a.UpdatedAt)
				}
				return strings.Compare(a.Case, b.Case)
			})
			if !inOrder {
				t.Errorf("%s by %s: not in order: %+v", person, sort, whole.Cases)
			}
		}
	}
	if got := found(cases(t, v, "p-unit", answer.CasesArgs{Sort: "deadline", Limit: 3})); got != "8 C2 D0 D2" {
		t.Errorf("got %s by deadline", got)
	}
}

func TestFiltersOfCases(t *testing.T) {
	t.Parallel()
	w := entitled(t)
	w.Draft(t, "D1", "partners")
	w.ToG1(t, "D1")
	w.Vote(t, "D1", "ogn", "approve", "N1", "N2")
	v := opened(t, w)
	follow(t, v, w.Last)
	for _, tc := range []struct {
		name, person string
		args         answer.CasesArgs
		want         string
	}{
		{"before a board", "p-secretary", answer.CasesArgs{Board: "ogn"}, "1 C2"},
		{"before a board later at the same gate", "p-secretary", answer.CasesArgs{Board: "wcb"}, "2 C2 D1"},
		{"of my unit", "p-unit", answer.CasesArgs{Mine: true}, "4 C1 C2 C3 D1"},
		{"waiting for my seat", w.Register().Holder("N1", w.Now), answer.CasesArgs{Mine: true}, "1 C2"},
		{"nothing is mine", "p-nobody", answer.CasesArgs{Mine: true}, "0 "},
		{"filters are all true at once", "p-unit", answer.CasesArgs{Mine: true, Board: "wcb", Text: "zebras"}, "1 C2"},
		{"counts are the reader's", "p-admin", answer.CasesArgs{Board: "wcb"}, "1 D1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := found(cases(t, v, tc.person, tc.args)); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
	t.Run("what a case waits for, as the reader may know", func(t *testing.T) {
		for person, want := range map[string]string{"p-unit": "2 for, 0 against", "p-admin": "A board or an officer is to decide."} {
			got := cases(t, v, person, answer.CasesArgs{Text: "D1"}).Cases[0]
			if person == "p-unit" {
				want = "is to"
			}
			if !strings.Contains(got.Waiting, want) || got.WaitingUntil.IsZero() || strings.ContainsAny(got.Waiting, "_") {
				t.Errorf("%s: got %q until %s, want %q", person, got.Waiting, got.WaitingUntil, want)
			}
		}
	})
	if _, code := asked[answer.Cases](t, v, viewstest.Partnership, "p-unit", "cases", `{"sort":"title"}`); code != workflow.Malformed {
		t.Errorf("got %q for an order that there is not", code)
	}
}
