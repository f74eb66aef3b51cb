package workflow

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"comity/workflow/document"
)

// Waiting says one thing that a case waits for, on whom, until when, and what happens then.
type Waiting struct {
	For     string    `json:"for"`               // signoff:wcb, consent:pol, external:shadow, plan:money, hold:standstill, dispute:lead_officers, gate:G2, review:delivery
	On      []string  `json:"on,omitempty"`      // seats, organisations, units or posts
	People  []string  `json:"people,omitempty"`  // who may act on it now
	Until   time.Time `json:"until,omitzero"`    // its deadline
	Then    string    `json:"then,omitempty"`    // what happens at that moment
	Message string    `json:"message"`           // all of it in a sentence
	Details []string  `json:"details,omitempty"` // evidence types, reasons
	Acts    []string  `json:"acts,omitempty"`    // the commands that move it on
	Aside   bool      `json:"aside,omitempty"`   // it holds nothing up: what is asked after a gate that has passed
}

// Explain says what a case waits for at a time, the most pressing first: those with a deadline before those without.
func Explain(c *Case, r *Register, at time.Time) []Waiting { return ExplainTo(c, r, "", at) }

// ExplainTo is Explain with what besides everybody's the reader may know: what is left of the years of mandates for which the reader acts. r has
// the ledgers beside it.
func ExplainTo(c *Case, r *Register, reader string, at time.Time) []Waiting {
	d := view(c, r, Meta{At: at, Actor: reader})
	if d.g == nil || !c.Exists() {
		return nil
	}
	var out []Waiting
	switch c.Status {
	case Draft:
		out = append(out, d.waitsForUnit("submission", "case.submit", "Case %s is a draft; %s submits it."))
	case Working:
		out = d.explainWorking()
	case AtGate:
		out = append(d.explainGate(), d.explainPools()...)
	case PendingEffect:
		for _, h := range c.StandingHolds("effect") {
			out = append(out, d.explainHold(h))
		}
	case Deferred:
		out = append(out, d.explainDeferral())
	case InDispute:
		out = append(out, d.explainDispute())
	case Suspended:
		out = append(out, Waiting{For: "suspension", Message: "The case is suspended and its clocks stand, until the accountable body lifts it.",
			On: []string{c.Terms.Sponsor}, Acts: []string{"case.lift"}, Details: d.nobodyLifts()})
	}
	if d.w != nil {
		out = append(out, d.explainAfterwards()...)
		out = append(out, d.explainGaps()...)
	}
	if d.ratifying() {
		for _, s := range c.Provisional() {
			out = append(out, d.explainRatification(s))
		}
	}
	if c.Status != Closed && c.Status != Suspended {
		for _, k := range c.Reaffirmations() {
			if k.awaited() || d.essential(k) {
				out = append(out, d.explainConsent(k))
			}
		}
	}
	out = append(out, d.explainHosts()...)
	if c.Status != Draft {
		out = append(out, d.explainEndings()...)
		out = append(out, d.explainLeaving()...)
		out = append(out, d.explainUnpaid()...)
	}
	slices.SortStableFunc(out, func(a, b Waiting) int {
		switch {
		case a.Until.IsZero() && b.Until.IsZero():
			return 0
		case a.Until.IsZero():
			return 1
		case b.Until.IsZero():
			return -1
		}
		return a.Until.Compare(b.Until)
	})
	return out
}

// Outstanding lists by name what a case waits for: signoff:<id>, consent:<organisation>, external:<body>, hold:<kind>, dispute:<step>, and for
// a case at work gate:<id>.
func Outstanding(c *Case, r *Register, at time.Time) []string {
	d := view(c, r, Meta{At: at})
	if c.Status == AtGate && d.g != nil && d.w != nil {
		return d.waitsFor()
	}
	var out []string
	for _, w := range Explain(c, r, at) {
		if w.Aside {
			continue
		}
		if strings.HasPrefix(w.For, "ratification:") {
			w.For = "hold:ratification"
		}
		if !w.ends() && !slices.Contains(out, w.For) {
			out = append(out, w.For)
		}
	}
	return out
}

