package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// Mandates: what a seat may commit of an organisation's (DOMAIN §0.4).

// The acts that a mandate may allow, named as the commands on a consent are.
const (
	MandateConfirmAct  = "confirm"
	MandateDeclineAct  = "decline"
	MandateWithdrawAct = "withdraw"
)

// Allows reports whether a mandate is for an act; one that names none is for all.
func (m MandateHeld) Allows(act string) bool { return len(m.Acts) == 0 || slices.Contains(m.Acts, act) }

// HasYear reports whether a line of the mandate has a yearly limit, so that a ledger is kept of it.
func (m MandateHeld) HasYear() bool {
	return slices.ContainsFunc(m.Commit, func(l events.MandateLimit) bool { return l.PerYearPence != nil && l.Kind == document.ResourceMoney })
}

// cover is a confirmation under one mandate: its lines, each with the line of the mandate that allows it, and what it takes of a
// year.
type cover struct {
	mandate MandateHeld
	lines   []events.ConfirmedLine
	years   []events.MandateYear
}

// bestMandate finds a mandate that covers the lines, or says how the first one falls short.
func (d *decision) bestMandate(mandates []MandateHeld, who acting, organisation string, lines []events.ConfirmedLine) (cover, []Problem) {
	var short []Problem
	for _, m := range mandates {
		if who.Deputy && !m.DeputyMayCommit {
			continue
		}
		under, over := d.coveredBy(m, organisation, lines)
		if len(over) == 0 {
			return under, nil
		}
		if short == nil {
			short = over
		}
	}
	return cover{}, short
}

// exceeding makes a problem of one dimension of a mandate.
func exceeding(m MandateHeld, dimension, format string, facts map[string]any, args ...any) Problem {
	facts["dimension"] = dimension
	return problem(MandateExceeded, format, args...).under("mandate %s: %s", m.Mandate, m.Instrument).about(dimension).with(facts)
}

// coveredBy says by which lines of a mandate a confirmation is covered, or all the ways in which it goes beyond it: act, kind, mode,
// service, what is committed in this case, and what is committed in the financial year over all cases.
func (d *decision) coveredBy(m MandateHeld, organisation string, lines []events.ConfirmedLine) (cover, []Problem) {
	out := cover{mandate: m, lines: slices.Clone(lines)}
	var over []Problem
	if !m.Allows(MandateConfirmAct) {
		over = append(over, exceeding(m, "act", "The mandate allows the seat to %s, not to confirm.", map[string]any{"limit": m.Acts, "requested": MandateConfirmAct}, sentence(m.Acts)))
	}
	asked := make([]int64, len(m.Commit))
	for i := range out.lines {
		line := &out.lines[i]
		service := ""
		if k := d.c.Commitment(line.Commitment); k != nil {
			service = k.Service
		}
		at, problems := m.lineFor(line.Kind, line.Mode, service)
		over = append(over, problems...)
		if at >= 0 {
			line.CommitLine = at + 1
			asked[at] += line.Pence + line.FTEHundredths
		}
	}
	for i, requested := range asked {
		if requested == 0 {
			continue
		}
		if p := d.overCase(m, i, organisation, requested); p != nil {
			over = append(over, *p)
		}
		year, p := d.inYear(m, i, requested)
		if p != nil {
			over = append(over, *p)
		}
		if year != nil {
			out.years = append(out.years, *year)
		}
	}
	return out, over
}

// lineFor finds the first line of a mandate that covers a kind, a mode and a service; its place from 0, or -1 and what is wrong.
func (m MandateHeld) lineFor(kind, mode, service string) (int, []Problem) {
	kinds, modes := -1, -1 // the first that covers so much
	for i, l := range m.Commit {
		if l.Kind != kind {
			continue
		}
		if kinds < 0 {
			kinds = i
		}
		if !slices.Contains(l.Modes, mode) {
			continue
		}
		if modes < 0 {
			modes = i
		}
		if len(l.Services) == 0 || slices.Contains(l.Services, service) {
			return i, nil
		}
	}
	if kinds < 0 {
		return -1, []Problem{exceeding(m, "kind", "The mandate does not cover %s.", map[string]any{"requested": kind}, kind)}
	}
	var out []Problem
	if limit := m.Commit[kinds].Modes; modes < 0 {
		out = append(out, exceeding(m, "mode", "The mandate covers %s only.", map[string]any{"limit": limit, "requested": mode}, sentence(limit)))
	}
	if limit := m.Commit[max(modes, kinds)].Services; len(limit) > 0 && !slices.Contains(limit, service) {
		out = append(out, exceeding(m, "service", "The mandate covers the services %s only.", map[string]any{"limit": limit, "requested": service}, sentence(limit)))
	}
	return max(modes, kinds), out
}

