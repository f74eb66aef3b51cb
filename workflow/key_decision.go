package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// Key decisions: those that an organisation takes itself and announces beforehand in its forward plan, by 28 clear days' notice
// or by one of the two exceptions of the Regulations of 2012 (DOMAIN §5.4, [R7] regs 9 to 11).

// Kinds of notice about a key decision.
const (
	NoticeKeyDecision      = "key_decision"
	NoticeGeneralException = "general_exception"
	NoticeSpecialUrgency   = "special_urgency"
	NoticeDecision         = "decision" // that it was taken: from its publication on it may be called in
)

// generalExceptionDays are the clear days of a general exception, reg 10.
const generalExceptionDays = 5

// announces reports whether a notice is about a key decision to come.
func announces(kind string) bool {
	return kind == NoticeKeyDecision || kind == NoticeGeneralException || kind == NoticeSpecialUrgency
}

// publishKeyDecision is NoticePublish's rule for notices about a key decision.
func (d *decision) publishKeyDecision(cmd *NoticePublish) *Refusal {
	o, problems := d.whoseKeyDecision(cmd.Organisation)
	if o != nil && d.mayEdit() != nil && !isOfficer(o, d.m.Actor) {
		return Refuse(notPermitted("Only the case's unit or an officer of %s publishes its notices.", o.ID).under("F84").about(o.ID))
	}
	if p := d.at("publishing a notice", Working, AtGate, PendingEffect, Deferred); p != nil {
		return Refuse(append(problems, *p)...)
	}
	if o == nil {
		return Refuse(problems...)
	}
	published := d.or(cmd.PublishedOn)
	if published.After(d.today()) {
		problems = append(problems, problem(Malformed, "A notice cannot be recorded before it is published.").about("published_on"))
	}
	if cmd.Kind == NoticeDecision {
		return d.publishDecision(o, cmd, published, problems)
	}
	if !cmd.DecisionOn.IsZero() && !cmd.DecisionOn.After(published) {
		problems = append(problems, problem(Malformed, "A notice is of a decision to come.").about("decision_on"))
	}
	if problems = append(problems, d.exceptionProblems(o, cmd)...); len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.NoticePublished{Notice: cmd.Kind + "-" + itoa(len(d.c.Notices)+1), Kind: cmd.Kind, Reference: cmd.Reference, PublishedOn: published.String(),
		Organisation: o.ID, DecisionOn: text(cmd.DecisionOn), Told: cmd.Told, AgreedBy: cmd.AgreedBy, Reason: cmd.Reason})
	for _, h := range d.c.StandingHolds("effect") {
		if h.Kind == document.HoldNotice {
			if until, _ := d.noticeRuns(o.ID); !until.Equal(h.Until) {
				d.emit(events.HoldChanged{Hold: h.ID, Kind: h.Kind, Until: until, Reason: "Notice of " + published.String() + "."})
			}
		}
	}
	return nil
}

// whoseKeyDecision finds the organisation of a notice: the one that is named, or the only one in the case that announces its
// decisions.
func (d *decision) whoseKeyDecision(organisation string) (*document.Organisation, []Problem) {
	var all []string
	for _, t := range d.g.Thresholds {
		if t.Requires.ForwardPlanClearDays > 0 || t.Requires.CallIn != nil {
			if (organisation == t.Organisation || organisation == "" && d.takesPart(t.Organisation)) && !slices.Contains(all, t.Organisation) {
				all = append(all, t.Organisation)
			}
		}
	}
	switch {
	case len(all) == 1:
		return d.g.Organisation(all[0]), d.notReplaced(all[0])
	case organisation != "" && d.g.Organisation(organisation) == nil:
		return nil, []Problem{problem(NotFound, "There is no organisation %s.", organisation).about(organisation)}
	case len(all) > 1:
		return nil, []Problem{problem(Malformed, "Say whose decision it is: %s.", sentence(all)).about("organisation")}
	}
	return nil, []Problem{problem(Malformed, "No threshold makes a decision on this case a key decision of %s.",
		first(organisation, "an organisation that takes part")).about("organisation")}
}

