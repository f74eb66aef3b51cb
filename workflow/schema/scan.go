package schema

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// MaxDepth is how deep objects and lists may be nested.
const MaxDepth = 32

// wellFormed checks that raw is one JSON value, in UTF-8, not nested too deep. What follows relies on it.
func wellFormed(raw []byte) error {
	if !utf8.Valid(raw) {
		return errors.New("the message is not UTF-8")
	}
	if !json.Valid(raw) {
		err := json.Unmarshal(raw, new(json.RawMessage))
		if e := (*json.SyntaxError)(nil); errors.As(err, &e) {
			return fmt.Errorf("the message is not one JSON value: %w, at byte %d", err, e.Offset)
		}
		return fmt.Errorf("the message is not one JSON value: %w", err)
	}
	depth := 0
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			i = closing(raw, i)
		case '{', '[':
			if depth++; depth > MaxDepth {
				return fmt.Errorf("the message is nested deeper than %d levels", MaxDepth)
			}
		case '}', ']':
			depth--
		}
	}
	return nil
}

// closing is the place of the quote that ends the string that begins at i.
func closing(raw []byte, i int) int {
	for i++; raw[i] != '"'; i++ {
		if raw[i] == '\\' {
			i++
		}
	}
	return i
}

// cursor walks over JSON that is known to be well formed.
type cursor struct {
	raw []byte
	pos int
}

// peek skips white space and returns the next byte.
func (c *cursor) peek() byte {
	for {
		switch b := c.raw[c.pos]; b {
		case ' ', '\t', '\r', '\n':
			c.pos++
		default:
			return b
		}
	}
}

// value returns the next value as it is written and moves behind it.
func (c *cursor) value() []byte {
	first := c.peek()
	start := c.pos
	switch first {
	case '"':
		c.pos = closing(c.raw, c.pos) + 1
	case '{', '[':
		for depth := 0; ; c.pos++ {
			switch c.raw[c.pos] {
			case '"':
				c.pos = closing(c.raw, c.pos)
			case '{', '[':
				depth++
			case '}', ']':
				depth--
			}
			if depth == 0 {
				break
			}
		}
		c.pos++
	default:
		for c.pos < len(c.raw) && strings.IndexByte(",]} \t\r\n", c.raw[c.pos]) < 0 {
			c.pos++
		}
	}
	return c.raw[start:c.pos]
}

// members calls do with the name and the value of each member of an object.
func members(object []byte, do func(name string, value []byte)) {
	c := cursor{raw: object, pos: 1}
	for c.peek() != '}' {
		if c.peek() == ',' {
			c.pos++
			continue
		}
		name := text(c.value())
		c.peek()
		c.pos++ // the colon
		do(name, c.value())
	}
}

// items calls do with each value of a list.
func items(list []byte, do func(i int, value []byte)) {
	c := cursor{raw: list, pos: 1}
	for i := 0; c.peek() != ']'; {
		if c.peek() == ',' {
			c.pos++
			continue
		}
		do(i, c.value())
		i++
	}
}

// text reads a string as it is written.
func text(quoted []byte) string {
	inner := quoted[1 : len(quoted)-1]
	for _, b := range inner {
		if b == '\\' {
			var s string
			_ = json.Unmarshal(quoted, &s) // well formed, so it cannot fail
			return s
		}
	}
	return string(inner)
}

// kind says what a value is, for a sentence.
func kind(value []byte) string {
	switch value[0] {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "a string"
	case 't', 'f':
		return "true or false"
	case 'n':
		return "null"
	}
	return "a number"
}
