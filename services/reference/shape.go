package reference

import (
	"encoding"
	"encoding/json"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
	"time"

	"comity/workflow/calendar"
)

// tree is a JSON object in the making.
type tree = map[string]any

// describer says what a field of a struct is, in sentences; "" for nothing to say.
type describer func(in reflect.Type, f reflect.StructField) string

// shaper describes Go types as JSON Schema, in words that draft 7 and 2020-12 have in common: what encoding/json writes of
// a value, no more and no less.
type shaper struct {
	describe describer

	// emptyLists says that a list which is always there may be null, which is how encoding/json writes one that is nil.
	emptyLists bool

	// named gathers the structs below the one that is described, by their names; nil describes each where it stands.
	named tree
}

// of describes a type. within are the structs that it is in, so that one that holds itself comes to an end.
func (s shaper) of(t reflect.Type, within ...reflect.Type) tree {
	switch t {
	case reflect.TypeFor[time.Time]():
		return tree{"type": "string", "format": "date-time"}
	case reflect.TypeFor[json.RawMessage]():
		return tree{}
	case reflect.TypeFor[calendar.Date]():
		return tree{"type": "string", "format": "date"}
	}
	if t.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return tree{"type": "string"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem(), within...)
	case reflect.String:
		return tree{"type": "string"}
	case reflect.Bool:
		return tree{"type": "boolean"}
	case reflect.Slice, reflect.Array:
		return tree{"type": "array", "items": s.of(t.Elem(), within...)}
	case reflect.Map:
		return tree{"type": "object", "additionalProperties": s.of(t.Elem(), within...)}
	case reflect.Interface:
		return tree{}
	case reflect.Struct:
		if slices.Contains(within, t) {
			return tree{"type": "object"}
		}
		if s.named != nil && len(within) > 0 && t.Name() != "" {
			return s.byName(t)
		}
		fields, required := s.fields(t, append(slices.Clone(within), t)...)
		return object(fields, required)
	}
	return tree{"type": "integer"}
}

// byName describes a struct once, and refers to it: value.answer.CaseRow is CaseRow of package answer.
func (s shaper) byName(t reflect.Type) tree {
	name := "value." + path.Base(t.PkgPath()) + "." + t.Name()
	if _, there := s.named[name]; !there {
		s.named[name] = tree{} // it may hold itself
		fields, required := s.fields(t, t)
		s.named[name] = object(fields, required)
	}
	return schemaRef(name)
}

// object is a closed object: it has these fields and no others.
func object(fields tree, required []string) tree {
	out := tree{"type": "object", "properties": fields, "additionalProperties": false}
	if len(required) > 0 {
		out["required"] = slices.Sorted(slices.Values(required))
	}
	return out
}

// fields describes the fields of a struct by their names in JSON, and lists those that are always there.
func (s shaper) fields(t reflect.Type, within ...reflect.Type) (out tree, required []string) {
	out = tree{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			inner, needed := s.fields(f.Type, within...)
			maps.Copy(out, inner)
			required = append(required, needed...)
			continue
		case !f.IsExported() || name == "-":
			continue
		}
		out[name] = s.field(t, f, options, within...)
		if !mayBeAbsent(f.Type, options) {
			required = append(required, name)
		}
	}
	return out, required
}

func (s shaper) field(t reflect.Type, f reflect.StructField, options string, within ...reflect.Type) tree {
	of := s.of(f.Type, within...)
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	switch {
	case strings.Contains(options, "string"):
		of = tree{"type": "string", "pattern": "^[0-9]+$"}
	case f.Type.Kind() == reflect.String && (strings.HasSuffix(name, "_on") || strings.HasSuffix(name, "_day")):
		of["format"] = "date"
	case f.Type.Kind() == reflect.Slice && s.emptyLists && !mayBeAbsent(f.Type, options) && of["type"] == "array":
		of["type"] = []string{"array", "null"}
	}
	if s.describe != nil && of["$ref"] == nil { // whose neighbours are not read
		if text := s.describe(t, f); text != "" {
			of["description"] = text
		}
	}
	return of
}

// mayBeAbsent reports whether encoding/json leaves a field out when it is empty: omitempty does nothing to a struct.
func mayBeAbsent(t reflect.Type, options string) bool {
	return strings.Contains(options, "omitzero") || strings.Contains(options, "omitempty") && t.Kind() != reflect.Struct
}
