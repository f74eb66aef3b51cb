package verify

import (
	"slices"

	"comity/events"
	"comity/workflow"
)

// boardEnded checks that a sign-off that became void because its board ended was of a board that a governance version had ended, when
// it says.
func (d *decided) boardEnded(e events.SignOffVoided) error {
	if e.Because != workflow.BoardVersionEnded {
		return nil
	}
	s := d.c.SignOff(e.SignOff)
	if s == nil {
		return d.f.because(nil, "sign-off %s became void, and the case does not have it.", e.SignOff)
	}
	at, version, ended := d.then().BoardEnded(s)
	switch {
	case !ended || at.After(d.r.At):
		return d.f.because(nil, "sign-off %s became void because board %s had ended, and it had not.", e.SignOff, s.Board)
	case version != e.GovernanceVersion || !at.Equal(e.DueAt) || !e.DetectedAt.Equal(d.r.At):
		return d.f.because(nil, "sign-off %s became void because board %s ended with version %d at %s, and it ended with version %d at %s.",
			e.SignOff, s.Board, e.GovernanceVersion, e.DueAt, version, at)
	}
	return nil
}

// reissued checks that who is asked in place of a board that ended is who takes over from it, or whom the workflow sends the case to.
func (d *decided) reissued(e events.SignOffReissued) error {
	s, to := d.c.SignOff(e.SignOff), d.c.SignOff(e.To)
	if s == nil || to == nil || to.Board != e.Board {
		return d.f.because(nil, "sign-off %s is said to stand in place of %s, and one of them is not there.", e.To, e.SignOff)
	}
	boards, how := d.then().AskedInstead(s)
	if !slices.Contains(boards, e.Board) || how != e.How {
		return d.f.because(nil, "sign-off %s was opened anew before %s (%s), and by the governance then in force it goes to %v (%s).",
			e.SignOff, e.Board, e.How, boards, how)
	}
	return nil
}
