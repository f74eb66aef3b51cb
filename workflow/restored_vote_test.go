package workflow

import "testing"

func TestDispense_a_struck_vote_counts_again_but_never_as_a_persons_second(t *testing.T) {
	for name, votesElsewhere := range map[string]bool{"it counts again": false, "its person has voted for another seat since": true} {
		t.Run(name, func(t *testing.T) {
			p := westmere(t)
			p.register("ao-pol", &DeputyName{Seat: "W4", Person: "p-ald", From: day("2026-12-01"), Instrument: "i"})
			p.toGate("G1", "pa2023")
			p.votes("ogn", Approve, "N1", "N2")
			p.votes("ogs", Approve, "S1", "S2")
			p.votes("jce", Approve, "E1", "E2", "E3")
			p.do("p-ald", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W4", Choice: Approve})
			p.do("p-police", &SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W4", Interest: "pecuniary"})
			if votesElsewhere {
				p.do("p-ald", &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W5", Choice: RefuseChoice})
			}
			p.do("mo-pol", &SignOffDispense{Case: "C1", SignOff: "wcb", Seat: "W4", Reason: "r"})
			if got := p.c.SignOff("wcb").voteOf("W4") != nil; got == votesElsewhere {
				t.Errorf("the vote of W4 counts: %v", got)
			}
			vote := &SignOffVote{Case: "C1", SignOff: "wcb", Seat: "W4", Choice: Approve}
			if votesElsewhere {
				p.do("p-police", vote)
				return
			}
			p.refused("p-police", vote, SeatAlreadyVoted)
		})
	}
}
