package workflow

import (
	"slices"
	"strings"
	"testing"

	"comity/events"
)

// secondVersion is Westmere's workflow as version 2: planning is called design, and its gate asks for a travel plan as well.
func secondVersion(t testing.TB, migrates string) string {
	t.Helper()
	w := strings.Replace(source(t, "joint-commissioning.workflow.yaml"), "version: 1", "version: 2", 1)
	w = strings.Replace(w, "{id: planning,", "{id: design,", 1)
	w = strings.ReplaceAll(strings.ReplaceAll(w, "to: planning", "to: design"), "next: planning", "next: design")
	w = strings.Replace(w, "  - id: G2\n", "  - id: G2\n", 1)
	i := strings.Index(w, "  - id: G2\n")
	j := i + strings.Index(w[i:], "    evidence:\n") + len("    evidence:\n")
	w = w[:j] + "      - {id: travel_plan}\n" + w[j:]
	k := strings.Index(w, "evidence_types:\n") + len("evidence_types:\n")
	w = w[:k] + "  - {id: travel_plan, name: Travel plan, description: How people get there.}\n" + w[k:]
	return strings.Replace(w, "tolerances:", migrates+"tolerances:", 1)
}

func (p *partnership) publishWorkflow(source string) {
	p.t.Helper()
	p.register("p-admin", &WorkflowPublish{Source: source})
}

func TestMigrate(t *testing.T) {
	move := func() *CaseMigrate {
		return &CaseMigrate{Case: "C1", Version: 2, ApprovedBy: "jce", Minute: "JCE 2026-12-02 item 3"}
	}
	planning := func(t *testing.T, migrates string) *partnership {
		p := westmere(t)
		p.toGate("G1", "pa2023")
		p.publishWorkflow(secondVersion(t, migrates))
		p.refused("p-unit", move(), MigrationNotAllowedAtGate)
		p.passG1()
		p.label("planning.working")
		return p
	}
	t.Run("a_case_at_a_gate_stays_with_its_version_and_one_that_has_passed_it_is_moved_with_what_it_has", func(t *testing.T) {
		p := planning(t, "migrates_from: [{version: 1, stages: {planning: design}}]\n")
		entered, held, passed := p.c.StageEnteredAt, len(p.c.Evidence), len(p.c.Passed)
		p.now = at("2026-12-10 09:00")
		p.do("p-unit", move())
		want := events.CaseMigrated{Workflow: "joint-commissioning", FromVersion: 1, Version: 2, FromStage: "planning", Stage: "design", ApprovedBy: "jce",
			Minute: "JCE 2026-12-02 item 3"}
		if got := p.last[0].(events.CaseMigrated); got != want {
			t.Fatalf("got %+v, want %+v", got, want)
		}
		p.label("design.working")
		if p.c.WorkflowVersion != 2 || !p.c.StageEnteredAt.Equal(entered) || len(p.c.Evidence) != held || len(p.c.Passed) != passed {
			t.Fatalf("the case is %+v", p.c)
		}
		no := p.refused("p-unit", &CaseRequestGate{Case: "C1"}, EvidenceMissing)
		if !slices.ContainsFunc(no.Details, func(x Problem) bool { return x.About == "travel_plan" }) {
			t.Fatalf("got %v", no)
		}
		p.refused("p-unit", move(), Malformed) // it is there
	})
	t.Run("a_stage_that_the_version_does_not_have_needs_to_be_mapped_by_document_or_command", func(t *testing.T) {
		p := planning(t, "")
		no := p.refused("p-unit", move(), StageMappingRequired)
		if len(no.Details) != 1 || no.Details[0].About != "planning" {
			t.Fatalf("got %v", no.Details)
		}
		wrong := move()
		wrong.Stage = "desing"
		p.refused("p-unit", wrong, StageMappingRequired)
		right := move()
		right.Stage = "design"
		p.do("p-unit", right)
		p.label("design.working")
	})
	t.Run("no_move_takes_a_case_past_a_gate", func(t *testing.T) {
		p := planning(t, "")
		for _, stage := range []string{"procurement", "delivery", "review", "exit"} {
			past := move()
			past.Stage = stage
			p.refused("p-unit", past, Malformed)
		}
	})
	t.Run("it_is_for_the_unit_a_secretariat_or_an_administrator", func(t *testing.T) {
		p := planning(t, "migrates_from: [{version: 1, stages: {planning: design}}]\n")
		p.refused("p-lead", move(), NotPermitted)
		p.do("p-secretary", move())
	})
	t.Run("not_before_the_version_is_used_and_not_to_one_that_is_not_there", func(t *testing.T) {
		p := planning(t, "migrates_from: [{version: 1, stages: {planning: design}}]\n")
		p.publishWorkflow(strings.Replace(strings.Replace(secondVersion(t, ""), "version: 2", "version: 3", 1), "effective_from: 2026-04-01", "effective_from: 2027-04-01", 1))
		later := move()
		later.Version = 3
		p.refused("p-unit", later, Malformed)
		later.Version = 9
		p.refused("p-unit", later, NotFound)
		newest := move()
		newest.Version = 0
		p.do("p-unit", newest)
		if p.c.WorkflowVersion != 2 {
			t.Fatalf("version %d", p.c.WorkflowVersion)
		}
		p.refused("p-unit", newest, NotFound)
	})
	t.Run("a_suspended_case_and_a_draft_are_not_at_work", func(t *testing.T) {
		p := planning(t, "migrates_from: [{version: 1, stages: {planning: design}}]\n")
		p.do("po-wcc", &CaseSuspend{Case: "C1", Reason: "x"})
		p.refused("p-unit", move(), WrongStage)
	})
	t.Run("a_shorter_interval_of_reviews_does_not_begin_one_before_the_move", func(t *testing.T) {
		p := westmere(t)
		p.toGate("G2", "pa2023")
		p.passG2()
		p.passG3()
		p.publishWorkflow(strings.Replace(strings.Replace(source(t, "joint-commissioning.workflow.yaml"), "version: 1", "version: 2", 1), "review_every: P1Y", "review_every: P1M", 1))
		p.now = at("2027-08-01 12:00")
		p.do("p-unit", move())
		due := Due(p.c, p.r)
		if len(due) != 1 || due[0].What != "review" || !due[0].At.Equal(at("2027-08-02")) {
			t.Fatalf("due: %+v, moved %s", due, p.now)
		}
		p.clock("2027-08-02 00:00")
		p.label("review.working")
	})
}

func TestMigrationOf(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	p.passG1()
	w := func(migrates string) Migration {
		r := p.r.Clone()
		e := events.WorkflowPublished{Workflow: "joint-commissioning", Version: 2, EffectiveFrom: "2026-04-01", Source: secondVersion(t, migrates)}
		if err := r.apply(e, p.now); err != nil {
			t.Fatal(err)
		}
		return MigrationOf(p.c, p.r, r.WorkflowVersion("joint-commissioning", 2), Meta{At: p.now})
	}
	if got := w(""); got.Can != MigratesMapped || got.Stage != "planning" {
		t.Fatalf("got %+v", got)
	}
	got := w("migrates_from: [{version: 1, stages: {planning: design}}]\n")
	if got.Can != MigratesNow || got.To != "design" || !slices.Equal(got.EvidenceAsked, []string{"travel_plan"}) || len(got.GatesGone)+len(got.GatesNew) > 0 {
		t.Fatalf("got %+v", got)
	}
	if got := w("migrates_from: [{version: 1, stages: {planning: delivery}}]\n"); got.Can != MigratesNever {
		t.Fatalf("got %+v", got)
	}
}
