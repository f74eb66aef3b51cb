package workflow

import (
	"slices"
	"time"

	"comity/events"
)

// What a person can do now on a case, and as whom. Nothing here decides: every act that is offered was put to DecideCase, with
// a content that is in order, and was not refused for who acts or for where the case stands. So a page that offers what Can
// lists offers what would be accepted, and the rule has one place.

// The sorts of capacity.
const (
	AsSeat         = "seat"
	AsSecretariat  = "secretariat"
	AsOfficer      = "officer"      // a named post
	AsOrganisation = "organisation" // its officers, for it
	AsUnit         = "unit"
	AsScrutiny     = "scrutiny" // a body that examines an organisation's decisions
	AsExternal     = "external" // a body whose consent the law asks for
)

// Capacity is one way in which a person is concerned with a case: as a seat on one sign-off, as an organisation with its
// consent, as the unit that prepares it …
type Capacity struct {
	As           string   `json:"as"`                      // seat, secretariat, officer, organisation, unit, scrutiny, external, pool_manager
	On           string   `json:"on"`                      // the seat, board, organisation and post, organisation, unit, scrutiny body, external body, or pool
	Label        string   `json:"label"`                   // the same for people
	SignOff      string   `json:"signoff,omitempty"`       // the sign-off that the acts are on
	Gate         string   `json:"gate,omitempty"`          // its gate, where it waits for ratification
	Pool         string   `json:"pool,omitempty"`          // the pooled fund that the acts are on
	Organisation string   `json:"organisation,omitempty"`  // whose consent and commitments the acts are about
	Deputy       bool     `json:"deputy,omitempty"`        // the person deputises for the seat
	AsDeputyFor  string   `json:"as_deputy_for,omitempty"` // its holder, "" for a vacant seat
	Acts         []string `json:"acts,omitempty"`          // the commands that the person may give now
	Seats        []string `json:"seats,omitempty"`         // of others: whose vote may be recorded, or interest dispensed
	Already      string   `json:"already,omitempty"`       // what was done in this capacity, a sentence
	Recused      bool     `json:"recused,omitempty"`       // the seat stands aside on the sign-off
	WhyNot       string   `json:"why_not,omitempty"`       // why what is asked of it cannot be done, or not in full, a sentence
}

// May reports whether an act is among those of the capacity.
func (k Capacity) May(act string) bool { return slices.Contains(k.Acts, act) }

// Can lists every capacity in which a person is concerned with a case at a time, and what the person may do in it. Capacities
// without an act are listed where something is asked of them: a seat that has voted, stands aside or waits. What time has
// brought about by then counts, as it does for DecideCase. Nil for somebody who has nothing to do with the case.
// Pure. Source: DESIGN §4, DOMAIN §0.3, §2.
func Can(c *Case, r *Register, person string, at time.Time) []Capacity {
	d := view(c.Clone(), r, Meta{At: at, Actor: person})
	if d.g == nil || !c.Exists() || person == "" || person == events.System {
		return nil
	}
	d.tick()
	f := &finding{decision: d, before: c}
	for _, seat := range r.SeatsOf(person, at) {
		f.seat(seat)
	}
	f.secretariats()
	for i := range d.g.Organisations {
		f.officers(&d.g.Organisations[i])
		f.officerPools(&d.g.Organisations[i])
	}
	f.scrutiny()
	f.externals()
	if unit := c.Terms.Unit; d.inUnit(unit, person) {
		f.keep(Capacity{As: AsUnit, On: unit, Label: d.unitName(unit)}, f.unitActs()...)
		f.unitPools(unit)
	}
	f.managedPools()
	return f.out
}

// finding is one Can under way. The decision's case is as it stands once time has done its part; before is as it was handed in,
// on which every act is tried.
type finding struct {
	*decision
	before *Case
	out    []Capacity
}

// ask puts a command to the rules.
func (f *finding) ask(cmd Command) *Refusal {
	_, no := DecideCase(f.before, f.r, cmd, Meta{Command: "can", Name: cmd.CommandName(), Actor: f.m.Actor, At: f.m.At})
	return no
}

// try puts a command to the rules: what they refuse it for, nil for nothing that other content could not mend.
func (f *finding) try(cmd Command) *Problem {
	no := f.ask(cmd)
	if no == nil {
		return nil
	}
	for i := range no.Details {
		if !mendable(no.Details[i].Code) {
			return &no.Details[i]
		}
	}
	return nil
}

// mendable reports whether a problem speaks of what a command says only: with other content it may be accepted.
func mendable(code Code) bool {
	switch code {
	case Malformed, EvidenceMissing, MandateExceeded, NoticeTooShort, CallInRequisitionInvalid, StageMappingRequired:
		return true
	}
	return false
}

// acts tries commands and lists those that are possible, each once, in the order given.
func (f *finding) acts(k *Capacity, commands ...Command) {
	for _, cmd := range commands {
		if name := cmd.CommandName(); !k.May(name) && f.try(cmd) == nil {
			k.Acts = append(k.Acts, name)
		}
	}
}

// keep adds a capacity if there is anything to do in it.
func (f *finding) keep(k Capacity, commands ...Command) {
	if f.acts(&k, commands...); len(k.Acts) > 0 {
		f.out = append(f.out, k)
	}
}
