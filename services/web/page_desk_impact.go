package web

import (
	"net/http"
	"strings"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// impactPage is what the page desk_document_check shows: what a document would change, in sentences.
type impactPage struct {
	*desk
	answer.Impact
	Name      string
	Source    string
	Structure []string // boards that end, seats that vanish, boards that could not decide
	Cases     []caseSentences
}

// caseSentences is what would become of one case.
type caseSentences struct {
	Case, Address string
	Sentences     []string
}

// documentForeseen shows what publishing a document would change, to be confirmed. Nothing is published by looking.
func (v *visit) documentForeseen(d *desk, f *form, source string) error {
	p := &impactPage{desk: d, Source: source}
	if err := v.ask("impact", answer.ImpactArgs{Source: source}, &p.Impact); err != nil {
		return err
	}
	n := v.impactNames(source)
	p.Name = n.document
	for _, b := range p.BoardsEnd {
		p.Structure = append(p.Structure, n.board(b.Board)+" ends. "+n.takesOver(b.Heirs))
	}
	for _, s := range p.SeatsVanish {
		p.Structure = append(p.Structure, n.seatGone(s))
	}
	for _, b := range p.NoQuorum {
		var why []string
		for _, r := range b.Reasons {
			what, which, _ := strings.Cut(r, ": ")
			s := words("quorum", what)
			if which != "" {
				s += " (" + n.n.Any(which) + ")"
			}
			why = append(why, s)
		}
		p.Structure = append(p.Structure, n.board(b.Board)+" could not decide as its seats are filled now: "+strings.Join(why, "; ")+".")
	}
	for _, r := range p.Reissued {
		p.add(r.Case, n.reissued(r))
	}
	for _, m := range p.Impact.Cases {
		p.add(m.Case, n.migration(m)...)
	}
	return v.showAs(http.StatusOK, "desk_document_check", page{Title: "Check what it will change", Form: f, Data: p, Back: d.Address + "/documents"})
}

// add says something of a case, beside what was said of it before.
func (p *impactPage) add(id string, sentences ...string) {
	for i := range p.Cases {
		if p.Cases[i].Case == id {
			p.Cases[i].Sentences = append(p.Cases[i].Sentences, sentences...)
			return
		}
	}
	p.Cases = append(p.Cases, caseSentences{Case: id, Address: strings.TrimSuffix(p.Address, "/desk") + "/cases/" + id, Sentences: sentences})
}

// impactNames names what a document brings besides what is in force: a board that does not exist yet has its name in it only.
type impactNames struct {
	n        *names
	document string
	g        *document.Governance
	w        *document.Workflow
	today    calendar.Date
}

func (v *visit) impactNames(source string) *impactNames {
	out := &impactNames{n: v.naming(), document: "Governance"}
	y, m, d := v.web.cfg.Now().In(v.web.zone).Date()
	out.today = calendar.Date{Year: y, Month: m, Day: d}
	if w, err := document.LoadWorkflow(source); err == nil {
		out.w, out.document = w, w.Metadata.Name
		if out.document == "" {
			out.document = human(strings.ReplaceAll(w.Metadata.ID, "-", "_"))
		}
	} else if g, err := document.LoadGovernance(source); err == nil {
		out.g = g
	}
	return out
}

func (n *impactNames) board(id string) string {
	if name := n.n.Board(id); name != human(id) || n.g == nil {
		return name
	}
	return nameOf(n.g.Boards, id, func(b document.Board) (string, string) { return b.ID, b.Name })
}

func (n *impactNames) stage(id string) string {
	if n.w != nil {
		if name := nameOf(n.w.Stages, id, func(s document.Stage) (string, string) { return s.ID, s.Name }); name != human(id) {
			return name
		}
	}
	return n.n.Stage(id)
}

func (n *impactNames) evidence(id string) string {
	if n.w != nil {
		if name := nameOf(n.w.EvidenceTypes, id, func(t document.EvidenceType) (string, string) { return t.ID, t.Name }); name != human(id) {
			return name
		}
	}
	return n.n.Evidence(id)
}

func (n *impactNames) gate(id string) string {
	if n.w != nil {
		if name := nameOf(n.w.Gates, id, func(g document.Gate) (string, string) { return g.ID, g.Name }); name != human(id) {
			return name
		}
	}
	return n.n.Gate(id)
}

func (n *impactNames) all(ids []string, name func(string) string) string {
	var out []string
	for _, id := range ids {
		out = append(out, name(id))
	}
	return strings.Join(out, ", ")
}

func (n *impactNames) takesOver(heirs []string) string {
	if len(heirs) == 0 {
		return "No board is named to take over from it."
	}
	return n.all(heirs, n.board) + plainVerb(len(heirs), " takes", " take") + " over from it."
}

func plainVerb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// from says from when cases can be moved to the document's version.
func (n *impactNames) from() string {
	if n.w != nil && n.w.Metadata.EffectiveFrom.After(n.today) {
		return "from " + day(n.w.Metadata.EffectiveFrom)
	}
	return "at once"
}

func (n *impactNames) seatGone(s workflow.SeatGone) string {
	out := "Seat " + n.n.Seat(s.Seat) + " of " + n.board(s.Board) + " is left out."
	var who []string
	if s.Holder != "" {
		who = append(who, n.n.Person(s.Holder)+" no longer sits there")
	}
	for _, p := range s.Deputies {
		who = append(who, n.n.Person(p)+" no longer deputises")
	}
	if len(s.Mandates) > 0 {
		who = append(who, plural(len(s.Mandates), "mandate", "mandates")+plainVerb(len(s.Mandates), " ends", " end")+" with it")
	}
	if len(who) > 0 {
		out += " " + strings.Join(who, "; ") + "."
	}
	return out
}

// reissued says what becomes of a decision that a board which ends has before it.
func (n *impactNames) reissued(r workflow.ReissuedCase) string {
	out := n.board(r.Board) + " would no longer be asked"
	if r.Votes > 0 {
		out += ", and " + plural(r.Votes, "vote", "votes") + " cast so far would not count"
	}
	switch {
	case len(r.Asked) == 0:
		return out + ". Nobody is asked instead: the partners have to settle it."
	case r.How == workflow.ReissuedEscalated:
		return out + ". It goes up to " + n.all(r.Asked, n.board) + "."
	}
	return out + ". " + n.all(r.Asked, n.board) + plainVerb(len(r.Asked), " is", " are") + " asked instead."
}

// migration says what a new version of its workflow means for a case.
func (n *impactNames) migration(m workflow.Migration) []string {
	var out []string
	switch m.Can {
	case workflow.MigratesAlready:
		return []string{"It runs under this version already."}
	case workflow.MigratesNow:
		out = append(out, "It stays with version "+itoa(m.FromVersion)+" until it is moved. It could be moved "+n.from()+", and would go on in “"+n.stage(m.To)+"”.")
	case workflow.MigratesLater:
		out = append(out, "It stays with version "+itoa(m.FromVersion)+" and cannot be moved yet: its work stands still or a decision is under way. Later it would go on in “"+n.stage(m.To)+"”.")
	case workflow.MigratesMapped:
		return append(out, "It stays with version "+itoa(m.FromVersion)+". To move it, somebody has to say in which stage it goes on: this version has no stage “"+n.n.Stage(m.Stage)+"”.")
	default:
		return append(out, "It stays with version "+itoa(m.FromVersion)+" and cannot be moved from where it stands: the stage in which it would go on comes after decisions that it still has to pass.")
	}
	if len(m.EvidenceAsked) > 0 {
		out = append(out, "It would newly be asked for: "+n.all(m.EvidenceAsked, n.evidence)+".")
	}
	if len(m.GatesNew) > 0 {
		out = append(out, "It would newly have to pass: "+n.all(m.GatesNew, n.gate)+".")
	}
	if len(m.GatesGone) > 0 {
		out = append(out, "It would no longer have to pass: "+n.all(m.GatesGone, n.n.Gate)+".")
	}
	if len(m.EvidenceIdle) > 0 {
		out = append(out, "It keeps what it has handed in and would no longer be asked for: "+n.all(m.EvidenceIdle, n.n.Evidence)+".")
	}
	return out
}
