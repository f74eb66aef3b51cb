package deadlines

import (
	"context"
	"time"

	"github.com/rs/zerolog"
)

// longestSleep bounds every sleep. A timer set for months would not notice that the machine was suspended or the clock put
// right; one of half a minute is at most so late.
const longestSleep = 30 * time.Second

// The pause after a round that failed: a second, doubling to half a minute.
const failedPause = time.Second

// gather is how long it waits after a change for those that come with it: a busy journal is not a round for each of its pages.
const gather = 100 * time.Millisecond

// loop only waits, and calls once.
type loop struct {
	now  func() time.Time
	poll time.Duration
	wake <-chan struct{}
	once func(context.Context) (Result, error)
	log  zerolog.Logger
}

func (l loop) run(ctx context.Context) error {
	failed := time.Duration(0)
	for {
		done, err := l.once(ctx)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		wake, sleep := l.wake, l.sleep(done.Next)
		if err != nil {
			l.log.Warn().Err(err).Msg("deadlines: trying again")
			failed = min(max(2*failed, failedPause), longestSleep)
			wake, sleep = nil, failed
		} else {
			failed = 0
		}
		if err := l.wait(ctx, wake, sleep); err != nil {
			return err
		}
	}
}

// wait returns after a time, or soon after a change.
func (l loop) wait(ctx context.Context, wake <-chan struct{}, sleep time.Duration) error {
	timer := time.NewTimer(sleep)
	defer timer.Stop()
	for woken := false; ; {
		select {
		case <-wake:
			if !woken && sleep > gather {
				timer.Reset(gather)
			}
			woken = true
		case <-timer.C:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// sleep is how long to wait for the next moment by the clock.
func (l loop) sleep(next time.Time) time.Duration {
	if next.IsZero() {
		return l.poll
	}
	return min(max(next.Sub(l.now()), time.Millisecond), l.poll)
}
