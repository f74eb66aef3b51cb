package cli

import (
	"context"

	"github.com/spf13/cobra"

	"comity/services/directory"
)

const peopleLong = `Names, addresses and sign-ins are kept in the people directory, apart from the journal, which knows a person by
id alone. Who may see and change them follows from what they are: themselves, whoever answers for their seat,
and those who run the installation.

  comity people record p-lead --name "Ruth Lead" --email ruth@council.example --as p-secretary
  comity people invite p-lead --as p-secretary`

// people is the group of what is recorded of persons.
func (p *program) people() *cobra.Command {
	group := &cobra.Command{Use: "people", Short: "Who people are, and their access", Long: peopleLong, Args: unknownCommand, RunE: showHelp}
	group.AddCommand(
		onPerson(p, "show", directory.AskPerson, "Show what is recorded of a person", p.printRecord),
		p.recordPerson(),
		onPerson(p, "invite", directory.AskInvite, "Mail a person a code for their first sign-in", func(i *directory.Invitation) {
			p.printf("An invitation goes to %s. It is good until %s.\n", i.Email, p.when(i.ExpiresAt))
		}),
		onPerson(p, "leave", directory.AskLeave, "Take a person's access away at once", p.said("From now on nobody signs in as %s.")),
		onPerson(p, "return", directory.AskReturn, "Let a person sign in again", p.said("%s may sign in again. Access keys are to be made anew.")),
		onPerson(p, "sign-out", directory.AskSignOut, "End every session and connection of a person", p.said("%s is signed out everywhere.")),
		onPerson(p, "erase", directory.AskErase, "Erase everything about a person but what they decided", p.said("Nothing is known of %s any more but the decisions.")),
	)
	return group
}

// onPerson makes the command of a verb that takes a person.
func onPerson[T any](p *program, name, verb, short string, print func(*T)) *cobra.Command {
	return p.acting(&cobra.Command{
		Use: name + " PERSON", Short: short, Args: exactly("person"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return tell(p, cmd, verb, directory.PersonArgs{Person: args[0]}, print)
		},
	})
}

func (p *program) recordPerson() *cobra.Command {
	var name, email string
	c := &cobra.Command{
		Use: "record PERSON", Short: "Record a person's name and address", Args: exactly("person"),
		RunE: func(cmd *cobra.Command, args []string) error {
			out := directory.RecordArgs{Person: args[0]}
			if cmd.Flags().Changed("name") {
				out.Name = &name
			}
			if cmd.Flags().Changed("email") {
				out.Email = &email
			}
			if out.Name == nil && out.Email == nil {
				return misuse(cmd, "Say what to record, with --name or --email.")
			}
			return tell(p, cmd, directory.AskRecord, out, p.printRecord)
		},
	}
	f := p.acting(c).Flags()
	f.StringVar(&name, "name", "", "how the person is called, as `NAME`")
	f.StringVar(&email, "email", "", "where the person is written to; whoever reads mail at `ADDRESS` can sign in as them")
	return c
}

func (p *program) printRecord(r *directory.Record) {
	state := ""
	switch {
	case !r.ErasedAt.IsZero():
		state = "erased on " + p.when(r.ErasedAt)
	case !r.LeftAt.IsZero():
		state = "left on " + p.when(r.LeftAt)
	}
	p.pairs("Person", r.ID, "Name", r.Name, "Address", r.Email, "Mail", words(r.Preferences.Mail),
		"Quiet hours", both(" to ", r.Preferences.QuietFrom, r.Preferences.QuietUntil), "Access", state)
}

// said prints one sentence about a person.
func (p *program) said(format string) func(*directory.Record) {
	return func(r *directory.Record) { p.printf(format+"\n", r.ID) }
}

// tell asks something of the people directory and prints the answer, as JSON where that was asked for.
func tell[T any](p *program, cmd *cobra.Command, verb string, args any, print func(*T)) error {
	var answer T
	if err := p.askPeople(cmd.Context(), verb, args, &answer); err != nil {
		return err
	}
	if p.opts.json {
		return p.printJSON(&answer)
	}
	print(&answer)
	return nil
}

func (p *program) askPeople(ctx context.Context, verb string, args, into any) error {
	c, err := p.connect(ctx)
	if err != nil {
		return err
	}
	return c.People(ctx, p.actor(), verb, args, into)
}
