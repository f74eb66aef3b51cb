package reference

import (
	"encoding/json"
	"slices"
	"strings"
)

// inline is a small value that stands on one line of YAML: [case, stage], {$ref: "…"}.
type inline string

// MarshalYAML implements yaml.BytesMarshaler.
func (s inline) MarshalYAML() ([]byte, error) { return []byte(s), nil }

// compact puts small values on one line each, so that a person can read the document: what is said of a field in a word or
// two, and lists of words.
func compact(v any) any {
	switch v := v.(type) {
	case []string:
		return listed(v)
	case []any:
		out := make([]any, len(v))
		for i, inner := range v {
			out[i] = compact(inner)
		}
		return out
	case tree:
		if line, ok := oneLined(v); ok {
			return line
		}
		out := make(tree, len(v))
		for name, inner := range v {
			out[name] = compact(inner)
		}
		return out
	}
	return v
}

func listed(words []string) inline {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = quote(w)
	}
	return inline("[" + strings.Join(quoted, ", ") + "]")
}

// oneLined writes an object of at most two plain members on one line.
func oneLined(v tree) (inline, bool) {
	if len(v) == 0 || len(v) > 2 {
		return "", false
	}
	var parts []string
	size := 0
	for name, inner := range v {
		var text string
		switch inner := inner.(type) {
		case string:
			text = quote(inner)
		case bool, int, int64:
			raw, _ := json.Marshal(inner) // plain
			text = string(raw)
		default:
			return "", false
		}
		part := quote(name) + ": " + text
		size += len(part)
		parts = append(parts, part)
	}
	if size > 120 {
		return "", false
	}
	slices.Sort(parts)
	return inline("{" + strings.Join(parts, ", ") + "}"), true
}

// quote writes a word as YAML, in quotation marks unless it can be nothing but text: JSON's are YAML's.
func quote(s string) string {
	plain := s != "" && !slices.Contains([]string{"true", "false", "null", "yes", "no", "on", "off", "y", "n"}, strings.ToLower(s)) &&
		strings.IndexFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && r != '_' }) < 0
	if plain {
		return s
	}
	var out strings.Builder
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string
	return strings.TrimSpace(out.String())
}
