package workflow

import (
	"slices"
	"strings"
	"testing"
)

// Models of representation, DOMAIN §3.3.

func TestF31_a_change_of_seats_in_mid_year_keeps_the_votes_cast_and_new_seats_vote_from_their_day(t *testing.T) {
	p := westmere(t)
	p.toWCB()
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5")
	v4 := strings.NewReplacer("version: 3", "version: 4", "effective_from: 2026-04-01", "effective_from: 2026-12-05",
		"      - {id: W5,", "      - {id: W10, organisation: ald, role: officer}\n      - {id: W5,").Replace(source(t, "westmere.governance.yaml"))
	p.register("p-admin", &PartnershipPublish{Source: v4})
	p.registerRefused("ao-ald", &MemberAppoint{Seat: "W10", Person: "p-ald-officer", Instrument: "i"}, NotFound) // not before the day
	p.clock("2026-12-07 09:00")
	p.register("ao-ald", &MemberAppoint{Seat: "W10", Person: "p-ald-officer", From: day("2026-12-09"), Instrument: "i"})
	if got := p.c.SignOff("wcb").Votes; len(got) != 4 {
		t.Fatalf("got %d votes, want the four cast before", len(got))
	}
	p.refused("p-ald-officer", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W10", Choice: Approve}, NotFound) // opened before there was such a seat
	p.votes("wcb", Approve, "W6")
	p.label("planning.working")

	p.evidence("G2")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"})
	p.refused("p-ald-officer", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W10", Choice: Approve}, SeatNotInForce)
	p.clock("2026-12-09 00:00")
	p.do("p-ald-officer", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W10", Choice: Approve})
}

func TestF31_one_officer_a_district_and_one_member_a_political_group_take_the_place_of_two_seats(t *testing.T) {
	p := westmere(t)
	p.toWCB()
	p.votes("wcb", Approve, "W1", "W5", "W6")
	text := source(t, "westmere.governance.yaml")
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "      - {id: W7,") || strings.HasPrefix(line, "      - {id: W8,") {
			text = strings.Replace(text, line+"\n", "", 1)
		}
	}
	for _, m := range []string{"m-cal-2026", "m-dun-2026"} {
		i := strings.Index(text, "  - id: "+m)
		j := strings.Index(text[i:], "deputy_may_commit: false\n") + i + len("deputy_may_commit: false\n")
		text = text[:i] + text[j:]
	}
	v4 := strings.NewReplacer("version: 3", "version: 4", "effective_from: 2026-04-01", "effective_from: 2026-12-05", "  - id: jce\n", `    seats_for:
      - {each: [ald, bra, cal, dun], roles: [officer], id: "off-{organisation}"}
      - {groups: [blue, red, yellow], organisation: wcc, roles: [elected_member], id: "grp-{group}"}
  - id: jce
`).Replace(text)
	p.register("p-admin", &PartnershipPublish{Source: v4})
	p.clock("2026-12-07 09:00")
	b := p.r.GovernanceAt(p.now).Board("wcb")
	if got := len(b.Seats); got != 9+7 { // of the nine and two, two have gone and seven come
		t.Fatalf("got %d seats", got)
	}
	if got := p.c.SignOff("wcb").Votes; len(got) != 3 {
		t.Fatalf("got %d votes, want the three cast before", len(got))
	}
	p.register("ao-cal", &MemberAppoint{Seat: "off-cal", Person: "p-off-cal", Instrument: "i"})
	p.register("ao-wcc", &MemberAppoint{Seat: "grp-red", Person: "p-red", Instrument: "i"})
	p.refused("p-red", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "grp-red", Choice: Approve}, NotFound)
	p.votes("wcb", Approve, "W2", "W3") // the sign-off goes on under the rules with which it opened
	p.label("planning.working")
	p.evidence("G2")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"})
	p.do("p-red", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "grp-red", Choice: RefuseChoice})
	p.do("p-off-cal", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "off-cal", Choice: Approve})
}

func TestF33_a_seat_is_filled_by_the_body_that_nominates_for_it_and_by_nobody_else(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.registerRefused("ao-wcc", &MemberRemove{Seat: "E4", LastDay: day("2026-12-01"), Instrument: "i"}, NotPermitted)
	p.register("ao-district-leaders-group", &MemberRemove{Seat: "E4", LastDay: day("2026-12-01"), Instrument: "leaders 4"})
	p.now = at("2026-12-02 09:00")
	for _, actor := range []string{"ao-wcc", "ao-ald", "po-district-leaders-group", "p-admin", "p-secretary"} {
		p.registerRefused(actor, &MemberAppoint{Seat: "E4", Person: "p-new", Instrument: "i"}, NotPermitted)
	}
	p.register("ao-district-leaders-group", &MemberAppoint{Seat: "E4", Person: "p-new", Instrument: "leaders 5"})
	if got := p.r.Holder("E4", p.now); got != "p-new" {
		t.Errorf("got %s", got)
	}
}

