package calendar

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Period is a length of time as documents write it: P10WD (working days), P15D, P2W, P2M, P1Y,
// P1Y6M. It is ISO 8601 without hours, and with WD, which ISO 8601 lacks.
//
// The zero Period means "none given". Weeks are kept as seven days each. Working days do not mix
// with the others, because "a month and ten working days" would depend on which is taken first.
// How a period is added to a date is Calendar.Add.
// Source: DOMAIN §2.6 (the YAML sketches, Clocks).
type Period struct{ Years, Months, Days, WorkingDays int }

// Longest periods a document may ask for: a century, whatever it is counted in. It keeps every
// sum inside the years a Date can be written in.
const (
	maxMonths      = 1200
	maxDays        = 36525
	maxWorkingDays = 26100
)

const periodForms = "write working days as P10WD, days as P15D, weeks as P2W, and months and years as P2M, P1Y or P1Y6M"

var periodShape = regexp.MustCompile(`^P(?:([0-9]+)WD|([0-9]+)W|(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?)$`)

// ParsePeriod reads a period, in capitals and without spaces. At least one number stands in it,
// and each is a whole number of 1 or more, up to a century in all.
//
// Errors: one sentence for whoever wrote it, which ends with the forms that are allowed.
func ParsePeriod(s string) (Period, error) {
	found := periodShape.FindStringSubmatch(s)
	if found == nil || s == "P" {
		return Period{}, fmt.Errorf("%q is not a period%s: %s", s, hint(s), periodForms)
	}
	var n [6]int // by group: 1 working days, 2 weeks, 3 years, 4 months, 5 days
	for i, digits := range found {
		if i == 0 || digits == "" {
			continue
		}
		if digits[0] == '0' {
			return Period{}, fmt.Errorf("%q is not a period, since its numbers must start from 1 and have no leading nought: %s", s, periodForms)
		}
		if len(digits) > len(strconv.Itoa(maxDays)) {
			return Period{}, tooLong(s)
		}
		n[i], _ = strconv.Atoi(digits) // at most five digits
	}
	p := Period{Years: n[3], Months: n[4], Days: n[5] + 7*n[2], WorkingDays: n[1]}
	if p.overCentury() {
		return Period{}, tooLong(s)
	}
	return p, nil
}

// hint names the mistake where it is a common one, to stand before the colon of the error.
func hint(s string) string {
	switch {
	case strings.ContainsAny(s, "Tt"):
		return ", since periods are counted in whole days, not hours"
	case strings.ContainsAny(s, "+-"):
		return ", since periods have no sign"
	case strings.ContainsAny(s, ".,"):
		return ", since its numbers must be whole"
	case strings.Contains(s, "WD") && strings.HasPrefix(s, "P"):
		return ", since working days do not mix with other days, months or years"
	case s != strings.ToUpper(s):
		return ", since it needs capital letters"
	default:
		return ""
	}
}

func tooLong(s string) error {
	return fmt.Errorf("%q is longer than a century: %s", s, periodForms)
}

func (p Period) overCentury() bool {
	months, days := 12*p.Years+p.Months, p.Days
	return months > maxMonths || days > maxDays || p.WorkingDays > maxWorkingDays ||
		months*maxDays+days*maxMonths > maxMonths*maxDays
}

// String is the period as ParsePeriod reads it, weeks written as days, and "" for none.
func (p Period) String() string {
	if p.IsZero() {
		return ""
	}
	var b strings.Builder
	b.WriteByte('P')
	for _, part := range []struct {
		n    int
		unit string
	}{{p.Years, "Y"}, {p.Months, "M"}, {p.Days, "D"}, {p.WorkingDays, "WD"}} {
		if part.n != 0 {
			b.WriteString(strconv.Itoa(part.n) + part.unit)
		}
	}
	return b.String()
}

// IsZero reports whether no period was given; encoding/json's omitzero asks it.
func (p Period) IsZero() bool { return p == Period{} }

// MarshalText is String, for JSON and YAML.
//
// Errors: a Period put together by hand that ParsePeriod would not read.
func (p Period) MarshalText() ([]byte, error) {
	text := p.String()
	if text == "" {
		return []byte{}, nil
	}
	if _, err := ParsePeriod(text); err != nil {
		return nil, err
	}
	return []byte(text), nil
}

// UnmarshalText reads what MarshalText writes; the empty text is no period.
func (p *Period) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*p = Period{}
		return nil
	}
	parsed, err := ParsePeriod(string(text))
	if err != nil {
		return err
	}
	*p = parsed
	return nil
}
