package document

import (
	"slices"
	"strings"
	"testing"

	"comity/workflow/calendar"
)

func TestRotation_turns_are_counted_from_the_first_day(t *testing.T) {
	date := func(s string) calendar.Date {
		d, err := calendar.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	monthly := &Rotation{Every: calendar.Period{Months: 1}, Among: []string{"a", "b", "c"}, From: date("2027-01-31")}
	yearly := &Rotation{Every: calendar.Period{Years: 1}, Among: []string{"a", "b"}, From: date("2028-02-29")}
	for _, test := range []struct {
		r                *Rotation
		on, who          string
		number           int
		from, next, last string
	}{
		{monthly, "2026-06-01", "a", 0, "2027-01-31", "2027-02-28", "2027-02-27"}, // before the first turn the first has it
		{monthly, "2027-02-27", "a", 0, "2027-01-31", "2027-02-28", "2027-02-27"},
		{monthly, "2027-02-28", "b", 1, "2027-02-28", "2027-03-31", "2027-03-30"}, // a short month does not shift the next
		{monthly, "2027-03-31", "c", 2, "2027-03-31", "2027-04-30", "2027-04-29"},
		{monthly, "2027-04-30", "a", 3, "2027-04-30", "2027-05-31", "2027-05-30"},
		{yearly, "2029-02-28", "b", 1, "2029-02-28", "2030-02-28", "2030-02-27"},
		{yearly, "2032-02-29", "a", 4, "2032-02-29", "2033-02-28", "2033-02-27"}, // the leap day comes back
	} {
		got := test.r.On(date(test.on))
		if got.Number != test.number || got.Organisation != test.who || got.From != date(test.from) || got.Next != date(test.next) || got.Last() != date(test.last) {
			t.Errorf("%s: got %+v, want turn %d of %s from %s to %s", test.on, got, test.number, test.who, test.from, test.last)
		}
	}
}

func TestRotation_that_cannot_be_reckoned_is_refused_with_its_place(t *testing.T) {
	const good = "rotation: {every: P1Y, among: [ald, bra, cal, dun], from: 2026-05-20}"
	for _, test := range []struct{ name, become, code string }{
		{"in working days", "rotation: {every: P10WD, among: [ald, bra], from: 2026-05-20}", "rotation_period"},
		{"among one", "rotation: {every: P1Y, among: [ald], from: 2026-05-20}", "rotation_alone"},
		{"one twice", "rotation: {every: P1Y, among: [ald, bra, ald], from: 2026-05-20}", "duplicate_id"},
		{"of whom nobody knows", "rotation: {every: P1Y, among: [ald, elm], from: 2026-05-20}", "dangling_id"},
		{"of one organisation's seat", "organisation: ald, " + good, "rotation_of_one"},
		{"without a period", "rotation: {among: [ald, bra], from: 2026-05-20}", "missing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := strings.Replace(string(testFile(t, "westmere.governance.yaml")), good, test.become, 1)
			_, problems := CheckSources(Source{"g.yaml", []byte(text)})
			if !slices.ContainsFunc(Errors(problems), func(p Problem) bool { return p.Code == test.code && p.Line > 0 && p.Column > 0 }) {
				t.Errorf("got %v, want %s", Errors(problems), test.code)
			}
		})
	}
	text := strings.Replace(string(testFile(t, "westmere.governance.yaml")), ", from: 2026-05-20}", "}", 1)
	_, problems := CheckSources(Source{"g.yaml", []byte(text)})
	if len(Errors(problems)) > 0 || !slices.ContainsFunc(problems, func(p Problem) bool { return p.Code == "rotation_from" && p.Severity == Advice }) {
		t.Errorf("without a first day: got %v", problems)
	}
}
