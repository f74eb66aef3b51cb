package views

import (
	"errors"
	"testing"

	"comity/services/bus"
	"comity/services/views/answer"
	"comity/services/views/viewstest"
	"comity/workflow"
	"comity/workflow/document"
)

// A document names people and proposes what nobody has confirmed: it is for those who work with it.
func TestDocument(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	v := opened(t, w)
	follow(t, v, w.Last)
	for _, person := range []string{"p-secretary", "p-admin", "ao-ald", "p-cfo"} {
		d := ask[answer.Document](t, v, person, "document", "")
		if g, err := document.LoadGovernance(d.Source); err != nil || g.Metadata.Version != d.Version || !d.InForce {
			t.Errorf("%s: got version %d, in force %t, %v", person, d.Version, d.InForce, err)
		}
	}
	if d := ask[answer.Document](t, v, "p-secretary", "document", `{"workflow": "joint-commissioning", "version": 1}`); !d.InForce || d.Workflow != "joint-commissioning" {
		t.Errorf("got %+v", d)
	}
	for person, want := range map[string]workflow.Code{"p-lead": workflow.NotPermitted, "p-unit": workflow.NotPermitted, "nobody": workflow.NotPermitted} {
		_, err := v.Ask(t.Context(), bus.Query{View: "document", Partnership: viewstest.Partnership, Actor: person})
		var no *workflow.Refusal
		if !errors.As(err, &no) || no.Code != want {
			t.Errorf("%s: got %v, want %s", person, err, want)
		}
	}
	_, err := v.Ask(t.Context(), bus.Query{View: "document", Partnership: viewstest.Partnership, Actor: "p-admin", Args: []byte(`{"version": 9}`)})
	var no *workflow.Refusal
	if !errors.As(err, &no) || no.Code != workflow.NotFound {
		t.Errorf("got %v, want not_found", err)
	}
}
