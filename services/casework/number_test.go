package casework_test

import (
	"regexp"
	"testing"

	"comity/events"
	"comity/services/casework"
)

func TestNumber(t *testing.T) {
	form := regexp.MustCompile(`^C-2026-[0-9A-HJKMNP-TV-Z]{5}$`)
	seen := map[string]bool{}
	for n := range 1000 {
		got, err := casework.Number("01a2319d-c000-7000-8000-0000000000aa", n)
		if err != nil || !form.MatchString(got) || !events.ValidToken(got) {
			t.Fatalf("attempt %d: got %q, %v", n, got, err)
		}
		seen[got] = true
	}
	if len(seen) < 990 {
		t.Errorf("1,000 attempts give %d numbers", len(seen))
	}
	// What was given once is given for ever.
	if got, _ := casework.Number("01a2319d-c000-7000-8000-0000000000aa", 0); got != "C-2026-T63BH" {
		t.Errorf("got %s", got)
	}
	for _, id := range []string{"7d444840-9dc0-41d1-b245-5ffdce74fad2", "", "x"} {
		if got, err := casework.Number(id, 0); err == nil {
			t.Errorf("%q: got %s, want a refusal", id, got)
		}
	}
}
