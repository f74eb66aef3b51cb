package templates_test

import (
	"testing"

	"comity/scenarios/templates"
	"comity/workflow/document"
)

func TestEveryTemplateIsSoundAndSaysWhatItIs(t *testing.T) {
	all, err := templates.All()
	if err != nil || len(all) == 0 {
		t.Fatalf("got %d templates, %v", len(all), err)
	}
	for _, x := range all {
		_, found := document.CheckSources(document.Source{Name: x.ID, Text: []byte(x.Governance)}, document.Source{Name: x.ID, Text: []byte(x.Workflow)})
		for _, p := range found {
			if p.Severity == document.Error {
				t.Errorf("%s: %s", x.ID, p)
			}
		}
		if x.About == "" {
			t.Errorf("%s does not say what it is", x.ID)
		}
	}
}
