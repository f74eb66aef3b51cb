package reference

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// domain is where the requirements are written down, in the tree of the sources.
const domain = "docs/DOMAIN.md"

// requirementsFile is the page that Requirements makes.
const requirementsFile = "requirements.md"

// Standing is whether a requirement is fulfilled, as far as a test shows it.
type Standing int

const (
	NotYet Standing = iota // no test is named for it
	Partly                 // a test is named for a part of it
	Holds                  // a test is named for it
)

func (s Standing) String() string {
	return [...]string{"not yet", "partly", "yes"}[s]
}

// standing is what the tests named for a requirement say of it. Errors: they disagree.
func standing(number string, shown []citation) (Standing, error) {
	if len(shown) == 0 {
		return NotYet, nil
	}
	for _, c := range shown[1:] {
		if c.partly != shown[0].partly {
			return NotYet, fmt.Errorf("%s: %s and %s: %s say both that %s holds and that it holds partly", shown[0].file, shown[0].name, c.file, c.name, number)
		}
	}
	if shown[0].partly {
		return Partly, nil
	}
	return Holds, nil
}

// Requirements makes the page that says which requirements hold: those of docs/DOMAIN.md, against the names of the tests in a
// tree of the sources, whose root is tree. The same tree gives the same bytes.
// Errors, all at once: a name that cites a requirement which there is not, or says nothing; a scenario that cites one and that
// no test plays; names that disagree; a file that cannot be read.
func Requirements(tree fs.FS) (Page, error) {
	text, err := fs.ReadFile(tree, domain)
	if err != nil {
		return Page{}, fmt.Errorf("reference: %w", err)
	}
	sections := requirements(string(text))
	cited, err := citations(tree)
	mistakes := []error{err}
	known := map[string]bool{}
	for _, s := range sections {
		for i := range s.rows {
			row := &s.rows[i]
			known[row.number] = true
			row.shown = cited[row.number]
			row.holds, err = standing(row.number, row.shown)
			mistakes = append(mistakes, err)
		}
	}
	for number, shown := range sorted(cited) {
		if !known[number] {
			mistakes = append(mistakes, fmt.Errorf("%s: %s cites %s, which is no requirement of %s", shown[0].file, shown[0].name, number, domain))
		}
	}
	if err := errors.Join(mistakes...); err != nil {
		return Page{}, fmt.Errorf("reference: %s:\n%w", requirementsFile, err)
	}
	return Page{requirementsFile, []byte(made + requirementsPage(sections))}, nil
}

// WriteRequirements writes the page into a directory. Errors: as Requirements'.
func WriteRequirements(tree fs.FS, dir string) error {
	p, err := Requirements(tree)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, p.File), p.Text, 0o644); err != nil {
		return fmt.Errorf("reference: %w", err)
	}
	return nil
}

const requirementsIntro = `# Requirements

What is asked of the engine, as [the domain page](../DOMAIN.md#3-features-requirement-capability-test) numbers it, and what shows that
it holds: the tests and scenarios that carry the number in their name. **Yes**: a test shows it. **Partly**: a test shows the part that
its name says. **Not yet**: no test is named for it; what would have to be seen is quoted.

`

func requirementsPage(sections []section) string {
	var b strings.Builder
	b.WriteString(requirementsIntro)
	b.WriteString("| | Asked | Yes | Partly | Not yet |\n|---|--:|--:|--:|--:|\n")
	var all [3]int
	for _, s := range sections {
		count := s.count()
		for i, n := range count {
			all[i] += n
		}
		line(&b, fmt.Sprintf("[%s](#%s)", s.title, slug(s.title)), count)
	}
	line(&b, "**All**", all)
	for _, s := range sections {
		fmt.Fprintf(&b, "\n## %s\n\n| No. | Asked | Holds | Shown by |\n|---|---|---|---|\n", s.title)
		for _, row := range s.rows {
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", row.number, row.asked, row.holds, row.shownBy())
		}
	}
	return b.String()
}

// slug is the anchor that a heading gets.
func slug(title string) string {
	return strings.ReplaceAll(strings.ToLower(strings.ReplaceAll(title, ",", "")), " ", "-")
}

func line(b *strings.Builder, title string, count [3]int) {
	fmt.Fprintf(b, "| %s | %d | %d | %d | %d |\n", title, count[NotYet]+count[Partly]+count[Holds], count[Holds], count[Partly], count[NotYet])
}
