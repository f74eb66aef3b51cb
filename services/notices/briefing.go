package notices

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"comity/events"
	"comity/workflow"
	"comity/workflow/document"
	"comity/workflow/quantity"
)

// What is said in an organisation's briefing (F54): of each decision of the month a line, and under it what it means for the organisation,
// as far as the reader may see it. A mail is not a safe place: of an exempt case it says the reference alone, whoever reads it.
func init() {
	maps.Copy(phrases, map[string]phrase{
		workflow.ToldBriefing: {"Briefing[ for {month}]", "This is what was decided[ in {month}] that touches {org}, and what it means for it.", ""},
	})
}

// briefing writes a briefing's lines for its reader, on the cases as they stand.
func (n *Notices) briefing(ctx context.Context, w *wording) ([]string, error) {
	var out []string
	for _, x := range w.t.Decisions {
		c, err := n.cases.Newest(ctx, caseOf(w.t.Partnership, x.Case))
		if err != nil {
			return nil, err
		}
		out = append(out, w.briefed(c, x, n.cfg.Now()))
	}
	return out, nil
}

// briefed says what was decided, and what it means.
func (w *wording) briefed(c *workflow.Case, x events.BriefedDecision, now time.Time) string {
	tier, class := workflow.Clearance(c, w.r, w.t.Person, now), c.Terms.Classification
	i := slices.IndexFunc(c.SignOffs, func(s *workflow.SignOff) bool { return s.ID == x.SignOff && s.Gate == x.Gate && s.GateRound == x.Round })
	if i < 0 || tier == workflow.ClearPublic || !workflow.Clears(tier, class) || class == workflow.ClearExempt {
		return fmt.Sprintf("Case %s: something was decided that is not said in a mail to you.", c.ID)
	}
	s := c.SignOffs[i]
	on := func(t time.Time) string { return t.In(w.cal.Location()).Format("2 January 2006") }
	by := w.boardNamed(s.Board)
	if s.Board == "" {
		by = "The " + strings.ReplaceAll(s.Post, "_", " ") + " of " + w.organisationNamed(s.OfficerOf)
	}
	line := fmt.Sprintf("%s (%s). %s: %s, on %s.", c.Terms.Title, c.ID, by, phraseOf(results, s.Result), on(s.EndedAt))
	effect := " It does not have effect yet."
	for _, g := range c.Passed {
		if g.Gate == s.Gate && g.Round == s.GateRound && !g.EffectiveAt.IsZero() {
			effect = " In effect from " + on(g.EffectiveAt) + "."
		}
	}
	return line + effect + w.means(c, s, tier)
}

// means says what a decision means for the organisation: what it puts in, its consent, and what it owes.
func (w *wording) means(c *workflow.Case, s *workflow.SignOff, tier string) string {
	var out strings.Builder
	for _, k := range c.Commitments {
		if k.Organisation != w.t.Organisation || k.Released || !workflow.Clears(tier, workflow.ClearBoard) {
			continue
		}
		what := strings.ReplaceAll(k.Kind, "_", " ")
		switch {
		case k.Kind == document.ResourceMoney:
			what = quantity.Pence(k.Pence).String()
		case k.FTEHundredths != 0:
			what = quantity.FTE(k.FTEHundredths).String() + " FTE of " + what
		}
		fmt.Fprintf(&out, " It puts in %s (%s).", what, k.Mode)
	}
	for _, k := range c.Consents {
		if k.Organisation == w.t.Organisation && k.Gate == s.Gate && k.GateRound == s.GateRound && !k.External {
			fmt.Fprintf(&out, " Its consent: %s.", strings.ReplaceAll(string(k.State), "_", " "))
		}
	}
	for i := range c.Undertakings {
		if u := &c.Undertakings[i]; u.Owner == w.t.Organisation && u.SignOff == s.ID && u.Open() {
			what := "Something that it has undertaken"
			if workflow.Clears(tier, workflow.ClearBoard) {
				what = strings.TrimSuffix(u.What, ".")
			}
			fmt.Fprintf(&out, " To do by %s: %s.", shortDay(u.DueAt, w.cal.Location()), what)
		}
	}
	for i := range c.ReportBacks {
		if b := &c.ReportBacks[i]; slices.Contains(b.Organisations, w.t.Organisation) && b.SignOff == s.ID && b.Gate == s.Gate && b.Open() {
			fmt.Fprintf(&out, " To be reported back to it by %s.", shortDay(b.DueAt, w.cal.Location()))
		}
	}
	return out.String()
}

// month is a briefing's month in words: January 2027.
func (w *wording) month() string {
	t, err := time.Parse("2006-01", w.t.Month)
	if err != nil {
		return ""
	}
	return t.Format("January 2006")
}
