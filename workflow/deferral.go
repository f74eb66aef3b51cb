package workflow

import (
	"time"

	"comity/events"
)

// Deferral and its end (DOMAIN §2.1 rows 9 to 11).

// deferCase is CaseDefer's rule.
func (d *decision) deferCase(cmd *CaseDefer) *Refusal {
	s, problems := d.openSignOff(cmd.SignOff, SignOffOpen, SignOffTie) // a board without a quorum resolves nothing
	if s == nil {
		return Refuse(problems...)
	}
	problems = append(problems, d.mayResolve(s, cmd.Minute)...)
	switch mt := d.r.Meeting(cmd.Meeting); {
	case cmd.Until.IsZero() == (cmd.Meeting == ""):
		problems = append(problems, problem(Malformed, "A deferral is to a date or to a meeting.").under("DOMAIN §2.1 row 9").about("until"))
	case cmd.Meeting != "" && (mt == nil || mt.State != "scheduled"):
		problems = append(problems, problem(NotFound, "There is no meeting %s to come.", cmd.Meeting).about("meeting"))
	case !cmd.Until.IsZero() && !cmd.Until.After(d.today()):
		problems = append(problems, problem(Malformed, "A deferral is to a day to come.").about("until"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.resolve(s, "deferred")
	d.emit(events.GateDeferred{Gate: d.c.Gate.Gate, Round: d.c.Gate.Round, SignOff: s.ID, Until: text(cmd.Until), Meeting: cmd.Meeting, Reason: cmd.Reason})
	return nil
}

// resume is CaseResume's rule for people; time resumes by itself (tick.go).
func (d *decision) resume(*CaseResume) *Refusal {
	if !d.isSecretary() {
		return Refuse(notPermitted("Only the secretariat takes a deferred case up before its day.").under("DOMAIN §2.1 row 10").about(d.m.Actor))
	}
	if p := d.at("resuming", Deferred); p != nil {
		return Refuse(*p)
	}
	d.takeUp()
	return nil
}

// takeUp ends a deferral: back to the gate with the deciding sign-off open again, or to working where evidence is out of date.
func (d *decision) takeUp() {
	if stale := d.stale(); len(stale) > 0 {
		d.voidSignOffs("snapshot_out_of_date")
		gate := d.c.Gate
		d.emit(events.CaseResumed{Status: string(Working), Stale: stale})
		d.emit(events.GateVoided{Gate: gate.Gate, Round: gate.Round, Because: "snapshot_out_of_date"})
		return
	}
	s := d.c.SignOff(d.c.Deferral.SignOff)
	d.emit(events.CaseResumed{Status: string(AtGate)})
	var due time.Time
	if deadline := d.deadlineOf(s); !deadline.IsZero() {
		due = d.cal.EndOf(d.cal.Add(d.today(), deadline))
	} else if day := d.gateDay(s); !day.IsZero() {
		due = d.cal.EndOf(day)
	}
	d.emit(events.SignOffReopened{SignOff: s.ID, Round: s.Round + 1, Because: "deferral_ended", DueAt: due, GovernanceVersion: d.g.Metadata.Version})
}
