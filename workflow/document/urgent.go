package document

import "comity/workflow/calendar"

// Urgent says what whoever presides may decide in place of the board between its meetings. Such a decision is provisional: it blocks
// the award until the board ratifies it, and falls when the board does not (DOMAIN §2.2).
type Urgent struct {
	// Whether there are urgent decisions at all.
	Allowed bool `json:"allowed"`
	// The most that a case may be worth over its whole life; that sum itself is within it.
	LimitGBP *Pounds `json:"limit_gbp" example:"£150,000"`
	// Whose concurrence is needed, one person each: vice_chair, chair, or the id of a seat. Where who is named presides, stands aside or is vacant, another voting seat may concur.
	Concurrence []string `json:"concurrence" example:"[vice_chair]"`
	// By when the board must have ratified it, from the day of the decision; what is not ratified by then falls.
	RatifyWithin calendar.Period `json:"ratify_within" example:"P60D"`
}

// Whom a document may name to concur, besides a seat by its id.
const (
	ConcurViceChair = "vice_chair"
	ConcurChair     = "chair"
)

// urgent checks that urgent decisions have a limit, an end, somebody to take them and somebody to concur.
func (c *check) urgent(b *Board, path string) {
	u := b.Urgent
	if u == nil {
		return
	}
	if !u.Allowed {
		if u.LimitGBP != nil || len(u.Concurrence) > 0 || !u.RatifyWithin.IsZero() {
			c.warn(path+".allowed", "urgent_not_allowed", "%s says how urgent decisions are taken, and does not allow them.", b.ID)
		}
		return
	}
	if b.Chair.Seat == "" {
		c.fail(path+".allowed", "urgent_without_chair", "%s allows urgent decisions, and has no chair to take them.", b.ID)
	}
	if u.LimitGBP == nil {
		c.fail(path, "missing", "%s must say up to what sum it allows urgent decisions, in limit_gbp.", b.ID)
	} else {
		c.amount(path+".limit_gbp", int64(u.LimitGBP.Pence))
	}
	if u.RatifyWithin.IsZero() {
		c.fail(path, "missing", "%s must say by when an urgent decision is to be ratified, in ratify_within.", b.ID)
	}
	if len(u.Concurrence) == 0 {
		c.warn(path, "urgent_alone", "%s lets one person decide urgently without anybody's concurrence.", b.ID)
	}
	voting := map[string]bool{}
	for i := range b.Seats {
		voting[b.Seats[i].ID] = b.Seats[i].MayVote()
	}
	seen := map[string]bool{}
	for i, name := range u.Concurrence {
		at := item(path+".concurrence", i)
		votes, isSeat := voting[name]
		switch {
		case seen[name]:
			c.fail(at, "duplicate_id", "%s is named to concur twice.", name)
		case name == ConcurViceChair && len(b.Chair.Vice) == 0:
			c.fail(at, "vice_chair_missing", "The vice-chair is named to concur, and %s has none.", b.ID)
		case name == ConcurViceChair, name == ConcurChair:
		case !isSeat:
			c.fail(at, "unknown_seat", "%s is neither vice_chair, chair nor a seat of %s.%s", name, b.ID, didYouMean(name, append(ids(b.Seats, func(s *Seat) string { return s.ID }), ConcurViceChair, ConcurChair)))
		case !votes:
			c.fail(at, "concurs_without_vote", "Seat %s does not vote, and who concurs does.", name)
		}
		seen[name] = true
	}
}
