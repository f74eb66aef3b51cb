package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// A pool's money: what is committed to it, paid in, spent, and given back (F64, F68). Nothing is made or lost to the penny.

// poolProblems says why a commitment cannot have the mode and the pool that its terms name. With converts the commitment is changed
// from aligned: then the pool must have its agreement already (F70).
func (d *decision) poolProblems(t events.CommitmentTerms, converts bool) []Problem {
	if t.Mode != document.ModePooled {
		if t.Pool != "" {
			return []Problem{problem(Malformed, "A commitment that names a pool is pooled.").under("DOMAIN §0.10").about("mode")}
		}
		return nil
	}
	if t.Pool == "" {
		return []Problem{problem(Malformed, "A pooled commitment names the pool that it goes into; without one it is aligned.").under("DOMAIN §0.10").about("pool")}
	}
	p := d.c.Pool(t.Pool)
	if p == nil {
		return []Problem{problem(NotFound, "Case %s has no pool %s.", d.c.ID, t.Pool).about(t.Pool)}
	}
	var out []Problem
	if x := p.leaving(t.Organisation); x != nil {
		out = append(out, problem(PoolPartnerIneligible, "%s has left pool %s, or has given notice: it may align what it puts in.", t.Organisation, p.Pool).
			under("DOMAIN §0.10").about(t.Organisation).with(map[string]any{"organisation": t.Organisation, "basis": p.Basis}))
	}
	if p.Status == PoolClosed {
		out = append(out, problem(WrongStage, "Pool %s is closed.", p.Pool).about(p.Pool))
	}
	if o := d.g.Organisation(t.Organisation); o != nil && p.party(o.ID) == nil {
		if b := Basis(p.Basis); b != nil && !b.Eligible(o.Type) {
			out = append(out, ineligible(b, o.ID, o.Type))
		} else {
			out = append(out, problem(PoolPartnerIneligible, "%s is no party to pool %s: its agreement has to name it.", o.ID, p.Pool).
				under("DOMAIN §0.10").about(o.ID+" "+o.Type).with(map[string]any{"organisation": o.ID, "type": o.Type, "basis": p.Basis}))
		}
	}
	if converts && p.Agreement == 0 {
		out = append(out, incomplete(nil)...)
	}
	return out
}

// modeFor is the mode of a commitment that names none: aligned, unless it names a pool (F71).
func modeFor(pool string) string {
	if pool == "" {
		return document.ModeAligned
	}
	return document.ModePooled
}

// paidProblems refuses terms that what was paid into the pool does not fit.
func (c *Commitment) paidProblems(t events.CommitmentTerms) []Problem {
	switch {
	case c.ContributedPence == 0:
	case t.Mode != c.Mode || t.Pool != c.Pool:
		return []Problem{problem(WrongStage, "%s of %s has been paid into pool %s: it stays pooled there.", quantity.Pence(c.ContributedPence), c.Commitment, c.Pool).
			under("F64").about(c.Commitment)}
	case t.Pence < c.ContributedPence:
		return []Problem{problem(Malformed, "%s of %s has been paid into the pool: it cannot be less.", quantity.Pence(c.ContributedPence), c.Commitment).
			under("F64").about("amount_pence").with(map[string]any{"contributed_pence": c.ContributedPence})}
	}
	return nil
}

// frozenPool is what a snapshot holds of a pool to which something is committed.
type frozenPool struct {
	Pool      string             `json:"pool"`
	Basis     string             `json:"basis"`
	Host      string             `json:"host"`
	Manager   string             `json:"manager"`
	Parties   []events.PoolParty `json:"parties"`
	Agreement int                `json:"agreement_version"`
}

// frozenPools are the pools that are signed with the plan: those to which something is committed (DOMAIN §0.6).
func (d *decision) frozenPools() []frozenPool {
	var out []frozenPool
	for _, p := range d.c.Pools {
		if d.hasPooled(p.Pool) {
			out = append(out, frozenPool{p.Pool, p.Basis, p.Host, p.Manager, p.Parties, p.Agreement})
		}
	}
	return out
}

