package people

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"comity/events"
	"comity/services/bus"
	"comity/services/directory"
	"comity/workflow"
	"comity/workflow/schema"
)

// answers are the verbs.
var answers = map[string]func(context.Context, *Service, bus.PeopleRequest) (any, error){
	directory.AskNames:     reading((*Service).names),
	directory.AskPerson:    reading((*Service).person),
	directory.AskRecord:    reading((*Service).record),
	directory.AskInvite:    reading((*Service).invite),
	directory.AskLeave:     reading((*Service).leave),
	directory.AskReturn:    reading((*Service).comeBack),
	directory.AskErase:     reading((*Service).erase),
	directory.AskSignOut:   reading((*Service).signOut),
	directory.AskKeys:      reading((*Service).keys),
	directory.AskKeyCreate: reading((*Service).keyCreate),
	directory.AskKeyRevoke: reading((*Service).keyRevoke),
}

func verbs() []string { return slices.Sorted(maps.Keys(answers)) }

// reading makes the entry of a verb that takes arguments A, which are read strictly: all mistakes at once.
func reading[A any](do func(*Service, context.Context, asker, A) (any, error)) func(context.Context, *Service, bus.PeopleRequest) (any, error) {
	return func(ctx context.Context, s *Service, r bus.PeopleRequest) (any, error) {
		var args A
		var problems []workflow.Problem
		for _, p := range schema.Decode(r.Args, &args) {
			problems = append(problems, workflow.Problem{Code: workflow.Malformed, Message: p.Message, About: p.About})
		}
		if len(problems) > 0 {
			return nil, workflow.Refuse(problems...)
		}
		return do(s, ctx, asker{s: s, id: r.Actor}, args)
	}
}

// asker is who asks.
type asker struct {
	s  *Service
	id string
}

// Answer answers one question: what bus.ServePeople calls.
// Errors: *workflow.Refusal; bus.ErrUnavailable where a register does not answer.
func (s *Service) Answer(ctx context.Context, r bus.PeopleRequest) (any, error) {
	answer, is := answers[r.Verb]
	if !is {
		return nil, refuse(workflow.NotFound, "Nobody can be asked for %q.", r.Verb)
	}
	a, err := answer(ctx, s, r)
	switch {
	case errors.Is(err, directory.ErrTaken):
		return nil, refuse(workflow.Malformed, "That address belongs to somebody else.")
	case errors.Is(err, directory.ErrUnknown):
		return nil, refuse(workflow.NotFound, "That person or key is not in the people directory.")
	}
	return a, err
}

// self is what the asker is.
func (a asker) self(ctx context.Context) (standing, error) {
	if a.id == bus.Operator {
		return standing{Person: a.id, Operator: true}, nil
	}
	return a.s.standingOf(ctx, a.id)
}

// may checks that the asker may do something to a person.
func (a asker) may(ctx context.Context, do act, person string) error {
	by, err := a.self(ctx)
	if err != nil {
		return err
	}
	of := by
	if person != a.id {
		if of, err = a.s.standingOf(ctx, person); err != nil {
			return err
		}
	}
	if !may(do, by, of) {
		return notYours(person)
	}
	return nil
}

func notYours(person string) error {
	return refuse(workflow.NotPermitted, "You may not do that for %s. Ask whoever answers for them, or those who run the installation.", person)
}

// whose is the person that a question names, or the asker.
func (a asker) whose(person string) (string, error) {
	if person == "" {
		person = a.id
	}
	if !events.ValidToken(person) || bus.Reserved(person) {
		return "", refuse(workflow.Malformed, "%q is not the id of a person.", person)
	}
	return person, nil
}

func refuse(code workflow.Code, format string, args ...any) error {
	return workflow.Refuse(workflow.Problem{Code: code, Message: fmt.Sprintf(format, args...)})
}

// names tells anybody who is signed in how to call people.
func (s *Service) names(ctx context.Context, _ asker, args directory.NamesArgs) (any, error) {
	if len(args.IDs) > directory.MostNames {
		return nil, refuse(workflow.TooLarge, "%d names are asked for; %d are told at once.", len(args.IDs), directory.MostNames)
	}
	out := directory.NamesAnswer{Names: map[string]string{}}
	for _, id := range args.IDs {
		out.Names[id] = s.directory.Name(ctx, id)
	}
	return out, nil
}
