package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/document"
)

// Urgent decisions: what the person presiding may decide between meetings in place of the board, with the concurrence of
// another, up to a limit, until the board ratifies it (DOMAIN §2.2, "Urgent decisions"; docs/decisions/0013).

// urgentRule is what the board of a sign-off has for urgent decisions, nil where it has none.
func (d *decision) urgentRule(s *SignOff) *document.Urgent {
	if b := d.r.boardFor(s, d.m.At); b != nil && b.Urgent != nil && b.Urgent.Allowed {
		return b.Urgent
	}
	return nil
}

// urgency collects why there can be no urgent decision on a sign-off whoever asks: the rule does not know it here, it was used,
// the sign-off is not open, the case is worth too much.
func (d *decision) urgency(s *SignOff) []Problem {
	var out []Problem
	rule := d.urgentRule(s)
	if rule == nil {
		what := "The document of " + s.Board + " knows no urgent decisions."
		if s.Board == "" {
			what = "Sign-off " + s.ID + " is a named officer's; urgent decisions are for boards."
		}
		out = append(out, problem(UrgentNotApplicable, "%s", what).under("DOMAIN §2.2 (urgent decisions)").about(first(s.Board, s.ID)))
	}
	if d.urgentUsed(s) {
		out = append(out, problem(UrgentAlreadyUsed, "There was an urgent decision on sign-off %s; there is one at most, whatever its round.", s.ID).
			under("DOMAIN §2.2 (urgent decisions)").about(s.ID))
	}
	if e := d.entryOf(s); e != nil && e.Delegable != nil && !*e.Delegable {
		out = append(out, problem(NonDelegable, "What %s decides here may not be delegated: nobody decides it alone.", first(s.Board, s.ID)).
			under("sign_offs.%s.delegable", s.Entry).about(s.ID))
	}
	_, more := d.openSignOff(s.ID, SignOffOpen, SignOffNoQuorum)
	out = append(out, more...)
	if value := d.wholeLife(d.c.Gate); rule != nil && value > rule.LimitGBP.Pence {
		out = append(out, problem(UrgentLimitExceeded, "The case is worth %s; %s is the most that may be decided urgently.", value, rule.LimitGBP.Pence).
			under("boards.%s.urgent.limit_gbp", s.Board).about(s.ID).
			with(map[string]any{"limit_pence": int64(rule.LimitGBP.Pence), "requested_pence": int64(value)}))
	}
	return out
}

// urgentUsed reports whether there was an urgent decision on a sign-off, or on one that it stands in place of at the same board.
func (d *decision) urgentUsed(s *SignOff) bool {
	for o := s; o != nil; o = d.c.signOffAt(o.InPlaceOf, o.Gate, o.GateRound) {
		if o.Board == s.Board && o.Urgent != nil {
			return true
		}
		if o.InPlaceOf == "" {
			break
		}
	}
	return false
}

// concurrer says of one whom the document names who may concur now.
type concurrer struct {
	named   string   // vice_chair, chair, or a seat
	seats   []string // of which one concurs
	instead bool     // others, because who is named presides, stands aside, or is not there
}

// concurrers lists whose concurrence an urgent decision needs: each that the document names or, where that one presides, stands
// aside or is vacant, another voting seat.
func (d *decision) concurrers(s *SignOff) []concurrer {
	rule, b := d.urgentRule(s), d.r.boardFor(s, d.m.At)
	if rule == nil {
		return nil
	}
	presiding := d.r.Presiding(s, d.m.At)
	able := func(seat string) bool {
		holder := d.r.Holder(seat, d.m.At)
		return seat != "" && seat != presiding && !s.Recused(seat) && d.r.Filled(seat, d.m.At) && (holder == "" || holder != d.r.Holder(presiding, d.m.At))
	}
	var out []concurrer
	for _, name := range rule.Concurrence {
		c := concurrer{named: name}
		for _, seat := range seatsNamed(b, name) {
			if able(seat) {
				c.seats = append(c.seats, seat)
			}
		}
		if len(c.seats) == 0 {
			c.instead = true
			for i := range b.Seats {
				if b.Seats[i].MayVote() && able(b.Seats[i].ID) {
					c.seats = append(c.seats, b.Seats[i].ID)
				}
			}
		}
		out = append(out, c)
	}
	return out
}

