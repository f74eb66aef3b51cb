package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"charm.land/lipgloss/v2"
	"charm.land/lipgloss/v2/table"

	"comity/workflow/calendar"
	"comity/workflow/quantity"
)

func (p *program) printf(format string, args ...any) { fmt.Fprintf(p.env.Stdout, format, args...) }

// printJSON prints a value for programs: indented, one document.
func (p *program) printJSON(v any) error {
	enc := json.NewEncoder(p.env.Stdout)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// colour reports whether colour may be used.
func (p *program) colour() bool { return p.env.Terminal && p.env.Getenv("NO_COLOR") == "" }

// The few styles there are. Nothing is said by colour alone.
var (
	strong = lipgloss.NewStyle().Bold(true)
	faint  = lipgloss.NewStyle().Faint(true)
	late   = lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Color("1"))
	good   = lipgloss.NewStyle().Foreground(lipgloss.Color("2"))
)

func (p *program) style(s lipgloss.Style, text string) string {
	if !p.colour() {
		return text
	}
	return s.Render(text)
}

// heading prints a title over what follows.
func (p *program) heading(format string, args ...any) {
	p.printf("\n%s\n", p.style(strong, fmt.Sprintf(format, args...)))
}

// pairs prints names and values, one a line; empty values are left out.
func (p *program) pairs(list ...string) {
	width := 0
	for i := 0; i < len(list); i += 2 {
		if list[i+1] != "" {
			width = max(width, len(list[i]))
		}
	}
	for i := 0; i < len(list); i += 2 {
		if list[i+1] != "" {
			p.printf("%s  %s\n", p.style(faint, fmt.Sprintf("%-*s", width, list[i])), list[i+1])
		}
	}
}

// table prints rows under headers. On a terminal it keeps to its width; elsewhere a row is one line, however long.
func (p *program) table(headers []string, rows [][]string) {
	t := table.New().Headers(headers...).Rows(rows...).Wrap(p.env.Terminal).
		BorderTop(false).BorderBottom(false).BorderLeft(false).BorderRight(false).BorderColumn(false).BorderRow(false).
		BorderHeader(true).Border(lipgloss.NormalBorder()).
		StyleFunc(func(row, _ int) lipgloss.Style {
			s := lipgloss.NewStyle().PaddingRight(2)
			if row == table.HeaderRow && p.colour() {
				s = s.Bold(true)
			}
			return s
		})
	if p.colour() {
		t.BorderStyle(faint)
	}
	text := t.String()
	if p.env.Terminal && p.env.Width > 0 && lipgloss.Width(text) > p.env.Width {
		text = t.Width(p.env.Width).String()
	}
	for line := range strings.Lines(text + "\n") {
		p.printf("%s\n", strings.TrimRight(line, " \n"))
	}
}

// date writes a day: 4 December 2026.
func date(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return dateText(d.String())
}

// dateText writes a day that is given as 2026-12-04; what is none stays as it is.
func dateText(s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return t.Format("2 January 2006")
}

// when writes a time on the local clock: 4 December 2026, 09:00.
func (p *program) when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(p.env.Local).Format("2 January 2006, 15:04")
}

// day writes the day of a time on the local clock: 4 December 2026.
func (p *program) day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(p.env.Local).Format("2 January 2006")
}

// until is when, and marks what has passed.
func (p *program) until(t time.Time) string {
	s := p.when(t)
	if s != "" && t.Before(p.env.Now()) {
		return p.style(late, s+" (overdue)")
	}
	return s
}

// money writes pence as pounds, nothing for none.
func money(pence int64) string {
	if pence == 0 {
		return ""
	}
	return quantity.Pence(pence).String()
}

func staff(hundredths int64) string {
	if hundredths == 0 {
		return ""
	}
	return quantity.FTE(hundredths).String()
}

// words makes an identifier readable: pending_effect is "pending effect".
func words(s string) string { return strings.ReplaceAll(s, "_", " ") }

// both joins what is not empty.
func both(sep string, list ...string) string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, sep)
}
