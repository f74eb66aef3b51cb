package cli

import (
	"github.com/spf13/cobra"

	"comity/services/directory"
)

const keyLong = `An access key lets a program of yours, or a dashboard, connect to NATS with a user and a secret. It acts as you,
or sees what a dashboard may see, and nothing else. The secret is shown once.

  comity key create "finance system" --as p-lead
  comity key create "screen in the hall" --dashboard --clearance public --as p-secretary`

// key is the group of access keys.
func (p *program) key() *cobra.Command {
	group := &cobra.Command{Use: "key", Short: "Access keys for programs and dashboards", Long: keyLong, Args: unknownCommand, RunE: showHelp}
	group.AddCommand(p.keyCreate(), p.keyList(), p.keyRevoke())
	return group
}

func (p *program) keyCreate() *cobra.Command {
	var args directory.KeyArgs
	var dashboard bool
	c := &cobra.Command{
		Use: "create LABEL", Short: "Make a key, for yourself or a dashboard", Args: exactly("label"),
		RunE: func(cmd *cobra.Command, words []string) (err error) {
			args.Label = words[0]
			if args.Clearance != "" && !dashboard {
				return misuse(cmd, "--clearance is for the key of a dashboard: say --dashboard as well.")
			}
			if dashboard {
				if args.Partnership, err = p.inPartnership(cmd.Context()); err != nil {
					return err
				}
			}
			return tell(p, cmd, directory.AskKeyCreate, args, func(k *directory.NewKeyAnswer) {
				p.pairs("Key", k.ID, "User", k.User, "Secret", k.Secret, "Good until", p.when(k.ExpiresAt))
				p.printf("\nKeep the secret now: it is not shown again.\n")
			})
		},
	}
	f := p.acting(c).Flags()
	f.BoolVar(&dashboard, "dashboard", false, "for a dashboard of the partnership, which only reads")
	f.StringVar(&args.Clearance, "clearance", "", "what the dashboard may see, up to `TIER`: public (unless said otherwise), partners, board or exempt")
	f.IntVar(&args.Days, "days", 0, "good for `N` days; 90 unless said otherwise, 366 at most")
	return c
}

func (p *program) keyList() *cobra.Command {
	var args directory.KeysArgs
	var dashboards bool
	c := &cobra.Command{
		Use: "list", Short: "List keys: your own, or those of the dashboards", Args: exactly(),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if dashboards {
				if args.Partnership, err = p.inPartnership(cmd.Context()); err != nil {
					return err
				}
			}
			return tell(p, cmd, directory.AskKeys, args, p.printKeys)
		},
	}
	f := p.acting(c).Flags()
	f.BoolVar(&dashboards, "dashboards", false, "those of the dashboards of the partnership")
	f.StringVar(&args.Person, "person", "", "those of another `PERSON`")
	return c
}

func (p *program) printKeys(a *directory.KeysAnswer) {
	if len(a.Keys) == 0 {
		p.printf("No keys.\n")
		return
	}
	var rows [][]string
	for _, k := range a.Keys {
		until := p.when(k.ExpiresAt)
		if !p.env.Now().Before(k.ExpiresAt) {
			until += " (over)"
		}
		rows = append(rows, []string{k.ID, k.Label, k.Clearance, k.CreatedBy, until})
	}
	p.table([]string{"Key", "For", "Sees", "Made by", "Good until"}, rows)
}

func (p *program) keyRevoke() *cobra.Command {
	return p.acting(&cobra.Command{
		Use: "revoke KEY", Short: "End a key, and the connections made with it", Args: exactly("key"),
		RunE: func(cmd *cobra.Command, args []string) error {
			revoke := directory.KeyRevokeArgs{Key: args[0]}
			return tell(p, cmd, directory.AskKeyRevoke, revoke, func(k *directory.Key) { p.printf("The key %s (%s) is ended.\n", k.ID, k.Label) })
		},
	})
}
