package web

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/schema"
)

// offer finds the choices of a field, and how it is then asked for.
func (v *visit) offer(p *actPage, a actField, spec workflow.Spec, x *askedField) error {
	c := p.h.State
	if c == nil { // who may not see the case may still have something to do on it
		c = &workflow.Case{}
	}
	if s, may := noneOf[a.Ask]; may && (a.Need == "" || a.Ask != askRisk) {
		if a.Need != "" && a.Ask == askPartner {
			s = "Select an organisation"
		}
		x.Choices = append(x.Choices, choice{Text: s})
	}
	switch a.Ask {
	case askElected:
		return v.votingSeats(p, x)
	case askMeetingNow:
		return v.meetingsNow(p, x)
	case askMeeting:
		return v.meetingsAhead(p, x)
	}
	x.Choices = append(x.Choices, v.choicesOfRules(p, a, spec, c)...)
	x.Choices = append(x.Choices, v.choicesOfCase(p, a, c)...)
	return nil
}

// noneOf is what a field that need not be chosen offers first.
var noneOf = map[ask]string{askMeetingNow: "No meeting", askMeeting: "No meeting", askStage: "The present stage", askOrg: "Not said", askPartner: "Nobody in particular",
	askDecided: "No decision in particular", askEnding: "What ends first", askArea: "The whole", askPerson: "Nobody in particular",
	askNewName: "A new target", askRisk: "A new risk"}

// choicesOfRules are those that the command, the governance and the person's own seats give.
func (v *visit) choicesOfRules(p *actPage, a actField, spec workflow.Spec, c *workflow.Case) (out []choice) {
	n := v.naming()
	switch a.Ask {
	case askChoice:
		for _, s := range schema.Of(spec.New()) {
			for _, w := range s.Enum {
				if s.Name == a.Name {
					out = append(out, choice{Value: w, Text: words(a.Words, w)})
				}
			}
		}
	case askSeat:
		for _, k := range p.can {
			for _, s := range k.Seats {
				out = append(out, choice{Value: s, Text: n.Seat(s)})
			}
		}
	case askStage:
		for _, s := range n.Rules().Stages {
			if s.ID == c.Stage {
				break
			}
			out = append(out, choice{Value: s.ID, Text: n.Stage(s.ID)})
		}
	case askOrg:
		for _, o := range n.Rules().Organisations {
			out = append(out, choice{Value: o.ID, Text: n.Organisation(o.ID)})
		}
	case askOurs:
		for _, o := range n.Rules().Organisations {
			if p.speaksFor(o.ID) || p.forAnybody() {
				out = append(out, choice{Value: o.ID, Text: n.Organisation(o.ID)})
			}
		}
	case askPartner:
		for _, o := range partnersOf(c, n.Rules()) {
			out = append(out, choice{Value: o, Text: n.Organisation(o)})
		}
	case askInterest:
		for _, k := range kindsOfInterest(n.Rules().Interests) {
			out = append(out, choice{Value: k, Text: words("interest", k)})
		}
	case askPerson:
		out = v.peopleHere()
	case askArea:
		for _, o := range n.Rules().Areas {
			out = append(out, choice{Value: o.ID, Text: n.Area(o.ID)})
		}
	}
	return out
}

// choicesOfCase are those that the case has by now.
func (v *visit) choicesOfCase(p *actPage, a actField, c *workflow.Case) (out []choice) {
	n := v.naming()
	switch a.Ask {
	case askSignOff:
		for _, k := range p.can {
			if k.SignOff != "" && !slices.ContainsFunc(out, func(c choice) bool { return c.Value == k.SignOff }) {
				out = append(out, choice{Value: k.SignOff, Text: v.signOffOf(p.h.State, k)})
			}
		}
	case askOffered:
		for _, k := range c.Commitments {
			if k.Stands() && k.Withdrawal == nil && (p.speaksFor(k.Organisation) || p.forAnybody()) {
				out = append(out, choice{Value: k.Commitment, Text: n.Organisation(k.Organisation) + ": " + k.Amount()})
			}
		}
	case askGap:
		for _, g := range c.Gaps {
			if g.Waits() {
				out = append(out, choice{Value: g.Gap, Text: n.Organisation(g.Organisation) + ", " + v.web.date(g.OpenedAt)})
			}
		}
	case askDecided:
		for _, s := range c.SignOffs {
			if s.State == workflow.SignOffDone {
				out = append(out, choice{Value: s.ID, Text: n.SignOffName(s) + ", " + v.web.date(s.EndedAt)})
			}
		}
	case askPromise:
		for i := range c.Undertakings {
			if u := &c.Undertakings[i]; u.Open() {
				out = append(out, choice{Value: u.ID, Text: cmp.Or(u.What, u.ID)})
			}
		}
	case askRisk:
		for i := range c.Risks {
			if r := &c.Risks[i]; r.Open() {
				out = append(out, choice{Value: r.ID, Text: cmp.Or(r.Title, r.ID)})
			}
		}
	case askReport:
		for i := range c.ReportBacks {
			if b := &c.ReportBacks[i]; b.Open() {
				out = append(out, choice{Value: b.ID, Text: n.Board(b.Board) + ", " + n.Gate(b.Gate)})
			}
		}
	case askEnding:
		for _, p := range c.Pools {
			if p.EndsOn != "" && p.Status == workflow.PoolActive {
				out = append(out, choice{Value: p.Pool, Text: "The agreement of " + p.Name + ", which ends on " + dayOf(p.EndsOn)})
			}
		}
		if k := c.Contract; k != nil && k.EndsOn != "" {
			out = append(out, choice{Value: k.ID, Text: "The contract with " + k.Supplier + ", which ends on " + dayOf(k.EndsOn)})
		}
	case askTarget, askNewName:
		for _, t := range c.Targets {
			out = append(out, choice{Value: t.Target, Text: t.Indicator})
		}
	case askAnswered:
		for _, r := range c.Representations {
			if r.AnsweredAt.IsZero() {
				out = append(out, choice{Value: r.ID, Text: cmp.Or(r.From, r.ID) + ", " + v.web.date(r.ReceivedAt)})
			}
		}
	}
	return out
}

