package workflow

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// What a succession does to a case (DOMAIN §2.1 row 26, docs/decisions/0017): by the clock, at 00:00 of its day, whatever the case's status.

// dueSuccessions lists the moments from which successions that the register has concern the case and have not been applied to it.
func (d *decision) dueSuccessions() []DueItem {
	var out []DueItem
	for _, s := range d.r.Successions {
		at := DueItem{At: s.EffectiveAt, What: "succession", On: s.EffectiveOn}
		if (d.follows(s) || len(d.passing(s)) > 0) && !slices.Contains(out, at) {
			out = append(out, at)
		}
	}
	return out
}

// follows reports whether a succession concerns the case and has not been applied to it; of its pools passing says that.
func (d *decision) follows(s Succession) bool {
	return d.c.Status != Closed && d.c.Exists() && !slices.Contains(d.c.Successions, successionKey(s)) && d.concernedBy(s)
}

// successionKey names what one succession does to one organisation's part in a case.
func successionKey(s Succession) string { return s.Succession + "/" + s.Organisation }

// concernedBy reports whether an organisation that gives way has a part in the case.
func (d *decision) concernedBy(s Succession) bool {
	if slices.ContainsFunc(d.c.Commitments, func(k *Commitment) bool { return s.takes(k) }) {
		return true
	}
	if !s.Replaces() {
		return s.Principal != s.Organisation && d.namedIn(s.Organisation)
	}
	return d.namedIn(s.Organisation) || slices.ContainsFunc(d.officersAsked(s.Organisation), func(*SignOff) bool { return true })
}

// takes reports whether a commitment passes on by a succession. What was withdrawn is gone, and nobody takes it over; who goes on and gives a part of
// itself gives nothing of what it offered or took over since.
func (s Succession) takes(k *Commitment) bool {
	return k.Organisation == s.Organisation && k.Stands() && (s.Replaces() || k.Since.Before(s.EffectiveAt))
}

// namedIn reports whether an organisation is the sponsor, answers for the contract, owns a target or is a party of a dispute that goes on.
func (d *decision) namedIn(organisation string) bool {
	return d.c.Dispute.goesOnWith(organisation) || d.c.Terms.Sponsor == organisation || (d.c.Contract != nil && d.c.Contract.Accountable == organisation) ||
		slices.ContainsFunc(d.c.Targets, func(t Target) bool { return t.Owner == organisation })
}

// officersAsked lists the unfinished sign-offs of the present gate that an officer of an organisation was asked for.
func (d *decision) officersAsked(organisation string) []*SignOff {
	var out []*SignOff
	for _, s := range d.c.Current() {
		if s.Board == "" && s.OfficerOf == organisation && !s.State.Final() {
			out = append(out, s)
		}
	}
	return out
}

// applySuccessions brings about what takes force at a moment: commitments pass, consents of those replaced lapse, their successors are asked to
// reaffirm, and who stands in an organisation's place is changed. All that happens at one moment happens together, so that what a successor takes
// over from several is one commitment.
func (d *decision) applySuccessions(at time.Time) {
	for _, e := range d.succeeding(at) {
		d.emit(e)
	}
	d.passPools(at)
	d.askSuccessorsOfficers()
}

// succeeding lists the events by which a case follows the successions of a moment.
func (d *decision) succeeding(at time.Time) []events.Event {
	was := d.c.Clone()
	try := *d
	try.c, try.events = was, nil
	var list []Succession
	for _, s := range d.r.Successions {
		if s.EffectiveAt.Equal(at) && d.follows(s) {
			list = append(list, s)
		}
	}
	if len(list) == 0 {
		return nil
	}
	asked := try.novate(list)
	try.lapseConsents(list)
	try.askToReaffirm(asked)
	end := events.CaseSuccessionApplied{EffectiveAt: at}
	for _, s := range list {
		end.Successions = append(end.Successions, successionKey(s))
		for _, p := range d.c.Pools {
			if p.passes(s) && !slices.Contains(end.Pools, p.Pool) {
				end.Pools = append(end.Pools, p.Pool)
			}
		}
		end.Organisations = append(end.Organisations, events.ReplacedParty{Organisation: s.Organisation, Successors: s.taken(), Principal: s.Principal, Continues: s.Continues})
		if d.c.Terms.Sponsor == s.Organisation && s.Principal != s.Organisation {
			end.Sponsor = s.Principal
		}
		if k := d.c.Contract; k != nil && k.Accountable == s.Organisation && s.Principal != s.Organisation {
			end.Accountable = s.Principal
		}
	}
	if try.c.Gate != nil {
		try.c.Terms.Sponsor = first(end.Sponsor, try.c.Terms.Sponsor)
		before, _ := d.snapshot()
		if after, _ := try.snapshot(); d.c.Gate.stands(before) && after != before { // what stood before stands; what did not does not stand now
			end.Snapshot = after
		}
	}
	return append(try.events, end)
}

