// Package examples_test shows that the published documents are enough: a consumer that knows nothing else of Comity follows
// what is published, and the examples do what they say.
package examples_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// document is docs/reference/asyncapi.yaml, read as any tool would.
type document struct {
	root   any
	schema *jsonschema.Compiler
}

func readDocument(t *testing.T) *document {
	t.Helper()
	text, err := os.ReadFile("../reference/asyncapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	plain, err := yaml.YAMLToJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	root, err := jsonschema.UnmarshalJSON(bytes.NewReader(plain))
	if err != nil {
		t.Fatal(err)
	}
	d := &document{root: root, schema: jsonschema.NewCompiler()}
	d.schema.DefaultDraft(jsonschema.Draft7)
	d.schema.AssertFormat()
	if err := d.schema.AddResource("file:///asyncapi.yaml", root); err != nil {
		t.Fatal(err)
	}
	return d
}

// find follows a pointer, and the reference where one stands there. It returns what it found and its own pointer.
func (d *document) find(t *testing.T, pointer string) (map[string]any, string) {
	t.Helper()
	v := d.root
	for _, step := range strings.Split(strings.TrimPrefix(pointer, "#/"), "/") {
		v = v.(map[string]any)[step]
	}
	found, ok := v.(map[string]any)
	if !ok {
		t.Fatalf("the document has no %s", pointer)
	}
	if ref, ok := found["$ref"].(string); ok {
		return d.find(t, ref)
	}
	return found, pointer
}

// subject fills the address of a channel in; "*" for what is not given.
func (d *document) subject(t *testing.T, channel string, with map[string]string) string {
	t.Helper()
	c, _ := d.find(t, "#/channels/"+channel)
	address := c["address"].(string)
	for name := range c["parameters"].(map[string]any) {
		value := with[name]
		if value == "" {
			value = "*"
		}
		address = strings.ReplaceAll(address, "{"+name+"}", value)
	}
	return address
}

// validate holds a message's body against the payload of a message of a channel.
func (d *document) validate(t *testing.T, channel, message string, body []byte) {
	t.Helper()
	_, at := d.find(t, "#/channels/"+channel+"/messages/"+message)
	s, err := d.schema.Compile("file:///asyncapi.yaml" + at + "/payload")
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(v); err != nil {
		t.Errorf("on %s: %v\n%s", channel, err, body)
	}
}

// standing is all that the consumer keeps of a case.
type standing struct{ Stage, Status string }

// picture is what one clearance knows.
type picture struct {
	tier  string
	last  uint64
	seen  map[string]bool
	cases map[string]standing
}

// take folds one message into the picture, as the document describes it.
func (p *picture) take(t *testing.T, d *document, m *nats.Msg) {
	t.Helper()
	var e struct {
		ID, Type, Subject, Sequence string
		Data                        struct{ Case, Stage, Status string }
	}
	if err := json.Unmarshal(m.Data, &e); err != nil {
		t.Fatal(err)
	}
	d.validate(t, "feed."+p.tier, e.Type, m.Data)
	position, err := strconv.ParseUint(e.Sequence, 10, 64)
	if err != nil || position <= p.last || p.seen[e.ID] {
		t.Errorf("%s: got the sequence %s after %d", e.ID, e.Sequence, p.last)
	}
	p.last, p.seen[e.ID] = position, true
	if strings.HasPrefix(e.Subject, "case/") {
		p.cases[e.Data.Case] = standing{e.Data.Stage, e.Data.Status}
	}
}

// A consumer that has read the document and nothing else ends with the same picture as the view that answers.
func TestConsumer_knows_the_cases_from_the_documents_alone(t *testing.T) {
	t.Parallel()
	d, h := readDocument(t), start(t)
	nc, err := nats.Connect(h.url, nats.UserInfo(h.user, h.password), nats.CustomInboxPrefix("_INBOX_"+h.user))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	subscriptions := map[string]*nats.Subscription{}
	for _, tier := range []string{"public", "partners", "board", "exempt"} {
		s, err := nc.SubscribeSync(d.subject(t, "feed."+tier, map[string]string{"partnership": trust}))
		if err != nil {
			t.Fatal(err)
		}
		subscriptions[tier] = s
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	h.play(t, io.Discard)
	want := asked(t, d, nc, h.user)
	if len(want) < 3 {
		t.Fatalf("got %d cases of the view; has the story been played?", len(want))
	}
	for tier, s := range subscriptions {
		p := &picture{tier: tier, seen: map[string]bool{}, cases: map[string]standing{}}
		for late := time.Now().Add(20 * time.Second); !cmp.Equal(p.cases, want); {
			m, err := s.NextMsg(time.Until(late))
			if err != nil {
				t.Fatalf("%s, after %d events: %v (-view +picture):\n%s", tier, len(p.seen), err, cmp.Diff(want, p.cases))
			}
			p.take(t, d, m)
		}
		if len(p.seen) < 50 {
			t.Errorf("%s got %d events", tier, len(p.seen))
		}
	}
}

// asked asks the view of the cases, as the document says how.
func asked(t *testing.T, d *document, nc *nats.Conn, user string) map[string]standing {
	t.Helper()
	m, err := nc.Request(d.subject(t, "ask.cases", map[string]string{"partnership": trust, "actor": user}), []byte("{}"), 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	operation, _ := d.find(t, "#/operations/ask.cases")
	reply := operation["reply"].(map[string]any)["channel"].(map[string]any)["$ref"].(string)
	d.validate(t, strings.TrimPrefix(reply, "#/channels/"), "yes", m.Data)
	var answer struct {
		Data struct {
			Cases []struct{ Case, Stage, Status string }
		}
	}
	if err := json.Unmarshal(m.Data, &answer); err != nil {
		t.Fatal(err)
	}
	out := map[string]standing{}
	for _, c := range answer.Data.Cases {
		out[c.Case] = standing{c.Stage, c.Status}
	}
	return out
}
