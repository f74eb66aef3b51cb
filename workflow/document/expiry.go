package document

import "comity/workflow/calendar"

// Expiry says how long before its end the partnership is warned of what ends: nothing lapses unseen (DOMAIN §5.1).
type Expiry struct {
	// Written agreements of pooled funds. A renewal case opens by itself half a year before the end unless said otherwise.
	Agreements Ending `json:"agreements"`
	// Contracts. No renewal case opens by itself unless said so.
	Contracts Ending `json:"contracts"`
	// Grants and other funding streams.
	Grants Lead `json:"grants"`
	// Mandates of seats.
	Mandates Lead `json:"mandates"`
	// Terms of those who hold seats, and of their deputies.
	Terms Lead `json:"terms"`
	// How much of a mandate's financial year is used up when the organisation's officers are told, in per cent; 80 unless said otherwise.
	MandateYearPct int `json:"mandate_year_pct" check:"min=1" example:"80"`
}

// Lead is how long before the end of something its people are warned.
type Lead struct {
	// How long before the end, each once, at 09:00; 180, 90 and 30 days unless said otherwise.
	Warn []calendar.Period `json:"warn" example:"[P180D, P90D, P30D]"`
}

// Ending is how long before the end of something its people are warned, and a case opens to renew it.
type Ending struct {
	// How long before the end, each once, at 09:00; 180, 90 and 30 days unless said otherwise.
	Warn []calendar.Period `json:"warn" example:"[P180D, P90D, P30D]"`
	// How long before the end a renewal case opens by itself, at 09:00.
	RenewBefore calendar.Period `json:"renew_before" example:"P270D"`
	// No renewal case opens by itself.
	RenewByHand bool `json:"renew_by_hand"`
}

// The kinds of things that end.
const (
	EndsAgreement = "agreement"
	EndsContract  = "contract"
	EndsGrant     = "grant"
	EndsMandate   = "mandate"
	EndsTerm      = "term"
	EndsDeputy    = "deputy"
)

// Warn lists the lead times of a kind of thing that ends.
func (e Expiry) Warn(kind string) []calendar.Period {
	list := map[string][]calendar.Period{EndsAgreement: e.Agreements.Warn, EndsContract: e.Contracts.Warn, EndsGrant: e.Grants.Warn,
		EndsMandate: e.Mandates.Warn, EndsTerm: e.Terms.Warn, EndsDeputy: e.Terms.Warn}[kind]
	if len(list) == 0 {
		return []calendar.Period{{Days: 180}, {Days: 90}, {Days: 30}}
	}
	return list
}

// Renew is how long before the end of an agreement or a contract a renewal case opens by itself, zero for not.
func (e Expiry) Renew(kind string) calendar.Period {
	switch {
	case kind == EndsAgreement && e.Agreements.RenewByHand, kind == EndsContract && e.Contracts.RenewByHand:
	case kind == EndsAgreement && e.Agreements.RenewBefore.IsZero():
		return calendar.Period{Days: 180}
	case kind == EndsAgreement:
		return e.Agreements.RenewBefore
	case kind == EndsContract:
		return e.Contracts.RenewBefore
	}
	return calendar.Period{}
}

// YearShare is how much of a mandate's year is used up when its organisation is told, in per cent.
func (e Expiry) YearShare() int64 {
	if e.MandateYearPct == 0 {
		return 80
	}
	return int64(e.MandateYearPct)
}

// expiry checks that what says when a renewal case opens says it once, and that no lead time stands twice.
func (c *check) expiry(e Expiry) {
	for _, x := range []struct {
		at string
		of Ending
	}{{"expiry.agreements", e.Agreements}, {"expiry.contracts", e.Contracts}} {
		if x.of.RenewByHand && !x.of.RenewBefore.IsZero() {
			c.fail(x.at+".renew_before", "needless", "A renewal case opens by hand, or so long before the end, not both.")
		}
	}
	if e.MandateYearPct > 100 {
		c.fail("expiry.mandate_year_pct", "too_large", "A share of a mandate's year is 100 per cent at most.")
	}
	for _, x := range []struct {
		at   string
		list []calendar.Period
	}{{"expiry.agreements.warn", e.Agreements.Warn}, {"expiry.contracts.warn", e.Contracts.Warn}, {"expiry.grants.warn", e.Grants.Warn},
		{"expiry.mandates.warn", e.Mandates.Warn}, {"expiry.terms.warn", e.Terms.Warn}} {
		c.unique("lead time", ids(x.list, func(p *calendar.Period) string { return p.String() }), func(i int) string { return item(x.at, i) })
	}
}
