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

// PoolJoined says since when an organisation is party to a pool because it succeeded another.
type PoolJoined struct {
	Organisation string    `json:"organisation"`
	At           time.Time `json:"at"`
}

// passes reports whether a succession concerns the pool and has not been applied to it. What is closed was reconciled with who there was. Who goes on
// and gives a part of itself gives nothing of what came to it afterwards.
func (p *CasePool) passes(s Succession) bool {
	return p.Status != PoolClosed && !slices.Contains(p.Successions, successionKey(s)) && (p.party(s.Organisation) != nil || p.Host == s.Organisation) &&
		(s.Replaces() || !slices.ContainsFunc(p.Joined, func(x PoolJoined) bool { return x.Organisation == s.Organisation && !x.At.Before(s.EffectiveAt) }))
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
			e.Successors[i].PaidPence = d.c.PoolPaid(p.Pool, s.Organisation) - paidIn(e.Lines)
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
