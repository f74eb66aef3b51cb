package feeds

import (
	"testing"

	"comity/events"
	"comity/services/views/viewstest"
	"comity/workflow"
)

// The topic of an event is its subject: who wants to hear when gates are passed, and of nothing else, subscribes to that (docs/integrating.md).
func TestF56_a_subscriber_with_a_topic_gets_that_one_event_of_many(t *testing.T) {
	t.Parallel()
	w := viewstest.Open(t)
	w.Now = viewstest.At("2026-12-01 09:00")
	w.Draft(t, "C1", "partners")
	w.ToG1(t, "C1")
	p := publishing(t, w)
	p.reach(t, w.Last)
	nc := w.Server.Engine(t)
	all, err := nc.SubscribeSync(events.FeedOf("westmere", workflow.ClearPartners))
	if err != nil {
		t.Fatal(err)
	}
	gates, err := nc.SubscribeSync(events.FeedSubject("westmere", workflow.ClearPartners, events.GatePassed{}.EventType(), "*"))
	if err != nil {
		t.Fatal(err)
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	w.PassG1(t, "C1")
	p.reach(t, w.Last)
	if err := nc.Flush(); err != nil { // what was published before has come by then
		t.Fatal(err)
	}
	many, _, err1 := all.Pending()
	one, _, err2 := gates.Pending()
	if err1 != nil || err2 != nil || many < 10 || one != 1 {
		t.Errorf("got %d of %d events (%v, %v), want 1 of at least 10", one, many, err1, err2)
	}
}
