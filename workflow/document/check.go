package document

import (
	"fmt"
	"slices"
	"strings"
)

// Check says all that does not make sense in documents whose shape is sound, each alone and all against one another: a workflow's
// sign-offs need the boards and officers of the governance. It changes nothing; the problems come in the order in which they stand.
//
// Of what belongs to two documents it speaks only where both are given. An error among them keeps a document from being published,
// a warning or a piece of advice does not.
func Check(docs ...*Document) []Problem {
	var found []Problem
	for _, d := range docs {
		c := newCheck(d)
		switch {
		case d.Governance != nil:
			c.governance(d.Governance)
		case d.Workflow != nil:
			c.workflow(d.Workflow)
		}
		for _, other := range docs {
			if d.Workflow != nil && other.Governance != nil {
				c.together(d.Workflow, other.Governance)
			}
		}
		found = append(found, c.problems...)
	}
	return inOrder(append(found, published(docs)...))
}

// published finds two documents that claim to be the same version of the same thing.
func published(docs []*Document) []Problem {
	var found []Problem
	first := map[string]string{}
	for _, d := range docs {
		c := newCheck(d)
		var what string
		switch {
		case d.Governance != nil && d.Governance.Metadata.Partnership != "":
			what = fmt.Sprintf("version %d of the governance of %s", d.Governance.Metadata.Version, d.Governance.Metadata.Partnership)
		case d.Workflow != nil && d.Workflow.Metadata.ID != "":
			what = fmt.Sprintf("version %d of workflow %s", d.Workflow.Metadata.Version, d.Workflow.Metadata.ID)
		default:
			continue
		}
		if before, double := first[what]; double {
			c.fail("metadata.version", "version_twice", "%s is also in %s; a version is published once.", capital(what), before)
		}
		first[what] = c.source.file
		found = append(found, c.problems...)
	}
	return found
}

// check gathers the problems of one document.
type check struct {
	source   *source
	problems []Problem
}

func newCheck(d *Document) *check {
	if d.source == nil {
		return &check{source: &source{}}
	}
	return &check{source: d.source}
}

// fail records an error at a path, warn a warning.
func (c *check) fail(path, code, format string, args ...any) {
	c.add(Error, path, code, format, args...)
}

func (c *check) warn(path, code, format string, args ...any) {
	c.add(Warning, path, code, format, args...)
}

// advise records advice at a path: what a partnership may well do and others do otherwise.
func (c *check) advise(path, code, format string, args ...any) {
	c.add(Advice, path, code, format, args...)
}

// add says nothing about a value that could not be read: that was said already, and what follows from it is noise.
func (c *check) add(severity Severity, path, code, format string, args ...any) {
	if c.source.spoilt(path) {
		return
	}
	at := c.source.at(path)
	if c.source.places == nil {
		at = place{}
	}
	c.problems = append(c.problems, Problem{
		File: c.source.fileOf(at), Line: at.line, Column: at.column, Path: path, Code: code,
		Sentence: fmt.Sprintf(format, args...), Severity: severity,
	})
}

// unique reports every id that was used before; path makes the path of number i.
func (c *check) unique(noun string, ids []string, path func(i int) string) {
	seen := map[string]int{}
	for i, id := range ids {
		if first, double := seen[id]; double && id != "" {
			c.fail(path(i), "duplicate_id", "%s %s stands here twice; the first is on %s.", capital(noun), id, c.source.line(path(first), path(i)))
			continue
		}
		seen[id] = i
	}
}

// item is the path of number i of a list.
func item(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }

// ids collects the ids of a list.
func ids[T any](list []T, id func(*T) string) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = id(&list[i])
	}
	return out
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// count writes a number with its noun: "1 seat", "3 seats".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// and joins words as a sentence does.
func and(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// cycles finds every way round in a graph, once each, as the path that leads back to where it began. Nodes are visited in the order
// given, so that the same graph gives the same answer.
func cycles(nodes []string, next map[string][]string) [][]string {
	var found [][]string
	done, path := map[string]bool{}, []string{}
	var walk func(n string)
	walk = func(n string) {
		if i := slices.Index(path, n); i >= 0 {
			found = append(found, append(slices.Clone(path[i:]), n))
			return
		}
		if done[n] {
			return
		}
		path = append(path, n)
		for _, m := range next[n] {
			walk(m)
		}
		path = path[:len(path)-1]
		done[n] = true
	}
	for _, n := range nodes {
		walk(n)
	}
	return found
}
