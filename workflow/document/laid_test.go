package document

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// shelf is a resolver over texts that a test gives; names ending in .yaml are files, anything else is not there.
func shelf(texts map[string]string) Resolver {
	return func(_, _, name string) (Source, error) {
		if text, ok := texts[name]; ok {
			return Source{Name: name, Text: []byte(text)}, nil
		}
		return Source{}, errors.New("There is no " + name + ".")
	}
}

const layerBase = `api_version: comity/v1
kind: Governance
metadata: {partnership: base, version: 1, effective_from: 2010-04-01, approved_by: the base}
name: The base
calendar: {holidays: scotland, extra: [{date: 2010-05-04, title: One}, {date: 2010-06-01, title: Two}]}
organisations:
  - {id: cc, name: The county, type: county_council, duty: lead_authority, officers: {director: p-d, clerk: p-c}}
  - {id: pct, name: The trust, type: pct, duty: relevant_partner}
  - {id: dc, name: The district, type: district_council}
boards:
  - id: top
    name: The board
    level: strategic
    quorum: {voting: 2, require: [{organisation: cc, min: 1}]}
    rule: {count: by_seat, pass: majority_of_votes_cast, on_tie: falls, close: when_decided}
    seats:
      - {id: T1, organisation: cc, role: elected_member}
      - {id: T2, organisation: pct, role: officer}
      - {id: T3, organisation: dc, role: officer}
  - id: exec
    name: The executive
    level: executive
    reports_to: [top]
    quorum: {voting: 1}
    rule: {count: by_seat, pass: majority_of_votes_cast, on_tie: falls, close: when_decided}
    seats:
      - {id: E1, organisation: cc, role: officer}
`

func TestLayers_are_put_together(t *testing.T) {
	const head = "api_version: comity/v1\nkind: Governance\nextends: [base.yaml]\n"
	for name, c := range map[string]struct {
		top  string
		want func(t *testing.T, g *Governance)
	}{
		"a single value stands in the place of the one below": {"name: Norfolk\n", func(t *testing.T, g *Governance) {
			equal(t, g.Name, "Norfolk")
		}},
		"mappings_key_by_key": {"metadata: {partnership: norfolk}\ncalendar: {holidays: england-and-wales}\n", func(t *testing.T, g *Governance) {
			equal(t, g.Metadata.Partnership, "norfolk")
			equal(t, g.Metadata.ApprovedBy, "the base")
			equal(t, g.Calendar.Holidays, "england-and-wales")
			equal(t, len(g.Calendar.Extra), 2)
		}},
		"free keys too": {"organisations: [{id: cc, officers: {director: p-e}}]\n", func(t *testing.T, g *Governance) {
			equal(t, g.Organisations[0].Officers["director"], "p-e")
			equal(t, g.Organisations[0].Officers["clerk"], "p-c")
		}},
		"things_by_id_keep_their_place_and_new_ones_come_after": {"boards: [{id: new, name: New, level: operational, quorum: {voting: 1}, rule: {count: by_seat, pass: majority_of_votes_cast, on_tie: falls, close: when_decided}, reports_to: [exec], seats: [{id: N1, organisation: dc, role: officer}]}, {id: top, name: The top}]\n",
			func(t *testing.T, g *Governance) {
				equal(t, strings.Join(ids(g.Boards, func(b *Board) string { return b.ID }), " "), "top exec new")
				equal(t, g.Boards[0].Name, "The top")
				equal(t, len(g.Boards[0].Seats), 3)
			}},
		"things within things": {"boards: [{id: top, seats: [{id: T2, voting: false}, {id: T4, organisation: cc, role: officer}]}]\n", func(t *testing.T, g *Governance) {
			equal(t, strings.Join(ids(g.Boards[0].Seats, func(s *Seat) string { return s.ID }), " "), "T1 T2 T3 T4")
			equal(t, g.Boards[0].Seats[1].MayVote(), false)
			equal(t, g.Boards[0].Seats[1].Organisation, "pct")
		}},
		"another_list_stands_in_the_place_of_the_one_below": {"boards: [{id: top, quorum: {require: []}}]\ncalendar: {extra: [{date: 2010-07-01, title: Three}]}\n", func(t *testing.T, g *Governance) {
			equal(t, g.Boards[0].Quorum.Voting, 2)
			equal(t, len(g.Boards[0].Quorum.Require), 0)
			equal(t, g.Calendar.Extra[0].Title, "Three")
			equal(t, len(g.Calendar.Extra), 1)
		}},
		"what_is_removed_is_gone": {"remove: [boards.top.seats.T3, organisations.dc, calendar.extra, boards.top.quorum.require]\n", func(t *testing.T, g *Governance) {
			equal(t, len(g.Boards[0].Seats), 2)
			equal(t, len(g.Organisations), 2)
			equal(t, len(g.Calendar.Extra), 0)
			equal(t, g.Calendar.Holidays, "scotland")
			equal(t, len(g.Boards[0].Quorum.Require), 0)
		}},
		"what_is_removed_may_be_given_anew": {"remove: [boards.exec]\nboards: [{id: exec, name: Anew, level: executive, reports_to: [top], quorum: {voting: 1}, rule: {count: by_seat, pass: majority_of_votes_cast, on_tie: falls, close: when_decided}, seats: [{id: E9, organisation: pct, role: officer}]}]\n",
			func(t *testing.T, g *Governance) {
				equal(t, g.Boards[1].Name, "Anew")
				equal(t, g.Boards[1].Seats[0].ID, "E9")
				equal(t, len(g.Boards[1].Seats), 1)
			}},
	} {
		t.Run(name, func(t *testing.T) {
			docs, found := CheckLaid(shelf(map[string]string{"base.yaml": layerBase}), Source{"top.yaml", []byte(head + c.top)})
			if mistakes := Errors(found); len(mistakes) > 0 {
				t.Fatalf("got %v", mistakes)
			}
			c.want(t, docs[0].Governance)
			text, err := Expand(docs[0])
			if err != nil {
				t.Fatal(err)
			}
			again, err := Parse("whole", []byte(text))
			if err != nil {
				t.Fatalf("what is written out is refused: %v\n%s", err, text)
			}
			if twice, _ := Expand(again); twice != text {
				t.Errorf("written out again it is\n%s\nand was\n%s", twice, text)
			}
			if strings.Contains(text, "extends") || strings.Contains(text, "remove") {
				t.Errorf("what is written out speaks of what lies below:\n%s", text)
			}
		})
	}
}

