package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"comity/events"
	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// paper is what somebody reads before a decision, on one page, in plain language: the answer of the view, in words.
type paper struct {
	*answer.Paper
	Title   string
	Address string // of the case
	Facts   []fact
	Papers  []paperFile // what is voted on, as frozen
	Rows    []moneyRow
	Aligned string
	Pooled  string
	Total   string
	Staff   string // "" for none
	Others  []othersRow
}

// fact is one line of a summary.
type fact struct{ Name, Value string }

// paperFile is one of the papers that are voted on; Address is "" where there is no file that the reader may open.
type paperFile struct{ Title, Dated, Address string }

// moneyRow is what one organisation puts in of one kind.
type moneyRow struct{ Organisation, What, Mode, Confirmed string }

// othersRow is what a board, an officer or an organisation was asked, and what came of it.
type othersRow struct {
	Who, Asked, State string
	When              time.Time
	Effect            *workflow.InEffect // of a decision
}

// paper reads a case for a decision: on a sign-off, or on the round as a whole where none is named.
// Errors: not_found, also for a sign-off that the case never had; the client's.
func (v *visit) paper(id, signOff string) (*paper, error) {
	a := &answer.Paper{}
	if err := v.ask("paper", answer.PaperArgs{Case: id, SignOff: signOff}, a); err != nil {
		return nil, err
	}
	return newPaper(a, "/"+v.partnership+"/cases/"+id), nil
}

func newPaper(a *answer.Paper, address string) *paper {
	p := &paper{Paper: a, Title: "Case " + a.Case, Address: address}
	if a.Limited || a.About == nil {
		return p
	}
	p.Title = cmp.Or(a.About.Title, p.Title)
	p.facts()
	p.papers()
	p.money()
	p.others()
	return p
}

func (p *paper) add(name, value string) {
	if value != "" {
		p.Facts = append(p.Facts, fact{name, value})
	}
}

func (p *paper) facts() {
	a := p.About
	p.add("Sponsored by", a.Sponsor.Name)
	p.add("Prepared by", a.Unit.Name)
	var areas []string
	for _, x := range a.Areas {
		areas = append(areas, x.Name)
	}
	p.add("Where", strings.Join(areas, ", "))
	p.add("Outcome it serves", wordIf("outcome", a.Outcome))
	var services []string
	for _, x := range a.Services {
		services = append(services, upper(human(x)))
	}
	p.add("Services", strings.Join(services, ", "))
	p.add("How it is to be provided", wordIf("route", a.Route))
	if p.Gate == nil {
		return
	}
	p.add("Recommended", wordIf("outcome", p.Gate.Outcome))
	if x := p.Gate.Award; x != nil {
		p.add("Award proposed", quantity.Pence(x.ValuePence).String()+" over its whole life")
		p.add("To", x.Supplier)
		p.add("Contract ends", dayOf(x.EndsOn))
	}
}

// papers lists what is voted on: the evidence as it was frozen. Who may not see the items is told their kinds.
func (p *paper) papers() {
	for _, e := range p.Evidence {
		if !e.Frozen {
			continue
		}
		f := paperFile{Title: cmp.Or(e.Title, e.TypeName), Dated: dayOf(e.DatedOn)}
		if e.MayOpen && e.FileName != "" {
			f.Address = p.Address + "/evidence/" + e.Item + "/file"
		}
		p.Papers = append(p.Papers, f)
	}
}

// money lists what each organisation puts in. Staff time is never added to pounds.
func (p *paper) money() {
	for i := range p.Given {
		k := &p.Given[i]
		row := moneyRow{Organisation: k.Organisation.Name, What: words("kind", k.Kind), Mode: words("mode", k.Mode)}
		if p.Money != nil {
			row.What, row.Confirmed = whatOf(k), confirmedOf(k)
		}
		p.Rows = append(p.Rows, row)
	}
	if m := p.Money; m != nil {
		p.Aligned, p.Pooled, p.Total = pounds(m.AlignedPence), pounds(m.PooledPence), pounds(m.OfferedPence)
		if m.OfferedFTEHundredths > 0 {
			p.Staff = quantity.FTE(m.OfferedFTEHundredths).String()
		}
	}
}

