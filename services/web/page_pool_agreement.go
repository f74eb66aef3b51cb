package web

import (
	"encoding/json"
	"net/http"

	"comity/services/client"
	"comity/services/views/answer"
	"comity/workflow"
)

// poolAgreementPage is what the pages pool_agreement and pool_agreement_check show.
type poolAgreementPage struct {
	*poolPage
	Version int // that is recorded
	Choices []choice
	Hosts   []choice // whom it may name as host, where a succession left the fund without one
	Changes []changed
	Follows []string
	Hidden  []answerGiven
}

// changed is what one version of an agreement says, and the one before it.
type changed struct{ Label, Before, After string }

// agreementDays are the days that an agreement names.
var agreementDays = []struct{ Name, Label string }{{"starts_on", "First day"}, {"ends_on", "Last day"}, {"review_on", "To be reviewed on"}}

// poolAgreement asks for a version of a fund's written agreement, with what the one in force says filled in.
func (v *visit) poolAgreement() error {
	p, err := v.agreeing()
	if err != nil {
		return err
	}
	f := filled(map[string]string{"manager": p.Manager})
	if len(p.Hosts) > 0 {
		f.values.Set("manager", "") // who managed it was of the host that is gone
	}
	if a := p.State.Agreement(); a != nil {
		f.values["items"] = a.Items
		f.values.Set("reference", a.Reference)
		f.values.Set("withdrawal_notice", a.WithdrawalNotice)
		f.fillDate("starts_on", a.StartsOn)
		f.fillDate("ends_on", a.EndsOn)
		f.fillDate("review_on", a.ReviewOn)
		if a.OverspendAllowed {
			f.values.Set("overspend_allowed", "yes")
		}
		if a.LeaverPays {
			f.values.Set("leaver_pays", "yes")
		}
	}
	return v.showAgreement(http.StatusOK, p, f)
}

func (v *visit) agreeing() (*poolAgreementPage, error) {
	pool, err := v.thePool()
	if err != nil {
		return nil, err
	}
	if !pool.May("pool.agree") {
		return nil, workflow.Refuse(workflow.Problem{Code: workflow.NotPermitted,
			Message: "You cannot record an agreement of this fund as it stands now. That is for the unit that prepares its case, and for the officers of the host."})
	}
	p := &poolAgreementPage{poolPage: pool, Version: len(pool.State.Agreements) + 1}
	for _, item := range workflow.PoolItems {
		p.Choices = append(p.Choices, choice{Value: item.ID, Text: item.Name})
	}
	if pool.State.Awaits == workflow.AwaitsHost {
		p.Hosts = append(p.Hosts, choice{Text: "Select an organisation"})
		for _, x := range pool.State.Parties {
			p.Hosts = append(p.Hosts, choice{Value: x.Organisation, Text: v.naming().Organisation(x.Organisation)})
		}
	}
	return p, nil
}

func (v *visit) showAgreement(status int, p *poolAgreementPage, f *form) error {
	return v.showAs(status, "pool_agreement", page{Title: "The agreement of " + p.Name, Form: f, Data: p, Back: p.Address})
}

// poolAgreementSent shows what changes with the version, and records it once that was seen.
func (v *visit) poolAgreementSent() error {
	p, err := v.agreeing()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	return v.inSteps(f, steps{
		ask:     func(status int) error { return v.showAgreement(status, p, f) },
		command: func() workflow.Command { return p.command(f) },
		check:   func(cmd workflow.Command) error { return v.checkAgreement(p, f, cmd) },
		refused: func(no *workflow.Refusal) error {
			f.refused(no, agreementShown())
			return v.showAgreement(http.StatusUnprocessableEntity, p, f)
		},
		done: func(done client.Done) error {
			v.tell("The agreement is recorded.")
			return v.goTo(p.Address, done.Seq)
		},
	})
}

