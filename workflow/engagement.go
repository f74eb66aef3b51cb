package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// The engagement log (F55, K-knowledge) and what associates say (F45, A-F20).

// EngagementKinds are what is logged: seminars, briefings of chief executives, visits to full councils.
var EngagementKinds = []string{"seminar", "chief_executive_briefing", "full_council_visit"}

// Coverage says how an organisation was reached within a time.
type Coverage struct {
	Organisation string         `json:"organisation"`
	Counts       map[string]int `json:"counts"` // by kind, every kind
	Total        int            `json:"total"`
	LastOn       calendar.Date  `json:"last_on,omitzero"` // of all time
}

// Covered says for every organisation how often it was reached from a day to another, both included.
func Covered(r *Register, from, until calendar.Date, at time.Time) []Coverage {
	out := []Coverage{}
	g := r.GovernanceAt(at)
	if g == nil {
		return out
	}
	for i := range g.Organisations {
		c := Coverage{Organisation: g.Organisations[i].ID, Counts: map[string]int{}}
		for _, k := range EngagementKinds {
			c.Counts[k] = 0
		}
		for _, e := range r.Engagements {
			on := day(e.HeldOn)
			if !slices.Contains(e.Audience, c.Organisation) {
				continue
			}
			if on.After(c.LastOn) {
				c.LastOn = on
			}
			if !on.Before(from) && !on.After(until) {
				c.Counts[e.Kind]++
				c.Total++
			}
		}
		out = append(out, c)
	}
	return out
}

// MayLog reports whether a person keeps the engagement log: the secretaries of boards and the members of units do.
func MayLog(r *Register, person string, at time.Time) bool {
	g := r.GovernanceAt(at)
	return g != nil && (slices.ContainsFunc(g.Boards, func(b document.Board) bool { return slices.Contains(b.Secretary, person) }) ||
		slices.ContainsFunc(g.Units, func(u document.Unit) bool { return slices.Contains(u.Members, person) }))
}

// recordEngagement is EngagementRecord's rule.
func (d *registering) recordEngagement(cmd *EngagementRecord) *Refusal {
	if !MayLog(d.r, d.m.Actor, d.m.At) {
		return Refuse(notPermitted("Only a board's secretary or a member of a commissioning unit keeps the engagement log.").under("F55"))
	}
	var problems []Problem
	for _, o := range cmd.Audience {
		if d.g.Organisation(o) == nil {
			problems = append(problems, problem(NotFound, "There is no organisation %s.", o).about(o))
		}
	}
	if len(cmd.Audience) == 0 {
		problems = append(problems, problem(Malformed, "An entry says which organisations it reached.").about("audience"))
	}
	on, p := d.notAhead(cmd.HeldOn, "held_on")
	if problems = append(problems, p...); len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.EngagementRecorded{Engagement: "engagement-" + itoa(len(d.r.Engagements)+1), Kind: cmd.Kind, Title: cmd.Title, HeldOn: on.String(),
		Audience: distinct(cmd.Audience), Note: cmd.Note, Person: d.m.Actor})
	return nil
}

// notAhead is a day, or today for none; one to come is a problem.
func (d *registering) notAhead(on calendar.Date, field string) (calendar.Date, []Problem) {
	today := d.cal.DateOf(d.m.At)
	switch {
	case on.IsZero():
		return today, nil
	case on.After(today):
		return on, []Problem{problem(Malformed, "It cannot be dated in the future.").about(field)}
	}
	return on, nil
}

// TwinnedAs returns the seat for which a person may pass on what an associate says, and whether they may at all: a member with whom the
// associate is twinned, or the board's secretary.
func TwinnedAs(r *Register, b *document.Board, a *document.Associate, person string, at time.Time) (seat string, may bool) {
	for _, s := range r.SeatsOf(person, at) {
		if slices.Contains(a.TwinnedWith, s) {
			return s, true
		}
	}
	return "", slices.Contains(b.Secretary, person)
}

// giveFeedback is FeedbackGive's rule.
func (d *registering) giveFeedback(cmd *FeedbackGive) *Refusal {
	b := d.g.Board(cmd.Board)
	if b == nil {
		return Refuse(problem(NotFound, "There is no board %s.", cmd.Board).about(cmd.Board))
	}
	on, problems := d.notAhead(cmd.GivenOn, "given_on")
	i := slices.IndexFunc(b.Associates, func(a document.Associate) bool { return a.ID == cmd.Associate && a.In(on) })
	if i < 0 {
		return Refuse(problem(NotFound, "%s has no associate %s on that day.", b.ID, cmd.Associate).under("boards.%s.associates", b.ID).about(cmd.Associate))
	}
	seat, may := TwinnedAs(d.r, b, &b.Associates[i], d.m.Actor, d.m.At)
	if !may {
		return Refuse(notPermitted("Only a member with whom %s is twinned, or the secretary of %s, passes on what it says.", cmd.Associate, b.ID).under("F45").about(cmd.Associate))
	}
	if _, ok := bodyOf(d.g, cmd.To); !ok || cmd.To == b.ID {
		problems = append(problems, problem(NotFound, "There is no other body %s: it is a board, a scrutiny body or an overarching partnership.", cmd.To).about(cmd.To))
	}
	if len(problems) > 0 {
		return Refuse(problems...)
	}
	d.emit(events.FeedbackGiven{Feedback: "feedback-" + itoa(len(d.r.Feedback)+1), Board: b.ID, Associate: cmd.Associate, To: cmd.To, Text: cmd.Text,
		GivenOn: on.String(), Person: d.m.Actor, Seat: seat})
	return nil
}

// bodyOf names a board, a scrutiny body or an overarching partnership.
func bodyOf(g *document.Governance, id string) (name string, ok bool) {
	if b := g.Board(id); b != nil {
		return b.Name, true
	}
	for _, b := range g.ScrutinyBodies {
		if b.ID == id {
			return b.Name, true
		}
	}
	for _, o := range g.OverarchingPartnerships {
		if o.ID == id {
			return o.Name, true
		}
	}
	return "", false
}

func init() { tell((*teller).feedbackGiven) }

// feedbackGiven: the full board, every member and its secretariat, and the other body.
func (t *teller) feedbackGiven(e events.FeedbackGiven) {
	x := Telling{Reason: ToldFeedback, For: "feedback:" + e.Feedback, Board: e.Board, By: e.Person, Details: []string{e.Text}}
	for _, id := range []string{e.Board, e.To} {
		if b := t.g.Board(id); b != nil {
			for _, s := range b.Seats {
				t.say(t.r.Holder(s.ID, t.m.At), x)
			}
			t.sayAll(b.Secretary, x)
		}
	}
	for i := range t.g.ScrutinyBodies {
		if b := &t.g.ScrutinyBodies[i]; b.ID == e.To {
			t.sayAll(b.People(), x)
		}
	}
	for _, o := range t.g.OverarchingPartnerships {
		if o.ID == e.To {
			t.sayAll(o.People, x)
		}
	}
}
