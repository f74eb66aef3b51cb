package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// Mandates: what a seat may commit of an organisation's (DOMAIN §0.4).

// bestMandate finds a mandate that covers the lines, or says how the first one falls short.
func (d *decision) bestMandate(mandates []MandateHeld, who acting, organisation string, lines []events.ConfirmedLine) (MandateHeld, []Problem) {
	var short []Problem
	for i, m := range mandates {
		if who.Deputy && !m.DeputyMayCommit {
			continue
		}
		over := d.exceeds(m, organisation, lines)
		if len(over) == 0 {
			return m, nil
		}
		if i == 0 || short == nil {
			short = over
		}
	}
	return MandateHeld{}, short
}

// exceeds says where lines go beyond a mandate: kind, mode, service, and what is committed in this case in all.
func (d *decision) exceeds(m MandateHeld, organisation string, lines []events.ConfirmedLine) []Problem {
	var out []Problem
	over := func(dimension, format string, facts map[string]any, args ...any) {
		facts["dimension"] = dimension
		out = append(out, problem(MandateExceeded, format, args...).under("mandate %s: %s", m.Mandate, m.Instrument).about(dimension).with(facts))
	}
	asked := map[string]int64{}
	for _, line := range lines {
		limit := limitFor(m, line.Kind)
		if limit == nil {
			over("kind", "The mandate does not cover %s.", map[string]any{"requested": line.Kind}, line.Kind)
			continue
		}
		if !slices.Contains(limit.Modes, line.Mode) {
			over("mode", "The mandate covers %s only.", map[string]any{"limit": limit.Modes, "requested": line.Mode}, sentence(limit.Modes))
		}
		if k := d.c.Commitment(line.Commitment); k != nil && len(limit.Services) > 0 && !slices.Contains(limit.Services, k.Service) {
			over("service", "The mandate covers the services %s only.", map[string]any{"limit": limit.Services, "requested": k.Service}, sentence(limit.Services))
		}
		asked[line.Kind] += line.Pence + line.FTEHundredths
	}
	for _, kind := range []string{document.ResourceMoney, document.ResourceStaffTime} {
		limit, requested := limitFor(m, kind), asked[kind]
		if limit == nil || requested == 0 {
			continue
		}
		already := d.committedUnder(m.Mandate, organisation, kind)
		most, amount := limit.PerCasePence, func(n int64) string { return quantity.Pence(n).String() }
		unit := "pence"
		if kind == document.ResourceStaffTime {
			most, amount, unit = limit.PerCaseFTEHundredths, func(n int64) string { return quantity.FTE(n).String() }, "fte_hundredths"
		}
		if most != nil && already+requested > *most {
			over("per_case", "The mandate allows %s in a case; %s is committed and %s more is asked.",
				map[string]any{"limit_" + unit: *most, "already_committed_" + unit: already, "requested_" + unit: requested},
				amount(*most), amount(already), amount(requested))
		}
	}
	return out
}

func limitFor(m MandateHeld, kind string) *events.MandateLimit {
	for i := range m.Commit {
		if m.Commit[i].Kind == kind {
			return &m.Commit[i]
		}
	}
	return nil
}

// committedUnder sums what stands confirmed in this case under a mandate, in one kind.
func (d *decision) committedUnder(mandate, organisation, kind string) int64 {
	var n int64
	for _, k := range d.c.Commitments {
		if k.Organisation != organisation || k.Kind != kind || k.Released {
			continue
		}
		standing := k.ConfirmedPence + k.ConfirmedFTEHundredths
		for _, c := range slices.Backward(d.c.Consents) {
			for _, act := range slices.Backward(c.Acts) {
				for _, line := range act.Lines {
					if line.Commitment == k.Commitment && act.Mandate == mandate && standing > 0 {
						part := min(line.Pence+line.FTEHundredths, standing)
						n, standing = n+part, standing-part
					}
				}
			}
		}
	}
	return n
}
