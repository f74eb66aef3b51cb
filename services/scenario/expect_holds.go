package scenario

import (
	"fmt"
	"time"

	"comity/workflow"
)

// expectHolds compares holds by kind: with a time their end, with open a hold without an end, with released one that has
// ended; none wants that none stands.
func expectHolds(_ *world, c *workflow.Case, want *node) (out []string) {
	if want.kind == scalar && want.text == "none" {
		if n := len(c.StandingHolds("")); n > 0 {
			return []string{fmt.Sprintf("%d holds stand, want none", n)}
		}
		return nil
	}
	for _, p := range want.pairs {
		var hold *workflow.Hold
		for _, h := range c.Holds {
			if h.Kind == p.key {
				hold = h
			}
		}
		switch {
		case hold == nil:
			out = append(out, fmt.Sprintf("there is no %s hold", p.key))
		case p.value.kind != scalar:
			out = append(out, match("hold "+p.key, p.value, loose(hold))...)
		case p.value.text == "released":
			if hold.Standing() {
				out = append(out, fmt.Sprintf("the %s hold still stands", p.key))
			}
		case !hold.Standing():
			out = append(out, fmt.Sprintf("the %s hold is released, want %s", p.key, p.value))
		case p.value.text == "open":
			if !hold.Until.IsZero() {
				out = append(out, fmt.Sprintf("the %s hold ends on %s, want no end yet", p.key, readable(hold.Until)))
			}
		default:
			out = append(out, matchTime("the end of the "+p.key+" hold", p.value, hold.Until)...)
		}
	}
	return out
}

func matchTime(what string, want *node, got time.Time) []string {
	t, err := moment(want.text)
	if err != nil {
		return []string{err.Error()}
	}
	if !t.Equal(got) {
		if got.IsZero() {
			return []string{fmt.Sprintf("%s is open, want %s", what, readable(t))}
		}
		return []string{fmt.Sprintf("%s is %s, want %s", what, readable(got), readable(t))}
	}
	return nil
}

// expectDispute compares the open dispute, or the last one.
func expectDispute(_ *world, c *workflow.Case, want *node) []string {
	if c.Dispute == nil {
		return match("dispute", want, nil)
	}
	d := loose(c.Dispute).(map[string]any)
	d["due"] = d["due_at"]
	return match("dispute", want, d)
}

// expectTotals compares what is put in: money is what is offered in pounds, staff in posts; they are never added.
func expectTotals(_ *world, c *workflow.Case, want *node) []string {
	var t struct {
		Money, Aligned, Pooled, Confirmed, Staff, ConfirmedStaff int64
	}
	for _, k := range c.Commitments {
		if !k.Stands() {
			continue
		}
		t.Money += k.Pence
		if k.Mode == "pooled" {
			t.Pooled += k.Pence
		} else {
			t.Aligned += k.Pence
		}
		t.Confirmed += k.ConfirmedPence
		t.Staff += k.FTEHundredths
		t.ConfirmedStaff += k.ConfirmedFTEHundredths
	}
	return match("totals", want, loose(map[string]any{
		"money": t.Money, "aligned": t.Aligned, "pooled": t.Pooled, "confirmed": t.Confirmed, "staff": t.Staff, "confirmed_staff": t.ConfirmedStaff,
	}))
}
