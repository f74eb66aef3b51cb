package calendar

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"pgregory.net/rapid"
)

func TestParseDate(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"2027-04-02", "2028-02-29", "0001-01-01", "9999-12-31"} {
		if d, err := ParseDate(s); err != nil || d.String() != s {
			t.Errorf("%q: got %s, %v, want the same date", s, d, err)
		}
	}
	for _, s := range []string{"", "2027-02-29", "2027-13-01", "2027-04-31", "2027-4-2", "02/04/2027", "2027-04-02T00:00:00Z",
		" 2027-04-02", "0000-01-01", "20270402", "-001-01-01", "２０２７-04-02"} {
		if d, err := ParseDate(s); err == nil {
			t.Errorf("%q: got %s, want an error", s, d)
		}
	}
	_, err := ParseDate("2027-02-30")
	const want = `"2027-02-30" is not a date: write year, month and day of a day that exists, as in 2027-04-02`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestDate_sums(t *testing.T) {
	t.Parallel()
	d := NewDate(2027, 1, 31)
	for _, test := range []struct {
		name string
		got  Date
		want string
	}{
		{"a month", d.AddMonths(1), "2027-02-28"},
		{"thirteen months into a leap year", d.AddMonths(13), "2028-02-29"},
		{"eleven months back", d.AddMonths(-11), "2026-02-28"},
		{"a month back over the year", d.AddMonths(-1), "2026-12-31"},
		{"a day", d.AddDays(1), "2027-02-01"},
		{"31 days back", d.AddDays(-31), "2026-12-31"},
		{"a day too many runs on", NewDate(2027, 2, 30), "2027-03-02"},
		{"no date and a day", Date{}.AddDays(1), ""},
		{"no date and a month", Date{}.AddMonths(1), ""},
	} {
		if got := test.got.String(); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
	if got := NewDate(2027, 3, 28).Weekday(); got != time.Sunday {
		t.Errorf("28 March 2027: got %s, want Sunday", got)
	}
}

func TestDate_order(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDate.Draw(t, "d"), rapid.IntRange(-5000, 5000).Draw(t, "n")
		e := d.AddDays(n)
		if d.daysUntil(e) != n || d.Before(e) != (n > 0) || d.After(e) != (n < 0) || (d.Compare(e) == 0) != (n == 0) {
			t.Fatalf("%s and %s, %d days apart: got %d days, before %t, after %t", d, e, n, d.daysUntil(e), d.Before(e), d.After(e))
		}
	})
}

// card has what a document may have: a date, one left out, a list, a key.
type card struct {
	On      Date          `json:"on"       yaml:"on"`
	Until   Date          `json:"until,omitzero" yaml:"until,omitempty"`
	Meets   []Date        `json:"meets"    yaml:"meets"`
	Respond Period        `json:"respond"  yaml:"respond"`
	Titles  map[Date]bool `json:"titles"   yaml:"-"`
}

func TestDate_and_Period_in_JSON(t *testing.T) {
	t.Parallel()
	const text = `{"on":"2026-04-01","meets":["2026-05-12",""],"respond":"P10WD","titles":{"2026-12-25":true}}`
	var c card
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		t.Fatal(err)
	}
	if c.On != NewDate(2026, 4, 1) || !c.Meets[1].IsZero() || c.Respond != (Period{WorkingDays: 10}) {
		t.Errorf("got %+v", c)
	}
	if got, err := json.Marshal(c); err != nil || string(got) != text {
		t.Errorf("got %s, %v, want %s", got, err, text)
	}
	for _, wrong := range []string{`{"on":"1 April 2026"}`, `{"on":20260401}`, `{"respond":"10 days"}`} {
		if err := json.Unmarshal([]byte(wrong), new(card)); err == nil {
			t.Errorf("%s: got no error", wrong)
		}
	}
	for _, wrong := range []any{Date{2027, 2, 30}, Date{Year: 2027}, Date{10000, 1, 1}, Period{Days: -1}, Period{Days: 1, WorkingDays: 1}} {
		if got, err := json.Marshal(wrong); err == nil {
			t.Errorf("%+v: got %s, want an error", wrong, got)
		}
	}
}

func TestDate_and_Period_in_YAML(t *testing.T) {
	t.Parallel()
	const text = "on: 2026-04-01\nmeets: [2026-05-12, \"2026-07-14\"]\nrespond: P1Y6M\n"
	var c card
	if err := yaml.Unmarshal([]byte(text), &c); err != nil {
		t.Fatal(err)
	}
	want := []Date{NewDate(2026, 5, 12), NewDate(2026, 7, 14)}
	if c.On != NewDate(2026, 4, 1) || !c.Until.IsZero() || c.Meets[0] != want[0] || c.Meets[1] != want[1] || c.Respond != (Period{Years: 1, Months: 6}) {
		t.Errorf("got %+v", c)
	}
	out, err := yaml.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var again card
	if err := yaml.Unmarshal(out, &again); err != nil || again.On != c.On || again.Meets[1] != c.Meets[1] || again.Respond != c.Respond {
		t.Errorf("written and read again: got %+v, %v, from %s", again, err, out)
	}
	if err := yaml.Unmarshal([]byte("on: 2026-02-30\n"), new(card)); err == nil {
		t.Error("30 February: got no error")
	}
}
