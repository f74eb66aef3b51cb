package schema_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"comity/workflow"
	"comity/workflow/calendar"
	"comity/workflow/schema"
)

type seat struct {
	Seat  string `json:"seat" required:"true" doc:"The seat."`
	Count int64  `json:"count,omitempty" minimum:"1"`
}

type common struct {
	Title *string `json:"title,omitempty" doc:"A title."`
}

type sample struct {
	Case string `json:"case" required:"true" doc:"The case."`
	common
	Choice string          `json:"choice,omitempty" enum:"approve,refuse"`
	Pence  *int64          `json:"amount_pence,omitempty" minimum:"0"`
	On     calendar.Date   `json:"on,omitzero"`
	At     time.Time       `json:"at,omitzero"`
	Open   bool            `json:"open,omitempty"`
	Tags   []string        `json:"tags,omitempty"`
	Seats  []seat          `json:"seats,omitempty"`
	Award  *seat           `json:"award,omitempty"`
	Data   json.RawMessage `json:"data,omitempty"`
	hidden string
}

func TestDecode(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"least", `{"case":"C-1"}`, ``},
		{"all", `{"case":"C-1","title":"T","choice":"approve","amount_pence":0,"on":"2027-04-02","at":"2027-04-02T10:00:00+01:00","open":true,
			"tags":["a","b"],"seats":[{"seat":"W1","count":1},{"seat":"W2"}],"award":{"seat":"W1"},"data":{"x":[1,{"y":null}]}}`, ``},
		{"white_space", " \n{ \"case\" :\t\"C-1\" , \"tags\" : [ ] }\n", ``},
		{"escapes", `{"c\u0061se":"C\u002d1 \"x\" é"}`, ``},
		{"nothing", ``, `:`},
		{"not_json", `{"case":}`, `:`},
		{"trailing_data", `{"case":"C-1"} {}`, `:`},
		{"not_an_object", `["C-1"]`, `:`},
		{"not_utf8", "{\"case\":\"\xff\"}", `:`},
		{"missing", `{}`, `case`},
		{"empty", `{"case":" "}`, `case`},
		{"null", `{"case":null}`, `case`},
		{"unknown", `{"case":"C-1","chioce":"approve"}`, `chioce`},
		{"case_matters", `{"Case":"C-1"}`, `Case case`},
		{"twice", `{"case":"C-1","case":"C-2"}`, `case`},
		{"wrong_types", `{"case":1,"title":true,"amount_pence":"1","on":5,"open":"yes","tags":"a","seats":[1],"award":[],"data":null}`,
			`case title amount_pence on open tags seats[0] award data`},
		{"wrong_words", `{"case":"C-1","choice":"perhaps"}`, `choice`},
		{"empty_word", `{"case":"C-1","choice":""}`, `choice`},
		{"less_than_minimum", `{"case":"C-1","amount_pence":-1}`, `amount_pence`},
		{"fraction", `{"case":"C-1","amount_pence":1.5}`, `amount_pence`},
		{"exponent", `{"case":"C-1","amount_pence":1e3}`, `amount_pence`},
		{"inexact", `{"case":"C-1","amount_pence":9007199254740993}`, `amount_pence`},
		{"huge", `{"case":"C-1","amount_pence":99999999999999999999999}`, `amount_pence`},
		{"no_such_day", `{"case":"C-1","on":"2027-02-29"}`, `on`},
		{"no_zone", `{"case":"C-1","at":"2027-04-02T10:00:00"}`, `at`},
		{"control_character", `{"case":"C-1\u0000"}`, `case`},
		{"within", `{"case":"C-1","seats":[{"seat":"W1"},{"seat":"","count":0,"x":1}],"award":{}}`, `seats[1].seat seats[1].count seats[1].x award.seat`},
		{"twice_in_json", `{"case":"C-1","data":{"a":[{"b":1,"b":2}],"a":1}}`, `data.a[0].b data.a`},
		{"embedded_struct_is_no_field", `{"case":"C-1","common":{}}`, `common`},
		{"hidden_is_no_field", `{"case":"C-1","hidden":"x"}`, `hidden`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var into sample
			about := []string{}
			problems := schema.Decode([]byte(test.in), &into)
			for _, p := range problems {
				if p.About == "" {
					p.About = ":"
				}
				about = append(about, p.About)
				if !strings.HasSuffix(p.Message, ".") && !strings.HasSuffix(p.Message, "?") {
					t.Errorf("%q is no sentence", p.Message)
				}
			}
			if got := strings.Join(about, " "); got != test.want {
				t.Errorf("got %q, want %q: %v", got, test.want, problems)
			}
		})
	}
}

func TestDecodeDepth(t *testing.T) {
	deep := func(n int) []byte {
		return []byte(`{"case":"C-1","data":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `}`)
	}
	if p := schema.Decode(deep(31), new(sample)); len(p) > 0 {
		t.Errorf("32 levels: got %v, want none", p)
	}
	if p := schema.Decode(deep(32), new(sample)); len(p) != 1 {
		t.Errorf("33 levels: got %v, want one problem", p)
	}
}

func TestDecodeValues(t *testing.T) {
	var s sample
	raw := `{"case":"C-1","title":"T","amount_pence":12,"on":"2027-04-02","at":"2027-04-02T10:00:00+01:00","open":true,"tags":["a"],"seats":[{"seat":"W1","count":2}],"award":{"seat":"W3"},"data":{"z":1}}`
	if p := schema.Decode([]byte(raw), &s); len(p) > 0 {
		t.Fatal(p)
	}
	again, err := json.Marshal(struct {
		Case  string          `json:"case"`
		Title string          `json:"title"`
		Pence int64           `json:"amount_pence"`
		On    calendar.Date   `json:"on"`
		At    time.Time       `json:"at"`
		Open  bool            `json:"open"`
		Tags  []string        `json:"tags"`
		Seats []seat          `json:"seats"`
		Award *seat           `json:"award"`
		Data  json.RawMessage `json:"data"`
	}{s.Case, *s.Title, *s.Pence, s.On, s.At, s.Open, s.Tags, s.Seats, s.Award, s.Data})
	if err != nil || string(again) != raw {
		t.Errorf("got %s, %v, want %s", again, err, raw)
	}
}

func TestEveryCommandHasAShape(t *testing.T) {
	for _, c := range workflow.Commands {
		fields := schema.Of(c.New())
		names := map[string]bool{}
		for _, f := range fields {
			if f.Doc == "" || names[f.Name] {
				t.Errorf("%s: field %s has no sentence, or is there twice", c.Name, f.Name)
			}
			names[f.Name] = true
		}
		if _, err := json.Marshal(schema.JSONSchema(c.Name, c.Summary, c.New())); err != nil {
			t.Errorf("%s: %v", c.Name, err)
		}
	}
	spec, _ := workflow.Find("case.create")
	if i := slices.IndexFunc(schema.Of(spec.New()), func(f schema.Field) bool { return f.Name == "title" }); i != 1 {
		t.Errorf("case.create: title is field %d, want 1, flattened behind case", i)
	}
}

func BenchmarkDecode(b *testing.B) {
	raw := []byte(`{"case":"C-2026-0001","signoff":"wcb","seat":"W1","choice":"approve","reason":"It is needed."}`)
	b.ReportAllocs()
	for b.Loop() {
		if p := schema.Decode(raw, new(workflow.SignOffVote)); len(p) > 0 {
			b.Fatal(p)
		}
	}
}
