// Package journal is the one place where decisions are kept: a JetStream stream for each partition, one message for each
// record, one subject for each aggregate (DESIGN §3).
//
// Everything rests on one compare-and-swap: a record is published with the sequence of the newest message on its own
// subject, and the server refuses it when another came first. So at most one record can ever follow another, whoever the
// writer and whichever server leads; whoever holds the slot after the expected sequence decides how an attempt ended. The
// same append may therefore be repeated for as long as it takes, and is never done twice (RELIABILITY §2.2).
//
// The subject is always the exact one of the aggregate: the check can be passed by on wildcards. There is no
// deduplication by message id: it differs between one server and three, and forgets.
package journal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
	"comity/services/bus"
)

var (
	// ErrConflict is returned by Append when another record took the place after the expected one. Nothing of this
	// append is stored, now or later: catch up, decide again, append with the new expectation.
	ErrConflict = errors.New("another decision came first")

	// ErrUnknown is returned by Append when the context ended before the outcome was known. The records may be stored,
	// or be stored a moment later: repeat the same append, or look for the command id in the aggregate.
	ErrUnknown = errors.New("outcome unknown")

	// ErrRegressed is returned when the journal has stayed shorter than what was once acknowledged, for longer than a
	// change of leaders explains. Acknowledged decisions are gone: stop and call somebody. Of this append nothing is
	// known to be stored.
	ErrRegressed = errors.New("the journal is shorter than it was")

	// ErrGap is returned when a record is missing between two others, or half of a batch. Nothing is ever deleted from
	// a journal, so the stored files are damaged: stop, compare with the second copy.
	ErrGap = errors.New("records are missing from the journal")

	// ErrTooLarge is returned by Append for a record above events.MaxRecordBytes. Nothing was sent.
	ErrTooLarge = events.ErrTooLarge

	// ErrUnavailable is returned by reads when the server did not answer before the context ended. Nothing was changed.
	ErrUnavailable = errors.New("the journal does not answer")
)

// Config says which journal to use. Conn alone is enough for an installation of one partition.
type Config struct {
	// Conn is the engine's connection. It should reconnect for ever and buffer nothing meanwhile (broker.Connect).
	Conn *nats.Conn

	// Partitions is how many streams the installation has; default 1.
	Partitions int

	// Attempt is how long one request may take before it is tried again; default 2 s. The caller's context bounds the
	// whole: give it more than 20 s, since a cluster may take 17 s to find a new leader.
	Attempt time.Duration

	// Grace is how long an answer that knows less than we do may be that of a deposed leader; default 20 s.
	Grace time.Duration

	// Snapshots names the form of the snapshots that this build writes and may read, such as its version-control
	// revision. A snapshot of another form is ignored. Empty: none are read or kept.
	Snapshots string
}

// Journal reads and writes the journal. Its methods may be called concurrently.
type Journal struct {
	nc        *nats.Conn
	js        jetstream.JetStream
	parts     []*partition // never changes after Open
	attempt   time.Duration
	grace     time.Duration
	form      string
	snapshots jetstream.KeyValue // nil where none are kept
}

// partition is what is fixed about one stream, the subjects of its interface made once, and the writes that gather for it.
type partition struct {
	number     int
	stream     string
	getMsg     string // reads one message at the leader
	getDirect  string // reads many from whichever replica is near
	info       string
	replicated bool
	group      group
}

// Open binds to the streams of an installation. It creates nothing; run Guard before it when starting.
// Errors: a stream that is not there; ErrUnavailable.
func Open(ctx context.Context, cfg Config) (*Journal, error) {
	js, err := jetstream.New(cfg.Conn)
	if err != nil {
		return nil, err
	}
	j := &Journal{nc: cfg.Conn, js: js, attempt: cfg.Attempt, grace: cfg.Grace, form: cfg.Snapshots}
	if j.attempt <= 0 {
		j.attempt = 2 * time.Second
	}
	if j.grace <= 0 {
		j.grace = 20 * time.Second
	}
	for n := range max(cfg.Partitions, 1) {
		name := events.StreamName(n)
		p := &partition{
			number: n, stream: name,
			getMsg: "$JS.API.STREAM.MSG.GET." + name, getDirect: "$JS.API.DIRECT.GET." + name, info: "$JS.API.STREAM.INFO." + name,
		}
		info, err := j.streamInfo(ctx, p)
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", name, err)
		}
		p.replicated = info.Config.Replicas > 1
		j.parts = append(j.parts, p)
	}
	if j.form != "" {
		if j.snapshots, err = js.KeyValue(ctx, bus.SnapshotsBucket); err != nil {
			return nil, fmt.Errorf("open %s: %w", bus.SnapshotsBucket, err)
		}
	}
	return j, nil
}

