package document

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"

	"comity/workflow/calendar"
)

// GovernanceSchema is the JSON Schema (2020-12) of governance documents, for editors that check while one writes. It says what a document
// may look like; what must also make sense, Check says. A document that names others under extends says only what is otherwise, and nothing is
// missing in it; any other is whole.
func GovernanceSchema() []byte {
	return schemaDocument(reflect.TypeFor[Governance](), "Comity governance document", false)
}

// GovernanceOverlaySchema is GovernanceSchema for a document that is laid under or over others and is never published by itself, whether it
// names those below it or leaves that to who lays it on them.
func GovernanceOverlaySchema() []byte {
	return schemaDocument(reflect.TypeFor[Governance](), "Comity governance overlay", true)
}

// WorkflowSchema is GovernanceSchema for workflow documents.
func WorkflowSchema() []byte {
	return schemaDocument(reflect.TypeFor[Workflow](), "Comity workflow document", false)
}

// WorkflowOverlaySchema is GovernanceOverlaySchema for workflow documents.
func WorkflowOverlaySchema() []byte {
	return schemaDocument(reflect.TypeFor[Workflow](), "Comity workflow overlay", true)
}

func schemaDocument(t reflect.Type, title string, overlay bool) []byte {
	s, name := map[string]any{}, strings.ToLower(t.Name())
	if overlay {
		s, name = layerSchema(t), name+"-overlay"
	} else {
		s["if"] = map[string]any{"required": []string{"extends"}}
		s["then"], s["else"] = map[string]any{"$ref": "#/$defs/laid"}, map[string]any{"$ref": "#/$defs/whole"}
		s["$defs"] = map[string]any{"laid": layerSchema(t), "whole": objectSchema(t, false)}
	}
	s["$schema"] = draft
	s["$id"] = "https://comity.invalid/schema/" + name + ".json"
	s["title"] = title
	s["description"] = comments()[t.Name()]
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(s); err != nil {
		panic(err) // maps, lists and texts only
	}
	return out.Bytes()
}

// layerSchema describes a document of which others say the rest: it says which format it is in and what it is.
func layerSchema(t reflect.Type) map[string]any {
	s := objectSchema(t, true)
	s["required"] = []string{"api_version", "kind"}
	return s
}

// objectSchema describes a struct. In a layer it needs nothing: the rest may lie below.
func objectSchema(t reflect.Type, layer bool) map[string]any {
	properties, required := map[string]any{}, []string{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, d := jsonName(f), demandOf(f)
		s := valueSchema(f.Type, d, layer)
		if text := comments()[t.Name()+"."+f.Name]; text != "" {
			s["description"] = text
		}
		properties[name] = s
		if d.required && !layer {
			required = append(required, name)
		}
	}
	s := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

const (
	tokenPattern  = "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
	datePattern   = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
	periodPattern = "^P([1-9][0-9]*WD|[1-9][0-9]*W|([1-9][0-9]*Y)?([1-9][0-9]*M)?([1-9][0-9]*D)?)$"
)

// valueSchema describes a value, with what its tag demands of it.
func valueSchema(t reflect.Type, d demand, layer bool) map[string]any {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t {
	case reflect.TypeFor[calendar.Date]():
		return map[string]any{"type": "string", "pattern": datePattern}
	case reflect.TypeFor[calendar.Period]():
		return map[string]any{"type": "string", "pattern": periodPattern, "minLength": 3}
	case reflect.TypeFor[Pounds](), reflect.TypeFor[Posts]():
		return map[string]any{"type": []string{"string", "number"}}
	case reflect.TypeFor[calendar.Holiday]():
		return map[string]any{"type": "object", "additionalProperties": false, "required": []string{"date"}, "properties": map[string]any{
			"date": map[string]any{"type": "string", "pattern": datePattern}, "title": map[string]any{"type": "string"}}}
	}
	switch t.Kind() {
	case reflect.Struct:
		return objectSchema(t, layer)
	case reflect.Slice:
		layer = layer && identified(t) // any other list stands in the place of the one below, and is whole
		s := map[string]any{"type": "array", "items": valueSchema(t.Elem(), demand{enum: d.enum, token: d.token, min: d.min}, layer)}
		switch {
		case layer:
			s["items"].(map[string]any)["required"] = []string{"id"} // by which it is laid over the one below
		case d.required:
			s["minItems"] = 1
		}
		return s
	case reflect.Map:
		if t.Elem().Kind() == reflect.String {
			return map[string]any{"type": "object", "additionalProperties": valueSchema(t.Elem(), d, layer)}
		}
		return map[string]any{"type": "object"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int:
		s := map[string]any{"type": "integer"}
		if d.min != nil {
			s["minimum"] = *d.min
		}
		return s
	}
	s := map[string]any{"type": "string"}
	switch {
	case d.enum != "":
		s["enum"] = enums[d.enum]
	case d.token:
		s["pattern"] = tokenPattern
	case d.required:
		s["minLength"] = 1
	}
	return s
}
