package answer

import "comity/services/bus"

// FeedPage is the next events of the feed, and whether there were more before.
type FeedPage struct {
	bus.FeedPage

	// Reset says that the feed no longer has everything after the position: what was published before is seen in views.
	Reset bool `json:"reset,omitempty"`
}
