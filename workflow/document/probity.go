package document

import (
	"slices"
	"strings"

	"comity/workflow/calendar"
)

// What a partnership writes down about itself: terms of reference, the code of conduct, the routes for complaints, its own risks (A-T5, A-F9, A¶54,
// A-Ch6.H6).

// TermsOfReference say which topics the partnership's terms of reference cover. A document without them is published as ever; one that has them
// covers all nine topics, or records why not.
type TermsOfReference struct {
	// Where they stand, with their version or minute.
	Source string `json:"source" check:"required" example:"Terms of reference 2026, wcb 2026-03-12 min 8"`
	// The topics that they cover.
	Topics []string `json:"topics" check:"enum=tor_topics" example:"[responsibilities, decision_making, probity_interests]"`
	// Topics that are left out for a reason that is recorded.
	Exceptions []TopicException `json:"exceptions"`
}

// TopicException records why a topic is left out.
type TopicException struct {
	// The topic.
	Topic string `json:"topic" check:"required,enum=tor_topics" example:"pooling"`
	// Why it is left out.
	Reason string `json:"reason" check:"required" example:"Nothing is pooled."`
	// The minute in which that was agreed.
	Minute string `json:"minute" check:"required" example:"wcb 2026-03-12 min 9"`
}

// Topic is one of the nine topics of terms of reference, and how many of the national survey of 2008 had it (A-T5).
type Topic struct {
	ID, Title   string
	NationalPct int
}

// TermsTopics are the nine topics, the most common first.
var TermsTopics = []Topic{
	{"responsibilities", "responsibilities", 86}, {"decision_making", "decision making", 86}, {"membership_rationale", "rationale for membership", 85},
	{"commissioning", "commissioning", 80}, {"alignment", "alignment of resources", 75}, {"relationships", "relationships with others", 71},
	{"information_sharing", "information sharing", 70}, {"probity_interests", "probity and declaration of interest", 54}, {"pooling", "pooling of resources", 49},
}

// AgreementTopics are the eight topics of a partnership agreement (A-F9). The figure is printed as an image: but for the resolution of conflicts the
// names are ours (docs/decisions/0026).
var AgreementTopics = []string{"purpose", "membership", "decision_making", TopicConflict, "resources", "information_sharing", "review", "withdrawal"}

// TopicConflict is the topic without which no dispute can be raised (F21).
const TopicConflict = "conflict_resolution"

func topicIDs() (out []string) {
	for _, t := range TermsTopics {
		out = append(out, t.ID)
	}
	return out
}

// Missing lists the topics that the terms neither cover nor except.
func (t *TermsOfReference) Missing() (out []Topic) {
	for _, topic := range TermsTopics {
		if !slices.Contains(t.Topics, topic.ID) && !slices.ContainsFunc(t.Exceptions, func(e TopicException) bool { return e.Topic == topic.ID }) {
			out = append(out, topic)
		}
	}
	return out
}

// CodeOfConduct is the code that whoever sits on a board undertakes to keep.
type CodeOfConduct struct {
	// What it is called, and where it stands.
	Name string `json:"name" check:"required" example:"Code of conduct of the partnership, 2026"`
	// Its version; a new one is acknowledged anew.
	Version int `json:"version" check:"required,min=1" example:"1"`
	// Whether nobody votes who has not acknowledged it for the seat; false unless said otherwise.
	VotingRequiresIt bool `json:"voting_requires_it"`
}

// RedressRoutes are an organisation's ways of putting things right.
type RedressRoutes struct {
	// How to complain to it.
	Complaints string `json:"complaints" example:"complaints@westmere.example"`
	// How its staff and partners report wrongdoing.
	Whistleblowing string `json:"whistleblowing" example:"0800 123456"`
	// How whoever was wronged gets redress.
	Redress string `json:"redress" example:"Local Government and Social Care Ombudsman"`
}

// Missing lists the routes that are not named.
func (r *RedressRoutes) Missing() (out []string) {
	if r == nil {
		r = &RedressRoutes{}
	}
	for _, x := range []struct{ name, said string }{{"complaints", r.Complaints}, {"whistleblowing", r.Whistleblowing}, {"redress", r.Redress}} {
		if strings.TrimSpace(x.said) == "" {
			out = append(out, x.name)
		}
	}
	return out
}

