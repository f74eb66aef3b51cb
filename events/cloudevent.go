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

// FeedPosition is where the event at a place in a record stands in the feed of its partnership: positions of one clearance
// rise, and no two are the same. The record is the one at seq in the journal; it has room for far fewer events than 2^13.
func FeedPosition(seq uint64, index int) uint64 { return seq<<13 | uint64(index)&(1<<13-1) }

// FeedEnd is the last position that an event of the record at seq can have: whoever follows after it follows what came later.
func FeedEnd(seq uint64) uint64 { return FeedPosition(seq+1, 0) - 1 }

// JournalSeq is the journal's position of the record that a position of the feed belongs to.
func JournalSeq(position uint64) uint64 { return position >> 13 }

// CloudEvent is one event as one clearance may see it. What follows Data are extension attributes; numbers are text there,
// since the integers of CloudEvents end at 31 bits.
type CloudEvent struct {
	SpecVersion     string          `json:"specversion"`
	ID              string          `json:"id"`      // the same whenever it is published; see CloudEventID
	Source          string          `json:"source"`  // /comity/<partnership>
	Type            string          `json:"type"`    // the event's own: gate.passed
	Subject         string          `json:"subject"` // <kind>/<id>
	Time            time.Time       `json:"time"`    // when it was decided, UTC
	DataContentType string          `json:"datacontenttype"`
	DataSchema      string          `json:"dataschema"` // type, version and clearance; see DataSchema
	Data            json.RawMessage `json:"data"`
	Sequence        uint64          `json:"sequence,string"`   // FeedPosition: resume after the last one seen
	JournalSeq      uint64          `json:"journalseq,string"` // of the record: what a view is asked to have read at least
	Partnership     string          `json:"partnership"`
	Clearance       string          `json:"clearance"`
}

// CloudEventID names the event at a place in a record, as one clearance sees it:
// <partnership>/<kind>/<id>/<revision>/<index>/<clearance>, the index from 0.
func CloudEventID(r *Record, index int, clearance string) string {
	return r.Aggregate().String() + "/" + strconv.Itoa(r.Revision) + "/" + strconv.Itoa(index) + "/" + clearance
}

// DataSchema names what Data of an event holds for a clearance: urn:comity:event:<type>:v<version>:<clearance>. Events are lifted
// to today's version before they are published. As long as the name is the same, fields are only added.
func DataSchema(eventType, clearance string) string {
	return fmt.Sprintf("urn:comity:event:%s:v%d:%s", eventType, Version(eventType), clearance)
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
		Subject: string(r.Kind) + "/" + r.ID, Time: r.At.UTC(), DataContentType: "application/json",
		DataSchema: DataSchema(r.Events[index].Type, clearance), Data: data,
		Sequence: FeedPosition(seq, index), JournalSeq: seq, Partnership: r.Partnership, Clearance: clearance,
	}, nil
}
