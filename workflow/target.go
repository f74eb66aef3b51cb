package workflow

import "math/big"

// How a target stands by what was measured last.
const (
	TargetMet        = "met"
	TargetNotMet     = "not_met"
	TargetUnmeasured = "unmeasured"
)

// Newest is what was measured of a target last, and of one day what was recorded last; nil where nothing was.
func (c *Case) Newest(target string) *Measurement {
	var newest *Measurement
	for i := range c.Measurements {
		if m := &c.Measurements[i]; m.Target == target && (newest == nil || m.MeasuredOn >= newest.MeasuredOn) {
			newest = m
		}
	}
	return newest
}

// Stands says how a target of the case stands by its newest measurement.
func (c *Case) Stands(target string) string {
	newest := c.Newest(target)
	if newest == nil {
		return TargetUnmeasured
	}
	for _, t := range c.Targets {
		if t.Target != target {
			continue
		}
		got, ok1 := new(big.Rat).SetString(newest.Value)
		want, ok2 := new(big.Rat).SetString(t.Value)
		if ok1 && ok2 && (t.Direction == "at_most" && got.Cmp(want) <= 0 || t.Direction != "at_most" && got.Cmp(want) >= 0) {
			return TargetMet
		}
	}
	return TargetNotMet
}
