package events

import (
	"embed"
	"strconv"
)

// Sources are the files in which the events are declared. Their comments are what the reference says, so that there is one
// description and not two.
//
//go:embed case.go case_pool.go consent.go gate.go installation.go mandate.go partnership.go pool.go signoff.go
//go:embed case.go consent.go gate.go installation.go mandate.go partnership.go signoff.go succession.go
//go:embed case.go consent.go dispute.go gate.go installation.go mandate.go partnership.go report_back.go signoff.go undertaking.go
//go:embed case.go consent.go decision.go gate.go installation.go mandate.go partnership.go signoff.go
//go:embed case.go consent.go dispute.go gate.go installation.go mandate.go partnership.go signoff.go
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
