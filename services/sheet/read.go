package sheet

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"comity/services/client"
	"comity/workflow"
	"comity/workflow/schema"
)

// Table is what was read of a text. Nothing is taken in of a table that has mistakes. Where the heading is wrong, or a row cannot be told from
// the next, there are no more rows than those before.
type Table struct {
	Kind     Kind
	Head     []string // how the columns are spelt
	Rows     []Row
	Mistakes []Mistake // in the order of the text

	zone  *time.Location // of times without a zone
	lines [][]byte
}

// Mistake is one thing that is wrong. Line and Column count from 1, the column in characters of the line; Heading is that of the cell, ""
// where the mistake is of no cell.
type Mistake struct {
	Line, Column int
	Heading      string
	Sentence     string
}

// Read reads a table, and lists everything that is wrong with the text. What spreadsheets write is taken: with a mark at the beginning or
// without, with commas or with semicolons, in quotes or not.
func Read(kind Kind, text []byte, zone *time.Location) *Table {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	t := &Table{Kind: kind, zone: zone, lines: bytes.Split(text, []byte("\n"))}
	if at := invalid(text); at > 0 {
		t.wrong(at, 1, "", "This line is not written in UTF-8. Save the table again as “CSV UTF-8”.")
		return t
	}
	for r := csvReader(text); ; {
		cells, err := r.Read()
		var bad *csv.ParseError
		switch {
		case errors.Is(err, io.EOF) && len(t.Rows) == 0 && len(t.Mistakes) == 0:
			t.wrong(1, 1, "", "The table has no rows.")
			return t
		case errors.Is(err, io.EOF):
			t.twice()
			t.sort()
			return t
		case errors.As(err, &bad):
			line, column := t.at(bad.Line, bad.Column)
			t.wrong(line, column, "", "%s", sentence(bad.Err.Error()))
			return t // what follows cannot be told apart
		case err != nil:
			t.wrong(1, 1, "", "%s", sentence(err.Error()))
			return t
		case t.Head == nil:
			if t.heading(r, cells); len(t.Mistakes) > 0 {
				return t
			}
		default:
			t.row(r, cells)
		}
	}
}

// invalid is the first line that is not UTF-8, from 1; 0 for none.
func invalid(text []byte) int {
	if utf8.Valid(text) {
		return 0
	}
	for i, line := range bytes.Split(text, []byte("\n")) {
		if !utf8.Valid(line) {
			return i + 1
		}
	}
	return 1
}

func csvReader(text []byte) *csv.Reader {
	r := csv.NewReader(bytes.NewReader(text))
	first, _, _ := bytes.Cut(text, []byte("\n"))
	if bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		r.Comma = ';'
	}
	r.FieldsPerRecord = -1
	return r
}

// at is a place with its column in characters instead of bytes.
func (t *Table) at(line, column int) (int, int) {
	if line < 1 || line > len(t.lines) || column < 1 || column-1 > len(t.lines[line-1]) {
		return line, column
	}
	return line, utf8.RuneCount(t.lines[line-1][:column-1]) + 1
}

func (t *Table) wrong(line, column int, heading, format string, args ...any) {
	t.Mistakes = append(t.Mistakes, Mistake{line, column, heading, fmt.Sprintf(format, args...)})
}

// heading takes the names of the columns: each has to be a field, and is there once.
func (t *Table) heading(r *csv.Reader, cells []string) {
	seen, there := map[string]bool{}, map[string]bool{}
	for i, cell := range cells {
		path := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(cell)), " ", "_")
		t.Head = append(t.Head, path)
		line, column := t.at(r.FieldPos(i))
		f, known := client.Placed(path, t.Kind.Fields)
		switch {
		case !known:
			near := schema.Nearest(path, writable(t.Kind.Fields))
			if near != "" {
				near = " Did you mean " + near + "?"
			}
			t.wrong(line, column, "", "There is no column %q.%s", strings.TrimSpace(cell), near)
		case seen[path]:
			t.wrong(line, column, "", "The column %s is there twice.", cell)
		}
		seen[path], there[f.Name] = true, true
	}
	for _, f := range t.Kind.Fields {
		if f.Required && !there[f.Name] {
			t.wrong(1, 1, "", "The column %s is missing.", f.Name)
		}
	}
}

