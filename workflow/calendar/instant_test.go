package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestInstants_across_changes_of_the_clocks(t *testing.T) {
	t.Parallel()
	c := mustNew(t, Config{})
	forward, back := Date{2027, 3, 28}, Date{2027, 10, 31}
	tests := []struct {
		name string
		got  time.Time
		want string
	}{
		{"start of the day they go forward", c.StartOf(forward), "2027-03-28T00:00:00Z"},
		{"end of that day", c.EndOf(forward), "2027-03-28T22:59:59Z"},
		{"nine o’clock that day", c.At(forward, 9, 0), "2027-03-28T08:00:00Z"},
		{"half past one, which is skipped", c.At(forward, 1, 30), "2027-03-28T01:00:00Z"},
		{"nine o’clock the day before", c.At(Date{2027, 3, 27}, 9, 0), "2027-03-27T09:00:00Z"},
		{"start of the day they go back", c.StartOf(back), "2027-10-30T23:00:00Z"},
		{"end of that day", c.EndOf(back), "2027-10-31T23:59:59Z"},
		{"nine o’clock that day", c.At(back, 9, 0), "2027-10-31T09:00:00Z"},
		{"half past one, which comes twice", c.At(back, 1, 30), "2027-10-31T00:30:00Z"},
		{"after an end noticed by its last nanosecond", c.AfterEnd(c.EndOf(back).Add(time.Second - 1)), "2027-11-01T00:00:00Z"},
		{"midsummer", c.EndOf(Date{2027, 6, 21}), "2027-06-21T22:59:59Z"},
		{"midwinter", c.EndOf(Date{2027, 12, 21}), "2027-12-21T23:59:59Z"},
	}
	for _, test := range tests {
		if got := test.got.Format(time.RFC3339Nano); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
	for d, want := range map[Date]time.Duration{forward: 23 * time.Hour, back: 25 * time.Hour} {
		if got := c.StartOf(d.AddDays(1)).Sub(c.StartOf(d)); got != want {
			t.Errorf("length of %s: got %s, want %s", d, got, want)
		}
	}
}

func TestDateOf(t *testing.T) {
	t.Parallel()
	c := mustNew(t, Config{})
	for at, want := range map[string]string{
		"2027-04-02T22:59:59Z":      "2027-04-02",
		"2027-04-02T23:00:00Z":      "2027-04-03",
		"2027-01-26T23:59:59Z":      "2027-01-26",
		"2027-01-27T01:30:00+02:00": "2027-01-26",
	} {
		instant, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.DateOf(instant).String(); got != want {
			t.Errorf("%s: got %s, want %s", at, got, want)
		}
	}
}

func TestInstants_of_no_date_are_no_instant(t *testing.T) {
	t.Parallel()
	c := mustNew(t, Config{})
	for name, got := range map[string]time.Time{
		"StartOf": c.StartOf(Date{}), "EndOf": c.EndOf(Date{}), "At": c.At(Date{}, 9, 0), "AfterEnd": c.AfterEnd(time.Time{}),
	} {
		if !got.IsZero() {
			t.Errorf("%s: got %s, want the zero time", name, got)
		}
	}
	if got := c.DateOf(time.Time{}); !got.IsZero() {
		t.Errorf("DateOf: got %s, want no date", got)
	}
}

// A day begins at the first instant that bears its date and ends just before the next begins, in
// zones that change their clocks at midnight (Havana, Beirut, Asuncion, the Azores) and by half an hour too.
func TestDays_follow_one_another_without_gap_or_overlap(t *testing.T) {
	t.Parallel()
	zones := []string{"Europe/London", "America/Havana", "Asia/Beirut", "America/Asuncion", "Atlantic/Azores", "Australia/Lord_Howe"}
	calendars := map[string]*Calendar{}
	for _, zone := range zones {
		calendars[zone] = mustNew(t, Config{Zone: zone})
	}
	check := func(zone string, d Date) {
		c := calendars[zone]
		start, end := c.StartOf(d), c.EndOf(d)
		if got := c.DateOf(start); got != d {
			t.Fatalf("%s: the start of %s is on %s", zone, d, got)
		}
		if got := c.DateOf(start.Add(-1)); got != d.AddDays(-1) {
			t.Fatalf("%s: just before the start of %s it is %s", zone, d, got)
		}
		if got := c.DateOf(end); got != d || c.AfterEnd(end) != end.Add(time.Second) {
			t.Fatalf("%s: the end of %s is %s, and what follows %s", zone, d, end, c.AfterEnd(end))
		}
	}
	for _, zone := range zones {
		for d := NewDate(2012, 1, 1); d.Year < 2030; d = d.AddDays(1) {
			check(zone, d)
		}
	}
}

func TestAt_shows_the_time_asked_for(t *testing.T) {
	t.Parallel()
	c := mustNew(t, Config{})
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate.Draw(t, "d")
		hour, minute := rapid.IntRange(2, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute")
		at := c.At(d, hour, minute)
		local := at.In(c.Location())
		if c.DateOf(at) != d || local.Hour() != hour || local.Minute() != minute || local.Second() != 0 {
			t.Fatalf("got %s, want %s %02d:%02d", local, d, hour, minute)
		}
	})
}
