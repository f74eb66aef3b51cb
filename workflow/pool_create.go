package workflow

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"comity/events"
	"comity/workflow/document"
)

// Setting a pool up, and its written agreement (DOMAIN §0.10, §5.3).

// WarnManyParties is the warning of a pool of more than three parties: two or three are advice, not a bar (A¶109).
const WarnManyParties = "pool_more_than_three_parties"

// createPool is PoolCreate's rule.
func (d *decision) createPool(cmd *PoolCreate) *Refusal {
	if p := d.maySetUp(cmd.Host); p != nil {
		return Refuse(*p)
	}
	if p := d.at("setting a pool up", Draft, Working, AtGate, Deferred); p != nil {
		return Refuse(*p)
	}
	if p := d.notAwarded("setting a pool up"); p != nil {
		return Refuse(*p)
	}
	t := events.PoolTerms{Pool: first(cmd.Pool, nextPool(d.c)), Case: d.c.ID, Basis: cmd.Basis, MatrixVersion: MatrixVersion, Host: cmd.Host}
	t.Name = first(strings.TrimSpace(cmd.Name), "Pooled fund "+t.Pool)
	var problems []Problem
	if !events.ValidToken(t.Pool) {
		problems = append(problems, problem(Malformed, "A pool's name is letters, digits, hyphens and underscores.").about("pool"))
	} else if d.c.Pool(t.Pool) != nil || d.r.pools[t.Pool].Exists() {
		problems = append(problems, problem(Malformed, "There is a pool %s already.", t.Pool).about("pool"))
	}
	var more []Problem
	if t.Parties, more = d.parties(cmd.Contributors); len(more) > 0 {
		problems = append(problems, more...)
	}
	problems = append(problems, d.eligible(t)...)
	if t.Manager, more = d.managerOf(t.Host, cmd.Manager); len(more) > 0 {
		problems = append(problems, more...)
	}
	var agreement *events.PoolAgreement
	if cmd.Agreement != nil {
		agreement = agreementOf(*cmd.Agreement, 1)
		problems = append(problems, agreementProblems(*agreement)...)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	warnings := PoolWarnings(t)
	d.emit(events.CasePoolAdded{PoolTerms: t, Warnings: warnings})
	if agreement != nil {
		d.emit(events.CasePoolAgreed{PoolTerms: t, Agreement: *agreement})
	}
	return nil
}

// nextPool is the name of a pool that was given none.
func nextPool(c *Case) string { return fmt.Sprintf("%s-P%d", c.ID, len(c.Pools)+1) }

// PoolWarnings says what speaks against a pool without refusing it.
func PoolWarnings(t events.PoolTerms) []string {
	if len(t.Parties) > 3 {
		return []string{WarnManyParties}
	}
	return nil
}

// maySetUp refuses who is neither of the case's unit nor an officer of the host.
func (d *decision) maySetUp(host string) *Problem {
	if d.inUnit(d.c.Terms.Unit, d.m.Actor) || isOfficer(d.g.Organisation(host), d.m.Actor) {
		return nil
	}
	p := notPermitted("Only the case's unit or an officer of the host sets a pool up.").about(d.m.Actor)
	return &p
}

// parties reads who contributes. The types are those of the governance document in force.
func (d *decision) parties(list []PoolPartyFields) (out []events.PoolParty, problems []Problem) {
	var share int64
	for _, x := range list {
		o := d.g.Organisation(x.Organisation)
		switch {
		case o == nil:
			problems = append(problems, problem(NotFound, "There is no organisation %s.", x.Organisation).about(x.Organisation))
			continue
		case d.r.ReplacedAt(o.ID, d.m.At) != nil:
			problems = append(problems, *d.r.replaced(o.ID, d.m.At))
			continue
		case slices.ContainsFunc(out, func(p events.PoolParty) bool { return p.Organisation == x.Organisation }):
			problems = append(problems, problem(Malformed, "%s is named twice.", x.Organisation).about("contributors"))
			continue
		}
		share += x.OverspendHundredths
		out = append(out, events.PoolParty{Organisation: o.ID, Type: o.Type, Pence: x.AmountPence, OverspendHundredths: x.OverspendHundredths})
	}
	if share != 0 && share != 100_00 {
		problems = append(problems, problem(Malformed, "The shares of an overspend come to %d.%02d per cent, not to 100.", share/100, share%100).
			under("F68").about("overspend_pct_hundredths").with(map[string]any{"pct_hundredths": share}))
	}
	return out, problems
}

// eligible says why the parties and the host may not have a pool under the basis: everything at once.
func (d *decision) eligible(t events.PoolTerms) []Problem {
	b := Basis(t.Basis)
	if b == nil {
		return []Problem{problem(Malformed, "%s is no legal basis for a pool.", t.Basis).about("basis")}
	}
	out := d.hostProblems(t)
	types := make([]string, len(t.Parties))
	for i, x := range t.Parties {
		types[i] = x.Type
		if !b.Eligible(x.Type) {
			out = append(out, ineligible(b, x.Organisation, x.Type))
		}
	}
	lacking := b.lacks(types)
	for _, code := range lacking {
		out = append(out, requires(b, code))
	}
	if len(t.Parties) < 2 && len(lacking) == 0 {
		out = append(out, problem(Malformed, "A pool has two contributors at least.").about("contributors"))
	}
	return out
}

func ineligible(b *PoolBasis, organisation, kind string) Problem {
	return problem(PoolPartnerIneligible, "%s (%s) may not contribute to a pool under %s; it may align what it puts in.", organisation,
		strings.ReplaceAll(kind, "_", " "), b.Name).under("DOMAIN §5.3, matrix version %d", MatrixVersion).about(organisation + " " + kind).
		with(map[string]any{"organisation": organisation, "type": kind, "basis": b.ID})
}

func requires(b *PoolBasis, code Code) Problem {
	what := "an NHS body"
	if code == PoolBasisRequiresLocalAuthority {
		what = "a council"
		if slices.Equal(b.Council, children) {
			what = "the council that answers for children's services"
		}
	}
	return problem(code, "A pool under %s needs %s among its contributors.", b.Name, what).under("DOMAIN §5.3, matrix version %d", MatrixVersion).about(b.ID)
}

// hostProblems says why an organisation cannot be answerable for the pool: the partnership is no legal person (F13).
func (d *decision) hostProblems(t events.PoolTerms) []Problem {
	o := d.g.Organisation(t.Host)
	switch {
	case o == nil && !d.isNoOrganisation(t.Host):
		return []Problem{problem(NotFound, "There is no organisation %s.", t.Host).about(t.Host)}
	case o == nil:
		return []Problem{problem(PoolHostNotLegalEntity, "%s is no legal person, so it cannot hold a fund: name the organisation that is answerable.", t.Host).
			under("F13").about(t.Host)}
	case slices.Contains(noLegalEntity, o.Type):
		return []Problem{problem(PoolHostNotLegalEntity, "%s is a %s, not a legal person, so it cannot hold a fund.", o.ID, strings.ReplaceAll(o.Type, "_", " ")).
			under("F13").about(o.ID)}
	case !slices.ContainsFunc(t.Parties, func(x events.PoolParty) bool { return x.Organisation == o.ID }):
		return []Problem{problem(Malformed, "The host is one of the contributors; %s is none.", o.ID).under("SI 2000/617 reg 7(4)").about("host")}
	}
	return nil
}

// isNoOrganisation reports whether a name is that of the partnership, a board, a unit or an area: something that is there, and no
// legal person.
func (d *decision) isNoOrganisation(id string) bool {
	return id == d.r.Partnership || d.g.Board(id) != nil || d.g.Unit(id) != nil ||
		slices.ContainsFunc(d.g.Areas, func(a document.Area) bool { return a.ID == id })
}

// managerOf finds who manages a pool: a person of the host, its chief finance officer unless another is named.
func (d *decision) managerOf(host, manager string) (string, []Problem) {
	o := d.g.Organisation(host)
	if o == nil || slices.Contains(noLegalEntity, o.Type) {
		return manager, nil // said already
	}
	if manager == "" {
		if o.ChiefFinanceOfficer == "" {
			return "", []Problem{problem(Malformed, "Name the person of %s who manages the pool: it has no chief finance officer here.", o.ID).about("manager")}
		}
		return o.ChiefFinanceOfficer, nil
	}
	if !d.personOf(o, manager) {
		return manager, []Problem{problem(Malformed, "%s is nobody of the host, %s, here: an officer, a member of its unit, or who sits for it.", manager, o.ID).
			under("DOMAIN §1 (PoolManager)").about("manager")}
	}
	return manager, nil
}

// personOf reports whether a person is an organisation's: one of its officers, of its unit, or who sits for it.
func (d *decision) personOf(o *document.Organisation, person string) bool {
	if isOfficer(o, person) || o.ChiefFinanceOfficer == person || slices.Contains(slices.Collect(maps.Values(o.Officers)), person) {
		return true
	}
	for i := range d.g.Units {
		if u := &d.g.Units[i]; u.Organisation == o.ID && slices.Contains(u.Members, person) {
			return true
		}
	}
	for _, seat := range d.r.SeatsOf(person, d.m.At) {
		if _, s := d.g.Seat(seat); s != nil && s.Organisation == o.ID {
			return true
		}
	}
	return false
}

func agreementOf(a PoolAgreementFields, version int) *events.PoolAgreement {
	out := &events.PoolAgreement{Version: version, Reference: strings.TrimSpace(a.Reference), Digest: a.Digest, StartsOn: text(a.StartsOn),
		EndsOn: text(a.EndsOn), ReviewOn: text(a.ReviewOn), OverspendAllowed: a.OverspendAllowed,
		WithdrawalNotice: strings.TrimSpace(a.WithdrawalNotice), LeaverPays: a.LeaverPays}
	for _, item := range PoolItems { // in the order of the checklist, each once
		if slices.Contains(a.Items, item.ID) {
			out.Items = append(out.Items, item.ID)
		}
	}
	for _, item := range a.Items { // what is none is said by agreementProblems
		if !slices.Contains(out.Items, item) {
			out.Items = append(out.Items, item)
		}
	}
	return out
}

// agreementProblems says what an agreement does not specify, item by item, and where its dates do not fit together.
func agreementProblems(a events.PoolAgreement) []Problem {
	out := incomplete(a.Items)
	for _, item := range a.Items {
		if !slices.ContainsFunc(PoolItems, func(x PoolItem) bool { return x.ID == item }) {
			out = append(out, problem(Malformed, "%s is no item of the checklist.", item).about("items"))
		}
	}
	switch {
	case a.EndsOn != "" && a.StartsOn != "" && a.EndsOn < a.StartsOn:
		out = append(out, problem(Malformed, "The agreement ends before it starts.").about("ends_on"))
	case a.ReviewOn != "" && ((a.StartsOn != "" && a.ReviewOn < a.StartsOn) || (a.EndsOn != "" && a.ReviewOn > a.EndsOn)):
		out = append(out, problem(Malformed, "The review is while the agreement runs.").about("review_on"))
	}
	if no := periodProblem(a.WithdrawalNotice); no != nil {
		out = append(out, no.about("withdrawal_notice"))
	}
	if hex, ok := strings.CutPrefix(a.Digest, "sha256:"); a.Digest != "" && (!ok || len(hex) != 64 || strings.Trim(hex, "0123456789abcdef") != "") {
		out = append(out, problem(Malformed, "A digest is sha256: and 64 hexadecimal digits.").about("digest"))
	}
	return out
}

// incomplete makes a problem of each item that is missing.
func incomplete(has []string) []Problem {
	var out []Problem
	for _, item := range lackingItems(has) {
		out = append(out, problem(PoolAgreementIncomplete, "The agreement does not specify: %s.", strings.ToLower(item.Name[:1])+item.Name[1:]).
			under("%s", item.Source).about(item.ID))
	}
	return out
}

// agreePool is PoolAgree's rule.
func (d *decision) agreePool(cmd *PoolAgree) *Refusal {
	p := d.c.Pool(cmd.Pool)
	if p == nil && d.mayEdit() != nil {
		return Refuse(notPermitted("Only the case's unit or an officer of the host sets a pool up.").about(d.m.Actor))
	}
	if p == nil {
		return Refuse(problem(NotFound, "Case %s has no pool %s.", d.c.ID, cmd.Pool).about(cmd.Pool))
	}
	if no := d.mayAgree(p, cmd); no != nil {
		return Refuse(*no)
	}
	if p.Status == PoolClosed {
		return Refuse(problem(WrongStage, "Pool %s is closed.", p.Pool).about(p.Pool))
	}
	if no := d.at("another agreement", Draft, Working, AtGate, Deferred); no != nil && p.Awaits == "" {
		return Refuse(*no)
	}
	t, problems := p.terms(d.c.ID), []Problem(nil)
	t.MatrixVersion = MatrixVersion
	if cmd.Contributors != nil && p.Status == PoolActive {
		problems = append(problems, problem(WrongStage, "Pool %s is active: who contributes, and what, is what was consented to. Set another pool up for other terms.", p.Pool).about("contributors"))
	} else if cmd.Contributors != nil {
		var more []Problem
		t.Parties, more = d.parties(cmd.Contributors)
		problems = append(problems, more...)
		problems = append(problems, d.stillParties(p, t)...)
	}
	if p.Status == PoolActive {
		t.MatrixVersion = p.Matrix // what it was made under
	}
	if cmd.Manager != "" && cmd.Host == "" && p.Awaits != AwaitsHost {
		var more []Problem
		t.Manager, more = d.managerOf(t.Host, cmd.Manager)
		problems = append(problems, more...)
	}
	problems = append(problems, d.nameHost(p, cmd, &t)...)
	if p.Status != PoolActive {
		problems = append(problems, d.eligible(t)...)
	}
	if p.Agreement > 0 && strings.TrimSpace(cmd.Reason) == "" {
		problems = append(problems, problem(Malformed, "Say why there is another version of the agreement, and where the parties decided it.").about("reason"))
	}
	agreement := agreementOf(cmd.Agreement, p.Agreement+1)
	if problems = append(problems, agreementProblems(*agreement)...); len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.CasePoolAgreed{PoolTerms: t, Agreement: *agreement, Because: cmd.Reason})
	if d.hasPooled(p.Pool) {
		d.voidGate("evidence_amended")
	}
	return nil
}

// stillParties refuses to leave out who has a commitment to the pool.
func (d *decision) stillParties(p *CasePool, t events.PoolTerms) []Problem {
	var out []Problem
	for _, k := range d.c.Commitments {
		if k.Pool == p.Pool && !k.Released && !slices.ContainsFunc(t.Parties, func(x events.PoolParty) bool { return x.Organisation == k.Organisation }) {
			out = append(out, problem(Malformed, "%s has a commitment to the pool; change it to aligned first.", k.Organisation).about("contributors"))
		}
	}
	return out
}

// hasPooled reports whether a commitment is to a pool.
func (d *decision) hasPooled(pool string) bool {
	return slices.ContainsFunc(d.c.Commitments, func(k *Commitment) bool { return k.Pool == pool && !k.Released })
}