func (d *decision) waitsForUnit(what, act, format string) Waiting {
	w := Waiting{For: what, On: []string{d.c.Terms.Unit}, Acts: []string{act}}
	name := d.c.Terms.Unit
	if u := d.g.Unit(name); u != nil {
		w.People, name = u.Members, first(u.Name, u.ID)
	}
	w.Message = fmt.Sprintf(format, d.c.ID, name)
	return w
}

func (d *decision) explainWorking() []Waiting {
	s := stageOf(d.w, d.c.Stage)
	if s == nil {
		return nil
	}
	if g := d.exitGate(); g != nil {
		w := d.waitsForUnit("gate:"+g.ID, "case.request_gate", "Case %s is being worked on; %s requests gate "+g.ID+" when it is ready.")
		problems := d.evidenceProblems(g, d.vars(&GateAttempt{Gate: g.ID, Round: d.c.GateRounds[g.ID] + 1}))
		problems = append(problems, d.planProblems(g)...)
		if len(g.Outcomes) > 0 {
			problems = append(problems, d.measurementProblems()...)
		}
		for _, p := range problems {
			w.Details = append(w.Details, p.Message)
		}
		if h := d.invalidated(); h != nil && h.Gate == g.ID {
			w.Details = append(w.Details, h.Reason)
		}
		if asksConsents(g) {
			w.Details = append(w.Details, d.shortGrants()...)
			for _, o := range d.committing() {
				w.Details = append(w.Details, d.yearsLeft(o, d.committedBy(o))...)
			}
		}
		if len(d.c.ToDo) > 0 {
			w.Details = append(w.Details, d.c.ToDo...)
		}
		return []Waiting{w}
	}
	if s.Closes != "" {
		return []Waiting{d.waitsForUnit("exit", "case.complete_exit", "Case %s is being wound up; %s records that the exit plan is done.")}
	}
	for _, x := range Due(d.c, d.r) {
		if x.What == "review" {
			return []Waiting{{For: "review:" + s.ID, Until: x.At, Then: "the review begins",
				Message: fmt.Sprintf("The service is delivered; its review begins on %s.", d.date(x.At)), Details: d.noticesRunning()}}
		}
	}
	return nil
}

func (d *decision) explainGate() []Waiting {
	var out []Waiting
	for _, s := range d.c.Current() {
		if w, ok := d.explainSignOff(s); ok {
			out = append(out, w)
		}
		if w, ok := d.explainConcurrence(s); ok {
			out = append(out, w)
		}
	}
	for _, k := range d.c.CurrentConsents() {
		switch {
		case k.External && (k.State == "requested" || k.State == "declined"):
			out = append(out, d.explainExternal(k))
		case k.awaited() || (k.State == "declined" && d.essential(k)):
			out = append(out, d.explainConsent(k))
		}
	}
	for _, h := range d.c.StandingHolds("effect") {
		if h.Kind == document.HoldCallIn {
			out = append(out, d.explainHold(h))
		}
	}
	g := gateOf(d.w, d.c.Gate.Gate)
	if g != nil && asksConsents(g) {
		for _, s := range d.shortGrants() {
			out = append(out, Waiting{For: expiryPrefix + "plan", On: []string{d.c.Terms.Unit}, Message: s})
		}
	}
	if g != nil && asksConsents(g) && (!d.awarded() || d.varying()) {
		for _, short := range d.shortfalls() {
			money, staff := d.gap()
			w := d.waitsForUnit(short, "case.amend", "What is confirmed falls short of the plan; %[2]s changes the plan or finds the rest.")
			w.Details = []string{fmt.Sprintf("Not confirmed: %s, %s; the tolerance is %d %%.", money, staff, d.w.Tolerances.FundingShortfallPct)}
			out = append(out, w)
		}
	}
	return out
}

