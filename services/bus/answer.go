package bus

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"
	"github.com/rs/zerolog"

	"comity/events"
	"comity/workflow"
	"comity/workflow/schema"
)

// Service says who answers which commands.
type Service struct {
	Name    string      // casework, register; also the queue group, so that one instance answers
	Version string      // semantic; default 0.0.0
	Kind    events.Kind // the commands that change this kind of aggregate …
	Also    events.Kind // … and this, where it is set
	Handle  Handler

	// Now is the clock for the audit; its time should be the one that Handle decides by.
	Now func() time.Time

	// OperatorActs lets the local command line speak for anybody; records then say so. Without it the operator speaks for
	// itself alone.
	OperatorActs bool

	// Ready is called once, when the endpoints are open. May be nil.
	Ready func()

	Log zerolog.Logger
}

// ServeCommands answers the commands of a service until ctx ends, then finishes what is in hand. Every refusal is noted in
// AUDIT, and remembered for a day: the same command, delivered again, gets the same no, also where it would be a yes by
// now. What was accepted is remembered by the journal itself, for ever.
// Errors: AUDIT cannot be read at the start; the endpoints cannot be opened.
func ServeCommands(ctx context.Context, nc *nats.Conn, s Service) error {
	notes, err := openAudit(ctx, nc, s)
	if err != nil {
		return fmt.Errorf("serve %s: %w", s.Name, err)
	}
	defer notes.close()
	a := &answerer{Service: s, door: newDoor(nc, s.Log), notes: notes}
	endpoints := map[string]string{}
	for _, spec := range workflow.Commands {
		if spec.Kind == s.Kind || (spec.Kind == s.Also && s.Also != "") {
			endpoints[spec.Name] = events.CommandPattern(spec.Name)
		}
	}
	cfg := micro.Config{Name: s.Name, Version: s.Version, Description: "Comity: commands on aggregates of the kind " + string(s.Kind)}
	return a.door.serve(ctx, cfg, endpoints, s.Ready, a.answer)
}

type answerer struct {
	Service
	door  *door
	notes *audit
}

// answer takes one command from its message to its reply.
func (a *answerer) answer(ctx context.Context, name string, msg micro.Request) {
	began := a.Now()
	r, who, err := a.read(name, msg)
	var reply Reply
	if err == nil {
		var end func()
		if end, err = a.notes.begin(ctx, r); err == nil {
			defer end()
			reply, err = a.Handle(ctx, r)
		}
	}
	line := a.Log.Info()
	if err == nil {
		a.door.answer(msg, reply)
		line = line.Uint64("seq", reply.Seq).Int("revision", reply.Revision)
	} else if no := refusalFor(err); no == nil {
		a.door.fail(msg, err)
		return
	} else {
		again := errors.As(err, new(repeated))
		if !again {
			no = brief(no)
		}
		if passing(no.Code) {
			line = a.Log.Warn().AnErr("cause", err)
		} else if !again {
			a.notes.note(a.attempt(name, r, who, no))
		}
		a.door.refuse(msg, no)
		line = line.Str("code", string(no.Code))
	}
	line.Str("partnership", r.Partnership).Str("case", caseOf(r, reply)).Str("command", name).Str("id", r.ID).
		Str("actor", r.Actor).Str("via", r.Via).Dur("took", a.Now().Sub(began)).Msg("command")
}

func caseOf(r Request, reply Reply) string {
	if r.Command != nil && reply.Case == "" {
		return r.Command.AggregateID()
	}
	return reply.Case
}

func (a *answerer) attempt(name string, r Request, who caller, no *workflow.Refusal) Attempt {
	return Attempt{
		At: a.Now().UTC().Truncate(time.Millisecond), Partnership: r.Partnership, Case: caseOf(r, Reply{}),
		Command: events.CommandRef{ID: r.ID, Name: name, Digest: r.Digest}, ExpectedRevision: r.ExpectedRevision,
		Actor: r.Actor, Via: r.Via, User: who.user, Refusal: no,
	}
}

