package verify

import (
	"bytes"
	"slices"
	"time"

	"comity/events"
	"comity/workflow"
)

// authorities checks what is said of mandates, terms and deputies' times that end: only the clock says it, each once, at its moment or
// later, of one that ends then; and a tick leaves none of it out. Of a register of which nothing was ever said, as earlier builds kept
// them, nothing is missed.
func (k *Checker) authorities(f *Fault, r *events.Record, before *workflow.Register, list []events.Event) error {
	ticks := r.Command.Name == "partnership.tick"
	var want []events.Event
	if ticks {
		want = before.AuthoritiesEnded(r.At)
	}
	said := len(before.Noted) > 0
	for _, e := range list {
		what, of, endsOn, due := authority(e)
		switch {
		case what == "":
			continue
		case !ticks:
			return f.because(nil, "the end of %s %s on %s was said by somebody's command; only time brings it about.", what, of, endsOn)
		case r.At.Before(due):
			return f.because(nil, "the end of %s %s on %s was noticed before its moment.", what, of, endsOn)
		case len(want) == 0 || !same(want[0], e):
			return k.notThen(f, before, want, e)
		}
		want, said = want[1:], true
	}
	if len(want) > 0 && said {
		what, of, endsOn, _ := authority(want[0])
		return f.because(nil, "%s was due for %s %s, which ends on %s, and the clock left it out.", want[0].EventType(), what, of, endsOn)
	}
	return nil
}

// notThen says what is wrong with something said of an authority that does not follow next: it was said before, another was due first, or
// nothing of the kind ends then.
func (k *Checker) notThen(f *Fault, before *workflow.Register, want []events.Event, e events.Event) error {
	what, of, endsOn, _ := authority(e)
	if len(want) > 0 && want[0].EventType() != e.EventType() || slices.ContainsFunc(want, func(x events.Event) bool { return same(x, e) }) {
		first, other, on, _ := authority(want[0])
		return f.because(nil, "%s was due for %s %s, which ends on %s, and the clock left it out.", want[0].EventType(), first, other, on)
	}
	lead := ""
	if w, warned := e.(events.AuthorityExpiryWarned); warned {
		lead = w.Lead
	}
	for _, n := range before.Noted {
		if n.What == what && (n.Of == of || n.Of+" "+n.Person == of) && n.EndsOn == endsOn && n.Lead == lead {
			return f.because(nil, "the end of %s %s on %s was recorded before.", what, of, endsOn)
		}
	}
	return f.because(nil, "%s %s is said to end on %s, and nothing of it ends or is warned of so.", what, of, endsOn)
}

// authority says what an event says the end of, and when that was due; "" for another event.
func authority(e events.Event) (what, of, endsOn string, due time.Time) {
	switch e := e.(type) {
	case events.AuthorityExpiryWarned:
		return e.What, named(e.Mandate, e.Seat, e.Person), e.EndsOn, e.DueAt
	case events.AuthorityExpired:
		return e.What, named(e.Mandate, e.Seat, e.Person), e.EndsOn, e.EffectiveAt
	}
	return "", "", "", time.Time{}
}

func named(mandate, seat, person string) string {
	if mandate != "" {
		return mandate
	}
	return seat + " " + person
}

// same reports whether two events say the same, as they are written.
func same(a, b events.Event) bool {
	x, err := events.Encode(a)
	if err != nil {
		return false
	}
	y, err := events.Encode(b)
	return err == nil && x.Type == y.Type && bytes.Equal(x.Data, y.Data)
}
