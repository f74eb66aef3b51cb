package document

import (
	"slices"
	"strings"

	"comity/workflow/schema"
)

// board checks one board: its seats, who presides, and whether it can ever decide.
func (c *check) board(g *Governance, b *Board, path string) {
	c.forAreas(b, path)
	c.chair(b, path)
	c.merges(g, b, path)
	c.meetings(b, path)
	c.urgent(b, path+".urgent")
	for i := range b.SeatsFor {
		c.template(g, b, &b.SeatsFor[i], item(path+".seats_for", i))
	}
	if len(b.Seats) == 0 && len(b.SeatsFor) == 0 {
		c.fail(path, "missing", "%s must say seats.", c.named(path))
	}
	for i := range b.Seats {
		c.seat(b, i, item(path+".seats", i))
	}
	voting := slices.DeleteFunc(slices.Clone(b.Seats), func(s Seat) bool { return !s.MayVote() })
	if len(voting) == 0 {
		if b.Quorum.Voting > 0 {
			c.fail(path+".quorum.voting", "quorum_impossible", "%s asks for %s, and none of its seats votes.", b.ID, count(b.Quorum.Voting, "voting seat"))
		}
		return
	}
	c.quorum(g, b, voting, path+".quorum")
	c.rule(b, path+".rule")
}

// merges checks that the boards that one takes over from are gone.
func (c *check) merges(g *Governance, b *Board, path string) {
	for i, id := range b.Merges {
		at := item(path+".merges", i)
		switch {
		case id == b.ID:
			c.fail(at, "merges_itself", "%s cannot take over from itself.", b.ID)
		case slices.ContainsFunc(g.Boards, func(o Board) bool { return o.ID == id }):
			c.fail(at, "merged_board_stands", "%s takes over from %s, which is still a board of this document.", b.ID, id)
		case slices.Contains(b.Merges[:i], id):
			c.fail(at, "merged_twice", "%s is named twice.", id)
		}
	}
}

// chair checks that those who preside sit on the board.
func (c *check) chair(b *Board, path string) {
	seats := ids(b.Seats, func(s *Seat) string { return s.ID })
	if s := b.Chair.Seat; s != "" && !slices.Contains(seats, s) {
		c.fail(path+".chair.seat", "chair_not_on_board", "The chair's seat %s is not on %s.%s", s, b.ID, didYouMean(s, seats))
	}
	for i, s := range b.Chair.Vice {
		at := item(path+".chair.vice", i)
		switch {
		case !slices.Contains(seats, s):
			c.fail(at, "chair_not_on_board", "The vice-chair's seat %s is not on %s.%s", s, b.ID, didYouMean(s, seats))
		case s == b.Chair.Seat || slices.Contains(b.Chair.Vice[:i], s):
			c.fail(at, "presides_twice", "%s is already in the line of those who preside on %s.", s, b.ID)
		}
	}
	if b.Chair.Seat == "" && len(b.Chair.Vice) > 0 {
		c.fail(path+".chair.vice", "chair_missing", "%s has vice-chairs and no chair.", b.ID)
	}
	if b.Rule.OnTie == TieCastingVote && b.Chair.Seat == "" {
		c.fail(path+".rule.on_tie", "casting_vote_without_chair", "%s settles a tie by casting vote, and has no chair to cast it.", b.ID)
	}
}

func (c *check) meetings(b *Board, path string) {
	m := b.Meetings
	if m == nil {
		if b.Rule.Close == CloseAtMeeting {
			c.fail(path+".rule.close", "no_meetings", "%s closes votes at its meetings, and says nothing of meetings.", b.ID)
		}
		return
	}
	c.dates(m.Dates, path+".meetings.dates")
	if m.InPerson && m.WrittenProcedure != nil && *m.WrittenProcedure {
		c.fail(path+".meetings.in_person", "in_person_in_writing", "%s votes only in the room, and cannot decide in writing too.", b.ID)
	}
	if m.RecordedVotes && len(b.Secretary) == 0 {
		c.fail(path+".meetings.recorded_votes", "no_secretary", "Votes taken in the room are recorded by the secretary, and %s names none.", b.ID)
	}
	if b.Rule.Close == CloseAtMeeting && len(m.Dates) == 0 && m.Every.IsZero() {
		c.warn(path+".rule.close", "no_meetings", "%s closes votes at its meetings, and has neither dates nor an interval.", b.ID)
	}
}

