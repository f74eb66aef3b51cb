package document

import (
	"slices"
	"strings"
)

// gates checks each gate, and that some stage ends in it.
func (c *check) gates(w *Workflow) {
	used := map[string]bool{}
	for _, s := range w.Stages {
		used[s.Exit] = true
	}
	award, consents := "", false
	for i := range w.Gates {
		g, path := &w.Gates[i], item("gates", i)
		if g.ID != "" && !used[g.ID] {
			c.fail(path, "unused_gate", "No stage ends in gate %s.", g.ID)
		}
		if g.Award {
			if award != "" {
				c.fail(path+".award", "two_awards", "An award is decided at one gate, and %s is one already.", award)
			}
			award = g.ID
		}
		consents = consents || g.Consents.From != "" && g.Consents.From != ConsentsNone
		c.evidence(g, path+".evidence")
		c.outcomes(g, path+".outcomes")
		c.signOffs(g, path+".sign_offs")
		c.gateDay(w, g, path+".due_on")
		c.before(g, path+".sign_offs")
		if g.Consents.When != "" && (g.Consents.From == "" || g.Consents.From == ConsentsNone) {
			c.fail(path+".consents", "needless", "Gate %s says when consents are asked, and not whose: say from.", g.ID)
		}
		c.externalConsents(g, path+".external_consents")
		for j, h := range g.Holds {
			if h.Kind == HoldStandstill && !g.Award {
				c.warn(item(path+".holds", j), "hold_without_award", "A standstill follows an award, and %s is not the award gate (award: true).", g.ID)
			}
		}
	}
	if !consents && len(w.Gates) > 0 {
		c.warn("gates", "no_consents", "No gate asks for consents, and without them no organisation's resources are ever committed.")
	}
}

// externalConsents checks that they are asked for where an award is proposed, and for contracts that say something.
func (c *check) externalConsents(g *Gate, path string) {
	x := g.ExternalConsents
	if x == nil {
		return
	}
	if !g.Award {
		c.fail(path, "external_consents_without_award", "External consents are for contracts, and %s is not the award gate (award: true).", g.ID)
	}
	for i, k := range x.Contracts {
		c.sum(k.ValueGBP, item(path+".contracts", i)+".value_gbp")
	}
}

func (c *check) evidence(g *Gate, path string) {
	c.unique("evidence", ids(g.Evidence, func(e *EvidenceRequirement) string { return e.ID }),
		func(i int) string { return item(path, i) + ".id" })
	for i, e := range g.Evidence {
		if e.Mandatory != nil && *e.Mandatory && e.MandatoryWhen != "" {
			c.fail(item(path, i)+".mandatory_when", "needless", "%s is mandatory at %s in any case; leave out one of mandatory and mandatory_when.", e.ID, g.ID)
		}
	}
}

func (c *check) outcomes(g *Gate, path string) {
	c.unique("outcome", ids(g.Outcomes, func(o *Outcome) string { return o.ID }), func(i int) string { return item(path, i) + ".id" })
	for i, o := range g.Outcomes {
		if (o.To == "") == (o.Closes == "") {
			c.fail(item(path, i), "outcome_leads", "Outcome %s of %s must say where it leads: to, with a stage, or closes, with how the case ends.", o.ID, g.ID)
		}
	}
}

func (c *check) signOffs(g *Gate, path string) {
	c.unique("sign-off", ids(g.SignOffs, func(s *SignOff) string { return s.ID }), func(i int) string { return item(path, i) + ".id" })
	orders := map[int]bool{0: true}
	for _, s := range g.SignOffs {
		orders[s.Order] = true
	}
	for i := range g.SignOffs {
		s, at := &g.SignOffs[i], item(path, i)
		if s.Order > 1 && !orders[s.Order-1] {
			c.warn(at+".order", "order_gap", "Sign-off %s has order %d, and nothing at %s has order %d.", s.ID, s.Order, g.ID, s.Order-1)
		}
		c.signOff(g, s, at)
	}
	c.lapses(g, path)
}

