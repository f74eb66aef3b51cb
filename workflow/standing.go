package workflow

import (
	"maps"
	"slices"
	"time"

	"comity/events"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// Membership is everything that a person is in one partnership at a time, with the names that a screen needs beside the ids.
type Membership struct {
	Partnership string `json:"partnership"`
	Name        string `json:"name,omitempty"`
	Clearance   string `json:"clearance"` // of a case that concerns nobody in particular

	Seats         []SeatOf `json:"seats,omitempty"` // for which the person may act: as holder first, then as deputy
	Units         []Named  `json:"units,omitempty"`
	SecretaryOf   []Named  `json:"secretary_of,omitempty"` // boards
	Posts         []PostOf `json:"posts,omitempty"`
	ScrutinyOf    []Named  `json:"scrutiny_of,omitempty"`   // scrutiny bodies on which the person sits, or that the person serves
	SpeaksFor     []Named  `json:"speaks_for,omitempty"`    // bodies outside the partnership whose consent the law asks for
	ChampionOf    []Named  `json:"champion_of,omitempty"`   // organisations
	Overarching   []Named  `json:"overarching,omitempty"`   // partnerships that set the context, to whom the reports of quarters are sent
	Administrator bool     `json:"administrator,omitempty"` // named by the governance in force
}

// Named is something with a name.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// SeatOf is a seat for which a person may act. The board's name is missing where the governance in force knows the seat no more.
type SeatOf struct {
	Seat             string `json:"seat"`
	Board            string `json:"board,omitempty"`
	BoardName        string `json:"board_name,omitempty"`
	Organisation     string `json:"organisation,omitempty"` // that the person sits there for
	OrganisationName string `json:"organisation_name,omitempty"`
	Title            string `json:"title,omitempty"` // the post of who sits in it, in words
	Role             string `json:"role,omitempty"`
	Voting           bool   `json:"voting"`

	CodeToAcknowledge string `json:"code_to_acknowledge,omitempty"` // what the code of conduct is called that the person has still to acknowledge for it
	CodeVersion       int    `json:"code_version,omitempty"`
	CodeNeeded        bool   `json:"code_needed,omitempty"` // to vote

	Deputy      bool          `json:"deputy,omitempty"`
	AsDeputyFor string        `json:"as_deputy_for,omitempty"` // the holder; none for a vacant seat
	Until       calendar.Date `json:"until,omitzero"`          // the last day; none: open
}

// PostOf is a post that a person has in an organisation: authorising_officer, chief_finance_officer …
type PostOf struct {
	Organisation     string `json:"organisation"`
	OrganisationName string `json:"organisation_name"`
	Post             string `json:"post"`
}

// Posts are those that every organisation may fill; the document may name others.
var Posts = []string{"authorising_officer", "proper_officer", "monitoring_officer", "chief_finance_officer"}

// Standing says what a person is in a partnership at a time, and whether that is anything at all. What the document only
// proposes, and what has not begun or is over by then, is nothing; so is everybody where no governance is in force. The
// membership of who is nothing still has the partnership's name and the clearance, which is then that of the public.
// Pure; it changes nothing of the register, and may be called concurrently. at is UTC.
func Standing(r *Register, person string, at time.Time) (Membership, bool) {
	m := Membership{Partnership: r.Partnership, Clearance: Generally(r, person, at)}
	g := r.GovernanceAt(at)
	if g == nil || person == "" {
		return m, false
	}
	m.Name = g.Name
	m.Seats = seatsOf(r, g, person, at)
	for _, u := range g.Units {
		if slices.Contains(u.Members, person) {
			m.Units = append(m.Units, Named{u.ID, u.Name})
		}
	}
	for i := range g.Boards {
		if b := &g.Boards[i]; slices.Contains(b.Secretary, person) {
			m.SecretaryOf = append(m.SecretaryOf, Named{b.ID, b.Name})
		}
	}
	for i := range g.Organisations {
		o := &g.Organisations[i]
		for _, post := range postsOf(o, person) {
			m.Posts = append(m.Posts, PostOf{o.ID, o.Name, post})
		}
	}
	for i := range g.Organisations {
		if o := &g.Organisations[i]; slices.Contains(o.Champions, person) {
			m.ChampionOf = append(m.ChampionOf, Named{o.ID, o.Name})
		}
	}
	for _, o := range g.OverarchingPartnerships {
		if slices.Contains(o.People, person) {
			m.Overarching = append(m.Overarching, Named{o.ID, o.Name})
		}
	}
	for i := range g.ScrutinyBodies {
		if b := &g.ScrutinyBodies[i]; b.Serves(person) {
			m.ScrutinyOf = append(m.ScrutinyOf, Named{b.ID, b.Name})
		}
	}
	for _, b := range g.ExternalBodies {
		if b.ProperOfficer == person {
			m.SpeaksFor = append(m.SpeaksFor, Named{b.ID, b.Name})
		}
	}
	m.Administrator = slices.Contains(g.Administrators, person)
	return m, m.Administrator || len(m.Seats)+len(m.Units)+len(m.SecretaryOf)+len(m.Posts)+len(m.ScrutinyOf)+len(m.SpeaksFor)+
		len(m.ChampionOf)+len(m.Overarching) > 0
}

// Generally is a person's clearance in a partnership as a whole at a time: of a case that concerns nobody in particular, and
// so of the feed.
func Generally(r *Register, person string, at time.Time) string {
	return Clearance(NewCase(r.Partnership, ""), r, person, at)
}

func seatsOf(r *Register, g *document.Governance, person string, at time.Time) (held []SeatOf) {
	var covered []SeatOf
	for _, seat := range r.SeatsOf(person, at) {
		a, no := r.actFor(seat, person, at)
		if no != nil { // another holds it by now, in a term that was recorded later
			continue
		}
		s := SeatOf{Seat: seat, Deputy: a.Deputy, AsDeputyFor: a.AsDeputyFor}
		if b, d := g.Seat(seat); b != nil {
			s.Board, s.BoardName, s.Organisation, s.Title, s.Role, s.Voting = b.ID, b.Name, d.AppointedBy(), d.Post, string(d.Role), d.MayVote()
		}
		if code := r.CodeToAcknowledge(seat, person, at); code != nil {
			s.CodeToAcknowledge, s.CodeVersion, s.CodeNeeded = code.Name, code.Version, code.VotingRequiresIt
		}
		terms := r.Terms
		if a.Deputy {
			terms = r.Deputies
		}
		runs := r.running(at)
		for _, t := range slices.Backward(terms) {
			if t.Seat == seat && t.Person == person && runs(t) {
				s.Until, s.Organisation = t.Until, first(s.Organisation, t.Organisation)
				break
			}
		}
		if o := g.Organisation(s.Organisation); o != nil {
			s.OrganisationName = o.Name
		}
		if a.Deputy {
			covered = append(covered, s)
		} else {
			held = append(held, s)
		}
	}
	return append(held, covered...)
}

// postsOf lists the posts that a person has in an organisation.
func postsOf(o *document.Organisation, person string) (out []string) {
	for _, post := range append(slices.Clone(Posts), slices.Sorted(maps.Keys(o.Officers))...) {
		if Officer(o, post) == person && !slices.Contains(out, post) {
			out = append(out, post)
		}
	}
	return out
}

// AdministratorOf reports whether a person is an administrator of the installation, from its own register.
func AdministratorOf(installation *Register, person string) bool {
	return installation.Partnership == events.Installation && slices.Contains(installation.Administrators, person)
}
