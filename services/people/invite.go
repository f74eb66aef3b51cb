package people

import (
	"context"
	"fmt"
	"html"
	"strings"

	"comity/services/directory"
	"comity/services/outbox"
)

// invitation is why the mail was written.
const invitation = "invitation"

// invite mails somebody an invitation, in the place of an earlier one: a code that is typed at their first sign-in, and no
// link that would let whoever follows it in.
func (s *Service) invite(ctx context.Context, a asker, args directory.PersonArgs) (any, error) {
	id, err := a.whose(args.Person)
	if err == nil {
		err = a.may(ctx, invite, id)
	}
	if err != nil {
		return nil, err
	}
	p, err := s.directory.Person(ctx, id)
	if err != nil {
		return nil, err
	}
	now := s.cfg.Now().UTC()
	until := now.Add(directory.InvitationFor)
	code, err := s.directory.Invite(ctx, id, until)
	if err != nil {
		return nil, err
	}
	text := fmt.Sprintf("Hello %s,\n\nyou are invited to sign in to Comity, where partners decide together.\n\n"+
		"Go to the sign-in page that your secretary has given you, choose \"I have an invitation\", and type this address and the code\n\n"+
		"    %s\n\nThe code works once, until %s. Nobody will ask you for it by telephone or in a message.\n"+
		"If you did not expect this, you need not do anything.\n", s.directory.Name(ctx, id), code, until.Format("2 January 2006"))
	err = s.outbox.Put(ctx, outbox.Mail{
		ID: "invitation-" + s.cfg.NewID(), Person: id, Subject: "Your invitation to Comity", Text: text, HTML: paragraphs(text),
		Reason: invitation, Secret: true, State: outbox.Queued, QueuedAt: now,
	})
	return directory.Invitation{Person: id, Email: p.Email, ExpiresAt: until}, err
}

// paragraphs is a plain text as HTML.
func paragraphs(text string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(strings.TrimSpace(part)), "\n", "<br>") + "</p>\n")
	}
	return b.String()
}
