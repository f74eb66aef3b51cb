package events

import (
	"bytes"
	"slices"
)

// member is one field of an object: its key, and where it was put.
type member struct {
	key      []byte
	from, to int
}

// appendSorted appends in canonical form the compact JSON value that begins at d[i], and returns its end, or -1 when the
// slow way has to decide: like scanValue, but the fields of an object may come in any order, as those of a Go struct do.
func appendSorted(b, d []byte, i, depth int) ([]byte, int) {
	if i >= len(d) || depth > maxDepth {
		return b, -1
	}
	switch d[i] {
	case '{':
		return appendObject(b, d, i, depth)
	case '[':
		return appendArray(b, d, i, depth)
	}
	end := scanValue(d, i, depth)
	if end < 0 {
		return b, -1
	}
	return append(b, d[i:end]...), end
}

func appendArray(b, d []byte, i, depth int) ([]byte, int) {
	b = append(b, '[')
	if i++; i < len(d) && d[i] == ']' {
		return append(b, ']'), i + 1
	}
	for {
		if b, i = appendSorted(b, d, i, depth+1); i < 0 || i >= len(d) || d[i] != ',' && d[i] != ']' {
			return b, -1
		}
		if b = append(b, d[i]); d[i] == ']' {
			return b, i + 1
		}
		i++
	}
}

func appendObject(b, d []byte, i, depth int) ([]byte, int) {
	b = append(b, '{')
	if i++; i < len(d) && d[i] == '}' {
		return append(b, '}'), i + 1
	}
	var room [16]member
	members, first := room[:0], len(b)
	for {
		end := scanKey(d, i)
		if end < 0 || end >= len(d) || d[end] != ':' {
			return b, -1
		}
		m := member{key: d[i:end], from: len(b)}
		b = append(b, d[i:end+1]...)
		if b, i = appendSorted(b, d, end+1, depth+1); i < 0 || i >= len(d) || d[i] != ',' && d[i] != '}' {
			return b, -1
		}
		m.to = len(b)
		members = append(members, m)
		if d[i] == '}' {
			b, ok := inOrder(b, first, members)
			if !ok {
				return b, -1
			}
			return append(b, '}'), i + 1
		}
		b = append(b, ',')
		i++
	}
}

// inOrder sorts the members that were put into b from first on. It returns false where a key comes twice.
func inOrder(b []byte, first int, members []member) ([]byte, bool) {
	less := func(x, y member) int { return bytes.Compare(x.key[1:len(x.key)-1], y.key[1:len(y.key)-1]) }
	sorted := slices.IsSortedFunc(members, less)
	if !sorted {
		slices.SortFunc(members, less)
	}
	for i := 1; i < len(members); i++ {
		if bytes.Equal(members[i-1].key, members[i].key) {
			return b, false
		}
	}
	if sorted {
		return b, true
	}
	as := slices.Clone(b[first:])
	b = b[:first]
	for i, m := range members {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, as[m.from-first:m.to-first]...)
	}
	return b, true
}
