package workflow

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// What a succession does to pooled funds (DOMAIN §2.1 row 26, §5.3; docs/decisions/0027). After the commitments of a moment have passed on, the
// place of each organisation in each pool does: what the agreement has it contribute, its share of overspends, what it paid and what it owes, split as
// the succession says, to the penny; and who holds the fund. The case says how; the pool's own record, in the same batch, follows from that.

// What a pool waits for that lost its host by a succession, before any of its money moves.
const (
	AwaitsHost    = "host"    // its host was replaced by several, or by one that may not hold it: the agreement names one
	AwaitsManager = "manager" // its new host has no chief finance officer here, and nobody was named
)

// The warnings of a pool that passed on, beside WarnManyParties and the codes of what the matrix says against its parties. They never refuse.
const (
	WarnHostToBeNamed    = "pool_host_to_be_named"
	WarnManagerToBeNamed = "pool_manager_to_be_named"
	WarnOneParty         = "pool_one_party"
)

// PassedMoney is a part of a commitment's money that passed to a successor's commitment.
type PassedMoney struct {
	Organisation string `json:"organisation"`
	Commitment   string `json:"commitment"`
	Pence        int64  `json:"amount_pence"`
}

// passes reports whether a succession concerns the pool and has not been applied to it. What is closed was reconciled with who there was.
func (p *CasePool) passes(s Succession) bool {
	return p.Status != PoolClosed && !slices.Contains(p.Successions, successionKey(s)) && (p.party(s.Organisation) != nil || p.Host == s.Organisation)
}

// passing lists the pools to which a succession is to be applied now that it has been applied to the case itself.
func (d *decision) passing(s Succession) []*CasePool {
	if d.follows(s) {
		return nil
	}
	var out []*CasePool
	for _, p := range d.c.Pools {
		if p.passes(s) {
			out = append(out, p)
		}
	}
	return out
}

// firstOf is the first moment that has come of a succession that is of some sort, the zero time for none.
func (d *decision) firstOf(of func(Succession) bool) (out time.Time) {
	for _, s := range d.r.Successions {
		if at := s.EffectiveAt; !at.After(d.m.At) && (out.IsZero() || at.Before(out)) && of(s) {
			out = at
		}
	}
	return out
}

// passPools applies the successions of a moment to the case's pools.
func (d *decision) passPools(at time.Time) {
	for {
		e := d.nextPassed(at)
		if e == nil {
			return
		}
		d.emit(*e)
	}
}

// nextPassed is the first that is to be said of a pool because of the successions of a moment, nil where nothing is left: in the order of the
// register, and of the case's pools.
func (d *decision) nextPassed(at time.Time) *events.CasePoolPartySucceeded {
	for _, s := range d.r.Successions {
		if !s.EffectiveAt.Equal(at) {
			continue
		}
		for _, p := range d.passing(s) {
			e := d.passed(s, p)
			return &e
		}
	}
	return nil
}

// passed reckons how the place of an organisation in a pool passes on.
func (d *decision) passed(s Succession, p *CasePool) events.CasePoolPartySucceeded {
	then := d.r.GovernanceAt(s.EffectiveAt)
	if then == nil {
		then = d.g
	}
	e := events.CasePoolPartySucceeded{PoolTerms: p.terms(d.c.ID), Succession: s.Succession, Organisation: s.Organisation,
		EffectiveOn: s.EffectiveOn, EffectiveAt: s.EffectiveAt}
	e.Host, e.Manager, e.Awaits = hostAfter(s, p, then)
	if was := p.party(s.Organisation); was != nil {
		e.Successors = d.heirs(s, p, *was, e.Host, then)
		e.Lines = d.paidLines(s, p)
		for _, line := range e.Lines {
			if i := heirOf(e.Successors, line.Organisation); i >= 0 {
				e.Successors[i].PaidPence += line.Pence
			}
		}
		if i := heirOf(e.Successors, s.Organisation); i >= 0 {
			e.Successors[i].PaidPence = d.c.poolPaid(p.Pool, s.Organisation) - paidIn(e.Lines)
		}
		e.Parties = partiesAfter(p.Parties, s.Organisation, e.Successors)
	}
	e.Warnings = passedWarnings(e.PoolTerms, e.Awaits)
	if d.c.Gate != nil {
		before, _ := d.snapshot()
		try := *d
		try.c, try.events = d.c.Clone(), nil
		try.emit(e)
		if after, _ := try.snapshot(); d.c.Gate.stands(before) && after != before {
			e.Snapshot = after
		}
	}
	return e
}

