package document

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"comity/workflow/schema"
)

// binder fills Go values from YAML nodes, notes where each stands, and goes on after a mistake. A key is known by the json tag of a
// field; what is written in Go is also what is read, so there is no second description of a document.
type binder struct {
	source   *source
	problems []Problem
}

// spoil records a problem with the value at path, of which nothing more is then said.
func (b *binder) spoil(at place, path, code, format string, args ...any) {
	b.source.broken[path] = true
	b.problem(at, path, code, format, args...)
}

func (b *binder) problem(at place, path, code, format string, args ...any) {
	b.problems = append(b.problems, Problem{
		File: b.source.fileOf(at), Line: at.line, Column: at.column, Path: path, Code: code,
		Sentence: fmt.Sprintf(format, args...), Severity: Error,
	})
}

func (b *binder) bindRoot(m *ast.MappingNode, into any) {
	b.source.places[""] = b.start(m)
	b.mapping(m, reflect.ValueOf(into).Elem(), "")
}

// bind sets v from n.
func (b *binder) bind(n ast.Node, v reflect.Value, path string) {
	b.source.places[path] = b.start(n)
	if n = b.plain(n, path); n == nil {
		return
	}
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	if into, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		b.text(n, into, path)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		if m, ok := n.(*ast.MappingNode); ok {
			b.mapping(m, v, path)
			return
		}
	case reflect.Slice:
		if s, ok := n.(*ast.SequenceNode); ok {
			b.list(s, v, path)
			return
		}
	case reflect.Map:
		if m, ok := n.(*ast.MappingNode); ok {
			b.entries(m, v, path)
			return
		}
	default:
		if b.scalar(n, v, path) {
			return
		}
	}
	b.wrongType(n, v.Type(), path)
}

// plain refuses what documents do not use: a value left out, anchors, aliases and tags. What stands on the page is what holds. It
// gives the node to go on with, nil where there is none.
func (b *binder) plain(n ast.Node, path string) ast.Node {
	for range maxDepth {
		switch v := n.(type) {
		case nil, *ast.NullNode:
			b.spoil(b.source.places[path], path, "no_value", "%s has no value. Give it one, or leave the key out.", keyOf(path))
			return nil
		case *ast.AliasNode:
			b.spoil(b.start(n), path, "alias", "%s repeats another value by a YAML alias (*…). Write it out, so that a reader sees what holds.", keyOf(path))
			return nil
		case *ast.AnchorNode:
			b.problem(b.start(n), path, "alias", "%s has a YAML anchor (&…). Documents use none.", keyOf(path))
			n = v.Value
		case *ast.TagNode:
			b.problem(b.start(n), path, "tag", "%s has a YAML tag (!…). Documents use none.", keyOf(path))
			n = v.Value
		default:
			return n
		}
	}
	return nil
}

func (b *binder) text(n ast.Node, into encoding.TextUnmarshaler, path string) {
	raw, ok := rawScalar(n)
	if !ok {
		b.wrongType(n, reflect.TypeOf(into).Elem(), path)
		return
	}
	if err := into.UnmarshalText([]byte(raw)); err != nil {
		b.spoil(b.start(n), path, "wrong_value", "%s: %s.", keyOf(path), err)
	}
}

func (b *binder) scalar(n ast.Node, v reflect.Value, path string) bool {
	switch v.Kind() {
	case reflect.String:
		text, ok := stringOf(n)
		v.SetString(text)
		return ok
	case reflect.Bool:
		yes, ok := n.(*ast.BoolNode)
		if ok {
			v.SetBool(yes.Value)
		}
		return ok
	case reflect.Int:
		if _, ok := n.(*ast.IntegerNode); !ok {
			return false
		}
		number, err := strconv.ParseInt(strings.ReplaceAll(n.GetToken().Value, "_", ""), 10, 32)
		v.SetInt(number)
		return err == nil
	}
	return false
}

