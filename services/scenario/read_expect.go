package scenario

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"comity/services/client"
	"comity/services/views"
	"comity/workflow"
	"comity/workflow/schema"
)

// expect reads what is expected of a step: ok, or a mapping. What is said of a case may stand in the mapping itself; it is of
// the step's own case.
func (r *reader) expect(step *Step, n *node) {
	if n.kind == scalar {
		if n.text != "ok" {
			r.mistake(n.place, "expect is ok, or says what is expected.")
		}
		return
	}
	take := map[string]func(*node){
		"refused": func(n *node) { step.Refused = r.refusal(n) },
		"cases":   func(n *node) { r.expectCases(step, n) },
		"view":    func(n *node) { r.expectView(step, n) },
		"views": func(n *node) {
			if r.is(n, list, "a list of views") {
				for _, one := range n.items {
					r.expectView(step, one)
				}
			}
		},
		"events": func(n *node) { r.expectEvents(step, n) },
		"feed":   func(n *node) { r.expectFeed(step, n) },
		"inbox":  func(n *node) { r.expectInbox(step, n) },
		"pools":  func(n *node) { r.expectPools(step, n) },

		"pools_exactly": func(n *node) { r.expectPoolsExactly(step, n) },

		"notices":    func(n *node) { r.expectNotices(step, n) },
		"no_notices": func(n *node) { r.expectNoNotices(step, n) },
		"mails":      func(n *node) { r.expectMails(step, n) },
	}
	for key, read := range caseKeys {
		take[key] = func(n *node) { r.expectCase(step, step.Case, key, read, n) }
	}
	r.fields(n, "ok, or what is expected, as in {label: planning.working}", take)
}

func (r *reader) add(step *Step, n *node, run func(*world) []string) {
	step.Checks = append(step.Checks, check{place: n.place, run: run})
}

// refusal reads the answer no that is expected: its code alone, or with status and details.
func (r *reader) refusal(n *node) *refused {
	out := &refused{place: n.place}
	if n.kind == scalar {
		out.code = n.text
	} else {
		r.fields(n, "a code, or {status: 422, code: evidence_missing, details: [user_views]}", map[string]func(*node){
			"code": func(n *node) { out.code = r.text(n) }, "status": func(n *node) { out.status = r.number(n) },
			"details": func(n *node) { out.details = n },
		})
	}
	if !slices.Contains(workflow.Codes(), workflow.Code(out.code)) {
		r.mistake(n.place, "%q is not the code of a refusal.", out.code)
	}
	return out
}

// differences says where a refusal is not the expected one. Details are the whole set, in any order: a text is what a problem
// is about, a mapping is compared with a problem's members and facts.
func (f *refused) differences(no *workflow.Refusal) (out []string) {
	if string(no.Code) != f.code {
		out = append(out, fmt.Sprintf("it is refused with %s (%s), want %s", no.Code, no.Message, f.code))
	}
	if f.status != 0 && no.Status != f.status {
		out = append(out, fmt.Sprintf("the status is %d, want %d", no.Status, f.status))
	}
	if f.details == nil {
		return out
	}
	if f.details.kind == mapping {
		members, _ := loose(problemsOf(no)).([]any)
		return append(out, matchMembers("details", f.details, members)...)
	}
	left := slices.Clone(no.Details)
	for _, want := range f.details.items {
		i := slices.IndexFunc(left, func(p workflow.Problem) bool { return isProblem(want, p) })
		if i < 0 {
			out = append(out, fmt.Sprintf("the details have no %s; they are %s", want, saying(want, no.Details)))
			continue
		}
		left = slices.Delete(left, i, i+1)
	}
	if len(left) > 0 && len(out) == 0 {
		out = append(out, fmt.Sprintf("the details have also %s", abouts(left)))
	}
	return out
}

func isProblem(want *node, p workflow.Problem) bool {
	if want.kind == scalar {
		return p.About == want.text
	}
	return len(match("", want, loose(flat(p)))) == 0
}

// flat puts the facts of a problem beside its other members.
func flat(p workflow.Problem) map[string]any {
	out := map[string]any{}
	for name, v := range p.Facts {
		out[name] = v
	}
	out["code"], out["about"], out["clause"], out["message"] = p.Code, p.About, p.Clause, p.Message
	return out
}

func problemsOf(no *workflow.Refusal) (out []map[string]any) {
	for _, p := range no.Details {
		out = append(out, flat(p))
	}
	return out
}

