package web

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"comity/services/views/answer"
	"comity/workflow"
)

var casesRoutes = []route{
	{pattern: "GET /{partnership}/cases", page: (*visit).cases},
	{pattern: "GET /{partnership}/cases.csv", page: (*visit).casesCSV},
	{pattern: "GET /{partnership}/boards", page: (*visit).boards},
	{pattern: "GET /{partnership}/who-can", page: (*visit).whoCan},
	{pattern: "GET /{partnership}/forward-plan", page: (*visit).forwardPlan},
	{pattern: "GET /{partnership}/expiring", page: (*visit).expiring},
	{pattern: "GET /{partnership}/expiring.csv", page: (*visit).expiringCSV},
	{pattern: "GET /{partnership}/contributions", page: (*visit).contributions},
	{pattern: "GET /{partnership}/contributions.csv", page: (*visit).contributionsCSV},
	{pattern: "GET /{partnership}/structure", page: (*visit).structure},
	{pattern: "GET /{partnership}/structure/attendance.csv", page: (*visit).attendanceCSV},
	{pattern: "GET /{partnership}/boards/{board}", page: (*visit).board},
}

// casesPage is what the page cases shows. All of its state is in the address.
type casesPage struct {
	Rows      []caseRow
	Columns   []boardColumn // of the board view; nil in the list
	Left      bool          // there are more cases than a board shows
	Total     int
	Filtered  bool
	Chosen    bool // a filter besides the words is set
	Chips     []chip
	Views     []link
	First     string // address of the first page; "" on it
	Next      string // of the next; "" on the last
	CSV       string
	MayCreate bool

	Stages, Statuses, Levels, Organisations, Areas, Sorts []choice
	View                                                  string
	Now                                                   time.Time
}

// caseRow is one case in a list.
type caseRow struct {
	answer.CaseRow
	Address string
}

// Name is what to call the case: its title, where the reader may see it.
func (r caseRow) Name() string {
	if r.Title == "" {
		return "Case " + r.Case
	}
	return r.Title
}

// Waits is what the case waits for; its deadline stands beside it.
func (r caseRow) Waits() string {
	return withoutDate(plainly(commitment.ReplaceAllString(r.Waiting, "$1")), r.WaitingUntil)
}

// Late reports whether what it waits for should have happened by a time.
func (r caseRow) Late(now time.Time) bool {
	return !r.WaitingUntil.IsZero() && r.WaitingUntil.Before(now)
}

// Hit is where the words that were searched for stand, marked.
func (r caseRow) Hit() template.HTML {
	safe := template.HTMLEscapeString(r.Snippet)
	return template.HTML(strings.NewReplacer(answer.HitStarts, `<mark class="app-mark">`, answer.HitEnds, `</mark>`).Replace(safe)) //nolint:gosec // escaped above
}

// chip is a filter that is set, and the address without it.
type chip struct{ Text, Without string }

// caseFilters are the filters of the list as they stand in the address, in the order of the form.
var caseFilters = []string{"text", "stage", "status", "level", "board", "organisation", "area", "overdue", "mine"}

// cases lists the cases that match what the address says, as a list or as a board by stage.
func (v *visit) cases() error {
	m, err := v.membership()
	if err != nil {
		return err
	}
	f := &form{values: v.r.URL.Query()}
	p := casesPage{View: f.Value("view"), Now: v.web.cfg.Now(), MayCreate: len(m.Units) > 0}
	if p.View != "board" {
		p.View = "list"
	}
	p.choices(v)
	status := http.StatusOK
	if err := p.fill(v, f); err != nil {
		no := refusal(err)
		if no == nil || no.Code != workflow.Malformed {
			return err
		}
		f.refused(no, nil)
		status = http.StatusUnprocessableEntity
	}
	p.describe(v, f)
	return v.showAs(status, "cases", page{Title: "Cases", Form: f, Data: p})
}

// casesAsked are the filters of the address as the view takes them.
func casesAsked(f *form) answer.CasesArgs {
	return answer.CasesArgs{
		Text: f.Value("text"), Stage: f.Value("stage"), Status: f.Value("status"), Level: f.Value("level"), Board: f.Value("board"),
		Organisation: f.Value("organisation"), Area: f.Value("area"), Overdue: f.Value("overdue") != "", Mine: f.Value("mine") != "",
		Sort: f.Value("sort"), After: f.Value("after"),
	}
}

