package workflow

import (
	"cmp"
	"math/big"
	"slices"

	"comity/events"
)

// splitPence parts an amount by weights, exact to the penny: each part is its share rounded down, and the pence that are left go one
// each to the parts that lost most by the rounding, of equals to the one listed first. Weights that are all 0 count as equal. The
// parts sum to the amount; none is negative. total is 0 or more (decision 0011).
func splitPence(total int64, weights []int64) []int64 {
	out := make([]int64, len(weights))
	if len(weights) == 0 || total <= 0 {
		return out
	}
	sum := new(big.Int)
	for _, w := range weights {
		sum.Add(sum, big.NewInt(w))
	}
	if sum.Sign() == 0 {
		weights = slices.Repeat([]int64{1}, len(weights))
		sum.SetInt64(int64(len(weights)))
	}
	rest := make([]*big.Int, len(weights))
	left := total
	for i, w := range weights {
		part, over := new(big.Int).QuoRem(new(big.Int).Mul(big.NewInt(total), big.NewInt(w)), sum, new(big.Int))
		out[i], rest[i] = part.Int64(), over
		left -= out[i]
	}
	order := make([]int, len(weights))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rest[b].Cmp(rest[a]), 0) })
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
