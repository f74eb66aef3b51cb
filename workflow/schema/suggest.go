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

// distance is the number of letters to put in, take out, change or swap with their neighbour to make b of a.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	if len(from) > 64 || len(to) > 64 {
		return 64
	}
	before, row := make([]int, len(to)+1), make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i := range from {
		earlier := before
		before, row = row, append(make([]int, 0, len(to)+1), i+1)
		for j := range to {
			cost := 1
			if from[i] == to[j] {
				cost = 0
			}
			d := min(before[j+1]+1, row[j]+1, before[j]+cost)
			if i > 0 && j > 0 && from[i] == to[j-1] && from[i-1] == to[j] {
				d = min(d, earlier[j-1]+1)
			}
			row = append(row, d)
		}
	}
	return row[len(to)]
}
