package workflow

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"comity/events"
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// WhoCanCommit asks who may commit resources; any other act is one of a sign-off, as approve.
const WhoCanCommit = "commit"

// WhoCanAsk is a question: who may do an act, for a case that would be so. What is left out makes no difference.
type WhoCanAsk struct {
	Act          string   // commit, or the act of a sign-off: approve, certify …
	ValuePence   int64    // for commit what is committed in a case, otherwise what the case is worth over its whole life
	Organisation string   // for commit: whose resources; all organisations' where it is left out
	Kind         string   // for commit: money unless said otherwise
	Mode         string   // for commit: aligned unless said otherwise
	Service      string   // for commit
	Areas        []string // of the case; a board of an area is asked for its own
	Outcome      string   // of the case; a board with a theme is asked for its own
	Workflow     string   // by its id; the one in force where there is one only
	Reader       string   // who asks: what is left of a year is for few
}

// WhoCan is one who may, or may not, and why: clause by clause as the documents have it.
type WhoCan struct {
	As           string   `json:"as"` // seat, board, officer, organisation
	On           string   `json:"on"` // the seat, board, post or organisation
	Organisation string   `json:"organisation,omitempty"`
	Gate         string   `json:"gate,omitempty"`
	People       []string `json:"people,omitempty"`   // who acts now
	Deputies     []string `json:"deputies,omitempty"` // who may act for them
	Can          bool     `json:"can"`
	Clauses      []Clause `json:"clauses"`
}

// Clause is a sentence of a document, and whether it lets the act be done.
type Clause struct {
	Where     string `json:"where"` // the document's own name for it: mandate m-ald-2026, line 1
	Says      string `json:"says"`
	Condition string `json:"condition,omitempty"` // as the document has it
	Holds     bool   `json:"holds"`
}

// AnswerWhoCan answers from the documents and the mandates in force at a time, those who may before those who may not. It is pure and changes nothing.
// Refusals: malformed (an act that nobody is asked for, or a value below nothing), not_found (no document in force, or no such organisation).
func AnswerWhoCan(r *Register, q WhoCanAsk, at time.Time) ([]WhoCan, *Refusal) {
	g := r.GovernanceAt(at)
	switch {
	case g == nil:
		return nil, Refuse(problem(NotFound, "No governance of %s is in force.", r.Partnership))
	case q.ValuePence < 0:
		return nil, Refuse(problem(Malformed, "A value cannot be below nothing.").about("value_pence"))
	case q.Organisation != "" && g.Organisation(q.Organisation) == nil:
		return nil, Refuse(problem(NotFound, "There is no organisation %s.", q.Organisation).about(q.Organisation))
	case q.Act != WhoCanCommit && !slices.Contains(document.Acts, q.Act):
		return nil, Refuse(problem(Malformed, "Nobody is asked to %s; it is %s, or %s.", q.Act, strings.Join(document.Acts, ", "), WhoCanCommit).about("act"))
	}
	q.Kind, q.Mode = first(q.Kind, document.ResourceMoney), first(q.Mode, document.ModeAligned)
	var out []WhoCan
	if q.Act == WhoCanCommit {
		out = whoCommits(r, g, q, at)
	} else {
		c, no := supposed(r, q, at)
		if no != nil {
			return nil, no
		}
		out = view(c, r, Meta{At: at}).whoSigns(q)
	}
	slices.SortStableFunc(out, func(a, b WhoCan) int {
		switch {
		case a.Can == b.Can:
			return 0
		case a.Can:
			return -1
		}
		return 1
	})
	return out, nil
}

// add puts a clause to an answer; one that does not hold makes it a no.
func (w *WhoCan) add(holds bool, where, says string, args ...any) {
	w.Clauses = append(w.Clauses, Clause{Where: where, Says: fmt.Sprintf(says, args...), Holds: holds})
	w.Can = w.Can && holds
}

// note puts a clause to an answer that leaves it as it is.
func (w *WhoCan) note(where, says string) {
	w.Clauses = append(w.Clauses, Clause{Where: where, Says: says, Holds: true})
}

