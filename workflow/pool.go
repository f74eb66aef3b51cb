package workflow

import (
	"fmt"
	"slices"
	"time"

	"comity/events"
)

// The states of a pool. It becomes active only when the gate passes at which its contributors consented (DOMAIN §0.10).
const (
	PoolDraft  = "draft"
	PoolActive = "active"
	PoolClosed = "closed"
)

// What a payment into a pool is towards.
const (
	TowardsContribution = "contribution"
	TowardsOverspend    = "overspend"
)

// Pool is one pooled fund, folded from its records: the aggregate of kind pool (decision 0011). It is plain data. Amounts are
// pence. Every penny that was paid in is in the balance, was spent, or was returned: BalancePence is PaidPence of all parties less
// what the lines say was spent and returned. It is below zero while an overspend is not made good.
type Pool struct {
	Partnership string `json:"partnership"`
	ID          string `json:"id"`
	Revision    int    `json:"revision"`

	Case          string                 `json:"case"`
	Name          string                 `json:"name"`
	Basis         string                 `json:"basis"`
	MatrixVersion int                    `json:"matrix_version"`
	Host          string                 `json:"host"`
	Manager       string                 `json:"manager"`
	Status        string                 `json:"status"`
	Awaits        string                 `json:"awaits,omitempty"` // what its agreement has to name before any money moves: host, manager
	Warnings      []string               `json:"warnings,omitempty"`
	Parties       []PoolParty            `json:"parties"`
	Agreements    []PoolAgreementVersion `json:"agreements,omitempty"` // oldest first; the last is in force
	Lines         []PoolLine             `json:"lines,omitempty"`      // of money, oldest first
	BalancePence  int64                  `json:"balance_pence"`

	CreatedAt   time.Time        `json:"created_at,omitzero"`
	Gate        string           `json:"gate,omitempty"` // that made it active
	ActivatedAt time.Time        `json:"activated_at,omitzero"`
	ClosedAt    time.Time        `json:"closed_at,omitzero"`
	Because     string           `json:"because,omitempty"` // of closing: reconciled, abandoned, case_closed
	Reason      string           `json:"reason,omitempty"`
	Unpaid      []events.PoolDue `json:"unpaid,omitempty"` // at closing
}

// PoolParty is one who contributes.
type PoolParty struct {
	Organisation        string `json:"organisation"`
	Type                string `json:"type"`
	AgreedPence         int64  `json:"agreed_pence"` // by the agreement; 0 where it names no sum
	OverspendHundredths int64  `json:"overspend_pct_hundredths"`
	DuePence            int64  `json:"due_pence"`            // what stands confirmed in the case
	PaidPence           int64  `json:"paid_pence"`           // of that
	OverspendDuePence   int64  `json:"overspend_due_pence"`  // its share of what was overspent
	OverspendPaidPence  int64  `json:"overspend_paid_pence"` // of that
	ReturnedPence       int64  `json:"returned_pence"`       // when the pool was closed
	LeftOn              string `json:"left_on,omitempty"`    // the first day on which it was no party any more

	AwaitedPence int64 `json:"awaited_pence,omitempty"` // what was due of one who is replaced, and this successor has not reaffirmed yet
}

// PoolAgreementVersion is a version of the written agreement, and who recorded it when.
type PoolAgreementVersion struct {
	events.PoolAgreement
	Because    string    `json:"because,omitempty"`
	RecordedBy string    `json:"recorded_by"`
	RecordedAt time.Time `json:"recorded_at"`
}

// PoolLine is one movement of money.
type PoolLine struct {
	What         string           `json:"what"` // contribution, overspend, spent, returned; succeeded, which moves none
	On           string           `json:"on"`
	Organisation string           `json:"organisation,omitempty"` // who paid, or got back
	Payee        string           `json:"payee,omitempty"`
	Purpose      string           `json:"purpose,omitempty"`
	Reference    string           `json:"reference,omitempty"`
	InPence      int64            `json:"in_pence,omitempty"`
	OutPence     int64            `json:"out_pence,omitempty"`
	BalancePence int64            `json:"balance_pence"` // after it
	Overspend    []events.PoolDue `json:"overspend,omitempty"`

	Successors []events.PoolHeir `json:"successors,omitempty"` // of who passed its place on

	By string    `json:"by"`
	At time.Time `json:"at"`
}

