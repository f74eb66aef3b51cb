package schema_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"comity/events"
	"comity/workflow/schema"
)

// FuzzDecode holds the decoder against encoding/json: it never panics, takes nothing that encoding/json refuses, and what
// it takes survives being written and read again.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"case":"C-1"}`, `{"case":"C-1","case":"C-2"}`, `{"case":"é\ud83d\ude00\n","tags":["",""],"data":[[{}]]}`, `{"case":"x","seats":[{"seat":"W1","count":9}]}`,
		`{`, `[]`, `null`, `{"a":{"b":{"c":[1,2,{"d":"\\\""}]}}}`, `{"case":"C","amount_pence":-0}`, "{\"case\":\"\xff\"}", `{"case":"C","at":"2027-04-02T10:00:00Z"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var got, plain, again sample
		if len(schema.Decode(raw, &got)) > 0 {
			return
		}
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&plain); err != nil || dec.More() {
			t.Fatalf("taken, and encoding/json says %v: %q", err, raw)
		}
		written, err := events.Canonical(got)
		if err != nil {
			t.Skip() // a number inside data that canonical JSON cannot carry
		}
		if want, err := events.Canonical(plain); err != nil || !bytes.Equal(written, want) {
			t.Fatalf("got %s, encoding/json reads %s, %v", written, want, err)
		}
		if p := schema.Decode(written, &again); len(p) > 0 {
			t.Fatalf("%s is refused when read again: %v", written, p)
		}
	})
}
