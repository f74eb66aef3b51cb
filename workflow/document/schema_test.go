package document

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"comity/workflow/calendar"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// The published schemas are JSON Schemas, take the sound documents, and refuse a key that does not exist.
func TestSchemas(t *testing.T) {
	for file, schema := range map[string][]byte{
		"westmere.governance.yaml": GovernanceSchema(), "joint-commissioning.workflow.yaml": WorkflowSchema(),
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
			if err != nil {
				t.Fatal(err)
			}
			c := jsonschema.NewCompiler()
			if err := c.AddResource(schemaURL, doc); err != nil {
				t.Fatal(err)
			}
			s, err := c.Compile(schemaURL)
			if err != nil {
				t.Fatal(err)
			}
			b := &binder{source: &source{text: testFile(t, file), places: map[string]place{}, broken: map[string]bool{}}}
			value := b.free(b.root(), "", 0).(map[string]any)
			if err := s.Validate(value); err != nil {
				t.Errorf("got %v, want the sound document to fit", err)
			}
			value["nonsense"] = true
			if err := s.Validate(value); err == nil {
				t.Error("got no error for an unknown key")
			}
		})
	}
}

// Every key has a comment for the reference, and tags that mean something.
func TestFields(t *testing.T) {
	met := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(of reflect.Type) {
		if met[of] {
			return
		}
		met[of] = true
		for i := range of.NumField() {
			f := of.Field(i)
			name := of.Name() + "." + f.Name
			if comments()[name] == "" {
				t.Errorf("%s has no comment", name)
			}
			if e := demandOf(f).enum; e != "" && enums[e] == nil {
				t.Errorf("%s: there is no list %s", name, e)
			}
			for word := range strings.SplitSeq(f.Tag.Get("check"), ",") {
				if key, _, _ := strings.Cut(word, "="); !strings.Contains(" required token cel enum ref min ", " "+key+" ") && key != "" {
					t.Errorf("%s: check has no %s", name, key)
				}
			}
			if s, _ := inner(f.Type); s != nil && s != reflect.TypeFor[calendar.Holiday]() {
				walk(s)
			}
		}
	}
	walk(reflect.TypeFor[Governance]())
	walk(reflect.TypeFor[Workflow]())
	for _, v := range variables {
		if v.is == nil {
			continue
		}
		for i := range v.is.NumField() {
			f := v.is.Field(i)
			if comments()[v.is.Name()+"."+f.Name] == "" {
				t.Errorf("%s.%s has no comment", v.is.Name(), f.Name)
			}
			if e := f.Tag.Get("enum"); e != "" && enums[e] == nil {
				t.Errorf("%s.%s: there is no list %s", v.is.Name(), f.Name, e)
			}
		}
	}
}

func TestReference(t *testing.T) {
	text := Reference()
	for _, want := range []string{"`api_version`", "`per_case_gbp`", "`boards[].seats[]`", "`gates[].sign_offs[].on_lapse`", "`over_plan_pct`", "`evidence.<type>`", "`user_views`"} {
		if !strings.Contains(text, want) {
			t.Errorf("the reference does not speak of %s", want)
		}
	}
	for _, no := range []string{"DOMAIN", "DESIGN", "(F1"} {
		if strings.Contains(text, no) {
			t.Errorf("the reference speaks of %s, which its readers do not have", no)
		}
	}
}

// The examples that the reference shows are themselves without a problem.
func TestReference_examples(t *testing.T) {
	var sources []Source
	for _, name := range []string{"governance", "workflow"} {
		text, err := examples.ReadFile("example/" + name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, Source{name, text})
	}
	if _, problems := CheckSources(sources...); len(problems) > 0 {
		t.Errorf("got %v, want none", problems)
	}
}
