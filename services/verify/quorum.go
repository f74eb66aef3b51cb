package verify

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow"
)

// quorumLost checks that the people in the seats made no quorum, at the moment that the record names.
func (d *decided) quorumLost(e events.SignOffQuorumLost) error {
	s, err := d.signOff(e.SignOff, "the loss of a quorum", workflow.SignOffOpen)
	if err != nil {
		return err
	}
	return d.quorum(s, e.Reasons, e.LostAt, s.DueAt)
}

// quorumChanged checks that the quorum was lost still, for the reasons that are given.
func (d *decided) quorumChanged(e events.SignOffQuorumReasonsChanged) error {
	s, err := d.signOff(e.SignOff, "another reason for the loss of a quorum", workflow.SignOffNoQuorum)
	if err != nil {
		return err
	}
	return d.quorum(s, e.Reasons, time.Time{}, time.Time{})
}

// quorumRestored checks that there was a quorum again, and that the deadline moved by as long as there was none.
func (d *decided) quorumRestored(e events.SignOffQuorumRestored) error {
	s, err := d.signOff(e.SignOff, "the return of a quorum", workflow.SignOffNoQuorum)
	if err != nil {
		return err
	}
	return d.quorum(s, nil, e.RestoredAt, e.DueAt)
}

// quorum checks reasons and, where the sign-off has a quorum again, its deadline.
func (d *decided) quorum(s *workflow.SignOff, reasons []string, named, due time.Time) error {
	want, moved, ok := d.then().QuorumAt(s, named)
	switch {
	case !ok:
		return d.f.because(nil, "the quorum of sign-off %s is said to have turned at %s, when nobody's time in a seat began or ended.", s.ID, named)
	case !slices.Equal(want, reasons):
		return d.f.because(nil, "the quorum of sign-off %s is said to lack %v, and it lacked %v.", s.ID, reasons, want)
	case len(want) == 0 && !due.Equal(moved):
		return d.f.because(nil, "sign-off %s is due at %s since it has a quorum again, and by the rules at %s.", s.ID, due, moved)
	}
	return nil
}
