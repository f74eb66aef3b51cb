package reference

import (
	"regexp"
	"strings"
)

// section is one of the domain page's tables of requirements.
type section struct {
	title string
	rows  []requirement
}

// requirement is one line of such a table, and what the tests say of it.
type requirement struct {
	number string // F39
	asked  string // without its sources
	toSee  string // what a test would observe

	holds Standing
	shown []citation
}

var (
	sectionTitle   = regexp.MustCompile(`^### 3\.[0-9]+ (.+)$`)
	requirementRow = regexp.MustCompile(`^\| (F[0-9]+) \| (.+) \| (.+) \| (.+) \|$`)
	sources        = regexp.MustCompile(` \([^()]*(A-|A¶|K-|¶|\[R[0-9])[^()]*\)$`)
)

// requirements reads the tables of the domain page, in its order. A section without requirements is left out.
func requirements(text string) []section {
	var found []section
	title := ""
	for l := range strings.Lines(text) {
		l = strings.TrimSpace(l)
		if m := sectionTitle.FindStringSubmatch(l); m != nil {
			title = m[1]
			continue
		}
		m := requirementRow.FindStringSubmatch(l)
		if m == nil {
			continue
		}
		if len(found) == 0 || found[len(found)-1].title != title {
			found = append(found, section{title: title})
		}
		s := &found[len(found)-1]
		s.rows = append(s.rows, requirement{number: m[1], asked: sources.ReplaceAllString(m[2], ""), toSee: m[4]})
	}
	return found
}

// count gives how many stand how, by Standing.
func (s section) count() (n [3]int) {
	for _, row := range s.rows {
		n[row.holds]++
	}
	return n
}

// shownBy names the tests, each with a link to its file; where there is none, what one would see.
func (r requirement) shownBy() string {
	if r.holds == NotYet {
		return "*To see:* " + sentence(r.toSee)
	}
	var out []string
	for _, c := range r.shown {
		out = append(out, "["+cell(c.name)+"](../../"+c.file+")")
		if c.partly {
			out[len(out)-1] = capital(c.says) + ": " + out[len(out)-1]
		}
	}
	return strings.Join(out, "<br>")
}
