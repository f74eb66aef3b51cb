package journal

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
)

// The server's error codes that decide something.
const (
	codeMessageNotFound = 10037
	codeTooLarge        = 10054
	codeStreamNotFound  = 10059
	codeWrongLast       = 10071 // "wrong last sequence: N", N the newest on the subject
)

// apiError is an error as the JetStream interface words it.
type apiError struct {
	Code        int    `json:"code"`
	ErrCode     int    `json:"err_code"`
	Description string `json:"description"`
}

func (e *apiError) Error() string { return fmt.Sprintf("%s (%d)", e.Description, e.ErrCode) }

// err says whether asking again can help.
func (e *apiError) err() error {
	switch e.ErrCode {
	case codeMessageNotFound:
		return final{errNotFound}
	case codeStreamNotFound:
		return final{e}
	}
	if e.Code >= 500 {
		return e
	}
	return final{e}
}

// permanent lists refusals of a publish that no repetition cures: too large, wrong stream, sealed, misuse of a batch.
// Nothing was stored. A lost race is not among them, neither as 10071 nor as 10164, which replicas say while another write
// to the subject is under way: it may have been lost to ourselves, and only the slot tells.
func (e *apiError) permanent() bool {
	switch e.ErrCode {
	case codeTooLarge, 10060, 10097, 10109, 10174, 10177, 10179, 10199, 10200:
		return true
	}
	return false
}

// lastSeq reads N from "wrong last sequence: N".
func (e *apiError) lastSeq() (n uint64, ok bool) {
	i := bytes.LastIndexByte([]byte(e.Description), ' ')
	n, err := strconv.ParseUint(e.Description[i+1:], 10, 64)
	return n, err == nil && e.ErrCode == codeWrongLast
}

// pubAck is the server's answer to a publish.
type pubAck struct {
	Error     *apiError `json:"error"`
	Stream    string    `json:"stream"`
	Seq       uint64    `json:"seq"`
	Duplicate bool      `json:"duplicate"`
	Count     int       `json:"count"`
}

// parseAck reads an answer. The common one, {"stream":"JOURNAL_0","seq":7}, is read by hand.
func parseAck(data []byte, stream string) (pubAck, error) {
	if seq, ok := plainAck(data, stream); ok {
		return pubAck{Stream: stream, Seq: seq}, nil
	}
	var a pubAck
	if err := json.Unmarshal(data, &a); err != nil {
		return a, fmt.Errorf("answer to a publish: %w", err)
	}
	return a, nil
}

func plainAck(data []byte, stream string) (uint64, bool) {
	const open, seq = `{"stream":"`, `"seq":`
	rest, ok := bytes.CutPrefix(data, []byte(open))
	if !ok || len(rest) < len(stream)+2 || string(rest[:len(stream)]) != stream || rest[len(stream)] != '"' || rest[len(stream)+1] != ',' {
		return 0, false
	}
	rest = bytes.TrimLeft(rest[len(stream)+2:], " ")
	if rest, ok = bytes.CutPrefix(rest, []byte(seq)); !ok {
		return 0, false
	}
	rest = bytes.TrimLeft(rest, " ")
	rest, ok = bytes.CutSuffix(rest, []byte("}"))
	if !ok || len(rest) == 0 {
		return 0, false
	}
	var n uint64
	for _, c := range rest {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + uint64(c-'0')
	}
	return n, true
}

// errNotFound is the server's word that there is no such message, as far as the one who answered knows.
var errNotFound = errors.New("no such message")

// message is one stored message as the leader gives it.
type message struct {
	Subject string    `json:"subject"`
	Seq     uint64    `json:"seq"`
	Data    []byte    `json:"data"`
	Time    time.Time `json:"time"`
}

// The questions to the leader. Subjects hold nothing that JSON would have to escape.
func lastRequest(subject string) []byte { return []byte(`{"last_by_subj":"` + subject + `"}`) }

func nextRequest(subject string, seq uint64) []byte {
	return []byte(`{"seq":` + strconv.FormatUint(seq, 10) + `,"next_by_subj":"` + subject + `"}`)
}

func seqRequest(seq uint64) []byte { return []byte(`{"seq":` + strconv.FormatUint(seq, 10) + `}`) }

// readOnce asks the leader of the stream once. Errors: errNotFound; anything else means no answer.
func (j *Journal) readOnce(ctx context.Context, p *partition, request []byte) (*message, error) {
	m, err := j.nc.Request(p.getMsg, request, j.wait(ctx))
	if err != nil {
		return nil, err
	}
	var answer struct {
		Error   *apiError `json:"error"`
		Message *message  `json:"message"`
	}
	if err := json.Unmarshal(m.Data, &answer); err != nil {
		return nil, final{err}
	}
	if answer.Error != nil {
		return nil, answer.Error.err()
	}
	if answer.Message == nil {
		return nil, final{errNotFound}
	}
	return answer.Message, nil
}

// read is readOnce until there is an answer or the context ends.
func (j *Journal) read(ctx context.Context, p *partition, request []byte) (*message, error) {
	var m *message
	err := j.persist(ctx, func() (err error) { m, err = j.readOnce(ctx, p, request); return err })
	return m, err
}

// wait is how long the next request may take: an attempt, or what is left of the context.
func (j *Journal) wait(ctx context.Context) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return max(min(j.attempt, time.Until(deadline)), time.Millisecond)
	}
	return j.attempt
}

// final marks an error that asking again would not change.
type final struct{ error }

func (f final) Unwrap() error { return f.error }

// persist repeats what got no answer until it gets one or the context ends, with ErrUnavailable then.
func (j *Journal) persist(ctx context.Context, ask func() error) error {
	var pause backoff
	for {
		err := ask()
		if err == nil {
			return nil
		}
		if f := (final{}); errors.As(err, &f) {
			return f.error
		}
		if errors.Is(err, nats.ErrConnectionClosed) || !pause.sleep(ctx, nil) {
			return fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
	}
}

// backoff is the pause between two attempts: 10 ms, doubling to 1 s, and as much again by chance.
type backoff struct{ next time.Duration }

// sleep waits; it returns false when the context ended or alarm came first.
func (b *backoff) sleep(ctx context.Context, alarm <-chan time.Time) bool {
	b.next = min(max(2*b.next, 10*time.Millisecond), time.Second)
	timer := time.NewTimer(b.next + rand.N(b.next))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-alarm:
		return false
	case <-ctx.Done():
		return false
	}
}
