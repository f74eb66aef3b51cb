package workflow

import (
	"strings"
	"sync"
	"time"

	"comity/workflow/calendar"
)

// What anyAct draws besides acts on a case under way: cases that are begun, documents, meetings, and what is recorded beside them.

// firstOfBegun is the first kind that is drawn here, after those of anyAct.
const firstOfBegun, lastOfBegun = 60, 71

// begun draws a command of one of these kinds. mine draws whose it is, more often than not.
func (w draw) begun(kind int) (string, Command) {
	d, p, org := w.dice, w.p, w.org
	switch kind {
	case 60:
		fields := wholeTerms(d, of(d, []string{"wcc", org}))
		if d.bool() {
			return w.mine("p-unit"), &CaseCreate{Case: "C1", CaseFields: fields}
		}
		return w.mine("p-unit-2"), &CaseAdopt{Case: "C1", CaseFields: fields, Stage: of(d, []string{"needs_assessment", "planning"}), Since: day("2026-10-01"),
			Decisions:   []AdoptedDecision{{Gate: "G1", By: "the board", DecidedOn: day("2026-09-01"), Minute: "m"}}[:d.between(0, 1)],
			Commitments: []AdoptedCommitment{{Organisation: org, AmountPence: w.pence}}}
	case 61:
		return w.mine("p-unit"), of(d, []Command{&CaseSubmit{Case: "C1"}, &CaseSubmit{Case: "C1"}, &CaseAmend{Case: "C1", CaseFields: wholeTerms(d, of(d, []string{"wcc", org}))},
			&CaseCompleteExit{Case: "C1", Note: "n"}})
	case 62, 63:
		return of(d, []string{"p-unit", "p-cfo", "ao-" + org, w.actor}), &CaseRenew{Case: "C1", Of: of(d, []string{"", "P1"}), Reason: "r"}
	case 64:
		return w.mine("p-admin"), &PartnershipPublish{Source: anotherGovernance(d, p, w.on)}
	case 65:
		return w.mine("p-admin"), &WorkflowPublish{Source: strings.Replace(source(p.t, "joint-commissioning.workflow.yaml"), "version: 1", "version: "+itoa(d.between(1, 3)), 1)}
	case 66, 67:
		id := "m" + itoa(d.between(1, 3))
		lines := []AttendanceLine{{Seat: w.seat, Present: "remote", Person: of(d, []string{"", w.actor})}}
		return w.mine("p-secretary"), of(d, []Command{&MeetingSchedule{Meeting: id, Board: of(d, []string{"wcb", "jce", "ogs"}), StartsAt: p.now.Add(240 * time.Hour)}, &MeetingOpen{Meeting: id},
			&MeetingRecordAttendance{Meeting: id, Attendance: lines}, &MeetingClose{Meeting: id}, &MeetingCancel{Meeting: id, Reason: "r"}})
	case 68:
		return w.actor, &MemberAcknowledgeCode{Seat: w.seat}
	case 69:
		return of(d, []string{"p-secretary", w.actor}), of(d, []Command{&FeedbackGive{Board: "wcb", Associate: "st-anne", To: "jce", Text: "t"},
			&LevelReportRecord{Board: "jce", Summary: "s"}})
	case 70:
		return w.mine(of(d, []string{"p-unit", "po-" + org})), of(d, []Command{&DeliveryRecord{Case: "C1", Commitment: w.commitment(), AmountPence: &w.pence},
			&PoolLeave{Case: "C1", Pool: "P1", Organisation: of(d, []string{"wcc", "icb"}), Seat: of(d, []string{"", w.seat}), Minute: "m", Reason: "r"},
			&PoolLeave{Case: "C1", Pool: "P1", Organisation: "icb", Seat: of(d, []string{"", "W3"}), Minute: "m", Reason: "r"}})
	}
	return of(d, []string{"p-scrutiny-1", "p-ald-scrutiny-1", w.actor}), &DecisionWaiveCallIn{Case: "C1", Organisation: of(d, []string{"", "wcc", org}), Reason: "r"}
}

