package document

import (
	"slices"

	"comity/workflow/quantity"
)

// Threshold says from which sum on an organisation decides itself, whatever its mandates allow, and what that decision asks for.
type Threshold struct {
	// Its id; conditions ask threshold['id'].
	ID string `json:"id" check:"required,token" example:"key-decision"`
	// The organisation whose threshold it is.
	Organisation string `json:"organisation" check:"required,ref=organisation" example:"wcc"`
	// Reached by a case whose plan or award, over its whole life, is worth so much.
	WholeLifeGBP *Sum `json:"whole_life_gbp" example:"{gte: 500000}"`
	// Reached by a case to which the organisation itself commits so much money.
	CommitmentGBP *Sum `json:"commitment_gbp" example:"{gte: 100000}"`
	// What it asks for once it is reached.
	Requires Requirement `json:"requires" check:"required"`
}

// Sum is a comparison with an amount of money; exactly one of the two is given.
type Sum struct {
	// So much or more …
	GTE *Pounds `json:"gte" example:"£500,000"`
	// … or more than so much.
	GT *Pounds `json:"gt" example:"£100,000"`
}

// Reached reports whether a value meets the comparison. Nothing at all never does.
func (s *Sum) Reached(value quantity.Pence) bool {
	switch {
	case s == nil || value == 0:
		return false
	case s.GTE != nil:
		return value >= s.GTE.Pence
	}
	return s.GT != nil && value > s.GT.Pence
}

// Limit is the amount of the comparison.
func (s *Sum) Limit() quantity.Pence {
	switch {
	case s == nil:
		return 0
	case s.GTE != nil:
		return s.GTE.Pence
	case s.GT != nil:
		return s.GT.Pence
	}
	return 0
}

// Words put the comparison for people, as it stands after "worth": "£500,000 or more".
func (s *Sum) Words() string {
	if s != nil && s.GTE == nil && s.GT != nil {
		return "more than " + s.GT.Pence.String()
	}
	return s.Limit().String() + " or more"
}

// Requirement is what the organisation's own decision takes: who decides, how long before it is announced, and who may call it in.
type Requirement struct {
	// Who in the organisation decides; its proper officer records the decision with its minute.
	Decision string `json:"decision" check:"required" example:"Cabinet"`
	// How many clear days before the decision its notice stands in the forward plan; left out: none is asked for.
	ForwardPlanClearDays int `json:"forward_plan_clear_days" check:"min=1" example:"28"`
	// How the decision may be called in once it is published; left out: it may not.
	CallIn *CallIn `json:"call_in"`
}

// CallIn says how scrutiny may have a decision taken again before it has effect.
type CallIn struct {
	// How many working days after its publication; the day of the publication is not counted.
	WorkingDays int `json:"working_days" check:"required,min=1" example:"5"`
	// How many members must ask for it.
	Requisition int `json:"requisition" check:"required,min=1" example:"5"`
	// The scrutiny bodies that may; each of the organisation whose decision it is.
	By []string `json:"by" check:"required,ref=scrutiny body" example:"[wcc-scrutiny-committee]"`
}

// ScrutinyBody is a committee of an organisation that examines its decisions and may call them in.
type ScrutinyBody struct {
	// Its id.
	ID string `json:"id" check:"required,token" example:"wcc-scrutiny-committee"`
	// Its name.
	Name string `json:"name" check:"required" example:"Children's Scrutiny Committee"`
	// The organisation whose decisions it examines.
	Organisation string `json:"organisation" check:"required,ref=organisation" example:"wcc"`
	// Who chairs it, and agrees where a key decision is too urgent for any notice; a member too.
	Chair string `json:"chair" check:"token" example:"p-scrutiny-chair"`
	// The persons who sit on it and may ask for a call-in.
	Members []string `json:"members" check:"required,token" example:"[p-scrutiny-1, p-scrutiny-2]"`
	// The persons who hand its requisitions in and are told what it may call in.
	Officers []string `json:"officers" check:"token" example:"[p-scrutiny-officer]"`
}

// Sits reports whether a person is the body's chair or one of its members.
func (b *ScrutinyBody) Sits(person string) bool {
	return person != "" && (b.Chair == person || slices.Contains(b.Members, person))
}

// Serves reports whether a person sits on the body or is one of its officers.
func (b *ScrutinyBody) Serves(person string) bool {
	return b.Sits(person) || person != "" && slices.Contains(b.Officers, person)
}