func (c *check) seat(b *Board, i int, path string) {
	s := &b.Seats[i]
	if s.Organisation == "" && s.NominatedBy == "" && s.Rotation == nil {
		c.fail(path, "seat_of_nobody", "Seat %s belongs to no organisation: say organisation, or nominated_by.", s.ID)
	}
	if s.Kind == SeatAssociate && s.Voting != nil && *s.Voting {
		c.fail(path+".voting", "associate_votes", "Seat %s is an associate's, and associates do not vote.", s.ID)
	}
	c.constituency(s, path+".represents")
	c.rotation(s, path+".rotation")
	for j, d := range s.Deputies {
		at := item(path+".deputies", j)
		switch {
		case d == s.Holder && d != "":
			c.fail(at, "own_deputy", "%s is proposed as the holder of %s and as its deputy.", d, s.ID)
		case slices.Contains(s.Deputies[:j], d):
			c.fail(at, "duplicate_id", "%s is named as a deputy of %s twice.", d, s.ID)
		}
	}
	for _, other := range b.Seats[:i] {
		if s.Holder != "" && other.Holder == s.Holder && s.MayVote() && other.MayVote() {
			c.warn(path+".holder", "holds_two_seats", "%s is proposed for %s and %s, and has one vote in a sign-off.", s.Holder, other.ID, s.ID)
		}
	}
}

// quorum checks that a full house meets it.
func (c *check) quorum(g *Governance, b *Board, voting []Seat, path string) {
	if b.Quorum.Voting < 1 {
		c.fail(path+".voting", "quorum_missing", "%s must say how many voting seats are a quorum, in quorum.voting.", b.ID)
	}
	if b.Quorum.Voting > len(voting) {
		c.fail(path+".voting", "quorum_impossible", "%s asks for %s, and has %d.", b.ID, count(b.Quorum.Voting, "voting seat"), len(voting))
	}
	asked := map[string]int{} // by dimension: seats of different organisations, types or roles are different seats
	for i, r := range b.Quorum.Require {
		c.category(g, b, r, voting, item(path+".require", i), asked)
	}
	for _, dimension := range []string{"organisations", "organisation types", "roles"} {
		if n := asked[dimension]; n > b.Quorum.Voting && b.Quorum.Voting > 0 {
			c.warn(path+".require", "quorum_sum", "The %s that %s requires come to %s, more than its quorum of %d.", dimension, b.ID, count(n, "seat"), b.Quorum.Voting)
		}
	}
}

func (c *check) category(g *Governance, b *Board, r Category, voting []Seat, path string, asked map[string]int) {
	var dimension, of string
	named, there := 0, 0
	if r.Organisation != "" {
		named, dimension, of = named+1, "organisations", r.Organisation
	}
	if r.OrganisationType != "" {
		named, dimension, of = named+1, "organisation types", r.OrganisationType
	}
	if r.Role != "" {
		named, dimension, of = named+1, "roles", r.Role
	}
	if named != 1 {
		c.fail(path, "category", "A category of the quorum names one of organisation, organisation_type and role.")
		return
	}
	for i := range voting {
		if r.Covers(g, &voting[i]) {
			there++
		}
	}
	if r.Min > there {
		c.fail(path, "quorum_impossible", "%s asks for %s of %s, and has %d.", b.ID, count(r.Min, "voting seat"), of, there)
	}
	asked[dimension] += r.Min
}

