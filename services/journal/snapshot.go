package journal

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"

	"comity/events"
)

const (
	// snapshotEvery is how many records pass between two snapshots of one aggregate.
	snapshotEvery = 100

	// snapshotBytes is the largest snapshot kept; an aggregate that has grown beyond is folded from its records.
	snapshotBytes = 400 << 10
)

// snapshot is how a Held is kept. It is a cache: read only by a build that writes the same form, only when its sum is
// right, and only when the journal has the very record that it ends with.
type snapshot struct {
	Form string          `json:"form"`
	Sum  string          `json:"sum"`
	Held json.RawMessage `json:"held"`
}

// snapshotKey names an aggregate in the bucket.
func snapshotKey(agg events.Aggregate) string {
	return agg.Partnership + "." + string(agg.Kind) + "." + agg.ID
}

// KeepSnapshot keeps h when a hundred records have passed since the last time, and does nothing otherwise. State is kept
// as its JSON: a state that JSON does not carry whole must not be given here. Best effort: a failure costs a slower load.
// The error is for the log.
func KeepSnapshot[S Folder](ctx context.Context, j *Journal, agg events.Aggregate, h *Held[S]) error {
	if j.snapshots == nil || h.Revision < h.kept+snapshotEvery {
		return nil
	}
	h.kept = h.Revision // also when it fails: not again for each record
	held, err := json.Marshal(h)
	if err != nil {
		return err
	}
	data, err := json.Marshal(snapshot{Form: j.form, Sum: events.Digest(held), Held: held})
	if err != nil || len(data) > snapshotBytes {
		return err
	}
	_, err = j.snapshots.Put(ctx, snapshotKey(agg), data)
	return err
}

// fromSnapshot puts the aggregate's snapshot into the empty h, if there is one to be trusted, and returns the records that
// follow it; otherwise all records.
func fromSnapshot[S Folder](ctx context.Context, j *Journal, agg events.Aggregate, h *Held[S]) ([]Stored, error) {
	kept := readSnapshot[S](ctx, j, agg)
	if kept == nil {
		return j.Load(ctx, agg, 0)
	}
	records, err := j.Load(ctx, agg, kept.Seq-1)
	if err != nil {
		return nil, err
	}
	if len(records) == 0 || records[0].Seq != kept.Seq || records[0].Record.Revision != kept.Revision || records[0].Record.Hash != kept.Head {
		return j.Load(ctx, agg, 0)
	}
	*h = *kept
	return records[1:], nil
}

// readSnapshot returns nil on any doubt.
func readSnapshot[S Folder](ctx context.Context, j *Journal, agg events.Aggregate) *Held[S] {
	if j.snapshots == nil {
		return nil
	}
	entry, err := j.snapshots.Get(ctx, snapshotKey(agg))
	if err != nil {
		return nil
	}
	var s snapshot
	if json.Unmarshal(entry.Value(), &s) != nil || s.Form != j.form || s.Sum != events.Digest(s.Held) {
		return nil
	}
	h := &Held[S]{State: empty[S]()}
	dec := json.NewDecoder(bytes.NewReader(s.Held))
	dec.DisallowUnknownFields()
	if dec.Decode(h) != nil || h.Seq == 0 || len(h.Commands) == 0 {
		return nil
	}
	h.kept = h.Revision
	return h
}

// empty makes a state to decode into: what a pointer points to, where S is one.
func empty[S Folder]() S {
	var zero S
	if t := reflect.TypeFor[S](); t.Kind() == reflect.Pointer {
		return reflect.New(t.Elem()).Interface().(S)
	}
	return zero
}
