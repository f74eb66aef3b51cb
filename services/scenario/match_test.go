package scenario

import (
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	for _, test := range []struct{ name, want, got, difference string }{
		{"keys_wanted_only", `{a: 1}`, `{"a":1,"b":2}`, ""},
		{"missing_key", `{a: 1}`, `{"b":2}`, "x.a is nothing, want 1"},
		{"other_value", `{a: {b: yes}}`, `{"a":{"b":"no"}}`, `x.a.b is "no", want yes`},
		{"zero_is_left_out", `{a: 0, b: false, c: £0}`, `{}`, ""},
		{"pounds", `{amount: "£1,000.50"}`, `{"amount_pence":100050}`, ""},
		{"posts", `{fte: 0.5 FTE}`, `{"fte_hundredths":50}`, ""},
		{"times_as_moments", `{at: 2027-04-03T00:00:00+01:00}`, `{"at":"2027-04-02T23:00:00Z"}`, ""},
		{"readable_time", `{at: Sat 3 Apr 2027}`, `{"at":"2027-04-02T23:00:00Z"}`, ""},
		{"another_moment", `{at: 2027-04-03}`, `{"at":"2027-04-03T00:00:00Z"}`, "want 2027-04-03"},
		{"list_in_order", `[a, c]`, `["a","b","c"]`, ""},
		{"list_out_of_order", `[c, a]`, `["a","b","c"]`, "has no a in its place"},
		{"exactly", `{exactly: [a, b]}`, `["a","b"]`, ""},
		{"exactly_and_more", `{exactly: [a]}`, `["a","b"]`, "want exactly [a]"},
		{"count", `{count: 2}`, `["a","b"]`, ""},
		{"none_such", `{none: {a: 1}}`, `[{"a":2},{"a":1}]`, "want none such"},
		{"none", `none`, `null`, ""},
		{"not_none", `none`, `["a"]`, "want none"},
		{"word_for_a_vote", `{W1: approve}`, `{"W1":{"choice":"approve"}}`, ""},
		{"quoted_none_is_a_word", `"none"`, `"none"`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			n, err := parse("test", []byte(test.want))
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(match("x", n, looseJSON([]byte(test.got))), "; ")
			if (got == "") != (test.difference == "") || !strings.Contains(got, test.difference) {
				t.Errorf("got %q, want %q", got, test.difference)
			}
		})
	}
}

func TestMoment(t *testing.T) {
	for text, want := range map[string]string{
		"2027-04-02T23:59:59+01:00": "2027-04-02T22:59:59Z", "2027-04-02": "2027-04-01T23:00:00Z", "2027-01-02": "2027-01-02T00:00:00Z",
		"Mon 22 Mar 2027 10:00": "2027-03-22T10:00:00Z", "Thursday 1 April 2027": "2027-03-31T23:00:00Z", "2 Apr 2027 16:30": "2027-04-02T15:30:00Z",
	} {
		if got, err := moment(text); err != nil || got.Format("2006-01-02T15:04:05Z07:00") != want {
			t.Errorf("%s: got %v, %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "yesterday", "Tue 22 Mar 2027", "2027-02-30", "22/3/2027"} {
		if got, err := moment(text); err == nil {
			t.Errorf("%q: got %v, want an error", text, got)
		}
	}
}
