package views

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"comity/services/views/answer"
	"comity/workflow"
)

const sqlContributions = `SELECT case_id, commitment, organisation, kind, mode, pence, fte_hundredths, confirmed_pence, confirmed_fte_hundredths,
	confirmed, form, post, ledger, basis, delivered_until, delivered_pence, delivered_fte_hundredths, expected_pence, expected_fte_hundredths FROM commitments WHERE partnership = ? ORDER BY organisation, case_id, commitment`

// viewContributions says who gives what, against which duty, and what is spent on which tier (DOMAIN F61–F63, F74, F78, F79).
func viewContributions(ctx context.Context, q *query, args answer.ContributionsArgs) (*answer.Contributions, error) {
	out := &answer.Contributions{ByType: []answer.TypeContribution{}, Organisations: []answer.PartnerContribution{}, Reluctant: []string{},
		Lines: []answer.ContributionLine{}, Map: []answer.MapRow{}, MapTotals: []answer.MapRow{}}
	cases, err := q.everyCase(ctx)
	if err != nil {
		return nil, err
	}
	tiers, seen := q.rowTiers(), seenCases{}
	for _, row := range cases {
		tier, err := tiers.of(row.access)
		if err != nil {
			return nil, err
		}
		if tier != "" && sees(tier, row.Classification) {
			seen[row.Case] = tier
		}
	}
	lines, err := all(ctx, q.tx, scanContribution, sqlContributions, q.Partnership)
	if err != nil {
		return nil, err
	}
	g := q.register().GovernanceAt(q.now)
	if g == nil || !workflow.Clears(q.generally(), workflow.ClearPartners) {
		return out, nil
	}
	for _, o := range g.Organisations {
		if args.Organisation != "" && args.Organisation != o.ID {
			continue
		}
		p := answer.PartnerContribution{Organisation: o.ID, Name: o.Name, Type: o.Type, Duty: o.Duty}
		p.Contributes = slices.ContainsFunc(lines, func(l answer.ContributionLine) bool {
			return l.Organisation == o.ID && (args.Case == "" || args.Case == l.Case)
		})
		out.Organisations = append(out.Organisations, p)
		if o.Duty == "relevant_partner" && !p.Contributes {
			out.Reluctant = append(out.Reluctant, o.ID)
		}
	}
	for _, l := range lines {
		if args.Case != "" && args.Case != l.Case || args.Organisation != "" && args.Organisation != l.Organisation || !amounts(seen[l.Case]) {
			continue
		}
		for _, x := range lines {
			if l.Post != "" && x.Case == l.Case && x.Post == l.Post && x.Organisation != l.Organisation {
				l.With = append(l.With, x.Organisation)
			}
		}
		addContribution(out, l)
	}
	byType(out)
	s := &out.Streams
	s.EstimatedPct, s.EstimatedFTEPct = nearest(s.EstimatedPence, s.AlignedPence+s.PooledPence), nearest(s.EstimatedFTEHundredths, s.FTEHundredths)
	return out, mapOf(ctx, q, args, seen, out)
}

func scanContribution(rows *sql.Rows) (l answer.ContributionLine, err error) {
	return l, rows.Scan(&l.Case, &l.Commitment, &l.Organisation, &l.Kind, &l.Mode, &l.OfferedPence, &l.OfferedFTEHundredths, &l.ConfirmedPence,
		&l.ConfirmedFTEHundredths, &l.Confirmed, &l.Form, &l.Post, &l.Ledger, &l.Basis, &l.DeliveredUntil, &l.DeliveredPence, &l.DeliveredFTEHundredths, &l.ExpectedPence, &l.ExpectedFTEHundredths)
}

