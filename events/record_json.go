package events

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"time"
)

// A record is written and read for every decision, so its own form is written and read by hand; events' data is not.
// The keys stand in canonical order. Whatever does not look like what appendRecord writes is read the ordinary way.

// appendRecord appends the canonical JSON of r and returns where the value of "hash" begins in it.
func appendRecord(b []byte, r *Record) (out []byte, hashAt int, err error) {
	w := writer{b: b}
	w.raw('{')
	if r.ActingFor != "" {
		w.str("acting_for", r.ActingFor)
	}
	w.str("actor", r.Actor)
	w.key("at")
	w.time(r.At)
	if r.Batch != "" {
		w.str("batch", r.Batch)
	}
	w.key("command")
	w.raw('{')
	w.str("digest", r.Command.Digest)
	w.str("id", r.Command.ID)
	w.str("name", r.Command.Name)
	w.raw('}')
	w.key("events")
	w.raw('[')
	for i := range r.Events {
		if i > 0 {
			w.raw(',')
		}
		e := &r.Events[i]
		w.raw('{')
		w.key("data")
		w.json(e.Data)
		w.str("type", e.Type)
		w.num("v", e.Version)
		w.raw('}')
	}
	w.raw(']')
	w.key("hash")
	hashAt = len(w.b)
	w.text(r.Hash)
	w.str("id", r.ID)
	w.str("kind", string(r.Kind))
	w.str("partnership", r.Partnership)
	w.str("prev", r.Prev)
	w.num("register_revision", r.RegisterRevision)
	w.num("revision", r.Revision)
	w.num("v", r.V)
	if r.Via != "" {
		w.str("via", r.Via)
	}
	w.raw('}')
	return w.b, hashAt, w.err
}

// writer appends JSON and remembers the first thing that went wrong.
type writer struct {
	b   []byte
	err error
}

func (w *writer) raw(c byte) { w.b = append(w.b, c) }

func (w *writer) key(name string) {
	if w.b[len(w.b)-1] != '{' {
		w.raw(',')
	}
	w.b = append(append(append(w.b, '"'), name...), '"', ':')
}

func (w *writer) text(s string) {
	b, err := appendString(w.b, s)
	if err != nil {
		w.err = errors.Join(w.err, err)
		return
	}
	w.b = b
}

func (w *writer) str(name, s string) { w.key(name); w.text(s) }

func (w *writer) num(name string, n int) {
	w.key(name)
	w.b = strconv.AppendInt(w.b, int64(n), 10)
}

func (w *writer) time(t time.Time) {
	text, err := t.MarshalJSON()
	w.err = errors.Join(w.err, err)
	w.b = append(w.b, text...)
}

func (w *writer) json(data json.RawMessage) {
	switch {
	case data == nil:
		w.b = append(w.b, "null"...)
	case isCanonical(data):
		w.b = append(w.b, data...)
	default:
		again, err := CanonicalJSON(data)
		w.err = errors.Join(w.err, err)
		w.b = append(w.b, again...)
	}
}

// readFast reads what appendRecord writes; false for anything else, which may still be a record. The events' data share
// their memory with data.
func readFast(data []byte, r *Record) bool {
	p := parser{d: data}
	p.want(`{`)
	if p.has(`"acting_for":`) {
		r.ActingFor = p.text()
		p.want(`,`)
	}
	p.want(`"actor":`)
	r.Actor = p.text()
	p.want(`,"at":`)
	at, err := time.Parse(time.RFC3339Nano, p.text())
	r.At = at
	if p.has(`,"batch":`) {
		r.Batch = p.text()
	}
	p.want(`,"command":{"digest":`)
	r.Command.Digest = p.text()
	p.want(`,"id":`)
	r.Command.ID = p.text()
	p.want(`,"name":`)
	r.Command.Name = p.text()
	p.want(`},"events":[`)
	for more := !p.bad; more; more = p.has(`,`) {
		var e Envelope
		p.want(`{"data":`)
		e.Data = p.value()
		p.want(`,"type":`)
		e.Type = p.text()
		p.want(`,"v":`)
		e.Version = p.number()
		p.want(`}`)
		r.Events = append(r.Events, e)
	}
	p.want(`],"hash":`)
	r.Hash = p.text()
	p.want(`,"id":`)
	r.ID = p.text()
	p.want(`,"kind":`)
	r.Kind = Kind(p.text())
	p.want(`,"partnership":`)
	r.Partnership = p.text()
	p.want(`,"prev":`)
	r.Prev = p.text()
	p.want(`,"register_revision":`)
	r.RegisterRevision = p.number()
	p.want(`,"revision":`)
	r.Revision = p.number()
	p.want(`,"v":`)
	r.V = p.number()
	if p.has(`,"via":`) {
		r.Via = p.text()
	}
	p.want(`}`)
	return !p.bad && err == nil && p.i == len(data)
}

// parser reads exactly what is expected and turns bad at anything else.
type parser struct {
	d   []byte
	i   int
	bad bool
}

func (p *parser) has(s string) bool {
	if p.bad || len(p.d)-p.i < len(s) || string(p.d[p.i:p.i+len(s)]) != s {
		return false
	}
	p.i += len(s)
	return true
}

func (p *parser) want(s string) {
	if !p.has(s) {
		p.bad = true
	}
}

// value takes any canonical JSON value.
func (p *parser) value() []byte {
	if p.bad {
		return nil
	}
	end := scanValue(p.d, p.i, 0)
	if end < 0 {
		p.bad = true
		return nil
	}
	v := p.d[p.i:end:end]
	p.i = end
	return v
}

// text takes a string without escapes.
func (p *parser) text() string {
	v := p.value()
	if len(v) < 2 || v[0] != '"' || bytes.IndexByte(v, '\\') >= 0 {
		p.bad = true
		return ""
	}
	return string(v[1 : len(v)-1])
}

func (p *parser) number() int {
	n, err := strconv.Atoi(string(p.value()))
	if err != nil {
		p.bad = true
	}
	return n
}
