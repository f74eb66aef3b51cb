package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// A consent may be confirmed in parts, and until its gate has passed a part of it may be taken back (DOMAIN §2.1, "Taking back").

// hasConfirmed reports whether anything of the commitment is confirmed, in the unit that a part is given in.
func (k *Commitment) hasConfirmed(pence, fte *int64) bool {
	switch {
	case pence != nil:
		return k.ConfirmedPence > 0
	case fte != nil:
		return k.ConfirmedFTEHundredths > 0
	}
	return k.ConfirmedPence > 0 || k.ConfirmedFTEHundredths > 0 || k.ConfirmedWhole
}

// partTakenBack writes into a consent taken back how much of its commitment that is, nothing where it is all. A part is of one commitment, and
// of what was confirmed of it.
func (d *decision) partTakenBack(e *events.ConsentWithdrawn, pence, fte *int64) *Problem {
	if pence == nil && fte == nil {
		return nil
	}
	var p Problem
	k := d.c.Commitment(e.Commitments[0])
	switch {
	case pence != nil && fte != nil:
		p = problem(Malformed, "A part is of money or of staff time, one at a time.").about("fte_hundredths")
	case len(e.Commitments) > 1:
		p = problem(Malformed, "Name the commitment of which a part is taken back.").about("commitment")
	case pence != nil && *pence > k.ConfirmedPence:
		p = problem(Malformed, "Only %s of %s is confirmed.", quantity.Pence(k.ConfirmedPence), k.Commitment).about("amount_pence")
	case fte != nil && *fte > k.ConfirmedFTEHundredths:
		p = problem(Malformed, "Only %s of %s is confirmed.", quantity.FTE(k.ConfirmedFTEHundredths), k.Commitment).about("fte_hundredths")
	case k.Kind == document.ResourceMoney && *pence < k.ConfirmedPence:
		e.Pence = *pence
		return nil
	case k.Kind == document.ResourceStaffTime && *fte < k.ConfirmedFTEHundredths:
		e.FTEHundredths = *fte
		return nil
	default: // all of it, in so many words
		return nil
	}
	return &p
}

// takeBack folds that a confirmation, or a part of it, was taken back; all of it where both are 0.
func (k *Commitment) takeBack(pence, fte int64) {
	if pence == 0 && fte == 0 {
		k.ConfirmedPence, k.ConfirmedFTEHundredths, k.ConfirmedWhole, k.Drawn = 0, 0, false, nil
		return
	}
	k.ConfirmedPence -= pence
	k.ConfirmedFTEHundredths -= fte
	k.Drawn, _ = drawnLast(k.Drawn, pence)
}

// drawnLast parts what was drawn of the years of mandates: what stays, and the pence that were drawn last. Neither is nil unless it is empty.
func drawnLast(drawn []CommitmentDraw, pence int64) (stays, goes []CommitmentDraw) {
	stays = slices.Clone(drawn)
	for i := range slices.Backward(stays) {
		d := stays[i]
		d.Pence = min(d.Pence, pence)
		pence -= d.Pence
		stays[i].Pence -= d.Pence
		if d.Pence > 0 {
			goes = append([]CommitmentDraw{d}, goes...)
		}
	}
	if stays = slices.DeleteFunc(stays, func(d CommitmentDraw) bool { return d.Pence == 0 }); len(stays) == 0 {
		stays = nil
	}
	return stays, goes
}

// takenBack lists what a consent that is taken back, whole or in part, gives back to the years of mandates.
func takenBack(c *Case, e events.ConsentWithdrawn) []events.MandateReturned {
	if e.Pence == 0 {
		if e.FTEHundredths > 0 { // posts draw on no year
			return nil
		}
		return returns(c, "withdrawn", e.Commitments...)
	}
	k := c.Commitment(e.Commitments[0])
	if k == nil {
		return nil
	}
	part := *k
	_, part.Drawn = drawnLast(k.Drawn, e.Pence)
	return returned(nil, c.ID, "withdrawn", &part)
}

// linesTakenBack says of what a part was taken back, and how much; nil where it was all that was confirmed.
func (c *Case) linesTakenBack(e events.ConsentWithdrawn) []events.ConfirmedLine {
	if e.Pence == 0 && e.FTEHundredths == 0 {
		return nil
	}
	line := events.ConfirmedLine{Commitment: e.Commitments[0], Pence: e.Pence, FTEHundredths: e.FTEHundredths}
	if k := c.Commitment(line.Commitment); k != nil {
		line.Kind, line.Mode = k.Kind, k.Mode
	}
	return []events.ConfirmedLine{line}
}