// poolsReady says why what is to be confirmed cannot go into its pool yet: one without its written agreement, or closed.
func (d *decision) poolsReady(lines []events.ConfirmedLine) []Problem {
	var out []Problem
	var said []string
	for _, line := range lines {
		k := d.c.Commitment(line.Commitment)
		if k == nil || k.Pool == "" || slices.Contains(said, k.Pool) {
			continue
		}
		said = append(said, k.Pool)
		switch p := d.c.Pool(k.Pool); {
		case p == nil || p.Status == PoolClosed:
			out = append(out, problem(WrongStage, "Pool %s is closed: change the commitment first.", k.Pool).about(k.Pool))
		case p.Agreement == 0:
			out = append(out, incomplete(nil)...)
		case p.Awaits == AwaitsHost:
			out = append(out, *p.heldStill())
		default:
			if b, x := Basis(p.Basis), p.party(k.Organisation); b != nil && x != nil && !b.Eligible(x.Type) {
				out = append(out, ineligible(b, x.Organisation, x.Type)) // it succeeded one that could
			}
			if no := agreementEnded(p.Pool, p.EndsOn, d.today().String()); no != nil {
				out = append(out, *no)
			}
		}
	}
	return out
}

// settlePools brings about what a decision means for the case's pools: those that were consented to become active when the gate
// passes, are drafts again where that gate is opened again because an urgent decision was not ratified, and drafts end with the case.
func (d *decision) settlePools() {
	for _, e := range slices.Clone(d.events) {
		switch e := e.(type) {
		case events.GatePassed:
			for _, p := range d.c.Pools {
				if d.c.hasPassed(e.Gate) && d.becomesActive(p) {
					d.emit(events.CasePoolActivated{Pool: p.Pool, Gate: e.Gate})
				}
			}
		case events.GateReopened:
			for _, p := range d.c.Pools {
				if d.c.poolFell(p) {
					d.emit(events.CasePoolDeactivated{Pool: p.Pool, Gate: p.Gate})
				}
			}
		}
	}
	if d.c.Status != Closed {
		return
	}
	for _, p := range d.c.Pools {
		if p.Status == PoolDraft {
			d.emit(events.CasePoolClosed{Pool: p.Pool, Because: "case_closed", Reason: d.c.Outcome})
		}
	}
}

// hasPassed reports whether the case has a gate behind it, one that was superseded since included.
func (c *Case) hasPassed(gate string) bool {
	return slices.ContainsFunc(c.Passed, func(g GateResult) bool { return g.Gate == gate })
}

// poolFell reports whether a pool is active on a gate that the case does not have behind it any more.
func (c *Case) poolFell(p *CasePool) bool { return p.Status == PoolActive && !c.hasPassed(p.Gate) }

// becomesActive reports whether a pool is ready for its money: agreed, and confirmed by parties who may have it under its basis.
func (d *decision) becomesActive(p *CasePool) bool {
	return p.Status == PoolDraft && p.Agreement > 0 && len(p.Parties) > 1 && agreementEnded(p.Pool, p.EndsOn, d.today().String()) == nil && len(d.c.poolLacks(p)) == 0 && d.c.poolConfirmed(p) > 0
}

// poolConfirmed counts the parties whose commitments to the pool stand confirmed.
func (c *Case) poolConfirmed(p *CasePool) int { return len(c.confirmedParties(p)) }

func (c *Case) confirmedParties(p *CasePool) []events.PoolParty {
	var out []events.PoolParty
	for _, x := range p.Parties {
		if slices.ContainsFunc(c.Commitments, func(k *Commitment) bool {
			return k.Pool == p.Pool && k.Organisation == x.Organisation && !k.Released && (k.ConfirmedPence > 0 || k.ConfirmedFTEHundredths > 0 || k.ConfirmedWhole)
		}) {
			out = append(out, x)
		}
	}
	return out
}