// before checks that a gate asks somebody before it passes.
func (c *check) before(g *Gate, path string) {
	if len(g.SignOffs) > 0 && !slices.ContainsFunc(g.SignOffs, func(s SignOff) bool { return !s.Afterwards }) {
		c.fail(path, "nobody_before", "Everything at %s is asked once it has passed, so that nothing would ever be decided there.", g.ID)
	}
}

// gateDay checks that a gate whose sign-offs have one day can be reached before it, and that somebody has that day.
func (c *check) gateDay(w *Workflow, g *Gate, path string) {
	if g.DueOn.IsZero() {
		return
	}
	if from := w.Metadata.EffectiveFrom; !from.IsZero() && g.DueOn.Before(from) {
		c.fail(path, "due_before_start", "%s is due by %s, before this version takes effect on %s.", g.ID, g.DueOn, from)
	}
	if !slices.ContainsFunc(g.SignOffs, func(s SignOff) bool { return s.Deadline.IsZero() && !s.Afterwards }) {
		c.warn(path, "needless", "Every sign-off of %s has a deadline of its own; nothing has this day.", g.ID)
	}
}

// afterwards checks that what is asked after its gate is a board's, and holds nothing up.
func (c *check) afterwards(s *SignOff, path string) {
	if !s.Afterwards {
		return
	}
	l := s.OnLapse
	switch {
	case s.Officer != nil:
		c.fail(path+".afterwards", "officer_afterwards", "Sign-off %s is an officer's; only boards are asked once the gate has passed.", s.ID)
	case s.Blocking != nil && *s.Blocking:
		c.fail(path+".blocking", "blocks_afterwards", "Sign-off %s is asked once the gate has passed, and cannot hold it up.", s.ID)
	case l.Dispute || l.EscalateTo != nil:
		c.fail(path+".on_lapse", "lapses_afterwards", "Sign-off %s is asked once the gate has passed: it stays open when its deadline passes, and goes nowhere else.", s.ID)
	case s.EffectOfRefusal != "" && s.EffectOfRefusal != RefusalDissent:
		c.fail(path+".effect_of_refusal", "undoes_afterwards", "Sign-off %s is asked once the gate has passed: its refusal is dissent, and undoes nothing.", s.ID)
	}
}

func (c *check) signOff(g *Gate, s *SignOff, path string) {
	switch {
	case (s.Board == nil) == (s.Officer == nil):
		c.fail(path, "whose_sign_off", "Sign-off %s must say who is asked: board, or officer, and not both.", s.ID)
	case s.Board != nil:
		c.selector(s.Board, path+".board")
		if s.Delegable != nil && *s.Delegable {
			c.fail(path+".delegable", "needless", "delegable is for officers; deputies of a board's seats are the organisations' affair.")
		}
	}
	if s.Act == ActCertify && s.Board != nil {
		c.warn(path+".act", "board_certifies", "A board is asked to certify, which is an officer's act.")
	}
	c.afterwards(s, path)
	timed := !s.Deadline.IsZero() || !s.Afterwards && !g.DueOn.IsZero()
	c.reminders(s, timed, path+".remind")
	c.onLapse(s, timed, path)
}

// selector checks that a selection of boards says one thing.
func (c *check) selector(b *BoardSelector, path string) {
	switch {
	case b.ID == "" && b.Level == "" && !b.ByArea && !b.Theme:
		c.fail(path, "selects_nothing", "The selection of boards is empty: say id, or level.")
	case b.ID != "" && (b.Level != "" || b.ByArea || b.Theme):
		c.fail(path, "selects_two_ways", "A board chosen by id needs no level, by_area or theme.")
	case b.ID == "" && b.Level == "":
		c.fail(path, "selects_every_level", "Boards chosen by area or theme must also be of a level: say level.")
	}
}

func (c *check) reminders(s *SignOff, timed bool, path string) {
	for i, r := range s.Remind {
		if r.After.IsZero() == r.Before.IsZero() {
			c.fail(item(path, i), "reminder", "A reminder goes out so long after the opening, or so long before the deadline: say one of after and before.")
		}
		if !r.Before.IsZero() && !timed {
			c.fail(item(path, i)+".before", "deadline_missing", "A reminder goes out before the deadline of %s, which has none.", s.ID)
		}
	}
}

