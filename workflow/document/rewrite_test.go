package document

import (
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

func TestRewrite_replaces_values_and_keeps_the_rest(t *testing.T) {
	const text = `# A comment.
name: Arrowshire Children's Trust # of the name
metadata: {partnership: arrowshire, effective_from: 2010-04-23}
organisations:
  - {id: a, name: "Old, and quoted", people: [x, y]} # £ and ¶
  - id: b
    name: 'It''s'
    type: other
`
	now := map[string]string{
		"name": "St Mary’s: a trust", "metadata.effective_from": "2026-12-01", "organisations[0].name": "New \"name\"", "organisations[0].people[1]": "p-zoe", "organisations[1].type": "no",
	}
	got, err := Rewrite(text, func(path, value string) string {
		if s, ok := now[path]; ok {
			return s
		}
		return value
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `# A comment.
name: "St Mary’s: a trust" # of the name
metadata: {partnership: arrowshire, effective_from: 2026-12-01}
organisations:
  - {id: a, name: "New \"name\"", people: [x, p-zoe]} # £ and ¶
  - id: b
    name: 'It''s'
    type: "no"
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	var read struct {
		Name          string
		Organisations []struct{ Name, Type string }
	}
	if err := yaml.Unmarshal([]byte(got), &read); err != nil || read.Name != now["name"] || read.Organisations[0].Name != now["organisations[0].name"] || read.Organisations[1].Type != "no" {
		t.Errorf("it reads as %+v, %v", read, err)
	}
	if strings.Count(got, "#") != strings.Count(text, "#") {
		t.Error("a comment is lost")
	}
}

func TestRewrite_refuses_what_it_cannot_replace(t *testing.T) {
	for name, text := range map[string]string{"no YAML": "a: [", "a value of several lines": "name: |\n  one\n  two\n"} {
		if got, err := Rewrite(text, func(string, string) string { return "x" }); err == nil {
			t.Errorf("%s: got %q", name, got)
		}
	}
}
