package document

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"comity/workflow/calendar"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// editorSchema is a published schema, read as an editor reads it.
func editorSchema(t *testing.T, schema []byte) *jsonschema.Schema {
	t.Helper()
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
	return s
}

// freely is a document as a schema sees it.
func freely(text []byte) map[string]any {
	b := &binder{source: &source{text: text, places: map[string]place{}, broken: map[string]bool{}}}
	value, _ := b.free(b.root(), "", 0).(map[string]any)
	return value
}

// The published schemas are JSON Schemas, take the sound documents, and refuse a key that does not exist.
func TestSchemas(t *testing.T) {
	for file, schema := range map[string][]byte{
		"westmere.governance.yaml": GovernanceSchema(), "joint-commissioning.workflow.yaml": WorkflowSchema(),
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			s, value := editorSchema(t, schema), freely(testFile(t, file))
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

// Whatever is shipped or in the scenarios fits the schema that an editor has for it: whole, laid on others, or an overlay.
func TestSchemas_of_layers(t *testing.T) {
	whole := map[string]*jsonschema.Schema{KindGovernance: editorSchema(t, GovernanceSchema()), KindWorkflow: editorSchema(t, WorkflowSchema())}
	overlay := map[string]*jsonschema.Schema{KindGovernance: editorSchema(t, GovernanceOverlaySchema()), KindWorkflow: editorSchema(t, WorkflowOverlaySchema())}
	read, laid, overlays := 0, 0, 0
	for _, pattern := range []string{"partnerships/*.yaml", "templates/*/*.yaml", "fixtures/*.governance.yaml", "fixtures/*.workflow.yaml"} {
		files, err := filepath.Glob("../../scenarios/" + pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("got %d files of %s, %v", len(files), pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			value := freely(text)
			kind, _ := value["kind"].(string)
			if whole[kind] == nil || strings.HasPrefix(filepath.Base(file), "broken.") {
				continue // the people of a template; what is broken on purpose
			}
			read++
			if err := overlay[kind].Validate(value); err != nil {
				t.Errorf("%s as an overlay: %v", file, err)
			}
			if filepath.Base(filepath.Dir(file)) == "overlays" || strings.HasPrefix(filepath.Base(file), "base.") {
				overlays++
				continue
			}
			if value["extends"] != nil {
				laid++
			}
			if err := whole[kind].Validate(value); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
	if read < 30 || laid < 20 || overlays < 4 {
		t.Errorf("got %d documents, %d laid on others and %d overlays", read, laid, overlays)
	}
	for name, c := range map[string]struct {
		text string
		fits bool
	}{
		"nothing_is_missing_in_what_is_laid_on_others": {"extends: [base.yaml]\nboards:\n  - {id: wcb, quorum: {voting: 4}}\n", true},
		"what_is_no_key_is_none_in_a_layer":            {"extends: [base.yaml]\nbords: []\n", false},
		"nor_within_one":                               {"extends: [base.yaml]\nboards:\n  - {id: wcb, qorum: {voting: 4}}\n", false},
		"a_thing_of_a_layer_has_its_id":                {"extends: [base.yaml]\nboards:\n  - {quorum: {voting: 4}}\n", false},
		"what_is_laid_on_nothing_is_whole":             {"boards:\n  - {id: wcb, quorum: {voting: 4}}\n", false},
		"a_list_that_is_replaced_is_whole":             {"extends: [base.yaml]\nboards:\n  - {id: wcb, quorum: {require: [{}]}}\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			if err := whole[KindGovernance].Validate(freely([]byte("api_version: comity/v1\nkind: Governance\n" + c.text))); (err == nil) != c.fits {
				t.Errorf("got %v", err)
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
