package calendar

import (
	"strings"
	"testing"
)

func TestParsePeriod(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]Period{
		"P10WD":     {WorkingDays: 10},
		"P15D":      {Days: 15},
		"P2W":       {Days: 14},
		"P2M":       {Months: 2},
		"P12M":      {Months: 12},
		"P1Y":       {Years: 1},
		"P1Y6M":     {Years: 1, Months: 6},
		"P1Y6M15D":  {Years: 1, Months: 6, Days: 15},
		"P1M1D":     {Months: 1, Days: 1},
		"P100Y":     {Years: 100},
		"P36525D":   {Days: 36525},
		"P26100WD":  {WorkingDays: 26100},
		"P50Y7300D": {Years: 50, Days: 7300},
	} {
		if got, err := ParsePeriod(s); err != nil || got != want {
			t.Errorf("%q: got %+v, %v, want %+v", s, got, err, want)
		}
	}
}

func TestParsePeriod_says_what_is_wrong(t *testing.T) {
	t.Parallel()
	for s, reason := range map[string]string{
		"":                          `"" is not a period: write working days as P10WD`,
		"P":                         `"P" is not a period: write`,
		"10WD":                      `is not a period: write`,
		"P10":                       `is not a period: write`,
		"P6M1Y":                     `is not a period: write`,
		"P1W1D":                     `is not a period: write`,
		" P1D":                      `is not a period: write`,
		"P1D\n":                     `is not a period: write`,
		"P4H":                       `is not a period: write`,
		"PT4H":                      `counted in whole days, not hours`,
		"P1DT4H":                    `counted in whole days, not hours`,
		"P-1D":                      `have no sign`,
		"-P1D":                      `have no sign`,
		"P0D":                       `start from 1 and have no leading nought`,
		"P0WD":                      `start from 1 and have no leading nought`,
		"P1Y0M":                     `start from 1 and have no leading nought`,
		"P010D":                     `start from 1 and have no leading nought`,
		"P1.5Y":                     `must be whole`,
		"P1M10WD":                   `working days do not mix`,
		"P10WD1D":                   `working days do not mix`,
		"p10wd":                     `needs capital letters`,
		"P101Y":                     `longer than a century`,
		"P99Y13M":                   `longer than a century`,
		"P60Y20000D":                `longer than a century`,
		"P26101WD":                  `longer than a century`,
		"P99999999999999999999999D": `longer than a century`,
	} {
		got, err := ParsePeriod(s)
		if err == nil || !strings.Contains(err.Error(), reason) || !strings.HasSuffix(err.Error(), periodForms) {
			t.Errorf("%q: got %+v, %v, want an error with %q", s, got, err, reason)
		}
	}
}

func TestPeriod_String(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"P2W": "P14D", "P1Y6M15D": "P1Y6M15D", "P10WD": "P10WD"} {
		p, err := ParsePeriod(in)
		if err != nil || p.String() != want {
			t.Errorf("%s: got %s, %v, want %s", in, p, err, want)
		}
	}
	if got := (Period{}).String(); got != "" {
		t.Errorf("no period: got %q, want nothing", got)
	}
}

// Whatever is read can be written, is then read as the same period, and ends after it began.
func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{"P10WD", "P2W", "P1Y6M15D", "P0D", "PT4H", "P1M10WD", "P99999999999999999999Y", "P50Y7300D", ""} {
		f.Add(s)
	}
	c := mustNew(f, Config{})
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ParsePeriod(s)
		if err != nil {
			if !p.IsZero() {
				t.Errorf("%q: got %+v beside the error %v", s, p, err)
			}
			return
		}
		text, err := p.MarshalText()
		if err != nil {
			t.Fatalf("%q: cannot be written: %v", s, err)
		}
		if again, err := ParsePeriod(string(text)); err != nil || again != p {
			t.Errorf("%q, written as %s: got %+v, %v, want %+v", s, text, again, err, p)
		}
		if p.WorkingDays > 5000 {
			return // decades of days, one by one, for each input
		}
		if from := NewDate(2027, 1, 31); !c.Add(from, p).After(from) {
			t.Errorf("%s and %s: got %s, want a later day", from, p, c.Add(from, p))
		}
	})
}
