package bus

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"comity/events"
)

// Names of the streams and buckets beside the journal's own (events.StreamName).
const (
	FeedStream      = "FEED"      // what is published, redacted by clearance
	AuditStream     = "AUDIT"     // attempts that were refused
	SnapshotsBucket = "SNAPSHOTS" // folded aggregates; deleting them all changes nothing
	PeopleBucket    = "PEOPLE"    // who persons are: names, addresses, sign-in identities, access keys; erasable
	SessionsBucket  = "SESSIONS"  // who is signed in to the pages
	SignInBucket    = "SIGN_IN"   // sign-ins under way: one-time codes, and what a provider is to answer
	OutboxBucket    = "OUTBOX"    // e-mails: to be sent, sent, undeliverable
	NoticesBucket   = "NOTICES"   // who was told what, and how far notices has read the journal
	EvidenceBucket  = "EVIDENCE"  // the files of evidence, by digest
)

// How long what is not of the journal is kept.
const (
	SessionsFor = 12 * time.Hour       // since the last change
	SignInFor   = 15 * time.Minute     // a code, or a round trip to a provider
	OutboxFor   = 90 * 24 * time.Hour  // e-mails
	NoticesFor  = 400 * 24 * time.Hour // that somebody was told
)

// MaxMessageBytes is the largest message of a journal stream: a record and its headers.
const MaxMessageBytes = 300 << 10

// Keys of a journal stream's metadata. The start-up guard compares them with the birth certificate.
const (
	MetaLogID      = "comity-log-id"
	MetaPartition  = "comity-partition"
	MetaPartitions = "comity-partitions"
)

// Journal defines the stream of one partition. Nothing in it expires, is deleted or is purged; it refuses the new rather
// than drop the old. There is no Msg-Id on it, no roll-up, no schedule and no time to live: each would be a way to lose a
// record (RELIABILITY §2.4).
func Journal(logID string, partition, partitions, replicas int) jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name:        events.StreamName(partition),
		Description: "Comity journal: every accepted decision. Never update, purge or delete.",
		Subjects:    []string{events.JournalAll(partition)},
		Storage:     jetstream.FileStorage,
		Retention:   jetstream.LimitsPolicy,
		Discard:     jetstream.DiscardNew,
		MaxMsgs:     -1, MaxBytes: -1, MaxMsgsPerSubject: -1, MaxConsumers: -1,
		MaxMsgSize:         MaxMessageBytes,
		Replicas:           max(replicas, 1),
		DenyDelete:         true,
		DenyPurge:          true,
		AllowDirect:        true,
		AllowAtomicPublish: true,
		Metadata: map[string]string{
			MetaLogID: logID, MetaPartition: strconv.Itoa(partition), MetaPartitions: strconv.Itoa(partitions),
		},
	}
}

// Feed defines the stream of published events. A dashboard that was away for longer starts again from a view.
func Feed(replicas int) jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name:        FeedStream,
		Description: "Comity feed: published events, by clearance.",
		Subjects:    []string{events.FeedAll()},
		Storage:     jetstream.FileStorage,
		MaxAge:      90 * 24 * time.Hour,
		Replicas:    max(replicas, 1),
		AllowDirect: true,
		// One record is several messages for each tier: as one batch they share one sync.
		AllowAtomicPublish: true,
	}
}

// AuditBytes bounds AUDIT, of which anybody who may ask at all can make more: the oldest attempts go first, so that what is
// refused cannot fill the disk under what is accepted. The server sets the room aside when the stream is made.
const AuditBytes = 256 << 20

// Audit defines the stream of refused attempts.
func Audit(replicas int) jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name:        AuditStream,
		Description: "Comity audit: attempts that were refused.",
		Subjects:    []string{events.AuditAll()},
		Storage:     jetstream.FileStorage,
		MaxAge:      400 * 24 * time.Hour,
		MaxBytes:    AuditBytes,
		Discard:     jetstream.DiscardOld,
		Replicas:    max(replicas, 1),
		AllowDirect: true,
	}
}