// read makes a request of a message: size, who, envelope, fields. What could be read of a refused one is returned as well.
func (a *answerer) read(name string, msg micro.Request) (r Request, who caller, err error) {
	spec, _ := workflow.Find(name)
	if r.Partnership, r.Actor, _, err = events.ParseCommandSubject(msg.Subject()); err != nil {
		return r, who, no(workflow.Malformed, "subject", "The subject names no partnership or no actor: letters, digits, - and _ are allowed, 64 at most.")
	}
	r.ID = strings.ToLower(msg.Headers().Get(HeaderCommandID))
	if !isUUID(r.ID) {
		r.ID = ""
	}
	who, known := identify(msg)
	var problems []workflow.Problem
	if r.Via, problems = speak(who, known, r.Actor, a.OperatorActs); len(problems) > 0 {
		return r, who, workflow.Refuse(problems...)
	}
	if who.dashboard.is() {
		return r, who, no(workflow.NotPermitted, r.Actor, "A dashboard only reads.")
	}
	if spec.System && r.Actor != events.System {
		return r, who, no(workflow.NotPermitted, name, "Only the engine itself sends %s.", name)
	}
	if r.Partnership == events.Installation {
		return r, who, no(workflow.NotPermitted, r.Partnership, "The installation's own register takes no commands.")
	}
	if n := len(msg.Data()); n > MaxCommandBytes {
		return r, who, no(workflow.TooLarge, "", "The command has %d bytes; %d are taken.", n, MaxCommandBytes)
	}
	cmd := spec.New()
	problems = append(r.envelope(msg.Headers()), fields(msg.Data(), cmd)...)
	if len(problems) > 0 {
		return r, who, workflow.Refuse(problems...)
	}
	read, err := NewRequest(r.Partnership, r.Actor, r.ID, cmd)
	if err != nil {
		return r, who, no(workflow.Malformed, "", "The command cannot be kept as it is: %v.", err)
	}
	read.Via, read.ExpectedRevision, read.AtLeast, read.DryRun = r.Via, r.ExpectedRevision, r.AtLeast, r.DryRun
	return read, who, nil
}

// fields decodes the body, and checks the one field that every command on a case has in common: it becomes a token of the
// journal's subject.
func fields(body []byte, cmd workflow.Command) []workflow.Problem {
	var out []workflow.Problem
	for _, p := range schema.Decode(body, cmd) {
		out = append(out, workflow.Problem{Code: workflow.Malformed, About: p.About, Message: p.Message})
	}
	if id := cmd.AggregateID(); len(out) == 0 && id != "" && !events.ValidToken(id) {
		out = append(out, workflow.Problem{Code: workflow.Malformed, About: "case", Message: fmt.Sprintf("case is %q; it has to be letters, digits, - and _, 64 at most.", id)})
	}
	return out
}

// isUUID reports whether s is a UUID in lower case, of whatever version.
func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
		} else if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// envelope reads the headers. Each may be there once.
func (r *Request) envelope(h micro.Headers) (problems []workflow.Problem) {
	bad := func(header, format string, args ...any) {
		problems = append(problems, workflow.Problem{Code: workflow.Malformed, About: header, Message: header + " " + fmt.Sprintf(format, args...)})
	}
	for _, name := range []string{HeaderCommandID, HeaderExpectedRevision, HeaderAtLeast, HeaderDryRun} {
		if len(h.Values(name)) > 1 {
			bad(name, "is there more than once.")
		}
	}
	switch id := h.Get(HeaderCommandID); {
	case id == "":
		bad(HeaderCommandID, "is missing: choose a UUIDv7 for each command, and send the same one when you send the command again.")
	case r.ID == "":
		bad(HeaderCommandID, "is %q; it has to be a UUID, best a UUIDv7.", id)
	}
	var err error
	if v := h.Get(HeaderExpectedRevision); v != "" {
		if r.ExpectedRevision, err = strconv.Atoi(v); err != nil || r.ExpectedRevision < 1 {
			r.ExpectedRevision = 0
			bad(HeaderExpectedRevision, "is %q; it has to be a whole number from 1.", v)
		}
	}
	if v := h.Get(HeaderAtLeast); v != "" {
		if r.AtLeast, err = strconv.ParseUint(v, 10, 64); err != nil {
			bad(HeaderAtLeast, "is %q; it has to be a whole number.", v)
		}
	}
	switch v := h.Get(HeaderDryRun); v {
	case "", "false":
	case "true":
		r.DryRun = true
	default:
		bad(HeaderDryRun, "is %q; it has to be true or false.", v)
	}
	return problems
}

// no is a refusal of one problem.
func no(code workflow.Code, about, format string, args ...any) error {
	return workflow.Refuse(workflow.Problem{Code: code, About: about, Message: fmt.Sprintf(format, args...)})
}