// saying writes out problems as they have to be known for what was wanted: what each is about, or with its facts where some were asked for.
func saying(want *node, list []workflow.Problem) string {
	if want.kind != mapping {
		return abouts(list)
	}
	parts := make([]string, len(list))
	for i, p := range list {
		facts := map[string]any{"code": p.Code, "about": p.About}
		maps.Copy(facts, p.Facts)
		parts[i] = oneLine(facts)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func abouts(list []workflow.Problem) string {
	parts := make([]string, len(list))
	for i, p := range list {
		parts[i] = fmt.Sprintf("%s (%s)", p.About, p.Code)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func (r *reader) expectCases(step *Step, n *node) {
	if !r.is(n, mapping, "cases, as in {C1: {label: planning.working}}") {
		return
	}
	for _, p := range n.pairs {
		take := map[string]func(*node){}
		for key, read := range caseKeys {
			take[key] = func(n *node) { r.expectCase(step, p.key, key, read, n) }
		}
		r.fields(p.value, "what is expected of the case, as in {label: planning.working}", take)
	}
}

func (r *reader) expectCase(step *Step, name, key string, compare caseCheck, n *node) {
	if name == "" {
		r.mistake(n.place, "Of which case? Name it under case, or use cases.")
		return
	}
	r.add(step, n, func(w *world) []string {
		c := w.caseOf(name)
		if c == nil {
			return []string{fmt.Sprintf("there is no case %s", name)}
		}
		return compare(w, c, n)
	})
}

// expectView asks a view as a person and compares its answer.
func (r *reader) expectView(step *Step, n *node) {
	var view, by string
	var with map[string]any
	var shows *node
	r.fields(n, "a view, as in {ask: dashboard, by: p-lead, shows: {…}}", map[string]func(*node){
		"ask": func(n *node) { view = r.text(n) }, "by": func(n *node) { by = r.text(n) },
		"with": func(n *node) { with = r.values(n) }, "shows": func(n *node) { shows = n },
	})
	if view == "" || shows == nil {
		r.mistake(n.place, "A view needs ask and shows.")
		return
	}
	name := step.Case
	r.add(step, n, func(w *world) []string {
		args := map[string]any{}
		for k, v := range with {
			args[k] = v
		}
		if c, ok := args["case"].(string); ok {
			args["case"] = w.caseID(c)
		} else if view == "case" || view == "explain" || view == "history" {
			args["case"] = w.caseID(name)
		}
		args, problems := asWritten(view, args)
		if len(problems) > 0 {
			return []string{fmt.Sprintf("%s cannot be asked: %s", view, workflow.Refuse(problems...).Message)}
		}
		answer, err := w.ask(context.Background(), by, view, args)
		if err != nil {
			return []string{fmt.Sprintf("%s is not answered to %s: %v", view, by, err)}
		}
		return match(view, shows, looseJSON(answer))
	})
}

// asWritten turns what a question says in people's words, value: "£50,000", into the arguments of its view.
func asWritten(view string, with map[string]any) (map[string]any, []workflow.Problem) {
	for _, s := range views.Published() {
		if s.Name == view {
			return client.Values(schema.Of(s.Args), with, london)
		}
	}
	return with, nil
}

// expectInbox compares what waits for persons, in any order and in full.
func (r *reader) expectInbox(step *Step, n *node) {
	if !r.is(n, mapping, "inboxes, as in {p-icb: [signoff:wcb]}") {
		return
	}
	for _, p := range n.pairs {
		want := r.textsOrNone(p.value)
		r.add(step, p.value, func(w *world) []string {
			answer, err := w.ask(context.Background(), p.key, "inbox", nil)
			if err != nil {
				return []string{fmt.Sprintf("the inbox of %s is not answered: %v", p.key, err)}
			}
			var got []string
			items, _ := field(looseJSON(answer).(map[string]any), "items").([]any)
			for _, item := range items {
				got = append(got, fmt.Sprint(item.(map[string]any)["for"]))
			}
			return sameSet("the inbox of "+p.key, want, got)
		})
	}
}

// textsOrNone reads a list of texts, in which none stands for an empty one.
func (r *reader) textsOrNone(n *node) []string {
	if n.kind == scalar && n.text == "none" {
		return nil
	}
	return r.texts(n)
}

// sameSet compares two lists without their order.
func sameSet(what string, want, got []string) []string {
	a, b := slices.Sorted(slices.Values(want)), slices.Sorted(slices.Values(got))
	if slices.Equal(a, b) {
		return nil
	}
	return []string{fmt.Sprintf("%s is [%s], want exactly [%s]", what, strings.Join(b, ", "), strings.Join(a, ", "))}
}
