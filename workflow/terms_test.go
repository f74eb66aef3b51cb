package workflow

import (
	"slices"
	"testing"

	"comity/events"
)

// What else was considered and what could go wrong are terms like any other: kept, named when they change, and frozen.
func TestCase_options_and_risk(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	if p.c.Terms.Options != "" || p.c.Terms.Risk != "" {
		t.Fatalf("a case that was created without them has %+v", p.c.Terms)
	}
	frozen := p.c.Gate.Snapshot
	p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{Options: ptr("Spot purchase: dearer."), Risk: ptr("Too few therapists.")}})
	amended, ok := p.last[0].(events.CaseAmended)
	if !ok || !slices.Equal(amended.Changed, []string{"options", "risk"}) {
		t.Fatalf("changed: got %+v", p.last[0])
	}
	p.label("needs_assessment.working") // what was to be signed has changed
	p.do("p-unit", &CaseRequestGate{Case: "C1"})
	if p.c.Gate.Snapshot == frozen {
		t.Error("the snapshot is the same with other options and risks")
	}
	p.do("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{Summary: ptr("Help at home.")}})
	if p.c.Terms.Options != "Spot purchase: dearer." || p.c.Terms.Risk != "Too few therapists." {
		t.Errorf("an amendment of something else changed them: %+v", p.c.Terms)
	}
	p.refused("p-unit", &CaseAmend{Case: "C1", CaseFields: CaseFields{Options: ptr("Spot purchase: dearer.")}}, Malformed)
}

func TestCaseAddEvidence_file(t *testing.T) {
	const digest = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	p.do("p-unit", &CaseAddEvidence{Case: "C1", Type: "user_views", Digest: digest, FileName: "What 140 families told us.pdf", MediaType: "application/pdf", Bytes: 4096})
	e := p.c.Evidence[0]
	if e.FileName != "What 140 families told us.pdf" || e.MediaType != "application/pdf" || e.Bytes != 4096 {
		t.Errorf("got %+v", e)
	}
	for name, tc := range map[string]struct {
		cmd   CaseAddEvidence
		about string
	}{
		"a file without a digest":        {CaseAddEvidence{FileName: "a.pdf"}, "digest"},
		"a size without a digest":        {CaseAddEvidence{Bytes: 1}, "digest"},
		"a name with a folder":           {CaseAddEvidence{Digest: digest, FileName: "../a.pdf"}, "file_name"},
		"a name with a foreign folder":   {CaseAddEvidence{Digest: digest, FileName: `..\a.pdf`}, "file_name"},
		"a name with a line in it":       {CaseAddEvidence{Digest: digest, FileName: "a\r\nb.pdf"}, "file_name"},
		"a name written backwards":       {CaseAddEvidence{Digest: digest, FileName: "a\u202efdp.exe"}, "file_name"},
		"a name of nothing":              {CaseAddEvidence{Digest: digest, FileName: ".. "}, "file_name"},
		"a kind that is none":            {CaseAddEvidence{Digest: digest, MediaType: "pdf"}, "media_type"},
		"a kind with something after it": {CaseAddEvidence{Digest: digest, MediaType: "text/html\r\nx: y"}, "media_type"},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := tc.cmd
			cmd.Case, cmd.Type = "C1", "user_views"
			_, no := DecideCase(p.c, p.r, &cmd, p.meta("p-unit", &cmd))
			if no == nil || no.Code != Malformed || !slices.Equal(no.About(), []string{tc.about}) {
				t.Errorf("got %v, want malformed about %s", no, tc.about)
			}
		})
	}
}

// The board sees what a document is and what it is called; those whom the partners' tier shows the case do not.
func TestPublish_of_a_file(t *testing.T) {
	p := westmere(t)
	p.now = at("2026-12-01 09:00")
	p.draft("pa2023")
	e := events.EvidenceAdded{EvidenceItem: events.EvidenceItem{Item: "i", Type: "user_views", Title: "T", Digest: "d", FileName: "f", MediaType: "m", Bytes: 1, Data: []byte(`{}`)}}
	for tier, want := range map[string]bool{ClearPublic: false, ClearPartners: false, ClearBoard: true, ClearExempt: true} {
		got, err := Publish(p.c, e, tier)
		if err != nil {
			t.Fatal(err)
		}
		for _, field := range []string{"title", "digest", "file_name", "media_type", "bytes"} {
			if _, there := got[field]; there != want {
				t.Errorf("%s sees %s: got %t, want %t", tier, field, there, want)
			}
		}
		if _, data := got["data"]; data != (tier == ClearExempt) {
			t.Errorf("%s sees the data: got %t", tier, data)
		}
	}
}

// Whoever is asked for a certificate reads what they certify, from when the gate asks them; who deputises in the post as well.
func TestClearance_of_a_named_officer(t *testing.T) {
	p := westmere(t, replace("chief_finance_officer: p-cfo", "chief_finance_officer: p-treasurer\n    officers: {deputy_chief_finance_officer: p-treasurer-2}"))
	p.toGate("G1", "pa2023")
	for _, tc := range []struct{ gate, treasurer, deputy string }{{"G1", ClearBoard, ClearBoard}, {"G2", ClearExempt, ClearExempt}} {
		if tc.gate == "G2" {
			p.passG1()
			p.evidence("G2")
			p.do("p-unit", &CaseRequestGate{Case: "C1"})
		}
		if got := Clearance(p.c, p.r, "p-treasurer", p.now); got != tc.treasurer {
			t.Errorf("at %s the officer sees %s, want %s", tc.gate, got, tc.treasurer)
		}
		if got := Clearance(p.c, p.r, "p-treasurer-2", p.now); got != tc.deputy {
			t.Errorf("at %s the deputy sees %s, want %s", tc.gate, got, tc.deputy)
		}
	}
	if got := Clearance(p.c, p.r, "po-icb", p.now); got != ClearBoard {
		t.Errorf("an officer who is not asked sees %s", got)
	}
}

func TestMayOpen(t *testing.T) {
	p := westmere(t)
	p.toWCB()
	open := func(person string, want bool) {
		t.Helper()
		if got := MayOpen(p.c, p.r, person, p.now); got != want {
			t.Errorf("%s of a case for %s: got %t, want %t", person, p.c.Terms.Classification, got, want)
		}
	}
	for _, classification := range []string{ClearPublic, ClearPartners, ClearBoard} {
		p.c.Terms.Classification = classification
		open("p-lead", true)
		open("p-unit", true)
		open("po-icb", true) // confidential to the boards
		open("p-admin", false)
		open("p-stranger", false)
		open(events.System, true)
	}
	p.c.Terms.Classification = ClearExempt
	open("p-lead", true)
	open("po-icb", false)
	p.do("p-lead", &SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W1", Interest: "pecuniary"})
	for _, classification := range []string{ClearExempt, ClearBoard, ClearPublic} { // whatever it is, not by who stands aside
		p.c.Terms.Classification = classification
		open("p-lead", false)
	}
	p.do("mo-wcc", &SignOffDispense{Case: "C1", SignOff: "wcb", Seat: "W1", Reason: "r"})
	open("p-lead", true)
}
