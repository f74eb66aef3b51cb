package workflow

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"comity/workflow/document"
)

// forecast is that of a sign-off of C1, which must have one.
func (p *partnership) forecast(signOff string) *Forecast {
	p.t.Helper()
	f := ForecastOf(p.c, p.r, p.c.SignOff(signOff), p.now)
	if f == nil {
		p.t.Fatalf("%s has no forecast", signOff)
	}
	return f
}

// standings lists the seats of a forecast by where they stand.
func standings(f *Forecast) map[string]string {
	out := map[string]string{}
	for _, s := range f.Seats {
		out[s.Standing] = strings.TrimSpace(out[s.Standing] + " " + s.Seat)
	}
	return out
}

func TestForecastOf_an_ordinary_vote(t *testing.T) {
	p := westmere(t)
	p.toGate("G1", "pa2023")
	f := p.forecast("wcb")
	if f.Quorum != QuorumPossible || f.Needed != 5 || f.Voted != 0 || f.Most != 9 || len(f.Unanswered) != 0 || f.DaysLeft != nil || f.State != SignOffWaiting {
		t.Errorf("waiting: got %+v", f)
	}
	p.votes("ogn", Approve, "N1", "N2")
	p.votes("ogs", Approve, "S1", "S2")
	p.votes("jce", Approve, "E1", "E2", "E3")
	p.votes("wcb", Abstain, "W1", "W5")
	p.now = at("2026-12-03 17:00")
	f = p.forecast("wcb")
	want := []string{"3 more must vote.", "1 more from NHS Westmere ICB must vote."}
	if f.Quorum != QuorumPossible || f.Voted != 2 || f.Most != 9 || !slices.Equal(f.Missing, want) {
		t.Errorf("two have abstained: got %+v", f)
	}
	if want := []string{"p-dcs", "p-icb", "p-police", "p-bra", "p-cal", "p-dun", "p-cvs"}; !slices.Equal(f.Unanswered, want) {
		t.Errorf("unanswered: got %v, want %v", f.Unanswered, want)
	}
	if f.DaysLeft == nil || *f.DaysLeft != 19 { // due on 22 December
		t.Errorf("days left: got %v (due %s)", *f.DaysLeft, f.DueAt)
	}
	p.votes("wcb", Approve, "W2", "W3")
	p.votes("wcb", RefuseChoice, "W6")
	if f = p.forecast("wcb"); f.Quorum != QuorumMet || len(f.Missing) != 0 || f.Voted != 5 {
		t.Errorf("five have voted: got %+v", f)
	}
	if f.Categories[2].Name != "district council" || f.Categories[2].Voted != 2 || f.Categories[2].Most != 4 {
		t.Errorf("categories: got %+v", f.Categories)
	}
	if s := p.c.SignOff("jce"); ForecastOf(p.c, p.r, s, p.now) != nil {
		t.Error("a finished sign-off has a forecast")
	}
}

