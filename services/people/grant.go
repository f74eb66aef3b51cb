package people

import (
	"maps"
	"slices"

	"comity/events"
	"comity/services/bus"
	"comity/workflow"
)

// grant is what decides the permissions of somebody who connects: a person, or a dashboard.
type grant struct {
	Actor         string            // as whom they act and ask; one token
	Administrator bool              // of the installation
	Clearance     map[string]string // of a person, by the partnerships that they are anything in
	Dashboard     bus.Dashboard     // of a dashboard
}

// personGrant is that of a person.
func personGrant(s standing) grant {
	g := grant{Actor: s.Person, Administrator: s.Administrator, Clearance: map[string]string{}}
	for _, m := range s.In {
		g.Clearance[m.Partnership] = m.Clearance
	}
	return g
}

// permissions are the subjects that somebody may publish and subscribe to, and there are no others: commands and questions as
// themselves, what is published up to their clearance, and their own inbox. Pure; in a fixed order.
//
// An administrator of the installation may speak in any partnership, since there may be a new one: what they may do there is
// for the rules to say, as for everybody.
// Source: DESIGN §5; RELIABILITY §6.1.
func permissions(g grant) (publish, subscribe []string) {
	subscribe = []string{"_INBOX_" + g.Actor + ".>"}
	if g.Dashboard != (bus.Dashboard{}) {
		for _, view := range bus.DashboardViews {
			publish = append(publish, events.AskSubject(g.Dashboard.Partnership, g.Actor, view))
		}
		return publish, append(subscribe, feeds(g.Dashboard.Partnership, g.Dashboard.Clearance)...)
	}
	publish = []string{events.PeopleOf(g.Actor), events.AskSubject(events.Installation, g.Actor, "me"), "$SRV.PING"}
	if g.Administrator {
		publish = append(publish, events.CommandsOf("*", g.Actor), events.AsksOf("*", g.Actor))
	}
	for _, p := range slices.Sorted(maps.Keys(g.Clearance)) {
		if !g.Administrator {
			publish = append(publish, events.CommandsOf(p, g.Actor), events.AsksOf(p, g.Actor))
		}
		subscribe = append(subscribe, feeds(p, g.Clearance[p])...)
	}
	return publish, subscribe
}

// feeds are the tiers of a partnership up to a clearance; none for what is no clearance.
func feeds(partnership, clearance string) (out []string) {
	if !slices.Contains(workflow.Clearances, clearance) {
		return nil
	}
	for _, t := range workflow.Clearances {
		if workflow.Clears(clearance, t) {
			out = append(out, events.FeedOf(partnership, t))
		}
	}
	return out
}
