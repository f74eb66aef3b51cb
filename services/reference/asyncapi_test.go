package reference

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"errors"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"comity/events"
	"comity/workflow"
)

// readDocument is the document as any reader of YAML sees it.
func readDocument(t *testing.T) map[string]any {
	t.Helper()
	var doc map[string]any
	if err := yaml.Unmarshal(AsyncAPI(), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// at follows a JSON pointer; nil where nothing is.
func at(doc any, pointer string) any {
	for _, step := range strings.Split(strings.TrimPrefix(pointer, "#/"), "/") {
		m, ok := doc.(map[string]any)
		if !ok {
			return nil
		}
		doc = m[step]
	}
	return doc
}

// each visits every object of the document with its pointer.
func each(v any, pointer string, visit func(string, map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(pointer, v)
		for name, inner := range v {
			each(inner, pointer+"/"+name, visit)
		}
	case []any:
		for i, inner := range v {
			each(inner, fmt.Sprintf("%s/%d", pointer, i), visit)
		}
	}
}

func TestAsyncAPI_every_reference_leads_somewhere(t *testing.T) {
	doc := readDocument(t)
	refs := 0
	each(doc, "#", func(where string, o map[string]any) {
		ref, ok := o["$ref"].(string)
		if !ok {
			return
		}
		refs++
		if at(doc, ref) == nil {
			t.Errorf("%s refers to %s, where nothing is", where, ref)
		}
		if len(o) > 1 {
			t.Errorf("%s has neighbours, which nobody reads", where)
		}
	})
	if refs < 1000 {
		t.Errorf("got %d references; has the document been read?", refs)
	}
}

func TestAsyncAPI_every_message_can_be_compiled(t *testing.T) {
	c := checker(t)
	for key, m := range at(readDocument(t), "#/components/messages").(map[string]any) {
		if m.(map[string]any)["payload"] == nil {
			t.Errorf("%s has no payload", key)
		}
		if _, err := c.schema("/components/messages/" + key + "/payload"); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
}

func TestAsyncAPI_channels_declare_what_stands_in_their_address(t *testing.T) {
	for key, v := range at(readDocument(t), "#/channels").(map[string]any) {
		channel := v.(map[string]any)
		address, _ := channel["address"].(string)
		var want, got []string
		for _, m := range regexp.MustCompile(`\{([a-z]+)\}`).FindAllStringSubmatch(address, -1) {
			want = append(want, m[1])
		}
		parameters, _ := channel["parameters"].(map[string]any)
		for name := range parameters {
			got = append(got, name)
		}
		slices.Sort(want)
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s has the parameters %v, want %v", key, got, want)
		}
	}
}

// Whatever can be sent or asked is there, and nothing that only the engine itself sends.
func TestAsyncAPI_is_complete(t *testing.T) {
	doc := readDocument(t)
	for _, tier := range workflow.Clearances {
		messages := at(doc, "#/channels/feed."+tier+"/messages").(map[string]any)
		if len(messages) != len(events.Types())-len(unpublished) {
			t.Errorf("%s has %d messages, want one for each of the events but %v", tier, len(messages), unpublished)
		}
	}
	for _, s := range workflow.Commands {
		if there := at(doc, "#/operations/command."+s.Name) != nil; there == s.System {
			t.Errorf("%s is there: %v", s.Name, there)
		}
	}
}

// officialSchema is AsyncAPI's own, where the packages of the browser tests are installed; we keep no copy of it.
const officialSchema = "../web/e2e/node_modules/@asyncapi/specs/schemas/3.0.0.json"

func TestAsyncAPI_holds_against_the_official_schema(t *testing.T) {
	f, err := os.Open(officialSchema)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("@asyncapi/specs is not installed: npm ci in services/web/e2e")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	official, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("file:///asyncapi.json", official); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("file:///asyncapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(readPlain(t)); err != nil {
		t.Error(err)
	}
}

// readPlain is the document as the values of encoding/json.
func readPlain(t *testing.T) any {
	t.Helper()
	asJSON, err := yaml.YAMLToJSON(AsyncAPI())
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(string(asJSON)))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func checker(t *testing.T) *Checker {
	t.Helper()
	c, err := NewChecker(AsyncAPI())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// published makes the message that a tier gets of the example of an event, for a case of a classification.
func published(t *testing.T, name, tier, classification string) *events.CloudEvent {
	t.Helper()
	e, err := events.Decode(events.Envelope{Type: name, Version: events.Version(name), Data: events.Example(name, events.Version(name))})
	if err != nil {
		t.Fatal(err)
	}
	r := &events.Record{Partnership: "westmere", Kind: events.KindRegister, ID: "westmere", Revision: 3, At: time.Date(2026, 7, 14, 9, 30, 0, 0, time.UTC),
		Events: []events.Envelope{{Type: name}}}
	var c *workflow.Case
	if ofCase(name) {
		r.Kind, r.ID = events.KindCase, "C-2026-0001"
		c = workflow.NewCase("westmere", r.ID)
		c.Status, c.Terms.Classification = workflow.Working, classification
	}
	fields, err := workflow.Publish(c, e, tier)
	if err != nil {
		t.Fatal(err)
	}
	ce, err := events.NewCloudEvent(r, 42, 0, tier, fields)
	if err != nil {
		t.Fatal(err)
	}
	return ce
}

func marshal(t *testing.T, v any) []byte {
	t.Helper()
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// What a tier is told of the published example of an event is what the document says, no field less and no field more.
func TestAsyncAPI_says_exactly_what_each_tier_is_told(t *testing.T) {
	c := checker(t)
	for _, name := range publishedTypes() {
		for _, tier := range workflow.Clearances {
			for _, classification := range append([]string{""}, workflow.Clearances...) {
				ce := published(t, name, tier, classification)
				if err := c.Published(name, tier, marshal(t, ce)); err != nil {
					t.Errorf("%s to %s, of a case for %q: %v", name, tier, classification, err)
				}
				oneFieldLess(t, c, ce)
				oneFieldMore(t, c, ce)
			}
		}
	}
}

func oneFieldLess(t *testing.T, c *Checker, ce *events.CloudEvent) {
	t.Helper()
	_, always := eventFields(ce.Type)
	for field := range dataOf(t, ce) {
		data := dataOf(t, ce)
		delete(data, field)
		less := *ce
		less.Data = marshal(t, data)
		isReference := slices.Contains([]string{"case", "stage", "status", "classification"}, field) && ofCase(ce.Type)
		if err := c.Published(ce.Type, ce.Clearance, marshal(t, less)); (err != nil) != (isReference || slices.Contains(always, field)) {
			t.Errorf("%s to %s without %s: got %v", ce.Type, ce.Clearance, field, err)
		}
	}
}

// oneFieldMore adds what only a higher clearance is told.
func oneFieldMore(t *testing.T, c *Checker, ce *events.CloudEvent) {
	t.Helper()
	var whole map[string]any
	if err := json.Unmarshal(events.Example(ce.Type, events.Version(ce.Type)), &whole); err != nil {
		t.Fatal(err)
	}
	whole["colour"] = "red"
	for field, value := range whole {
		data := dataOf(t, ce)
		if _, there := data[field]; there {
			continue
		}
		data[field] = value
		more := *ce
		more.Data = marshal(t, data)
		if c.Published(ce.Type, ce.Clearance, marshal(t, more)) == nil {
			t.Errorf("%s to %s may have %s, which it is not told", ce.Type, ce.Clearance, field)
		}
	}
}

func dataOf(t *testing.T, ce *events.CloudEvent) map[string]any {
	t.Helper()
	var data map[string]any
	if err := json.Unmarshal(ce.Data, &data); err != nil {
		t.Fatal(err)
	}
	return data
}

// Every example ever published is what the schema of its version says, and the schema has no field that it lacks.
func TestEventsSchema_is_what_the_examples_are(t *testing.T) {
	parsed, err := jsonschema.UnmarshalJSON(strings.NewReader(string(eventsSchema())))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("urn:comity:events", parsed); err != nil {
		t.Fatal(err)
	}
	for _, name := range events.Types() {
		s, err := c.Compile("urn:comity:events#/$defs/" + versioned(name))
		if err != nil {
			t.Fatal(err)
		}
		example, err := jsonschema.UnmarshalJSON(strings.NewReader(string(events.Example(name, events.Version(name)))))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(example); err != nil {
			t.Error(err)
		}
		fields, _ := eventFields(name)
		for field := range fields {
			if _, there := example.(map[string]any)[field]; !there {
				t.Errorf("the example of %s has no %s", name, field)
			}
		}
	}
}

// asPublished is what was said of an event version when it was first published: the fields, and from which tier on each is
// told.
type asPublished map[string]struct {
	Type   any    `json:"type"`             // in JSON Schema
	Always bool   `json:"always,omitempty"` // it is in every message
	From   string `json:"from"`
}

const publishedFile = "testdata/published.json"

// insideNew reports whether a field lies inside one that was not published before: that one may be absent, and with it all of it.
func insideNew(field string, before asPublished) bool {
	i := strings.LastIndex(field, "[].")
	if i < 0 {
		i = strings.LastIndex(field, ".")
	}
	if i < 0 {
		return false
	}
	_, there := before[field[:i]]
	return !there || insideNew(field[:i], before)
}

// What was published of an event version stays: a field keeps its type, its presence and who is told of it. A field that is
// added may be absent, since messages without it are in the feed. `go test -update` adds what is new, and changes nothing.
func TestPublished_fields_are_only_added_within_a_version(t *testing.T) {
	raw, err := os.ReadFile(publishedFile)
	if err != nil && !*update {
		t.Fatal(err)
	}
	kept := map[string]asPublished{}
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &kept); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range publishedTypes() {
		before, known := kept[versioned(name)]
		now := shapeNow(name)
		for field, was := range before {
			if is, there := now[field]; !there || fmt.Sprint(is) != fmt.Sprint(was) {
				t.Errorf("%s of %s was published as %+v and is %+v: that breaks whoever reads it; make a new version", field, versioned(name), was, is)
			}
		}
		for field, is := range now {
			if _, there := before[field]; known && !there && is.Always && !insideNew(field, before) {
				t.Errorf("%s is new in %s and always there: messages without it are in the feed, so it has to be omitempty", field, versioned(name))
			} else if !there && !*update {
				t.Errorf("%s of %s is not in %s; go test ./services/reference -update adds it", field, versioned(name), publishedFile)
			}
		}
		if *update && !t.Failed() {
			kept[versioned(name)] = now
		}
	}
	for key := range kept {
		if name := key[:strings.LastIndex(key, ".v")]; events.Version(name) == 0 {
			t.Errorf("%s was published and is not there any more", key)
		}
	}
	if !*update || t.Failed() {
		return
	}
	out, err := json.MarshalIndent(kept, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.MkdirAll(filepath.Dir(publishedFile), 0o755), os.WriteFile(publishedFile, append(out, '\n'), 0o644)); err != nil {
		t.Fatal(err)
	}
}

// shapeNow flattens the fields of an event to paths: terms.areas[].
func shapeNow(name string) asPublished {
	out := asPublished{}
	fields, always := eventFields(name)
	var walk func(within, from string, fields tree, always []string)
	walk = func(within, from string, fields tree, always []string) {
		for field, v := range fields {
			s := v.(tree)
			told := from
			if within == "" {
				told = seenFrom(name, field)
			}
			one := out[within+field]
			one.Type, one.Always, one.From = s["type"], slices.Contains(always, field), told
			out[within+field] = one
			inner, path := s, within+field+"."
			if items, list := s["items"].(tree); list {
				inner, path = items, within+field+"[]."
			}
			if properties, ok := inner["properties"].(tree); ok {
				required, _ := inner["required"].([]string)
				walk(path, told, properties, required)
			}
		}
	}
	walk("", "", fields, always)
	return out
}
