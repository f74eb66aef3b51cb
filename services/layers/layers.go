// Package layers finds the documents on which others are laid: files beside them, and what is shipped with the program. It is for the command
// line and for scenarios, which have files; pages take templates.Named, which has none.
package layers

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"comity/scenarios/templates"
	"comity/workflow/document"
)

// Find is a document.Resolver. What ends in .yaml or .yml, or has a /, is a file, found from the directory of the document that names it;
// anything else is a template or an overlay that is shipped.
// Errors: there is no such file, or nothing of that name; a file named from something shipped, or by its place from the root.
func Find(kind, from, name string) (document.Source, error) {
	ext := filepath.Ext(name)
	if ext != ".yaml" && ext != ".yml" && !strings.Contains(name, "/") {
		return templates.Named(kind, from, name)
	}
	path := filepath.Join(filepath.Dir(from), filepath.FromSlash(name))
	switch text, err := readable(name, path); {
	case err == nil:
		return document.Source{Name: path, Text: text}, nil
	case errors.Is(err, fs.ErrNotExist):
		return document.Source{}, fmt.Errorf("There is no file %s.", path) //nolint:staticcheck // a sentence for a person
	default:
		return document.Source{}, fmt.Errorf("%s cannot be read: %w.", path, err) //nolint:staticcheck // likewise
	}
}

// readable reads a file, no further than a document may go.
func readable(name, path string) ([]byte, error) {
	if filepath.IsAbs(name) {
		return nil, errors.New("name it by its place from this document")
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is no file")
	}
	if info.Size() > document.MaxSize {
		return nil, fmt.Errorf("it is larger than %d KiB", document.MaxSize>>10)
	}
	return os.ReadFile(path)
}
