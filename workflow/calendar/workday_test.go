package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The dates the scenarios name (scenarios 1 and 5c; England and Wales).
func TestScenarioDeadlines(t *testing.T) {
	t.Parallel()
	c := mustNew(t, Config{})
	tests := []struct {
		name string
		got  time.Time
		want string
	}{
		{"standstill of the Procurement Act: 8 WD beginning with the notice",
			c.EndOf(c.WorkingDaysFrom(Date{2027, 3, 22}, 8)), "2027-04-02T23:59:59+01:00"},
		{"and it is over", c.AfterEnd(c.EndOf(Date{2027, 4, 2})), "2027-04-03T00:00:00+01:00"},
		{"standstill of the Provider Selection Regime: the 8th WD after the notice",
			c.EndOf(c.AddWorkingDays(Date{2027, 3, 22}, 8)), "2027-04-05T23:59:59+01:00"},
		{"representations answered on Wednesday 7 April, and 5 WD",
			c.EndOf(c.AddWorkingDays(Date{2027, 4, 7}, 5)), "2027-04-14T23:59:59+01:00"},
		{"dispute step: 10 WD from Tuesday 12 January",
			c.EndOf(c.Add(Date{2027, 1, 12}, Period{WorkingDays: 10})), "2027-01-26T23:59:59Z"},
		{"first review a year after delivery began",
			c.StartOf(c.Add(Date{2027, 4, 3}, Period{Years: 1})), "2028-04-03T00:00:00+01:00"},
	}
	for _, test := range tests {
		want, err := time.Parse(time.RFC3339, test.want)
		if err != nil {
			t.Fatal(err)
		}
		if !test.got.Equal(want) || test.got.Location() != time.UTC {
			t.Errorf("%s: got %s, want %s", test.name, test.got, want.UTC())
		}
	}
}

func TestAddWorkingDays(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, nation, from string
		n                  int
		want               string
	}{
		{"none", "", "2026-12-26", 0, "2026-12-26"},
		{"over Christmas 2026", "", "2026-12-24", 1, "2026-12-29"},
		{"over New Year 2027", "", "2026-12-24", 4, "2027-01-04"},
		{"over Easter 2027", "", "2027-03-25", 1, "2027-03-30"},
		{"over Easter 2027 in Scotland", Scotland, "2027-03-25", 1, "2027-03-29"},
		{"over Christmas 2027 with two substitutes", "", "2027-12-24", 1, "2027-12-29"},
		{"over New Year 2028 with its substitute", "", "2027-12-31", 1, "2028-01-04"},
		{"over New Year 2028 in Scotland", Scotland, "2027-12-31", 1, "2028-01-05"},
		{"over 12 July in Northern Ireland", NorthernIreland, "2027-07-09", 1, "2027-07-13"},
		{"from a Saturday", "", "2027-01-09", 1, "2027-01-11"},
		{"back from a Monday", "", "2027-01-11", -1, "2027-01-08"},
		{"back from a Saturday", "", "2027-01-09", -1, "2027-01-08"},
		{"back over Easter 2027", "", "2027-03-30", -1, "2027-03-25"},
	}
	for _, test := range tests {
		c := mustNew(t, Config{Nation: test.nation})
		if got := c.AddWorkingDays(mustDate(t, test.from), test.n).String(); got != test.want {
			t.Errorf("%s: %s and %d: got %s, want %s", test.name, test.from, test.n, got, test.want)
		}
	}
}

