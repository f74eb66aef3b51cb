package workflow

import (
	"cmp"
	"slices"
	"time"

	"comity/events"
)

// The register of urgency: every use of a route that is quicker than the ordinary one, with who agreed, why, and what came of it,
// so that urgency does not become routine unseen (DOMAIN §5.1, "Urgency becomes routine", [R28]).

// Routes of urgency.
const (
	RouteUrgentDecision   = "urgent_decision"   // who presides decides in place of the board, which ratifies
	RouteGeneralException = "general_exception" // a key decision with five clear days' notice
	RouteSpecialUrgency   = "special_urgency"   // a key decision without notice
)

// UrgencyRoutes lists the routes in the order in which they are counted.
var UrgencyRoutes = []string{RouteUrgentDecision, RouteGeneralException, RouteSpecialUrgency, RouteCallInWaived}

// What came of a use of an urgent route.
const (
	UrgencyOpen    = "open"    // it waits for the board
	UrgencyAllowed = "allowed" // ratified; or, of a key decision, agreed to or made known as the law asks
	UrgencyRefused = "refused" // the board voted it down, or did not confirm it in time
	UrgencyVoid    = "void"    // it was overtaken: the case went back, or ended, before anybody could say
)

// UrgentUse is one use of an urgent route.
type UrgentUse struct {
	Case          string `json:"case"`
	Route         string `json:"route"`                  // urgent_decision, general_exception, special_urgency, call_in_waived
	FinancialYear string `json:"financial_year"`         // of the day on which it was used: 2026-27
	UsedOn        string `json:"used_on"`                // that day
	Gate          string `json:"gate,omitempty"`         // at which was decided
	SignOff       string `json:"signoff,omitempty"`      // of an urgent decision
	Board         string `json:"board,omitempty"`        // in whose place was decided
	Organisation  string `json:"organisation,omitempty"` // whose key decision it is
	Notice        string `json:"notice,omitempty"`       // of a key decision: the notice's number in the case

	Person      string          `json:"person,omitempty"` // who decided, or recorded the decision of the organisation
	Seat        string          `json:"seat,omitempty"`
	AsDeputyFor string          `json:"as_deputy_for,omitempty"`
	Agreed      []UrgencyAgreed `json:"agreed,omitempty"` // who concurred, or chairs scrutiny and agreed
	Told        []string        `json:"told,omitempty"`   // of scrutiny, who was told
	Reason      string          `json:"reason,omitempty"`
	Conditions  []string        `json:"conditions,omitempty"`
	ValuePence  int64           `json:"value_pence,omitempty"` // of the case over its whole life; of a key decision what was confirmed
	LimitPence  int64           `json:"limit_pence,omitempty"`
	Votes       *events.Tally   `json:"tally,omitempty"` // on the ratification
	DecidedAt   time.Time       `json:"decided_at,omitzero"`
	DecidedOn   string          `json:"decided_on,omitempty"` // the day; none: it has not been decided
	InEffect
	RatifyBy time.Time `json:"ratify_by,omitzero"`
	Outcome  string    `json:"outcome"`           // open, allowed, refused, void
	Because  string    `json:"because,omitempty"` // of the outcome
	EndedAt  time.Time `json:"ended_at,omitzero"` // when it was ratified or refused
}

// UrgencyAgreed is one who agreed that it could not wait.
type UrgencyAgreed struct {
	Seat        string `json:"seat,omitempty"`
	Person      string `json:"person"`
	AsDeputyFor string `json:"as_deputy_for,omitempty"`
}

// Body is who is counted: the board in whose place was decided, or the organisation whose key decision it is.
func (u *UrgentUse) Body() string { return first(u.Board, u.Organisation) }

// UrgencyOf lists every use of an urgent route on a case, oldest first. Pure.
// Source: DOMAIN §2.2 (urgent decisions), §5.1, §5.4, [R7] regs 10 and 11, [R28].
func UrgencyOf(c *Case, r *Register, at time.Time) []UrgentUse {
	d := view(c, r, Meta{At: at})
	if d.g == nil {
		return nil
	}
	var out []UrgentUse
	for _, s := range c.SignOffs {
		if s.Urgent != nil {
			out = append(out, d.urgentUse(s))
		}
	}
	for _, n := range c.Notices {
		if n.Kind == NoticeGeneralException || n.Kind == NoticeSpecialUrgency {
			out = append(out, d.exceptionUse(n))
		}
	}
	for i := range c.CallInWaivers {
		out = append(out, d.waiverUse(&c.CallInWaivers[i]))
	}
	slices.SortStableFunc(out, func(a, b UrgentUse) int {
		return cmp.Or(cmp.Compare(a.UsedOn, b.UsedOn), a.DecidedAt.Compare(b.DecidedAt))
	})
	return out
}

