package workflow

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// What the public register says of each decision, and that nothing else of the case is in it (F28).
func TestF28_public_register(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{Options: ptr("Seven offers as now: too dear.")}})
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.do("p-n3", &SignOffDeclareInterest{Case: "C1", SignOff: "ogn", Seat: "N3", Interest: "pecuniary", Nature: "hidden nature"})
	p.do("p-n1", &SignOffVote{Case: "C1", SignOff: "ogn", Seat: "N1", Choice: Approve, Reason: "Families asked for it."})
	p.do("p-n2", &SignOffVote{Case: "C1", SignOff: "ogn", Seat: "N2", Choice: Approve, Reason: "Families asked for it."})
	p.do("p-s1", &SignOffVote{Case: "C1", SignOff: "ogs", Seat: "S1", Choice: Approve, Reason: "Yes, gladly."})
	p.do("p-s2", &SignOffVote{Case: "C1", SignOff: "ogs", Seat: "S2", Choice: RefuseChoice, Reason: "Too far from here."})
	p.do("p-s3", &SignOffVote{Case: "C1", SignOff: "ogs", Seat: "S3", Choice: RefuseChoice, Reason: "Too dear."})

	for _, tc := range []struct {
		classification, shown string
		title, whole          bool
	}{
		{ClearPublic, PublishedWhole, true, true},
		{ClearPartners, PublishedTitle, true, false},
		{ClearBoard, PublishedTitle, true, false},
		{ClearExempt, PublishedReference, false, false},
		{"a word that nobody knows", PublishedReference, false, false},
	} {
		t.Run(tc.classification, func(t *testing.T) {
			c := p.c.Clone()
			c.Terms.Classification = tc.classification
			got := PublicDecisionsOf(c, p.r, p.now)
			if len(got) != 2 || got[0].Board != "ogn" || got[1].Board != "ogs" {
				t.Fatalf("got %+v, want the two area boards' decisions", got)
			}
			text, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			for _, secret := range []string{"hidden nature", "p-n1", "p-s2", "pence", "tally", "Yes, gladly."} {
				if strings.Contains(string(text), secret) {
					t.Errorf("the register says %q: %s", secret, text)
				}
			}
			for _, d := range got {
				if d.Shown != tc.shown || (d.Title != "") != tc.title || (d.Result != "") != tc.whole || (d.Alternatives != "") != tc.whole || (d.Effect != nil) != tc.whole || d.Body == "" {
					t.Errorf("got %+v", d)
				}
			}
			if !tc.whole {
				if strings.Contains(string(text), "Families") || strings.Contains(string(text), "pecuniary") || strings.Contains(string(text), "N3") {
					t.Errorf("the register of a case for %s says %s", tc.classification, text)
				}
				return
			}
			if !slices.Equal(got[0].Reasons, []string{"Families asked for it."}) || !slices.Equal(got[1].Reasons, []string{"Too far from here.", "Too dear."}) {
				t.Errorf("got the reasons %q and %q", got[0].Reasons, got[1].Reasons)
			}
			if i := got[0].Interests; len(i) != 1 || i[0].Seat != "N3" || !i[0].StoodAside || i[0].Interest != "pecuniary" {
				t.Errorf("got the interests %+v", i)
			}
		})
	}
}

// An urgent decision stands in it from the moment at which it is taken, as one that the board has still to ratify.
func TestF28_public_register_of_an_urgent_decision(t *testing.T) {
	p := urgent(t)
	p.decideUrgently()
	of := func() PublicDecision {
		c := p.c.Clone()
		c.Terms.Classification = ClearPublic
		all := PublicDecisionsOf(c, p.r, p.now)
		return all[len(all)-1]
	}
	if d := of(); !d.Urgent || d.Result != "provisional" || !slices.Equal(d.Reasons, []string{"The grant lapses on Friday."}) || d.Effect.EffectiveAt.IsZero() {
		t.Errorf("got %+v", d)
	}
	p.ratifies(Approve, "W1", "W2", "W3", "W5", "W6")
	if d := of(); d.Urgent || d.Result != "approved" || !slices.Equal(d.Reasons, []string{"The grant lapses on Friday."}) {
		t.Errorf("got %+v once it is ratified", d)
	}
}

// Nothing is for anybody before the document publishes it, and then from the day that it names.
func TestF28_the_document_publishes_the_register(t *testing.T) {
	p := westmere(t)
	if _, open := PublicRegisterFrom(p.r, p.now); open {
		t.Error("the register is published although the document says nothing of one")
	}
	p = westmere(t, replace("\nthresholds:\n", "\npublic_register: {from: 2027-01-05}\n\nthresholds:\n"))
	if from, open := PublicRegisterFrom(p.r, p.now); !open || from != at("2027-01-05 00:00") {
		t.Errorf("got %s, %t", from, open)
	}
}
