package views

import (
	"context"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

func viewRegister(ctx context.Context, q *query, _ struct{}) (*answer.Register, error) {
	r, err := q.reckoned(ctx)
	if err != nil {
		return nil, err
	}
	if !r.Exists() {
		return nil, refuse(workflow.NotFound, "There is no partnership %s, or it has published no governance document.", q.Partnership)
	}
	out := &answer.Register{
		Partnership: q.Partnership, Revision: r.Revision, Versions: versions(r.Governance), Workflows: versions(r.Workflows),
		Organisations: []answer.Organisation{}, Boards: []answer.BoardRow{}, Mandates: []answer.MandateRow{},
	}
	if g := r.GovernanceAt(q.now); g != nil {
		out.Name, out.GovernanceVersion = g.Name, g.Metadata.Version
		for _, o := range g.Organisations {
			out.Organisations = append(out.Organisations, answer.Organisation{ID: o.ID, Name: o.Name, Type: string(o.Type), Duty: string(o.Duty)})
		}
		for i := range g.Boards {
			out.Boards = append(out.Boards, q.boardRow(&g.Boards[i]))
		}
	}
	for _, m := range r.Mandates {
		out.Mandates = append(out.Mandates, answer.MandateRow{
			Mandate: m.Mandate, Organisation: m.Organisation, Seat: m.Seat, Instrument: m.Instrument, From: dateText(m.From), Until: dateText(m.Until),
			InForce: r.MandateInForce(m, q.now), Acts: m.Acts, Commit: m.Commit,
			DeputyMayCommit: m.DeputyMayCommit, Years: r.YearsOf(m, q.Actor, q.now),
		})
	}
	return out, nil
}

func versions(list []workflow.Published) []answer.VersionRow {
	out := []answer.VersionRow{}
	for _, p := range list {
		out = append(out, answer.VersionRow{ID: p.ID, Version: p.Version, From: p.From, Digest: p.Digest, PublishedAt: p.PublishedAt})
	}
	return out
}

func (q *query) boardRow(b *document.Board) answer.BoardRow {
	r := q.register()
	day := r.CalendarAt(q.now).DateOf(q.now)
	row := answer.BoardRow{ID: b.ID, Name: b.Name, Level: string(b.Level), Areas: b.Areas, Chair: b.Chair.Seat, Vice: b.Chair.Vice, Seats: []answer.SeatRow{}}
	for i := range b.Seats {
		s := &b.Seats[i]
		seat := answer.SeatRow{ID: s.ID, Organisation: s.AppointedBy(), Role: string(s.Role), Voting: s.MayVote(), Holder: r.Holder(s.ID, q.now), Deputies: r.DeputiesOf(s.ID, q.now)}
		seat.NominatedBy, seat.Constituency, seat.Sector, seat.Department = s.NominatedBy, s.Constituency(), s.Represents.Sector, s.Represents.Department
		if seat.Constituency == document.ConstituencyOrganisations {
			seat.SpeaksFor = s.Represents.Organisations
		}
		if turn, ok := r.TurnAt(s.ID, q.now); ok {
			next, _ := r.TurnAt(s.ID, r.CalendarAt(q.now).StartOf(turn.Next))
			seat.Rotation = &answer.Rotation{Among: s.Rotation.Among, TurnOf: turn.Organisation, PassesOn: turn.Next.String(), Next: next.Organisation}
		}
		for _, t := range r.Terms {
			if t.Seat == s.ID && t.Person == seat.Holder && t.In(day) {
				seat.From, seat.Until = dateText(t.From), dateText(t.Until)
			}
		}
		row.Seats = append(row.Seats, seat)
	}
	return row
}

func dateText(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
