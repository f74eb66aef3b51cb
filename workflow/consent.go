package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// Consents: each organisation's own word that it puts in what it offered. A board's approval does not bind the partners
// (DOMAIN §0.1, §2.3).

func asksConsents(g *document.Gate) bool {
	return g.Consents.From == document.ConsentsCommitting || g.Consents.From == document.ConsentsChanged
}

// requestConsents asks each committing organisation for its own word. One whose commitments did not change since it gave it is
// not asked again (DOMAIN §2.1, asking again).
func (d *decision) requestConsents(g *document.Gate, vars document.Vars) {
	if !asksConsents(g) || !d.holds(g.Consents.When, vars) {
		return
	}
	for _, org := range d.committing() {
		var ask []string
		settled := true
		for _, k := range d.c.Commitments {
			if k.Organisation == org && k.Stands() && k.Withdrawal == nil { // what is leaving is not asked for
				ask = append(ask, k.Commitment)
				settled = settled && !k.Changed && k.Confirmed()
			}
		}
		switch {
		case len(ask) == 0:
		case !settled && slices.ContainsFunc(ask, d.c.toReaffirm):
			d.emit(events.ConsentReaffirmationRequested{Organisation: org, Gate: g.ID, GateRound: d.c.Gate.Round, Commitments: ask})
		case !settled:
			d.dropCallIn(org, "asked_again")
			d.emit(events.ConsentRequested{Organisation: org, Gate: g.ID, GateRound: d.c.Gate.Round, Commitments: ask})
		case g.Consents.From == document.ConsentsCommitting:
			d.emit(events.ConsentCarried{Organisation: org, Gate: g.ID, GateRound: d.c.Gate.Round})
		}
	}
}

// committing lists the organisations with commitments, in the order of their first.
func (d *decision) committing() []string {
	var out []string
	for _, k := range d.c.Commitments {
		if k.Stands() && !slices.Contains(out, k.Organisation) {
			out = append(out, k.Organisation)
		}
	}
	return out
}

// openConsent finds the consent of an act; it is asked for at the present gate and not finished.
func (d *decision) openConsent(organisation string, states ...string) (*Consent, *Problem) {
	k := d.c.Consent(organisation)
	at := []Status{AtGate}
	if k != nil && k.Reaffirms { // whatever stage the case is in
		at = []Status{AtGate, Working, PendingEffect, Deferred, InDispute}
	}
	if p := d.at("a consent", at...); p != nil {
		return nil, p
	}
	if k == nil {
		p := problem(NotFound, "No consent of %s is asked for at this gate.", organisation).about(organisation)
		return nil, &p
	}
	if !slices.Contains(states, k.State) {
		p := problem(WrongStage, "The consent of %s is %s.", organisation, k.State).about(organisation)
		return nil, &p
	}
	return k, nil
}

// consentSeat finds the seat of a consent, the organisation that it speaks for, and in what capacity the actor acts.
func (d *decision) consentSeat(seat, organisation string) (string, acting, []Problem) {
	_, st := d.g.Seat(seat)
	if st == nil {
		return organisation, acting{}, []Problem{problem(NotFound, "There is no seat %s.", seat).about(seat)}
	}
	organisation = first(organisation, spokenFor(d.r.inTurn(st, d.m.At)))
	who, p := d.r.actFor(seat, d.m.Actor, d.m.At)
	if p != nil {
		return organisation, who, []Problem{*p}
	}
	return organisation, who, nil
}

// confirm is ConsentConfirm's rule.
func (d *decision) confirm(cmd *ConsentConfirm) *Refusal {
	organisation, who, problems := d.consentSeat(cmd.Seat, cmd.Organisation)
	k, p := d.openConsent(organisation, "requested", ConsentToReaffirm)
	if p != nil {
		return Refuse(append(problems, *p)...)
	}
	mandates := d.r.mandatesFor(cmd.Seat, organisation, d.m.At)
	if len(mandates) == 0 {
		problems = append(problems, d.noMandate(organisation, cmd.Seat))
	}
	if who.Deputy && len(mandates) > 0 && !slices.ContainsFunc(mandates, func(m MandateHeld) bool { return m.DeputyMayCommit }) {
		problems = append(problems, problem(MandateNotExercisableByDeputy, "The mandate of seat %s may be used by its holder only.", cmd.Seat).
			under("mandate %s", mandates[0].Mandate).about(cmd.Seat))
	}
	lines, more := d.linesOf(k, cmd.Commitment, cmd.AmountPence, cmd.FTEHundredths)
	problems = append(problems, more...)
	if len(problems) == 0 {
		problems = append(problems, d.ownThresholds(k)...)
	}
	var used cover
	if len(mandates) > 0 {
		var over []Problem
		used, over = d.bestMandate(mandates, who, organisation, lines)
		problems = append(problems, over...)
	}
	if len(problems) == 0 {
		problems = append(d.poolsReady(lines), d.forOthers(lines, cmd.ForOthers)...)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.ConsentConfirmed{Organisation: organisation, Seat: cmd.Seat, Person: d.m.Actor, AsDeputyFor: who.AsDeputyFor, Mandate: used.mandate.Mandate,
		Lines: used.lines, Years: used.years, Complete: d.completes(k, lines), ForOthers: d.named(lines, cmd.ForOthers)})
	return nil
}

