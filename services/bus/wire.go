package bus

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"comity/events"
	"comity/workflow"
)

// The envelope of a command travels in headers, its own fields in the body. All values are text.
const (
	// HeaderCommandID is a UUIDv7 that the caller chooses, in its usual form of 36 characters: the key by which a command
	// sent again is known.
	HeaderCommandID = "Comity-Command-Id"

	// HeaderExpectedRevision is the revision on which the caller decided. Without it any will do.
	HeaderExpectedRevision = "Comity-Expected-Revision"

	// HeaderAtLeast is a stream sequence of the partnership's partition that whoever answers must have read before.
	HeaderAtLeast = "Comity-At-Least"

	// HeaderDryRun, "true", has a command decided as ever and nothing recorded: a no is the no that it would get now, and a yes
	// says what would happen. The command id is not used up.
	HeaderDryRun = "Comity-Dry-Run"
)

// MaxCommandBytes is the largest body of a command or of a question.
const MaxCommandBytes = events.MaxRecordBytes

// CodeInternal is the code of an answer that is neither yes nor no: something went wrong on our side. Its status is 500.
const CodeInternal = "internal"

var (
	// ErrUnavailable is returned, wrapped, when something that is needed did not answer. Nothing was carried out.
	ErrUnavailable = errors.New("something that is needed does not answer")

	// ErrOutcomeUnknown is returned, wrapped, when it is not known whether a command was carried out. Ask again with the
	// same command id.
	ErrOutcomeUnknown = errors.New("outcome unknown")
)

// Request is a command that has arrived: read, and from somebody known.
type Request struct {
	Partnership      string
	Command          workflow.Command
	ID               string // the command's
	Digest           string // of who asks for what; see NewRequest
	Actor            string
	Via              string // who spoke for the actor, "" for the actor
	ExpectedRevision int    // 0 for whatever it is
	AtLeast          uint64 // 0 for whatever there is
	DryRun           bool   // decide, and record nothing
}

// NewRequest puts together what ServeCommands hands on. Digest is that of the canonical JSON of actor, name and fields, so
// that neither another command nor another person can come under an id that was used.
func NewRequest(partnership, actor, id string, cmd workflow.Command) (Request, error) {
	digest, err := events.DigestOf(struct {
		Actor   string           `json:"actor"`
		Command string           `json:"command"`
		With    workflow.Command `json:"with"`
	}{actor, cmd.CommandName(), cmd})
	return Request{Partnership: partnership, Command: cmd, ID: id, Digest: digest, Actor: actor}, err
}

// Reply is the answer yes.
type Reply struct {
	Revision int      `json:"revision"` // of the aggregate, with this command carried out
	Seq      uint64   `json:"seq"`      // of the record in the partition's stream: what HeaderAtLeast takes
	Events   []string `json:"events"`   // types of what happened, in order; none when there was nothing to do
	Case     string   `json:"case,omitempty"`
	Pool     string   `json:"pool,omitempty"` // that was set up or spent from
	Warnings []string `json:"warnings,omitempty"`
	DryRun   bool     `json:"dry_run,omitempty"` // it would happen; nothing was recorded, and revision and seq are as they were
}

// Handler carries a command out. It may be called concurrently.
// Errors: *workflow.Refusal for a no; ErrUnavailable and ErrOutcomeUnknown; any other is ours, and the caller is told so.
type Handler func(context.Context, Request) (Reply, error)

// Query is a question that has arrived, from somebody known.
type Query struct {
	Partnership string
	Actor       string
	Via         string
	View        string
	Args        json.RawMessage // a JSON object, not yet read: schema.Decode does

	// Clearance is what a dashboard may see, by its access key: exactly that, of every case. It is empty for a person, whose
	// clearance follows from the register.
	Clearance string

	AtLeast uint64 // answer only from this position on, within reason; 0 for any
}

// Answer is a view's answer. Every one says how fresh it is.
type Answer struct {
	Seq  uint64    `json:"seq"`   // the position in the partition's stream that it holds for
	AsAt time.Time `json:"as_at"` // when that position was read, UTC
	Data any       `json:"data"`
}

// QueryHandler answers a question. It may be called concurrently. Errors: as Handler's.
type QueryHandler func(context.Context, Query) (Answer, error)

// Failure is the body of an answer with CodeInternal.
type Failure struct {
	Code      string `json:"code"`
	Status    int    `json:"status"`
	Message   string `json:"message"`
	Reference string `json:"reference"` // by which the log has it
}

func (f *Failure) Error() string { return f.Message }

// Attempt is a command that was refused, as AUDIT keeps it.
type Attempt struct {
	At               time.Time         `json:"at"`
	Partnership      string            `json:"partnership"`
	Command          events.CommandRef `json:"command"` // without a digest where it could not be read
	ExpectedRevision int               `json:"expected_revision,omitempty"`
	Case             string            `json:"case,omitempty"`
	Actor            string            `json:"actor"` // whom the subject names
	Via              string            `json:"via,omitempty"`
	User             string            `json:"user,omitempty"` // whom the server names; "" for the engine itself
	Refusal          *workflow.Refusal `json:"refusal"`
}
