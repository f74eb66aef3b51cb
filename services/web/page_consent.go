package web

import (
	"slices"
	"strings"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// What an organisation can say to what it is asked to put in.
const (
	consentAll      = "all"
	consentPart     = "part"
	consentRecord   = "record"
	consentDecline  = "decline"
	consentWithdraw = "withdraw"
	consentBack     = "withdraw_part"
)

// consentPage is what the pages consent, consent_check and consent_done show.
type consentPage struct {
	*paper
	Organisation answer.Organisation
	State        string // of the consent, in words
	Asked        []moneyRow
	Left         []answer.PaperCommitment // what waits to be confirmed
	Taken        []answer.PaperCommitment // what is confirmed, and can be taken back in part
	By           time.Time
	Then         string
	As           []choice // as whom; the officer of the organisation has the value officer
	Ways         []choice // what can be said
	ForOthers    string   // for whose areas some of it is spent, as it is to agree to; "" for nobody else's
	Mandates     []mandateRow
	Said         []string
	Acts         []fact // what was said before
	Changed      bool
	Answers      []fact
	Follows      []string
	Waiting      []string

	capacities []workflow.Capacity
}

// mandateRow is what a seat may commit of the organisation's.
type mandateRow struct{ Seat, Instrument, Limits, Until string }

// consent shows what an organisation is asked to put in, and what the person may say to it.
func (v *visit) consent() error {
	c, err := v.consenting()
	if err != nil {
		return err
	}
	return v.show("consent", v.consentPage(c, c.begin()))
}

func (v *visit) consentPage(c *consentPage, f *form) page {
	return page{Title: c.Title, Back: "/work", Form: f, Data: c}
}

func (c *consentPage) begin() *form {
	values := map[string]string{}
	if len(c.As) == 1 {
		values["as"] = c.As[0].Value
	}
	return filled(values)
}

// consenting reads the case and finds what the person may say for the organisation in the address. Errors: not_found where nothing
// is asked of it, or the person may not know; not_permitted for who does not speak for it.
func (v *visit) consenting() (*consentPage, error) {
	if _, err := v.membership(); err != nil {
		return nil, err
	}
	p, err := v.paper(v.path("case"), "")
	if err != nil {
		return nil, err
	}
	org := v.path("organisation")
	c := &consentPage{paper: p}
	for _, k := range p.Capacities {
		if k.Organisation == org && (k.As == workflow.AsSeat || k.As == workflow.AsOrganisation) && speaks(k) {
			c.capacities = append(c.capacities, k)
		}
	}
	i := slices.IndexFunc(p.Consents, func(k answer.PaperConsent) bool { return k.Organisation.ID == org })
	switch {
	case p.Limited || (len(c.capacities) == 0 && i >= 0):
		return nil, workflow.Refuse(workflow.Problem{Code: workflow.NotPermitted,
			Message: "This is for those who may commit the organisation’s resources."})
	case i < 0:
		return nil, workflow.Refuse(workflow.Problem{Code: workflow.NotFound,
			Message: "Nothing is asked of this organisation on this case now."})
	}
	c.Organisation = answer.Organisation{ID: org, Name: p.Consents[i].Organisation.Name}
	c.asked(&p.Consents[i])
	c.acts(v, &p.Consents[i])
	if n := p.IfNothing; n != nil {
		c.By, c.Then = n.Until, n.Then
	}
	c.ways(v)
	return c, v.mandates(c)
}

// speaks reports whether a capacity is about a consent: there is something to say, or it was said, or there is a reason why not.
func speaks(k workflow.Capacity) bool {
	return answers(k) || k.Already != "" || k.WhyNot != ""
}

// answers reports whether there is something to say.
func answers(k workflow.Capacity) bool {
	return k.May("consent.confirm") || k.May("consent.record") || k.May("consent.decline") || k.May("consent.withdraw")
}

// asked lists what the organisation is asked to put in.
func (c *consentPage) asked(k *answer.PaperConsent) {
	c.State = words("consent", k.State)
	for i := range c.Given {
		g := &c.Given[i]
		if g.Organisation.ID != c.Organisation.ID || !slices.Contains(k.Commitments, g.Commitment) {
			continue
		}
		c.Asked = append(c.Asked, moneyRow{What: whatOf(g), Mode: words("mode", g.Mode), Confirmed: confirmedOf(g)})
		if !g.Confirmed {
			c.Left = append(c.Left, *g)
		}
		if g.ConfirmedPence > 0 || g.ConfirmedFTEHundredths > 0 {
			c.Taken = append(c.Taken, *g)
		}
		if g.BeneficiaryName != "" && !g.Confirmed && !strings.Contains(c.ForOthers, g.BeneficiaryName) {
			c.ForOthers = strings.TrimPrefix(c.ForOthers+" and "+g.BeneficiaryName, " and ")
		}
		if said := fundingOf(g); said != "" {
			c.Said = append(c.Said, said)
		}
	}
}

// acts say what was done about it before.
func (c *consentPage) acts(v *visit, k *answer.PaperConsent) {
	said := map[string]string{
		"confirmed": "Confirmed", "recorded": "The organisation’s own decision was recorded", "declined": "Declined", "withdrawn": "Taken back",
	}
	for _, a := range k.Acts {
		what := said[a.What] + " by " + v.web.people.Name(v.ctx(), a.Person)
		if a.AsDeputyFor != "" {
			what += ", as deputy for " + v.web.people.Name(v.ctx(), a.AsDeputyFor)
		}
		for _, line := range a.Lines {
			what += ": " + amountOf(line.Kind, line.Pence, line.FTEHundredths)
		}
		for _, more := range []string{a.Minute, a.Reason} {
			if more != "" {
				what += ". " + more
			}
		}
		c.Acts = append(c.Acts, fact{v.web.when(a.At), what})
	}
}

// amountOf is an amount of a kind, in words.
func amountOf(kind string, pence, fte int64) string {
	switch kind {
	case document.ResourceMoney:
		return pounds(pence)
	case document.ResourceStaffTime:
		return quantity.FTE(fte).String() + " of staff time"
	}
	return words("kind", kind)
}

// ways finds what the person can say, and as whom.
func (c *consentPage) ways(v *visit) {
	for _, k := range c.capacities {
		value := k.On
		if k.As == workflow.AsOrganisation {
			value = "officer"
		}
		if answers(k) {
			text := v.capacity(k)
			if value == "officer" {
				text = "As proper officer of " + c.Organisation.Name
			}
			c.As = append(c.As, choice{Value: value, Text: text})
		}
		for _, s := range []string{k.Already, k.WhyNot} {
			if s != "" && !slices.Contains(c.Said, s) {
				c.Said = append(c.Said, s)
			}
		}
	}
	if c.may("consent.confirm") && len(c.Left) > 0 {
		c.Ways = append(c.Ways, choice{Value: consentAll, Text: "Confirm all of it", Hint: c.leftInWords()})
		if slices.ContainsFunc(c.Left, divisible) {
			c.Ways = append(c.Ways, choice{Value: consentPart, Text: "Confirm a part of it",
				Hint: "Say how much below. The rest goes on waiting."})
		}
	}
	if c.may("consent.record") {
		c.Ways = append(c.Ways, choice{Value: consentRecord, Text: "Record our own decision to put it in",
			Hint: "The organisation has decided itself. Give the minute below."})
	}
	if c.may("consent.decline") {
		c.Ways = append(c.Ways, choice{Value: consentDecline, Text: "Decline",
			Hint: "The organisation does not put it in. Say why below."})
	}
	if c.may("consent.withdraw") {
		c.Ways = append(c.Ways, choice{Value: consentWithdraw, Text: "Take back what was confirmed",
			Hint: "This can be done until the gate has passed. Say why below."})
		if len(c.Taken) > 0 {
			c.Ways = append(c.Ways, choice{Value: consentBack, Text: "Take back a part of what was confirmed",
				Hint: "Say how much and why below. The rest stays confirmed."})
		}
	}
}

func divisible(k answer.PaperCommitment) bool {
	return k.Kind == document.ResourceMoney || k.Kind == document.ResourceStaffTime
}

// may reports whether the person may do something in any capacity.
func (c *consentPage) may(act string) bool {
	return slices.ContainsFunc(c.capacities, func(k workflow.Capacity) bool { return k.May(act) })
}

// leftInWords is what waits to be confirmed: "£20,000, 0.5 FTE of staff time".
func (c *consentPage) leftInWords() string {
	var out []string
	for _, k := range c.Left {
		if !divisible(k) {
			out = append(out, whatOf(&k))
			continue
		}
		out = append(out, amountOf(k.Kind, k.OfferedPence-k.ConfirmedPence, k.OfferedFTEHundredths-k.ConfirmedFTEHundredths))
	}
	return strings.Join(out, ", ")
}

// Can reports whether something is among what the person can say.
func (c *consentPage) Can(ways ...string) bool {
	return slices.ContainsFunc(c.Ways, func(x choice) bool { return slices.Contains(ways, x.Value) })
}

// Parts are the commitments of which a part can be confirmed.
func (c *consentPage) Parts() (out []choice) {
	for _, k := range c.Left {
		if divisible(k) {
			out = append(out, choice{Value: k.Commitment, Text: whatOf(&k)})
		}
	}
	return out
}

// Backs are the commitments of which a part can be taken back.
func (c *consentPage) Backs() (out []choice) {
	for _, k := range c.Taken {
		out = append(out, choice{Value: k.Commitment, Text: whatOf(&k)})
	}
	return out
}

// mandates finds what the seats as which the person acts may commit, and its limits.
func (v *visit) mandates(c *consentPage) error {
	if !slices.ContainsFunc(c.capacities, func(k workflow.Capacity) bool { return k.As == workflow.AsSeat }) {
		return nil
	}
	var r answer.Register
	if err := v.ask("register", nil, &r); err != nil {
		return err
	}
	for _, m := range r.Mandates {
		if !m.InForce || m.Organisation != c.Organisation.ID {
			continue
		}
		for _, k := range c.capacities {
			if k.As == workflow.AsSeat && k.On == m.Seat {
				c.Mandates = append(c.Mandates, mandateRow{Seat: k.Label, Instrument: m.Instrument, Limits: limitsOf(m), Until: dayOf(m.Until)})
			}
		}
	}
	return nil
}

// fundingOf says from which grant something comes, on which conditions, and to when; "" for none.
func fundingOf(g *answer.PaperCommitment) string {
	if g.Funding == "" {
		return ""
	}
	s := whatOf(g) + " comes from " + g.Funding + "."
	if g.FundingEndsOn != "" {
		s += " It ends on " + dayOf(g.FundingEndsOn) + "."
	}
	if g.FundingConditions != "" {
		s += " Its conditions: " + g.FundingConditions
	}
	return s
}

// limitsOf says what a mandate covers.
func limitsOf(m answer.MandateRow) string {
	var out []string
	for i, l := range m.Commit {
		s := words("kind", l.Kind)
		if l.PerCasePence != nil {
			s += ": up to " + pounds(*l.PerCasePence) + " in a case"
		}
		s += yearWords(m, i)
		if l.PerCaseFTEHundredths != nil {
			s += ": up to " + quantity.FTE(*l.PerCaseFTEHundredths).String() + " in a case"
		}
		var modes []string
		for _, x := range l.Modes {
			modes = append(modes, lower(words("mode", x)))
		}
		if len(modes) > 0 {
			s += ", " + strings.Join(modes, " or ")
		}
		out = append(out, s)
	}
	if !m.DeputyMayCommit {
		out = append(out, "by the holder of the seat only")
	}
	return strings.Join(out, "; ")
}
