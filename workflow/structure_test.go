package workflow

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// remarks lists the codes of the advice on a structure, with what each is about.
func remarks(s Structure) (out []string) {
	for _, r := range s.Remarks {
		out = append(out, strings.TrimRight(r.Code+" "+first(r.Person, r.Seat, r.Board, r.Organisation, r.Post), " "))
	}
	return out
}

func TestF37_the_seats_are_reported_by_the_kind_of_their_constituency(t *testing.T) {
	p := westmere(t, replace("represents: {organisations: [pol]}, holder: p-police}", "represents: {organisations: [pol], department: safeguarding}, holder: p-police}"))
	p.now = at("2026-12-01 09:00")
	got := map[string][]string{}
	voting := map[string]int{}
	for _, c := range MadeUp(p.r, nil, p.now).Constituencies {
		got[c.Kind], voting[c.Kind] = c.Seats, c.Voting
		if c.Count != len(c.Seats) {
			t.Errorf("%s: got %d of %v", c.Kind, c.Count, c.Seats)
		}
	}
	for kind, want := range map[string][]string{
		"own_organisation": {"W1", "W2", "W3", "W5", "W6", "W7", "W8", "WN1", "E1", "E2", "E3", "E5", "N1", "N2", "S1", "S2"},
		"organisations":    {"E4"}, "sector": {"W9", "N3", "S3"}, "department": {"W4"}, "children_and_young_people": {"WN2"}, "parents": {},
	} {
		if !slices.Equal(got[kind], want) {
			t.Errorf("%s: got %v, want %v", kind, got[kind], want)
		}
	}
	if voting["own_organisation"] != 15 || voting["children_and_young_people"] != 0 {
		t.Errorf("got %v with a vote", voting)
	}
}

func TestF37_the_shares_are_those_of_all_seats_to_the_nearest_per_cent(t *testing.T) {
	for _, test := range []struct{ part, whole, want int }{{61, 100, 61}, {1, 3, 33}, {2, 3, 67}, {1, 2, 50}, {1, 200, 1}, {0, 0, 0}} {
		if got := nearestPct(test.part, test.whole); got != test.want {
			t.Errorf("%d of %d: got %d, want %d", test.part, test.whole, got, test.want)
		}
	}
}

func TestF38_a_required_post_that_is_vacant_is_flagged_and_so_is_one_without_a_seat(t *testing.T) {
	p := westmere(t, replace("administrators: [p-admin]", "administrators: [p-admin]\nstructure: {required_posts: [Lead-member for children, director of children’s services, director of public health]}"))
	p.now = at("2026-12-01 09:00")
	if got := remarks(MadeUp(p.r, nil, p.now)); !slices.Contains(got, "post_missing director of public health") || strings.Contains(strings.Join(got, " "), "post_vacant") {
		t.Fatalf("got %v", got)
	}
	for _, seat := range []string{"W2", "E1"} { // both seats of the director; one that is held is enough
		if got := remarks(MadeUp(p.r, nil, p.now)); slices.Contains(got, "post_vacant W2") {
			t.Errorf("before %s is vacant: got %v", seat, got)
		}
		p.register("ao-wcc", &MemberRemove{Seat: seat, LastDay: day("2026-12-01"), Instrument: "i"})
		p.now = p.now.Add(24 * time.Hour)
		p.now = maxTime(p.now, at("2026-12-02 09:00"))
	}
	if got := remarks(MadeUp(p.r, nil, p.now)); !slices.Contains(got, "post_vacant W2") {
		t.Errorf("got %v", got)
	}
}

