package cli

import (
	"errors"
	"net/url"
	"os"
	"strconv"

	"github.com/goccy/go-yaml"
	"github.com/spf13/pflag"

	"comity/services/house"
	"comity/services/notices"
	"comity/services/web"
)

// signIn are the flags of serve that say where the pages are and how people prove who they are.
type signIn struct {
	listen       string
	providers    string // file
	smtp         string
	operatorActs bool
	said         func(flag string) bool
}

// pages adds the flags of the pages.
func (s *serving) pages(p *program, f *pflag.FlagSet) {
	f.StringVar(&s.signIn.listen, "pages", p.getenv("COMITY_PAGES", web.DefaultListen), "`ADDRESS` of the pages, or off; port 0 takes a free one (COMITY_PAGES)")
	f.StringVar(&s.cfg.Pages.BaseURL, "base-url", p.getenv("COMITY_BASE_URL", ""), "`URL` by which people reach the pages, https:// where something in front of them ends TLS (COMITY_BASE_URL)")
	f.StringVar(&s.signIn.providers, "providers", p.getenv("COMITY_PROVIDERS", ""), "`FILE` that lists the organisations' sign-in providers (COMITY_PROVIDERS)")
	f.StringVar(&s.cfg.WebSocket, "websocket", p.getenv("COMITY_WEBSOCKET", ""), "`ADDRESS` of the embedded NATS server for browsers; none unless said otherwise (COMITY_WEBSOCKET)")
	f.StringVar(&s.signIn.smtp, "smtp", p.getenv("COMITY_SMTP", ""), "mail server as `URL`: smtp://user:password@host:587, smtps://… for TLS from the first byte; without one e-mails stay in the outbox (COMITY_SMTP)")
	f.StringVar(&s.cfg.SMTP.From, "mail-from", p.getenv("COMITY_MAIL_FROM", ""), "`ADDRESS` that e-mails come from, needed with --smtp (COMITY_MAIL_FROM)")
	f.StringVar(&s.cfg.SMTP.ReplyTo, "mail-reply-to", p.getenv("COMITY_MAIL_REPLY_TO", ""), "`ADDRESS` that answers to e-mails go to (COMITY_MAIL_REPLY_TO)")
	f.BoolVar(&s.cfg.Pages.Development, "development-sign-in", false, "let anybody at this machine sign in to the pages as anybody; never where others can reach them")
	f.BoolVar(&s.signIn.operatorActs, "operator-acts", true, "let the local command line act as anybody (--as); off unless said so once people sign in by themselves")
	s.signIn.said = f.Changed
}

// complete puts what the flags say into the configuration. Once people prove who they are, nobody speaks for them: the operator
// only does where that is asked for, and not at all beside a provider.
func (s *signIn) complete(cfg *house.Config) error {
	if s.listen != "off" {
		cfg.Pages.Listen = s.listen
	}
	if s.smtp != "" {
		if err := mailServer(s.smtp, &cfg.SMTP); err != nil {
			return err
		}
	}
	if s.providers != "" {
		list, err := readProviders(s.providers)
		if err != nil {
			return err
		}
		cfg.Pages.Providers = list
	}
	asked := s.said != nil && s.said("operator-acts")
	if len(cfg.Pages.Providers) == 0 {
		cfg.OperatorActs = s.operatorActs && (asked || s.smtp == "")
		return nil
	}
	if s.operatorActs && asked {
		return &failure{status: Misuse, sentence: "--operator-acts lets the command line act as anybody: it is refused where a sign-in provider is configured."}
	}
	return nil
}

// readProviders reads the list of providers: YAML, strictly.
func readProviders(file string) ([]web.Provider, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, &failure{status: Misuse, sentence: sentence(err.Error()), cause: err}
	}
	var doc struct {
		Providers []web.Provider `yaml:"providers"`
	}
	if err := yaml.UnmarshalWithOptions(text, &doc, yaml.Strict()); err != nil {
		return nil, &failure{status: Misuse, sentence: file + ":\n" + yaml.FormatError(err, false, true), cause: err}
	}
	if len(doc.Providers) == 0 {
		return nil, &failure{status: Misuse, sentence: file + " lists no providers.", cause: errors.New("no providers")}
	}
	return doc.Providers, nil
}

// mailServer reads the address of a mail server.
func mailServer(address string, into *notices.SMTP) error {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return &failure{status: Misuse, sentence: "--smtp has to be like smtp://user:password@mail.example.org:587, or smtps://…", cause: err}
	}
	into.Host, into.TLS = u.Hostname(), u.Query().Get("tls")
	if u.Scheme == "smtps" {
		into.TLS = "tls"
	}
	if port := u.Port(); port != "" {
		if into.Port, err = strconv.Atoi(port); err != nil {
			return &failure{status: Misuse, sentence: "--smtp has a port that is no number.", cause: err}
		}
	}
	if u.User != nil {
		into.Username = u.User.Username()
		into.Password, _ = u.User.Password()
	}
	if into.From == "" {
		return &failure{status: Misuse, sentence: "--smtp needs --mail-from: the address that e-mails come from."}
	}
	return nil
}
