package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
)

// What every act on a sign-off has in common: whether it is open, and who may resolve on it (DOMAIN §2.2). The acts are in
// vote.go, interest.go and certify.go; what the votes come to is in conclude.go.

// signOffNamed finds the sign-off of an act, whatever its state.
func (d *decision) signOffNamed(id string) (*SignOff, *Refusal) {
	if s := d.c.SignOff(id); s != nil {
		return s, nil
	}
	return nil, Refuse(problem(NotFound, "Case %s has no sign-off %s.", d.c.ID, id).about(id))
}

// openSignOff finds the sign-off of an act and refuses where it is not in one of the states. A sign-off that is finished says
// so even where the case has moved on; a case that is not at its gate refuses before a sign-off that only waits.
func (d *decision) openSignOff(id string, states ...SignOffState) (*SignOff, []Problem) {
	s := d.c.SignOff(id)
	if s == nil {
		return nil, []Problem{problem(NotFound, "Case %s has no sign-off %s.", d.c.ID, id).about(id)}
	}
	var out []Problem
	switch {
	case s.Afterwards && !s.State.Final():
		out = append(out, problem(SignOffNotOpen, "Sign-off %s is asked after its gate: it is voted on, and nothing else.", id).under("docs/decisions/0020").about(id))
	case slices.Contains(states, s.State) && d.c.Status == AtGate:
	case s.State == SignOffProvisional:
		out = append(out, problem(SignOffClosed, "Sign-off %s was decided urgently; only its ratification is open.", id).under("DOMAIN §2.2").about(id))
	case s.State == SignOffVoidState:
		out = append(out, problem(SignOffVoid, "Sign-off %s is void: %s.", id, s.Because).under("DOMAIN §2.2").about(id))
	case s.State == SignOffMoved && s.Because == BecauseDelegation && d.c.Gate != nil:
		out = append(out, d.aboveLimit(s))
	case s.State.Final():
		out = append(out, problem(SignOffClosed, "Sign-off %s is finished: %s.", id, first(s.Result, string(s.State))).under("DOMAIN §2.2").about(id))
	case d.c.Status != AtGate:
		out = append(out, *d.at("an act on sign-off "+id, AtGate))
	case s.State == SignOffWaiting:
		out = append(out, problem(SignOffNotOpen, "Sign-off %s waits for those before it.", id).under("DOMAIN §2.2").about(id))
	case s.State == SignOffNoQuorum:
		out = append(out, problem(SignOffInquorate, "Sign-off %s has no quorum: %s.", id, sentence(s.QuorumReasons)).
			under("quorum of %s", s.Board).about(id).with(map[string]any{"reasons": s.QuorumReasons}))
	case s.State == SignOffTie:
		out = append(out, problem(SignOffClosed, "The votes on sign-off %s are equal; only a casting vote is open.", id).under("DOMAIN §2.2").about(id))
	default:
		out = append(out, problem(SignOffNotOpen, "Sign-off %s is %s.", id, s.State).under("DOMAIN §2.2").about(id))
	}
	return s, out
}

// closeVoting is SignOffClose's rule.
func (d *decision) closeVoting(cmd *SignOffClose) *Refusal {
	s, problems := d.ballotOpen(cmd.SignOff, SignOffOpen)
	if s == nil {
		return Refuse(problems...)
	}
	if s.Board == "" {
		return Refuse(append(problems, notPermitted("Sign-off %s is a named officer's.", s.ID))...)
	}
	if o, no := d.provisional(cmd.SignOff, cmd.Gate); no == nil && o.State == SignOffProvisional && (cmd.Gate != "" || len(problems) > 0) {
		return d.closeRatification(o, cmd.Minute)
	}
	problems = append(problems, d.mayResolve(s, cmd.Minute)...)
	if len(problems) == 0 {
		if n := d.r.count(s, d.m.At); !n.quorate {
			problems = append(problems, problem(SignOffInquorate, "Those who voted on %s do not make a quorum.", s.ID).under("quorum of %s", s.Board).about(s.ID))
		}
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.conclude(s.ID, "closed")
	return nil
}

// mayResolve says why the actor may not record a resolution of the sign-off's board: it is for the person presiding, or for
// the secretariat citing the minute (DOMAIN §2.1, return and deferral). An officer resolves on the officer's own sign-off.
func (d *decision) mayResolve(s *SignOff, minute string) []Problem {
	if s.Board == "" {
		if Officer(d.g.Organisation(s.OfficerOf), s.Post) == d.m.Actor {
			return nil
		}
		return []Problem{notPermitted("Only the %s of %s may do this.", s.Post, s.OfficerOf)}
	}
	if presiding := d.r.Presiding(s, d.m.At); presiding != "" {
		if _, p := d.r.actFor(presiding, d.m.Actor, d.m.At); p == nil {
			return nil
		}
	}
	if b := d.g.Board(s.Board); b != nil && slices.Contains(b.Secretary, d.m.Actor) {
		if minute == "" {
			return []Problem{problem(Malformed, "The secretariat must cite the minute.").under("DOMAIN §2.1 (return, deferral)").about("minute")}
		}
		return nil
	}
	return []Problem{notPermitted("Only the person presiding, or the secretariat of %s, may do this.", s.Board)}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// open opens a waiting sign-off: the clock starts, and quorum and rule are pinned.
func (d *decision) open(s *SignOff, deadline calendar.Period) {
	var due time.Time
	if !deadline.IsZero() {
		due = d.cal.EndOf(d.cal.Add(d.today(), deadline))
	} else if day := d.gateDay(s); !day.IsZero() {
		due = d.cal.EndOf(day)
	}
	d.emit(events.SignOffOpened{SignOff: s.ID, Round: max(s.Round, 1), GovernanceVersion: d.g.Metadata.Version, DueAt: due, Calendar: d.cal.Version()})
}

func notPermitted(format string, args ...any) Problem { return problem(NotPermitted, format, args...) }

// sentence joins reasons for people.
func sentence(list []string) string {
	out := ""
	for i, s := range list {
		if i > 0 {
			out += ", "
		}
		out += s
	}
	return out
}
