package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
)

// awardAsked is the award at the present gate, for a consent that the law asks for; nil for any other.
func (c *Case) awardAsked(external bool) *events.AwardTerms {
	if !external || c.Gate == nil {
		return nil
	}
	return c.Gate.Award
}

// applyCalledIn asks an organisation again for what it had decided. A case that waited for effect is back at its gate; one that is
// suspended or in dispute goes back there when that ends.
func (c *Case) applyCalledIn(e events.DecisionCalledIn, at time.Time) error {
	i := len(c.Consents) - 1
	for ; i >= 0; i-- {
		if k := c.Consents[i]; k.Organisation == e.Organisation && k.Gate == e.Gate && k.GateRound == e.GateRound && !k.External {
			break
		}
	}
	if i < 0 {
		return fmt.Errorf("consent of %s was never requested", e.Organisation)
	}
	k := c.Consents[i]
	k.State, k.Round = "requested", e.Round
	k.CalledIn = &CalledIn{Body: e.Body, Person: e.Person, Requisition: e.Requisition, Reasons: e.Reasons, Lines: e.Lines, At: at}
	k.Acts = append(slices.Clone(k.Acts), ConsentAct{What: "called_in", Person: e.Person, Reason: e.Reasons, At: at})
	for _, line := range e.Lines {
		err := c.commitment(line.Commitment, func(m *Commitment) {
			m.ConfirmedPence = max(0, m.ConfirmedPence-line.Pence)
			m.ConfirmedFTEHundredths = max(0, m.ConfirmedFTEHundredths-line.FTEHundredths)
			m.ConfirmedWhole = false
		})
		if err != nil {
			return err
		}
		if !slices.Contains(k.Commitments, line.Commitment) { // a carried consent is asked for anew
			k.Commitments = append(slices.Clone(k.Commitments), line.Commitment)
		}
	}
	if c.Gate != nil && !c.Gate.DecidedAt.IsZero() {
		g := *c.Gate
		g.DecidedAt = time.Time{}
		c.Gate = &g
	}
	if c.SuspendedFrom == PendingEffect {
		c.SuspendedFrom = AtGate
	}
	if c.ResumeTo == PendingEffect {
		c.ResumeTo = AtGate
	}
	if c.Status == PendingEffect {
		return c.move("called_in")
	}
	return nil
}
