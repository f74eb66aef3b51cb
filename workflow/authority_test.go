package workflow

import (
	"strings"
	"testing"
	"time"
)

// Nobody widens their own authority (DESIGN §4), and an end is an end: what TestNobodyActsWithoutAuthority found.
func TestAuthority(t *testing.T) {
	money := []MandateLine{{Kind: "money", PerCasePence: ptr(int64(5_000_00))}}
	t.Run("an_officer_does_not_grant_to_a_seat_for_which_he_deputises_what_deputies_may_use", func(t *testing.T) {
		p := westmere(t)
		p.register("ao-district-leaders-group", &DeputyName{Seat: "E4", Person: "ao-ald", Instrument: "letter"})
		grant := &MandateGrant{Mandate: "m-e4", Organisation: "ald", Seat: "E4", Instrument: "i", Commit: money, DeputyMayCommit: true}
		p.registerRefused("ao-ald", grant, NotPermitted)
		grant.DeputyMayCommit = false // that only the holder may use is not his
		p.register("ao-ald", grant)
	})
	t.Run("nor_to_a_seat_that_he_is_to_have", func(t *testing.T) {
		p := westmere(t)
		p.register("ao-district-leaders-group", &MemberRemove{Seat: "E4", LastDay: day("2026-11-30"), Instrument: "letter"})
		p.register("ao-district-leaders-group", &MemberAppoint{Seat: "E4", Person: "ao-ald", From: day("2026-12-01"), Instrument: "letter"})
		p.registerRefused("ao-ald", &MandateGrant{Mandate: "m-e4", Organisation: "ald", Seat: "E4", Instrument: "i", Commit: money}, NotPermitted)
	})
	t.Run("once_he_has_left_the_seat_he_may", func(t *testing.T) {
		p := westmere(t)
		p.register("ao-district-leaders-group", &DeputyName{Seat: "E4", Person: "ao-ald", Until: day("2026-11-10"), Instrument: "letter"})
		p.now = at("2026-11-11 00:00")
		p.register("ao-ald", &MandateGrant{Mandate: "m-e4", Organisation: "ald", Seat: "E4", Instrument: "i", Commit: money, DeputyMayCommit: true})
	})
	t.Run("to_revoke_a_mandate_never_lengthens_it", func(t *testing.T) {
		p := westmere(t)
		p.register("ao-ald", &MandateRevoke{Mandate: "m-ald-2026", LastDay: day("2026-12-31"), Instrument: "i"})
		for _, last := range []string{"2027-01-01", "2030-01-01"} {
			p.registerRefused("ao-ald", &MandateRevoke{Mandate: "m-ald-2026", LastDay: day(last), Instrument: "i"}, WrongStage)
		}
		p.register("ao-ald", &MandateRevoke{Mandate: "m-ald-2026", LastDay: day("2026-12-30"), Instrument: "i"})
		p.now = at("2027-02-01 09:00") // it has ended: there is nothing to revoke
		p.registerRefused("ao-ald", &MandateRevoke{Mandate: "m-ald-2026", Instrument: "i"}, WrongStage)
		if got := text(p.r.Mandates[3].Until); p.r.Mandates[3].Mandate != "m-ald-2026" || got != "2026-12-30" {
			t.Fatalf("%s ends on %s", p.r.Mandates[3].Mandate, got)
		}
	})
	t.Run("who_may_not_vote_for_want_of_the_code_neither_decides_urgently_nor_concurs", func(t *testing.T) {
		p := westmere(t, knowsUrgency)
		text, _ := knowsUrgency(source(t, "westmere.governance.yaml"), "")
		p.toWCB()
		text, _ = replace("administrators: [p-admin]\n", "administrators: [p-admin]\ncode_of_conduct: {name: Code, version: 1, voting_requires_it: true}\n")(text, "")
		text, _ = replace("version: 3", "version: 4")(text, "")
		p.register("p-admin", &PartnershipPublish{Source: text})
		concur := &SignOffConcur{Case: "C1", SignOff: "wcb", Seat: "W3"}
		p.refused("p-icb", concur, CodeNotAcknowledged)
		p.register("p-icb", &MemberAcknowledgeCode{Seat: "W3"})
		p.do("p-icb", concur)
		urgently := &SignOffDecideUrgently{Case: "C1", SignOff: "wcb", Seat: "W1", Reason: "r"}
		p.refused("p-lead", urgently, CodeNotAcknowledged)
		p.register("p-lead", &MemberAcknowledgeCode{Seat: "W1"})
		p.do("p-lead", urgently)
	})
	t.Run("a_rotating_seat_is_dispensed_by_the_monitoring_officer_of_whose_turn_it_is", func(t *testing.T) {
		p := westmere(t)
		p.now = at("2026-12-01 09:00")
		p.toGate("G1", "pa2023")
		p.do("p-e4", &SignOffDeclareInterest{Case: "C1", SignOff: "jce", Seat: "E4", Interest: "pecuniary"})
		dispense := &SignOffDispense{Case: "C1", SignOff: "jce", Seat: "E4", Reason: "Only a small interest."}
		p.refused("mo-wcc", dispense, NotAuthorisedToDispense)
		p.refused("mo-bra", dispense, NotAuthorisedToDispense)
		p.do("mo-ald", dispense)
	})
	t.Run("a_monitoring_officer_dispenses_nobody_for_a_seat_of_his_own", func(t *testing.T) {
		p := westmere(t)
		p.register("ao-cvs", &DeputyName{Seat: "W9", Person: "mo-cvs", Instrument: "letter"})
		p.toGate("G1", "pa2023")
		p.do("mo-cvs", &SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W9", Interest: "pecuniary"})
		p.refused("mo-cvs", &SignOffDispense{Case: "C1", SignOff: "wcb", Seat: "W9", Reason: "r"}, NotAuthorisedToDispense)
		p.refused("mo-cvs", &SignOffWithdrawInterest{Case: "C1", SignOff: "wcb", Seat: "W9", Reason: "r"}, NotAuthorisedToDispense)
		p.register("ao-cvs", &DeputyEnd{Seat: "W9", Person: "mo-cvs", Instrument: "letter"})
		p.do("mo-cvs", &SignOffDispense{Case: "C1", SignOff: "wcb", Seat: "W9", Reason: "r"})
	})
}

// What a seat may do ends with the version of the document that has it: a term that runs on gives nobody a seat that there is not.
func TestAuthority_of_a_seat_that_is_no_more(t *testing.T) {
	p := westmere(t)
	p.toGate("G2", "pa2023")
	const line = "      - {id: W9, organisation: cvs, role: other, represents: {organisations: [cvs], sector: voluntary and community}, holder: p-cvs}\n"
	g, _ := replace("version: 3\n  effective_from: 2026-04-01", "version: 4\n  effective_from: 2026-12-03")(source(t, "westmere.governance.yaml"), "")
	g, _ = replace(line, "")(g, "")
	p.register("p-admin", &PartnershipPublish{Source: g})
	p.do("p-cvs", &CaseRaiseDispute{Case: "C1", Seat: "W9", Reason: "r"})
	p.do("p-secretary", &CaseResolveDispute{Case: "C1", Agreement: "a"})
	p.now = at("2026-12-03 00:00")
	for _, cmd := range []Command{
		&CaseRaiseDispute{Case: "C1", Seat: "W9", Reason: "r"},
		&CaseRaiseDispute{Case: "C1", Seat: "W9", Organisation: "cvs", Reason: "r"},
		&UndertakingGive{Case: "C1", Owner: "cvs", Seat: "W9", What: "w", DueOn: day("2030-01-01")},
		&ConsentConfirm{Case: "C1", Seat: "W9"},
		&ConsentDecline{Case: "C1", Seat: "W9", Reason: "r"},
		&CommitmentWithdraw{Case: "C1", Commitment: "wcc-1", Seat: "W9", Reason: "r"},
	} {
		if no := p.try("p-cvs", cmd); no == nil {
			t.Errorf("%s from a seat that is no more: got yes", cmd.CommandName())
		}
	}
	p.do("p-lead", &CaseRaiseDispute{Case: "C1", Seat: "W1", Organisation: "wcc", Against: []string{"cvs"}, Reason: "r"})
	if no := p.try("p-cvs", &CaseAgreeDispute{Case: "C1", Seat: "W9", Agreement: "a"}); no == nil {
		t.Error("case.agree_dispute from a seat that is no more: got yes")
	}
}

// The time for call-in runs wherever the case is (docs/decisions/0012), also where nothing releases the hold: it was accepted for as long as a
// dispute, a suspension or a deferral went on.
func TestCallIn_after_its_time_is_refused_wherever_the_case_is(t *testing.T) {
	for name, halt := range map[string]func(*partnership){
		"in dispute": func(p *partnership) {
			p.do("p-lead", &CaseRaiseDispute{Case: "C1", Seat: "W1", Organisation: "wcc", Against: []string{"icb"}, Reason: "r"})
		},
		"suspended": func(p *partnership) { p.do("mo-wcc", &CaseSuspend{Case: "C1", Reason: "r"}) },
		"put off": func(p *partnership) {
			p.do("p-secretary", &CaseDefer{Case: "C1", SignOff: "wcb", Until: day("2027-06-01"), Reason: "r", Minute: "m"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := westmere(t)
			p.toGate("G2", "pa2023")
			p.recordKeyDecision()
			p.votes("jce", Approve, "E1", "E2", "E3")
			p.do("p-cfo", &SignOffCertify{Case: "C1", SignOff: "finance"})
			halt(p)
			p.now = p.c.Holds[0].Until
			in := p.copied()
			in.do("p-scrutiny-1", requisition())
			p.now = p.now.Add(time.Second)
			p.refused("p-scrutiny-1", requisition(), CallInWindowClosed)
		})
	}
}

// What a meeting comes to is its board's secretariat's to say. Once a version of the document does without the board nobody may: anybody could.
func TestMeeting_of_a_board_that_is_no_more_is_nobodys(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-11-20 09:00")
	for i, board := range []string{"ogs", "ogn"} {
		p.register("p-secretary", &MeetingSchedule{Meeting: []string{"m1", "m2"}[i], Board: board, StartsAt: at("2026-12-01 10:00")})
	}
	p.register("p-secretary", &MeetingOpen{Meeting: "m2"})
	p.publish(merging(t, "4", "2026-12-01"))
	p.now = at("2026-12-01 10:00")
	for _, person := range []string{"p-stranger", "p-s1", "p-secretary", "p-admin"} {
		p.registerRefused(person, &MeetingOpen{Meeting: "m1"}, NotPermitted)
		p.registerRefused(person, &MeetingCancel{Meeting: "m1", Reason: "r"}, NotPermitted)
		p.registerRefused(person, &MeetingClose{Meeting: "m2"}, NotPermitted)
		p.registerRefused(person, &MeetingRecordAttendance{Meeting: "m2", Attendance: []AttendanceLine{{Seat: "W1", Present: "in_person"}}}, NotPermitted)
	}
}

// Rules are pinned, people live (DOMAIN §0.7): who keeps a board's minutes now records whom it elected to preside, also on a sign-off that
// opened before. It was whoever kept them when it opened.
func TestElectPresider_by_who_keeps_the_minutes_now(t *testing.T) {
	p := westmere(t)
	p.toWCB()
	p.do("p-lead", &SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W1", Interest: "pecuniary"})
	p.do("p-icb", &SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W3", Interest: "pecuniary"})
	on := p.today().AddDays(1)
	p.publish(strings.ReplaceAll(governanceFrom(t, "4", on.String()), "secretary: [p-secretary]", "secretary: [p-unit-2]"))
	elect := &SignOffElectPresider{Case: "C1", SignOff: "wcb", Seat: "W4", Minute: "min 3"}
	p.copied().do("p-secretary", elect)
	p.now = p.r.CalendarAt(p.now).StartOf(on)
	p.refused("p-secretary", elect, NotPermitted)
	p.do("p-unit-2", elect)
}
