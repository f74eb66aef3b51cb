package events

import (
	"embed"
	"strconv"
)

// Sources are the files in which the events are declared. Their comments are what the reference says, so that there is one
// description and not two.
//
//go:embed adopted.go briefing.go case.go case_migrated.go case_pool.go consent.go decision.go dispute.go engagement.go expiry.go gate.go installation.go level_report.go mandate.go overdue.go partnership.go pool.go pool_succession.go ratification.go report_back.go risk.go signoff.go spending.go succession.go undertaking.go urgent.go variance.go withdrawal.go
var Sources embed.FS

//go:embed testdata/*.v*.json
var examples embed.FS

// Example is the published example of one version of an event type: its data, every field filled, indented for people.
// It is nil for a version that was never written.
func Example(eventType string, version int) []byte {
	data, err := examples.ReadFile("testdata/" + eventType + ".v" + strconv.Itoa(version) + ".json")
	if err != nil {
		return nil
	}
	return data
}
