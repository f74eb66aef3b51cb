package scenario

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"

	"comity/events"
)

// compareViews is I3 for every case that the step changed: what the view answers is what the records fold to; and I7 for the
// fold: a record delivered again changes nothing.
func (w *world) compareViews(ctx context.Context) error {
	w.checkMandates()
	w.checkPools()
	for _, agg := range w.changed() {
		c := w.cases[agg.ID]
		if agg.Kind != events.KindCase || c == nil {
			continue
		}
		ours, err := json.Marshal(c.state)
		if err != nil {
			return err
		}
		if c.state.Fold(c.last) == nil {
			w.differ("I7: record %d of case %s folds twice", c.last.Revision, agg.ID)
		}
		if err := w.checkSnapshot(c.state); err != nil {
			return err
		}
		answer, err := w.ask(ctx, "", "case", map[string]any{"case": agg.ID})
		if err != nil {
			w.differ("I3: the view does not show case %s: %v", agg.ID, err)
			continue
		}
		var shown struct {
			State json.RawMessage `json:"state"`
		}
		if err := json.Unmarshal(answer, &shown); err != nil {
			return err
		}
		if !bytes.Equal(ours, shown.State) && !reflect.DeepEqual(looseJSON(ours), looseJSON(shown.State)) {
			w.differ("I3: the view of case %s differs from its records: %s", agg.ID, firstDifference("state", looseJSON(ours), looseJSON(shown.State)))
		}
	}
	return nil
}

// firstDifference says where two JSON values part.
func firstDifference(path string, want, got any) string {
	a, ok1 := want.(map[string]any)
	b, ok2 := got.(map[string]any)
	if !ok1 || !ok2 {
		return fmt.Sprintf("%s is %s, the records say %s", path, oneLine(got), oneLine(want))
	}
	for name := range a {
		if !reflect.DeepEqual(a[name], b[name]) {
			return firstDifference(join(path, name), a[name], b[name])
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			return fmt.Sprintf("%s is %s, the records say nothing", join(path, name), oneLine(b[name]))
		}
	}
	return path
}

// refold is I3 at the end of a story: everything is read and folded once more from the first record.
func (w *world) refold(ctx context.Context) error {
	again := newWorld(w.story, w.opts, w.dir)
	again.engine = w.engine
	if err := again.catchUp(ctx); err != nil {
		w.differ("I3: the journal does not fold again: %v", err)
		return nil
	}
	if len(again.cases) != len(w.cases) || again.register.Revision != w.register.Revision {
		w.differ("I3: folded again there are %d cases and register revision %d, were %d and %d", len(again.cases), again.register.Revision, len(w.cases), w.register.Revision)
	}
	for id, m := range again.mandates {
		if was := w.mandates[id]; was == nil || !reflect.DeepEqual(loose(was.state), loose(m.state)) {
			w.differ("I3: mandate %s folds to something else from the first record", id)
		}
	}
	for id, p := range again.pools {
		if was := w.pools[id]; was == nil || !reflect.DeepEqual(loose(was.state), loose(p.state)) {
			w.differ("I3: pool %s folds to something else from the first record", id)
		}
	}
	for id, c := range again.cases {
		if was := w.cases[id]; was == nil || !reflect.DeepEqual(loose(was.state), loose(c.state)) {
			w.differ("I3: case %s folds to something else from the first record", id)
		}
	}
	return nil
}
