package templates_test

import (
	"slices"
	"strings"
	"testing"

	"comity/scenarios/templates"
	"comity/workflow/document"
)

// Every template can be laid under every overlay, and what comes of it, written out, is sound and the same when it is read again.
func TestEveryOverlayLiesOnEveryTemplate(t *testing.T) {
	all, err := templates.All()
	if err != nil {
		t.Fatal(err)
	}
	overlays := templates.Overlays()
	if len(overlays) < 3 {
		t.Fatalf("got %d overlays", len(overlays))
	}
	for _, x := range all {
		for _, o := range overlays {
			if o.About == "" {
				t.Errorf("%s does not say what it is", o.ID)
			}
			t.Run(x.ID+" "+o.ID, func(t *testing.T) {
				var whole []document.Source
				for _, kind := range []string{document.KindGovernance, document.KindWorkflow} {
					names := []string{x.ID}
					if slices.Contains(o.Kinds, strings.ToLower(kind)) {
						names = append(names, o.ID)
					}
					top := "api_version: comity/v1\nkind: " + kind + "\nextends: [" + strings.Join(names, ", ") + "]\n"
					docs, found := document.CheckLaid(templates.Named, document.Source{Name: kind + ".yaml", Text: []byte(top)})
					if mistakes := document.Errors(found); len(mistakes) > 0 {
						t.Fatal(mistakes)
					}
					text, err := document.Expand(docs[0])
					if err != nil {
						t.Fatal(err)
					}
					whole = append(whole, document.Source{Name: kind + ".whole.yaml", Text: []byte(text)})
				}
				docs, found := document.CheckSources(whole...)
				if mistakes := document.Errors(found); len(mistakes) > 0 {
					t.Fatal(mistakes)
				}
				for i, doc := range docs {
					if again, err := document.Expand(doc); err != nil || again != string(whole[i].Text) {
						t.Errorf("%s is another document when it is read again: %v", whole[i].Name, err)
					}
				}
			})
		}
	}
}
