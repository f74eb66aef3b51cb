package workflow

import (
	"regexp"
	"slices"
	"strconv"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// The award: standstill holds by regime, notices, representations and the contract (DOMAIN §2.3, [R5], [R6]).

// publishNotice is NoticePublish's rule. An award notice sets the end of a standing standstill.
func (d *decision) publishNotice(cmd *NoticePublish) *Refusal {
	if announces(cmd.Kind) || cmd.Kind == NoticeDecision {
		return d.publishKeyDecision(cmd)
	}
	if p := d.mayEdit(); p != nil {
		return Refuse(*p)
	}
	if p := d.at("publishing a notice", Working, AtGate, PendingEffect); p != nil {
		return Refuse(*p)
	}
	published := d.or(cmd.PublishedOn)
	if published.After(d.today()) {
		return Refuse(problem(Malformed, "A notice cannot be recorded before it is published.").about("published_on"))
	}
	award := startsStandstill(cmd.Kind, d.c.Terms.Regime)
	hold := d.standstill()
	if award && hold == nil {
		return Refuse(problem(WrongStage, "No standstill stands: the award is not decided, or is in effect.").under("DOMAIN §2.3").about(d.c.Label()))
	}
	if award && published.Before(d.cal.DateOf(hold.PlacedAt)) {
		return Refuse(problem(Malformed, "The award was decided on %s: its notice cannot have been published before.", d.cal.DateOf(hold.PlacedAt)).
			under("DOMAIN §2.3").about("published_on"))
	}
	d.emit(events.NoticePublished{Notice: cmd.Kind + "-" + itoa(len(d.c.Notices)+1), Kind: cmd.Kind, Reference: cmd.Reference, PublishedOn: published.String()})
	if award {
		d.emit(events.HoldChanged{Hold: hold.ID, Kind: hold.Kind, Until: d.standstillEnd(), Reason: "Award notice of " + published.String() + "."})
	}
	return nil
}

// startsStandstill reports whether a notice of a kind sets the standstill's end: the award notice, and under psr2023 the notice
// of the intention to award ([R5], [R6]).
func startsStandstill(kind, regime string) bool {
	return kind == "award" || (kind == "intention_to_award" && regime == document.RegimePSR2023)
}

// standstill is the standing standstill hold, nil for none.
func (d *decision) standstill() *Hold {
	for _, h := range d.c.StandingHolds("effect") {
		if h.Kind == document.HoldStandstill {
			return h
		}
	}
	return nil
}

// standstillEnd reckons the end of the standstill from the award notice and the representations, by the case's regime; zero
// while it has none.
//
// pa2023: eight working days beginning with the day of the notice (s.51 Procurement Act 2023).
// psr2023: to midnight on the eighth working day after it; it stays open while a representation received in it is unanswered,
// and then to the end of the fifth working day after the further decision was communicated.
func (d *decision) standstillEnd() time.Time {
	var notice calendar.Date
	for _, n := range d.c.Notices {
		if startsStandstill(n.Kind, d.c.Terms.Regime) && !day(n.PublishedOn).Before(d.cal.DateOf(d.standstill().PlacedAt)) {
			notice = day(n.PublishedOn)
		}
	}
	if notice.IsZero() {
		return time.Time{}
	}
	if d.c.Terms.Regime != document.RegimePSR2023 {
		return d.cal.EndOf(d.cal.WorkingDaysFrom(notice, 8))
	}
	end := d.cal.EndOf(d.cal.AddWorkingDays(notice, 8))
	for _, r := range d.c.Representations {
		if r.AnsweredAt.IsZero() {
			return time.Time{}
		}
		if later := d.cal.EndOf(d.cal.AddWorkingDays(d.cal.DateOf(r.AnsweredAt), 5)); later.After(end) {
			end = later
		}
	}
	return end
}

// receiveRepresentation is RepresentationReceive's rule.
func (d *decision) receiveRepresentation(cmd *RepresentationReceive) *Refusal {
	if p := d.mayEdit(); p != nil {
		return Refuse(*p)
	}
	hold := d.standstill()
	if hold == nil {
		return Refuse(problem(WrongStage, "No standstill stands in which a representation could be made.").under("DOMAIN §2.3, [R6]").about(d.c.Label()))
	}
	at := orNow(cmd.ReceivedAt, d.m.At)
	id := first(cmd.Representation, "representation-"+itoa(len(d.c.Representations)+1))
	switch {
	case at.After(d.m.At):
		return Refuse(problem(Malformed, "A representation cannot be received in the future.").about("received_at"))
	case !hold.Until.IsZero() && !at.Before(hold.Until.Add(time.Second)):
		return Refuse(problem(WrongStage, "The standstill ended on %s.", d.cal.DateOf(hold.Until)).under("[R6]").about(d.c.Label()))
	case slices.ContainsFunc(d.c.Representations, func(r Representation) bool { return r.ID == id }):
		return Refuse(problem(Malformed, "There is a representation %s already.", id).about("representation"))
	}
	d.emit(events.RepresentationReceived{Representation: id, From: cmd.From, ReceivedAt: at})
	if d.c.Terms.Regime == document.RegimePSR2023 {
		d.emit(events.HoldChanged{Hold: hold.ID, Kind: hold.Kind, Until: d.standstillEnd(), Reason: "Representation " + id + " is to be answered."})
	}
	return nil
}

// answerRepresentation is RepresentationAnswer's rule.
func (d *decision) answerRepresentation(cmd *RepresentationAnswer) *Refusal {
	if p := d.mayEdit(); p != nil {
		return Refuse(*p)
	}
	var open []string
	for _, r := range d.c.Representations {
		if r.AnsweredAt.IsZero() {
			open = append(open, r.ID)
		}
	}
	id := cmd.Representation
	switch {
	case len(open) == 0:
		return Refuse(problem(WrongStage, "No representation waits for an answer.").about(d.c.Label()))
	case id == "" && len(open) > 1:
		return Refuse(problem(Malformed, "Several representations wait: name one of %s.", sentence(open)).about("representation"))
	case id == "":
		id = open[0]
	case !slices.Contains(open, id):
		return Refuse(problem(NotFound, "No representation %s waits for an answer.", id).about(id))
	}
	at := orNow(cmd.AnsweredAt, d.m.At)
	if at.After(d.m.At) {
		return Refuse(problem(Malformed, "An answer cannot be communicated in the future.").about("answered_at"))
	}
	d.emit(events.RepresentationAnswered{Representation: id, Decision: cmd.Decision, AnsweredAt: at})
	if hold := d.standstill(); hold != nil && d.c.Terms.Regime == document.RegimePSR2023 {
		d.emit(events.HoldChanged{Hold: hold.ID, Kind: hold.Kind, Until: d.standstillEnd(), Reason: "Representation " + id + " was answered."})
	}
	return nil
}

// recordContract is ContractRecord's rule.
func (d *decision) recordContract(cmd *ContractRecord) *Refusal {
	if d.mayEdit() != nil && !isOfficer(d.sponsor(), d.m.Actor) {
		return Refuse(notPermitted("Only the unit or an officer of the sponsor records the contract.").about(d.m.Actor))
	}
	var problems []Problem
	at := d.c.Status
	if x := d.c.Dispute; at == InDispute { // a dispute blocks the award as a hold does; what was decided stays decided
		at = d.c.ResumeTo
		problems = append(problems, problem(HoldActive, "There is a dispute: no contract before it is settled.").under("DOMAIN §2.3").
			about("dispute").with(map[string]any{"kind": "dispute", "step": x.Step}))
	}
	if !d.awardDecided() || (d.c.Contract != nil && !d.varying()) || (at != Working && at != PendingEffect) {
		problems = append(problems, problem(WrongStage, "Case %s is %s; a contract follows an award decision, once.", d.c.ID, d.c.Label()).
			under("DOMAIN §2.1 (award)").about(d.c.Label()))
	}
	for _, h := range d.c.StandingHolds("") {
		if at != d.c.Status && !h.Until.IsZero() && !d.m.At.Before(h.Until.Add(time.Second)) {
			continue // it ended while the dispute goes on
		}
		facts := map[string]any{"kind": h.Kind}
		if !h.Until.IsZero() {
			facts["until"] = d.local(h.Until)
		}
		problems = append(problems, problem(HoldActive, "A %s hold stands: no contract before it ends.", h.Kind).under("DOMAIN §2.3").about(h.Kind).with(facts))
	}
	accountable := first(cmd.Accountable, d.c.Terms.Sponsor)
	if accountable == d.r.Partnership || d.g.Organisation(accountable) == nil {
		problems = append(problems, problem(Malformed, "%s is not an organisation that can answer for a contract.", accountable).under("F13, F14").about("accountable"))
	} else if p := d.r.replaced(accountable, d.m.At); p != nil {
		problems = append(problems, p.about("accountable"))
	}
	signed := d.or(cmd.SignedOn)
	if signed.After(d.today()) {
		problems = append(problems, problem(Malformed, "A contract cannot be recorded before it is signed.").about("signed_on"))
	}
	if p := periodProblem(cmd.NoticePeriod); p != nil {
		problems = append(problems, *p)
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.ContractRecorded{Contract: first(cmd.Contract, d.c.ID+"-contract"), Supplier: cmd.Supplier, ValuePence: cmd.ValuePence,
		SignedOn: signed.String(), EndsOn: text(cmd.EndsOn), Accountable: accountable, NoticePeriod: cmd.NoticePeriod})
	return nil
}

// awardDecided reports whether the gate that decides an award has been decided, in effect or not.
func (d *decision) awardDecided() bool {
	if (d.c.Status == PendingEffect || d.c.Status == InDispute && d.c.ResumeTo == PendingEffect) && d.c.Gate != nil {
		g := gateOf(d.w, d.c.Gate.Gate)
		return g != nil && g.Award
	}
	return d.awardGatePassed(d.c.VariedAfter)
}

// awardGatePassed reports whether the gate that decides an award is among those that passed after the first n.
func (d *decision) awardGatePassed(n int) bool {
	return slices.ContainsFunc(d.c.Passed[n:], func(p GateResult) bool {
		g := gateOf(d.w, p.Gate)
		return g != nil && g.Award && !p.Superseded
	})
}

// varying reports whether a review has decided to vary what was awarded and the variation is not yet awarded itself: the terms
// and the commitments may change again, under the same gates (DOMAIN §2.1 row 22, change control).
func (d *decision) varying() bool {
	return d.c.Varying && (d.c.Terms.Route == document.RouteContract || !d.awardGatePassed(d.c.VariedAfter))
}

// releaseHolds ends the holds whose time has come; the last effect-blocking one lets the decision take effect, dated the
// moment after its end however late that is noticed (DOMAIN §2.6, Clocks).
func (d *decision) releaseHolds() {
	d.endHolds()
	if d.c.Status != PendingEffect {
		return
	}
	if g := gateOf(d.w, d.c.Gate.Gate); len(d.keptFromEffect(g)) == 0 {
		d.pass(g, d.c.Gate.DecidedAt, d.effectiveFrom(), "holds_cleared")
	}
}

// endHolds releases the effect-blocking holds whose time has come.
func (d *decision) endHolds() {
	for _, h := range d.c.StandingHolds("effect") {
		if h.Until.IsZero() {
			continue
		}
		if after := d.cal.AfterEnd(h.Until); !d.m.At.Before(after) {
			d.emit(events.HoldReleased{Hold: h.ID, Kind: h.Kind, EffectiveAt: after})
		}
	}
}

// effectiveFrom is since when the decision of the present gate has effect, once nothing keeps it from that: since it was decided, or the end of the
// last hold on it, in whatever order they were recorded; and never while the case was suspended or in dispute (docs/decisions/0007).
func (d *decision) effectiveFrom() time.Time {
	g := d.c.Gate
	at, ratified := later(g.DecidedAt, d.c.ResumedAt), d.ratifiesFirst(gateOf(d.w, g.Gate))
	for _, h := range d.c.Holds {
		if h.Gate == g.Gate && h.Because == "" && !h.PlacedAt.Before(g.RequestedAt) && (h.Blocks == "effect" || ratified && IsRatification(h)) {
			at = later(at, h.ReleasedAt)
		}
	}
	return at
}

// local writes a time in the partnership's zone.
func (d *decision) local(t time.Time) string { return t.In(d.cal.Location()).Format(time.RFC3339) }

var decimal = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,9})?$`)

// decimals says which of the values are not decimals; empty ones are left out.
func decimals(values map[string]string) []Problem {
	var out []Problem
	for _, name := range []string{"baseline", "value"} {
		if v, ok := values[name]; ok && v != "" && !decimal.MatchString(v) {
			out = append(out, problem(Malformed, "%q is not a decimal.", v).about(name))
		}
	}
	return out
}

func itoa(n int) string { return strconv.Itoa(n) }
