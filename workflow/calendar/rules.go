package calendar

import (
	"slices"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/gb"
)

// rulesVersion names what this file says. It stands in every Calendar.Version and so beside every
// deadline: raise it with any change that moves a day, which TestRulesVersion notices.
const rulesVersion = "2026.1"

// The nations whose bank holidays are known, spelt as GOV.UK spells its divisions.
const (
	EnglandAndWales = "england-and-wales"
	Scotland        = "scotland"
	NorthernIreland = "northern-ireland"
)

// nations holds the rules of each. They are right from 2012, the first year GOV.UK lists; before
// it the one-off days of the time are missing.
// Source: Banking and Financial Dealings Act 1971 s.1 and Sch. 1; proclamations; GOV.UK
// bank-holidays.json, against which the tests hold every year up to 2028.
var nations = map[string][]*cal.Holiday{
	EnglandAndWales: slices.Concat(everywhere, []*cal.Holiday{easterMonday, lateSummer}),
	Scotland:        slices.Concat(everywhere, []*cal.Holiday{secondJanuary, earlySummer, stAndrew, worldCup2026}),
	NorthernIreland: slices.Concat(everywhere, []*cal.Holiday{easterMonday, lateSummer, stPatrick, boyne}),
}

// everywhere are the days all three have. Titles are GOV.UK's.
var everywhere = []*cal.Holiday{
	fixed("New Year’s Day", time.January, 1, nextMonday),
	gb.GoodFriday.Clone(&cal.Holiday{Name: "Good Friday"}),
	gb.EarlyMay.Clone(&cal.Holiday{Name: "Early May bank holiday", Except: []int{2020}}),
	gb.SpringHoliday.Clone(&cal.Holiday{Name: "Spring bank holiday", Except: []int{2012, 2022}}),
	fixed("Christmas Day", time.December, 25, pastTheTwin),
	fixed("Boxing Day", time.December, 26, pastTheTwin),

	// The one-off days of the whole kingdom, and the days that moved to meet them.
	once("Spring bank holiday", 2012, time.June, 4),
	once("Queen’s Diamond Jubilee", 2012, time.June, 5),
	once("Early May bank holiday (VE day)", 2020, time.May, 8),
	once("Spring bank holiday", 2022, time.June, 2),
	once("Platinum Jubilee bank holiday", 2022, time.June, 3),
	once("Bank Holiday for the State Funeral of Queen Elizabeth II", 2022, time.September, 19),
	once("Bank holiday for the coronation of King Charles III", 2023, time.May, 8),
}

// The days that only some have.
var (
	easterMonday = gb.EasterMonday.Clone(&cal.Holiday{Name: "Easter Monday"})
	earlySummer  = gb.SummerHolidayScotland.Clone(&cal.Holiday{Name: "Summer bank holiday"})
	lateSummer   = gb.SummerHoliday.Clone(&cal.Holiday{Name: "Summer bank holiday"})
	stPatrick    = fixed("St Patrick’s Day", time.March, 17, nextMonday)
	boyne        = fixed("Battle of the Boyne (Orangemen’s Day)", time.July, 12, nextMonday)
	stAndrew     = fixed("St Andrew’s Day", time.November, 30, nextMonday)
	worldCup2026 = once("World Cup bank holiday", 2026, time.June, 15)

	// When New Year’s Day is a Sunday its substitute takes Monday 2 January, and 2 January moves on.
	secondJanuary = fixed("2nd January", time.January, 2, append(slices.Clone(pastTheTwin), cal.AltDay{Day: time.Monday, Offset: 1}))
)

// What stands in for a day that falls on a weekend. The library's own rules name Boxing Day where
// GOV.UK names the substitute for Christmas Day, so Christmas has ours: of two days in a row the
// one on a weekend moves two days on, past its twin.
var (
	nextMonday  = []cal.AltDay{{Day: time.Saturday, Offset: 2}, {Day: time.Sunday, Offset: 1}}
	pastTheTwin = []cal.AltDay{{Day: time.Saturday, Offset: 2}, {Day: time.Sunday, Offset: 2}}
)

func fixed(title string, m time.Month, d int, substitute []cal.AltDay) *cal.Holiday {
	return &cal.Holiday{Name: title, Type: cal.ObservanceBank, Month: m, Day: d, Observed: substitute, Func: noonUTC}
}

func once(title string, y int, m time.Month, d int) *cal.Holiday {
	return &cal.Holiday{Name: title, Type: cal.ObservanceBank, Month: m, Day: d, StartYear: y, EndYear: y, Func: noonUTC}
}

// noonUTC is cal.CalcDayOfMonth without the machine's own time zone, in which midnight may not
// exist, so that a day could pass for the one before and be given a substitute.
func noonUTC(h *cal.Holiday, year int) time.Time {
	return time.Date(year, h.Month, h.Day, 12, 0, 0, 0, time.UTC)
}

// bankHolidays are the days off of one year by rule, each with its title. A day that falls on a
// weekend is not among them, as it is not in GOV.UK's list; its substitute is.
func bankHolidays(rules []*cal.Holiday, year int) map[Date]string {
	days := make(map[Date]string, len(rules))
	for _, rule := range rules {
		actual, observed := rule.Calc(year)
		if observed.IsZero() {
			continue
		}
		title := rule.Name
		if !observed.Equal(actual) {
			title += " (substitute day)"
		}
		// Ours are noon in UTC. The library's Easter and Mondays are midnight in the machine's own zone,
		// or an hour before where its clocks skip midnight. Six hours on, each shows the right date.
		days[dateIn(observed.Add(6*time.Hour))] = title
	}
	return days
}
