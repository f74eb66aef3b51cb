//go:build unix

package broker

import (
	"errors"
	"os"
	"syscall"
)

// lockDir takes the lock that keeps a second server off the same streams; the server itself does not. The system lets it
// go when the file is closed or the process ends, however it ends.
func lockDir(file string) (*os.File, error) {
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = ErrInUse
		}
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