// ExternalBody is a body outside the partnership whose consent the law asks for: the authority that succeeds one that is dissolved.
type ExternalBody struct {
	// Its id; a case waits for external:<id>.
	ID string `json:"id" check:"required,token" example:"north-westmere-shadow"`
	// Its name.
	Name string `json:"name" check:"required" example:"North Westmere Shadow Authority"`
	// The person who records its consent, with the minute; left out: the proper officer of the organisation that asks for it, who has it in writing.
	ProperOfficer string `json:"proper_officer" check:"token" example:"po-north-westmere"`
}

// People lists everybody who is told of what the body may call in: who sits on it, and its officers.
func (b *ScrutinyBody) People() []string {
	out := b.sitting()
	for _, p := range b.Officers {
		if p != "" && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// thresholds checks that each says a sum, that somebody can record the decision, and that those who may call it in are the
// organisation's own.
func (c *check) thresholds(g *Governance) {
	for i, t := range g.Thresholds {
		path := item("thresholds", i)
		if t.WholeLifeGBP == nil && t.CommitmentGBP == nil {
			c.fail(path, "missing", "Threshold %s must say whole_life_gbp or commitment_gbp.", t.ID)
		}
		c.sum(t.WholeLifeGBP, path+".whole_life_gbp")
		c.sum(t.CommitmentGBP, path+".commitment_gbp")
		if x := t.Requires.CallIn; x != nil {
			c.callIn(g, &t, x, path+".requires.call_in")
		}
		if o := g.Organisation(t.Organisation); o != nil && o.ProperOfficer == "" {
			c.warn(path, "no_proper_officer", "%s names no proper_officer, so nobody can record what it decides itself.", o.ID)
		}
	}
}

// sum checks that a comparison says one thing.
func (c *check) sum(s *Sum, path string) {
	switch {
	case s == nil:
	case (s.GTE == nil) == (s.GT == nil):
		c.fail(path, "sum", "Say gte, so much or more, or gt, more than so much, and not both: {gte: 500000}.")
	default:
		c.amount(path, int64(s.Limit()))
	}
}

func (c *check) callIn(g *Governance, t *Threshold, x *CallIn, path string) {
	for i, id := range x.By {
		for j := range g.ScrutinyBodies {
			b := &g.ScrutinyBodies[j]
			if b.ID != id {
				continue
			}
			if b.Organisation != t.Organisation && t.Organisation != "" {
				c.fail(item(path+".by", i), "not_entitled", "%s examines the decisions of %s, and cannot call in one of %s.", b.ID, b.Organisation, t.Organisation)
			}
			if seats := len(b.sitting()); seats < x.Requisition {
				c.fail(path+".requisition", "requisition_impossible", "%d members must ask for a call-in, and %s has %s.", x.Requisition, b.ID, count(seats, "member"))
			}
		}
	}
}

// sitting lists everybody who sits on the body, each once.
func (b *ScrutinyBody) sitting() []string {
	var out []string
	for _, p := range append(slices.Clone(b.Members), b.Chair) {
		if p != "" && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// dissolutions checks that whose consent an organisation needs before it is dissolved is known.
func (c *check) dissolutions(g *Governance) {
	for i, b := range g.ExternalBodies {
		if g.Organisation(b.ID) != nil {
			c.fail(item("external_bodies", i)+".id", "duplicate_id", "%s is an organisation already; an organisation that takes over from another need not be named here.", b.ID)
		}
	}
	for i, o := range g.Organisations {
		path := item("organisations", i)
		switch from := o.ExternalConsentFrom; {
		case from == "":
		case o.DissolvingOn.IsZero():
			c.fail(path+".external_consent_from", "needless", "%s says whose consent it needs, and not dissolving_on.", o.ID)
		case from == o.ID:
			c.fail(path+".external_consent_from", "own_consent", "%s cannot consent to its own contracts.", o.ID)
		case !slices.Contains(g.bodies(), from):
			c.fail(path+".external_consent_from", "dangling_id", "There is no external body or organisation %s.%s", quoted(from), didYouMean(from, g.bodies()))
		}
	}
}

// bodies lists the ids of those whose external consent may be asked for.
func (g *Governance) bodies() []string {
	return append(ids(g.ExternalBodies, func(b *ExternalBody) string { return b.ID }), ids(g.Organisations, func(o *Organisation) string { return o.ID })...)
}
