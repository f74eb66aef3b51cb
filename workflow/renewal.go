package workflow

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// Renewing what ends: by hand, and what it means that something has ended (DOMAIN §5.1).

// renew is CaseRenew's rule.
func (d *decision) renew(cmd *CaseRenew) *Refusal {
	var found []Ending
	for _, x := range d.c.endings() {
		if x.What != document.EndsGrant && (cmd.Of == "" || x.Of == cmd.Of) {
			found = append(found, x)
		}
	}
	if !d.mayRenew(found) {
		return Refuse(notPermitted("Only the unit, an officer of the sponsor or of whose it is, or the pool's manager opens a case to renew it.").about(d.m.Actor))
	}
	if cmd.Of != "" && len(found) == 0 {
		return Refuse(problem(NotFound, "Case %s has no agreement or contract %s that ends on a day.", d.c.ID, cmd.Of).about(cmd.Of))
	}
	if d.c.Successor != "" {
		return Refuse(problem(WrongStage, "Case %s goes on in case %s already.", d.c.ID, d.c.Successor).about(d.c.Successor))
	}
	found = slices.DeleteFunc(found, func(x Ending) bool { return !d.renewable(&x) })
	if len(found) == 0 {
		return Refuse(problem(WrongStage, "Case %s has no contract, and no agreement of an active pool, that ends on a day.", d.c.ID).under("DOMAIN §5.1").about(d.c.Label()))
	}
	slices.SortStableFunc(found, func(a, b Ending) int { return strings.Compare(a.EndsOn, b.EndsOn) })
	x := found[0]
	d.emit(events.CaseRenewalOpened{What: x.What, Of: x.Of, EndsOn: x.EndsOn, Renewal: successorID(d.c.ID), Because: cmd.Reason, DueAt: d.m.At})
	return nil
}

func (d *decision) mayRenew(found []Ending) bool {
	if d.inUnit(d.c.Terms.Unit, d.m.Actor) || isOfficer(d.sponsor(), d.m.Actor) {
		return true
	}
	return slices.ContainsFunc(found, func(x Ending) bool {
		p := d.c.Pool(x.Of)
		return (p != nil && p.managed() == d.m.Actor && d.m.Actor != "") || slices.ContainsFunc(x.Organisations, func(o string) bool {
			return isOfficer(d.g.Organisation(d.r.Successor(o, d.m.At)), d.m.Actor)
		})
	})
}

// agreementEnded refuses what would be done on a day under an agreement that had ended by then; nil while it runs, or ends on no day.
func agreementEnded(pool, endsOn, on string) *Problem {
	if endsOn == "" || on <= endsOn {
		return nil
	}
	p := problem(AgreementExpired, "The agreement of pool %s ended on %s. Record another version of it first, or set up another pool.", pool, longDate(endsOn)).
		under("DOMAIN §5.1").about(pool).with(map[string]any{"ends_on": endsOn})
	return &p
}

// longDate writes a civil date for people.
func longDate(on string) string {
	d := day(on)
	return fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year)
}

// endedMandates says which mandates of an organisation, for a seat or for any, have ended: what to name where none is in force.
func (r *Register) endedMandates(organisation, seat string, at time.Time) []string {
	var out []string
	for _, m := range r.Mandates {
		if m.Organisation == organisation && (seat == "" || m.Seat == seat) && !m.Until.IsZero() && m.Until.Before(r.CalendarAt(at).DateOf(at)) {
			out = append(out, fmt.Sprintf("Mandate %s of seat %s ended on %s (%s).", m.Mandate, m.Seat, longDate(text(m.Until)), m.Instrument))
		}
	}
	return out
}

// fundedSince is when the funding of a commitment was last said.
func fundedSince(t events.CommitmentTerms, was *Commitment, at time.Time) time.Time {
	switch {
	case t.FundingEndsOn == "":
		return time.Time{}
	case was != nil && was.FundingEndsOn == t.FundingEndsOn:
		return was.FundingSince
	}
	return at
}

// WarnGrantEndsBeforePlan is the warning of a plan part of which is paid from a grant that ends before it: a warning, never a refusal (F77).
const WarnGrantEndsBeforePlan = "grant_ends_before_plan"

// planEnds is the last day for which the plan is made: as its terms say, else as the award or the agreement of a pool to which it commits
// has it; "" for none.
func (d *decision) planEnds() string {
	if d.c.Terms.PlanEndsOn != "" {
		return d.c.Terms.PlanEndsOn
	}
	var last string
	for _, p := range d.c.Pools {
		if p.Status != PoolClosed && d.hasPooled(p.Pool) && p.EndsOn > last {
			last = p.EndsOn
		}
	}
	if a := d.c.Award; a != nil && a.EndsOn > last {
		last = a.EndsOn
	}
	return last
}

// shortGrants says, a sentence each, which grants end before the plan that they pay for (F77).
func (d *decision) shortGrants() []string {
	var out []string
	end := d.planEnds()
	for _, k := range d.c.Commitments {
		if k.FundingEndsOn != "" && k.Stands() && k.FundingEndsOn < end {
			out = append(out, fmt.Sprintf("%s, from which %s comes, ends on %s; the plan runs to %s.", first(k.Funding, "The funding"), k.Commitment,
				longDate(k.FundingEndsOn), longDate(end)))
		}
	}
	return out
}

// gateWarnings are what speaks against a request at a gate without refusing it.
func (d *decision) gateWarnings(g *document.Gate) []string {
	if asksConsents(g) && len(d.shortGrants()) > 0 {
		return []string{WarnGrantEndsBeforePlan}
	}
	return nil
}
