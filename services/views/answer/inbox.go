package answer

import "time"

// InboxArgs asks what waits for a person; for the one who asks when Person is empty.
type InboxArgs struct {
	Person string `json:"person,omitempty" doc:"Whose inbox; the asking person's unless said otherwise."`
}

// InboxItem is one thing that waits for a person.
type InboxItem struct {
	Partnership string    `json:"partnership"`
	Case        string    `json:"case"`
	Label       string    `json:"label"`
	Title       string    `json:"title,omitempty"`
	For         string    `json:"for"`            // signoff:wcb, consent:pol …
	On          []string  `json:"on"`             // the seats, organisations or posts for which the person may act
	Until       time.Time `json:"until,omitzero"` // none: no deadline
	Then        string    `json:"then,omitempty"` // what happens at that moment
	Message     string    `json:"message"`        // a sentence
	Acts        []string  `json:"acts,omitempty"` // the commands that move it on
	Overdue     bool      `json:"overdue,omitempty"`
	Limited     bool      `json:"limited,omitempty"`
}

// Inbox lists what waits for a person, the nearest deadline first, what has none last.
type Inbox struct {
	Person string      `json:"person"`
	Items  []InboxItem `json:"items"`
}
