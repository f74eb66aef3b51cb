package verify_test

import (
	"bytes"
	"slices"
	"testing"

	"comity/events"
	"comity/services/verify"
)

// with forges the event of a type in a record: each pair is a text in its data, and what stands there instead.
func with(eventType string, pairs ...string) func(*events.Record) {
	return func(r *events.Record) {
		for i := range r.Events {
			if r.Events[i].Type == eventType {
				for n := 0; n < len(pairs); n += 2 {
					r.Events[i].Data = bytes.ReplaceAll(r.Events[i].Data, []byte(pairs[n]), []byte(pairs[n+1]))
				}
			}
		}
	}
}

// replaceAll forges texts in the data of every event of a record.
func replaceAll(pairs ...string) func(*events.Record) {
	return func(r *events.Record) {
		for n := 0; n < len(pairs); n += 2 {
			replace(pairs[n], pairs[n+1])(r)
		}
	}
}

// without takes the events of some types out of a record.
func without(types ...string) func(*events.Record) {
	return func(r *events.Record) {
		r.Events = slices.DeleteFunc(r.Events, func(e events.Envelope) bool { return slices.Contains(types, e.Type) })
	}
}

// adding puts events behind those of a record.
func adding(list ...events.Event) func(*events.Record) {
	return func(r *events.Record) {
		for _, e := range list {
			envelope, err := events.Encode(e)
			if err != nil {
				panic(err)
			}
			r.Events = append(r.Events, envelope)
		}
	}
}

// all makes several changes of a record, one after the other.
func all(changes ...func(*events.Record)) func(*events.Record) {
	return func(r *events.Record) {
		for _, change := range changes {
			change(r)
		}
	}
}

// both returns the place of the first record of which both texts are parts.
func both(t *testing.T, lines [][]byte, one, other string) int {
	t.Helper()
	for i, l := range lines {
		if i > 0 && bytes.Contains(l, []byte(one)) && bytes.Contains(l, []byte(other)) {
			return i
		}
	}
	t.Fatalf("no record has %s and %s", one, other)
	return 0
}

// voteOf returns the place of the first vote of a seat.
func voteOf(t *testing.T, lines [][]byte, seat string) int {
	t.Helper()
	return both(t, lines, `"signoff.vote_cast"`, `"seat":"`+seat+`"`)
}

// forgery is a change of one record, and the fault that is to be found because of it.
type forgery struct {
	name   string
	of     string // a quoted text: the first record of which it is a part is forged
	change func(*events.Record)
	after  int // how many records behind the forged one the record is that is named
	says   string
}

// checkForgeries wants a journal of testdata to hold, and each forgery of it to be found. It returns what holds.
func checkForgeries(t *testing.T, journal string, forgeries []forgery) verify.Result {
	t.Helper()
	held, err := run(exported(t, journal))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range forgeries {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			lines := exported(t, journal)
			at := find(t, lines, `"`+test.of+`"`)
			forge(t, lines, at, test.change)
			checkFault(t, lines, at+test.after, test.says)
		})
	}
	return held
}

