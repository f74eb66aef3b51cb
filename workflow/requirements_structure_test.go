package workflow

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Levels, structure and meetings, DOMAIN §3.1 and §3.2.

func TestF01_a_countywide_plan_asks_one_executive_and_one_strategic_board_and_consults_the_areas(t *testing.T) {
	p := westmere(t, replace("      - id: finance\n", "      - {id: areas, order: 1, board: {level: operational, by_area: true}, act: note, blocking: false, deadline: P10WD, on_lapse: {dispute: true}}\n      - id: finance\n"))
	p.toGate("G2", "pa2023")
	asked := map[string][]string{}
	for _, s := range p.c.Current() {
		if b := p.r.GovernanceAt(p.now).Board(s.Board); b != nil {
			asked[b.Level] = append(asked[b.Level], s.Board+" to "+s.Act)
		}
	}
	want := map[string][]string{"operational": {"ogn to note", "ogs to note"}, "executive": {"jce to approve"}, "strategic": {"wcb to approve"}}
	for level, boards := range want {
		if !slices.Equal(asked[level], boards) {
			t.Errorf("%s: got %v, want %v", level, asked[level], boards)
		}
	}
}

func TestF13_a_partnership_is_no_organisation_and_answers_for_no_contract(t *testing.T) {
	p := westmere(t)
	asOrganisation := strings.NewReplacer("version: 3", "version: 4", "  - id: cvs\n", "  - id: westmere\n").Replace(source(t, "westmere.governance.yaml"))
	no := p.registerRefused("p-admin", &PartnershipPublish{Source: asOrganisation}, DefinitionInvalid)
	if !strings.Contains(no.Error(), "westmere is the partnership itself") {
		t.Errorf("got %v", no)
	}
	p.awarded()
	p.refused("p-unit", &ContractRecord{Case: "C1", Supplier: "S", ValuePence: 291_000_00, Accountable: "westmere"}, Malformed)
}

func TestF14_a_contract_without_an_accountable_organisation_is_refused(t *testing.T) {
	p := westmere(t)
	p.awarded()
	no := p.refused("p-unit", &ContractRecord{Case: "C1", Supplier: "S", ValuePence: 291_000_00, Accountable: "Westmere Children's Partnership"}, Malformed)
	if got := no.About(); !slices.Equal(got, []string{"accountable"}) {
		t.Errorf("got %v", got)
	}
	p.do("p-unit", &ContractRecord{Case: "C1", Supplier: "S", ValuePence: 291_000_00})
	if got := p.c.Contract.Accountable; got != "wcc" {
		t.Errorf("said nothing: got %q, want the sponsor", got)
	}
}

// awarded takes C1 to where its contract may be recorded.
func (p *partnership) awarded() {
	p.t.Helper()
	p.toGate("G3", "pa2023")
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.do("p-unit", &NoticePublish{Case: "C1", Kind: "award"})
	p.clock("2027-02-01 09:00")
	p.label("delivery.working")
}

func TestF18_a_district_in_two_areas_is_asked_for_one_consent_and_both_its_area_boards(t *testing.T) {
	p := westmere(t, replace("organisations: [cal, dun]}\n\nboards", "organisations: [ald, cal, dun]}\n\nboards"))
	p.toGate("G1", "pa2023")
	p.states(map[string]string{"ogn": "open", "ogs": "open", "jce": "waiting", "wcb": "waiting"})
	p.passG1()
	p.evidence("G2")
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	asked := 0
	for _, k := range p.c.CurrentConsents() {
		if k.Organisation == "ald" {
			asked++
		}
	}
	if asked != 1 {
		t.Errorf("consents of ald: got %d, want 1", asked)
	}
}

// independent gives the board a chair who does not vote and is of no partner.
func independent(onTie string) func(string, string) (string, string) {
	return func(g, w string) (string, string) {
		return strings.NewReplacer("chair: {seat: W1, vice: [W3]}", "chair: {seat: WC, vice: [W3]}",
			"      - {id: W1,", "      - {id: WC, nominated_by: district-leaders-group, role: other, post: independent chair, voting: false, holder: p-chair}\n      - {id: W1,",
			"on_tie: casting_vote", "on_tie: "+onTie).Replace(g), w
	}
}

