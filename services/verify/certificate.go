package verify

import (
	"comity/events"
	"comity/workflow"
)

// certificate checks that an officer's sign-off was certified by that officer, or by the deputy where the workflow lets one.
func (d *decided) certificate(e events.SignOffCertified) error {
	s, err := d.signOff(e.SignOff, "a certificate", workflow.SignOffOpen)
	if err != nil {
		return err
	}
	if s.Board != "" {
		return d.f.because(nil, "%s certified on sign-off %s, which is a board's.", e.Person, e.SignOff)
	}
	o := d.g.Organisation(s.OfficerOf)
	if workflow.Officer(o, s.Post) == e.Person || d.delegable(s) && workflow.Officer(o, "deputy_"+s.Post) == e.Person {
		return nil
	}
	return d.f.because(nil, "%s certified as %s of %s, and was not that officer.", e.Person, s.Post, s.OfficerOf)
}

// delegable reports whether the case's workflow lets an officer's deputy certify; it does where it says nothing.
func (d *decided) delegable(s *workflow.SignOff) bool {
	w := d.reg.WorkflowVersion(d.c.Workflow, d.c.WorkflowVersion)
	if w == nil {
		return false
	}
	for _, g := range w.Gates {
		for _, entry := range g.SignOffs {
			if g.ID == s.Gate && entry.ID == s.Entry {
				return entry.Delegable == nil || *entry.Delegable
			}
		}
	}
	return false
}
