// Package verify derives a whole journal again and says whether it holds, with no server and no trust in who kept it. A third
// party can run it on an exported file.
//
// In order, for each record: its bytes are canonical and have the hash that they carry; it follows the one before it in the
// chain of its aggregate; no command id did two things; its state follows from its events, by the two state machines; and what
// it decided was decided by those who could. The last is checked event by event, on the case as it was right before and on the
// register as it stood when the decision was taken, with the rules' own arithmetic (workflow.Hindsight):
//
//   - a vote by a seat then in force, of a person who then held it or deputised, once for a seat and once for a person; a casting
//     vote by the seat then presiding, on a tie; a certificate by the officer then named;
//   - a consent to what was asked for, within a mandate then in force, its acts, and its limits for a case and for a financial year
//     over all cases; the record of a mandate is what the decision on a case in the same batch entails, and nothing else;
//   - a succession: each old commitment split as the register's shares make it, to the penny, and who is asked to reaffirm it; likewise the
//     place of each party in a pooled fund, what it paid and owes, and who holds the fund;
//   - a result that the counted votes make by the rule and the quorum pinned to the sign-off, once the voting had ended as it is
//     said to have ended, and never one of the clock's own;
//   - of what ends on a day, each warning and each end once, by the clock, not before its moment; of mandates, terms and deputies' times that
//     none was left out;
//   - a quorum lost and back when the people in the seats made it so, and the deadline moved by that;
//   - a gate passed with nothing waited for and no hold on its effect, both of its dates, and a case that leaves its gate by no other way.
//
// What should have followed and did not is not looked for: whom a gate asked, when a sign-off was opened, where a passed gate
// led, how long a standstill had to be.
//
// The first record that does not hold is named, and nothing after it is looked at. Everything here is pure.
package verify

import (
	"fmt"

	"comity/events"
	"comity/workflow"
)

// Fault is the first thing in a journal that does not hold.
type Fault struct {
	Partition int
	Seq       uint64 // 0 where it is not one record
	Record    string // which: the aggregate and its revision, "" where it cannot be read
	Sentence  string
	Cause     error
}

func (f *Fault) Error() string {
	where := fmt.Sprintf("Partition %d", f.Partition)
	if f.Seq > 0 {
		where += fmt.Sprintf(", record %d", f.Seq)
	}
	if f.Record != "" {
		where += " (" + f.Record + ")"
	}
	return where + ": " + f.Sentence
}

func (f *Fault) Unwrap() error { return f.Cause }

// Result counts what was verified.
type Result struct {
	LogID      string            `json:"log_id"`
	Partitions int               `json:"partitions"`
	Records    uint64            `json:"records"`
	Events     int               `json:"events"`
	Registers  int               `json:"registers"`
	Cases      int               `json:"cases"`
	Mandates   int               `json:"mandates"` // of which a yearly limit was used
	Pools      int               `json:"pools"`
	Votes      int               `json:"votes"`
	Heads      map[string]string `json:"heads"` // of every aggregate the hash of its newest record
}

// Checker takes the records of a journal, partition by partition and each in order. It is not safe for concurrent use.
type Checker struct {
	result     Result
	last       map[int]uint64 // by partition, the last sequence taken
	aggregates map[events.Aggregate]*aggregate
	batch      []string // what is left of a batch that has begun

	owed  []workflow.Effect // what the decision taken last entails for mandates and pools, and has not come
	owner *events.Record    // that decision

	reckons bool // a confirmation has said by which lines of its mandate it was made, as all after it must
}

// aggregate is what is known of one aggregate after its newest record.
type aggregate struct {
	newest   *events.Record // without its events
	commands map[string]bool
	c        *workflow.Case
	register *register
	ledger   *workflow.MandateLedger
	pool     *workflow.Pool
}

// New returns a checker for a journal of so many partitions, that of an installation; an empty id takes what the first birth
// certificate says.
func New(logID string, partitions int) *Checker {
	return &Checker{
		result: Result{LogID: logID, Partitions: partitions, Heads: map[string]string{}},
		last:   map[int]uint64{}, aggregates: map[events.Aggregate]*aggregate{},
	}
}

// Take checks the next record of a partition.
// Errors: *Fault; take no more then.
func (k *Checker) Take(partition int, raw []byte) error {
	k.last[partition]++
	f := &Fault{Partition: partition, Seq: k.last[partition]}
	r, err := events.ParseRecord(raw)
	if err != nil {
		if r, e := events.ReadRecord(raw); e == nil {
			f.Record = name(r)
		}
		return f.because(err, "its content is not what was sealed: %v.", err)
	}
	f.Record = name(r)
	if f.Seq == 1 {
		if err := k.born(f, r); err != nil {
			return err
		}
	}
	if err := k.place(f, r); err != nil {
		return err
	}
	return k.content(f, r)
}

