package calendar

import (
	"os"
	"strings"
	"testing"
)

func TestParseBankHolidays(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/bank-holidays.json")
	if err != nil {
		t.Fatal(err)
	}
	days, err := ParseBankHolidays(data, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(days) != 9 {
		t.Fatalf("got %d days, want 9", len(days))
	}
	for i, want := range map[int]Holiday{
		0: {NewDate(2027, 1, 1), "New Year’s Day"},
		6: {NewDate(2027, 12, 27), "Christmas Day (substitute day)"},
		8: {NewDate(2028, 6, 2), "An invented jubilee (extra bank holiday)"},
	} {
		if days[i] != want {
			t.Errorf("day %d: got %v, want %v", i, days[i], want)
		}
	}
	if days, err := ParseBankHolidays(data, Scotland); err != nil || len(days) != 1 || days[0].Date != NewDate(2027, 1, 4) {
		t.Errorf("scotland: got %v, %v, want 4 January 2027", days, err)
	}
}

// The operator's whole way: the file as it comes, then the days it moved.
func TestMoved_days_are_found_and_taken_away(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/bank-holidays.json")
	if err != nil {
		t.Fatal(err)
	}
	days, err := ParseBankHolidays(data, EnglandAndWales)
	if err != nil {
		t.Fatal(err)
	}
	c := mustNew(t, Config{Extra: days})
	if got, want := c.AddWorkingDays(NewDate(2027, 4, 30), 5).String(), "2027-05-11"; got != want {
		t.Errorf("with both days off: got %s, want %s", got, want)
	}
	moved := c.Moved(days) // 2028 has only one day in the list, so it is not judged
	if len(moved) != 1 || moved[0] != NewDate(2027, 5, 3) {
		t.Fatalf("Moved: got %v, want 2027-05-03", moved)
	}
	c = mustNew(t, Config{Extra: days, Except: moved})
	if got, want := c.AddWorkingDays(NewDate(2027, 4, 30), 5).String(), "2027-05-10"; got != want {
		t.Errorf("with the day moved: got %s, want %s", got, want)
	}
	if moved := c.Moved(days); len(moved) != 0 {
		t.Errorf("Moved, once taken away: got %v, want none", moved)
	}
	if got := c.Version(); !strings.HasPrefix(got, "england-and-wales/"+rulesVersion+"+2 extra-1 moved (") {
		t.Errorf("Version: got %q, want two extra days and one moved", got)
	}
}

func TestParseBankHolidays_refuses(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, data, nation, want string }{
		{"what is not JSON", `bank holidays`, "", "not in the shape of GOV.UK's bank-holidays.json"},
		{"what stands after the JSON", `{} {}`, "", "not in the shape"},
		{"another shape", `[{"date":"2027-01-01"}]`, "", "not in the shape"},
		{"a nation nobody knows", `{}`, "wales", `"wales" has no bank holidays of its own`},
		{"a nation the file lacks", `{"scotland":{"events":[]}}`, "", `no events for "england-and-wales"; the file has: scotland`},
		{"every wrong entry at once", `{"scotland":{"events":[{"title":"A","date":"1/1/2027"},{"title":" ","date":"2027-01-01"}]}}`, Scotland,
			"bank holidays of scotland, event 1: \"1/1/2027\" is not a date: write year, month and day of a day that exists, as in 2027-04-02\n" +
				"bank holidays of scotland, event 2: the title is missing"},
	}
	for _, test := range tests {
		days, err := ParseBankHolidays([]byte(test.data), test.nation)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, %v, want an error with %q", test.name, days, err, test.want)
		}
	}
}
