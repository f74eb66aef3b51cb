package events

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// vote is a record such as a case has many of: a vote that decides.
func vote(t testing.TB, revision int, prev *Record) (*Record, []byte) {
	t.Helper()
	r := &Record{
		V: RecordVersion, Partnership: "westmere", Kind: KindCase, ID: "C-2026-0001", Revision: revision,
		Command: CommandRef{ID: "0198c6a2-0000-7000-8000-000000000001", Name: "signoff.vote", Digest: sampleDigest},
		Actor:   "p-lead", ActingFor: "W1", Via: "operator", At: time.Date(2026, 12, 1, 9, 0, 0, 5e6, time.UTC), RegisterRevision: 7,
	}
	if prev != nil {
		r.Prev = prev.Hash
	}
	for _, e := range []Event{
		SignOffVoteCast{SignOff: "wcb", Seat: "W1", Person: "p-lead", Choice: "approve", Reason: "“Ready”, at £1,200,000\n", Snapshot: sampleDigest},
		SignOffDecided{SignOff: "wcb", Result: "approved", By: "wcb", Because: "certain", Tally: Tally{Approve: 5, NotCast: 4}},
	} {
		env, err := Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		r.Events = append(r.Events, env)
	}
	sealed, err := r.Seal()
	if err != nil {
		t.Fatal(err)
	}
	return r, sealed
}

func TestSealAndParse(t *testing.T) {
	first, _ := vote(t, 1, nil)
	r, sealed := vote(t, 2, first)
	got, err := ParseRecord(sealed)
	if err != nil {
		t.Fatal(err)
	}
	if got.Hash != r.Hash || got.Prev != first.Hash || got.Aggregate() != r.Aggregate() || !got.At.Equal(r.At) || len(got.Events) != 2 {
		t.Errorf("got %+v, want %+v", got, r)
	}
	again, err := got.Seal()
	if err != nil || !bytes.Equal(again, sealed) {
		t.Errorf("sealed again it is\n%s (%v), want\n%s", again, err, sealed)
	}
	decoded, err := got.Decode()
	if err != nil {
		t.Fatal(err)
	}
	if v, ok := decoded[0].(SignOffVoteCast); !ok || v.Seat != "W1" {
		t.Errorf("got %+v", decoded[0])
	}
}

// Not one byte of a sealed record can be changed, taken away, put in or swapped with its neighbour without being noticed.
func TestParseRecord_every_change_is_found(t *testing.T) {
	_, sealed := vote(t, 1, nil)
	found := func(what string, i int, data []byte) {
		if !bytes.Equal(data, sealed) {
			if _, err := ParseRecord(data); err == nil {
				t.Errorf("byte %d %s: not found in\n%s", i, what, data)
			}
		}
	}
	for i := range sealed {
		for bit := range 8 {
			data := bytes.Clone(sealed)
			data[i] ^= 1 << bit
			found("with one bit flipped", i, data)
		}
		for _, c := range []byte(` "\,:{}[]0aA`) {
			data := bytes.Clone(sealed)
			data[i] = c
			found("replaced", i, data)
		}
		found("taken away", i, append(bytes.Clone(sealed[:i]), sealed[i+1:]...))
		found("doubled", i, append(append(bytes.Clone(sealed[:i]), sealed[i]), sealed[i:]...))
		found("preceded by a space", i, append(append(bytes.Clone(sealed[:i]), ' '), sealed[i:]...))
		if i > 0 {
			data := bytes.Clone(sealed)
			data[i-1], data[i] = data[i], data[i-1]
			found("swapped with the one before", i, data)
		}
		found("and all after it cut off", i, bytes.Clone(sealed[:i]))
	}
}

// Whatever is written over whichever stretch of any record is found.
func TestParseRecord_any_change_is_found(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRecord().Draw(t, "record")
		sealed, err := r.Seal()
		if err != nil {
			t.Skip("not to be carried")
		}
		from := rapid.IntRange(0, len(sealed)-1).Draw(t, "from")
		to := rapid.IntRange(from, len(sealed)).Draw(t, "to")
		spoilt := append(append(bytes.Clone(sealed[:from]), rapid.SliceOfN(rapid.Byte(), 0, 8).Draw(t, "instead")...), sealed[to:]...)
		if bytes.Equal(spoilt, sealed) {
			t.Skip("nothing changed")
		}
		if _, err := ParseRecord(spoilt); err == nil {
			t.Fatalf("not found: %s, want %s", spoilt, sealed)
		}
	})
}

