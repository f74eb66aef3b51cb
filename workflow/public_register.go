package workflow

import (
	"cmp"
	"slices"
	"time"

	"comity/workflow/document"
)

// The register of decisions that anybody may read (F28; A-Ch6.H6): what was decided, why, what else was considered and who declared
// an interest. It is derived from the cases, and says the same to everybody: nothing in it depends on who reads.

// How much of a decision stands in the public register.
const (
	PublishedWhole     = "whole"     // of a case that is public
	PublishedTitle     = "title"     // of one that is confidential to partners or boards
	PublishedReference = "reference" // of an exempt one, whose title may itself be exempt
)

// PublicDecision is one decision as the public register has it. What is not shown is left out: of a confidential case there is the
// title, of an exempt one not even that, besides who decided and on which day.
type PublicDecision struct {
	Case           string    `json:"case"`
	Classification string    `json:"classification"`
	Shown          string    `json:"shown"` // whole, title or reference
	Title          string    `json:"title,omitempty"`
	Body           string    `json:"body"` // the name of the board, or the post and organisation of a named officer
	Board          string    `json:"board,omitempty"`
	DecidedAt      time.Time `json:"decided_at"`

	Gate         string           `json:"gate,omitempty"`
	Round        int              `json:"round,omitempty"` // of the decision: counts up when a board decides again
	Act          string           `json:"act,omitempty"`
	Result       string           `json:"result,omitempty"`       // provisional: urgently, and to be ratified
	Summary      string           `json:"summary,omitempty"`      // what was decided on, in plain language
	Reasons      []string         `json:"reasons,omitempty"`      // of those who carried it, without who gave which
	Alternatives string           `json:"alternatives,omitempty"` // what else was considered, and why not
	Conditions   []string         `json:"conditions,omitempty"`
	Interests    []PublicInterest `json:"interests,omitempty"`  // declared on the item
	BindingOn    []string         `json:"binding_on,omitempty"` // organisations that it binds by itself
	Urgent       bool             `json:"urgent,omitempty"`     // taken by who presided, and not by the board
	Effect       *InEffect        `json:"effect,omitempty"`     // when it took effect, or what holds it
}

// PublicInterest is an interest that was declared on an item. What it is in stays with those who see what is exempt.
type PublicInterest struct {
	Seat         string `json:"seat"`
	Organisation string `json:"organisation,omitempty"` // its name
	Interest     string `json:"interest"`
	StoodAside   bool   `json:"stood_aside"`
	Dispensed    bool   `json:"dispensed,omitempty"` // allowed to take part all the same
	Withdrawn    bool   `json:"withdrawn,omitempty"`
}

// PublicDecisionsOf lists the decisions of boards and named officers on a case as the public register has them, oldest first: also those
// that were decided anew since, and those that were taken urgently. Votes, sums and persons are never in it. Pure; at is UTC.
func PublicDecisionsOf(c *Case, r *Register, at time.Time) []PublicDecision {
	g := r.GovernanceAt(at)
	var out []PublicDecision
	for _, s := range c.SignOffs {
		for i := range s.Earlier {
			if e := &s.Earlier[i]; e.Result != "" && e.Result != string(SignOffProvisional) {
				x := publicDecision(c, r, g, s, e.Round, e.Result, e.EndedAt)
				x.say(c, func() {
					x.Reasons, x.Effect = reasonsFor(e.Votes, e.Result), &InEffect{HeldBy: []string{HeldBySuperseded}}
				})
				out = append(out, x)
			}
		}
		switch {
		case s.State == SignOffDone && s.Result != "":
			x := publicDecision(c, r, g, s, s.Round, s.Result, s.EndedAt)
			x.say(c, func() {
				x.Reasons, x.Conditions, x.Effect = reasonsOf(c, s), s.Conditions, ptrTo(EffectOfSignOff(c, s))
			})
			out = append(out, x)
		case s.Urgent != nil && s.Urgent.Outcome == "":
			x := publicDecision(c, r, g, s, s.Urgent.Round, string(SignOffProvisional), s.Urgent.DecidedAt)
			x.say(c, func() {
				x.Urgent, x.Reasons, x.Conditions = true, nonEmpty(s.Urgent.Reason), s.Urgent.Conditions
				x.Effect = ptrTo(EffectOf(c, s.Gate, s.GateRound))
			})
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b PublicDecision) int { return a.DecidedAt.Compare(b.DecidedAt) })
	return out
}

