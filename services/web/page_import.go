package web

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"comity/services/client"
	"comity/services/sheet"
	"comity/workflow"
	"comity/workflow/schema"
)

// importBytes bounds a request that brings a table: the table itself up to formBytes, and what is somewhat too large is still read, so that the
// page can say so.
const importBytes = 2 * formBytes

// importRows is how many rows the page takes at once; each of them is a decision, made twice.
const importRows = 500

// importPage is what the page import shows.
type importPage struct {
	Kinds     []choice // of tables that the person may take in
	Templates []link   // to begin from
	Columns   []importColumns
	Names     []importNames
	Mistakes  mistakesPage
	ID        string // of the import
	Action    string // address to send to

	may []string // kinds
}

// importColumns are the columns of a sort of table.
type importColumns struct {
	Text    string
	Columns []importColumn
}

// importColumn is one of them, as people write it.
type importColumn struct {
	Name, Doc string
	Needed    bool
}

// importNames are the short names by which a table names something.
type importNames struct {
	What  string
	Names []importColumn
}

// importCheckPage is what the page import_check shows: a table in which nothing is wrong.
type importCheckPage struct {
	Action         string // address to send to
	Kind, ID, Text string
	Count          string // what is to be taken in, in words
	Adopted        bool   // some of it is under way already
	Head           []string
	Rows           [][]string // the first of them
	More           int        // rows that are not shown
}

// importing finds what somebody may take in from a table: people and seats at the desk, cases among the cases, templates of all.
// Errors: not_found as membership; not_permitted for who may take nothing in here.
func (v *visit) importing() (*importPage, error) {
	m, err := v.membership()
	if err != nil {
		return nil, err
	}
	d := &desk{Membership: m, Installation: v.me.Administrator}
	authorises := slices.ContainsFunc(m.Posts, func(p workflow.PostOf) bool { return p.Post == "authorising_officer" })
	p := &importPage{Action: "/" + v.partnership + "/desk/import"}
	add := func(may bool, kind, text, hint string) {
		if may {
			p.may, p.Kinds = append(p.may, kind), append(p.Kinds, choice{Value: kind, Text: text, Hint: hint})
		}
	}
	ofCases := v.within("/" + v.partnership + "/cases/import")
	if ofCases {
		p.Action = "/" + v.partnership + "/cases/import"
	} else {
		add(d.Records(), sheet.People, "People", "Their names and e-mail addresses. It gives them no part yet.")
		add(authorises, sheet.Seats, "Who holds which seat", "For your organisation, with the decision that appoints them.")
	}
	if ofCases || v.path("file") != "" {
		add(len(m.Units) > 0, sheet.Cases, "Cases", "Drafts, and cases that are under way already.")
	}
	switch {
	case len(p.may) > 0:
		return p, nil
	case ofCases:
		return nil, only(false, "Cases are taken in by the units that prepare them, and you are in none here.")
	}
	return nil, only(false, "People and seats are taken in by administrators and authorising officers.")
}

// importNew asks for a table.
func (v *visit) importNew() error {
	p, err := v.importing()
	if err != nil {
		return err
	}
	f := &form{values: url.Values{}}
	if what := v.query("what"); slices.Contains(p.may, what) {
		f.values.Set("what", what)
	} else if len(p.may) == 1 {
		f.values.Set("what", p.may[0])
	}
	return v.showImport(http.StatusOK, p, f, nil)
}

