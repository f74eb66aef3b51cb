package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// What a verifier asks the rules about a decision that was taken: would they have taken it, on this case, at this moment?
// Everything here answers for the case as it stands when it is asked, which is right before the event in question.

// FoldEach folds one record like Fold, and hands each event to check before it is applied: the case is then as the rules saw it
// when they decided that event. It stops at the first error of either.
func (c *Case) FoldEach(rec *events.Record, list []events.Event, check func(events.Event) error) error {
	if rec.Revision != c.Revision+1 {
		return c.Fold(rec) // which says what is wrong
	}
	for _, e := range list {
		if err := check(e); err != nil {
			return err
		}
		if err := c.apply(e, rec.At, rec.Actor); err != nil {
			return err
		}
	}
	c.Revision = rec.Revision
	return nil
}

// Hindsight looks at a case as it stood, on the register and at the time of a decision. It changes nothing, and is good until
// the case is folded on. Pure.
type Hindsight struct{ d *decision }

// LookBack returns a view of a case for the person who acted.
func LookBack(c *Case, r *Register, actor string, at time.Time) Hindsight {
	return Hindsight{view(c, r, Meta{Actor: actor, At: at})}
}

// Counted is what the votes on a board's sign-off make, by the quorum and the rule pinned to it.
type Counted struct {
	Tally   events.Tally
	Choice  string // approve, refuse; "" where the votes are equal
	Tied    bool
	Quorate bool   // those who voted make a quorum
	Closes  string // why the voting ends by itself: certain, all_voted; "" while it does not
	OnTie   string // what the board's rule makes of equality
}

// Count counts the votes; false where the sign-off's board is unknown.
func (h Hindsight) Count(s *SignOff) (Counted, bool) {
	n := h.d.r.count(s, h.d.m.At)
	if n.board == nil {
		return Counted{}, false
	}
	out := Counted{Tally: n.tally, Quorate: n.quorate, OnTie: n.board.Rule.OnTie}
	if out.Choice = n.result(); out.Choice == tie {
		out.Choice, out.Tied = "", true
	}
	out.Closes, _ = n.closes()
	return out, true
}

// StaysOpen reports whether the workflow has a sign-off stay open when its day passes.
func (h Hindsight) StaysOpen(s *SignOff) bool { return h.d.w != nil && h.d.staysOpen(s) }

// MetOn reports whether a quorate meeting that closes the sign-off's voting has been held.
func (h Hindsight) MetOn(s *SignOff) bool { return len(h.d.dueByMeeting(s)) > 0 }

// MayResolve reports whether the actor may record a resolution of the sign-off's board or officer, a minute being cited.
func (h Hindsight) MayResolve(s *SignOff) bool { return len(h.d.mayResolve(s, "cited")) == 0 }

// Result is what a choice yields on a sign-off: the result that belongs to its act, the conditions of those who voted for, and
// whether a refusal is only carried upward.
func (h Hindsight) Result(s *SignOff, choice string) (result string, conditional []string, dissent bool) {
	if choice == Approve {
		conditional = conditions(s)
		return resultOf(s.Act, len(conditional) > 0), conditional, false
	}
	return "refused", nil, h.d.w != nil && h.d.effectOfRefusal(s) == document.RefusalDissent
}

// WaitsFor names what keeps the present gate from passing: as Outstanding does at a gate, whatever the status of the case is,
// and snapshot where what was signed is not what stands.
func (h Hindsight) WaitsFor() []string {
	d := h.d
	if d.c.Gate == nil || d.w == nil || gateOf(d.w, d.c.Gate.Gate) == nil {
		return []string{"gate"}
	}
	out := d.waitsFor()
	if now, _ := d.snapshot(); !d.c.Gate.stands(now) {
		out = append(out, "snapshot")
	}
	return out
}