// Who changes a record and gives it a new hash breaks the chain at the next one.
func TestFollows(t *testing.T) {
	one, _ := vote(t, 1, nil)
	two, _ := vote(t, 2, one)
	three, _ := vote(t, 3, two)
	for _, c := range []struct{ r, prev *Record }{{one, nil}, {two, one}, {three, two}} {
		if err := c.r.Follows(c.prev); err != nil {
			t.Errorf("record %d: %v", c.r.Revision, err)
		}
	}
	forged := *two
	forged.Actor = "p-other"
	if _, err := forged.Seal(); err != nil {
		t.Fatal(err)
	}
	elsewhere := *two
	elsewhere.ID = "C-2026-0002"
	for name, c := range map[string]struct{ r, prev *Record }{
		"after a forged one":            {three, &forged},
		"one taken out":                 {three, one},
		"the first taken out":           {two, nil},
		"swapped":                       {two, three},
		"twice":                         {two, two},
		"of another case":               {three, &elsewhere},
		"as if it were the first again": {one, one},
	} {
		if err := c.r.Follows(c.prev); !errors.Is(err, ErrTampered) {
			t.Errorf("%s: got %v, want ErrTampered", name, err)
		}
	}
}

func TestSeal_refuses(t *testing.T) {
	r, _ := vote(t, 1, nil)
	empty := *r
	empty.Events = nil
	if _, err := empty.Seal(); err == nil {
		t.Error("a record without events was sealed")
	}
	large := *r
	env, err := Encode(PartnershipPublished{Source: strings.Repeat("x", MaxRecordBytes)})
	if err != nil {
		t.Fatal(err)
	}
	large.Events = []Envelope{env}
	if _, err := large.Seal(); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v, want ErrTooLarge", err)
	}
	bad := *r
	bad.Actor = "\xff"
	if _, err := bad.Seal(); err == nil {
		t.Error("text that is not UTF-8 was sealed")
	}
}

func TestReadRecord_refuses(t *testing.T) {
	_, sealed := vote(t, 1, nil)
	for name, change := range map[string][2]string{
		"another form":         {`"v":1,"via"`, `"v":2,"via"`},
		"no revision":          {`"revision":1`, `"revision":0`},
		"another kind":         {`"kind":"case"`, `"kind":"cat"`},
		"an id with a dot":     {`"id":"C-2026-0001"`, `"id":"C.1"`},
		"no partnership":       {`"partnership":"westmere"`, `"partnership":""`},
		"a field not known":    {`"kind":"case"`, `"kind":"case","kin":"x"`},
		"something behind it":  {`"via":"operator"}`, `"via":"operator"}{}`},
		"no events":            {`"events":[{`, `"events":[],"events2":[{`},
		"a number out of form": {`"revision":1`, `"revision":1.5`},
	} {
		data := strings.Replace(string(sealed), change[0], change[1], 1)
		if data == string(sealed) {
			t.Fatalf("%s: nothing was changed", name)
		}
		if _, err := ReadRecord([]byte(data)); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

// What the decoder takes is a record, and is exactly what sealing it gives; nothing makes it panic.
func FuzzParseRecord(f *testing.F) {
	one, sealed := vote(f, 1, nil)
	_, second := vote(f, 2, one)
	for _, s := range [][]byte{sealed, second, nil, []byte(`{}`), []byte(`{"v":1}`), []byte("null"), bytes.ToUpper(sealed), append([]byte(" "), sealed...)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		quick, readErr := ReadRecord(data)
		r, err := ParseRecord(data)
		if err != nil {
			return
		}
		if readErr != nil {
			t.Fatalf("%q is parsed but not read: %v", data, readErr)
		}
		if quick.Hash != r.Hash || quick.Aggregate() != r.Aggregate() {
			t.Fatalf("%q is read as %+v, parsed as %+v", data, quick, r)
		}
		again := *r
		out, err := again.Seal()
		if err != nil || !bytes.Equal(out, data) {
			t.Fatalf("%q is sealed as %q (%v)", data, out, err)
		}
		_, _ = r.Decode()
	})
}
