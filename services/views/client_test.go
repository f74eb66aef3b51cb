package views

import (
	"testing"

	"comity/services/client"
	"comity/services/natstest"
)

// natsClient is the local command line's.
func natsClient(t *testing.T, s *natstest.Server) *client.Client {
	t.Helper()
	return client.New(s.Operator(t), client.Config{})
}

func atLeast(seq uint64) client.Option { return client.AtLeast(seq) }
