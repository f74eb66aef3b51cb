package document

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Bound says how far boards may differ from one another, or an overlay from what it is laid on: a version in which one of them goes beyond is refused (F07, K-delivery: within
// agreed parameters).
type Bound struct {
	// Its id; whoever goes beyond it is told so by it.
	ID string `json:"id" check:"required,token" example:"agreed-parameters"`
	// For the boards of this level …
	Level string `json:"level" check:"enum=levels"`
	// … or for these. One of the two is given.
	Boards []string `json:"boards" check:"ref=board" example:"[north, south]"`
	// What of them is bound.
	Key string `json:"key" check:"required,enum=bound_keys" example:"quorum_voting"`
	// For a number, the least it may be …
	Min *int `json:"min" example:"2"`
	// … and the most.
	Max *int `json:"max" example:"4"`
	// For a word, those it may be.
	OneOf []string `json:"one_of" example:"[falls, dispute]"`
}

// What of a board may be bound: numbers first, words after them.
var (
	boundNumbers = []string{"quorum_voting", "seats", "notice_days", "threshold_pct"}
	boundWords   = []string{"pass", "on_tie", "close", "authority", "relationship"}
	BoundKeys    = slices.Concat(boundNumbers, boundWords)
)

// bounded is what a board says under a key of BoundKeys, and where it says it; not said is no value.
func (b *Board) bounded(key string) (number int, word, path string) {
	switch key {
	case "quorum_voting":
		return b.Quorum.Voting, "", "quorum.voting"
	case "seats":
		return len(b.Seats), "", "seats"
	case "notice_days":
		if b.Meetings != nil {
			return b.Meetings.NoticeDays, "", "meetings.notice_days"
		}
		return 0, "", "meetings"
	case "threshold_pct":
		return b.Rule.ThresholdPct, "", "rule.threshold_pct"
	case "pass":
		return 0, b.Rule.Pass, "rule.pass"
	case "on_tie":
		return 0, b.Rule.OnTie, "rule.on_tie"
	case "close":
		return 0, b.Rule.Close, "rule.close"
	case "authority":
		return 0, b.Authority, "authority"
	}
	return 0, b.Relationship, "relationship"
}

// says is a bound in words: "from 2 to 4", "falls or dispute".
func (x *Bound) says() string {
	switch {
	case len(x.OneOf) > 0:
		return strings.Join(x.OneOf, " or ")
	case x.Min != nil && x.Max != nil:
		return fmt.Sprintf("from %d to %d", *x.Min, *x.Max)
	case x.Min != nil:
		return fmt.Sprintf("at least %d", *x.Min)
	}
	return fmt.Sprintf("at most %d", *x.Max)
}

// bounds checks that the bounds make sense, and that no board goes beyond one.
func (c *check) bounds(g *Governance) {
	c.unique("bound", ids(g.Bounds, func(x *Bound) string { return x.ID }), func(i int) string { return item("bounds", i) + ".id" })
	for i := range g.Bounds {
		x, path := &g.Bounds[i], item("bounds", i)
		if c.boundSound(x, path) {
			c.within(g, x)
		}
	}
}

func (c *check) boundSound(x *Bound, path string) bool {
	before := len(c.problems)
	word := slices.Contains(boundWords, x.Key)
	switch {
	case !slices.Contains(BoundKeys, x.Key):
		return false // said by the check of its values
	case (x.Level == "") == (len(x.Boards) == 0):
		c.fail(path, "bound_unclear", "Bound %s is for the boards of a level or for those that it names under boards: one of the two.", x.ID)
	case word && (len(x.OneOf) == 0 || x.Min != nil || x.Max != nil):
		c.fail(path, "bound_unclear", "%s is a word; bound %s says which it may be: one_of.", x.Key, x.ID)
	case !word && (len(x.OneOf) > 0 || x.Min == nil && x.Max == nil):
		c.fail(path, "bound_unclear", "%s is a number; bound %s says how far it may go: min, max or both.", x.Key, x.ID)
	case x.Min != nil && x.Max != nil && *x.Min > *x.Max:
		c.fail(path, "bound_unclear", "Bound %s leaves no number: its least is %d and its most %d.", x.ID, *x.Min, *x.Max)
	}
	for i, w := range x.OneOf {
		if list := enums[boundEnums[x.Key]]; word && !slices.Contains(list, w) {
			c.fail(item(path+".one_of", i), "unknown_value", "%s cannot be %s.%s It is one of: %s.", x.Key, quoted(w), didYouMean(w, list), strings.Join(list, ", "))
		}
	}
	return len(c.problems) == before
}

// boundEnums are the lists of the words that may be bound.
var boundEnums = map[string]string{"pass": "pass_rules", "on_tie": "on_tie_rules", "close": "close_rules", "authority": "authorities", "relationship": "relationships"}

// within finds the boards that go beyond a bound. A board of which nobody votes has no quorum and no rule, and what is not said goes nowhere.
func (c *check) within(g *Governance, x *Bound) {
	for i := range g.Boards {
		b := &g.Boards[i]
		if x.Level != b.Level && !slices.Contains(x.Boards, b.ID) || x.Key != "seats" && !slices.ContainsFunc(b.Seats, func(s Seat) bool { return s.MayVote() }) {
			continue
		}
		number, word, path := b.bounded(x.Key)
		beyond := x.Min != nil && number < *x.Min || x.Max != nil && number > *x.Max
		said := strconv.Itoa(number)
		if len(x.OneOf) > 0 {
			beyond, said = word != "" && !slices.Contains(x.OneOf, word), word
		}
		if beyond {
			c.fail(join(item("boards", i), path), "outside_bound", "%s: %s is %s, and the bound %s allows %s.", b.ID, x.Key, said, x.ID, x.says())
		}
	}
}
