package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
)

var poolRoutes = []route{
	{pattern: "GET /{partnership}/pools", page: (*visit).pools},
	{pattern: "GET /{partnership}/pools/{pool}", page: (*visit).pool},
	{pattern: "GET /{partnership}/pools/{pool}/account.csv", page: (*visit).poolCSV},
	{pattern: "POST /{partnership}/pools/{pool}/paid", page: (*visit).poolPaid},
	{pattern: "POST /{partnership}/pools/{pool}/spent", page: (*visit).poolSpent},
	{pattern: "POST /{partnership}/pools/{pool}/closed", page: (*visit).poolClosed},
	{pattern: "POST /{partnership}/pools/{pool}/left", page: (*visit).poolLeft},
	{pattern: "GET /{partnership}/pools/{pool}/agreement", page: (*visit).poolAgreement},
	{pattern: "POST /{partnership}/pools/{pool}/agreement", page: (*visit).poolAgreementSent},
	{pattern: "GET /{partnership}/cases/{case}/pool", page: (*visit).poolNew},
	{pattern: "POST /{partnership}/cases/{case}/pool", page: (*visit).poolNewSent},
}

// pools lists the pooled funds that the reader may see.
func (v *visit) pools() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	var p answer.Pools
	if err := v.ask("pools", nil, &p); err != nil {
		return err
	}
	return v.show("pools", page{Title: "Pooled funds", Data: p, Back: v.toRegisters()})
}

// poolPage is what the page pool shows.
type poolPage struct {
	answer.Pool
	Address, CaseAddress string
	Items                []poolItem // of the agreement in force
	Parties              []choice   // of which the reader may record a payment
	Leavers              []choice   // as whom the reader may say that a party leaves
}

// May reports whether the reader may do something to the fund now.
func (p *poolPage) May(command string) bool {
	return slices.ContainsFunc(p.Capacities, func(k workflow.Capacity) bool { return k.May(command) })
}

// LeavingOf is the leaving of a party; nil for one that stays.
func (p *poolPage) LeavingOf(organisation string) *workflow.PoolLeaving {
	for i := range p.Leaving {
		if p.Leaving[i].Organisation == organisation {
			return &p.Leaving[i]
		}
	}
	return nil
}

// Holder names who holds the fund; nobody, where the host was replaced and the agreement has not said who does.
func (p *poolPage) Holder(n *names) string {
	if p.Host == "" {
		return "Nobody yet"
	}
	return n.Organisation(p.Host)
}

type poolItem struct {
	Name      string
	Specified bool
}

// pool shows one pooled fund, with what the reader may do on it.
func (v *visit) pool() error {
	p, err := v.thePool()
	if err != nil {
		return err
	}
	return v.showPool(http.StatusOK, p, filled(nil))
}

func (v *visit) thePool() (*poolPage, error) {
	if _, err := v.membership(); err != nil {
		return nil, err
	}
	p := &poolPage{Address: "/" + v.partnership + "/pools/" + v.path("pool")}
	if err := v.ask("pool", answer.PoolArgs{Pool: v.path("pool")}, &p.Pool); err != nil {
		return nil, err
	}
	p.CaseAddress = "/" + v.partnership + "/cases/" + p.Case
	a := p.State.Agreement()
	for _, item := range workflow.PoolItems {
		p.Items = append(p.Items, poolItem{Name: item.Name, Specified: a != nil && contains(a.Items, item.ID)})
	}
	n := v.naming()
	for _, x := range p.State.Parties {
		if slices.ContainsFunc(p.Capacities, func(k workflow.Capacity) bool {
			return k.May("pool.contribute") && (k.As == workflow.AsManager || k.Organisation == x.Organisation)
		}) {
			p.Parties = append(p.Parties, choice{Value: x.Organisation, Text: n.Organisation(x.Organisation)})
		}
	}
	for _, k := range p.Capacities {
		if k.May("pool.leave") {
			seat := ""
			if k.As == workflow.AsSeat {
				seat = k.On
			}
			p.Leavers = append(p.Leavers, choice{Value: k.Organisation + "|" + seat, Text: v.capacity(k)})
		}
	}
	return p, nil
}

func (v *visit) showPool(status int, p *poolPage, f *form) error {
	return v.showAs(status, "pool", page{Title: p.Name, Form: f, Data: p, Back: "/" + v.partnership + "/pools"})
}

