package broker

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

// syncQuestion asks every server for its JetStream configuration. It is the system account's; an engine may ask it where
// the operator has lent it (the embedded server does, deploy/ shows how). Nothing in an ordinary account tells.
const syncQuestion = "$SYS.REQ.SERVER.PING.JSZ"

// What may be lost on a server that does not sync, in words for the operator.
const mayBeLost = "acknowledged decisions of the last two minutes may be lost in a power cut"

// syncWait is how long SyncWarning waits for one more server.
const syncWait = 300 * time.Millisecond

// SyncWarning says in one sentence what may be lost because a server behind nc does not sync every write to its disk, or
// because that could not be found out; "" when every server that answered syncs. It is best effort: a server that is down
// does not answer.
func SyncWarning(ctx context.Context, nc *nats.Conn) string {
	unsynced, answered := askSync(ctx, nc)
	switch {
	case answered == 0:
		return "It could not be verified that the NATS servers sync every write (sync_interval: always): where they do not, " + mayBeLost + "."
	case len(unsynced) > 0:
		return fmt.Sprintf("The NATS servers %s do not sync every write (sync_interval: always): %s.", strings.Join(unsynced, ", "), mayBeLost)
	}
	return ""
}

// askSync returns the names of the servers that do not sync and how many answered at all.
func askSync(ctx context.Context, nc *nats.Conn) (unsynced []string, answered int) {
	inbox := nc.NewInbox()
	sub, err := nc.SubscribeSync(inbox)
	if err != nil {
		return nil, 0
	}
	defer sub.Unsubscribe()
	if err := nc.PublishRequest(syncQuestion, inbox, nil); err != nil {
		return nil, 0
	}
	for {
		wait, cancel := context.WithTimeout(ctx, syncWait)
		m, err := sub.NextMsgWithContext(wait)
		cancel()
		if err != nil { // nobody, or nobody more
			slices.Sort(unsynced)
			return unsynced, answered
		}
		var a struct {
			Server struct {
				Name string `json:"name"`
			} `json:"server"`
			Data *struct {
				Disabled bool `json:"disabled"`
				Config   struct {
					SyncAlways bool `json:"sync_always"`
				} `json:"config"`
			} `json:"data"`
		}
		if json.Unmarshal(m.Data, &a) != nil || a.Data == nil || a.Data.Disabled {
			continue
		}
		answered++
		if !a.Data.Config.SyncAlways {
			unsynced = append(unsynced, a.Server.Name)
		}
	}
}
