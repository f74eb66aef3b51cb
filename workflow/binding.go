package workflow

import (
	"slices"

	"comity/workflow/document"
)

// Whom a decision binds (F59; DOMAIN §0.1). A board that advises binds nobody: what each organisation puts in needs that
// organisation's own consent, whatever a board decided.

// Binding is the legal status of a decision.
type Binding struct {
	// On lists the organisations that the decision binds by itself: none of an advisory board, the constituent organisations of a
	// joint committee, of committees in common or of a board with delegated powers, the organisation of a named officer.
	On []string `json:"on"`

	// Consents lists the organisations' own consents at the same round of the gate, and how they stand.
	Consents []BindingConsent `json:"consents"`
}

// BindingConsent is an organisation's own consent beside a decision.
type BindingConsent struct {
	Organisation string `json:"organisation"`
	State        string `json:"state"`
}

// BindingOf says whom a sign-off's decision binds. Pure; the lists are never nil.
func BindingOf(c *Case, r *Register, s *SignOff) Binding {
	out := Binding{On: []string{}, Consents: []BindingConsent{}}
	if s.Board == "" {
		out.On = append(out.On, nonEmpty(s.OfficerOf)...)
	} else if b := r.GovernanceVersion(s.GovernanceVersion).Board(s.Board); b != nil {
		switch b.Authority {
		case "delegated", "joint_committee", "committees_in_common":
			out.On = append(out.On, constituents(b)...)
		}
	}
	for _, k := range c.Consents {
		if k.Gate == s.Gate && k.GateRound == s.GateRound {
			out.Consents = append(out.Consents, BindingConsent{Organisation: k.Organisation, State: k.State})
		}
	}
	return out
}

// constituents lists the organisations with voting seats on a board, in the order of the seats.
func constituents(b *document.Board) []string {
	var out []string
	for i := range b.Seats {
		if s := &b.Seats[i]; s.MayVote() && s.Organisation != "" && !slices.Contains(out, s.Organisation) {
			out = append(out, s.Organisation)
		}
	}
	return out
}
