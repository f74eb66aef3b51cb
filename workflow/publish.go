package workflow

import (
	"fmt"
	"slices"

	"comity/events"
	"comity/workflow/document"
)

// Publishing documents. A published version never changes (DOMAIN §2.1).

// mayPublish refuses who is neither an administrator of the installation nor one that the governance in force names.
func (d *registering) mayPublish() *Problem {
	if d.m.Administrator || (d.g != nil && slices.Contains(d.g.Administrators, d.m.Actor)) {
		return nil
	}
	p := notPermitted("%s may not publish documents of %s.", d.m.Actor, d.r.Partnership).under("DESIGN §4 (who may change authority)").about(d.m.Actor)
	return &p
}

// definitionProblems turns a document's mistakes into problems, and its warnings into sentences. Advice is neither: how the
// partnership is made up says it of the documents in force, and `comity check` of a draft.
func definitionProblems(list []document.Problem) (problems []Problem, warnings []string) {
	for _, m := range list {
		switch m.Severity {
		case document.Warning:
			warnings = append(warnings, m.String())
			continue
		case document.Advice:
			continue
		}
		problems = append(problems, problem(DefinitionInvalid, "%s", m.String()).about(m.Path).
			with(map[string]any{"line": m.Line, "column": m.Column, "mistake": m.Code}))
	}
	return problems, warnings
}

// publishGovernance is PartnershipPublish's rule. A published version never changes.
func (d *registering) publishGovernance(cmd *PartnershipPublish) *Refusal {
	if p := d.mayPublish(); p != nil {
		return Refuse(*p)
	}
	doc, err := document.Parse(d.r.Partnership, []byte(cmd.Source))
	list := mistakesOf(err)
	if doc != nil && doc.Governance == nil && len(list) == 0 {
		return Refuse(problem(DefinitionInvalid, "This is not a governance document.").about("kind"))
	}
	if doc != nil && doc.Governance != nil {
		list = append(list, document.Check(append(d.workflowDocs(), doc)...)...)
	}
	problems, warnings := definitionProblems(list)
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	g := doc.Governance
	if g.Metadata.Partnership != d.r.Partnership {
		return Refuse(problem(DefinitionInvalid, "The document is of %s, not of %s.", g.Metadata.Partnership, d.r.Partnership).about("metadata.partnership"))
	}
	digest := events.Digest([]byte(cmd.Source))
	for _, p := range d.r.Governance {
		if p.Version == g.Metadata.Version {
			return sameVersion(p, digest)
		}
		if p.Version > g.Metadata.Version || p.From.After(g.Metadata.EffectiveFrom) {
			return Refuse(problem(DefinitionInvalid, "Version %d, in force from %s, is published: a new version counts on and does not take effect before it.",
				p.Version, p.From).about("metadata.version"))
		}
	}
	if problems := d.mergesUnknown(g); len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.PartnershipPublished{Version: g.Metadata.Version, EffectiveFrom: text(g.Metadata.EffectiveFrom), Digest: digest, Source: cmd.Source,
		Warnings: warnings})
	return nil
}

// mergesUnknown finds boards that another is to take over from and that were never there: a slip of the pen would leave what is open
// before the board that was meant to nobody. The first version has none before it, and may tell where its boards come from.
func (d *registering) mergesUnknown(g *document.Governance) []Problem {
	if len(d.r.Governance) == 0 {
		return nil
	}
	var out []Problem
	for i := range g.Boards {
		for _, id := range g.Boards[i].Merges {
			if d.r.lastBoard(id) == nil {
				out = append(out, problem(DefinitionInvalid, "%s takes over from %s, and there never was such a board.", g.Boards[i].ID, id).
					under("boards.%s.merges", g.Boards[i].ID).about(id))
			}
		}
	}
	return out
}

// sameVersion accepts a version published again with the same content, doing nothing, and refuses it with other content.
func sameVersion(p Published, digest string) *Refusal {
	if p.Digest == digest {
		return nil
	}
	return Refuse(problem(VersionExists, "Version %d is published with other content.", p.Version).under("DOMAIN §2.1 (publishing)").
		about(fmt.Sprint(p.Version)).with(map[string]any{"digest": p.Digest}))
}

// workflowDocs are the newest published workflows, against which a new governance is checked.
func (d *registering) workflowDocs() []*document.Document {
	newest := map[string]Published{}
	var order []string
	for _, p := range d.r.Workflows {
		if _, seen := newest[p.ID]; !seen {
			order = append(order, p.ID)
		}
		newest[p.ID] = p
	}
	var out []*document.Document
	for _, id := range order {
		if doc, err := document.Parse(id, []byte(newest[id].Source)); err == nil {
			out = append(out, doc)
		}
	}
	return out
}

func mistakesOf(err error) []document.Problem {
	if err == nil {
		return nil
	}
	if p, ok := err.(*document.Problems); ok {
		return p.List
	}
	return []document.Problem{{Code: "unreadable", Sentence: err.Error(), Severity: document.Error}}
}

// publishWorkflow is WorkflowPublish's rule.
func (d *registering) publishWorkflow(cmd *WorkflowPublish) *Refusal {
	if p := d.mayPublish(); p != nil {
		return Refuse(*p)
	}
	doc, err := document.Parse(publishedWorkflow, []byte(cmd.Source))
	list := mistakesOf(err)
	if doc != nil && doc.Workflow == nil && len(list) == 0 {
		return Refuse(problem(DefinitionInvalid, "This is not a workflow document.").about("kind"))
	}
	if doc != nil && doc.Workflow != nil {
		docs := []*document.Document{doc}
		if len(d.r.Governance) > 0 {
			if g, err := document.Parse(d.r.Partnership, []byte(d.r.Governance[len(d.r.Governance)-1].Source)); err == nil {
				docs = append(docs, g)
			}
		}
		list = append(list, document.Check(docs...)...)
	}
	problems, warnings := definitionProblems(list)
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	w := doc.Workflow
	digest := events.Digest([]byte(cmd.Source))
	for _, p := range d.r.Workflows {
		if p.ID == w.Metadata.ID && p.Version == w.Metadata.Version {
			return sameVersion(p, digest)
		}
		if p.ID == w.Metadata.ID && p.Version > w.Metadata.Version {
			return Refuse(problem(DefinitionInvalid, "Version %d of %s is published: a new version counts on.", p.Version, p.ID).about("metadata.version"))
		}
	}
	d.emit(events.WorkflowPublished{Workflow: w.Metadata.ID, Version: w.Metadata.Version, EffectiveFrom: text(w.Metadata.EffectiveFrom), Digest: digest,
		Source: cmd.Source, Warnings: warnings})
	return nil
}
