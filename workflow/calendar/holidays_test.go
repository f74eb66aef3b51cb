package calendar

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
)

// published are the days GOV.UK lists, year by year: 2012 to 2018 from the data behind its page
// (alphagov/calendars and alphagov/frontend, lib/data/bank-holidays.json), 2019 to 2028 from
// bank-holidays.json itself. They are facts to hold the rules against, so there is no -update.
var published = map[string]map[int]string{
	EnglandAndWales: {
		2012: "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26",
		2013: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
		2014: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
		2015: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
		2016: "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
		2017: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
		2018: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
		2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
		2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
		2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
		2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
		2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
		2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
		2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
		2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
		2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
		2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
	},
	Scotland: {
		2012: "01-02 01-03 04-06 05-07 06-04 06-05 08-06 11-30 12-25 12-26",
		2017: "01-02 01-03 04-14 05-01 05-29 08-07 11-30 12-25 12-26",
		2018: "01-01 01-02 03-30 05-07 05-28 08-06 11-30 12-25 12-26",
		2019: "01-01 01-02 04-19 05-06 05-27 08-05 12-02 12-25 12-26",
		2020: "01-01 01-02 04-10 05-08 05-25 08-03 11-30 12-25 12-28",
		2021: "01-01 01-04 04-02 05-03 05-31 08-02 11-30 12-27 12-28",
		2022: "01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27",
		2023: "01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26",
		2024: "01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26",
		2025: "01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26",
		2026: "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28",
		2027: "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28",
		2028: "01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26",
	},
	NorthernIreland: {
		2017: "01-02 03-17 04-14 04-17 05-01 05-29 07-12 08-28 12-25 12-26",
		2018: "01-01 03-19 03-30 04-02 05-07 05-28 07-12 08-27 12-25 12-26",
		2019: "01-01 03-18 04-19 04-22 05-06 05-27 07-12 08-26 12-25 12-26",
		2020: "01-01 03-17 04-10 04-13 05-08 05-25 07-13 08-31 12-25 12-28",
		2021: "01-01 03-17 04-02 04-05 05-03 05-31 07-12 08-30 12-27 12-28",
		2022: "01-03 03-17 04-15 04-18 05-02 06-02 06-03 07-12 08-29 09-19 12-26 12-27",
		2023: "01-02 03-17 04-07 04-10 05-01 05-08 05-29 07-12 08-28 12-25 12-26",
		2024: "01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26",
		2025: "01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26",
		2026: "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28",
		2027: "01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28",
		2028: "01-03 03-17 04-14 04-17 05-01 05-29 07-12 08-28 12-25 12-26",
	},
}

func TestBankHolidays_are_those_GOV_UK_publishes(t *testing.T) {
	t.Parallel()
	for nation, years := range published {
		c := mustNew(t, Config{Nation: nation})
		for year, want := range years {
			if got := daysOff(c, year); got != want {
				t.Errorf("%s %d:\n got %s,\nwant %s", nation, year, got, want)
			}
		}
	}
}

// daysOff asks day by day, as the engine does, and lists the bank holidays of a year.
func daysOff(c *Calendar, year int) string {
	var days []string
	for d := NewDate(year, 1, 1); d.Year == year; d = d.AddDays(1) {
		if _, ok := c.Holiday(d); ok {
			days = append(days, d.String()[len("2027-"):])
		}
	}
	return strings.Join(days, " ")
}

