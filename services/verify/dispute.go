package verify

import (
	"slices"

	"comity/events"
	"comity/workflow"
)

// dispute checks what happens in a dispute: no step lapses before its end, each party agrees for itself and by a person of its
// own, and only one that has been through its last step ends without an agreement.
func (d *decided) dispute(e events.Event) error {
	x := d.c.Dispute
	if x == nil || d.c.Status != workflow.InDispute {
		return d.f.because(nil, "%s was accepted, and the case was %s.", e.EventType(), d.c.Label())
	}
	switch e := e.(type) {
	case events.DisputeStepLapsed:
		if !d.r.At.After(x.DueAt) {
			return d.f.because(nil, "step %s of %s lapsed, and it was not over before %s.", x.Step, x.ID, x.DueAt)
		}
	case events.DisputeAgreed:
		same := e.Agreement == x.Agreement && e.TermsChanged == x.TermsChanged
		twice := same && slices.ContainsFunc(x.Agreed, func(a workflow.DisputeAccord) bool { return a.Organisation == e.Organisation || a.Person == e.Person })
		if !slices.Contains(x.Parties(), e.Organisation) || twice {
			return d.f.because(nil, "%s agreed to end %s for %s, which is no party of it or has agreed, or whose person has agreed for another.", e.Person, x.ID, e.Organisation)
		}
	case events.DisputeResolved:
		if waits := x.Awaited(); len(waits) > 0 && !e.Arbitrated {
			return d.f.because(nil, "%s was resolved, and %v had not agreed.", x.ID, waits)
		}
		if e.Arbitrated && x.Kind != "arbitration" {
			return d.f.because(nil, "%s was resolved by an award, and was at step %s.", x.ID, x.Step)
		}
	case events.DisputeUnresolved:
		if x.Step != "" {
			return d.f.because(nil, "%s ended without an agreement, and was at step %s.", x.ID, x.Step)
		}
	}
	return nil
}

// leftWithout checks that what was asked of a partner between gates lapsed because it left the dispute, in the same record.
func (d *decided) leftWithout(e events.ConsentLapsed) error {
	asked := slices.ContainsFunc(d.c.Reaffirmations(), func(k *workflow.Consent) bool { return k.Organisation == e.Organisation })
	list, err := d.r.Decode()
	left := err == nil && slices.ContainsFunc(list, func(x events.Event) bool {
		u, is := x.(events.DisputeUnresolved)
		return is && u.Departing == e.Organisation
	})
	if asked && left && e.Gate == "" {
		return nil
	}
	return d.f.because(nil, "the consent of %s lapsed as if it had left a dispute, and it was not asked, or did not leave.", e.Organisation)
}