// poolPaid records a payment into the pool.
func (v *visit) poolPaid() error {
	return v.onPool("pool.contribute", "The payment is recorded.", func(f *form, p *poolPage) map[string]any {
		return map[string]any{"case": p.Case, "organisation": f.need("organisation", "Select who paid"), "towards": f.Value("towards"),
			"amount": f.need("paid", "Enter the amount"), "reference": f.need("paid_reference", "Enter the reference of the payment"), "paid_on": f.date("paid_on")}
	}, map[string]string{"amount_pence": "paid", "amount": "paid", "reference": "paid_reference", "organisation": "organisation", "paid_on": "paid_on"})
}

// poolSpent records a payment from the pool.
func (v *visit) poolSpent() error {
	return v.onPool("pool.spend", "The payment is recorded.", func(f *form, _ *poolPage) map[string]any {
		return map[string]any{"amount": f.need("spent", "Enter the amount"), "payee": f.need("payee", "Enter who was paid"),
			"purpose": f.need("purpose", "Enter what it was for"), "reference": f.need("spent_reference", "Enter the reference of the payment"), "spent_on": f.date("spent_on")}
	}, map[string]string{"amount_pence": "spent", "amount": "spent", "reference": "spent_reference", "payee": "payee", "purpose": "purpose", "spent_on": "spent_on"})
}

// poolClosed reconciles and closes the pool.
func (v *visit) poolClosed() error {
	return v.onPool("pool.close", "The pooled fund is closed.", func(f *form, p *poolPage) map[string]any {
		if p.Status == workflow.PoolActive {
			f.need("reconciled", "Confirm that the account is reconciled: closing cannot be undone")
		}
		return map[string]any{"case": p.Case, "reason": f.need("reason", "Enter why, and where the accounts are")}
	}, map[string]string{"reason": "reason"})
}

// poolLeft takes a party out of the fund.
func (v *visit) poolLeft() error {
	return v.onPool("pool.leave", "It is recorded that the organisation leaves the fund.", func(f *form, p *poolPage) map[string]any {
		organisation, seat, _ := strings.Cut(f.need("leaver", "Select as whom you say so"), "|")
		given := map[string]any{"case": p.Case, "organisation": organisation, "seat": seat, "reason": f.need("leave_reason", "Enter why"),
			"minute": f.Value("leave_minute"), "effective_on": f.date("leave_on")}
		if seat == "" && organisation != "" {
			f.need("leave_minute", "Enter the minute of the organisation’s decision")
		}
		f.need("leave_sure", "Confirm that the organisation leaves the fund: it cannot be undone")
		return given
	}, map[string]string{"reason": "leave_reason", "minute": "leave_minute", "effective_on": "leave_on", "organisation": "leaver", "seat": "leaver"})
}

// onPool sends a command on the pool of the address, or shows what was not right.
func (v *visit) onPool(command, told string, fields func(*form, *poolPage) map[string]any, shown map[string]string) error {
	p, err := v.thePool()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	given := fields(f, p)
	given["pool"] = p.Pool.Pool
	if !f.ok() {
		return v.showPool(http.StatusUnprocessableEntity, p, f)
	}
	cmd := f.command(command, given, shown)
	if !f.ok() {
		return v.showPool(http.StatusUnprocessableEntity, p, f)
	}
	done, err := v.do(cmd)
	if no := rulesNo(err); no != nil {
		f.refused(no, shown)
		return v.showPool(http.StatusUnprocessableEntity, p, f)
	}
	if err != nil {
		return err
	}
	v.tell(told)
	return v.goTo(p.Address, done.Seq)
}

// poolCSV writes every movement of a pool's money as a table for a spreadsheet: what an auditor asks for first.
func (v *visit) poolCSV() error {
	p, err := v.thePool()
	if err != nil {
		return err
	}
	n := v.naming()
	rows := [][]string{{"Day", "What", "Organisation", "Payee", "Purpose", "Reference", "In (pounds)", "Out (pounds)", "Balance (pounds)", "Recorded by", "Recorded at"}}
	for _, l := range p.State.Lines {
		rows = append(rows, []string{l.On, words("pool_line", l.What), nameIf(n, l.Organisation), l.Payee, l.Purpose, l.Reference, plainHundredths(l.InPence),
			plainHundredths(l.OutPence), plainHundredths(l.BalancePence), n.Person(l.By), l.At.In(v.web.zone).Format(time.DateTime)})
	}
	return v.table(v.partnership+"-"+p.Pool.Pool+"-account", rows)
}

func nameIf(n *names, organisation string) string {
	if organisation == "" {
		return ""
	}
	return n.Organisation(organisation)
}
