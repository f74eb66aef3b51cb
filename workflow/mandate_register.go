package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/document"
)

// Mandates in the register: granted, confirmed and revoked by the organisation itself (DOMAIN §0.4).

// grant is MandateGrant's rule.
func (d *registering) grant(cmd *MandateGrant) *Refusal {
	problems := d.authorising(cmd.Organisation)
	if _, s := d.g.Seat(cmd.Seat); s == nil {
		problems = append(problems, problem(NotFound, "There is no seat %s.", cmd.Seat).about(cmd.Seat))
	}
	if d.widensOwn(cmd.Seat, cmd.DeputyMayCommit) {
		problems = append(problems, notPermitted("Nobody widens their own authority.").under("DESIGN §4").about(d.m.Actor))
	}
	from, more := d.span(cmd.From, cmd.Until)
	problems = append(problems, more...)
	if slices.ContainsFunc(d.r.Mandates, func(m MandateHeld) bool { return m.Mandate == cmd.Mandate }) {
		problems = append(problems, problem(Malformed, "There is a mandate %s already.", cmd.Mandate).about("mandate"))
	}
	if !events.ValidToken(cmd.Mandate) {
		problems = append(problems, problem(Malformed, "A mandate's name is letters, digits, hyphens and underscores.").about("mandate"))
	}
	for _, act := range cmd.Acts {
		if !slices.Contains(document.MandateActs, act) {
			problems = append(problems, problem(Malformed, "A mandate is to %s; %q is none of these.", sentence(document.MandateActs), act).about("acts"))
		}
	}
	problems = append(problems, doubleLines(cmd.Commit)...)
	if len(cmd.Commit) == 0 {
		problems = append(problems, problem(Malformed, "A mandate says what it may commit.").about("commit"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	e := events.MandateGranted{Mandate: cmd.Mandate, Organisation: cmd.Organisation, Seat: cmd.Seat, Instrument: cmd.Instrument, From: text(from),
		Until: text(cmd.Until), Acts: cmd.Acts, DeputyMayCommit: cmd.DeputyMayCommit}
	for _, line := range cmd.Commit {
		e.Commit = append(e.Commit, events.MandateLimit{Kind: line.Kind, Modes: modes(line.Modes), PerCasePence: line.PerCasePence,
			PerYearPence: line.PerYearPence, PerCaseFTEHundredths: line.PerCaseFTEHundredths, Services: line.Services})
	}
	if p := d.outlives(e.Organisation, e.From, &e.Until); p != nil {
		return Refuse(*p)
	}
	d.emit(e)
	return nil
}

// widensOwn reports whether a mandate of a seat would be the actor's own to use, now or later: as its holder, in a term to come too, or as a
// deputy where deputies may commit (DESIGN §4).
func (d *registering) widensOwn(seat string, deputyMayCommit bool) bool {
	today := d.cal.DateOf(d.m.At)
	own := func(t Term) bool {
		return t.Seat == seat && t.Person == d.m.Actor && (t.Until.IsZero() || !today.After(t.Until))
	}
	return slices.ContainsFunc(d.r.Terms, own) || deputyMayCommit && slices.ContainsFunc(d.r.Deputies, own)
}

// doubleLines says where two lines of a mandate are for the same: the later would never be reached.
func doubleLines(lines []MandateLine) []Problem {
	var out []Problem
	for i, l := range lines {
		if slices.ContainsFunc(lines[:i], func(b MandateLine) bool { return b.Kind == l.Kind && len(b.Services) == 0 && len(l.Services) == 0 }) {
			out = append(out, problem(Malformed, "The mandate limits %s twice.", l.Kind).about("commit"))
		}
	}
	return out
}

func modes(said []string) []string {
	if len(said) == 0 {
		return []string{document.ModeAligned}
	}
	return said
}

// confirmMandates is MandateConfirm's rule.
func (d *registering) confirmMandates(cmd *MandateConfirm) *Refusal {
	problems := d.authorising(cmd.Organisation)
	for _, p := range d.g.Mandates {
		if p.GrantedBy != cmd.Organisation || (len(cmd.Mandates) > 0 && !slices.Contains(cmd.Mandates, p.ID)) ||
			slices.ContainsFunc(d.r.Mandates, func(m MandateHeld) bool { return m.Mandate == p.ID }) {
			continue
		}
		if d.widensOwn(p.Seat, p.DeputyMayCommit) {
			problems = append(problems, notPermitted("Nobody widens their own authority.").under("DESIGN §4").about(p.ID))
			continue
		}
		from := p.Valid.From
		if from.IsZero() {
			from = d.g.Metadata.EffectiveFrom
		}
		e := events.MandateGranted{Mandate: p.ID, Organisation: p.GrantedBy, Seat: p.Seat, Instrument: first(cmd.Instrument, p.Instrument), From: text(from),
			Until: text(p.Valid.Until), Acts: p.Acts, DeputyMayCommit: p.DeputyMayCommit, Confirms: d.g.Metadata.Version}
		for _, line := range p.Commit {
			limit := events.MandateLimit{Kind: line.Kind, Modes: modes(line.Modes), Services: line.Services}
			if line.PerCaseGBP != nil {
				n := int64(line.PerCaseGBP.Pence)
				limit.PerCasePence = &n
			}
			if line.PerYearGBP != nil {
				n := int64(line.PerYearGBP.Pence)
				limit.PerYearPence = &n
			}
			if line.PerCaseFTE != nil {
				n := int64(line.PerCaseFTE.FTE)
				limit.PerCaseFTEHundredths = &n
			}
			e.Commit = append(e.Commit, limit)
		}
		if p := d.outlives(e.Organisation, e.From, &e.Until); p != nil {
			problems = append(problems, *p)
			continue
		}
		d.emit(e)
	}
	if len(d.events) == 0 && len(problems) == 0 {
		problems = append(problems, problem(NotFound, "The governance in force proposes no mandate of %s that is not confirmed.", cmd.Organisation).about(cmd.Organisation))
	}
	return Refuse(problems...)
}

// revoke is MandateRevoke's rule.
func (d *registering) revoke(cmd *MandateRevoke) *Refusal {
	i := slices.IndexFunc(d.r.Mandates, func(m MandateHeld) bool { return m.Mandate == cmd.Mandate })
	if i < 0 {
		return Refuse(problem(NotFound, "There is no mandate %s.", cmd.Mandate).about(cmd.Mandate))
	}
	if problems := d.authorising(d.r.Mandates[i].Organisation); len(problems) > 0 {
		return Refuse(problems...)
	}
	last := cmd.LastDay
	if last.IsZero() {
		last = d.cal.DateOf(d.m.At).AddDays(-1)
	}
	if until := d.r.Mandates[i].Until; !until.IsZero() && last.After(until) { // an end that came later would be more mandate, not less
		return Refuse(problem(WrongStage, "Mandate %s ends on %s already; to have it for longer, grant another.", cmd.Mandate, until).about("last_day"))
	}
	d.emit(events.MandateRevoked{Mandate: cmd.Mandate, LastDay: text(last), Instrument: cmd.Instrument})
	return nil
}
