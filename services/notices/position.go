package notices

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"
)

// place is how far a partition has been read. Until the past has been read, Seq is 0 and Past is where it ends.
type place struct {
	Seq  uint64 `json:"seq"`
	Past uint64 `json:"past,omitempty"`
}

// position reads how far a partition has been read, and whether that is known.
func (l *ledger) position(ctx context.Context, partition int) (at place, known bool, err error) {
	got, err := l.kv.Get(ctx, positionKey(partition))
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return at, false, nil
	}
	if err != nil {
		return at, false, fmt.Errorf("position: %w", err)
	}
	return at, true, json.Unmarshal(got.Value(), &at)
}

// begin notes where the past ends, once: it returns what another instance has noted before.
func (l *ledger) begin(ctx context.Context, partition int, at place) (place, error) {
	data, err := json.Marshal(at)
	if err != nil {
		return at, err
	}
	_, err = l.kv.Create(ctx, positionKey(partition), data)
	if errors.Is(err, jetstream.ErrKeyExists) {
		at, _, err = l.position(ctx, partition)
	}
	return at, err
}

// keep notes how far a partition has been read. It never goes back: another instance may be further.
func (l *ledger) keep(ctx context.Context, partition int, at place) error {
	data, err := json.Marshal(at)
	if err != nil {
		return err
	}
	for {
		got, err := l.kv.Get(ctx, positionKey(partition))
		if errors.Is(err, jetstream.ErrKeyNotFound) {
			_, err = l.kv.Create(ctx, positionKey(partition), data)
		} else if err == nil {
			var was place
			if err := json.Unmarshal(got.Value(), &was); err != nil {
				return fmt.Errorf("position: %w", err)
			}
			if was.Seq >= at.Seq {
				return nil
			}
			_, err = l.kv.Update(ctx, positionKey(partition), data, got.Revision())
		}
		if !errors.Is(err, jetstream.ErrKeyExists) {
			return err
		}
	}
}

func positionKey(partition int) string { return fmt.Sprintf("position.%d", partition) }
