package notices

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	htmltemplate "html/template"
	"net/url"
	"slices"
	"strings"
	"text/template"
	"time"

	"comity/services/outbox"
	"comity/workflow"
	"comity/workflow/calendar"
)

//go:embed letter.txt letter.html
var templates embed.FS

var (
	asText = template.Must(template.ParseFS(templates, "letter.txt"))
	asHTML = htmltemplate.Must(htmltemplate.ParseFS(templates, "letter.html"))
)

// letter is what a mail says; the templates only place it.
type letter struct {
	Subject     string
	Greeting    string
	Lead        string // of several items: how many, and until when
	Parts       []part
	Preferences string // address of the page
}

// part is what a mail says about one notice.
type part struct {
	Subject string
	Heading string
	Facts   []fact
	Lines   []string
	Details []string
	Link    string
	Label   string // of the link

	asks  bool
	until time.Time
	board string
	zone  *time.Location
}

type fact struct{ Name, Value string }

// letter writes the mail of a batch: what to do first, the nearest deadline first, then what is only news.
func (n *Notices) letter(ctx context.Context, person string, batch []entry) (outbox.Mail, error) {
	var l letter
	m := outbox.Mail{Person: person, State: outbox.Queued}
	for i, e := range batch {
		p, err := n.part(ctx, e.Telling)
		if err != nil {
			return m, err
		}
		l.Parts = append(l.Parts, p)
		m.About = append(m.About, e.Telling.Partnership+"/"+e.Telling.ID)
		if i == 0 {
			m.Partnership, m.Case, m.Reason = e.Telling.Partnership, e.Telling.Case, e.Telling.Reason
			continue
		}
		m.Reason = "several"
		if m.Partnership != e.Telling.Partnership {
			m.Partnership, m.Case = "", ""
		}
		if m.Case != e.Telling.Case {
			m.Case = ""
		}
	}
	slices.SortStableFunc(l.Parts, nearest)
	l.Greeting = "Hello,"
	if name := n.cfg.Directory.Name(ctx, person); name != person {
		l.Greeting = "Dear " + name + ","
	}
	l.Preferences = n.cfg.BaseURL + "/account/notices"
	l.Subject = l.Parts[0].Subject
	if len(l.Parts) > 1 {
		l.Subject, l.Lead = summary(l.Parts)
	}
	var text, html bytes.Buffer
	if err := asText.Execute(&text, l); err != nil {
		return m, fmt.Errorf("write mail: %w", err)
	}
	if err := asHTML.Execute(&html, l); err != nil {
		return m, fmt.Errorf("write mail: %w", err)
	}
	m.Subject, m.Text, m.HTML = oneLine(l.Subject), text.String(), html.String()
	return m, nil
}

// nearest puts what asks before what informs, and the nearest deadline first.
func nearest(a, b part) int {
	switch {
	case a.asks != b.asks && a.asks:
		return -1
	case a.asks != b.asks:
		return 1
	case !a.asks, a.until.Equal(b.until):
		return 0
	case a.until.IsZero():
		return 1
	case b.until.IsZero():
		return -1
	}
	return a.until.Compare(b.until)
}

// summary is the subject and the first sentence of a mail about several things.
func summary(parts []part) (subject, lead string) {
	asks := 0
	for _, p := range parts {
		if p.asks {
			asks++
		}
	}
	first, news := parts[0], len(parts)-asks
	switch {
	case asks == 0:
		subject = fmt.Sprintf("%d pieces of news from Comity", news)
	case asks == 1:
		subject = "1 thing waits for you"
	default:
		subject = fmt.Sprintf("%d things wait for you", asks)
	}
	if asks > 0 && !first.until.IsZero() {
		first := "by " + shortDay(first.until, first.zone)
		if asks > 1 {
			first = "the first " + first
		}
		subject += ", " + first
	}
	if first.board != "" {
		subject += " — " + first.board
	}
	lead = subjectless(asks, news)
	return subject, lead
}