// Partitions is how many partitions the installation has.
func (j *Journal) Partitions() int { return len(j.parts) }

// Partition says in which partition a partnership's records lie.
func (j *Journal) Partition(partnership string) int {
	return events.Partition(partnership, len(j.parts))
}

func (j *Journal) partOf(agg events.Aggregate) *partition {
	return j.parts[j.Partition(agg.Partnership)]
}

// Stored is one record as the journal holds it.
type Stored struct {
	Seq    uint64
	Record *events.Record // not verified: events.ParseRecord(Raw) does
	Raw    []byte         // the stored bytes
	At     time.Time      // when the server stored it; the record's own At is when it was decided
}

// Head returns the sequence of the last record of a partition, as its leader knows it; 0 for an empty one.
func (j *Journal) Head(ctx context.Context, partition int) (uint64, error) {
	info, err := j.streamInfo(ctx, j.parts[partition])
	if err != nil {
		return 0, fmt.Errorf("head of partition %d: %w", partition, err)
	}
	return info.State.LastSeq, nil
}

// Last returns the sequence of the aggregate's newest record, as the leader knows it; 0 when it has none.
func (j *Journal) Last(ctx context.Context, agg events.Aggregate) (uint64, error) {
	m, err := j.newest(ctx, agg)
	if m == nil {
		return 0, err
	}
	return m.Seq, nil
}

// newest returns the aggregate's newest record, as the leader has it; nil when there is none.
func (j *Journal) newest(ctx context.Context, agg events.Aggregate) (*message, error) {
	p := j.partOf(agg)
	m, err := j.read(ctx, p, lastRequest(events.JournalSubject(p.number, agg)))
	if errors.Is(err, errNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("last record of %s: %w", agg, err)
	}
	return m, nil
}

// Aggregates lists the ids of a partnership's aggregates of one kind, sorted, as the partition's leader knows them.
// Errors: ErrUnavailable.
func (j *Journal) Aggregates(ctx context.Context, partnership string, kind events.Kind) ([]string, error) {
	p := j.parts[j.Partition(partnership)]
	var out []string
	for {
		var info *streamInfo
		request, _ := json.Marshal(map[string]any{"subjects_filter": events.JournalSubject(p.number, events.Aggregate{Partnership: partnership, Kind: kind, ID: "*"}), "offset": len(out)})
		err := j.persist(ctx, func() (err error) { info, err = j.streamInfoOnce(ctx, p, request); return err })
		if err != nil {
			return nil, fmt.Errorf("%ss of %s: %w", kind, partnership, err)
		}
		for subject := range info.State.Subjects {
			_, agg, err := events.ParseJournalSubject(subject)
			if err != nil {
				return nil, err
			}
			out = append(out, agg.ID)
		}
		if len(info.State.Subjects) == 0 || len(out) >= info.Total {
			slices.Sort(out)
			return out, nil
		}
	}
}

// streamInfo is what we need of the server's answer.
type streamInfo struct {
	Error  *apiError `json:"error"`
	Config struct {
		Replicas int `json:"num_replicas"`
	} `json:"config"`
	State struct {
		LastSeq  uint64            `json:"last_seq"`
		Subjects map[string]uint64 `json:"subjects"` // where they were asked for: a page of them
	} `json:"state"`
	Total int `json:"total"` // of the subjects, of all pages
}

func (j *Journal) streamInfo(ctx context.Context, p *partition) (info *streamInfo, err error) {
	err = j.persist(ctx, func() error { info, err = j.streamInfoOnce(ctx, p, nil); return err })
	return info, err
}

// streamInfoOnce asks once.
func (j *Journal) streamInfoOnce(ctx context.Context, p *partition, request []byte) (*streamInfo, error) {
	m, err := j.nc.Request(p.info, request, j.wait(ctx))
	if err != nil {
		return nil, err
	}
	info := new(streamInfo)
	if err := json.Unmarshal(m.Data, info); err != nil {
		return nil, final{err}
	}
	if info.Error != nil {
		return nil, info.Error.err()
	}
	return info, nil
}
