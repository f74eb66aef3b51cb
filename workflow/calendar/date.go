package calendar

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a day in the civil calendar, with no hour and no zone: the day a notice was given, the
// day a term begins. Rules reckon in dates, and only then ask the Calendar for instants.
//
// The zero Date means "no date" and stays so through every sum. Dates compare with == and may be
// map keys. JSON and YAML write YYYY-MM-DD, and "" for no date.
// Source: DOMAIN §2.6 (Clocks).
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// NewDate gives the date y-m-d. A day outside its month runs on into the next, as in time.Date:
// 30 February is 2 March (1 March in a leap year), and day 0 is the last of the month before.
func NewDate(y int, m time.Month, d int) Date {
	return dateIn(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

// ParseDate reads YYYY-MM-DD, years 0001 to 9999.
//
// Errors: a sentence to show to whoever wrote it, for anything else, for a day that does not
// exist, and for the empty string (UnmarshalText takes that for no date).
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return Date{}, fmt.Errorf("%q is not a date: write year, month and day of a day that exists, as in 2027-04-02", s)
	}
	return dateIn(t), nil
}

// dateIn is the date t shows in its own location.
func dateIn(t time.Time) Date {
	y, m, d := t.Date()
	return Date{Year: y, Month: m, Day: d}
}

// String is YYYY-MM-DD, or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// IsZero reports whether d is no date at all; encoding/json's omitzero asks it.
func (d Date) IsZero() bool { return d == Date{} }

// Before reports whether d is an earlier day than e. No date is before every date.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is a later day than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// Compare is -1 when d is before e, 0 when they are the same day, +1 when d is after e.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// AddDays is the day n days after d, or before it when n is negative.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return NewDate(d.Year, d.Month, d.Day+n)
}

// AddMonths is the same day of the month n months on, or back when n is negative; where that
// month is too short, its last day: 31 January and a month is 28 February.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	last := NewDate(d.Year, d.Month+time.Month(n)+1, 0)
	return Date{Year: last.Year, Month: last.Month, Day: min(d.Day, last.Day)}
}

// Weekday is the day of the week of d. That of no date means nothing.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// utc is midnight of d in UTC: for sums, where no clock ever changes.
func (d Date) utc() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// daysUntil is the number of midnights between d and e, negative when e is before d.
func (d Date) daysUntil(e Date) int {
	const secondsInDay = 24 * 60 * 60
	return int((e.utc().Unix() - d.utc().Unix()) / secondsInDay)
}

// check says why d cannot be written down as a date, if it cannot.
func (d Date) check() error {
	if d.Year < 1 || d.Year > 9999 || NewDate(d.Year, d.Month, d.Day) != d {
		return fmt.Errorf("year %d, month %d, day %d is not a date", d.Year, int(d.Month), d.Day)
	}
	return nil
}

// MarshalText is String, for JSON and YAML.
//
// Errors: a Date put together by hand that names no day of the years 1 to 9999.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return []byte{}, nil
	}
	if err := d.check(); err != nil {
		return nil, err
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText writes; the empty text is no date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
