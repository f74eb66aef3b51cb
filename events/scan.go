package events

import "unicode/utf8"

// What we write is canonical already, nearly always, so that looking whether it is comes cheaper than writing it again.
// The scanner answers yes only for what it is sure of; for anything else (a fraction, a key outside ASCII) the slow way
// decides, and gives the same bytes.

// maxDepth bounds the nesting that the scanner follows.
const maxDepth = 64

// isCanonical reports whether data is one JSON value for certain in canonical form.
func isCanonical(data []byte) bool {
	return len(data) > 0 && scanValue(data, 0, 0) == len(data)
}

// scanValue returns the end of the canonical JSON value that begins at d[i], or -1 when it is not sure of it.
func scanValue(d []byte, i, depth int) int {
	if i >= len(d) || depth > maxDepth {
		return -1
	}
	switch c := d[i]; {
	case c == '"':
		return scanString(d, i)
	case c == '{':
		return scanObject(d, i, depth)
	case c == '[':
		return scanArray(d, i, depth)
	case c == '-' || '0' <= c && c <= '9':
		return scanInteger(d, i)
	}
	for _, word := range []string{"true", "false", "null"} {
		if end := i + len(word); end <= len(d) && string(d[i:end]) == word {
			return end
		}
	}
	return -1
}

func scanObject(d []byte, i, depth int) int {
	i++
	if i < len(d) && d[i] == '}' {
		return i + 1
	}
	var last []byte
	for {
		end := scanKey(d, i)
		if end < 0 || end >= len(d) || d[end] != ':' {
			return -1
		}
		key := d[i+1 : end-1]
		if last != nil && string(key) <= string(last) {
			return -1
		}
		last = key
		if i = scanValue(d, end+1, depth+1); i < 0 || i >= len(d) {
			return -1
		}
		switch d[i] {
		case ',':
			i++
		case '}':
			return i + 1
		default:
			return -1
		}
	}
}

func scanArray(d []byte, i, depth int) int {
	i++
	if i < len(d) && d[i] == ']' {
		return i + 1
	}
	for {
		if i = scanValue(d, i, depth+1); i < 0 || i >= len(d) {
			return -1
		}
		switch d[i] {
		case ',':
			i++
		case ']':
			return i + 1
		default:
			return -1
		}
	}
}

// scanKey accepts a string of plain ASCII, of which the order of bytes is the order of UTF-16.
func scanKey(d []byte, i int) int {
	if i >= len(d) || d[i] != '"' {
		return -1
	}
	for i++; i < len(d); i++ {
		switch c := d[i]; {
		case c == '"':
			return i + 1
		case c < 0x20 || c >= utf8.RuneSelf || c == '\\':
			return -1
		}
	}
	return -1
}

func scanString(d []byte, i int) int {
	start, ascii := i, true
	for i++; i < len(d); i++ {
		switch c := d[i]; {
		case c == '"':
			if !ascii && !utf8.Valid(d[start:i]) {
				return -1
			}
			return i + 1
		case c == '\\':
			if i = scanEscape(d, i); i < 0 {
				return -1
			}
		case c < 0x20:
			return -1
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return -1
}

// scanEscape returns the last byte of an escape that RFC 8785 would write.
func scanEscape(d []byte, i int) int {
	if i+1 >= len(d) {
		return -1
	}
	switch d[i+1] {
	case '"', '\\', 'b', 'f', 'n', 'r', 't':
		return i + 1
	case 'u': // \u00xx for the control characters that have no letter
		if i+5 >= len(d) || string(d[i+2:i+4]) != "00" || d[i+4] != '0' && d[i+4] != '1' {
			return -1
		}
		low := d[i+5]
		if !('0' <= low && low <= '9' || 'a' <= low && low <= 'f') {
			return -1
		}
		if d[i+4] == '0' && (low == '8' || low == '9' || low == 'a' || low == 'c' || low == 'd') {
			return -1
		}
		return i + 5
	}
	return -1
}

// scanInteger accepts integers of up to 15 digits, which a double carries exactly.
func scanInteger(d []byte, i int) int {
	if d[i] == '-' {
		if i++; i >= len(d) || d[i] == '0' {
			return -1
		}
	}
	start := i
	for i < len(d) && '0' <= d[i] && d[i] <= '9' {
		i++
	}
	if n := i - start; n == 0 || n > 15 || n > 1 && d[start] == '0' {
		return -1
	}
	if i < len(d) && (d[i] == '.' || d[i] == 'e' || d[i] == 'E') {
		return -1
	}
	return i
}