// whatOf says what a commitment is.
func whatOf(k *answer.PaperCommitment) string {
	var what string
	switch k.Kind {
	case document.ResourceMoney:
		what = pounds(k.OfferedPence)
	case document.ResourceStaffTime:
		what = quantity.FTE(k.OfferedFTEHundredths).String() + " of staff time"
	default:
		what = words("kind", k.Kind)
	}
	if k.Description != "" {
		what += ": " + k.Description
	}
	if k.Basis == "estimated" {
		what += " (estimated)"
	}
	return what
}

// confirmedOf says how much of a commitment is confirmed.
func confirmedOf(k *answer.PaperCommitment) string {
	switch {
	case k.Confirmed:
		return "Confirmed"
	case k.ConfirmedPence > 0:
		return pounds(k.ConfirmedPence) + " confirmed"
	case k.ConfirmedFTEHundredths > 0:
		return quantity.FTE(k.ConfirmedFTEHundredths).String() + " confirmed"
	}
	return "Not confirmed"
}

// others lists what everybody is asked at this round, and what came of it.
func (p *paper) others() {
	for i := range p.SignOffs {
		s := &p.SignOffs[i]
		row := othersRow{Who: s.Name, Asked: "To " + words("act", s.Act), State: stateOf(s), When: s.EndedAt, Effect: s.Effect}
		if s.Board != "" && len(s.Votes) > 0 {
			row.State += ": " + tallyOf(tally(s))
		}
		p.Others = append(p.Others, row)
	}
	for _, k := range p.Consents {
		row := othersRow{Who: k.Organisation.Name, Asked: "To put in what it offered", State: words("consent", k.State)}
		if n := len(k.Acts); n > 0 {
			row.When = k.Acts[n-1].At
		}
		p.Others = append(p.Others, row)
	}
}

// stateOf says where a sign-off stands, or its result.
func stateOf(s *answer.PaperSignOff) string {
	switch {
	case s.State != workflow.SignOffDone || s.Result == "":
		return words("signoff", string(s.State))
	case s.Act == "certify" && s.Result == "approved":
		return words("result", "certified")
	}
	return words("result", s.Result)
}

// tally is the result as counted, or the votes given so far.
func tally(s *answer.PaperSignOff) *events.Tally {
	if s.Tally != nil {
		return s.Tally
	}
	t := &events.Tally{}
	for _, v := range s.Votes {
		switch {
		case v.Struck:
		case v.Choice == workflow.Approve:
			t.Approve++
		case v.Choice == workflow.RefuseChoice:
			t.Refuse++
		default:
			t.Abstain++
		}
	}
	return t
}

func tallyOf(t *events.Tally) string {
	out := []string{plural(t.Approve, "vote", "votes") + " for", plural(t.Refuse, "vote", "votes") + " against"}
	if t.Abstain > 0 {
		out = append(out, plural(t.Abstain, "abstention", "abstentions"))
	}
	return strings.Join(out, ", ")
}

// signOff is a sign-off of the present round; nil for none.
func (p *paper) signOff(id string) *answer.PaperSignOff {
	i := slices.IndexFunc(p.SignOffs, func(s answer.PaperSignOff) bool { return s.SignOff == id })
	if i < 0 {
		return nil
	}
	return &p.SignOffs[i]
}

// snapshot tells one content of the case from another: what a form carries from the page that was read.
func (p *paper) snapshot() string {
	if p.Gate == nil {
		return ""
	}
	return fmt.Sprintf("%s %s %d", p.Gate.Snapshot, p.Gate.Gate, p.Gate.Round)
}

// Counted is how many papers there are, as people write it: "the seven papers".
func (p *paper) Counted() string {
	written := []string{"no papers", "one paper", "two papers", "three papers", "four papers", "five papers", "six papers", "seven papers",
		"eight papers", "nine papers"}
	if n := len(p.Papers); n < len(written) {
		return written[n]
	}
	return plural(len(p.Papers), "paper", "papers")
}

func pounds(pence int64) string { return quantity.Pence(pence).String() }

func wordIf(of, code string) string {
	if code == "" {
		return ""
	}
	return words(of, code)
}

// dayOf is a day written YYYY-MM-DD, as people write it; as it is where it is none.
func dayOf(s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return t.Format("2 January 2006")
}
