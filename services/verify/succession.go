package verify

import (
	"reflect"

	"comity/events"
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
	return nil
}
