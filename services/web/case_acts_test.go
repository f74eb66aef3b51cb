package web

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/schema"
)

// Everything that the rules may say somebody can do has words: a form of its own, or a link to the page where it is done.
func TestEveryActThatCanBeDoneHasWords(t *testing.T) {
	tried := regexp.MustCompile(`&([A-Z][A-Za-z]+)\{Case:`)
	files, err := filepath.Glob("../../workflow/can*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("the rules of what can be done are not there", err)
	}
	byType := map[string]workflow.Spec{}
	for _, s := range workflow.Commands {
		byType[reflect.TypeOf(s.New()).Elem().Name()] = s
	}
	found := map[string]workflow.Spec{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range tried.FindAllStringSubmatch(string(text), -1) {
			if s, ok := byType[m[1]]; ok {
				found[s.Name] = s
			}
		}
	}
	if len(found) < 30 {
		t.Fatalf("only %d acts were found: the test reads the rules wrongly", len(found))
	}
	for name, spec := range found {
		f, ok := actForms[name]
		if !ok {
			if wordings["command"][name] == "" {
				t.Errorf("%s has neither a form nor a page of its own", name)
			}
			continue
		}
		checkActForm(t, spec, f)
	}
	for name := range actForms {
		if _, ok := found[name]; !ok {
			t.Errorf("nobody can ever be offered %s", name)
		}
	}
}

// unasked are the fields that are never written by a person: the case comes with the address, a name is given by the engine,
// and an urgent decision approves.
// The forms of a consent are those of a consent that the law asks for; what an organisation puts in itself has pages of its own.
var unasked = map[string][]string{"": {"case"}, "representation.receive": {"representation"}, "undertaking.give": {"undertaking"}, "signoff.decide_urgently": {"choice"}, "consent.record": {"external", "commitment", "published_on", "for_others"},
	"consent.decline": {"external", "seat"}, "consent.withdraw": {"external", "seat", "commitment", "amount_pence", "fte_hundredths"}}

func checkActForm(t *testing.T, spec workflow.Spec, f actForm) {
	t.Helper()
	if f.Link == "" || f.Title == "" || f.Button == "" || f.Done == "" {
		t.Errorf("%s lacks words: %+v", spec.Name, f)
	}
	fields := schema.Of(spec.New())
	for _, s := range fields {
		if slices.Contains(unasked[""], s.Name) || slices.Contains(unasked[spec.Name], s.Name) {
			continue
		}
		i := slices.IndexFunc(f.Fields, func(a actField) bool { return a.Name == s.Name })
		if i < 0 {
			t.Errorf("%s has no words for %s (%s)", spec.Name, s.Name, s.Doc)
			continue
		}
		a := f.Fields[i]
		if a.Label == "" && a.Ask != askGiven {
			t.Errorf("%s: %s has no label", spec.Name, s.Name)
		}
		if s.Required && a.Need == "" && a.Ask != askGiven && a.Ask != askNewName {
			t.Errorf("%s: nothing is said where %s is empty", spec.Name, s.Name)
		}
		for _, w := range s.Enum {
			if a.Words == "" || wordings[a.Words][w] == "" {
				t.Errorf("%s: %s %q has no words", spec.Name, s.Name, w)
			}
		}
		if wants := map[string]ask{schema.Date: askDate, schema.Time: askMoment, schema.Boolean: askYes}[s.Type]; wants != "" && a.Ask != wants {
			t.Errorf("%s: %s is a %s and is asked as %s", spec.Name, s.Name, s.Type, a.Ask)
		}
	}
	for _, a := range f.Fields {
		if !slices.ContainsFunc(fields, func(s schema.Field) bool { return s.Name == a.Name }) {
			t.Errorf("%s has no field %s", spec.Name, a.Name)
		}
	}
}

func TestPlainCell(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", "+44": "'+44", "-2+3": "'-2+3", "-2.50": "-2.50", "@sum": "'@sum", "\tx": "'\tx", "\rx": "'\rx", "a=1": "a=1", "": "", "1200.00": "1200.00", "’tis": "’tis",
	} {
		if got := plainCell(cell); got != want {
			t.Errorf("%q: got %q, want %q", cell, got, want)
		}
	}
}

func TestShares(t *testing.T) {
	for name, x := range map[string]struct {
		aligned, pooled int64
		pct, width      int
	}{
		"all_aligned": {300, 0, 100, barWidth}, "all_pooled": {0, 5, 0, 0}, "a_third": {100, 200, 33, barWidth / 3},
		"large": {9_000_000_000_000, 1_000_000_000_000, 90, barWidth * 9 / 10},
	} {
		t.Run(name, func(t *testing.T) {
			s := shares(x.aligned, x.pooled, 0, 0)
			if s[0].Pct != x.pct || s[0].Width != x.width || s[0].Pct+s[1].Pct != 100 || s[0].Width+s[1].Width != barWidth {
				t.Errorf("got %+v", s)
			}
		})
	}
	if shares(0, 0, 0, 0) != nil {
		t.Error("nothing is drawn as something")
	}
}

func TestQuorumReasons(t *testing.T) {
	n := &names{asked: true, v: &visit{}}
	n.rules.Organisations = []answer.Organisation{{ID: "icb", Name: "NHS Westmere"}}
	for reason, want := range map[string]string{
		"number_short": "too few seats can take part", "required_category_missing: icb": "nobody can take part who must be there: NHS Westmere",
		"required_category_missing: district_council": "nobody can take part who must be there: district council",
	} {
		if got := n.quorumReason(reason); got != want {
			t.Errorf("%s: got %q, want %q", reason, got, want)
		}
	}
	if got := plainly("The group has no quorum: number_short."); got != "The group has no quorum: too few seats can take part." {
		t.Errorf("got %q", got)
	}
}
