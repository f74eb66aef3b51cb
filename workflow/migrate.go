package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// Moving a case to another version of its workflow (DOMAIN §2.1 row 25, §0.7). A case stays with the version of its submission until
// somebody moves it, with an approval that is recorded. What was decided and put forward stays as it is: evidence, passed gates, commitments, consents,
// the clock of the stage and the cycle of reviews. What is asked from now on is what the new version asks.

// migrate is CaseMigrate's rule.
func (d *decision) migrate(cmd *CaseMigrate) *Refusal {
	if p := d.mayMigrate(); p != nil {
		return Refuse(*p)
	}
	if d.c.Gate != nil {
		return Refuse(problem(MigrationNotAllowedAtGate, "Case %s is at gate %s: what was signed was signed under version %d. It can be moved once the gate is behind it.",
			d.c.ID, d.c.Gate.Gate, d.c.WorkflowVersion).under("DOMAIN §2.1 row 25").about(d.c.Label()))
	}
	if p := d.at("moving to another version of the workflow", Working); p != nil {
		return Refuse(*p)
	}
	w, p := d.migratesTo(cmd.Version)
	if p != nil {
		return Refuse(*p)
	}
	stage, problems := d.stageUnder(w, cmd.Stage)
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.CaseMigrated{Workflow: d.c.Workflow, FromVersion: d.c.WorkflowVersion, Version: w.Metadata.Version, FromStage: d.c.Stage, Stage: stage,
		ApprovedBy: cmd.ApprovedBy, Minute: cmd.Minute})
	d.w = w
	return nil
}

// mayMigrate refuses who is neither of the case's unit, nor of a secretariat, nor publishes the documents.
func (d *decision) mayMigrate() *Problem {
	if d.inUnit(d.c.Terms.Unit, d.m.Actor) || d.isSecretary() || slices.Contains(d.g.Administrators, d.m.Actor) {
		return nil
	}
	p := notPermitted("Only the unit, the secretariat or an administrator moves a case to another version of its workflow.").under("DOMAIN §2.1 row 25").about(d.m.Actor)
	return &p
}

// migratesTo finds the version to which the case is to go: the one that is named, else the newest in force.
func (d *decision) migratesTo(version int) (*document.Workflow, *Problem) {
	w := d.r.WorkflowOn(d.c.Workflow, d.today())
	if version > 0 {
		w = d.r.WorkflowVersion(d.c.Workflow, version)
	}
	var p Problem
	switch {
	case w == nil || version == 0 && w.Metadata.Version <= d.c.WorkflowVersion:
		p = problem(NotFound, "There is no other version of %s in force than version %d.", d.c.Workflow, d.c.WorkflowVersion).about("version")
		if version > 0 {
			p = problem(NotFound, "There is no version %d of %s.", version, d.c.Workflow).about("version")
		}
	case w.Metadata.Version == d.c.WorkflowVersion:
		p = problem(Malformed, "Case %s runs under version %d already.", d.c.ID, version).about("version")
	case w.Metadata.EffectiveFrom.After(d.today()):
		p = problem(Malformed, "Version %d of %s is not used before %s.", version, d.c.Workflow, w.Metadata.EffectiveFrom).about("version")
	default:
		return w, nil
	}
	return nil, &p
}

// stageUnder says in which stage the case goes on under a version: the one that is said, else the one that the version names for the present
// one, else the one of the same id. It is no way past a gate: a stage behind one that the case has still to pass is refused.
func (d *decision) stageUnder(w *document.Workflow, said string) (string, []Problem) {
	to := first(said, w.MigratedStage(d.c.WorkflowVersion, d.c.Stage), d.c.Stage)
	s, now := stageOf(w, to), stageOf(d.w, d.c.Stage)
	if s == nil {
		what := problem(StageMappingRequired, "Version %d of %s has no stage %s: say in which of its stages the case goes on.", w.Metadata.Version, w.Metadata.ID, to)
		return "", []Problem{what.under("DOMAIN §2.1 row 25").about(d.c.Stage).with(map[string]any{"stage": d.c.Stage, "stages": stageIDs(w)})}
	}
	var skipped []string
	ahead := gatesFrom(d.w, d.c.Stage)
	for _, g := range gatesBefore(w, to) {
		if slices.Contains(ahead, g) {
			skipped = append(skipped, g)
		}
	}
	winding := now != nil && now.Closes != ""
	if len(skipped) > 0 || s.OffPath && (now == nil || !now.OffPath) || winding && s.Closes == "" {
		return "", []Problem{problem(Malformed, "No case comes to stage %s without the decisions before it: a move to another version takes none.", to).
			under("DOMAIN §2.1 row 25, §0.5").about("stage").with(map[string]any{"gates": skipped})}
	}
	return to, nil
}

func stageIDs(w *document.Workflow) []string {
	var out []string
	for _, s := range w.Stages {
		out = append(out, s.ID)
	}
	return out
}

