package calendar

import "time"

// Holiday reports what day off d is, if it is one. Weekends are not holidays; nor is a bank
// holiday that falls on one, whose substitute day is.
func (c *Calendar) Holiday(d Date) (title string, ok bool) {
	title, ok = c.holidays(d.Year)[d]
	return title, ok
}

// IsWorkingDay reports whether d is a day on which working days count.
func (c *Calendar) IsWorkingDay(d Date) bool {
	if day := d.Weekday(); d.IsZero() || day == time.Saturday || day == time.Sunday {
		return false
	}
	_, off := c.Holiday(d)
	return !off
}

// holidays are the days off of a year, reckoned the first time it is asked for.
func (c *Calendar) holidays(year int) map[Date]string {
	if days, ok := c.years.Load(year); ok {
		return days.(map[Date]string)
	}
	days := bankHolidays(c.rules, year)
	for d := range c.except {
		delete(days, d)
	}
	for d, title := range c.extra {
		if _, known := days[d]; d.Year == year && !known {
			days[d] = title
		}
	}
	kept, _ := c.years.LoadOrStore(year, days)
	return kept.(map[Date]string)
}

// AddWorkingDays is the n-th working day after d, d itself not counted; for a negative n the
// n-th before it; for 0, d as it is. This is what a period in WD means.
// Source: DOMAIN §2.6 (Clocks).
func (c *Calendar) AddWorkingDays(d Date, n int) Date {
	if d.IsZero() {
		return d
	}
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if c.IsWorkingDay(d) {
			n--
		}
	}
	return d
}

// WorkingDaysFrom is the n-th working day beginning with d, which counts when it is one itself;
// for an n below 1, d as it is. The standstill of the Procurement Act 2023 is counted so, and
// that of the Provider Selection Regime by AddWorkingDays.
// Source: DOMAIN §5.1 (two regimes; R5, R6).
func (c *Calendar) WorkingDaysFrom(d Date, n int) Date {
	if n < 1 {
		return d
	}
	return c.AddWorkingDays(d.AddDays(-1), n)
}

// ClearDaysBetween is the number of calendar days between a notice and the event it announces,
// neither day counted; 0 when the event does not come after the notice.
// Source: DOMAIN §2.6 (Clocks), §6 R7 (28 clear days for a key decision).
func (c *Calendar) ClearDaysBetween(notice, event Date) int {
	if notice.IsZero() || event.IsZero() {
		return 0
	}
	return max(0, notice.daysUntil(event)-1)
}

// ClearWorkingDaysBetween is ClearDaysBetween with only the working days counted.
func (c *Calendar) ClearWorkingDaysBetween(notice, event Date) int {
	clear := 0
	for i := range c.ClearDaysBetween(notice, event) {
		if c.IsWorkingDay(notice.AddDays(i + 1)) {
			clear++
		}
	}
	return clear
}

// Add is the date a period after d, the day d itself not counted: years and months first, cut to
// the end of a short month, then days, then working days. A period in days, weeks, months or
// years may end on a day that is no working day; it is not moved.
// Source: DOMAIN §2.6 (Clocks).
func (c *Calendar) Add(d Date, p Period) Date {
	return c.AddWorkingDays(d.AddMonths(12*p.Years+p.Months).AddDays(p.Days), p.WorkingDays)
}

// FinancialYear is the year in which the 1 April that starts it falls: 31 March 2027 is in 2026.
// Source: DOMAIN §2.6 (a mandate's year).
func (c *Calendar) FinancialYear(d Date) int {
	if !d.IsZero() && d.Month < time.April {
		return d.Year - 1
	}
	return d.Year
}
