package web

import (
	"slices"
	"strconv"

	"comity/workflow"
)

// noesOf says the engine's no to somebody who wanted to decide, in words without ids. What is not here the engine says itself.
var noesOf = map[workflow.Code]string{
	workflow.StaleRevision:                 "The case has changed since you read it. Read it again.",
	workflow.NotFound:                      "This is not asked for on this case any more.",
	workflow.WrongStage:                    "The case has gone on, and this cannot be done now.",
	workflow.SignOffVoid:                   "This request was called off or has lapsed. Nobody decides on it any more.",
	workflow.SignOffClosed:                 "The decision has been taken already.",
	workflow.SignOffNotOpen:                "Others are asked first. You are asked once they have finished.",
	workflow.SignOffInquorate:              "There is no quorum for this item, so no vote is taken until there is.",
	workflow.NotSeatHolder:                 "You do not hold this seat, and are not its deputy.",
	workflow.SeatNotInForce:                "Your time in this seat has not begun, or is over.",
	workflow.DeputyNotInForce:              "Your time as deputy for this seat has not begun, or is over.",
	workflow.SeatRecused:                   "This seat stands aside on this item, because of an interest that was declared.",
	workflow.SeatAlreadyVoted:              "A vote has been given for this seat already. Each seat has one vote.",
	workflow.PersonAlreadyUsed:             "You have voted on this item for another seat already. One person has one vote.",
	workflow.CodeNotAcknowledged:           "You have not acknowledged the code of conduct for this seat. You can on the page “Code of conduct” of the partnership; then you can vote.",
	workflow.NotPresiding:                  "You do not preside on this item, so the casting vote is not yours.",
	workflow.CastingVoteNotAllowed:         "The rules of this board give no casting vote.",
	workflow.NonDelegable:                  "Only the officer in person may give this certificate.",
	workflow.NoMandateFromOrganisation:     "The organisation has not authorised this seat to commit its resources. It can record its own decision instead.",
	workflow.OrganisationDecisionRequired:  "The organisation decides on a sum of this size itself. Its own decision can be recorded instead.",
	workflow.MandateNotExercisableByDeputy: "Only the holder of the seat may commit the organisation’s resources, not a deputy.",
	workflow.CommandIDReused:               "This was sent before with other answers. Open the page again.",
	workflow.HoldActive:                    "A waiting period stands, and this cannot be done before it ends.",
	workflow.TooManyRequests:               "There are too many requests just now. Try again in a moment.",
}

// noes are the reasons of a no, in sentences, each once.
func (v *visit) noes(no *workflow.Refusal) (out []string) {
	for _, p := range no.Details {
		s, ok := noesOf[p.Code]
		if !ok {
			s = p.Message
		}
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func itoa(n int) string { return strconv.Itoa(n) }
