package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
)

// The code of conduct (F116, A-Ch6.H6): acknowledged for each seat by whoever acts for it. Where the governance says so, nobody votes who has not.

// CodeAcknowledged is one acknowledgement in the register.
type CodeAcknowledged struct {
	Seat    string    `json:"seat"`
	Person  string    `json:"person"`
	Version int       `json:"version"`
	At      time.Time `json:"at"`
}

// acknowledgeCode is MemberAcknowledgeCode's rule.
func (d *registering) acknowledgeCode(cmd *MemberAcknowledgeCode) *Refusal {
	var problems []Problem
	if _, s := d.g.Seat(cmd.Seat); s == nil {
		problems = append(problems, problem(NotFound, "There is no seat %s.", cmd.Seat).about(cmd.Seat))
	} else if _, p := d.r.actFor(cmd.Seat, d.m.Actor, d.m.At); p != nil {
		problems = append(problems, *p)
	}
	code := d.g.CodeOfConduct
	if code == nil {
		problems = append(problems, problem(NotFound, "The governance in force has no code of conduct.").about("code_of_conduct"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	if !d.r.acknowledged(cmd.Seat, d.m.Actor, code.Version) {
		d.emit(events.MemberCodeAcknowledged{Seat: cmd.Seat, Person: d.m.Actor, Code: code.Name, Version: code.Version})
	}
	return nil
}

func (r *Register) acknowledged(seat, person string, version int) bool {
	return slices.ContainsFunc(r.Codes, func(c CodeAcknowledged) bool { return c.Seat == seat && c.Person == person && c.Version == version })
}

// CodeToAcknowledge is the code that a person has still to acknowledge for a seat, nil for none.
func (r *Register) CodeToAcknowledge(seat, person string, at time.Time) *document.CodeOfConduct {
	g := r.GovernanceAt(at)
	if g == nil || g.CodeOfConduct == nil || r.acknowledged(seat, person, g.CodeOfConduct.Version) {
		return nil
	}
	return g.CodeOfConduct
}

// codeDue refuses the vote of who has not acknowledged the code, where votes need it.
func (r *Register) codeDue(seat, person string, at time.Time) *Problem {
	code := r.CodeToAcknowledge(seat, person, at)
	if code == nil || !code.VotingRequiresIt {
		return nil
	}
	p := problem(CodeNotAcknowledged, "%s has not acknowledged version %d of %s for seat %s: use member.acknowledge_code.", person, code.Version, code.Name, seat).
		under("code_of_conduct, F116").about(seat).with(map[string]any{"code": code.Name, "version": code.Version})
	return &p
}

// CodeDue says why a vote for a seat could not be accepted for want of the code, "" where it could: for who checks a journal.
func (r *Register) CodeDue(seat, person string, at time.Time) string {
	if p := r.codeDue(seat, person, at); p != nil {
		return p.Message
	}
	return ""
}
