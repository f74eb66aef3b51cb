package document

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"comity/workflow/calendar"

	"github.com/goccy/go-yaml/ast"
)

// stringOf is the text of a node that is text and nothing else.
func stringOf(n ast.Node) (string, bool) {
	switch v := n.(type) {
	case *ast.StringNode:
		return v.Value, true
	case *ast.LiteralNode:
		return v.Value.Value, true
	}
	return "", false
}

// rawScalar is what was written for a single value of whatever type: 50_000.50, 2026-04-01.
func rawScalar(n ast.Node) (string, bool) {
	if text, ok := stringOf(n); ok {
		return text, true
	}
	switch n.(type) {
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	}
	return "", false
}

// describe names what somebody wrote, to stand after "this is".
func describe(n ast.Node) string {
	raw, _ := rawScalar(n)
	switch n.(type) {
	case *ast.StringNode, *ast.LiteralNode:
		return "the text " + quoted(raw)
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "the number " + raw
	case *ast.BoolNode:
		return raw
	case *ast.SequenceNode:
		return "a list"
	case *ast.MappingNode:
		return "a mapping"
	}
	return "something else"
}

// expected names what a key takes, to stand after "expects".
func expected(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t {
	case reflect.TypeFor[calendar.Date]():
		return "a date, as in 2026-04-01"
	case reflect.TypeFor[calendar.Period]():
		return "a period, as in P10WD, P15D, P2M or P1Y"
	case reflect.TypeFor[Pounds]():
		return "an amount in pounds, as in £50,000"
	case reflect.TypeFor[Posts]():
		return "a number of full-time equivalents, as in 0.5"
	}
	switch t.Kind() {
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "a whole number"
	case reflect.Slice:
		if t.Elem().Kind() == reflect.String {
			return "a list, as in [one, two]"
		}
		return "a list"
	}
	return "a mapping of keys to values"
}

// fieldsOf maps the keys of a struct to its fields.
func fieldsOf(t reflect.Type) map[string]int {
	fields := map[string]int{}
	for i := range t.NumField() {
		if name := jsonName(t.Field(i)); name != "" {
			fields[name] = i
		}
	}
	return fields
}

// jsonName is the key of a field, empty for one that documents do not have.
func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" {
		return ""
	}
	return name
}

// keysOf lists the keys of a struct in the order of its fields.
func keysOf(fields map[string]int) []string {
	return slices.SortedFunc(maps.Keys(fields), func(a, b string) int { return cmp.Compare(fields[a], fields[b]) })
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// keyOf is the last key of a path, as sentences name it: seats for boards[0].seats[2].
func keyOf(path string) string {
	last := path[strings.LastIndexByte(path, '.')+1:]
	name, index, item := strings.Cut(last, "[")
	if !item {
		return name
	}
	number, err := strconv.Atoi(strings.TrimSuffix(index, "]"))
	if err != nil {
		return name
	}
	return name + " (no. " + strconv.Itoa(number+1) + ")"
}

// quoted puts what somebody wrote between quotation marks, cut short where it is long.
func quoted(s string) string {
	runes := []rune(s)
	if len(runes) > 60 {
		s = string(runes[:57]) + "…"
	}
	return strconv.Quote(s)
}
