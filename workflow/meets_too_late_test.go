package workflow

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// atMeetings is a case that the strategic board has before it, which decides at meetings only.
func atMeetings(t *testing.T, edit ...func(g, w string) (string, string)) *partnership {
	t.Helper()
	p := westmere(t, append(edit, func(g, w string) (string, string) {
		i := strings.Index(g, "  - id: wcb\n")
		head, rest := g[:i], g[i:]
		if !strings.Contains(rest[:strings.Index(rest, "\n  - id: jce")], "meetings:") {
			return head + strings.Replace(rest, "    chair:", "    meetings: {every: P2M, written_procedure: false}\n    chair:", 1), w
		}
		return head + strings.Replace(rest, "written_procedure: true", "written_procedure: false", 1), w
	})...)
	p.toWCB()
	return p
}

func TestF23_a_deadline_before_the_next_meeting_warns_and_offers_the_urgent_route(t *testing.T) {
	wcb := func(p *partnership) Waiting {
		t.Helper()
		for _, w := range Explain(p.c, p.r, p.now) {
			if w.For == "signoff:wcb" {
				return w
			}
		}
		t.Fatal("the board is not waited for")
		return Waiting{}
	}
	warned := func(w Waiting) string {
		for _, s := range w.Details {
			if strings.Contains(s, "in writing") {
				return s
			}
		}
		return ""
	}
	schedule := func(p *partnership, starts string) {
		p.t.Helper()
		p.register("p-secretary", &MeetingSchedule{Meeting: "m-" + starts[:10], Board: "wcb", StartsAt: at(starts)})
	}
	t.Run("it meets after the deadline, and may decide urgently", func(t *testing.T) {
		p := atMeetings(t, knowsUrgency)
		schedule(p, "2027-01-19 14:00")
		w := wcb(p)
		if s := warned(w); !strings.Contains(s, "19 January 2027") || !strings.Contains(s, "after the deadline") {
			t.Errorf("got %q of %v", s, w.Details)
		}
		if !slices.Contains(w.Acts, "signoff.decide_urgently") || !slices.Contains(w.Acts, "signoff.vote") {
			t.Errorf("acts: got %v", w.Acts)
		}
		f := ForecastOf(p.c, p.r, p.c.SignOff("wcb"), p.now)
		if len(f.Warnings) != 2 || !strings.Contains(f.Warnings[1], "may decide urgently") {
			t.Errorf("the forecast warns %v", f.Warnings)
		}
	})
	t.Run("a board without urgent decisions is warned, and offered nothing", func(t *testing.T) {
		p := atMeetings(t)
		schedule(p, "2027-01-19 14:00")
		if w := wcb(p); warned(w) == "" || slices.Contains(w.Acts, "signoff.decide_urgently") {
			t.Errorf("got %v, %v", w.Details, w.Acts)
		}
	})
	t.Run("one that meets in time is not warned, to the last second of the deadline", func(t *testing.T) {
		p := atMeetings(t, knowsUrgency)
		schedule(p, p.r.CalendarAt(p.now).DateOf(p.c.SignOff("wcb").DueAt).String()+" 23:59:59")
		if w := wcb(p); warned(w) != "" || slices.Contains(w.Acts, "signoff.decide_urgently") {
			t.Errorf("got %v, %v", w.Details, w.Acts)
		}
	})
	t.Run("nor one that is meeting now", func(t *testing.T) {
		p := atMeetings(t, knowsUrgency)
		schedule(p, p.now.Add(10*24*time.Hour).Format("2006-01-02")+" 09:00")
		p.now = p.now.Add(10 * 24 * time.Hour)
		m := p.r.Meetings[len(p.r.Meetings)-1]
		p.register("p-secretary", &MeetingOpen{Meeting: m.ID})
		if w := wcb(p); warned(w) != "" {
			t.Errorf("got %v", w.Details)
		}
	})
	t.Run("nor one that decides in writing", func(t *testing.T) {
		p := urgent(t)
		if w := wcb(p); warned(w) != "" {
			t.Errorf("got %v", w.Details)
		}
	})
}
