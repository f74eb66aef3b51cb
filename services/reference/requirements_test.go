package reference

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// sourcesRoot is the tree whose tests are named.
const sourcesRoot = "../.."

// The committed page is the one that the names of the tests give; every name cites a requirement that there is.
func TestRequirementsAreUpToDate(t *testing.T) {
	want, err := Requirements(os.DirFS(sourcesRoot))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := WriteRequirements(os.DirFS(sourcesRoot), committed); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(filepath.Join(committed, want.File))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(got), string(want.Text)); diff != "" {
		t.Errorf("docs/reference/%s is not what the tests give; `make docs` writes it (-committed +tests):\n%s", want.File, head(diff))
	}
}

// small is a tree with four requirements and the tests given.
func small(files map[string]string) fstest.MapFS {
	tree := fstest.MapFS{
		"docs/DOMAIN.md": {Data: []byte(`## 3. Features

### 3.1 Levels and structure
| ID | Requirement (ref) | Capability | Test |
|---|---|---|---|
| F01 | Three levels (A-T2, ¶51-53) | x | One each |
| F02 | Names (of boards) differ | x | The level counts |

### 3.8 Risk, information
| F39 | One vote | x | The second is refused |
| F57 | Deeds (A¶144-145) | x | An overdue one escalates |
`)},
		"main_test.go":      {Data: []byte("package main\n\nvar played = \"scenarios/*.yaml\"\n")},
		"scenarios/01.yaml": {Data: []byte("scenario: Straight through\n")},
	}
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return tree
}

func TestRequirements(t *testing.T) {
	got, err := Requirements(small(map[string]string{
		"workflow/vote_test.go": `package workflow

func TestF01_levels(t *testing.T) {}

func TestVote(t *testing.T) {
	t.Run("F39_F02_one person", nil)
	t.Run("nothing to see", nil)
	for _, test := range []struct{ name string }{{"F39_in_a_table"}, {name: "F57_partly_it_is_kept"}} {
		t.Run(test.name, nil)
	}
	other("F57_not_a_name")
}
`,
		"scenarios/01.yaml":  "scenario: Straight through\nrequirements: [F01]\n",
		"web/pages.test.mjs": "test('F39 one vote', async () => {});\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(got.Text), "| | Asked")
	want := ` | Yes | Partly | Not yet |
|---|--:|--:|--:|--:|
| [Levels and structure](#levels-and-structure) | 2 | 2 | 0 | 0 |
| [Risk, information](#risk-information) | 2 | 1 | 1 | 0 |
| **All** | 4 | 3 | 1 | 0 |

## Levels and structure

| No. | Asked | Holds | Shown by |
|---|---|---|---|
| F01 | Three levels | yes | [scenario: Straight through](../../scenarios/01.yaml)<br>[TestF01_levels](../../workflow/vote_test.go) |
| F02 | Names (of boards) differ | yes | [TestVote/F39_F02_one_person](../../workflow/vote_test.go) |

## Risk, information

| No. | Asked | Holds | Shown by |
|---|---|---|---|
| F39 | One vote | yes | [F39 one vote](../../web/pages.test.mjs)<br>[TestVote/F39_F02_one_person](../../workflow/vote_test.go)<br>[TestVote/F39_in_a_table](../../workflow/vote_test.go) |
| F57 | Deeds | partly | It is kept: [TestVote/F57_partly_it_is_kept](../../workflow/vote_test.go) |
`
	if diff := cmp.Diff(want, table); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRequirements_mistakes(t *testing.T) {
	for _, test := range []struct{ name, file, text, want string }{
		{"none_such", "a_test.go", "package a\nfunc TestF99_no_such(t *testing.T) {}", "a_test.go: TestF99_no_such cites F99, which is no requirement of docs/DOMAIN.md"},
		{"nothing_said", "a_test.go", "package a\nfunc TestF39(t *testing.T) {}", "a_test.go: TestF39 does not say what it shows"},
		{"no_part_said", "a_test.go", "package a\nfunc TestF39_partly(t *testing.T) {}", "a_test.go: TestF39_partly does not say what it shows"},
		{"whole_and_part", "a_test.go", "package a\nfunc TestF39_a(t *testing.T) {}\nfunc TestF39_partly_b(t *testing.T) {}", "say both that F39 holds and that it holds partly"},
		{"not_played", "scenarios/other/02.yaml", "scenario: Another\nrequirements: [F39]\n", "scenarios/other/02.yaml cites F39, and no test plays it"},
		{"not_Go", "a_test.go", "package", "a_test.go:1:8"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Requirements(small(map[string]string{test.file: test.text}))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
	t.Run("all_at_once", func(t *testing.T) {
		_, err := Requirements(small(map[string]string{"a_test.go": "package a\nfunc TestF98_x(t *testing.T) {}\nfunc TestF99_x(t *testing.T) {}\nfunc TestF39(t *testing.T) {}"}))
		if err == nil || strings.Count(err.Error(), "a_test.go") != 3 {
			t.Errorf("got %v, want three mistakes", err)
		}
	})
}

func TestRequirements_nothing_shown(t *testing.T) {
	got, err := Requirements(small(nil))
	if err != nil {
		t.Fatal(err)
	}
	if want := "| F57 | Deeds | not yet | *To see:* An overdue one escalates. |\n"; !strings.Contains(string(got.Text), want) {
		t.Errorf("got\n%s\nwant in it %s", got.Text, want)
	}
}
