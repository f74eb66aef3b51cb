package views

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"comity/workflow"
	"comity/workflow/document"
)

// Who may see what of a case is decided here, for every view, and nowhere else. The rule is the workflow's own: Clearance
// gives the highest tier that a person may see of a case. A case that is marked above it shows its reference, stage, status
// and classification, and no more (F119); one of which the person may see nothing is as if it were not there.

// tier is the highest tier of a case that the person who asks may see now; "" for nothing. A dashboard sees what its key says.
func (q *query) tier(c *workflow.Case) string {
	if q.Clearance != "" {
		return q.Clearance
	}
	return workflow.Clearance(c, q.register(), q.Actor, q.now)
}

// sees reports whether a tier shows a case of a classification, or its reference only. It is the line that workflow.Publish
// draws for events.
func sees(tier, classification string) bool {
	return tier != workflow.ClearPublic && workflow.Clears(tier, classification)
}

// amounts reports whether a tier shows votes, reasons and amounts; below it only what was decided.
func amounts(tier string) bool { return workflow.Clears(tier, workflow.ClearBoard) }

// seen returns a case and the person's tier; no case when they may not know of it.
func (q *query) seen(ctx context.Context, id string) (c *workflow.Case, tier string, err error) {
	h, err := q.state(ctx, caseOf(q.Partnership, id))
	if err != nil {
		return nil, "", err
	}
	c = h.theCase()
	if tier = q.tier(c); tier == "" || !c.Exists() {
		return nil, "", nil
	}
	return c, tier, nil
}

// access is what of a case decides who may see it: all that Clearance reads. It is kept beside each row, so that a list need
// not fold its cases; many cases have the same. A test holds it against Clearance of the whole case.
type access struct {
	Sponsor  string          `json:"sponsor"`
	Unit     string          `json:"unit"`
	SignOffs []accessSignOff `json:"signoffs,omitempty"`

	Callable  []string         `json:"callable,omitempty"`  // organisations of whose decisions scrutiny could call one in
	External  []accessExternal `json:"external,omitempty"`  // consents that the law asks for
	Ends      bool             `json:"ends,omitempty"`      // something of it ends on a day
	Announced bool             `json:"announced,omitempty"` // something of it stands in the forward plan, which everybody may read
	Urgent    bool             `json:"urgent,omitempty"`    // an urgent route was used on it, which everybody may know
}

type accessExternal struct {
	Body string   `json:"body"`
	For  []string `json:"for,omitempty"`
}

type accessSignOff struct {
	Board     string   `json:"board,omitempty"`
	OfficerOf string   `json:"officer_of,omitempty"` // of a named officer's
	Post      string   `json:"post,omitempty"`
	Recused   []string `json:"recused,omitempty"` // seats
}

func accessOf(c *workflow.Case) (string, error) {
	a := access{Sponsor: c.Terms.Sponsor, Unit: c.Terms.Unit}
	for _, s := range c.SignOffs {
		if s.Superseded {
			continue
		}
		x := accessSignOff{Board: s.Board, OfficerOf: s.OfficerOf, Post: s.Post}
		for _, i := range s.Interests {
			if s.Recused(i.Seat) && !slices.Contains(x.Recused, i.Seat) {
				x.Recused = append(x.Recused, i.Seat)
			}
		}
		slices.Sort(x.Recused)
		same := func(y accessSignOff) bool {
			return x.Board == y.Board && x.OfficerOf == y.OfficerOf && x.Post == y.Post && slices.Equal(x.Recused, y.Recused)
		}
		if !slices.ContainsFunc(a.SignOffs, same) {
			a.SignOffs = append(a.SignOffs, x)
		}
	}
	for _, h := range c.Holds {
		if h.Kind == document.HoldCallIn && !slices.Contains(a.Callable, h.Organisation) {
			a.Callable = append(a.Callable, h.Organisation)
		}
	}
	for _, k := range c.Consents {
		if k.External && !k.Superseded {
			a.External = append(a.External, accessExternal{Body: k.Organisation, For: k.For})
		}
	}
	a.Announced, a.Urgent, a.Ends = workflow.IsAnnounced(c), workflow.UsedUrgently(c), workflow.HasEndings(c)
	text, err := json.Marshal(a)
	return string(text), err
}

// endsOnADay reports whether something of a case ends on a day.
func endsOnADay(text string) (bool, error) {
	var a access
	err := json.Unmarshal([]byte(text), &a)
	return a.Ends, err
}

// isAnnounced reports whether something of a case stands in the forward plan.
func isAnnounced(text string) (bool, error) {
	var a access
	err := json.Unmarshal([]byte(text), &a)
	return a.Announced, err
}

// isUrgent reports whether an urgent route was used on a case.
func isUrgent(text string) (bool, error) {
	var a access
	err := json.Unmarshal([]byte(text), &a)
	return a.Urgent, err
}

// accessCase is a case of which only that is known.
func accessCase(text string) (*workflow.Case, error) {
	var a access
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		return nil, err
	}
	c := &workflow.Case{Status: workflow.Working}
	c.Terms.Sponsor, c.Terms.Unit = a.Sponsor, a.Unit
	for _, x := range a.SignOffs {
		s := &workflow.SignOff{Board: x.Board, OfficerOf: x.OfficerOf, Post: x.Post}
		for _, seat := range x.Recused {
			s.Interests = append(s.Interests, workflow.Interest{Seat: seat, Recuses: true})
		}
		c.SignOffs = append(c.SignOffs, s)
	}
	for _, organisation := range a.Callable {
		c.Holds = append(c.Holds, &workflow.Hold{Kind: document.HoldCallIn, Organisation: organisation})
	}
	for _, x := range a.External {
		c.Consents = append(c.Consents, &workflow.Consent{Organisation: x.Body, External: true, For: x.For})
	}
	return c, nil
}

// rowTiers works out the person's tier for the rows of a list, once for all that have the same access.
type rowTiers struct {
	q    *query
	kept map[string]string
}

func (q *query) rowTiers() *rowTiers { return &rowTiers{q: q, kept: map[string]string{}} }

func (t *rowTiers) of(access string) (string, error) {
	if tier, ok := t.kept[access]; ok {
		return tier, nil
	}
	c, err := accessCase(access)
	if err != nil {
		return "", fmt.Errorf("who may see a case: %w", err)
	}
	t.kept[access] = t.q.tier(c)
	return t.kept[access], nil
}
