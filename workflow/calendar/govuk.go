package calendar

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// division is one nation in the file GOV.UK publishes as bank-holidays.json.
type division struct {
	Events []struct {
		Title string `json:"title"`
		Date  string `json:"date"`
		Notes string `json:"notes"`
	} `json:"events"`
}

// ParseBankHolidays reads the days off of one nation from a file in the shape of GOV.UK's
// bank-holidays.json, in order of date, for Config.Extra. A note such as "Substitute day" goes
// into the title in brackets. An empty nation means england-and-wales.
//
// The whole file may be given, days the rules know already included. A day that was moved also
// needs a Config.Except; Calendar.Moved finds it.
//
// Errors: not JSON; a nation nobody knows or the file lacks; and, all at once, each entry
// without a title or a date.
// Source: NOTES (Calendars), https://www.gov.uk/bank-holidays.json.
func ParseBankHolidays(data []byte, nation string) ([]Holiday, error) {
	nation, err := nationOr(nation)
	if err != nil {
		return nil, err
	}
	var file map[string]division
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("bank holidays are not in the shape of GOV.UK's bank-holidays.json: %w", err)
	}
	if len(file[nation].Events) == 0 {
		there := slices.Sorted(maps.Keys(file))
		return nil, fmt.Errorf("bank holidays have no events for %q; the file has: %s", nation, strings.Join(there, ", "))
	}

	var (
		days     []Holiday
		problems []error
	)
	for i, e := range file[nation].Events {
		d, err := ParseDate(e.Date)
		if err == nil && strings.TrimSpace(e.Title) == "" {
			err = errors.New("the title is missing")
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("bank holidays of %s, event %d: %w", nation, i+1, err))
			continue
		}
		days = append(days, Holiday{Date: d, Title: e.Title + inBrackets(e.Notes)})
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	slices.SortStableFunc(days, func(a, b Holiday) int { return a.Date.Compare(b.Date) })
	return days, nil
}

// inBrackets turns the note "Substitute day" into " (substitute day)".
func inBrackets(note string) string {
	if note == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(note)
	return " (" + string(unicode.ToLower(first)) + note[size:] + ")"
}

// Moved are the days this calendar keeps as days off although an official list has others in
// their place, in order of date: what to put in Config.Except, or the deadlines that cross such
// a day come out one day late. Only years that the list has in full are looked at: those with at
// least as many days in it as by rule.
func (c *Calendar) Moved(official []Holiday) []Date {
	listed := map[int]map[Date]bool{}
	for _, h := range official {
		if listed[h.Date.Year] == nil {
			listed[h.Date.Year] = map[Date]bool{}
		}
		listed[h.Date.Year][h.Date] = true
	}
	var moved []Date
	for year, days := range listed {
		byRule := bankHolidays(c.rules, year)
		if len(days) < len(byRule) {
			continue
		}
		for d := range byRule {
			if !days[d] && !c.except[d] {
				moved = append(moved, d)
			}
		}
	}
	slices.SortFunc(moved, Date.Compare)
	return moved
}