// heirs reckons what each successor takes over of what the agreement says of a party.
func (d *decision) heirs(s Succession, p *CasePool, was events.PoolParty, host string, then *document.Governance) []events.PoolHeir {
	parts := d.partsOf(s, p)
	agreed, overspend := splitPence(was.Pence, parts), splitPence(was.OverspendHundredths, parts)
	var out []events.PoolHeir
	for i, x := range s.Successors {
		if parts[i] == 0 && x.Organisation != host && x.Organisation != s.Organisation {
			continue // nothing of it passes there
		}
		h := events.PoolHeir{Organisation: x.Organisation, Parts: parts[i], Pence: agreed[i], OverspendHundredths: overspend[i]}
		if o := then.Organisation(x.Organisation); o != nil {
			h.Type = o.Type
		} else if x.Organisation == s.Organisation {
			h.Type = was.Type
		}
		out = append(out, h)
	}
	return out
}

// partsOf are the shares of the successors of a party: in percent, or as what it had committed to the pool passed on, where that was shared otherwise.
func (d *decision) partsOf(s Succession, p *CasePool) []int64 {
	points, sums := make([]int64, len(s.Successors)), make([]int64, len(s.Successors))
	for i, x := range s.Successors {
		points[i] = x.BasisPoints
	}
	otherwise, sum := false, int64(0)
	for _, k := range d.c.Commitments {
		if k.Pool != p.Pool || k.Organisation != s.Organisation || len(k.Passed) == 0 {
			continue
		}
		otherwise = otherwise || slices.ContainsFunc(s.Commitments, func(x events.CommitmentShares) bool { return x.Case == d.c.ID && x.Commitment == k.Commitment })
		parts, _ := k.whereTo(s)
		for i, n := range parts {
			sums[i] += n
			sum += n
		}
	}
	if otherwise && sum > 0 {
		return sums
	}
	return points
}

// whereTo says how much of a commitment's money went to each successor, in the order stated, and in which commitment of theirs it goes on.
func (k *Commitment) whereTo(s Succession) (parts []int64, becomes []string) {
	parts, becomes = make([]int64, len(s.Successors)), make([]string, len(s.Successors))
	for i, x := range s.Successors {
		for _, p := range k.Passed {
			if p.Organisation == x.Organisation {
				parts[i], becomes[i] = parts[i]+p.Pence, p.Commitment
			}
		}
		if x.Organisation == s.Organisation && !k.Released {
			parts[i] = k.Pence
		}
	}
	return parts, becomes
}

// paidLines says what was paid by an organisation under each of its commitments, and counts as paid by a successor from now on. What was paid goes
// with the money that it was paid of, in proportion, so that never more is paid of a commitment than it is; where the commitment had ended before,
// by the shares.
func (d *decision) paidLines(s Succession, p *CasePool) []events.PaidLine {
	points := make([]int64, len(s.Successors))
	for i, x := range s.Successors {
		points[i] = x.BasisPoints
	}
	var out []events.PaidLine
	pass := func(commitment string, pence int64, parts []int64, becomes []string) {
		if slices.Max(parts) == 0 {
			parts, becomes = points, make([]string, len(points))
		}
		for i, n := range splitPence(pence, parts) {
			if to := s.Successors[i].Organisation; n > 0 && to != s.Organisation {
				out = append(out, events.PaidLine{Commitment: commitment, Becomes: becomes[i], Organisation: to, Pence: n})
			}
		}
	}
	for _, k := range d.c.Commitments {
		if k.Pool == p.Pool && k.Organisation == s.Organisation && k.ContributedPence > 0 {
			parts, becomes := k.whereTo(s)
			if len(k.Passed) == 0 {
				parts, becomes = points, make([]string, len(points)) // it had ended, or nothing of it passed on
			}
			pass(k.Commitment, k.ContributedPence, parts, becomes)
		}
	}
	if n := p.settled(s.Organisation); n > 0 {
		pass("", n, points, make([]string, len(points)))
	}
	return out
}

func heirOf(list []events.PoolHeir, organisation string) int {
	return slices.IndexFunc(list, func(h events.PoolHeir) bool { return h.Organisation == organisation })
}

func paidIn(lines []events.PaidLine) (pence int64) {
	for _, l := range lines {
		pence += l.Pence
	}
	return pence
}

