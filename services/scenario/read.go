package scenario

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"comity/services/layers"
	"comity/workflow"
	"comity/workflow/document"
)

// scenario reads one variant of a file.
func (r *reader) scenario(file string, root *node, v variant) *Scenario {
	s := &Scenario{File: file, Variant: r.variant}
	if c := root.get("case"); c != nil {
		s.Case = r.text(r.with(c, v)) // the fixture's steps may speak of it
	}
	if fixture := root.get("fixture"); fixture != nil {
		r.fixture(s, r.with(fixture, v), v)
	}
	r.fields(root, "a scenario", map[string]func(*node){
		"scenario":      func(n *node) { s.Name = r.text(n) },
		"about":         func(n *node) { s.About = r.text(n) },
		"requirements":  func(n *node) { s.Requirements = r.requirements(n) },
		"fixture":       func(*node) {},
		"vars":          func(*node) {},
		"matrix":        func(*node) {},
		"partnership":   func(n *node) { s.Partnership = r.text(n) },
		"administrator": func(n *node) { s.Administrator = r.text(n) },
		"clock":         func(n *node) { s.Clock = r.time(r.with(n, v)) },
		"case":          func(*node) {},
		"steps":         func(n *node) { s.Steps = r.steps(r.with(n, v), s) },
	})
	r.complete(s, root)
	return s
}

// requirement is a number, or what is shown of it: F39, F57_partly_the_duty_is_kept.
var requirement = regexp.MustCompile(`^F[0-9]{2,3}(_partly_[a-z0-9_]+)?$`)

func (r *reader) requirements(n *node) []string {
	list := r.texts(n)
	for _, name := range list {
		if !requirement.MatchString(name) {
			r.mistake(n.place, "%q is not the number of a requirement, as in F39, or F57_partly_what_is_shown.", name)
		}
	}
	return list
}

func (r *reader) complete(s *Scenario, root *node) {
	for _, need := range []struct {
		name    string
		missing bool
	}{
		{"scenario (its name)", s.Name == ""}, {"clock", s.Clock.IsZero()}, {"partnership", s.Partnership == ""},
		{"administrator", s.Administrator == ""}, {"steps", root.get("steps") == nil},
	} {
		if need.missing {
			r.mistake(root.place, "The scenario lacks %s.", need.name)
		}
	}
}

// fixture reads what sets the partnership up: the name of a file under fixtures/, beside the scenario or one directory up, or
// the same written out. One that comes after another goes on where that ends.
func (r *reader) fixture(s *Scenario, n *node, v variant) {
	dir := r.dir
	if n.kind == scalar {
		path, text, err := r.find(n.text)
		if err != nil {
			r.mistake(n.place, "There is no fixture %s: neither under fixtures/ beside the scenario nor one directory up.", n.text)
			return
		}
		root, err := parse(path, text)
		if err != nil {
			r.mistakes = append(r.mistakes, err.(Mistakes)...)
			return
		}
		n, r.dir = r.with(root, v), filepath.Dir(path)
	}
	defer func() { r.dir = dir }()
	r.fields(n, "a fixture, or the name of its file", map[string]func(*node){
		"fixture":       func(*node) {},
		"about":         func(*node) {},
		"after":         func(n *node) { r.fixture(s, n, v) },
		"partnership":   func(n *node) { s.Partnership = r.text(n) },
		"administrator": func(n *node) { s.Administrator = r.text(n) },
		"clock":         func(n *node) { s.Clock = r.time(n) },
		"steps":         func(n *node) { s.Fixture = append(s.Fixture, r.steps(n, s)...) },
	})
}

// find opens a fixture by its name, with or without .yaml.
func (r *reader) find(name string) (path string, text []byte, err error) {
	for _, dir := range []string{"fixtures", filepath.Join("..", "fixtures"), "."} {
		for _, ext := range []string{"", ".yaml"} {
			path = filepath.Join(r.dir, dir, name+ext)
			if text, err = os.ReadFile(path); err == nil {
				return path, text, nil
			}
		}
	}
	return "", nil, err
}

func (r *reader) steps(n *node, s *Scenario) []*Step {
	if !r.is(n, list, "a list of steps") {
		return nil
	}
	var out []*Step
	var last time.Time
	for _, item := range n.items {
		step := r.step(item, s)
		if step == nil {
			continue
		}
		for _, at := range []time.Time{step.At, step.Clock, step.OffUntil} {
			if at.IsZero() {
				continue
			}
			if at.Before(last) {
				r.mistake(step.place, "This step is at %s, before the one above it; time does not run backwards.", readable(at))
			}
			last = at
		}
		out = append(out, step)
	}
	return out
}

