package events

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// CloudEvents 1.0, structured mode: how events are published (DESIGN §5). The journal holds records, not these.
const (
	CloudEventsVersion     = "1.0"
	CloudEventsContentType = "application/cloudevents+json"
)

// Headers of a published message. The journal's position in it lets the publisher go on where it stopped.
const (
	HeaderJournalSeq = "Comity-Journal-Seq" // of the record, in the partition of its partnership
	HeaderLeft       = "Comity-Left"        // how many messages of the same record are still to follow; 0 for the last
)

// CloudEvent is one event as one clearance may see it. Sequence, partnership and clearance are extension attributes; the
// sequence is text since CloudEvents integers end at 31 bits.
type CloudEvent struct {
	SpecVersion     string          `json:"specversion"`
	ID              string          `json:"id"`      // the same whenever it is published; see CloudEventID
	Source          string          `json:"source"`  // /comity/<partnership>
	Type            string          `json:"type"`    // the event's own: gate.passed
	Subject         string          `json:"subject"` // <kind>/<id>
	Time            time.Time       `json:"time"`    // when it was decided, UTC
	DataContentType string          `json:"datacontenttype"`
	Data            json.RawMessage `json:"data"`
	Sequence        uint64          `json:"sequence,string"` // position of the record in the journal
	Partnership     string          `json:"partnership"`
	Clearance       string          `json:"clearance"`
}

// CloudEventID names the event at a place in a record, as one clearance sees it:
// <partnership>/<kind>/<id>/<revision>/<index>/<clearance>, the index from 0.
func CloudEventID(r *Record, index int, clearance string) string {
	return r.Aggregate().String() + "/" + strconv.Itoa(r.Revision) + "/" + strconv.Itoa(index) + "/" + clearance
}

// NewCloudEvent publishes the event at a place in a record, stored at a position of the journal, with the fields that a
// clearance may see.
// Errors: a field that JSON cannot carry.
func NewCloudEvent(r *Record, seq uint64, index int, clearance string, fields map[string]any) (*CloudEvent, error) {
	data, err := Canonical(fields)
	if err != nil {
		return nil, fmt.Errorf("publish event %d of record %d of %s: %w", index, r.Revision, r.Aggregate(), err)
	}
	return &CloudEvent{
		SpecVersion: CloudEventsVersion, ID: CloudEventID(r, index, clearance), Source: "/" + root + "/" + r.Partnership, Type: r.Events[index].Type,
		Subject: string(r.Kind) + "/" + r.ID, Time: r.At.UTC(), DataContentType: "application/json", Data: data,
		Sequence: seq, Partnership: r.Partnership, Clearance: clearance,
	}, nil
}