// writable lists the names that people may write, the short ones first.
func writable(fields []schema.Field) (out []string) {
	for _, f := range fields {
		out = append(out, client.Spellings(f.Name)...)
	}
	return out
}

// row reads a row. Empty cells are left out.
func (t *Table) row(r *csv.Reader, cells []string) {
	line, _ := t.at(r.FieldPos(0))
	if len(cells) > len(t.Head) {
		at, column := t.at(r.FieldPos(len(t.Head)))
		t.wrong(at, column, "", "The row has %d cells, and there are %d columns.", len(cells), len(t.Head))
		return
	}
	row, pairs := Row{Line: line, Cells: map[string]string{}, columns: map[string]int{}}, map[string]any{}
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		if cell == "" {
			continue
		}
		head := t.Head[i]
		at, column := t.at(r.FieldPos(i))
		f, _ := client.Placed(head, t.Kind.Fields)
		row.Cells[head] = cell
		row.columns[f.Name], row.columns[head] = column, column
		if err := client.Place(pairs, head, cell); err != nil {
			t.wrong(at, column, head, "%s", sentence(err.Error()))
			row.wrong = true
		}
	}
	if len(pairs) == 0 {
		return // spreadsheets write rows of commas behind the last
	}
	values, problems := client.Values(t.Kind.Fields, pairs, t.zone)
	for _, f := range t.Kind.Fields {
		if _, there := row.columns[f.Name]; f.Required && !there {
			problems = append(problems, workflow.Problem{About: f.Name, Message: f.Name + " is missing."})
		}
	}
	row.body = t.Kind.of(&row)
	raw, err := json.Marshal(values)
	if err != nil {
		problems = append(problems, workflow.Problem{Message: sentence(err.Error())})
	}
	for _, p := range schema.Decode(raw, row.body) {
		if !slices.ContainsFunc(problems, func(said workflow.Problem) bool { return field(said.About) == field(p.About) }) {
			problems = append(problems, workflow.Problem{About: p.About, Message: t.Kind.foreign(&row, p)})
		}
	}
	for _, p := range problems {
		column, heading := row.column(p.About)
		t.wrong(line, column, heading, "%s", p.Message)
	}
	row.wrong = row.wrong || len(problems) > 0
	t.Rows = append(t.Rows, row)
}

// field is the field of a row that a problem is about, whatever it is of that field: plan for plan_pence, decisions for decisions[0].by.
func field(about string) string {
	whole, _, _ := strings.Cut(about, ".")
	whole, _, _ = strings.Cut(whole, "[")
	return client.Spellings(whole)[0]
}

// sort brings the mistakes into the order of the text.
func (t *Table) sort() {
	slices.SortStableFunc(t.Mistakes, func(a, b Mistake) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column)) })
}

// twice finds rows that name what an earlier one has named, where a table names each once.
func (t *Table) twice() {
	first := map[string]int{}
	for i := range t.Rows {
		r := &t.Rows[i]
		name := r.Cells[t.Kind.once]
		switch before := first[name]; {
		case name == "":
		case before > 0:
			column, heading := r.column(t.Kind.once)
			t.wrong(r.Line, column, heading, "%s is in line %d already.", name, before)
			r.wrong = true
		default:
			first[name] = r.Line
		}
	}
}

// column is where the cell of a field begins, or of a field of it, and its heading; or the row.
func (r *Row) column(about string) (int, string) {
	whole, _, _ := strings.Cut(about, ".")
	whole, _, _ = strings.Cut(whole, "[")
	for _, name := range []string{about, whole} {
		if at, ok := r.columns[name]; ok {
			return at, name
		}
	}
	return 1, ""
}

// sentence makes an error of a library read like one of ours.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.TrimSuffix(strings.ToUpper(s[:1])+s[1:], ".") + "."
}
