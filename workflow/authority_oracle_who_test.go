package workflow

import (
	"slices"

	"comity/workflow/document"
)

// Who somebody is, by the document in force and the successions that have force.

func (o *oracle) unit(person string) bool {
	for _, u := range o.g.Units {
		if u.ID == o.c.Terms.Unit && slices.Contains(u.Members, person) {
			return true
		}
	}
	return false
}

func (o *oracle) organisation(id string) document.Organisation {
	for _, x := range o.g.Organisations {
		if x.ID == id {
			return x
		}
	}
	return document.Organisation{}
}

// lead is who leads the partnership, or stands in the place of who led it.
func (o *oracle) lead() document.Organisation {
	for _, x := range o.g.Organisations {
		if x.Duty == "lead_authority" {
			return o.organisation(o.inPlaceOf(x.ID))
		}
	}
	return document.Organisation{}
}

// inPlaceOf is who answers where an organisation did that was replaced: the principal of those that took over, and so on.
func (o *oracle) inPlaceOf(organisation string) string {
	for range o.r.Successions {
		for _, s := range o.r.Successions {
			if s.Organisation == organisation && !s.Continues && !s.EffectiveAt.After(o.at) {
				organisation = s.Principal
			}
		}
	}
	return organisation
}

// officer: of the three who act for an organisation by the document in force; nobody does for one that was replaced, whom the document may name
// a while longer.
func (o *oracle) officer(organisation, person string) bool {
	x := o.organisation(organisation)
	return !o.gone(organisation) && person != "" && (x.AuthorisingOfficer == person || x.ProperOfficer == person || x.MonitoringOfficer == person)
}

// heirs are an organisation and who has taken its place: what it promised is theirs to keep (DOMAIN §0.12).
func (o *oracle) heirs(organisation string) []string {
	out := []string{organisation}
	for i := 0; i < len(out); i++ {
		for _, s := range o.r.Successions {
			for _, x := range s.Successors {
				if s.Organisation == out[i] && !s.EffectiveAt.After(o.at) && !slices.Contains(out, x.Organisation) {
					out = append(out, x.Organisation)
				}
			}
		}
	}
	return out
}

// gone: another organisation has taken its place.
func (o *oracle) gone(organisation string) bool {
	return slices.ContainsFunc(o.r.Successions, func(s Succession) bool {
		return s.Organisation == organisation && !s.Continues && !s.EffectiveAt.After(o.at)
	})
}

func (o *oracle) accountable(person string) bool {
	return o.officer(o.inPlaceOf(o.c.Terms.Sponsor), person) || o.officer(o.lead().ID, person)
}

func (o *oracle) secretary(person string, boards ...string) bool {
	for _, b := range o.g.Boards {
		if (len(boards) == 0 || slices.Contains(boards, b.ID)) && slices.Contains(b.Secretary, person) {
			return true
		}
	}
	return false
}
