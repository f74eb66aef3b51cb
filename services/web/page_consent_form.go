package web

import (
	"net/http"
	"net/url"
	"slices"

	"comity/services/client"
	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
)

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
	if (way == consentAll || way == consentPart || way == consentRecord) && c.ForOthers != "" && f.Value("for_others") != "yes" {
		f.wrong("for_others", "Say that the organisation agrees that it is spent for the area of %s", c.ForOthers)
	}
	switch way {
	case consentPart:
		if parts := c.Parts(); len(parts) == 1 {
			f.values.Set("commitment", parts[0].Value)
		}
		if f.need("amount", "Enter how much you confirm") != "" {
			c.command(f)
		}
	case consentRecord:
		if f.need("minute", "Enter the decision and its minute") != "" {
			c.command(f)
		}
	case consentDecline:
		f.need("reason", "Say why the organisation declines")
	case consentWithdraw:
		f.need("reason", "Say why it is taken back")
	case consentBack:
		if backs := c.Backs(); len(backs) == 1 {
			f.values.Set("back_of", backs[0].Value)
		}
		f.need("reason", "Say why it is taken back")
		if f.need("back", "Enter how much you take back") != "" {
			c.command(f)
		}
	}
}

// command is the command that gives the answers; nil, with the mistakes noted, where they make none.
func (c *consentPage) command(f *form) workflow.Command {
	seat := f.Value("as")
	if seat == "officer" {
		seat = ""
	}
	with := map[string]any{"case": c.Case, "organisation": c.Organisation.ID, "seat": seat}
	if way := f.Value("way"); f.Value("for_others") == "yes" && (way == consentAll || way == consentPart || way == consentRecord) {
		with["for_others"] = true
	}
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
		amount := amountField(k)
		with["commitment"], with[amount] = k.Commitment, f.Value("amount")
		return f.command("consent.confirm", with, map[string]string{amount: "amount", "amount_pence": "amount", "fte_hundredths": "amount"})
	case consentRecord:
		delete(with, "seat")
		with["minute"], with["decided_on"], with["published_on"] = f.Value("minute"), f.date("decided"), f.date("published")
		return f.command("consent.record", with, map[string]string{"decided_on": "decided", "published_on": "published"})
	case consentDecline:
		with["reason"], with["minute"] = f.Value("reason"), f.Value("minute")
		return f.command("consent.decline", with, nil)
	}
	with["reason"] = f.Value("reason")
	if f.Value("way") == consentBack {
		k := c.part(f.Value("back_of"))
		if k == nil {
			f.wrong("back_of", "Select of what you take back a part")
			return nil
		}
		amount := amountField(k)
		with["commitment"], with[amount] = k.Commitment, f.Value("back")
		return f.command("consent.withdraw", with, map[string]string{amount: "back", "amount_pence": "back", "fte_hundredths": "back"})
	}
	return f.command("consent.withdraw", with, nil)
}

// amountField is the field in which people write how much of a commitment they mean.
func amountField(k *answer.PaperCommitment) string {
	if k.Kind == document.ResourceStaffTime {
		return "fte"
	}
	return "amount"
}

// part is the commitment of which a part is confirmed or taken back; nil for one that is not the organisation's.
func (c *consentPage) part(id string) *answer.PaperCommitment {
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
		put("Published on", dayOf(f.date("published")))
	default:
		if k := c.part(f.Value("back_of")); k != nil && way == consentBack {
			put("Of", whatOf(k))
			put("How much", f.Value("back"))
		}
		put("Reason", f.Value("reason"))
		put("Minute", f.Value("minute"))
	}
	if c.ForOthers != "" && f.Value("for_others") == "yes" && way != consentDecline && way != consentWithdraw && way != consentBack {
		put("The organisation agrees", "that it is spent for the area of "+c.ForOthers)
	}
	c.Follows = map[string][]string{
		consentAll:      {"Your organisation is then committed. You can take it back only until the gate has passed."},
		consentPart:     {"Your organisation is then committed to that part. The rest goes on waiting."},
		consentRecord:   {"The organisation is then committed, by its own decision."},
		consentDecline:  {"The organisation then puts nothing in. If the plan cannot do without it, the case cannot go on as it is."},
		consentWithdraw: {"The organisation is then asked again."},
		consentBack:     {"The organisation is then asked again for that part. The rest stays confirmed."},
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
	no := rulesNo(err)
	if no == nil {
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
	c := &consentPage{paper: p, Organisation: answer.Organisation{ID: org, Name: v.naming().Organisation(org)},
		State: "Given, and the gate has passed"}
	for i := range p.Consents {
		if p.Consents[i].Organisation.ID == org {
			c.asked(&p.Consents[i])
			c.acts(v, &p.Consents[i])
		}
	}
	c.Waiting = v.waitsNow(c.Case)
	return v.show("consent_done", page{Title: "Your answer is recorded", Data: c})
}
