package reference

import (
	"reflect"
	"strings"
	"testing"

	"comity/services/views"
)

// Every view is on the page, and says what it answers, in words.
func TestViewsAreDescribed(t *testing.T) {
	page := viewsPage()
	for _, s := range views.Published() {
		if !strings.Contains(page, "\n## `"+s.Name+"`\n") || s.Summary == "" {
			t.Errorf("view %s is not on the page", s.Name)
		}
		if typeMeaning(s.Answer) == "" {
			t.Errorf("view %s: %s has no comment that is found", s.Name, reflect.TypeOf(s.Answer))
		}
	}
	for _, want := range []string{
		"| `cases[].snippet` | text | where the words that were searched for stand;", "| `partnerships[].seats[].board_name` |", "| `cases[].commitments[].amount_pence` |",
		"| `sort` | text |  | `reference`, `deadline`, `updated` |",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not have %q", want)
		}
	}
}
