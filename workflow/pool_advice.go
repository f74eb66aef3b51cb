package workflow

import (
	"fmt"
	"slices"

	"comity/events"
	"comity/workflow/document"
)

// When aligning suits and when pooling suits (A¶108, A¶109, F65). It is advice: it is said where a fund is set up and read, it is on no record, and
// nothing is refused for it. The one warning that a pool keeps is that of more than three parties.

// PoolAdvice is one piece of it.
type PoolAdvice struct {
	For      string `json:"for"`      // pool, align
	Because  string `json:"because"`  // few_parties, statutory, long_term, many_parties, short_term
	Sentence string `json:"sentence"` // for people
	Source   string `json:"source"`
}

// AdviceOnPool says what speaks for pooling and what for aligning, of a fund with these parties and this agreement, nil before there is one. Pure.
func AdviceOnPool(parties []events.PoolParty, a *events.PoolAgreement) []PoolAdvice {
	var out []PoolAdvice
	if n := len(parties); n > 3 {
		out = append(out, PoolAdvice{"align", "many_parties", fmt.Sprintf("It has %d parties. Aligning suits arrangements of many; two or three are advised for a fund, and more are allowed.", n), "A¶108"})
	} else if n > 1 {
		out = append(out, PoolAdvice{"pool", "few_parties", "It has two or three parties, which suits a fund.", "A¶109"})
	}
	aligned := []string{document.TypeVCS, document.TypePrivate}
	if len(parties) > 0 && !slices.ContainsFunc(parties, func(x events.PoolParty) bool { return slices.Contains(aligned, x.Type) }) {
		out = append(out, PoolAdvice{"pool", "statutory", "Its parties are public bodies with powers to pool, which suits a fund.", "A¶109"})
	}
	if a != nil && a.StartsOn != "" && a.EndsOn != "" {
		if day(a.EndsOn).Before(day(a.StartsOn).AddMonths(12).AddDays(-1)) {
			out = append(out, PoolAdvice{"align", "short_term", "Its agreement runs for less than a year. A fund is worth its trouble over a long time; aligning is more flexible.", "A¶108, A¶109"})
		} else {
			out = append(out, PoolAdvice{"pool", "long_term", "Its agreement runs for a year or more: a long-term commitment suits a fund.", "A¶109"})
		}
	}
	return out
}
