package events

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Canonical returns the canonical JSON (RFC 8785) of v: keys sorted by UTF-16 code units, no white space, numbers as
// ECMAScript writes them. The same value gives the same bytes in every program that follows the RFC.
// Errors: v does not marshal, or holds a number or a string that the RFC cannot carry.
func Canonical(v any) ([]byte, error) {
	var raw bytes.Buffer
	enc := json.NewEncoder(&raw)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return CanonicalJSON(bytes.TrimSuffix(raw.Bytes(), []byte("\n")))
}

// CanonicalJSON rewrites JSON text in canonical form.
func CanonicalJSON(raw []byte) ([]byte, error) {
	if out, end := appendSorted(make([]byte, 0, len(raw)), raw, 0, 0); end == len(raw) {
		return out, nil
	}
	return canonicalSlowly(raw)
}

// canonicalSlowly takes any JSON text: with white space, fractions, escapes, keys in any script.
func canonicalSlowly(raw []byte) ([]byte, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	return appendCanonical(make([]byte, 0, len(raw)), v)
}

// Digest returns "sha256:" and the hex digest of data.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// DigestOf returns the digest of v's canonical JSON.
func DigestOf(v any) (string, error) {
	data, err := Canonical(v)
	if err != nil {
		return "", err
	}
	return Digest(data), nil
}

func appendCanonical(b []byte, v any) ([]byte, error) {
	var err error
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case string:
		return appendString(b, v)
	case json.Number:
		return appendNumber(b, v)
	case []any:
		b = append(b, '[')
		for i, e := range v {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = appendCanonical(b, e); err != nil {
				return nil, err
			}
		}
		return append(b, ']'), nil
	case map[string]any:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		slices.SortFunc(keys, compareUTF16)
		b = append(b, '{')
		for i, k := range keys {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = appendString(b, k); err != nil {
				return nil, err
			}
			b = append(b, ':')
			if b, err = appendCanonical(b, v[k]); err != nil {
				return nil, err
			}
		}
		return append(b, '}'), nil
	}
	return nil, fmt.Errorf("canonical JSON cannot carry %T", v)
}

func compareUTF16(a, b string) int {
	if isASCII(a) && isASCII(b) {
		return bytes.Compare([]byte(a), []byte(b))
	}
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

const hexDigits = "0123456789abcdef"

// appendString escapes exactly what RFC 8785 says: the two-letter escapes, other controls as \u00xx, and nothing else.
func appendString(b []byte, s string) ([]byte, error) {
	if !utf8.ValidString(s) {
		return nil, fmt.Errorf("canonical JSON cannot carry the string %q", s)
	}
	b = append(b, '"')
	for i := range len(s) {
		switch c := s[i]; c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\b':
			b = append(b, '\\', 'b')
		case '\f':
			b = append(b, '\\', 'f')
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			if c < 0x20 {
				b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			} else {
				b = append(b, c)
			}
		}
	}
	return append(b, '"'), nil
}

// maxExact is the largest integer that an IEEE double, and so RFC 8785, carries exactly.
const maxExact = 1 << 53

func appendNumber(b []byte, n json.Number) ([]byte, error) {
	if i, err := strconv.ParseInt(n.String(), 10, 64); err == nil {
		if i > maxExact || i < -maxExact {
			return nil, fmt.Errorf("canonical JSON cannot carry %s exactly", n)
		}
		return strconv.AppendInt(b, i, 10), nil
	}
	if strings.IndexAny(n.String(), ".eE") < 0 { // a whole number beyond int64 would be rounded in silence
		return nil, fmt.Errorf("canonical JSON cannot carry %s exactly", n)
	}
	f, err := strconv.ParseFloat(n.String(), 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return nil, fmt.Errorf("canonical JSON cannot carry %s", n)
	}
	return appendFloat(b, f), nil
}

// appendFloat writes f as ECMAScript's Number::toString does: plain digits between 1e-6 and 1e21, otherwise an exponent
// without padding.
func appendFloat(b []byte, f float64) []byte {
	if f == 0 {
		return append(b, '0')
	}
	if a := math.Abs(f); a >= 1e-6 && a < 1e21 {
		return strconv.AppendFloat(b, f, 'f', -1, 64)
	}
	start := len(b)
	b = strconv.AppendFloat(b, f, 'e', -1, 64)
	if e := bytes.IndexByte(b[start:], 'e') + start; b[e+2] == '0' { // e-07 is written e-7
		b = append(b[:e+2], b[e+3:]...)
	}
	return b
}