// command makes the version of what was written, and notes what is missing.
func (p *poolAgreementPage) command(f *form) workflow.Command {
	agreement := map[string]any{"items": f.All("items"), "reference": f.Value("reference"), "withdrawal_notice": f.Value("withdrawal_notice"),
		"overspend_allowed": f.Value("overspend_allowed") == "yes", "leaver_pays": f.Value("leaver_pays") == "yes"}
	for _, d := range agreementDays {
		agreement[d.Name] = f.date(d.Name)
	}
	if len(f.All("items")) == 0 {
		f.wrong("items", "Select what the agreement specifies")
	}
	fields := map[string]any{"case": p.Case, "pool": p.Pool.Pool, "agreement": agreement, "reason": f.Value("reason")}
	if m := f.Value("manager"); m != p.Manager {
		fields["manager"] = m
	}
	if len(p.Hosts) > 0 {
		fields["host"] = f.need("host", "Select who holds the fund from now on")
	}
	if p.Version > 1 {
		f.need("reason", "Enter why there is another version, and where the parties decided it")
	}
	if !f.ok() {
		return nil
	}
	return f.command("pool.agree", fields, agreementShown())
}

// agreementShown says in which field of the page a field of pool.agree is written, and an item of the checklist that it is refused for.
func agreementShown() map[string]string {
	shown := map[string]string{"agreement.starts_on": "starts_on", "agreement.ends_on": "ends_on", "agreement.review_on": "review_on", "starts_on": "starts_on", "ends_on": "ends_on",
		"review_on": "review_on", "withdrawal_notice": "withdrawal_notice", "host": "host", "manager": "manager", "reason": "reason"}
	for _, item := range workflow.PoolItems {
		shown[item.ID] = "items"
	}
	return shown
}

// checkAgreement shows what the version changes, and what follows for the case, as the rules would have it.
func (v *visit) checkAgreement(p *poolAgreementPage, f *form, cmd workflow.Command) error {
	given, err := json.Marshal(cmd)
	if err != nil {
		return err
	}
	var what answer.WhatIf
	if err := v.ask("whatif", answer.WhatIfArgs{Case: p.Case, Command: "pool.agree", Fields: given}, &what); err != nil {
		return err
	}
	if what.Refused != nil {
		f.refused(what.Refused, agreementShown())
		return v.showAgreement(http.StatusUnprocessableEntity, p, f)
	}
	for _, x := range what.Events {
		if x.Type == "gate.voided" {
			p.Follows = append(p.Follows, "The agreement is part of what is being decided at the gate: everything asked there is void, and the unit asks again.")
		}
	}
	p.Changes = v.agreementChanges(p, f)
	p.Hidden = f.carried()
	return v.show("pool_agreement_check", page{Title: "Check what changes: " + p.Name, Form: f, Data: p, Back: p.Address + "/agreement"})
}

// agreementChanges lists what another version says otherwise, and why there is one.
func (v *visit) agreementChanges(p *poolAgreementPage, f *form) []changed {
	var out []changed
	add := func(label, before, after string) {
		if before != after {
			out = append(out, changed{label, before, after})
		}
	}
	was := workflow.PoolAgreementVersion{}
	if a := p.State.Agreement(); a != nil {
		was = *a
	}
	for _, item := range workflow.PoolItems {
		add(item.Name, yesOrNo(contains(was.Items, item.ID)), yesOrNo(f.Has("items", item.ID)))
	}
	add("Where it is", was.Reference, f.Value("reference"))
	for i, before := range []string{was.StartsOn, was.EndsOn, was.ReviewOn} {
		add(agreementDays[i].Label, dayOf(before), dayOf(f.date(agreementDays[i].Name)))
	}
	add("Notice of a party that leaves once there is a contract", words("notice_period", was.WithdrawalNotice), words("notice_period", f.Value("withdrawal_notice")))
	add("Such a party still pays what it had confirmed", yesOrNo(was.LeaverPays), yesOrNo(f.Value("leaver_pays") == "yes"))
	add("The manager may spend beyond what is in the fund", yesOrNo(was.OverspendAllowed), yesOrNo(f.Value("overspend_allowed") == "yes"))
	n := v.naming()
	if h := f.Value("host"); h != "" {
		add("Who holds the fund", "", n.Organisation(h))
	}
	if m := f.Value("manager"); m != "" {
		add("Who manages the fund", n.Person(p.Manager), n.Person(m))
	}
	return out
}