// peopleHere are those who sit on a board of the partnership, deputise there or are in one of its units, by name.
func (v *visit) peopleHere() (out []choice) {
	n, seen := v.naming(), map[string]bool{"": true}
	add := func(ids ...string) {
		for _, id := range ids {
			if !seen[id] {
				seen[id] = true
				out = append(out, choice{Value: id, Text: n.Person(id)})
			}
		}
	}
	for _, b := range n.Rules().Boards {
		for _, s := range b.Seats {
			add(s.Holder)
			add(s.Deputies...)
		}
	}
	for _, u := range n.Rules().Units {
		add(u.Members...)
	}
	slices.SortStableFunc(out, func(a, b choice) int { return cmp.Compare(a.Text, b.Text) })
	return out
}

// partnersOf lists the organisations that put something into a case, its sponsor and the parties of its dispute; all of the
// partnership for a case that the reader does not see.
func partnersOf(c *workflow.Case, g *answer.Rules) []string {
	out := []string{c.Terms.Sponsor}
	for _, k := range c.Commitments {
		if !k.Released {
			out = append(out, k.Organisation)
		}
	}
	if c.Dispute != nil && c.Dispute.Open() {
		out = append(out, c.Dispute.Parties()...)
	}
	if c.Terms.Sponsor == "" {
		out = nil
		for _, o := range g.Organisations {
			out = append(out, o.ID)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (v *visit) signOffOf(c *workflow.Case, k workflow.Capacity) string {
	if c == nil {
		return k.Label
	}
	return v.naming().signOffNamed(c, k.SignOff)
}

// meetingsAhead offers the meetings of the boards that are asked.
func (v *visit) meetingsAhead(p *actPage, x *askedField) error {
	boards, err := v.boardsAsked(p)
	for _, b := range boards {
		for _, m := range b.Meetings {
			known := slices.ContainsFunc(x.Choices, func(c choice) bool { return c.Value == m.ID })
			if m.State == "scheduled" && !known && m.StartsAt.After(v.web.cfg.Now()) {
				x.Choices = append(x.Choices, choice{Value: m.ID, Text: b.Name + ", " + v.web.when(m.StartsAt)})
			}
		}
	}
	return err
}

// newName makes a name for a target of what is measured: letters, digits and hyphens, unlike those that there are.
func newName(indicator string, c *workflow.Case) string {
	name := strings.Trim(strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return unicode.ToLower(r)
		}
		return '-'
	}, indicator), "-")
	for strings.Contains(name, "--") {
		name = strings.ReplaceAll(name, "--", "-")
	}
	if len(name) > 40 {
		name = strings.Trim(name[:40], "-")
	}
	name = cmp.Or(name, "target")
	taken := func(s string) bool {
		return c != nil && slices.ContainsFunc(c.Targets, func(t workflow.Target) bool { return t.Target == s })
	}
	for i, whole := 2, name; taken(name); i++ {
		name = whole + "-" + itoa(i)
	}
	return name
}

// With is the field with more options.
func (a askedField) With(options ...string) field {
	f := a.field
	f.Options = map[string]string{}
	for _, o := range options {
		k, x, _ := strings.Cut(o, "=")
		f.Options[k] = x
	}
	return f
}

// Time is the field for the time of day that belongs to a day.
func (a askedField) Time() field {
	return a.form.Field(a.Name+"-time", "Time of day", "For example, 14:30. Noon if you leave it empty.", "width=5", "inputmode=numeric")
}

// Box is the field as a box to tick.
func (a askedField) Box() field {
	f := a.field
	f.Label, f.Hint = a.Label, a.Hint
	f.Choices = choices("yes", "Yes")
	return f
}

// boardsAsked are the boards of the sign-offs that the act is on.
func (v *visit) boardsAsked(p *actPage) (out []answer.Board, err error) {
	if p.h.State == nil {
		return nil, nil
	}
	for _, k := range p.can {
		s := p.h.State.SignOff(k.SignOff)
		if s == nil || s.Board == "" || slices.ContainsFunc(out, func(b answer.Board) bool { return b.ID == s.Board }) {
			continue
		}
		var b answer.Board
		if err := v.ask("board", answer.BoardArgs{Board: s.Board}, &b); err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

// votingSeats offers the voting seats of the boards that are asked.
func (v *visit) votingSeats(p *actPage, x *askedField) error {
	boards, err := v.boardsAsked(p)
	for _, b := range boards {
		for _, s := range b.Seats {
			if s.Voting {
				x.Choices = append(x.Choices, choice{Value: s.ID, Text: v.naming().Seat(s.ID)})
			}
		}
	}
	return err
}

// meetingsNow offers the meetings of the boards that are in session.
func (v *visit) meetingsNow(p *actPage, x *askedField) error {
	boards, err := v.boardsAsked(p)
	for _, b := range boards {
		for _, m := range b.Meetings {
			if m.State == "open" {
				x.Choices = append(x.Choices, choice{Value: m.ID, Text: b.Name + ", " + v.web.when(m.StartsAt)})
			}
		}
	}
	return err
}
