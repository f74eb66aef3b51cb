package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"comity/services/broker"
	"comity/services/client"
	"comity/services/house"
	"comity/services/journal"
)

// serving are the flags of serve and init.
type serving struct {
	cfg      house.Config
	logForm  string
	logLevel string
	demo     string
	people   string // file

	signIn signIn
}

func (p *program) serve() *cobra.Command {
	var s serving
	c := &cobra.Command{
		Use: "serve", Short: "Run the engine, with a NATS server of its own or on yours", Args: exactly(),
		Long: "Run the services until Ctrl-C. Without --nats a NATS server is embedded, which keeps the journal in the data directory and\n" +
			"syncs every write; on a wholly empty directory a new installation is made first. A journal that is missing, shorter than\n" +
			"the second copy, holed or another installation's is refused, with exit status 4.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, name := range s.cfg.Only {
				if !slices.Contains(house.Names, name) {
					return misuse(cmd, "There is no service %s.%s There are %s.", name, didYouMean(name, house.Names), strings.Join(house.Names, ", "))
				}
			}
			return p.runServe(cmd.Context(), &s)
		},
	}
	f := c.Flags()
	f.StringVar(&s.cfg.Listen, "listen", p.getenv("COMITY_LISTEN", broker.DefaultListen), "`ADDRESS` of the embedded NATS server; port 0 takes a free one (COMITY_LISTEN)")
	f.StringVar(&s.cfg.Health, "health", p.getenv("COMITY_HEALTH", house.DefaultHealth), "`ADDRESS` of /healthz and /readyz, or off (COMITY_HEALTH)")
	f.StringSliceVar(&s.cfg.Only, "only", splitList(p.getenv("COMITY_ONLY", "")), "the `SERVICES` to run: "+strings.Join(house.Names, ",")+" (COMITY_ONLY)")
	s.pages(p, f)
	f.StringVar(&s.logForm, "log", p.getenv("COMITY_LOG", ""), "form of the log: text, json or off; text on a terminal unless said otherwise (COMITY_LOG)")
	f.StringVar(&s.logLevel, "log-level", p.getenv("COMITY_LOG_LEVEL", "info"), "least `LEVEL` to log: debug, info, warn, error (COMITY_LOG_LEVEL)")
	f.StringVar(&s.demo, "demo", "", "play a scenario `FILE` against the server once it is there, if nothing is in it yet")
	f.StringVar(&s.people, "people", "", "record the people of a `FILE` in the directory once the server is there: names and e-mail addresses")
	p.founding(c, &s)
	return c
}

// founding adds the flags that say what a new installation is.
func (p *program) founding(c *cobra.Command, s *serving) {
	f := c.Flags()
	f.StringVar(&s.cfg.Administrator, "administrator", p.getenv("COMITY_ADMINISTRATOR", house.DefaultAdministrator), "`PERSON` who may set up partnerships, for a new installation (COMITY_ADMINISTRATOR)")
	f.IntVar(&s.cfg.Partitions, "partitions", 1, "`NUMBER` of journals, for a new installation; fixed for its life")
}