func TestF22_an_independent_chair_without_a_vote_casts_only_where_the_rule_says_so(t *testing.T) {
	tie := func(t *testing.T, onTie string) *partnership {
		p := westmere(t, independent(onTie))
		p.toWCB()
		if got := p.r.Presiding(p.c.SignOff("wcb"), p.now); got != "WC" {
			t.Fatalf("presiding: got %s, want WC", got)
		}
		p.refused("p-chair", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "WC", Choice: Approve}, NotPermitted)
		p.votes("wcb", Approve, "W1", "W2", "W3", "W9")
		p.votes("wcb", RefuseChoice, "W5", "W6", "W7", "W8")
		p.votes("wcb", Abstain, "W4")
		return p
	}
	t.Run("where it does", func(t *testing.T) {
		p := tie(t, "casting_vote")
		p.do("p-chair", &SignOffCast{Case: "C1", SignOff: "wcb", Seat: "WC", Choice: Approve})
		p.label("planning.working")
	})
	t.Run("where it does not", func(t *testing.T) {
		p := tie(t, "dispute")
		p.refused("p-chair", &SignOffCast{Case: "C1", SignOff: "wcb", Seat: "WC", Choice: Approve}, CastingVoteNotAllowed)
		p.label("needs_assessment.in_dispute")
	})
}

func TestF25_a_board_of_forty_seats_decides_and_is_advised_against(t *testing.T) {
	var more strings.Builder
	for n := range 31 { // beside the nine
		fmt.Fprintf(&more, "      - {id: M%d, organisation: ald, role: other, holder: p-m%d}\n", n, n)
	}
	p := westmere(t, replace("      - {id: WN1,", more.String()+"      - {id: WN1,"))
	p.toWCB()
	if got := len(p.r.Awaited(p.c.SignOff("wcb"), p.now)); got != 40 {
		t.Fatalf("got %d who may vote, want 40", got)
	}
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
	for n := range 15 {
		p.votes("wcb", Approve, fmt.Sprintf("M%d", n))
	}
	if got := p.state("wcb"); got != "open" {
		t.Errorf("20 of 40: got %s, want open", got)
	}
	p.votes("wcb", Approve, "M15")
	p.label("planning.working")
	if got := remarks(MadeUp(p.r, nil, p.now)); !slices.Contains(got, "board_large wcb") {
		t.Errorf("got %v", got)
	}
}

func TestF27_votes_given_from_afar_make_the_quorum(t *testing.T) {
	p := westmere(t)
	p.toWCB()
	if p.r.Meetings != nil {
		t.Fatalf("there is a meeting: %v", p.r.Meetings)
	}
	p.votes("wcb", Approve, "W1", "W2", "W3", "W5", "W6")
	p.label("planning.working")
}

func TestF27_a_remote_vote_is_refused_by_a_joint_committee_that_meets_in_person(t *testing.T) {
	p := westmere(t, replace("    level: strategic\n    authority: advisory", "    level: strategic\n    authority: joint_committee"),
		replace("      notice_days: 5\n      written_procedure: true\n      recorded_votes: true", "      notice_days: 5\n      written_procedure: false\n      in_person: true\n      recorded_votes: true"))
	p.toWCB()
	p.refused("p-lead", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve}, NotPermitted)
	starts := p.now.AddDate(0, 0, 8)
	p.register("p-secretary", &MeetingSchedule{Meeting: "m1", Board: "wcb", StartsAt: starts})
	p.now = starts
	p.register("p-secretary", &MeetingOpen{Meeting: "m1"})
	p.register("p-secretary", &MeetingRecordAttendance{Meeting: "m1", Attendance: []AttendanceLine{{Seat: "W1", Present: "in_person"}, {Seat: "W2", Present: "remote"}, {Seat: "W3", Present: "in_person"}}})
	p.refused("p-dcs", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W2", Choice: Approve}, NotPermitted)
	p.refused("p-secretary", &SignOffRecordVote{Case: "C1", SignOff: "wcb", Seat: "W2", Choice: Approve, Meeting: "m1", Minute: "4"}, NotPermitted)
	p.do("p-lead", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W1", Choice: Approve})
	p.do("p-secretary", &SignOffRecordVote{Case: "C1", SignOff: "wcb", Seat: "W3", Choice: Approve, Meeting: "m1", Minute: "4"})
	p.register("p-secretary", &MeetingClose{Meeting: "m1"})
	p.refused("p-dcs", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W2", Choice: Approve}, NotPermitted)
}