// routes remarks on organisations without a route, once any organisation names one.
func (g *Governance) routes() (out []Remark) {
	if !slices.ContainsFunc(g.Organisations, func(o Organisation) bool { return o.Routes != nil }) {
		return nil
	}
	for i := range g.Organisations {
		o := &g.Organisations[i]
		if missing := o.Routes.Missing(); len(missing) > 0 {
			out = append(out, Remark{Code: "route_missing", Path: item("organisations", i), Organisation: o.ID, Post: strings.Join(missing, ", "),
				Sentence: o.ID + " names no route for: " + strings.Join(missing, ", ") + "."})
		}
	}
	return out
}

// PartnershipRisk is a risk of working in partnership, with the level that manages it.
type PartnershipRisk struct {
	// Its id.
	ID string `json:"id" check:"required,token" example:"accountability"`
	// The risk, in a sentence.
	Title string `json:"title" check:"required" example:"Nobody can say who answers for what."`
	// The level that manages it.
	Level string `json:"level" check:"required,enum=levels"`
	// What is done about it.
	Response string `json:"response" example:"Reporting lines are written down and checked."`
}

// SeededRisks are the three risks with which every partnership begins (A¶54, in our words: docs/decisions/0026).
func SeededRisks() []PartnershipRisk {
	return []PartnershipRisk{
		{ID: "accountability", Level: LevelStrategic, Title: "It is not clear who answers for what, and to whom each board reports.",
			Response: "Reporting lines and what each level decides stand in the governance document, and are checked."},
		{ID: "detail", Level: LevelStrategic, Title: "Strategic boards are swamped by detail, and process takes the place of decisions.",
			Response: "Small cases go to the level that can decide them; the strategic board reads of them in its digest."},
		{ID: "duplication", Level: LevelExecutive, Title: "Structures double one another and cost more than they bring.",
			Response: "Idle and doubled boards are shown, and the structure is reviewed on a day that is set."},
	}
}

// Risks are the partnership's own risks: those that its document adds, behind the three that every partnership has. One of the same id stands in the
// place of a seeded one.
func (g *Governance) Risks() []PartnershipRisk {
	var out []PartnershipRisk
	for _, r := range SeededRisks() {
		if !slices.ContainsFunc(g.RiskLibrary, func(o PartnershipRisk) bool { return o.ID == r.ID }) {
			out = append(out, r)
		}
	}
	return append(out, g.RiskLibrary...)
}

// Delegation says what is delegated to a board.
type Delegation struct {
	// The most that a case may be worth over its whole life for the board to decide on it; that sum itself is within it.
	LimitGBP *Pounds `json:"limit_gbp" check:"required" example:"£50,000"`
	// The acts of sign-offs that are decisions in this sense; approve, agree and decide unless said otherwise. To endorse or to report is no decision.
	Acts []string `json:"acts" check:"enum=acts" example:"[approve]"`
	// The board that decides above it; one of the next level unless said otherwise.
	EscalateTo string `json:"escalate_to" check:"ref=board" example:"jce"`
}

// Decides reports whether an act is one of those that are delegated up to the limit.
func (x *Delegation) Decides(act string) bool {
	if len(x.Acts) == 0 {
		return slices.Contains([]string{ActApprove, ActAgree, ActDecide}, act)
	}
	return slices.Contains(x.Acts, act)
}

// LocalVariation bounds the times and sums of the boards of areas (K-delivery: "within a set of agreed parameters"); their numbers and rules are bounded
// under bounds. What is not named is not bounded, but for a deadline of the board's own, which needs a bound.
type LocalVariation struct {
	// Within what time they may be asked to decide, in place of the time that the workflow gives.
	Deadline *PeriodBound `json:"deadline" example:"{min: P5WD, max: P15WD}"`
	// Up to what sum they may allow urgent decisions.
	UrgentLimitGBP *Pounds `json:"urgent_limit_gbp" example:"£25,000"`
	// Up to what sum they may be delegated decisions.
	DelegationLimitGBP *Pounds `json:"delegation_limit_gbp" example:"£50,000"`
}

// PeriodBound bounds a time in working days, or in calendar days.
type PeriodBound struct {
	// The least.
	Min calendar.Period `json:"min" example:"P5WD"`
	// The most.
	Max calendar.Period `json:"max" example:"P15WD"`
}

