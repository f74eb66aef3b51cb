package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Rewrite returns a YAML document in which replace gives each single value anew; everything else stays as it was written, with its
// comments. The path of a value is written as organisations[0].name; a value that replace returns as it is stays as it stands, in
// its own quotes.
// Errors: it is no YAML, or a value that is to be replaced does not stand on one line.
func Rewrite(text string, replace func(path, value string) string) (string, error) {
	file, err := parser.ParseBytes([]byte(text), parser.ParseComments)
	if err != nil {
		return "", fmt.Errorf("rewrite: %w", err)
	}
	var values []singleValue
	for _, doc := range file.Docs {
		values = singleValues(values, "", doc.Body)
	}
	lines := [][]rune{}
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, []rune(line))
	}
	for _, v := range slices.Backward(values) { // from the end, so that what stands before keeps its place
		now := replace(v.path, v.value)
		if now == v.value {
			continue
		}
		line := lines[v.line-1]
		end, ok := v.end(line)
		if !ok {
			return "", fmt.Errorf("rewrite, line %d: %s is not written as a single value on one line", v.line, v.path)
		}
		lines[v.line-1] = slices.Concat(line[:v.column-1], []rune(yamlText(now)), line[end:])
	}
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = string(l)
	}
	return strings.Join(out, "\n"), nil
}

// singleValue is a single value of a document: its path, and where it stands, counted from 1.
type singleValue struct {
	path, value  string
	line, column int
}

// singleValues adds every single value at or below a node, in the order of the document.
func singleValues(list []singleValue, path string, n ast.Node) []singleValue {
	switch n := n.(type) {
	case *ast.MappingNode:
		for _, v := range n.Values {
			list = singleValues(list, path, v)
		}
	case *ast.MappingValueNode:
		if path != "" {
			path += "."
		}
		return singleValues(list, path+n.Key.GetToken().Value, n.Value)
	case *ast.SequenceNode:
		for i, v := range n.Values {
			list = singleValues(list, fmt.Sprintf("%s[%d]", path, i), v)
		}
	case *ast.LiteralNode: // of several lines: there to be refused
		list = append(list, singleValue{path, n.Value.Value, n.Start.Position.Line, n.Start.Position.Column})
	case ast.ScalarNode:
		t := n.GetToken()
		list = append(list, singleValue{path, t.Value, t.Position.Line, t.Position.Column})
	}
	return list
}

// end is where the value ends on its line.
func (v singleValue) end(line []rune) (int, bool) {
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
	end := start + len([]rune(v.value))
	return end, end <= len(line) && string(line[start:end]) == v.value
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
