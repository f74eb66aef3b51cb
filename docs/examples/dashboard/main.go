// Dashboard prints the cases of a partnership as a clearance may see them, and then every event that is published to it, each
// once and in order, across lost connections too. It needs nothing of Comity's own code:
//
//	NATS_URL=nats://localhost:4222 COMITY_USER=d-wall COMITY_KEY=… dashboard PARTNERSHIP CLEARANCE
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/nats-io/nats.go"
)

// answer has what is read of the views snapshot and feed.
type answer struct {
	Cases    []struct{ Case, Stage, Status string }
	After    string // of a snapshot that goes on: ask for the next page with it
	Position uint64 // of the feed, from which on to follow the snapshot
	Events   []json.RawMessage
	Last     uint64
	Reset    bool // the feed no longer has everything after the position
}

func main() {
	partnership, clearance, user := os.Args[1], os.Args[2], os.Getenv("COMITY_USER")
	nc, err := nats.Connect(os.Getenv("NATS_URL"), nats.UserInfo(user, os.Getenv("COMITY_KEY")), nats.CustomInboxPrefix("_INBOX_"+user), nats.MaxReconnects(-1))
	check(err)
	live := make(chan *nats.Msg, 4096)
	sub, err := nc.ChanSubscribe("comity.feed."+partnership+"."+clearance+".>", live) // before asking, so that nothing falls between
	check(err)
	check(nc.Flush())

	ask := func(view string, args map[string]any) (a answer) {
		args["clearance"] = clearance
		body, err := json.Marshal(args)
		check(err)
		for ; ; time.Sleep(time.Second) {
			m, err := nc.Request("comity.ask."+partnership+"."+user+"."+view, body, 10*time.Second)
			if err != nil {
				continue // nobody is there just now
			}
			switch m.Header.Get("Nats-Service-Error-Code") {
			case "":
				check(json.Unmarshal(m.Data, &struct{ Data *answer }{&a}))
				return a
			case "unavailable", "too_many_requests":
			default:
				log.Fatalf("%s: %s", view, m.Data)
			}
		}
	}
	position := uint64(0)
	show := func(message []byte) {
		var e struct {
			Time, Type, Subject string
			Sequence            uint64 `json:",string"`
			Data                struct{ Stage, Status string }
		}
		if check(json.Unmarshal(message, &e)); e.Sequence > position {
			position = e.Sequence
			fmt.Println(e.Sequence, e.Time, e.Subject, e.Type, e.Data.Stage, e.Data.Status)
		}
	}
	snapshot := func() {
		for page := ask("snapshot", map[string]any{}); ; page = ask("snapshot", map[string]any{"after": page.After}) {
			for _, c := range page.Cases {
				fmt.Println("now", c.Case, c.Stage, c.Status)
			}
			if position == 0 || page.Position < position {
				position = page.Position // of the oldest page: what a later one knows already comes once more as an event
			}
			if page.After == "" {
				return
			}
		}
	}
	catchUp := func() {
		for {
			page := ask("feed", map[string]any{"after": position})
			if page.Reset {
				position = 0
				snapshot()
				continue
			}
			for _, e := range page.Events {
				show(e)
			}
			if len(page.Events) == 0 {
				return
			}
		}
	}
	lost := func() int { n, _ := sub.Dropped(); return n + int(nc.Stats().Reconnects) }
	snapshot()
	catchUp()
	for seen := lost(); ; {
		var message *nats.Msg
		select {
		case message = <-live:
		case <-time.After(15 * time.Second):
		}
		if n := lost(); n != seen || message == nil { // there may be a gap before this message
			seen = n
			catchUp()
		}
		if message != nil {
			show(message.Data)
		}
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
