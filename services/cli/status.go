package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/spf13/cobra"

	"comity/services/broker"
	"comity/services/bus"
	"comity/services/client"
	"comity/services/house"
	"comity/services/journal"
	"comity/workflow"
	"comity/workflow/document"
	"comity/workflow/schema"
)

// The exit status.
const (
	Done        = 0
	Refused     = 1 // the answer is no: a refusal, a document with mistakes, a scenario that came out otherwise
	Misuse      = 2 // it was asked wrongly; nothing was sent
	Unavailable = 3 // something that is needed does not answer
	NoJournal   = 4 // the journal is not to be trusted, and is not served
)

// failure is an error with the exit status that goes with it. Its sentence may be empty: all was said already.
type failure struct {
	status   int
	sentence string
	hint     string
	cause    error
}

func (f *failure) Error() string { return f.sentence }
func (f *failure) Unwrap() error { return f.cause }

// misuse says what was asked wrongly, and where it is described.
func misuse(cmd *cobra.Command, format string, args ...any) error {
	return &failure{status: Misuse, sentence: fmt.Sprintf(format, args...), hint: "See `" + cmd.CommandPath() + " --help`."}
}

// said is a failure of which everything has been printed.
func said(status int) error { return &failure{status: status} }

// status prints what went wrong and returns the exit status for it.
func (p *program) status(err error) int {
	if err == nil || errors.Is(err, context.Canceled) {
		return Done
	}
	f := explainError(err)
	if f.sentence != "" {
		fmt.Fprintln(p.env.Stderr, f.sentence)
	}
	if f.hint != "" {
		fmt.Fprintln(p.env.Stderr, f.hint)
	}
	return f.status
}

// explainError finds the words and the status for an error.
func explainError(err error) *failure {
	var (
		f       *failure
		no      *workflow.Refusal
		ours    *bus.Failure
		journal *journal.Refusal
		path    *fs.PathError
		written *document.Problems
	)
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &no):
		return &failure{status: refusalStatus(no.Code), sentence: refusalText(no)}
	case errors.As(err, &written):
		return &failure{status: Refused, sentence: written.Error()}
	case errors.As(err, &ours):
		return &failure{status: Unavailable, sentence: ours.Message}
	case errors.As(err, &journal):
		return &failure{status: NoJournal, sentence: "The journal is refused (" + string(journal.Reason) + "). " + journal.Sentence}
	case errors.Is(err, house.ErrNotRunning):
		return &failure{status: Unavailable, sentence: sentence(err.Error()), hint: "Start it with `comity serve`, or name a server with --nats."}
	case errors.Is(err, house.ErrNotEmpty):
		return &failure{status: Refused, sentence: sentence(err.Error()) + " An installation is made once, in an empty place."}
	case errors.Is(err, broker.ErrInUse):
		return &failure{status: Unavailable, sentence: "Another process has this data directory open."}
	case errors.Is(err, client.ErrNoReply):
		return &failure{status: Unavailable, sentence: "No answer came in time. Whether it was carried out is not known."}
	case errors.Is(err, client.ErrNobody):
		return &failure{status: Unavailable, sentence: "Nobody answers there: the service that is asked does not run."}
	case errors.Is(err, nats.ErrNoServers), errors.Is(err, nats.ErrTimeout), errors.Is(err, nats.ErrConnectionClosed), errors.Is(err, nats.ErrAuthorization):
		return &failure{status: Unavailable, sentence: sentence(err.Error())}
	case errors.As(err, &path):
		return &failure{status: Misuse, sentence: sentence(err.Error())}
	}
	return &failure{status: Unavailable, sentence: sentence(err.Error())}
}

func refusalStatus(code workflow.Code) int {
	switch code {
	case workflow.Unavailable, workflow.OutcomeUnknown, workflow.TooManyRequests:
		return Unavailable
	}
	return Refused
}

// refusalText is a refusal for people: the sentence, the clause, and every problem where there are several.
func refusalText(no *workflow.Refusal) string {
	var b strings.Builder
	if len(no.Details) < 2 {
		fmt.Fprintf(&b, "Refused: %s", no.Message)
		if no.Clause != "" {
			fmt.Fprintf(&b, "\nRule: %s", no.Clause)
		}
		fmt.Fprintf(&b, "\nCode: %s", no.Code)
		return b.String()
	}
	fmt.Fprintf(&b, "Refused, for %d reasons (%s):", len(no.Details), no.Code)
	for _, p := range no.Details {
		fmt.Fprintf(&b, "\n  - %s", p.Message)
		if p.Clause != "" {
			fmt.Fprintf(&b, " Rule: %s.", strings.TrimSuffix(p.Clause, "."))
		}
		if p.Code != no.Code {
			fmt.Fprintf(&b, " (%s)", p.Code)
		}
	}
	return b.String()
}

// didYouMean is a question naming the nearest word, or nothing.
func didYouMean(word string, words []string) string {
	if near := schema.Nearest(word, words); near != "" {
		return " Did you mean " + near + "?"
	}
	return ""
}
