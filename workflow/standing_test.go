package workflow

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStanding(t *testing.T) {
	p := westmere(t, replace("members: [p-unit, p-unit-2]", "members: [p-unit, p-unit-2, p-lead]"))
	p.now = at("2026-12-01 09:00")
	p.register("ao-pol", &DeputyName{Seat: "W4", Person: "p-lead", From: day("2026-12-10"), Until: day("2026-12-20"), Instrument: "letter"})
	lead := SeatOf{Seat: "W1", Board: "wcb", BoardName: "Westmere Children's Partnership Board", Organisation: "wcc", OrganisationName: "Westmere County Council",
		Title: "lead member for children", Role: "elected_member", Voting: true}
	unit := []Named{{"jcu", "Joint Commissioning Unit"}}
	for _, tc := range []struct {
		name, person, at string
		want             Membership
	}{
		{"of a unit", "p-unit", "2026-12-01 09:00", Membership{Clearance: ClearPartners, Units: unit}},
		{"a holder who is of a unit too", "p-lead", "2026-12-09 23:59", Membership{Clearance: ClearBoard, Units: unit, Seats: []SeatOf{lead}}},
		{"a deputy on the first day", "p-lead", "2026-12-10 00:00", Membership{Clearance: ClearBoard, Units: unit, Seats: []SeatOf{lead, {
			Seat: "W4", Board: "wcb", BoardName: lead.BoardName, Organisation: "pol", OrganisationName: "Westmere Police", Title: "chief superintendent", Role: "officer",
			Voting: true, Deputy: true, AsDeputyFor: "p-police", Until: day("2026-12-20")}}}},
		{"a deputy after the last day", "p-lead", "2026-12-21 00:00", Membership{Clearance: ClearBoard, Units: unit, Seats: []SeatOf{lead}}},
		{"an officer of an organisation", "po-icb", "2026-12-01 09:00", Membership{Clearance: ClearBoard, Posts: []PostOf{{"icb", "NHS Westmere ICB", "proper_officer"}}}},
		{"an officer of the lead authority", "mo-wcc", "2026-12-01 09:00", Membership{Clearance: ClearExempt,
			Posts: []PostOf{{"wcc", "Westmere County Council", "monitoring_officer"}}}},
		{"an administrator", "p-admin", "2026-12-01 09:00", Membership{Clearance: ClearPartners, Administrator: true}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.want.Partnership, tc.want.Name = "westmere", "Westmere Children's Partnership"
			got, is := Standing(p.r, tc.person, at(tc.at))
			if diff := cmp.Diff(tc.want, got); diff != "" || !is {
				t.Errorf("is anything: %v; differs:\n%s", is, diff)
			}
		})
	}
	t.Run("the secretariat by its boards", func(t *testing.T) {
		got, is := Standing(p.r, "p-secretary", p.now)
		if !is || got.Clearance != ClearExempt || len(got.SecretaryOf) != 4 || got.SecretaryOf[0] != (Named{"wcb", lead.BoardName}) {
			t.Errorf("got %+v", got)
		}
	})
	for name, person := range map[string]string{"a stranger": "p-stranger", "nobody": "", "the system": "system"} {
		if got, is := Standing(p.r, person, p.now); is {
			t.Errorf("%s is %+v", name, got)
		}
	}
	t.Run("who has left is nothing the day after", func(t *testing.T) {
		p.register("ao-pol", &MemberRemove{Seat: "W4", LastDay: day("2026-12-31"), Instrument: "letter"})
		if got, is := Standing(p.r, "p-police", at("2026-12-31 23:59:59")); !is || got.Seats[0].Until != day("2026-12-31") {
			t.Errorf("on the last day: got %+v", got)
		}
		if got, is := Standing(p.r, "p-police", at("2027-01-01 00:00")); is || got.Clearance != ClearPublic {
			t.Errorf("the day after: got %+v", got)
		}
		if got, _ := Standing(p.r, "p-new", at("2027-01-01 00:00")); len(got.Seats) != 0 {
			t.Errorf("a deputy who is not named yet: got %+v", got)
		}
	})
	t.Run("a deputy of a vacant seat is a deputy", func(t *testing.T) {
		p.now = at("2026-12-20 09:00")
		p.register("ao-pol", &DeputyName{Seat: "W4", Person: "p-new", From: day("2027-01-01"), Instrument: "letter"})
		if got, is := Standing(p.r, "p-new", at("2027-01-02 09:00")); !is || !got.Seats[0].Deputy || got.Seats[0].AsDeputyFor != "" {
			t.Errorf("got %+v", got)
		}
	})
}

// Nobody is anything under a document that has not taken effect, or proposes a holder whom nobody has confirmed.
func TestStandingBeforeItHasForce(t *testing.T) {
	p := &partnership{t: t, r: NewRegister("westmere"), now: at("2026-11-01 09:00")}
	p.register("p-admin", &PartnershipPublish{Source: strings.Replace(source(t, "westmere.governance.yaml"), "effective_from: 2026-04-01", "effective_from: 2026-12-01", 1)})
	if got, is := Standing(p.r, "p-secretary", at("2026-11-30 23:59:59")); is || got.Clearance != ClearPublic {
		t.Errorf("before its day: got %+v", got)
	}
	if _, is := Standing(p.r, "p-secretary", at("2026-12-01 00:00")); !is {
		t.Error("on its day the secretariat is nothing")
	}
	if got, is := Standing(p.r, "p-police", at("2026-12-01 00:00")); is {
		t.Errorf("a holder who is proposed only: got %+v", got)
	}
}

// What the wire carries of a membership comes back as it was.
func TestMembershipAsJSON(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.register("ao-pol", &DeputyName{Seat: "W4", Person: "p-x", Until: day("2026-12-20"), Instrument: "letter"})
	want, _ := Standing(p.r, "p-x", p.now)
	raw, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got Membership
	if err := json.Unmarshal(raw, &got); err != nil || !cmp.Equal(want, got) {
		t.Errorf("got %+v, %v from %s", got, err, raw)
	}
}