func equal[T comparable](t *testing.T, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestLayers_every_mistake_stands_in_its_own_file(t *testing.T) {
	const head = "api_version: comity/v1\nkind: Governance\n"
	for name, c := range map[string]struct {
		files map[string]string
		want  string // file:line:column code, one a line
	}{
		"one that is not there":     {map[string]string{"top.yaml": head + "extends: [gone.yaml, base.yaml]\n"}, "top.yaml:3:11 extends_unknown"},
		"a document laid on itself": {map[string]string{"top.yaml": head + "extends: [mid.yaml]\n", "mid.yaml": head + "extends:\n  - top.yaml\n"}, "mid.yaml:4:5 laid_on_itself"},
		"one of another kind": {map[string]string{"top.yaml": head + "extends: [flow.yaml]\n", "flow.yaml": "api_version: comity/v1\nkind: Workflow\nstages: [{id: a}]\n"},
			"top.yaml:3:11 other_kind"},
		"one that does not say what it is": {map[string]string{"top.yaml": head + "extends: [base.yaml, mid.yaml]\n", "mid.yaml": "boards: [{id: top, name: X}]\n"},
			"mid.yaml:1:1 missing\nmid.yaml:1:1 missing"},
		"one_that_is_no_YAML": {map[string]string{"top.yaml": head + "extends: [base.yaml, mid.yaml]\n", "mid.yaml": "boards: [\n"}, "mid.yaml:1:9 not_yaml"},
		"unknown keys in every layer, and sense in the whole": {map[string]string{
			"top.yaml": head + "extends: [base.yaml, mid.yaml]\nnaem: X\nboards:\n  - {id: exec, secretary: {organisation: nobody}}\n", "mid.yaml": head + "boards:\n  - {id: top, colour: red, level: high}\n"},
			"mid.yaml:4:15 unknown_key\nmid.yaml:4:35 unknown_value\nmid.yaml:4:5 orphan_board\ntop.yaml:4:1 unknown_key\ntop.yaml:6:27 wrong_type"},
		"removing what is not there": {map[string]string{"top.yaml": head + "extends: [base.yaml]\nremove: [boards.jce, boards.top.seats.T9, organisations.dc.typo, calendar.extra.0, name.x]\n"},
			"top.yaml:4:10 nothing_to_remove\ntop.yaml:4:22 nothing_to_remove\ntop.yaml:4:43 nothing_to_remove\ntop.yaml:4:66 nothing_to_remove\ntop.yaml:4:84 nothing_to_remove"},
		"removing where nothing is below":               {map[string]string{"top.yaml": layerBase + "remove: [boards.exec]\n"}, "top.yaml:28:10 nothing_to_remove"},
		"what is left hanging in the base by a removal": {map[string]string{"top.yaml": head + "extends: [base.yaml]\nremove: [organisations.dc]\n"}, "base.yaml:19:32 dangling_id"},
		"what a new thing lacks":                        {map[string]string{"top.yaml": head + "extends: [base.yaml]\nboards:\n  - {id: tpo, name: Misspelt}\n"}, "top.yaml:5:5 missing\ntop.yaml:5:5 missing"},
		"an_id_that_another_layer_used": {map[string]string{"top.yaml": head + "extends: [base.yaml]\nboards:\n  - id: exec\n    seats:\n      - {id: T1, organisation: pct, role: officer}\n"},
			"top.yaml:7:14 duplicate_id"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.files["base.yaml"] == "" {
				c.files["base.yaml"] = layerBase
			}
			docs, found := CheckLaid(shelf(c.files), Source{"top.yaml", []byte(c.files["top.yaml"])})
			var got []string
			for _, p := range Errors(found) {
				place, _, _ := strings.Cut(p.String(), ": ")
				got = append(got, place+" "+p.Code)
			}
			slices.Sort(got)
			if all := strings.Join(got, "\n"); all != c.want {
				t.Errorf("got\n%s\nwant\n%s\n%v", all, c.want, found)
			}
			if len(docs) > 0 && len(got) > 0 && strings.Contains(c.want, "unknown_key") {
				t.Error("a document with mistakes in its shape is taken for sound")
			}
		})
	}
}

