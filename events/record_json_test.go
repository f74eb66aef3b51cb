package events

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// anyText draws strings with what JSON has to escape, and what it must not.
func anyText() *rapid.Generator[string] {
	return rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z"\\<>&/\x00-\x1f]{0,8}`), rapid.SampledFrom([]string{"", "£1,200,000", "\u2028", "𝄞", "\x7f", "naïve"}))
}

// anyJSON draws values as encoding/json would write them, which is not canonical: keys in any order, fractions, spaces.
func anyJSON() *rapid.Generator[json.RawMessage] {
	return rapid.Custom(func(t *rapid.T) json.RawMessage {
		v := map[string]any{}
		for range rapid.IntRange(0, 4).Draw(t, "fields") {
			v[anyText().Draw(t, "key")] = rapid.OneOf(
				rapid.Map(anyText(), func(s string) any { return s }),
				rapid.Map(rapid.IntRange(-1<<53, 1<<53), func(n int) any { return n }),
				rapid.Map(rapid.OneOf(rapid.Float64Range(-9e15, 9e15), rapid.SampledFrom([]float64{1e22, 1e-7, 0.1, -2.5})), func(f float64) any { return f }),
				rapid.Map(rapid.Bool(), func(b bool) any { return b }),
				rapid.Map(rapid.SliceOf(anyText()), func(s []string) any { return s }),
				rapid.Just[any](nil), rapid.Just[any](map[string]any{"b": 1, "a": []any{map[string]any{}, []any{}}}),
			).Draw(t, "value")
		}
		marshal := json.Marshal
		if rapid.Bool().Draw(t, "indent") {
			marshal = func(v any) ([]byte, error) { return json.MarshalIndent(v, "", " ") }
		}
		data, err := marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return data
	})
}

func anyRecord() *rapid.Generator[*Record] {
	return rapid.Custom(func(t *rapid.T) *Record {
		id := rapid.StringMatching(`[A-Za-z0-9][A-Za-z0-9_-]{0,8}`)
		r := &Record{
			V: RecordVersion, Partnership: id.Draw(t, "partnership"), Kind: rapid.SampledFrom([]Kind{KindCase, KindRegister}).Draw(t, "kind"),
			ID: id.Draw(t, "id"), Revision: rapid.IntRange(1, 1e6).Draw(t, "revision"),
			Command: CommandRef{ID: anyText().Draw(t, "command"), Name: anyText().Draw(t, "name"), Digest: anyText().Draw(t, "digest")},
			Actor:   anyText().Draw(t, "actor"), ActingFor: anyText().Draw(t, "acting for"), Via: anyText().Draw(t, "via"),
			At:               time.UnixMilli(rapid.Int64Range(0, 4e12).Draw(t, "at")).UTC(),
			RegisterRevision: rapid.IntRange(0, 1e6).Draw(t, "register revision"), Batch: anyText().Draw(t, "batch"), Prev: anyText().Draw(t, "prev"),
		}
		for range rapid.IntRange(1, 3).Draw(t, "events") {
			r.Events = append(r.Events, Envelope{Type: anyText().Draw(t, "type"), Version: rapid.IntRange(1, 9).Draw(t, "version"), Data: anyJSON().Draw(t, "data")})
		}
		return r
	})
}

// slowly is canonical JSON without any of the short cuts.
func slowly(t *rapid.T, v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out, err := canonicalSlowly(raw)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A record written by hand has the very bytes that RFC 8785 gives it, and reads back the same either way.
func TestRecordByHandIsCanonical(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRecord().Draw(t, "record")
		sealed, err := r.Seal()
		if err != nil {
			t.Fatal(err)
		}
		want := slowly(t, r)
		if !bytes.Equal(sealed, want) {
			t.Fatalf("got  %s\nwant %s", sealed, want)
		}
		unsealed := *r
		unsealed.Hash = ""
		body := slowly(t, &unsealed)
		if r.Hash != Digest(body) {
			t.Fatalf("got hash %s, want %s", r.Hash, Digest(body))
		}
		var slow Record
		if err := json.Unmarshal(sealed, &slow); err != nil {
			t.Fatal(err)
		}
		var fast Record
		if !readFast(sealed, &fast) { // something in it is escaped
			fast = slow
		}
		a, b := slowly(t, fast), slowly(t, slow)
		if !bytes.Equal(a, b) {
			t.Fatalf("fast %s\nslow %s", a, b)
		}
		if _, err := ParseRecord(sealed); err != nil {
			t.Fatal(err)
		}
	})
}

