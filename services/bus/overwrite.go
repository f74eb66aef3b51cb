package bus

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"
)

// Overwrite erases the older values of a key on the disk, byte by byte; and, where the key was deleted and mark says so, the
// mark as well, so that not even the key is left. What another process has erased meanwhile is erased. The stream is that of a
// bucket which lets single messages be deleted, and whose older values are still in it; subject is the key's.
// Errors: the stream does not answer, or does not let itself be overwritten.
func Overwrite(ctx context.Context, stream jetstream.Stream, subject string, mark bool) error {
	newest, err := stream.GetLastMsgForSubject(ctx, subject)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("erase older values of %s: %w", subject, err)
	}
	until := newest.Sequence
	if mark && newest.Header.Get(operation) != "" {
		until++
	}
	for at := uint64(1); at < until; {
		m, err := stream.GetMsg(ctx, at, jetstream.WithGetMsgSubject(subject))
		if errors.Is(err, jetstream.ErrMsgNotFound) || err == nil && m.Sequence >= until {
			return nil
		}
		if err == nil {
			err = eraseMessage(ctx, stream, m.Sequence)
		}
		if err != nil {
			return fmt.Errorf("erase an older value of %s: %w", subject, err)
		}
		at = m.Sequence + 1
	}
	return nil
}

// eraseMessage overwrites one message on the disk, unless somebody else has.
func eraseMessage(ctx context.Context, stream jetstream.Stream, seq uint64) error {
	err := stream.SecureDeleteMsg(ctx, seq)
	if err == nil {
		return nil
	}
	if _, gone := stream.GetMsg(ctx, seq); errors.Is(gone, jetstream.ErrMsgNotFound) {
		return nil
	}
	return err
}

// operation is the header of a mark that says that a key was deleted.
const operation = "KV-Operation"