func (v *visit) showImport(status int, p *importPage, f *form, mistakes []documentMistake) error {
	n := v.naming()
	for _, kind := range p.may {
		k, _ := sheet.Find(kind)
		p.Columns = append(p.Columns, importColumns{map[string]string{sheet.People: "People", sheet.Seats: "Seats", sheet.Cases: "Cases"}[kind], columnsOf(k.Fields, "")})
		p.Templates = append(p.Templates, v.importTemplates(kind)...)
	}
	p.Names = v.importNames(n, p.may)
	if len(mistakes) > 0 {
		p.Mistakes = mistakesIn("row", strings.TrimRight(f.values.Get("table"), "\n"), mistakes)
		p.Mistakes.Of = "table"
	}
	if p.ID = f.Value("import"); !uuidWritten.MatchString(p.ID) {
		p.ID = v.web.cfg.NewID()
	}
	title, back := "Take cases in from a table", "/"+v.partnership+"/cases"
	if !slices.Contains(p.may, sheet.Cases) {
		title, back = "Take people in from a table", "/"+v.partnership+"/desk/people"
	}
	return v.showAs(status, "import", page{Title: title, Form: f, Data: p, Back: back})
}

// uuidWritten is how the id of an import is written.
var uuidWritten = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// columnsOf are the columns of some fields, with those of the fields within them.
func columnsOf(fields []schema.Field, within string) (out []importColumn) {
	for _, f := range fields {
		name := within + client.Spellings(f.Name)[0]
		switch {
		case len(f.Fields) > 0 && f.Type == schema.ListOf+schema.Object:
			out = append(out, columnsOf(f.Fields, name+"[0].")...)
		case len(f.Fields) > 0:
			out = append(out, columnsOf(f.Fields, name+".")...)
		case f.Doc == "": // how somebody wants to be told is theirs to say
		default:
			doc := f.Doc
			if len(f.Enum) > 0 {
				doc += " One of " + strings.Join(f.Enum, ", ") + "."
			}
			out = append(out, importColumn{name, doc, f.Required && within == ""})
		}
	}
	return out
}

// importSent tries a table, and takes it in once that was seen.
func (v *visit) importSent() error {
	p, err := v.importing()
	if err != nil {
		return err
	}
	f, err := v.readWithFile("file", "table")
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		f = filled(nil)
		f.wrong("table", "The table is larger than 1 MB. Divide it into several")
		return v.showImport(http.StatusRequestEntityTooLarge, p, f, nil)
	}
	if err != nil {
		return err
	}
	what, text := f.Value("what"), strings.ReplaceAll(strings.TrimPrefix(f.values.Get("table"), "\ufeff"), "\r\n", "\n")
	f.values.Set("table", text)
	switch {
	case what == "":
		f.wrong("what", "Select what the table lists")
	case !slices.Contains(p.may, what):
		f.wrong("what", "You cannot take such a table in")
	}
	switch {
	case strings.TrimSpace(text) == "":
		f.wrong("table", "Choose the file of the table, or paste it")
	case len(text) > formBytes:
		f.wrong("table", "The table is larger than 1 MB. Divide it into several")
		f.values.Del("table")
	}
	if !f.ok() || f.Value("step") == "back" {
		status := http.StatusOK
		if !f.ok() {
			status = http.StatusUnprocessableEntity
		}
		return v.showImport(status, p, f, nil)
	}
	kind, _ := sheet.Find(what)
	return v.importTable(p, f, sheet.Read(kind, []byte(text), v.web.zone))
}

// importTable shows what is wrong with a table, or what it would do; with step=take it is taken in.
func (v *visit) importTable(p *importPage, f *form, table *sheet.Table) error {
	in := &sheet.Import{Client: v.web.client, Partnership: v.partnership, Actor: v.person, ID: f.Value("import")}
	if !uuidWritten.MatchString(in.ID) {
		in.ID = v.web.cfg.NewID()
	}
	if n := len(table.Rows); n > importRows {
		f.wrong("table", "The table has %d rows, and the page takes %d at once. Divide it into several", n, importRows)
		return v.showImport(http.StatusUnprocessableEntity, p, f, nil)
	}
	defer v.slowly()()
	if err := table.Try(v.ctx(), in); err != nil {
		return err
	}
	if n := len(table.Mistakes); n > 0 {
		f.wrong("table", "The table has %s, listed below with its line. Nothing is taken in", plural(n, "mistake", "mistakes"))
		f.values.Set("import", in.ID)
		return v.showImport(http.StatusUnprocessableEntity, p, f, tableMistakes(table.Mistakes))
	}
	if f.Value("step") != "take" {
		return v.showImportCheck(p, f, table, in.ID)
	}
	taken, err := table.Take(v.ctx(), in)
	row := (*sheet.RowError)(nil)
	if no := rulesNo(err); no != nil && errors.As(err, &row) {
		f.wrong("table", "Line %d could not be taken in: %s %s taken in before it and stay. Mend the line and send the whole table again: nothing is taken in twice",
			row.Line, no.Message, plural(taken, "row was", "rows were"))
		f.values.Set("import", in.ID)
		return v.showImport(http.StatusUnprocessableEntity, p, f, nil)
	}
	if err != nil {
		return err
	}
	return v.imported(table)
}

