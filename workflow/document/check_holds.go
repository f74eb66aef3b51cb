package document

import (
	"slices"

	"cel.dev/cel-go/common/ast"
)

// holds checks a workflow's conditions and holds against the governance: that the thresholds are there, and that a decision that may be
// called in is held until it no longer may.
func (c *check) holds(w *Workflow, g *Governance) {
	known := ids(g.Thresholds, func(t *Threshold) string { return t.ID })
	for path, text := range w.conditionsByPath() {
		for _, id := range thresholdsIn(text) {
			if !slices.Contains(known, id) {
				c.fail(path, "dangling_id", "The governance has no threshold %s.%s", quoted(id), didYouMean(id, known))
			}
		}
	}
	callable := slices.ContainsFunc(g.Thresholds, func(t Threshold) bool { return t.Requires.CallIn != nil })
	for i := range w.Gates {
		x := &w.Gates[i]
		held := slices.ContainsFunc(x.Holds, func(h Hold) bool { return h.Kind == HoldCallIn })
		if asks := x.Consents.From != "" && x.Consents.From != ConsentsNone; asks && callable && !held {
			c.warn(item("gates", i), "no_call_in_hold", "An organisation's own decision at %s may be called in, and takes effect at once: say holds: [{kind: call_in}].", x.ID)
		}
		if held && !callable {
			c.warn(item("gates", i)+".holds", "nothing_to_call_in", "%s waits for call-in, and no threshold of the governance says call_in.", x.ID)
		}
	}
}

// conditionsByPath lists the conditions of the gates by where they stand.
func (w *Workflow) conditionsByPath() map[string]string {
	out := map[string]string{}
	add := func(path, text string) {
		if text != "" {
			out[path] = text
		}
	}
	for i := range w.Gates {
		g, path := &w.Gates[i], item("gates", i)
		for j, e := range g.Evidence {
			add(item(path+".evidence", j)+".mandatory_when", e.MandatoryWhen)
			for k, r := range e.Rules {
				add(item(item(path+".evidence", j)+".rules", k)+".check", r.Check)
			}
		}
		for j, s := range g.SignOffs {
			add(item(path+".sign_offs", j)+".when", s.When)
		}
		add(path+".consents.when", g.Consents.When)
		if g.ExternalConsents != nil {
			add(path+".external_consents.when", g.ExternalConsents.When)
		}
		for j, h := range g.Holds {
			add(item(path+".holds", j)+".when", h.When)
		}
	}
	return out
}

// thresholdsIn lists the ids by which a condition asks for a threshold; nil where it does not compile, which is said elsewhere.
func thresholdsIn(text string) []string {
	e, err := compiled.of(text)
	if err != nil {
		return nil
	}
	var out []string
	ast.PreOrderVisit(e.ast.NativeRep().Expr(), ast.NewExprVisitor(func(x ast.Expr) {
		switch x.Kind() {
		case ast.CallKind:
			if call := x.AsCall(); call.FunctionName() == "_[_]" && len(call.Args()) == 2 && call.Args()[0].AsIdent() == "threshold" {
				if id, ok := literal(call.Args()[1]); ok {
					out = append(out, id)
				}
			}
		case ast.SelectKind:
			if s := x.AsSelect(); s.Operand().AsIdent() == "threshold" {
				out = append(out, s.FieldName())
			}
		}
	}))
	return out
}