// One that is reached twice lies where it was reached first; so what the second says of it holds, and not what it says itself.
func TestLayers_each_is_laid_once(t *testing.T) {
	const head = "api_version: comity/v1\nkind: Governance\n"
	files := map[string]string{"base.yaml": layerBase, "a.yaml": head + "extends: [base.yaml]\nname: A\n", "b.yaml": head + "extends: [base.yaml]\nlegal_form: other\n"}
	docs, found := CheckLaid(shelf(files), Source{"top.yaml", []byte(head + "extends: [a.yaml, b.yaml]\n")})
	if len(Errors(found)) > 0 {
		t.Fatal(found)
	}
	equal(t, docs[0].Governance.Name, "A")
	equal(t, docs[0].Governance.LegalForm, "other")
}

func TestLayers_only_whole_documents_are_taken_where_there_are_no_files(t *testing.T) {
	text := "api_version: comity/v1\nkind: Governance\nextends: [base.yaml]\n"
	_, err := Parse("top.yaml", []byte(text))
	if err == nil || err.(*Problems).List[0].Code != "extends_here" || len(err.(*Problems).List) != 1 {
		t.Errorf("got %v, want extends_here and nothing else", err)
	}
	if _, err := LoadGovernance(text); err == nil {
		t.Error("it is folded")
	}
}

func TestWhole(t *testing.T) {
	find := shelf(map[string]string{"base.yaml": layerBase})
	if got, err := Whole(Source{"x", []byte(layerBase + "# as it is\n")}, find); err != nil || got != layerBase+"# as it is\n" {
		t.Errorf("a document laid on nothing: got %q, %v; want it unchanged", got, err)
	}
	if got, err := Whole(Source{"x", []byte("a: [")}, find); err != nil || got != "a: [" {
		t.Errorf("no YAML: got %q, %v; want it unchanged", got, err)
	}
	top := "api_version: comity/v1\nkind: Governance\nextends: [base.yaml]\nname: Laid\n"
	got, err := Whole(Source{"top.yaml", []byte(top)}, find)
	if g, loadErr := LoadGovernance(got); err != nil || loadErr != nil || g.Name != "Laid" || len(g.Boards) != 2 {
		t.Errorf("got %v, %v\n%s", err, loadErr, got)
	}
	if _, err := Whole(Source{"top.yaml", []byte(top + "remove: [x]\n")}, find); err == nil || !strings.HasPrefix(err.Error(), "top.yaml:5:10: There is no x") {
		t.Errorf("got %v", err)
	}
	big := "api_version: comity/v1\nkind: Governance\nextends: [base.yaml]\norganisations:\n" + strings.Repeat("", 1)
	wide := map[string]string{}
	for _, half := range []string{"h1", "h2"} {
		b := &strings.Builder{}
		for i := range 900 {
			b.WriteString("  - {id: " + half + "-" + string(rune('a'+i%26)) + strings.Repeat("x", i/26) + ", name: A council with a long name, type: district_council}\n")
		}
		wide[half] = big + b.String()
	}
	wide["base.yaml"] = layerBase
	if _, err := Whole(Source{"top.yaml", []byte("api_version: comity/v1\nkind: Governance\nextends: [h1, h2]\n")}, shelf(wide)); err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("two halves that are too large together: got %v", err)
	}
}

// However documents are cut into layers, the whole is the same: every key of a document in a layer of its own, in any order.
func TestLayers_cut_apart_and_put_together_again(t *testing.T) {
	for file, kind := range map[string]string{"example/governance.yaml": KindGovernance, "example/workflow.yaml": KindWorkflow} {
		text, _ := examples.ReadFile(file)
		doc, err := Parse(file, text)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := Expand(doc)
		var keys yaml.MapSlice
		if err := yaml.UnmarshalWithOptions([]byte(want), &keys, yaml.UseOrderedMap()); err != nil {
			t.Fatal(err)
		}
		files := map[string]string{}
		for _, k := range keys {
			if k.Key == "api_version" || k.Key == "kind" {
				continue
			}
			one, err := yaml.MarshalWithOptions(yaml.MapSlice{k}, yaml.IndentSequence(true))
			if err != nil {
				t.Fatal(err)
			}
			files[k.Key.(string)+".yaml"] = "api_version: comity/v1\nkind: " + kind + "\n" + string(one)
		}
		names := slices.Sorted(maps.Keys(files))
		top := "api_version: comity/v1\nkind: " + kind + "\nextends: [" + strings.Join(names, ", ") + "]\n"
		got, err := Whole(Source{"top.yaml", []byte(top)}, shelf(files))
		if err != nil || got != want {
			t.Errorf("%s: %v, got\n%s\nwant\n%s", file, err, got, want)
		}
	}
}
