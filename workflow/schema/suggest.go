package schema

import "strings"

// didYouMean is a question naming the field nearest to name, or nothing where none is near. It starts with a space.
func didYouMean(name string, fields []Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	if near := Nearest(name, names); near != "" {
		return " Did you mean " + near + "?"
	}
	return ""
}

// Nearest is the word most like got: the same but for case, hyphens and underscores, or with few letters changed; "" when
// none is.
func Nearest(got string, words []string) string {
	best, least := "", 0
	a := plain(got)
	for _, w := range words {
		b := plain(w)
		far := distance(a, b)
		if a == "" || far > max(1, min(len(a), len(b))/3) {
			continue
		}
		if best == "" || far < least {
			best, least = w, far
		}
	}
	return best
}

// plain takes off what people vary without meaning to.
func plain(s string) string {
	return strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(s))
}

// distance is the number of letters to put in, take out or change to make b of a.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	if len(from) > 64 || len(to) > 64 {
		return 64
	}
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range to {
			cost := diagonal
			if r != s {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(to)]
}
