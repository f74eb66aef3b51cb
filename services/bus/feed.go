package bus

import "comity/events"

// FeedView is the view that answers what was published after a position: how who was away comes back without a gap.
const FeedView = "feed"

// FeedArgs ask for what was published for a clearance.
type FeedArgs struct {
	Clearance string `json:"clearance" required:"true" doc:"public, partners, board or exempt."`
	After     uint64 `json:"after,omitempty" doc:"The sequence of the event after which to begin."`
	Limit     int    `json:"limit,omitempty" minimum:"1" doc:"About how many events to answer with."`
}

// FeedPage is the answer: events in the order of the feed.
type FeedPage struct {
	Events []events.CloudEvent `json:"events"`

	// Last is the position up to which the page is complete: for this clearance there is nothing published after
	// FeedArgs.After and up to Last that is not in Events. A page without events is the end of what there is.
	Last uint64 `json:"last"`
}
