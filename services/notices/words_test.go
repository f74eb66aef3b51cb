package notices

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"comity/services/views/viewstest"
	"comity/workflow"
)

// reasons reads the reasons out of the rules, so that none is forgotten here.
func reasons(t *testing.T) (out []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "../../workflow/tell.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && strings.HasPrefix(v.Names[0].Name, "Told") {
			s, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, s)
		}
		return true
	})
	return out
}

var engineWord = regexp.MustCompile(`[a-z]_[a-z]|[{}\[\]|]|%!|signoff|  | ,|\.\.|: \.|\b(wcb|pol|p-lead|p-icb|W1)\b`)

// Every reason has words, with all that is known and with as little as can be, and none of them are the engine's.
func TestWords_of_every_reason(t *testing.T) {
	b := viewstest.Open(t)
	b.Draft(t, "C1", "partners")
	all := reasons(t)
	if len(all) < 30 {
		t.Fatalf("got %v", all)
	}
	for _, reason := range all {
		if _, ok := phrases[reason]; !ok {
			t.Errorf("there are no words for %s", reason)
		}
		full := workflow.Telling{Reason: reason, Case: "C1", For: "signoff:wcb", Board: "wcb", Organisation: "pol", Act: "approve", On: []string{"W1"}, Until: time.Date(2026, 12, 4, 23, 59, 59, 0, time.UTC),
			EffectiveAt: b.Now, Day: "2026-12-04", Result: "approved_with_conditions", Because: "evidence_amended", By: "p-lead", AsDeputyFor: "p-icb", Choice: "approve", To: "jce",
			Details: []string{"Show the cost."}}
		bare := workflow.Telling{Reason: reason, Case: "C1", For: "gate:G1", Board: "wcb", Organisation: "pol", Day: "2026-12-04", By: "p-lead", Choice: "approve"}
		register := full
		register.Case = ""
		for name, x := range map[string]workflow.Telling{"with all": full, "with little": bare, "of the register": register} {
			w := &wording{t: x, c: b.Case("C1"), r: b.Register(), g: b.Register().GovernanceAt(b.Now), cal: b.Register().CalendarAt(b.Now), open: true, inside: true,
				name: func(id string) string { return "Person " + strings.ToUpper(id[2:3]) }}
			if x.Case == "" {
				w.c = nil
			}
			p := w.part()
			said := slices.Concat([]string{p.Subject, p.Heading}, p.Lines, p.Details)
			for _, f := range p.Facts {
				said = append(said, f.Name, f.Value)
			}
			for _, s := range said {
				if bad := engineWord.FindString(strings.TrimSuffix(s, " (C1)")); bad != "" || s == "" {
					t.Errorf("%s, %s: %q in %q", reason, name, bad, s)
				}
			}
			t.Logf("%s\n\t%s\n\t%s", p.Subject, strings.Join(p.Lines, "\n\t"), strings.Join(p.Details, "\n\t"))
		}
	}
}

// A title that would write into the head of a mail stays one line of it.
func TestSubject_is_one_line(t *testing.T) {
	if got := oneLine("Short breaks\r\nBcc: all@example.org\u2028x"); got != "Short breaks Bcc: all@example.org x" {
		t.Errorf("got %q", got)
	}
	if got := clip(strings.Repeat("word ", 100), 120); len([]rune(got)) > 123 || !strings.HasSuffix(got, "word …") {
		t.Errorf("got %q", got)
	}
}

// Who does not reach a case learns of it what a mail about an exempt one says.
func TestWords_for_who_may_not_see_the_title(t *testing.T) {
	b := viewstest.Open(t)
	b.Draft(t, "C1", "board")
	w := &wording{t: workflow.Telling{Reason: workflow.ToldReturned, Case: "C1", For: "gate:G1", Board: "wcb", Details: []string{"Secret reason."}}, c: b.Case("C1"),
		r: b.Register(), g: b.Register().GovernanceAt(b.Now), cal: b.Register().CalendarAt(b.Now)}
	p := w.part()
	if whole := p.Subject + p.Heading + strings.Join(p.Lines, "") + strings.Join(p.Details, ""); strings.Contains(whole, "Short breaks") || strings.Contains(whole, "Secret") {
		t.Errorf("got %+v", p)
	}
}
