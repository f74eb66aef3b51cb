package workflow

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"comity/events"
)

// No tier is told more by the snapshot of a case than by its events: each part of it stands in what Publish gives that tier of the
// event that the part comes from.
func TestPublishCase(t *testing.T) {
	for _, classification := range Clearances {
		p := westmere(t)
		p.toWCB()
		p.c.Terms.Classification, p.c.Terms.Title = classification, "CANARY"
		p.c.Passed = []GateResult{{Gate: "G0", Round: 1}}
		p.c.Commitments[0].Description = "MONEY CANARY"
		p.c.Status, p.c.Outcome = Closed, "withdrawn"
		for _, tier := range Clearances {
			s := PublishCase(p.c, tier)
			raw, err := json.Marshal(s)
			if err != nil {
				t.Fatal(err)
			}
			if s.Reference != RefersTo(p.c) {
				t.Errorf("%s to %s: the reference is %+v", classification, tier, s.Reference)
			}
			if tier == ClearPublic || tierOf(classification) > tierOf(tier) {
				if !reflect.DeepEqual(s, Snapshot{Reference: RefersTo(p.c)}) {
					t.Errorf("%s to %s: got %s, want the reference alone", classification, tier, raw)
				}
				continue
			}
			for _, part := range []struct {
				event events.Event
				has   bool
			}{
				{events.CaseAmended{Terms: p.c.Terms}, s.Terms != nil}, {events.CaseClosed{Outcome: "withdrawn"}, s.Outcome != ""},
				{events.GatePassed{Gate: "G0"}, s.Passed != nil}, {events.CommitmentOffered{CommitmentTerms: events.CommitmentTerms{Commitment: "c", Description: "d"}}, s.Commitments != nil},
			} {
				told, err := Publish(p.c, part.event, tier)
				if err != nil {
					t.Fatal(err)
				}
				whole := len(fieldsOf(reflect.TypeOf(part.event)))
				if part.has && len(told) < 5 {
					t.Errorf("%s of a case for %s: the snapshot tells it to %s, the event %v of %d", part.event.EventType(), classification, tier, told, whole)
				}
			}
			if strings.Contains(string(raw), "MONEY") != (tierOf(tier) >= tierOf(ClearBoard)) {
				t.Errorf("%s to %s: %s", classification, tier, raw)
			}
			if s.Terms == nil || s.Outcome == "" || s.Passed == nil {
				t.Errorf("%s to %s: got %s, want the terms, the outcome and the gates", classification, tier, raw)
			}
		}
	}
}
