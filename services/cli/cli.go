// Package cli is the program `comity` as a function: the commands, what they print, and the exit status. It takes its
// arguments, its environment, clock and streams as values, so that a test runs it whole.
//
// It holds no rules. `do` is made from the registry of commands, reading from what package views answers, and both reach the
// engine only as any other client does. What it prints is for people: money in pounds, dates in words, times local; --json
// prints what the engine answered.
package cli

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// Env is what the program takes from outside.
type Env struct {
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer

	Getenv func(string) string // os.Getenv
	Now    func() time.Time    // the clock
	NewID  func() string       // makes a UUIDv7, another one each time
	Local  *time.Location      // in which times are shown and read; default time.Local

	Version string // of this build, semantic
	Build   string // the exact source of this build, "" when it is not known

	// Terminal says that Stdout is one: colour is used, unless NO_COLOR is set, and tables keep to Width.
	Terminal bool
	Width    int
}

// program is one run.
type program struct {
	env  Env
	opts options
	dial *dialled // the connection, once made
}

// options are the flags that every command knows; the environment gives their defaults.
type options struct {
	dir         string
	nats        string
	creds       string
	partnership string
	as          string
	json        bool
	wait        time.Duration
}

// Main runs the program and returns its exit status. args is without the program's name.
func Main(ctx context.Context, args []string, env Env) int {
	if env.Local == nil {
		env.Local = time.Local
	}
	p := &program{env: env}
	defer p.hangUp()
	root := p.root()
	root.SetArgs(args)
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	return p.status(root.ExecuteContext(ctx))
}

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "comity",
		Short: "Joint commissioning across organisations, decided together and kept for good",
		Long: "Comity moves joint commissioning cases from draft to closed, by the rules of the partnership.\n\n" +
			"Start with `comity serve`, then look at `comity cases` and `comity do --help`.",
		SilenceErrors: true, SilenceUsage: true,
		Args: unknownCommand,
		RunE: showHelp,
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return misuse(cmd, "%s", sentence(err.Error())) })
	f := root.PersistentFlags()
	f.StringVar(&p.opts.dir, "dir", p.getenv("COMITY_DIR", "data"), "data directory of the installation `DIR` (COMITY_DIR)")
	f.StringVar(&p.opts.nats, "nats", p.getenv("COMITY_NATS", ""), "`URL` of a NATS server; the one of the directory unless said otherwise (COMITY_NATS)")
	f.StringVar(&p.opts.creds, "creds", p.getenv("COMITY_CREDS", ""), "credentials `FILE` for that server (COMITY_CREDS)")
	root.AddGroup(&cobra.Group{ID: "run", Title: "Running:"}, &cobra.Group{ID: "act", Title: "Acting:"},
		&cobra.Group{ID: "read", Title: "Reading:"}, &cobra.Group{ID: "try", Title: "Documents and scenarios:"})
	p.add(root, "run", p.serve(), p.init(), p.export(), p.verify(), p.version(), p.docs())
	p.add(root, "act", p.do(), p.importing(), p.migrate(), p.people(), p.key())
	p.add(root, "read",
		p.inbox(), p.cases(), p.theCase(), p.explain(), p.history(), // what moves
		p.board(), p.structure(), p.successions(), p.whoCan(), // who decides
		p.decisions(), p.publicRegister(), p.forwardPlan(), p.scrutiny(), p.urgency(), // what is decided
		p.briefing(), p.reports(), p.engagement(), p.duties(), // what is owed and told
		p.pools(), p.pool(), p.contributions(), p.expiring(), // what is put in
		p.dashboard(), p.watch())
	p.add(root, "try", p.check(), p.holidays(), p.templates(), p.simulate(), p.play())
	root.SetCompletionCommandGroupID("run")
	root.SetHelpCommandGroupID("run")
	return root
}

func (p *program) add(root *cobra.Command, group string, list ...*cobra.Command) {
	for _, c := range list {
		c.GroupID = group
		root.AddCommand(c)
	}
}

// showHelp is what a group does when it is asked for nothing.
func showHelp(cmd *cobra.Command, _ []string) error { return cmd.Help() }

// unknownCommand refuses a word that is no command of a group: cobra by itself prints help and is content.
func unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return misuse(cmd, "There is no command %s here.%s", args[0], didYouMean(args[0], names))
}

func (p *program) getenv(name, otherwise string) string {
	if v := p.env.Getenv(name); v != "" {
		return v
	}
	return otherwise
}

// acting adds the flags of a command that speaks to the engine.
func (p *program) acting(c *cobra.Command) *cobra.Command {
	f := c.Flags()
	f.StringVarP(&p.opts.partnership, "partnership", "P", p.getenv("COMITY_PARTNERSHIP", ""), "the `PARTNERSHIP`; the installation's only one unless said otherwise (COMITY_PARTNERSHIP)")
	f.StringVar(&p.opts.as, "as", p.getenv("COMITY_AS", ""), "act as `PERSON`, which the record says; for the local operator only (COMITY_AS)")
	f.BoolVar(&p.opts.json, "json", false, "print what the engine answered, as JSON")
	f.DurationVar(&p.opts.wait, "wait", 25*time.Second, "how long to wait for an answer")
	_ = c.RegisterFlagCompletionFunc("partnership", p.completePartnership)
	_ = c.RegisterFlagCompletionFunc("as", p.completePerson)
	return c
}

// sentence makes an error of a library read like one of ours.
func sentence(s string) string {
	if s == "" {
		return s
	}
	s = upper(s)
	if !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "?") {
		s += "."
	}
	return s
}

// upper begins a sentence.
func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
