package scenario

import (
	"fmt"
	"strings"
	"time"

	"comity/workflow"
)

// caseCheck compares one thing that is expected of a case, and says what differs.
type caseCheck func(w *world, c *workflow.Case, want *node) []string

// caseKeys are what may be expected of a case.
var caseKeys = map[string]caseCheck{
	"label":             value(func(c *workflow.Case) any { return c.Label() }),
	"stage":             value(func(c *workflow.Case) any { return c.Stage }),
	"status":            value(func(c *workflow.Case) any { return string(c.Status) }),
	"outcome":           value(func(c *workflow.Case) any { return c.Outcome }),
	"cycle":             value(func(c *workflow.Case) any { return c.Cycle }),
	"revision":          value(func(c *workflow.Case) any { return c.Revision }),
	"workflow_version":  value(func(c *workflow.Case) any { return c.WorkflowVersion }),
	"to_do":             value(func(c *workflow.Case) any { return c.ToDo }),
	"terms":             value(func(c *workflow.Case) any { return c.Terms }),
	"state":             value(func(c *workflow.Case) any { return c }),
	"passed":            expectPassed,
	"effective_at":      expectEffective,
	"signoffs":          expectSignOffs,
	"signoffs_exactly":  expectSignOffsExactly,
	"consents":          expectConsents,
	"consents_exactly":  expectConsentsExactly,
	"outstanding":       expectOutstanding,
	"waiting":           expectWaiting,
	"holds":             expectHolds,
	"dispute":           expectDispute,
	"gaps":              value(func(c *workflow.Case) any { return c.Gaps }),
	"public_register":   expectPublicRegister,
	"totals":            expectTotals,
	"urgency":           expectUrgency,
	"nothing_falls_due": expectNothingDue,
	"falls_due":         expectFallsDue,
}

// value compares a value of the case as JSON has it.
func value(of func(*workflow.Case) any) caseCheck {
	return func(_ *world, c *workflow.Case, want *node) []string { return match("case "+c.ID, want, loose(of(c))) }
}

// expectPassed compares the gates that passed here, in order, each as often as it did; what is quoted of before did not.
func expectPassed(_ *world, c *workflow.Case, want *node) []string {
	var got []string
	for _, p := range c.Passed {
		if !p.Quoted {
			got = append(got, p.Gate)
		}
	}
	if got, want := "["+strings.Join(got, ", ")+"]", want.String(); got != want && "["+want+"]" != got && !(want == "none" && got == "[]") {
		return []string{fmt.Sprintf("the gates passed are %s, want %s", got, want)}
	}
	return nil
}

// expectEffective compares when the last gate took effect.
func expectEffective(_ *world, c *workflow.Case, want *node) []string {
	if len(c.Passed) == 0 {
		return []string{"no gate has passed"}
	}
	return match("the last gate's effect", want, c.Passed[len(c.Passed)-1].EffectiveAt.Format(time.RFC3339Nano))
}

// expectSignOffs compares sign-offs by id: with a word their state or their result, with a mapping what it names.
func expectSignOffs(w *world, c *workflow.Case, want *node) (out []string) {
	for _, p := range want.pairs {
		s := c.SignOff(p.key)
		switch {
		case s == nil:
			out = append(out, fmt.Sprintf("there is no sign-off %s", p.key))
		case p.value.kind == scalar:
			if p.value.text != string(s.State) && p.value.text != s.Result {
				out = append(out, fmt.Sprintf("sign-off %s is %s, want %s", p.key, stateOf(s), p.value.text))
			}
		default:
			out = append(out, match("sign-off "+p.key, p.value, w.signOff(s))...)
		}
	}
	if want.kind != mapping {
		out = append(out, "signoffs is a mapping, as in {wcb: open}")
	}
	return out
}

// stateOf says how a sign-off stands: open; decided, approved (deadline).
func stateOf(s *workflow.SignOff) string {
	out := string(s.State)
	if s.Result != "" {
		out += ", " + s.Result
	}
	if s.Because != "" {
		out += " (" + s.Because + ")"
	}
	return out
}

