package scenario

import (
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // London is known wherever a scenario runs
)

// london is the zone of times that are written without one.
var london = func() *time.Location {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err) // the zone is compiled in
	}
	return zone
}()

// layouts are the forms of a moment, the weekday cut off before.
var layouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly,
	"2 Jan 2006 15:04:05", "2 Jan 2006 15:04", "2 Jan 2006", "2 January 2006 15:04:05", "2 January 2006 15:04", "2 January 2006",
}

// moment reads a time as people write it: 2027-04-02T23:59:59+01:00, 2027-04-02, Mon 22 Mar 2027 10:00. Without a zone it is
// London's; a day alone is its first moment. A weekday that is given has to be the right one, and London's clock has to show the
// time once: not in the hour that is left out in March, nor without a zone in that which comes twice in October.
func moment(s string) (time.Time, error) {
	rest, weekday := s, ""
	if head, tail, ok := strings.Cut(s, " "); ok && head != "" && (head[0] < '0' || head[0] > '9') {
		weekday, rest = strings.TrimSuffix(head, ","), strings.TrimSpace(tail)
	}
	for _, layout := range layouts {
		t, err := time.ParseInLocation(layout, rest, london)
		if err != nil {
			continue
		}
		if !strings.Contains(layout, "Z07:00") {
			if err := once(rest, layout, t); err != nil {
				return t, err
			}
		}
		day := t.In(london).Weekday().String()
		if weekday != "" && weekday != day && weekday != day[:3] {
			return t, fmt.Errorf("%s is a %s, not a %s", rest, day, weekday)
		}
		return t.UTC(), nil
	}
	return time.Time{}, fmt.Errorf("%q is not a time: write 2027-04-02T23:59:59+01:00, 2027-04-02 or Mon 22 Mar 2027 10:00", s)
}

// once refuses a time that London's clock does not show, or shows twice.
func once(written, layout string, t time.Time) error {
	shown := func(t time.Time) string { return t.In(london).Format(layout) }
	wall, err := time.Parse(layout, written)
	switch {
	case err != nil:
		return err
	case shown(t) != wall.Format(layout):
		return fmt.Errorf("%s does not exist: the clocks go forward over it", written)
	case shown(t.Add(time.Hour)) == shown(t) || shown(t.Add(-time.Hour)) == shown(t):
		if layout != time.DateOnly && strings.Contains(layout, ":") {
			return fmt.Errorf("%s is there twice, the clocks go back: write it with its zone", written)
		}
	}
	return nil
}

// readable writes a time for people, in London.
func readable(t time.Time) string {
	local := t.In(london)
	if local.Second() != 0 {
		return local.Format("Mon 2 Jan 2006 15:04:05")
	}
	return local.Format("Mon 2 Jan 2006 15:04")
}

// spoken turns a time that begins with its weekday, as Mon 22 Mar 2027 10:00 does, into the form that commands take.
func spoken(s string) (string, bool) {
	if s == "" || s[0] >= '0' && s[0] <= '9' || !strings.Contains(s, " ") {
		return "", false
	}
	t, err := moment(s)
	if err != nil {
		return "", false
	}
	if !strings.Contains(s, ":") {
		return t.In(london).Format(time.DateOnly), true
	}
	return t.In(london).Format(time.RFC3339), true
}
