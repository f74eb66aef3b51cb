package workflow

import (
	"slices"
	"time"

	"comity/events"
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// Gaps: what withdrawals leave short within the tolerance, or after an award, and that somebody knows of it (DOMAIN §2.1 rows 19, 20).

// Gap is what a withdrawal left, and who knows of it.
type Gap struct {
	events.GapOpened
	OpenedAt       time.Time `json:"opened_at"`
	Asked          []string  `json:"asked,omitempty"`     // the boards that it went to, in order; the last is to acknowledge it now
	Overdue        bool      `json:"overdue,omitempty"`   // a board let its time pass
	Overtaken      bool      `json:"overtaken,omitempty"` // the plan was made anew since
	AcknowledgedAt time.Time `json:"acknowledged_at,omitzero"`
	By             string    `json:"by,omitempty"`
	Note           string    `json:"note,omitempty"`
	Minute         string    `json:"minute,omitempty"`
}

// Waits reports whether somebody is still to acknowledge the gap.
func (g Gap) Waits() bool { return len(g.Asked) > 0 && g.AcknowledgedAt.IsZero() && !g.Overtaken }

// openGap records what a withdrawal leaves short.
func (d *decision) openGap(k *Commitment, because string, effective time.Time) {
	money, staff := d.c.Plan()
	standing, standingStaff := d.standingAfter(k)
	e := events.GapOpened{Gap: "gap-" + itoa(len(d.c.Gaps)+1), Commitment: k.Named(), Organisation: k.Organisation, Because: because,
		Pence: k.Pence, FTEHundredths: k.FTEHundredths, PlanPence: int64(money), ShortPence: max(0, int64(money-standing)),
		PlanFTEHundredths: int64(staff), ShortFTEHundredths: max(0, int64(staff-standingStaff)), EffectiveAt: effective}
	if d.w != nil {
		e.TolerancePct = d.w.Tolerances.FundingShortfallPct
	}
	if because == ConsequenceWithin {
		e.Board = d.executive()
		if within := d.w.Tolerances.GapAcknowledgedWithin; e.Board != "" && !within.IsZero() {
			e.DueAt = d.cal.EndOf(d.cal.Add(d.today(), within))
		}
	}
	d.emit(e)
}

// standingAfter sums what stands once a withdrawal has its effect, and every other of which the notice runs.
func (d *decision) standingAfter(k *Commitment) (money quantity.Pence, staff quantity.FTE) {
	money, staff = d.stands(k)
	for _, o := range d.c.Commitments {
		if o != k && o.Stands() && o.Withdrawal != nil && !d.declined(o) {
			money, staff = money-quantity.Pence(o.Pence), staff-quantity.FTE(o.FTEHundredths)
		}
	}
	return money, staff
}

// executive is the board that acknowledges gaps: the executive board that judged the case last, else the first of that level, else
// the highest that there is.
func (d *decision) executive() string {
	for _, s := range slices.Backward(d.c.SignOffs) {
		if b := d.g.Board(s.Board); b != nil && b.Level == document.LevelExecutive {
			return b.ID
		}
	}
	for _, level := range []string{document.LevelExecutive, document.LevelStrategic} {
		for i := range d.g.Boards {
			if d.g.Boards[i].Level == level {
				return d.g.Boards[i].ID
			}
		}
	}
	return ""
}

// boardAbove is the board of the next level, "" at the top.
func (d *decision) boardAbove(board string) string {
	if b := d.g.Board(board); b != nil {
		for _, level := range higher(b.Level) {
			for i := range d.g.Boards {
				if d.g.Boards[i].Level == level {
					return d.g.Boards[i].ID
				}
			}
		}
	}
	return ""
}

// chairOf is the seat that presides over a board where no item is before it: the chair, then the vice-chairs, the first that is
// filled.
func (d *decision) chairOf(b *document.Board) string {
	for _, seat := range append([]string{b.Chair.Seat}, b.Chair.Vice...) {
		if seat != "" && d.r.Filled(seat, d.m.At) {
			return seat
		}
	}
	return ""
}

// acknowledgeGap is CaseAcknowledgeGap's rule.
func (d *decision) acknowledgeGap(cmd *CaseAcknowledgeGap) *Refusal {
	var waiting []Gap
	for _, g := range d.c.Gaps {
		if g.Waits() && (cmd.Gap == "" || cmd.Gap == g.Gap) {
			waiting = append(waiting, g)
		}
	}
	var boards []string
	for _, g := range d.c.Gaps {
		if cmd.Gap == "" || cmd.Gap == g.Gap {
			boards = append(boards, g.Asked...)
		}
	}
	if len(boards) == 0 {
		boards = nonEmpty(d.executive())
	}
	board, seat, p := d.mayAcknowledge(distinct(boards), cmd.Minute)
	if p != nil {
		return Refuse(*p)
	}
	if p := d.at("acknowledging a gap", Working, AtGate, PendingEffect, Deferred, InDispute, Suspended); p != nil {
		return Refuse(*p)
	}
	switch known := slices.ContainsFunc(d.c.Gaps, func(g Gap) bool { return g.Gap == cmd.Gap }); {
	case cmd.Gap != "" && !known:
		return Refuse(problem(NotFound, "Case %s has no gap %s.", d.c.ID, cmd.Gap).about(cmd.Gap))
	case len(waiting) == 0:
		return Refuse(problem(WrongStage, "No gap waits to be acknowledged.").under("DOMAIN §2.1 row 19").about(first(cmd.Gap, d.c.Label())))
	}
	for _, g := range waiting {
		d.emit(events.GapAcknowledged{Gap: g.Gap, Board: board, Person: d.m.Actor, Seat: seat, Minute: cmd.Minute, Note: cmd.Note})
	}
	return nil
}

// mayAcknowledge finds the board for which the actor acknowledges: from its presiding seat, or as its secretary with the minute.
func (d *decision) mayAcknowledge(boards []string, minute string) (board, seat string, p *Problem) {
	secretary := ""
	for _, id := range boards {
		b := d.g.Board(id)
		if b == nil {
			continue
		}
		if chair := d.chairOf(b); chair != "" {
			if _, no := d.r.actFor(chair, d.m.Actor, d.m.At); no == nil {
				return id, chair, nil
			}
		}
		if slices.Contains(b.Secretary, d.m.Actor) {
			secretary = id
		}
	}
	if secretary == "" {
		no := notPermitted("Only the person presiding over the board that was told of the gap, or its secretary, may acknowledge it.").
			under("DOMAIN §2.1 row 19").about(d.m.Actor)
		return "", "", &no
	}
	if minute == "" {
		no := problem(Malformed, "The secretary cites the minute.").under("DOMAIN §2.1 row 19").about("minute")
		return "", "", &no
	}
	return secretary, "", nil
}

// climbGap takes a gap that nobody acknowledged in time up a level. It never blocks the case.
func (d *decision) climbGap(id string) {
	i := slices.IndexFunc(d.c.Gaps, func(g Gap) bool { return g.Gap == id })
	g := d.c.Gaps[i]
	e := events.GapOverdue{Gap: id, Board: g.Asked[len(g.Asked)-1], DueAt: g.DueAt, DetectedAt: d.m.At}
	if e.To = d.boardAbove(e.Board); e.To != "" {
		e.NextDueAt = d.cal.EndOf(d.cal.Add(d.today(), d.w.Tolerances.GapAcknowledgedWithin))
	}
	d.emit(e)
}

// dueOfGaps lists when gaps that wait to be acknowledged are overdue. While the case stands still so do their clocks.
func (d *decision) dueOfGaps() (out []DueItem) {
	switch d.c.Status {
	case Working, AtGate, PendingEffect:
	default:
		return nil
	}
	for _, g := range d.c.Gaps {
		if g.Waits() && !g.DueAt.IsZero() {
			out = append(out, DueItem{At: g.DueAt.Add(time.Second), What: "gap", On: g.Gap, Key: g.Asked[len(g.Asked)-1]})
		}
	}
	return out
}

// dueOfWithdrawals lists when the notices of withdrawals are over. A notice runs whatever stands still.
func (d *decision) dueOfWithdrawals() (out []DueItem) {
	if d.c.Status == Closed {
		return nil
	}
	for _, k := range d.c.Commitments {
		if k.Withdrawal != nil && k.Stands() {
			out = append(out, DueItem{At: k.Withdrawal.EffectiveAt, What: "withdrawal", On: k.Commitment})
		}
	}
	return out
}

// applyGap folds the events of gaps.
func (c *Case) applyGap(e events.Event, at time.Time) error {
	change := func(id string, to func(*Gap)) {
		for i := range c.Gaps {
			if c.Gaps[i].Gap == id {
				to(&c.Gaps[i])
			}
		}
	}
	switch e := e.(type) {
	case events.GapOpened:
		c.Gaps = append(c.Gaps, Gap{GapOpened: e, OpenedAt: at, Asked: nonEmpty(e.Board)})
	case events.GapAcknowledged:
		change(e.Gap, func(g *Gap) { g.AcknowledgedAt, g.By, g.Note, g.Minute = at, e.Person, e.Note, e.Minute })
	case events.GapOverdue:
		change(e.Gap, func(g *Gap) {
			g.Overdue, g.DueAt = true, e.NextDueAt
			if e.To != "" {
				g.Asked = append(slices.Clone(g.Asked), e.To)
			}
		})
	}
	return nil
}

// shiftGaps moves the clocks of gaps by the time that the case stood still; stood: another standstill will move them.
func (c *Case) shiftGaps(by time.Duration, stood bool) {
	for i := range c.Gaps {
		if g := &c.Gaps[i]; !stood && g.Waits() && !g.DueAt.IsZero() {
			g.DueAt = g.DueAt.Add(by)
		}
	}
}

// explainGaps says which gaps wait for a board.
func (d *decision) explainGaps() (out []Waiting) {
	for _, g := range d.c.Gaps {
		if !g.Waits() || d.c.Status == Closed {
			continue
		}
		board := g.Asked[len(g.Asked)-1]
		w := Waiting{For: "gap:" + g.Gap, On: []string{board}, Until: g.DueAt, Acts: []string{"case.acknowledge_gap"}}
		if b := d.g.Board(board); b != nil {
			if chair := d.chairOf(b); chair != "" {
				w.People = append(nonEmpty(d.r.Holder(chair, d.m.At)), d.r.DeputiesOf(chair, d.m.At)...)
			}
			w.People = distinct(append(w.People, b.Secretary...))
		}
		w.Message = d.nameOf(board) + " is to acknowledge that " + d.organisationName(g.Organisation) + " has withdrawn what it put in" + d.by(g.DueAt) + "."
		w.Details = d.shortOf(g)
		if up := d.boardAbove(board); !g.DueAt.IsZero() && up != "" {
			w.Then = "it goes to " + d.nameOf(up)
		} else if !g.DueAt.IsZero() {
			w.Then = "it is listed as overdue"
		}
		out = append(out, w)
	}
	return out
}

// shortOf says what of the plan is missing with a gap, unit by unit.
func (d *decision) shortOf(g Gap) (out []string) {
	if g.ShortPence > 0 {
		out = append(out, "Missing of the plan: "+quantity.Pence(g.ShortPence).String()+" of "+quantity.Pence(g.PlanPence).String()+"; "+
			itoa(g.TolerancePct)+" % may be.")
	}
	if g.ShortFTEHundredths > 0 {
		out = append(out, "Missing of the plan: "+quantity.FTE(g.ShortFTEHundredths).String()+" of "+quantity.FTE(g.PlanFTEHundredths).String()+"; "+
			itoa(g.TolerancePct)+" % may be.")
	}
	return out
}

// noticesRunning says which commitments stand only until the notice of their withdrawal is over.
func (d *decision) noticesRunning() (out []string) {
	for _, k := range d.c.Commitments {
		if k.Withdrawal != nil && k.Stands() {
			out = append(out, d.organisationName(k.Organisation)+" withdraws "+k.Amount()+" from "+d.date(k.Withdrawal.EffectiveAt)+".")
		}
	}
	return out
}
