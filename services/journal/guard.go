package journal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
	"comity/services/bus"
)

// Reason says why the guard refuses, in a form that programs and runbooks can rely on.
type Reason string

// The reasons of a refusal.
const (
	Missing Reason = "journal_missing"   // a stream is not there: wrong directory, wrong key, lost disk
	Foreign Reason = "journal_foreign"   // it is another installation's, or was made anew
	Unsafe  Reason = "journal_unsafe"    // its stream may now delete or expire records
	Holes   Reason = "journal_has_holes" // records are gone from its middle
	Shorter Reason = "journal_shorter"   // it ends before what the second copy holds
	Differs Reason = "journal_differs"   // its newest records are not those of the second copy
)

// Refusal is returned by Guard when the journal must not be served. Nothing was changed.
type Refusal struct {
	Reason    Reason
	Partition int
	Sentence  string // for the operator
}

func (r *Refusal) Error() string { return r.Sentence }

// Checkpoint is what the second copy of the records knows. Its zero value, of an installation without one, checks nothing.
type Checkpoint struct {
	// Last is the last sequence of each partition in the second copy; 0 for none.
	Last []uint64

	// Hash returns the hash of the record that the second copy has at a sequence. Nil compares no record.
	Hash func(ctx context.Context, partition int, seq uint64) (string, error)

	// Tail is how many of the newest common records are compared; default 1,000.
	Tail int
}

// Guard checks at the start, before any door opens, that the journal is this installation's and whole. It never creates,
// changes or repairs: we would rather stop than guess (RELIABILITY §1.5).
// Errors: *Refusal; anything else means that the question could not be answered.
func Guard(ctx context.Context, js jetstream.JetStream, cert Certificate, second Checkpoint) error {
	for p := range cert.Partitions {
		name := events.StreamName(p)
		s, err := js.Stream(ctx, name)
		if errors.Is(err, jetstream.ErrStreamNotFound) {
			return refuse(Missing, p, "The journal %s of this installation is missing: wrong data directory, wrong key, or a lost disk. It is not made anew. Restore it from the second copy or a backup.", name)
		}
		if err != nil {
			return fmt.Errorf("guard %s: %w", name, err)
		}
		if err := checkStream(s.CachedInfo(), cert, second, p); err != nil {
			return err
		}
		if err := checkBirth(ctx, s, cert, p); err != nil {
			return err
		}
		if err := checkTail(ctx, s, second, p); err != nil {
			return err
		}
	}
	return nil
}

func refuse(why Reason, p int, format string, args ...any) error {
	return &Refusal{Reason: why, Partition: p, Sentence: fmt.Sprintf(format, args...)}
}

func checkStream(info *jetstream.StreamInfo, cert Certificate, second Checkpoint, p int) error {
	name, meta, state := info.Config.Name, info.Config.Metadata, info.State
	var known uint64
	if p < len(second.Last) {
		known = second.Last[p]
	}
	switch {
	case meta[bus.MetaLogID] != cert.LogID || meta[bus.MetaPartition] != strconv.Itoa(p) || meta[bus.MetaPartitions] != strconv.Itoa(cert.Partitions):
		return refuse(Foreign, p, "The journal %s is that of installation %q, partition %s of %s; this is installation %q, partition %d of %d.",
			name, meta[bus.MetaLogID], meta[bus.MetaPartition], meta[bus.MetaPartitions], cert.LogID, p, cert.Partitions)
	case !info.Created.Equal(cert.Created[name]):
		return refuse(Foreign, p, "The journal %s was made at %s, not at %s as the birth certificate says: it was made anew.", name, info.Created.UTC(), cert.Created[name].UTC())
	case state.FirstSeq > 1 || state.NumDeleted > 0 || state.Msgs != state.LastSeq:
		return refuse(Holes, p, "The journal %s has holes: %d records up to number %d, from number %d. Its files are damaged.", name, state.Msgs, state.LastSeq, state.FirstSeq)
	case state.LastSeq < max(known, 1):
		return refuse(Shorter, p, "The journal %s ends at record %d, and the second copy at %d: it is an older copy, or its files are damaged.", name, state.LastSeq, known)
	case !keeps(info.Config):
		return refuse(Unsafe, p, "The stream of the journal %s was changed: it may now delete, expire or replace records.", name)
	}
	return nil
}

// keeps reports whether the stream still keeps everything for ever.
func keeps(c jetstream.StreamConfig) bool {
	return c.DenyDelete && c.DenyPurge && !c.AllowRollup && !c.Sealed && !c.AllowMsgTTL && !c.AllowMsgSchedules && c.Discard == jetstream.DiscardNew &&
		c.Retention == jetstream.LimitsPolicy && c.Storage == jetstream.FileStorage && c.PersistMode == jetstream.DefaultPersistMode &&
		c.MaxMsgs <= 0 && c.MaxBytes <= 0 && c.MaxMsgsPerSubject <= 0 && c.MaxAge == 0
}

// checkBirth compares the first record with the certificate.
func checkBirth(ctx context.Context, s jetstream.Stream, cert Certificate, p int) error {
	m, err := s.GetMsg(ctx, 1)
	if err != nil {
		return fmt.Errorf("guard: birth certificate of partition %d: %w", p, err)
	}
	var born events.InstallationCreated
	r, err := events.ParseRecord(m.Data)
	if err == nil && len(r.Events) == 1 && r.Events[0].Type == born.EventType() {
		err = json.Unmarshal(r.Events[0].Data, &born)
	}
	if err != nil || born.LogID != cert.LogID || born.Partition != p || born.Partitions != cert.Partitions {
		return refuse(Foreign, p, "The first record of partition %d is not the birth certificate of installation %q.", p, cert.LogID)
	}
	return nil
}

// checkTail compares the newest records that both have.
func checkTail(ctx context.Context, s jetstream.Stream, second Checkpoint, p int) error {
	if second.Hash == nil || p >= len(second.Last) {
		return nil
	}
	n := uint64(max(second.Tail, 0))
	if n == 0 {
		n = 1000
	}
	last := second.Last[p]
	for seq := last - min(n, last) + 1; seq <= last; seq++ {
		m, err := s.GetMsg(ctx, seq)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return refuse(Holes, p, "Record %d of partition %d cannot be read: the files of the journal are damaged.", seq, p)
		}
		if err != nil {
			return fmt.Errorf("guard: record %d of partition %d: %w", seq, p, err)
		}
		want, err := second.Hash(ctx, p, seq)
		if err != nil {
			return fmt.Errorf("guard: record %d of partition %d in the second copy: %w", seq, p, err)
		}
		r, err := events.ParseRecord(m.Data)
		if err != nil || r.Hash != want {
			return refuse(Differs, p, "Record %d of partition %d is not the one in the second copy. Do not serve before it is known which of them is right.", seq, p)
		}
	}
	return nil
}
