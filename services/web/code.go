package web

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// How one-time codes are kept from being guessed.
const (
	codeGoodFor  = 10 * time.Minute
	codeTries    = 5
	codesAtATime = 3 // that one person may be sent within bus.SignInFor

	// With as many tries and codes as that, whoever guesses for a year on end is right with a chance of one in 200.
	codeFigures, codesThereAre = 8, 100_000_000
)

// answerAfter is how long every answer takes that would tell by its speed who is in the directory.
const answerAfter = 300 * time.Millisecond

// evenly begins that time; the function that it returns waits until it is over.
func (v *visit) evenly() (wait func()) {
	over := time.NewTimer(answerAfter)
	return func() {
		select {
		case <-over.C:
		case <-v.ctx().Done():
		}
	}
}

// errWrongCode is returned for a code that is not the one, or is none any more.
var errWrongCode = errors.New("wrong code")

// errTooMany is returned where somebody has been sent enough codes for now.
var errTooMany = errors.New("too many codes")

// codes are one-time codes under way, in the bucket SIGN_IN. A code belongs to the browser that asked for it: it is kept under
// the id of that browser's flow, which is in its session and nowhere else.
type codes struct {
	kv  jetstream.KeyValue
	now func() time.Time
}

// sentCode is a code under way. Only its digest is kept.
type sentCode struct {
	Person string    `json:"person"`
	Digest string    `json:"digest"`
	Until  time.Time `json:"until"`
	Tries  int       `json:"tries"`
}

// issue makes a code for a person, to be typed into the browser of a flow.
// Errors: errTooMany.
func (c *codes) issue(ctx context.Context, flow, person string) (code string, err error) {
	if err := c.count(ctx, person); err != nil {
		return "", err
	}
	n, err := rand.Int(rand.Reader, big.NewInt(codesThereAre))
	if err != nil {
		return "", err
	}
	code = fmt.Sprintf("%0*d", codeFigures, n)
	return code, c.put(ctx, flow, sentCode{Person: person, Digest: codeDigest(flow, code), Until: c.now().Add(codeGoodFor)})
}

func (c *codes) put(ctx context.Context, flow string, s sentCode) error {
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	_, err = c.kv.Put(ctx, "code."+flow, data)
	return err
}

// check returns whose code was typed into the browser of a flow, once, and when it was sent: a code that was right is gone.
// Errors: errWrongCode, also for one that is too old or was tried too often.
func (c *codes) check(ctx context.Context, flow, typed string) (person string, sent time.Time, err error) {
	e, err := c.kv.Get(ctx, "code."+flow)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return "", sent, errWrongCode
	}
	if err != nil {
		return "", sent, err
	}
	var s sentCode
	if err := json.Unmarshal(e.Value(), &s); err != nil {
		return "", sent, err
	}
	right := subtle.ConstantTimeCompare([]byte(s.Digest), []byte(codeDigest(flow, typed))) == 1
	if s.Tries++; !right || s.Tries > codeTries || c.now().After(s.Until) {
		data, err := json.Marshal(s)
		if err != nil {
			return "", sent, err
		}
		if _, err := c.kv.Update(ctx, "code."+flow, data, e.Revision()); err != nil {
			return "", sent, errWrongCode // tried twice at once: neither counts as right
		}
		return "", sent, errWrongCode
	}
	if err := c.kv.Delete(ctx, "code."+flow, jetstream.LastRevision(e.Revision())); err != nil {
		return "", sent, errWrongCode // somebody was faster with the same code
	}
	return s.Person, s.Until.Add(-codeGoodFor), nil
}

// count notes that a person is sent a code. The entry ages with the bucket, so the count is over the last bus.SignInFor since
// the last code.
func (c *codes) count(ctx context.Context, person string) error {
	key := "sent." + person
	for {
		e, err := c.kv.Get(ctx, key)
		switch {
		case errors.Is(err, jetstream.ErrKeyNotFound):
			_, err = c.kv.Create(ctx, key, []byte{1})
		case err == nil && len(e.Value()) == 1 && e.Value()[0] >= codesAtATime:
			return errTooMany
		case err == nil:
			_, err = c.kv.Update(ctx, key, []byte{e.Value()[0] + 1}, e.Revision())
		}
		if !errors.Is(err, jetstream.ErrKeyExists) { // else asked for twice at once
			return err
		}
	}
}

func codeDigest(flow, code string) string {
	sum := sha256.Sum256([]byte(flow + "/" + code))
	return hex.EncodeToString(sum[:])
}
