package people

import (
	"context"
	"errors"
	"net/mail"
	"strings"
	"time"
	"unicode"

	"comity/services/directory"
	"comity/workflow"
)

// longest is how many bytes a name or an address may have.
const longest = 200

// person shows what is recorded of somebody.
func (s *Service) person(ctx context.Context, a asker, args directory.PersonArgs) (any, error) {
	return s.on(ctx, a, read, args, nil)
}

// leave takes somebody's access away at once: nobody signs in as them, their sessions end, their keys are revoked.
func (s *Service) leave(ctx context.Context, a asker, args directory.PersonArgs) (any, error) {
	out, err := s.on(ctx, a, leave, args, func(p *directory.Person) {
		if p.LeftAt.IsZero() {
			p.LeftAt = s.cfg.Now().UTC()
			p.SessionsAfter = p.LeftAt // they stay ended if the person comes back
		}
	})
	if err == nil {
		err = s.directory.RevokeAll(ctx, out.ID)
	}
	return out, err
}

// comeBack lets somebody who had left sign in again. Their keys stay revoked.
func (s *Service) comeBack(ctx context.Context, a asker, args directory.PersonArgs) (any, error) {
	return s.on(ctx, a, leave, args, func(p *directory.Person) { p.LeftAt = time.Time{} })
}

// signOut ends every session of somebody, and every connection.
func (s *Service) signOut(ctx context.Context, a asker, args directory.PersonArgs) (any, error) {
	return s.on(ctx, a, signOut, args, func(p *directory.Person) { p.SessionsAfter = s.cfg.Now().UTC() })
}

// on checks that the asker may do something, does it to somebody who is there, and shows them. A nil change only shows.
func (s *Service) on(ctx context.Context, a asker, do act, args directory.PersonArgs, change func(*directory.Person)) (directory.Record, error) {
	id, err := a.whose(args.Person)
	if err == nil {
		err = a.may(ctx, do, id)
	}
	var p directory.Person
	if err == nil {
		p, err = s.directory.Person(ctx, id)
	}
	if err != nil || change == nil {
		return p.Record(), err
	}
	err = s.directory.Change(ctx, id, func(now *directory.Person) error {
		change(now)
		p = *now
		return nil
	})
	return p.Record(), err
}

// erase forgets somebody. What they decided stays, under their id.
func (s *Service) erase(ctx context.Context, a asker, args directory.PersonArgs) (any, error) {
	id, err := a.whose(args.Person)
	if err == nil {
		err = a.may(ctx, erase, id)
	}
	if err == nil {
		err = s.directory.Erase(ctx, id, s.cfg.Now())
	}
	if err == nil {
		err = s.outbox.Forget(ctx, id)
	}
	if err != nil {
		return nil, err
	}
	p, err := s.directory.Person(ctx, id)
	return p.Record(), err
}

// record changes what is recorded of somebody: a person who is not there yet is made.
func (s *Service) record(ctx context.Context, a asker, args directory.RecordArgs) (any, error) {
	id, err := a.whose(args.Person)
	if err != nil {
		return nil, err
	}
	if err := check(&args); err != nil {
		return nil, err
	}
	before, err := s.directory.Person(ctx, id)
	if err != nil && !errors.Is(err, directory.ErrUnknown) {
		return nil, err
	}
	if args.Email != nil && *args.Email == before.Email {
		args.Email = nil
	}
	do := recordSelf
	if args.Email != nil {
		do = addressAct(before)
	}
	if err := a.may(ctx, do, id); err != nil {
		return nil, err
	}
	if args.DryRun {
		return before.Record(), nil
	}
	var after directory.Person
	err = s.directory.Change(ctx, id, func(p *directory.Person) error {
		if args.Email != nil {
			if do == recordEmail && addressAct(*p) != recordEmail {
				return notYours(id) // they have one by now
			}
			if p.Email != "" { // whoever has read its mail may have signed in, or have a code from it
				p.SessionsAfter = s.cfg.Now().UTC()
			}
			p.Email = *args.Email
		}
		if args.Name != nil {
			p.Name = *args.Name
		}
		if args.Preferences != nil {
			p.Preferences = *args.Preferences
		}
		after = *p
		return nil
	})
	return after.Record(), err
}

// addressAct is what it means to write somebody's address.
func addressAct(p directory.Person) act {
	if p.Email == "" && len(p.Identities) == 0 {
		return recordEmail
	}
	return replaceEmail
}

// check reads what is to be recorded, and says all that is wrong with it.
func check(args *directory.RecordArgs) error {
	var problems []workflow.Problem
	bad := func(about, message string) {
		problems = append(problems, workflow.Problem{Code: workflow.Malformed, About: about, Message: message})
	}
	if args.Name != nil {
		*args.Name = strings.TrimSpace(*args.Name)
		if n := *args.Name; n == "" || len(n) > longest || strings.ContainsFunc(n, unicode.IsControl) {
			bad("name", "Enter a name of one line.")
		}
	}
	if args.Email != nil && *args.Email != "" {
		*args.Email = strings.TrimSpace(*args.Email)
		if a, err := mail.ParseAddress(*args.Email); err != nil || a.Address != *args.Email || len(*args.Email) > longest {
			bad("email", "Enter an email address in the form name@example.com.")
		}
	}
	if p := args.Preferences; p != nil {
		if p.Mail != "" && p.Mail != directory.AtOnce && p.Mail != directory.Daily {
			bad("preferences.mail", "Choose at once or one digest a day.")
		}
		if (p.QuietFrom == "") != (p.QuietUntil == "") || !isTime(p.QuietFrom) || !isTime(p.QuietUntil) {
			bad("preferences.quiet_from", "Enter when quiet hours begin and end, each as 18:00, or neither.")
		}
	}
	if len(problems) > 0 {
		return workflow.Refuse(problems...)
	}
	return nil
}

func isTime(s string) bool {
	_, err := time.Parse("15:04", s)
	return s == "" || err == nil && len(s) == 5
}
