package schema_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"comity/workflow"
	"comity/workflow/schema"
)

// The published schema of a command and the decoder agree on what is taken.
func TestJSONSchemaAgreesWithDecode(t *testing.T) {
	for _, test := range []struct{ command, body string }{
		{"signoff.vote", `{"case":"C-1","signoff":"wcb","seat":"W1","choice":"approve"}`},
		{"signoff.vote", `{"case":"C-1","signoff":"wcb","seat":"W1","choice":"perhaps"}`},
		{"signoff.vote", `{"case":"C-1","signoff":"wcb","seat":" ","choice":"approve"}`},
		{"signoff.vote", `{"case":"C-1","signoff":"wcb","seat":"W1"}`},
		{"signoff.vote", `{"case":"C-1","signoff":"wcb","seat":"W1","choice":"approve","colour":"red"}`},
		{"commitment.offer", `{"case":"C-1","organisation":"wcc","amount_pence":12}`},
		{"commitment.offer", `{"case":"C-1","organisation":"wcc","amount_pence":-1}`},
		{"commitment.offer", `{"case":"C-1","organisation":"wcc","amount_pence":1.5}`},
		{"commitment.offer", `{"case":"C-1","organisation":"wcc","amount_pence":9007199254740993}`},
		{"commitment.offer", `{"case":"C-1","organisation":"wcc","amount_pence":null}`},
		{"case.request_gate", `{"case":"C-1","award":{"value_pence":1,"ends_on":"2030-03-31"}}`},
		{"case.request_gate", `{"case":"C-1","award":{"ends_on":"2030-02-30"}}`},
		{"case.return", `{"case":"C-1","signoff":"wcb","reasons":["a"]}`},
		{"case.return", `{"case":"C-1","signoff":"wcb","reasons":[]}`},
		{"meeting.schedule", `{"meeting":"m","board":"wcb","starts_at":"2027-06-01T10:00:00+01:00"}`},
		{"meeting.schedule", `{"meeting":"m","board":"wcb","starts_at":"2027-06-01 10:00"}`},
		{"mandate.grant", `{"mandate":"m","organisation":"wcc","seat":"W2","instrument":"4","commit":[{"kind":"money"}]}`},
		{"mandate.grant", `{"mandate":"m","organisation":"wcc","seat":"W2","instrument":"4","commit":[{"kind":"gold"}]}`},
		{"case.add_evidence", `{"case":"C-1","type":"x","data":{"anything":[1,null]}}`},
		{"case.add_evidence", `{"case":"C-1","type":"x","data":null}`},
	} {
		spec, ok := workflow.Find(test.command)
		if !ok {
			t.Fatal(test.command)
		}
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(test.body)))
		if err != nil {
			t.Fatal(err)
		}
		published := compile(t, spec).Validate(value) == nil
		taken := len(schema.Decode([]byte(test.body), spec.New())) == 0
		if published != taken {
			t.Errorf("%s %s: the schema says %v, the decoder %v", test.command, test.body, published, taken)
		}
	}
	for _, spec := range workflow.Commands {
		compile(t, spec)
	}
}

func compile(t *testing.T, spec workflow.Spec) *jsonschema.Schema {
	t.Helper()
	data, err := json.Marshal(schema.JSONSchema(spec.Name, spec.Summary, spec.New()))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(spec.Name, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(spec.Name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
