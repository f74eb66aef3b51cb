package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// Succession: organisations replaced by others from a day (DOMAIN §0.12, §2.1 row 26, docs/decisions/0017). Here is what a register knows of
// it, and how a commitment is shared; what it does to a case is in succession_case.go, and who records it in succession_record.go.

// Succession is one organisation's succession in the register.
type Succession struct {
	events.OrganisationSucceeded
	From       calendar.Date `json:"from_date"`
	RecordedAt time.Time     `json:"recorded_at"`
	Clipped    []Clip        `json:"clipped,omitempty"` // what ends with it and ran longer before
}

// Replaces reports whether the organisation ends with it: one that gives a part and remains does not.
func (s Succession) Replaces() bool { return !s.Continues }

// taken lists the successors but for the organisation itself.
func (s Succession) taken() []string {
	var out []string
	for _, x := range s.Successors {
		if x.Organisation != s.Organisation {
			out = append(out, x.Organisation)
		}
	}
	return out
}

// replacement is the succession by which an organisation is replaced at some time, nil while none is recorded.
func (r *Register) replacement(organisation string) *Succession {
	for i := range r.Successions {
		if s := &r.Successions[i]; s.Organisation == organisation && s.Replaces() {
			return s
		}
	}
	return nil
}

// ReplacedAt is the succession by which an organisation has been replaced by a time, nil for one that has not.
func (r *Register) ReplacedAt(organisation string, at time.Time) *Succession {
	if s := r.replacement(organisation); s != nil && !at.Before(s.EffectiveAt) {
		return s
	}
	return nil
}

// Successor is the organisation that acts at a time where another is named: itself, or the principal successor, and of that again.
func (r *Register) Successor(organisation string, at time.Time) string {
	for range len(r.Successions) {
		s := r.ReplacedAt(organisation, at)
		if s == nil {
			break
		}
		organisation = s.Principal
	}
	return organisation
}

// NameOf is what an organisation is called in the newest governance that has it, "" for one that none has: those that were replaced too.
func (r *Register) NameOf(organisation string) string {
	for i := len(r.Governance) - 1; i >= 0; i-- {
		if o := r.Governance[i].governance.Organisation(organisation); o != nil {
			return first(o.Name, o.ID)
		}
	}
	return ""
}

// OtherOrganisations lists those that other versions of the governance have and the one in force at a time has not, the newest version first.
func (r *Register) OtherOrganisations(at time.Time) []document.Organisation {
	var out []document.Organisation
	now := r.GovernanceAt(at)
	for _, p := range slices.Backward(r.Governance) {
		for _, o := range p.governance.Organisations {
			if now.Organisation(o.ID) == nil && !slices.ContainsFunc(out, func(x document.Organisation) bool { return x.ID == o.ID }) {
				out = append(out, o)
			}
		}
	}
	return out
}

// replaced says that an organisation no longer acts, nil for one that does.
func (r *Register) replaced(organisation string, at time.Time) *Problem {
	s := r.ReplacedAt(organisation, at)
	if s == nil {
		return nil
	}
	p := problem(NotFound, "%s was replaced by %s on %s.", organisation, sentence(s.taken()), s.EffectiveOn).under("DOMAIN §0.12").about(organisation)
	return &p
}

// applySuccession keeps a succession. The terms, deputies and mandates of an organisation that ends end with the day before.
func (r *Register) applySuccession(e events.OrganisationSucceeded, at time.Time) {
	s := Succession{OrganisationSucceeded: e, From: day(e.EffectiveOn), RecordedAt: at}
	if !s.Replaces() {
		r.Successions = append(r.Successions, s)
		return
	}
	last := s.From.AddDays(-1)
	end := func(until *calendar.Date, organisation string, c Clip) {
		if organisation == e.Organisation && (until.IsZero() || until.After(last)) {
			c.Until = *until
			s.Clipped = append(s.Clipped, c)
			*until = last
		}
	}
	for i := range r.Terms {
		t := &r.Terms[i]
		end(&t.Until, first(t.TurnOf, t.Organisation), Clip{What: "term", Seat: t.Seat, Person: t.Person, From: t.From})
	}
	for i := range r.Deputies {
		t := &r.Deputies[i]
		end(&t.Until, first(t.TurnOf, t.Organisation), Clip{What: "deputy", Seat: t.Seat, Person: t.Person, From: t.From})
	}
	for i := range r.Mandates {
		m := &r.Mandates[i]
		end(&m.Until, m.Organisation, Clip{What: "mandate", Mandate: m.Mandate})
	}
	r.Successions = append(r.Successions, s)
}

// part is what one successor takes over of a commitment.
type part struct {
	organisation string
	pence        int64
	fte          int64
	whole        bool // a building, equipment or access
}

func (p part) nothing() bool { return p.pence == 0 && p.fte == 0 && !p.whole }

// parts shares a commitment among the successors, in the order stated: exactly as stated for it where that adds up to what it is, else by the
// shares in percent. What cannot be divided goes to one. Amounts add up to the commitment's.
func (s Succession) parts(caseID string, k events.CommitmentTerms) []part {
	divisible := k.Kind == document.ResourceMoney || k.Kind == document.ResourceStaffTime
	for _, x := range s.Commitments {
		if x.Case != caseID || x.Commitment != k.Commitment {
			continue
		}
		var out []part
		var pence, fte int64
		for _, y := range x.Shares {
			out = append(out, part{y.Organisation, y.Pence, y.FTEHundredths, !divisible})
			pence, fte = pence+y.Pence, fte+y.FTEHundredths
		}
		if pence == k.Pence && fte == k.FTEHundredths && (divisible || len(out) == 1) {
			return out
		}
	}
	if !divisible {
		return []part{{organisation: s.Principal, whole: true}}
	}
	points := make([]int64, len(s.Successors))
	for i, x := range s.Successors {
		points[i] = x.BasisPoints
	}
	pence, fte := apportion(k.Pence, points), apportion(k.FTEHundredths, points)
	out := make([]part, len(points))
	for i, x := range s.Successors {
		out[i] = part{organisation: x.Organisation, pence: pence[i], fte: fte[i]}
	}
	return out
}

// wholePoints is everything, in basis points.
const wholePoints = 10_000

// apportion divides an amount by basis points that make 10,000: each part is rounded down, and what is left goes one by one to the largest
// remainders, of equal ones to those stated first. The parts add up to the amount.
func apportion(n int64, points []int64) []int64 {
	out := make([]int64, len(points))
	order := make([]int, len(points))
	remainders := make([]int64, len(points))
	left := n
	for i, p := range points {
		order[i] = i
		out[i] = n/wholePoints*p + n%wholePoints*p/wholePoints // n × p might not fit
		remainders[i] = n % wholePoints * p % wholePoints
		left -= out[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(remainders[b] - remainders[a]) })
	for i := range left {
		out[order[int(i)%len(order)]]++
	}
	return out
}