// stands reports whether a digest is of what was signed at the gate, under the names of then or of those who took over since.
func (g *GateAttempt) stands(digest string) bool {
	return digest == g.Snapshot || (g.Succeeded != "" && digest == g.Succeeded)
}

// novate passes the commitments on, and returns which of what came about had been asked for before, by successor.
func (d *decision) novate(list []Succession) map[string][]string {
	asked := map[string][]string{}
	into := map[string]string{} // what is alike becomes one commitment
	type old struct {
		s Succession
		k *Commitment
	}
	var todo []old
	for _, s := range list {
		for _, k := range d.c.Commitments {
			if s.takes(k) {
				todo = append(todo, old{s, k})
			}
		}
	}
	for _, x := range todo {
		before := x.k.CommitmentTerms
		wasAsked, notice := d.wasAsked(x.k), x.k.passedNotice()
		remains := before
		for _, p := range x.s.parts(d.c.ID, before) {
			if p.organisation == x.s.Organisation || p.nothing() {
				continue
			}
			becomes := d.becomes(before, p, notice, into)
			remains.Pence, remains.FTEHundredths = remains.Pence-p.pence, remains.FTEHundredths-p.fte
			e := events.CommitmentNovated{Commitment: before.Commitment, Organisation: before.Organisation, Successor: p.organisation, Pence: p.pence,
				FTEHundredths: p.fte, Becomes: becomes, Notice: notice, EffectiveAt: x.s.EffectiveAt}
			if !p.whole && (remains.Pence > 0 || remains.FTEHundredths > 0) {
				left := remains
				e.Remains = &left
			}
			d.emit(e)
			if wasAsked && !slices.Contains(asked[p.organisation], becomes.Commitment) {
				asked[p.organisation] = append(asked[p.organisation], becomes.Commitment)
			}
		}
	}
	return asked
}

// becomes is the successor's commitment after a part has come to it. Money and staff time of which all else is the same, mode, service, basis and
// whether the plan needs it, become one; each thing that cannot be divided stays one of its own.
func (d *decision) becomes(before events.CommitmentTerms, p part, notice *events.PassedNotice, into map[string]string) events.CommitmentTerms {
	like := before
	like.Commitment, like.Organisation, like.Pence, like.FTEHundredths, like.Description = "", p.organisation, 0, 0, ""
	key := fmt.Sprintf("%+v", like)
	if notice != nil { // what ends stays apart from what does not, or ends otherwise
		key += fmt.Sprintf("%+v", *notice)
	}
	if id, ok := into[key]; ok && !p.whole {
		out := d.c.Commitment(id).CommitmentTerms
		out.Pence, out.FTEHundredths = out.Pence+p.pence, out.FTEHundredths+p.fte
		if before.Description != "" && !strings.Contains(out.Description, before.Description) {
			out.Description = strings.TrimPrefix(out.Description+"; "+before.Description, "; ")
		}
		return out
	}
	out := before
	out.Organisation, out.Pence, out.FTEHundredths = p.organisation, p.pence, p.fte
	for n := 1; out.Commitment == before.Commitment || d.c.Commitment(out.Commitment) != nil; n++ {
		out.Commitment = fmt.Sprintf("%s-%d", p.organisation, n)
	}
	if !p.whole {
		into[key] = out.Commitment
	}
	return out
}

