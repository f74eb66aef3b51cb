package document

// StandardEvidence are the sorts of evidence that every workflow may ask for without describing them: those that good joint
// commissioning rests on (A¶99, A¶103, A-Ch6; DOMAIN §2.3). None has a schema; a workflow that names one of these ids under
// evidence_types replaces it. The list is not to be changed.
var StandardEvidence = []EvidenceType{
	{ID: "outcomes_link", Name: "Vision and outcomes", Description: "The outcomes and the strategy that the case serves."},
	{ID: "needs_analysis", Name: "Needs analysis", Description: "The joint needs assessment, by group of people."},
	{ID: "user_views", Name: "Views of users, parents, local people and staff", Description: "What those concerned said, and how they were asked."},
	{ID: "gap_analysis", Name: "Gap analysis", Description: "What is needed and not provided, and for whom."},
	{ID: "equality_analysis", Name: "Equality analysis", Description: "Who gains and who loses, by protected characteristic."},
	{ID: "tier_profile", Name: "Tier profile", Description: "Universal, targeted and specialist need and spending."},
	{ID: "resource_map", Name: "Resource map", Description: "All public money and other resources in scope, by organisation and tier."},
	{ID: "strategic_fit", Name: "Strategic fit", Description: "How the case fits plans and other partnerships."},
	{ID: "data_quality_statement", Name: "Data-quality statement", Description: "How good the figures are, and what is estimated."},
	{ID: "area_impact", Name: "Area and district impact", Description: "Effects by area, with transport and rural access."},

	{ID: "resource_plan", Name: "Resource plan", Description: "Who puts in what: organisation, kind, mode."},
	{ID: "market_analysis", Name: "Market analysis", Description: "Who could provide, and how the market is to be developed."},
	{ID: "options_appraisal", Name: "Options appraisal", Description: "Internal, external and joint options with costs and risks."},
	{ID: "engagement_record", Name: "Engagement record", Description: "How partners, staff and suppliers were engaged."},
	{ID: "value_for_money", Name: "Value for money", Description: "With wider social, economic and environmental aims."},
	{ID: "indicators_and_targets", Name: "Indicators and targets", Description: "Indicators with baselines and targets."},
	{ID: "align_or_pool_rationale", Name: "Align-or-pool rationale", Description: "Why resources are aligned, or pooled."},
	{ID: "pooled_fund_agreement", Name: "Pooled fund agreement", Description: "The complete written agreement, where anything is pooled."},
	{ID: "risk_register", Name: "Risk register", Description: "Risks with owning organisation and level."},
	{ID: "prevention_shift", Name: "Shift to prevention", Description: "How spending moves to earlier help."},
	{ID: "workforce_plan", Name: "Workforce plan", Description: "Staff, skills and transfers."},
	{ID: "legal_advice", Name: "Legal advice", Description: "Powers, liabilities, procurement."},
	{ID: "finance_advice", Name: "Finance advice", Description: "Affordability, tax, funding."},
	{ID: "procurement_advice", Name: "Procurement advice", Description: "Route and regime."},
	{ID: "interests_check", Name: "Interests check", Description: "Interests of those who decide and of those who advise."},
	{ID: "procurement_route", Name: "Procurement route and regime", Description: "How it will be procured, and under which rules."},
	{ID: "equality_impact_assessment", Name: "Equality impact assessment", Description: "Of the plan."},
	{ID: "data_protection_assessment", Name: "Data-protection impact assessment", Description: "Of the plan."},

	{ID: "evaluation", Name: "Evaluation", Description: "Evaluation of the bids, or the justification of a direct award."},
	{ID: "price_against_envelope", Name: "Price against envelope", Description: "The award against the approved plan."},
	{ID: "specification", Name: "Specification", Description: "With entitlements and standards."},
	{ID: "signed_agreement", Name: "Fund, SLA or grant agreement", Description: "Signed, with host, risk share and exit."},
	{ID: "mobilisation_plan", Name: "Mobilisation plan", Description: "With transfer of staff."},
	{ID: "performance_schedule", Name: "Performance and data-sharing schedule", Description: "What is reported, and what is shared."},
	{ID: "notices_ready", Name: "Notices", Description: "The procurement notices, ready to publish."},

	{ID: "performance_report", Name: "Performance report", Description: "Performance against targets."},
	{ID: "costs_against_outcomes", Name: "Costs against outcomes", Description: "What was spent, and what it achieved."},
	{ID: "difference_made", Name: "Difference made", Description: "To children, and to gaps between groups."},
	{ID: "contributions_delivered", Name: "Contributions delivered", Description: "What partners gave against what they committed."},
	{ID: "lessons", Name: "Lessons on aligning and pooling", Description: "What to do again, and what not."},
	{ID: "review_recommendation", Name: "Recommendation", Description: "Continue, vary, recommission or decommission, with reasons."},
	{ID: "exit_plan", Name: "Exit plan", Description: "For decommissioning, with an impact assessment."},
}
