package web

import "slices"

// route is one page and where it is. The pages of a partnership stand under its id; mux patterns say the method.
type route struct {
	pattern string
	page    func(*visit) error

	open     bool  // for whoever is not signed in, too
	byItself bool  // asked for by a page and not by a person: it keeps no session from ending
	maxBytes int64 // of the body; formBytes unless said otherwise
}

// routes lists every page; each room of the house has its own list beside its pages.
func routes() []route {
	return slices.Concat(signInRoutes, accountRoutes, aboutRoutes, outboxRoutes, workRoutes, decideRoutes, submitRoutes, importRoutes, casesRoutes, poolRoutes, caseRoutes, deskRoutes, dashboardRoutes, decisionsRoutes, publicRegisterRoutes, registerRoutes, briefingRoutes, reportsRoutes, engagementRoutes, urgencyRoutes, liveRoutes)
}
