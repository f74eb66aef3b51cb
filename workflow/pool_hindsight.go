package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
)

// What whoever checks the journal asks of the rules about pools.

// PoolTerms says why a pool with these terms could not be set up by then; nil where it could.
func (h Hindsight) PoolTerms(t events.PoolTerms, _ time.Time) *Refusal {
	return Refuse(h.d.eligible(t)...)
}

// PoolAgreement says why an agreement is not whole; nil where it is.
func (h Hindsight) PoolAgreement(e events.CasePoolAgreed) *Refusal {
	problems := incomplete(e.Agreement.Items)
	if p := h.d.c.Pool(e.Pool); p == nil || p.Status == PoolClosed || e.Agreement.Version != p.Agreement+1 {
		problems = append(problems, problem(WrongStage, "It is not the next version of an open pool's."))
	} else if p.Status == PoolActive && (!slices.Equal(e.Parties, p.Parties) || (e.Host != p.Host && p.Awaits != AwaitsHost)) {
		problems = append(problems, problem(WrongStage, "It changes the parties or the host of an active pool."))
	} else if e.Host == "" {
		problems = append(problems, problem(PoolHostNotLegalEntity, "It names nobody who holds the pool."))
	}
	return Refuse(problems...)
}

// PoolReady reports whether a pool could become active with a gate that passed.
func (h Hindsight) PoolReady(id string) bool {
	p := h.d.c.Pool(id)
	return p != nil && h.d.becomesActive(p)
}

// PoolFell reports whether a pool was active on a gate that is open again.
func (h Hindsight) PoolFell(id, gate string) bool {
	p := h.d.c.Pool(id)
	return p != nil && p.Gate == gate && h.d.c.poolFell(p)
}

// MayPay reports whether the person could record the payment of what was due from the organisation.
func (h Hindsight) MayPay(e events.CasePoolContributed) bool {
	p := h.d.c.Pool(e.Pool)
	if p == nil || p.Status != PoolActive || p.party(e.Organisation) == nil || e.Pence <= 0 || !h.d.mayRecordPayment(p, e.Organisation) {
		return false
	}
	if e.Towards == TowardsOverspend {
		return len(e.Lines) == 0 // what of it was due is the pool's own to say
	}
	var sum int64
	for _, line := range e.Lines {
		k := h.d.c.Commitment(line.Commitment)
		if k == nil || k.Pool != e.Pool || k.Organisation != e.Organisation || line.Pence <= 0 || line.Pence > k.ConfirmedPence-k.ContributedPence {
			return false
		}
		sum += line.Pence
	}
	return sum == e.Pence
}

// SpentAgain decides a payment from a pool once more. An overspend that was shared payment by payment, as earlier builds did, follows too.
func SpentAgain(p *Pool, r *Register, e events.PoolSpent, m Meta) ([]events.Event, *Refusal) {
	on, err := calendar.ParseDate(e.SpentOn)
	if err != nil {
		return nil, Refuse(problem(Malformed, "%s is no date.", e.SpentOn))
	}
	list, no := DecidePool(p, r, &PoolSpend{Pool: p.ID, AmountPence: e.Pence, Payee: e.Payee, Purpose: e.Purpose, SpentOn: on, Reference: e.Reference}, m)
	if no == nil && len(e.Overspend) > 0 && slices.Equal(e.Overspend, p.overspentAlone(e.Pence-max(0, p.BalancePence), e.SpentOn)) {
		for i := range list {
			if spent, ok := list[i].(events.PoolSpent); ok {
				spent.Overspend = e.Overspend
				list[i] = spent
			}
		}
	}
	return list, no
}

// MayLeave says what is wrong with a party's leaving of a pool that was accepted: who said so, what it has paid, owes, and need not pay, and from when.
func (h Hindsight) MayLeave(e events.CasePoolLeaving) []Problem {
	p := h.d.c.Pool(e.Pool)
	if p == nil || h.d.g == nil || p.Status != PoolActive || p.party(e.Organisation) == nil || p.leaving(e.Organisation) != nil {
		return []Problem{problem(WrongStage, "%s was no party to an active pool that it could leave.", e.Organisation).about(e.Organisation)}
	}
	out := h.d.withdrawAuthority(&CommitmentWithdraw{Seat: e.Seat, Minute: e.Minute}, e.Organisation)
	if paid, fallsAway, owed := h.d.leaverAccount(p, e.Organisation); e.PaidPence != paid || e.FallsAwayPence != fallsAway || e.OwedPence != owed {
		out = append(out, problem(Malformed, "It says that other sums are paid, fall away or are owed.").about("owed_pence"))
	}
	earliest, _, _ := h.d.leavesOn(p, e.Organisation, calendar.Date{})
	if e.EffectiveAt.Before(earliest) {
		out = append(out, problem(NoticePeriodNotMet, "Its notice was not kept.").about("effective_at"))
	}
	return out
}

// HasLeft reports whether the moment has come from which a party is none any more.
func (h Hindsight) HasLeft(e events.CasePoolLeft) bool {
	p := h.d.c.Pool(e.Pool)
	if p == nil {
		return false
	}
	x := p.leaving(e.Organisation)
	return x != nil && !x.Gone && x.EffectiveAt.Equal(e.EffectiveAt) && !h.d.m.At.Before(x.EffectiveAt)
}

// TookBack reports whether a party that leaves a pool has promised it nothing more that falls away.
func (h Hindsight) TookBack(pool, organisation string) bool {
	p := h.d.c.Pool(pool)
	if p == nil {
		return false
	}
	_, fallsAway, _ := h.d.leaverAccount(p, organisation)
	return fallsAway == 0
}

// StillIn is the first party whose moment to leave a pool has come and that has not left it, and the pool; nobody ("") where there is none.
func (h Hindsight) StillIn() (organisation, pool string) {
	for _, x := range h.d.dueOfLeaving() {
		if !x.At.After(h.d.m.At) {
			return x.Key, x.On
		}
	}
	return "", ""
}
