// Package partnerships_test holds the twenty partnerships against what is printed of them (DOMAIN §4), and writes the page that lists them.
package partnerships_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"comity/services/layers"
	"comity/workflow/document"
)

var update = flag.Bool("update", false, "write docs/partnerships.md again")

// twenty are the partnerships: the eight case-study areas of 2008, and the two-tier counties of 2010. Two are in both; each is one id with two versions.
var twenty = []struct{ file, id, source string }{
	{"barnsley", "barnsley", "2008"}, {"cambridgeshire", "cambridgeshire", "2008"}, {"lancashire", "lancashire", "2008"}, {"merton", "merton", "2008"},
	{"staffordshire", "staffordshire", "2008"}, {"sunderland", "sunderland", "2008"}, {"torbay", "torbay", "2008"}, {"walsall", "walsall", "2008"},
	{"devon", "devon", "2010"}, {"east-sussex", "east-sussex", "2010"}, {"essex", "essex", "2010"}, {"kent", "kent", "2010"},
	{"lancashire-2010", "lancashire", "2010"}, {"lincolnshire", "lincolnshire", "2010"}, {"norfolk", "norfolk", "2010"}, {"north-yorkshire", "north-yorkshire", "2010"},
	{"northamptonshire", "northamptonshire", "2010"}, {"staffordshire-2010", "staffordshire", "2010"}, {"suffolk", "suffolk", "2010"}, {"west-sussex", "west-sussex", "2010"},
}

// before are earlier versions of some of them.
var before = []string{"essex-before", "northamptonshire-before", "west-sussex-before"}

// governance reads one of them whole.
func governance(t *testing.T, name string) *document.Governance {
	t.Helper()
	file := name + ".governance.yaml"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := document.Whole(document.Source{Name: file, Text: text}, layers.Find)
	if err != nil {
		t.Fatal(err)
	}
	flow, err := os.ReadFile("base.workflow.yaml")
	if err != nil {
		t.Fatal(err)
	}
	docs, found := document.CheckSources(document.Source{Name: file, Text: []byte(whole)}, document.Source{Name: "base.workflow.yaml", Text: flow})
	if mistakes := document.Errors(found); len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	return docs[0].Governance
}

func all() []string {
	out := slices.Clone(before)
	for _, p := range twenty {
		out = append(out, p.file)
	}
	return out
}

func TestThereAreTwenty(t *testing.T) {
	files, err := filepath.Glob("*.governance.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		if name := strings.TrimSuffix(f, ".governance.yaml"); name != "base" && name != "two-tier" {
			got = append(got, name)
		}
	}
	want := all()
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if ids := map[string]bool{}; true {
		for _, p := range twenty {
			ids[p.id] = true
			if g := governance(t, p.file); g.Metadata.Partnership != p.id {
				t.Errorf("%s is of %s, want %s", p.file, g.Metadata.Partnership, p.id)
			}
		}
		if len(twenty) != 20 || len(ids) != 18 {
			t.Errorf("got %d of %d ids, want 20 of 18", len(twenty), len(ids))
		}
	}
}

// A note at the end of a line says where what stands on it is printed, or that it is invented; what is printed only in part says so after a semicolon.
var (
	note      = regexp.MustCompile(`# (A¶[0-9]+|A-T[0-9]+|A-F[0-9]+|A-App[0-9]|K-[a-z]+|invented)\b`)
	structure = regexp.MustCompile(`^\s*(- )?(api_version: comity/v1|kind: (?:Governance|Workflow)|extends: \[[a-z0-9., -]+\]|[a-z_]+:|- id: [a-z]+|id: [a-z0-9-]+|\])\s*(#.*)?$`)
)

func TestEverythingIsPrintedOrInvented(t *testing.T) {
	files := []string{"staffordshire.workflow.yaml"}
	for _, name := range all() {
		files = append(files, name+".governance.yaml")
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		if len(lines) > 60 {
			t.Errorf("%s has %d lines, more than a page", name, len(lines))
		}
		printed := 0
		for i, line := range lines {
			if bare := strings.TrimSpace(line); bare == "" || strings.HasPrefix(bare, "#") || structure.MatchString(line) {
				continue
			}
			m := note.FindStringSubmatch(line)
			if m == nil {
				t.Errorf("%s:%d says neither where it is printed nor that it is invented: %s", name, i+1, line)
				continue
			}
			if m[1] != "invented" {
				printed++
			}
		}
		if printed == 0 {
			t.Errorf("%s holds nothing that is printed", name)
		}
	}
	for _, name := range []string{"base.governance.yaml", "two-tier.governance.yaml", "base.workflow.yaml"} {
		text, err := os.ReadFile(name)
		if err != nil || !strings.Contains(string(text), "Everything here is invented, but for what carries a reference") {
			t.Errorf("%s does not say that it is invented: %v", name, err)
		}
	}
}

