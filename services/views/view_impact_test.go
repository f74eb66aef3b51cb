package views

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"comity/services/bus"
	"comity/services/views/answer"
	"comity/services/views/viewstest"
	"comity/workflow"
)

// What a document would change is said before it is published, to those who work with documents, and of the cases no more than where they stand.
func TestImpact(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	v := opened(t, w)
	follow(t, v, w.Last)
	d := ask[answer.Document](t, v, "p-admin", "document", "")
	next := strings.Replace(d.Source, "effective_from: 2026-04-01", "effective_from: 2030-04-01", 1)
	next = strings.Replace(strings.Replace(next, "version: 3", "version: 9", 1), "- {id: W9,", "- {id: W10,", 1)
	args, _ := json.Marshal(answer.ImpactArgs{Source: next})
	a := ask[answer.Impact](t, v, "p-admin", "impact", string(args))
	if a.Version != 9 || len(a.BoardsEnd) != 0 || len(a.SeatsVanish) != 1 || a.SeatsVanish[0].Seat != "W9" {
		t.Errorf("got %+v", a)
	}
	_, err := v.Ask(t.Context(), bus.Query{View: "impact", Partnership: viewstest.Partnership, Actor: "p-lead", Args: args})
	var no *workflow.Refusal
	if !errors.As(err, &no) || no.Code != workflow.NotPermitted {
		t.Errorf("got %v, want not_permitted", err)
	}
	wrong, _ := json.Marshal(answer.ImpactArgs{Source: strings.Replace(next, "level: strategic", "level: sideways", 1)})
	_, err = v.Ask(t.Context(), bus.Query{View: "impact", Partnership: viewstest.Partnership, Actor: "p-admin", Args: wrong})
	if !errors.As(err, &no) || no.Code != workflow.DefinitionInvalid {
		t.Errorf("got %v, want definition_invalid", err)
	}
}
