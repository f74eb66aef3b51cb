package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"comity/services/client"
	"comity/services/views/answer"
	"comity/workflow/schema"
)

// Shell completion asks the server for what it knows: cases, sign-offs, seats, boards, people. Where nobody answers there is
// nothing to offer, and no error.

const completeWithin = 2 * time.Second

type completion = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective)

// offer returns the words that begin with what was typed.
func offer(words []string, typed string) ([]string, cobra.ShellCompDirective) {
	var out []string
	for _, w := range words {
		if strings.HasPrefix(w, typed) && w != "" {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), cobra.ShellCompDirectiveNoFileComp
}

// known asks a view for completion; an empty answer when there is none.
func known[T any](p *program, view string, args any) (out T) {
	ctx, cancel := context.WithTimeout(context.Background(), completeWithin)
	defer cancel()
	c, err := p.connect(ctx)
	if err != nil {
		return out
	}
	partnership, err := p.inPartnership(ctx)
	if err != nil {
		return out
	}
	_, _ = c.Ask(ctx, partnership, p.actor(), view, args, &out, client.AtLeast(0))
	return out
}

func (p *program) completePartnership(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	list, _ := p.partnerships(context.Background())
	return offer(list, typed)
}

func (p *program) completeCase(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return offer(p.caseIDs(), typed)
}

func (p *program) caseIDs() (out []string) {
	for _, c := range known[answer.Cases](p, "cases", answer.CasesArgs{Limit: 200}).Cases {
		out = append(out, c.Case)
	}
	return out
}

func (p *program) completeBoard(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return offer(p.fromRegister("board"), typed)
}

func (p *program) completePerson(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	return offer(p.fromRegister("person"), typed)
}

// fromRegister lists what the register knows of a kind.
func (p *program) fromRegister(what string) (out []string) {
	r := known[answer.Register](p, "register", nil)
	for _, b := range r.Boards {
		if what == "board" {
			out = append(out, b.ID)
		}
		for _, s := range b.Seats {
			switch what {
			case "seat":
				out = append(out, s.ID)
			case "person":
				out = append(append(out, s.Holder), s.Deputies...)
			}
		}
	}
	for _, o := range r.Organisations {
		if what == "organisation" {
			out = append(out, o.ID)
		}
	}
	for _, m := range r.Mandates {
		if what == "mandate" {
			out = append(out, m.Mandate)
		}
	}
	for _, w := range r.Workflows {
		if what == "workflow" {
			out = append(out, w.ID)
		}
	}
	return out
}

// completeFields offers the fields of a command that are not written yet, and values for the one being written.
func (p *program) completeFields(fields []schema.Field) completion {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		key, value, writing := strings.Cut(typed, "=")
		if !writing {
			var keys []string
			for _, f := range fields {
				name := client.Spellings(f.Name)[0]
				if !slices.ContainsFunc(args, func(a string) bool { return strings.HasPrefix(a, name+"=") }) {
					keys = append(keys, name+"=")
				}
			}
			out, directive := offer(keys, typed)
			return out, directive | cobra.ShellCompDirectiveNoSpace
		}
		f, ok := find(key, fields)
		if !ok {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		if strings.HasPrefix(value, "@") {
			return nil, cobra.ShellCompDirectiveDefault
		}
		values, directive := offer(p.valuesOf(f, args), value)
		for i := range values {
			values[i] = key + "=" + values[i]
		}
		return values, directive
	}
}

// valuesOf lists what may stand in a field, by its name and what is written already.
func (p *program) valuesOf(f schema.Field, args []string) []string {
	if len(f.Enum) > 0 {
		return f.Enum
	}
	if f.Type == schema.Boolean {
		return []string{"true", "false"}
	}
	given := func(name string) string {
		for _, a := range args {
			if v, ok := strings.CutPrefix(a, name+"="); ok {
				return v
			}
		}
		return ""
	}
	switch f.Name {
	case "case":
		return p.caseIDs()
	case "seat", "seats":
		return p.fromRegister("seat")
	case "organisation", "sponsor":
		return p.fromRegister("organisation")
	case "board", "person", "mandate", "workflow":
		return p.fromRegister(f.Name)
	case "classification":
		return []string{"public", "partners", "board", "exempt"}
	case "signoff", "commitment", "gate":
		return p.inCase(given("case"), f.Name)
	}
	return nil
}

// inCase lists what a case has of a kind.
func (p *program) inCase(id, what string) (out []string) {
	if id == "" {
		return nil
	}
	a := known[answer.Case](p, "case", answer.CaseArgs{Case: id})
	for _, s := range a.SignOffs {
		if what == "signoff" {
			out = append(out, s.SignOff)
		}
	}
	if a.State == nil {
		return out
	}
	for _, k := range a.State.Commitments {
		if what == "commitment" {
			out = append(out, k.Commitment)
		}
	}
	if what == "gate" && a.State.Gate != nil {
		out = append(out, a.State.Gate.Gate)
	}
	return out
}