// addContribution adds one commitment to what its organisation gives and to the streams.
func addContribution(out *answer.Contributions, l answer.ContributionLine) {
	out.Lines = append(out.Lines, l)
	if i := slices.IndexFunc(out.Organisations, func(p answer.PartnerContribution) bool { return p.Organisation == l.Organisation }); i >= 0 {
		p := &out.Organisations[i]
		p.OfferedPence, p.ConfirmedPence = p.OfferedPence+l.OfferedPence, p.ConfirmedPence+l.ConfirmedPence
		p.OfferedFTEHundredths, p.ConfirmedFTEHundredths = p.OfferedFTEHundredths+l.OfferedFTEHundredths, p.ConfirmedFTEHundredths+l.ConfirmedFTEHundredths
		p.DeliveredPence, p.ExpectedPence = p.DeliveredPence+l.DeliveredPence, p.ExpectedPence+l.ExpectedPence
		p.DeliveredFTEHundredths, p.ExpectedFTEHundredths = p.DeliveredFTEHundredths+l.DeliveredFTEHundredths, p.ExpectedFTEHundredths+l.ExpectedFTEHundredths
		if l.OfferedPence == 0 && l.OfferedFTEHundredths == 0 {
			p.Other++
		}
	}
	s := &out.Streams
	if l.Mode == "pooled" {
		s.PooledPence += l.OfferedPence
	} else {
		s.AlignedPence += l.OfferedPence
	}
	s.FTEHundredths += l.OfferedFTEHundredths
	if l.Basis == "estimated" {
		s.EstimatedPence, s.EstimatedFTEHundredths = s.EstimatedPence+l.OfferedPence, s.EstimatedFTEHundredths+l.OfferedFTEHundredths
	}
}

// byType adds up the organisations of each type.
func byType(out *answer.Contributions) {
	var money, staff int64
	for _, p := range out.Organisations {
		t := entry(&out.ByType, func(t *answer.TypeContribution) bool { return t.Type == p.Type }, answer.TypeContribution{Type: p.Type})
		t.Organisations++
		if p.Contributes {
			t.Contributing++
		}
		t.OfferedPence, t.ConfirmedPence = t.OfferedPence+p.OfferedPence, t.ConfirmedPence+p.ConfirmedPence
		t.OfferedFTEHundredths, t.ConfirmedFTEHundredths = t.OfferedFTEHundredths+p.OfferedFTEHundredths, t.ConfirmedFTEHundredths+p.ConfirmedFTEHundredths
		t.Other += p.Other
		money, staff = money+p.OfferedPence, staff+p.OfferedFTEHundredths
	}
	for i := range out.ByType {
		t := &out.ByType[i]
		t.ContributingPct = nearest(int64(t.Contributing), int64(t.Organisations))
		t.MoneyPct, t.StaffPct = nearest(t.OfferedPence, money), nearest(t.OfferedFTEHundredths, staff)
	}
}

// mapOf adds up what is spent on which tier, by organisation, and for everybody tier by tier and in all.
func mapOf(ctx context.Context, q *query, args answer.ContributionsArgs, seen seenCases, out *answer.Contributions) error {
	type line struct {
		id, organisation, tier, phase, basis string
		pence                                int64
	}
	rows, err := all(ctx, q.tx, func(rows *sql.Rows) (l line, err error) {
		return l, rows.Scan(&l.id, &l.organisation, &l.tier, &l.phase, &l.pence, &l.basis)
	}, sqlSpending, q.Partnership)
	if err != nil {
		return err
	}
	add := func(list *[]answer.MapRow, organisation, tier string, l line) {
		r := entry(list, func(r *answer.MapRow) bool { return r.Organisation == organisation && r.Tier == tier }, answer.MapRow{Organisation: organisation, Tier: tier})
		switch l.phase {
		case workflow.SpentNow:
			r.NowPence += l.pence
		case workflow.SpentPlanned:
			r.PlannedPence += l.pence
		case workflow.SpentEnd:
			r.SpentPence += l.pence
		}
		if l.basis == "estimated" {
			r.EstimatedPence += l.pence
		}
	}
	for _, l := range rows {
		if !amounts(seen[l.id]) || args.Case != "" && args.Case != l.id || args.Organisation != "" && args.Organisation != l.organisation {
			continue
		}
		add(&out.Map, l.organisation, l.tier, l)
		add(&out.MapTotals, "", l.tier, l)
		add(&out.MapTotals, "", "", l)
	}
	order := func(r answer.MapRow) int {
		return (slices.Index(workflow.Tiers, r.Tier) + len(workflow.Tiers) + 1) % (len(workflow.Tiers) + 1)
	}
	for _, list := range [][]answer.MapRow{out.Map, out.MapTotals} {
		for i := range list {
			list[i].EstimatedPct = nearest(list[i].EstimatedPence, list[i].NowPence+list[i].PlannedPence+list[i].SpentPence)
		}
		slices.SortStableFunc(list, func(a, b answer.MapRow) int {
			return cmp.Or(cmp.Compare(a.Organisation, b.Organisation), cmp.Compare(order(a), order(b)))
		})
	}
	return nil
}