func TestWorkingDaysFrom(t *testing.T) {
	t.Parallel()
	c := mustNew(t, Config{})
	for _, test := range []struct {
		name, from string
		n          int
		want       string
	}{
		{"a working day is the first", "2027-03-22", 1, "2027-03-22"},
		{"a Saturday is not", "2027-03-20", 1, "2027-03-22"},
		{"Good Friday is not", "2027-03-26", 1, "2027-03-30"},
		{"none", "2027-03-20", 0, "2027-03-20"},
	} {
		if got := c.WorkingDaysFrom(mustDate(t, test.from), test.n).String(); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
}

func TestClearDays(t *testing.T) {
	t.Parallel()
	c := mustNew(t, Config{})
	for _, test := range []struct {
		name, notice, event string
		days, working       int
	}{
		{"28 clear days: notice on 1 March, earliest decision on 30 March", "2027-03-01", "2027-03-30", 28, 18},
		{"over the night the clocks go forward", "2027-03-27", "2027-03-30", 2, 0},
		{"five clear working days for an agenda", "2027-01-05", "2027-01-13", 7, 5},
		{"the next day", "2027-01-05", "2027-01-06", 0, 0},
		{"the same day", "2027-01-05", "2027-01-05", 0, 0},
		{"an event before its notice", "2027-01-05", "2026-01-05", 0, 0},
	} {
		notice, event := mustDate(t, test.notice), mustDate(t, test.event)
		if got := c.ClearDaysBetween(notice, event); got != test.days {
			t.Errorf("%s: got %d clear days, want %d", test.name, got, test.days)
		}
		if got := c.ClearWorkingDaysBetween(notice, event); got != test.working {
			t.Errorf("%s: got %d clear working days, want %d", test.name, got, test.working)
		}
	}
	if got := c.ClearDaysBetween(Date{}, NewDate(2027, 1, 5)); got != 0 {
		t.Errorf("no notice: got %d clear days, want 0", got)
	}
}

func TestAdd(t *testing.T) {
	t.Parallel()
	c := mustNew(t, Config{})
	for _, test := range []struct{ from, period, want string }{
		{"2027-01-12", "P10WD", "2027-01-26"},
		{"2027-01-12", "P2W", "2027-01-26"},
		{"2027-03-20", "P60D", "2027-05-19"},
		{"2026-12-31", "P2M", "2027-02-28"},
		{"2027-12-31", "P2M", "2028-02-29"},
		{"2028-02-29", "P1Y", "2029-02-28"},
		{"2027-08-31", "P1Y6M", "2029-02-28"},
		{"2027-01-31", "P1M1D", "2027-03-01"},
		{"2027-01-12", "", "2027-01-12"},
		{"", "P10WD", ""},
	} {
		var d Date
		var p Period
		if err := d.UnmarshalText([]byte(test.from)); err != nil {
			t.Fatal(err)
		}
		if err := p.UnmarshalText([]byte(test.period)); err != nil {
			t.Fatal(err)
		}
		if got := c.Add(d, p).String(); got != test.want {
			t.Errorf("%s and %s: got %s, want %s", test.from, test.period, got, test.want)
		}
	}
}

func TestFinancialYear(t *testing.T) {
	t.Parallel()
	c := mustNew(t, Config{})
	for date, want := range map[string]int{"2027-03-31": 2026, "2027-04-01": 2027, "2027-12-31": 2027, "2028-01-01": 2027} {
		if got := c.FinancialYear(mustDate(t, date)); got != want {
			t.Errorf("%s: got %d, want %d", date, got, want)
		}
	}
	if got := c.FinancialYear(Date{}); got != 0 {
		t.Errorf("no date: got %d, want 0", got)
	}
}

func TestWorkingDays_hold_together(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		nation := rapid.SampledFrom([]string{EnglandAndWales, Scotland, NorthernIreland}).Draw(t, "nation")
		c, err := New(Config{Nation: nation})
		if err != nil {
			t.Fatal(err)
		}
		d := anyDate.Draw(t, "d")
		n := rapid.IntRange(1, 300).Draw(t, "n")
		after, before := c.AddWorkingDays(d, n), c.AddWorkingDays(d, -n)

		if !c.IsWorkingDay(after) || !c.IsWorkingDay(before) {
			t.Fatalf("%s ± %d: got %s and %s, want working days", d, n, before, after)
		}
		if next := c.AddWorkingDays(d, n+1); !next.After(after) {
			t.Fatalf("%s and %d: got %s, want after %s", d, n+1, next, after)
		}
		if later := c.AddWorkingDays(d.AddDays(1), n); later.Before(after) {
			t.Fatalf("a day later: got %s, want no earlier than %s", later, after)
		}
		if got := c.ClearWorkingDaysBetween(d, after) + 1; got != n {
			t.Fatalf("from %s to %s: got %d working days, want %d", d, after, got, n)
		}
		if c.IsWorkingDay(d) {
			if back := c.AddWorkingDays(after, -n); back != d {
				t.Fatalf("%s and %d and back: got %s", d, n, back)
			}
			if from := c.WorkingDaysFrom(d, n+1); from != after {
				t.Fatalf("WorkingDaysFrom(%s, %d): got %s, want %s", d, n+1, from, after)
			}
		} else if from := c.WorkingDaysFrom(d, n); from != after {
			t.Fatalf("WorkingDaysFrom(%s, %d): got %s, want %s", d, n, from, after)
		}
	})
}

var anyDate = rapid.Custom(func(t *rapid.T) Date {
	return NewDate(2012, 1, 1).AddDays(rapid.IntRange(0, 60*365).Draw(t, "days after 2012"))
})
