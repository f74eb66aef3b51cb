package views

import (
	"context"
	"slices"
	"strings"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
)

// viewPaper puts together what somebody decides on. Every part is taken from the case as the reader's tier sees it, so that the
// paper tells nobody more than the case does. What a person may do is said to whoever may know of the case.
func viewPaper(ctx context.Context, q *query, args answer.PaperArgs) (*answer.Paper, error) {
	h, tier, err := q.theCase(ctx, args.Case)
	if err != nil {
		return nil, err
	}
	c := h.theCase()
	r, err := q.beside(ctx, c)
	if err != nil {
		return nil, err
	}
	out := &answer.Paper{Label: labelOf(c), SignOff: args.SignOff, Capacities: []workflow.Capacity{}}
	out.Capacities = append(out.Capacities, workflow.Can(c, r, q.Actor, q.now)...)
	if !sees(tier, c.Terms.Classification) {
		out.Label = limited(out.Label)
		return out, nil
	}
	if args.SignOff != "" && c.SignOff(args.SignOff) == nil {
		return nil, refuse(workflow.NotFound, "Case %s has no sign-off %s.", c.ID, args.SignOff)
	}
	p := &paper{query: q, c: shown(c, tier), tier: tier, g: r.GovernanceAt(q.now)}
	if c.Workflow != "" {
		p.w = r.WorkflowVersion(c.Workflow, c.WorkflowVersion)
	}
	out.Clearance, out.ToDo, out.Holds, out.Contract = tier, p.c.ToDo, p.c.StandingHolds(""), p.c.Contract
	out.About, out.Given, out.Gate, out.Evidence = p.about(), p.given(), p.gate(), p.evidence(workflow.MayOpen(c, r, q.Actor, q.now))
	if amounts(tier) {
		out.Money = p.money()
	}
	out.SignOffs, out.Earlier, out.Consents, out.Passed = p.signOffs(), p.earlier(), p.consents(), p.passed()
	out.IfNothing = ifNothing(shownWaiting(workflow.Explain(c, r, q.now), tier), args.SignOff)
	return out, nil
}

// paper is one paper being put together.
type paper struct {
	*query
	c    *workflow.Case // as the tier sees it
	tier string
	g    *document.Governance // in force now; nil where none is
	w    *document.Workflow   // pinned; nil for a draft
}

func (p *paper) about() *answer.PaperAbout {
	t := p.c.Terms
	out := &answer.PaperAbout{
		Title: t.Title, Summary: t.Summary, Outcome: t.Outcome, Tier: t.Tier, Scale: t.Scale, Route: t.Route, Regime: t.Regime, Services: t.Services,
		Sponsor: p.organisation(t.Sponsor), Unit: workflow.Named{ID: t.Unit, Name: t.Unit}, Author: p.c.Author, Options: t.Options, Risk: t.Risk,
	}
	if p.g == nil {
		return out
	}
	for _, u := range p.g.Units {
		if u.ID == t.Unit {
			out.Unit.Name = u.Name
		}
	}
	for _, id := range t.Areas {
		area := workflow.Named{ID: id, Name: id}
		for _, a := range p.g.Areas {
			if a.ID == id && a.Name != "" {
				area.Name = a.Name
			}
		}
		out.Areas = append(out.Areas, area)
	}
	return out
}

// organisation is one with its name, its id for one that the governance in force does not have.
func (p *paper) organisation(id string) workflow.Named {
	out := workflow.Named{ID: id, Name: id}
	if p.g == nil {
		return out
	}
	for _, o := range p.g.Organisations {
		if o.ID == id {
			out.Name = o.Name
		}
	}
	for _, b := range p.g.ExternalBodies {
		if b.ID == id {
			out.Name = b.Name
		}
	}
	return out
}

