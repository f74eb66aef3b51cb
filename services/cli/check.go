package cli

import (
	"os"

	"github.com/spf13/cobra"

	"comity/services/layers"
	"comity/workflow/document"
)

func (p *program) check() *cobra.Command {
	var live, expand bool
	c := &cobra.Command{
		Use: "check FILE …", Short: "Report every mistake in governance and workflow documents",
		Long: "Read documents strictly and check them, each alone and all against one another, with no server. Every mistake is reported\n" +
			"with file, line and column. Exit status 1 when there is one; warnings and advice do not count.\n\n" +
			"A document that is laid on others (extends) is checked together with them, and a mistake is reported in the file in which it stands.\n\n" +
			"With --against-live a running engine is asked as well what each file would change, were it published now: boards that end and who takes\n" +
			"over, sign-offs that are opened anew, seats that vanish, and which cases can be moved to a new version of their workflow. Nothing is written. It needs an engine that runs on the data directory, or at --nats.",
		Args: files,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case live:
				return p.runImpact(cmd.Context(), args)
			case expand:
				return p.runExpand(args)
			}
			return p.runCheck(args, p.opts.json)
		},
	}
	c.Flags().BoolVar(&live, "against-live", false, "ask a running engine what each file would change")
	c.Flags().BoolVar(&expand, "expand", false, "print the document whole, with all that it is laid on and its seat templates written out, once it has no mistake")
	p.acting(c)
	c.MarkFlagsMutuallyExclusive("json", "expand")
	c.MarkFlagsMutuallyExclusive("against-live", "expand")
	return c
}

// runExpand prints documents written out in full; where there is a mistake it reports that instead.
func (p *program) runExpand(names []string) error {
	sources, err := sourcesOf(names)
	if err != nil {
		return err
	}
	docs, problems := document.CheckLaid(layers.Find, sources...)
	if len(document.Errors(problems)) > 0 {
		return p.runCheck(names, false)
	}
	for i, doc := range docs {
		text, err := document.Expand(doc)
		if err != nil {
			return err
		}
		if i > 0 {
			p.printf("---\n")
		}
		p.printf("%s", text)
	}
	return nil
}

// sourcesOf reads files.
func sourcesOf(names []string) ([]document.Source, error) {
	sources := make([]document.Source, len(names))
	for i, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		sources[i] = document.Source{Name: name, Text: text}
	}
	return sources, nil
}

// files refuses a command without a file.
func files(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return misuse(cmd, "Say which file.")
	}
	return nil
}

func (p *program) runCheck(names []string, asJSON bool) error {
	sources, err := sourcesOf(names)
	if err != nil {
		return err
	}
	_, problems := document.CheckLaid(layers.Find, sources...)
	errors := len(document.Errors(problems))
	if asJSON {
		if problems == nil {
			problems = []document.Problem{}
		}
		if err := p.printJSON(problems); err != nil {
			return err
		}
	} else {
		for _, problem := range problems {
			p.printf("%s\n", problem)
		}
		p.printf("%s in %s.\n", upper(number(errors, "mistake")), number(len(names), "file"))
	}
	if errors > 0 {
		return said(Refused)
	}
	return nil
}

// number writes a number with its noun.
func number(n int, noun string) string {
	switch n {
	case 0:
		return "no " + noun + "s"
	case 1:
		return "1 " + noun
	}
	return itoa(n) + " " + noun + "s"
}