// tableMistakes are the mistakes of a table as the page shows them, each with the heading of its column.
func tableMistakes(list []sheet.Mistake) (out []documentMistake) {
	for _, m := range list {
		out = append(out, documentMistake{Line: m.Line, Column: m.Column, Part: m.Heading, Sentence: m.Sentence})
	}
	return out
}

// imported says what was taken in, and goes on to where it is.
func (v *visit) imported(table *sheet.Table) error {
	var seq uint64
	for i := range table.Rows {
		seq = max(seq, table.Rows[i].Seq)
	}
	n := len(table.Rows)
	switch table.Kind.Name {
	case sheet.People:
		v.awaitName(table.Rows[n-1].Cells["person"])
		v.tell(plural(n, "person is", "people are") + " recorded. Appoint them to seats next: then they can be invited to sign in.")
		return v.goTo("/"+v.partnership+"/desk/people", 0)
	case sheet.Seats:
		v.tell(plural(n, "appointment is", "appointments are") + " made.")
		return v.goTo("/"+v.partnership+"/desk/people", seq)
	}
	v.tell(upper(casesCounted(table)) + " taken in.")
	if at := table.Rows[0].Case; n == 1 && at != "" {
		return v.goTo("/"+v.partnership+"/cases/"+url.PathEscape(at), seq)
	}
	return v.goTo("/"+v.partnership+"/cases", seq)
}

// casesCounted says how many cases of a table are drafts, and how many are under way.
func casesCounted(table *sheet.Table) string {
	adopted := 0
	for i := range table.Rows {
		if table.Rows[i].Adopts() {
			adopted++
		}
	}
	drafts := len(table.Rows) - adopted
	switch {
	case adopted == 0:
		return plural(drafts, "draft", "drafts")
	case drafts == 0:
		return plural(adopted, "case that is under way", "cases that are under way")
	}
	return plural(drafts, "draft", "drafts") + " and " + plural(adopted, "case that is under way", "cases that are under way")
}

// importShown is how many rows the page shows before they are taken in.
const importShown = 20

func (v *visit) showImportCheck(from *importPage, f *form, table *sheet.Table, id string) error {
	p := importCheckPage{Action: from.Action, Kind: table.Kind.Name, ID: id, Text: f.values.Get("table")}
	n := len(table.Rows)
	switch p.Kind {
	case sheet.People:
		p.Count = plural(n, "person", "people") + " can be recorded"
	case sheet.Seats:
		p.Count = plural(n, "appointment", "appointments") + " can be made"
	default:
		p.Count = casesCounted(table) + " can be taken in"
		p.Adopted = slices.ContainsFunc(table.Rows, func(r sheet.Row) bool { return r.Adopts() })
	}
	for _, head := range table.Head {
		if slices.ContainsFunc(table.Rows, func(r sheet.Row) bool { return r.Cells[head] != "" }) {
			p.Head = append(p.Head, head)
		}
	}
	for i := range table.Rows[:min(n, importShown)] {
		var cells []string
		for _, head := range p.Head {
			cells = append(cells, table.Rows[i].Cells[head])
		}
		p.Rows = append(p.Rows, cells)
	}
	p.More = n - len(p.Rows)
	return v.show("import_check", page{Title: "Check the table", Data: p})
}
