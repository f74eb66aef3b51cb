package workflow

import (
	"fmt"
	"slices"
	"strings"

	"comity/workflow/document"
)

// The arithmetic of a forecast: which seats may still vote, by whom, and whether that can be a quorum. One person votes for one
// seat, so that it is a question of finding each seat somebody of its own.

// outlook is a sign-off seen seat by seat.
type outlook struct {
	*decision
	board *document.Board
	g     *document.Governance // as pinned
	seats []SeatPart
	need  []int // of each category, what the votes cast leave
	kind  []int // of each seat, a bit for each category that it counts towards
	voted int
	open  []int // the seats that may still vote
}

// outlook looks at every voting seat. Where only is not nil, no seat but those may still vote, and only by who is named.
func (d *decision) outlook(s *SignOff, b *document.Board, only map[string]string) *outlook {
	o := &outlook{decision: d, board: b, g: d.r.GovernanceVersion(s.GovernanceVersion)}
	if o.g == nil {
		o.g = d.g
	}
	for _, cat := range b.Quorum.Require {
		o.need = append(o.need, max(cat.Min, 1))
	}
	for i := range b.Seats {
		if b.Seats[i].MayVote() {
			o.add(s, &b.Seats[i], only)
		}
	}
	return o
}

func (o *outlook) add(s *SignOff, seat *document.Seat, only map[string]string) {
	part := SeatPart{Seat: seat.ID, Label: o.seatOrganisation(seat), Holder: o.r.Holder(seat.ID, o.m.At), Deputies: o.r.DeputiesOf(seat.ID, o.m.At)}
	people := append(nonEmpty(part.Holder), part.Deputies...)
	free := slices.DeleteFunc(slices.Clone(people), func(p string) bool { return o.spent(s, p) })
	if by, comes := only[seat.ID]; only != nil && (!comes || by != "") {
		free = slices.DeleteFunc(free, func(p string) bool { return !comes || p != by })
	}
	kind := 0
	for i, cat := range o.board.Quorum.Require {
		if fits(cat, o.g, seat) {
			kind |= 1 << i
			part.Categories = append(part.Categories, o.categoryName(cat))
		}
	}
	switch {
	case s.Recused(seat.ID):
		part.Standing = SeatRecusedIs
	case s.voteOf(seat.ID) != nil:
		part.Standing = SeatVoted
		o.voted++
		for i := range o.need {
			o.need[i] -= kind >> i & 1
		}
	case len(people) == 0 && slices.ContainsFunc(o.r.Terms, func(t Term) bool { return t.Seat == seat.ID }):
		part.Standing = SeatOutOfTerm
	case len(people) == 0:
		part.Standing = SeatVacant
	case len(free) == 0:
		part.Standing = SeatUsed
	default:
		part.Standing, part.People = SeatMayVote, free
		o.open = append(o.open, len(o.seats))
	}
	o.seats, o.kind = append(o.seats, part), append(o.kind, kind)
}

// spent reports whether a person has voted on the sign-off, or may not because of having written the case.
func (o *outlook) spent(s *SignOff, person string) bool {
	if o.w != nil && o.w.Segregation.AuthorMayNotVote && person == o.c.Author {
		return true
	}
	return slices.ContainsFunc(s.Votes, func(v Vote) bool { return v.Person == person && !v.Struck })
}

func (o *outlook) categories() []CategoryPart {
	var out []CategoryPart
	for i, cat := range o.board.Quorum.Require {
		in := slices.DeleteFunc(slices.Clone(o.open), func(seat int) bool { return o.kind[seat]>>i&1 == 0 })
		needed := max(cat.Min, 1)
		voted := needed - o.need[i]
		out = append(out, CategoryPart{Name: o.categoryName(cat), Needed: needed, Voted: voted, Most: voted + o.most(in)})
	}
	return out
}

