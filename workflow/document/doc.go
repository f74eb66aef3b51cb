// Package document reads the two documents in which a partnership writes down how it works: its governance (organisations,
// boards, seats, rules) and its workflows (stages, gates, evidence, sign-offs).
//
// Three steps, each with its own answer:
//
//	doc, err := document.Parse(name, source)      // shape: YAML, keys, types; err is *Problems, all of them
//	problems := document.Check(governance, flow)  // sense: ids, quorums, routes, conditions; nothing is changed
//	g, err := document.LoadGovernance(source)     // for folding what was accepted once: shape only, and remembered
//
// Every problem has a line, a column and one plain sentence. Conditions are CEL and nothing but CEL: see Compile and Vars. What a
// document may say is in the types Governance and Workflow; GovernanceSchema, WorkflowSchema and Reference are made from them.
//
// The package is a leaf and pure: no clock, no I/O, no goroutine. What it remembers (parsed documents, compiled conditions) is
// kept under a lock, is bounded, and never shows.
// Source: DESIGN §4, DOMAIN §2.5 and §2.6, F04.
package document

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Document is one document as read: exactly one of Governance and Workflow is set.
type Document struct {
	Governance *Governance
	Workflow   *Workflow

	source *source // where everything stands; nil for a document made in Go
}

// Severity says whether a problem keeps a document from being published.
type Severity string

// An error stands in the way of publishing; a warning does not. Advice says how others do it: nothing is wrong.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Advice  Severity = "advice"
)

// Problem is one thing wrong with a document, for the person who writes it.
//
// Line and Column count from 1, in characters; both are 0 for a document made in Go. Path is the key as in boards[0].seats[2].id,
// or a JSON Pointer where the problem is one of an evidence item's data. Code is snake_case and stable.
type Problem struct {
	File     string   `json:"file,omitempty"`
	Line     int      `json:"line,omitempty"`
	Column   int      `json:"column,omitempty"`
	Path     string   `json:"path"`
	Code     string   `json:"code"`
	Sentence string   `json:"sentence"`
	Severity Severity `json:"severity"`
}

// String is file:line:column: sentence, as compilers write it; a warning says that it is one, and so does advice.
func (p Problem) String() string {
	var b strings.Builder
	if p.File != "" {
		b.WriteString(p.File + ":")
	}
	if p.Line > 0 {
		fmt.Fprintf(&b, "%d:%d:", p.Line, p.Column)
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	if p.Severity == Warning || p.Severity == Advice {
		b.WriteString(string(p.Severity) + ": ")
	}
	return b.String() + p.Sentence
}

// Problems is the error of Parse and of the Load functions: everything wrong with one document, in the order in which it stands.
type Problems struct{ List []Problem }

// Error is one problem a line.
func (p *Problems) Error() string {
	lines := make([]string, len(p.List))
	for i, one := range p.List {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}

// Errors are the problems that keep a document from being published, without the warnings.
func Errors(problems []Problem) []Problem {
	return slices.DeleteFunc(slices.Clone(problems), func(p Problem) bool { return p.Severity != Error })
}

// numbered is which of a list a sentence speaks of, in the words of keyOf.
var numbered = regexp.MustCompile(`\(no\. [0-9]+\)`)

// inOrder sorts problems as they stand in their files, the files as first met, and drops what was found twice: of what is written once
// for many, a mistake is said once.
func inOrder(problems []Problem) []Problem {
	files := map[string]int{}
	for _, p := range problems {
		if _, met := files[p.File]; !met {
			files[p.File] = len(files)
		}
	}
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(files[a.File], files[b.File]), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			strings.Compare(a.Path, b.Path), strings.Compare(a.Code, b.Code), strings.Compare(a.Sentence, b.Sentence))
	})
	said := map[Problem]bool{}
	return slices.DeleteFunc(problems, func(p Problem) bool {
		if p.Line > 0 {
			p.Path, p.Sentence = "", numbered.ReplaceAllString(p.Sentence, "")
		}
		before := said[p]
		said[p] = true
		return before
	})
}