// What the scanner calls canonical is.
func TestScannerIsNeverWrong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := []byte(anyJSON().Draw(t, "json"))
		if rapid.Bool().Draw(t, "canonical") {
			var err error
			if data, err = CanonicalJSON(data); err != nil {
				t.Skip("not to be carried")
			}
		}
		again, err := canonicalSlowly(data)
		if isCanonical(data) && (err != nil || !bytes.Equal(again, data)) {
			t.Fatalf("%s is not canonical, %s is (%v)", data, again, err)
		}
	})
}

// What is sorted quickly is what comes out slowly.
func TestSortedIsCanonical(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := []byte(anyJSON().Draw(t, "json"))
		quick, err1 := CanonicalJSON(data)
		slow, err2 := canonicalSlowly(data)
		if !bytes.Equal(quick, slow) || (err1 == nil) != (err2 == nil) {
			t.Fatalf("got %s (%v), want %s (%v)", quick, err1, slow, err2)
		}
	})
}

func FuzzScanner(f *testing.F) {
	for _, s := range []string{
		`{"a":1,"b":[true,null,"x"]}`, `{"b":1,"a":2}`, `{"a":1,"a":2}`, `-0`, `01`, `1.0`, `1e3`, `"\u0008"`, `"\u001f"`, `"\u001F"`, `"\/"`,
		`"\ud800"`, "\"\xff\"", `{"é":1}`, `[1,]`, `{"a":}`, `9007199254740993`, strings.Repeat("[", 100), `{}x`, ` {}`, `"a`, `{"a"`, `tru`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		quick, err1 := CanonicalJSON(data)
		slow, err2 := canonicalSlowly(data)
		if err1 == nil && (err2 != nil || !bytes.Equal(quick, slow)) {
			t.Errorf("%q: got %q, want %q (%v)", data, quick, slow, err2)
		}
		if !isCanonical(data) {
			return
		}
		if again, err := canonicalSlowly(data); err != nil || !bytes.Equal(again, data) {
			t.Errorf("%q is not canonical, %q is (%v)", data, again, err)
		}
	})
}

func TestFastReadIsTheCommonWay(t *testing.T) {
	e, err := Encode(InstallationCreated{LogID: "x", Partitions: 1, Administrators: []string{"p-admin"}})
	if err != nil {
		t.Fatal(err)
	}
	r := &Record{V: RecordVersion, Partnership: "westmere", Kind: KindCase, ID: "C-1", Revision: 1, Command: CommandRef{ID: "c", Name: "case.create", Digest: "d"},
		Actor: "p-lead", ActingFor: "W1", Via: "operator", At: time.Date(2026, 4, 1, 8, 0, 0, 5e6, time.UTC), Batch: "1/2", Events: []Envelope{e}}
	sealed, err := r.Seal()
	if err != nil {
		t.Fatal(err)
	}
	var fast Record
	if !readFast(sealed, &fast) {
		t.Errorf("%s was not read by hand", sealed)
	}
	for _, spoilt := range []string{" " + string(sealed), string(sealed) + "x", strings.Replace(string(sealed), `"v":1}`, `"v":1,"x":2}`, 1)} {
		if _, err := ParseRecord([]byte(spoilt)); err == nil {
			t.Errorf("%s was read", spoilt)
		}
	}
}
