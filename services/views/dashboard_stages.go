package views

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"comity/services/views/answer"
)

const day = 24 * time.Hour

// older counts something that began at a moment.
func older(a *answer.Ages, began, now time.Time) {
	switch age := now.Sub(began); {
	case age < 30*day:
		a.Under30Days++
	case age <= 90*day:
		a.Days30To90++
	default:
		a.Over90Days++
	}
}

// stages lists the stages of the workflows in force in their order, drafts first, none of them with a case yet. What a case is
// in beside them, by an older version, is added as it is found.
func (q *query) stages() []answer.StageCount {
	out := []answer.StageCount{{Name: "Draft"}}
	r := q.register()
	today := r.CalendarAt(q.now).DateOf(q.now)
	for _, p := range r.Workflows {
		w := r.WorkflowOn(p.ID, today)
		if w == nil {
			continue
		}
		for _, s := range w.Stages {
			if !slices.ContainsFunc(out, func(c answer.StageCount) bool { return c.Stage == s.ID }) {
				out = append(out, answer.StageCount{Stage: s.ID, Name: cmp.Or(s.Name, worded(s.ID)), TargetDays: s.TargetDays})
			}
		}
	}
	return out
}

// worded is an id as words.
func worded(id string) string {
	if id == "" {
		return ""
	}
	text := strings.NewReplacer("_", " ", "-", " ").Replace(id)
	return strings.ToUpper(text[:1]) + text[1:]
}

func (d counting) inStage(row caseRow, now time.Time, overdue bool) {
	s := entry(&d.ByStage, func(s *answer.StageCount) bool { return s.Stage == row.Stage }, answer.StageCount{Stage: row.Stage, Name: worded(row.Stage)})
	since := row.StageEnteredAt
	if since.IsZero() {
		since = row.CreatedAt
	}
	if s.Cases++; s.Since.IsZero() || since.Before(s.Since) {
		s.Since = since
	}
	older(&s.Ages, since, now)
	if overdue {
		s.Overdue++
	}
	if s.TargetDays > 0 && now.Sub(since) > time.Duration(s.TargetDays)*day {
		s.Late++
	}
}

// ofTier counts a case that the reader may see; amounts where those may be seen too.
func (d counting) ofTier(row caseRow, tier string) {
	t := entry(&d.ByTier, func(t *answer.TierCount) bool { return t.Tier == row.tier }, answer.TierCount{Tier: row.tier})
	t.Cases++
	if amounts(tier) {
		t.OfferedPence += row.Money.OfferedAlignedPence + row.Money.OfferedPooledPence
	}
}

// tierShares reckons the percentages once all cases are counted.
func (d counting) tierShares() {
	total := int64(0)
	for _, t := range d.ByTier {
		total += t.OfferedPence
	}
	for i := range d.ByTier {
		d.ByTier[i].OfferedPct = percent(d.ByTier[i].OfferedPence, total)
	}
	slices.SortFunc(d.ByTier, func(a, b answer.TierCount) int { return cmp.Compare(a.Tier, b.Tier) })
}

// countAttendance adds up the meetings that are over, for those who are told who attended.
func (d counting) countAttendance(q *query) {
	if !amounts(q.generally()) {
		return
	}
	for _, m := range q.register().Meetings {
		if m.State != "closed" {
			continue
		}
		a := entry(&d.Attendance, func(a *answer.AttendanceCount) bool { return a.Board == m.Board }, answer.AttendanceCount{Board: m.Board})
		a.Meetings++
		for _, who := range m.Attendance {
			if a.Recorded++; who.Present != "apologies" {
				a.Present++
			}
		}
	}
	for i := range d.Attendance {
		d.Attendance[i].PresentPct = percent(int64(d.Attendance[i].Present), int64(d.Attendance[i].Recorded))
	}
	slices.SortFunc(d.Attendance, func(a, b answer.AttendanceCount) int { return cmp.Compare(a.Board, b.Board) })
}