// step reads one step; nil for one that is not of the variant that is read.
func (r *reader) step(n *node, s *Scenario) *Step {
	if !r.is(n, mapping, "a step, as in {by: p-unit, do: case.submit}") {
		return nil
	}
	if only := n.get("only"); only != nil && !r.ours(only) {
		return nil
	}
	step := &Step{place: n.place, Case: s.Case, Succeed: 1}
	if c := n.get("case"); c != nil {
		step.Case = r.text(c)
	}
	if as := n.get("as_case"); as != nil {
		step.AsCase = r.text(as)
		step.Case = step.AsCase
	}
	acts := 0
	act := func(read func(*node)) func(*node) { return func(n *node) { acts++; read(n) } }
	r.fields(n, "a step", map[string]func(*node){
		"at": func(n *node) { step.At = r.time(n) }, "by": func(n *node) { step.By = r.texts(n) }, "only": func(*node) {},
		"case": func(*node) {}, "as_case": func(*node) {}, "with": func(n *node) { step.With = r.values(n) },
		"document": func(n *node) { r.document(step, n) },
		"revision": func(n *node) { step.Revision = r.number(n) },
		"do":       act(func(n *node) { step.Do = r.command(n) }),
		"votes":    act(func(n *node) { step.Votes = r.votes(n) }),
		"consents": act(func(n *node) { step.Consents = r.consents(n) }),
		"evidence": act(func(n *node) { step.Evidence = r.evidence(n) }),
		"offers":   act(func(n *node) { step.Offers = r.offers(n) }),
		"confirm":  act(func(n *node) { step.Confirm = r.confirmations(n) }),
		"clock":    act(func(n *node) { step.Clock = r.time(n) }), "off_until": act(func(n *node) { step.OffUntil = r.time(n) }),
		"restart":  act(func(n *node) { step.Restart = r.truth(n) }),
		"together": act(func(n *node) { step.Together = r.together(n, s) }),
		"succeed":  func(n *node) { step.Succeed = r.number(n) },
		"tell":     func(n *node) { step.Tell = r.text(n) },
		"show":     func(n *node) { step.Show = r.show(n, step) },
		"expect":   func(n *node) { r.expect(step, n) },
	})
	r.shape(step, n, acts)
	return step
}

// shape says what does not go together in a step.
func (r *reader) shape(step *Step, n *node, acts int) {
	switch {
	case acts > 1:
		r.mistake(n.place, "A step does one thing; this one says several.")
	case acts == 0 && len(step.Checks) == 0 && step.Tell == "" && step.Show == nil:
		r.mistake(n.place, "This step does nothing and expects nothing.")
	case step.Do == "" && (len(step.With) > 0 || step.AsCase != ""):
		r.mistake(n.place, "with and as_case belong to a step with do.")
	case step.Refused != nil && acts == 0:
		r.mistake(n.place, "Nothing is done here that could be refused.")
	}
}

// ours reports whether a step is of the variant that is read.
// A name that is no variant's is a mistake: nobody would ever take the step.
func (r *reader) ours(only *node) (yes bool) {
	for _, name := range r.texts(only) {
		if !slices.Contains(r.names, name) {
			r.mistake(only.place, "There is no variant %s; these are: %s.", name, strings.Join(r.names, ", "))
		}
		yes = yes || name == r.variant
	}
	return yes
}

func (r *reader) command(n *node) string {
	name := r.text(n)
	if _, ok := workflow.Find(name); !ok && n.kind == scalar {
		r.mistake(n.place, "There is no command %s; comity do --help lists them.", name)
	}
	return name
}

// document puts the text of a file into the command's source; one that is laid on others is written out whole.
func (r *reader) document(step *Step, n *node) {
	file := filepath.Join(r.dir, r.text(n))
	text, err := os.ReadFile(file)
	if err != nil {
		r.mistake(n.place, "The document %s cannot be read beside this file.", n.text)
		return
	}
	whole, err := document.Whole(document.Source{Name: file, Text: text}, layers.Find)
	if err != nil {
		r.mistake(n.place, "The document %s has mistakes:\n%s", n.text, err)
		return
	}
	if step.With == nil {
		step.With = map[string]any{}
	}
	step.With["source"] = whole
}

func (r *reader) together(n *node, s *Scenario) []*Step {
	out := r.steps(n, s)
	for _, step := range out {
		if step.Do == "" || len(step.By) > 1 {
			r.mistake(step.place, "What happens together is steps with do, by one person each.")
		}
	}
	return out
}

func (r *reader) show(n *node, step *Step) *show {
	out := &show{place: n.place, with: map[string]any{}}
	if n.kind == scalar {
		out.view = n.text
	} else {
		r.fields(n, "a question, as in {view: explain, by: p-lead}", map[string]func(*node){
			"view": func(n *node) { out.view = r.text(n) }, "by": func(n *node) { out.by = r.text(n) },
			"with": func(n *node) { out.with = r.values(n) },
		})
	}
	if out.by == "" && len(step.By) > 0 {
		out.by = step.By[0]
	}
	return out
}
