package views

import (
	"context"
	"slices"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
)

// viewForecast says of every unfinished sign-off of a board whether it will have a quorum. Of cases whose votes the reader may
// not see it says nothing.
func viewForecast(ctx context.Context, q *query, args answer.ForecastArgs) (*answer.Forecast, error) {
	r := q.register()
	b := r.GovernanceAt(q.now).Board(args.Board)
	if b == nil {
		return nil, refuse(workflow.NotFound, "There is no board %s in %s.", args.Board, q.Partnership)
	}
	out := &answer.Forecast{Board: workflow.Named{ID: b.ID, Name: b.Name}, SignOffs: []answer.ForecastRow{}, Chase: []answer.Chase{},
		MayChase: workflow.MayChase(r, q.Actor, b.ID, q.now)}
	by, err := coming(r, b, args)
	if err != nil {
		return nil, err
	}
	if m := r.Meeting(args.Meeting); m != nil {
		out.Meeting = &answer.ForecastMeeting{Meeting: m.ID, StartsAt: m.StartsAt, State: m.State, Venue: m.Venue, Remote: m.Remote}
	}
	rows, err := q.signOffs(ctx, b.ID)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		c, tier, err := q.seen(ctx, row.Case)
		if err != nil {
			return nil, err
		}
		if c == nil {
			continue
		}
		if item := q.forecastOf(c, c.SignOff(row.SignOff), tier, by); item != nil {
			item.Stopped = c.Status != workflow.AtGate
			foresee(out, *item)
		}
	}
	ratify, err := q.ratifications(ctx, b.ID)
	if err != nil {
		return nil, err
	}
	for _, x := range ratify {
		if item := q.forecastOf(x.c, x.s, x.tier, by); item != nil {
			item.GateRound, item.Stopped = x.s.GateRound, x.c.Status == workflow.InDispute || x.c.Status == workflow.Suspended
			foresee(out, *item)
		}
	}
	slices.SortStableFunc(out.Chase, func(a, b answer.Chase) int { return len(b.SignOffs) - len(a.SignOffs) })
	return out, nil
}

// forecastOf says whether a sign-off will have a quorum, with those who are to come where that is known. Nil where there is nothing to say of it,
// or not to this reader.
func (q *query) forecastOf(c *workflow.Case, s *workflow.SignOff, tier string, by map[string]string) *answer.ForecastRow {
	if s == nil || !sees(tier, c.Terms.Classification) || !amounts(tier) {
		return nil
	}
	f := workflow.ForecastOf(c, q.register(), s, q.now)
	if f == nil {
		return nil
	}
	item := &answer.ForecastRow{Case: c.ID, Title: c.Terms.Title, Label: c.Label(), Gate: s.Gate, Act: s.Act, Forecast: *f}
	if by != nil {
		item.Expected = &answer.ExpectedQuorum{}
		item.Expected.Quorum, item.Expected.Missing = workflow.Expected(c, q.register(), s, q.now, by)
	}
	return item
}

// foresee adds a sign-off to the forecast, and whom to chase for it unless it stands still.
func foresee(out *answer.Forecast, item answer.ForecastRow) {
	out.SignOffs = append(out.SignOffs, item)
	if !item.Stopped {
		chase(out, item)
	}
}

// coming says which seats are to come and who for them, nil where it is not known. Errors: not_found.
func coming(r *workflow.Register, b *document.Board, args answer.ForecastArgs) (map[string]string, error) {
	var by map[string]string
	if args.Meeting != "" {
		m := r.Meeting(args.Meeting)
		if m == nil || m.Board != b.ID {
			return nil, refuse(workflow.NotFound, "%s has no meeting %s.", b.Name, args.Meeting)
		}
		for _, a := range m.Attendance {
			if by == nil {
				by = map[string]string{}
			}
			if a.Present != "apologies" {
				by[a.Seat] = a.Person
			}
		}
	}
	if args.Attending != nil {
		by = map[string]string{}
	}
	for _, seat := range args.Attending {
		if !slices.ContainsFunc(b.Seats, func(s document.Seat) bool { return s.ID == seat }) {
			return nil, refuse(workflow.NotFound, "%s has no seat %s.", b.Name, seat)
		}
		by[seat] = ""
	}
	return by, nil
}

// chase adds those who have not answered a sign-off to whom to remind.
func chase(out *answer.Forecast, row answer.ForecastRow) {
	for _, person := range row.Unanswered {
		what := answer.ChaseSignOff{Case: row.Case, SignOff: row.SignOff, DueAt: row.DueAt, Seats: []string{}}
		if row.GateRound > 0 {
			what.Gate = row.Gate
		}
		for _, s := range row.Seats {
			if slices.Contains(s.People, person) && (s.Holder == person || !slices.Contains(s.People, s.Holder)) {
				what.Seats = append(what.Seats, s.Seat)
			}
		}
		i := slices.IndexFunc(out.Chase, func(c answer.Chase) bool { return c.Person == person })
		if i < 0 {
			out.Chase, i = append(out.Chase, answer.Chase{Person: person}), len(out.Chase)
		}
		out.Chase[i].SignOffs = append(out.Chase[i].SignOffs, what)
	}
}
