package workflow

import (
	"slices"
	"strings"
	"testing"

	"comity/events"
)

// delegated publishes the fixture's governance with a limit on the executive, from now.
func delegated(p *partnership, limit string) {
	p.t.Helper()
	text := strings.Replace(source(p.t, "westmere.governance.yaml"), "  - id: jce\n", "  - id: jce\n    delegation: {limit_gbp: \""+limit+"\"}\n", 1)
	text = strings.Replace(text, "version: 3", "version: 4", 1)
	p.register("p-admin", &PartnershipPublish{Source: text})
}

func TestF19_an_area_board_deciding_above_its_limit_is_refused_and_what_is_before_it_goes_up(t *testing.T) {
	t.Run("above", func(t *testing.T) {
		p := westmere(t)
		delegated(p, "£299,999.99")
		p.toGate("G1", "pa2023")
		p.votes("ogn", Approve, "N1", "N2")
		p.votes("ogs", Approve, "S1", "S2")
		if p.state("jce") != "escalated" || p.state("wcb-for-jce") != "open" {
			t.Fatalf("jce is %s, wcb-for-jce %s", p.state("jce"), p.state("wcb-for-jce"))
		}
		got := ofType[events.SignOffEscalated](p.last)
		if len(got) != 1 || got[0].Because != BecauseDelegation || got[0].To != "wcb-for-jce" {
			t.Errorf("got %+v", got)
		}
		no := p.refused("p-dcs", &SignOffVote{Case: "C1", SignOff: "jce", Seat: "E1", Choice: Approve}, DelegationExceeded)
		if f := no.Details[0].Facts; f["limit_pence"] != int64(299_999_99) || f["requested_pence"] != int64(300_000_00) {
			t.Errorf("got %+v", f)
		}
	})
	t.Run("just_the_limit", func(t *testing.T) {
		p := westmere(t)
		delegated(p, "£300,000")
		p.toGate("G1", "pa2023")
		p.votes("ogn", Approve, "N1", "N2")
		p.votes("ogs", Approve, "S1", "S2")
		if p.state("jce") != "open" {
			t.Errorf("jce is %s", p.state("jce"))
		}
	})
	t.Run("a_view_is_no_decision", func(t *testing.T) {
		p := westmere(t)
		text := strings.Replace(source(t, "westmere.governance.yaml"), "  - id: ogn\n", "  - id: ogn\n    delegation: {limit_gbp: \"£1\"}\n", 1)
		p.register("p-admin", &PartnershipPublish{Source: strings.Replace(text, "version: 3", "version: 4", 1)})
		p.toGate("G1", "pa2023")
		if p.state("ogn") != "open" {
			t.Errorf("ogn, which endorses, is %s", p.state("ogn"))
		}
	})
	t.Run("it_goes_past_a_board_that_may_not_decide_it_either", func(t *testing.T) {
		p := westmere(t)
		text := strings.Replace(source(t, "westmere.governance.yaml"), "  - id: ogn\n", "  - id: ogn\n    delegation: {limit_gbp: \"£1\", acts: [endorse]}\n", 1)
		text = strings.Replace(text, "  - id: jce\n", "  - id: jce\n    delegation: {limit_gbp: \"£2\", acts: [endorse, agree]}\n", 1)
		p.register("p-admin", &PartnershipPublish{Source: strings.Replace(text, "version: 3", "version: 4", 1)})
		p.toGate("G1", "pa2023")
		if p.state("ogn") != "escalated" || p.state("wcb-for-ogn") != "open" {
			t.Errorf("ogn is %s, wcb-for-ogn %s", p.state("ogn"), p.state("wcb-for-ogn"))
		}
	})
}

