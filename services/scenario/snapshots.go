package scenario

import (
	"encoding/json"
	"slices"

	"comity/events"
	"comity/workflow"
)

// checkSnapshot is I6 for how a dashboard begins: what the snapshot of a case says to a clearance is held against the same rules as
// the messages of the feed.
func (w *world) checkSnapshot(c *workflow.Case) error {
	for _, clearance := range workflow.Clearances {
		body, err := json.Marshal(workflow.PublishCase(c, clearance))
		if err != nil {
			return err
		}
		p := published{clearance: clearance, body: string(body), event: events.CloudEvent{ID: "the snapshot of case " + c.ID, Subject: "case/" + c.ID, Type: "snapshot"}}
		p.data, _ = looseJSON(body).(map[string]any)
		w.checkPublished(p)
		if rank(clearance) < rank("board") {
			if name := holds(p.data, secret); name != "" {
				w.differ("I6: %s to %s has the field %s", p.event.ID, clearance, name)
			}
		}
	}
	return nil
}

// holds finds a field of one of the names, however deep; "" for none.
func holds(v any, names []string) string {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			if slices.Contains(names, name) {
				return name
			}
			if found := holds(inner, names); found != "" {
				return found
			}
		}
	case []any:
		for _, inner := range v {
			if found := holds(inner, names); found != "" {
				return found
			}
		}
	}
	return ""
}
