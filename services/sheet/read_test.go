package sheet_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"comity/services/sheet"
)

func TestRead(t *testing.T) {
	for name, c := range map[string]struct {
		kind, text string
		rows       int
		mistakes   []string // line:column heading: sentence
	}{
		"with_a_mark_and_semicolons":     {sheet.Seats, "\ufeffseat;person;instrument\nW1;p-margaret;\"Cabinet; min 1\"\n", 1, nil},
		"rows_of_commas_are_no_rows":     {sheet.People, "person,name\np-a,Ann\n,\n,\n", 1, nil},
		"headings_as_people_write_them":  {sheet.Cases, "Title,Plan ends on\nSpeech,31 March 2029\n", 1, nil},
		"nothing":                        {sheet.People, "", 0, []string{"1:1 : The table has no rows."}},
		"only_a_heading":                 {sheet.People, "person,name\n", 0, []string{"1:1 : The table has no rows."}},
		"another_encoding":               {sheet.People, "person,name\np-a,Ren\xe9e\n", 0, []string{"2:1 : This line is not written in UTF-8. Save the table again as “CSV UTF-8”."}},
		"the_column_is_of_characters":    {sheet.People, "person,name,email\np-a,Renée Ó,x,y\n", 0, []string{"2:15 : The row has 4 cells, and there are 3 columns."}},
		"a_quote_that_does_not_end":      {sheet.People, "person,name\np-a,\"Ann\n", 0, []string{`2:10 : Extraneous or missing " in quoted-field.`}},
		"the_same_person_in_two_rows":    {sheet.People, "person,name\np-a,Ann\np-b,Bea\np-a,Anne\n", 3, []string{"4:1 person: p-a is in line 2 already."}},
		"two_terms_of_a_seat_are_no_two": {sheet.Seats, "seat,person,from,instrument\nW1,p-a,2026-04-01,min 1\nW1,p-b,2027-04-01,min 2\n", 2, nil},
		"all_at_once": {sheet.Cases, "title,plan,since\nSpeech,lots,2026-02-30\n,£1,\nPlay,£2,tomorrow\n", 3,
			[]string{"2:8 plan: ", "2:13 since: since is for a case that is under way: give its stage too.", "3:1 : title is missing.", "4:9 since: "}},
		"days_of_a_case_under_way": {sheet.Cases, "title,stage,since\nSpeech,planning,2026-02-30\nPlay,planning,1 March 2026\n", 2, []string{"2:17 since: "}},
		"no_such_column": {sheet.Seats, "seat, persn,instrument\nW1,p-a,min 1\n", 0,
			[]string{`1:6 : There is no column "persn". Did you mean person?`, "1:1 : The column person is missing."}},
	} {
		t.Run(name, func(t *testing.T) {
			kind, ok := sheet.Find(c.kind)
			if !ok {
				t.Fatalf("there is no table of %s", c.kind)
			}
			got := sheet.Read(kind, []byte(c.text), time.UTC)
			if len(got.Rows) != c.rows {
				t.Errorf("got %d rows, want %d", len(got.Rows), c.rows)
			}
			if !slices.EqualFunc(got.Mistakes, c.mistakes, func(m sheet.Mistake, want string) bool {
				return strings.HasPrefix(fmt.Sprintf("%d:%d %s: %s", m.Line, m.Column, m.Heading, m.Sentence), want)
			}) {
				t.Errorf("got %+v, want %q", got.Mistakes, c.mistakes)
			}
		})
	}
}
