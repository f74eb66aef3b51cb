package answer

import "comity/workflow"

// PoolsArgs says which pools.
type PoolsArgs struct {
	Case string `json:"case,omitempty" doc:"The case; those of every case unless said otherwise."`
}

// Pools are the pooled funds that the reader may see, by their names.
type Pools struct {
	Pools []PoolRow `json:"pools"`
}

// PoolRow is a pooled fund in a list. Amounts are pence.
type PoolRow struct {
	Pool         string   `json:"pool"`
	Name         string   `json:"name"`
	Case         string   `json:"case"`
	Title        string   `json:"title"` // of the case
	Basis        string   `json:"basis"`
	Host         string   `json:"host"`
	Manager      string   `json:"manager"`
	Status       string   `json:"status"`
	EndsOn       string   `json:"ends_on,omitempty"`   // of the agreement
	ReviewOn     string   `json:"review_on,omitempty"` // likewise
	AgreedPence  int64    `json:"agreed_pence"`        // by the agreement
	DuePence     int64    `json:"due_pence"`           // what stands confirmed in the case
	PaidPence    int64    `json:"paid_pence"`          // of that, and of overspends
	SpentPence   int64    `json:"spent_pence"`
	BalancePence int64    `json:"balance_pence"` // below zero while an overspend is not made good
	Warnings     []string `json:"warnings"`
}

// PoolArgs says which pool.
type PoolArgs struct {
	Pool string `json:"pool" required:"true" doc:"The pool."`
}

// Pool is a pooled fund with every version of its agreement and every movement of its money.
type Pool struct {
	PoolRow
	State     *workflow.Pool `json:"state"`
	BasisName string         `json:"basis_name"`
	Waits     string         `json:"waits,omitempty"` // why it is not active yet, in a sentence
	Manages   bool           `json:"manages"`         // the reader spends from it and reconciles it

	Leaving    []workflow.PoolLeaving `json:"leaving"`    // which parties have given notice, or have left
	Advice     []workflow.PoolAdvice  `json:"advice"`     // what suits a fund, and what aligning; it refuses nothing
	Capacities []workflow.Capacity    `json:"capacities"` // what the reader may do on it now, and as whom
}
