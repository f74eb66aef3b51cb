package answer

import "comity/services/bus"

// SnapshotArgs ask for the cases of a partnership as a clearance sees them on the feed.
type SnapshotArgs = bus.SnapshotArgs

// Snapshot is one page of them, and where to follow from.
type Snapshot = bus.SnapshotPage
