package events

// InstallationCreated is the first record of every partition: the journal's birth certificate (RELIABILITY §1.5).
type InstallationCreated struct {
	LogID          string   `json:"log_id"`     // random; the same in the stream's metadata and in the data directory
	Partition      int      `json:"partition"`  // which partition this is
	Partitions     int      `json:"partitions"` // how many there are, for the life of the installation
	Administrators []string `json:"administrators"`
}

// EventType implements Event.
func (InstallationCreated) EventType() string { return "installation.created" }

func init() { known[InstallationCreated](1) }
