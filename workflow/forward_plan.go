package workflow

import (
	"slices"
	"time"

	"comity/workflow/calendar"
	"comity/workflow/document"
)

// Announced is a key decision in the forward plan: what is to be decided by whom, how it was announced, and what came of it.
type Announced struct {
	Case          string    `json:"case"`
	Organisation  string    `json:"organisation"`             // whose decision it is
	DecisionMaker string    `json:"decision_maker,omitempty"` // who in it decides
	Notice        string    `json:"notice"`                   // its number in the case
	Kind          string    `json:"kind"`                     // key_decision, general_exception, special_urgency
	Reference     string    `json:"reference,omitempty"`      // of the notice
	PublishedOn   string    `json:"published_on"`             // of the notice
	EarliestOn    string    `json:"earliest_on"`              // the first day on which it may be decided
	PlannedOn     string    `json:"planned_on,omitempty"`     // when it is to be decided
	Told          []string  `json:"told,omitempty"`           // general exception: of scrutiny, who was told
	AgreedBy      string    `json:"agreed_by,omitempty"`      // special urgency: the chair of scrutiny who agreed
	Reason        string    `json:"reason,omitempty"`         // why the full notice was impracticable
	DecidedOn     string    `json:"decided_on,omitempty"`     // when it was decided
	DecisionOut   string    `json:"decision_out,omitempty"`   // when the decision was published
	CallInUntil   time.Time `json:"call_in_until,omitzero"`   // to when it may be called in
	CalledInAt    time.Time `json:"called_in_at,omitzero"`    // when it was called in
	EffectiveAt   time.Time `json:"effective_at,omitzero"`    // when it took effect
}

// ForwardPlan lists the key decisions that were announced on a case, in the order of their notices. Pure.
// Source: DOMAIN §5.4, [R7] regs 9 to 11.
func ForwardPlan(c *Case, r *Register, at time.Time) []Announced {
	d := view(c, r, Meta{At: at})
	if d.g == nil {
		return nil
	}
	var out []Announced
	for _, n := range c.Notices {
		if !announces(n.Kind) {
			continue
		}
		x := Announced{Case: c.ID, Organisation: n.Organisation, Notice: n.Notice, Kind: n.Kind, Reference: n.Reference, PublishedOn: n.PublishedOn,
			PlannedOn: n.DecisionOn, Told: n.Told, AgreedBy: n.AgreedBy, Reason: n.Reason}
		days := 0
		for i := range d.g.Thresholds {
			if t := &d.g.Thresholds[i]; t.Organisation == n.Organisation && noticeDays(t, n.Kind) >= days {
				days, x.DecisionMaker = noticeDays(t, n.Kind), t.Requires.Decision
			}
		}
		x.EarliestOn = firstDay(day(n.PublishedOn), n.Kind, days).String()
		d.outcomeOf(&x)
		out = append(out, x)
	}
	return out
}

// firstDay is the first day on which a notice has run.
func firstDay(published calendar.Date, kind string, days int) calendar.Date {
	if kind == NoticeSpecialUrgency {
		return published
	}
	return published.AddDays(days + 1)
}

// outcomeOf adds what was decided by a notice: the newest decision, its publication, its call-in and its effect.
func (d *decision) outcomeOf(x *Announced) {
	for _, k := range d.c.Consents {
		i := slices.IndexFunc(k.Acts, func(a ConsentAct) bool { return a.Notice == x.Notice })
		if i < 0 {
			continue
		}
		for _, a := range k.Acts {
			if a.Notice == x.Notice {
				x.DecidedOn, x.DecisionOut = a.DecidedOn, a.PublishedOn
			}
		}
		if k.CalledIn != nil {
			x.CalledInAt = k.CalledIn.At
		}
		for _, h := range d.c.Holds {
			if h.Kind == document.HoldCallIn && h.Organisation == x.Organisation && h.Gate == k.Gate && h.Because == "" {
				x.CallInUntil = h.Until
			}
		}
		for _, p := range d.c.Passed {
			if p.Gate == k.Gate && p.Round >= k.GateRound && x.EffectiveAt.IsZero() {
				x.EffectiveAt = p.EffectiveAt
			}
		}
	}
}

// IsAnnounced reports whether something of a case stands in the forward plan.
func IsAnnounced(c *Case) bool {
	return slices.ContainsFunc(c.Notices, func(n Notice) bool { return announces(n.Kind) })
}
