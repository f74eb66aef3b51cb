package web

import "net/http"

var registerRoutes = []route{{pattern: "GET /{partnership}/registers", page: (*visit).registers}}

// register is one page of what is kept on a whole partnership.
type register struct {
	Path  string // below the partnership
	Name  string
	Holds string
}

// registerGroup is a question that people come with.
type registerGroup struct {
	Question  string
	Registers []register
}

// registersOf lists every register and report there is. A page of a whole partnership stands here or in the navigation.
var registersOf = []registerGroup{
	{"What was decided", []register{
		{"decisions", "Decisions", "What has been decided, whom it binds, and from when"},
		{"public-register", "Public register", "Decisions with their reasons, alternatives and interests, as anybody may read them"},
		{"forward-plan", "Forward plan", "Key decisions, announced and taken"},
		{"scrutiny", "Scrutiny", "What each scrutiny body has before it, and may call in"},
		{"urgency", "Register of urgency", "What was decided urgently, by whom, and whether it was ratified"},
	}},
	{"Who may do what", []register{
		{"who-can", "Who can", "Who can commit a sum, or decide on a case, by which clause"},
		{"code", "Code of conduct", "For which of your seats it is still to be acknowledged"},
		{"structure", "How this partnership is made up", "Who is represented, how often they come, and what could be better"},
	}},
	{"What each organisation gives", []register{
		{"contributions", "Who gives what", "By organisation and its kind, and what is spent on which tier"},
		{"pools", "Pooled funds", "Their agreements and their accounts"},
		{"expiring", "What ends when", "Agreements, contracts, grants, mandates and terms"},
	}},
	{"What is reported", []register{
		{"reports", "Reports", "Of boards to those above them, and of quarters"},
		{"engagement", "Who was reached", "Seminars, briefings and visits, and what associates say"},
		{"briefing", "Monthly briefing", "What was decided in a month that touches an organisation"},
	}},
}

// registers lists the registers and reports of a partnership.
func (v *visit) registers() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	return v.showAs(http.StatusOK, "registers", page{Title: "Registers and reports", Data: registersOf})
}

// toRegisters is where the page of a register leads back to.
func (v *visit) toRegisters() string { return "/" + v.path("partnership") + "/registers" }

// inRegister reports whether the page is that of a register, or below it.
func (v *visit) inRegister(base string) bool {
	for _, g := range registersOf {
		for _, r := range g.Registers {
			if v.within(base + "/" + r.Path) {
				return true
			}
		}
	}
	return false
}