// Buckets defines the buckets of keys and values beside the journal, but for those that hold personal data. Each keeps the newest
// value of a key alone.
func Buckets(replicas int) []jetstream.KeyValueConfig {
	bucket := func(name, description string, keep time.Duration) jetstream.KeyValueConfig {
		return jetstream.KeyValueConfig{Bucket: name, Description: description, History: 1, TTL: keep, Storage: jetstream.FileStorage, Replicas: max(replicas, 1)}
	}
	return []jetstream.KeyValueConfig{
		bucket(SnapshotsBucket, "Comity snapshots: a cache, safe to delete.", 0),
		bucket(SessionsBucket, "Comity sessions of the pages.", SessionsFor),
		bucket(SignInBucket, "Comity sign-ins under way.", SignInFor),
		bucket(NoticesBucket, "Comity notices: who was told what.", NoticesFor),
	}
}

// PeopleHistory is how many values of one key PEOPLE and OUTBOX hold until the older ones are erased: as many changes of one person
// at once as can be under way, and more than a mail has. It is the most that a bucket may have.
const PeopleHistory = 64

// PeopleStream defines the bucket of personal data, and OutboxStream that of the e-mails, which have them too. Unlike the others
// they let single messages be deleted, so that packages directory and outbox can overwrite on the disk what is no longer to be known:
// what a stream drops by itself stays in its file, readable, for as long as the file does. PEOPLE is read from its leader alone.
func PeopleStream(replicas int) jetstream.StreamConfig {
	return erasable(PeopleBucket, "Comity people: personal data, apart from the journal.", replicas)
}

// OutboxStream defines the bucket of the e-mails.
func OutboxStream(replicas int) jetstream.StreamConfig {
	c := erasable(OutboxBucket, "Comity e-mails.", replicas)
	c.MaxAge, c.AllowDirect = OutboxFor, true
	return c
}

func erasable(bucket, description string, replicas int) jetstream.StreamConfig {
	return jetstream.StreamConfig{
		Name:              "KV_" + bucket,
		Description:       description,
		Subjects:          []string{"$KV." + bucket + ".>"},
		Storage:           jetstream.FileStorage,
		Discard:           jetstream.DiscardNew,
		MaxMsgsPerSubject: PeopleHistory,
		Replicas:          max(replicas, 1),
		AllowRollup:       true,
	}
}

// Evidence defines the store of the files of evidence. A file is kept under its digest, and never changed.
func Evidence(replicas int) jetstream.ObjectStoreConfig {
	return jetstream.ObjectStoreConfig{
		Bucket: EvidenceBucket, Description: "Comity evidence: files, by digest.", Storage: jetstream.FileStorage, Replicas: max(replicas, 1),
	}
}

// Furnish makes the buckets and the store of files that are missing; those that are there stay as they are. It makes no
// journal, FEED or AUDIT, so an older installation gets what a newer program needs and a lost journal stays lost. It needs
// credentials that may create streams.
func Furnish(ctx context.Context, js jetstream.JetStream, replicas int) error {
	for _, cfg := range Buckets(replicas) {
		_, err := js.KeyValue(ctx, cfg.Bucket)
		if errors.Is(err, jetstream.ErrBucketNotFound) {
			_, err = js.CreateKeyValue(ctx, cfg)
		}
		if err != nil {
			return fmt.Errorf("make %s: %w", cfg.Bucket, err)
		}
	}
	for _, cfg := range []jetstream.StreamConfig{PeopleStream(replicas), OutboxStream(replicas)} {
		_, err := js.Stream(ctx, cfg.Name)
		if errors.Is(err, jetstream.ErrStreamNotFound) {
			_, err = js.CreateStream(ctx, cfg)
		}
		if err != nil {
			return fmt.Errorf("make %s: %w", cfg.Name, err)
		}
	}
	_, err := js.ObjectStore(ctx, EvidenceBucket)
	if errors.Is(err, jetstream.ErrBucketNotFound) {
		_, err = js.CreateObjectStore(ctx, Evidence(replicas))
	}
	if err != nil {
		return fmt.Errorf("make %s: %w", EvidenceBucket, err)
	}
	return nil
}