func TestF07_the_deadline_of_an_area_board_is_its_own_within_the_bounds(t *testing.T) {
	p := westmere(t)
	text := strings.Replace(source(t, "westmere.governance.yaml"), "  - id: ogn\n", "  - id: ogn\n    deadline: P5WD\n", 1)
	text = strings.Replace(text, "administrators: [p-admin]\n", "administrators: [p-admin]\nlocal_variation: {deadline: {min: P5WD, max: P15WD}}\n", 1)
	p.register("p-admin", &PartnershipPublish{Source: strings.Replace(text, "version: 3", "version: 4", 1)})
	p.toGate("G1", "pa2023")
	cal := p.r.CalendarAt(p.now)
	north, south := p.c.SignOff("ogn").DueAt, p.c.SignOff("ogs").DueAt
	if !north.Before(south) || cal.DateOf(north).AddDays(7) != cal.DateOf(south) {
		t.Errorf("north is due %s, south %s", north, south)
	}
}

func TestF21_no_dispute_is_raised_before_the_agreement_says_how_conflicts_are_resolved(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	publish := func(version, topics string) {
		text := strings.Replace(source(t, "westmere.governance.yaml"), "administrators: [p-admin]\n", "administrators: [p-admin]\nagreement: {topics: ["+topics+"]}\n", 1)
		p.register("p-admin", &PartnershipPublish{Source: strings.Replace(text, "version: 3", "version: "+version, 1)})
	}
	raise := &CaseRaiseDispute{Case: "C1", Seat: "W5", Reason: "The shares."}
	publish("4", "purpose, resources")
	no := p.refused("p-ald", raise, AgreementIncomplete)
	if about := abouts(no); !slices.Equal(about, []string{"conflict_resolution"}) {
		t.Errorf("got %v", about)
	}
	publish("5", "purpose, resources, conflict_resolution")
	p.do("p-ald", raise)
	p.label("needs_assessment.in_dispute")
}

func TestF116_nobody_votes_who_has_not_acknowledged_the_code(t *testing.T) {
	p := westmere(t)
	text := strings.Replace(source(t, "westmere.governance.yaml"), "administrators: [p-admin]\n", "administrators: [p-admin]\ncode_of_conduct: {name: Code, version: 1, voting_requires_it: true}\n", 1)
	p.registerRefused("p-n1", &MemberAcknowledgeCode{Seat: "N1"}, NotFound)
	p.register("p-admin", &PartnershipPublish{Source: strings.Replace(text, "version: 3", "version: 4", 1)})
	p.toGate("G1", "pa2023")
	vote := &SignOffVote{Case: "C1", SignOff: "ogn", Seat: "N1", Choice: Approve}
	p.refused("p-n1", vote, CodeNotAcknowledged)
	p.registerRefused("p-n2", &MemberAcknowledgeCode{Seat: "N1"}, NotSeatHolder)
	p.registerRefused("p-n1", &MemberAcknowledgeCode{Seat: "N9"}, NotFound)
	p.register("p-n1", &MemberAcknowledgeCode{Seat: "N1"})
	if got := ofType[events.MemberCodeAcknowledged](p.last); len(got) != 1 || got[0].Seat != "N1" || got[0].Person != "p-n1" || got[0].Version != 1 {
		t.Errorf("got %+v", got)
	}
	p.register("p-n1", &MemberAcknowledgeCode{Seat: "N1"})
	if len(p.last) != 0 {
		t.Errorf("again: got %+v", p.last)
	}
	p.do("p-n1", vote)
	p.refused("p-n2", &SignOffVote{Case: "C1", SignOff: "ogn", Seat: "N2", Choice: Approve}, CodeNotAcknowledged)
	p.register("p-admin", &PartnershipPublish{Source: strings.NewReplacer("version: 3", "version: 5", "name: Code, version: 1", "name: Code, version: 2").Replace(text)})
	if c := p.r.CodeToAcknowledge("N1", "p-n1", p.now); c == nil || c.Version != 2 {
		t.Error("a new version need not be acknowledged")
	}
}

func TestF113_every_partnership_has_the_three_risks(t *testing.T) {
	p := westmere(t)
	risks := MadeUp(p.r, nil, p.now).Risks
	if len(risks) != 3 {
		t.Fatalf("got %+v", risks)
	}
	for _, r := range risks {
		if r.Title == "" || r.Level == "" || r.Response == "" {
			t.Errorf("got %+v", r)
		}
	}
}
