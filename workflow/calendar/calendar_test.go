package calendar

import (
	"strings"
	"sync"
	"testing"
)

func TestNew_names_every_mistake_at_once(t *testing.T) {
	t.Parallel()
	_, err := New(Config{
		Zone:   "Europe/Westmere",
		Nation: "scotland",
		Extra: []Holiday{
			{Date: NewDate(2027, 9, 6)},
			{Title: "Founder’s Day"},
			{Date: Date{2027, 2, 30}, Title: "Leap"},
			{Date: NewDate(2027, 9, 7), Title: "One"},
			{Date: NewDate(2027, 9, 7), Title: "Two"},
			{Date: NewDate(2027, 8, 2), Title: "Kept"},
		},
		Except: []Date{NewDate(2027, 3, 29), {}, NewDate(2027, 8, 2)},
	})
	if err == nil {
		t.Fatal("got no error, want nine problems")
	}
	want := []string{
		`"Europe/Westmere" is not a time zone: write one such as Europe/London`,
		`day off 2027-09-06 has no title`,
		`day off "Founder’s Day": year 0, month 0, day 0 is not a date`,
		`day off "Leap": year 2027, month 2, day 30 is not a date`,
		`day off 2027-09-07 comes twice, as "One" and as "Two"`,
		`exception 2027-03-29 is not a bank holiday of scotland by rule, so there is nothing to take away`,
		`exception: year 0, month 0, day 0 is not a date`,
		`2027-08-02 is both an exception and the day off "Kept"`,
	}
	if got := strings.Split(err.Error(), "\n"); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s,\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestNew_refuses_a_nation_it_does_not_know_and_the_zone_of_the_machine(t *testing.T) {
	t.Parallel()
	for _, cfg := range []Config{
		{Nation: "wales"},
		{Nation: "wales", Except: []Date{NewDate(2027, 8, 30)}},
		{Zone: "Local"},
	} {
		if c, err := New(cfg); err == nil {
			t.Errorf("New(%+v): got %s, want an error", cfg, c.Version())
		}
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	jubilee := Holiday{NewDate(2032, 6, 4), "Jubilee"}
	funeral := Holiday{NewDate(2031, 3, 4), "Funeral"}
	christmas := Holiday{NewDate(2026, 12, 25), "Christmas Day"}
	tests := []struct {
		name string
		cfg  Config
		want string
	}{
		{"rules alone", Config{}, "england-and-wales/2026.1"},
		{"another nation", Config{Nation: Scotland}, "scotland/2026.1"},
		{"a day the rules know adds nothing", Config{Extra: []Holiday{christmas}}, "england-and-wales/2026.1"},
		{"two extra days", Config{Extra: []Holiday{jubilee, funeral, christmas}}, "england-and-wales/2026.1+2 extra (abb6b245)"},
		{"in any order", Config{Extra: []Holiday{funeral, jubilee, funeral}}, "england-and-wales/2026.1+2 extra (abb6b245)"},
		{"a moved day", Config{Extra: []Holiday{jubilee}, Except: []Date{NewDate(2032, 5, 31)}, Version: "gov.uk 2031-11"},
			"england-and-wales/2026.1+1 extra-1 moved (c9c5d8cb), gov.uk 2031-11"},
		{"another zone", Config{Zone: "Europe/Jersey"}, "england-and-wales/2026.1, Europe/Jersey"},
	}
	for _, test := range tests {
		if got := mustNew(t, test.cfg).Version(); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestNew_adds_extra_days_and_takes_exceptions_away(t *testing.T) {
	t.Parallel()
	c := mustNew(t, Config{
		Extra:  []Holiday{{NewDate(2032, 6, 4), "Jubilee"}, {NewDate(2032, 12, 27), "Another name"}},
		Except: []Date{NewDate(2032, 5, 31)},
	})
	for date, want := range map[string]string{
		"2032-06-04": "Jubilee",
		"2032-05-31": "",
		"2032-12-27": "Christmas Day (substitute day)", // the rules' own title stays
	} {
		if got, _ := c.Holiday(mustDate(t, date)); got != want {
			t.Errorf("%s: got %q, want %q", date, got, want)
		}
	}
	if d := NewDate(2032, 5, 31); !c.IsWorkingDay(d) {
		t.Errorf("IsWorkingDay(%s): got false, want true", d)
	}
}

func TestCalendar_is_safe_for_many_goroutines(t *testing.T) {
	t.Parallel()
	c := mustNew(t, Config{Extra: []Holiday{{NewDate(2032, 6, 4), "Jubilee"}}})
	want := mustNew(t, Config{}).AddWorkingDays(NewDate(2027, 1, 4), 2001) // without the extra day
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got := c.AddWorkingDays(NewDate(2027, 1, 4), 2000); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
	wg.Wait()
}

func BenchmarkAddWorkingDays(b *testing.B) {
	c := mustNew(b, Config{})
	for b.Loop() {
		c.AddWorkingDays(Date{2027, 3, 22}, 15)
	}
}
