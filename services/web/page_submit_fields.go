package web

import (
	"cmp"
	"slices"
	"strings"

	"comity/events"
	"comity/workflow"
	"comity/workflow/calendar"
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// submitStep is one section of a case: a page of its own, saved by itself.
type submitStep struct {
	ID, Title, Hint string
	Lead            string
	Fields          []termField
	Optional        bool // the case can be submitted without it
}

// termField is a field in which one term of the case is written.
type termField struct {
	Name, Label, Hint string // Name is the field of case.amend
	Ask               ask
	Need              string // what to say where it is empty; "" where it may be
}

// What a term is asked for as, besides the kinds of an act.
const (
	askBoxes   ask = "boxes"   // several of several
	askFTE     ask = "fte"     // full-time equivalents
	askList    ask = "list"    // one a line, or with commas
	askOutcome ask = "outcome" // one of the known, or another in words
)

// submitSteps are the sections, in the order of the task list.
var submitSteps = []submitStep{
	{ID: "about", Title: "About the case", Fields: []termField{
		{Name: "title", Label: "Title", Hint: "A short title that somebody who knows nothing of the case understands.", Ask: askText, Need: "Enter a title"},
		{Name: "summary", Label: "Summary in plain language", Ask: askLong, Need: "Enter a summary",
			Hint: "What is to be done, for whom, and why. It is the first thing that everybody who decides reads, so write it without abbreviations."},
		{Name: "outcome", Label: "Which outcome does it serve?", Ask: askOutcome, Need: "Select the outcome it serves"},
	}},
	{ID: "where", Title: "Where and for whom", Fields: []termField{
		{Name: "areas", Label: "Which areas does it concern?", Hint: "The boards of these areas are asked. Select all that apply.", Ask: askBoxes, Need: "Select at least one area"},
		{Name: "services", Label: "Services concerned", Hint: "One on each line. You can leave it empty.", Ask: askList},
		{Name: "tier", Label: "For whom is it?", Ask: askChoice, Need: "Select for whom it is"},
		{Name: "scale", Label: "On what scale is it?", Ask: askChoice, Need: "Select the scale"},
	}},
	{ID: "how", Title: "How it is to be provided", Fields: []termField{
		{Name: "route", Label: "By which route?", Ask: askChoice, Need: "Select the route"},
		{Name: "regime", Label: "Under which procurement rules?", Hint: "A contract needs one.", Ask: askChoice},
		{Name: "classification", Label: "Who may see the case?", Ask: askChoice, Need: "Select who may see the case"},
	}},
	{ID: "plan", Title: "What the plan needs", Optional: true,
		Lead: "Leave money and staff time empty if the plan needs exactly what the organisations put in.",
		Fields: []termField{
			{Name: "plan_pence", Label: "Money", Hint: "For example, £1,200,000. In all, over the whole time.", Ask: askPounds},
			{Name: "plan_fte_hundredths", Label: "Staff time", Hint: "In full-time posts, for example 0.5", Ask: askFTE},
			{Name: "plan_ends_on", Label: "Last day of the plan", Hint: "For example, 31 3 2029. Where a grant ends before it, that is said when the plan is decided.", Ask: askDate},
		}},
	{ID: "considered", Title: "What else was considered, and risk", Optional: true,
		Lead: "Everybody who decides reads this before they vote.",
		Fields: []termField{
			{Name: "options", Label: "What else was considered, and why not", Ask: askLong},
			{Name: "risk", Label: "What could go wrong, and what is done about it", Ask: askLong},
		}},
}

// stepOf finds a section; nil for none.
func stepOf(id string) *submitStep {
	i := slices.IndexFunc(submitSteps, func(s submitStep) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return &submitSteps[i]
}

// stepOfTerm is the section in which a term is written; nil for none.
func stepOfTerm(name string) *submitStep {
	i := slices.IndexFunc(submitSteps, func(s submitStep) bool {
		return slices.ContainsFunc(s.Fields, func(f termField) bool { return f.Name == name })
	})
	if i < 0 {
		return nil
	}
	return &submitSteps[i]
}

// state says how far a section is.
func (s *submitStep) state(c *workflow.Case) string {
	given, missing := 0, 0
	for _, f := range s.Fields {
		switch x := termValue(c.Terms, f.Name); {
		case x != "":
			given++
		case f.Need != "", f.Name == "regime" && c.Terms.Route == document.RouteContract:
			missing++
		}
	}
	switch {
	case given == 0 && s.Optional:
		return taskOptional
	case given == 0, given == 1 && s.ID == "about": // a draft has its title from the start
		return taskNotBegun
	case missing > 0:
		return taskMissing
	}
	return taskDone
}

// termValue is a term as a field of the page shows it; "" for none. Of several, each stands on a line.
func termValue(t events.CaseTerms, name string) string {
	switch name {
	case "areas":
		return strings.Join(slices.Sorted(slices.Values(t.Areas)), "\n")
	case "services":
		return strings.Join(t.Services, "\n")
	case "plan_pence":
		return poundsWritten(t.PlanPence)
	case "plan_fte_hundredths":
		if t.PlanFTEHundredths == 0 {
			return ""
		}
		return fteWritten(t.PlanFTEHundredths)
	case "plan_ends_on":
		return t.PlanEndsOn
	}
	return map[string]string{"title": t.Title, "summary": t.Summary, "outcome": t.Outcome, "tier": t.Tier, "scale": t.Scale, "route": t.Route,
		"regime": t.Regime, "classification": t.Classification, "options": t.Options, "risk": t.Risk}[name]
}

// poundsWritten is an amount as it is written behind a pound sign; "" for none.
func poundsWritten(pence int64) string {
	if pence == 0 {
		return ""
	}
	return strings.TrimPrefix(quantity.Pence(pence).String(), "£")
}

// withoutSpaces lets people group thousands by spaces.
func withoutSpaces(s string) string { return strings.Join(strings.Fields(s), "") }

// fteWritten is staff time as it is written in a field.
func fteWritten(hundredths int64) string {
	s, _, _ := strings.Cut(quantity.FTE(hundredths).String(), " ")
	return s
}

// read takes what is written in the field, in the form in which it is compared and kept. What cannot be read is noted.
func (x *termField) read(f *form) string {
	written := strings.ReplaceAll(f.Value(x.Name), "\r\n", "\n")
	switch x.Ask {
	case askBoxes:
		return strings.Join(slices.Sorted(slices.Values(f.All(x.Name))), "\n")
	case askList:
		var list []string
		for _, s := range strings.FieldsFunc(written, func(r rune) bool { return r == '\n' || r == ',' }) {
			if s = strings.TrimSpace(s); s != "" && !slices.Contains(list, s) {
				list = append(list, s)
			}
		}
		return strings.Join(list, "\n")
	case askPounds:
		if written == "" {
			return ""
		}
		p, err := quantity.ParsePounds(withoutSpaces(written))
		if err != nil || p < 0 {
			f.wrong(x.Name, "Enter an amount in pounds, like 1,200,000")
			return written
		}
		return poundsWritten(int64(p))
	case askFTE:
		if written == "" {
			return ""
		}
		p, err := quantity.ParseFTE(withoutSpaces(written))
		if err != nil || p < 0 {
			f.wrong(x.Name, "Enter full-time posts as a number, like 0.5")
			return written
		}
		return fteWritten(int64(p))
	case askDate:
		on := f.date(x.Name)
		if _, err := calendar.ParseDate(on); on != "" && err != nil {
			f.wrong(x.Name, "Enter a day, like 31 3 2029")
		}
		return on
	case askOutcome:
		if written == outcomeOther {
			return cmp.Or(f.Value(x.Name+"_other"), outcomeOther)
		}
	}
	return written
}

// outcomeOther is chosen for an outcome that is not in the list.
const outcomeOther = "other"

// put writes a value, as read has it, into a change of the case.
func (x *termField) put(c *workflow.CaseFields, value string) {
	text := func(to **string) { *to = &value }
	switch x.Name {
	case "title":
		text(&c.Title)
	case "summary":
		text(&c.Summary)
	case "outcome":
		text(&c.Outcome)
	case "tier":
		text(&c.Tier)
	case "scale":
		text(&c.Scale)
	case "route":
		text(&c.Route)
	case "regime":
		text(&c.Regime)
	case "classification":
		text(&c.Classification)
	case "options":
		text(&c.Options)
	case "risk":
		text(&c.Risk)
	case "areas":
		c.Areas = strings.Split(value, "\n")
	case "services":
		c.Services = strings.Split(value, "\n")
	case "plan_pence":
		p, _ := quantity.ParsePounds(cmp.Or(value, "0")) // read has parsed it
		n := int64(p)
		c.PlanPence = &n
	case "plan_ends_on":
		on, _ := calendar.ParseDate(value) // read has parsed it; nothing takes the day away
		c.PlanEndsOn = &on
	case "plan_fte_hundredths":
		p, _ := quantity.ParseFTE(cmp.Or(value, "0"))
		n := int64(p)
		c.PlanFTEHundredths = &n
	}
}

// choicesOf are what may be chosen for a term.
func (n *names) choicesOf(x *termField, now string) []choice {
	var out []choice
	of := func(list []string) []choice {
		for _, s := range list {
			out = append(out, choice{Value: s, Text: words(x.Name, s)})
		}
		return out
	}
	switch x.Name {
	case "areas":
		for _, a := range n.Rules().Areas {
			out = append(out, choice{Value: a.ID, Text: n.Area(a.ID), Hint: strings.Join(a.Covers, ", ")})
		}
	case "tier":
		return of(document.Tiers)
	case "scale":
		return of(document.Scales)
	case "route":
		return of(document.Routes)
	case "regime":
		of(document.Regimes)
		return append(out, choice{Value: "", Text: "Nothing is procured"})
	case "classification":
		return of(n.Rules().Classifications)
	case "outcome":
		known := []string{"be_healthy", "stay_safe", "enjoy_and_achieve", "positive_contribution", "economic_wellbeing"}
		if now != "" && now != outcomeOther && !slices.Contains(known, now) {
			known = append(known, now)
		}
		of(known)
		return append(out, choice{Value: outcomeOther, Text: "Another outcome"})
	}
	return out
}

// inWords is a term's value as people read it.
func (n *names) inWords(x *termField, value string) string {
	switch {
	case value == "" && x.Name == "regime":
		return "Nothing is procured"
	case value == "":
		return "Nothing"
	case x.Ask == askPounds:
		return "£" + value
	case x.Ask == askFTE:
		return value + " full-time posts"
	case x.Ask == askDate:
		return dayOf(value)
	case x.Ask == askText, x.Ask == askLong:
		return value
	}
	list := strings.Split(value, "\n")
	for i, s := range list {
		switch x.Name {
		case "areas":
			list[i] = n.Area(s)
		case "services":
			list[i] = human(s)
		default:
			list[i] = words(x.Name, s)
		}
	}
	return strings.Join(list, "\n")
}
