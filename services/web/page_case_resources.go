package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/quantity"
)

// caseResources shows what each organisation puts in and whether it has consented. Money and staff time are never added.
func (v *visit) caseResources() error {
	h, err := v.openCase("/resources")
	if err != nil {
		return err
	}
	if h.State != nil {
		h.Shown = v.resourcesOf(h)
	}
	return v.showCase("case_resources", "Consents and resources", h, nil)
}

type resourcesPage struct {
	Rows       []commitmentShown
	Consents   []*workflow.Consent
	Share      []share // of the money: aligned and pooled; none where there is no money to show
	Staff      bool    // staff time is among what is offered
	PlanMoney  quantity.Pence
	PlanStaff  quantity.FTE
	EarlierBox []*workflow.Consent // of earlier rounds
	Gaps       []gapShown          // that withdrawals left
	Delivered  []deliveryShown
	Variances  []string
}

// commitmentShown is one thing that an organisation puts in.
type commitmentShown struct {
	*workflow.Commitment
	Name, Offered, Given, What string
	Withdrawn                  string // since or from when; "" for not
	Post                       string // in which form staff time is given, and with whom a post is shared
}

// gapShown is what a withdrawal left short, and who knows of it.
type gapShown struct{ Organisation, Since, Short, State string }

// gaps lists what withdrawals left short, oldest first.
func (v *visit) gaps(h *caseHead) (out []gapShown) {
	n := v.naming()
	for _, g := range h.State.Gaps {
		x := gapShown{Organisation: n.Organisation(g.Organisation), Since: v.web.date(g.OpenedAt), State: "On the record"}
		if h.Amounts {
			var short []string
			if g.ShortPence > 0 {
				short = append(short, quantity.Pence(g.ShortPence).String())
			}
			if g.ShortFTEHundredths > 0 {
				short = append(short, quantity.FTE(g.ShortFTEHundredths).String())
			}
			x.Short = strings.Join(short, " and ")
		}
		switch {
		case !g.AcknowledgedAt.IsZero():
			x.State = "Acknowledged on " + v.web.date(g.AcknowledgedAt)
		case g.Overtaken:
			x.State = "The plan was made anew"
		case g.Waits():
			x.State = n.Board(g.Asked[len(g.Asked)-1]) + " is to acknowledge it"
			if !g.DueAt.IsZero() {
				x.State += " by " + v.web.date(g.DueAt)
			}
			if g.Overdue {
				x.State += "; overdue"
			}
		}
		out = append(out, x)
	}
	return out
}

func (v *visit) resourcesOf(h *caseHead) resourcesPage {
	c, n := h.State, v.naming()
	p := resourcesPage{Consents: append(c.CurrentConsents(), c.Reaffirmations()...)}
	for _, k := range c.Commitments {
		x := commitmentShown{Commitment: k, Name: n.Organisation(k.Organisation), What: words("kind", k.Kind)}
		switch w := k.Withdrawal; {
		case w != nil && w.Gone:
			x.Withdrawn = "Withdrawn on " + v.web.date(w.At)
			if w.Because == workflow.BecauseReaffirmationDeclined {
				x.Withdrawn = "Not taken on, " + v.web.date(w.At)
			}
		case w != nil:
			x.Withdrawn = "Withdrawn from " + v.web.date(w.EffectiveAt)
		}
		if k.Form != "" {
			line := answer.ContributionLine{Form: k.Form}
			for _, o := range c.Commitments {
				if k.Post != "" && o.Post == k.Post && o.Organisation != k.Organisation && o.Stands() {
					line.With = append(line.With, o.Organisation)
				}
			}
			x.Post = n.PostWords(line)
		}
		if h.Amounts {
			x.Offered, x.Given = k.Amount(), "Not yet"
			switch k.Kind {
			case "money":
				if k.ConfirmedPence > 0 {
					x.Given = quantity.Pence(k.ConfirmedPence).String()
				}
			case "staff_time":
				p.Staff = p.Staff || k.Stands()
				if k.ConfirmedFTEHundredths > 0 {
					x.Given = quantity.FTE(k.ConfirmedFTEHundredths).String()
				}
			default:
				if k.ConfirmedWhole {
					x.Given = "Confirmed"
				}
			}
		}
		p.Rows = append(p.Rows, x)
	}
	slices.SortStableFunc(p.Rows, func(a, b commitmentShown) int { return cmp.Compare(a.Name, b.Name) })
	for _, k := range c.Consents {
		if !slices.Contains(p.Consents, k) {
			p.EarlierBox = append(p.EarlierBox, k)
		}
	}
	p.Gaps = v.gaps(h)
	p.Delivered, p.Variances = v.delivered(h)
	if h.Money != nil {
		p.PlanMoney, p.PlanStaff = c.Plan()
		p.Share = shares(h.Money.OfferedAlignedPence, h.Money.OfferedPooledPence, h.Money.ConfirmedAlignedPence, h.Money.ConfirmedPooledPence)
	}
	return p
}

// share is one part of a bar: how much of the whole, as people read it and as it is drawn.
type share struct {
	Name               string
	Class              string
	Offered, Confirmed int64 // pence
	Pct                int
	X, Width           int // of barWidth
}

// barWidth is the width of the whole bar, in the units of the picture.
const barWidth = 400

// shares parts what is offered into aligned and pooled. The parts fill the bar, and their percentages make 100.
func shares(aligned, pooled, confirmedAligned, confirmedPooled int64) []share {
	whole := aligned + pooled
	if whole == 0 {
		return nil
	}
	cut := int(aligned * barWidth / whole)
	pct := int((aligned*100 + whole/2) / whole)
	return []share{
		{Name: words("mode", "aligned"), Class: "bar", Offered: aligned, Confirmed: confirmedAligned, Pct: pct, Width: cut},
		{Name: words("mode", "pooled"), Class: "bar bar--two", Offered: pooled, Confirmed: confirmedPooled, Pct: 100 - pct, X: cut, Width: barWidth - cut},
	}
}

// ShareSentence is the bar in words.
func (p resourcesPage) ShareSentence() string {
	return fmt.Sprintf("Of the money offered, %d%% is aligned and %d%% is pooled.", p.Share[0].Pct, p.Share[1].Pct)
}

// ConsentActs are what was done about a consent, in words, oldest first.
func (n *names) ConsentActs(k *workflow.Consent) []string {
	var out []string
	for _, a := range k.Acts {
		s := map[string]string{"confirmed": "Confirmed", "recorded": "Its own decision was recorded", "declined": "Declined", "withdrawn": "Taken back"}[a.What]
		s = cmp.Or(s, upper(human(a.What))) + " by " + n.Person(a.Person)
		if a.Seat != "" {
			s += " for " + n.Seat(a.Seat)
		}
		if a.AsDeputyFor != "" {
			s += ", as deputy for " + n.Person(a.AsDeputyFor)
		}
		s += " on " + n.v.web.date(a.At)
		if a.Minute != "" {
			s += " (" + a.Minute + ")"
		}
		if a.Reason != "" {
			s += ": “" + a.Reason + "”"
		}
		out = append(out, s)
	}
	return out
}
