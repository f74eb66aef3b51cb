package answer

// ContributionsArgs say of what.
type ContributionsArgs struct {
	Case         string `json:"case,omitempty" doc:"Only what is put into one case."`
	Organisation string `json:"organisation,omitempty" doc:"Only what an organisation puts in."`
}

// Contributions say who gives what. That an organisation puts something in counts for every reader; sums, and single commitments, are those of
// the cases whose amounts the reader may see. Money and staff time are never added. What a reader who may see no amounts is told is who contributes.
type Contributions struct {
	ByType        []TypeContribution    `json:"by_type"`       // by type of partner
	Organisations []PartnerContribution `json:"organisations"` // every organisation, in the order of the document
	Reluctant     []string              `json:"reluctant"`     // relevant partners that put nothing into any case
	Lines         []ContributionLine    `json:"lines"`         // each commitment that stands
	Streams       Streams               `json:"streams"`
	Map           []MapRow              `json:"map"` // what is spent, by organisation and tier
	MapTotals     []MapRow              `json:"map_totals"`
}

// TypeContribution is what the partners of one type put in.
type TypeContribution struct {
	Type                   string `json:"type"`
	Organisations          int    `json:"organisations"`
	Contributing           int    `json:"contributing"`     // that put something into some case
	ContributingPct        int    `json:"contributing_pct"` // to the nearest whole per cent
	OfferedPence           int64  `json:"offered_pence"`
	ConfirmedPence         int64  `json:"confirmed_pence"`
	MoneyPct               int    `json:"money_pct"` // of the pounds offered, to the nearest
	OfferedFTEHundredths   int64  `json:"offered_fte_hundredths"`
	ConfirmedFTEHundredths int64  `json:"confirmed_fte_hundredths"`
	StaffPct               int    `json:"staff_pct"` // of the staff time offered
	Other                  int    `json:"other"`     // buildings, equipment, access to services
}

// PartnerContribution is what one organisation puts in, against its duty to.
type PartnerContribution struct {
	Organisation           string `json:"organisation"`
	Name                   string `json:"name"`
	Type                   string `json:"type"`
	Duty                   string `json:"duty"`
	Contributes            bool   `json:"contributes"` // something, to some case
	OfferedPence           int64  `json:"offered_pence"`
	ConfirmedPence         int64  `json:"confirmed_pence"`
	OfferedFTEHundredths   int64  `json:"offered_fte_hundredths"`
	ConfirmedFTEHundredths int64  `json:"confirmed_fte_hundredths"`
	DeliveredPence         int64  `json:"delivered_pence"` // of what it was recorded for …
	ExpectedPence          int64  `json:"expected_pence"`  // … and what was to be of that by then
	DeliveredFTEHundredths int64  `json:"delivered_fte_hundredths"`
	ExpectedFTEHundredths  int64  `json:"expected_fte_hundredths"`
	Other                  int    `json:"other"`
}

// ContributionLine is one commitment that stands.
type ContributionLine struct {
	Case                   string   `json:"case"`
	Commitment             string   `json:"commitment"`
	Organisation           string   `json:"organisation"`
	Kind                   string   `json:"kind"`
	Form                   string   `json:"form,omitempty"` // of staff time: meeting_time, secondment, co_location, joint_post
	Post                   string   `json:"post,omitempty"` // of a joint post
	With                   []string `json:"with,omitempty"` // who else bears the post
	Mode                   string   `json:"mode"`
	Ledger                 string   `json:"ledger,omitempty"` // of aligned money
	Basis                  string   `json:"basis"`            // actual, estimated
	OfferedPence           int64    `json:"offered_pence,omitempty"`
	ConfirmedPence         int64    `json:"confirmed_pence,omitempty"`
	OfferedFTEHundredths   int64    `json:"offered_fte_hundredths,omitempty"`
	ConfirmedFTEHundredths int64    `json:"confirmed_fte_hundredths,omitempty"`
	Confirmed              bool     `json:"confirmed"`
	DeliveredUntil         string   `json:"delivered_until,omitempty"` // by which day it was recorded last what was delivered; nothing was where it is missing
	DeliveredPence         int64    `json:"delivered_pence,omitempty"`
	ExpectedPence          int64    `json:"expected_pence,omitempty"` // to be delivered by that day
	DeliveredFTEHundredths int64    `json:"delivered_fte_hundredths,omitempty"`
	ExpectedFTEHundredths  int64    `json:"expected_fte_hundredths,omitempty"`
}

// Streams adds up what is offered, unit by unit, and says how much of it is an estimate, to the nearest whole per cent.
type Streams struct {
	AlignedPence           int64 `json:"aligned_pence"` // which stays in the ledgers of its owners
	PooledPence            int64 `json:"pooled_pence"`
	EstimatedPence         int64 `json:"estimated_pence"` // of both
	EstimatedPct           int   `json:"estimated_pct"`
	FTEHundredths          int64 `json:"fte_hundredths"`
	EstimatedFTEHundredths int64 `json:"estimated_fte_hundredths"`
	EstimatedFTEPct        int   `json:"estimated_fte_pct"`
}

// MapRow is what an organisation, or everybody, spends a year on a tier of need, and how much of it is an estimate.
type MapRow struct {
	Organisation   string `json:"organisation,omitempty"` // none: everybody
	Tier           string `json:"tier,omitempty"`         // none: all tiers
	NowPence       int64  `json:"now_pence"`
	PlannedPence   int64  `json:"planned_pence"`
	SpentPence     int64  `json:"spent_pence"`
	EstimatedPence int64  `json:"estimated_pence"` // of all three
	EstimatedPct   int    `json:"estimated_pct"`
}
