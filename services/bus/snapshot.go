package bus

import (
	"embed"
	"time"

	"comity/workflow"
)

// SnapshotView is the view that answers what a clearance may see of every case: how a new dashboard begins.
const SnapshotView = "snapshot"

// SnapshotArgs ask for the cases of a partnership as a clearance sees them on the feed.
type SnapshotArgs struct {
	Clearance string `json:"clearance" required:"true" enum:"public,partners,board,exempt" doc:"public, partners, board or exempt."`
	After     string `json:"after,omitempty" doc:"The after of the page before."`
	Limit     int    `json:"limit,omitempty" minimum:"1" doc:"How many cases at most; 200 unless fewer are asked for, and fewer where they are large."`
}

// SnapshotPage is the answer: cases in the order of their references.
//
// Position is that of the feed after which to follow. Whatever came of a case up to its revision is in the snapshot, and whatever
// came of any case up to the position of the first page is in one of the pages: so whoever follows after the position of the
// first page, and passes over the events of a case up to its revision, has neither a gap nor a double, however much is written
// while they turn the pages. What is published of the register, such as meetings and members, is not in it: view register has that.
type SnapshotPage struct {
	Cases    []SnapshotCase `json:"cases"`
	Position uint64         `json:"position"`
	After    string         `json:"after,omitempty"` // ask with it for the next page; none at the end
}

// ViewSources are the files in which the questions and answers of the feed are declared, for the reference.
//
//go:embed feed.go snapshot.go wire.go
var ViewSources embed.FS

// SnapshotCase is what the clearance may see of a case, and how far that is.
type SnapshotCase struct {
	workflow.Snapshot
	Revision  int       `json:"revision"`   // of the last record in it; an event's id has that of its own
	UpdatedAt time.Time `json:"updated_at"` // when that was decided, UTC
}
