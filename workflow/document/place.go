package document

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// source keeps where in a file the values of a document stand.
type source struct {
	file   string
	text   []byte
	places map[string]place
	broken map[string]bool // paths whose value could not be read: what follows from them is not worth saying

	from map[ast.Node]*source  // of a document laid on others: the one in which a node was written; file and text are the topmost's
	tops map[ast.Node]ast.Node // likewise: for a mapping or list put together from several, the part of the topmost
}

// place is where a value begins; line and column count from 1, in characters.
type place struct {
	line, column int
	node         ast.Node
	in           *source // nil: the document itself
}

// start is where a node begins, in the file in which it was written.
func (s *source) start(n ast.Node) place {
	if top, ok := s.tops[n]; ok {
		n = top
	}
	p := startOf(n)
	p.in = s.from[n]
	return p
}

// start is where a node begins.
func (b *binder) start(n ast.Node) place { return b.source.start(n) }

// fileOf is the file in which a place is.
func (s *source) fileOf(p place) string {
	if p.in != nil {
		return p.in.file
	}
	return s.file
}

// line names the line of a path to somebody who reads of another path: with its file where that is another.
func (s *source) line(path, reading string) string {
	at, here := s.at(path), s.at(reading)
	if s.fileOf(at) != s.fileOf(here) {
		return fmt.Sprintf("line %d of %s", at.line, s.fileOf(at))
	}
	return fmt.Sprintf("line %d", at.line)
}

// at is where the value of a path stands or, where there is none, the nearest thing round it.
func (s *source) at(path string) place {
	for {
		if p, ok := s.places[path]; ok {
			return p
		}
		if path == "" {
			return place{line: 1, column: 1}
		}
		path = parent(path)
	}
}

// spoilt reports whether path, or something round it, could not be read.
func (s *source) spoilt(path string) bool {
	for ; path != ""; path = parent(path) {
		if s.broken[path] {
			return true
		}
	}
	return false
}

// parent is the path of the value round the one at path.
func parent(path string) string {
	return path[:max(strings.LastIndexAny(path, ".["), 0)]
}

// startOf is where a node begins; the token of a block mapping is its first colon, so its first key is taken instead.
func startOf(n ast.Node) place {
	if n == nil {
		return place{line: 1, column: 1}
	}
	first := n
	for {
		m, ok := first.(*ast.MappingNode)
		if !ok || m.IsFlowStyle || len(m.Values) == 0 {
			break
		}
		first = m.Values[0].Key
	}
	t := first.GetToken()
	if t == nil || t.Position == nil {
		return place{line: 1, column: 1, node: n}
	}
	return place{line: t.Position.Line, column: max(t.Position.Column, 1), node: n}
}

// within is where in the file character number offset of a text value stands, whether it was written plain, in quotes or as a
// block: white space is folded in YAML, so it counts the characters that are not.
func (s *source) within(at place, value string, offset int) (line, column int) {
	ahead := 0
	for i, r := range []rune(value) {
		if i >= offset {
			break
		}
		if !unicode.IsSpace(r) {
			ahead++
		}
	}
	c := s.cursor(at)
	for c.skipSpace(); ahead > 0 && len(c.rest) > 0; ahead-- {
		c.step()
		c.skipSpace()
	}
	return c.line, c.column
}

// cursor walks the characters of a text value in its source.
type cursor struct {
	rest         []rune
	line, column int
	quote        rune
}

func (s *source) cursor(at place) *cursor {
	text := s.text
	if at.in != nil {
		text = at.in.text
	}
	lines := bytes.Split(text, []byte("\n"))
	lines = lines[min(at.line-1, len(lines)):]
	rest := []rune(string(bytes.Join(lines, []byte("\n"))))
	c := &cursor{rest: rest, line: at.line, column: 1}
	for c.column < at.column && len(c.rest) > 0 {
		c.next()
	}
	switch v := at.node.(type) {
	case *ast.LiteralNode:
		for c.line == at.line && len(c.rest) > 0 {
			c.next()
		}
	case *ast.StringNode:
		if t := v.GetToken().Type; t == token.SingleQuoteType || t == token.DoubleQuoteType {
			c.quote = c.next()
		}
	}
	return c
}

// next moves on by one character of the file.
func (c *cursor) next() rune {
	r := c.rest[0]
	c.rest = c.rest[1:]
	c.column++
	if r == '\n' {
		c.line, c.column = c.line+1, 1
	}
	return r
}

// step moves on by one character of the value: an escaped one takes two of the file.
func (c *cursor) step() {
	r := c.next()
	escaped := c.quote == '"' && r == '\\' || c.quote == '\'' && r == '\''
	if escaped && len(c.rest) > 0 {
		c.next()
	}
}

func (c *cursor) skipSpace() {
	for len(c.rest) > 0 && unicode.IsSpace(c.rest[0]) {
		c.next()
	}
}
