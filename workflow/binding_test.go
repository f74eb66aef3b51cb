package workflow

import (
	"slices"
	"testing"
)

func TestF59_an_advisory_board_binds_nobody_and_each_consent_stands_beside(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	p.votes("jce", Approve, "E1", "E2", "E3")
	b := BindingOf(p.c, p.r, p.c.SignOff("jce"))
	if len(b.On) != 0 || len(b.Consents) != 7 || b.Consents[0].State != "requested" {
		t.Errorf("got %+v", b)
	}
	if b := BindingOf(p.c, p.r, p.c.SignOff("finance")); !slices.Equal(b.On, []string{"wcc"}) {
		t.Errorf("an officer's: got %+v", b)
	}
}