func TestHoliday_titles(t *testing.T) {
	t.Parallel()
	tests := []struct{ nation, date, want string }{
		{EnglandAndWales, "2020-05-08", "Early May bank holiday (VE day)"},
		{EnglandAndWales, "2020-05-04", ""}, // moved
		{EnglandAndWales, "2022-05-30", ""}, // moved
		{EnglandAndWales, "2022-06-02", "Spring bank holiday"},
		{EnglandAndWales, "2022-09-19", "Bank Holiday for the State Funeral of Queen Elizabeth II"},
		{EnglandAndWales, "2022-12-26", "Boxing Day"},
		{EnglandAndWales, "2022-12-27", "Christmas Day (substitute day)"},
		{EnglandAndWales, "2026-12-25", "Christmas Day"},
		{EnglandAndWales, "2026-12-26", ""}, // a Saturday: not a day off of its own
		{EnglandAndWales, "2026-12-28", "Boxing Day (substitute day)"},
		{EnglandAndWales, "2027-01-01", "New Year’s Day"},
		{EnglandAndWales, "2027-03-26", "Good Friday"},
		{EnglandAndWales, "2027-03-29", "Easter Monday"},
		{EnglandAndWales, "2027-11-30", ""},
		{EnglandAndWales, "2027-12-27", "Christmas Day (substitute day)"},
		{EnglandAndWales, "2027-12-28", "Boxing Day (substitute day)"},
		{EnglandAndWales, "2028-01-03", "New Year’s Day (substitute day)"},
		{EnglandAndWales, "2028-01-04", ""},
		{Scotland, "2023-01-02", "New Year’s Day (substitute day)"},
		{Scotland, "2023-01-03", "2nd January (substitute day)"},
		{Scotland, "2026-06-15", "World Cup bank holiday"},
		{Scotland, "2027-03-29", ""}, // no Easter Monday
		{Scotland, "2027-08-02", "Summer bank holiday"},
		{Scotland, "2027-11-30", "St Andrew’s Day"},
		{Scotland, "2028-01-04", "2nd January (substitute day)"},
		{NorthernIreland, "2027-03-17", "St Patrick’s Day"},
		{NorthernIreland, "2026-07-13", "Battle of the Boyne (Orangemen’s Day) (substitute day)"},
		{NorthernIreland, "2026-06-15", ""},
	}
	for _, test := range tests {
		got, ok := mustNew(t, Config{Nation: test.nation}).Holiday(mustDate(t, test.date))
		if got != test.want || ok != (test.want != "") {
			t.Errorf("%s %s: got %q, %t, want %q", test.nation, test.date, got, ok, test.want)
		}
	}
}

// The version is kept beside deadlines, so it may not stay while the days move: not by an edit
// to rules.go, and not by a new release of the library.
func TestRulesVersion_changes_when_the_days_do(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	for _, nation := range slices.Sorted(maps.Keys(nations)) {
		c := mustNew(t, Config{Nation: nation})
		for year := 2012; year <= 2060; year++ {
			fmt.Fprintln(&all, nation, year, daysOff(c, year))
		}
	}
	got := fmt.Sprintf("%s %.8x", rulesVersion, sha256.Sum256([]byte(all.String())))
	const want = "2026.1 e55359771814db5e"
	if got != want {
		t.Errorf("bank holidays 2012 to 2060: got %s, want %s; if days moved, raise rulesVersion and put both here", got, want)
	}
}

// In São Paulo the clocks skipped midnight of Tuesday 2 November 2004, where the library then says
// Monday 23:00. No bank holiday meets such a night yet, so two rules are made up for it.
// Not parallel: it changes the library's idea of the machine's zone, and puts it back.
func TestBankHolidays_do_not_depend_on_the_zone_of_the_machine(t *testing.T) {
	saoPaulo, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	before := cal.DefaultLoc
	t.Cleanup(func() { cal.DefaultLoc = before })
	cal.DefaultLoc = saoPaulo
	for name, rule := range map[string]*cal.Holiday{
		"ours":      fixed("All Souls", time.November, 2, []cal.AltDay{{Day: time.Monday, Offset: 1}}),
		"library's": {Name: "All Souls", Month: time.November, Weekday: time.Tuesday, Offset: 1, Func: cal.CalcWeekdayOffset},
	} {
		if got := bankHolidays([]*cal.Holiday{rule}, 2004); got[NewDate(2004, 11, 2)] != "All Souls" {
			t.Errorf("%s: got %v, want 2 November", name, got)
		}
	}
}

func mustNew(t testing.TB, cfg Config) *Calendar {
	t.Helper()
	c, err := New(cfg)
	if err != nil {
		t.Fatalf("New(%+v): got %v, want a calendar", cfg, err)
	}
	return c
}

func mustDate(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