// whoCommits answers for every mandate in force, and for the organisations themselves.
func whoCommits(r *Register, g *document.Governance, q WhoCanAsk, at time.Time) []WhoCan {
	var out []WhoCan
	for i := range g.Organisations {
		o := &g.Organisations[i]
		if q.Organisation != "" && o.ID != q.Organisation {
			continue
		}
		for j := range g.Boards {
			for k := range g.Boards[j].Seats {
				for _, m := range r.mandatesFor(g.Boards[j].Seats[k].ID, o.ID, at) {
					out = append(out, byMandate(r, g, m, q, at))
				}
			}
		}
		if o.ProperOfficer != "" {
			own := WhoCan{As: "organisation", On: o.ID, Organisation: o.ID, People: []string{o.ProperOfficer}, Can: true}
			own.add(true, "organisation "+o.ID, "What %s decides itself is limited by no mandate; its proper officer records it with its minute.", o.Name)
			out = append(out, own)
		}
	}
	return out
}

// byMandate answers for one mandate.
func byMandate(r *Register, g *document.Governance, m MandateHeld, q WhoCanAsk, at time.Time) WhoCan {
	where := "mandate " + m.Mandate
	w := WhoCan{As: "seat", On: m.Seat, Organisation: m.Organisation, People: nonEmpty(r.Holder(m.Seat, at)), Can: true}
	w.add(true, where, "%s gives it to seat %s from %s to %s (%s).", g.Organisation(m.Organisation).Name, m.Seat, m.From, first(text(m.Until), "further notice"), m.Instrument)
	if len(m.Acts) > 0 {
		w.add(m.Allows(MandateConfirmAct), where+", acts", "The seat may %s.", sentence(m.Acts))
	}
	if deputies := r.DeputiesOf(m.Seat, at); m.DeputyMayCommit {
		w.Deputies = deputies
		w.note(where+", deputies", "A deputy of the seat may use it too.")
	} else {
		w.note(where+", deputies", "A deputy of the seat may not use it.")
	}
	if len(w.People)+len(w.Deputies) == 0 {
		w.add(false, "seat "+m.Seat, "Nobody is in the seat.")
	}
	at0, over := m.lineFor(q.Kind, q.Mode, q.Service)
	line := fmt.Sprintf("%s, line %d", where, at0+1)
	for _, p := range over {
		w.add(false, strings.TrimSuffix(line, ", line 0"), "%s", strings.ReplaceAll(p.Message, "_", " "))
	}
	if at0 >= 0 {
		l := m.Commit[at0]
		if len(over) == 0 {
			w.add(true, line, "It covers %s, %s%s.", strings.ReplaceAll(l.Kind, "_", " "), sentence(l.Modes), ofServices(l))
		}
		if l.PerCasePence != nil && q.Kind == document.ResourceMoney {
			w.add(q.ValuePence <= *l.PerCasePence, line+", per case", "It allows %s in a case.", quantity.Pence(*l.PerCasePence))
		}
		if l.PerYearPence != nil && q.Kind == document.ResourceMoney {
			left, says := *l.PerYearPence, fmt.Sprintf("It allows %s in a financial year", quantity.Pence(*l.PerYearPence))
			if r.mayReckon(m, q.Reader, at) {
				left -= r.UsedInYear(m.Mandate, at0+1, at)
				says += fmt.Sprintf(", of which %s is left in %s", quantity.Pence(left), r.YearAt(at))
			}
			w.add(q.ValuePence <= left, line+", per year", "%s.", says)
		}
	}
	for i := range g.Thresholds {
		if t := &g.Thresholds[i]; t.Organisation == m.Organisation && t.CommitmentGBP != nil {
			w.add(!t.CommitmentGBP.Reached(quantity.Pence(q.ValuePence)), "threshold "+t.ID, "For %s the organisation decides itself: %s.", t.CommitmentGBP.Words(), t.Requires.Decision)
		} else if t.Organisation == m.Organisation && t.WholeLifeGBP != nil {
			w.add(!t.WholeLifeGBP.Reached(quantity.Pence(q.ValuePence)), "threshold "+t.ID, "Where the whole case is worth %s the organisation decides itself: %s.", t.WholeLifeGBP.Words(), t.Requires.Decision)
		}
	}
	return w
}

func ofServices(l events.MandateLimit) string {
	if len(l.Services) == 0 {
		return ", for any service"
	}
	return ", for " + sentence(l.Services)
}

