package workflow

import (
	"comity/events"
	"comity/workflow/document"
)

// Resolutions that end an attempt at a gate without passing it: returned, refused, void (DOMAIN §2.1 rows 8, 12, 28).

// returnTo sends the case back with reasons: the other sign-offs are void, the reasons become the to-do list.
func (d *decision) returnTo(s *SignOff, stage string, reasons []string) {
	d.voidSignOffs("gate_returned")
	d.voidProvisionalFrom(stage, "gate_returned")
	d.emit(events.GateReturned{Gate: d.c.Gate.Gate, Round: d.c.Gate.Round, SignOff: s.ID, Stage: stage, Reasons: reasons})
	if stage != d.c.Stage {
		d.emit(events.CaseStageEntered{Stage: stage, From: d.c.Stage, Because: "gate_returned", Cycle: d.c.Cycle, EffectiveAt: d.m.At})
	}
}

// refuseGate ends the case: what is unfinished is void, what was committed is released.
func (d *decision) refuseGate(s *SignOff) {
	gate := d.c.Gate
	d.voidSignOffs("gate_refused")
	d.emit(events.GateRefused{Gate: gate.Gate, Round: gate.Round, SignOff: s.ID})
	d.closeCase(document.ClosedRejected, "gate_refused")
}

// closeCase ends a case without its commitments.
func (d *decision) closeCase(outcome, because string) {
	for _, s := range d.c.Provisional() {
		d.voidProvisional(s, because)
	}
	for _, h := range d.c.StandingHolds("") {
		d.emit(events.HoldReleased{Hold: h.ID, Kind: h.Kind, EffectiveAt: d.m.At})
	}
	for _, k := range d.c.Commitments {
		if k.Stands() {
			d.emit(events.CommitmentReleased{Commitment: k.Commitment, Because: because})
		}
	}
	d.voidAfterwards("", "case_closed")
	d.emit(events.CaseClosed{Outcome: outcome, Because: because, EffectiveAt: d.m.At})
}

func (d *decision) voidSignOffs(because string) {
	for _, s := range d.c.Current() {
		switch {
		case s.State == SignOffProvisional && because == "gate_passed": // it lets the gate pass, and waits for ratification
		case s.State == SignOffProvisional:
			d.voidProvisional(s, because)
		case !s.State.Final():
			d.emit(events.SignOffVoided{SignOff: s.ID, Because: because})
		}
	}
}

// voidGate ends the attempt at the gate because what was signed no longer stands (row 28).
func (d *decision) voidGate(because string) {
	if d.c.Gate == nil || (d.c.Status != AtGate && d.c.Status != Deferred) {
		return
	}
	gate := d.c.Gate
	d.voidSignOffs(because)
	d.emit(events.GateVoided{Gate: gate.Gate, Round: gate.Round, Because: because})
}

// returnCase is CaseReturn's rule.
func (d *decision) returnCase(cmd *CaseReturn) *Refusal {
	s, problems := d.openSignOff(cmd.SignOff, SignOffOpen, SignOffTie) // a board without a quorum resolves nothing
	if s == nil {
		return Refuse(problems...)
	}
	problems = append(problems, d.mayResolve(s, cmd.Minute)...)
	stage := first(cmd.Stage, d.c.Stage)
	if !d.notLater(stage) {
		problems = append(problems, problem(Malformed, "%s is not this stage or one before it.", stage).under("DOMAIN §2.1 row 8").about("stage"))
	}
	if len(cmd.Reasons) == 0 {
		problems = append(problems, problem(Malformed, "A return needs its reasons.").about("reasons"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.resolve(s, "returned")
	d.returnTo(s, stage, cmd.Reasons)
	return nil
}

// notLater reports whether a stage is the present one or stands before it on the path.
func (d *decision) notLater(stage string) bool {
	for _, s := range d.w.Stages {
		if s.ID == stage {
			return true
		}
		if s.ID == d.c.Stage {
			return false
		}
	}
	return false
}

// resolve records a resolution of the board on its sign-off.
func (d *decision) resolve(s *SignOff, result string) {
	e := events.SignOffDecided{SignOff: s.ID, Result: result, By: first(s.Board, d.m.Actor), Because: "resolution"}
	if s.Board != "" {
		e.Tally = d.r.count(s, d.m.At).tally
	}
	d.emit(e)
}
