package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"comity/services/client"
	"comity/services/views/answer"
	"comity/workflow"
)

// migration is what `comity migrate` was asked.
type migration struct {
	workflow   string
	version    int
	cases      []string
	stages     map[string]string // from a stage of the old version to one of the new
	approvedBy string
	minute     string
	dry        bool
	id         string
}

// migrated is what came of one case.
type migrated struct {
	Case    string   `json:"case"`
	Stage   string   `json:"stage,omitempty"` // in which it goes on
	Moved   bool     `json:"moved"`           // or could be, when it was only tried
	Code    string   `json:"code,omitempty"`
	Because []string `json:"because,omitempty"`
}

// migrate moves the running cases of a workflow to a version of it.
func (p *program) migrate() *cobra.Command {
	var m migration
	c := &cobra.Command{
		Use: "migrate WORKFLOW", Short: "Move running cases to another version of their workflow", Args: exactly("workflow"),
		Long: "Move running cases to another version of their workflow. Every case is tried first, and what would come of each is said; with --dry-run it ends\n" +
			"there. Each move is a record of its own: a refusal of one stops no other, and the exit status is then 1. `comity check --against-live` says what\n" +
			"a version means for a case before it is published.",
		Example: "  comity migrate joint-commissioning --dry-run --as p-admin\n" +
			"  comity migrate joint-commissioning --version 2 --stage planning=design --approved-by \"Executive\" --minute \"2026-12-04 min 7\" --as p-admin",
		RunE: func(cmd *cobra.Command, args []string) error {
			m.workflow = args[0]
			switch {
			case m.id != "" && !uuidForm.MatchString(m.id):
				return misuse(cmd, "--id is %q; it has to be the UUID that an earlier run printed.", m.id)
			case !m.dry && (m.approvedBy == "" || m.minute == ""):
				return misuse(cmd, "Say who agreed to it with --approved-by, and where that is written down with --minute.")
			}
			return p.runMigrate(cmd.Context(), m)
		},
	}
	f := p.acting(c).Flags()
	f.IntVar(&m.version, "version", 0, "to which `VERSION`; the one in force unless said otherwise")
	f.StringSliceVar(&m.cases, "case", nil, "only this `CASE`; may be given more than once; every case under another version unless said otherwise")
	f.StringToStringVar(&m.stages, "stage", nil, "`OLD=NEW`: cases in this stage go on in that one; may be given more than once")
	f.StringVar(&m.approvedBy, "approved-by", "", "the `BOARD` or officer that agreed to it")
	f.StringVar(&m.minute, "minute", "", "`WHERE` that is written down")
	f.BoolVar(&m.dry, "dry-run", false, "say what would come of each case, and move none")
	f.StringVar(&m.id, "id", "", "the `UUID` of a run that was cut off, to end it: nothing is moved twice")
	return c
}

func (p *program) runMigrate(ctx context.Context, m migration) error {
	var doc answer.Document
	if _, err := p.ask(ctx, "document", answer.DocumentArgs{Workflow: m.workflow, Version: m.version}, &doc); err != nil {
		return err
	}
	var a answer.Impact
	if _, err := p.ask(ctx, "impact", answer.ImpactArgs{Source: doc.Source}, &a); err != nil {
		return err
	}
	if m.id == "" {
		m.id = p.env.NewID()
	}
	m.id = strings.ToLower(m.id)
	m.version = doc.Version
	var list []migrated
	for _, x := range a.Cases {
		if len(m.cases) > 0 && !slices.Contains(m.cases, x.Case) {
			continue
		}
		one, err := p.moveOne(ctx, m, x)
		if err != nil {
			return err
		}
		list = append(list, one)
	}
	for _, id := range m.cases {
		if !slices.ContainsFunc(a.Cases, func(x workflow.Migration) bool { return x.Case == id }) {
			list = append(list, migrated{Case: id, Because: []string{"It is no running case of this workflow under another version."}})
		}
	}
	return p.sayMigrated(m, list)
}

// moveOne tries a case, and moves it unless it is only to be tried. A refusal is what came of it. Errors: any other.
func (p *program) moveOne(ctx context.Context, m migration, x workflow.Migration) (migrated, error) {
	out := migrated{Case: x.Case, Stage: x.To}
	cmd := &workflow.CaseMigrate{Case: x.Case, Version: m.version, Stage: m.stages[x.Stage], ApprovedBy: m.approvedBy, Minute: m.minute}
	if cmd.Stage != "" {
		out.Stage = cmd.Stage
	}
	if m.dry && cmd.ApprovedBy == "" {
		cmd.ApprovedBy = "tried only"
	}
	if m.dry && cmd.Minute == "" {
		cmd.Minute = "tried only"
	}
	opts := []client.Option{client.CommandID(caseID(m.id, x.Case))}
	if m.dry {
		opts = append(opts, client.DryRun())
	}
	partnership, err := p.inPartnership(ctx)
	if err != nil {
		return out, err
	}
	c, err := p.connect(ctx)
	if err != nil {
		return out, err
	}
	_, err = c.Do(ctx, partnership, p.actor(), cmd, opts...)
	var no *workflow.Refusal
	switch {
	case err == nil:
		out.Moved = true
	case errors.As(err, &no) && no.Status < 500:
		out.Code = string(no.Code)
		for _, d := range no.Details {
			out.Because = append(out.Because, d.Message)
		}
	default:
		f := *explainError(err)
		f.sentence = fmt.Sprintf("Case %s: %s", x.Case, f.sentence)
		f.hint = fmt.Sprintf("Run it again with --id %s: nothing is moved twice.", m.id)
		return out, &f
	}
	return out, nil
}

// caseID is the command id of one case of a run: a UUIDv7 of the run's own time, the same whenever the run is repeated under its id.
func caseID(id, which string) string {
	sum := sha256.Sum256([]byte(id + "/" + which))
	x := hex.EncodeToString(sum[:])
	return fmt.Sprintf("%s-%s-7%s-8%s-%s", id[:8], id[9:13], x[:3], x[3:6], x[6:18])
}

func (p *program) sayMigrated(m migration, list []migrated) error {
	moved := 0
	for _, x := range list {
		if x.Moved {
			moved++
		}
	}
	if p.opts.json {
		if list == nil {
			list = []migrated{}
		}
		if err := p.printJSON(list); err != nil {
			return err
		}
	} else {
		yes := map[bool]string{true: "could be moved", false: "moved"}[m.dry]
		var rows [][]string
		for _, x := range list {
			what, stage := yes, x.Stage
			if !x.Moved {
				what, stage = "no", ""
			}
			rows = append(rows, []string{x.Case, what, words(stage), strings.Join(x.Because, " ")})
		}
		p.table([]string{"Case", "Moved", "Goes on in", "Why not"}, rows)
		p.printf("%s of %s %s to %s, version %d.", upper(number(moved, "case")), itoa(len(list)), yes, m.workflow, m.version)
		if m.dry {
			p.printf(" Nothing was.")
		}
		p.printf("\n")
	}
	if moved < len(list) {
		return said(Refused)
	}
	return nil
}
