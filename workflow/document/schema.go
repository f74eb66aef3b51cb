package document

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"

	"comity/workflow/calendar"
)

// GovernanceSchema is the JSON Schema (2020-12) of governance documents, for editors that check while one writes. It says what a document
// may look like; what must also make sense, Check says.
func GovernanceSchema() []byte {
	return schemaDocument(reflect.TypeFor[Governance](), "Comity governance document")
}

// WorkflowSchema is GovernanceSchema for workflow documents.
func WorkflowSchema() []byte {
	return schemaDocument(reflect.TypeFor[Workflow](), "Comity workflow document")
}

func schemaDocument(t reflect.Type, title string) []byte {
	s := objectSchema(t)
	s["$schema"] = draft
	s["$id"] = "https://comity.invalid/schema/" + strings.ToLower(t.Name()) + ".json"
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

// objectSchema describes a struct.
func objectSchema(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, d := jsonName(f), demandOf(f)
		s := valueSchema(f.Type, d)
		if text := comments()[t.Name()+"."+f.Name]; text != "" {
			s["description"] = text
		}
		properties[name] = s
		if d.required {
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
func valueSchema(t reflect.Type, d demand) map[string]any {
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
		return objectSchema(t)
	case reflect.Slice:
		s := map[string]any{"type": "array", "items": valueSchema(t.Elem(), demand{enum: d.enum, token: d.token, min: d.min})}
		if d.required {
			s["minItems"] = 1
		}
		return s
	case reflect.Map:
		if t.Elem().Kind() == reflect.String {
			return map[string]any{"type": "object", "additionalProperties": valueSchema(t.Elem(), d)}
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
