package document

import "slices"

// Procurement says how contracts are let, for whichever gate decides the award: it is written out there when a document is read, as seat
// templates are, so that an overlay can say it of every workflow. What the gate says itself stays.
type Procurement struct {
	// The regimes under which a contract is let here. A case by the route contract that names another is not taken; its standstill is that of its regime.
	Regimes []string `json:"regimes" check:"enum=regimes" example:"[pa2023]"`
	// Whether a contract is let under the regime of its main subject: what is mainly health care under psr2023, anything else under pa2023. The award gate then asks for evidence of it, main_subject.
	MainSubject bool `json:"main_subject"`
	// Whose consent from outside the law asks for before the award, as a gate says it.
	ExternalConsents *ExternalConsents `json:"external_consents"`
}

// MainSubjectEvidence is the evidence type that a contract's main subject is shown by.
const MainSubjectEvidence = "main_subject"

var mainSubjectType = EvidenceType{ID: MainSubjectEvidence, Name: "Main subject of the contract",
	Description: "What the contract is mainly for, health care, social care or something else, and by which values that was found. A mixed contract is let under the regime of its main subject.",
	Schema: map[string]any{"type": "object", "required": []any{"main_subject"}, "additionalProperties": false, "properties": map[string]any{
		"main_subject": map[string]any{"enum": []any{"health_care", "social_care", "other"}}, "found_by": map[string]any{"type": "string"}}}}

// contracts is the condition under which a case is let as a contract.
const contracts = "case.route == '" + RouteContract + "'"

// procure writes out, at the award gate, what the workflow says of procurement. Doing it twice changes nothing.
func (w *Workflow) procure() {
	p := w.Procurement
	if p == nil {
		return
	}
	i := slices.IndexFunc(w.Gates, func(g Gate) bool { return g.Award })
	if i < 0 {
		return
	}
	g := &w.Gates[i]
	if len(p.Regimes) > 0 && !slices.ContainsFunc(g.Holds, func(h Hold) bool { return h.Kind == HoldStandstill }) {
		g.Holds = append(slices.Clone(g.Holds), Hold{Kind: HoldStandstill, When: contracts})
	}
	if p.ExternalConsents != nil && g.ExternalConsents == nil {
		g.ExternalConsents = p.ExternalConsents
	}
	if !p.MainSubject || slices.ContainsFunc(g.Evidence, func(e EvidenceRequirement) bool { return e.ID == MainSubjectEvidence }) {
		return
	}
	if !slices.ContainsFunc(w.EvidenceTypes, func(t EvidenceType) bool { return t.ID == MainSubjectEvidence }) {
		w.EvidenceTypes = append(slices.Clone(w.EvidenceTypes), mainSubjectType)
	}
	g.Evidence = append(slices.Clone(g.Evidence), EvidenceRequirement{ID: MainSubjectEvidence, MandatoryWhen: contracts, Rules: []EvidenceRule{{
		Check:   "case.route != '" + RouteContract + "' || (item.main_subject == 'health_care') == (case.regime == '" + RegimePSR2023 + "')",
		Message: "A contract is let under the regime of its main subject: what is mainly health care under psr2023, anything else under pa2023.",
	}}})
}

// procurement checks that what is said of procurement can hold.
func (c *check) procurement(w *Workflow) {
	p := w.Procurement
	if p == nil {
		return
	}
	if !slices.ContainsFunc(w.Gates, func(g Gate) bool { return g.Award }) {
		c.warn("procurement", "nothing_to_award", "No gate of this workflow decides an award (award: true); nothing is procured under it.")
	}
	if p.MainSubject && !(slices.Contains(p.Regimes, RegimePSR2023) && slices.Contains(p.Regimes, RegimePA2023)) {
		c.fail("procurement.main_subject", "main_subject_alone", "By its main subject a contract falls under psr2023 or under pa2023: regimes must name both.")
	}
	if p.ExternalConsents != nil {
		for i, k := range p.ExternalConsents.Contracts {
			c.sum(k.ValueGBP, item("procurement.external_consents.contracts", i)+".value_gbp")
		}
	}
}