func (d *decision) explainSignOff(s *SignOff) (Waiting, bool) {
	w := Waiting{For: "signoff:" + s.ID, Until: s.DueAt, Acts: []string{"signoff.vote"}}
	name := d.boardName(s)
	if d.orphan(s) && d.blocking(s) {
		return d.explainOrphan(s), true
	}
	if from := d.c.reissuedFrom(s); len(from) > 0 {
		w.Details = append(w.Details, d.whyReissued(from)...)
	}
	switch s.State {
	case SignOffWaiting:
		w.Message = fmt.Sprintf("%s is asked once those before it have finished.", name)
		w.Acts = nil
		return w, true
	case SignOffOpen:
		if s.Board == "" {
			officer := Officer(d.g.Organisation(s.OfficerOf), s.Post)
			w.On, w.People, w.Acts = []string{s.OfficerOf + " " + s.Post}, nonEmpty(officer), []string{"signoff.certify"}
			w.Message = fmt.Sprintf("%s is to %s%s.", name, s.Act, d.by(s.DueAt))
		} else {
			n := d.r.count(s, d.m.At)
			w.On = d.r.Awaited(s, d.m.At)
			w.Message = fmt.Sprintf("%s is to %s%s: %d for, %d against, %d abstained, %d not voted.", name, s.Act, d.by(s.DueAt),
				n.tally.Approve, n.tally.Refuse, n.tally.Abstain, len(w.On))
			w.Details = append(w.Details, d.vacantTurns(s)...)
			if !n.quorate {
				w.Details = append(w.Details, "Those who voted do not make a quorum yet.")
			}
		}
	case SignOffNoQuorum:
		w.Details = append(append(w.Details, s.QuorumReasons...), d.vacantTurns(s)...)
		w.Acts = []string{"signoff.dispense", "deputy.name", "member.appoint"}
		w.Message = fmt.Sprintf("%s has no quorum: %s.", name, strings.Join(s.QuorumReasons, ", "))
	case SignOffTie:
		seat := d.r.Presiding(s, d.m.At)
		w.On, w.Acts = nonEmpty(seat), []string{"signoff.cast"}
		w.Message = fmt.Sprintf("The votes of %s are equal; %s has the casting vote.", name, first(seat, "nobody"))
	default:
		return w, false
	}
	switch {
	case s.Board == "":
	case s.State == SignOffNoQuorum:
		w.On, w.People = d.restorers(s)
	default:
		w.People = d.mayVoteStill(s, w.On)
	}
	warnings, offered := d.meetsTooLate(s)
	if w.Details = append(w.Details, warnings...); offered {
		w.Acts = append(w.Acts, "signoff.seek_concurrence", "signoff.decide_urgently")
	}
	switch {
	case !s.OverdueAt.IsZero():
		w.Details = append(w.Details, "Overdue since the end of "+d.date(s.DueAt)+".")
	case !s.DueAt.IsZero():
		w.Then = d.thenOf(s)
	}
	return w, true
}

// thenOf says what the deadline of a sign-off does.
func (d *decision) thenOf(s *SignOff) string {
	if s.State == SignOffOpen && s.Board != "" && d.r.count(s, d.m.At).quorate {
		return "it is decided on the votes cast"
	}
	if d.staysOpen(s) {
		return "it is overdue, and asked as before"
	}
	if board, _ := d.escalation(s); board != "" {
		return "it goes to " + d.nameOf(board)
	}
	return "a dispute is opened"
}

func (d *decision) explainConsent(k *Consent) Waiting {
	w := Waiting{For: "consent:" + k.Organisation, On: []string{k.Organisation}, Acts: []string{"consent.confirm", "consent.record"}}
	for _, id := range k.Commitments {
		if c := d.c.Commitment(id); c != nil && !c.Confirmed() {
			w.Details = append(w.Details, fmt.Sprintf("%s: %s", id, c.Amount()))
		}
	}
	what := strings.Join(w.Details, "; ")
	w.Details = append(w.Details, d.yearsLeft(k.Organisation, k.Commitments)...)
	for _, m := range d.r.Mandates {
		if m.Organisation == k.Organisation && len(d.r.mandatesFor(m.Seat, k.Organisation, d.m.At)) > 0 {
			if p := d.r.Holder(m.Seat, d.m.At); p != "" && !slices.Contains(w.People, p) {
				w.People = append(w.People, p)
			}
		}
	}
	if len(w.People) == 0 {
		w.Details = append(w.Details, d.r.endedMandates(k.Organisation, "", d.m.At)...)
	}
	o := d.g.Organisation(k.Organisation)
	if o != nil && o.ProperOfficer != "" && !slices.Contains(w.People, o.ProperOfficer) {
		w.People = append(w.People, o.ProperOfficer)
	}
	w.Message = fmt.Sprintf("%s is to confirm what it puts in: %s.", d.organisationName(k.Organisation), what)
	if k.State == ConsentToReaffirm {
		w.Message = fmt.Sprintf("%s is to reaffirm what it took over: %s.", d.organisationName(k.Organisation), what)
	}
	if x := k.CalledIn; x != nil {
		w.Message = fmt.Sprintf("The decision of %s was called in and is to be taken again: %s.", d.organisationName(k.Organisation), what)
	}
	if k.State == "declined" {
		w.Message = fmt.Sprintf("%s has declined what the plan cannot do without.", d.organisationName(k.Organisation))
	}
	return w
}

