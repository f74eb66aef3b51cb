package web

import (
	"cmp"
	"slices"
	"strings"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/calendar"
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// What the desk says of mandates and of the engine's no, in words without ids.

// mandateWords says what a mandate lets its seat commit, a line a kind.
func mandateWords(m answer.MandateRow) (out []string) {
	for i, l := range m.Commit {
		s := words("kind", l.Kind)
		if l.PerCasePence != nil {
			s += ", up to " + pounds(*l.PerCasePence) + " in a case"
		}
		s += yearWords(m, i)
		if l.PerCaseFTEHundredths != nil {
			s += ", up to " + quantity.FTE(*l.PerCaseFTEHundredths).String() + " in a case"
		}
		if slices.Contains(l.Modes, document.ModePooled) {
			s += ", pooled too"
		}
		if len(l.Services) > 0 {
			var names []string
			for _, x := range l.Services {
				names = append(names, lower(human(x)))
			}
			s += ", for " + strings.Join(names, ", ")
		}
		out = append(out, s)
	}
	if len(m.Acts) > 0 {
		var acts []string
		for _, act := range m.Acts {
			acts = append(acts, lower(words("mandate_act", act)))
		}
		out = append(out, "Only to "+strings.Join(acts, ", to "))
	}
	if m.DeputyMayCommit {
		out = append(out, "A deputy may use it too")
	}
	return out
}

// yearWords says what a line of a mandate allows in a financial year, and what is left of it to those who may know.
func yearWords(m answer.MandateRow, line int) string {
	limit := m.Commit[line].PerYearPence
	if limit == nil {
		return ""
	}
	s := ", up to " + pounds(*limit) + " in a financial year"
	for _, y := range m.Years {
		if y.CommitLine == line+1 {
			s += " (" + pounds(y.LeftPence) + " of " + y.Year + " is left)"
		}
	}
	return s
}

// proposedWords says what a proposed mandate would let its seat commit.
func proposedWords(m document.Mandate) string {
	var out []string
	for _, l := range m.Commit {
		s := lower(words("kind", l.Kind))
		if l.PerCaseGBP != nil {
			s += " up to " + pounds(int64(l.PerCaseGBP.Pence))
		}
		if l.PerCaseFTE != nil {
			s += " up to " + quantity.FTE(l.PerCaseFTE.FTE).String()
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// deskNo says why the engine refused something at the desk.
func (v *visit) deskNo(no *workflow.Refusal) string {
	var out []string
	for _, p := range no.Details {
		out = append(out, v.deskNoOf(p))
	}
	return strings.Join(slices.Compact(out), " ")
}

func (v *visit) deskNoOf(p workflow.Problem) string {
	switch {
	case p.Code == workflow.NotPermitted && p.About == v.person:
		return "You cannot do this for yourself: nobody widens their own authority. Another officer of the organisation must."
	case p.Code == workflow.NotPermitted:
		return "Only the authorising officer of the organisation may do this."
	case p.Code == workflow.NotFound && strings.Contains(p.Message, "proposes"):
		return "Nothing that the document proposes is left to confirm."
	case p.Code == workflow.NotFound && strings.HasPrefix(p.Message, "Nobody is in seat"):
		return "Nobody is in the seat after that day."
	case p.About == "from":
		return "Somebody’s term runs at that time. End it first, or begin later."
	case p.About == "until":
		return "The last day is before the first."
	case p.About == "person" && strings.Contains(p.Message, "holds seat"):
		return "Who holds the seat cannot be its deputy too."
	case p.About == "mandate":
		return "There is a mandate of that name already."
	}
	return p.Message
}

// dayFrom reads a day of a form, and notes what is wrong with it; zero where none is written.
func dayFrom(f *form, name string) (out calendar.Date) {
	s := f.date(name)
	if s == "" {
		return out
	}
	out, err := calendar.ParseDate(s)
	if err != nil {
		f.wrong(name, "Enter a real day, such as 27 3 2027")
	}
	return out
}

// slug makes an id of what somebody is called: letters, digits and hyphens.
func slug(s string) string {
	folded := strings.NewReplacer("à", "a", "á", "a", "â", "a", "ä", "a", "ç", "c", "è", "e", "é", "e", "ê", "e", "ë", "e", "í", "i", "ï", "i", "ñ", "n", "ó", "o", "ô", "o",
		"ö", "o", "ú", "u", "ü", "u", "’", "", "'", "").Replace(strings.ToLower(s))
	var b strings.Builder
	for _, r := range folded {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	out := b.String()
	if len(out) > 40 {
		out = out[:40]
	}
	return strings.Trim(out, "-")
}

func cmpText(a, b string) int { return cmp.Compare(a, b) }

// figure is a number among the facts of a no, which have come as JSON or not; 0 for none.
func figure(facts map[string]any, name string) int {
	switch n := facts[name].(type) {
	case float64:
		return int(n)
	case int:
		return n
	}
	return 0
}
