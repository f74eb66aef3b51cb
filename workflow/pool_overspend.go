package workflow

import (
	"slices"

	"comity/events"
)

// overspent splits what goes beyond the balance among those who contribute and were parties on the day, by the shares of the agreement; where it
// has none, by what is due from each.
//
// The shares are of what these parties overspend in all, not of each payment: the penny that is left over goes to whom the pennies so far have
// left furthest below its share, so that many small payments do not all go to the one with the largest (F68, decision 0011).
func (p *Pool) overspent(pence int64, on string) []events.PoolDue {
	who, shares := p.bearers(on)
	had := make([]int64, len(who))
	for _, line := range slices.Backward(p.Lines) {
		if line.What == "succeeded" {
			break // from then on there are other parties and shares
		}
		if len(line.Overspend) == 0 {
			continue
		}
		if then, _ := p.bearers(line.On); !slices.Equal(then, who) {
			continue
		}
		for _, due := range line.Overspend {
			if i := slices.Index(who, due.Organisation); i >= 0 {
				had[i] += due.Pence
			}
		}
	}
	return dues(who, splitPenceAfter(pence, shares, had))
}

// overspentAlone shares an overspend without a look at those before it.
func (p *Pool) overspentAlone(pence int64, on string) []events.PoolDue {
	who, shares := p.bearers(on)
	return dues(who, splitPence(pence, shares))
}

// bearers lists who bears an overspend of a day, and by which shares.
func (p *Pool) bearers(on string) (who []string, shares []int64) {
	var sums []int64
	for _, x := range p.on(on) {
		if x.DuePence > 0 {
			who, shares, sums = append(who, x.Organisation), append(shares, x.OverspendHundredths), append(sums, x.DuePence)
		}
	}
	if !slices.ContainsFunc(shares, func(n int64) bool { return n > 0 }) {
		shares = sums
	}
	return who, shares
}
