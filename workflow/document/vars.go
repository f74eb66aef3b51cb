package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// Vars is all that a condition may speak of: what stands at a gate when the condition is asked. There is no clock among it and no
// chance, so the same record gives the same answer for ever. Item is as the function Data reads it. A variable that does not apply is empty: award before there is one, item
// outside the rules of an evidence item.
type Vars struct {
	Case        CaseVars                // the case
	Plan        PlanVars                // what is planned for it, in all
	Commitments []CommitmentVars        // what organisations put in, each offer and change as it stands now
	Risks       []RiskVars              // the open risks of its register
	Award       AwardVars               // the award proposed at the award gate
	Gate        GateVars                // the gate at which the condition is asked
	Evidence    map[string]EvidenceVars // the evidence supplied, by evidence type; types without any count 0
	Item        any                     // in rules of evidence only: the data of the item

	Threshold    map[string]bool  // by the id of a threshold in the governance: whether the case reaches it, and its organisation takes part. Written threshold['key-decision']
	Organisation OrganisationVars // in external_consents only: the organisation in question
}

// OrganisationVars is the variable organisation.
type OrganisationVars struct {
	ID                  string `json:"id"`                             // its id
	Type                string `json:"type" enum:"organisation_types"` // its type
	DissolvingOn        any    `json:"dissolving_on"`                  // the day on which it ceases to be, YYYY-MM-DD; null where it does not
	ExternalConsentFrom string `json:"external_consent_from"`          // whose consent it then needs, empty where nobody's
	Sponsors            bool   `json:"sponsors"`                       // whether it sponsors the case
	AmountPence         int64  `json:"amount_pence"`                   // the money that it commits to the case, in pence
}

// CaseVars is the variable case.
type CaseVars struct {
	ID             string   `json:"id"`                                    // the case number
	Title          string   `json:"title"`                                 // its title
	Sponsor        string   `json:"sponsor"`                               // the id of the organisation that sponsors it
	Areas          []string `json:"areas"`                                 // the ids of its areas: 'north' in case.areas
	Classification string   `json:"classification" enum:"classifications"` // who may see it
	Outcome        string   `json:"outcome"`                               // the outcome it serves; boards' themes are compared with it
	Tier           string   `json:"tier" enum:"tiers"`                     // the tier of need
	Scale          string   `json:"scale" enum:"scales"`                   // the size of what is commissioned; not a level of boards
	Route          string   `json:"route" enum:"routes"`                   // how it is procured
	Regime         string   `json:"regime" enum:"regimes"`                 // the procurement regime, empty where none applies
	Services       []string `json:"services"`                              // the services it is about
	Tags           []string `json:"tags"`                                  // words its unit filed it under
	Stage          string   `json:"stage"`                                 // the id of the stage it is in
	Cycle          int      `json:"cycle"`                                 // 1, and one more after each review that continues
	Author         string   `json:"author"`                                // the person who made it
}

// PlanVars is the variable plan.
type PlanVars struct {
	MoneyPence    int64 `json:"money_pence"`    // money planned, in pence
	FTEHundredths int64 `json:"fte_hundredths"` // staff time planned, in hundredths of an FTE: 50 is half a post
}

// CommitmentVars is one member of the list commitments.
type CommitmentVars struct {
	ID               string `json:"id"`                                          // the commitment's number
	Organisation     string `json:"organisation"`                                // the id of the organisation that puts it in
	OrganisationType string `json:"organisation_type" enum:"organisation_types"` // its type
	Kind             string `json:"kind" enum:"resource_kinds"`                  // what is put in
	Mode             string `json:"mode" enum:"modes"`                           // aligned or pooled
	AmountPence      int64  `json:"amount_pence"`                                // money, in pence; 0 for other kinds
	FTEHundredths    int64  `json:"fte_hundredths"`                              // staff time, in hundredths of an FTE
	Service          string `json:"service"`                                     // the service it is for, empty for any
	Essential        bool   `json:"essential"`                                   // whether the plan fails without it
	Status           string `json:"status"`                                      // requested, confirmed, declined, withdrawn, lapsed or to_be_reaffirmed
}

// RiskVars is one member of the list risks.
type RiskVars struct {
	ID         string `json:"id"`                  // the risk's name in the register
	Kind       string `json:"kind"`                // hazard or opportunity
	Owner      string `json:"owner"`               // the id of the organisation that answers for it, empty where none does
	Level      string `json:"level" enum:"levels"` // the level that manages it, empty where none does
	Likelihood int    `json:"likelihood"`          // from 1 on the scale of the workflow; 0 where it is not assessed
	Impact     int    `json:"impact"`              // likewise
	Severity   int    `json:"severity"`            // the two multiplied
	ReviewOn   string `json:"review_on"`           // by which day it is looked at again, YYYY-MM-DD; empty where none is set
}

// AwardVars is the variable award.
type AwardVars struct {
	ValuePence   int64   `json:"value_pence"`                         // its value, in pence
	ContractKind string  `json:"contract_kind" enum:"contract_kinds"` // the kind of contract
	EndsOn       string  `json:"ends_on"`                             // the day it ends, YYYY-MM-DD; dates compare as text
	Extendable   bool    `json:"extendable"`                          // whether it may be extended past that day
	PriceVaries  bool    `json:"price_varies"`                        // whether its price may vary under its terms
	OverPlanPct  float64 `json:"over_plan_pct"`                       // by how many per cent it is above the plan's money, below 0 when under; reckoned when the condition is asked, 0 without a plan or an award
}

// GateVars is the variable gate.
type GateVars struct {
	ID      string `json:"id"`                             // the gate's id
	Round   int    `json:"round"`                          // 1 when it is first requested in this stage and cycle, then one more each time
	Outcome string `json:"outcome" enum:"review_outcomes"` // at a review gate: the outcome that is recommended
}

// EvidenceVars is what evidence.<type> gives. Its Data is as the function Data reads it.
type EvidenceVars struct {
	Count   int    `json:"count"`    // how many items were supplied
	DatedOn string `json:"dated_on"` // the date of the latest item, YYYY-MM-DD, empty where there is none
	Data    any    `json:"data"`     // the data of the latest item
}

// Data reads an item's JSON for a condition: whole numbers become int64, others float64. No JSON at all is an empty object.
func Data(raw json.RawMessage) (any, error) {
	if len(bytes.TrimSpace(raw)) == 0 {
		return map[string]any{}, nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, fmt.Errorf("read evidence data: %w", err)
	}
	return numbers(v), nil
}

// numbers makes Go numbers of JSON's, throughout v.
func numbers(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := strconv.ParseInt(v.String(), 10, 64); err == nil {
			return n
		}
		f, _ := v.Float64() // out of range: the nearest there is
		return f
	case map[string]any:
		for k := range v {
			v[k] = numbers(v[k])
		}
	case []any:
		for i := range v {
			v[i] = numbers(v[i])
		}
	}
	return v
}