// overCase says where what a line of a mandate has in this case, with what is asked, is more than its limit for a case.
func (d *decision) overCase(m MandateHeld, line int, organisation string, requested int64) *Problem {
	l := m.Commit[line]
	most, unit, amount := l.PerCasePence, "pence", func(n int64) string { return quantity.Pence(n).String() }
	if l.Kind == document.ResourceStaffTime {
		most, unit, amount = l.PerCaseFTEHundredths, "fte_hundredths", func(n int64) string { return quantity.FTE(n).String() }
	}
	if most == nil {
		return nil
	}
	already := d.committedUnder(m, line, organisation)
	if already+requested <= *most {
		return nil
	}
	p := exceeding(m, "per_case", "The mandate allows %s in a case; %s is committed and %s more is asked.",
		map[string]any{"limit_" + unit: *most, "already_committed_" + unit: already, "requested_" + unit: requested},
		amount(*most), amount(already), amount(requested))
	return &p
}

// inYear reckons what is asked under a line of a mandate against its limit for the financial year of the act; nil for a line
// without one.
func (d *decision) inYear(m MandateHeld, line int, requested int64) (*events.MandateYear, *Problem) {
	l := m.Commit[line]
	if l.PerYearPence == nil || l.Kind != document.ResourceMoney {
		return nil, nil
	}
	y := &events.MandateYear{CommitLine: line + 1, Year: d.r.YearAt(d.m.At), LimitPence: *l.PerYearPence,
		BeforePence: d.r.UsedInYear(m.Mandate, line+1, d.m.At), Pence: requested}
	if y.BeforePence+requested <= y.LimitPence {
		share := d.g.Expiry.YearShare()
		if after := y.BeforePence + requested; y.BeforePence*100 < share*y.LimitPence && after*100 >= share*y.LimitPence &&
			!d.r.ledgers[m.Mandate].hasPassed(line+1, y.Year) {
			y.PassesPct = share
		}
		return y, nil
	}
	left := max(0, y.LimitPence-y.BeforePence)
	p := exceeding(m, "per_year", "The mandate allows %s in the financial year %s; %s is committed, so that %s is left, and %s more is asked.",
		map[string]any{"year": y.Year, "limit_pence": y.LimitPence, "already_committed_pence": y.BeforePence, "requested_pence": requested},
		quantity.Pence(y.LimitPence), y.Year, quantity.Pence(y.BeforePence), quantity.Pence(left), quantity.Pence(requested))
	return y, &p
}

// committedUnder sums what stands confirmed in this case under a line of a mandate.
func (d *decision) committedUnder(m MandateHeld, line int, organisation string) int64 {
	var n int64
	for _, k := range d.c.Commitments {
		if k.Organisation != organisation || k.Kind != m.Commit[line].Kind || k.PartOf != "" {
			continue
		}
		standing := int64(0)
		for _, p := range d.c.Commitments { // with the parts of which the notice runs
			if p.Named() == k.Commitment && p.Stands() {
				standing += p.ConfirmedPence + p.ConfirmedFTEHundredths
			}
		}
		for _, c := range slices.Backward(d.c.Consents) {
			for _, act := range slices.Backward(c.Acts) {
				for _, x := range act.Lines {
					if x.Commitment == k.Commitment && act.Mandate == m.Mandate && (x.CommitLine == line+1 || x.CommitLine == 0) && standing > 0 {
						part := min(x.Pence+x.FTEHundredths, standing)
						n, standing = n+part, standing-part
					}
				}
			}
		}
	}
	return n
}
