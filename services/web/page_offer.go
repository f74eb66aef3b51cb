package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
)

// offerPage is what the pages offer and offer_change show.
type offerPage struct {
	*preparation
	Offers        []offerShown
	Organisations []choice // for whom the person may offer
	Kinds, Bases  []choice
	Forms         []choice // of staff time
	Pools         []choice // pooled funds of the case that money may go into; none where it has none
	Services      []string // that are known, in words
	Beneficiaries []choice // for whose area it may be spent
	Commitment    *workflow.Commitment
	Total, Staff  string // of what is offered; "" for none
	OffersOpen    bool   // something may be added
}

// offerShown is one offer in the list.
type offerShown struct {
	*workflow.Commitment
	Name, What, Details string
	Change              string // address; "" for who may not
}

// offersOf are the commitments on offer.
func offersOf(c *workflow.Case) []*workflow.Commitment {
	var out []*workflow.Commitment
	for _, k := range c.Commitments {
		if k.Stands() {
			out = append(out, k)
		}
	}
	return out
}

// offerList shows what each organisation puts in, and takes another offer.
func (v *visit) offerList() error {
	p, err := v.preparing("commitment.offer")
	if err != nil {
		return err
	}
	f := filled(map[string]string{"kind": document.ResourceMoney, "basis": "actual"})
	o, err := v.offers(p)
	if err != nil {
		return err
	}
	if len(o.Organisations) == 1 {
		f.values.Set("organisation", o.Organisations[0].Value)
	}
	return v.showOffer(http.StatusOK, "offer", o, f)
}

func (v *visit) showOffer(status int, template string, o *offerPage, f *form) error {
	title, back := "What each organisation puts in", o.Edit()
	if o.Commitment != nil {
		title, back = "Change an offer", o.Address+"/offer"
	}
	if !o.may("case.add_evidence") { // not of the unit: the task list is not theirs
		back = o.Address
	}
	return v.showAs(status, template, page{Title: title + ": " + o.Name, Form: f, Data: o, Back: back})
}

// offers lists what is on offer, and for whom the person may offer more: the unit for anybody, others for their own organisation.
func (v *visit) offers(p *preparation) (*offerPage, error) {
	n := v.naming()
	o := &offerPage{preparation: p, OffersOpen: true, Bases: choices("actual", "It is known", "estimated", "It is estimated")}
	for _, k := range document.ResourceKinds {
		o.Kinds = append(o.Kinds, choice{Value: k, Text: words("kind", k)})
	}
	o.Beneficiaries = []choice{{Text: "The organisation’s own, or everybody’s"}}
	o.Forms = []choice{{Text: "No form in particular"}}
	for _, form := range []string{"meeting_time", "secondment", "co_location", "joint_post"} {
		o.Forms = append(o.Forms, choice{Value: form, Text: words("staff_form", form)})
	}
	for _, x := range n.Rules().Organisations {
		o.Beneficiaries = append(o.Beneficiaries, choice{Value: x.ID, Text: n.Organisation(x.ID)})
		if p.mayFor(x.ID, "commitment.offer") {
			o.Organisations = append(o.Organisations, choice{Value: x.ID, Text: n.Organisation(x.ID)})
		}
	}
	for _, x := range p.State.Pools {
		if x.Status != workflow.PoolClosed {
			o.Pools = append(o.Pools, choice{Value: x.Pool, Text: "Pooled, in " + x.Name})
		}
	}
	if len(o.Pools) > 0 {
		o.Pools = slices.Insert(o.Pools, 0, choice{Text: "Aligned: the organisation keeps the money and spends it on this"})
	}
	for _, k := range offersOf(p.State) {
		s := offerShown{Commitment: k, Name: n.Organisation(k.Organisation), What: words("kind", k.Kind) + ": " + k.Amount(), Details: n.offerDetails(k)}
		if p.mayFor(k.Organisation, "commitment.change") {
			s.Change = p.Address + "/offer/" + k.Commitment
		}
		o.Offers = append(o.Offers, s)
	}
	money, staff, _, _ := p.State.Totals()
	if money > 0 {
		o.Total = money.String()
	}
	if staff > 0 {
		o.Staff = fteWritten(int64(staff))
	}
	known, err := v.knownServices(p)
	for _, s := range known {
		o.Services = append(o.Services, human(s))
	}
	return o, err
}

