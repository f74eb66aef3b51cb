//go:build !unix

package broker

import "os"

// lockDir opens the lock file. Where the system has no flock, two processes on one directory are not noticed.
func lockDir(file string) (*os.File, error) {
	return os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
}
