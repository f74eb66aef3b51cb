package document

import "comity/workflow/calendar"

// Workflow is a commissioning process as data: stages, gates, evidence, sign-offs, timers. A case is pinned to one version of
// one workflow when it is submitted (DOMAIN §0.7).
type Workflow struct {
	// The version of this format.
	APIVersion string `json:"api_version" check:"required,enum=api_versions" example:"comity/v1"`
	// What the document is.
	Kind string `json:"kind" check:"required,enum=workflow" example:"Workflow"`
	// The documents on which this one is laid, the lowest first: files, by their place from this one, and what is shipped, by name. It says only what is otherwise.
	Extends []string `json:"extends" example:"[../base.workflow.yaml, pa2023]"`
	// What is taken away from those below first, by its path; the things of a list by their ids.
	Remove []string `json:"remove" example:"[gates.G3, gates.G2.sign_offs.finance]"`
	// Which version of which workflow this is.
	Metadata WorkflowMeta `json:"metadata" check:"required"`
	// How cases of earlier versions are moved to this one, where a stage is called otherwise here.
	MigratesFrom []MigratesFrom `json:"migrates_from"`
	// What may differ from a plan without asking again.
	Tolerances Tolerances `json:"tolerances"`
	// How risks are assessed, and which bring a review forward.
	Risks *RiskRules `json:"risks"`
	// What becomes of votes already cast when a case is amended at its gate.
	Amendments Amendments `json:"amendments"`
	// What the author of a case may not do on it.
	Segregation Segregation `json:"segregation"`
	// How contracts are let, for whichever gate decides the award.
	Procurement *Procurement `json:"procurement"`
	// Sorts of evidence of the partnership's own, besides the standard ones; one with the id of a standard one replaces it.
	EvidenceTypes []EvidenceType `json:"evidence_types"`
	// The stages, in order.
	Stages []Stage `json:"stages" check:"required"`
	// The decision points at the ends of stages.
	Gates []Gate `json:"gates" check:"required"`
}

// WorkflowMeta identifies a version of a workflow.
type WorkflowMeta struct {
	// The id of the workflow.
	ID string `json:"id" check:"required,token" example:"joint-commissioning"`
	// Counts up; a published version never changes.
	Version int `json:"version" check:"required,min=1" example:"1"`
	// Its name.
	Name string `json:"name" example:"Joint commissioning"`
	// Cases submitted from this day on may use it.
	EffectiveFrom calendar.Date `json:"effective_from" check:"required" example:"2026-04-01"`
	// The framework whose steps the stages name.
	FrameworkSteps string `json:"framework_steps" example:"nine-step-2006"`
}

// MigratesFrom says where cases of an earlier version go on. A stage that is not named goes on in the one of the same id.
type MigratesFrom struct {
	// The earlier version.
	Version int `json:"version" check:"required,min=1" example:"1"`
	// Stages of that version, each with the stage of this one in which its cases go on.
	Stages map[string]string `json:"stages" check:"token" example:"{planning: design}"`
}

// MigratedStage is the stage that this version names for one of an earlier version; empty where it names none.
func (w *Workflow) MigratedStage(version int, stage string) string {
	for _, m := range w.MigratesFrom {
		if m.Version == version {
			return m.Stages[stage]
		}
	}
	return ""
}

// Tolerances are what may differ from a plan without asking again; equal counts as within.
type Tolerances struct {
	// By how many per cent what is confirmed may fall short of the plan. Equal is within.
	FundingShortfallPct int `json:"funding_shortfall_pct" check:"min=0" example:"10"`
	// By how many per cent an award may exceed the plan. Equal is within.
	AwardOverEnvelopePct int `json:"award_over_envelope_pct" check:"min=0" example:"5"`
	// Within what time the executive board acknowledges a gap that a withdrawal within the tolerance leaves; then it goes up a level. No time where left out.
	GapAcknowledgedWithin calendar.Period `json:"gap_acknowledged_within" example:"P5WD"`
	// By how many per cent what is delivered of a commitment may differ, more or less, from what was to be. Equal is within; more is a variance. None is found where left out.
	DeliveryVariancePct int `json:"delivery_variance_pct" check:"min=0" example:"10"`
}

// Amendments say what becomes of votes already cast when one of these is amended at a gate: keep, ask_again or void. What is kept or
// asked for again is not part of what is frozen at the gate. Everything else, and what is left out here, is frozen: to amend it voids
// what is open (DOMAIN §0.6).
type Amendments struct {
	// The title.
	Title string `json:"title" check:"enum=amendment_effects" example:"keep"`
	// The summary in plain language.
	Summary string `json:"summary" check:"enum=amendment_effects" example:"ask_again"`
	// The tags.
	Tags string `json:"tags" check:"enum=amendment_effects" example:"keep"`
}

// Of is what becomes of votes when a field of the terms is amended.
func (a Amendments) Of(field string) string {
	effect := map[string]string{"title": a.Title, "summary": a.Summary, "tags": a.Tags}[field]
	if effect == "" {
		return AmendmentVoid
	}
	return effect
}

// Segregation of duties: what the author of a case may not do on it (F117).
type Segregation struct {
	// The author of a case may not certify it.
	AuthorMayNotCertify bool `json:"author_may_not_certify"`
	// The author of a case may not vote on it.
	AuthorMayNotVote bool `json:"author_may_not_vote"`
}

// EvidenceType is a sort of evidence of the partnership's own. Where it carries a JSON Schema, an item's data is checked
// against it, and rules may speak of its fields.
type EvidenceType struct {
	// Its id.
	ID string `json:"id" check:"required,token" example:"options_appraisal"`
	// Its name.
	Name string `json:"name" check:"required" example:"Options appraisal"`
	// What it should show.
	Description string `json:"description" example:"Every way to meet the need, with costs and risks."`
	// A JSON Schema (2020-12) for the data of an item. Conditions may speak of its properties.
	Schema map[string]any `json:"schema" example:"{type: object, required: [options]}"`
}

// Stage is one stage of the lifecycle. Stages follow in the order listed unless Next says otherwise.
type Stage struct {
	// Its id.
	ID string `json:"id" check:"required,token" example:"planning"`
	// Its name.
	Name string `json:"name" example:"Planning"`
	// The steps of the framework it covers.
	Steps []int `json:"steps" check:"min=1" example:"[4, 5, 6, 8]"`
	// The gate at its end; none: it is left when a review is due, or by case.complete_exit.
	Exit string `json:"exit" check:"ref=gate" example:"G2"`
	// The stage that follows, if not the next one listed.
	Next string `json:"next" check:"ref=stage" example:"procurement"`
	// How many days it should take; for showing who is late.
	TargetDays int `json:"target_days" check:"min=0" example:"90"`
	// The case moves on when the review is due, so long after it came into the stage.
	ReviewEvery calendar.Period `json:"review_every" example:"P1Y"`
	// The outcome with which case.complete_exit closes the case in this stage.
	Closes string `json:"closes" check:"enum=closing_outcomes"`
	// Reached only by an outcome of a gate, and so not in the order listed.
	OffPath bool `json:"off_path"`
}

// EvidenceType finds a sort of evidence by id: one of the workflow's own, else a standard one; nil where there is none.
func (w *Workflow) EvidenceType(id string) *EvidenceType {
	for _, types := range [][]EvidenceType{w.EvidenceTypes, StandardEvidence} {
		for i := range types {
			if types[i].ID == id {
				return &types[i]
			}
		}
	}
	return nil
}
