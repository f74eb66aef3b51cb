package events

import (
	"encoding/json"
	"fmt"
)

// upcasters holds, for an event type and an older version, the function that lifts its data to the next version.
// Versions are additive where they can be; a lift is written only where a meaning moved. None is needed yet.
var upcasters = map[string]map[int]func(json.RawMessage) (json.RawMessage, error){}

// lift brings the data of an envelope to version to, one version at a time. A version without an upcaster is additive:
// its data is read as it stands, new fields at their zero values.
func lift(env Envelope, to int) (json.RawMessage, error) {
	data := env.Data
	for v := env.Version; v < to; v++ {
		up, ok := upcasters[env.Type][v]
		if !ok {
			continue
		}
		next, err := up(data)
		if err != nil {
			return nil, fmt.Errorf("lift %s from version %d: %w", env.Type, v, err)
		}
		data = next
	}
	return data, nil
}
