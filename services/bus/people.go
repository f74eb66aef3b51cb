package bus

import (
	"context"
	"encoding/json"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"
	"github.com/rs/zerolog"

	"comity/events"
	"comity/workflow"
)

// People says who answers for the people directory.
type People struct {
	Version string   // semantic; default 0.0.0
	Verbs   []string // each one token of the subject
	Handle  PeopleHandler

	// OperatorActs lets the local command line ask for anybody.
	OperatorActs bool

	// Ready is called once, when the endpoints are open. May be nil.
	Ready func()

	Log zerolog.Logger
}

// PeopleRequest is a question to the people directory, or a change of it, from somebody known.
type PeopleRequest struct {
	Actor string
	Via   string // who spoke for the actor, "" for the actor
	Verb  string
	Args  json.RawMessage // a JSON object, not yet read: schema.Decode does
}

// PeopleHandler answers. It may be called concurrently. Errors: as Handler's.
type PeopleHandler func(context.Context, PeopleRequest) (any, error)

// ServePeople answers for the people directory until ctx ends, then finishes what is in hand. Who may do what is for Handle
// to say; it is told who asks.
// Errors: the endpoints cannot be opened.
func ServePeople(ctx context.Context, nc *nats.Conn, p People) error {
	d := newDoor(nc, p.Log)
	endpoints := map[string]string{}
	for _, verb := range p.Verbs {
		endpoints[verb] = events.PeoplePattern(verb)
	}
	cfg := micro.Config{Name: "people", Version: p.Version, Description: "Comity: the people directory"}
	return d.serve(ctx, cfg, endpoints, p.Ready, func(ctx context.Context, verb string, msg micro.Request) {
		r, err := p.read(verb, msg)
		var answer any
		if err == nil {
			answer, err = p.Handle(ctx, r)
		}
		line := p.Log.Info()
		if err == nil {
			d.answer(msg, answer)
		} else if no := refusalFor(err); no != nil {
			d.refuse(msg, no)
			line = line.Str("code", string(no.Code))
		} else {
			d.fail(msg, err)
			return
		}
		line.Str("verb", verb).Str("actor", r.Actor).Str("via", r.Via).Msg("people")
	})
}

func (p *People) read(verb string, msg micro.Request) (r PeopleRequest, err error) {
	r.Verb = verb
	if r.Actor, _, err = events.ParsePeopleSubject(msg.Subject()); err != nil {
		return r, no(workflow.Malformed, "subject", "The subject names no actor: letters, digits, - and _ are allowed, 64 at most.")
	}
	who, known := identify(msg)
	var problems []workflow.Problem
	if r.Via, problems = speak(who, known, r.Actor, p.OperatorActs); len(problems) > 0 {
		return r, workflow.Refuse(problems...)
	}
	if who.dashboard.is() {
		return r, no(workflow.NotPermitted, r.Actor, "A dashboard knows nobody by name.")
	}
	if n := len(msg.Data()); n > MaxCommandBytes {
		return r, no(workflow.TooLarge, "", "The question has %d bytes; %d are taken.", n, MaxCommandBytes)
	}
	if r.Args = msg.Data(); len(r.Args) == 0 {
		r.Args = []byte("{}")
	}
	return r, nil
}