// NewPool returns a pool before its first record.
func NewPool(partnership, id string) *Pool { return &Pool{Partnership: partnership, ID: id} }

// Exists reports whether the pool was created.
func (p *Pool) Exists() bool { return p != nil && p.Status != "" }

// Party finds a party, nil where the organisation is none.
func (p *Pool) Party(organisation string) *PoolParty {
	i := slices.IndexFunc(p.Parties, func(x PoolParty) bool { return x.Organisation == organisation })
	if i < 0 {
		return nil
	}
	return &p.Parties[i]
}

// Agreement is the version in force, nil before there is one.
func (p *Pool) Agreement() *PoolAgreementVersion {
	if len(p.Agreements) == 0 {
		return nil
	}
	return &p.Agreements[len(p.Agreements)-1]
}

// Outstanding sums what is due from the parties and not paid, without overspends.
func (p *Pool) Outstanding() int64 {
	var n int64
	for _, x := range p.Parties {
		n += max(0, x.DuePence-x.PaidPence)
	}
	return n
}

// Sums are what came into the pool, what was spent and what was returned, in pence.
func (p *Pool) Sums() (in, spent, returned int64) {
	for _, l := range p.Lines {
		in += l.InPence
		if l.What == "spent" {
			spent += l.OutPence
		} else {
			returned += l.OutPence
		}
	}
	return in, spent, returned
}

// Clone copies a pool.
func (p *Pool) Clone() *Pool {
	out := *p
	out.Parties, out.Agreements, out.Lines = slices.Clone(p.Parties), slices.Clone(p.Agreements), slices.Clone(p.Lines)
	return &out
}

// Fold applies one record. Its errors are that the record is not the next one, that its sums do not add up, or that it holds an
// event that does not belong here.
func (p *Pool) Fold(r *events.Record) error {
	if r.Revision != p.Revision+1 {
		return fmt.Errorf("pool %s: record %d follows %d", p.ID, r.Revision, p.Revision)
	}
	list, err := r.Decode()
	if err != nil {
		return err
	}
	for _, e := range list {
		if err := p.apply(e, r.At, r.Actor); err != nil {
			return fmt.Errorf("pool %s, record %d: %w", p.ID, r.Revision, err)
		}
	}
	p.Revision = r.Revision
	return nil
}

func (p *Pool) apply(e events.Event, at time.Time, actor string) error {
	switch e := e.(type) {
	case events.PoolCreated:
		p.take(e.PoolTerms)
		p.Status, p.Warnings, p.CreatedAt = PoolDraft, e.Warnings, at
	case events.PoolAgreed:
		p.Awaits, p.Warnings = "", warningsAgreed(e.PoolTerms, p.Warnings)
		p.take(e.PoolTerms)
		p.Agreements = append(p.Agreements, PoolAgreementVersion{PoolAgreement: e.Agreement, Because: e.Because, RecordedBy: actor, RecordedAt: at})
	case events.PoolActivated:
		p.Status, p.Gate, p.ActivatedAt = PoolActive, e.Gate, at
	case events.PoolDeactivated:
		p.Status, p.Gate, p.ActivatedAt = PoolDraft, "", time.Time{}
		for i := range p.Parties { // nothing is due to a draft, and nothing was paid
			p.Parties[i].DuePence = 0
		}
	case events.PoolContributionsDue:
		return p.applyDue(e)
	case events.PoolPartySucceeded:
		return p.applySucceeded(e, at, actor)
	case events.PoolContributed:
		return p.applyContributed(e, at, actor)
	case events.PoolSpent:
		return p.applySpent(e, at, actor)
	case events.PoolPartyLeft:
		x := p.Party(e.Organisation)
		if x == nil {
			return fmt.Errorf("%s is not a party", e.Organisation)
		}
		x.LeftOn = e.LeftOn
	case events.PoolClosed:
		return p.applyClosed(e, at, actor)
	default:
		return fmt.Errorf("%s does not belong to a pool", e.EventType())
	}
	return nil
}

