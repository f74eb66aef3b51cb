package answer

import "time"

// CasesArgs filters the list of cases. Empty fields filter nothing. What a filter but stage and status looks at is compared only
// for those who may see it: a case that is limited to the reader is found by its stage, its status and its whole reference alone,
// and comes last where the order is by something that the reader may not see.
type CasesArgs struct {
	Text         string `json:"text,omitempty" doc:"Words that all stand, in whatever form, in the reference, title, summary, outcome, services or tags: fund finds funding. At most 20 words, 500 characters."`
	Stage        string `json:"stage,omitempty" doc:"The stage."`
	Status       string `json:"status,omitempty" doc:"The status."`
	Level        string `json:"level,omitempty" doc:"The level of a board that has the case before it." enum:"strategic,executive,operational"`
	Board        string `json:"board,omitempty" doc:"A board that has the case before it, or will have at the present gate."`
	Organisation string `json:"organisation,omitempty" doc:"An organisation that sponsors the case or puts something in."`
	Area         string `json:"area,omitempty" doc:"An area of the case."`
	Overdue      bool   `json:"overdue,omitempty" doc:"Only cases with a deadline that has passed."`
	Mine         bool   `json:"mine,omitempty" doc:"Only cases of your unit, and cases that wait for you."`
	Sort         string `json:"sort,omitempty" doc:"The order: by reference unless said otherwise; deadline has the nearest first and cases without one last; updated has the newest first." enum:"reference,deadline,updated"`
	After        string `json:"after,omitempty" doc:"The after of the page before. It belongs to the same filters and the same order."`
	Limit        int    `json:"limit,omitempty" doc:"How many cases; 50 unless said otherwise, at most 200."`
}

// What stands before and after each word of a snippet that was searched for. Neither occurs in the text itself: a page escapes
// the snippet first, and then puts its own marks in their place.
const (
	HitStarts = "\x02"
	HitEnds   = "\x03"
)

// CaseRow is one case in a list. A limited one has the fields of its label only.
type CaseRow struct {
	Label
	Title          string    `json:"title,omitempty"`
	Sponsor        string    `json:"sponsor,omitempty"`
	Unit           string    `json:"unit,omitempty"`
	Areas          []string  `json:"areas,omitempty"`
	Money          *Money    `json:"money,omitempty"`
	CreatedAt      time.Time `json:"created_at,omitzero"`
	StageEnteredAt time.Time `json:"stage_entered_at,omitzero"`
	EffectiveAt    time.Time `json:"effective_at,omitzero"` // when the decision takes effect, while holds stand
	NextDueAt      time.Time `json:"next_due_at,omitzero"`
	NextDueWhat    string    `json:"next_due_what,omitempty"`
	UpdatedAt      time.Time `json:"updated_at,omitzero"`
	Waiting        string    `json:"waiting,omitempty"` // the most pressing of what it waits for, in a sentence
	WaitingUntil   time.Time `json:"waiting_until,omitzero"`
	Snippet        string    `json:"snippet,omitempty"` // where the words that were searched for stand; see HitStarts
}

// Cases is one page of the list. A case that changes between two pages may move from one to the other: in the order of the
// references none is missing or comes twice but for those that come or go; in another order one that moves may.
type Cases struct {
	Cases []CaseRow `json:"cases"`
	Total int       `json:"total"`           // of all pages, as the reader may know of them
	After string    `json:"after,omitempty"` // ask with it for the next page; none at the end
}
