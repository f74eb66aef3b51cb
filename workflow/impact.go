package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// What a document would change, asked before it is published (DOMAIN §2.1 "Boards that end", row 25, F08). It is tried on a copy of the register by the
// rule that publishes it; nothing of it is kept.

// Impact is what publishing a document would do to what is running.
type Impact struct {
	Kind     string        `json:"kind"`               // Governance, Workflow
	Workflow string        `json:"workflow,omitempty"` // its id
	Version  int           `json:"version"`
	From     calendar.Date `json:"from"`
	Done     bool          `json:"done,omitempty"`     // this version is published already, and publishing it again does nothing
	Warnings []string      `json:"warnings,omitempty"` // of the document

	BoardsEnd   []BoardEnding  `json:"boards_end,omitempty"`
	SeatsVanish []SeatGone     `json:"seats_vanish,omitempty"`
	NoQuorum    []QuorumUnmet  `json:"no_quorum,omitempty"` // boards whose seats, as they are filled now, make no quorum under it
	Reissued    []ReissuedCase `json:"reissued,omitempty"`  // sign-offs that would be void and opened anew, as the cases stand now
	Cases       []Migration    `json:"cases,omitempty"`     // of a workflow: every case that runs under another version of it
}

// BoardEnding is a board that ends.
type BoardEnding struct {
	Board string   `json:"board"`
	Name  string   `json:"name"`
	Heirs []string `json:"heirs,omitempty"` // who takes over from it
}

// SeatGone is a seat that the new version does not have, with those who act for it and what it may commit.
type SeatGone struct {
	Seat     string   `json:"seat"`
	Board    string   `json:"board"`
	Holder   string   `json:"holder,omitempty"`
	Deputies []string `json:"deputies,omitempty"`
	Mandates []string `json:"mandates,omitempty"`
}

// QuorumUnmet is a board that could not decide.
type QuorumUnmet struct {
	Board   string   `json:"board"`
	Name    string   `json:"name"`
	Reasons []string `json:"reasons"`
}

// ReissuedCase is one sign-off that would be void.
type ReissuedCase struct {
	Case    string   `json:"case"`
	Label   string   `json:"label"`
	SignOff string   `json:"signoff"`
	Board   string   `json:"board"`
	State   string   `json:"state"`
	Votes   int      `json:"votes,omitempty"` // cast so far, which would not count
	Asked   []string `json:"asked,omitempty"` // the boards that would be asked instead; none: the partners have to settle it
	How     string   `json:"how,omitempty"`   // merged, routed, escalated
}

// supposed tries a document: the register as it would be, with which version of what, or the refusal that publishing it would meet.
func (r *Register) supposed(source string, at time.Time) (*Register, events.Event, *Refusal) {
	m := Meta{Command: "impact", Actor: events.System, At: at, Administrator: true}
	var cmd Command = &PartnershipPublish{Source: source}
	doc, _ := document.Parse(r.Partnership, []byte(source))
	if doc != nil && doc.Workflow != nil {
		cmd = &WorkflowPublish{Source: source}
	}
	m.Name = cmd.CommandName()
	list, no := DecideRegister(r, cmd, m)
	if no != nil || len(list) == 0 {
		return r, nil, no
	}
	then := r.Clone()
	if err := then.apply(list[0], at); err != nil {
		return r, nil, Refuse(problem(DefinitionInvalid, "%s", err.Error()))
	}
	return then, list[0], nil
}

// ImpactOf says what publishing a document now would do: to boards, seats and quorums, and to each running case. Refusals: those of publishing it.
// Pure; it changes nothing.
func ImpactOf(r *Register, cases []*Case, source string, at time.Time) (*Impact, *Refusal) {
	then, e, no := r.supposed(source, at)
	if no != nil {
		return nil, no
	}
	switch e := e.(type) {
	case events.PartnershipPublished:
		out := &Impact{Kind: document.KindGovernance, Version: e.Version, From: day(e.EffectiveFrom), Warnings: e.Warnings}
		out.governance(r, then, cases, at)
		return out, nil
	case events.WorkflowPublished:
		out := &Impact{Kind: document.KindWorkflow, Workflow: e.Workflow, Version: e.Version, From: day(e.EffectiveFrom), Warnings: e.Warnings}
		out.migrations(then, cases, at)
		return out, nil
	}
	return r.impactOfPublished(source, cases, at), nil
}

