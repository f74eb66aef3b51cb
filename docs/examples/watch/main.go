// Watch is a dashboard in thirty lines, with Comity's own client: the cases as a clearance may see them, then every event, each
// once and in order. The program in ../dashboard does the same with nats.go alone.
//
//	NATS_URL=nats://localhost:4222 COMITY_USER=… COMITY_KEY=… watch PARTNERSHIP CLEARANCE
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/nats-io/nats.go"

	"comity/services/client"
)

func main() {
	partnership, clearance, user := os.Args[1], os.Args[2], os.Getenv("COMITY_USER")
	nc, err := nats.Connect(os.Getenv("NATS_URL"), nats.UserInfo(user, os.Getenv("COMITY_KEY")), nats.CustomInboxPrefix("_INBOX_"+user))
	check(err)
	c := client.New(nc, client.Config{Actor: user})
	seen, err := c.Snapshot(context.Background(), partnership, clearance)
	check(err)
	for id, row := range seen.Cases {
		fmt.Println("now", id, row.Stage, row.Status)
	}
	check(c.Watch(context.Background(), partnership, clearance, seen.Position, func(e client.Event) error {
		if !seen.Has(e) {
			fmt.Println(e.Sequence, e.Time, e.Subject, e.Type, string(e.Data))
		}
		return nil
	}))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