// gatesFrom lists the gates from a stage on, its own first, along the path.
func gatesFrom(w *document.Workflow, stage string) []string {
	if w == nil {
		return nil
	}
	i := slices.IndexFunc(w.Stages, func(s document.Stage) bool { return s.ID == stage })
	var out []string
	for j := max(i, 0); j < len(w.Stages); j++ {
		if s := &w.Stages[j]; s.Exit != "" && (j == i || !s.OffPath) {
			out = append(out, s.Exit)
		}
	}
	return out
}

// gatesBefore lists the gates before a stage, along the path.
func gatesBefore(w *document.Workflow, stage string) []string {
	var out []string
	for i := range w.Stages {
		s := &w.Stages[i]
		if s.ID == stage {
			break
		}
		if s.Exit != "" && !s.OffPath {
			out = append(out, s.Exit)
		}
	}
	return out
}

// What becomes of a case under another version of its workflow.
const (
	MigratesNow     = "now"           // it can be moved
	MigratesLater   = "not_now"       // it is at a gate, or its work stands still: once that is over
	MigratesMapped  = "needs_mapping" // it has to be said in which stage it goes on
	MigratesNever   = "past_gate"     // the stage lies behind a gate that the case has still to pass
	MigratesAlready = "already"       // it runs under that version
)

// Migration is what a version of its workflow would make of one case.
type Migration struct {
	Case          string   `json:"case"`
	Label         string   `json:"label"`
	FromVersion   int      `json:"from_version"`
	Stage         string   `json:"stage"`
	To            string   `json:"to,omitempty"` // the stage in which it would go on
	Can           string   `json:"can"`          // now, not_now, needs_mapping, past_gate, already
	Because       string   `json:"because,omitempty"`
	EvidenceAsked []string `json:"evidence_asked,omitempty"` // newly, at gates to come, that the case does not hold
	EvidenceIdle  []string `json:"evidence_idle,omitempty"`  // that it holds, and that the version does not know
	GatesNew      []string `json:"gates_new,omitempty"`      // to come, which its version does not have
	GatesGone     []string `json:"gates_gone,omitempty"`     // to come, which the new version does not have
}

// MigrationOf says what a version of its workflow, published or not, would make of a running case. Pure; nothing is changed.
func MigrationOf(c *Case, r *Register, w *document.Workflow, m Meta) Migration {
	d := view(c, r, m)
	out := Migration{Case: c.ID, Label: c.Label(), FromVersion: c.WorkflowVersion, Stage: c.Stage, Can: MigratesNow}
	if c.WorkflowVersion == w.Metadata.Version {
		out.Can, out.To = MigratesAlready, c.Stage
		return out
	}
	to, problems := d.stageUnder(w, "")
	out.To = to
	if len(problems) > 0 {
		out.Can, out.Because = MigratesNever, problems[0].Message
		if problems[0].Code == StageMappingRequired {
			out.Can = MigratesMapped
		}
		return out
	}
	switch {
	case c.Gate != nil:
		out.Can, out.Because = MigratesLater, "It is at gate "+c.Gate.Gate+"."
	case c.Status != Working:
		out.Can, out.Because = MigratesLater, "It is "+c.Label()+"."
	}
	was, will := gatesFrom(d.w, c.Stage), gatesFrom(w, to)
	for _, id := range will {
		if !slices.Contains(was, id) {
			out.GatesNew = append(out.GatesNew, id)
		}
		for _, e := range gateOf(w, id).Evidence {
			if !asksFor(gateOf(d.w, id), e.ID) && !c.holdsEvidence(e.ID) && !slices.Contains(out.EvidenceAsked, e.ID) {
				out.EvidenceAsked = append(out.EvidenceAsked, e.ID)
			}
		}
	}
	for _, id := range was {
		if !slices.Contains(will, id) {
			out.GatesGone = append(out.GatesGone, id)
		}
	}
	for _, e := range c.Evidence {
		if w.EvidenceType(e.Type) == nil && !slices.Contains(out.EvidenceIdle, e.Type) {
			out.EvidenceIdle = append(out.EvidenceIdle, e.Type)
		}
	}
	return out
}

func asksFor(g *document.Gate, evidence string) bool {
	return g != nil && slices.ContainsFunc(g.Evidence, func(e document.EvidenceRequirement) bool { return e.ID == evidence })
}

func (c *Case) holdsEvidence(kind string) bool {
	return slices.ContainsFunc(c.Evidence, func(e EvidenceHeld) bool { return e.Type == kind })
}

// notBefore is the later of a day and the one after the day on which the case came to its version of the workflow: no interval of a version has
// ended before the case was moved to it.
func (d *decision) notBefore(on calendar.Date) calendar.Date {
	if d.c.MigratedAt.IsZero() {
		return on
	}
	if next := d.cal.DateOf(d.c.MigratedAt).AddDays(1); on.Before(next) {
		return next
	}
	return on
}

// NoMigration says why the case could not be moved as an event has it, "" where it could.
func (h Hindsight) NoMigration(e events.CaseMigrated) string {
	cmd := &CaseMigrate{Case: h.d.c.ID, Version: e.Version, Stage: e.Stage, ApprovedBy: e.ApprovedBy, Minute: e.Minute}
	d := view(h.d.c.Clone(), h.d.r, h.d.m)
	if no := d.migrate(cmd); no != nil {
		return no.Error()
	}
	return ""
}