func splitList(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// house completes the configuration from what all commands know.
func (p *program) house(s *serving) (house.Config, error) {
	cfg := s.cfg
	cfg.Dir, cfg.URL, cfg.Creds = p.opts.dir, p.opts.nats, p.opts.creds
	cfg.Now, cfg.NewID, cfg.Version, cfg.Build = p.env.Now, p.env.NewID, p.env.Version, p.env.Build
	log, err := p.logger(s.logForm, s.logLevel)
	cfg.Log = log
	if err != nil {
		return cfg, err
	}
	return cfg, s.signIn.complete(&cfg)
}

func (p *program) logger(form, level string) (zerolog.Logger, error) {
	least, err := zerolog.ParseLevel(level)
	if err != nil || level == "" {
		return zerolog.Nop(), &failure{status: Misuse, sentence: "There is no log level " + level + ": there are debug, info, warn and error."}
	}
	if form == "" {
		form = "json"
		if p.env.Terminal {
			form = "text"
		}
	}
	switch form {
	case "off":
		return zerolog.Nop(), nil
	case "json":
		return zerolog.New(p.env.Stderr).Level(least).With().Timestamp().Logger(), nil
	case "text":
		w := zerolog.ConsoleWriter{Out: p.env.Stderr, NoColor: !p.colour(), TimeFormat: "15:04:05", TimeLocation: p.env.Local}
		return zerolog.New(w).Level(least).With().Timestamp().Logger(), nil
	}
	return zerolog.Nop(), &failure{status: Misuse, sentence: "There is no form of the log " + form + ": there are text, json and off."}
}

func (p *program) runServe(ctx context.Context, s *serving) error {
	cfg, err := p.house(s)
	if err != nil {
		return err
	}
	h, err := house.Open(ctx, cfg)
	if err != nil {
		return openFailed(err)
	}
	ran := make(chan error, 1)
	go func() { ran <- h.Run(ctx) }()
	select {
	case <-h.Ready():
		p.greet(h, cfg)
		if s.people != "" {
			if err := p.recordPeople(ctx, h.Client(client.Config{}), s.people); err != nil && ctx.Err() == nil {
				return errors.Join(err, h.Close(), <-ran)
			}
		}
		if s.demo != "" {
			if err := p.demonstrate(ctx, h, s.demo); err != nil && ctx.Err() == nil {
				return errors.Join(err, h.Close(), <-ran)
			}
		}
		err = <-ran
	case err = <-ran:
	}
	err = errors.Join(err, h.Close())
	if err == nil && ctx.Err() != nil {
		p.printf("\nStopped. Everything that was decided is kept in %s.\n", cfg.Dir)
	}
	return openFailed(err)
}

// openFailed keeps the status of a journal that is refused apart from everything else, which is a server not to be had.
func openFailed(err error) error {
	err = distrust(err)
	var no *journal.Refusal
	var f *failure
	if err == nil || errors.As(err, &no) || errors.As(err, &f) || errors.Is(err, broker.ErrInUse) {
		return err
	}
	return &failure{status: Unavailable, sentence: sentence(err.Error()), cause: err}
}

func (p *program) greet(h *house.House, cfg house.Config) {
	at, _ := house.ReadAddress(cfg.Dir)
	p.printf("%s\n", p.style(strong, "Comity is running on the directory "+cfg.Dir+"."))
	where := h.URL()
	if at.NATS == "" {
		where = "the server named with --nats"
	}
	services := cfg.Only
	if len(services) == 0 {
		services = house.Names
	}
	p.pairs("Pages", h.PagesURL(), "NATS", where, "Health", suffixed(at.Health, "/readyz"), "Services", strings.Join(services, ", "))
	for _, w := range h.Warnings() {
		p.printf("%s %s\n", p.style(late, "Warning:"), w)
	}
	p.printf("Ctrl-C stops it.\n")
}

func suffixed(s, with string) string {
	if s == "" {
		return ""
	}
	return s + with
}

func (p *program) init() *cobra.Command {
	var s serving
	c := &cobra.Command{
		Use: "init", Short: "Make a new installation in an empty directory", Args: exactly(),
		Long: "Make credentials, streams and the birth certificate, once, on a wholly empty directory and, with --nats, an account that\n" +
			"holds no stream yet; --creds then has to be allowed to create streams. `serve` with an embedded server does this by itself.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			s.logForm, s.logLevel = "off", "info"
			cfg, err := p.house(&s)
			if err != nil {
				return err
			}
			if err := house.Init(cmd.Context(), cfg); err != nil {
				return err
			}
			p.printf("A new installation is in %s; %s may set up partnerships in it.\n", cfg.Dir, cfg.Administrator)
			return nil
		},
	}
	p.founding(c, &s)
	c.Flags().IntVar(&s.cfg.Replicas, "replicas", 1, "on how many servers of a cluster each stream is kept: 1 or 3")
	return c
}
