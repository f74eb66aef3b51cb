// Package quantity holds the units in which organisations commit: pence and full-time equivalents. People write pounds and
// fractions of a post; the wire and the record carry whole pence and whole hundredths of an FTE, so nothing is ever rounded.
package quantity

import (
	"fmt"
	"strconv"
	"strings"
)

// Pence is an amount of money in whole pence.
type Pence int64

// FTE is staff time in hundredths of a full-time equivalent: 50 is half a post.
type FTE int64

// maxWhole bounds what people may write, far above any budget and far below what JSON carries exactly.
const maxWhole = 10_000_000_000_000

// ParsePounds reads pounds as people write them: "£1,200,000", "50_000.50", "12.5", "-3". At most two decimals.
func ParsePounds(s string) (Pence, error) {
	clean := strings.TrimSpace(s)
	sign := ""
	if rest, ok := strings.CutPrefix(clean, "-"); ok {
		sign, clean = "-", rest
	}
	n, err := hundredths(sign + strings.TrimPrefix(clean, "£"))
	if err != nil {
		return 0, fmt.Errorf("%q is not an amount in pounds: write it as £1,200,000 or 50_000.50", s)
	}
	return Pence(n), nil
}

// ParseFTE reads a number of full-time equivalents with at most two decimals: "0.5", "2".
func ParseFTE(s string) (FTE, error) {
	n, err := hundredths(strings.TrimSpace(s))
	if err != nil {
		return 0, fmt.Errorf("%q is not a number of full-time equivalents: write it as 0.5", s)
	}
	return FTE(n), nil
}

// hundredths reads a decimal with at most two places, grouped by commas or underscores, as whole hundredths.
func hundredths(s string) (int64, error) {
	rest, negative := strings.CutPrefix(s, "-")
	whole, frac, point := strings.Cut(rest, ".")
	if point && (len(frac) < 1 || len(frac) > 2) {
		return 0, strconv.ErrSyntax
	}
	digits, err := ungroup(whole)
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseUint(digits, 10, 63)
	if err != nil || n > maxWhole {
		return 0, strconv.ErrRange
	}
	total := int64(n) * 100
	if point {
		f, err := strconv.ParseUint((frac + "0")[:2], 10, 8)
		if err != nil {
			return 0, err
		}
		total += int64(f)
	}
	if negative {
		total = -total
	}
	return total, nil
}

// ungroup takes out thousands separators, which must stand before each group of three digits or not at all.
func ungroup(s string) (string, error) {
	if !strings.ContainsAny(s, ",_") {
		return s, nil
	}
	groups := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == '_' })
	if len(groups)-1 != strings.Count(s, ",")+strings.Count(s, "_") || len(groups[0]) > 3 {
		return "", strconv.ErrSyntax
	}
	for _, g := range groups[1:] {
		if len(g) != 3 {
			return "", strconv.ErrSyntax
		}
	}
	return strings.Join(groups, ""), nil
}

// String writes pounds with separators, and pence only where there are any: £1,200,000, £0.50.
func (p Pence) String() string {
	n, sign := int64(p), ""
	if n < 0 {
		n, sign = -n, "-"
	}
	out := sign + "£" + group(strconv.FormatInt(n/100, 10))
	if n%100 != 0 {
		out += fmt.Sprintf(".%02d", n%100)
	}
	return out
}

// String writes full-time equivalents: "0.5 FTE".
func (f FTE) String() string {
	n, sign := int64(f), ""
	if n < 0 {
		n, sign = -n, "-"
	}
	s := fmt.Sprintf("%s%d.%02d", sign, n/100, n%100)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".") + " FTE"
}

func group(s string) string {
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
