package workflow

import (
	"math/big"
	"slices"

	"comity/events"
)

// splitPence parts an amount by weights, exact to the penny: each part is its share rounded down, and the pence that are left go one
// each to the parts that lost most by the rounding, of equals to the one listed first. Weights that are all 0 count as equal. The
// parts sum to the amount; none is negative. total is 0 or more (decision 0011).
func splitPence(total int64, weights []int64) []int64 {
	return splitPenceAfter(total, weights, make([]int64, len(weights)))
}

// splitPenceAfter parts a further amount by weights by which others were parted before: had is what each part has of those. It is splitPence, but
// the pence that are left go to the parts that have lost most by the rounding in all.
func splitPenceAfter(total int64, weights, had []int64) []int64 {
	out := make([]int64, len(weights))
	if len(weights) == 0 || total <= 0 {
		return out
	}
	sum, all := new(big.Int), total
	for i, w := range weights {
		sum.Add(sum, big.NewInt(w))
		all += had[i]
	}
	if sum.Sign() == 0 {
		weights = slices.Repeat([]int64{1}, len(weights))
		sum.SetInt64(int64(len(weights)))
	}
	lost := make([]*big.Int, len(weights))
	left := total
	for i, w := range weights {
		out[i] = new(big.Int).Quo(new(big.Int).Mul(big.NewInt(total), big.NewInt(w)), sum).Int64()
		left -= out[i]
		lost[i] = new(big.Int).Mul(big.NewInt(all), big.NewInt(w))
		lost[i].Sub(lost[i], new(big.Int).Mul(big.NewInt(had[i]+out[i]), sum))
	}
	order := make([]int, 0, len(weights))
	for i, w := range weights {
		if w > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return lost[b].Cmp(lost[a]) })
	for _, i := range order[:left] {
		out[i]++
	}
	return out
}

// dues names the parts of a split, without those that are nothing.
func dues(organisations []string, parts []int64) []events.PoolDue {
	var out []events.PoolDue
	for i, o := range organisations {
		if parts[i] != 0 {
			out = append(out, events.PoolDue{Organisation: o, Pence: parts[i]})
		}
	}
	return out
}
