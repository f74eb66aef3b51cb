package document

import (
	"strings"
	"testing"
)

const clusters = `api_version: comity/v1
kind: Governance
metadata: {partnership: kent, version: 1, effective_from: 2010-04-23}
name: Clusters
organisations:
  - {id: cc, name: The county, type: county_council, duty: lead_authority, authorising_officer: ao}
  - {id: d1, name: One, type: district_council, authorising_officer: ao}
  - {id: d2, name: Two, type: district_council, authorising_officer: ao}
areas:
  - {id: n, name: North, organisations: [d1, d2]}
  - {id: s, organisations: [d2]}
boards:
  - {id: top, name: Top, level: strategic, quorum: {voting: 1}, rule: {count: by_seat, pass: majority_of_votes_cast, on_tie: falls, close: when_decided}, seats: [{id: T, organisation: cc, role: officer}]}
  - id: cluster
    name: "{area} Children's Trust"
    level: operational
    for_areas: [n, s]
    reports_to: [top]
    chair: {seat: M}
    quorum: {voting: 1}
    rule: {count: by_seat, pass: majority_of_votes_cast, on_tie: falls, close: when_decided}
    seats: [{id: M, organisation: cc, role: officer, post: partnership manager, holder: p-m}]
    seats_for: [{of_areas: true, roles: [officer], holder: "p-{board}-{organisation}"}]
`

// F17, F18: one board written once for every area, with a seat for each organisation that serves it.
func TestForAreas(t *testing.T) {
	docs, found := CheckSources(Source{"kent", []byte(clusters)})
	if mistakes := Errors(found); len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	text, err := Expand(docs[0])
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Parse("whole", []byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if again, _ := Expand(doc); again != text || strings.Contains(text, "for_areas") {
		t.Errorf("written out again it is\n%s", again)
	}
	var got []string
	for _, b := range doc.Governance.Boards[1:] {
		got = append(got, b.ID, b.Name, strings.Join(b.Areas, ","), b.Chair.Seat)
		for _, s := range b.Seats {
			got = append(got, s.ID+" "+s.Organisation+" "+s.Holder)
		}
	}
	const want = "cluster-n; North Children's Trust; n; M-n; M-n cc p-m-n; cluster-n-d1-officer d1 p-cluster-n-d1; cluster-n-d2-officer d2 p-cluster-n-d2; " +
		"cluster-s; s Children's Trust; s; M-s; M-s cc p-m-s; cluster-s-d2-officer d2 p-cluster-s-d2"
	if all := strings.Join(got, "; "); all != want {
		t.Errorf("got\n%s\nwant\n%s", all, want)
	}
}

func TestForAreas_mistakes_are_said_once_and_where_they_are_written(t *testing.T) {
	for name, c := range map[string]struct{ old, now, want string }{
		"in the board":            {"level: operational", "level: operative", "16:12 unknown_value"},
		"in a seat":               {"role: officer, post: partnership", "role: chief, post: partnership", "22:45 unknown_value"},
		"an area that is not":     {"for_areas: [n, s]", "for_areas: [n, x]", "17:20 dangling_id"},
		"none that is":            {"for_areas: [n, s]", "for_areas: [x]", "17:17 dangling_id"},
		"an area twice":           {"for_areas: [n, s]", "for_areas: [n, n]", "17:20 duplicate_id"},
		"areas as well":           {"for_areas: [n, s]", "for_areas: [n, s]\n    areas: [n]", "18:12 template_for_both"},
		"seats for both":          {"{of_areas: true,", "{of_areas: true, each: [d1],", "23:17 template_for_both"},
		"a missing key":           {"    level: operational\n", "", "14:5 missing"},
		"seats that clash":        {`[{of_areas: true, roles: [officer]`, `[{of_areas: true, id: x, roles: [officer]`, "23:38 template_id"},
		"an id that cannot be":    {"id: cluster\n", "id: cluster one\n", "14:9 invalid_id"},
		"an organisation unknown": {"{id: M, organisation: cc", "{id: M, organisation: cx", "22:35 dangling_id"},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(clusters, c.old) {
				t.Fatal("the document does not have " + c.old)
			}
			_, found := CheckSources(Source{"kent", []byte(strings.Replace(clusters, c.old, c.now, 1))})
			var first string
			said := map[string]int{}
			for _, p := range Errors(found) {
				place := strings.TrimPrefix(p.String(), "kent:")
				place = place[:strings.Index(place, ": ")] + " " + p.Code
				said[place]++
				if place == c.want {
					first = place
				}
			}
			if first == "" {
				t.Errorf("got %v, want %s", found, c.want)
			}
			if c.want != "17:20 duplicate_id" && said[c.want] > 1 && name != "an id that cannot be" {
				t.Errorf("it is said %d times", said[c.want])
			}
		})
	}
}