func subjectless(asks, news int) string {
	count := func(n int, one, many string) string {
		if n == 1 {
			return "one " + one
		}
		return fmt.Sprintf("%d %s", n, many)
	}
	switch {
	case news == 0:
		return "There are " + count(asks, "thing", "things") + " for you to do. The most urgent comes first."
	case asks == 0:
		return "There are " + count(news, "piece of news", "pieces of news") + " for you. There is nothing that you have to do."
	case asks == 1:
		return "There is one thing for you to do, and " + count(news, "piece of news", "pieces of news") + "."
	}
	return "There are " + count(asks, "thing", "things") + " for you to do, and " + count(news, "piece of news", "pieces of news") + ". The most urgent comes first."
}

// part is what is said of one notice, on the case and by the governance as they stand, as far as the person may see it.
func (n *Notices) part(ctx context.Context, t workflow.Telling) (part, error) {
	c, r, err := n.stands(ctx, t)
	if err != nil {
		return part{}, err
	}
	now := n.cfg.Now()
	w := &wording{t: t, c: c, r: r, g: r.GovernanceAt(now), cal: r.CalendarAt(now), name: func(id string) string { return n.cfg.Directory.Name(ctx, id) }}
	if c != nil {
		tier := workflow.Clearance(c, r, t.Person, now)
		class := c.Terms.Classification
		w.open = workflow.Clears(tier, class) && class != workflow.ClearExempt
		w.inside = w.open && workflow.Clears(tier, workflow.ClearBoard)
		for _, x := range workflow.Explain(c, r, now) {
			if x.For == t.For {
				w.waits = &x
				break
			}
		}
	} else {
		w.open, w.inside = true, true
	}
	if t.Reason == workflow.ToldAppointed {
		if w.forSeat, err = n.waitsForSeat(ctx, w); err != nil {
			return part{}, err
		}
	}
	p := w.part()
	if len(t.Decisions) > 0 {
		if p.Details, err = n.briefing(ctx, w); err != nil {
			return part{}, err
		}
	}
	p.Link, p.Label = n.link(t)
	p.zone = w.cal.Location()
	return p, nil
}

// link is the page for a notice. It carries no authority: whoever opens it signs in, and opening it decides nothing.
func (n *Notices) link(t workflow.Telling) (link, label string) {
	if t.Reason == workflow.ToldBriefing {
		asked := url.Values{"organisation": {t.Organisation}, "month": {t.Month}}
		return n.cfg.BaseURL + "/" + url.PathEscape(t.Partnership) + "/briefing?" + asked.Encode(), "Read the briefing"
	}
	if t.Reason == workflow.ToldLevelReport || t.Reason == workflow.ToldLevelReportLate || t.Reason == workflow.ToldLevelReportDue || t.Reason == workflow.ToldOverarching {
		return n.cfg.BaseURL + "/" + url.PathEscape(t.Partnership) + "/reports", "See the reports"
	}
	if t.Case == "" {
		return n.cfg.BaseURL + "/work", "See your work"
	}
	base := n.cfg.BaseURL + "/" + url.PathEscape(t.Partnership) + "/cases/" + url.PathEscape(t.Case)
	kind, id, _ := strings.Cut(t.For, ":")
	switch {
	case !t.Asks():
		return base, "See the case"
	case t.Reason == workflow.ToldNoBoard:
		return n.cfg.BaseURL + "/" + url.PathEscape(t.Partnership) + "/desk/documents", "Publish a document"
	case kind == "signoff" && t.Post != "":
		return base + "/decide/" + url.PathEscape(id), "Read the papers and certify"
	case kind == "signoff":
		return base + "/decide/" + url.PathEscape(id), "Read the papers and decide"
	case kind == "consent":
		return base + "/consent/" + url.PathEscape(id), "Read the plan and confirm"
	}
	return base, "See what is to be done"
}

// longDay writes a moment: Friday 4 December 2026 at 23:59.
func longDay(at time.Time, zone *time.Location) string {
	return at.In(zone).Format("Monday 2 January 2006 at 15:04")
}

// shortDay writes the day of a moment: 4 December.
func shortDay(at time.Time, zone *time.Location) string { return at.In(zone).Format("2 January") }

// civil writes a date of the register: 4 December 2026.
func civil(on string) string {
	d, err := calendar.ParseDate(on)
	if err != nil {
		return on
	}
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format("Monday 2 January 2006")
}
