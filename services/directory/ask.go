package directory

import "time"

// What the service people is asked over NATS, at events.PeopleSubject. Its rules say who may; this is how it is asked.
const (
	AskNames     = "names"               // NamesArgs → NamesAnswer: how to call people
	AskPerson    = "person"              // PersonArgs → Record
	AskRecord    = "record"              // RecordArgs → Record: name, address, preferences
	AskInvite    = "invite"              // PersonArgs → Invitation: mails one
	AskLeave     = "leave"               // PersonArgs → Record: nobody signs in as them from now on
	AskReturn    = "return"              // PersonArgs → Record
	AskErase     = "erase"               // PersonArgs → Record
	AskSignOut   = "sign_out_everywhere" // PersonArgs → Record: ends every session
	AskKeys      = "keys"                // KeysArgs → KeysAnswer
	AskKeyCreate = "key_create"          // KeyArgs → NewKeyAnswer
	AskKeyRevoke = "key_revoke"          // KeyRevokeArgs → Key
)

// What there is at most.
const (
	MostNames     = 500                  // ids in one question
	MostKeys      = 20                   // good keys of one person, or of the dashboards of one partnership
	LongestKey    = 366 * 24 * time.Hour // how long a key is good
	UsualKey      = 90 * 24 * time.Hour  // likewise, where nobody says
	InvitationFor = 14 * 24 * time.Hour  // how long an invitation is good
)

// NamesArgs ask how to call people on a screen.
type NamesArgs struct {
	IDs []string `json:"ids" required:"true" doc:"Of people; 500 at most."`
}

// NamesAnswer has a name for every id that was asked.
type NamesAnswer struct {
	Names map[string]string `json:"names"`
}

// PersonArgs name a person.
type PersonArgs struct {
	Person string `json:"person,omitempty" doc:"Whose; the asker's own where it is missing."`
}

// RecordArgs change what is recorded of a person. What is missing stays as it is.
type RecordArgs struct {
	Person      string       `json:"person,omitempty" doc:"Whose; the asker's own where it is missing."`
	Name        *string      `json:"name,omitempty" doc:"How they are called on a screen and in a mail."`
	Email       *string      `json:"email,omitempty" doc:"Their address; whoever reads mail there can sign in as them."`
	Preferences *Preferences `json:"preferences,omitempty" doc:"How they want to be told."`
	DryRun      bool         `json:"dry_run,omitempty" doc:"Say whether it could be recorded, and record nothing."`
}

// Record is what is shown of a person: all but how providers name them.
type Record struct {
	ID          string      `json:"id"`
	Name        string      `json:"name,omitempty"`
	Email       string      `json:"email,omitempty"`
	SignIns     int         `json:"sign_ins"` // at how many providers
	Preferences Preferences `json:"preferences,omitzero"`
	LeftAt      time.Time   `json:"left_at,omitzero"`
	ErasedAt    time.Time   `json:"erased_at,omitzero"`
}

// Record is what is shown of the person.
func (p Person) Record() Record {
	return Record{p.ID, p.Name, p.Email, len(p.Identities), p.Preferences, p.LeftAt, p.ErasedAt}
}

// Invitation says where an invitation was mailed, and until when it is good.
type Invitation struct {
	Person    string    `json:"person"`
	Email     string    `json:"email"`
	ExpiresAt time.Time `json:"expires_at"`
}

// KeysArgs ask for the keys of a person, or of the dashboards of a partnership.
type KeysArgs struct {
	Person      string `json:"person,omitempty" doc:"Whose; the asker's own where both are missing."`
	Partnership string `json:"partnership,omitempty" doc:"Of whose dashboards."`
}

// KeysAnswer lists keys; nobody is ever shown a secret again.
type KeysAnswer struct {
	Keys []Key `json:"keys"`
}

// KeyArgs ask for a key: one's own, or one of a dashboard where a partnership is named.
type KeyArgs struct {
	Label       string `json:"label" required:"true" doc:"What it is for."`
	Partnership string `json:"partnership,omitempty" doc:"Of a dashboard: what it shows."`
	Clearance   string `json:"clearance,omitempty" doc:"Of a dashboard: public, partners, board or exempt; public where it is missing."`
	Days        int    `json:"days,omitempty" minimum:"1" doc:"How long it is good; 90 where it is missing, 366 at most."`
}

// NewKeyAnswer has a new key and its secret, which is shown this once. User and secret are what a connection signs in with.
type NewKeyAnswer struct {
	Key
	User   string `json:"user"`
	Secret string `json:"secret"`
}

// KeyRevokeArgs name a key.
type KeyRevokeArgs struct {
	Key string `json:"key" required:"true" doc:"Its id."`
}
