package web

import (
	"net/url"
	"slices"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
)

// caseRoutes are the pages of one case, as it stands and one level down.
var caseRoutes = []route{
	{pattern: "GET /{partnership}/cases/{case}", page: (*visit).caseNow},
	{pattern: "GET /{partnership}/cases/{case}/signoffs", page: (*visit).caseSignOffs},
	{pattern: "GET /{partnership}/cases/{case}/resources", page: (*visit).caseResources},
	{pattern: "GET /{partnership}/cases/{case}/evidence", page: (*visit).caseEvidence},
	{pattern: "GET /{partnership}/cases/{case}/dates", page: (*visit).caseDates},
	{pattern: "GET /{partnership}/cases/{case}/history", page: (*visit).caseHistory},
	{pattern: "GET /{partnership}/cases/{case}/records", page: (*visit).caseRecords},
	{pattern: "GET /{partnership}/cases/{case}/records/{gate}/{round}", page: (*visit).caseRecord},
	{pattern: "GET /{partnership}/cases/{case}/lifecycle", page: (*visit).caseLifecycle},
	{pattern: "GET /{partnership}/cases/{case}/what-if", page: (*visit).caseWhatIf},
	{pattern: "GET /{partnership}/cases/{case}/act/{command}", page: (*visit).caseAct},
	{pattern: "POST /{partnership}/cases/{case}/act/{command}", page: (*visit).caseActSent},
}

// caseHead is what every page of a case has: the case as the reader may see it, and the way to its other pages.
type caseHead struct {
	*answer.Case        // as the view answered
	Name         string // its title, where the reader may see it
	Address      string // of its first page
	Tabs         []link
	Amounts      bool // the reader sees amounts, votes and reasons
	Shown        any  // what this page has besides

	mayRemove bool // evidence
}

// caseTabs are the pages of a case, in the order in which they are offered.
var caseTabs = []link{
	{Text: "Overview"}, {Text: "Sign-offs", Address: "/signoffs"}, {Text: "Consents and resources", Address: "/resources"},
	{Text: "Evidence", Address: "/evidence"}, {Text: "Holds and dates", Address: "/dates"}, {Text: "Lifecycle", Address: "/lifecycle"},
	{Text: "History", Address: "/history"}, {Text: "Decision records", Address: "/records"}, {Text: "What if", Address: "/what-if"},
}

// openCase asks for the case of the page's address, and for the names of the workflow that it follows. tab is the page's own
// part of the address.
// Errors: not_found for who has no part in the partnership or may not know of the case.
func (v *visit) openCase(tab string) (*caseHead, error) {
	if _, err := v.membership(); err != nil {
		return nil, err
	}
	h := &caseHead{Case: &answer.Case{}, Address: "/" + v.partnership + "/cases/" + url.PathEscape(v.path("case"))}
	if err := v.ask("case", answer.CaseArgs{Case: v.path("case")}, h.Case); err != nil {
		return nil, err
	}
	h.Name = "Case " + h.Label.Case
	if h.State == nil {
		return h, nil
	}
	if err := v.naming().pinned(h.State.Workflow, h.State.WorkflowVersion); err != nil {
		return nil, err
	}
	if h.State.Terms.Title != "" {
		h.Name = h.State.Terms.Title
	}
	h.Amounts = workflow.Clears(h.Clearance, workflow.ClearBoard)
	for _, t := range caseTabs {
		h.Tabs = append(h.Tabs, link{Text: t.Text, Address: h.Address + t.Address, Current: t.Address == tab})
	}
	return h, nil
}

// showCase shows a page of a case, or, to who sees no more of it than where it is, the page that says so.
func (v *visit) showCase(name, title string, h *caseHead, f *form) error {
	if h.State == nil {
		return v.show("case_limited", page{Title: h.Name, Data: h, Back: "/" + v.partnership + "/cases"})
	}
	p := page{Title: h.Name, Data: h, Form: f, Back: "/" + v.partnership + "/cases"}
	if title != "" {
		p.Title = title + ": " + h.Name
	}
	return v.show(name, p)
}

// caseNow opens a case on three things: where it is, what it waits for, and what the reader can do.
func (v *visit) caseNow() error {
	h, err := v.openCase("")
	if err != nil {
		return err
	}
	if h.State == nil {
		return v.showCase("case", "", h, nil)
	}
	o := caseOverview{Waits: v.waits(h.Waiting), EffectiveAt: h.effectiveAt()}
	if o.Doing, o.Besides, err = v.doing(h); err != nil {
		return err
	}
	h.Shown = o
	return v.showCase("case", "", h, nil)
}

// caseOverview is what the page case shows.
type caseOverview struct {
	Waits       []waits
	Doing       []capacityActs
	Besides     []string  // sentences: what was done already, and why something cannot be
	EffectiveAt time.Time // when a decision takes effect that waits; zero where none does, or where no end is known
}

// effectiveAt is when a decision that is taken has effect, as the holds stand; zero where it has it, or no end is known.
func (h *caseHead) effectiveAt() time.Time {
	var last time.Time
	for _, hold := range h.State.StandingHolds("effect") {
		if hold.Until.IsZero() {
			return time.Time{}
		}
	}
	for _, d := range h.Due {
		if d.What == "hold" && d.At.After(last) {
			last = d.At
		}
	}
	return last
}

// Gate is the gate that the case is at, or was decided at last; "" for none.
func (h *caseHead) Gate() string {
	switch c := h.State; {
	case c == nil:
		return ""
	case c.Gate != nil:
		return c.Gate.Gate
	case len(c.Passed) > 0:
		return c.Passed[len(c.Passed)-1].Gate
	}
	return ""
}

// Offered and Confirmed are the money of the case, aligned and pooled together. Staff time is never added to it.
func (h *caseHead) Offered() int64 { return h.Money.OfferedAlignedPence + h.Money.OfferedPooledPence }
func (h *caseHead) Confirmed() int64 {
	return h.Money.ConfirmedAlignedPence + h.Money.ConfirmedPooledPence
}

// SignOffName is who is asked by a sign-off: a board, or an officer.
func (n *names) SignOffName(s *workflow.SignOff) string {
	if s.Board != "" {
		return n.Board(s.Board)
	}
	return words("post", s.Post) + " of " + n.Organisation(s.OfficerOf)
}

// signOffNamed is the same by the sign-off's id within the case.
func (n *names) signOffNamed(c *workflow.Case, id string) string {
	if s := c.SignOff(id); s != nil {
		return n.SignOffName(s)
	}
	return human(id)
}

// earlierRounds lists the rounds of sign-offs that are no longer the present one, newest first.
func earlierRounds(c *workflow.Case) []gateRound {
	var out []gateRound
	for _, s := range slices.Backward(c.SignOffs) {
		if c.Gate != nil && s.Gate == c.Gate.Gate && s.GateRound == c.Gate.Round {
			continue
		}
		r := gateRound{Gate: s.Gate, Round: s.GateRound}
		if len(out) == 0 || out[len(out)-1].Gate != r.Gate || out[len(out)-1].Round != r.Round {
			out = append(out, r)
		}
		last := &out[len(out)-1]
		last.SignOffs = slices.Insert(last.SignOffs, 0, s)
	}
	return out
}

// gateRound is one round at a gate.
type gateRound struct {
	Gate     string
	Round    int
	SignOffs []*workflow.SignOff
}