func TestForecastOf_what_takes_people_away(t *testing.T) {
	for _, tc := range []struct {
		name, edit1, edit2 string
		do                 func(p *partnership)
		quorum             string
		most               int
		missing            []string
		standing           map[string]string
	}{
		{name: "nothing", quorum: QuorumPossible, most: 9, missing: []string{"5 more must vote.", "1 more from Westmere County Council must vote.",
			"1 more from NHS Westmere ICB must vote.", "1 more from a district council must vote."},
			standing: map[string]string{SeatMayVote: "W1 W2 W3 W4 W5 W6 W7 W8 W9"}},
		{name: "the only seat of a category stands aside", do: func(p *partnership) {
			p.do("p-icb", &SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W3", Interest: "pecuniary"})
		}, quorum: QuorumImpossible, most: 8, missing: []string{"Nobody from NHS Westmere ICB can take part, and 1 must."},
			standing: map[string]string{SeatMayVote: "W1 W2 W4 W5 W6 W7 W8 W9", SeatRecusedIs: "W3"}},
		{name: "a dispensation brings it back", do: func(p *partnership) {
			p.do("p-icb", &SignOffDeclareInterest{Case: "C1", SignOff: "wcb", Seat: "W3", Interest: "pecuniary"})
			p.do("mo-icb", &SignOffDispense{Case: "C1", SignOff: "wcb", Seat: "W3", Reason: "r"})
		}, quorum: QuorumPossible, most: 9, standing: map[string]string{SeatMayVote: "W1 W2 W3 W4 W5 W6 W7 W8 W9"}},
		{name: "one person holds two seats", edit1: "holder: p-cvs}", edit2: "holder: p-lead}", quorum: QuorumPossible, most: 8,
			standing: map[string]string{SeatMayVote: "W1 W2 W3 W4 W5 W6 W7 W8 W9"}},
		{name: "and has voted for one of them", edit1: "holder: p-cvs}", edit2: "holder: p-lead}", do: func(p *partnership) {
			p.votes("wcb", Approve, "W1")
		}, quorum: QuorumPossible, most: 8, standing: map[string]string{SeatVoted: "W1", SeatMayVote: "W2 W3 W4 W5 W6 W7 W8", SeatUsed: "W9"}},
		{name: "with a deputy for the other", edit1: "holder: p-cvs}", edit2: "holder: p-lead, deputies: [p-cvs]}", do: func(p *partnership) {
			p.votes("wcb", Approve, "W1")
		}, quorum: QuorumPossible, most: 9, standing: map[string]string{SeatVoted: "W1", SeatMayVote: "W2 W3 W4 W5 W6 W7 W8 W9"}},
		{name: "a term that ended", do: func(p *partnership) {
			p.register("ao-pol", &MemberRemove{Seat: "W4", LastDay: day("2026-11-30"), Instrument: "letter"})
		}, quorum: QuorumPossible, most: 8, standing: map[string]string{SeatMayVote: "W1 W2 W3 W5 W6 W7 W8 W9", SeatOutOfTerm: "W4"}},
		{name: "a seat that nobody has been in", edit1: ", holder: p-police}", edit2: "}", quorum: QuorumPossible, most: 8,
			standing: map[string]string{SeatMayVote: "W1 W2 W3 W5 W6 W7 W8 W9", SeatVacant: "W4"}},
		{name: "one person in every seat that matters", edit1: "chief executive, represents: {organisations: [icb]}, holder: p-icb}",
			edit2: "chief executive, represents: {organisations: [icb]}, holder: p-lead}",
			do: func(p *partnership) {
				p.register("ao-wcc", &MemberRemove{Seat: "W2", Instrument: "l", LastDay: day("2026-11-30")})
			},
			quorum: QuorumImpossible, most: 7, missing: []string{"Those who are left cannot stand for all who must take part: one person has one vote."},
			standing: map[string]string{SeatMayVote: "W1 W3 W4 W5 W6 W7 W8 W9", SeatOutOfTerm: "W2"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := westmere(t, replace(first(tc.edit1, "wcb"), first(tc.edit2, "wcb")))
			p.toWCB()
			if tc.do != nil {
				tc.do(p)
			}
			f := p.forecast("wcb")
			if f.Quorum != tc.quorum || f.Most != tc.most {
				t.Errorf("got quorum %s and at most %d, want %s and %d: %v", f.Quorum, f.Most, tc.quorum, tc.most, f.Missing)
			}
			if tc.missing != nil && !slices.Equal(f.Missing, tc.missing) {
				t.Errorf("missing: got %q, want %q", f.Missing, tc.missing)
			}
			got := standings(f)
			for k, want := range tc.standing {
				if got[k] != want {
					t.Errorf("%s: got %q, want %q", k, got[k], want)
				}
			}
			if len(got) != len(tc.standing) {
				t.Errorf("standings: got %v, want %v", got, tc.standing)
			}
		})
	}
}

func TestExpected_is_who_comes_and_who_has_voted(t *testing.T) {
	p := westmere(t, replace("holder: p-police}", "holder: p-police, deputies: [p-lead]}"))
	p.toWCB()
	p.votes("wcb", Approve, "W3")
	expected := func(by map[string]string) (string, []string) {
		return Expected(p.c, p.r, p.c.SignOff("wcb"), p.now, by)
	}
	for name, tc := range map[string]struct {
		by      map[string]string
		quorum  string
		missing string
	}{
		"nobody":                                {map[string]string{}, QuorumImpossible, "At most 1 can take part, and 5 must."},
		"enough":                                {map[string]string{"W1": "", "W5": "", "W6": "", "W7": ""}, QuorumMet, ""},
		"without a district":                    {map[string]string{"W1": "", "W2": "", "W4": "", "W9": ""}, QuorumImpossible, "Nobody from a district council can take part, and 1 must."},
		"one person for two seats":              {map[string]string{"W1": "p-lead", "W4": "p-lead", "W5": "", "W6": ""}, QuorumImpossible, "At most 4 can take part, and 5 must."},
		"one who may not act for the seat":      {map[string]string{"W1": "", "W5": "p-stranger", "W6": "", "W7": ""}, QuorumImpossible, "At most 4 can take part, and 5 must."},
		"who has voted and comes counts once":   {map[string]string{"W3": "", "W1": "", "W5": "", "W6": ""}, QuorumImpossible, "At most 4 can take part, and 5 must."},
		"a deputy for a seat whose holder does": {map[string]string{"W1": "p-lead", "W4": "p-police", "W5": "", "W6": ""}, QuorumMet, ""},
	} {
		t.Run(name, func(t *testing.T) {
			quorum, missing := expected(tc.by)
			if quorum != tc.quorum || (tc.missing != "" && !slices.Contains(missing, tc.missing)) || (tc.missing == "" && missing != nil) {
				t.Errorf("got %s %q, want %s %q", quorum, missing, tc.quorum, tc.missing)
			}
		})
	}
}

// TestOutlook_is_what_every_way_of_voting_comes_to holds the forecast of random small boards, whose people sit in several seats
// and whose categories overlap, against trying every way in which they could vote.
func TestOutlook_is_what_every_way_of_voting_comes_to(t *testing.T) {
	people := []string{"a", "b", "c", "d"}
	rapid.Check(t, func(rt *rapid.T) {
		n, cats := rapid.IntRange(1, 6).Draw(rt, "seats"), rapid.IntRange(0, 3).Draw(rt, "categories")
		o := &outlook{decision: &decision{g: &document.Governance{}}, board: &document.Board{}}
		o.board.Quorum.Voting = rapid.IntRange(1, 5).Draw(rt, "quorum")
		for range cats {
			least := rapid.IntRange(1, 2).Draw(rt, "min")
			o.board.Quorum.Require = append(o.board.Quorum.Require, document.Category{Role: "officer", Min: least})
			o.need = append(o.need, least)
		}
		for i := range n {
			who := rapid.SliceOfNDistinct(rapid.SampledFrom(people), 0, 2, rapid.ID[string]).Draw(rt, "people")
			kind := rapid.IntRange(0, 1<<cats-1).Draw(rt, "kind")
			o.seats, o.kind = append(o.seats, SeatPart{People: who}), append(o.kind, kind)
			if len(who) > 0 {
				o.open = append(o.open, i)
			} else if rapid.Bool().Draw(rt, "voted") {
				o.voted++
				for j := range o.need {
					o.need[j] -= kind >> j & 1
				}
			}
		}
		short := func(voted int, need []int) bool {
			return voted < o.board.Quorum.Voting || slices.ContainsFunc(need, func(n int) bool { return n > 0 })
		}
		want := QuorumImpossible
		if anyWay(o, 0, map[string]bool{}, o.voted, o.need, short) {
			want = QuorumPossible
		}
		if !short(o.voted, o.need) {
			want = QuorumMet
		}
		if got, missing := o.quorum(); got != want || (got == QuorumMet) != (len(missing) == 0) {
			rt.Fatalf("got %s %q, want %s", got, missing, want)
		}
	})
}

// anyWay tries every person, and nobody, for each open seat.
func anyWay(o *outlook, i int, used map[string]bool, voted int, need []int, short func(int, []int) bool) bool {
	if !short(voted, need) {
		return true
	}
	if i == len(o.open) {
		return false
	}
	seat := o.open[i]
	for _, p := range o.seats[seat].People {
		if used[p] {
			continue
		}
		used[p] = true
		left := slices.Clone(need)
		for j := range left {
			left[j] -= o.kind[seat] >> j & 1
		}
		if anyWay(o, i+1, used, voted+1, left, short) {
			return true
		}
		delete(used, p)
	}
	return anyWay(o, i+1, used, voted, need, short)
}

// TestForecastOf_agrees_with_the_count on random states: a quorum that is met is one to the count as well, and what the count
// has lost no forecast holds possible.
func TestForecastOf_agrees_with_the_count(t *testing.T) {
	base := westmere(t, replace("holder: p-police}", "holder: p-police, deputies: [p-police-2]}"))
	from := base.standing("G2")
	rapid.Check(t, func(rt *rapid.T) {
		p := &partnership{t: t, r: base.r, now: base.now, c: from.c.Clone(), ledgers: clonedLedgersOf(from.ledgers)}
		for range rapid.IntRange(0, 30).Draw(rt, "steps") {
			p.now = p.now.Add(time.Duration(rapid.IntRange(0, 24).Draw(rt, "hours")) * time.Hour)
			p.try(randomCommand(rt, p))
		}
		for _, s := range p.c.Current() {
			f := ForecastOf(p.c, p.r, s, p.now)
			if s.Board == "" || s.State.Final() {
				if f != nil {
					rt.Fatalf("%s %s has a forecast", s.ID, s.State)
				}
				continue
			}
			if s.State == SignOffWaiting {
				continue
			}
			n := p.r.count(s, p.now)
			if n.quorate != (f.Quorum == QuorumMet) {
				rt.Fatalf("%s: quorate %t, forecast %+v", s.ID, n.quorate, f)
			}
			if len(n.reasons) > 0 && f.Quorum != QuorumImpossible {
				rt.Fatalf("%s has lost its quorum (%v), forecast %+v", s.ID, n.reasons, f)
			}
		}
	})
}