// onLapse checks that a deadline that passes leads somewhere, and never to assent.
func (c *check) onLapse(s *SignOff, timed bool, path string) {
	l, at := s.OnLapse, path+".on_lapse"
	lapses := l.EscalateTo != nil || l.Dispute || l.StaysOpen || s.Afterwards
	switch {
	case lapses && !timed:
		c.fail(path+".deadline", "deadline_missing", "Sign-off %s says what follows when its deadline passes, and has no deadline.", s.ID)
	case !lapses && timed:
		c.warn(path+".on_lapse", "lapse_leads_nowhere", "Sign-off %s has a deadline, and nothing follows when it passes: say on_lapse.", s.ID)
	case !timed && s.Board != nil:
		c.warn(path, "no_deadline", "Sign-off %s has no deadline, and may be waited for without end.", s.ID)
	}
	switch {
	case l.StaysOpen && (l.EscalateTo != nil || l.Dispute):
		c.fail(at+".stays_open", "lapse_two_ways", "Sign-off %s either stays open when its deadline passes or goes elsewhere: leave out stays_open, or what else on_lapse says.", s.ID)
	case l.EscalateTo != nil && l.Dispute:
		c.fail(at, "lapse_two_ways", "Sign-off %s lapses either to other boards or to a dispute: leave out escalate_to or dispute.", s.ID)
	case l.EscalateTo != nil && l.Deadline.IsZero():
		c.fail(at+".deadline", "deadline_missing", "The boards to which %s lapses need a clock of their own: say deadline.", s.ID)
	case l.EscalateTo == nil && !l.Deadline.IsZero():
		c.fail(at+".deadline", "needless", "The deadline under on_lapse is for escalate_to, which is not there.")
	}
	if l.EscalateTo != nil {
		c.selector(l.EscalateTo, at+".escalate_to")
	}
	if l.Tell != nil {
		c.selector(l.Tell, at+".tell")
		if !l.StaysOpen && !s.Afterwards {
			c.fail(at+".tell", "needless", "tell is for a sign-off that stays open; where it goes elsewhere, those who are asked there are told.")
		}
	}
}

// lapses checks that the sign-offs of one gate do not lapse to themselves or in a ring.
func (c *check) lapses(g *Gate, path string) {
	next, where := map[string][]string{}, map[string]string{}
	var nodes []string
	for i := range g.SignOffs {
		s := &g.SignOffs[i]
		if s.Board == nil || s.OnLapse.EscalateTo == nil {
			continue
		}
		from := s.Board.words()
		if _, met := where[from]; !met {
			nodes, where[from] = append(nodes, from), item(path, i)+".on_lapse.escalate_to"
		}
		next[from] = append(next[from], s.OnLapse.EscalateTo.words())
		if high, low := rank(s.OnLapse.EscalateTo.Level), rank(s.Board.Level); high > low && low >= 0 {
			c.warn(item(path, i)+".on_lapse.escalate_to", "escalates_down", "Sign-off %s lapses from %s boards down to %s ones.", s.ID, s.Board.Level, s.OnLapse.EscalateTo.Level)
		}
	}
	for _, round := range cycles(nodes, next) {
		sentence := "What lapses at " + g.ID + " goes round: " + strings.Join(round, " → ") + "."
		if len(round) == 2 {
			sentence = "A sign-off of " + round[0] + " lapses to itself."
		}
		c.fail(where[round[0]], "lapse_cycle", "%s", sentence)
	}
}

// words names a selection as sentences do, the same for the same boards but for area and theme.
func (b *BoardSelector) words() string {
	if b.ID != "" {
		return b.ID
	}
	return b.Level + " boards"
}

// rank is 0 for strategic, and grows downward; -1 is no level.
func rank(level string) int {
	for i, l := range Levels {
		if l == level {
			return i
		}
	}
	return -1
}