// quorum says what becomes of the quorum, and what is missing.
func (o *outlook) quorum() (string, []string) {
	var wanting, lost []string
	note := func(needed, voted, most int, who string) {
		switch {
		case most < needed && most == 0:
			lost = append(lost, fmt.Sprintf("Nobody%s can take part, and %d must.", who, needed))
		case most < needed:
			lost = append(lost, fmt.Sprintf("At most %d%s can take part, and %d must.", most, who, needed))
		case voted < needed:
			wanting = append(wanting, fmt.Sprintf("%d more%s must vote.", needed-voted, who))
		}
	}
	note(o.board.Quorum.Voting, o.voted, o.voted+o.most(o.open), "")
	for i, k := range o.categories() {
		note(k.Needed, k.Voted, k.Most, o.fromCategory(o.board.Quorum.Require[i]))
	}
	switch {
	case len(lost) > 0:
		return QuorumImpossible, lost
	case len(wanting) == 0:
		return QuorumMet, nil
	case !o.fill(nil, slices.Clone(o.need), new(int)):
		return QuorumImpossible, []string{"Those who are left cannot stand for all who must take part: one person has one vote."}
	}
	return QuorumPossible, wanting
}

// most is how many of the seats can vote in the end, each by a person of its own.
func (o *outlook) most(seats []int) int {
	by := map[string]int{} // person: seat
	n := 0
	for _, seat := range seats {
		if o.place(seat, by, map[string]bool{}) {
			n++
		}
	}
	return n
}

// place finds a person for a seat, moving others to another of theirs where that helps.
func (o *outlook) place(seat int, by map[string]int, seen map[string]bool) bool {
	for _, p := range o.seats[seat].People {
		if seen[p] {
			continue
		}
		seen[p] = true
		if other, taken := by[p]; !taken || o.place(other, by, seen) {
			by[p] = seat
			return true
		}
	}
	return false
}

// enough is how many combinations are tried. A board whose categories overlap in so many ways is taken to be able to decide:
// it is the vote that is counted in the end, not the forecast.
const enough = 20_000

// fill reports whether seats can be found for every category at once, all of them voted for by different people. That the
// number is reached as well need not be tried: what fills the categories can be added to until it has as many as any.
func (o *outlook) fill(chosen, need []int, tried *int) bool {
	i := slices.IndexFunc(need, func(n int) bool { return n > 0 })
	if i < 0 {
		return true
	}
	alike := map[string]bool{} // seats that make no difference to one another
	for _, seat := range o.open {
		key := fmt.Sprint(o.kind[seat], o.seats[seat].People)
		if o.alone(seat) {
			key = fmt.Sprint(o.kind[seat])
		}
		if o.kind[seat]>>i&1 == 0 || slices.Contains(chosen, seat) || alike[key] {
			continue
		}
		alike[key] = true
		if *tried++; *tried > enough {
			return true
		}
		with := append(slices.Clone(chosen), seat)
		if o.most(with) < len(with) {
			continue
		}
		left := slices.Clone(need)
		for j := range left {
			left[j] -= o.kind[seat] >> j & 1
		}
		if o.fill(with, left, tried) {
			return true
		}
	}
	return false
}

// alone reports whether somebody may vote for the seat who may vote for no other.
func (o *outlook) alone(seat int) bool {
	return slices.ContainsFunc(o.seats[seat].People, func(p string) bool {
		return !slices.ContainsFunc(o.open, func(other int) bool { return other != seat && slices.Contains(o.seats[other].People, p) })
	})
}

// unanswered lists whom to remind: the holder of each seat that may still vote, or its deputies where the holder cannot.
func (o *outlook) unanswered() []string {
	var out []string
	for _, i := range o.open {
		people := o.seats[i].People
		if people[0] == o.seats[i].Holder {
			people = people[:1]
		}
		for _, p := range people {
			if !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}

// seatOrganisation says whose seat it is on its board.
func (d *decision) seatOrganisation(s *document.Seat) string {
	name := d.organisationName(first(d.r.SeatOrganisation(s, d.m.At), s.NominatedBy))
	if s.Post != "" {
		name += " (" + s.Post + ")"
	}
	return name
}

func (d *decision) categoryName(cat document.Category) string {
	if cat.Organisation != "" {
		return d.organisationName(cat.Organisation)
	}
	words := strings.ReplaceAll(first(cat.OrganisationType, cat.Role), "_", " ")
	if len(words) <= 3 {
		return strings.ToUpper(words) // icb, vcs, yot
	}
	return words
}

// fromCategory says in a sentence whom a category asks for.
func (d *decision) fromCategory(cat document.Category) string {
	name := d.categoryName(cat)
	switch {
	case cat.Organisation != "":
		return " from " + name
	case cat.OrganisationType == "":
		return " with the role of " + name
	case strings.ContainsRune("aeiouI", rune(name[0])):
		return " from an " + name
	}
	return " from a " + name
}
