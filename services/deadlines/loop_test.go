package deadlines

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"
)

// watch runs a loop in a bubble and returns the moments of its rounds.
func watch(t *testing.T, l loop, until time.Duration, once func(now time.Time, round int) (Result, error)) []time.Duration {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), until)
	defer cancel()
	start := time.Now()
	var rounds []time.Duration
	if l.now == nil {
		l.now = time.Now
	}
	l.log = zerolog.Nop()
	l.once = func(context.Context) (Result, error) {
		rounds = append(rounds, time.Since(start))
		return once(time.Now(), len(rounds))
	}
	if err := l.run(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("run: %v", err)
	}
	return rounds
}

func TestLoop(t *testing.T) {
	t.Run("sleeps to the next moment and never longer than the poll", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			due := time.Now().Add(70 * time.Second)
			rounds := watch(t, loop{poll: longestSleep}, 95*time.Second, func(now time.Time, _ int) (Result, error) {
				if now.Before(due) {
					return Result{Next: due}, nil
				}
				return Result{}, nil
			})
			equal(t, rounds, 0, 30*time.Second, 60*time.Second, 70*time.Second)
		})
	})
	t.Run("a clock put forward is noticed within the poll", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			step := time.Duration(0)
			due := start.Add(365 * 24 * time.Hour)
			fired := time.Duration(0)
			watch(t, loop{poll: longestSleep, now: func() time.Time { return time.Now().Add(step) }}, 5*time.Minute, func(now time.Time, round int) (Result, error) {
				if round == 3 {
					step = 365 * 24 * time.Hour
				}
				if now.Add(step).Before(due) {
					return Result{Next: due}, nil
				}
				if fired == 0 {
					fired = time.Since(start)
				}
				return Result{}, nil
			})
			if fired == 0 || fired > 90*time.Second {
				t.Errorf("got fired after %v, want within a poll of the step", fired)
			}
		})
	})
	t.Run("a change wakes it", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			wake := make(chan struct{}, 1)
			time.AfterFunc(5*time.Second, func() { wake <- struct{}{} })
			rounds := watch(t, loop{poll: longestSleep, wake: wake}, 20*time.Second, func(time.Time, int) (Result, error) { return Result{}, nil })
			equal(t, rounds, 0, 5*time.Second+gather)
		})
	})
	t.Run("changes that come together are one round", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			wake := make(chan struct{}, 1)
			for n := range 50 {
				time.AfterFunc(5*time.Second+time.Duration(n)*time.Millisecond, func() { wake <- struct{}{} })
			}
			rounds := watch(t, loop{poll: longestSleep, wake: wake}, 20*time.Second, func(time.Time, int) (Result, error) { return Result{}, nil })
			equal(t, rounds, 0, 5*time.Second+gather)
		})
	})
	t.Run("a round that fails is tried again, more and more rarely, also while changes come", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			wake := make(chan struct{}, 1)
			wake <- struct{}{}
			rounds := watch(t, loop{poll: longestSleep, wake: wake}, 100*time.Second, func(_ time.Time, round int) (Result, error) {
				return Result{}, errors.New("nobody answers")
			})
			equal(t, rounds, 0, time.Second, 3*time.Second, 7*time.Second, 15*time.Second, 31*time.Second, 61*time.Second, 91*time.Second)
		})
	})
}

func equal(t *testing.T, got []time.Duration, want ...time.Duration) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got rounds at %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("got rounds at %v, want %v", got, want)
		}
	}
}