// partiesAfter puts the successors where the party was, in the order stated; one that is a party already takes its part in, where it stands.
func partiesAfter(before []events.PoolParty, organisation string, heirs []events.PoolHeir) []events.PoolParty {
	var out []events.PoolParty
	for _, x := range before {
		if x.Organisation != organisation {
			if i := heirOf(heirs, x.Organisation); i >= 0 {
				x.Pence, x.OverspendHundredths = x.Pence+heirs[i].Pence, x.OverspendHundredths+heirs[i].OverspendHundredths
			}
			out = append(out, x)
			continue
		}
		for _, h := range heirs {
			if h.Organisation == organisation || !slices.ContainsFunc(before, func(o events.PoolParty) bool { return o.Organisation == h.Organisation }) {
				out = append(out, events.PoolParty{Organisation: h.Organisation, Type: h.Type, Pence: h.Pence, OverspendHundredths: h.OverspendHundredths})
			}
		}
	}
	return out
}

// hostAfter says who holds a pool after a succession, who manages it, and what its agreement has to name first. A host that goes on keeps it unless
// somebody else is named; one successor takes it over; of several the one that the instrument names. Who is no legal person, or may not contribute
// under the power, holds none.
func hostAfter(s Succession, p *CasePool, then *document.Governance) (host, manager, awaits string) {
	if p.Host != s.Organisation {
		return p.Host, p.Manager, p.Awaits
	}
	i := slices.IndexFunc(s.Pools, func(x events.PoolHost) bool { return x.Pool == p.Pool })
	taken := s.taken()
	switch {
	case i >= 0:
		host, manager = s.Pools[i].Host, s.Pools[i].Manager
	case s.PrincipalStated || (!s.Continues && len(taken) == 1):
		host = s.Principal
	case s.Continues:
		host = s.Organisation
	}
	if host == s.Organisation {
		return host, cmp.Or(manager, p.Manager), p.Awaits
	}
	o := then.Organisation(host)
	if !mayHold(then, host, p.Basis) {
		return "", p.Manager, AwaitsHost
	}
	if manager = cmp.Or(manager, o.ChiefFinanceOfficer); manager == "" {
		return host, p.Manager, AwaitsManager
	}
	return host, manager, ""
}

// passedWarnings says what speaks against a pool that passed on, without undoing what an Order did: successors that the matrix has no place for are
// party to it for what was paid, and confirm nothing more for it.
func passedWarnings(t events.PoolTerms, awaits string) []string {
	out := PoolWarnings(t)
	if len(t.Parties) < 2 {
		out = append(out, WarnOneParty)
	}
	if b := Basis(t.Basis); b != nil {
		var types []string
		for _, x := range t.Parties {
			types = append(types, x.Type)
		}
		if slices.ContainsFunc(types, func(x string) bool { return !b.Eligible(x) }) {
			out = append(out, string(PoolPartnerIneligible))
		}
		for _, code := range b.lacks(types) {
			out = append(out, string(code))
		}
	}
	switch awaits {
	case AwaitsHost:
		out = append(out, WarnHostToBeNamed)
	case AwaitsManager:
		out = append(out, WarnManagerToBeNamed)
	}
	return out
}

// warningsAgreed are the warnings of a pool after another version of its agreement: of one that passed on they are reckoned anew.
func warningsAgreed(t events.PoolTerms, warnings []string) []string {
	if !slices.ContainsFunc(warnings, func(w string) bool { return w != WarnManyParties }) {
		return warnings
	}
	return passedWarnings(t, "")
}

// poolPassed folds how the place of a party in a pool passed on.
func (c *Case) poolPassed(e events.CasePoolPartySucceeded) error {
	p := c.Pool(e.Pool)
	if p == nil {
		return fmt.Errorf("pool %s was never set up for it", e.Pool)
	}
	for _, line := range e.Lines {
		if err := c.paidMoves(p, e.Organisation, line.Commitment, -line.Pence); err != nil {
			return err
		}
		if err := c.paidMoves(p, line.Organisation, line.Becomes, line.Pence); err != nil {
			return err
		}
	}
	for _, k := range c.Commitments {
		if k.Pool == e.Pool && k.Organisation == e.Organisation {
			k.Passed = nil
		}
	}
	p.take(e.PoolTerms)
	p.Awaits, p.Warnings = e.Awaits, e.Warnings
	p.Successions = append(slices.Clone(p.Successions), e.Succession+"/"+e.Organisation)
	if e.Snapshot != "" && c.Gate != nil {
		g := *c.Gate
		g.Succeeded = e.Snapshot
		c.Gate = &g
	}
	return nil
}

