// Package sheet takes people, the holders of seats, and cases in from a table that a spreadsheet wrote, for the command line and the
// pages alike.
//
//	table := sheet.Read(kind, text, zone)   // the rows, and everything that is wrong with the text
//	err := table.Try(ctx, import)           // and what the engine would refuse, of every row
//	taken, err := table.Take(ctx, import)   // only where table.Mistakes is empty
//
// Nothing is recorded before every row was tried. A row has a command id of its own, made of the import's id and its line: cut off on the
// way, the same import takes in what is missing, and nothing twice.
package sheet

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"

	"comity/services/client"
	"comity/services/directory"
	"comity/workflow"
	"comity/workflow/schema"
)

// The sorts of tables, by name.
const (
	People = "people"
	Seats  = "seats"
	Cases  = "cases"
)

// Kind is a sort of table. Short says in a few words what it does.
type Kind struct {
	Name, Short string
	Fields      []schema.Field // the columns that people write; required are those that have to be there

	once string             // the column of which no two rows say the same; "" for none
	of   func(row *Row) any // what a row is read into: a command, or what the people directory takes
}

// Kinds are the sorts, in the order in which a partnership needs them.
func Kinds() []Kind {
	seats := func(*Row) any { return new(workflow.MemberAppoint) }
	return []Kind{
		{People, "Take people's names and addresses in", columns(schema.Of(directory.RecordArgs{}), "person"), "person", func(*Row) any { return new(directory.RecordArgs) }},
		{Seats, "Appoint the holders of seats", schema.Of(workflow.MemberAppoint{}), "", seats},
		{Cases, "Open cases: drafts, and at its stage what is under way already", columns(schema.Of(workflow.CaseAdopt{}), "title"), "case", caseOf},
	}
}

// caseOf is a draft, or, where the row names a stage, a case that is taken up there.
func caseOf(row *Row) any {
	if row.Adopts() {
		return new(workflow.CaseAdopt)
	}
	return new(workflow.CaseCreate)
}

// foreign is what to say of a problem: of a draft in a column that is for cases under way, that the stage is missing.
func (k Kind) foreign(row *Row, p schema.Problem) string {
	_, known := client.Placed(p.About, k.Fields)
	if _, isDraft := row.body.(*workflow.CaseCreate); isDraft && known && !slices.ContainsFunc(schema.Of(workflow.CaseCreate{}), func(f schema.Field) bool { return f.Name == p.About }) {
		return p.About + " is for a case that is under way: give its stage too."
	}
	return p.Message
}

// Find is the sort of a name. It reports whether there is one.
func Find(name string) (Kind, bool) {
	for _, k := range Kinds() {
		if k.Name == name {
			return k, true
		}
	}
	return Kind{}, false
}

// columns are the fields that people write in a table, with those that it needs.
func columns(fields []schema.Field, needs ...string) (out []schema.Field) {
	for _, f := range fields {
		f.Required = slices.Contains(needs, f.Name)
		if f.Name != "dry_run" {
			out = append(out, f)
		}
	}
	return out
}

// Import is one import: by whom, into what, under which id (a UUID).
type Import struct {
	Client             *client.Client
	Partnership, Actor string
	ID                 string
}

// take takes a row in, or with dry asks whether it could be.
func (t *Import) take(ctx context.Context, row *Row, dry bool) error {
	if person, is := row.body.(*directory.RecordArgs); is {
		args := *person
		args.DryRun = dry
		return t.Client.People(ctx, t.Actor, directory.AskRecord, args, nil)
	}
	options := []client.Option{client.CommandID(rowID(t.ID, row.Line))}
	if dry {
		options = append(options, client.DryRun())
	}
	done, err := t.Client.Do(ctx, t.Partnership, t.Actor, row.body.(workflow.Command), options...)
	if err == nil && !dry {
		row.Seq, row.Case = done.Seq, done.Case
	}
	return err
}

// rowID is the command id of a row: a UUIDv7 of the import's own time, the same whenever the import is repeated under its id.
func rowID(id string, line int) string {
	sum := sha256.Sum256([]byte(id + "/" + strconv.Itoa(line)))
	x := hex.EncodeToString(sum[:])
	return fmt.Sprintf("%s-%s-7%s-8%s-%s", id[:8], id[9:13], x[:3], x[3:6], x[6:18])
}

// Row is a row, and what it stands for. Seq and Case are what taking it in has answered: the position, and the case.
type Row struct {
	Line  int
	Cells map[string]string // by the heading of the column
	Seq   uint64
	Case  string

	body    any            // what it stands for
	columns map[string]int // by field, where its cell begins
	wrong   bool           // something is wrong with it as it is written
}

// Adopts reports whether the row takes a case up that is under way.
func (r *Row) Adopts() bool { _, adopts := r.columns["stage"]; return adopts }
