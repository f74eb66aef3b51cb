package workflow

import (
	"fmt"
	"strings"
	"time"
)

// Duties says what is owed after the decisions of a case, by whom and until when: undertakings that are not kept, report-backs
// that are not recorded, and risks that were to be looked at by a day that has passed. The case itself waits for none of them. Those before whose level one has climbed are among On.
func Duties(c *Case, r *Register, at time.Time) []Waiting {
	d := view(c, r, Meta{At: at})
	if d.g == nil || !c.Exists() {
		return nil
	}
	var out []Waiting
	for i := range c.Undertakings {
		if u := &c.Undertakings[i]; u.Open() {
			out = append(out, d.explainUndertaking(u))
		}
	}
	for i := range c.Risks {
		if r := &c.Risks[i]; r.Open() && c.Status != Closed && !r.OverdueAt.IsZero() {
			out = append(out, d.explainRisk(r))
		}
	}
	for i := range c.ReportBacks {
		if b := &c.ReportBacks[i]; b.Open() {
			out = append(out, d.explainReportBack(b))
		}
	}
	return out
}

func (d *decision) explainUndertaking(u *Undertaking) Waiting {
	w := Waiting{For: "undertaking:" + u.ID, On: append(nonEmpty(first(d.ownerNow(u), u.Board)), u.Boards...), People: d.owners(u), Until: u.DueAt,
		Acts: []string{"undertaking.keep"}}
	who := d.nameOf(u.Board)
	if owner := d.ownerNow(u); owner != "" {
		who = d.organisationName(owner)
	}
	w.Message = fmt.Sprintf("%s has undertaken%s: %s", who, d.by(u.DueAt), u.What)
	switch {
	case u.OverdueAt.IsZero():
		w.Then = d.thenClimbs("")
	case !u.NextAt.IsZero():
		w.Then = d.thenClimbs(u.Level)
	}
	if u.Level != "" {
		w.Details = append(w.Details, "It is overdue, and before the "+u.Level+" level.")
	}
	return w
}

func (d *decision) thenClimbs(from string) string {
	if level, _ := d.levelAbove(first(from, "operational")); level != "" {
		return "it goes before the " + level + " level"
	}
	return "it is overdue"
}

// owners lists who may say that an undertaking is kept.
func (d *decision) owners(u *Undertaking) []string {
	out := nonEmpty(u.Person)
	if owner := d.ownerNow(u); owner != "" {
		return distinct(append(out, d.disputants(owner)...))
	}
	if b := d.g.Board(u.Board); b != nil {
		out = append(out, b.Secretary...)
		for i := range b.Seats {
			out = append(out, nonEmpty(d.r.Holder(b.Seats[i].ID, d.m.At))...)
		}
	}
	return distinct(out)
}

func (d *decision) explainReportBack(b *ReportBack) Waiting {
	w := Waiting{For: "report_back:" + b.ID, On: append([]string{b.Seat}, b.Boards...), Until: b.DueAt, Acts: []string{"report_back.record"},
		People: distinct(append(nonEmpty(d.r.Holder(b.Seat, d.m.At)), d.r.DeputiesOf(b.Seat, d.m.At)...))}
	names := make([]string, len(b.Organisations))
	for i, o := range b.Organisations {
		names[i] = d.organisationName(o)
	}
	w.Message = fmt.Sprintf("What %s decided is to be reported back to %s%s.", d.nameOf(b.Board), strings.Join(names, ", "), d.by(b.DueAt))
	if b.OverdueAt.IsZero() {
		w.Then = "it is overdue, and the level above is told"
	}
	return w
}