// paidMoves changes what counts as paid of a commitment, or by an organisation without one.
func (c *Case) paidMoves(p *CasePool, organisation, commitment string, pence int64) error {
	if commitment != "" {
		return c.commitment(commitment, func(k *Commitment) { k.ContributedPence += pence })
	}
	p.Settled = slices.Clone(p.Settled)
	i := slices.IndexFunc(p.Settled, func(x events.PoolDue) bool { return x.Organisation == organisation })
	if i < 0 {
		i = len(p.Settled)
		p.Settled = append(p.Settled, events.PoolDue{Organisation: organisation})
	}
	p.Settled[i].Pence += pence
	p.Settled = slices.DeleteFunc(p.Settled, func(x events.PoolDue) bool { return x.Pence == 0 })
	if len(p.Settled) == 0 {
		p.Settled = nil
	}
	return nil
}

// settled is what counts as paid by an organisation without a commitment of its own.
func (p *CasePool) settled(organisation string) int64 {
	for _, x := range p.Settled {
		if x.Organisation == organisation {
			return x.Pence
		}
	}
	return 0
}

// PoolPaid is what counts as paid into a pool by a party, as the case has it: of its commitments, and what passed to it of those that had ended.
func (c *Case) PoolPaid(pool, organisation string) int64 { return c.poolPaid(pool, organisation) }

func (c *Case) poolPaid(pool, organisation string) (pence int64) {
	for _, k := range c.Commitments {
		if k.Pool == pool && k.Organisation == organisation {
			pence += k.ContributedPence
		}
	}
	if p := c.Pool(pool); p != nil {
		pence += p.settled(organisation)
	}
	return pence
}

// PoolAwaited sums what was due to a pool of those who were replaced, and their successors have not reaffirmed yet; nothing of what one has declined.
func (c *Case) PoolAwaited(pool string) []events.PoolDue {
	p := c.Pool(pool)
	if p == nil || p.Status != PoolActive || len(p.Successions) == 0 {
		return nil
	}
	var out []events.PoolDue
	for _, x := range p.Parties {
		awaited := events.PoolDue{Organisation: x.Organisation}
		if consent := c.Consent(x.Organisation); consent != nil && consent.State == "declined" {
			continue
		}
		for _, k := range c.Commitments {
			if k.Pool == pool && k.Organisation == x.Organisation && k.ToBeReaffirmed && k.Stands() {
				awaited.Pence += max(0, k.Pence-max(k.ConfirmedPence, k.ContributedPence))
			}
		}
		if awaited.Pence > 0 {
			out = append(out, awaited)
		}
	}
	return out
}

// passOn is what a pool's own record says when the place of a party passes on: as the case has it, with what is owed of overspends. Of what was made
// good nobody has more than of what is owed. p is the pool right before; nil where it was not read.
func passOn(p *Pool, e events.CasePoolPartySucceeded) events.PoolPartySucceeded {
	out := events.PoolPartySucceeded{PoolTerms: e.PoolTerms, Succession: e.Succession, Organisation: e.Organisation, Successors: slices.Clone(e.Successors),
		Awaits: e.Awaits, Warnings: e.Warnings, EffectiveOn: e.EffectiveOn, EffectiveAt: e.EffectiveAt}
	if p == nil || p.Party(e.Organisation) == nil {
		return out
	}
	x, parts := p.Party(e.Organisation), make([]int64, len(e.Successors))
	for i, h := range e.Successors {
		parts[i] = h.Parts
	}
	due := splitPence(x.OverspendDuePence, parts)
	paid := splitPence(x.OverspendPaidPence, due)
	for i := range out.Successors {
		out.Successors[i].OverspendDuePence, out.Successors[i].OverspendPaidPence = due[i], paid[i]
	}
	return out
}

