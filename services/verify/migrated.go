package verify

import "comity/events"

// migrated checks that a case was moved to another version of its workflow while it was at work, by who may, to a stage that the version and
// the gates still to pass allow, and that who agreed to it is said.
func (d *decided) migrated(e events.CaseMigrated) error {
	if e.FromVersion != d.c.WorkflowVersion || e.FromStage != d.c.Stage || e.ApprovedBy == "" || e.Minute == "" {
		return d.f.because(nil, "the case was moved from version %d, stage %s, and it was in version %d, stage %s; or nobody is said to have agreed to it.",
			e.FromVersion, e.FromStage, d.c.WorkflowVersion, d.c.Stage)
	}
	if why := d.then().NoMigration(e); why != "" {
		return d.f.because(nil, "the case was moved to version %d, stage %s, and could not be: %s", e.Version, e.Stage, why)
	}
	return nil
}
