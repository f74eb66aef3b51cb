package workflow

import (
	"strings"
	"testing"
)

func (p *partnership) registerRefused(actor string, cmd Command, code Code) *Refusal {
	p.t.Helper()
	no := p.tryRegister(actor, cmd)
	if no == nil || no.Code != code {
		p.t.Fatalf("%s by %s: got %v, want %s", cmd.CommandName(), actor, no, code)
	}
	return no
}

func TestWhoMayChangeAuthority(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.registerRefused("ao-wcc", &DeputyName{Seat: "W4", Person: "p-x", Instrument: "i"}, NotPermitted)
	p.registerRefused("p-admin", &DeputyName{Seat: "W4", Person: "p-x", Instrument: "i"}, NotPermitted)
	p.registerRefused("ao-pol", &DeputyName{Seat: "W4", Person: "ao-pol", Instrument: "i"}, NotPermitted)
	p.registerRefused("ao-pol", &MemberAppoint{Seat: "W4", Person: "p-x", Instrument: "i"}, Malformed) // the seat is taken
	p.register("ao-pol", &MemberRemove{Seat: "W4", LastDay: day("2026-12-31"), Instrument: "i"})
	p.register("ao-pol", &MemberAppoint{Seat: "W4", Person: "p-x", From: day("2027-01-01"), Instrument: "i"})
	if got := p.r.Holder("W4", at("2026-12-31 23:59:59")); got != "p-police" {
		t.Errorf("on the last day: got %s", got)
	}
	if got := p.r.Holder("W4", at("2027-01-01 00:00")); got != "p-x" {
		t.Errorf("on the first day: got %s", got)
	}
	p.registerRefused("ao-wcc", &MandateGrant{Mandate: "m-x", Organisation: "pol", Seat: "W4", Commit: []MandateLine{{Kind: "money"}}, Instrument: "i"}, NotPermitted)
	p.registerRefused("p-nobody", &PartnershipPublish{Source: "x"}, NotPermitted)
	p.registerRefused("ao-wcc", &MemberConfirm{Organisation: "wcc", Instrument: "again"}, NotFound)
}

// TestRepublishingUndoesNothing: a document may propose other people; the organisations' own acts stand.
func TestRepublishingUndoesNothing(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	v3 := source(t, "westmere.governance.yaml")
	p.register("p-admin", &PartnershipPublish{Source: v3})
	if len(p.last) != 0 {
		t.Fatal("the same version with the same content did something")
	}
	p.registerRefused("p-admin", &PartnershipPublish{Source: strings.Replace(v3, "Westmere Police", "Police", 1)}, VersionExists)
	v4 := strings.NewReplacer("version: 3", "version: 4", "effective_from: 2026-04-01", "effective_from: 2027-01-01", "holder: p-police}", "holder: p-other}").Replace(v3)
	p.register("p-admin", &PartnershipPublish{Source: v4})
	if got := p.r.GovernanceAt(at("2026-12-31 23:59:59")).Metadata.Version; got != 3 {
		t.Errorf("before its day: version %d", got)
	}
	if got := p.r.GovernanceAt(at("2027-01-01 00:00")).Metadata.Version; got != 4 {
		t.Errorf("on its day: version %d", got)
	}
	if got := p.r.Holder("W4", at("2027-02-01")); got != "p-police" {
		t.Errorf("holder: got %s, want p-police still", got)
	}
}

func TestMistakesAreListed(t *testing.T) {
	p := westmere(t)
	broken := strings.NewReplacer("version: 3", "version: 4", "chair: {seat: W1, vice: [W3]}", "chair: {seat: W77, vice: [W3]}",
		"voting: 5", "voting: 50", "holidays: england-and-wales", "holidays: atlantis").Replace(source(t, "westmere.governance.yaml"))
	no := p.registerRefused("p-admin", &PartnershipPublish{Source: broken}, DefinitionInvalid)
	if len(no.Details) < 3 {
		t.Fatalf("got %d problems, want all three: %v", len(no.Details), no)
	}
	for _, d := range no.Details {
		if d.Facts["line"].(int) < 1 || d.Message == "" {
			t.Errorf("a mistake without its place: %+v", d)
		}
	}
}

func TestMeetings(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.registerRefused("p-lead", &MeetingSchedule{Meeting: "m", Board: "wcb", StartsAt: at("2027-01-19 14:00")}, NotPermitted)
	no := p.registerRefused("p-secretary", &MeetingSchedule{Meeting: "m", Board: "wcb", StartsAt: at("2026-12-05 14:00")}, NoticeTooShort)
	if no.Details[0].Facts["clear_days"] != 3 {
		t.Errorf("clear days: got %v, want 3", no.Details[0].Facts)
	}
	p.register("p-secretary", &MeetingSchedule{Meeting: "m", Board: "wcb", StartsAt: at("2026-12-07 14:00")}) // five clear days
	p.registerRefused("p-secretary", &MeetingClose{Meeting: "m"}, WrongStage)
	p.register("p-secretary", &MeetingCancel{Meeting: "m", Reason: "snow"})
	p.registerRefused("p-secretary", &MeetingOpen{Meeting: "m"}, WrongStage)
}
