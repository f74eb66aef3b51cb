package bus

import (
	"slices"
	"strings"

	"comity/events"
	"comity/workflow"
)

// Dashboard is what the access key of a dashboard lets it see: one partnership, up to a tier.
type Dashboard struct{ Partnership, Clearance string }

// DashboardViews are the views that a dashboard may ask.
var DashboardViews = []string{FeedView, "snapshot", "dashboard"}

const dashboardPrefix = "dashboard-"

// DashboardActor is as whom the dashboard with an access key asks.
func DashboardActor(key string) string { return dashboardPrefix + key }

// DashboardUser is the user as whom the auth callout signs a dashboard in: the actor, and what it may see. The server hands
// it on with every request, so whoever answers needs to look nothing up and the dashboard can claim nothing. No person's id
// has a stroke in it.
func DashboardUser(key string, d Dashboard) string {
	return strings.Join([]string{DashboardActor(key), d.Partnership, d.Clearance}, "/")
}

// readDashboard is the inverse of DashboardUser; no actor for anything else.
func readDashboard(user string) (actor string, d Dashboard) {
	part := strings.Split(user, "/")
	bad := func(s string) bool { return !events.ValidToken(s) }
	if len(part) != 3 || !strings.HasPrefix(part[0], dashboardPrefix) || slices.ContainsFunc(part, bad) {
		return "", d
	}
	return part[0], Dashboard{Partnership: part[1], Clearance: part[2]}
}

// is reports whether the caller is a dashboard at all.
func (d Dashboard) is() bool { return d != Dashboard{} }

// asks says what a dashboard sees when it asks a view: exactly what its key says, and nothing elsewhere.
func (d Dashboard) asks(partnership, view string) (clearance string, problems []workflow.Problem) {
	if d.is() && (partnership != d.Partnership || !slices.Contains(DashboardViews, view)) {
		message := "The key of this dashboard is for what is published of " + d.Partnership + ", and for nothing else."
		return "", []workflow.Problem{{Code: workflow.NotPermitted, About: view, Message: message}}
	}
	return d.Clearance, nil
}

// Reserved reports whether an id can be no person's: it is the clock's, a user's of the server itself, or like a dashboard's.
func Reserved(id string) bool {
	switch id {
	case events.System, Operator, "engine", "admin", "auth":
		return true
	}
	return strings.HasPrefix(id, dashboardPrefix)
}