func (p *paper) money() *answer.PaperMoney {
	plan, planStaff := p.c.Plan()
	offered, staff, confirmed, confirmedStaff := p.c.Totals()
	by := moneyOf(p.c)
	out := &answer.PaperMoney{
		PlanPence: int64(plan), OfferedPence: int64(offered), ConfirmedPence: int64(confirmed), ShortPence: max(0, int64(plan-confirmed)),
		PlanFTEHundredths: int64(planStaff), OfferedFTEHundredths: int64(staff), ConfirmedFTEHundredths: int64(confirmedStaff),
		ShortFTEHundredths: max(0, int64(planStaff-confirmedStaff)), AlignedPence: by.OfferedAlignedPence, PooledPence: by.OfferedPooledPence,
	}
	if p.w != nil {
		out.TolerancePct = p.w.Tolerances.FundingShortfallPct
	}
	return out
}

func (p *paper) given() (out []answer.PaperCommitment) {
	for _, k := range p.c.Commitments {
		if !k.Stands() {
			continue
		}
		out = append(out, answer.PaperCommitment{
			Commitment: k.Commitment, Organisation: p.organisation(k.Organisation), Kind: k.Kind, Mode: k.Mode, OfferedPence: k.Pence, ConfirmedPence: k.ConfirmedPence,
			OfferedFTEHundredths: k.FTEHundredths, ConfirmedFTEHundredths: k.ConfirmedFTEHundredths, Description: k.Description, Service: k.Service, Basis: k.Basis,
			Essential: k.Essential, Confirmed: amounts(p.tier) && k.Confirmed(), Beneficiary: k.Beneficiary, Funding: k.Funding,
			FundingConditions: k.FundingConditions, FundingEndsOn: k.FundingEndsOn,
		})
		if k.Beneficiary != "" {
			out[len(out)-1].BeneficiaryName = p.organisation(k.Beneficiary).Name
		}
	}
	return out
}

// gateName is a gate's name in the pinned workflow, its id where that has none.
func (p *paper) gateName(id string) string {
	if p.w != nil {
		for _, g := range p.w.Gates {
			if g.ID == id && g.Name != "" {
				return g.Name
			}
		}
	}
	return id
}

func (p *paper) gate() *answer.PaperGate {
	a := p.c.Gate
	if a == nil {
		return nil
	}
	out := &answer.PaperGate{Gate: a.Gate, Name: p.gateName(a.Gate), Round: a.Round, FrozenAt: a.RequestedAt, Snapshot: a.Snapshot, Outcome: a.Outcome,
		Award: a.Award, DecidedAt: a.DecidedAt}
	if !a.DecidedAt.IsZero() {
		out.Effect = new(workflow.EffectOf(p.c, a.Gate, a.Round))
	}
	return out
}

// evidence lists what the case shows, newest last; what the round froze is marked.
func (p *paper) evidence(mayOpen bool) (out []answer.PaperEvidence) {
	for _, e := range p.c.Evidence {
		out = append(out, answer.PaperEvidence{
			Item: e.Item, Type: e.Type, TypeName: p.evidenceName(e.Type), Title: e.Title, DatedOn: e.DatedOn, AddedAt: e.AddedAt, AddedBy: e.AddedBy,
			Digest: e.Digest, FileName: e.FileName, MediaType: e.MediaType, Bytes: e.Bytes, MayOpen: mayOpen && e.Digest != "",
			Frozen: p.c.Gate != nil && slices.Contains(p.c.Gate.Evidence, e.Item),
		})
	}
	return out
}

func (p *paper) evidenceName(id string) string {
	types := document.StandardEvidence
	if p.w != nil {
		types = append(slices.Clone(p.w.EvidenceTypes), types...)
	}
	for _, t := range types {
		if t.ID == id && t.Name != "" {
			return t.Name
		}
	}
	return strings.ReplaceAll(id, "_", " ")
}

// askedName says who is asked: the board, or the post and its organisation.
func (p *paper) askedName(s *workflow.SignOff) string {
	if s.Board == "" {
		post := strings.ReplaceAll(s.Post, "_", " ")
		return strings.ToUpper(post[:min(1, len(post))]) + post[min(1, len(post)):] + " of " + p.organisation(s.OfficerOf).Name
	}
	if b := p.g.Board(s.Board); b != nil {
		return b.Name
	}
	if b := p.register().GovernanceVersion(s.GovernanceVersion).Board(s.Board); b != nil {
		return b.Name // it ended since
	}
	return s.Board
}

