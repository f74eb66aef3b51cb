package document

import (
	"encoding"
	"maps"
	"reflect"
	"slices"

	"github.com/goccy/go-yaml"
)

// Expand writes a document out with everything in it that stands for something else put in full: with all that it is laid on, with a board for
// each of the areas that have one like it, and the seats of templates under seats. Read again it is the same document. Comments are not kept. Errors: the YAML library's.
func Expand(doc *Document) (string, error) {
	var v reflect.Value
	if doc.Governance != nil {
		g := *doc.Governance
		g.Boards = slices.Clone(g.Boards)
		for i := range g.Boards {
			g.Boards[i].SeatsFor, g.Boards[i].ForAreas = nil, nil
		}
		v = reflect.ValueOf(&g).Elem()
	} else {
		v = reflect.ValueOf(doc.Workflow).Elem()
	}
	out, err := yaml.MarshalWithOptions(written(v), yaml.IndentSequence(true))
	return string(out), err
}

// written is a value as YAML writes it: structs as mappings in the order of their fields, without what is not said.
func written(v reflect.Value) any {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if text, ok := v.Interface().(encoding.TextMarshaler); ok {
		out, err := text.MarshalText()
		if err != nil {
			return err.Error() // a value that was read can be written
		}
		return string(out)
	}
	switch v.Kind() {
	case reflect.Struct:
		var out yaml.MapSlice
		for i := range v.NumField() {
			name, f := jsonName(v.Type().Field(i)), v.Field(i)
			if name == "" || f.IsZero() || f.Kind() == reflect.Slice && f.Len() == 0 {
				continue
			}
			out = append(out, yaml.MapItem{Key: name, Value: written(f)})
		}
		return out
	case reflect.Slice:
		out := make([]any, v.Len())
		for i := range out {
			out[i] = written(v.Index(i))
		}
		return out
	case reflect.Map:
		if v.Type().Elem().Kind() != reflect.String {
			return v.Interface()
		}
		texts := v.Interface().(map[string]string)
		var out yaml.MapSlice
		for _, key := range slices.Sorted(maps.Keys(texts)) {
			out = append(out, yaml.MapItem{Key: key, Value: texts[key]})
		}
		return out
	}
	return v.Interface()
}
