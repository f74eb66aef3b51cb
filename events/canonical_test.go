package events

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"
)

// The sample of RFC 8785, section 3.2.2 to 3.2.4.
func TestCanonicalJSON_sample_of_the_RFC(t *testing.T) {
	in := `{
  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
  "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
  "literals": [null, true, false]
}`
	want := `{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`
	got, err := CanonicalJSON([]byte(in))
	if err != nil || string(got) != want {
		t.Errorf("got  %s (%v)\nwant %s", got, err, want)
	}
}

// Keys are sorted by UTF-16 code units (RFC 8785 §3.2.3): a character outside the basic plane comes before U+FB33, although
// its code point is larger.
func TestCanonicalJSON_keys_by_UTF16(t *testing.T) {
	in := `{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
"\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`
	got, err := CanonicalJSON([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	at := -1
	for _, v := range []string{"Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"} {
		next := strings.Index(string(got), `"`+v+`"`)
		if next < at {
			t.Errorf("%s is out of order in %s", v, got)
		}
		at = next
	}
	if strings.Contains(string(got), `\u20ac`) || !strings.HasPrefix(string(got), `{"\r":`) {
		t.Errorf("got %s, want only control characters escaped", got)
	}
}

// The table of RFC 8785, appendix B.
func TestCanonicalJSON_numbers(t *testing.T) {
	for _, c := range []struct {
		bits uint64
		want string
	}{
		{0x0000000000000000, "0"},
		{0x8000000000000000, "0"}, // minus zero
		{0x0000000000000001, "5e-324"},
		{0x8000000000000001, "-5e-324"},
		{0x7fefffffffffffff, "1.7976931348623157e+308"},
		{0xffefffffffffffff, "-1.7976931348623157e+308"},
		{0x4340000000000000, "9007199254740992"},
		{0xc340000000000000, "-9007199254740992"},
		{0x4430000000000000, "295147905179352830000"},
		{0x44b52d02c7e14af5, "9.999999999999997e+22"},
		{0x44b52d02c7e14af6, "1e+23"},
		{0x44b52d02c7e14af7, "1.0000000000000001e+23"},
		{0x444b1ae4d6e2ef4e, "999999999999999700000"},
		{0x444b1ae4d6e2ef4f, "999999999999999900000"},
		{0x444b1ae4d6e2ef50, "1e+21"},
		{0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
		{0x3eb0c6f7a0b5ed8d, "0.000001"},
		{0x41b3de4355555553, "333333333.3333332"},
		{0x41b3de4355555554, "333333333.33333325"},
		{0x41b3de4355555555, "333333333.3333333"},
		{0x41b3de4355555556, "333333333.3333334"},
		{0x41b3de4355555557, "333333333.33333343"},
		{0xbecbf647612f3696, "-0.0000033333333333333333"},
		{0x43143ff3c1cb0959, "1424953923781206.2"},
	} {
		f := math.Float64frombits(c.bits)
		if got := string(appendFloat(nil, f)); got != c.want {
			t.Errorf("%016x: got %s, want %s", c.bits, got, c.want)
		}
		// As text on the wire, in a form that is not yet canonical.
		got, err := CanonicalJSON([]byte(strconv.FormatFloat(f, 'e', -1, 64)))
		if err != nil || string(got) != c.want {
			t.Errorf("%016x as text: got %s (%v), want %s", c.bits, got, err, c.want)
		}
		if back, err := strconv.ParseFloat(c.want, 64); err != nil || back != f {
			t.Errorf("%s reads back as %v", c.want, back)
		}
	}
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if got, err := Canonical(f); err == nil {
			t.Errorf("%v: got %s, want an error", f, got)
		}
	}
}

// What RFC 8785 cannot carry exactly is an error, never another value.
func TestCanonical_refuses(t *testing.T) {
	for _, in := range []string{`9007199254740993`, `-9007199254740993`, `1e400`, `{"a":9223372036854775807}`, `{`, ``, `"a`} {
		if got, err := CanonicalJSON([]byte(in)); err == nil {
			t.Errorf("%s: got %s, want an error", in, got)
		}
	}
}

// The text of the value is what counts, not how it was written or which Go type carried it.
func TestCanonical_same_value_same_bytes(t *testing.T) {
	type pair struct {
		B int    `json:"b"`
		A string `json:"a"`
	}
	want := `{"a":"£1,200,000 <&>","b":1}`
	for _, v := range []any{
		pair{1, "£1,200,000 <&>"}, map[string]any{"a": "£1,200,000 <&>", "b": 1.0}, json.RawMessage(" {\"b\" : 1.0e0,\n\t\"a\":\"\\u00a31,200,000 \\u003c\\u0026>\"}"),
	} {
		if got, err := Canonical(v); err != nil || string(got) != want {
			t.Errorf("%T: got %s (%v), want %s", v, got, err, want)
		}
	}
	if got, err := DigestOf(pair{}); err != nil || !strings.HasPrefix(got, "sha256:") || len(got) != 71 {
		t.Errorf("got %s (%v)", got, err)
	}
	if got := Digest(nil); got != sampleDigest {
		t.Errorf("digest of nothing: got %s, want %s", got, sampleDigest)
	}
}