// Covers reports whether a seat is one of those that a category asks for.
func (r Category) Covers(g *Governance, s *Seat) bool {
	switch {
	case r.Role != "":
		return s.Role == r.Role
	case r.Organisation != "":
		return s.Organisation == r.Organisation || s.NominatedBy == r.Organisation
	}
	if s.Rotation != nil { // in every turn
		return !slices.ContainsFunc(s.Rotation.Among, func(id string) bool {
			o := g.Organisation(id)
			return o == nil || o.Type != r.OrganisationType
		})
	}
	for i := range g.Organisations {
		o := &g.Organisations[i]
		if o.Type == r.OrganisationType && (o.ID == s.Organisation || s.Organisation == "" && o.ID == s.NominatedBy) {
			return true
		}
	}
	return false
}

// rule checks that the rule of a board that votes is said in full.
func (c *check) rule(b *Board, path string) {
	if b.Rule == (Rule{}) {
		c.fail(path, "rule_missing", "%s must say how its votes make a decision: rule, with count, pass, on_tie and close.", b.ID)
		return
	}
	for _, part := range []struct{ name, value string }{
		{"count", b.Rule.Count}, {"pass", b.Rule.Pass}, {"on_tie", b.Rule.OnTie}, {"close", b.Rule.Close},
	} {
		if part.value == "" {
			c.fail(path+"."+part.name, "missing", "The rule of %s must say %s. It is one of: %s.", b.ID, part.name, strings.Join(enums[part.name+"_rules"], ", "))
		}
	}
	if b.InCommon() && b.Rule.OnTie == TieCastingVote {
		c.warn(path+".on_tie", "no_tie_in_common", "Committees in common each decide by themselves: the votes of %s are never equal, and there is no casting vote.", b.ID)
	}
	if b.InCommon() && b.Rule.Count == CountBySeat {
		c.advise(path+".count", "count_in_common", "%s is committees in common, which vote each by itself: say count: committees_in_common.", b.ID)
	}
	switch pct := b.Rule.ThresholdPct; {
	case b.Rule.Pass == PassThreshold && pct == 0:
		c.fail(path+".threshold_pct", "threshold_missing", "%s passes by threshold, and does not say threshold_pct.", b.ID)
	case b.Rule.Pass == PassThreshold && (pct <= 50 || pct > 100):
		c.fail(path+".threshold_pct", "threshold_range", "threshold_pct is %d; it must be above 50 and at most 100.", pct)
	case b.Rule.Pass != PassThreshold && pct != 0:
		c.fail(path+".threshold_pct", "threshold_unused", "threshold_pct counts only where pass is threshold.")
	}
}

// reporting checks the lines along which boards report: no way round, and none that ends in nothing (F04).
func (c *check) reporting(g *Governance) {
	boards := ids(g.Boards, func(b *Board) string { return b.ID })
	lines := map[string][]string{}
	for i, b := range g.Boards {
		path := item("boards", i) + ".reports_to"
		inside := 0
		for j, to := range b.ReportsTo {
			if slices.Contains(boards, to) {
				inside++
				lines[b.ID] = append(lines[b.ID], to)
			} else if near := schema.Nearest(to, boards); near != "" {
				c.warn(item(path, j), "reports_outside", "%s is taken for a body outside. Did you mean %s?", quoted(to), near)
			}
			if slices.Contains(b.ReportsTo[:j], to) {
				c.fail(item(path, j), "duplicate_id", "%s names %s twice.", b.ID, to)
			}
		}
		switch {
		case b.Level == LevelStrategic || b.Level == "":
		case len(b.ReportsTo) == 0:
			c.fail(item("boards", i), "orphan_board", "%s reports to nobody; only a strategic board may.", b.ID)
		case inside == 0 && b.Relationship != "autonomous":
			c.warn(path, "orphan_board", "%s reports to no board of the partnership; say relationship: autonomous if that is meant.", b.ID)
		}
	}
	for _, round := range cycles(boards, lines) {
		i := slices.Index(boards, round[0])
		c.fail(item("boards", i)+".reports_to", "reporting_cycle", "The reporting lines go round: %s.", strings.Join(round, " → "))
	}
}
