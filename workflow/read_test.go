package workflow

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"comity/events"
)

func TestClearance(t *testing.T) {
	p := westmere(t)
	p.toWCB()
	for person, want := range map[string]string{
		"p-unit": ClearExempt, "p-secretary": ClearExempt, "mo-wcc": ClearExempt, // who prepares, keeps the papers, answers
		"p-lead": ClearExempt, "p-cvs": ClearExempt, // seats of a board that is asked
		"p-bpn": ClearExempt, "p-shadow": ClearExempt, "po-icb": ClearBoard, "p-admin": ClearPartners, "p-stranger": ClearPublic,
	} {
		if got := Clearance(p.c, p.r, person, p.now); got != want {
			t.Errorf("%s: got %s, want %s", person, got, want)
		}
	}
	// A recused person stays recused whatever else the person is: here the director is also of the unit that prepares the case.
	both := westmere(t, replace("members: [p-unit, p-unit-2]", "members: [p-unit, p-unit-2, p-dcs]"))
	both.toWCB()
	both.do("p-dcs", &SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W2", Interest: "provider"})
	if got := Clearance(both.c, both.r, "p-dcs", both.now); got != ClearBoard {
		t.Errorf("a recused member of the unit: got %s, want %s", got, ClearBoard)
	}
	p.do("p-lead", &SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W1", Interest: "pecuniary"})
	if got := Clearance(p.c, p.r, "p-lead", p.now); got != ClearBoard {
		t.Errorf("a recused seat: got %s, want %s", got, ClearBoard)
	}
}

// TestEveryEventIsClassified: what a tier may see is decided for every event type, and nothing is decided for none.
func TestEveryEventIsClassified(t *testing.T) {
	for _, name := range events.Types() {
		if _, ok := perTier[name]; !ok && name != "installation.created" {
			t.Errorf("%s: nobody decided who may see it", name)
		}
	}
	for name, tiers := range perTier {
		zero := events.Zero(name)
		if zero == nil {
			t.Errorf("%s is no event", name)
			continue
		}
		known := fieldsOf(reflect.TypeOf(zero))
		for tier, fields := range tiers {
			for _, f := range fields {
				if f != "*" && !known[f] {
					t.Errorf("%s: tier %s names the field %s, which there is not", name, tier, f)
				}
			}
		}
	}
}

func fieldsOf(t reflect.Type) map[string]bool {
	out := map[string]bool{}
	for f := range t.Fields() {
		if f.Anonymous {
			for name := range fieldsOf(f.Type) {
				out[name] = true
			}
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		out[name] = true
	}
	return out
}

// TestNoTierSeesMoreThanTheNext plants a word in everything that people write, and reads every event of a case as each tier.
func TestNoTierSeesMoreThanTheNext(t *testing.T) {
	for _, classification := range Clearances {
		p := westmere(t)
		p.toWCB()
		p.c.Terms.Classification = classification
		list := []events.Event{
			events.CaseCreated{Terms: events.CaseTerms{Title: "CANARY", Summary: "CANARY", Classification: classification}},
			events.SignOffVoteCast{SignOff: "wcb", Seat: "W1", Person: "CANARY", Choice: Approve, Reason: "CANARY"},
			events.SignOffInterestDeclared{SignOff: "wcb", Seat: "W1", Nature: "CANARY"},
			events.CommitmentOffered{CommitmentTerms: events.CommitmentTerms{Organisation: "wcc", Description: "CANARY"}},
		}
		for _, e := range list {
			sizes := make([]int, len(Clearances))
			for i, tier := range Clearances {
				seen, err := Publish(p.c, e, tier)
				if err != nil {
					t.Fatal(err)
				}
				sizes[i] = len(seen)
				raw, _ := json.Marshal(seen)
				if tier == ClearPublic && len(seen) != 4 {
					t.Errorf("%s to the public: got %s, want the reference alone", e.EventType(), raw)
				}
				if tierOf(classification) > tierOf(tier) && strings.Contains(string(raw), "CANARY") {
					t.Errorf("%s of a case for %s, to %s: %s", e.EventType(), classification, tier, raw)
				}
				if i > 0 && sizes[i] < sizes[i-1] {
					t.Errorf("%s: %s sees less than %s", e.EventType(), tier, Clearances[i-1])
				}
			}
		}
	}
}

func TestClears(t *testing.T) {
	for _, test := range []struct {
		clearance, classification string
		want                      bool
	}{
		{"board", "partners", true}, {"board", "board", true}, {"board", "exempt", false}, {"public", "", true},
		{"partners", "secret", false}, {"exempt", "secret", true}, // an unknown classification is the most closed
		{"", "public", false}, {"everything", "public", false}, // what is no clearance clears nothing
	} {
		if got := Clears(test.clearance, test.classification); got != test.want {
			t.Errorf("%q of %q: got %v", test.clearance, test.classification, got)
		}
	}
}
