package workflow

import (
	"strings"
	"testing"
)

// inCommon makes Westmere's board the committees of four organisations: wcc W1 W2, icb W3 W9, pol W4, and the four districts' each one.
func inCommon(pass string) func(string, string) (string, string) {
	return func(g, w string) (string, string) {
		return strings.NewReplacer("    name: Westmere Children's Partnership Board\n    level: strategic\n    authority: advisory", "    name: Westmere Children's Partnership Board\n    level: strategic\n    authority: committees_in_common",
			"rule: {count: by_seat, pass: majority_of_votes_cast, on_tie: casting_vote, close: when_decided}", "rule: {count: committees_in_common, pass: "+pass+", on_tie: falls, close: when_decided}",
			"- {id: W9, organisation: cvs,", "- {id: WX, organisation: cvs, voting: false, holder: p-cvs-x}\n      - {id: W9, organisation: icb,", "represents: {organisations: [cvs], sector: voluntary and community}, holder: p-cvs}", "holder: p-cvs}").Replace(g), w
	}
}

func TestCommitteesInCommon_a_decision_stands_only_if_every_committee_agrees(t *testing.T) {
	districts := []string{"W5", "W6", "W7", "W8"}
	for _, test := range []struct {
		name, pass                string
		approve, refuse, abstain  []string
		state                     string
		agree, against, abstained int
	}{
		{"all agree", "majority_of_votes_cast", append([]string{"W1", "W2", "W3", "W9", "W4"}, districts...), nil, nil, "decided(approved)", 7, 0, 0},
		{"one seat is enough where the other abstains", "majority_of_votes_cast", append([]string{"W1", "W3", "W4"}, districts...), nil, []string{"W2", "W9"}, "decided(approved)", 7, 0, 0},
		{"one committee of seven against", "majority_of_votes_cast", append([]string{"W1", "W2", "W3", "W9"}, districts...), []string{"W4"}, nil, "decided(refused)", 6, 1, 0},
		{"equality within a committee is no agreement", "majority_of_votes_cast", append([]string{"W1", "W3", "W9", "W4"}, districts...), []string{"W2"}, nil, "decided(refused)", 6, 1, 0},
		{"a committee that has not voted is waited for", "majority_of_votes_cast", append([]string{"W1", "W2", "W3", "W9"}, districts...), nil, nil, "open", 6, 0, 0},
		{"a committee that only abstains does not agree", "majority_of_votes_cast", append([]string{"W1", "W2", "W3", "W9"}, districts...), nil, []string{"W4"}, "decided(refused)", 6, 0, 1},
		{"a majority of a committee's seats", "majority_of_seats", append([]string{"W1", "W3", "W9", "W4"}, districts...), nil, []string{"W2"}, "decided(refused)", 6, 1, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := westmere(t, inCommon(test.pass))
			p.toWCB()
			vote := func(choice string, seats []string) {
				for _, seat := range seats {
					if p.state("wcb") == "open" {
						p.votes("wcb", choice, seat)
					}
				}
			}
			vote(Approve, test.approve)
			vote(Abstain, test.abstain)
			vote(RefuseChoice, test.refuse)
			if got := p.state("wcb"); got != test.state {
				t.Fatalf("got %s, want %s", got, test.state)
			}
			n := p.r.count(p.c.SignOff("wcb"), p.now)
			if n.tally.Approve != test.agree || n.tally.Refuse != test.against || n.tally.Abstain != test.abstained {
				t.Errorf("got %+v", n.tally)
			}
		})
	}
}

func TestCommitteesInCommon_it_is_certain_once_one_committee_cannot_agree_any_more(t *testing.T) {
	p := westmere(t, inCommon("majority_of_votes_cast"))
	p.toWCB()
	p.votes("wcb", Approve, "W1", "W3", "W5", "W6", "W7", "W8")
	p.votes("wcb", RefuseChoice, "W9") // one for, one against, nobody left in the committee of the icb
	if got := p.state("wcb"); got != "open" {
		t.Fatalf("got %s: the police have not voted, and no committee is passed over", got)
	}
	p.votes("wcb", Approve, "W4")
	if got := p.state("wcb"); got != "decided(refused)" {
		t.Errorf("got %s", got)
	}
}

func TestCommitteesInCommon_silence_of_a_committee_goes_up_at_the_deadline(t *testing.T) {
	p := westmere(t, inCommon("majority_of_votes_cast"))
	p.toWCB()
	p.votes("wcb", Approve, "W1", "W2", "W3", "W9", "W5", "W6", "W7", "W8")
	p.clock("2027-03-01 09:00")
	if got := p.state("wcb"); strings.HasPrefix(got, "decided") {
		t.Errorf("got %s: the committee of the police decided nothing", got)
	}
}

func TestCommitteesInCommon_a_committee_of_which_nobody_can_take_part_is_missed(t *testing.T) {
	p := westmere(t, inCommon("majority_of_votes_cast"))
	p.toWCB()
	p.register("ao-pol", &MemberRemove{Seat: "W4", LastDay: p.r.CalendarAt(p.now).DateOf(p.now), Instrument: "i"})
	n := p.r.count(p.c.SignOff("wcb"), p.now.AddDate(0, 0, 1))
	if len(n.reasons) != 1 || n.reasons[0] != "required_category_missing: pol" {
		t.Errorf("got %v", n.reasons)
	}
}
