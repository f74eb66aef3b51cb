package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// What ends on a day: agreements, contracts, grants, mandates, terms and deputies' times. People are warned in time, an agreement opens
// a case that renews it, and its end is recorded: nothing lapses unseen (DOMAIN §5.1; docs/decisions/0022).

// The states of what ends.
const (
	EndingRuns    = "running"
	EndingSoon    = "ending" // a warning was due
	EndingPast    = "ended"
	EndingRenewal = "renewing" // it ends soon or has ended, and a case is open that renews it
)

// Ending is one thing that ends on a day. Times are UTC.
type Ending struct {
	What          string    `json:"what"` // agreement, contract, grant, mandate, term, deputy
	Of            string    `json:"of"`   // the pool, the contract, the commitment, the mandate or the seat
	Name          string    `json:"name,omitempty"`
	Case          string    `json:"case,omitempty"`
	Seat          string    `json:"seat,omitempty"`
	Person        string    `json:"person,omitempty"` // of a term, or a deputy's time
	Organisations []string  `json:"organisations"`    // whose it is
	EndsOn        string    `json:"ends_on"`          // its last day
	Until         time.Time `json:"until"`            // the last second of that day
	State         string    `json:"state"`            // running, ending, ended, renewing
	WarnedAt      time.Time `json:"warned_at,omitzero"`
	NextWarning   time.Time `json:"next_warning,omitzero"`
	RenewsAt      time.Time `json:"renews_at,omitzero"` // when a renewal case opens by itself
	Renewal       string    `json:"renewal,omitempty"`  // the case that was opened to renew it

	since time.Time // from when on it is known that it ends then
}

// EndNoted is a warning, or an end, that was recorded: each once for what it is of and the day.
type EndNoted struct {
	What   string    `json:"what"`
	Of     string    `json:"of"`
	Person string    `json:"person,omitempty"`
	EndsOn string    `json:"ends_on"`
	Lead   string    `json:"lead,omitempty"` // "" of the end itself
	At     time.Time `json:"at"`             // when it was due
}

func (x *Ending) noted(list []EndNoted, lead string) bool {
	return slices.ContainsFunc(list, func(n EndNoted) bool {
		return n.What == x.What && n.Of == x.Of && n.Person == x.Person && n.EndsOn == x.EndsOn && n.Lead == lead
	})
}

// key names an ending, and its lead time or "", for what is due.
func (x *Ending) key() string {
	if x.Person != "" {
		return x.What + ":" + x.Of + ":" + x.Person
	}
	return x.What + ":" + x.Of
}

// endings lists what ends of a case: the agreements of its pools that are not closed, its contract while the case stands or has run its
// course, and the grants of commitments that stand.
func (c *Case) endings() []Ending {
	var out []Ending
	for _, p := range c.Pools {
		if p.EndsOn == "" || p.Status == PoolClosed {
			continue
		}
		x := Ending{What: document.EndsAgreement, Of: p.Pool, Name: p.Name, Organisations: nonEmpty(p.Host), EndsOn: p.EndsOn, since: p.AgreedAt}
		for _, party := range p.Parties {
			if party.Organisation != p.Host {
				x.Organisations = append(x.Organisations, party.Organisation)
			}
		}
		out = append(out, x)
	}
	if k := c.Contract; k != nil && k.EndsOn != "" && (c.Status != Closed || c.Outcome == document.ClosedCompleted || c.Outcome == document.ClosedRecommissioned) {
		out = append(out, Ending{What: document.EndsContract, Of: k.ID, Name: k.Supplier, Organisations: nonEmpty(k.Accountable), EndsOn: k.EndsOn, since: k.RecordedAt})
	}
	for _, k := range c.Commitments {
		if k.FundingEndsOn != "" && k.Stands() && c.Status != Closed {
			out = append(out, Ending{What: document.EndsGrant, Of: k.Commitment, Name: k.Funding, Organisations: []string{k.Organisation}, EndsOn: k.FundingEndsOn,
				since: k.FundingSince})
		}
	}
	for i := range out {
		out[i].Case = c.ID
		if out[i].since.IsZero() {
			out[i].since = c.CreatedAt
		}
		if out[i].What != document.EndsGrant && c.Successor != "" {
			out[i].Renewal = c.Successor
		}
	}
	return out
}