// expectSignOffsExactly compares them, and lets the present round have no others.
func expectSignOffsExactly(w *world, c *workflow.Case, want *node) []string {
	var wanted, got []string
	for _, p := range want.pairs {
		wanted = append(wanted, p.key)
	}
	for _, s := range c.Current() {
		got = append(got, s.ID)
	}
	return append(sameSet("the list of sign-offs", wanted, got), expectSignOffs(w, c, want)...)
}

// signOff is a sign-off as scenarios compare it: its votes by seat, a vote by its choice or in full, its reckoning as it stands.
func (w *world) signOff(s *workflow.SignOff) map[string]any {
	out := loose(s).(map[string]any)
	votes := map[string]any{}
	for _, v := range s.Votes {
		votes[v.Seat] = loose(v)
	}
	out["votes"] = votes
	out["due"] = out["due_at"]
	out["signoff"] = s.ID
	out["awaited"] = loose(w.register.Awaited(s, w.clock.now()))
	if s.Board != "" {
		out["presiding"] = w.register.Presiding(s, w.clock.now())
	}
	return out
}

func expectConsents(_ *world, c *workflow.Case, want *node) (out []string) {
	for _, p := range want.pairs {
		k := consentOf(c, p.key)
		switch {
		case k == nil:
			out = append(out, fmt.Sprintf("no consent of %s is asked for", p.key))
		case p.value.kind == scalar:
			if k.State != p.value.text {
				out = append(out, fmt.Sprintf("the consent of %s is %s, want %s", p.key, k.State, p.value.text))
			}
		default:
			out = append(out, match("the consent of "+p.key, p.value, loose(k))...)
		}
	}
	return out
}

// consentOf is an organisation's consent at the present gate, else the newest that it was asked for.
func consentOf(c *workflow.Case, organisation string) *workflow.Consent {
	if k := c.Consent(organisation); k != nil {
		return k
	}
	for i := len(c.Consents) - 1; i >= 0; i-- {
		if c.Consents[i].Organisation == organisation {
			return c.Consents[i]
		}
	}
	return nil
}

func expectConsentsExactly(w *world, c *workflow.Case, want *node) []string {
	var wanted, got []string
	for _, p := range want.pairs {
		wanted = append(wanted, p.key)
	}
	for _, k := range c.CurrentConsents() {
		got = append(got, k.Organisation)
	}
	return append(sameSet("the list of consents", wanted, got), expectConsents(w, c, want)...)
}

func expectOutstanding(w *world, c *workflow.Case, want *node) []string {
	var wanted []string
	for _, item := range want.items {
		wanted = append(wanted, item.text)
	}
	return sameSet("what is outstanding", wanted, workflow.Outstanding(c, w.register, w.clock.now()))
}

// expectWaiting compares what explain says, by what is waited for.
func expectWaiting(w *world, c *workflow.Case, want *node) (out []string) {
	all := workflow.Explain(c, w.register, w.clock.now())
	for _, p := range want.pairs {
		found := false
		for _, x := range all {
			if x.For == p.key {
				found = true
				out = append(out, match("waiting for "+p.key, p.value, loose(x))...)
			}
		}
		if !found {
			var got []string
			for _, x := range all {
				got = append(got, x.For)
			}
			out = append(out, fmt.Sprintf("it does not wait for %s; it waits for [%s]", p.key, strings.Join(got, ", ")))
		}
	}
	return out
}

// expectUrgency compares the uses of urgent routes on the case, as the register of urgency has them, oldest first.
func expectUrgency(w *world, c *workflow.Case, want *node) []string {
	return match("urgency", want, loose(workflow.UrgencyOf(c, w.register, w.clock.now())))
}

// expectPublicRegister compares the decisions on the case as anybody may read them, oldest first.
func expectPublicRegister(w *world, c *workflow.Case, want *node) []string {
	return match("public_register", want, loose(workflow.PublicDecisionsOf(c, w.register, w.clock.now())))
}

func expectNothingDue(w *world, c *workflow.Case, want *node) []string {
	if due := workflow.Due(c, w.register); len(due) > 0 == (want.text == "true") {
		return []string{fmt.Sprintf("what falls due is %s", oneLine(loose(due)))}
	}
	return nil
}

// expectFallsDue compares what falls due, the next first.
func expectFallsDue(w *world, c *workflow.Case, want *node) []string {
	return match("what falls due", want, loose(workflow.Due(c, w.register)))
}
