package workflow

import (
	"fmt"
	"slices"

	"comity/events"
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// External consents: the law asks a body outside the case for its word before an organisation that is to be dissolved enters into
// a contract (DOMAIN §2.3 on condition 3, §5.1, [R17]).

// externalNeed is one body's consent, the organisations that need it, and what in the contract calls for it.
type externalNeed struct {
	body         string
	organisation []string
	because      []string
}

// dissolving lists the organisations in the case that would need an external consent for some contract at a gate: the sponsor, and
// whoever puts something in.
func (d *decision) dissolving(g *document.Gate, vars document.Vars) []*document.Organisation {
	x := g.ExternalConsents
	if x == nil {
		return nil
	}
	var out []*document.Organisation
	for i := range d.g.Organisations {
		o := &d.g.Organisations[i]
		if o.ExternalConsentFrom == "" || o.DissolvingOn.IsZero() || !d.takesPart(o.ID) {
			continue
		}
		vars.Organisation = document.OrganisationVars{ID: o.ID, Type: o.Type, DissolvingOn: o.DissolvingOn.String(), ExternalConsentFrom: o.ExternalConsentFrom,
			Sponsors: o.ID == d.c.Terms.Sponsor, AmountPence: int64(d.offeredBy(o.ID))}
		if d.holds(x.When, vars) {
			out = append(out, o)
		}
	}
	return out
}

// contractProblems says what an award lacks that decides whether an external consent is needed.
func (d *decision) contractProblems(g *document.Gate, vars document.Vars, a *AwardFields) []Problem {
	if a == nil {
		return nil
	}
	orgs := d.dissolving(g, vars)
	if len(orgs) == 0 {
		return nil
	}
	name := d.organisationName(orgs[0].ID)
	if a.ContractKind == "" {
		return []Problem{problem(Malformed, "%s is to be dissolved: say the kind of contract.", name).under("DOMAIN §2.3").about("contract_kind").asShape()}
	}
	outlasts := slices.ContainsFunc(contractsOf(g), func(x document.ExternalContract) bool { return x.Kind == a.ContractKind && x.OutlastsOrganisation })
	if outlasts && a.EndsOn.IsZero() {
		return []Problem{problem(Malformed, "%s is to be dissolved: say when the contract ends.", name).under("DOMAIN §2.3").about("ends_on").asShape()}
	}
	return nil
}

// contractsOf are the contracts for which a gate asks for external consents.
func contractsOf(g *document.Gate) []document.ExternalContract {
	if g.ExternalConsents == nil {
		return nil
	}
	if len(g.ExternalConsents.Contracts) > 0 {
		return g.ExternalConsents.Contracts
	}
	return document.Section24()
}

// externalNeeds lists whose consent the award proposed at a gate needs.
func (d *decision) externalNeeds(g *document.Gate, vars document.Vars, a *events.AwardTerms) []externalNeed {
	if a == nil {
		return nil
	}
	var out []externalNeed
	for _, o := range d.dissolving(g, vars) {
		because := d.callsForConsent(contractsOf(g), o, a)
		if len(because) == 0 {
			continue
		}
		i := slices.IndexFunc(out, func(n externalNeed) bool { return n.body == o.ExternalConsentFrom })
		if i < 0 {
			out, i = append(out, externalNeed{body: o.ExternalConsentFrom}), len(out)
		}
		out[i].organisation = append(out[i].organisation, o.ID)
		out[i].because = append(out[i].because, because...)
	}
	return out
}

// callsForConsent says what in an award calls for a consent, nothing where nothing does.
func (d *decision) callsForConsent(contracts []document.ExternalContract, o *document.Organisation, a *events.AwardTerms) []string {
	var out []string
	for _, x := range contracts {
		past := a.EndsOn != "" && day(a.EndsOn).After(o.DissolvingOn)
		switch {
		case x.Kind != a.ContractKind:
		case x.ValueGBP != nil && !x.ValueGBP.Reached(quantity.Pence(a.ValuePence)):
		case x.PriceVaries && !a.PriceVaries:
		case x.OutlastsOrganisation && !past && !a.Extendable:
		default:
			out = append(out, d.contractWords(x, o, a, past))
		}
	}
	return out
}

func (d *decision) contractWords(x document.ExternalContract, o *document.Organisation, a *events.AwardTerms, past bool) string {
	words := map[string]string{document.ContractLand: "A disposal of land", document.ContractCapital: "A capital contract",
		document.ContractNonCapital: "A contract that is not for capital works"}[x.Kind]
	if x.ValueGBP != nil {
		words += fmt.Sprintf(" worth %s, which is %s", quantity.Pence(a.ValuePence), x.ValueGBP.Words())
	}
	if x.PriceVaries {
		words += " whose price may vary"
	}
	switch {
	case x.OutlastsOrganisation && past:
		words += fmt.Sprintf(", running past %s", o.DissolvingOn)
	case x.OutlastsOrganisation:
		words += fmt.Sprintf(", which may be extended past %s", o.DissolvingOn)
	}
	return words + ", of " + d.organisationName(o.ID) + "."
}

// requestExternalConsents asks the bodies whose consent the law asks for. One that consented to the same award is not asked again.
func (d *decision) requestExternalConsents(g *document.Gate, vars document.Vars) {
	for _, n := range d.externalNeeds(g, vars, d.c.Gate.Award) {
		if d.consentedBefore(g.ID, n) {
			d.emit(events.ConsentCarried{Organisation: n.body, Gate: g.ID, GateRound: d.c.Gate.Round, External: true, For: n.organisation})
			continue
		}
		d.emit(events.ConsentRequested{Organisation: n.body, Gate: g.ID, GateRound: d.c.Gate.Round, Commitments: []string{}, External: true,
			For: n.organisation, Because: n.because})
	}
}

func (d *decision) consentedBefore(gate string, n externalNeed) bool {
	for _, k := range slices.Backward(d.c.Consents) {
		if k.External && k.Gate == gate && k.Organisation == n.body {
			same := k.Award != nil && d.c.Gate.Award != nil && *k.Award == *d.c.Gate.Award && slices.Equal(k.For, n.organisation)
			return same && (k.State == "confirmed" || k.State == "carried")
		}
	}
	return false
}

// isExternal reports whether a consent of an organisation is one that the law asks for: it says so, it takes no part in the
// partnership, or nothing else is asked of it.
func (d *decision) isExternal(organisation string, said bool) bool {
	return said || d.g.Organisation(organisation) == nil || d.c.Consent(organisation) == nil && d.c.External(organisation) != nil
}

// recorders lists who may speak for a body whose consent is asked for: its own officer, or, where the document names none, the
// proper officers of the organisations that need it, who have it in writing.
func (d *decision) recorders(k *Consent) []string {
	for _, b := range d.g.ExternalBodies {
		if b.ID == k.Organisation && b.ProperOfficer != "" {
			return []string{b.ProperOfficer}
		}
	}
	if o := d.g.Organisation(d.r.Successor(k.Organisation, d.m.At)); o != nil {
		return nonEmpty(o.ProperOfficer)
	}
	var out []string
	for _, id := range k.For {
		if o := d.g.Organisation(d.r.Successor(id, d.m.At)); o != nil && o.ProperOfficer != "" && !slices.Contains(out, o.ProperOfficer) {
			out = append(out, o.ProperOfficer)
		}
	}
	return out
}

// openExternal finds the consent of a body that may be spoken for now, and whether the actor may.
func (d *decision) openExternal(body string, states ...string) (*Consent, []Problem) {
	k := d.c.External(body)
	if p := d.at("a consent", AtGate); p != nil {
		if known := k != nil || d.g.Organisation(body) != nil || slices.ContainsFunc(d.g.ExternalBodies, func(b document.ExternalBody) bool { return b.ID == body }); !known {
			return nil, []Problem{problem(NotFound, "There is no organisation or external body %s.", body).about(body)}
		}
		return nil, []Problem{*p}
	}
	if k == nil {
		return nil, []Problem{problem(NotFound, "No consent of %s is asked for at this gate.", body).about(body)}
	}
	var problems []Problem
	if !slices.Contains(d.recorders(k), d.m.Actor) {
		problems = append(problems, notPermitted("Only the officer who speaks for %s records its consent.", d.organisationName(body)).under("DOMAIN §2.3").about(body))
	}
	if !slices.Contains(states, k.State) {
		problems = append(problems, problem(WrongStage, "The consent of %s is %s.", d.organisationName(body), k.State).about(body))
	}
	return k, problems
}

// recordExternal is ConsentRecord's rule for a body whose consent the law asks for.
func (d *decision) recordExternal(cmd *ConsentRecord) *Refusal {
	_, problems := d.openExternal(cmd.Organisation, "requested", "declined")
	decided := d.or(cmd.DecidedOn)
	if decided.After(d.today()) {
		problems = append(problems, problem(Malformed, "A decision cannot be recorded before it is taken.").about("decided_on"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.ConsentRecorded{Organisation: cmd.Organisation, Person: d.m.Actor, Minute: cmd.Minute, DecidedOn: decided.String(),
		Lines: []events.ConfirmedLine{}, Complete: true, External: true})
	return nil
}

// declineExternal is ConsentDecline's rule for it: the award cannot be made.
func (d *decision) declineExternal(cmd *ConsentDecline) *Refusal {
	if _, problems := d.openExternal(cmd.Organisation, "requested"); len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.ConsentDeclined{Organisation: cmd.Organisation, Person: d.m.Actor, Reason: cmd.Reason, Minute: cmd.Minute, External: true})
	return nil
}

// withdrawExternal is ConsentWithdraw's rule for it.
func (d *decision) withdrawExternal(cmd *ConsentWithdraw) *Refusal {
	if _, problems := d.openExternal(cmd.Organisation, "confirmed", "carried"); len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.ConsentWithdrawn{Organisation: cmd.Organisation, Person: d.m.Actor, Commitments: []string{}, Reason: cmd.Reason, External: true})
	return nil
}
