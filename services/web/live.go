package web

import "context"

// live tells browsers what has changed.
type live struct{ web *Web }

func newLive(w *Web) *live { return &live{web: w} }

// run follows what happens until ctx ends.
func (l *live) run(ctx context.Context) error {
	<-ctx.Done()
	return nil
}