// supposed is a case as the question has it, that no gate has seen.
func supposed(r *Register, q WhoCanAsk, at time.Time) (*Case, *Refusal) {
	w := r.WorkflowOn(q.Workflow, r.CalendarAt(at).DateOf(at))
	if w == nil {
		return nil, Refuse(problem(NotFound, "There is no such workflow in force; name the one that is meant.").about("workflow"))
	}
	c := NewCase(r.Partnership, "")
	c.Workflow, c.WorkflowVersion = w.Metadata.ID, w.Metadata.Version
	c.Terms = events.CaseTerms{Areas: q.Areas, Outcome: q.Outcome, PlanPence: q.ValuePence}
	c.Gate = &GateAttempt{Award: &events.AwardTerms{ValuePence: q.ValuePence}, RequestedAt: at}
	return c, nil
}

// whoSigns answers for every board and officer whom a gate asks for the act.
func (d *decision) whoSigns(q WhoCanAsk) []WhoCan {
	var out []WhoCan
	for i := range d.w.Gates {
		g := &d.w.Gates[i]
		vars := d.vars(d.c.Gate)
		for j := range g.SignOffs {
			entry := &g.SignOffs[j]
			if entry.Act != q.Act {
				continue
			}
			where := fmt.Sprintf("workflow %s version %d, gate %s, sign-off %s", d.w.Metadata.ID, d.w.Metadata.Version, g.ID, entry.ID)
			asked := func(w WhoCan) WhoCan {
				w.Gate, w.Can = g.ID, true
				if entry.When == "" {
					w.add(true, where, "It is always asked to %s.", entry.Act)
				} else {
					w.add(d.holds(entry.When, vars), where, "It is asked to %s on a condition.", entry.Act)
					w.Clauses[0].Condition = entry.When
				}
				return w
			}
			if entry.Officer != nil {
				out = append(out, d.officerSigns(asked(WhoCan{As: "officer", On: entry.Officer.Post, Organisation: entry.Officer.Of}), entry))
				continue
			}
			for _, id := range d.boardsAsked(entry.Board) {
				out = append(out, d.boardSigns(asked(WhoCan{As: "board", On: id}), d.g.Board(id)))
			}
		}
	}
	return out
}

// boardsAsked are the boards that a selector picks; all of its level where the question does not say of which area or outcome.
func (d *decision) boardsAsked(sel *document.BoardSelector) []string {
	s := *sel
	s.ByArea = s.ByArea && len(d.c.Terms.Areas) > 0
	s.Theme = s.Theme && d.c.Terms.Outcome != ""
	return d.boards(&s)
}

func (d *decision) officerSigns(w WhoCan, entry *document.SignOff) WhoCan {
	o, where := d.g.Organisation(w.Organisation), "organisation "+w.Organisation
	w.People = nonEmpty(Officer(o, w.On))
	names := "somebody"
	if len(w.People) == 0 {
		names = "nobody"
	}
	w.add(len(w.People) > 0, where, "It names %s as its %s.", names, strings.ReplaceAll(w.On, "_", " "))
	if deputy := Officer(o, "deputy_"+w.On); entry.Delegable != nil && !*entry.Delegable {
		w.note(w.Clauses[0].Where+", delegable", "No deputy may do it.")
	} else if deputy != "" {
		w.Deputies = []string{deputy}
	}
	return w
}

func (d *decision) boardSigns(w WhoCan, b *document.Board) WhoCan {
	where := "board " + b.ID
	voting := 0
	for i := range b.Seats {
		if s := &b.Seats[i]; s.MayVote() {
			voting++
			w.People = append(w.People, nonEmpty(d.r.Holder(s.ID, d.m.At))...)
			w.Deputies = append(w.Deputies, d.r.DeputiesOf(s.ID, d.m.At)...)
		}
	}
	w.People, w.Deputies = distinct(w.People), distinct(w.Deputies)
	w.add(len(w.People) >= b.Quorum.Voting, where+", quorum", "%d of its %d voting seats make a quorum; %d persons hold one.", b.Quorum.Voting, voting, len(w.People))
	w.note(where+", rule", fmt.Sprintf("It decides by %s.", strings.ReplaceAll(b.Rule.Pass, "_", " ")))
	if b.Authority == "advisory" {
		w.note(where+", authority", "It is advisory: what it decides binds no organisation, and each confirms its own part.")
	}
	return w
}
