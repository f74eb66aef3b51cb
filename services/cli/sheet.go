package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"comity/services/client"
	"comity/workflow/schema"
)

// sheetRow is a row as the JSON that it stands for.
type sheetRow struct {
	line    int
	body    json.RawMessage
	columns map[string]int // by field, where its cell begins
}

// column is where the cell of a field begins, or of a field of it; or the row.
func (r *sheetRow) column(field string) int {
	if at, ok := r.columns[field]; ok {
		return at
	}
	whole, _, _ := strings.Cut(field, ".")
	whole, _, _ = strings.Cut(whole, "[")
	if at, ok := r.columns[whole]; ok {
		return at
	}
	return 1
}

// sheetReader reads one table.
type sheetReader struct {
	file     string
	local    *time.Location // of times without a zone
	fields   []schema.Field
	head     []string // how the columns are spelt
	rows     []sheetRow
	mistakes []string // each with file, line and column
}

// read reads a table, and lists everything that is wrong with it. Errors: the file cannot be read.
func (s *sheetReader) read() error {
	data, err := os.ReadFile(s.file)
	if err != nil {
		return &failure{status: Misuse, sentence: sentence(err.Error()), cause: err}
	}
	r := csvReader(data)
	for {
		cells, err := r.Read()
		var bad *csv.ParseError
		switch {
		case errors.Is(err, io.EOF) && len(s.rows) == 0 && len(s.mistakes) == 0:
			s.wrong(1, 1, "The table has no rows.")
			return nil
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &bad):
			s.wrong(bad.Line, bad.Column, "%s", sentence(bad.Err.Error()))
			return nil // what follows cannot be told apart
		case err != nil:
			return err
		case s.head == nil:
			if s.heading(r, cells); len(s.mistakes) > 0 {
				return nil
			}
		default:
			if err := s.row(r, cells); err != nil {
				return err
			}
		}
	}
}

// csvReader reads what spreadsheets write: with a mark at the beginning or without, with commas or with semicolons.
func csvReader(data []byte) *csv.Reader {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	r := csv.NewReader(bytes.NewReader(data))
	first, _, _ := bytes.Cut(data, []byte("\n"))
	if bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		r.Comma = ';'
	}
	r.FieldsPerRecord = -1
	return r
}

func (s *sheetReader) wrong(line, column int, format string, args ...any) {
	s.mistakes = append(s.mistakes, fmt.Sprintf("%s:%d:%d: ", s.file, line, column)+fmt.Sprintf(format, args...))
}

// heading takes the names of the columns: each has to be a field, and is there once.
func (s *sheetReader) heading(r *csv.Reader, cells []string) {
	seen, there := map[string]bool{}, map[string]bool{}
	for i, cell := range cells {
		path := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(cell)), " ", "_")
		s.head = append(s.head, path)
		line, column := r.FieldPos(i)
		f, known := s.field(path)
		switch {
		case !known:
			s.wrong(line, column, "There is no column %q.%s", strings.TrimSpace(cell), didYouMean(path, writable(s.fields)))
		case seen[path]:
			s.wrong(line, column, "The column %s is there twice.", cell)
		}
		seen[path], there[f.Name] = true, true
	}
	for _, f := range s.fields {
		if f.Required && !there[f.Name] {
			s.wrong(1, 1, "The column %s is missing.", f.Name)
		}
	}
}

// field is the field that a column is of, or within.
func (s *sheetReader) field(path string) (schema.Field, bool) {
	name, _, _ := strings.Cut(path, ".")
	if m := indexed.FindStringSubmatch(name); m != nil {
		name = m[1]
	}
	return find(name, s.fields)
}

// row reads a row. Empty cells are left out.
func (s *sheetReader) row(r *csv.Reader, cells []string) error {
	line, _ := r.FieldPos(0)
	if len(cells) > len(s.head) {
		at, column := r.FieldPos(len(s.head))
		s.wrong(at, column, "The row has %d cells, and there are %d columns.", len(cells), len(s.head))
		return nil
	}
	row, pairs := sheetRow{line: line, columns: map[string]int{}}, map[string]any{}
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		if cell == "" {
			continue
		}
		at, column := r.FieldPos(i)
		f, _ := s.field(s.head[i])
		row.columns[f.Name], row.columns[s.head[i]] = column, column
		if err := place(pairs, s.head[i], cell); err != nil {
			s.wrong(at, column, "%s", sentence(err.Error()))
		}
	}
	values, wrong := client.Values(s.fields, pairs, s.local)
	for _, p := range wrong {
		s.wrong(line, row.column(p.About), "%s", p.Message)
	}
	for _, f := range s.fields {
		if _, there := row.columns[f.Name]; f.Required && !there {
			s.wrong(line, 1, "%s is missing.", f.Name)
		}
	}
	var err error
	row.body, err = json.Marshal(values)
	s.rows = append(s.rows, row)
	return err
}
