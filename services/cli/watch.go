package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"comity/services/client"
	"comity/workflow"
)

// watching are the flags of watch.
type watching struct {
	clearance string
	after     uint64
	resume    string
	only      string
	count     int
}

func (p *program) watch() *cobra.Command {
	var w watching
	c := &cobra.Command{
		Use: "watch [CASE]", Short: "Follow what is published, live", ValidArgsFunction: p.completeCase,
		Long: "Follow what is published to a clearance, as a dashboard would: what was missed first, then live, each event once, across\n" +
			"lost connections too. --resume keeps the position in a file, so that the next watch goes on where this one stopped.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return misuse(cmd, "%q is too much.", args[1])
			}
			if !slices.Contains(workflow.Clearances, w.clearance) {
				return misuse(cmd, "There is no clearance %s; there are %s.", w.clearance, strings.Join(workflow.Clearances, ", "))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			w.only = strings.Join(args, "")
			return p.runWatch(cmd.Context(), &w)
		},
	}
	f := p.acting(c).Flags()
	f.StringVar(&w.clearance, "clearance", workflow.ClearPublic, "whose events: "+strings.Join(workflow.Clearances, ", "))
	f.Uint64Var(&w.after, "after", 0, "begin after the event with this `SEQUENCE`, instead of with the oldest that the feed has")
	f.StringVar(&w.resume, "resume", "", "keep the position in `FILE`, and begin there")
	f.IntVar(&w.count, "count", 0, "stop after `N` events")
	_ = c.RegisterFlagCompletionFunc("clearance", func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return offer(workflow.Clearances, typed)
	})
	return c
}

// errEnough ends a watch that was asked for so many events.
var errEnough = errors.New("enough")

func (p *program) runWatch(ctx context.Context, w *watching) error {
	if err := w.restore(); err != nil {
		return err
	}
	c, err := p.connect(ctx)
	if err != nil {
		return err
	}
	partnership, err := p.inPartnership(ctx)
	if err != nil {
		return err
	}
	seen := 0
	err = c.Watch(ctx, partnership, w.clearance, w.after, func(e client.Event) error {
		if w.only == "" || e.Subject == "case/"+w.only {
			if err := p.printEvent(e); err != nil {
				return err
			}
			seen++
		}
		if err := w.keep(e); err != nil {
			return err
		}
		if w.count > 0 && seen == w.count {
			return errEnough
		}
		return nil
	}, client.As(p.actor()))
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// restore reads the position that an earlier watch kept.
func (w *watching) restore() error {
	if w.resume == "" {
		return nil
	}
	data, err := os.ReadFile(w.resume)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if w.after, err = strconv.ParseUint(strings.TrimSpace(string(data)), 10, 64); err != nil {
		return &failure{status: Misuse, sentence: w.resume + " does not hold a position."}
	}
	return nil
}

// keep keeps the position once an event has been shown.
func (w *watching) keep(e client.Event) error {
	if w.resume == "" {
		return nil
	}
	next := w.resume + ".new"
	if err := os.WriteFile(next, fmt.Appendln(nil, e.Sequence), 0o600); err != nil {
		return err
	}
	return os.Rename(next, w.resume)
}

// printEvent prints one event: a line for people, the CloudEvent as it came for programs.
func (p *program) printEvent(e client.Event) error {
	if p.opts.json {
		_, err := fmt.Fprintf(p.env.Stdout, "%s\n", e.Raw)
		return err
	}
	_, id, _ := strings.Cut(e.Subject, "/")
	p.printf("%s  %s  %s  %s\n", p.style(faint, p.when(e.Time)), id, p.style(strong, e.Type), factsOf(e.Data))
	return nil
}

// factsOf writes the plain members of an event's data on one line, those that only repeat where it stands left out.
func factsOf(data json.RawMessage) string {
	var all map[string]any
	if json.Unmarshal(data, &all) != nil {
		return ""
	}
	var out []string
	for name, v := range all {
		switch v := v.(type) {
		case string:
			if v != "" && len(v) < 80 && name != "case" && name != "classification" {
				out = append(out, name+"="+v)
			}
		case float64:
			if pence, ok := strings.CutSuffix(name, "_pence"); ok {
				out = append(out, pence+"="+money(int64(v)))
			} else {
				out = append(out, fmt.Sprintf("%s=%v", name, v))
			}
		case bool:
			if v {
				out = append(out, name)
			}
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}