// take sets the terms; what the parties have paid stays.
func (p *Pool) take(t events.PoolTerms) {
	p.Case, p.Name, p.Basis, p.MatrixVersion, p.Host, p.Manager = t.Case, t.Name, t.Basis, t.MatrixVersion, t.Host, t.Manager
	parties := make([]PoolParty, len(t.Parties))
	for i, x := range t.Parties {
		if was := p.Party(x.Organisation); was != nil {
			parties[i] = *was
		}
		parties[i].Organisation, parties[i].Type = x.Organisation, x.Type
		parties[i].AgreedPence, parties[i].OverspendHundredths = x.Pence, x.OverspendHundredths
	}
	p.Parties = parties
}

func (p *Pool) applyDue(e events.PoolContributionsDue) error {
	for i := range p.Parties {
		p.Parties[i].DuePence, p.Parties[i].AwaitedPence = 0, 0
	}
	for _, due := range e.Due {
		x := p.Party(due.Organisation)
		if x == nil {
			return fmt.Errorf("%s is not a party", due.Organisation)
		}
		x.DuePence = due.Pence
	}
	for _, awaited := range e.Awaited {
		x := p.Party(awaited.Organisation)
		if x == nil {
			return fmt.Errorf("%s is not a party", awaited.Organisation)
		}
		x.AwaitedPence = awaited.Pence
	}
	return nil
}

func (p *Pool) applyContributed(e events.PoolContributed, at time.Time, actor string) error {
	x := p.Party(e.Organisation)
	if x == nil {
		return fmt.Errorf("%s is not a party", e.Organisation)
	}
	if e.Towards == TowardsOverspend {
		x.OverspendPaidPence += e.Pence
	} else {
		x.PaidPence += e.Pence
	}
	return p.line(PoolLine{What: e.Towards, On: e.PaidOn, Organisation: e.Organisation, Reference: e.Reference, InPence: e.Pence, BalancePence: e.BalancePence,
		By: actor, At: at})
}

func (p *Pool) applySpent(e events.PoolSpent, at time.Time, actor string) error {
	for _, due := range e.Overspend {
		x := p.Party(due.Organisation)
		if x == nil {
			return fmt.Errorf("%s is not a party", due.Organisation)
		}
		x.OverspendDuePence += due.Pence
	}
	return p.line(PoolLine{What: "spent", On: e.SpentOn, Payee: e.Payee, Purpose: e.Purpose, Reference: e.Reference, OutPence: e.Pence,
		BalancePence: e.BalancePence, Overspend: e.Overspend, By: actor, At: at})
}

func (p *Pool) applyClosed(e events.PoolClosed, at time.Time, actor string) error {
	for _, back := range e.Returned {
		x := p.Party(back.Organisation)
		if x == nil {
			return fmt.Errorf("%s is not a party", back.Organisation)
		}
		x.ReturnedPence += back.Pence
		line := PoolLine{What: "returned", On: e.ClosedOn, Organisation: back.Organisation, OutPence: back.Pence,
			BalancePence: p.BalancePence - back.Pence, By: actor, At: at}
		if err := p.line(line); err != nil {
			return err
		}
	}
	if p.BalancePence != 0 {
		return fmt.Errorf("it is closed with a balance of %d pence", p.BalancePence)
	}
	p.Status, p.ClosedAt, p.Because, p.Reason, p.Unpaid = PoolClosed, at, e.Because, e.Reason, e.Unpaid
	return nil
}

// line moves money. The balance that a line states has to be the one that follows.
func (p *Pool) line(l PoolLine) error {
	balance := p.BalancePence + l.InPence - l.OutPence
	if balance != l.BalancePence || l.InPence < 0 || l.OutPence < 0 {
		return fmt.Errorf("%s leaves %d pence, and says %d", l.What, balance, l.BalancePence)
	}
	p.BalancePence = balance
	p.Lines = append(p.Lines, l)
	return nil
}

// Pools are pools by their ids.
type Pools map[string]*Pool

// WithPools returns the register with pools beside it, for the rules to read. The two share everything else.
func (r *Register) WithPools(all Pools) *Register {
	out := *r
	out.pools = all
	return &out
}
