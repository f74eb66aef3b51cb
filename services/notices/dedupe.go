package notices

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/nats-io/nats.go/jetstream"

	"comity/workflow"
)

// The stage dedupe: a telling is claimed once among all instances, by creating its key.

// claim is the stage dedupe: it creates the key of a telling, once among all instances.
func (n *Notices) claim(ctx context.Context, t workflow.Telling, as Decision) error {
	e := entry{key: toldKey(t), notice: notice{Telling: t, State: waiting, Why: as, At: n.cfg.Now().UTC()}}
	data, err := json.Marshal(e.notice)
	if err != nil {
		return err
	}
	e.revision, err = n.ledger.kv.Create(ctx, e.key, data)
	if errors.Is(err, jetstream.ErrKeyExists) {
		as, err = AlreadyTold, nil
	} else if err == nil {
		n.ledger.put(e)
	}
	if err != nil {
		return fmt.Errorf("claim %s: %w", t.ID, err)
	}
	n.cfg.Log.Debug().Str("partnership", t.Partnership).Str("notice", t.ID).Str("decision", string(as)).Msg("told")
	return nil
}

func toldKey(t workflow.Telling) string {
	return "told." + t.Person + "." + short(t.Partnership, t.ID)
}

// short is a digest, for keys.
func short(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}
