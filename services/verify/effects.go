package verify

import (
	"slices"

	"comity/events"
	"comity/workflow"
)

// effects checks the second date of each decision of a record, where it says one: since when it has effect, or what holds it, is what
// the case makes of it once the whole record is folded (DOMAIN §0.8). Records of earlier builds say none.
func (d *decided) effects(list []events.Event) error {
	for i, should := range workflow.WithEffects(d.c, list) {
		e, ok := list[i].(events.SignOffDecided)
		if !ok || e.EffectiveAt.IsZero() && len(e.HeldBy) == 0 && e.HeldUntil.IsZero() {
			continue
		}
		if s := should.(events.SignOffDecided); !s.EffectiveAt.Equal(e.EffectiveAt) || !slices.Equal(s.HeldBy, e.HeldBy) || !s.HeldUntil.Equal(e.HeldUntil) {
			return d.f.because(nil, "sign-off %s says that its decision has effect from another day, or is held by other things, than the case has it.", e.SignOff)
		}
	}
	return nil
}
