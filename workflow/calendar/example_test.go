package calendar_test

import (
	"fmt"
	"log"
	"time"

	"comity/workflow/calendar"
)

// A board opened on Tuesday 12 January 2027 has ten working days.
func Example() {
	c, err := calendar.New(calendar.Config{})
	if err != nil {
		log.Fatal(err)
	}
	opened := c.DateOf(time.Date(2027, time.January, 12, 14, 30, 0, 0, time.UTC))
	within, err := calendar.ParsePeriod("P10WD")
	if err != nil {
		log.Fatal(err)
	}
	due := c.EndOf(c.Add(opened, within))
	reminder := c.At(c.AddWorkingDays(c.DateOf(due), -1), 9, 0)
	fmt.Println("due:", due.Format(time.RFC3339))
	fmt.Println("reminder:", reminder.Format(time.RFC3339))
	fmt.Println("lapse dated:", c.AfterEnd(due).Format(time.RFC3339))
	fmt.Println("reckoned by:", c.Version())
	// Output:
	// due: 2027-01-26T23:59:59Z
	// reminder: 2027-01-25T09:00:00Z
	// lapse dated: 2027-01-27T00:00:00Z
	// reckoned by: england-and-wales/2026.1
}

// Two procurement regimes count eight working days from one award notice differently. Easter
// falls between, and so does the change of the clocks.
func ExampleCalendar_WorkingDaysFrom() {
	c, err := calendar.New(calendar.Config{})
	if err != nil {
		log.Fatal(err)
	}
	notice := calendar.NewDate(2027, time.March, 22)
	fmt.Println("Procurement Act 2023:", c.EndOf(c.WorkingDaysFrom(notice, 8)).In(c.Location()).Format(time.RFC3339))
	fmt.Println("Provider Selection Regime:", c.EndOf(c.AddWorkingDays(notice, 8)).In(c.Location()).Format(time.RFC3339))
	// Output:
	// Procurement Act 2023: 2027-04-02T23:59:59+01:00
	// Provider Selection Regime: 2027-04-05T23:59:59+01:00
}

// A key decision needs 28 clear days.
func ExampleCalendar_ClearDaysBetween() {
	c, err := calendar.New(calendar.Config{})
	if err != nil {
		log.Fatal(err)
	}
	notice := calendar.NewDate(2027, time.March, 1)
	fmt.Println(c.ClearDaysBetween(notice, calendar.NewDate(2027, time.March, 29)))
	fmt.Println(c.ClearDaysBetween(notice, calendar.NewDate(2027, time.March, 30)))
	// Output:
	// 27
	// 28
}

func ExampleParsePeriod() {
	for _, s := range []string{"P10WD", "P2W", "PT48H"} {
		p, err := calendar.ParsePeriod(s)
		fmt.Println(p, err)
	}
	// Output:
	// P10WD <nil>
	// P14D <nil>
	//  "PT48H" is not a period, since periods are counted in whole days, not hours: write working days as P10WD, days as P15D, weeks as P2W, and months and years as P2M, P1Y or P1Y6M
}

// The same week is shorter for those who keep St Patrick's Day.
func ExampleCalendar_Holiday() {
	for _, nation := range []string{calendar.EnglandAndWales, calendar.NorthernIreland} {
		c, err := calendar.New(calendar.Config{Nation: nation})
		if err != nil {
			log.Fatal(err)
		}
		title, off := c.Holiday(calendar.NewDate(2027, time.March, 17))
		fmt.Printf("%s: %t %q\n", nation, off, title)
	}
	// Output:
	// england-and-wales: false ""
	// northern-ireland: true "St Patrick’s Day"
}

// What the operator adds when a day off is proclaimed.
func ExampleParseBankHolidays() {
	file := []byte(`{"scotland": {"events": [{"title": "An invented day", "date": "2031-06-16", "notes": "Extra bank holiday"}]}}`)
	days, err := calendar.ParseBankHolidays(file, calendar.Scotland)
	if err != nil {
		log.Fatal(err)
	}
	c, err := calendar.New(calendar.Config{Nation: calendar.Scotland, Extra: days})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(c.Holiday(calendar.NewDate(2031, time.June, 16)))
	// Output:
	// An invented day (extra bank holiday) true
}
