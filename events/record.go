// Package events says what happened: the contract between the engine and everybody who reads it.
//
// A Record is everything one accepted command decided, stored as one message of the journal. It holds 1..n events, each a
// plain Go value with a type name and a version. Records of one aggregate are chained by hash, so a change, a removal or a
// swap is found by whoever re-reads them (DESIGN §3). The package imports nothing but the standard library.
package events

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// RecordVersion is the version of the record's own form, not of the events in it.
const RecordVersion = 1

// MaxRecordBytes is the largest record that may be appended; documents are kept elsewhere and named by digest.
const MaxRecordBytes = 256 << 10

// Kind names a sort of aggregate; it is one token of the journal's subject.
type Kind string

// The kinds of aggregate.
const (
	KindRegister Kind = "register" // a partnership's documents, terms, deputies, mandates, meetings
	KindCase     Kind = "case"     // one commissioning case
	KindMandate  Kind = "mandate"  // what stands committed under one mandate, over all cases
	KindPool     Kind = "pool"     // one pooled fund: its agreement and its money
)

// Valid reports whether k is a kind that this version writes.
func (k Kind) Valid() bool {
	return k == KindRegister || k == KindCase || k == KindMandate || k == KindPool
}

// Aggregate names one aggregate of one partnership: the unit that changes together.
type Aggregate struct {
	Partnership string
	Kind        Kind
	ID          string
}

func (a Aggregate) String() string { return a.Partnership + "/" + string(a.Kind) + "/" + a.ID }

// CommandRef names the command that was carried out. Digest covers the actor, the name and the fields, so that an id used
// again for another content is noticed.
type CommandRef struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Digest string `json:"digest"`
}

// Envelope carries one event in a record.
type Envelope struct {
	Type    string          `json:"type"`
	Version int             `json:"v"`
	Data    json.RawMessage `json:"data"`
}

// Record is everything one accepted command decided about one aggregate. It is atomic by being one message.
type Record struct {
	V           int        `json:"v"`
	Partnership string     `json:"partnership"`
	Kind        Kind       `json:"kind"`
	ID          string     `json:"id"`
	Revision    int        `json:"revision"` // 1 for the first record of the aggregate, then contiguous
	Command     CommandRef `json:"command"`
	Actor       string     `json:"actor"`                // a person's id, or "system" for what the clock brings about
	ActingFor   string     `json:"acting_for,omitempty"` // the seat or organisation acted for
	Via         string     `json:"via,omitempty"`        // who spoke for the actor: "operator" for the local command line
	At          time.Time  `json:"at"`                   // UTC, whole milliseconds
	// RegisterRevision is the revision of the partnership's register that the decision was taken on.
	RegisterRevision int        `json:"register_revision"`
	Batch            string     `json:"batch,omitempty"` // "i/n" where one decision is n records
	Events           []Envelope `json:"events"`
	Prev             string     `json:"prev"` // Hash of the aggregate's record before; "" for the first
	Hash             string     `json:"hash"`

	held []Event // what Hold was given; nil for a record that was read
}

// Aggregate names the aggregate that the record belongs to.
func (r *Record) Aggregate() Aggregate {
	return Aggregate{Partnership: r.Partnership, Kind: r.Kind, ID: r.ID}
}

// Seal fixes the record's hash and returns its canonical bytes: what is stored, hashed and exported.
// Errors: a record without events, one that is too large, or a value that JSON cannot carry.
func (r *Record) Seal() ([]byte, error) {
	if len(r.Events) == 0 {
		return nil, errors.New("a record needs an event")
	}
	r.Hash = ""
	body, at, err := appendRecord(make([]byte, 0, 1536), r)
	if err != nil {
		return nil, fmt.Errorf("seal record %d of %s: %w", r.Revision, r.Aggregate(), err)
	}
	r.Hash = Digest(body)
	out := slices.Insert(body, at+1, []byte(r.Hash)...) // between the quotes
	if len(out) > MaxRecordBytes {
		return nil, fmt.Errorf("%w: record %d of %s has %d bytes, more than %d", ErrTooLarge, r.Revision, r.Aggregate(), len(out), MaxRecordBytes)
	}
	return out, nil
}

