package web

import (
	"fmt"
	"html/template"
	"regexp"
	"strings"
	"time"

	"comity/workflow/calendar"
	"comity/workflow/quantity"
)

// functions are what templates may call besides the page's own methods.
func (w *Web) functions() template.FuncMap {
	return template.FuncMap{
		"words":       words,
		"human":       human,
		"lower":       lower,
		"upper":       upper,
		"date":        w.date,
		"day":         day,
		"days":        daysInWords,
		"when":        w.when,
		"clock":       func(t time.Time) string { return t.In(w.zone).Format("15:04:05") },
		"deadline":    w.deadline,
		"effect":      w.effectShown,
		"pounds":      func(pence int64) string { return quantity.Pence(pence).String() },
		"fte":         func(hundredths int64) string { return quantity.FTE(hundredths).String() },
		"join":        strings.Join,
		"lines":       func(s string) []string { return strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n") },
		"plural":      plural,
		"list":        func(items ...any) []any { return items },
		"pairs":       pairs,
		"linked":      w.linked,
		"choices":     choices,
		"ends":        strings.HasSuffix,
		"dayof":       dayOf,
		"plainly":     plainly,
		"listed":      func(first string, of []choice) []choice { return append([]choice{{Text: first}}, of...) },
		"serviceHint": serviceHint,
		"add":         func(a, b int) int { return a + b },
	}
}

// date is a day: "4 December 2026".
func (w *Web) date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(w.zone).Format("2 January 2006")
}

// day is a day that is one already.
func day(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format("2 January 2006")
}

// term finds the days of a term in a sentence of the engine's: "from 2010-04-23 to further notice".
var term = regexp.MustCompile(`\bfrom \d{4}-\d\d-\d\d to (?:\d{4}-\d\d-\d\d|further notice)`)

// dayInFigures finds a day within it.
var dayInFigures = regexp.MustCompile(`\d{4}-\d\d-\d\d`)

// daysInWords writes the days of terms in a sentence as people do. What a minute or an instrument calls itself stays as it is.
func daysInWords(sentence string) string {
	return term.ReplaceAllStringFunc(sentence, func(s string) string { return dayInFigures.ReplaceAllStringFunc(s, dayOf) })
}

// when is a moment: "4 December 2026 at 9:30am".
func (w *Web) when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(w.zone).Format("2 January 2006 at 3:04pm")
}

// deadline is when something ends. Close of business is said as the end of the day, and midnight as the start of the day that begins.
func (w *Web) deadline(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	local := t.In(w.zone)
	switch h, m, _ := local.Clock(); {
	case h == 23 && m == 59:
		return "end of " + local.Format("Monday 2 January 2006")
	case h == 0 && m == 0:
		return "start of " + local.Format("Monday 2 January 2006")
	}
	return local.Format("Monday 2 January 2006 at 3:04pm")
}

// address finds the addresses in a text.
var address = regexp.MustCompile(`https?://[^\s<>"]+`)

// linked is a text in which the addresses of our own pages are links.
func (w *Web) linked(text string) template.HTML {
	escaped := template.HTMLEscapeString(text)
	return template.HTML(address.ReplaceAllStringFunc(escaped, func(a string) string {
		if !strings.HasPrefix(a, w.cfg.BaseURL+"/") {
			return a
		}
		return `<a class="govuk-link" href="` + a + `">` + a + `</a>`
	}))
}

// plural is "1 case", "2 cases".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// pairs makes a map of keys and values, for a template that is given several things.
func pairs(kv ...any) (map[string]any, error) {
	if len(kv)%2 != 0 {
		return nil, fmt.Errorf("pairs: %d values are not pairs", len(kv))
	}
	out := map[string]any{}
	for i := 0; i < len(kv); i += 2 {
		key, ok := kv[i].(string)
		if !ok {
			return nil, fmt.Errorf("pairs: %v is not a name", kv[i])
		}
		out[key] = kv[i+1]
	}
	return out, nil
}

// choices makes choices of values and what they are called, for a field whose choices the template knows.
func choices(valuesAndTexts ...string) []choice {
	var out []choice
	for i := 0; i+1 < len(valuesAndTexts); i += 2 {
		out = append(out, choice{Value: valuesAndTexts[i], Text: valuesAndTexts[i+1]})
	}
	return out
}
