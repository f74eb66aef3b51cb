package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// A part of a commitment that is withdrawn is a commitment of its own from then on: it has its notice, its gap and its draws on the years
// of mandates, and what remains stands as it did (decisions 0015, 0025).

// Named is the commitment under which a part was offered, asked for and confirmed; itself for one that is no part.
func (k *Commitment) Named() string { return first(k.PartOf, k.Commitment) }

// parted says what remains and what goes when an amount is withdrawn; no rest where all of it goes. What is not confirmed goes first, and of
// the years of mandates what was drawn last.
func (k *Commitment) parted(pence, fte *int64) (rest, part *Commitment, p *Problem) {
	whole := *k
	if pence == nil && fte == nil {
		return nil, &whole, nil
	}
	bad := func(field, format string, args ...any) (*Commitment, *Commitment, *Problem) {
		no := problem(Malformed, format, args...).under("F60").about(field)
		return nil, &whole, &no
	}
	switch {
	case pence != nil && k.Kind != document.ResourceMoney:
		return bad("amount_pence", "%s is not money: it is withdrawn in its own unit, or whole.", k.Commitment)
	case fte != nil && k.Kind != document.ResourceStaffTime:
		return bad("fte_hundredths", "%s is not staff time: it is withdrawn in its own unit, or whole.", k.Commitment)
	case pence != nil && (*pence <= 0 || *pence > k.Pence):
		return bad("amount_pence", "%s of %s can be withdrawn, or a part of that.", quantity.Pence(k.Pence), k.Commitment)
	case fte != nil && (*fte <= 0 || *fte > k.FTEHundredths):
		return bad("fte_hundredths", "%s of %s can be withdrawn, or a part of that.", quantity.FTE(k.FTEHundredths), k.Commitment)
	}
	goes, posts := int64(0), int64(0)
	if pence != nil {
		goes = *pence
	}
	if fte != nil {
		posts = *fte
	}
	if goes == k.Pence && posts == k.FTEHundredths {
		return nil, &whole, nil
	}
	rest, part = k.split(goes, posts, "")
	return rest, part, nil
}

// split parts a commitment in two, the second under a name of its own.
func (k *Commitment) split(pence, fte int64, name string) (rest, part *Commitment) {
	r, p := *k, Commitment{CommitmentTerms: k.CommitmentTerms, PartOf: k.Commitment, Since: k.Since, ToBeReaffirmed: k.ToBeReaffirmed}
	p.Commitment, p.Pence, p.FTEHundredths = name, pence, fte
	r.Pence, r.FTEHundredths = k.Pence-pence, k.FTEHundredths-fte
	r.ConfirmedPence, r.ConfirmedFTEHundredths = min(k.ConfirmedPence, r.Pence), min(k.ConfirmedFTEHundredths, r.FTEHundredths)
	p.ConfirmedPence, p.ConfirmedFTEHundredths = k.ConfirmedPence-r.ConfirmedPence, k.ConfirmedFTEHundredths-r.ConfirmedFTEHundredths
	r.ContributedPence = min(k.ContributedPence, r.ConfirmedPence)
	p.ContributedPence = k.ContributedPence - r.ContributedPence
	r.Drawn, p.Drawn = drawnLast(k.Drawn, p.ConfirmedPence)
	return &r, &p
}

// partName is the name of the next part that is withdrawn of a commitment.
func (c *Case) partName(commitment string) string {
	for n := 1; ; n++ {
		if name := commitment + "-w" + itoa(n); c.Commitment(name) == nil {
			return name
		}
	}
}

// remains sums what stands of a commitment once it, or the part of it, has gone but for a rest: with the parts of which the notice still runs.
func (c *Case) remains(gone, rest *Commitment) (pence, fte int64) {
	if rest != nil {
		pence, fte = rest.Pence, rest.FTEHundredths
	}
	for _, k := range c.Commitments {
		if k != gone && k.Named() == gone.Named() && k.Stands() {
			pence, fte = pence+k.Pence, fte+k.FTEHundredths
		}
	}
	return pence, fte
}

// wholes lists the terms of those commitments that are chosen, each with the parts of it that are: so a snapshot reads as it was signed,
// whatever was withdrawn since.
func (c *Case) wholes(chosen func(*Commitment) bool) []events.CommitmentTerms {
	out := []events.CommitmentTerms{}
	for _, k := range c.Commitments {
		if k.PartOf != "" {
			continue
		}
		terms, any := k.CommitmentTerms, chosen(k)
		if !any {
			terms.Pence, terms.FTEHundredths = 0, 0
		}
		for _, p := range c.Commitments {
			if p.PartOf == k.Commitment && chosen(p) {
				terms.Pence, terms.FTEHundredths, any = terms.Pence+p.Pence, terms.FTEHundredths+p.FTEHundredths, true
			}
		}
		if any {
			out = append(out, terms)
		}
	}
	return out
}

// offered reports whether a commitment was offered and not released, whatever was withdrawn of it.
func offered(k *Commitment) bool { return !k.Released }

// applyTakenOut folds a withdrawal, of a commitment or of a part of it.
func (c *Case) applyTakenOut(e events.CommitmentWithdrawn, at time.Time) error {
	return c.commitment(e.Commitment, func(k *Commitment) {
		if e.Part != "" {
			rest, part := k.split(e.Pence, e.FTEHundredths, e.Part)
			*k = *rest
			c.Commitments = append(c.Commitments, part)
			k = part
		}
		k.Withdrawal = &Withdrawal{Person: e.Person, Seat: e.Seat, Minute: e.Minute, Reason: e.Reason, Consequence: e.Consequence,
			PlanGate: e.PlanGate, At: at, EffectiveAt: e.EffectiveAt, Because: e.Because}
		if !e.EffectiveAt.After(at) {
			c.gone(k)
		}
	})
}

// BecauseReaffirmationDeclined is why a commitment ends whose organisation took it over, or was asked for its word anew, and declines.
const BecauseReaffirmationDeclined = "reaffirmation_declined"

// declinedBetween brings about what follows when a reaffirmation is declined between gates: what was asked for and not confirmed is gone as
// if it were withdrawn, with the same consequences (DOMAIN §2.1 rows 18 to 20).
func (d *decision) declinedBetween(x *Consent, cmd *ConsentDecline) {
	for _, id := range slices.Clone(x.Commitments) {
		k := d.c.Commitment(id)
		if k == nil || !k.Stands() || k.Withdrawal != nil || k.Confirmed() {
			continue
		}
		var rest *Commitment
		part := k
		if k.ConfirmedPence > 0 || k.ConfirmedFTEHundredths > 0 {
			rest, part = k.split(k.Pence-k.ConfirmedPence, k.FTEHundredths-k.ConfirmedFTEHundredths, "")
		}
		e := events.CommitmentWithdrawn{Seat: cmd.Seat, Minute: cmd.Minute, Reason: cmd.Reason, Because: BecauseReaffirmationDeclined, EffectiveAt: d.m.At}
		if d.awarded() {
			notice := d.noticeOf(k)
			e.NoticePeriod = period(notice)
			if at := d.cal.StartOf(d.cal.Add(d.today(), notice)); at.After(d.m.At) {
				e.EffectiveAt = at
			}
		}
		d.takeOut(k, rest, part, e)
	}
}
