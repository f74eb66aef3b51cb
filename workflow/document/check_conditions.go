package document

import "errors"

// conditions compiles every condition of a workflow and looks at what CEL's own types cannot: whether evidence types and the fields of
// their data exist, and whether words that are compared come from the list of their field.
func (c *check) conditions(w *Workflow) {
	for i := range w.Gates {
		g, path := &w.Gates[i], item("gates", i)
		for j := range g.Evidence {
			e, at := &g.Evidence[j], item(path+".evidence", j)
			c.condition(w, e.MandatoryWhen, at+".mandatory_when", nil)
			for k, r := range e.Rules {
				c.condition(w, r.Check, item(at+".rules", k)+".check", w.EvidenceType(e.ID))
			}
		}
		for j := range g.SignOffs {
			c.condition(w, g.SignOffs[j].When, item(path+".sign_offs", j)+".when", nil)
		}
		c.condition(w, g.Consents.When, path+".consents.when", nil)
		if x := g.ExternalConsents; x != nil {
			c.condition(w, x.When, path+".external_consents.when", nil)
		}
		for j := range g.Holds {
			c.condition(w, g.Holds[j].When, item(path+".holds", j)+".when", nil)
		}
	}
}

// condition checks one; about is the type of the item it speaks of, nil where there is none.
func (c *check) condition(w *Workflow, text, path string, about *EvidenceType) {
	if text == "" {
		return
	}
	e, err := compiled.of(text)
	var wrong *ConditionError
	switch {
	case errors.As(err, &wrong):
	case err != nil:
		c.fail(path, "condition_invalid", "%s.", capital(err.Error()))
		return
	default:
		r := reader{workflow: w, text: text, ast: e.ast.NativeRep(), about: about}
		r.read(r.ast.Expr(), map[string]shape{})
		wrong = &ConditionError{r.mistakes}
	}
	for _, m := range wrong.Mistakes {
		c.failAt(path, text, m)
	}
}

// failAt places a mistake of a condition on its character in the file.
func (c *check) failAt(path, text string, m ConditionMistake) {
	before := len(c.problems)
	c.fail(path, "condition_invalid", "%s", m.Sentence)
	if len(c.problems) > before && c.source.places != nil {
		p := &c.problems[before]
		p.Line, p.Column = c.source.within(c.source.at(path), text, m.Offset)
	}
}
