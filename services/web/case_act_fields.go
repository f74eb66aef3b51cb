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
	n, c := v.naming(), p.h.State
	if c == nil { // who may not see the case may still have something to do on it
		c = &workflow.Case{}
	}
	none := func(text string) { x.Choices = append(x.Choices, choice{Text: text}) }
	switch a.Ask {
	case askChoice:
		for _, s := range schema.Of(spec.New()) {
			for _, w := range s.Enum {
				if s.Name == a.Name {
					x.Choices = append(x.Choices, choice{Value: w, Text: words(a.Words, w)})
				}
			}
		}
	case askSignOff:
		for _, k := range p.can {
			if k.SignOff != "" && !slices.ContainsFunc(x.Choices, func(c choice) bool { return c.Value == k.SignOff }) {
				x.Choices = append(x.Choices, choice{Value: k.SignOff, Text: v.signOffOf(p.h.State, k)})
			}
		}
	case askSeat:
		for _, k := range p.can {
			for _, s := range k.Seats {
				x.Choices = append(x.Choices, choice{Value: s, Text: n.Seat(s)})
			}
		}
	case askElected:
		return v.votingSeats(p, x)
	case askMeetingNow:
		none("No meeting")
		return v.meetingsNow(p, x)
	case askStage:
		none("The present stage")
		for _, s := range n.Rules().Stages {
			if s.ID == c.Stage {
				break
			}
			x.Choices = append(x.Choices, choice{Value: s.ID, Text: n.Stage(s.ID)})
		}
	case askMeeting:
		none("No meeting")
		return v.meetingsAhead(p, x)
	case askOrg:
		none("Not said")
		for _, o := range n.Rules().Organisations {
			x.Choices = append(x.Choices, choice{Value: o.ID, Text: n.Organisation(o.ID)})
		}
	case askOurs:
		for _, o := range n.Rules().Organisations {
			if p.speaksFor(o.ID) || p.forAnybody() {
				x.Choices = append(x.Choices, choice{Value: o.ID, Text: n.Organisation(o.ID)})
			}
		}
	case askPartner:
		if a.Need != "" {
			none("Select an organisation")
		} else {
			none("Nobody in particular")
		}
		for _, o := range partnersOf(c, n.Rules()) {
			x.Choices = append(x.Choices, choice{Value: o, Text: n.Organisation(o)})
		}
	case askOffered:
		for _, k := range c.Commitments {
			if k.Stands() && k.Withdrawal == nil && (p.speaksFor(k.Organisation) || p.forAnybody()) {
				x.Choices = append(x.Choices, choice{Value: k.Commitment, Text: n.Organisation(k.Organisation) + ": " + k.Amount()})
			}
		}
	case askInterest:
		for _, k := range kindsOfInterest(n.Rules().Interests) {
			x.Choices = append(x.Choices, choice{Value: k, Text: words("interest", k)})
		}
	case askPerson:
		none("Nobody in particular")
		x.Choices = append(x.Choices, v.peopleHere()...)
	case askGap:
		for _, g := range c.Gaps {
			if g.Waits() {
				x.Choices = append(x.Choices, choice{Value: g.Gap, Text: n.Organisation(g.Organisation) + ", " + v.web.date(g.OpenedAt)})
			}
		}
	case askDecided:
		none("No decision in particular")
		for _, s := range c.SignOffs {
			if s.State == workflow.SignOffDone {
				x.Choices = append(x.Choices, choice{Value: s.ID, Text: n.SignOffName(s) + ", " + v.web.date(s.EndedAt)})
			}
		}
	case askPromise:
		for i := range c.Undertakings {
			if u := &c.Undertakings[i]; u.Open() {
				x.Choices = append(x.Choices, choice{Value: u.ID, Text: cmp.Or(u.What, u.ID)})
			}
		}
	case askRisk:
		if a.Need == "" {
			none("A new risk")
		}
		for i := range c.Risks {
			if r := &c.Risks[i]; r.Open() {
				x.Choices = append(x.Choices, choice{Value: r.ID, Text: cmp.Or(r.Title, r.ID)})
			}
		}
	case askReport:
		for i := range c.ReportBacks {
			if b := &c.ReportBacks[i]; b.Open() {
				x.Choices = append(x.Choices, choice{Value: b.ID, Text: n.Board(b.Board) + ", " + n.Gate(b.Gate)})
			}
		}
	case askEnding:
		none("What ends first")
		for _, p := range c.Pools {
			if p.EndsOn != "" && p.Status == workflow.PoolActive {
				x.Choices = append(x.Choices, choice{Value: p.Pool, Text: "The agreement of " + p.Name + ", which ends on " + dayOf(p.EndsOn)})
			}
		}
		if k := c.Contract; k != nil && k.EndsOn != "" {
			x.Choices = append(x.Choices, choice{Value: k.ID, Text: "The contract with " + k.Supplier + ", which ends on " + dayOf(k.EndsOn)})
		}
	case askArea:
		none("The whole")
		for _, o := range n.Rules().Areas {
			x.Choices = append(x.Choices, choice{Value: o.ID, Text: n.Area(o.ID)})
		}
	case askTarget, askNewName:
		if a.Ask == askNewName {
			none("A new target")
		}
		for _, t := range c.Targets {
			x.Choices = append(x.Choices, choice{Value: t.Target, Text: t.Indicator})
		}
	case askAnswered:
		for _, r := range c.Representations {
			if r.AnsweredAt.IsZero() {
				x.Choices = append(x.Choices, choice{Value: r.ID, Text: cmp.Or(r.From, r.ID) + ", " + v.web.date(r.ReceivedAt)})
			}
		}
	}
	return nil
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
	if p.h.State == nil {
		return nil
	}
	for _, k := range p.can {
		s := p.h.State.SignOff(k.SignOff)
		if s == nil || s.Board == "" {
			continue
		}
		var b answer.Board
		if err := v.ask("board", answer.BoardArgs{Board: s.Board}, &b); err != nil {
			return err
		}
		for _, m := range b.Meetings {
			known := slices.ContainsFunc(x.Choices, func(c choice) bool { return c.Value == m.ID })
			if m.State == "scheduled" && !known && m.StartsAt.After(v.web.cfg.Now()) {
				x.Choices = append(x.Choices, choice{Value: m.ID, Text: b.Name + ", " + v.web.when(m.StartsAt)})
			}
		}
	}
	return nil
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