// F07 as East Sussex has it (K-delivery): its groups may differ, and one that goes beyond what was agreed is refused.
func TestF07_a_group_of_East_Sussex_may_differ_within_the_agreed_parameters_and_no_further(t *testing.T) {
	for quorum, refused := range map[string]bool{"2": false, "3": false, "1": true, "4": true} {
		top := "api_version: comity/v1\nkind: Governance\nextends: [east-sussex.governance.yaml]\nboards: [{id: planning-e5, quorum: {voting: " + quorum + "}}]\n"
		_, err := document.Whole(document.Source{Name: "draft.yaml", Text: []byte(top)}, layers.Find)
		if named := err != nil && strings.Contains(err.Error(), "draft.yaml:4:45: planning-e5: quorum_voting is "+quorum+", and the bound agreed-quorum allows from 2 to 3."); named != refused {
			t.Errorf("a quorum of %s: got %v", quorum, err)
		}
	}
}

// Nobody in them is anybody: people are ids that say what they do.
func TestNobodyIsARealPerson(t *testing.T) {
	person := regexp.MustCompile(`^(p|ao|po|mo|cfo)-[a-z0-9-]+$`)
	for _, name := range all() {
		g := governance(t, name)
		people := slices.Clone(g.Administrators)
		for _, o := range g.Organisations {
			people = append(people, o.AuthorisingOfficer, o.ProperOfficer, o.MonitoringOfficer, o.ChiefFinanceOfficer)
			for _, p := range o.Officers {
				people = append(people, p)
			}
		}
		for _, b := range g.Boards {
			people = append(people, b.Secretary...)
			for _, s := range b.Seats {
				people = append(append(people, s.Holder), s.Deputies...)
			}
		}
		for _, p := range people {
			if p != "" && !person.MatchString(p) {
				t.Errorf("%s names %s", name, p)
			}
		}
	}
}

// Each carries a case through its own boards. TestScenarios plays what is found here.
func TestEachHasACase(t *testing.T) {
	for _, name := range all() {
		if name == "northamptonshire" || name == "west-sussex" || name == "essex" {
			continue // published in the course of the case that begins before it
		}
		if len(casesOf(t, name)) == 0 {
			t.Errorf("%s carries no case", name)
		}
	}
	for _, name := range []string{"northamptonshire", "west-sussex", "essex"} {
		if len(casesOf(t, name+"-before")) == 0 || !strings.Contains(read(t, "cases/"+name+".yaml"), "../"+name+".governance.yaml") {
			t.Errorf("%s is not published in the course of a case", name)
		}
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// casesOf are the scenarios that begin with one of them.
func casesOf(t *testing.T, name string) (out []string) {
	t.Helper()
	files, err := filepath.Glob("cases/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if regexp.MustCompile(`(?m)^vars: \{of: ` + name + `[,}]`).MatchString(read(t, f)) {
			out = append(out, f)
		}
	}
	return out
}

// The page: what each shows, and where that is printed.
func TestPage(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<!-- Made by the tests of scenarios/partnerships. Do not edit: go test ./scenarios/partnerships -update -->

# Twenty partnerships

Eight case-study areas of 2008 (A: Audit Commission, *Are we there yet?*) and twelve two-tier counties of 2010 (K: Commissioning Support Programme paper, 23 April 2010), as far as the two
reports print how they were made up. Each is a page laid on a shared base, [` + "`extends`" + `](reference/documents.md#documents-laid-on-others): what is printed carries its reference, everything else
is marked as invented. ` + "`comity check --expand FILE`" + ` prints one whole; ` + "`comity simulate`" + ` carries its case through its own boards.

| Partnership | | What it shows | Votes on its board | Boards | Printed in | Its case |
|---|---|---|---|---|---|---|
`)
	for _, p := range twenty {
		g := governance(t, p.file)
		text := read(t, p.file+".governance.yaml")
		about := strings.TrimPrefix(strings.SplitN(text, "\n", 2)[0], "# ")
		_, about, _ = strings.Cut(about, ": ")
		var refs []string
		for _, m := range note.FindAllStringSubmatch(text, -1) {
			if m[1] != "invented" && !slices.Contains(refs, m[1]) {
				refs = append(refs, m[1])
			}
		}
		slices.Sort(refs)
		cases := casesOf(t, p.file)
		if slices.Contains(before, p.file+"-before") {
			cases = append(casesOf(t, p.file+"-before"), cases...)
		}
		for i, c := range cases {
			title, _, _ := strings.Cut(strings.TrimPrefix(read(t, c), "scenario: "), "\n")
			cases[i] = fmt.Sprintf("[%s](../scenarios/partnerships/%s)", title, c)
		}
		voting := (&facting{g, t}).voting("trust")
		fmt.Fprintf(&b, "| [%s](../scenarios/partnerships/%s.governance.yaml) | %s | %s%s | %d | %d | %s | %s |\n", g.Name, p.file, p.source,
			strings.ToUpper(about[:1]), about[1:], voting, len(g.Boards), strings.Join(refs, ", "), strings.Join(cases, "; "))
	}
	const file = "../../docs/partnerships.md"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if read(t, file) != b.String() {
		t.Error("docs/partnerships.md is not what the documents give: go test ./scenarios/partnerships -update")
	}
}