func (b *binder) list(s *ast.SequenceNode, v reflect.Value, path string) {
	out := reflect.MakeSlice(v.Type(), len(s.Values), len(s.Values))
	for i, n := range s.Values {
		b.bind(n, out.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
	v.Set(out)
}

// mapping binds the keys of a struct, and names those it does not have.
func (b *binder) mapping(m *ast.MappingNode, v reflect.Value, path string) {
	fields := fieldsOf(v.Type())
	b.each(m, path, func(key string, at place, n ast.Node) {
		i, ok := fields[key]
		if !ok {
			b.unknownKey(key, at, fields, path)
			return
		}
		b.bind(n, v.Field(i), join(path, key))
	})
}

// each calls do for every key once, and names keys that are double or are no words.
func (b *binder) each(m *ast.MappingNode, path string, do func(key string, at place, value ast.Node)) {
	first := map[string]place{}
	for _, pair := range m.Values {
		at := b.start(pair.Key)
		var key string
		switch k := pair.Key.(type) {
		case *ast.StringNode:
			key = k.Value
		case *ast.MergeKeyNode:
			b.problem(at, join(path, "<<"), "alias", "<< merges another mapping into this one. Write it out, so that a reader sees what holds.")
			continue
		default:
			if raw, ok := rawScalar(pair.Key); ok {
				key = raw
				break
			}
			b.problem(at, path, "wrong_key", "A key is a word followed by a colon.")
			continue
		}
		if before, double := first[key]; double {
			b.problem(at, join(path, key), "duplicate_key", "%s stands here twice; the first is on line %d.", key, before.line)
			continue
		}
		first[key] = at
		do(key, at, pair.Value)
	}
}

func (b *binder) unknownKey(key string, at place, fields map[string]int, path string) {
	names := keysOf(fields)
	where := "The document"
	if path != "" {
		where = keyOf(path)
	}
	hint := didYouMean(key, names)
	if near := schema.Nearest(key, names); near != "" {
		b.source.broken[join(path, near)] = true // it is not missing, only misspelt
	}
	if _, err := strconv.Atoi(key); err == nil {
		hint = " An amount with commas must stand in quotes inside { }, as in \"£1,200,000\"."
	}
	b.problem(at, join(path, key), "unknown_key", "%s has no key %s.%s Known are %s.", where, quoted(key), hint, strings.Join(names, ", "))
}

// entries binds a mapping whose keys are free: posts to persons, or a JSON Schema.
func (b *binder) entries(m *ast.MappingNode, v reflect.Value, path string) {
	v.Set(reflect.MakeMap(v.Type()))
	b.each(m, path, func(key string, _ place, n ast.Node) {
		into := reflect.New(v.Type().Elem()).Elem()
		if into.Kind() == reflect.Interface {
			if free := b.free(n, join(path, key), 0); free != nil {
				into.Set(reflect.ValueOf(free))
			}
		} else {
			b.bind(n, into, join(path, key))
		}
		v.SetMapIndex(reflect.ValueOf(key), into)
	})
}

// free reads a value of any shape, as encoding/json would give it.
func (b *binder) free(n ast.Node, path string, depth int) any {
	b.source.places[path] = b.start(n)
	if depth > maxDepth {
		b.spoil(b.start(n), path, "too_deep", "The document is nested more than %d deep.", maxDepth)
		return nil
	}
	if _, null := n.(*ast.NullNode); null {
		return nil
	}
	if n = b.plain(n, path); n == nil {
		return nil
	}
	switch v := n.(type) {
	case *ast.MappingNode:
		out := map[string]any{}
		b.each(v, path, func(key string, _ place, n ast.Node) { out[key] = b.free(n, join(path, key), depth+1) })
		return out
	case *ast.SequenceNode:
		out := make([]any, len(v.Values))
		for i, n := range v.Values {
			out[i] = b.free(n, fmt.Sprintf("%s[%d]", path, i), depth+1)
		}
		return out
	case *ast.BoolNode:
		return v.Value
	case *ast.IntegerNode, *ast.FloatNode:
		if number, err := strconv.ParseFloat(strings.ReplaceAll(n.GetToken().Value, "_", ""), 64); err == nil {
			return number
		}
	}
	if text, ok := stringOf(n); ok {
		return text
	}
	b.spoil(b.start(n), path, "wrong_type", "%s holds %s, which has no place here.", keyOf(path), describe(n))
	return nil
}

func (b *binder) wrongType(n ast.Node, t reflect.Type, path string) {
	hint := ""
	if _, isText := rawScalar(n); isText && t.Kind() == reflect.String {
		hint = fmt.Sprintf(" Put it in quotes: %q.", n.GetToken().Value)
	}
	b.spoil(b.start(n), path, "wrong_type", "%s expects %s, and this is %s.%s", keyOf(path), expected(t), describe(n), hint)
}