// End says what was verified, once every record has been taken. want is how many records each partition has; nil does not
// ask.
// Errors: *Fault for a partition that ends early, or in the middle of a decision.
func (k *Checker) End(want []uint64) (Result, error) {
	for p := range k.result.Partitions {
		f := &Fault{Partition: p}
		if want != nil && (p >= len(want) || k.last[p] != want[p]) {
			return k.result, f.because(nil, "it has %d records, and should have %v.", k.last[p], want)
		}
		if k.last[p] == 0 {
			return k.result, f.because(nil, "it is empty: even its birth certificate is missing.")
		}
	}
	if len(k.batch) > 0 {
		return k.result, (&Fault{}).because(nil, "it ends in the middle of a decision that is several records.")
	}
	if len(k.owed) > 0 {
		return k.result, (&Fault{}).because(nil, "it ends with a decision that changes %s %s, which has no record of that.", k.owed[0].Kind, k.owed[0].ID)
	}
	for agg, a := range k.aggregates {
		k.result.Heads[agg.String()] = a.newest.Hash
	}
	return k.result, nil
}

func (f *Fault) because(cause error, format string, args ...any) *Fault {
	f.Sentence, f.Cause = fmt.Sprintf(format, args...), cause
	return f
}

func name(r *events.Record) string { return fmt.Sprintf("%s, revision %d", r.Aggregate(), r.Revision) }

// born checks the first record of a partition: its birth certificate.
func (k *Checker) born(f *Fault, r *events.Record) error {
	list, err := r.Decode()
	if err != nil {
		return f.because(err, "it cannot be read: %v.", err)
	}
	b, ok := list[0].(events.InstallationCreated)
	if !ok || len(list) > 1 {
		return f.because(nil, "the first record of a partition is its birth certificate, and this is not one.")
	}
	if k.result.LogID == "" {
		k.result.LogID = b.LogID
	}
	if b.LogID != k.result.LogID || b.Partition != f.Partition || b.Partitions != k.result.Partitions {
		return f.because(nil, "it is the birth certificate of installation %s, partition %d of %d, and not of %s, partition %d of %d.",
			b.LogID, b.Partition, b.Partitions, k.result.LogID, f.Partition, k.result.Partitions)
	}
	return nil
}

// place checks where the record stands: partition, chain, command id, time, batch.
func (k *Checker) place(f *Fault, r *events.Record) error {
	agg := r.Aggregate()
	if r.Partnership != events.Installation && events.Partition(r.Partnership, k.result.Partitions) != f.Partition {
		return f.because(nil, "%s does not belong in this partition.", r.Partnership)
	}
	if r.Partnership == events.Installation && f.Seq != 1 {
		return f.because(nil, "the installation's own register takes no second record.")
	}
	a := k.aggregates[agg]
	if a == nil || r.Partnership == events.Installation {
		a = &aggregate{commands: map[string]bool{}}
		k.aggregates[agg] = a
	}
	if err := r.Follows(a.newest); err != nil {
		return f.because(err, "it does not follow the record before it in the chain of %s.", agg)
	}
	switch {
	case a.commands[r.Command.ID]:
		return f.because(nil, "the command %s has been carried out on %s before.", r.Command.ID, agg)
	case a.newest != nil && r.At.Before(a.newest.At):
		return f.because(nil, "it was decided at %s, before the record that it follows.", r.At.UTC())
	}
	a.commands[r.Command.ID] = true
	slim := *r
	slim.Events = nil
	a.newest = &slim
	return k.whole(f, r)
}

// whole checks that the records of one decision stand together: 1/n, 2/n … n/n.
func (k *Checker) whole(f *Fault, r *events.Record) error {
	if len(k.batch) == 0 {
		var i, n int
		if r.Batch == "" {
			return nil
		}
		if _, err := fmt.Sscanf(r.Batch, "%d/%d", &i, &n); err != nil || i != 1 || n < 2 {
			return f.because(nil, "it is %s of a decision, whose first record is not before it.", r.Batch)
		}
		for i := 2; i <= n; i++ {
			k.batch = append(k.batch, fmt.Sprintf("%d/%d", i, n))
		}
		return nil
	}
	if r.Batch != k.batch[0] {
		return f.because(nil, "it stands where %s of another decision should.", k.batch[0])
	}
	k.batch = k.batch[1:]
	return nil
}
