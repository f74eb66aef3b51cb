package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"comity/services/client"
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
)

// consentPage is what the pages consent, consent_check and consent_done show.
type consentPage struct {
	*paper
	Organisation answer.Organisation
	State        string // of the consent, in words
	Asked        []moneyRow
	Left         []answer.PaperCommitment // what waits to be confirmed
	By           time.Time
	Then         string
	As           []choice // as whom; the officer of the organisation has the value ""
	Ways         []choice // what can be said
	Mandates     []mandateRow
	Said         []string
	Acts         []fact // what was said before
	Changed      bool
	Answers      []fact
	Follows      []string
	Waiting      []string

	capacities []workflow.Capacity
	officer    bool // the person may speak for the organisation itself
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
		return nil, workflow.Refuse(workflow.Problem{Code: workflow.NotPermitted, Message: "This is for those who may commit the organisation’s resources."})
	case i < 0:
		return nil, workflow.Refuse(workflow.Problem{Code: workflow.NotFound, Message: "Nothing is asked of this organisation on this case now."})
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
	return k.May("consent.confirm") || k.May("consent.record") || k.May("consent.decline") || k.May("consent.withdraw") || k.Already != "" || k.WhyNot != ""
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
	}
}

// acts say what was done about it before.
func (c *consentPage) acts(v *visit, k *answer.PaperConsent) {
	said := map[string]string{"confirmed": "Confirmed", "recorded": "The organisation’s own decision was recorded", "declined": "Declined", "withdrawn": "Taken back"}
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
		if k.May("consent.confirm") || k.May("consent.record") || k.May("consent.decline") || k.May("consent.withdraw") {
			text := v.capacity(k)
			if value == "officer" {
				text = "As proper officer of " + c.Organisation.Name
			}
			c.As = append(c.As, choice{Value: value, Text: text})
		}
		c.officer = c.officer || value == "officer"
		for _, s := range []string{k.Already, k.WhyNot} {
			if s != "" && !slices.Contains(c.Said, s) {
				c.Said = append(c.Said, s)
			}
		}
	}
	if c.may("consent.confirm") && len(c.Left) > 0 {
		c.Ways = append(c.Ways, choice{Value: consentAll, Text: "Confirm all of it", Hint: c.leftInWords()})
		if slices.ContainsFunc(c.Left, divisible) {
			c.Ways = append(c.Ways, choice{Value: consentPart, Text: "Confirm a part of it", Hint: "Say how much below. The rest goes on waiting."})
		}
	}
	if c.may("consent.record") {
		c.Ways = append(c.Ways, choice{Value: consentRecord, Text: "Record our own decision to put it in", Hint: "The organisation has decided itself. Give the minute below."})
	}
	if c.may("consent.decline") {
		c.Ways = append(c.Ways, choice{Value: consentDecline, Text: "Decline", Hint: "The organisation does not put it in. Say why below."})
	}
	if c.may("consent.withdraw") {
		c.Ways = append(c.Ways, choice{Value: consentWithdraw, Text: "Take back what was confirmed", Hint: "This can be done until the gate has passed. Say why below."})
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

// Parts are the commitments of which a part can be confirmed.
func (c *consentPage) Parts() (out []choice) {
	for _, k := range c.Left {
		if divisible(k) {
			out = append(out, choice{Value: k.Commitment, Text: whatOf(&k)})
		}
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

// limitsOf says what a mandate covers.
func limitsOf(m answer.MandateRow) string {
	var out []string
	for _, l := range m.Commit {
		s := words("kind", l.Kind)
		if l.PerCasePence != nil {
			s += ": up to " + pounds(*l.PerCasePence) + " in a case"
		}
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

// consentForm takes the steps: check, change, send. Only send commits anything.
func (v *visit) consentForm() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	if f.Value("step") == "send" {
		return v.consentSend(f)
	}
	c, err := v.consenting()
	if err != nil {
		return err
	}
	switch {
	case len(c.Ways) == 0:
		return v.show("consent", v.consentPage(c, c.begin()))
	case f.Value("snapshot") != c.snapshot():
		return v.consentAgain(c, f)
	case f.Value("step") == "change":
		return v.show("consent", v.consentPage(c, f))
	}
	if c.check(f); !f.ok() {
		return v.again("consent", v.consentPage(c, f))
	}
	c.answers(f)
	f.values.Set("revision", itoa(c.Revision))
	return v.show("consent_check", page{Title: "Check your answers", Form: f, Data: c})
}

// consentAgain shows a case that has changed since the person read it.
func (v *visit) consentAgain(c *consentPage, f *form) error {
	c.Changed = true
	f.values.Del("way")
	f.Errors = nil
	return v.showAs(http.StatusConflict, "consent", v.consentPage(c, f))
}

// check finds what is missing or wrong.
func (c *consentPage) check(f *form) {
	if !slices.ContainsFunc(c.As, func(x choice) bool { return x.Value == f.Value("as") }) {
		f.wrong("as", "Select whom you act for")
	}
	way := f.Value("way")
	if !slices.ContainsFunc(c.Ways, func(x choice) bool { return x.Value == way }) {
		f.wrong("way", "Select what you want to do")
		return
	}
	switch {
	case way == consentRecord && f.Value("as") != "" && f.Value("as") != "officer":
		f.wrong("as", "Only the proper officer records the organisation’s own decision")
	case (way == consentAll || way == consentPart) && f.Value("as") == "officer":
		f.wrong("as", "Select the seat as which you confirm, or record the organisation’s own decision")
	}
	switch way {
	case consentPart:
		f.need("amount", "Enter how much you confirm")
		c.command(f)
	case consentRecord:
		f.need("minute", "Enter the decision and its minute")
		c.command(f)
	case consentDecline:
		f.need("reason", "Say why the organisation declines")
	case consentWithdraw:
		f.need("reason", "Say why it is taken back")
	}
}

// command is the command that gives the answers; nil, with the mistakes noted, where they make none.
func (c *consentPage) command(f *form) workflow.Command {
	seat := f.Value("as")
	if seat == "officer" {
		seat = ""
	}
	with := map[string]any{"case": c.Case, "organisation": c.Organisation.ID, "seat": seat}
	switch f.Value("way") {
	case consentAll:
		return f.command("consent.confirm", with, nil)
	case consentPart:
		with["commitment"] = f.Value("commitment")
		k := c.part(f.Value("commitment"))
		if k == nil {
			f.wrong("commitment", "Select of what you confirm a part")
			return nil
		}
		amount := "amount"
		if with["commitment"] = k.Commitment; k.Kind == document.ResourceStaffTime {
			amount = "fte"
		}
		with[amount] = f.Value("amount")
		return f.command("consent.confirm", with, map[string]string{amount: "amount", "amount_pence": "amount", "fte_hundredths": "amount"})
	case consentRecord:
		delete(with, "seat")
		with["minute"], with["decided_on"] = f.Value("minute"), f.date("decided")
		return f.command("consent.record", with, map[string]string{"decided_on": "decided"})
	case consentDecline:
		with["reason"], with["minute"] = f.Value("reason"), f.Value("minute")
		return f.command("consent.decline", with, nil)
	}
	with["reason"] = f.Value("reason")
	return f.command("consent.withdraw", with, nil)
}

// part is the commitment of which a part is confirmed: the one named, or the only one.
func (c *consentPage) part(id string) *answer.PaperCommitment {
	parts := c.Parts()
	if id == "" && len(parts) == 1 {
		id = parts[0].Value
	}
	for i := range c.Given {
		if k := &c.Given[i]; id != "" && k.Commitment == id && k.Organisation.ID == c.Organisation.ID {
			return k
		}
	}
	return nil
}

// answers puts the answers in words, and says what follows.
func (c *consentPage) answers(f *form) {
	put := func(name, value string) {
		if value != "" {
			c.Answers = append(c.Answers, fact{name, value})
		}
	}
	way := f.Value("way")
	put("You act for", textOf(c.As, f.Value("as")))
	put("You", lower(textOf(c.Ways, way)))
	switch way {
	case consentAll:
		put("What", c.leftInWords())
	case consentPart:
		if k := c.part(f.Value("commitment")); k != nil {
			put("Of", whatOf(k))
		}
		put("How much", f.Value("amount"))
	case consentRecord:
		put("Decision and minute", f.Value("minute"))
		put("Decided on", dayOf(f.date("decided")))
	default:
		put("Reason", f.Value("reason"))
		put("Minute", f.Value("minute"))
	}
	c.Follows = map[string][]string{
		consentAll:      {"Your organisation is then committed. You can take it back only until the gate has passed."},
		consentPart:     {"Your organisation is then committed to that part. The rest goes on waiting."},
		consentRecord:   {"The organisation is then committed, by its own decision."},
		consentDecline:  {"The organisation then puts nothing in. If the plan cannot do without it, the case cannot go on as it is."},
		consentWithdraw: {"The organisation is then asked again."},
	}[way]
}

// consentSend sends the answers as one command, about the case as it was shown.
func (v *visit) consentSend(f *form) error {
	id, org := v.path("case"), v.path("organisation")
	p, err := v.paper(id, "")
	if err != nil {
		return err
	}
	c := &consentPage{paper: p, Organisation: answer.Organisation{ID: org}}
	c.Left = c.Given
	cmd := c.command(f)
	if cmd == nil || f.Value("command_id") == "" {
		return v.goTo(v.r.URL.Path, 0) // not from our page, which has checked it
	}
	done, err := v.do(cmd)
	if err != nil {
		return v.consentRefused(f, err)
	}
	return v.consentTo(id, org, done)
}

func (v *visit) consentTo(id, org string, done client.Done) error {
	return v.goTo("/"+v.partnership+"/cases/"+url.PathEscape(id)+"/consent/"+url.PathEscape(org)+"/done", done.Seq)
}

// consentRefused shows why nothing was sent, on the form as it is by now.
func (v *visit) consentRefused(f *form, err error) error {
	no := refusal(err)
	if no == nil || no.Status >= http.StatusInternalServerError {
		return err
	}
	v.catchUp(v.path("case"), f.Value("revision"))
	c, again := v.consenting()
	if again != nil {
		return again
	}
	if no.Code == workflow.StaleRevision {
		return v.consentAgain(c, f)
	}
	for _, sentence := range v.noes(no) {
		f.wrong("", "%s", sentence)
	}
	return v.again("consent", v.consentPage(c, f))
}

// Snapshot is what the form carries of what was read.
func (c *consentPage) Snapshot() string { return c.snapshot() }

// consentDone says what came of it. Where the gate has passed with it, the case is all that there is to show.
func (v *visit) consentDone() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	p, err := v.paper(v.path("case"), "")
	if err != nil {
		return err
	}
	if p.Limited {
		return workflow.Refuse(workflow.Problem{Code: workflow.NotPermitted, Message: "You may not see this case."})
	}
	org := v.path("organisation")
	c := &consentPage{paper: p, Organisation: answer.Organisation{ID: org, Name: v.naming().Organisation(org)}, State: "Given, and the gate has passed"}
	for i := range p.Consents {
		if p.Consents[i].Organisation.ID == org {
			c.asked(&p.Consents[i])
			c.acts(v, &p.Consents[i])
		}
	}
	c.Waiting = v.waiting(c.Case)
	return v.show("consent_done", page{Title: "Your answer is recorded", Data: c})
}
