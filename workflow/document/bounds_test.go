package document

import (
	"strings"
	"testing"
)

// F07: East Sussex lets the groups of its areas differ within agreed parameters (K-delivery).
func TestF07_an_override_outside_a_bound_is_refused_and_the_bound_is_named(t *testing.T) {
	bounded := strings.Replace(clusters, "boards:\n", `bounds:
  - {id: agreed-quorum, level: operational, key: quorum_voting, min: 1, max: 2}
  - {id: agreed-tie, boards: [cluster-s], key: on_tie, one_of: [falls, dispute]}
boards:
`, 1)
	const head = "api_version: comity/v1\nkind: Governance\nextends: [base.yaml]\n"
	own := func(rest string) string {
		return head + "boards:\n  - id: own\n    name: Own\n    level: operational\n    areas: [n]\n    reports_to: [top]\n" + rest +
			"\n    seats: [{id: X, organisation: d1, role: officer}, {id: Y, organisation: d2, role: officer}]\n"
	}
	const falls = "    rule: {count: by_seat, pass: majority_of_votes_cast, on_tie: falls, close: when_decided}"
	for name, c := range map[string]struct{ top, want string }{
		"within":                                    {own("    quorum: {voting: 2}\n" + falls), ""},
		"a word of a board that is not bound":       {head + "boards: [{id: top, rule: {on_tie: casting_vote}, chair: {seat: T}}]\n", ""},
		"above the most":                            {own("    quorum: {voting: 3}\n" + falls), "top.yaml:10:22: own: quorum_voting is 3, and the bound agreed-quorum allows from 1 to 2."},
		"an overlay of every area's board":          {head + "boards: [{id: cluster, quorum: {voting: 4}}]\n", "top.yaml:4:41: cluster-n: quorum_voting is 4, and the bound agreed-quorum allows from 1 to 2."},
		"a word outside":                            {head + "boards: [{id: cluster, rule: {on_tie: casting_vote}}]\n", "top.yaml:4:39: cluster-s: on_tie is casting_vote, and the bound agreed-tie allows falls or dispute."},
		"what is said nowhere is below the least":   {head + "bounds: [{id: notice, level: operational, key: notice_days, min: 3}]\n", "cluster-n: notice_days is 0, and the bound notice allows at least 3."},
		"a bound for nobody":                        {head + "bounds: [{id: x, key: seats, max: 3}]\n", "top.yaml:4:10: Bound x is for the boards of a level or for those that it names under boards: one of the two."},
		"a number bound by words":                   {head + "bounds: [{id: x, level: strategic, key: seats, one_of: [three]}]\n", "top.yaml:4:10: seats is a number; bound x says how far it may go: min, max or both."},
		"a word bound by numbers":                   {head + "bounds: [{id: x, level: strategic, key: pass, max: 3}]\n", "top.yaml:4:10: pass is a word; bound x says which it may be: one_of."},
		"a word that is none":                       {head + "bounds: [{id: x, level: strategic, key: on_tie, one_of: [fals]}]\n", `top.yaml:4:58: on_tie cannot be "fals". Did you mean falls? It is one of: casting_vote, falls, dispute.`},
		"no number left":                            {head + "bounds: [{id: x, level: strategic, key: seats, min: 3, max: 2}]\n", "top.yaml:4:10: Bound x leaves no number: its least is 3 and its most 2."},
		"an unknown key":                            {head + "bounds: [{id: x, level: strategic, key: quorum, min: 3}]\n", `top.yaml:4:41: key cannot be "quorum". It is one of: quorum_voting, seats, notice_days, threshold_pct, pass, on_tie, close, authority, relationship.`},
		"a bound that an overlay opens is its word": {head + "bounds: [{id: agreed-tie, one_of: [casting_vote]}]\nboards: [{id: cluster, rule: {on_tie: casting_vote}}]\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, found := CheckLaid(shelf(map[string]string{"base.yaml": bounded}), Source{"top.yaml", []byte(c.top)})
			mistakes := Errors(found)
			if c.want == "" && len(mistakes) > 0 {
				t.Fatal(mistakes)
			}
			if c.want == "" {
				return
			}
			for _, m := range mistakes {
				if strings.HasSuffix(m.String(), c.want) {
					return
				}
			}
			t.Errorf("got %v, want %s", mistakes, c.want)
		})
	}
}
