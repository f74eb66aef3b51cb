// Package templates has the templates from which a partnership can be set up: for each a governance document, a workflow, and
// the invented people of its demonstration. They are in the program, so that it needs no files beside it.
package templates

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed */governance.yaml */people.yaml */workflow.yaml
var files embed.FS

// Template is one of them. Governance and Workflow are YAML documents; People is the file that `comity serve --people` reads.
type Template struct {
	ID         string
	About      string // one sentence, from the first line of the governance
	Governance string
	Workflow   string
	People     string
}

// All lists the templates by id. Errors: a template without one of its documents, which a test finds before anybody else.
func All() ([]Template, error) {
	dirs, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, err
	}
	var out []Template
	for _, d := range dirs {
		t := Template{ID: d.Name()}
		for name, text := range map[string]*string{"governance.yaml": &t.Governance, "workflow.yaml": &t.Workflow, "people.yaml": &t.People} {
			data, err := files.ReadFile(t.ID + "/" + name)
			if err != nil {
				return nil, fmt.Errorf("template %s: %w", t.ID, err)
			}
			*text = string(data)
		}
		first, _, _ := strings.Cut(t.Governance, "\n")
		_, about, _ := strings.Cut(first, ": ")
		t.About = strings.TrimSpace(about)
		out = append(out, t)
	}
	return out, nil
}
