package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"comity/services/views/answer"
	"comity/workflow"
)

// brook is a small partnership beside Westmere: its board has a seat for the superintendent who also sits on Westmere's.
const brook = `
api_version: comity/v1
kind: Governance
metadata: {partnership: brook, version: 1, effective_from: 2026-04-01}
name: Brook Partnership
administrators: [p-admin]
organisations:
  - {id: cc, name: Brook County Council, type: county_council, duty: lead_authority, authorising_officer: ao-wcc}
  - {id: pol, name: Brook Police, type: police, duty: relevant_partner, authorising_officer: ao-pol}
units: [{id: team, name: Team, organisation: cc, members: [p-n1]}]
areas: [{id: all, name: Brook, organisations: [cc]}]
boards:
  - id: bb
    name: Brook Board
    level: strategic
    chair: {seat: K1}
    quorum: {voting: 2}
    rule: {count: by_seat, pass: majority_of_votes_cast, on_tie: falls, close: when_decided}
    seats:
      - {id: K1, organisation: cc, holder: p-n2}
      - {id: K2, organisation: pol, holder: p-police}
`

const brookWorkflow = `
api_version: comity/v1
kind: Workflow
metadata: {id: one, version: 1, effective_from: 2026-04-01}
stages: [{id: planning, name: Planning, exit: plan}]
gates:
  - id: plan
    name: Plan
    sign_offs: [{id: strategic, order: 1, board: {level: strategic}, act: approve, deadline: P10WD, on_lapse: {dispute: true}}]
`

// inBrook sends a command to the small partnership.
func (s *site) inBrook(person string, cmd workflow.Command) {
	s.t.Helper()
	if _, err := s.client.Do(s.t.Context(), "brook", person, cmd); err != nil {
		s.t.Fatalf("%s by %s: %v", cmd.CommandName(), person, err)
	}
}

// brookCase is the number of a case that waits for the board of Brook.
func brookCase(n int) string { return fmt.Sprintf("C-2026-01%02d", n) }

// atBrook sets the small partnership up with cases before its board.
func (s *site) atBrook(cases int) {
	s.t.Helper()
	s.inBrook("p-admin", &workflow.PartnershipPublish{Source: brook})
	s.inBrook("p-admin", &workflow.WorkflowPublish{Source: brookWorkflow})
	s.inBrook("ao-wcc", &workflow.MemberConfirm{Organisation: "cc", Instrument: "min 1"})
	s.inBrook("ao-pol", &workflow.MemberConfirm{Organisation: "pol", Instrument: "min 1"})
	text := func(t string) *string { return &t }
	for n := range cases {
		id := brookCase(n)
		s.inBrook("p-n1", &workflow.CaseCreate{Case: id, CaseFields: workflow.CaseFields{Title: text(fmt.Sprintf("Brook scheme %d", n)), Sponsor: text("cc"), Areas: []string{"all"},
			Classification: text("board"), Outcome: text("safety"), Tier: text("targeted"), Scale: text("locality"), Route: text("protocol")}})
		s.inBrook("p-n1", &workflow.CaseSubmit{Case: id})
		s.inBrook("p-n1", &workflow.CaseRequestGate{Case: id})
	}
	if _, err := s.client.Ask(s.t.Context(), "brook", "p-admin", "position", nil, nil); err != nil { // the views have seen all that
		s.t.Fatal(err)
	}
}

func TestF16_who_sits_in_two_partnerships_has_one_list_of_what_waits_and_others_see_their_own(t *testing.T) {
	s := westmere(t, "westmere-board")
	s.atBrook(1)
	s.as("p-police").get("/work").is(http.StatusOK).says("Early help for families under five", "Brook scheme 0", "Westmere Children's Partnership", "Brook Partnership")
	s.as("p-ald").get("/work").is(http.StatusOK).says("Early help for families under five").silent("Brook")
	s.as("p-ald").get("/brook/cases/" + brookCase(0)).silent("Brook scheme 0")
	s.as("p-n2").get("/work").is(http.StatusOK).says("Brook scheme 0").silent("Early help for families under five")
}

func TestF124_five_requests_are_decided_in_one_go_and_leave_five_records(t *testing.T) {
	s := westmere(t, "westmere-board")
	s.atBrook(5)
	items, choices := url.Values{}, url.Values{}
	for n := range 5 {
		items.Add("item", "brook/"+brookCase(n)+"/bb")
		choices.Set("choice-brook-"+brookCase(n)+"-bb", "approve")
	}
	b := s.as("p-police")
	done := b.get("/work/decide?"+items.Encode()).is(http.StatusOK).submit("/work/decide", choices).is(http.StatusOK).submit("/work/decide", toSend)
	done.is(http.StatusOK).says("What came of your decisions", "Brook scheme 0", "Brook scheme 4")
	ids := map[string]bool{}
	for n := range 5 {
		var h answer.History
		if _, err := s.client.Ask(t.Context(), "brook", "p-n1", "history", answer.HistoryArgs{Case: brookCase(n)}, &h); err != nil {
			t.Fatal(err)
		}
		last := h.Records[len(h.Records)-1]
		if last.Actor != "p-police" || last.ActingFor != "K2" || last.Command == nil || len(last.Events) != 1 || last.Events[0].Type != "signoff.vote_cast" {
			t.Errorf("%s: got %+v", brookCase(n), last)
			continue
		}
		ids[last.Command.ID] = true
	}
	if len(ids) != 5 {
		t.Errorf("got %d commands, want one for each", len(ids))
	}
}