// Whoever decides something that the rules would not have decided is found out, although every record is sealed and every
// state follows from its events.
func TestForgedDecisionsAreFound(t *testing.T) {
	const (
		approve, refuse = `"choice":"approve"`, `"choice":"refuse"`
		passed, entered = "gate.passed", "case.stage_entered"
	)
	passing := func(gate, to, from string) func(*events.Record) {
		return adding(events.GatePassed{Gate: gate, Round: 1}, events.CaseStageEntered{Stage: to, From: from, Because: "gate_passed", Cycle: 1})
	}
	for _, test := range []struct {
		name, journal string
		forge         func(*testing.T, [][]byte) int // and the number of the record that is to be named
		says          string
	}{
		// The result of a sign-off.
		{"approved_by_five_who_refused", "westmere", func(t *testing.T, l [][]byte) int {
			for _, seat := range []string{"W1", "W2", "W3", "W5"} {
				forge(t, l, voteOf(t, l, seat), with("signoff.vote_cast", approve, refuse))
			}
			at := voteOf(t, l, "W6")
			forge(t, l, at, all(with("signoff.vote_cast", approve, refuse),
				with("signoff.decided", `"approve":5`, `"approve":0`, `"refuse":0`, `"refuse":5`)))
			return at
		}, "0 for, 5 against, 0 abstained, 4 not cast, make it refused"},
		{"approved_with_another_act's_result", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"result":"endorsed"`)
			forge(t, l, at, with("signoff.decided", `"endorsed"`, `"approved"`))
			return at
		}, "make it endorsed"},
		{"block_votes_counted_by_seat", "blocks", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"because":"deadline"`)
			forge(t, l, at, with("signoff.decided", `"approve":2`, `"approve":4`))
			return at
		}, "the votes are 2 for, 1 against"},
		{"a_block_for_that_was_against", "blocks", func(t *testing.T, l [][]byte) int {
			for _, seat := range []string{"B1", "B2"} {
				forge(t, l, voteOf(t, l, seat), with("signoff.vote_cast", approve, refuse))
			}
			at := find(t, l, `"because":"deadline"`)
			forge(t, l, at, with("signoff.decided", `"approve":2`, `"approve":1`, `"refuse":1`, `"refuse":2`))
			return at
		}, "make it refused"},
		{"decided_without_a_quorum", "westmere", func(t *testing.T, l [][]byte) int {
			at := voteOf(t, l, "W5")
			forge(t, l, at, adding(events.SignOffDecided{SignOff: "wcb", Result: "approved", By: "wcb", Because: "certain",
				Tally: events.Tally{Approve: 4, NotCast: 5}}))
			return at
		}, "make no quorum"},
		{"all_voted_who_had_not", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"signoff.decided"`)
			forge(t, l, at, with("signoff.decided", `"certain"`, `"all_voted"`))
			return at
		}, "had not been cast"},
		{"a_deadline_that_had_not_come", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"signoff.decided"`)
			forge(t, l, at, with("signoff.decided", `"certain"`, `"deadline"`))
			return at
		}, "a deadline that had not come"},
		{"a_decision_backdated_behind_its_deadline", "blocks", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"because":"deadline"`)
			forge(t, l, at, with("signoff.decided", `"2026-09-30T23:00:00Z"`, `"2026-09-20T23:00:00Z"`))
			return at
		}, "a deadline that had not come"},
		{"closed_by_a_member", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"signoff.decided"`)
			forge(t, l, at, with("signoff.decided", `"certain"`, `"closed"`))
			return at
		}, "p-n2 closed the voting"},
		{"a_meeting_that_was_not_held", "blocks", func(t *testing.T, l [][]byte) int {
			at := voteOf(t, l, "X3")
			forge(t, l, at, adding(events.SignOffDecided{SignOff: "exec", Result: "approved", By: "exec", Because: "meeting_closed",
				Tally: events.Tally{Approve: 3}}))
			return at
		}, "no quorate meeting"},
		{"decided_in_another_board's_name", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"signoff.decided"`)
			forge(t, l, at, with("signoff.decided", `"by":"ogn"`, `"by":"wcb"`))
			return at
		}, "whose decision it is not"},
		{"in_effect_otherwise_than_the_case_has_it", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"signoff.decided"`)
			forge(t, l, at, with("signoff.decided", `"result":`, `"held_by":["call_in"],"result":`))
			return at
		}, "held by other things"},
		{"approved_by_a_resolution", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"signoff.decided"`)
			forge(t, l, at, with("signoff.decided", `"certain"`, `"resolution"`))
			return at
		}, "which can only return or defer"},
		{"a_refusal_taken_for_dissent", "westmere", func(t *testing.T, l [][]byte) int {
			for _, seat := range []string{"E1", "E2"} {
				forge(t, l, voteOf(t, l, seat), with("signoff.vote_cast", approve, refuse))
			}
			at := voteOf(t, l, "E3")
			forge(t, l, at, all(with("signoff.vote_cast", approve, refuse), with("signoff.decided",
				`"approve":3`, `"approve":0`, `"refuse":0`, `"refuse":3`, `"approved"`, `"refused"`, `"signoff":`, `"dissent":true,"signoff":`)))
			return at
		}, "was taken for dissent"},
		{"conditions_that_nobody_made", "westmere", func(t *testing.T, l [][]byte) int {
			at := voteOf(t, l, "E3")
			forge(t, l, at, all(with("signoff.vote_cast", approve, `"choice":"approve","conditions":"Local staff."`),
				with("signoff.decided", `"approved"`, `"approved_with_conditions"`)))
			return at
		}, "other conditions"},
		{"certified_after_a_refusal", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"signoff.certified"`)
			forge(t, l, at, with("signoff.certified", approve, refuse))
			return at
		}, "make it refused"},
		{"decided_without_a_certificate", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"signoff.certified"`)
			forge(t, l, at, without("signoff.certified"))
			return at
		}, "without the certificate"},
		{"escalated_before_its_deadline", "westmere", func(t *testing.T, l [][]byte) int {
			at := voteOf(t, l, "N1")
			forge(t, l, at, adding(events.SignOffEscalated{SignOff: "ogn", Because: "lapse", To: "dispute", Tally: events.Tally{Approve: 1, NotCast: 2}}))
			return at
		}, "before its deadline"},

		// Ties and casting votes.
		{"a_tie_of_five_to_four", "casting", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"signoff.tied"`)
			forge(t, l, at, with("signoff.vote_cast", `"abstain"`, `"approve"`))
			return at
		}, "was tied, and the votes are 5 for, 4 against"},
		{"a_casting_vote_by_who_does_not_preside", "casting", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"signoff.casting_vote_cast"`)
			forge(t, l, at, all(replace(`"seat":"W1"`, `"seat":"W3"`), replace(`"p-lead"`, `"p-icb"`)))
			return at
		}, "W1 presided"},
		{"a_casting_vote_by_who_stands_aside", "casting", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"signoff.casting_vote_cast"`)
			forge(t, l, at, func(r *events.Record) {
				was := slices.Clone(r.Events)
				r.Events = nil
				adding(events.SignOffInterestDeclared{SignOff: "wcb", Seat: "W1", Person: "p-lead", Interest: "pecuniary", Recuses: true})(r)
				r.Events = append(r.Events, was...)
			})
			return at
		}, "stands aside"},
		{"a_casting_vote_without_a_tie", "casting", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"signoff.casting_vote_cast"`)
			forge(t, l, at-1, without("signoff.tied"))
			return at
		}, "which was open"},
		{"a_casting_vote_that_the_rule_does_not_give", "casting", func(t *testing.T, l [][]byte) int {
			forge(t, l, find(t, l, `"partnership.published"`), replace("on_tie: casting_vote", "on_tie: falls"))
			return find(t, l, `"signoff.casting_vote_cast"`)
		}, "gives none"},
		{"a_casting_vote_the_other_way_round", "casting", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"signoff.casting_vote_cast"`)
			forge(t, l, at, all(with("signoff.casting_vote_cast", approve, refuse), with("signoff.decided", `"casting":{`+approve, `"casting":{`+refuse)))
			return at
		}, "make it refused"},
		{"a_tie_that_falls_where_the_chair_casts", "casting", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"signoff.tied"`)
			forge(t, l, at, adding(events.SignOffDecided{SignOff: "wcb", Result: "refused", By: "wcb", Because: "tie_falls",
				Tally: events.Tally{Approve: 4, Refuse: 4, Abstain: 1}}))
			return at
		}, "the votes are equal"},

		// Gates.
		{"a_gate_passed_before_its_sign-offs", "westmere", func(t *testing.T, l [][]byte) int {
			at := voteOf(t, l, "W5")
			forge(t, l, at, passing("G1", "planning", "needs_assessment"))
			return at
		}, "waited for signoff:wcb"},
		{"a_gate_passed_before_a_consent", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"mandate":"m-dun-2026","organisation":"dun","person"`)
			forge(t, l, at, passing("G2", "procurement", "planning"))
			return at
		}, "waited for consent:pol"},
		{"a_gate_passed_in_spite_of_a_hold", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"gate.decided"`)
			forge(t, l, at, all(without("gate.decided"), passing("G3", "delivery", "procurement")))
			return at
		}, "a standstill kept it from effect"},
		{"a_hold_that_was_never_placed", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"gate.decided"`)
			forge(t, l, at, all(without("hold.placed", "gate.decided"), passing("G3", "delivery", "procurement")))
			return at
		}, "a standstill kept it from effect"},
		{"a_hold_released_before_its_end", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"hold.changed"`)
			forge(t, l, at, adding(events.HoldReleased{Hold: "standstill-G3-1", Kind: "standstill"}))
			return at
		}, "before its end"},
		{"a_gate_passed_with_another_outcome", "westmere", func(t *testing.T, l [][]byte) int {
			at := both(t, l, passed, `"gate":"G4"`)
			forge(t, l, at, with(passed, `"outcome":"continue"`, `"outcome":"decommission"`))
			return at
		}, `"continue" was signed`},
		{"a_stage_entered_round_its_gate", "westmere", func(t *testing.T, l [][]byte) int {
			at := both(t, l, passed, entered)
			forge(t, l, at, without(passed))
			return at
		}, "without passing it"},
		{"a_case_closed_round_its_gate", "westmere", func(t *testing.T, l [][]byte) int {
			at := both(t, l, passed, entered)
			forge(t, l, at, all(without(passed, entered), adding(events.CaseClosed{Outcome: "completed", Because: "gate_passed"})))
			return at
		}, "without passing it"},
		{"a_gate_refused_by_nobody", "westmere", func(t *testing.T, l [][]byte) int {
			at := both(t, l, passed, entered)
			forge(t, l, at, all(without(passed, entered), adding(events.GateRefused{Gate: "G1", Round: 1, SignOff: "wcb"})))
			return at
		}, "did not refuse it"},

		// Consents.
		{"a_consent_beyond_the_mandate", "westmere", func(t *testing.T, l [][]byte) int {
			forge(t, l, find(t, l, `"mandate":"m-ald-2026"`), with("mandate.granted", `"per_case_pence":5000000`, `"per_case_pence":1999999`))
			return find(t, l, `"mandate":"m-ald-2026","organisation":"ald","person"`)
		}, "beyond mandate m-ald-2026: The mandate allows £19,999.99"},
		{"a_consent_to_more_than_is_offered", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"mandate":"m-ald-2026","organisation":"ald","person"`)
			forge(t, l, at, replace(`"amount_pence":2000000`, `"amount_pence":2000001`))
			return at
		}, "Less than that of ald-1"},
		{"a_consent_in_part_taken_as_complete", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"mandate":"m-ald-2026","organisation":"ald","person"`)
			forge(t, l, at, replace(`"amount_pence":2000000`, `"amount_pence":1999999`))
			return at
		}, "something of it was left"},
		{"a_decision_recorded_by_who_is_not_the_proper_officer", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"mandate":"m-ald-2026","organisation":"ald","person"`)
			forge(t, l, at, all(without("consent.confirmed"), adding(events.ConsentRecorded{Organisation: "ald", Person: "p-ald", Minute: "9", Complete: true})))
			return at
		}, "was not its proper officer"},
		{"a_consent_to_another's_commitment", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"mandate":"m-ald-2026","organisation":"ald","person"`)
			forge(t, l, at, replace(`"commitment":"ald-1"`, `"commitment":"bra-1"`))
			return at
		}, "not asked for bra-1"},

		// Mandates over all cases.
		{"more_in_a_year_than_the_mandate_allows", "mandates", func(t *testing.T, l [][]byte) int {
			forge(t, l, both(t, l, `"mandate.granted"`, `"mandate":"m-ald-2026"`), with("mandate.granted", `"per_year_pence":12000000`, `"per_year_pence":9999999`))
			for _, id := range []string{"C-1", "C-2"} {
				forge(t, l, both(t, l, `"id":"`+id+`"`, `"consent.confirmed"`), with("consent.confirmed", `"limit_pence":12000000`, `"limit_pence":9999999`))
			}
			return both(t, l, `"id":"C-2"`, `"consent.confirmed"`)
		}, "beyond mandate m-ald-2026: The mandate allows £99,999.99 in the financial year 2026-27"},
		{"a_year_of_which_less_was_committed_before", "mandates", func(t *testing.T, l [][]byte) int {
			at := both(t, l, `"id":"C-2"`, `"consent.confirmed"`)
			forge(t, l, at, with("consent.confirmed", `"already_committed_pence":5000000,`, ``))
			return at
		}, "not what the mandate makes them"},
		{"a_confirmation_that_does_not_say_by_which_line", "mandates", func(t *testing.T, l [][]byte) int {
			at := both(t, l, `"id":"C-2"`, `"consent.confirmed"`)
			forge(t, l, at, replaceAll(`"commit_line":1,`, ``, `,"years":[{"already_committed_pence":5000000,"amount_pence":5000000,"limit_pence":12000000,"year":"2026-27"}]`, ``))
			return at
		}, "by which line of its mandate is not said"},
		{"less_drawn_than_was_confirmed", "mandates", func(t *testing.T, l [][]byte) int {
			at := both(t, l, `"kind":"mandate"`, `"mandate.drawn"`)
			forge(t, l, at, with("mandate.drawn", `"amount_pence":5000000`, `"amount_pence":1`))
			return at
		}, "not what the decision on case C-1 entails"},
		{"more_given_back_than_was_drawn", "mandates", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"mandate.returned"`)
			forge(t, l, at, with("mandate.returned", `"amount_pence":5000000`, `"amount_pence":5000001`))
			return at
		}, "not what the decision on case C-1 entails"},
		{"given_back_by_another", "mandates", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"mandate.returned"`)
			forge(t, l, at, func(r *events.Record) { r.Actor = "p-bra" })
			return at
		}, "another command, person or time"},
		{"delivered_of_what_nobody_confirmed", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"commitment.offered"`)
			forge(t, l, at, adding(events.DeliveryRecorded{Commitment: "wcc-1", Organisation: "wcc", Kind: "money", Pence: 1, ExpectedPence: 1, UntilOn: "2026-06-01"}))
			return at
		}, "what was delivered of commitment wcc-1 was recorded, and could not be"},
		{"a_risk_recorded_by_somebody_else", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"commitment.offered"`)
			forge(t, l, at, adding(events.RiskRecorded{Risk: "r", Title: "t", Kind: "hazard", Person: "p-lead"}))
			return at
		}, "risk r was recorded, and could not be"},
		{"a_risk_closed_that_was_never_recorded", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"commitment.offered"`)
			forge(t, l, at, adding(events.RiskClosed{Risk: "r", Note: "n", Person: "p-unit"}))
			return at
		}, "risk r was closed, and could not be"},
		{"a_risk_overdue_that_is_not", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"commitment.offered"`)
			forge(t, l, at, adding(events.RiskOverdue{Risk: "r"}))
			return at
		}, "its day had not passed"},
		{"a_variance_of_nothing", "westmere", func(t *testing.T, l [][]byte) int {
			at := find(t, l, `"commitment.offered"`)
			forge(t, l, at, adding(events.VarianceRaised{Variance: "variance-1", Because: "delivery", Organisation: "wcc", Commitment: "wcc-1", VariancePct: 90}))
			return at
		}, "variance-1 was raised, and is not what the record before it makes of it"},
		{"a_confirmation_that_draws_nothing", "mandates", func(t *testing.T, l [][]byte) int {
			at := both(t, l, `"id":"C-1"`, `"consent.confirmed"`)
			forge(t, l, at, func(r *events.Record) { r.Batch = "" })
			return at + 1
		}, "whose first record is not before it"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			lines := exported(t, test.journal)
			want := test.forge(t, lines)
			checkFault(t, lines, want, test.says)
		})
	}
}
