package answer

import "comity/workflow"

// WhoCanArgs ask who may do an act, for a case that would be so.
type WhoCanArgs struct {
	Act          string   `json:"act" required:"true" doc:"The act: commit, or that of a sign-off: approve, endorse, agree, certify …"`
	ValuePence   int64    `json:"value_pence,omitempty" minimum:"0" doc:"For commit what is committed in the case; otherwise what the case is worth over its whole life."`
	Organisation string   `json:"organisation,omitempty" doc:"For commit: whose resources; every organisation's unless said otherwise."`
	Kind         string   `json:"kind,omitempty" enum:"money,staff_time,building,equipment,access_to_services" doc:"For commit: what; money unless said otherwise."`
	Mode         string   `json:"mode,omitempty" enum:"aligned,pooled" doc:"For commit: how; aligned unless said otherwise."`
	Service      string   `json:"service,omitempty" doc:"For commit: for which service."`
	Areas        []string `json:"areas,omitempty" doc:"The areas of the case; any unless said otherwise."`
	Outcome      string   `json:"outcome,omitempty" doc:"The outcome of the case; any unless said otherwise."`
	Workflow     string   `json:"workflow,omitempty" doc:"The workflow; needed only where there are several."`
}

// WhoCan is who may, and who may not, clause by clause.
type WhoCan struct {
	Who []workflow.WhoCan `json:"who"`
}
