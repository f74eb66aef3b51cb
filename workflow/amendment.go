package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// What an amendment does to votes already cast, field by field (DOMAIN §0.6): inside what is frozen always void.

// frozenTerms are the terms as they are signed at a gate: without those that the workflow leaves out.
func (d *decision) frozenTerms() events.CaseTerms {
	t := d.c.Terms
	if d.w == nil {
		return t
	}
	for field, clear := range map[string]func(){"title": func() { t.Title = "" }, "summary": func() { t.Summary = "" }, "tags": func() { t.Tags = nil }} {
		if d.w.Amendments.Of(field) != document.AmendmentVoid {
			clear()
		}
	}
	return t
}

// EffectOfAmending says what amending terms does to the votes of a case that is at a gate: keep, ask_again or void, the gravest of
// them; "" where no votes are at stake. While a decision is put off there are none to keep: what would be asked again is void.
func EffectOfAmending(c *Case, r *Register, at time.Time, fields ...string) string {
	return view(c, r, Meta{At: at}).effectOf(fields)
}

func (d *decision) effectOf(fields []string) string {
	if d.c.Status != AtGate && d.c.Status != Deferred {
		return ""
	}
	effect := document.AmendmentKeep
	for _, f := range fields {
		switch d.w.Amendments.Of(f) {
		case document.AmendmentVoid:
			return document.AmendmentVoid
		case document.AmendmentAskAgain:
			effect = document.AmendmentAskAgain
		}
	}
	if effect == document.AmendmentAskAgain && d.c.Status == Deferred {
		return document.AmendmentVoid
	}
	return effect
}

// amended brings about what an amendment does to the votes.
func (d *decision) amended(fields []string) {
	switch d.effectOf(fields) {
	case document.AmendmentVoid:
		d.voidGate("evidence_amended")
	case document.AmendmentAskAgain:
		for _, s := range slices.Clone(d.c.Current()) {
			answered := s.State == SignOffDone || len(s.Votes) > 0 && (s.State == SignOffOpen || s.State == SignOffNoQuorum || s.State == SignOffTie)
			if !answered {
				continue
			}
			var due time.Time
			if deadline := d.deadlineOf(s); !deadline.IsZero() {
				due = d.cal.EndOf(d.cal.Add(d.today(), deadline))
			} else if day := d.gateDay(s); !day.IsZero() {
				due = d.cal.EndOf(day)
			}
			d.emit(events.SignOffReopened{SignOff: s.ID, Round: s.Round + 1, Because: "amended", DueAt: due, GovernanceVersion: d.g.Metadata.Version})
		}
	}
}
