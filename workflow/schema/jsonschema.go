package schema

// JSONSchema describes a command as a JSON Schema (2020-12), of the same strictness as Decode where the language can say it.
func JSONSchema(name, summary string, v any) map[string]any {
	s := object(Of(v))
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = name
	if summary != "" {
		s["description"] = summary
	}
	return s
}

func object(fields []Field) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, f := range fields {
		properties[f.Name] = property(f)
		if f.Required {
			required = append(required, f.Name)
		}
	}
	s := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

func property(f Field) map[string]any {
	s := map[string]any{}
	if of, ok := f.Element(); ok {
		s["type"], s["items"] = "array", value(Field{Type: of, Enum: f.Enum, Minimum: f.Minimum, Fields: f.Fields})
		if f.Required {
			s["minItems"] = 1
		}
	} else {
		s = value(f)
		if f.Type == String && f.Required && len(f.Enum) == 0 {
			s["pattern"] = `\S`
		}
	}
	if f.Doc != "" {
		s["description"] = f.Doc
	}
	return s
}

func value(f Field) map[string]any {
	s := map[string]any{}
	switch f.Type {
	case String:
		s["type"] = "string"
		if len(f.Enum) > 0 {
			s["enum"] = f.Enum
		}
	case Integer:
		s["type"], s["minimum"], s["maximum"] = "integer", int64(-maxExact), int64(maxExact)
		if f.Minimum != nil {
			s["minimum"] = *f.Minimum
		}
	case Boolean:
		s["type"] = "boolean"
	case Date:
		s["type"], s["format"] = "string", "date"
	case Time:
		s["type"], s["format"] = "string", "date-time"
	case Object:
		return object(f.Fields)
	case JSON:
		s["not"] = map[string]any{"type": "null"}
	}
	return s
}