// draw is what one act is made of, drawn beforehand.
type draw struct {
	dice  dice
	p     *partnership
	c     *Case
	actor string
	seat  string
	org   string
	pence int64
	on    calendar.Date
	mine  func(string) string
}

// commitment is one of the case's, or one that there is not.
func (w draw) commitment() string {
	if len(w.c.Commitments) == 0 {
		return w.org + "-1"
	}
	return w.c.Commitments[w.dice.between(0, len(w.c.Commitments)-1)].Commitment
}

func wholeTerms(d dice, sponsor string) CaseFields {
	return CaseFields{Title: ptr("Another"), Sponsor: ptr(sponsor), Areas: []string{"north"}, Classification: ptr("partners"), Outcome: ptr("be healthy"), Tier: ptr("targeted"),
		Scale: ptr("strategic"), Route: ptr(of(d, []string{"grant", "protocol"})), PlanPence: ptr(d.int64(0, 600_000_00))}
}

// changes of the document: who acts for an organisation, who keeps minutes, who prepares cases, who administers, and boards and seats that end. Each is
// a line of the document as placesOfAuthority has it.
var changes = [][2]string{
	{"monitoring_officer: mo-wcc", "monitoring_officer: p-stranger"},
	{"authorising_officer: ao-ald", "authorising_officer: p-ald"},
	{"proper_officer: po-icb", "proper_officer: p-icb-fin"},
	{"chief_finance_officer: p-cfo", "chief_finance_officer: p-dep"},
	{"secretary: [p-secretary]", "secretary: [p-unit-2]"},
	{"members: [p-unit, p-unit-2]", "members: [p-unit-2, p-dun]"},
	{"administrators: [p-admin]", "administrators: [p-bpn]"},
	{"chair: {seat: W1, vice: [W3]}", "chair: {seat: W3, vice: [W2]}"},
	{"duty: lead_authority", "duty: relevant_partner"},
	{"represents: {organisations: [cal]}, holder: p-cal", "voting: false, represents: {organisations: [cal]}, holder: p-cal"},
	{"twinned_with: [W1, W5]", "twinned_with: [W9]"},
}

// texts are the governance of placesOfAuthority, with the group in the south and without it.
var texts = sync.OnceValue(func() []string {
	whole := authorityGovernance
	i := strings.Index(whole, "  - id: ogs\n")
	j := i + strings.Index(whole[i:], "\n# Proposals")
	return []string{whole, whole[:i] + whole[j+1:]}
})

// authorityGovernance is the first version of the governance in placesOfAuthority.
var authorityGovernance string

// anotherGovernance is the next version, from a day on, with some of the changes.
func anotherGovernance(d dice, p *partnership, on calendar.Date) string {
	text := of(d, texts())
	text = strings.Replace(text, "version: 3", "version: "+itoa(p.r.Governance[len(p.r.Governance)-1].Version+1), 1)
	text = strings.Replace(text, "effective_from: 2026-04-01", "effective_from: "+on.String(), 1)
	for range d.between(1, 3) {
		x := of(d, changes)
		text = strings.ReplaceAll(text, x[0], x[1])
	}
	return text
}

// alsoInAuthority has the board of the partnership hear associates, the executive report to it, and everybody acknowledge a code.
func alsoInAuthority(g, w string) (string, string) {
	for _, x := range [][2]string{
		{"administrators: [p-admin]\n", "administrators: [p-admin]\ncode_of_conduct: {name: Code, version: 1}\n"},
		{"    chair: {seat: W1, vice: [W3]}\n", "    chair: {seat: W1, vice: [W3]}\n    associates: [{id: st-anne, name: St Anne's, twinned_with: [W1, W5], from: 2026-09-01}]\n"},
		{"disputes:\n  steps:", "reporting: {levels: [{level: executive, every: P1M, starting: 2026-10-01, within: P5WD}]}\ndisputes:\n  steps:"},
	} {
		g, _ = replace(x[0], x[1])(g, "")
	}
	authorityGovernance = g
	return g, w
}
