// Package assets holds what a browser needs beside the pages: the style sheet, the script and the icon.
//
// `make web` builds them with npm into dist, which is not committed, under names that change with what is in them; so a
// browser may keep each for ever. A clone without npm compiles all the same: dist is then empty, Built is false, Path gives
// nothing, and the pages are plain and work.
package assets

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
)

// Prefix begins the address of every asset.
const Prefix = "/assets/"

//go:embed all:dist
var dist embed.FS

// built is read once, when the program starts.
var built = must(open(dist))

// Built reports whether npm has run.
func Built() bool { return built.manifest != nil }

// Path gives the address of an asset by its plain name: "app.css", "app.js", "start.js", "icon.svg", "LICENCES.txt".
// It is empty where there is none, so that a template can leave the reference out.
func Path(name string) string { return built.path(name) }

// Manifest gives the address of every asset by its plain name. The map is the caller's.
func Manifest() map[string]string {
	out := make(map[string]string, len(built.manifest))
	for name := range built.manifest {
		out[name] = built.path(name)
	}
	return out
}

// Handler serves the assets at their addresses, compressed where the browser takes that. Anything else is not found.
func Handler() http.Handler { return built }

// set is one build of the assets. It never changes, so all may read it at once.
type set struct {
	manifest map[string]string // plain name: file name; nil before npm has run
	files    map[string]file   // by file name
}

// file is one asset as it is sent.
type file struct {
	kind         string // its media type
	plain, small []byte // as it is, and compressed with gzip
}

// kinds are the media types of what build.mjs writes. They are not taken from the machine, which may know others.
var kinds = map[string]string{
	"css": "text/css; charset=utf-8",
	"js":  "text/javascript; charset=utf-8",
	"svg": "image/svg+xml",
	"txt": "text/plain; charset=utf-8",
}

// open reads a build. Without a manifest there is none, which is no error.
func open(from fs.FS) (*set, error) {
	s := &set{files: map[string]file{}}
	listed, err := fs.ReadFile(from, "dist/manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(listed, &s.manifest); err != nil {
		return nil, fmt.Errorf("assets: manifest.json: %w", err)
	}
	for _, name := range s.manifest {
		f := file{kind: kinds[name[strings.LastIndexByte(name, '.')+1:]]}
		if f.kind == "" {
			return nil, fmt.Errorf("assets: no media type is known for %s", name)
		}
		if f.plain, err = fs.ReadFile(from, "dist/"+name); err != nil {
			return nil, fmt.Errorf("assets: %w: run `make web` again", err)
		}
		if f.small, err = fs.ReadFile(from, "dist/"+name+".gz"); err != nil {
			return nil, fmt.Errorf("assets: %w: run `make web` again", err)
		}
		s.files[name] = f
	}
	return s, nil
}

func must(s *set, err error) *set {
	if err != nil {
		panic(err)
	}
	return s
}

func (s *set) path(name string) string {
	if hashed, ok := s.manifest[name]; ok {
		return Prefix + hashed
	}
	return ""
}
