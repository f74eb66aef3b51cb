package bus

import (
	"context"
	"strconv"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"
	"github.com/rs/zerolog"

	"comity/events"
	"comity/workflow"
)

// Views says who answers which questions.
type Views struct {
	Name    string   // views; also the queue group, so that one instance answers
	Version string   // semantic; default 0.0.0
	Names   []string // of the views: each one token of the subject
	Handle  QueryHandler

	// OperatorActs lets the local command line ask for anybody.
	OperatorActs bool

	// Ready is called once, when the endpoints are open. May be nil.
	Ready func()

	Log zerolog.Logger
}

// ServeViews answers questions until ctx ends, then finishes what is in hand. Who may see what is for Handle to say; it is
// told who asks.
// Errors: the endpoints cannot be opened.
func ServeViews(ctx context.Context, nc *nats.Conn, v Views) error {
	d := newDoor(nc, v.Log)
	endpoints := map[string]string{}
	for _, name := range v.Names {
		endpoints[name] = events.AskPattern(name)
	}
	cfg := micro.Config{Name: v.Name, Version: v.Version, Description: "Comity: questions"}
	return d.serve(ctx, cfg, endpoints, v.Ready, func(ctx context.Context, view string, msg micro.Request) {
		q, err := v.read(view, msg)
		var a Answer
		if err == nil {
			a, err = v.Handle(ctx, q)
		}
		if err == nil {
			d.answer(msg, a)
		} else if no := refusalFor(err); no != nil {
			d.refuse(msg, no)
			v.Log.Debug().AnErr("cause", err).Str("view", view).Str("partnership", q.Partnership).Str("actor", q.Actor).Str("code", string(no.Code)).Msg("question refused")
		} else {
			d.fail(msg, err)
		}
	})
}

// read makes a question of a message.
func (v *Views) read(view string, msg micro.Request) (q Query, err error) {
	q.View = view
	if q.Partnership, q.Actor, _, err = events.ParseAskSubject(msg.Subject()); err != nil {
		return q, no(workflow.Malformed, "subject", "The subject names no partnership or no actor: letters, digits, - and _ are allowed, 64 at most.")
	}
	who, known := identify(msg)
	var problems []workflow.Problem
	if q.Via, problems = speak(who, known, q.Actor, v.OperatorActs); len(problems) > 0 {
		return q, workflow.Refuse(problems...)
	}
	if q.Clearance, problems = who.dashboard.asks(q.Partnership, view); len(problems) > 0 {
		return q, workflow.Refuse(problems...)
	}
	if n := len(msg.Data()); n > MaxCommandBytes {
		return q, no(workflow.TooLarge, "", "The question has %d bytes; %d are taken.", n, MaxCommandBytes)
	}
	if q.Args = msg.Data(); len(q.Args) == 0 {
		q.Args = []byte("{}")
	}
	if s := msg.Headers().Get(HeaderAtLeast); s != "" {
		if q.AtLeast, err = strconv.ParseUint(s, 10, 64); err != nil {
			return q, no(workflow.Malformed, HeaderAtLeast, "%s is %q; it has to be a whole number.", HeaderAtLeast, s)
		}
	}
	return q, nil
}