// ErrTampered is wrapped by the error for a record whose bytes do not match its hash or its place in the chain.
var ErrTampered = errors.New("record does not hold")

// ErrTooLarge is wrapped by the error for a record of more than MaxRecordBytes.
var ErrTooLarge = errors.New("record too large")

// ParseRecord reads stored bytes and verifies them. It is strict: besides what ReadRecord refuses, a form that is not
// canonical and a hash that does not match are errors wrapping ErrTampered.
func ParseRecord(data []byte) (*Record, error) {
	r, err := ReadRecord(data)
	if err != nil {
		return nil, err
	}
	again := *r
	sealed, err := again.Seal()
	if err != nil {
		return nil, err
	}
	if again.Hash != r.Hash {
		return nil, fmt.Errorf("%w: record %d of %s has hash %s, its content %s", ErrTampered, r.Revision, r.Aggregate(), r.Hash, again.Hash)
	}
	if !bytes.Equal(sealed, data) {
		return nil, fmt.Errorf("%w: record %d of %s is not in canonical form", ErrTampered, r.Revision, r.Aggregate())
	}
	return r, nil
}

// ReadRecord reads stored bytes without verifying the hash, for a reader that trusts the journal and is in a hurry; its
// place in the chain can be checked all the same (Follows). Unknown fields, trailing data and a record that names no
// aggregate are errors.
func ReadRecord(data []byte) (*Record, error) {
	var r Record
	if !readFast(data, &r) {
		r = Record{}
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&r); err != nil {
			return nil, fmt.Errorf("read record: %w", err)
		}
		if dec.More() {
			return nil, errors.New("read record: trailing data")
		}
	}
	if r.V != RecordVersion {
		return nil, fmt.Errorf("read record: form %d is not known here", r.V)
	}
	if !r.Kind.Valid() || !ValidToken(r.Partnership) || !ValidToken(r.ID) || r.Revision < 1 || len(r.Events) == 0 {
		return nil, errors.New("read record: partnership, kind, id, revision or events missing")
	}
	return &r, nil
}

// Follows checks that r comes right after prev in the chain of one aggregate; prev is nil for the first record.
func (r *Record) Follows(prev *Record) error {
	rev, hash := 0, ""
	if prev != nil {
		if prev.Aggregate() != r.Aggregate() {
			return fmt.Errorf("%w: %s follows %s", ErrTampered, r.Aggregate(), prev.Aggregate())
		}
		rev, hash = prev.Revision, prev.Hash
	}
	if r.Revision != rev+1 || r.Prev != hash {
		return fmt.Errorf("%w: record %d of %s does not follow record %d", ErrTampered, r.Revision, r.Aggregate(), rev)
	}
	return nil
}

// Hold puts events in the record: their envelopes, and the values themselves, so that whoever made a record need not decode
// it again. Errors: a value that JSON cannot carry.
func (r *Record) Hold(list ...Event) error {
	r.Events, r.held = make([]Envelope, len(list)), list
	for i, e := range list {
		var err error
		if r.Events[i], err = Encode(e); err != nil {
			return err
		}
	}
	return nil
}

// Decode returns the record's events as today's Go values, older versions lifted; nobody changes them. An unknown type or
// version is an error wrapping ErrUnknownEvent: a reader stops there, it never skips.
func (r *Record) Decode() ([]Event, error) {
	if r.held != nil {
		return r.held, nil
	}
	out := make([]Event, len(r.Events))
	for i, env := range r.Events {
		e, err := Decode(env)
		if err != nil {
			return nil, fmt.Errorf("record %d of %s, event %d: %w", r.Revision, r.Aggregate(), i+1, err)
		}
		out[i] = e
	}
	return out, nil
}
