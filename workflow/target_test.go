package workflow

import (
	"testing"

	"comity/events"
)

func TestHowATargetStands(t *testing.T) {
	measured := func(target, on, value string) Measurement {
		return Measurement{events.MeasurementRecorded{Target: target, MeasuredOn: on, Value: value}}
	}
	c := &Case{Targets: []Target{
		{events.TargetSet{Target: "breaks", Value: "100", Direction: "at_least"}}, {events.TargetSet{Target: "wait", Value: "2.50", Direction: "at_most"}},
		{events.TargetSet{Target: "other", Value: "1", Direction: "at_least"}},
	}}
	for _, tc := range []struct {
		name, target, want string
		measurements       []Measurement
	}{
		{"nothing measured", "breaks", TargetUnmeasured, []Measurement{measured("wait", "2026-05-01", "1")}},
		{"exactly", "breaks", TargetMet, []Measurement{measured("breaks", "2026-05-01", "100.0")}},
		{"as numbers and not as text", "breaks", TargetNotMet, []Measurement{measured("breaks", "2026-05-01", "99.9")}},
		{"at most", "wait", TargetMet, []Measurement{measured("wait", "2026-05-01", "2.5")}},
		{"above the most", "wait", TargetNotMet, []Measurement{measured("wait", "2026-05-01", "2.501")}},
		{"what was measured last counts, whenever it was recorded", "breaks", TargetNotMet,
			[]Measurement{measured("breaks", "2026-06-01", "90"), measured("breaks", "2026-05-01", "110")}},
		{"of one day what was recorded last", "breaks", TargetMet, []Measurement{measured("breaks", "2026-06-01", "90"), measured("breaks", "2026-06-01", "110")}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c.Measurements = tc.measurements
			if got := c.Stands(tc.target); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}