// offerDetails says of an offer what its amount does not.
func (n *names) offerDetails(k *workflow.Commitment) string {
	var details []string
	if k.Description != "" && k.Amount() != k.Description {
		details = append(details, k.Description)
	}
	if k.Service != "" {
		details = append(details, "For "+human(k.Service))
	}
	if k.Basis == "estimated" {
		details = append(details, "Estimated")
	}
	if k.Essential {
		details = append(details, "The plan fails without it")
	}
	if k.Beneficiary != "" {
		details = append(details, "For the area of "+n.Organisation(k.Beneficiary))
	}
	if k.Funding != "" {
		said := "From " + k.Funding
		if k.FundingEndsOn != "" {
			said += ", which ends on " + dayOf(k.FundingEndsOn)
		}
		details = append(details, said)
	}
	return strings.Join(details, ". ")
}

// mayFor reports whether the person may say something about what an organisation puts in.
func (p *preparation) mayFor(organisation, act string) bool {
	return slices.ContainsFunc(p.can, func(k workflow.Capacity) bool {
		return k.May(act) && (k.As == workflow.AsUnit || k.Organisation == organisation)
	})
}

// knownServices are the services that the case or a mandate names, so that they are written the same way.
func (v *visit) knownServices(p *preparation) ([]string, error) {
	out := slices.Clone(p.State.Terms.Services)
	var r answer.Register
	if err := v.ask("register", nil, &r); err != nil {
		return nil, err
	}
	for _, m := range r.Mandates {
		for _, c := range m.Commit {
			out = append(out, c.Services...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// offerSent adds an offer.
func (v *visit) offerSent() error {
	p, err := v.preparing("commitment.offer")
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	return v.sendOffer(p, f, offering{template: "offer", command: "commitment.offer", kind: f.Value("kind"), told: "The offer is added.",
		fields: map[string]any{"case": p.Label.Case, "organisation": f.need("organisation", "Select the organisation"), "kind": f.need("kind", "Select what it puts in"),
			"basis": f.Value("basis")}})
}

// offerChange shows an offer to be changed.
func (v *visit) offerChange() error {
	p, k, err := v.offered()
	if err != nil {
		return err
	}
	f := filled(map[string]string{"amount": poundsWritten(k.Pence), "description": k.Description, "service": human(k.Service), "pool": k.Pool, "ledger": k.Ledger,
		"beneficiary": k.Beneficiary, "funding": k.Funding, "funding_conditions": k.FundingConditions})
	f.fillDate("funding_ends_on", k.FundingEndsOn)
	if k.FTEHundredths > 0 {
		f.values.Set("fte", fteWritten(k.FTEHundredths))
	}
	if k.Essential {
		f.values.Set("essential", "yes")
	}
	o, err := v.offers(p)
	if err != nil {
		return err
	}
	o.Commitment = k
	return v.showOffer(http.StatusOK, "offer_change", o, f)
}

// offered finds the offer of the address, for who may change it.
func (v *visit) offered() (*preparation, *workflow.Commitment, error) {
	p, err := v.preparing("commitment.change")
	if err != nil {
		return nil, nil, err
	}
	k := p.State.Commitment(v.path("commitment"))
	if k == nil || !k.Stands() || !p.mayFor(k.Organisation, "commitment.change") {
		return nil, nil, workflow.Refuse(workflow.Problem{Code: workflow.NotFound, Message: "The case has no such offer that you may change."})
	}
	return p, k, nil
}

// offerChangeSent changes an offer.
func (v *visit) offerChangeSent() error {
	p, k, err := v.offered()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	return v.sendOffer(p, f, offering{template: "offer_change", command: "commitment.change", kind: k.Kind, told: "The offer is changed.", changes: k,
		fields: map[string]any{"case": p.Label.Case, "commitment": k.Commitment}})
}

// offering is what an offer and a change of one do not have in common.
type offering struct {
	template, command, kind string
	told                    string               // once it is done
	changes                 *workflow.Commitment // nil for a new offer
	fields                  map[string]any       // of the command, to which what the form has is added
}

// offerShownIn says in which field of the page a field of the command is written.
var offerShownIn = map[string]string{"amount_pence": "amount", "amount": "amount", "fte_hundredths": "fte", "fte": "fte", "description": "description", "pool": "pool",
	"form": "form", "ledger": "ledger", "shared_with": "shared", "shared_with[0].pct": "pct", "shared_with[0].organisation": "shared",
	"beneficiary": "beneficiary", "funding": "funding", "funding_ends_on": "funding_ends_on"}

// sendOffer reads what an offer and a change of one have in common, and sends it.
func (v *visit) sendOffer(p *preparation, f *form, x offering) error {
	o, err := v.offers(p)
	if err != nil {
		return err
	}
	o.Commitment = x.changes
	known, err := v.knownServices(p)
	if err != nil {
		return err
	}
	x.read(f, known, len(o.Pools) > 0)
	if p.Voids() && f.Value("warned") != "yes" {
		f.wrong("", "The case waits for decisions by now. Read the warning, then send it again if it is still right")
	}
	if !f.ok() {
		return v.showOffer(http.StatusUnprocessableEntity, x.template, o, f)
	}
	cmd := offerCommand(f, x.command, x.fields, offerShownIn)
	if !f.ok() {
		return v.showOffer(http.StatusUnprocessableEntity, x.template, o, f)
	}
	done, now, err := v.sendStill(f, p, cmd, warned(f))
	no := rulesNo(err)
	switch {
	case err == nil:
		v.tell(x.told)
		return v.goTo(p.Address+"/offer", done.Seq)
	case no == nil:
		return err
	case no.Has(workflow.StaleRevision):
		o.preparation = now
		f.wrong("", "The case has changed since you opened the page. Look at it again, then send it once more")
	default:
		f.refused(no, offerShownIn)
	}
	return v.showOffer(http.StatusUnprocessableEntity, x.template, o, f)
}

// read takes the fields of the command from the form, and notes what is missing. Only what belongs to the kind is read; a service that is known is
// written as it is known.
func (x *offering) read(f *form, known []string, pools bool) {
	x.readAmount(f)
	for _, name := range []string{"description", "service", "beneficiary", "funding", "funding_conditions"} {
		x.fields[name] = f.Value(name)
	}
	x.fields["funding_ends_on"] = f.date("funding_ends_on")
	for _, s := range known {
		if strings.EqualFold(human(s), f.Value("service")) {
			x.fields["service"] = s
		}
	}
	x.fields["essential"] = f.Value("essential") == "yes"
	if pool := f.Value("pool"); pool != "" {
		x.fields["pool"] = pool
	} else if x.changes != nil && x.changes.Pool != "" && pools {
		x.fields["mode"] = document.ModeAligned
	}
}

// readAmount reads how much is offered, in the unit of its kind, and whose post it is besides.
func (x *offering) readAmount(f *form) {
	switch x.kind {
	case document.ResourceMoney:
		f.need("amount", "Enter the amount")
		x.fields["amount"] = (&termField{Name: "amount", Ask: askPounds}).read(f)
		if x.changes == nil {
			x.fields["ledger"] = f.Value("ledger")
		}
	case document.ResourceStaffTime:
		f.need("fte", "Enter how many full-time posts")
		x.fields["fte"] = (&termField{Name: "fte", Ask: askFTE}).read(f)
		x.fields["form"] = f.Value("form")
		if other := f.Value("shared"); other != "" {
			share := map[string]any{"organisation": other}
			if n, err := strconv.Atoi(strings.TrimSuffix(f.Value("pct"), "%")); err == nil {
				share["pct"] = n
			} else {
				f.wrong("pct", "Enter its share of the post in per cent, like 50")
			}
			x.fields["shared_with"] = []any{share}
		}
	default:
		f.need("description", "Say what it is")
	}
}

// offerCommand makes the command. A change may also take a text away, which an empty field of f.command could not say.
func offerCommand(f *form, command string, fields map[string]any, shown map[string]string) workflow.Command {
	service, _ := fields["service"].(string)
	description := f.Value("description")
	cmd := f.command(command, fields, shown)
	if c, ok := cmd.(*workflow.CommitmentChange); ok {
		beneficiary, funding, conditions := f.Value("beneficiary"), f.Value("funding"), f.Value("funding_conditions")
		c.Description, c.Service, c.Beneficiary, c.Funding, c.FundingConditions = &description, &service, &beneficiary, &funding, &conditions
		if ledger := f.Value("ledger"); f.values.Has("ledger") {
			c.Ledger = &ledger
		}
	}
	return cmd
}

// serviceHint says which services are known by name.
func serviceHint(known []string) string {
	if len(known) == 0 {
		return "You can leave it empty."
	}
	return "You can leave it empty. Known here: " + strings.Join(known, ", ") + "."
}
