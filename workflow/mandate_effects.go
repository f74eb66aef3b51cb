package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// What a decision on a case does to the mandates under which its commitments are confirmed (decision 0010).

// MandatesAsked names the mandates whose ledgers the rules read to decide a command: those in force with a yearly limit, by
// which the seat may confirm. In the order of the register; none for any other command. Pure.
func MandatesAsked(r *Register, cmd Command, at time.Time) []string {
	confirm, ok := cmd.(*ConsentConfirm)
	if !ok {
		return nil
	}
	_, st := r.GovernanceAt(at).Seat(confirm.Seat)
	if st == nil {
		return nil
	}
	var out []string
	for _, m := range r.mandatesFor(confirm.Seat, first(confirm.Organisation, spokenFor(r.inTurn(st, at))), at) {
		if m.HasYear() {
			out = append(out, m.Mandate)
		}
	}
	return out
}

// spokenFor is the organisation for which a seat acts where none is named.
func spokenFor(s *document.Seat) string {
	if len(s.Represents.Organisations) == 1 {
		return s.Represents.Organisations[0]
	}
	return s.Organisation
}

// mandateEffects derives what a record of a case adds to mandates.
func mandateEffects(c *Case, happened []events.Event, at time.Time, actor string) ([]Effect, error) {
	if !slices.ContainsFunc(happened, touchesMandates) {
		return nil, nil
	}
	var out effects
	add := func(mandate string, e events.Event) { out.add(events.KindMandate, mandate, e) }
	c = c.Clone()
	for _, e := range happened {
		switch e := e.(type) {
		case events.ConsentConfirmed:
			if drawn := drawnBy(c.ID, e); len(drawn.Lines) > 0 {
				add(e.Mandate, drawn)
			}
		case events.ConsentWithdrawn:
			for _, r := range takenBack(c, e) {
				add(r.Mandate, r)
			}
		case events.CommitmentChanged:
			for _, r := range returns(c, "changed", e.Commitment) {
				add(r.Mandate, r)
			}
		case events.CommitmentWithdrawn:
			if e.EffectiveAt.After(at) {
				break // it stands until its notice is over
			}
			if k := c.Commitment(e.Commitment); k != nil && e.Part != "" {
				_, part := k.split(e.Pence, e.FTEHundredths, e.Part)
				for _, r := range returned(nil, c.ID, "withdrawn", part) {
					add(r.Mandate, r)
				}
				break
			}
			for _, r := range returns(c, "withdrawn", e.Commitment) {
				add(r.Mandate, r)
			}
		case events.CommitmentEnded:
			for _, r := range returns(c, "withdrawn", first(e.Part, e.Commitment)) {
				add(r.Mandate, r)
			}
		case events.CommitmentNovated:
			for _, r := range passing(c, e) {
				add(r.Mandate, r)
			}
		case events.CommitmentReleased:
			for _, r := range returns(c, "released", e.Commitment) {
				add(r.Mandate, r)
			}
		}
		if err := c.apply(e, at, actor); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func touchesMandates(e events.Event) bool {
	switch e := e.(type) {
	case events.ConsentConfirmed:
		return len(e.Years) > 0
	case events.ConsentWithdrawn, events.CommitmentChanged, events.CommitmentReleased, events.CommitmentWithdrawn, events.CommitmentEnded,
		events.CommitmentNovated:
		return true
	}
	return false
}

// drawnBy is what a confirmation takes of its mandate's year.
func drawnBy(caseID string, e events.ConsentConfirmed) events.MandateDrawn {
	out := events.MandateDrawn{Mandate: e.Mandate, Case: caseID}
	for _, y := range e.Years {
		if y.PassesPct > 0 {
			out.Passes = append(out.Passes, y.CommitLine)
		}
	}
	for _, line := range e.Lines {
		if y := yearOf(e, line); y != nil {
			out.Year = y.Year
			out.Lines = append(out.Lines, events.DrawnLine{Commitment: line.Commitment, CommitLine: line.CommitLine, Pence: line.Pence})
		}
	}
	return out
}

// yearOf finds the year of which a confirmed line takes a part, nil where no yearly limit holds for it.
func yearOf(e events.ConsentConfirmed, line events.ConfirmedLine) *events.MandateYear {
	i := slices.IndexFunc(e.Years, func(y events.MandateYear) bool { return y.CommitLine == line.CommitLine })
	if i < 0 || line.Pence == 0 {
		return nil
	}
	return &e.Years[i]
}

// returns lists what commitments that are no longer confirmed give back, a mandate an event.
func returns(c *Case, because string, commitments ...string) []events.MandateReturned {
	var out []events.MandateReturned
	for _, id := range commitments {
		if k := c.Commitment(id); k != nil {
			out = returned(out, c.ID, because, k)
		}
	}
	return out
}

// returned adds what one commitment gives back. A part gives back what was drawn for the commitment of which it is one.
func returned(out []events.MandateReturned, caseID, because string, k *Commitment) []events.MandateReturned {
	for _, d := range k.Drawn {
		i := slices.IndexFunc(out, func(r events.MandateReturned) bool { return r.Mandate == d.Mandate })
		if i < 0 {
			i = len(out)
			out = append(out, events.MandateReturned{Mandate: d.Mandate, Case: caseID, Because: because})
		}
		out[i].Lines = append(out[i].Lines, events.ReturnedLine{Commitment: k.Named(), CommitLine: d.CommitLine, Year: d.Year, Pence: d.Pence})
	}
	return out
}