// Withheld names the kinds of holds that keep the present gate's decision from effect: those that stand, and a standstill that
// the workflow asks for and nobody placed.
func (h Hindsight) Withheld() []string {
	d := h.d
	var out []string
	var present *document.Gate
	if d.c.Gate != nil {
		present = gateOf(d.w, d.c.Gate.Gate)
	}
	for _, x := range d.keptFromEffect(present) {
		out = append(out, x.Kind)
	}
	if d.c.Gate == nil || d.w == nil {
		return out
	}
	g := gateOf(d.w, d.c.Gate.Gate)
	if g == nil {
		return out
	}
	for _, x := range g.Holds {
		placed := slices.ContainsFunc(d.c.Holds, func(o *Hold) bool {
			return o.Kind == x.Kind && o.Gate == g.ID && !o.PlacedAt.Before(d.c.Gate.RequestedAt)
		})
		if x.Kind == document.HoldStandstill && !placed && d.holds(x.When, d.vars(d.c.Gate)) {
			out = append(out, x.Kind)
		}
	}
	return out
}

// Uncalled names the organisations whose key decision at the present gate could still be called in, and which no hold keeps from effect.
func (h Hindsight) Uncalled() []string {
	d := h.d
	var out []string
	if d.c.Gate == nil || d.w == nil || !d.holdsAt(d.c.Gate.Gate, document.HoldCallIn) {
		return nil
	}
	for _, k := range d.c.CurrentConsents() {
		if k.External || len(k.Acts) == 0 {
			continue
		}
		act := k.Acts[len(k.Acts)-1]
		t := d.callableThreshold(k.Organisation)
		if act.What != "recorded" || t == nil || act.PublishedOn == "" || d.reaffirms(k, act.Lines) || d.callInWaived(k) {
			continue
		}
		if d.m.At.Before(d.cal.AfterEnd(d.callInEnds(t.Requires.CallIn, day(act.PublishedOn)))) && d.callInHold(k.Organisation) == nil {
			out = append(out, k.Organisation)
		}
	}
	return out
}

// Unannounced says what keeps an organisation from the decision that it recorded: a key decision without the notice that its threshold asks
// for, or by another notice than it says.
func (h Hindsight) Unannounced(e events.ConsentRecorded) []Problem {
	d := h.d
	k := d.c.Consent(e.Organisation)
	t := d.keyThreshold(e.Organisation)
	if k == nil || t == nil || d.reaffirms(k, e.Lines) {
		return nil
	}
	if e.Threshold == "" {
		return []Problem{problem(NoticeTooShort, "It reaches threshold %s, and was not taken as a key decision.", t.ID)}
	}
	n, p := d.announced(t, day(e.DecidedOn))
	switch {
	case p != nil:
		return []Problem{*p}
	case n.Notice != e.Notice:
		return []Problem{problem(NoticeTooShort, "It says that notice %q announced it, and %q did.", e.Notice, n.Notice)}
	}
	return nil
}

// MayRecordExternal reports whether a person speaks for a body whose consent is asked for at the present gate.
func (h Hindsight) MayRecordExternal(body, person string) bool {
	k := h.d.c.External(body)
	return k != nil && slices.Contains(h.d.recorders(k), person)
}

// NotCallable says what keeps a decision from being called in as it was: the window, who asks, the requisition.
func (h Hindsight) NotCallable(e events.DecisionCalledIn) []Problem {
	d := h.d
	var last *Hold
	for _, x := range d.c.Holds {
		if x.Kind == document.HoldCallIn && x.Organisation == e.Organisation && x.Gate == e.Gate {
			last = x
		}
	}
	if last == nil || last.Because != "called_in" || !last.ReleasedAt.Equal(d.m.At) || !last.Until.IsZero() && !d.m.At.Before(d.cal.AfterEnd(last.Until)) {
		return []Problem{problem(CallInWindowClosed, "The decision of %s could not be called in then.", e.Organisation)}
	}
	rule := d.callInOf(last)
	body := d.scrutinyBody(e.Body, e.Organisation, rule)
	if body == nil || e.Person != d.m.Actor {
		return []Problem{notEntitled("It was not for "+e.Person+" to call it in.", e.Person)}
	}
	return requisitionProblems(body, rule, e.Requisition)
}

