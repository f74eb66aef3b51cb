package reference

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Checker holds messages against the published document, and knows nothing else of what they should be. Its methods may be
// called concurrently.
type Checker struct {
	compiler *jsonschema.Compiler

	mu       sync.Mutex
	compiled map[string]*jsonschema.Schema // by pointer into the document
}

// documentAt is a name for the document; nothing is fetched.
const documentAt = "file:///asyncapi.yaml"

// NewChecker reads an AsyncAPI document in YAML.
// Errors: it is not YAML.
func NewChecker(document []byte) (*Checker, error) {
	asJSON, err := yaml.YAMLToJSON(document)
	if err != nil {
		return nil, fmt.Errorf("asyncapi: %w", err)
	}
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		return nil, fmt.Errorf("asyncapi: %w", err)
	}
	c := &Checker{compiler: jsonschema.NewCompiler(), compiled: map[string]*jsonschema.Schema{}}
	c.compiler.DefaultDraft(jsonschema.Draft7) // what AsyncAPI's own schemas are a superset of
	c.compiler.AssertFormat()
	if err := c.compiler.AddResource(documentAt, parsed); err != nil {
		return nil, fmt.Errorf("asyncapi: %w", err)
	}
	return c, nil
}

// Published holds a message of the feed against the payload that the document promises for its type and clearance.
// Errors: every way in which it is something else; a type that the document does not have.
func (c *Checker) Published(eventType, clearance string, body []byte) error {
	return c.hold("/components/messages/"+eventType+"."+clearance+"/payload", body)
}

// Answered holds what a view answered, without the frame that says how fresh it is, against the schema that the document has
// for it. Errors: as Published's.
func (c *Checker) Answered(view string, data []byte) error {
	return c.hold("/components/schemas/answer."+view+"/properties/data", data)
}

func (c *Checker) hold(pointer string, body []byte) error {
	s, err := c.schema(pointer)
	if err != nil {
		return fmt.Errorf("the document has no %s: %w", pointer, err)
	}
	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	return s.Validate(instance)
}

func (c *Checker) schema(pointer string) (*jsonschema.Schema, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.compiled[pointer]; s != nil {
		return s, nil
	}
	s, err := c.compiler.Compile(documentAt + "#" + pointer)
	if err == nil {
		c.compiled[pointer] = s
	}
	return s, err
}