// seatsNamed are the seats that a document means by vice_chair, by chair, or by a seat's own id.
func seatsNamed(b *document.Board, name string) []string {
	switch name {
	case document.ConcurViceChair:
		return b.Chair.Vice
	case document.ConcurChair:
		return nonEmpty(b.Chair.Seat)
	}
	return []string{name}
}

// concurred matches the concurrences of the round with whom they are needed from: one person each, and never the one who decides.
// missing are those that nobody has given.
func (d *decision) concurred(s *SignOff) (given []events.Concurrence, missing []concurrer) {
	used := []string{d.m.Actor}
	for _, c := range d.concurrers(s) {
		i := slices.IndexFunc(s.Concurrences, func(k Concurrence) bool {
			return slices.Contains(c.seats, k.Seat) && !s.Recused(k.Seat) && !slices.Contains(used, k.Person)
		})
		if i < 0 {
			missing = append(missing, c)
			continue
		}
		given, used = append(given, events.Concurrence{Seat: s.Concurrences[i].Seat, Person: s.Concurrences[i].Person}), append(used, s.Concurrences[i].Person)
	}
	return given, missing
}

// forSeat collects why the actor may not act for a seat of the sign-off's board.
func (d *decision) forSeat(s *SignOff, seat string) (acting, []Problem) {
	if s.Board == "" {
		return acting{}, nil
	}
	var out []Problem
	var who acting
	if _, p := d.votingSeat(s, seat); p != nil && p.Code == NotFound {
		return who, []Problem{*p}
	}
	who, p := d.r.actFor(seat, d.m.Actor, d.m.At)
	if p != nil {
		out = append(out, *p)
	}
	if due := d.r.codeDue(seat, d.m.Actor, d.m.At); due != nil && p == nil { // who may not vote before, does not decide alone in place of those who do
		out = append(out, *due)
	}
	out = append(out, d.authorVotes(d.m.Actor)...)
	if s.Recused(seat) {
		out = append(out, problem(SeatRecused, "Seat %s stands aside on this item.", seat).under("DOMAIN §0.9").about(seat))
	}
	return who, out
}

// presides refuses a seat that does not preside on the item.
func (d *decision) presides(s *SignOff, seat string) []Problem {
	presiding := d.r.Presiding(s, d.m.At)
	if s.Board == "" || presiding == seat && seat != "" {
		return nil
	}
	return []Problem{problem(NotPresiding, "Seat %s does not preside on this item; %s does.", seat, first(presiding, "nobody")).
		under("DOMAIN §2.2").about(seat).with(map[string]any{"presiding": presiding})}
}

