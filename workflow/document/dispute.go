package document

import (
	"strings"

	"comity/workflow/calendar"
)

// The agreed way to settle disputes (DOMAIN §2.4, §2.6).

// DisputeStep is one step with its clock. It says who meets, or that it is a deferral, an escalation, a mediation or an
// arbitration.
type DisputeStep struct {
	// Its id; who meets, or else its kind, unless said otherwise.
	ID string `json:"id" check:"token" example:"lead_officers"`
	// Who meets, in words.
	Between string `json:"between" example:"lead officers"`
	// The parties let the matter rest for a time.
	Deferral bool `json:"deferral"`
	// The matter goes up to those named.
	Escalation bool `json:"escalation"`
	// A mediator helps the parties to agree.
	Mediation bool `json:"mediation"`
	// An arbitrator decides; what is decided binds the parties without their agreement.
	Arbitration bool `json:"arbitration"`
	// How long the step may take.
	Within calendar.Period `json:"within" check:"required" example:"P10WD"`
}

// The kinds of steps.
const (
	StepBetween     = "between" // those named meet
	StepDeferral    = "deferral"
	StepEscalation  = "escalation"
	StepMediation   = "mediation"
	StepArbitration = "arbitration"
)

// kinds lists the kinds that the step says.
func (s *DisputeStep) kinds() []string {
	var out []string
	for _, k := range []struct {
		name string
		said bool
	}{{StepDeferral, s.Deferral}, {StepEscalation, s.Escalation}, {StepMediation, s.Mediation}, {StepArbitration, s.Arbitration}} {
		if k.said {
			out = append(out, k.name)
		}
	}
	return out
}

// Kind is what sort of step it is.
func (s *DisputeStep) Kind() string {
	if k := s.kinds(); len(k) > 0 {
		return k[0]
	}
	return StepBetween
}

// Name is the step's id, as said or as it follows from who meets or from its kind: lead officers is lead_officers.
func (s *DisputeStep) Name() string {
	switch {
	case s.ID != "":
		return s.ID
	case s.Between != "":
		return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s.Between)), " ", "_")
	}
	return strings.Join(s.kinds(), "_")
}

// disputes checks the steps: each is of one kind at most and has a name, none has the name of another.
func (c *check) disputes(d Disputes) {
	for i := range d.Steps {
		s, at := &d.Steps[i], item("disputes.steps", i)
		switch {
		case s.Name() == "":
			c.fail(at, "missing", "%s must say between, or deferral, escalation, mediation or arbitration.", keyOf(at))
		case len(s.kinds()) > 1:
			c.fail(at, "step_two_kinds", "A step is of one kind: %s.", strings.Join(s.kinds(), " or "))
		case s.ID == "" && !validID(s.Name()):
			c.fail(at, "missing", "%s needs an id: letters, digits, hyphens and underscores.", keyOf(at))
		case s.Escalation && s.Between == "":
			c.fail(at, "missing", "%s must say between whom the matter goes up.", keyOf(at))
		}
	}
	c.unique("dispute step", ids(d.Steps, func(s *DisputeStep) string { return s.Name() }), func(i int) string {
		if d.Steps[i].ID != "" {
			return item("disputes.steps", i) + ".id"
		}
		return item("disputes.steps", i)
	})
}
