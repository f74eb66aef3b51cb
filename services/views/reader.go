package views

import (
	"context"
	"sync"

	"comity/events"
	"comity/workflow"
)

// Who may see what of a case is decided here, for every view, and nowhere else. The rule is the workflow's own: Clearance
// gives the highest tier that a person may see of a case. A case that is marked above it shows its reference, stage, status
// and classification, and no more (F119); one of which the person may see nothing is as if it were not there.

// tier is the highest tier of a case that the person who asks may see now; "" for nothing.
func (q *query) tier(h *held) string {
	return q.v.tiers.of(tierKey{q.Actor, h.agg, h.revision, q.held.revision, q.day()}, func() string {
		return workflow.Clearance(h.theCase(), q.register(), q.Actor, q.now)
	})
}

// day changes when terms begin and end, so that an answer that was kept does not outlive them.
func (q *query) day() string { return q.register().CalendarAt(q.now).DateOf(q.now).String() }

// sees reports whether a tier shows a case, or its reference only. It is the line that workflow.Publish draws for events.
func sees(tier string, c *workflow.Case) bool {
	return tier != workflow.ClearPublic && workflow.Clears(tier, c.Terms.Classification)
}

// amounts reports whether a tier shows votes, reasons and amounts; below it only what was decided.
func amounts(tier string) bool { return workflow.Clears(tier, workflow.ClearBoard) }

// seen returns a case and the person's tier; no case when they may not know of it.
func (q *query) seen(ctx context.Context, id string) (c *workflow.Case, tier string, err error) {
	h, err := q.state(ctx, caseOf(q.Partnership, id))
	if err != nil {
		return nil, "", err
	}
	tier = q.tier(h)
	if tier == "" || !h.theCase().Exists() {
		return nil, "", nil
	}
	return h.theCase(), tier, nil
}

// tierKey is all that a person's tier follows from.
type tierKey struct {
	person           string
	agg              events.Aggregate
	revision         int
	registerRevision int
	day              string
}

// tiersKept is how many answers are remembered before all are forgotten.
const tiersKept = 200_000

// tiers remembers who may see what, so that a list does not work it out for every case again.
type tiers struct {
	mu   sync.Mutex
	kept map[tierKey]string
}

func newTiers() *tiers { return &tiers{kept: map[tierKey]string{}} }

func (t *tiers) of(k tierKey, decide func() string) string {
	t.mu.Lock()
	tier, ok := t.kept[k]
	t.mu.Unlock()
	if ok {
		return tier
	}
	tier = decide()
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.kept) >= tiersKept {
		clear(t.kept)
	}
	t.kept[k] = tier
	return tier
}