// Options says what an installation is made of. All of it is for life.
type Options struct {
	LogID          string    // random, names this journal among all journals; also the id of the command that is `init`
	Partitions     int       // default 1
	Replicas       int       // default 1; 3 on a cluster
	Administrators []string  // ids of the persons who may set up partnerships
	At             time.Time // when, UTC
}

// ErrNotEmpty is wrapped by the error of Provision when the JetStream account already holds a stream. Nothing was made.
var ErrNotEmpty = errors.New("JetStream is not empty")

// Provision makes every stream and bucket and writes the birth certificate as the first record of each partition. `init`
// alone calls it, with credentials that may create streams; there is no "create or update" anywhere, since that has been
// seen to erase a stream (RELIABILITY §1.4).
// Errors: ErrNotEmpty; whatever the server objects to. After another error than ErrNotEmpty the account may hold some of
// the streams and no decision: start again from an empty directory.
func Provision(ctx context.Context, js jetstream.JetStream, o Options) error {
	o.Partitions = max(o.Partitions, 1)
	if !events.ValidToken(o.LogID) || o.At.IsZero() {
		return errors.New("provision: a log id and a time are needed")
	}
	if err := checkEmpty(ctx, js); err != nil {
		return err
	}
	for p := range o.Partitions {
		if err := createJournal(ctx, js, o, p); err != nil {
			return fmt.Errorf("make %s: %w", events.StreamName(p), err)
		}
	}
	for _, cfg := range []jetstream.StreamConfig{Feed(o.Replicas), Audit(o.Replicas)} {
		if _, err := js.CreateStream(ctx, cfg); err != nil {
			return fmt.Errorf("make %s: %w", cfg.Name, err)
		}
	}
	return Furnish(ctx, js, o.Replicas)
}

func checkEmpty(ctx context.Context, js jetstream.JetStream) error {
	names := js.StreamNames(ctx)
	for name := range names.Name() {
		return fmt.Errorf("%w: there is a stream %s", ErrNotEmpty, name)
	}
	if err := names.Err(); err != nil {
		return fmt.Errorf("list streams: %w", err)
	}
	return nil
}

func createJournal(ctx context.Context, js jetstream.JetStream, o Options, p int) error {
	record, err := birth(o, p)
	if err != nil {
		return err
	}
	if _, err := js.CreateStream(ctx, Journal(o.LogID, p, o.Partitions, o.Replicas)); err != nil {
		return err
	}
	subject := events.JournalSubject(p, events.Aggregate{Partnership: events.Installation, Kind: events.KindRegister, ID: events.Installation})
	ack, err := js.Publish(ctx, subject, record, jetstream.WithExpectLastSequencePerSubject(0))
	if err != nil {
		return fmt.Errorf("birth certificate: %w", err)
	}
	if ack.Sequence != 1 {
		return fmt.Errorf("birth certificate: is record %d, not the first", ack.Sequence)
	}
	return nil
}

// birth seals the first record of partition p.
func birth(o Options, p int) ([]byte, error) {
	e, err := events.Encode(events.InstallationCreated{LogID: o.LogID, Partition: p, Partitions: o.Partitions, Administrators: o.Administrators})
	if err != nil {
		return nil, err
	}
	r := events.Record{
		V: events.RecordVersion, Partnership: events.Installation, Kind: events.KindRegister, ID: events.Installation, Revision: 1,
		Command: events.CommandRef{ID: o.LogID, Name: "installation.create", Digest: events.Digest(e.Data)},
		Actor:   events.System, At: o.At.UTC().Truncate(time.Millisecond), Events: []events.Envelope{e},
	}
	return r.Seal()
}