func TestF47_the_voices_that_no_seat_speaks_for_are_reported(t *testing.T) {
	p := westmere(t)
	if got := remarks(MadeUp(p.r, nil, at("2026-12-01 09:00"))); !slices.Contains(got, "voice_missing_parents") || slices.Contains(got, "voice_missing_children_and_young_people") {
		t.Errorf("Westmere has a shadow board, and nobody for parents: got %v", got)
	}
	p = westmere(t, replace("represents: {kind: children_and_young_people}", "represents: {kind: parents}"))
	if got := remarks(MadeUp(p.r, nil, at("2026-12-01 09:00"))); slices.Contains(got, "voice_missing_parents") || !slices.Contains(got, "voice_missing_children_and_young_people") {
		t.Errorf("got %v", got)
	}
}

func TestF15_a_relevant_partner_without_a_seat_is_reported_and_one_that_a_group_speaks_for_is_not(t *testing.T) {
	p := westmere(t, replace("  - id: cvs\n", "  - {id: prob, name: Probation, type: probation, duty: relevant_partner}\n"+
		"  - {id: eva, name: Evenlode District Council, type: district_council, duty: relevant_partner}\n  - id: cvs\n"),
		replace("represents: {organisations: [ald, bra, cal, dun]}", "represents: {organisations: [ald, bra, cal, dun, eva]}"))
	got := remarks(MadeUp(p.r, nil, at("2026-12-01 09:00")))
	if !slices.Contains(got, "partner_without_seat prob") || slices.Contains(got, "partner_without_seat eva") || slices.Contains(got, "partner_without_seat pol") {
		t.Errorf("got %v", got)
	}
}

func TestF10_a_board_that_decided_nothing_for_twelve_months_is_listed_and_people_on_many_boards_are(t *testing.T) {
	p := westmere(t, replace("administrators: [p-admin]", "administrators: [p-admin]\nstructure: {boards_per_person_advised: 1}"))
	decided := map[string]time.Time{"wcb": at("2026-12-01 12:00"), "jce": at("2026-06-01 12:00")}
	for _, test := range []struct {
		at   string
		want []string
	}{
		{"2027-04-01 23:59", nil}, // boards began on 1 April 2026: twelve months to the day are not over
		{"2027-04-02 00:00", []string{"board_idle ogn", "board_idle ogs"}},
		{"2027-06-02 00:00", []string{"board_idle jce", "board_idle ogn", "board_idle ogs"}},
		{"2027-12-01 23:59", []string{"board_idle jce", "board_idle ogn", "board_idle ogs"}},
		{"2027-12-02 00:00", []string{"board_idle wcb", "board_idle jce", "board_idle ogn", "board_idle ogs"}},
	} {
		var got []string
		for _, r := range remarks(MadeUp(p.r, decided, at(test.at))) {
			if strings.HasPrefix(r, "board_idle") {
				got = append(got, r)
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.at, got, test.want)
		}
	}
	got := remarks(MadeUp(p.r, decided, at("2026-12-02 09:00")))
	if !slices.Contains(got, "person_on_many_boards p-dcs") || slices.Contains(got, "person_on_many_boards p-lead") {
		t.Errorf("got %v", got)
	}
}