// exceptionProblems says what an exception lacks: who of scrutiny was told, or agreed, and why the full notice was impracticable.
func (d *decision) exceptionProblems(o *document.Organisation, cmd *NoticePublish) []Problem {
	if cmd.Kind == NoticeKeyDecision {
		return nil
	}
	var out []Problem
	if cmd.Reason == "" {
		out = append(out, problem(Malformed, "Say why the full notice was impracticable.").under("[R7] regs 10, 11").about("reason"))
	}
	chairs, members := d.scrutinyOf(o.ID)
	switch cmd.Kind {
	case NoticeGeneralException:
		told := slices.ContainsFunc(chairs, func(p string) bool { return slices.Contains(cmd.Told, p) })
		if len(chairs) == 0 { // every member, where nobody chairs
			told = !slices.ContainsFunc(members, func(p string) bool { return !slices.Contains(cmd.Told, p) })
		}
		if !told || len(cmd.Told) == 0 {
			out = append(out, problem(Malformed, "A general exception tells who chairs scrutiny, or every member where nobody does.").under("[R7] reg 10").about("told").
				with(map[string]any{"chairs": chairs}))
		}
	case NoticeSpecialUrgency:
		if !slices.Contains(chairs, cmd.AgreedBy) {
			out = append(out, problem(Malformed, "Special urgency needs the agreement of who chairs scrutiny.").under("[R7] reg 11").about("agreed_by").
				with(map[string]any{"chairs": chairs}))
		}
	}
	return out
}

// scrutinyOf lists who chairs the scrutiny bodies of an organisation, and who sits on them.
func (d *decision) scrutinyOf(organisation string) (chairs, members []string) {
	for _, b := range d.g.ScrutinyBodies {
		if b.Organisation == organisation {
			chairs = append(chairs, nonEmpty(b.Chair)...)
			members = append(members, b.Members...)
		}
	}
	return chairs, members
}

