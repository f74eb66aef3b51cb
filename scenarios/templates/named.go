package templates

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"comity/workflow/document"
)

//go:embed overlays
var overlays embed.FS

// Named finds what is shipped by its name: a template, or an overlay. It is a document.Resolver that knows no files, for pages and
// wherever else a document comes from nowhere in particular.
// Errors: there is none of that name and kind; the sentence names those that there are.
func Named(kind, _, name string) (document.Source, error) {
	ending := strings.ToLower(kind) + ".yaml"
	if strings.ContainsAny(name, "/.") {
		return document.Source{}, fmt.Errorf("%s is a file, and there are no files here. Write the document out whole first: comity check --expand FILE.", name) //nolint:staticcheck // a sentence for a person
	}
	if slices.Contains(Names(kind), name) {
		for _, at := range []struct {
			in   fs.FS
			path string
		}{{files, name + "/" + ending}, {overlays, "overlays/" + name + "." + ending}} {
			if text, err := fs.ReadFile(at.in, at.path); err == nil {
				return document.Source{Name: name + "." + ending + " (shipped)", Text: text}, nil
			}
		}
	}
	return document.Source{}, fmt.Errorf("No %s called %s is shipped with Comity. There are %s.", strings.ToLower(kind), name, strings.Join(Names(kind), ", ")) //nolint:staticcheck // a sentence for a person
}

// Overlay is a document that is no whole one: others are laid on it by name. Kinds are the kinds of document that it has, in lower case.
type Overlay struct {
	ID, About string
	Kinds     []string
}

// Overlays lists those that are shipped, by id. About is one sentence, from the first line of the first of its documents.
func Overlays() (out []Overlay) {
	paths, _ := fs.Glob(overlays, "overlays/*.yaml") // the pattern is sound
	for _, path := range paths {
		id, kind, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(path, "overlays/"), ".yaml"), ".")
		if n := len(out); n > 0 && out[n-1].ID == id {
			out[n-1].Kinds = append(out[n-1].Kinds, kind)
			continue
		}
		text, _ := fs.ReadFile(overlays, path)
		first, _, _ := strings.Cut(string(text), "\n")
		_, about, _ := strings.Cut(first, ": ")
		out = append(out, Overlay{ID: id, About: about, Kinds: []string{kind}})
	}
	return out
}

// Names lists what Named finds of a kind, in order.
func Names(kind string) (out []string) {
	ending := strings.ToLower(kind) + ".yaml"
	whole, _ := fs.Glob(files, "*/"+ending) // the patterns are sound
	parts, _ := fs.Glob(overlays, "overlays/*."+ending)
	for _, path := range whole {
		out = append(out, strings.TrimSuffix(path, "/"+ending))
	}
	for _, path := range parts {
		out = append(out, strings.TrimSuffix(strings.TrimPrefix(path, "overlays/"), "."+ending))
	}
	slices.Sort(out)
	return out
}