func (p *paper) signOffs() (out []answer.PaperSignOff) {
	for _, s := range p.c.Asked() {
		x := answer.PaperSignOff{
			SignOff: s.ID, Name: p.askedName(s), Board: s.Board, Level: levelOf(p.c, s, p.register(), p.now), Act: s.Act, Order: s.Order, State: s.State,
			Result: s.Result, Because: s.Because, Dissent: s.Dissent, OpenedAt: s.OpenedAt, DueAt: s.DueAt, EndedAt: s.EndedAt, EscalatedTo: s.EscalatedTo,
			InPlaceOf: s.InPlaceOf, QuorumReasons: s.QuorumReasons, Tally: s.Tally, Conditions: s.Conditions,
		}
		if s.State == workflow.SignOffDone {
			binding := workflow.BindingOf(p.c, p.register(), s)
			x.Binding = &binding
		}
		if s.State == workflow.SignOffDone || s.State == workflow.SignOffProvisional {
			x.Effect = new(workflow.EffectOfSignOff(p.c, s))
		}
		for _, v := range s.Votes {
			x.Votes = append(x.Votes, answer.PaperVote{Vote: v, Label: p.seatLabel(v.Seat)})
		}
		for _, i := range s.Interests {
			x.Interests = append(x.Interests, answer.PaperInterest{Interest: i, Label: p.seatLabel(i.Seat)})
		}
		out = append(out, x)
	}
	return out
}

func (p *paper) seatLabel(seat string) string {
	if seat == "" {
		return "" // a named officer's
	}
	return p.register().SeatLabel(seat, p.now)
}

// earlier lists the decisions that are not of this round, oldest first: those of other gates, of rounds before, and those that
// were opened again.
func (p *paper) earlier() (out []answer.PaperEarlierSignOff) {
	add := func(s *workflow.SignOff, result string, endedAt time.Time, effect *workflow.InEffect) {
		if result != "" {
			out = append(out, answer.PaperEarlierSignOff{Gate: s.Gate, Round: s.GateRound, SignOff: s.ID, Name: p.askedName(s), Act: s.Act, Result: result,
				EndedAt: endedAt, Effect: effect})
		}
	}
	current := p.c.Asked()
	for _, s := range p.c.SignOffs {
		for _, before := range s.Earlier {
			add(s, before.Result, before.EndedAt, nil)
		}
		if !slices.Contains(current, s) {
			add(s, s.Result, s.EndedAt, new(workflow.EffectOfSignOff(p.c, s)))
		}
	}
	return out
}

func (p *paper) consents() (out []answer.PaperConsent) {
	for _, k := range append(p.c.CurrentConsents(), p.c.Reaffirmations()...) {
		out = append(out, answer.PaperConsent{Organisation: p.organisation(k.Organisation), State: k.State, Commitments: k.Commitments, Acts: k.Acts,
			External: k.External, For: k.For, Because: k.Because})
	}
	return out
}

func (p *paper) passed() (out []answer.PaperPassed) {
	for _, g := range p.c.Passed {
		out = append(out, answer.PaperPassed{GateResult: g, Name: p.gateName(g.Gate)})
	}
	return out
}

// ifNothing says what the next deadline brings: that of the sign-off asked about, else the nearest of the case. Nil where
// nothing waits for a day.
func ifNothing(list []workflow.Waiting, signOff string) *answer.PaperIfNothing {
	var next *answer.PaperIfNothing
	for _, w := range list { // the nearest deadline first
		if w.Until.IsZero() || w.Then == "" {
			continue
		}
		x := &answer.PaperIfNothing{For: w.For, Until: w.Until, Then: w.Then}
		if w.For == "signoff:"+signOff {
			return x
		}
		if next == nil {
			next = x
		}
	}
	return next
}
