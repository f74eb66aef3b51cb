package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzhttp"
	"github.com/nats-io/nats.go/jetstream"

	"comity/services/views/answer"
	"comity/workflow"
)

// filePolicy lets a browser that shows a file in spite of everything load and run nothing.
const filePolicy = "default-src 'none'; frame-ancestors 'none'; sandbox"

// evidenceFile hands the document of an item of evidence to a reader who may open it: as a download, never in the page. The
// bytes are held against their digest before the first of them leaves.
// Errors: not_permitted and not_found as the view evidence says; not_found also where the file was never brought to this case.
func (v *visit) evidenceFile() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	var e answer.Evidence
	if err := v.ask("evidence", answer.EvidenceArgs{Case: v.path("case"), Item: v.path("item")}, &e); err != nil {
		return err
	}
	content, err := v.fileOf(&e)
	if errors.Is(err, jetstream.ErrObjectNotFound) {
		return workflow.Refuse(workflow.Problem{Code: workflow.NotFound, Message: "The document is named in the case, and is not kept here. Ask those who prepare the case for it."})
	}
	if err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", mediaTypeOf(&e))
	h.Set("Content-Disposition", attachment(e.FileName))
	h.Set("Content-Length", strconv.Itoa(len(content)))
	h.Set("Content-Security-Policy", filePolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Set(gzhttp.HeaderNoCompression, "1") // so that the length is the file's own
	defer v.slowly()()
	v.w.WriteHeader(http.StatusOK)
	if _, err := v.w.Write(content); err != nil {
		v.web.cfg.Log.Debug().Err(err).Str("case", e.Case).Msg("the browser went away")
	}
	return nil
}

// successorOf is the form of the number of a case that carries on the evidence of another.
var successorOf = regexp.MustCompile(`^(.+)-R([1-9][0-9]*)$`)

// fileOf reads a document's bytes. Errors: jetstream.ErrObjectNotFound where nobody brought it to this case, or to one that this
// case goes on from; bytes that are not those of the digest.
func (v *visit) fileOf(e *answer.Evidence) ([]byte, error) {
	store := v.web.evidence
	_, err := store.GetInfo(v.ctx(), broughtTo(v.partnership, e.Case, e.Digest))
	if m := successorOf.FindStringSubmatch(e.Case); errors.Is(err, jetstream.ErrObjectNotFound) && m != nil {
		for n, _ := strconv.Atoi(m[2]); n > 0 && errors.Is(err, jetstream.ErrObjectNotFound); n-- {
			before := m[1]
			if n > 1 {
				before += "-R" + strconv.Itoa(n-1)
			}
			_, err = store.GetInfo(v.ctx(), broughtTo(v.partnership, before, e.Digest))
		}
	}
	if err != nil {
		return nil, err
	}
	content, err := store.GetBytes(v.ctx(), e.Digest)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(content); "sha256:"+hex.EncodeToString(sum[:]) != e.Digest {
		return nil, fmt.Errorf("the file kept as %s has other bytes", e.Digest)
	}
	return content, nil
}

// mediaTypeOf is what a file is handed out as: one of the kinds that are taken, by the ending of its name, or bytes.
func mediaTypeOf(e *answer.Evidence) string {
	if k, ok := kindOf(e.FileName); ok {
		return k.MediaType
	}
	return "application/octet-stream"
}

// attachment is the header that has a browser save a file, under a name in the two forms of RFC 6266 where one does not do.
func attachment(name string) string {
	if name = safeName(name); name == "" {
		name = "document"
	}
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%`, r) {
			return '_'
		}
		return r
	}, name)
	if plain == name {
		return `attachment; filename="` + name + `"`
	}
	return `attachment; filename="` + plain + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}