// endings lists what ends of the register: mandates, and the terms of holders and deputies. What is followed without a gap by more of
// the same does not end, nor does what has been followed by another turn: that the rotation says.
func (r *Register) endings() []Ending {
	var out []Ending
	for _, m := range r.Mandates {
		if m.Until.IsZero() || m.Until.Before(m.From) || m.Revoked || r.succeeded(m.Organisation, m.Until) {
			continue
		}
		follows := slices.ContainsFunc(r.Mandates, func(n MandateHeld) bool {
			return n.Seat == m.Seat && n.Organisation == m.Organisation && !n.From.After(m.Until.AddDays(1)) && (n.Until.IsZero() || n.Until.After(m.Until))
		})
		if !follows {
			out = append(out, Ending{What: document.EndsMandate, Of: m.Mandate, Seat: m.Seat, Organisations: []string{m.Organisation}, EndsOn: m.Until.String(),
				since: since(m.KnownAt, m.From, r)})
		}
	}
	for _, of := range []struct {
		what string
		list []Term
	}{{document.EndsTerm, r.Terms}, {document.EndsDeputy, r.Deputies}} {
		for _, t := range of.list {
			if t.Until.IsZero() || t.Until.Before(t.From) || t.Removed || t.TurnOf != "" || r.succeeded(t.Organisation, t.Until) {
				continue
			}
			follows := slices.ContainsFunc(of.list, func(n Term) bool {
				return n.Seat == t.Seat && (n.Person == t.Person || of.what == document.EndsTerm) && !n.From.After(t.Until.AddDays(1)) &&
					(n.Until.IsZero() || n.Until.After(t.Until))
			})
			if !follows {
				out = append(out, Ending{What: of.what, Of: t.Seat, Seat: t.Seat, Person: t.Person, Organisations: []string{t.Organisation}, EndsOn: t.Until.String(),
					since: since(t.KnownAt, t.From, r)})
			}
		}
	}
	return out
}

// succeeded reports whether a day is the last of an organisation that is replaced: that its authorities end with it is told by the succession.
func (r *Register) succeeded(organisation string, last calendar.Date) bool {
	s := r.replacement(organisation)
	return s != nil && s.From.AddDays(-1) == last
}

// since is from when on an end is known; of what was recorded by an earlier build, from its first day on.
func since(known time.Time, from calendar.Date, r *Register) time.Time {
	if !known.IsZero() {
		return known
	}
	return r.CalendarAt(time.Time{}).StartOf(from)
}

// endingDue lists what is still due of an ending: its warnings, and its end. The lead times are those of the governance in force at the
// moment of the warning; what was to be said before the end was known is not said.
func (r *Register) endingDue(x *Ending, noted []EndNoted) []DueItem {
	var out []DueItem
	last := day(x.EndsOn)
	for _, lead := range r.leads(func(e document.Expiry) []calendar.Period { return e.Warn(x.What) }) {
		at := r.before(x.since, last, lead)
		if at.After(x.since) && !x.noted(noted, lead.String()) && slices.Contains(r.expiryAt(at).Warn(x.What), lead) {
			out = append(out, DueItem{At: at, What: "expiry", On: x.key(), Key: x.EndsOn + "/" + lead.String()})
		}
	}
	if at := r.CalendarAt(x.since).StartOf(last.AddDays(1)); at.After(x.since) && !x.noted(noted, "") {
		out = append(out, DueItem{At: at, What: "expired", On: x.key(), Key: x.EndsOn})
	}
	return out
}

// renewalDue is when a case opens by itself that renews what ends, zero for never.
func (r *Register) renewalDue(x *Ending) time.Time {
	for _, lead := range r.leads(func(e document.Expiry) []calendar.Period { return []calendar.Period{e.Renew(x.What)} }) {
		if at := r.before(x.since, day(x.EndsOn), lead); !lead.IsZero() && at.After(x.since) && r.expiryAt(at).Renew(x.What) == lead {
			return at
		}
	}
	return time.Time{}
}