func TestF34_one_person_cannot_vote_for_two_seats_whose_constituencies_overlap(t *testing.T) {
	p := westmere(t, func(g, w string) (string, string) {
		return strings.NewReplacer("represents: {organisations: [ald]}, holder: p-ald}", "represents: {organisations: [ald, bra]}, holder: p-ald}",
			"represents: {organisations: [bra]}, holder: p-bra}", "represents: {organisations: [bra, cal, dun]}, holder: p-ald}").Replace(g), w
	})
	p.toWCB()
	p.do("p-ald", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W5", Choice: Approve})
	p.refused("p-ald", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W6", Choice: Approve}, PersonAlreadyUsed)
}

func TestF35_a_member_and_an_officer_of_one_council_may_vote_differently(t *testing.T) {
	p := westmere(t)
	p.toWCB()
	p.votes("wcb", Approve, "W1")
	p.votes("wcb", RefuseChoice, "W2")
	if s := p.c.SignOff("wcb"); s.voteOf("W1").Choice != Approve || s.voteOf("W2").Choice != RefuseChoice {
		t.Errorf("got %+v", s.Votes)
	}
}

func TestF35_an_officer_and_a_member_of_seven_districts_are_fourteen_seats_and_two_of_one_district_split(t *testing.T) {
	var districts strings.Builder
	each := make([]string, 7)
	for n := range each {
		each[n] = "dist" + itoa(n+1)
		districts.WriteString("  - {id: " + each[n] + ", name: " + each[n] + " District Council, type: district_council, duty: relevant_partner, authorising_officer: ao-" + each[n] + "}\n")
	}
	p := westmere(t, replace("  - id: cvs\n", districts.String()+"  - id: cvs\n"),
		replace("  - id: jce\n", "    seats_for: [{each: ["+strings.Join(each, ", ")+"], roles: [officer, elected_member], id: \"{organisation}-{role}\"}]\n  - id: jce\n"))
	p.toWCB()
	b := p.r.GovernanceAt(p.now).Board("wcb")
	if got := len(b.Seats); got != 11+14 {
		t.Fatalf("got %d seats, want fourteen beside the eleven", got)
	}
	p.register("ao-dist1", &MemberAppoint{Seat: "dist1-officer", Person: "p-o", Instrument: "i"})
	p.register("ao-dist1", &MemberAppoint{Seat: "dist1-member", Person: "p-m", Instrument: "i"})
	p.do("p-o", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "dist1-officer", Choice: Approve})
	p.do("p-m", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "dist1-member", Choice: RefuseChoice})
	if n := p.r.count(p.c.SignOff("wcb"), p.now); n.tally.Approve != 1 || n.tally.Refuse != 1 {
		t.Errorf("got %+v", n.tally)
	}
}

func TestF42_a_seat_for_the_schools_cannot_commit_a_single_school(t *testing.T) {
	p := westmere(t, replace("  - id: bpn\n", "  - {id: oak, name: Oakfield School, type: school, duty: other}\n  - id: bpn\n"))
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "oak", Kind: "building", Description: "the hall, two evenings a week"})
	p.evidence("G1")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.passG1()
	p.evidence("G2")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	no := p.refused("p-n3", &ConsentConfirm{Case: "C1", Seat: "N3", Organisation: "oak"}, NoMandateFromOrganisation)
	if got := no.About(); !slices.Equal(got, []string{"oak"}) {
		t.Errorf("got %v", got)
	}
}

func TestF44_needs_are_not_decided_without_the_view_of_the_shadow_board_and_every_voter_may_read_it(t *testing.T) {
	p := westmere(t, replace("evidence_types:\n", "evidence_types:\n  - {id: shadow_board_view, name: View of the shadow board}\n"),
		replace("      - {id: user_views, max_age: P12M}\n      - {id: equality_analysis}", "      - {id: shadow_board_view}\n      - {id: user_views, max_age: P12M}\n      - {id: equality_analysis}"))
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	p.evidence("G1", "shadow_board_view")
	no := p.refused("p-unit", &CaseRequestGate{Case: "C1"}, EvidenceMissing)
	if got := no.About(); !slices.Equal(got, []string{"shadow_board_view"}) {
		t.Fatalf("got %v", got)
	}
	p.do("p-unit", &CaseAddEvidence{Case: "C1", Type: "shadow_board_view", Digest: "sha256:" + strings.Repeat("ab", 32)})
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	p.refused("p-shadow", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "WN2", Choice: Approve}, NotPermitted) // it has a view and no vote
	voters := 0
	for _, s := range p.c.Current() {
		for _, seat := range p.r.GovernanceAt(p.now).Board(s.Board).Seats {
			if !seat.MayVote() {
				continue
			}
			voters++
			if !MayOpen(p.c, p.r, p.r.Holder(seat.ID, p.now), p.now) {
				t.Errorf("%s may not open it", seat.ID)
			}
		}
	}
	if voters != 20 {
		t.Errorf("got %d who vote at the gate, want all 20", voters)
	}
	p.passG1()
}

func TestF46_a_private_organisation_has_a_place_without_a_vote_and_puts_money_in_beside_the_others(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	p.do("p-unit", &CommitmentOffer{Case: "C1", Organisation: "bpn", AmountPence: 20_000_00})
	if k := p.c.Commitments[len(p.c.Commitments)-1]; k.Organisation != "bpn" || k.Mode != "aligned" {
		t.Errorf("got %+v", k)
	}
	p = westmere(t)
	p.toWCB()
	if o := p.r.GovernanceAt(p.now).Organisation("bpn"); o.Type != "private" || p.r.Holder("WN1", p.now) != "p-bpn" {
		t.Fatalf("got %+v", o)
	}
	p.refused("p-bpn", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "WN1", Choice: Approve}, NotPermitted)
}
