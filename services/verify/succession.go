package verify

import (
	"reflect"
	"slices"

	"comity/events"
	"comity/workflow"
)

// succession checks that what a case is said to have passed on is what a succession in the register makes of it: every share to the penny, in the
// rules' order, and nothing else.
func (d *decided) succession(e events.Event) error {
	if len(d.due) == 0 {
		d.due = d.then().Succession()
	}
	if len(d.due) == 0 {
		return d.f.because(nil, "%s was recorded, and no succession of the register had taken force for the case.", e.EventType())
	}
	if applied, is := e.(events.CaseSuccessionApplied); is {
		d.pools = applied.Pools
		if want, is := d.due[0].(events.CaseSuccessionApplied); is && len(applied.Pools) == 0 {
			want.Pools = nil // the first builds passed no pool on; where one is still to, the next act on the case does
			d.due[0] = want
		}
	}
	if novated, is := e.(events.CommitmentNovated); is && novated.Notice == nil {
		if want, is := d.due[0].(events.CommitmentNovated); is {
			want.Notice = nil // the first builds let the notice end with the organisation that had given it
			d.due[0] = want
		}
	}
	if !reflect.DeepEqual(d.due[0], e) {
		return d.f.because(nil, "%s is not what the succession in the register makes of the case.", e.EventType())
	}
	d.due = d.due[1:]
	return nil
}

// succeeded checks that nothing that a succession entails was left out.
func (d *decided) succeeded() error {
	if len(d.due) > 0 {
		return d.f.because(nil, "a succession was brought about in part: %s is missing.", d.due[0].EventType())
	}
	if len(d.pools) > 0 {
		return d.f.because(nil, "a succession was brought about in part: pool %s has not passed on with it.", d.pools[0])
	}
	return nil
}

// poolPassed checks that the place of a party in a pool passed on as the register and the case make it, to the penny.
func (d *decided) poolPassed(e events.CasePoolPartySucceeded) error {
	want := d.then().PoolSuccession()
	if want == nil {
		return d.f.because(nil, "the place of %s in pool %s passed on, and no succession of the register had taken force for it.", e.Organisation, e.Pool)
	}
	if !reflect.DeepEqual(*want, e) {
		return d.f.because(nil, "what passed on of the place of %s in pool %s is not what the succession in the register makes of it.", e.Organisation, e.Pool)
	}
	d.pools = slices.DeleteFunc(slices.Clone(d.pools), func(p string) bool { return p == e.Pool })
	return nil
}

// cancelledInTime checks that a succession that was taken back was recorded, and that its day had not come.
func cancelledInTime(f *Fault, a *aggregate, r *events.Record, list []events.Event) error {
	for _, e := range list {
		e, is := e.(events.OrganisationSuccessionCancelled)
		if !is {
			continue
		}
		var held []workflow.Succession
		if a.register != nil {
			held = a.register.newest.Successions
		}
		i := slices.IndexFunc(held, func(s workflow.Succession) bool {
			return s.Succession == e.Succession && s.Organisation == e.Organisation
		})
		switch {
		case i < 0:
			return f.because(nil, "the succession %s of %s was taken back, and it was not recorded.", e.Succession, e.Organisation)
		case !r.At.Before(held[i].EffectiveAt):
			return f.because(nil, "the succession %s of %s was taken back at %s, when it had been in force since %s.", e.Succession, e.Organisation, r.At.UTC(), held[i].EffectiveAt.UTC())
		}
	}
	return nil
}
