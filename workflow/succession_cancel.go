package workflow

import (
	"slices"

	"comity/events"
	"comity/workflow/calendar"
)

// A succession that is recorded and does not come, or was recorded wrongly (docs/decisions/0026). Until its day nothing has followed from it but that
// terms, deputies' times and mandates end with it; they get their last days back. To correct one is to cancel it and to record it as it is.

// Clip is an authority that was cut short by a succession, and until when it ran before.
type Clip struct {
	What    string        `json:"what"` // term, deputy, mandate
	Seat    string        `json:"seat,omitempty"`
	Person  string        `json:"person,omitempty"`
	From    calendar.Date `json:"from,omitzero"`
	Mandate string        `json:"mandate,omitempty"`
	Until   calendar.Date `json:"until,omitzero"` // before
}

// cancelSuccession is SuccessionCancel's rule.
func (d *registering) cancelSuccession(cmd *SuccessionCancel) *Refusal {
	if p := d.mayPublish(); p != nil {
		return Refuse(*p)
	}
	if slices.Contains(d.r.Cancelled, cmd.Succession) {
		return Refuse(problem(WrongStage, "%s was cancelled already.", cmd.Succession).about(cmd.Succession))
	}
	var problems []Problem
	found := false
	for _, s := range d.r.Successions {
		if s.Succession != cmd.Succession {
			continue
		}
		found = true
		if !d.m.At.Before(s.EffectiveAt) {
			return Refuse(problem(WrongStage, "%s has been in force since %s: what passed on is with the successors.", cmd.Succession, s.EffectiveOn).
				under("DOMAIN §0.12").about(cmd.Succession))
		}
		if isOfficer(d.g.Organisation(s.Organisation), d.m.Actor) {
			problems = append(problems, notPermitted("Nobody widens their own authority: an officer of %s does not record that it is not replaced.", s.Organisation).
				under("DESIGN §4").about(d.m.Actor))
		}
		d.emit(events.OrganisationSuccessionCancelled{Succession: s.Succession, Organisation: s.Organisation, Successors: s.Successors,
			EffectiveOn: s.EffectiveOn, Instrument: cmd.Instrument})
	}
	if !found {
		problems = append(problems, problem(NotFound, "There is no succession %s.", cmd.Succession).about(cmd.Succession))
	}
	return Refuse(problems...)
}

// cancelled takes a succession out, and gives back what it cut short where nothing has ended it since.
func (r *Register) cancelled(e events.OrganisationSuccessionCancelled) {
	i := slices.IndexFunc(r.Successions, func(s Succession) bool { return s.Succession == e.Succession && s.Organisation == e.Organisation })
	if i < 0 {
		return
	}
	s := r.Successions[i]
	r.Successions = slices.Delete(slices.Clone(r.Successions), i, i+1)
	if !slices.Contains(r.Cancelled, e.Succession) {
		r.Cancelled = append(slices.Clone(r.Cancelled), e.Succession)
	}
	last := s.From.AddDays(-1)
	for _, c := range s.Clipped {
		switch c.What {
		case "mandate":
			for j := range r.Mandates {
				if m := &r.Mandates[j]; m.Mandate == c.Mandate && m.Until == last {
					m.Until = c.Until
				}
			}
		case "term":
			unclip(r.Terms, c, last)
		case "deputy":
			unclip(r.Deputies, c, last)
		}
	}
}

func unclip(terms []Term, c Clip, last calendar.Date) {
	for i := range terms {
		if t := &terms[i]; t.Seat == c.Seat && t.Person == c.Person && t.From == c.From && t.Until == last {
			t.Until = c.Until
		}
	}
}

// revoked forgets what successions cut short of a mandate that its organisation has ended itself.
func (r *Register) revoked(mandate string) {
	for i := range r.Successions {
		s := &r.Successions[i]
		if slices.ContainsFunc(s.Clipped, func(c Clip) bool { return c.Mandate == mandate }) {
			s.Clipped = slices.DeleteFunc(slices.Clone(s.Clipped), func(c Clip) bool { return c.Mandate == mandate })
		}
	}
}