// linesOf says what is to be confirmed of which commitments: all that waits, or the part that is asked.
func (d *decision) linesOf(k *Consent, only string, pence, fte *int64) ([]events.ConfirmedLine, []Problem) {
	var lines []events.ConfirmedLine
	if only != "" && !slices.Contains(k.Commitments, only) {
		return nil, []Problem{problem(NotFound, "%s has no commitment %s at this gate.", k.Organisation, only).about(only)}
	}
	for _, id := range k.Commitments {
		c := d.c.Commitment(id)
		if c == nil || c.Confirmed() || (only != "" && id != only) {
			continue
		}
		line := events.ConfirmedLine{Commitment: id, Kind: c.Kind, Mode: c.Mode}
		if c.Kind == document.ResourceMoney {
			line.Pence = c.Pence - c.ConfirmedPence
		}
		if c.Kind == document.ResourceStaffTime {
			line.FTEHundredths = c.FTEHundredths - c.ConfirmedFTEHundredths
		}
		if (pence != nil && c.Kind != document.ResourceMoney) || (fte != nil && c.Kind != document.ResourceStaffTime) {
			continue
		}
		if pence != nil {
			if *pence > line.Pence {
				return nil, []Problem{problem(Malformed, "Only %s of %s waits to be confirmed.", quantity.Pence(line.Pence), id).about("amount_pence")}
			}
			line.Pence = *pence
		}
		if fte != nil {
			if *fte > line.FTEHundredths {
				return nil, []Problem{problem(Malformed, "Only %s of %s waits to be confirmed.", quantity.FTE(line.FTEHundredths), id).about("fte_hundredths")}
			}
			line.FTEHundredths = *fte
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return nil, []Problem{problem(Malformed, "Nothing of that waits for the consent of %s.", k.Organisation).about("commitment")}
	}
	if (pence != nil || fte != nil) && len(lines) > 1 {
		return nil, []Problem{problem(Malformed, "Name the commitment of which a part is confirmed.").about("commitment")}
	}
	return lines, nil
}

// completes reports whether nothing of the consent is left once the lines are confirmed.
func (d *decision) completes(k *Consent, lines []events.ConfirmedLine) bool {
	for _, id := range k.Commitments {
		c := *d.c.Commitment(id)
		for _, line := range lines {
			if line.Commitment == id {
				c.ConfirmedPence += line.Pence
				c.ConfirmedFTEHundredths += line.FTEHundredths
				c.ConfirmedWhole = true
			}
		}
		if !c.Confirmed() {
			return false
		}
	}
	return true
}

// recordConsent is ConsentRecord's rule: the organisation's own decision, which no mandate limits.
//
// From its own threshold on it is a key decision: announced beforehand, and held while it may be called in (docs/decisions/0012).
func (d *decision) recordConsent(cmd *ConsentRecord) *Refusal {
	if d.isExternal(cmd.Organisation, cmd.External) {
		return d.recordExternal(cmd)
	}
	o := d.g.Organisation(cmd.Organisation)
	if o == nil {
		return Refuse(problem(NotFound, "There is no organisation %s.", cmd.Organisation).about(cmd.Organisation))
	}
	var problems []Problem
	if o.ProperOfficer == "" || o.ProperOfficer != d.m.Actor {
		problems = append(problems, notPermitted("Only the proper officer of %s records its own decisions.", o.ID).under("DOMAIN §2.6").about(o.ID))
	}
	k, p := d.openConsent(cmd.Organisation, "requested", "declined", ConsentToReaffirm)
	if p != nil {
		return Refuse(append(problems, *p)...)
	}
	decided := d.or(cmd.DecidedOn)
	if decided.After(d.today()) {
		problems = append(problems, problem(Malformed, "A decision cannot be recorded before it is taken.").about("decided_on"))
	}
	published := d.or(cmd.PublishedOn)
	if published.After(d.today()) || published.Before(decided) {
		problems = append(problems, problem(Malformed, "A decision is published once it is taken, and recorded once it is published.").about("published_on"))
	}
	lines, more := d.linesOf(k, cmd.Commitment, nil, nil)
	problems = append(problems, more...)
	e := events.ConsentRecorded{Organisation: o.ID, Person: d.m.Actor, Minute: cmd.Minute, DecidedOn: decided.String(), Lines: lines}
	again := d.reaffirms(k, lines)
	if t := d.keyThreshold(o.ID); t != nil {
		e.Threshold, e.PublishedOn = t.ID, published.String()
		n, p := d.announcedUnless(again, t, k.Gate, decided)
		if p != nil {
			problems = append(problems, *p)
		}
		if e.Notice = n.Notice; announces(n.Kind) && n.Kind != NoticeKeyDecision {
			e.Exception = n.Kind
		}
	}
	if len(problems) == 0 {
		problems = append(d.poolsReady(lines), d.forOthers(lines, cmd.ForOthers)...)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	e.Complete, e.ForOthers = d.completes(k, lines), d.named(lines, cmd.ForOthers)
	d.emit(e)
	d.holdForCallIn(k, published, again)
	return nil
}

// consentAuthority says why the actor may not speak for the organisation: from a seat with its mandate, or as its proper officer.
func (d *decision) consentAuthority(seat, organisation, act string) (string, []Problem) {
	if seat == "" {
		o := d.g.Organisation(organisation)
		switch {
		case o == nil:
			return organisation, []Problem{problem(NotFound, "There is no organisation %s.", organisation).about(organisation)}
		case o.ProperOfficer == "" || o.ProperOfficer != d.m.Actor:
			return organisation, []Problem{notPermitted("Only the proper officer of %s, or a seat with its mandate, may do this.", o.ID).about(o.ID)}
		}
		return organisation, nil
	}
	organisation, who, problems := d.consentSeat(seat, organisation)
	mandates := d.r.mandatesFor(seat, organisation, d.m.At)
	switch {
	case len(problems) > 0:
	case len(mandates) == 0:
		problems = append(problems, d.noMandate(organisation, seat))
	case who.Deputy && !slices.ContainsFunc(mandates, func(m MandateHeld) bool { return m.DeputyMayCommit }):
		problems = append(problems, problem(MandateNotExercisableByDeputy, "The mandate of seat %s may be used by its holder only.", seat).about(seat))
	case !slices.ContainsFunc(mandates, func(m MandateHeld) bool { return m.Allows(act) && (!who.Deputy || m.DeputyMayCommit) }):
		m := mandates[0]
		problems = append(problems, exceeding(m, "act", "The mandate allows the seat to %s, not to %s.", map[string]any{"limit": m.Acts, "requested": act},
			sentence(m.Acts), act))
	}
	return organisation, problems
}

// decline is ConsentDecline's rule.
func (d *decision) decline(cmd *ConsentDecline) *Refusal {
	if cmd.Seat == "" && cmd.Organisation != "" && d.isExternal(cmd.Organisation, cmd.External) {
		return d.declineExternal(cmd)
	}
	organisation, problems := d.consentAuthority(cmd.Seat, cmd.Organisation, MandateDeclineAct)
	x, p := d.openConsent(organisation, "requested", ConsentToReaffirm)
	if p != nil {
		problems = append(problems, *p)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.ConsentDeclined{Organisation: organisation, Seat: cmd.Seat, Person: d.m.Actor, Reason: cmd.Reason, Minute: cmd.Minute})
	if x.between() {
		d.declinedBetween(x, cmd)
	}
	return nil
}

// withdrawConsent is ConsentWithdraw's rule: until its gate has passed, what was confirmed may be taken back.
func (d *decision) withdrawConsent(cmd *ConsentWithdraw) *Refusal {
	if cmd.Seat == "" && d.isExternal(cmd.Organisation, cmd.External) {
		return d.withdrawExternal(cmd)
	}
	organisation, problems := d.consentAuthority(cmd.Seat, cmd.Organisation, MandateWithdrawAct)
	if _, p := d.openConsent(organisation, "requested", "confirmed", "carried", ConsentToReaffirm); p != nil {
		return Refuse(append(problems, *p)...)
	}
	e := events.ConsentWithdrawn{Organisation: organisation, Person: d.m.Actor, Reason: cmd.Reason}
	for _, c := range d.c.Commitments {
		if c.Organisation == organisation && c.Stands() && (cmd.Commitment == "" || cmd.Commitment == c.Commitment) && c.hasConfirmed(cmd.AmountPence, cmd.FTEHundredths) {
			e.Commitments = append(e.Commitments, c.Commitment)
		}
	}
	if len(e.Commitments) == 0 {
		problems = append(problems, problem(NotFound, "Nothing of that was confirmed by %s.", organisation).about(first(cmd.Commitment, organisation)))
	} else if p := d.partTakenBack(&e, cmd.AmountPence, cmd.FTEHundredths); p != nil {
		problems = append(problems, *p)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(e)
	d.dropCallIn(organisation, "withdrawn")
	return nil
}
