package document

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// seven are the districts of Norfolk and Lincolnshire (DOMAIN §4), invented but for their number.
const seven = `
api_version: comity/v1
kind: Governance
metadata: {partnership: shire, version: 1, effective_from: 2026-04-01}
name: Shire Partnership
organisations:
  - {id: county, name: Shire County Council, type: county_council, duty: lead_authority, authorising_officer: ao-county}
  - {id: d1, name: First District Council, type: district_council, duty: relevant_partner, authorising_officer: ao-d1}
  - {id: d2, name: Second District Council, type: district_council, duty: relevant_partner, authorising_officer: ao-d2}
  - {id: d3, name: Third District Council, type: district_council, duty: relevant_partner, authorising_officer: ao-d3}
  - {id: d4, name: Fourth District Council, type: district_council, duty: relevant_partner, authorising_officer: ao-d4}
  - {id: d5, name: Fifth District Council, type: district_council, duty: relevant_partner, authorising_officer: ao-d5}
  - {id: d6, name: Sixth District Council, type: district_council, duty: relevant_partner, authorising_officer: ao-d6}
  - {id: d7, name: Seventh District Council, type: district_council, duty: relevant_partner, authorising_officer: ao-d7}
boards:
  - id: board
    name: Shire Board
    level: strategic
    quorum: {voting: 5, require: [{role: officer, min: 1}]}
    rule: {count: by_seat, pass: majority_of_votes_cast, on_tie: falls, close: when_decided}
    seats_for:
      - {each: [d1, d2, d3, d4, d5, d6, d7], roles: [elected_member, officer], id: "{organisation}-{role}"}
`

func parsed(t *testing.T, text string) *Document {
	t.Helper()
	docs, problems := CheckSources(Source{"g.yaml", []byte(text)})
	if errs := Errors(problems); len(errs) > 0 || len(docs) != 1 {
		t.Fatalf("got %v", errs)
	}
	return docs[0]
}

func TestF30_a_member_and_an_officer_of_seven_districts_are_fourteen_seats_seven_of_each_role(t *testing.T) {
	g := parsed(t, seven).Governance
	roles := map[string]int{}
	var seats []string
	for _, s := range g.Boards[0].Seats {
		roles[s.Role]++
		seats = append(seats, s.ID)
		if !s.MayVote() || s.Constituency() != ConstituencyOwn {
			t.Errorf("got %+v", s)
		}
	}
	if len(seats) != 14 || roles[RoleElectedMember] != 7 || roles[RoleOfficer] != 7 {
		t.Fatalf("got %v of roles %v", seats, roles)
	}
	want := []string{"d1-member", "d1-officer", "d2-member", "d2-officer"}
	if !slices.Equal(seats[:4], want) {
		t.Errorf("got %v, want %v first", seats[:4], want)
	}
	again := parsed(t, strings.Replace(seven, "version: 1", "version: 2", 1)).Governance
	if !slices.EqualFunc(g.Boards[0].Seats, again.Boards[0].Seats, func(a, b Seat) bool { return a.ID == b.ID && a.Organisation == b.Organisation }) {
		t.Error("the same template has other ids in the next version")
	}
}

func TestTemplate_one_officer_a_district_and_one_member_a_political_group(t *testing.T) {
	g := parsed(t, strings.Replace(seven, `      - {each: [d1, d2, d3, d4, d5, d6, d7], roles: [elected_member, officer], id: "{organisation}-{role}"}`,
		`      - {each: [d1, d2, d3, d4, d5, d6, d7], roles: [officer]}
      - {groups: [blue, red, yellow], organisation: county, roles: [elected_member]}`, 1)).Governance
	var last []string
	for _, s := range g.Boards[0].Seats[7:] {
		last = append(last, s.ID+" "+s.Organisation+" "+s.PoliticalGroup)
	}
	if want := []string{"board-blue-member county blue", "board-red-member county red", "board-yellow-member county yellow"}; len(g.Boards[0].Seats) != 10 || !slices.Equal(last, want) {
		t.Errorf("got %v, want %v", last, want)
	}
}

func TestExpand_reads_again_as_the_same_document(t *testing.T) {
	for name, text := range map[string]string{"templates": seven, "westmere": string(testFile(t, "westmere.governance.yaml")),
		"workflow": string(testFile(t, "joint-commissioning.workflow.yaml"))} {
		t.Run(name, func(t *testing.T) {
			doc, err := Parse("a.yaml", []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			out, err := Expand(doc)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(out, "seats_for") {
				t.Error("a template is left")
			}
			again, err := Parse("b.yaml", []byte(out))
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if doc.Governance != nil {
				for i := range doc.Governance.Boards {
					doc.Governance.Boards[i].SeatsFor = nil
				}
			}
			if !reflect.DeepEqual(doc.Governance, again.Governance) || !reflect.DeepEqual(doc.Workflow, again.Workflow) {
				t.Errorf("it is another document:\n%s", out)
			}
		})
	}
}

func TestTemplate_that_says_too_little_or_too_much_is_refused_at_its_place(t *testing.T) {
	const good = `{each: [d1, d2, d3, d4, d5, d6, d7], roles: [elected_member, officer], id: "{organisation}-{role}"}`
	for _, test := range []struct{ name, become, code string }{
		{"for nobody", `{roles: [officer]}`, "template_for_nobody"},
		{"for both", `{each: [d1], groups: [blue], organisation: county}`, "template_for_both"},
		{"groups of nobody", `{groups: [blue, red]}`, "missing"},
		{"one id for several", `{each: [d1, d2], roles: [officer], id: "district"}`, "template_id"},
		{"one id for two roles", `{each: [d1, d2], roles: [officer, elected_member], id: "x-{organisation}"}`, "template_id"},
		{"a district twice", `{each: [d1, d1], roles: [officer]}`, "duplicate_id"},
		{"a district nobody knows", `{each: [d1, d9], roles: [officer]}`, "dangling_id"},
		{"an id that is none", `{each: [d1, d2], roles: [officer], id: "{organisation} officer"}`, "invalid_id"},
		{"an id that another seat has", `{each: [d1, d2], roles: [officer], id: "{organisation}-s"}` + "\n    seats: [{id: d1-s, organisation: county}]", "duplicate_id"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, problems := CheckSources(Source{"g.yaml", []byte(strings.Replace(seven, good, test.become, 1))})
			if !slices.ContainsFunc(Errors(problems), func(p Problem) bool { return p.Code == test.code && p.Line >= 22 && p.Column > 1 }) {
				t.Errorf("got %v, want %s", Errors(problems), test.code)
			}
		})
	}
	_, problems := CheckSources(Source{"g.yaml", []byte(strings.Replace(seven, "    seats_for:\n      - "+good+"\n", "", 1))})
	if !slices.ContainsFunc(Errors(problems), func(p Problem) bool { return p.Code == "missing" && strings.Contains(p.Sentence, "seats") }) {
		t.Errorf("without any seat: got %v", Errors(problems))
	}
}