// applySucceeded folds how the place of a party passed on. Its errors: something was made or lost.
func (p *Pool) applySucceeded(e events.PoolPartySucceeded, at time.Time, actor string) error {
	var was PoolParty
	if x := p.Party(e.Organisation); x != nil {
		was = *x
	}
	agreed, overspend := p.agreed()
	parties := p.Parties
	p.take(e.PoolTerms)
	p.Awaits, p.Warnings = e.Awaits, e.Warnings
	if a, o := p.agreed(); a != agreed || o != overspend {
		return fmt.Errorf("%d pence and %d hundredths of overspends were agreed, and %d and %d are", agreed, overspend, a, o)
	}
	left := was
	for _, h := range e.Successors {
		x := p.Party(h.Organisation)
		if x == nil {
			return fmt.Errorf("%s is not a party", h.Organisation)
		}
		if !slices.ContainsFunc(parties, func(y PoolParty) bool { return y.Organisation == h.Organisation }) {
			x.LeftOn = was.LeftOn // who had left has no successor in the fund
		}
		left.PaidPence, left.OverspendDuePence, left.OverspendPaidPence = left.PaidPence-h.PaidPence, left.OverspendDuePence-h.OverspendDuePence,
			left.OverspendPaidPence-h.OverspendPaidPence
		if h.Organisation == e.Organisation {
			x.PaidPence, x.OverspendDuePence, x.OverspendPaidPence = h.PaidPence, h.OverspendDuePence, h.OverspendPaidPence
			continue
		}
		x.PaidPence, x.OverspendDuePence, x.OverspendPaidPence = x.PaidPence+h.PaidPence, x.OverspendDuePence+h.OverspendDuePence, x.OverspendPaidPence+h.OverspendPaidPence
	}
	if left.PaidPence != 0 || left.OverspendDuePence != 0 || left.OverspendPaidPence != 0 {
		return fmt.Errorf("what %s had paid and owed is not what its successors have", e.Organisation)
	}
	return p.line(PoolLine{What: "succeeded", On: e.EffectiveOn, Organisation: e.Organisation, Successors: e.Successors,
		BalancePence: p.BalancePence, By: actor, At: at})
}

// agreed sums what the agreement has the parties contribute, and their shares of an overspend.
func (p *Pool) agreed() (pence, hundredths int64) {
	for _, x := range p.Parties {
		pence, hundredths = pence+x.AgreedPence, hundredths+x.OverspendHundredths
	}
	return pence, hundredths
}

// awaited sums what successors have not reaffirmed yet.
func (p *Pool) awaited() (pence int64) {
	for _, x := range p.Parties {
		pence += x.AwaitedPence
	}
	return pence
}

// heldStill says why no money moves in a pool for now: nobody holds it, or manages it. Nil where it may.
func (p *Pool) heldStill() *Problem { return heldStill(p.ID, p.Host, p.Awaits) }

func (p *CasePool) heldStill() *Problem { return heldStill(p.Pool, p.Host, p.Awaits) }

func heldStill(pool, host, awaits string) *Problem {
	var out Problem
	switch awaits {
	case AwaitsHost:
		out = problem(PoolHostNotLegalEntity, "Nobody holds pool %s since its host was replaced: another version of its agreement has to name who does.", pool)
	case AwaitsManager:
		out = notPermitted("Nobody of its new host %s manages pool %s yet: another version of its agreement has to name who does.", host, pool)
	default:
		return nil
	}
	out = out.under("F13").about(pool).with(map[string]any{"awaits": awaits})
	return &out
}

// replacedMeanwhile refuses to spend what is about to pass on: the host or a party was replaced, and the case has not said yet what of it is whose.
func (p *Pool) replacedMeanwhile(r *Register, at time.Time) *Problem {
	for _, o := range append([]string{p.Host}, p.organisations()...) {
		if s := r.ReplacedAt(o, at); s != nil {
			no := problem(WrongStage, "%s was replaced on %s, and what passes on of pool %s is being recorded: try again.", o, s.EffectiveOn, p.ID).
				under("DOMAIN §0.12").about(p.ID)
			return &no
		}
	}
	return nil
}

func (p *Pool) organisations() (out []string) {
	for _, x := range p.Parties {
		out = append(out, x.Organisation)
	}
	return out
}

// money is a pool as it stands within the decision: as it was read, and as its parties passed on since.
func (d *decision) money(id string) *Pool {
	p := d.r.pools[id]
	for _, e := range d.events {
		if e, is := e.(events.CasePoolPartySucceeded); is && e.Pool == id && p.Exists() {
			p = p.Clone()
			if err := p.applySucceeded(passOn(p, e), d.m.At, d.m.Actor); err != nil {
				panic(fmt.Sprintf("pool %s: %v", id, err))
			}
		}
	}
	return p
}

// PoolSuccession lists what is said first of a pool by the first succession that has taken force and was not applied to it; nil for none.
func (h Hindsight) PoolSuccession() *events.CasePoolPartySucceeded {
	first := h.d.firstOf(func(s Succession) bool { return len(h.d.passing(s)) > 0 })
	if first.IsZero() {
		return nil
	}
	return h.d.nextPassed(first)
}