func publicDecision(c *Case, r *Register, g *document.Governance, s *SignOff, round int, result string, decidedAt time.Time) PublicDecision {
	x := PublicDecision{Case: c.ID, Classification: first(c.Terms.Classification, ClearPublic), Board: s.Board, DecidedAt: decidedAt, Shown: PublishedReference}
	pinned := r.GovernanceVersion(s.GovernanceVersion)
	if b := cmp.Or(pinned.Board(s.Board), g.Board(s.Board)); b != nil {
		x.Body = b.Name
	} else if o := g.Organisation(s.OfficerOf); o != nil {
		x.Body = s.Post + ", " + o.Name
	}
	x.Body = cmp.Or(x.Body, s.Board, s.OfficerOf)
	switch x.Classification {
	case ClearPublic:
		x.Shown, x.Title = PublishedWhole, c.Terms.Title
	case ClearPartners, ClearBoard:
		x.Shown, x.Title = PublishedTitle, c.Terms.Title
	}
	x.say(c, func() {
		x.Gate, x.Round, x.Act, x.Result, x.Summary, x.Alternatives = s.Gate, round, s.Act, result, c.Terms.Summary, c.Terms.Options
		x.BindingOn = BindingOf(c, r, s).On
		for _, i := range s.Interests {
			p := PublicInterest{Seat: i.Seat, Interest: i.Type, StoodAside: i.Recuses && !i.Withdrawn && !i.Dispensed, Dispensed: i.Dispensed, Withdrawn: i.Withdrawn}
			if _, seat := cmp.Or(pinned, g).Seat(i.Seat); seat != nil {
				if o := g.Organisation(seat.AppointedBy()); o != nil {
					p.Organisation = o.Name
				}
			}
			x.Interests = append(x.Interests, p)
		}
	})
	return x
}

// say adds what only a public case has in the register.
func (x *PublicDecision) say(c *Case, what func()) {
	if x.Shown == PublishedWhole {
		what()
	}
}

// reasonsOf are the reasons of a decision that stands: those of the votes that carried it, or of the resolution that returned or deferred it.
func reasonsOf(c *Case, s *SignOff) []string {
	switch {
	case s.Result == "returned" && len(c.ToDo) > 0:
		return c.ToDo
	case s.Result == "deferred" && c.Deferral != nil && c.Deferral.SignOff == s.ID:
		return nonEmpty(c.Deferral.Reason)
	case s.Urgent != nil && s.Urgent.Outcome == "ratified":
		return append(nonEmpty(s.Urgent.Reason), reasonsFor(s.Urgent.Votes, s.Result)...)
	}
	return reasonsFor(s.Votes, s.Result)
}

// reasonsFor lists what those said who voted as was decided, each thing once, in the order of the votes. Struck votes count for nothing.
func reasonsFor(votes []Vote, result string) []string {
	choice := Approve
	if result == "refused" {
		choice = RefuseChoice
	}
	var out []string
	for _, v := range votes {
		if v.Choice == choice && !v.Struck && !v.NotCounted && v.Reason != "" && !slices.Contains(out, v.Reason) {
			out = append(out, v.Reason)
		}
	}
	return out
}

func ptrTo[T any](v T) *T { return &v }

// PublicRegisterFrom is the day from which decisions stand in the register that anybody may read, by the governance in force at a time;
// false where that publishes none. Pure.
func PublicRegisterFrom(r *Register, at time.Time) (from time.Time, open bool) {
	g := r.GovernanceAt(at)
	if g == nil || g.PublicRegister == nil {
		return time.Time{}, false
	}
	return r.CalendarAt(at).StartOf(g.PublicRegister.From), true
}