// explainExternal says whose consent the law asks for, and why.
func (d *decision) explainExternal(k *Consent) Waiting {
	w := Waiting{For: "external:" + k.Organisation, On: []string{k.Organisation}, People: d.recorders(k), Acts: []string{"consent.record"}, Details: k.Because}
	w.Message = fmt.Sprintf("The law asks for the consent of %s to the award.", d.organisationName(k.Organisation))
	if k.State == "declined" {
		w.Message = fmt.Sprintf("%s has refused the consent without which the award cannot be made.", d.organisationName(k.Organisation))
	}
	return w
}

// holdWords are what holds are called inside a sentence.
var holdWords = map[string]string{document.HoldStandstill: "standstill", document.HoldCallIn: "call-in", document.HoldNotice: "notice in the forward plan"}

func (d *decision) explainHold(h *Hold) Waiting {
	w := Waiting{For: "hold:" + h.Kind, Until: h.Until, Details: nonEmpty(h.Reason)}
	name := first(holdWords[h.Kind], h.Kind)
	if h.Until.IsZero() {
		w.Message = fmt.Sprintf("The decision is taken; a %s keeps it from effect and has no end yet.", name)
		w.Acts = []string{"notice.publish"}
		if len(d.c.Representations) > 0 {
			w.Acts = []string{"representation.answer"}
		}
		return w
	}
	w.Then = "the decision takes effect"
	w.Message = fmt.Sprintf("The decision is taken; a %s keeps it from effect to the end of %s.", name, d.date(h.Until))
	if d.c.Status == AtGate {
		w.Then = "it may no longer be called in"
		w.Message = fmt.Sprintf("The decision of %s may be called in to the end of %s.", d.organisationName(h.Organisation), d.date(h.Until))
	}
	return w
}

func (d *decision) explainDeferral() Waiting {
	x := d.c.Deferral
	w := Waiting{For: "deferral", Acts: []string{"case.resume"}, Then: "the decision is taken up again", Details: nonEmpty(x.Reason)}
	for _, due := range d.dueOfDeferral() {
		w.Until = due.At
	}
	w.Message = fmt.Sprintf("The decision is put off to %s.", first(x.Until, "meeting "+x.Meeting))
	return w
}

func (d *decision) boardName(s *SignOff) string {
	if s.Board != "" {
		return d.nameOf(s.Board)
	}
	return "The " + strings.ReplaceAll(s.Post, "_", " ") + " of " + d.organisationName(s.OfficerOf)
}

func (d *decision) nameOf(board string) string {
	if b := d.g.Board(board); b != nil {
		return first(b.Name, b.ID)
	}
	return d.r.BoardName(board)
}

func (d *decision) organisationName(id string) string {
	if o := d.g.Organisation(id); o != nil {
		return first(o.Name, o.ID)
	}
	for _, b := range d.g.ExternalBodies {
		if b.ID == id {
			return first(b.Name, b.ID)
		}
	}
	return first(d.r.NameOf(id), id)
}

func (d *decision) date(t time.Time) string { return t.In(d.cal.Location()).Format("2 January 2006") }

func (d *decision) by(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return " by the end of " + d.date(t)
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}
