package views

import (
	"context"

	"comity/events"
	"comity/services/views/answer"
	"comity/workflow"
)

// viewSuccessions lists who is replaced by whom, for whoever takes part in the partnership. What a succession would do is tried for those who
// could record it, and shows of each case what they may see of it.
func viewSuccessions(ctx context.Context, q *query, args answer.SuccessionsArgs) (*answer.Successions, error) {
	r, err := q.reckoned(ctx)
	if err != nil {
		return nil, err
	}
	general := workflow.Generally(r, q.Actor, q.now)
	if !workflow.Clears(general, workflow.ClearPartners) {
		return nil, refuse(workflow.NotPermitted, "Only those who take part in the partnership may ask who succeeds whom.")
	}
	out := &answer.Successions{Recorded: []answer.SuccessionRow{}, Successors: []answer.Organisation{}}
	for _, s := range r.Successions {
		row := answer.SuccessionRow{Succession: s.Succession, Organisation: answer.Organisation{ID: s.Organisation, Name: r.NameOf(s.Organisation)}, Successors: s.Successors,
			Principal: s.Principal, Continues: s.Continues, EffectiveOn: s.EffectiveOn, InForce: !q.now.Before(s.EffectiveAt)}
		if workflow.Clears(general, workflow.ClearBoard) {
			row.Instrument = s.Instrument
		}
		out.Recorded = append(out.Recorded, row)
	}
	if n := len(r.Governance); n > 0 {
		for _, o := range r.GovernanceVersion(r.Governance[n-1].Version).Organisations {
			out.Successors = append(out.Successors, answer.Organisation{ID: o.ID, Name: o.Name, Type: string(o.Type), Duty: string(o.Duty)})
		}
	}
	if len(args.Fields) == 0 {
		return out, nil
	}
	cmd := &workflow.PartnershipSucceed{}
	if err := decode(args.Fields, cmd); err != nil {
		return nil, err
	}
	f, no := workflow.ForeseeSuccession(r, cmd, workflow.Meta{Command: "foresee", Name: cmd.CommandName(), Actor: q.Actor, At: q.now})
	if no != nil {
		return nil, no
	}
	out.Foreseen, err = q.foreseen(ctx, f)
	return out, err
}

// foreseen goes through the open cases of the partnership.
func (q *query) foreseen(ctx context.Context, f *workflow.Foreseen) (*answer.SuccessionForeseen, error) {
	out := &answer.SuccessionForeseen{Already: len(f.Succeeded) == 0, At: f.At, Seats: []answer.SuccessionSeat{}, Mandates: []string{}, Cases: []answer.SuccessionCase{}}
	for _, t := range f.Terms {
		out.Seats = append(out.Seats, answer.SuccessionSeat{Seat: t.Seat, Person: t.Person, LastDay: dateText(t.Until)})
	}
	for _, t := range f.Deputies {
		out.Seats = append(out.Seats, answer.SuccessionSeat{Seat: t.Seat, Person: t.Person, Deputy: true, LastDay: dateText(t.Until)})
	}
	for _, m := range f.Mandates {
		out.Mandates = append(out.Mandates, m.Mandate)
	}
	ids, err := all(ctx, q.tx, scanOne[string], sqlCaseIDs+sqlCaseOrder, q.Partnership)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		h, err := q.state(ctx, caseOf(q.Partnership, id))
		if err != nil {
			return nil, err
		}
		c := h.theCase()
		list := f.Case(c, q.now)
		if len(list) == 0 {
			continue
		}
		tier := q.tier(c)
		if !sees(tier, c.Terms.Classification) {
			out.Unshown++
			continue
		}
		x := answer.SuccessionCase{Case: id, Title: c.Terms.Title, Label: c.Label(), Events: []answer.WhatIfEvent{}}
		for _, e := range list {
			facts, err := factsFor(e, tier)
			if err != nil {
				return nil, err
			}
			x.Events = append(x.Events, answer.WhatIfEvent{At: f.At, By: events.System, Type: e.EventType(), Facts: facts})
		}
		out.Cases = append(out.Cases, x)
	}
	return out, nil
}
