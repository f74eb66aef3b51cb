package workflow

import (
	"slices"
	"time"

	"comity/workflow/document"
)

// Callable is a decision that scrutiny could call in, can, or has: each scrutiny body gets its cases (F105).
type Callable struct {
	Case         string    `json:"case"`
	Gate         string    `json:"gate"`
	Organisation string    `json:"organisation"` // whose decision it is
	Bodies       []string  `json:"bodies"`       // scrutiny bodies that may call it in
	Members      int       `json:"members"`      // how many members must ask for it
	DecidedOn    string    `json:"decided_on,omitempty"`
	PublishedOn  string    `json:"published_on,omitempty"`
	CallInUntil  time.Time `json:"call_in_until"`
	Open         bool      `json:"open"`                       // it can be called in now
	CalledInAt   time.Time `json:"called_in_at,omitzero"`      // when it was
	CalledInBy   string    `json:"called_in_by,omitempty"`     // the body
	Reasons      string    `json:"reasons,omitempty"`          // why
	DecidedAgain string    `json:"decided_again_on,omitempty"` // the day on which it was decided again after that
	InEffect
}

// CallablesOf lists the decisions on a case that scrutiny could call in, oldest first. Pure.
// Source: DOMAIN §2.1 row 7, F105, [R8].
func CallablesOf(c *Case, r *Register, at time.Time) []Callable {
	d := view(c, r, Meta{At: at})
	if d.g == nil {
		return nil
	}
	var out []Callable
	for _, h := range c.Holds {
		k := d.decisionOf(h.Organisation, h.Gate)
		if h.Kind != document.HoldCallIn || k == nil {
			continue
		}
		x := Callable{Case: c.ID, Gate: h.Gate, Organisation: h.Organisation, Bodies: []string{}, CallInUntil: h.Until,
			Open: h.Standing() && !at.After(h.Until), InEffect: EffectOf(c, k.Gate, k.GateRound)}
		if rule := d.callInOf(h); rule != nil {
			x.Bodies, x.Members = slices.Clone(rule.By), rule.Requisition
		}
		for _, a := range d.recordedFor(h) {
			switch {
			case !a.At.After(h.PlacedAt):
				x.DecidedOn, x.PublishedOn = a.DecidedOn, a.PublishedOn
			case h.Because == "called_in":
				x.DecidedAgain = a.DecidedOn
			}
		}
		if h.Because == "called_in" && k.CalledIn != nil {
			x.CalledInAt, x.CalledInBy, x.Reasons = k.CalledIn.At, k.CalledIn.Body, k.CalledIn.Reasons
		}
		out = append(out, x)
	}
	return out
}

// recordedFor lists the decisions that an organisation recorded at the gate of a call-in, oldest first.
func (d *decision) recordedFor(h *Hold) []ConsentAct {
	var out []ConsentAct
	for _, k := range d.c.Consents {
		if k.Organisation != h.Organisation || k.Gate != h.Gate || k.External {
			continue
		}
		for _, a := range k.Acts {
			if a.What == "recorded" {
				out = append(out, a)
			}
		}
	}
	return out
}

// ScrutinyBodiesOf lists the scrutiny bodies of which a person is a member or an officer.
func ScrutinyBodiesOf(r *Register, person string, at time.Time) []string {
	g := r.GovernanceAt(at)
	if g == nil {
		return nil
	}
	var out []string
	for i := range g.ScrutinyBodies {
		if b := &g.ScrutinyBodies[i]; b.Serves(person) {
			out = append(out, b.ID)
		}
	}
	return out
}
