package answer

import (
	"encoding/json"
	"time"

	"comity/workflow"
)

// WhatIfArgs asks what would come of a command, or of time, or of a command after some time.
type WhatIfArgs struct {
	Case    string          `json:"case" required:"true" doc:"The case."`
	Command string          `json:"command,omitempty" doc:"The command to try, as signoff.vote; without it what time brings about."`
	Fields  json.RawMessage `json:"fields,omitempty" doc:"The command's fields, as they would be sent; the case may be left out."`
	As      string          `json:"as,omitempty" doc:"The person who would give it; the one who asks unless said otherwise."`
	At      time.Time       `json:"at,omitzero" doc:"When, at most five years ahead; now unless said otherwise."`
}

// WhatIf is what would happen. Nothing of it has: nothing is written.
type WhatIf struct {
	Label                     // as the case stands now
	At      time.Time         `json:"at"` // of the supposed moment
	As      string            `json:"as,omitempty"`
	Refused *workflow.Refusal `json:"refused,omitempty"`

	// Events are what time would bring about by then and then what the command would, in order.
	Events []WhatIfEvent `json:"events"`
	// More says that so much would happen that the rest is left out.
	More bool `json:"more,omitempty"`

	Then        Label              `json:"then"` // afterwards
	Outstanding []string           `json:"outstanding"`
	Waiting     []workflow.Waiting `json:"waiting"`
}

// WhatIfEvent is one thing that would happen, with what the reader may see of it.
type WhatIfEvent struct {
	At    time.Time      `json:"at"`
	By    string         `json:"by"` // the person, or system for time
	Type  string         `json:"type"`
	Facts map[string]any `json:"facts,omitempty"`
}
