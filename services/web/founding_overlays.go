package web

import (
	"slices"
	"strings"

	blueprints "comity/scenarios/templates"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// foundingCouncil is a council of the template that may be replaced; ID is of its fields.
type foundingCouncil struct{ ID, Organisation, Name string }

// overlaysOffered are the overlays that can be laid on a template.
func overlaysOffered() (out []choice) {
	for _, o := range blueprints.Overlays() {
		out = append(out, choice{Value: o.ID, Text: upper(strings.TrimSuffix(o.About, "."))})
	}
	return out
}

// lay puts the template and the overlays that were chosen together, in the order in which they are offered, with the days on which councils
// are replaced. What is put together has no comments. A template by itself stays as it is written.
// Errors: an overlay that there is not; documents that cannot be laid on one another, which a test finds before anybody else.
func (x *founding) lay(f *form) error {
	chosen := f.All("overlay")
	for _, id := range chosen {
		if !slices.ContainsFunc(overlaysOffered(), func(c choice) bool { return c.Value == id }) {
			return missing("There is no such overlay.")
		}
	}
	if len(chosen) == 0 {
		return nil
	}
	x.Laid = true
	for kind, text := range map[string]*string{document.KindGovernance: &x.Template.Governance, document.KindWorkflow: &x.Workflow} {
		names := []string{x.ID}
		for _, o := range blueprints.Overlays() {
			if slices.Contains(chosen, o.ID) && slices.Contains(o.Kinds, strings.ToLower(kind)) {
				names = append(names, o.ID)
			}
		}
		if len(names) == 1 {
			continue
		}
		top := "api_version: comity/v1\nkind: " + kind + "\nextends: [" + strings.Join(names, ", ") + "]\n"
		whole, err := document.Whole(document.Source{Text: []byte(top)}, blueprints.Named)
		if err != nil {
			return err
		}
		*text = whole
	}
	return nil
}

// councils lists the councils that may be replaced, where a body outside the partnership is there whose consent they would need.
func (x *founding) councils() {
	if len(x.Governance.ExternalBodies) == 0 {
		return
	}
	for _, o := range x.Governance.Organisations {
		if strings.HasSuffix(o.Type, "_council") {
			x.Councils = append(x.Councils, foundingCouncil{"replaced-" + o.ID, o.ID, o.Name})
		}
	}
}

// replace says in a governance document which councils are replaced, on which days, and whose consent they need until then.
func (x *founding) replace(f *form, governance string) (string, error) {
	top := ""
	for _, c := range x.Councils {
		if on, err := calendar.ParseDate(f.date(c.ID)); err == nil {
			top += "  - {id: " + c.Organisation + ", dissolving_on: " + on.String() + ", external_consent_from: " + x.Governance.ExternalBodies[0].ID + "}\n"
		}
	}
	if top == "" {
		return governance, nil
	}
	top = "api_version: comity/v1\nkind: " + document.KindGovernance + "\nextends: [template]\norganisations:\n" + top
	return document.Whole(document.Source{Text: []byte(top)}, func(string, string, string) (document.Source, error) {
		return document.Source{Name: "template", Text: []byte(governance)}, nil
	})
}