// wasAsked reports whether a commitment was confirmed, or its organisation has been asked at the present gate or since for its consent.
func (d *decision) wasAsked(k *Commitment) bool {
	if k.ConfirmedPence > 0 || k.ConfirmedFTEHundredths > 0 || k.ConfirmedWhole {
		return true
	}
	x := d.c.Consent(k.Organisation)
	return x != nil && (x.State == "carried" || slices.Contains(x.Commitments, k.Commitment))
}

// undecided reports whether the case is at a gate whose decision is not taken, whatever has stopped it there.
func (d *decision) undecided() bool { return d.c.Gate != nil && d.c.Gate.DecidedAt.IsZero() }

// lapseConsents ends the consents of organisations that are replaced, given or asked for: at a gate that is undecided, and between gates.
func (d *decision) lapseConsents(list []Succession) {
	for _, s := range list {
		if !s.Replaces() {
			continue
		}
		for _, k := range slices.Clone(d.c.Consents) {
			here := d.undecided() && k.Gate == d.c.Gate.Gate && k.GateRound == d.c.Gate.Round
			if k.Organisation == s.Organisation && !k.External && !k.Superseded && k.State != ConsentLapsedState && (here || k.between()) {
				d.emit(events.ConsentLapsed{Organisation: s.Organisation, Gate: k.Gate, GateRound: k.GateRound, Because: "organisation_succeeded"})
			}
		}
	}
}

// askToReaffirm asks the successors for their own word on what had been asked for: at the gate, where it asks for consents and is undecided, and
// else at once. What nobody had been asked for yet is asked for at its gate, like any offer.
func (d *decision) askToReaffirm(asked map[string][]string) {
	for _, organisation := range d.committing() {
		if len(asked[organisation]) == 0 {
			continue
		}
		e := events.ConsentReaffirmationRequested{Organisation: organisation, Commitments: asked[organisation]}
		if g := d.c.Gate; d.undecided() && d.w != nil {
			if at := gateOf(d.w, g.Gate); at != nil && asksConsents(at) && len(d.c.consentsAt(g.Gate, g.Round)) > 0 {
				e.Gate, e.GateRound = g.Gate, g.Round
			}
		}
		if e.Gate == "" { // between gates they are counted
			for _, k := range d.c.Consents {
				e.GateRound += b2i(k.between() && k.Organisation == organisation)
			}
			e.GateRound++
		}
		d.emit(e)
	}
}

// askSuccessorsOfficers asks the officer of the successor where one of a replaced organisation was to certify.
func (d *decision) askSuccessorsOfficers() {
	if d.c.Gate == nil || d.w == nil {
		return
	}
	for _, s := range d.c.Current() {
		to := d.r.Successor(s.OfficerOf, d.m.At)
		if s.Board != "" || s.State.Final() || to == s.OfficerOf {
			continue
		}
		waiting := s.State == SignOffWaiting
		d.emit(events.SignOffVoided{SignOff: s.ID, Because: "organisation_succeeded"})
		id := d.freeID(to + "-" + s.Entry)
		d.emit(events.SignOffRequested{SignOff: id, Entry: s.Entry, Gate: s.Gate, GateRound: s.GateRound, OfficerOf: to, Post: s.Post, Act: s.Act, Order: s.Order,
			InPlaceOf: s.InPlaceOf})
		if !waiting && d.c.Status == AtGate {
			d.open(d.c.SignOff(id), d.deadlineOf(s))
		}
	}
}

// The states of a consent of which a succession is the cause.
const (
	ConsentLapsedState = "lapsed"           // of an organisation that was replaced
	ConsentToReaffirm  = "to_be_reaffirmed" // of a successor
)

// between reports whether a consent belongs to no gate: a reaffirmation that is asked for between them.
func (k *Consent) between() bool { return k.Gate == "" }

// awaited reports whether a consent is still to be given.
func (k *Consent) awaited() bool { return k.State == "requested" || k.State == ConsentToReaffirm }