// impactOfPublished is the impact of a version that is published already: cases may still be moved to a workflow.
func (r *Register) impactOfPublished(source string, cases []*Case, at time.Time) *Impact {
	out := &Impact{Done: true}
	digest := events.Digest([]byte(source))
	for _, p := range slices.Concat(r.Governance, r.Workflows) {
		if p.Digest != digest {
			continue
		}
		out.Kind, out.Version, out.From = document.KindGovernance, p.Version, p.From
		if p.workflow != nil {
			out.Kind, out.Workflow = document.KindWorkflow, p.ID
			out.migrations(r, cases, at)
		}
	}
	return out
}

func (out *Impact) migrations(then *Register, cases []*Case, at time.Time) {
	w := then.WorkflowVersion(out.Workflow, out.Version)
	for _, c := range cases {
		if c.Workflow == out.Workflow && c.WorkflowVersion != out.Version && c.Status != Closed {
			out.Cases = append(out.Cases, MigrationOf(c, then, w, Meta{At: at}))
		}
	}
}

func (out *Impact) governance(r, then *Register, cases []*Case, now time.Time) {
	g := then.GovernanceVersion(out.Version)
	at := now
	for _, v := range then.forces() {
		if v.Version == out.Version && v.from.After(at) {
			at = v.from
		}
	}
	if old := r.GovernanceAt(at); old != nil {
		for i := range old.Boards {
			out.leaves(&old.Boards[i], g, then, at)
		}
	}
	for i := range g.Boards {
		b := &g.Boards[i]
		s := &SignOff{Board: b.ID, GovernanceVersion: out.Version, State: SignOffOpen}
		if reasons := then.count(s, at).reasons; len(reasons) > 0 && b.Quorum.Voting > 0 {
			out.NoQuorum = append(out.NoQuorum, QuorumUnmet{Board: b.ID, Name: first(b.Name, b.ID), Reasons: reasons})
		}
	}
	for _, c := range cases {
		out.reissues(c, then, at)
	}
}

// leaves notes what the new version leaves out of a board: all of it, or seats.
func (out *Impact) leaves(b *document.Board, g *document.Governance, then *Register, at time.Time) {
	if g.Board(b.ID) == nil {
		out.BoardsEnd = append(out.BoardsEnd, BoardEnding{Board: b.ID, Name: first(b.Name, b.ID), Heirs: then.heirs(boardEnd{board: b.ID, version: out.Version}, at)})
	}
	for _, s := range b.Seats {
		if _, stays := g.Seat(s.ID); stays != nil {
			continue
		}
		gone := SeatGone{Seat: s.ID, Board: b.ID, Holder: then.Holder(s.ID, at), Deputies: then.DeputiesOf(s.ID, at)}
		for _, m := range then.Mandates {
			if m.Seat == s.ID && len(then.mandatesFor(s.ID, m.Organisation, at)) > 0 {
				gone.Mandates = append(gone.Mandates, m.Mandate)
			}
		}
		out.SeatsVanish = append(out.SeatsVanish, gone)
	}
}

// reissues notes the sign-offs of a case that the new version would make void.
func (out *Impact) reissues(c *Case, then *Register, at time.Time) {
	d := view(c, then, Meta{At: at})
	if c.Gate == nil || d.w == nil {
		return
	}
	for _, s := range c.Current() {
		end, ends := d.endOf(s)
		if !ends || end.version != out.Version {
			continue
		}
		void := *s
		void.State, void.EndedBy = SignOffVoidState, end.version
		asked, how := d.askedInstead(&void)
		out.Reissued = append(out.Reissued, ReissuedCase{Case: c.ID, Label: c.Label(), SignOff: s.ID, Board: s.Board, State: string(s.State), Votes: len(s.Votes), Asked: asked, How: how})
	}
}
