package cli

import "testing"

// TestCalendarSection: a proclaimed day and a moved one are what a document must say; the rest is in the rules.
func TestCalendarSection(t *testing.T) {
	file := `{"england-and-wales":{"division":"england-and-wales","events":[
		{"title":"New Year’s Day","date":"2029-01-01","notes":"","bunting":true},
		{"title":"Good Friday","date":"2029-03-30","notes":"","bunting":true},
		{"title":"Easter Monday","date":"2029-04-02","notes":"","bunting":true},
		{"title":"Early May bank holiday","date":"2029-05-07","notes":"","bunting":true},
		{"title":"Spring bank holiday","date":"2029-06-04","notes":"","bunting":true},
		{"title":"Bank holiday for a coronation","date":"2029-06-05","notes":"","bunting":true},
		{"title":"Summer bank holiday","date":"2029-08-27","notes":"","bunting":true},
		{"title":"Christmas Day","date":"2029-12-25","notes":"","bunting":true},
		{"title":"Boxing Day","date":"2029-12-26","notes":"","bunting":true}]}}`
	got, err := calendarSection([]byte(file), "england-and-wales")
	if err != nil {
		t.Fatal(err)
	}
	want := `calendar:
  holidays: england-and-wales
  extra:
    - {date: 2029-06-04, title: "Spring bank holiday"}
    - {date: 2029-06-05, title: "Bank holiday for a coronation"}
  except:
    - 2029-05-28
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, err := calendarSection([]byte(`{`), "england-and-wales"); err == nil {
		t.Error("a broken file is taken")
	}
}
