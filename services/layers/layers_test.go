package layers_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"comity/services/layers"
	"comity/workflow/document"
)

func TestFind(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"base.yaml": "api_version: comity/v1\nkind: Governance\nname: Below\n", "sub/top.yaml": "", "huge.yaml": strings.Repeat("#", document.MaxSize+1),
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	top := filepath.Join(dir, "sub", "top.yaml")
	for name, c := range map[string]struct{ kind, ask, file, no string }{
		"a file beside":                  {document.KindGovernance, "top.yaml", top, ""},
		"a file above":                   {document.KindGovernance, "../base.yaml", filepath.Join(dir, "base.yaml"), ""},
		"the same by another way":        {document.KindGovernance, "../sub/../base.yaml", filepath.Join(dir, "base.yaml"), ""},
		"a template":                     {document.KindGovernance, "childrens-trust-2010", "childrens-trust-2010.governance.yaml (shipped)", ""},
		"its workflow":                   {document.KindWorkflow, "childrens-trust-2010", "childrens-trust-2010.workflow.yaml (shipped)", ""},
		"a file that is not there":       {document.KindGovernance, "gone.yaml", "", "There is no file " + filepath.Join(dir, "sub", "gone.yaml") + "."},
		"a directory":                    {document.KindGovernance, "../sub/", "", "cannot be read"},
		"one that is too large":          {document.KindGovernance, "../huge.yaml", "", "larger than"},
		"a place from the root":          {document.KindGovernance, filepath.Join(dir, "base.yaml"), "", "by its place from this document"},
		"nothing of the name":            {document.KindWorkflow, "childrens-trust", "", "No workflow called childrens-trust is shipped with Comity. There are "},
		"no way out through the shipped": {document.KindWorkflow, "..", "", "there are no files here"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := layers.Find(c.kind, top, c.ask)
			switch {
			case c.no == "" && (err != nil || got.Name != c.file):
				t.Errorf("got %s, %v; want %s", got.Name, err, c.file)
			case c.no != "" && (err == nil || !strings.Contains(err.Error(), c.no)):
				t.Errorf("got %v, want %s", err, c.no)
			}
		})
	}
}

func TestATemplateCanBeLaidUnderADocument(t *testing.T) {
	top := "api_version: comity/v1\nkind: Governance\nextends: [childrens-trust-2010]\nmetadata: {partnership: borrowed}\n"
	text, err := document.Whole(document.Source{Name: "top.yaml", Text: []byte(top)}, layers.Find)
	if err != nil {
		t.Fatal(err)
	}
	if g, err := document.LoadGovernance(text); err != nil || g.Metadata.Partnership != "borrowed" || len(g.Boards) == 0 {
		t.Errorf("got %+v, %v", g, err)
	}
}
