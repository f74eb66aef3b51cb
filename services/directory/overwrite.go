package directory

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"

	"comity/services/bus"
)

// overwrite erases the older values of a key on the disk, byte by byte; and, where the key was deleted and mark says so, the
// mark as well, so that not even the key is left. What another process has erased meanwhile is erased.
func (d *Directory) overwrite(ctx context.Context, key string, mark bool) error {
	subject := "$KV." + bus.PeopleBucket + "." + key
	newest, err := d.stream.GetLastMsgForSubject(ctx, subject)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("erase older values of %s: %w", key, err)
	}
	until := newest.Sequence
	if mark && newest.Header.Get(operation) != "" {
		until++
	}
	for at := uint64(1); at < until; {
		m, err := d.stream.GetMsg(ctx, at, jetstream.WithGetMsgSubject(subject))
		if errors.Is(err, jetstream.ErrMsgNotFound) || err == nil && m.Sequence >= until {
			return nil
		}
		if err == nil {
			err = d.eraseMessage(ctx, m.Sequence)
		}
		if err != nil {
			return fmt.Errorf("erase an older value of %s: %w", key, err)
		}
		at = m.Sequence + 1
	}
	return nil
}

// eraseMessage overwrites one message on the disk, unless somebody else has.
func (d *Directory) eraseMessage(ctx context.Context, seq uint64) error {
	err := d.stream.SecureDeleteMsg(ctx, seq)
	if err == nil {
		return nil
	}
	if _, gone := d.stream.GetMsg(ctx, seq); errors.Is(gone, jetstream.ErrMsgNotFound) {
		return nil
	}
	return err
}

// operation is the header of a mark that says that a key was deleted.
const operation = "KV-Operation"