func TestF11_a_review_whose_day_has_passed_is_an_overdue_item_of_the_strategic_board(t *testing.T) {
	p := westmere(t, replace("administrators: [p-admin]", "administrators: [p-admin]\nstructure: {review_due_on: 2027-03-31}"))
	overdue := func(when string) (out []string) {
		for _, r := range MadeUp(p.r, nil, at(when)).Remarks {
			if r.Overdue {
				out = append(out, r.Code+" "+r.Board+" "+r.Since.Format(time.RFC3339))
			}
		}
		return out
	}
	if got := overdue("2027-03-31 23:59"); len(got) > 0 {
		t.Errorf("on the day itself: got %v", got)
	}
	if got, want := overdue("2027-04-01 00:00"), []string{"review_overdue wcb 2027-03-31T23:00:00Z"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestF48_people_on_two_levels_or_for_two_organisations_are_listed(t *testing.T) {
	p := westmere(t, replace("represents: {organisations: [bra]}, holder: p-n2}", "represents: {organisations: [bra]}, holder: p-n1}"))
	got := map[string]Spanner{}
	for _, s := range MadeUp(p.r, nil, at("2026-12-01 09:00")).Spanners {
		got[s.Person] = s
	}
	if s := got["p-dcs"]; !slices.Equal(s.Levels, []string{"strategic", "executive"}) || !slices.Equal(s.Organisations, []string{"wcc"}) || !slices.Equal(s.Seats, []string{"W2", "E1"}) {
		t.Errorf("two levels: got %+v", s)
	}
	if s := got["p-n1"]; !slices.Equal(s.Levels, []string{"operational"}) || !slices.Equal(s.Organisations, []string{"ald", "bra"}) {
		t.Errorf("two organisations: got %+v", s)
	}
	if len(got) != 2 {
		t.Errorf("got %d, want two", len(got))
	}
}

// met holds a meeting of a board at which everybody is recorded.
func (p *partnership) met(id, board string, lines ...AttendanceLine) {
	starts := p.now.AddDate(0, 0, 14)
	p.register("p-secretary", &MeetingSchedule{Meeting: id, Board: board, StartsAt: starts})
	p.now = starts
	p.register("p-secretary", &MeetingOpen{Meeting: id})
	p.register("p-secretary", &MeetingRecordAttendance{Meeting: id, Attendance: lines})
	p.register("p-secretary", &MeetingClose{Meeting: id})
}

func TestF24_F43_attendance_is_a_share_by_organisation_and_a_line_to_pay_where_the_seat_is_paid(t *testing.T) {
	p := westmere(t, replace("sector: voluntary and community}, holder: p-cvs}", "sector: voluntary and community}, attendance_paid: true, holder: p-cvs, deputies: [p-cvs-2]}"),
		replace("administrators: [p-admin]", "administrators: [p-admin]\nstructure: {attendance_payment_gbp: £75}"))
	p.now = at("2026-12-01 09:00")
	p.met("m1", "wcb", AttendanceLine{Seat: "W1", Present: "in_person"}, AttendanceLine{Seat: "W2", Present: "apologies"}, AttendanceLine{Seat: "W9", Present: "remote"})
	p.met("m2", "wcb", AttendanceLine{Seat: "W1", Present: "in_person"}, AttendanceLine{Seat: "W9", Person: "p-cvs-2", Present: "in_person"})
	p.met("m3", "wcb", AttendanceLine{Seat: "W9", Present: "apologies"})
	s := MadeUp(p.r, nil, p.now)
	want := []AttendanceOf{{Organisation: "cvs", Expected: 3, Present: 2, Deputies: 1, Apologies: 1, PresentPct: 67}, {Organisation: "wcc", Expected: 3, Present: 2, Apologies: 1, PresentPct: 67}}
	if !slices.Equal(s.Attendance, want) {
		t.Errorf("got %+v, want %+v", s.Attendance, want)
	}
	if len(s.Payments) != 2 || s.Payments[0].Meeting != "m1" || s.Payments[0].Pence != 75_00 || s.Payments[0].Person != "p-cvs" || s.Payments[0].On != day("2026-12-15") ||
		s.Payments[1].Person != "p-cvs-2" || !s.Payments[1].Deputy {
		t.Errorf("got %+v, want a line for each of the two attendances", s.Payments)
	}
}

func TestF43_the_voluntary_sector_at_executive_level_is_advised_against_and_works(t *testing.T) {
	p := westmere(t, replace("      - {id: E5, organisation: pol,", "      - {id: E6, organisation: cvs, role: other, holder: p-cvs}\n      - {id: E5, organisation: pol,"))
	p.now = at("2026-12-01 09:00")
	if got := remarks(MadeUp(p.r, nil, p.now)); !slices.Contains(got, "vcs_at_executive E6") || slices.Contains(got, "vcs_at_executive W9") {
		t.Errorf("got %v", got)
	}
}
