package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/quantity"
)

// A party that leaves an active pool (DOMAIN §0.11, §2.1 rows 18 to 20, F64, F68; decision 0028). What was paid in stays; what was promised
// and not paid falls away, or is owed where the agreement says so; an overspend of a day on which it was a party is still its own.

// PoolLeaving is one party's leaving of an active pool, from the notice on.
type PoolLeaving struct {
	Organisation string    `json:"organisation"`
	Reason       string    `json:"reason,omitempty"`
	NoticePeriod string    `json:"notice_period,omitempty"`
	OwedPence    int64     `json:"owed_pence,omitempty"` // confirmed and not paid when notice was given, and still to be paid
	At           time.Time `json:"at"`
	EffectiveAt  time.Time `json:"effective_at"`
	Gone         bool      `json:"gone,omitempty"` // it is no party any more
}

// leaving finds the leaving of a party, nil for one that stays.
func (p *CasePool) leaving(organisation string) *PoolLeaving {
	for i := range p.Leaving {
		if p.Leaving[i].Organisation == organisation {
			return &p.Leaving[i]
		}
	}
	return nil
}

// leavePool is PoolLeave's rule.
func (d *decision) leavePool(cmd *PoolLeave) *Refusal {
	p, _, no := d.casePool(cmd.Pool)
	if no != nil {
		return Refuse(*no)
	}
	problems := d.withdrawAuthority(&CommitmentWithdraw{Seat: cmd.Seat, Minute: cmd.Minute}, cmd.Organisation)
	if p.party(cmd.Organisation) == nil {
		return Refuse(append(problems, problem(NotFound, "%s is no party to pool %s.", cmd.Organisation, p.Pool).about(cmd.Organisation))...)
	}
	if no := d.at("leaving a pool", Working, AtGate, PendingEffect, Deferred, InDispute, Suspended); no != nil {
		return Refuse(append(problems, *no)...)
	}
	if p.Status != PoolActive {
		return Refuse(append(problems, problem(WrongStage, "Pool %s is %s: who is to leave it withdraws the commitment, or changes it to aligned.", p.Pool, p.Status).
			under("DOMAIN §0.10").about(p.Pool))...)
	}
	if x := p.leaving(cmd.Organisation); x != nil {
		return Refuse(append(problems, problem(WrongStage, "%s has left pool %s already, or has given notice.", cmd.Organisation, p.Pool).about(cmd.Organisation))...)
	}
	if cmd.Seat == "" && cmd.Minute == "" {
		problems = append(problems, problem(Malformed, "The organisation's own decision has a minute: cite it.").under("DOMAIN §2.6").about("minute"))
	}
	effective, notice, no := d.leavesOn(p, cmd.Organisation, cmd.EffectiveOn)
	if no != nil {
		problems = append(problems, *no)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	asDeputyFor := ""
	if cmd.Seat != "" {
		who, _ := d.r.actFor(cmd.Seat, d.m.Actor, d.m.At)
		asDeputyFor = who.AsDeputyFor
	}
	e := events.CasePoolLeaving{Pool: p.Pool, Organisation: cmd.Organisation, Seat: cmd.Seat, Person: d.m.Actor, AsDeputyFor: asDeputyFor, Minute: cmd.Minute,
		Reason: cmd.Reason, NoticePeriod: period(notice), EffectiveAt: effective}
	e.PaidPence, e.FallsAwayPence, e.OwedPence = d.leaverAccount(p, cmd.Organisation)
	d.emit(e)
	for _, k := range slices.Clone(d.c.Commitments) {
		if k = d.c.Commitment(k.Commitment); d.leaverHas(k, p.Pool, cmd.Organisation) {
			d.takeBackUnpaid(p, k, events.CommitmentWithdrawn{Seat: cmd.Seat, AsDeputyFor: asDeputyFor, Minute: cmd.Minute, Reason: cmd.Reason,
				NoticePeriod: period(notice), EffectiveAt: effective})
		}
	}
	if !effective.After(d.m.At) {
		d.emit(events.CasePoolLeft{Pool: p.Pool, Organisation: cmd.Organisation, EffectiveAt: effective})
	}
	return nil
}

// leaverHas reports whether a commitment is one that an organisation takes back when it leaves a pool.
func (d *decision) leaverHas(k *Commitment, pool, organisation string) bool {
	return k.Pool == pool && k.Organisation == organisation && k.Stands() && k.Withdrawal == nil
}

// stays is what of a commitment to a pool is not taken back by leaving it: what was paid in, and what is owed by the agreement.
func (d *decision) stays(p *CasePool, k *Commitment) int64 {
	if p.LeaverPays && d.awarded() {
		return max(k.ConfirmedPence, k.ContributedPence)
	}
	return k.ContributedPence
}

// leaverAccount sums what a party that leaves has paid in, what of its promises falls away, and what it owes all the same.
func (d *decision) leaverAccount(p *CasePool, organisation string) (paid, fallsAway, owed int64) {
	for _, k := range d.c.Commitments {
		if k.Pool == p.Pool && k.Organisation == organisation {
			paid += k.ContributedPence
		}
		if d.leaverHas(k, p.Pool, organisation) {
			fallsAway, owed = fallsAway+k.Pence-d.stays(p, k), owed+d.stays(p, k)-k.ContributedPence
		}
	}
	return paid, fallsAway, owed
}

// takeBackUnpaid withdraws what of a commitment to a pool does not stay, with all that follows.
func (d *decision) takeBackUnpaid(p *CasePool, k *Commitment, e events.CommitmentWithdrawn) {
	part := k.Pence - d.stays(p, k)
	if part <= 0 {
		return
	}
	rest, gone, no := k.parted(&part, nil)
	if no == nil {
		d.takeOut(k, rest, gone, e)
	}
}

// leavesOn is when leaving a pool takes effect: before the award at once; after it on the day that is asked for, which keeps every notice, or
// else on the first that does.
func (d *decision) leavesOn(p *CasePool, organisation string, on calendar.Date) (time.Time, calendar.Period, *Problem) {
	notice := d.noticeOf(&Commitment{CommitmentTerms: events.CommitmentTerms{Pool: p.Pool}})
	for _, k := range d.c.Commitments {
		if d.leaverHas(k, p.Pool, organisation) && k.NoticePeriod != "" && d.cal.Add(d.today(), d.noticeOf(k)).After(d.cal.Add(d.today(), notice)) {
			notice = d.noticeOf(k)
		}
	}
	return d.effectiveAfter(notice, on)
}

// withdrawsPaid says why a part of a commitment cannot be withdrawn that was paid into its pool, nil where it was not; unpaid is what can be,
// where no amount is named.
func (k *Commitment) withdrawsPaid(asked *int64) (unpaid *int64, no *Problem) {
	if k.ContributedPence == 0 {
		return asked, nil
	}
	left := k.Pence - k.ContributedPence
	if left <= 0 || (asked != nil && *asked > left) {
		p := problem(WrongStage, "%s of %s has been paid into pool %s and stays there until it is reconciled; %s can be withdrawn. Who leaves the fund says so.",
			quantity.Pence(k.ContributedPence), k.Named(), k.Pool, quantity.Pence(max(0, left))).under("F64, F68").about(k.Commitment).
			with(map[string]any{"contributed_pence": k.ContributedPence, "can_withdraw_pence": max(0, left)})
		return asked, &p
	}
	if asked == nil {
		asked = &left
	}
	return asked, nil
}

// dueOfLeaving is when parties that have given notice leave the case's pools.
func (d *decision) dueOfLeaving() []DueItem {
	var out []DueItem
	for _, p := range d.c.Pools {
		for _, x := range p.Leaving {
			if !x.Gone && p.Status == PoolActive && p.party(x.Organisation) != nil {
				out = append(out, DueItem{At: x.EffectiveAt, What: "pool_left", On: p.Pool, Key: x.Organisation})
			}
		}
	}
	return out
}

// applyLeaving folds that a party leaves a pool.
func (c *Case) applyLeaving(e events.Event, at time.Time) error {
	switch e := e.(type) {
	case events.CasePoolLeaving:
		return c.pool(e.Pool, func(p *CasePool) {
			p.Leaving = append(slices.Clone(p.Leaving), PoolLeaving{Organisation: e.Organisation, Reason: e.Reason, NoticePeriod: e.NoticePeriod,
				OwedPence: e.OwedPence, At: at, EffectiveAt: e.EffectiveAt})
		})
	case events.CasePoolLeft:
		return c.pool(e.Pool, func(p *CasePool) {
			p.Leaving = slices.Clone(p.Leaving)
			if x := p.leaving(e.Organisation); x != nil {
				x.Gone = true
			}
		})
	}
	return errNotMine
}

// on lists the parties of a pool on a day: without those that had left by then.
func (p *Pool) on(day string) []PoolParty {
	return slices.DeleteFunc(slices.Clone(p.Parties), func(x PoolParty) bool { return x.LeftOn != "" && x.LeftOn <= day })
}

// Broken says why a pool cannot go on with those who are its parties on a day: its basis asks for one that has left, its host has, or there is
// one party alone. Nil for one that can. What is left to do is to reconcile it.
func (p *Pool) Broken(day string) *Problem {
	left := p.on(day)
	if len(left) == len(p.Parties) {
		return nil
	}
	var types []string
	for _, x := range left {
		types = append(types, x.Type)
	}
	if b := Basis(p.Basis); b != nil {
		for _, code := range b.lacks(types) {
			no := requires(b, code)
			no.Message = fmt.Sprintf("Since parties have left it, pool %s is without one that %s asks for: it is reconciled and closed.", p.ID, b.Name)
			return &no
		}
	}
	if len(left) < 2 || !slices.ContainsFunc(left, func(x PoolParty) bool { return x.Organisation == p.Host }) {
		no := problem(WrongStage, "Since parties have left it, pool %s has no host, or one party alone: it is reconciled and closed.", p.ID).under("DOMAIN §0.10, §5.3").about(p.ID)
		return &no
	}
	return nil
}

// explainLeaving says who leaves a pool when, and that one cannot go on as it is. The case waits for neither.
func (d *decision) explainLeaving() []Waiting {
	var out []Waiting
	for _, p := range d.c.Pools {
		if p.Status != PoolActive {
			continue
		}
		pool := Pool{ID: p.Pool, Basis: p.Basis, Host: p.Host}
		for _, x := range p.Parties {
			party := PoolParty{Organisation: x.Organisation, Type: x.Type}
			if l := p.leaving(x.Organisation); l != nil {
				party.LeftOn = d.cal.DateOf(l.EffectiveAt).String()
				if !l.Gone {
					out = append(out, Waiting{For: expiryPrefix + "party:" + p.Pool + ":" + x.Organisation, On: []string{x.Organisation}, People: nonEmpty(p.managed()), Until: l.EffectiveAt,
						Then:    "it bears no overspend from then on",
						Message: fmt.Sprintf("%s leaves the pooled fund %s on %s.", d.organisationName(x.Organisation), p.Name, longDate(party.LeftOn))})
				}
			}
			pool.Parties = append(pool.Parties, party)
		}
		if pool.Broken(d.today().String()) != nil {
			out = append(out, Waiting{For: expiryPrefix + "pool:" + p.Pool, On: []string{p.Host}, People: nonEmpty(p.managed()), Acts: []string{"pool.close"},
				Message: fmt.Sprintf("The pooled fund %s cannot go on without those who have left it: its manager reconciles and closes it.", p.Name)})
		}
	}
	return out
}