// Awaited reports whether a consent is still to be given: asked for, or to be reaffirmed.
func (k *Consent) Awaited() bool { return k.awaited() }

// consentsAt lists the consents of one round of a gate.
func (c *Case) consentsAt(gate string, round int) []*Consent {
	var out []*Consent
	for _, k := range c.Consents {
		if k.Gate == gate && k.GateRound == round {
			out = append(out, k)
		}
	}
	return out
}

// Reaffirmations lists what is asked of successors between gates and not answered, or declined: it holds the next gate.
func (c *Case) Reaffirmations() []*Consent {
	var out []*Consent
	for _, k := range c.Consents {
		if k.between() && !k.Superseded && (k.State == ConsentToReaffirm || k.State == "declined") {
			out = append(out, k)
		}
	}
	return out
}

// toReaffirm reports whether a commitment waits to be reaffirmed by a successor.
func (c *Case) toReaffirm(commitment string) bool {
	k := c.Commitment(commitment)
	return k != nil && k.ToBeReaffirmed
}

// applySuccession folds the events by which a case follows a succession.
func (c *Case) applySuccession(e events.Event) error {
	switch e := e.(type) {
	case events.CommitmentNovated:
		k := c.Commitment(e.Commitment)
		if k == nil {
			return fmt.Errorf("commitment %s was never offered", e.Commitment)
		}
		k.novated(e)
		if to := c.Commitment(e.Becomes.Commitment); to != nil {
			to.CommitmentTerms = e.Becomes
		} else {
			c.Commitments = append(c.Commitments, &Commitment{CommitmentTerms: e.Becomes, Changed: true, Since: e.EffectiveAt, Withdrawal: underNotice(e.Notice)})
		}
	case events.ConsentLapsed:
		for _, k := range c.Consents {
			if k.Organisation == e.Organisation && !k.External && k.Gate == e.Gate && k.GateRound == e.GateRound && !k.Superseded {
				k.State = ConsentLapsedState
			}
		}
	case events.ConsentReaffirmationRequested:
		return c.reaffirmationRequested(e)
	case events.CaseSuccessionApplied:
		c.Successions = append(slices.Clone(c.Successions), e.Successions...)
		c.Terms.Sponsor = first(e.Sponsor, c.Terms.Sponsor)
		if e.Accountable != "" && c.Contract != nil {
			k := *c.Contract
			k.Accountable = e.Accountable
			c.Contract = &k
		}
		c.Dispute = c.Dispute.succeeded(e.Organisations)
		for _, p := range e.Organisations {
			for i := range c.Targets {
				if c.Targets[i].Owner == p.Organisation {
					c.Targets[i].Owner = p.Principal
				}
			}
		}
		if e.Snapshot != "" && c.Gate != nil {
			g := *c.Gate
			g.Succeeded = e.Snapshot
			c.Gate = &g
		}
	}
	return nil
}

// passedNotice is the notice under which a commitment passes on, nil for none: it was given for what passes, and ends for its successors on its day.
func (k *Commitment) passedNotice() *events.PassedNotice {
	w := k.Withdrawal
	if w == nil || w.Gone {
		return nil
	}
	return &events.PassedNotice{Reason: w.Reason, Consequence: w.Consequence, PlanGate: w.PlanGate, GivenAt: w.At, EffectiveAt: w.EffectiveAt}
}

func underNotice(n *events.PassedNotice) *Withdrawal {
	if n == nil {
		return nil
	}
	return &Withdrawal{Reason: n.Reason, Consequence: n.Consequence, PlanGate: n.PlanGate, At: n.GivenAt, EffectiveAt: n.EffectiveAt}
}

