package templates_test

import (
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"

	"comity/scenarios/templates"
	"comity/workflow"
	"comity/workflow/document"
)

// A template has nothing against it but advice, so that whoever begins from it begins from a sound document.
func TestEveryTemplateIsSoundAndSaysWhatItIs(t *testing.T) {
	all, err := templates.All()
	if err != nil || len(all) == 0 {
		t.Fatalf("got %d templates, %v", len(all), err)
	}
	for _, x := range all {
		_, found := document.CheckSources(document.Source{Name: x.ID, Text: []byte(x.Governance)}, document.Source{Name: x.ID, Text: []byte(x.Workflow)})
		for _, p := range found {
			if p.Severity != document.Advice {
				t.Errorf("%s: %s", x.ID, p)
			}
		}
		if x.About == "" {
			t.Errorf("%s does not say what it is", x.ID)
		}
	}
}

func TestEveryPersonOfATemplateIsNamedAmongItsPeople(t *testing.T) {
	all, err := templates.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		var file struct {
			People []struct{ ID, Name, Email string }
		}
		if err := yaml.Unmarshal([]byte(x.People), &file); err != nil {
			t.Fatalf("%s: %v", x.ID, err)
		}
		named := map[string]bool{}
		for _, p := range file.People {
			if named[p.ID] || p.Name == "" || !regexp.MustCompile(`^[^@]+@[a-z-]+\.example$`).MatchString(p.Email) {
				t.Errorf("%s: got %+v", x.ID, p)
			}
			named[p.ID] = true
		}
		g, err := document.LoadGovernance(x.Governance)
		if err != nil {
			t.Fatalf("%s: %v", x.ID, err)
		}
		for _, id := range people(g) {
			if !named[id] {
				t.Errorf("%s: %s is not among its people", x.ID, id)
			}
		}
	}
}

// people lists everybody whom a governance document names.
func people(g *document.Governance) []string {
	out := slices.Clone(g.Administrators)
	for i := range g.Organisations {
		o := &g.Organisations[i]
		for _, post := range append(slices.Clone(workflow.Posts), slices.Collect(maps.Keys(o.Officers))...) {
			out = append(out, workflow.Officer(o, post))
		}
	}
	for _, u := range g.Units {
		out = append(out, u.Members...)
	}
	for _, b := range g.ScrutinyBodies {
		out = append(append(append(out, b.Chair), b.Members...), b.Officers...)
	}
	for _, b := range g.ExternalBodies {
		out = append(out, b.ProperOfficer)
	}
	for _, b := range g.Boards {
		out = append(out, b.Secretary...)
		for _, s := range b.Seats {
			out = append(append(out, s.Holder), s.Deputies...)
		}
	}
	return slices.DeleteFunc(out, func(id string) bool { return id == "" })
}
