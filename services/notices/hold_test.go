package notices

import (
	"testing"
	"time"

	"comity/services/directory"
	"comity/services/views/viewstest"
	"comity/workflow/calendar"
)

func london(t *testing.T) *calendar.Calendar {
	t.Helper()
	c, err := calendar.New(calendar.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestHeld(t *testing.T) {
	cal := london(t)
	night := directory.Preferences{QuietFrom: "22:00", QuietUntil: "07:00"}
	noon := directory.Preferences{QuietFrom: "12:00", QuietUntil: "13:30"}
	daily := directory.Preferences{Mail: directory.Daily}
	late := directory.Preferences{Mail: directory.Daily, QuietFrom: "18:00", QuietUntil: "09:30"}
	for name, c := range map[string]struct {
		prefs            directory.Preferences
		came, until, now string
		want             string
		why              Decision
	}{
		"at once, with what comes within a minute":         {directory.Preferences{}, "2026-12-01 10:00", "", "2026-12-01 10:00", "2026-12-01 10:01", WaitsForMore},
		"at once, a minute later":                          {directory.Preferences{}, "2026-12-01 10:00", "", "2026-12-01 10:01", "2026-12-01 10:01", Due},
		"before midnight it is quiet until the morning":    {night, "2026-12-01 23:00", "", "2026-12-01 23:01", "2026-12-02 07:00", WaitsForQuiet},
		"after midnight too":                               {night, "2026-12-01 23:00", "", "2026-12-02 00:30", "2026-12-02 07:00", WaitsForQuiet},
		"a minute before the quiet hours it would be late": {night, "2026-12-01 21:59", "", "2026-12-01 21:59", "2026-12-02 07:00", WaitsForQuiet},
		"when they end":                                    {night, "2026-12-01 23:00", "", "2026-12-02 07:00", "2026-12-01 23:01", Due},
		"by day":                                           {night, "2026-12-01 15:00", "", "2026-12-01 15:05", "2026-12-01 15:01", Due},
		"within one day":                                   {noon, "2026-12-01 12:10", "", "2026-12-01 12:15", "2026-12-01 13:30", WaitsForQuiet},
		"outside of them":                                  {noon, "2026-12-01 14:10", "", "2026-12-01 14:15", "2026-12-01 14:11", Due},
		"quiet until the hour that the clock skips":        {directory.Preferences{QuietFrom: "22:00", QuietUntil: "01:30"}, "2027-03-27 23:00", "", "2027-03-27 23:30", "2027-03-28 02:00", WaitsForQuiet},
		"a night that is an hour shorter":                  {night, "2027-03-27 23:00", "", "2027-03-28 00:30", "2027-03-28 07:00", WaitsForQuiet},
		"a night that is an hour longer":                   {night, "2026-10-24 23:00", "", "2026-10-25 00:30", "2026-10-25 07:00", WaitsForQuiet},
		"quiet hours that are no times are none":           {directory.Preferences{QuietFrom: "late", QuietUntil: "07:00"}, "2026-12-01 23:00", "", "2026-12-01 23:01", "2026-12-01 23:01", Due},
		"from and until the same are none":                 {directory.Preferences{QuietFrom: "07:00", QuietUntil: "07:00"}, "2026-12-01 23:00", "", "2026-12-01 23:01", "2026-12-01 23:01", Due},
		"daily: the next morning":                          {daily, "2026-12-01 10:00", "", "2026-12-01 10:05", "2026-12-02 08:00", WaitsForMorning},
		"daily: the same morning":                          {daily, "2026-12-01 07:00", "", "2026-12-01 07:05", "2026-12-01 08:00", WaitsForMorning},
		"daily: at eight it is the next one":               {daily, "2026-12-01 08:00", "", "2026-12-01 08:00", "2026-12-02 08:00", WaitsForMorning},
		"daily: over a weekend":                            {daily, "2026-12-04 10:00", "", "2026-12-05 10:00", "2026-12-07 08:00", WaitsForMorning},
		"daily: over Christmas":                            {daily, "2026-12-24 10:00", "", "2026-12-24 10:05", "2026-12-29 08:00", WaitsForMorning},
		"daily: in the morning":                            {daily, "2026-12-01 10:00", "", "2026-12-02 08:00", "2026-12-02 08:00", Due},
		"daily: the clock changes at Easter":               {daily, "2027-03-26 10:00", "", "2027-03-27 10:00", "2027-03-30 08:00", WaitsForMorning},
		"daily: a deadline before the morning cannot wait": {daily, "2026-12-04 10:00", "2026-12-06 23:59", "2026-12-04 10:00", "2026-12-04 10:01", CannotWait},
		"daily: and goes after a minute":                   {daily, "2026-12-04 10:00", "2026-12-06 23:59", "2026-12-04 10:01", "2026-12-04 10:01", Due},
		"daily: a later one can":                           {daily, "2026-12-04 10:00", "2026-12-10 23:59", "2026-12-04 10:01", "2026-12-07 08:00", WaitsForMorning},
		"daily: in quiet hours":                            {late, "2026-12-01 10:00", "", "2026-12-02 08:00", "2026-12-02 09:30", WaitsForQuiet},
	} {
		t.Run(name, func(t *testing.T) {
			var until time.Time
			if c.until != "" {
				until = viewstest.At(c.until)
			}
			at, why := held(c.prefs, cal, time.Minute, viewstest.At(c.came), until, viewstest.At(c.now))
			if !at.Equal(viewstest.At(c.want)) || why != c.why {
				t.Errorf("got %s, %s, want %s, %s", at.In(cal.Location()).Format("2006-01-02 15:04"), why, c.want, c.why)
			}
		})
	}
}
