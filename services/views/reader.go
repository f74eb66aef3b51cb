package views

import (
	"context"
	"slices"
	"sync"

	"comity/events"
	"comity/workflow"
)

// Who may see what of a case is decided here, for every view, and nowhere else. The rule is the workflow's own: Clearance
// gives the highest tier that a person may see of a case. A case that is marked above it shows its reference, stage, status
// and classification, and no more (F119); one of which the person may see nothing is as if it were not there.

// tier is the highest tier of a case that the person who asks may see now; "" for nothing.
func (q *query) tier(h *held) string {
	return q.v.tiers.of(tierKey{q.Person, h.agg, h.revision, q.held.revision, q.day()}, func() string {
		return workflow.Clearance(h.theCase(), q.register(), q.Person, q.now)
	})
}

// day changes when terms begin and end, so that an answer that was kept does not outlive them.
func (q *query) day() string { return q.register().CalendarAt(q.now).DateOf(q.now).String() }

// sees reports whether a tier shows the whole of a case, or its label only.
func sees(tier string, c *workflow.Case) bool { return rank(tier) >= rank(marking(c)) }

// marking is a case's classification. One that is not marked yet is closed to all who do not work on it.
func marking(c *workflow.Case) string {
	if c.Terms.Classification == "" {
		return workflow.Clearances[len(workflow.Clearances)-1]
	}
	return c.Terms.Classification
}

// rank orders the tiers from open to closed; what is no tier ranks below all as a person's, and is no case's marking.
func rank(tier string) int { return slices.Index(workflow.Clearances, tier) }

// seen returns a case and whether the person may see the whole of it; no case when they may not know of it.
func (q *query) seen(ctx context.Context, id string) (c *workflow.Case, whole bool, err error) {
	h, err := q.state(ctx, caseOf(q.Partnership, id))
	if err != nil {
		return nil, false, err
	}
	tier := q.tier(h)
	if tier == "" || !h.theCase().Exists() {
		return nil, false, nil
	}
	return h.theCase(), sees(tier, h.theCase()), nil
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
