package house

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// stopWithin bounds how long the services may take to finish what they have in hand, all together.
const stopWithin = 20 * time.Second

// started is a service under way.
type started struct {
	*service
	stop context.CancelFunc
	done chan struct{} // closed when it has returned
	err  error         // what it returned; to be read after done
}

// Run runs the services together until ctx ends or one of them fails, then stops them in order: what fires of itself first,
// then those who answer, then those who tell, and what is in hand is finished. It returns when all have stopped; the server
// goes on until Close.
// Errors: that of the service that failed first; services that did not stop within 20 s. None when ctx ended.
func (h *House) Run(ctx context.Context) error {
	ctx, over, err := h.begin(ctx)
	if err != nil {
		return err
	}
	defer over()
	var all []*started
	first := make(chan *started, len(h.services))
	for _, s := range h.services {
		all = append(all, start(ctx, s, first))
	}
	var announcing sync.WaitGroup
	announcing.Go(func() { h.announce(ctx) })
	h.probe.serve() // until Close

	select {
	case <-ctx.Done():
	case s := <-first:
		if err = s.err; err == nil {
			err = errors.New("ended by itself")
		}
		err = fmt.Errorf("%s: %w", s.name, err)
	}
	h.probe.leave()
	err = errors.Join(err, h.stop(all))
	h.cancel()
	announcing.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.killed {
		return nil
	}
	return err
}

// begin notes that Run is under way. A house runs once.
func (h *House) begin(ctx context.Context) (context.Context, func(), error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || h.running != nil {
		return nil, nil, errors.New("a house runs once, and not after it was closed")
	}
	ctx, h.cancel = context.WithCancel(ctx)
	h.running = make(chan struct{})
	return ctx, func() { h.cancel(); close(h.running) }, nil
}

func start(ctx context.Context, s *service, first chan<- *started) *started {
	own, stop := context.WithCancel(context.WithoutCancel(ctx))
	r := &started{service: s, stop: stop, done: make(chan struct{})}
	go func() {
		r.err = s.run(own)
		close(r.done)
		first <- r
	}()
	return r
}

// announce closes ready when every service takes work.
func (h *House) announce(ctx context.Context) {
	for _, s := range h.services {
		select {
		case <-s.ready:
		case <-ctx.Done():
			return
		}
	}
	close(h.ready)
}

// stop ends the services one after another.
func (h *House) stop(all []*started) error {
	late := time.After(stopWithin)
	for i, s := range all {
		s.stop()
		select {
		case <-s.done:
		case <-late:
			for _, rest := range all[i:] {
				rest.stop()
			}
			return fmt.Errorf("%s did not stop within %v", s.name, stopWithin)
		}
		if s.err != nil && !errors.Is(s.err, context.Canceled) {
			h.cfg.Log.Error().Err(s.err).Str("service", s.name).Msg("service ended with an error")
		}
	}
	return nil
}
