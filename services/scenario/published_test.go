package scenario

import (
	"encoding/json"
	"testing"

	"comity/events"
)

func TestCheckDocument(t *testing.T) {
	const reference = `"case":"C1","stage":"planning","status":"working","classification":"partners"`
	for _, test := range []struct{ name, clearance, kind, data, want string }{
		{"as_published", "partners", "gate.refused", `{` + reference + `,"gate":"G1","round":1,"signoff":"wcb"}`, ""},
		{"a_field_less", "partners", "gate.refused", `{` + reference + `,"gate":"G1","round":1}`, "I6: "},
		{"a_field_more", "partners", "signoff.vote_cast", `{` + reference + `,"signoff":"wcb","seat":"W1"}`, "I6: "},
		{"more_than_the_reference_to_the_public", "public", "gate.refused", `{` + reference + `,"gate":"G1","round":1,"signoff":"wcb"}`, "I6: "},
		{"a_type_that_nobody_published", "public", "gate.vanished", `{` + reference + `}`, "I6: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := testWorld()
			e := events.CloudEvent{
				SpecVersion: events.CloudEventsVersion, ID: "westmere/case/C1/4/0/" + test.clearance, Source: "/comity/westmere", Type: test.kind, Subject: "case/C1",
				Time: w.clock.now(), DataContentType: "application/json", DataSchema: events.DataSchema(test.kind, test.clearance), Data: json.RawMessage(test.data),
				Sequence: 73728, JournalSeq: 9, Partnership: "westmere", Clearance: test.clearance,
			}
			body, err := json.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			w.checkDocument(published{clearance: test.clearance, body: string(body), event: e})
			wants(t, w, test.want)
		})
	}
	t.Run("an_answer_that_is_not_as_published", func(t *testing.T) {
		w := testWorld()
		w.checkAnswered("cases", json.RawMessage(`{"cases":[],"colour":"red"}`))
		wants(t, w, "the view cases")
	})
}
