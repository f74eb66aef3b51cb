package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// blueprint is a YAML document of which single values are replaced. Everything else stays as it was written, with its comments.
type blueprint struct {
	lines  [][]rune
	values []yamlValue
}

// yamlValue is one single value: its path, as organisations[0].name, and where it stands, both counted from 1.
type yamlValue struct {
	Path, Value  string
	line, column int
}

// newBlueprint reads a document. Errors: it is no YAML, or not one mapping.
func newBlueprint(text string) (*blueprint, error) {
	file, err := parser.ParseBytes([]byte(text), parser.ParseComments)
	if err != nil {
		return nil, fmt.Errorf("read template: %w", err)
	}
	b := &blueprint{}
	for line := range strings.SplitSeq(text, "\n") {
		b.lines = append(b.lines, []rune(line))
	}
	for _, doc := range file.Docs {
		b.walk("", doc.Body)
	}
	return b, nil
}

// walk notes every single value below a node.
func (b *blueprint) walk(path string, n ast.Node) {
	switch n := n.(type) {
	case *ast.MappingNode:
		for _, v := range n.Values {
			b.walk(path, v)
		}
	case *ast.MappingValueNode:
		if path != "" {
			path += "."
		}
		b.walk(path+n.Key.GetToken().Value, n.Value)
	case *ast.SequenceNode:
		for i, v := range n.Values {
			b.walk(fmt.Sprintf("%s[%d]", path, i), v)
		}
	case ast.ScalarNode:
		t := n.GetToken()
		b.values = append(b.values, yamlValue{path, t.Value, t.Position.Line, t.Position.Column})
	}
}

// write returns the document with the values that replace gives something else for.
func (b *blueprint) write(replace func(v yamlValue) string) (string, error) {
	lines := make([][]rune, len(b.lines))
	copy(lines, b.lines)
	for i := len(b.values) - 1; i >= 0; i-- { // from the end, so that what stands before keeps its place
		v := b.values[i]
		now := replace(v)
		if now == v.Value {
			continue
		}
		line := lines[v.line-1]
		end, ok := scalarEnd(line, v)
		if !ok {
			return "", fmt.Errorf("template, line %d: %s is not written as a single value on one line", v.line, v.Path)
		}
		start := v.column - 1
		lines[v.line-1] = append(append(append([]rune{}, line[:start]...), []rune(yamlText(now))...), line[end:]...)
	}
	var out strings.Builder
	for i, l := range lines {
		if i > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(string(l))
	}
	return out.String(), nil
}

// scalarEnd is where a value ends on its line.
func scalarEnd(line []rune, v yamlValue) (int, bool) {
	start := v.column - 1
	if start >= len(line) {
		return 0, false
	}
	if quote := line[start]; quote == '"' || quote == '\'' {
		for i := start + 1; i < len(line); i++ {
			if line[i] == '\\' && quote == '"' {
				i++
			} else if line[i] == quote {
				return i + 1, true
			}
		}
		return 0, false
	}
	end := start + len([]rune(v.Value))
	return end, end <= len(line) && string(line[start:end]) == v.Value
}

// plain is what may stand in YAML without quotes, in lists and mappings of either style.
var plain = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9_-]*( [A-Za-z0-9_-]+)*|\d{4}-\d\d-\d\d)$`)

// yamlText writes a text as a value.
func yamlText(s string) string {
	switch strings.ToLower(s) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
	default:
		if plain.MatchString(s) {
			return s
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return `""` // a string is always JSON
	}
	return strings.TrimSpace(b.String())
}
