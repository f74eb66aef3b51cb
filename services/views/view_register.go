package views

import (
	"context"
	"time"

	"comity/events"
	"comity/workflow"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// RegisterAnswer is who may decide what in a partnership, as in force now.
type RegisterAnswer struct {
	Partnership       string         `json:"partnership"`
	Revision          int            `json:"revision"`
	Name              string         `json:"name,omitempty"`
	GovernanceVersion int            `json:"governance_version,omitempty"`
	Versions          []VersionRow   `json:"versions"`
	Workflows         []VersionRow   `json:"workflows"`
	Organisations     []Organisation `json:"organisations"`
	Boards            []BoardRow     `json:"boards"`
	Mandates          []MandateRow   `json:"mandates"`
}

// VersionRow is a published version of a document.
type VersionRow struct {
	ID          string        `json:"id"`
	Version     int           `json:"version"`
	From        calendar.Date `json:"from,omitzero"`
	Digest      string        `json:"digest"`
	PublishedAt time.Time     `json:"published_at"`
}

// Organisation is an organisation of the partnership.
type Organisation struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
	Duty string `json:"duty,omitempty"`
}

// BoardRow is a board and who sits on it.
type BoardRow struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	Level string    `json:"level"`
	Areas []string  `json:"areas,omitempty"`
	Chair string    `json:"chair,omitempty"` // seat
	Vice  []string  `json:"vice,omitempty"`
	Seats []SeatRow `json:"seats"`
}

// SeatRow is a seat, who holds it and who deputises.
type SeatRow struct {
	ID           string   `json:"id"`
	Organisation string   `json:"organisation"`
	Role         string   `json:"role,omitempty"`
	Voting       bool     `json:"voting"`
	Holder       string   `json:"holder,omitempty"` // none: vacant
	From         string   `json:"from,omitempty"`
	Until        string   `json:"until,omitempty"`
	Deputies     []string `json:"deputies,omitempty"`
}

// MandateRow is a mandate and whether it is in force.
type MandateRow struct {
	Mandate         string                `json:"mandate"`
	Organisation    string                `json:"organisation"`
	Seat            string                `json:"seat"`
	Instrument      string                `json:"instrument"`
	From            string                `json:"from"`
	Until           string                `json:"until,omitempty"`
	InForce         bool                  `json:"in_force"`
	Commit          []events.MandateLimit `json:"commit"`
	DeputyMayCommit bool                  `json:"deputy_may_commit"`
}

func viewRegister(_ context.Context, q *query, _ struct{}) (*RegisterAnswer, error) {
	r := q.register()
	if !r.Exists() {
		return nil, refuse(workflow.NotFound, "There is no partnership %s, or it has published no governance document.", q.Partnership)
	}
	out := &RegisterAnswer{
		Partnership: q.Partnership, Revision: r.Revision, Versions: versions(r.Governance), Workflows: versions(r.Workflows),
		Organisations: []Organisation{}, Boards: []BoardRow{}, Mandates: []MandateRow{},
	}
	if g := r.GovernanceAt(q.now); g != nil {
		out.Name, out.GovernanceVersion = g.Name, g.Metadata.Version
		for _, o := range g.Organisations {
			out.Organisations = append(out.Organisations, Organisation{ID: o.ID, Name: o.Name, Type: string(o.Type), Duty: string(o.Duty)})
		}
		for i := range g.Boards {
			out.Boards = append(out.Boards, q.boardRow(&g.Boards[i]))
		}
	}
	day := r.CalendarAt(q.now).DateOf(q.now)
	for _, m := range r.Mandates {
		out.Mandates = append(out.Mandates, MandateRow{
			Mandate: m.Mandate, Organisation: m.Organisation, Seat: m.Seat, Instrument: m.Instrument, From: dateText(m.From), Until: dateText(m.Until),
			InForce: !day.Before(m.From) && (m.Until.IsZero() || !day.After(m.Until)), Commit: m.Commit, DeputyMayCommit: m.DeputyMayCommit,
		})
	}
	return out, nil
}

func versions(list []workflow.Published) []VersionRow {
	out := []VersionRow{}
	for _, p := range list {
		out = append(out, VersionRow{ID: p.ID, Version: p.Version, From: p.From, Digest: p.Digest, PublishedAt: p.PublishedAt})
	}
	return out
}

func (q *query) boardRow(b *document.Board) BoardRow {
	r := q.register()
	day := r.CalendarAt(q.now).DateOf(q.now)
	row := BoardRow{ID: b.ID, Name: b.Name, Level: string(b.Level), Areas: b.Areas, Chair: b.Chair.Seat, Vice: b.Chair.Vice, Seats: []SeatRow{}}
	for i := range b.Seats {
		s := &b.Seats[i]
		seat := SeatRow{ID: s.ID, Organisation: s.AppointedBy(), Role: string(s.Role), Voting: s.MayVote(), Holder: r.Holder(s.ID, q.now), Deputies: r.DeputiesOf(s.ID, q.now)}
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
