package cli

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"comity/services/client"
	"comity/services/house"
	"comity/services/scenario"
	"comity/services/views/answer"
)

func (p *program) play() *cobra.Command {
	var pace time.Duration
	c := &cobra.Command{
		Use: "play FILE", Short: "Play a scenario against the running server, in real time", Args: exactly("file"),
		Long: "Send a scenario's steps to the running server, and tell the story from the events that arrive by subscription. A story is\n" +
			"played once in an installation.",
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := p.connect(cmd.Context())
			if err != nil {
				return err
			}
			err = scenario.Play(cmd.Context(), c, args[0], scenario.PlayOptions{Out: p.env.Stdout, Pace: pace})
			if errors.Is(err, scenario.ErrPlayed) {
				return &failure{status: Refused, sentence: sentence(err.Error())}
			}
			return p.scenarioFailed(err)
		},
	}
	p.acting(c).Flags().DurationVar(&pace, "pace", 0, "pause after each line")
	return c
}

// demoPace lets people read the demonstration as it happens.
const demoPace = 40 * time.Millisecond

// demonstrate plays a story against the server that has just started, unless it was played in this installation before, and
// says what to try next.
func (p *program) demonstrate(ctx context.Context, h *house.House, file string) error {
	list, err := scenario.Read(file)
	if err != nil {
		return p.scenarioFailed(err)
	}
	story, c := list[0], h.Client(client.Config{})
	p.heading("%s", story.Name)
	opts := scenario.PlayOptions{Out: p.env.Stdout}
	if p.env.Terminal {
		opts.Pace = demoPace
	}
	switch err := scenario.Play(ctx, c, file, opts); {
	case errors.Is(err, scenario.ErrPlayed):
		p.printf("The story was told here before; everything is as it was.\n")
	case err != nil:
		return p.scenarioFailed(err)
	}
	if err := p.whatNext(ctx, c, story); err != nil {
		return err
	}
	if pages := h.PagesURL(); pages != "" {
		p.printf("In a browser: %s\n", p.style(strong, pages))
	}
	return nil
}

// whatNext lists the cases of a story and suggests commands that work on them.
func (p *program) whatNext(ctx context.Context, c *client.Client, story *scenario.Scenario) error {
	person := story.Administrator
	for _, s := range story.Steps {
		if s.Do == "case.create" && len(s.By) > 0 {
			person = s.By[0]
			break
		}
	}
	var cases answer.Cases
	if _, err := c.Ask(ctx, story.Partnership, person, "cases", nil, &cases); err != nil {
		return err
	}
	p.heading("Where the cases are")
	p.printCases(&cases)
	open := ""
	for _, row := range cases.Cases {
		if row.Status != "closed" {
			open = row.Case
		}
	}
	p.heading("What to try next, in another terminal")
	p.suggest(p.suggestions(ctx, c, story.Partnership, person, open))
	p.printf("\nComity goes on running. Ctrl-C stops it; started again it finds everything as it is now.\n")
	return nil
}

// suggestion is a command and what it shows.
type suggestion struct{ command, what string }

// suggestions are commands that work on an open case, "" for none.
func (p *program) suggestions(ctx context.Context, c *client.Client, partnership, person, open string) (out []suggestion) {
	awaited := person
	if open != "" {
		out = append(out, suggestion{"explain " + open + " --as " + person, "what it waits for, on whom, until when"},
			suggestion{"case " + open + " --as " + person, "all there is to know of it"})
		var a answer.Explain
		if _, err := c.Ask(ctx, partnership, person, "explain", answer.CaseArgs{Case: open}, &a); err == nil && len(a.Waiting) > 0 && len(a.Waiting[0].People) > 0 {
			awaited = a.Waiting[0].People[0]
		}
	}
	return append(out, suggestion{"inbox " + awaited, "what waits for a person"},
		suggestion{"watch --clearance partners --as " + person, "everything that is published, live"},
		suggestion{"do --help", "every command there is"},
		suggestion{"verify", "derive the whole journal again"})
}

func (p *program) suggest(list []suggestion) {
	dir, width := "", 0
	if p.opts.dir != house.DefaultDir {
		dir = " --dir " + p.opts.dir
	}
	for i := range list {
		list[i].command += dir
		width = max(width, len(list[i].command))
	}
	for _, s := range list {
		p.printf("  bin/comity %-*s  %s\n", width, s.command, p.style(faint, s.what))
	}
}