// seekConcurrence is SignOffSeekConcurrence's rule.
func (d *decision) seekConcurrence(cmd *SignOffSeekConcurrence) *Refusal {
	s, no := d.signOffNamed(cmd.SignOff)
	if no != nil {
		return no
	}
	problems := d.urgency(s)
	who, more := d.forSeat(s, cmd.Seat)
	problems = append(append(problems, more...), d.presides(s, cmd.Seat)...)
	_, missing := d.concurred(s)
	if len(missing) == 0 && len(problems) == 0 {
		problems = append(problems, problem(Malformed, "Nobody's concurrence is missing on sign-off %s.", s.ID).about("signoff"))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	e := events.SignOffConcurrenceSought{SignOff: s.ID, Round: s.Round, Seat: cmd.Seat, Person: d.m.Actor, AsDeputyFor: who.AsDeputyFor, Reason: cmd.Reason}
	for _, c := range missing {
		e.From = append(e.From, c.seats...)
	}
	e.From = distinct(e.From)
	d.emit(e)
	return nil
}

// concur is SignOffConcur's rule.
func (d *decision) concur(cmd *SignOffConcur) *Refusal {
	s, no := d.signOffNamed(cmd.SignOff)
	if no != nil {
		return no
	}
	problems := d.urgency(s)
	asked := !slices.ContainsFunc(problems, func(p Problem) bool { return p.Code != UrgentLimitExceeded }) // where it may be urgent, somebody is
	who, more := d.forSeat(s, cmd.Seat)
	problems = append(problems, more...)
	needs := d.concurrers(s)
	i := slices.IndexFunc(needs, func(c concurrer) bool { return slices.Contains(c.seats, cmd.Seat) })
	if i < 0 && asked && s.Board != "" && !s.Recused(cmd.Seat) {
		var seats []string
		for _, c := range needs {
			seats = append(seats, c.seats...)
		}
		problems = append(problems, notPermitted("The concurrence of seat %s is not asked for on this item; that of %s is.", cmd.Seat, first(sentence(distinct(seats)), "nobody")).
			under("boards.%s.urgent.concurrence", s.Board).about(cmd.Seat).with(map[string]any{"concurrence": distinct(seats)}))
	}
	for _, k := range s.Concurrences {
		switch {
		case k.Seat == cmd.Seat:
			problems = append(problems, problem(SeatAlreadyVoted, "Seat %s has concurred on this sign-off.", cmd.Seat).about(cmd.Seat))
		case k.Person == d.m.Actor:
			problems = append(problems, problem(PersonAlreadyUsed, "%s has concurred on this sign-off, for seat %s.", k.Person, k.Seat).
				under("DOMAIN §0.3, F39").about(k.Person))
		}
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.SignOffConcurred{SignOff: s.ID, Round: s.Round, Seat: cmd.Seat, Person: d.m.Actor, AsDeputyFor: who.AsDeputyFor,
		Named: needs[i].named, Instead: needs[i].instead, Reason: cmd.Reason})
	return nil
}

// decideUrgently is SignOffDecideUrgently's rule.
func (d *decision) decideUrgently(cmd *SignOffDecideUrgently) *Refusal {
	s, no := d.signOffNamed(cmd.SignOff)
	if no != nil {
		return no
	}
	problems := d.urgency(s)
	who, more := d.forSeat(s, cmd.Seat)
	problems = append(append(problems, more...), d.presides(s, cmd.Seat)...)
	given, missing := d.concurred(s)
	for _, c := range missing {
		problems = append(problems, problem(ConcurrenceMissing, "The %s has not concurred: %s may.", namedConcurrer(c), first(sentence(c.seats), "nobody")).
			under("boards.%s.urgent.concurrence", s.Board).about(c.named).with(map[string]any{"seats": c.seats}))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	rule := d.urgentRule(s)
	d.emit(events.SignOffDecidedUrgently{SignOff: s.ID, Gate: s.Gate, GateRound: s.GateRound, Round: s.Round, Seat: cmd.Seat, Person: d.m.Actor,
		AsDeputyFor: who.AsDeputyFor, Reason: cmd.Reason, Conditions: nonEmpty(cmd.Conditions), Concurrences: given,
		ValuePence: int64(d.wholeLife(d.c.Gate)), LimitPence: int64(rule.LimitGBP.Pence), RatifyBy: d.cal.EndOf(d.cal.Add(d.today(), rule.RatifyWithin))})
	d.emit(events.HoldPlaced{Hold: s.holdID(), Kind: document.HoldRatification, Blocks: "award", Gate: s.Gate,
		Reason: d.nameOf(s.Board) + " has yet to ratify an urgent decision."})
	return nil
}

// namedConcurrer says whom the document names, for people.
func namedConcurrer(c concurrer) string {
	switch {
	case c.instead:
		return "voting seat that concurs in place of the " + nameOfConcurrer(c.named)
	case c.named == document.ConcurViceChair, c.named == document.ConcurChair:
		return nameOfConcurrer(c.named)
	}
	return "seat " + c.named
}

func nameOfConcurrer(name string) string {
	switch name {
	case document.ConcurViceChair:
		return "vice-chair"
	case document.ConcurChair:
		return "chair"
	}
	return name
}