func (p *casesPage) fill(v *visit, f *form) error {
	args := casesAsked(f)
	if p.View == "board" {
		return p.board(v, args)
	}
	var found answer.Cases
	if err := v.ask("cases", args, &found); err != nil {
		return err
	}
	p.Total, p.Rows = found.Total, rowsOf(v, found.Cases)
	if found.After != "" {
		p.Next = v.addressWith("after", found.After)
	}
	if args.After != "" {
		p.First = v.addressWith("after", "")
	}
	return nil
}

func rowsOf(v *visit, list []answer.CaseRow) []caseRow {
	var out []caseRow
	for _, c := range list {
		out = append(out, caseRow{CaseRow: c, Address: "/" + v.partnership + "/cases/" + c.Case})
	}
	return out
}

// choices offers what filters may be set to.
func (p *casesPage) choices(v *visit) {
	rules := v.naming().Rules()
	p.Stages, p.Statuses, p.Levels = choices("", "Any stage"), choices("", "Any status"), choices("", "Any level")
	p.Organisations, p.Areas = choices("", "Any organisation"), choices("", "Any area")
	for _, s := range rules.Stages {
		p.Stages = append(p.Stages, choice{Value: s.ID, Text: v.naming().Stage(s.ID)})
	}
	for _, s := range caseStatuses {
		p.Statuses = append(p.Statuses, choice{Value: string(s), Text: words("status", string(s))})
	}
	for _, l := range []string{"strategic", "executive", "operational"} {
		p.Levels = append(p.Levels, choice{Value: l, Text: words("level", l)})
	}
	for _, o := range rules.Organisations {
		p.Organisations = append(p.Organisations, choice{Value: o.ID, Text: v.naming().Organisation(o.ID)})
	}
	for _, a := range rules.Areas {
		p.Areas = append(p.Areas, choice{Value: a.ID, Text: v.naming().Area(a.ID)})
	}
	p.Sorts = choices("", "Reference", "deadline", "Nearest deadline", "updated", "Last changed")
}

// caseStatuses are the statuses in the order in which a case goes through them.
var caseStatuses = []workflow.Status{workflow.Draft, workflow.Working, workflow.AtGate, workflow.PendingEffect, workflow.Deferred,
	workflow.InDispute, workflow.Suspended, workflow.Closed}

// describe says which filters are set, and where the same cases are otherwise.
func (p *casesPage) describe(v *visit, f *form) {
	for _, name := range caseFilters {
		if s := f.Value(name); s != "" {
			p.Chips = append(p.Chips, chip{Text: v.filterText(name, s), Without: v.addressWith(name, "")})
		}
	}
	p.Filtered, p.Chosen = len(p.Chips) > 0, len(p.Chips) > 1 || len(p.Chips) == 1 && f.Value("text") == ""
	p.Views = []link{
		{Text: "List", Address: v.addressWith("view", ""), Current: p.View == "list"},
		{Text: "Board by stage", Address: v.addressWith("view", "board"), Current: p.View == "board"},
	}
	q := v.filtersOfAddress()
	q.Del("view")
	q.Del("sort")
	p.CSV = withQuery("/"+v.partnership+"/cases.csv", q)
}

// filterText says a filter in words.
func (v *visit) filterText(name, value string) string {
	n := v.naming()
	switch name {
	case "text":
		return "Words: " + value
	case "stage":
		return "Stage: " + n.Stage(value)
	case "status":
		return "Status: " + words("status", value)
	case "level":
		return "Before a board of level: " + words("level", value)
	case "board":
		return "Board: " + n.Board(value)
	case "organisation":
		return "Organisation: " + n.Organisation(value)
	case "area":
		return "Area: " + n.Area(value)
	case "overdue":
		return "Overdue"
	}
	return "Mine"
}

// filtersOfAddress are the filters, the order and the view that are set in the address, and nothing else of it.
func (v *visit) filtersOfAddress() url.Values {
	out := url.Values{}
	for k, list := range v.r.URL.Query() {
		if (slices.Contains(caseFilters, k) || k == "view" || k == "sort") && strings.TrimSpace(list[0]) != "" {
			out.Set(k, strings.TrimSpace(list[0]))
		}
	}
	return out
}

// addressWith is the list's address with a value changed; "" takes it away. The page begins anew unless it is what changes.
func (v *visit) addressWith(name, value string) string {
	q := v.filtersOfAddress()
	if q.Del(name); value != "" {
		q.Set(name, value)
	}
	return withQuery("/"+v.partnership+"/cases", q)
}

func withQuery(address string, q url.Values) string {
	if len(q) == 0 {
		return address
	}
	return address + "?" + q.Encode()
}