// urgentUse is an urgent decision as the register has it.
func (d *decision) urgentUse(s *SignOff) UrgentUse {
	u := s.Urgent
	on := d.r.CalendarAt(u.DecidedAt).DateOf(u.DecidedAt)
	out := UrgentUse{Case: d.c.ID, Route: RouteUrgentDecision, FinancialYear: FinancialYear(on), UsedOn: on.String(), Gate: s.Gate, SignOff: s.ID, Board: first(u.Board, s.Board),
		Person: u.Person, Seat: u.Seat, AsDeputyFor: u.AsDeputyFor, Reason: u.Reason, Conditions: u.Conditions, ValuePence: u.ValuePence, LimitPence: u.LimitPence,
		DecidedAt: u.DecidedAt, DecidedOn: on.String(), InEffect: EffectOf(d.c, s.Gate, s.GateRound), RatifyBy: u.RatifyBy, Because: u.Because, EndedAt: u.EndedAt,
		Votes: u.Tally}
	for _, k := range u.Concurrences {
		out.Agreed = append(out.Agreed, UrgencyAgreed{Seat: k.Seat, Person: k.Person, AsDeputyFor: k.AsDeputyFor})
	}
	switch {
	case u.Outcome == "ratified":
		out.Outcome = UrgencyAllowed
	case u.Outcome == "not_ratified":
		out.Outcome = UrgencyRefused
	case u.Outcome == "void":
		out.Outcome = UrgencyVoid
	default:
		out.Outcome = UrgencyOpen
	}
	return out
}

// exceptionUse is a key decision with a shorter notice, or none, as the register has it.
func (d *decision) exceptionUse(n Notice) UrgentUse {
	on := day(n.PublishedOn)
	out := UrgentUse{Case: d.c.ID, Route: n.Kind, FinancialYear: FinancialYear(on), UsedOn: n.PublishedOn, Organisation: n.Organisation, Notice: n.Notice,
		Told: n.Told, Reason: n.Reason, Outcome: UrgencyAllowed}
	if n.AgreedBy != "" {
		out.Agreed = []UrgencyAgreed{{Person: n.AgreedBy}}
	}
	for _, k := range d.c.Consents {
		for _, a := range k.Acts {
			if a.Notice != n.Notice || a.What != "recorded" {
				continue
			}
			out.Gate, out.Person, out.DecidedOn, out.InEffect, out.ValuePence = k.Gate, a.Person, a.DecidedOn, EffectOf(d.c, k.Gate, k.GateRound), 0
			out.DecidedAt = d.r.CalendarAt(a.At).StartOf(day(a.DecidedOn))
			for _, l := range a.Lines {
				out.ValuePence += l.Pence
			}
		}
	}
	if out.DecidedOn == "" {
		out.HeldBy = []string{HeldByGate}
	}
	return out
}

// UrgencyCount counts the uses of one route, for one body, in one financial year.
type UrgencyCount struct {
	FinancialYear string `json:"financial_year"`
	Body          string `json:"body"` // board or organisation
	Route         string `json:"route"`
	Used          int    `json:"used"`
	Allowed       int    `json:"allowed"`
	Refused       int    `json:"refused"`
	Open          int    `json:"open"`
	Void          int    `json:"void"`
}

// CountUrgency counts uses by financial year, body and route, the newest year first. Pure.
func CountUrgency(uses []UrgentUse) []UrgencyCount {
	out := []UrgencyCount{}
	for i := range uses {
		u := &uses[i]
		k := slices.IndexFunc(out, func(n UrgencyCount) bool {
			return n.FinancialYear == u.FinancialYear && n.Body == u.Body() && n.Route == u.Route
		})
		if k < 0 {
			out, k = append(out, UrgencyCount{FinancialYear: u.FinancialYear, Body: u.Body(), Route: u.Route}), len(out)
		}
		n := &out[k]
		n.Used++
		switch u.Outcome {
		case UrgencyAllowed:
			n.Allowed++
		case UrgencyRefused:
			n.Refused++
		case UrgencyOpen:
			n.Open++
		default:
			n.Void++
		}
	}
	slices.SortFunc(out, func(a, b UrgencyCount) int {
		return cmp.Or(cmp.Compare(b.FinancialYear, a.FinancialYear), cmp.Compare(a.Body, b.Body),
			cmp.Compare(slices.Index(UrgencyRoutes, a.Route), slices.Index(UrgencyRoutes, b.Route)))
	})
	return out
}

// UsedUrgently reports whether an urgent route was used on a case.
func UsedUrgently(c *Case) bool {
	return len(c.CallInWaivers) > 0 || slices.ContainsFunc(c.SignOffs, func(s *SignOff) bool { return s.Urgent != nil }) ||
		slices.ContainsFunc(c.Notices, func(n Notice) bool { return n.Kind == NoticeGeneralException || n.Kind == NoticeSpecialUrgency })
}
