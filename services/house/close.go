package house

import "errors"

// Close ends a Run under way, as the end of its context does, and waits for it; then it closes what Open opened, in reverse
// order, the server last: every file is synced. A second Close does nothing.
func (h *House) Close() error {
	h.mu.Lock()
	was := h.closed
	h.closed = true
	cancel, running := h.cancel, h.running
	h.mu.Unlock()
	if was {
		return nil
	}
	if running != nil {
		cancel()
		<-running
	}
	return h.shut()
}

// Kill ends the house as a crash would, within one process: connections are cut at once, so that what is in hand gets no
// further, and nothing is drained. The directory can be opened again afterwards. What a crash of the machine does to files
// that were not synced is not simulated. Run then returns nil: what fails in a crash is nobody's to read.
func (h *House) Kill() error {
	h.mu.Lock()
	h.killed = true
	for _, nc := range h.conns {
		nc.Close()
	}
	if h.people != nil {
		h.people.Close()
	}
	h.mu.Unlock()
	return h.Close()
}

// shut closes what there is.
func (h *House) shut() error {
	var errs []error
	if h.probe != nil {
		errs = append(errs, h.probe.close())
	}
	if h.people != nil {
		h.people.Close()
	}
	if h.web != nil {
		errs = append(errs, h.web.Close())
	}
	if h.views != nil {
		errs = append(errs, h.views.Close())
	}
	for _, nc := range h.conns {
		nc.Close()
	}
	if h.broker != nil {
		errs = append(errs, h.removeAddress(), h.broker.Close())
	}
	return errors.Join(errs...)
}