// leads lists the lead times of every version of the governance, each once, the longest notice first.
func (r *Register) leads(of func(document.Expiry) []calendar.Period) []calendar.Period {
	var out []calendar.Period
	for i := range r.Governance {
		for _, p := range of(r.Governance[i].governance.Expiry) {
			if !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

func (r *Register) expiryAt(at time.Time) document.Expiry {
	if g := r.GovernanceAt(at); g != nil {
		return g.Expiry
	}
	return document.Expiry{}
}

// before is 09:00 local time so long before a day, by the calendar in force when its end became known.
func (r *Register) before(known time.Time, on calendar.Date, lead calendar.Period) time.Time {
	cal := r.CalendarAt(known)
	if lead.WorkingDays > 0 {
		return cal.At(cal.AddWorkingDays(on, -lead.WorkingDays), 9, 0)
	}
	return cal.At(on.AddMonths(-12*lead.Years-lead.Months).AddDays(-lead.Days), 9, 0)
}

// dueOfEndings are the warnings and ends of a case, and when a case opens that renews it.
func (d *decision) dueOfEndings() []DueItem {
	var out []DueItem
	for _, x := range d.c.endings() {
		out = append(out, d.r.endingDue(&x, d.c.Noted)...)
		if d.renewable(&x) {
			if at := d.r.renewalDue(&x); !at.IsZero() {
				out = append(out, DueItem{At: at, What: "renewal", On: x.key(), Key: x.EndsOn})
			}
		}
	}
	return out
}

// renewable reports whether a case can be opened to renew what ends: a contract, or the agreement of a pool that is active, of a case
// that goes on nowhere yet.
func (d *decision) renewable(x *Ending) bool {
	if d.c.Successor != "" || d.w == nil || (d.c.Status == Closed && d.c.Outcome != document.ClosedCompleted) {
		return false
	}
	p := d.c.Pool(x.Of)
	return x.What == document.EndsContract || (x.What == document.EndsAgreement && p != nil && p.Status == PoolActive)
}

// ending finds what a due item is of.
func (d *decision) ending(key string) *Ending {
	for _, x := range d.c.endings() {
		if x.key() == key {
			return &x
		}
	}
	return nil
}

// bringEnding does what is due of something that ends.
func (d *decision) bringEnding(due DueItem) {
	x := d.ending(due.On)
	if x == nil {
		return
	}
	switch due.What {
	case "expiry":
		d.emit(events.ExpiryWarned{What: x.What, Of: x.Of, Name: x.Name, Organisations: x.Organisations, EndsOn: x.EndsOn, Lead: due.Key[len(x.EndsOn)+1:],
			DueAt: due.At, DetectedAt: d.m.At})
	case "expired":
		d.emit(events.ExpiryPassed{What: x.What, Of: x.Of, Name: x.Name, Organisations: x.Organisations, EndsOn: x.EndsOn, EffectiveAt: due.At,
			DetectedAt: d.m.At, Renewal: x.Renewal})
	case "renewal":
		d.emit(events.CaseRenewalOpened{What: x.What, Of: x.Of, EndsOn: x.EndsOn, Renewal: successorID(d.c.ID), Because: "timer", DueAt: due.At})
	}
}

// applyEnding folds what was said of an end.
func (c *Case) applyEnding(e events.Event) error {
	switch e := e.(type) {
	case events.ExpiryWarned:
		c.Noted = append(c.Noted, EndNoted{What: e.What, Of: e.Of, EndsOn: e.EndsOn, Lead: e.Lead, At: e.DueAt})
	case events.ExpiryPassed:
		c.Noted = append(c.Noted, EndNoted{What: e.What, Of: e.Of, EndsOn: e.EndsOn, At: e.EffectiveAt})
	case events.CaseRenewalOpened:
		c.Successor = e.Renewal
	default:
		return errNotMine
	}
	return nil
}

// dueOfAuthorities are the warnings that a mandate, a term or a deputy's time is to end, and its end.
func (r *Register) dueOfAuthorities() []DueItem {
	var out []DueItem
	for _, x := range r.endings() {
		out = append(out, r.endingDue(&x, r.Noted)...)
	}
	return out
}

// bringAuthority does what is due of an authority that ends.
func (d *registering) bringAuthority(due DueItem) {
	for _, x := range d.r.endings() {
		if x.key() != due.On || due.Key[:len(x.EndsOn)] != x.EndsOn {
			continue
		}
		mandate := ""
		if x.What == document.EndsMandate {
			mandate = x.Of
		}
		if due.What == "expired" {
			d.happen(events.AuthorityExpired{What: x.What, Mandate: mandate, Seat: x.Seat, Person: x.Person, Organisation: x.Organisations[0], EndsOn: x.EndsOn,
				EffectiveAt: due.At, DetectedAt: d.m.At})
			return
		}
		d.happen(events.AuthorityExpiryWarned{What: x.What, Mandate: mandate, Seat: x.Seat, Person: x.Person, Organisation: x.Organisations[0], EndsOn: x.EndsOn,
			Lead: due.Key[len(x.EndsOn)+1:], DueAt: due.At, DetectedAt: d.m.At})
		return
	}
}

// applyEnding folds what was said of an authority's end.
func (r *Register) applyEnding(e events.Event) {
	switch e := e.(type) {
	case events.AuthorityExpiryWarned:
		r.Noted = append(slices.Clip(r.Noted), EndNoted{What: e.What, Of: first(e.Mandate, e.Seat), Person: e.Person, EndsOn: e.EndsOn, Lead: e.Lead, At: e.DueAt})
	case events.AuthorityExpired:
		r.Noted = append(slices.Clip(r.Noted), EndNoted{What: e.What, Of: first(e.Mandate, e.Seat), Person: e.Person, EndsOn: e.EndsOn, At: e.EffectiveAt})
	}
}

// CaseEndings lists what of a case ends on a day, soonest first, and how it stands at a time. Pure.
func CaseEndings(c *Case, r *Register, at time.Time) []Ending {
	d := view(c, r, Meta{At: at})
	if d.g == nil || !c.Exists() {
		return nil
	}
	out := c.endings()
	for i := range out {
		if d.renewable(&out[i]) {
			out[i].RenewsAt = r.renewalDue(&out[i])
		}
	}
	return r.standing(out, c.Noted, at)
}

// RegisterEndings lists which mandates, terms and deputies' times end on a day, soonest first, and how they stand at a time. Pure.
func RegisterEndings(r *Register, at time.Time) []Ending {
	if r.GovernanceAt(at) == nil {
		return nil
	}
	return r.standing(r.endings(), r.Noted, at)
}

func (r *Register) standing(list []Ending, noted []EndNoted, at time.Time) []Ending {
	for i := range list {
		x := &list[i]
		x.Until = r.CalendarAt(at).EndOf(day(x.EndsOn))
		x.State = EndingRuns
		for _, n := range noted {
			if n.Lead != "" && x.noted([]EndNoted{n}, n.Lead) {
				x.State, x.WarnedAt = EndingSoon, n.At
			}
		}
		for _, due := range r.endingDue(x, noted) {
			if due.What == "expiry" && due.At.After(at) && (x.NextWarning.IsZero() || due.At.Before(x.NextWarning)) {
				x.NextWarning = due.At
			}
		}
		if at.After(x.Until) && !at.Before(r.CalendarAt(at).AfterEnd(x.Until)) {
			x.State = EndingPast
		}
		if x.Renewal != "" && x.State != EndingRuns {
			x.State = EndingRenewal
		}
	}
	slices.SortStableFunc(list, func(a, b Ending) int { return a.Until.Compare(b.Until) })
	return list
}

// EndConcerns reports whether an end is a person's to see to: of a seat that the person acts for, of a case of the person's unit, of an
// organisation whose officer the person is, of a pool that the person manages, or before a board of whose secretariat the person is. c is
// the case, nil for an authority.
func EndConcerns(c *Case, r *Register, x Ending, person string, at time.Time) bool {
	if c == nil {
		c = NewCase(r.Partnership, "")
	}
	t := &teller{decision: view(c, r, Meta{At: at, Actor: person})}
	if t.g == nil {
		return false
	}
	if x.Case != "" {
		return slices.Contains(t.concernedByEnd(x.What, x.Of, x.Organisations), person)
	}
	return x.Person == person || slices.Contains(r.SeatsOf(person, at), x.Seat) || slices.Contains(t.renewers(x.Seat, firstOf(x.Organisations)), person)
}

// HasEndings reports whether anything of a case ends on a day.
func HasEndings(c *Case) bool { return len(c.endings()) > 0 }