// novated takes from a commitment what passes to a successor. What remains stays confirmed as far as it was.
func (k *Commitment) novated(e events.CommitmentNovated) {
	for i, back := range k.passes(e) {
		k.Drawn[i].Pence -= back
	}
	k.Drawn = slices.DeleteFunc(k.Drawn, func(d CommitmentDraw) bool { return d.Pence == 0 })
	k.Successors = append(slices.Clone(k.Successors), e.Becomes.Commitment)
	if k.Pool != "" && e.Pence > 0 {
		k.Passed = append(slices.Clone(k.Passed), PassedMoney{Organisation: e.Successor, Commitment: e.Becomes.Commitment, Pence: e.Pence})
	}
	if e.Remains == nil {
		k.Released, k.Drawn = true, nil
		return
	}
	k.CommitmentTerms = *e.Remains
	k.ConfirmedPence, k.ConfirmedFTEHundredths = min(k.ConfirmedPence, k.Pence), min(k.ConfirmedFTEHundredths, k.FTEHundredths)
}

// passes says how much each of a commitment's draws gives back to its year when a part of it passes on: what is confirmed beyond what remains,
// the newest draws first.
func (k *Commitment) passes(e events.CommitmentNovated) []int64 {
	excess := k.ConfirmedPence
	if e.Remains != nil {
		excess = max(0, k.ConfirmedPence-e.Remains.Pence)
	}
	out := make([]int64, len(k.Drawn))
	for i, d := range slices.Backward(k.Drawn) {
		out[i] = min(d.Pence, excess)
		excess -= out[i]
	}
	return out
}

// passing lists what a commitment that passes on gives back, a mandate an event.
func passing(c *Case, e events.CommitmentNovated) []events.MandateReturned {
	k := c.Commitment(e.Commitment)
	if k == nil {
		return nil
	}
	var out []events.MandateReturned
	for i, back := range k.passes(e) {
		if back == 0 {
			continue
		}
		d := k.Drawn[i]
		at := slices.IndexFunc(out, func(r events.MandateReturned) bool { return r.Mandate == d.Mandate })
		if at < 0 {
			at = len(out)
			out = append(out, events.MandateReturned{Mandate: d.Mandate, Case: c.ID, Because: "novated"})
		}
		out[at].Lines = append(out[at].Lines, events.ReturnedLine{Commitment: e.Commitment, CommitLine: d.CommitLine, Year: d.Year, Pence: back})
	}
	return out
}

func (c *Case) reaffirmationRequested(e events.ConsentReaffirmationRequested) error {
	for _, id := range e.Commitments {
		if err := c.commitment(id, func(k *Commitment) { k.Changed, k.ToBeReaffirmed = false, k.ToBeReaffirmed || !k.Confirmed() }); err != nil {
			return err
		}
	}
	for _, k := range c.Consents {
		if k.Organisation != e.Organisation || k.External || k.Superseded {
			continue
		}
		if k.between() && e.Gate != "" {
			k.Superseded = true // it is asked for at the gate from here on
			continue
		}
		if k.Gate == e.Gate && k.GateRound == e.GateRound {
			k.State, k.Reaffirms = ConsentToReaffirm, true
			for _, id := range e.Commitments {
				if !slices.Contains(k.Commitments, id) {
					k.Commitments = append(slices.Clone(k.Commitments), id)
				}
			}
			return nil
		}
	}
	c.Consents = append(c.Consents, &Consent{Organisation: e.Organisation, Gate: e.Gate, GateRound: e.GateRound, State: ConsentToReaffirm, Reaffirms: true,
		Commitments: e.Commitments})
	return nil
}

// reaffirmHeld reports whether a gate waits for what successors are asked for between gates: one that is decided does not.
func (d *decision) reaffirmHeld() []string {
	var out []string
	if !d.undecided() {
		return nil
	}
	for _, k := range d.c.Reaffirmations() {
		if k.State == ConsentToReaffirm || d.essential(k) {
			out = append(out, "consent:"+k.Organisation)
		}
	}
	return out
}

// gateAfterSuccession reports whether a succession has been applied since the present gate was decided: what it takes then is no longer what it
// was decided on, and the decision stands.
func (d *decision) gateAfterSuccession() bool {
	return d.c.Status == PendingEffect && len(d.c.Reaffirmations()) > 0
}

// officerOfEntry is the organisation whose officer a workflow asks now: a pinned workflow goes on naming one that was replaced.
func (d *decision) officerOfEntry(o *document.OfficerPost) string { return d.r.Successor(o.Of, d.m.At) }
