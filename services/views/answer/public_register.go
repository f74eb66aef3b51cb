package answer

import "comity/workflow"

// PublicRegisterArgs asks for the public register of decisions.
type PublicRegisterArgs struct {
	Published bool   `json:"published,omitempty" doc:"Only if anybody may read it: for who is not signed in."`
	Month     string `json:"month,omitempty" doc:"Only what was decided in this month: 2027-01."`
	Board     string `json:"board,omitempty" doc:"Only what this board decided."`
	Case      string `json:"case,omitempty" doc:"Only what was decided on this case."`
	Gates     bool   `json:"gates,omitempty" doc:"Also what the gates are called at which it was decided."`
}

// PublicRegister is the register of decisions as anybody may read it, the newest first: whoever asks is answered the same.
type PublicRegister struct {
	Name      string                    `json:"name"` // the partnership's
	Open      bool                      `json:"open"` // anybody may read it without signing in; otherwise this is what they would read
	From      string                    `json:"from,omitempty"`
	Month     string                    `json:"month,omitempty"`
	Boards    []workflow.Named          `json:"boards"` // that may be asked for
	Decisions []workflow.PublicDecision `json:"decisions"`
	Gates     []workflow.Named          `json:"gates,omitempty"` // what they are called, by the workflows in force; only where asked for
}
