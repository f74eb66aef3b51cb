package journal

import (
	"context"
	"strconv"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nuid"
)

// The headers of an atomic batch (ADR-50).
const (
	headerBatchID     = "Nats-Batch-Id"
	headerBatchSeq    = "Nats-Batch-Sequence"
	headerBatchCommit = "Nats-Batch-Commit"
)

// publishBatch sends the slots as one atomic batch and returns the answer to its last message, which is the only one. The
// batch has a new id each time: what an earlier attempt staged without committing expires by itself.
func (j *Journal) publishBatch(ctx context.Context, slots []slot) (*nats.Msg, error) {
	id := nuid.Next()
	for i := range slots {
		m := slots[i].message()
		m.Header[headerBatchID] = []string{id}
		m.Header[headerBatchSeq] = []string{strconv.Itoa(i + 1)}
		if i == len(slots)-1 {
			m.Header[headerBatchCommit] = []string{"1"}
			return j.nc.RequestMsg(m, j.wait(ctx))
		}
		if err := j.nc.PublishMsg(m); err != nil {
			return nil, err
		}
	}
	return nil, nil // not reached: there is always a last one
}

// place reads a record's place in its batch: the i-th of n; 1 of 1 for a record alone.
func place(batch string) (i, n int, ok bool) {
	if batch == "" {
		return 1, 1, true
	}
	a, b, found := strings.Cut(batch, "/")
	i, err1 := strconv.Atoi(a)
	n, err2 := strconv.Atoi(b)
	return i, n, found && err1 == nil && err2 == nil && 1 <= i && i <= n
}