// publishDecision records that the decision itself was published: from then on it may be called in.
func (d *decision) publishDecision(o *document.Organisation, cmd *NoticePublish, published calendar.Date, problems []Problem) *Refusal {
	hold := d.callInHold(o.ID)
	if hold == nil {
		return Refuse(append(problems, problem(WrongStage, "No decision of %s waits that could be called in.", o.ID).under("DOMAIN §2.3").about(d.c.Label()))...)
	}
	act := d.lastRecorded(o.ID, hold.Gate)
	if act != nil && published.Before(day(act.DecidedOn)) {
		problems = append(problems, problem(Malformed, "It was decided on %s, and cannot have been published before.", act.DecidedOn).about("published_on"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.NoticePublished{Notice: cmd.Kind + "-" + itoa(len(d.c.Notices)+1), Kind: cmd.Kind, Reference: cmd.Reference, PublishedOn: published.String(),
		Organisation: o.ID})
	if until := d.callInEnds(d.callInOf(hold), published); !until.Equal(hold.Until) {
		d.emit(events.HoldChanged{Hold: hold.ID, Kind: hold.Kind, Until: until, Reason: d.callInReason(o.ID, published)})
	}
	return nil
}

// announcedUnless is announced, but for a decision that is taken again: it was announced the first time.
func (d *decision) announcedUnless(again bool, t *document.Threshold, gate string, decided calendar.Date) (Notice, *Problem) {
	if !again {
		return d.announced(t, decided)
	}
	var n Notice
	if act := d.lastRecorded(t.Organisation, gate); act != nil {
		n.Notice, n.Kind = act.Notice, act.Exception
	}
	return n, nil
}

// announced finds the notice by which an organisation may take a key decision on a day: one that ran its clear days, a general
// exception that ran its five, or special urgency. A problem says how much is lacking, of the notice that lacks least.
func (d *decision) announced(t *document.Threshold, decided calendar.Date) (Notice, *Problem) {
	var best Notice
	days, had := t.Requires.ForwardPlanClearDays, -1
	for _, n := range d.c.Notices {
		published := day(n.PublishedOn)
		if n.Organisation != t.Organisation || !announces(n.Kind) || published.After(decided) || d.usedUp(n.Notice) {
			continue
		}
		clear, needed := d.cal.ClearDaysBetween(published, decided), noticeDays(t, n.Kind)
		if clear >= needed {
			return n, nil
		}
		if had < 0 || needed-clear < days-had {
			best, days, had = n, needed, clear
		}
	}
	facts := map[string]any{"decided": decided.String(), "clear_days_required": days, "clear_days_had": max(0, had)}
	message := fmt.Sprintf("A key decision of %s needs notice %d clear days before, and none was published.", d.organisationName(t.Organisation), days)
	if had >= 0 {
		facts["published"] = best.PublishedOn
		what := "A key decision of " + d.organisationName(t.Organisation)
		if best.Kind == NoticeGeneralException {
			what += " under a general exception"
		}
		message = fmt.Sprintf("%s needs notice %d clear days before; that of %s gives %d before %s.", what, days, best.PublishedOn, had, decided)
	}
	p := problem(NoticeTooShort, "%s", message).under("threshold %s", t.ID).about(t.ID).with(facts)
	return Notice{}, &p
}

// noticeDays are the clear days that a kind of notice has to run.
func noticeDays(t *document.Threshold, kind string) int {
	switch kind {
	case NoticeGeneralException:
		return min(generalExceptionDays, t.Requires.ForwardPlanClearDays)
	case NoticeSpecialUrgency:
		return 0
	}
	return t.Requires.ForwardPlanClearDays
}

// usedUp reports whether a notice announced a decision that has had its effect: the next one needs its own.
func (d *decision) usedUp(notice string) bool {
	return slices.ContainsFunc(d.c.Consents, func(k *Consent) bool {
		return slices.ContainsFunc(k.Acts, func(a ConsentAct) bool { return a.Notice == notice }) &&
			slices.ContainsFunc(d.c.Passed, func(p GateResult) bool { return p.Gate == k.Gate && p.Round == k.GateRound })
	})
}

// noticeRuns is when the forward plan's notice has run for an organisation whose threshold the case reaches, zero while none was
// published; false where nothing has to run.
func (d *decision) noticeRuns(organisation string) (time.Time, bool) {
	var until time.Time
	asked := false
	for _, t := range d.reached(organisation) {
		if t.Requires.ForwardPlanClearDays == 0 {
			continue
		}
		var end time.Time
		found := false
		for _, n := range d.c.Notices {
			if n.Organisation != organisation || !announces(n.Kind) || d.usedUp(n.Notice) {
				continue
			}
			e := d.cal.EndOf(day(n.PublishedOn).AddDays(noticeDays(t, n.Kind)))
			if n.Kind == NoticeSpecialUrgency {
				e = d.cal.EndOf(day(n.PublishedOn).AddDays(-1))
			}
			if !found || e.Before(end) {
				end, found = e, true
			}
		}
		switch {
		case !found:
			return time.Time{}, true
		case end.After(until):
			until = end
		}
		asked = true
	}
	return until, asked
}

// keyThreshold is the threshold that makes an organisation's own decision a key decision, the one with the longest notice; nil for none.
func (d *decision) keyThreshold(organisation string) *document.Threshold {
	var out *document.Threshold
	for _, t := range d.reached(organisation) {
		if (t.Requires.ForwardPlanClearDays > 0 || t.Requires.CallIn != nil) &&
			(out == nil || t.Requires.ForwardPlanClearDays > out.Requires.ForwardPlanClearDays) {
			out = t
		}
	}
	return out
}
