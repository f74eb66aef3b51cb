package workflow

import (
	"slices"
	"time"

	"comity/workflow/document"
)

// Organisations that were replaced act no more (DOMAIN §0.12, docs/decisions/0031): from the first second of the day nobody is an officer of
// one, a champion or of its scrutiny, and nobody sits in a seat of it, whatever version of the document still names them. Terms, deputies'
// times and mandates end by themselves (applySuccession). What it was answerable for is its principal successor's.

// bereft is a version of the governance from a moment on: as it was published, but that those who were replaced by then have nobody who
// acts for them.
type bereft struct {
	at time.Time
	g  *document.Governance
}

// bereave reads out of each version of the governance who acts for whom, with the successions that are recorded. It is done anew whenever
// either changes; what is in force at a moment is then only looked up.
func (r *Register) bereave() {
	for i := range r.Governance {
		p := &r.Governance[i]
		p.without = nil
		var gone []string
		for _, at := range r.replacements() {
			for _, s := range r.Successions {
				if s.Replaces() && s.EffectiveAt.Equal(at) && p.governance.Organisation(s.Organisation) != nil {
					gone = append(gone, s.Organisation)
				}
			}
			if len(gone) > 0 {
				p.without = append(p.without, bereft{at, orphaned(p.governance, gone)})
			}
		}
	}
}

// replacements are the moments at which organisations are replaced, the earliest first.
func (r *Register) replacements() []time.Time {
	var out []time.Time
	for _, s := range r.Successions {
		if s.Replaces() && !slices.ContainsFunc(out, s.EffectiveAt.Equal) {
			out = append(out, s.EffectiveAt)
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return out
}

// orphaned is a governance document in which nobody acts for some organisations: they keep their name, their kind and what may still be asked
// about them. The rest is shared with the document, which is not changed.
func orphaned(g *document.Governance, gone []string) *document.Governance {
	out := *g
	out.Organisations = slices.Clone(g.Organisations)
	for i := range out.Organisations {
		if o := &out.Organisations[i]; slices.Contains(gone, o.ID) {
			o.AuthorisingOfficer, o.ProperOfficer, o.MonitoringOfficer, o.ChiefFinanceOfficer = "", "", "", ""
			o.Officers, o.Champions = nil, nil
		}
	}
	out.ScrutinyBodies = slices.Clone(g.ScrutinyBodies)
	for i := range out.ScrutinyBodies {
		if b := &out.ScrutinyBodies[i]; slices.Contains(gone, b.Organisation) {
			b.Chair, b.Members, b.Officers = "", nil, nil
		}
	}
	return &out
}

// standing is the version as it stands at a time.
func (p *Published) standing(at time.Time) *document.Governance {
	for _, x := range slices.Backward(p.without) {
		if !at.Before(x.at) {
			return x.g
		}
	}
	return p.governance
}

// lost reports whether a seat is of an organisation that was replaced by a time: nobody sits in it, also one whom another body nominated. A
// seat that rotates is lost for the turns of that organisation only, and those have nobody appointed to them.
func (r *Register) lost(seat string, at time.Time) bool {
	if len(r.Successions) == 0 {
		return false
	}
	p := r.inForce(at)
	if p == nil {
		return false
	}
	_, s := p.governance.Seat(seat)
	return s != nil && r.ReplacedAt(r.SeatOrganisation(s, at), at) != nil
}

// running tells of a term whether it gives its person the seat at a time: by its days and turn, and not of a seat that is lost.
func (r *Register) running(at time.Time) func(Term) bool {
	p, day := r.inForce(at), r.CalendarAt(at).DateOf(at)
	return func(t Term) bool { return p.runs(t, day) && !r.lost(t.Seat, at) }
}

// lead is the organisation that leads the partnership at a time, or the principal successor of one that was replaced; nil where the document
// names none.
func (r *Register) lead(g *document.Governance, at time.Time) *document.Organisation {
	o := leadAuthority(g)
	if o == nil {
		return nil
	}
	return g.Organisation(r.Successor(o.ID, at))
}

// lead is the organisation that leads the partnership now.
func (d *decision) lead() *document.Organisation { return d.r.lead(d.g, d.m.At) }

// sponsor is the organisation that sponsors the case now, also a closed one, which no succession passes on.
func (d *decision) sponsor() *document.Organisation {
	return d.g.Organisation(d.r.Successor(d.c.Terms.Sponsor, d.m.At))
}

// notReplaced refuses what an organisation would do that was replaced; nothing for one that was not.
func (d *decision) notReplaced(organisation string) []Problem {
	return d.r.notReplaced(organisation, d.m.At)
}

func (r *Register) notReplaced(organisation string, at time.Time) []Problem {
	if s := r.ReplacedAt(organisation, at); s != nil {
		return []Problem{notPermitted("%s was replaced by %s on %s: nobody acts for it any more.", organisation, sentence(s.taken()), s.EffectiveOn).
			under("DOMAIN §0.12").about(organisation)}
	}
	return nil
}

// nobodyLifts says that there is nobody to lift a suspension; nothing where there is.
func (d *decision) nobodyLifts() []string {
	if d.accountableOfficer() != "" {
		return nil
	}
	return []string{"Nobody is named who acts for it: it waits until a version of the governance document names an officer."}
}

// publishedAt is the governance in force at a time as it was published, nil where none is: with those who act no more.
func (r *Register) publishedAt(at time.Time) *document.Governance {
	if p := r.inForce(at); p != nil {
		return p.governance
	}
	return nil
}
