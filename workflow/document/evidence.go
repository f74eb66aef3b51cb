package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// MaxEvidenceData is the largest data of an evidence item, in bytes.
const MaxEvidenceData = 64 << 10

// ValidateEvidence holds an item's data against the schema of its type, and says all that is wrong with it. Path is a JSON Pointer into
// the data, empty for the whole. A type without a schema takes any object; data left out is an empty object.
func ValidateEvidence(t *EvidenceType, data json.RawMessage) []Problem {
	if len(bytes.TrimSpace(data)) == 0 {
		data = json.RawMessage("{}")
	}
	if len(data) > MaxEvidenceData {
		return []Problem{wrongData(nil, "too_large", fmt.Sprintf("The data of %s is larger than %d KiB; attach a document instead.", t.ID, MaxEvidenceData>>10))}
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return []Problem{wrongData(nil, "not_json", "This is not JSON: "+err.Error()+".")}
	}
	if len(t.Schema) == 0 {
		if _, object := value.(map[string]any); !object {
			return []Problem{wrongData(nil, "evidence_invalid", "The data of an evidence item is an object.")}
		}
		return nil
	}
	schema, err := schemaOf(t.Schema)
	if err != nil {
		return []Problem{wrongData(nil, "schema_invalid", "The schema of "+t.ID+" cannot be used.")}
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(schema.Validate(value), &invalid) {
		return nil
	}
	found := leaves(invalid)
	slices.SortFunc(found, func(a, b Problem) int {
		return strings.Compare(a.Path+"\x00"+a.Sentence, b.Path+"\x00"+b.Sentence)
	})
	return slices.Compact(found)
}

func wrongData(at []string, code, sentence string) Problem {
	var pointer strings.Builder
	for _, step := range at {
		pointer.WriteString("/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(step))
	}
	return Problem{Path: pointer.String(), Code: code, Sentence: sentence, Severity: Error}
}

// leaves are the problems at the bottom of a validation error. Alternatives (anyOf, oneOf) are one problem: none of them fits, and
// the reasons why each does not would only confuse.
func leaves(e *jsonschema.ValidationError) []Problem {
	at := e.InstanceLocation
	what := "The data"
	if len(at) > 0 {
		what = strings.Join(at, ".")
	}
	one := func(format string, args ...any) []Problem {
		return []Problem{wrongData(at, "evidence_invalid", what+" "+fmt.Sprintf(format, args...)+".")}
	}
	switch k := e.ErrorKind.(type) {
	case *kind.Required:
		return one("must have %s", and(k.Missing))
	case *kind.AdditionalProperties:
		return one("has %s, which the schema does not know", and(k.Properties))
	case *kind.Type:
		return one("must be %s, and is %s", jsonType(strings.Join(k.Want, " or ")), jsonType(k.Got))
	case *kind.Enum:
		return one("must be one of %s", listed(k.Want))
	case *kind.Const:
		return one("must be %s", listed([]any{k.Want}))
	case *kind.MinItems:
		return one("must have at least %s, and has %d", count(k.Want, "member"), k.Got)
	case *kind.MaxItems:
		return one("must have at most %s, and has %d", count(k.Want, "member"), k.Got)
	case *kind.MinLength:
		return one("must have at least %s, and has %d", count(k.Want, "character"), k.Got)
	case *kind.MaxLength:
		return one("must have at most %s, and has %d", count(k.Want, "character"), k.Got)
	case *kind.Format:
		return one("must be in the form %s", k.Want)
	case *kind.Pattern:
		return one("must match the pattern %s", k.Want)
	case *kind.Minimum:
		return one("must be at least %s", k.Want.RatString())
	case *kind.Maximum:
		return one("must be at most %s", k.Want.RatString())
	case *kind.AnyOf, *kind.OneOf:
		return one("fits none, or more than one, of the alternatives that the schema allows")
	}
	if len(e.Causes) == 0 {
		return one("does not fit: %s", e.BasicOutput().Error)
	}
	var found []Problem
	for _, cause := range e.Causes {
		found = append(found, leaves(cause)...)
	}
	return found
}

func jsonType(name string) string {
	return strings.NewReplacer("string", "text", "array", "a list", "object", "an object", "integer", "a whole number",
		"number", "a number", "boolean", "true or false", "null", "nothing").Replace(name)
}

func listed(values []any) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = fmt.Sprint(v)
	}
	return strings.Join(words, ", ")
}

// schemaURL is the name of a schema inside the compiler; nothing is ever fetched by it.
const schemaURL = "urn:comity:evidence"

// draft is the one dialect of JSON Schema that documents use.
const draft = "https://json-schema.org/draft/2020-12/schema"

// schemaOf compiles a schema, once for the same content.
func schemaOf(schema map[string]any) (*jsonschema.Schema, error) {
	text, err := json.Marshal(schema)
	if err != nil {
		return nil, fmt.Errorf("write schema: %w", err)
	}
	return schemas.of(string(text))
}

var schemas = newMemo(256, func(text string) (*jsonschema.Schema, error) {
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("read schema: %w", err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	c.UseLoader(noLoader{})
	if err := c.AddResource(schemaURL, doc); err != nil {
		return nil, err
	}
	return c.Compile(schemaURL)
})

// noLoader refuses every reference out of the document: a schema that is fetched may be another one tomorrow.
type noLoader struct{}

func (noLoader) Load(url string) (any, error) {
	return nil, fmt.Errorf("%s is outside the document, and a schema must be whole in itself", url)
}

// schemas checks that the schemas of the workflow's own evidence types are JSON Schemas.
func (c *check) schemas(w *Workflow) {
	for i := range w.EvidenceTypes {
		t, path := &w.EvidenceTypes[i], item("evidence_types", i)+".schema"
		if len(t.Schema) == 0 || c.source.spoilt(path) || c.spoiltWithin(path) {
			continue
		}
		if says, ok := t.Schema["$schema"].(string); ok && says != draft {
			c.fail(path+".$schema", "schema_invalid", "Schemas are written in JSON Schema 2020-12: leave $schema out, or say %s.", draft)
			continue
		}
		if _, err := schemaOf(t.Schema); err != nil {
			c.badSchema(t, path, err)
		}
	}
}

func (c *check) spoiltWithin(path string) bool {
	for p := range c.source.broken {
		if strings.HasPrefix(p, path) {
			return true
		}
	}
	return false
}

// badSchema places each mistake in a schema on the key it is about.
func (c *check) badSchema(t *EvidenceType, path string, err error) {
	var bad *jsonschema.SchemaValidationError
	var invalid *jsonschema.ValidationError
	if errors.As(err, &bad) && errors.As(bad.Err, &invalid) {
		for _, p := range leaves(invalid) {
			c.fail(path+yamlPath(p.Path), "schema_invalid", "The schema of %s is no JSON Schema: %s", t.ID, p.Sentence)
		}
		return
	}
	reason, _, _ := strings.Cut(err.Error(), "\n")
	c.fail(path, "schema_invalid", "The schema of %s cannot be used: %s.", t.ID, strings.ReplaceAll(reason, schemaURL, ""))
}

// yamlPath turns a JSON Pointer into the rest of a document path.
func yamlPath(pointer string) string {
	var path strings.Builder
	for _, step := range strings.Split(pointer, "/")[min(1, len(pointer)):] {
		if strings.Trim(step, "0123456789") == "" && step != "" {
			path.WriteString("[" + step + "]")
		} else {
			path.WriteString("." + strings.NewReplacer("~1", "/", "~0", "~").Replace(step))
		}
	}
	return path.String()
}