// poolLacks says which kinds of party the basis asks for and those who have confirmed do not have.
func (c *Case) poolLacks(p *CasePool) []Code {
	b := Basis(p.Basis)
	if b == nil {
		return nil
	}
	var types []string
	for _, x := range c.confirmedParties(p) {
		types = append(types, x.Type)
	}
	return b.lacks(types)
}

// casePool finds the pool of an act and its money, for who may know of them.
func (d *decision) casePool(id string) (*CasePool, *Pool, *Problem) {
	p, money := d.c.Pool(id), d.money(id)
	if p == nil || !money.Exists() {
		no := problem(NotFound, "Case %s has no pool %s.", d.c.ID, id).about(id)
		return nil, nil, &no
	}
	return p, money, nil
}

// contributeToPool is PoolContribute's rule.
func (d *decision) contributeToPool(cmd *PoolContribute) *Refusal {
	p, money, no := d.casePool(cmd.Pool)
	if no != nil {
		return Refuse(*no)
	}
	if !d.mayRecordPayment(p, cmd.Organisation) {
		return Refuse(notPermitted("Only the pool's manager, or an officer of the organisation that paid, records a payment into the pool.").about(d.m.Actor))
	}
	if p.party(cmd.Organisation) == nil {
		return Refuse(problem(NotFound, "%s is no party to pool %s.", cmd.Organisation, p.Pool).about(cmd.Organisation))
	}
	var problems []Problem
	if p.Status != PoolActive {
		problems = append(problems, problem(WrongStage, "Pool %s is %s; money goes into it when it is active, and that it becomes when its gate passes.", p.Pool, p.Status).
			under("DOMAIN §0.10").about(p.Pool))
	}
	if no := p.heldStill(); no != nil && p.Awaits == AwaitsHost {
		problems = append(problems, *no)
	}
	for _, h := range d.c.StandingHolds("award") {
		problems = append(problems, problem(HoldActive, "A %s hold stands on the case.", h.Kind).about(h.Kind).with(map[string]any{"kind": h.Kind}))
	}
	if d.or(cmd.PaidOn).After(d.today()) {
		problems = append(problems, problem(Malformed, "A payment is recorded once it is made.").about("paid_on"))
	}
	if no := agreementEnded(p.Pool, p.EndsOn, d.or(cmd.PaidOn).String()); no != nil && p.Status == PoolActive && cmd.Towards != TowardsOverspend {
		problems = append(problems, *no)
	}
	if no := money.Broken(d.or(cmd.PaidOn).String()); no != nil && cmd.Towards != TowardsOverspend && p.leaving(cmd.Organisation) == nil {
		problems = append(problems, *no)
	}
	towards := first(cmd.Towards, TowardsContribution)
	e := events.CasePoolContributed{Pool: p.Pool, Organisation: cmd.Organisation, Pence: cmd.AmountPence, Towards: towards,
		PaidOn: d.or(cmd.PaidOn).String(), Reference: cmd.Reference}
	due := int64(0)
	if towards == TowardsOverspend {
		if x := money.Party(cmd.Organisation); x != nil {
			due = x.OverspendDuePence - x.OverspendPaidPence
		}
	} else {
		e.Lines, due = d.payable(p.Pool, cmd.Organisation, cmd.AmountPence)
	}
	if cmd.AmountPence > due && p.Status == PoolActive {
		problems = append(problems, problem(Malformed, "%s is due from %s; %s would be paid.", quantity.Pence(due), cmd.Organisation, quantity.Pence(cmd.AmountPence)).
			about("amount_pence").with(map[string]any{"due_pence": due, "requested_pence": cmd.AmountPence}))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(e)
	return nil
}

// mayRecordPayment reports whether the actor manages the pool or is an officer of who paid.
func (d *decision) mayRecordPayment(p *CasePool, organisation string) bool {
	o := d.g.Organisation(organisation)
	manages := d.m.Actor == p.Manager && p.Awaits != AwaitsManager // who managed it for a host that is gone manages it no more
	return manages || isOfficer(o, d.m.Actor) || (o != nil && d.m.Actor != "" && o.ChiefFinanceOfficer == d.m.Actor)
}

// payable lays a payment to what an organisation has confirmed for a pool and not paid, in the order of its commitments, and sums
// what is due.
func (d *decision) payable(pool, organisation string, pence int64) (lines []events.ContributedLine, due int64) {
	for _, k := range d.c.Commitments {
		if k.Pool != pool || k.Organisation != organisation || k.Released {
			continue
		}
		open := max(0, k.ConfirmedPence-k.ContributedPence)
		if part := min(open, max(0, pence-due)); part > 0 {
			lines = append(lines, events.ContributedLine{Commitment: k.Commitment, Pence: part})
		}
		due += open
	}
	return lines, due
}

// closePool is PoolClose's rule.
func (d *decision) closePool(cmd *PoolClose) *Refusal {
	p, money, no := d.casePool(cmd.Pool)
	if no != nil {
		return Refuse(*no)
	}
	if p.Status == PoolActive && d.m.Actor != p.Manager {
		return Refuse(notPermitted("Only the pool's manager reconciles and closes it.").under("F64").about(d.m.Actor))
	}
	if no := d.maySetUp(p.Host); no != nil && p.Status != PoolActive {
		return Refuse(*no)
	}
	switch {
	case p.Status == PoolClosed:
		return Refuse(problem(WrongStage, "Pool %s is closed.", p.Pool).about(p.Pool))
	case p.Status == PoolActive && p.heldStill() != nil:
		return Refuse(*p.heldStill())
	case money.BalancePence < 0:
		return Refuse(problem(WrongStage, "Pool %s is overspent by %s: it is closed once the shares are paid.", p.Pool, quantity.Pence(-money.BalancePence)).
			under("F68").about(p.Pool).with(map[string]any{"balance_pence": money.BalancePence}))
	case p.Status == PoolDraft && d.c.Status == AtGate && d.hasPooled(p.Pool):
		return Refuse(problem(WrongStage, "Pool %s is before the gate; change the commitments to it first.", p.Pool).about(p.Pool))
	}
	because := "reconciled"
	if p.Status == PoolDraft {
		because = "abandoned"
	}
	d.emit(events.CasePoolClosed{Pool: p.Pool, Because: because, Reason: cmd.Reason})
	return nil
}

// DecidePool decides a command on a pool itself: spending, which is no act on its case. It changes neither.
func DecidePool(p *Pool, r *Register, cmd Command, m Meta) ([]events.Event, *Refusal) {
	spend, ok := cmd.(*PoolSpend)
	switch {
	case !ok:
		return nil, Refuse(problem(NotFound, "%s is not a command on a pool.", cmd.CommandName()))
	case !p.Exists():
		return nil, Refuse(problem(NotFound, "There is no pool %s.", p.ID).about(p.ID))
	case m.Actor != p.Manager:
		return nil, Refuse(notPermitted("Only the pool's manager spends from it.").under("F64").about(m.Actor))
	case m.ExpectedRevision > 0 && m.ExpectedRevision != p.Revision:
		return nil, Refuse(problem(StaleRevision, "Pool %s is at revision %d, not %d: read it again.", p.ID, p.Revision, m.ExpectedRevision).
			with(map[string]any{"revision": p.Revision, "expected": m.ExpectedRevision}))
	case p.Status != PoolActive:
		return nil, Refuse(problem(WrongStage, "Pool %s is %s; money is spent from it while it is active.", p.ID, p.Status).under("DOMAIN §0.10").about(p.ID))
	}
	if no := p.heldStill(); no != nil {
		return nil, Refuse(*no)
	}
	if no := p.replacedMeanwhile(r, m.At); no != nil {
		return nil, Refuse(*no)
	}
	return p.spend(spend, r, m)
}

// spend reckons a payment from the pool.
func (p *Pool) spend(cmd *PoolSpend, r *Register, m Meta) ([]events.Event, *Refusal) {
	today := r.CalendarAt(m.At).DateOf(m.At)
	on := cmd.SpentOn
	if on.IsZero() {
		on = today
	}
	var problems []Problem
	if on.After(today) {
		problems = append(problems, problem(Malformed, "A payment is recorded once it is made.").about("spent_on"))
	}
	e := events.PoolSpent{Pool: p.ID, Pence: cmd.AmountPence, Payee: cmd.Payee, Purpose: cmd.Purpose, SpentOn: on.String(), Reference: cmd.Reference,
		BalancePence: p.BalancePence - cmd.AmountPence}
	if a := p.Agreement(); a != nil {
		if no := agreementEnded(p.ID, a.EndsOn, on.String()); no != nil {
			problems = append(problems, *no)
		}
	}
	if no := p.Broken(on.String()); no != nil {
		problems = append(problems, *no)
	}
	if cmd.Payee == p.Partnership {
		problems = append(problems, problem(Malformed, "%s is no legal person, so it cannot be paid.", cmd.Payee).under("F13").about("payee"))
	}
	if over := cmd.AmountPence - max(0, p.BalancePence); over > 0 {
		if no := p.mayOverspend(cmd.AmountPence, e.SpentOn); no != nil {
			problems = append(problems, *no)
		} else {
			e.Overspend = p.overspent(over, e.SpentOn)
		}
	}
	if len(problems) > 0 {
		return nil, Refuse(problems...)
	}
	return []events.Event{e}, nil
}

// mayOverspend refuses what goes beyond the balance, unless the agreement allows it, nothing is left that was to come in, and somebody is
// there to bear it.
func (p *Pool) mayOverspend(pence int64, on string) *Problem {
	facts := map[string]any{"balance_pence": p.BalancePence, "requested_pence": pence, "due_pence": p.Outstanding()}
	if a := p.Agreement(); a == nil || !a.OverspendAllowed {
		no := problem(PoolBalanceExceeded, "%s is in the pool, and its agreement allows no overspend; %s would be spent.", quantity.Pence(p.BalancePence), quantity.Pence(pence)).
			under("F68").about("amount_pence").with(facts)
		return &no
	}
	if due := p.Outstanding(); due > 0 {
		no := problem(PoolBalanceExceeded, "%s is in the pool and %s is still due from the contributors: it is overspent only once that has come in.",
			quantity.Pence(p.BalancePence), quantity.Pence(due)).under("F68").about("amount_pence").with(facts)
		return &no
	}
	if awaited := p.awaited(); awaited > 0 {
		no := problem(PoolBalanceExceeded, "%s is in the pool, and %s is still to be reaffirmed by those who took it over: it is overspent only once that has come in.",
			quantity.Pence(p.BalancePence), quantity.Pence(awaited)).under("F68").about("amount_pence").with(facts)
		return &no
	}
	if !slices.ContainsFunc(p.on(on), func(x PoolParty) bool { return x.DuePence > 0 }) {
		no := problem(PoolBalanceExceeded, "%s is in the pool, and nothing is due from any contributor just now: nobody would bear the rest.", quantity.Pence(p.BalancePence)).
			under("F68").about("amount_pence").with(facts)
		return &no
	}
	return nil
}

// reconciled is how a pool ends: what is left goes back to those who paid in, in proportion to what each paid.
func (p *Pool) reconciled(e events.CasePoolClosed, caseID, on string) events.PoolClosed {
	out := events.PoolClosed{Pool: p.ID, Case: caseID, Because: e.Because, Reason: e.Reason, ClosedOn: on}
	var who []string
	var paid []int64
	for _, x := range p.Parties {
		who, paid = append(who, x.Organisation), append(paid, x.PaidPence+x.OverspendPaidPence)
		if open := x.DuePence - x.PaidPence + x.OverspendDuePence - x.OverspendPaidPence; open > 0 {
			out.Unpaid = append(out.Unpaid, events.PoolDue{Organisation: x.Organisation, Pence: open})
		}
	}
	out.Returned = dues(who, splitPence(p.BalancePence, paid))
	return out
}