// Exceeds says where a confirmation goes beyond a mandate: act, kind, mode, service, what is committed in this case and in the
// year, a deputy's use of one that is for the holder only, an own threshold of the organisation's, and where it is said to be under other
// lines of the mandate, or to take other parts of a year, than it does.
func (h Hindsight) Exceeds(m MandateHeld, e events.ConsentConfirmed) []Problem {
	under, out := h.d.coveredBy(m, e.Organisation, e.Lines)
	if k := h.d.c.Consent(e.Organisation); k != nil {
		out = append(out, h.d.ownThresholds(k)...)
	}
	if !Reckoned(e) {
		return append(slices.DeleteFunc(out, func(p Problem) bool { return p.About == "per_year" }), h.deputyExceeds(m, e)...)
	}
	for i := range min(len(under.years), len(e.Years)) {
		if e.Years[i].PassesPct == 0 { // an earlier build did not say so
			under.years[i].PassesPct = 0
		}
	}
	if len(out) == 0 && (!slices.Equal(under.lines, e.Lines) || !slices.Equal(under.years, e.Years)) {
		out = append(out, problem(Malformed, "Its lines, or what it takes of the year, are not what the mandate makes them."))
	}
	return append(out, h.deputyExceeds(m, e)...)
}

func (h Hindsight) deputyExceeds(m MandateHeld, e events.ConsentConfirmed) []Problem {
	if who, p := h.d.r.actFor(e.Seat, e.Person, h.d.m.At); p == nil && who.Deputy && !m.DeputyMayCommit {
		return []Problem{problem(MandateNotExercisableByDeputy, "The mandate of seat %s may be used by its holder only.", e.Seat)}
	}
	return nil
}

// Reckoned reports whether a confirmation says by which lines of its mandate it was made. Those of the first builds do not, and
// used up no year.
func Reckoned(e events.ConsentConfirmed) bool {
	return len(e.Years) > 0 || slices.ContainsFunc(e.Lines, func(l events.ConfirmedLine) bool { return l.CommitLine > 0 })
}

// Succession lists the events that the first succession entails that has taken force and was not applied to the case; none where there is no such.
func (h Hindsight) Succession() []events.Event {
	first := h.d.firstOf(h.d.follows)
	if first.IsZero() {
		return nil
	}
	return h.d.succeeding(first)
}

// Unasked says which lines an organisation was not asked for, or not for so much, or not as what the commitment is.
func (h Hindsight) Unasked(organisation string, lines []events.ConfirmedLine) []Problem {
	k := h.d.c.Consent(organisation)
	if k == nil {
		return []Problem{problem(NotFound, "No consent of %s is asked for at this gate.", organisation)}
	}
	seen := map[string]bool{}
	var out []Problem
	for _, line := range lines {
		c := h.d.c.Commitment(line.Commitment)
		switch {
		case c == nil || seen[line.Commitment] || !slices.Contains(k.Commitments, line.Commitment):
			out = append(out, problem(NotFound, "%s is not asked for %s, or once only.", organisation, line.Commitment))
		case c.Kind != line.Kind || c.Mode != line.Mode:
			out = append(out, problem(Malformed, "%s is %s, %s.", line.Commitment, c.Kind, c.Mode))
		case line.Pence < 0 || line.FTEHundredths < 0 ||
			line.Pence > c.Pence-c.ConfirmedPence || line.FTEHundredths > c.FTEHundredths-c.ConfirmedFTEHundredths:
			out = append(out, problem(Malformed, "Less than that of %s waits to be confirmed.", line.Commitment))
		}
		seen[line.Commitment] = true
	}
	return out
}

// Completes reports whether nothing of an organisation's consent is left once the lines are confirmed.
func (h Hindsight) Completes(organisation string, lines []events.ConfirmedLine) bool {
	k := h.d.c.Consent(organisation)
	return k != nil && h.d.completes(k, lines)
}

// Clone copies a register, so that it can be folded on while the copy stays as it is.
func (r *Register) Clone() *Register {
	out := *r
	out.Governance, out.Workflows = slices.Clone(r.Governance), slices.Clone(r.Workflows)
	out.Successions = slices.Clone(r.Successions)
	out.Terms, out.Deputies, out.Mandates = slices.Clone(r.Terms), slices.Clone(r.Deputies), slices.Clone(r.Mandates)
	out.Meetings = slices.Clone(r.Meetings) // a meeting is replaced, never changed
	return &out
}
