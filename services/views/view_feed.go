package views

import (
	"context"
)

// FeedArgs
type FeedArgs struct{}

// FeedAnswer
type FeedAnswer struct{}

func viewFeed(ctx context.Context, q *query, args FeedArgs) (*FeedAnswer, error) {
	return &FeedAnswer{}, nil
}