// local checks that the boards of areas keep within the bounds (F07), and that what is delegated can go up (F19).
func (c *check) local(g *Governance) {
	v := g.LocalVariation
	if v == nil {
		v = &LocalVariation{}
	}
	for i := range g.Boards {
		b, path := &g.Boards[i], item("boards", i)
		c.delegation(g, b, path+".delegation")
		if len(b.Areas) == 0 {
			if !b.Deadline.IsZero() {
				c.fail(path+".deadline", "override_not_allowed", "%s serves no area: only boards of areas have a deadline of their own.", b.ID)
			}
			continue
		}
		if b.Urgent != nil {
			c.most(b, path+".urgent.limit_gbp", "urgent_limit_gbp", b.Urgent.LimitGBP, v.UrgentLimitGBP)
		}
		if b.Delegation != nil {
			c.most(b, path+".delegation.limit_gbp", "delegation_limit_gbp", b.Delegation.LimitGBP, v.DelegationLimitGBP)
		}
		switch d := v.Deadline; {
		case b.Deadline.IsZero():
		case d == nil:
			c.fail(path+".deadline", "override_not_allowed", "%s sets a deadline of its own, and local_variation.deadline sets no bounds for one.", b.ID)
		case !alike(b.Deadline, d.Min) || !alike(b.Deadline, d.Max):
			c.fail(path+".deadline", "override_out_of_bounds", "%s has a deadline of %s; local_variation.deadline is from %s to %s, and they are not reckoned alike.", b.ID, b.Deadline, d.Min, d.Max)
		case !d.Min.IsZero() && length(b.Deadline) < length(d.Min) || !d.Max.IsZero() && length(b.Deadline) > length(d.Max):
			c.fail(path+".deadline", "override_out_of_bounds", "%s has a deadline of %s; local_variation.deadline allows %s.", b.ID, b.Deadline, between(d.Min.String(), d.Max.String()))
		}
	}
}

func length(p calendar.Period) int { return p.WorkingDays + p.Days }

// alike reports whether two times are both in working days, or both in days.
func alike(a, b calendar.Period) bool {
	plain := func(p calendar.Period) bool {
		return p.Months == 0 && p.Years == 0 && (p.WorkingDays == 0 || p.Days == 0)
	}
	return b.IsZero() || plain(a) && plain(b) && (a.WorkingDays > 0) == (b.WorkingDays > 0)
}

func between(least, most string) string {
	switch {
	case least == "" || least == "P0D":
		return "at most " + most
	case most == "" || most == "P0D":
		return "at least " + least
	}
	return least + " to " + most
}

func (c *check) most(b *Board, path, name string, is, most *Pounds) {
	if is != nil && most != nil && is.Pence > most.Pence {
		c.fail(path, "override_out_of_bounds", "%s has %s here; local_variation.%s allows at most %s.", b.ID, is.Pence, name, most.Pence)
	}
}

// delegation checks that a board above can decide what is above the limit.
func (c *check) delegation(g *Governance, b *Board, path string) {
	x := b.Delegation
	if x == nil {
		return
	}
	above := false
	for i := range g.Boards {
		o := &g.Boards[i]
		if x.EscalateTo == o.ID || x.EscalateTo == "" && slices.Index(Levels, o.Level) < slices.Index(Levels, b.Level) {
			above = above || slices.Index(Levels, o.Level) < slices.Index(Levels, b.Level)
		}
	}
	if !above && (x.EscalateTo == "" || c.hasBoard(g, x.EscalateTo)) {
		c.fail(path, "delegation_ends", "Above its limit what is before %s goes up, and no board of a higher level is there to take it.", b.ID)
	}
}

func (c *check) hasBoard(g *Governance, id string) bool {
	return slices.ContainsFunc(g.Boards, func(b Board) bool { return b.ID == id })
}

// terms checks that the terms of reference cover all topics, or say why not (F20), and that topics are named once.
func (c *check) terms(g *Governance) {
	once := func(path string, list []string) {
		for i, t := range list {
			if slices.Contains(list[:i], t) {
				c.fail(item(path, i), "duplicate_id", "%s is named twice.", t)
			}
		}
	}
	once("agreement.topics", g.Agreement.Topics)
	risks := ids(g.RiskLibrary, func(r *PartnershipRisk) string { return r.ID })
	c.unique("risk", risks, func(i int) string { return item("risk_library", i) + ".id" })
	t := g.TermsOfReference
	if t == nil {
		return
	}
	once("terms_of_reference.topics", t.Topics)
	for i, e := range t.Exceptions {
		if slices.Contains(t.Topics, e.Topic) {
			c.fail(item("terms_of_reference.exceptions", i)+".topic", "needless", "%s is covered, and needs no exception.", e.Topic)
		}
	}
	for _, topic := range t.Missing() {
		c.fail("terms_of_reference.topics", "topic_missing", "The terms of reference say nothing of %s (%s): cover it, or record under exceptions why not. In 2008 %d %% of partnerships covered it.",
			topic.Title, topic.ID, topic.NationalPct)
	}
}
