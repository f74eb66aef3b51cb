package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// fileBytes bounds a file of evidence: 25 MiB, which people are told as 25 MB.
const fileBytes = 25 << 20

// transferWithin is how long a file may take to arrive or to leave, over a slow line.
const transferWithin = 10 * time.Minute

// slowly gives a request that carries a file more time than the server gives others, until the function that it returns is called.
func (v *visit) slowly() (done func()) {
	c := http.NewResponseController(v.w)
	until := func(t time.Time) { _ = errors.Join(c.SetReadDeadline(t), c.SetWriteDeadline(t)) } // where they cannot be moved, the server's stand
	until(time.Time{})
	late := time.AfterFunc(transferWithin, func() { until(time.Unix(1, 0)) })
	return func() { late.Stop() }
}

// upload is a file that was sent and kept, as the session remembers it until the evidence is added: a form that is sent again
// because something else was wrong need not bring the file again. What the browser says cannot name it, only the session can.
type upload struct {
	Key                               string // that the form carries
	Partnership, Case, Type           string // for which it was sent
	Digest, FileName, MediaType, Size string
	Bytes                             int64
}

// sessionUpload names the file that waits in a session.
const sessionUpload = "upload"

// readUpload takes a form that may bring a file in the field "file", "" and nil for none.
// Errors: the connection broke, or more was sent than uploadBytes. A file that is too large is noted on the form.
func (v *visit) readUpload() (f *form, name string, content []byte, err error) {
	if kind, _, _ := mime.ParseMediaType(v.r.Header.Get("Content-Type")); kind != "multipart/form-data" {
		f, err = v.read()
		return f, "", nil, err
	}
	defer v.slowly()()
	f = &form{values: url.Values{}}
	parts, err := v.r.MultipartReader()
	if err != nil {
		return f, "", nil, err
	}
	for left := int64(formBytes); ; {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return f, name, content, nil
		}
		if err != nil {
			return f, "", nil, err
		}
		if part.FormName() == "file" {
			if content, err = io.ReadAll(io.LimitReader(part, fileBytes+1)); err != nil {
				return f, "", nil, err
			}
			if name = fileNameOf(part.Header.Get("Content-Disposition")); len(content) > fileBytes {
				if _, err := io.Copy(io.Discard, part); err != nil {
					return f, "", nil, err
				}
				f.wrong("file", "The file is larger than 25 MB. Choose a smaller one")
				name, content = "", nil
			}
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, left+1))
		if err != nil {
			return f, "", nil, err
		}
		if left -= int64(len(value)); left < 0 {
			return f, "", nil, &http.MaxBytesError{Limit: formBytes}
		}
		f.values.Add(part.FormName(), string(value))
	}
}

// fileNameOf is the name that a browser gives a file, as it was sent.
func fileNameOf(disposition string) string {
	_, params, err := mime.ParseMediaType(disposition)
	if err != nil {
		return ""
	}
	return params["filename"]
}

// take checks a file, keeps it, and returns how the session remembers it. What is wrong is noted beside the field; nil then.
// Errors: the store does not answer.
func (v *visit) take(f *form, sent string, content []byte, kind string) (*upload, error) {
	name := safeName(sent)
	is, known := kindOf(name)
	switch {
	case len(content) == 0:
		f.wrong("file", "The file is empty. Choose another")
	case name == "":
		f.wrong("file", "The file needs a name. Rename it and choose it again")
	case !known:
		f.wrong("file", "Choose a PDF, Word, Excel, PowerPoint, OpenDocument, CSV, text, PNG or JPEG file")
	default:
		if err := is.Fits(content); errors.Is(err, errOtherKind) {
			f.wrong("file", "The file is not what its name says: this is no %s", is.Name)
		} else if err != nil {
			f.wrong("file", "The file cannot be taken: %s", err.Error())
		}
	}
	if !f.ok() {
		return nil, nil
	}
	if scan := v.web.cfg.Scan; scan != nil {
		if err := scan(v.ctx(), name, content); err != nil {
			f.wrong("file", "The file cannot be taken: %s", err.Error())
			return nil, nil
		}
	}
	sum := sha256.Sum256(content)
	u := &upload{Key: v.web.cfg.NewID(), Partnership: v.partnership, Case: v.path("case"), Type: kind, Digest: "sha256:" + hex.EncodeToString(sum[:]),
		FileName: name, MediaType: is.MediaType, Bytes: int64(len(content)), Size: sizeOf(int64(len(content)))}
	return u, v.keep(u, content)
}

// keep puts a file into the store under its digest, once, and notes that this case may use it.
func (v *visit) keep(u *upload, content []byte) error {
	store := v.web.evidence
	info, err := store.GetInfo(v.ctx(), u.Digest)
	if errors.Is(err, jetstream.ErrObjectNotFound) {
		info, err = store.Put(v.ctx(), jetstream.ObjectMeta{Name: u.Digest}, bytes.NewReader(content))
	}
	if err != nil {
		return fmt.Errorf("keep a file of evidence: %w", err)
	}
	name := broughtTo(u.Partnership, u.Case, u.Digest)
	if _, err := store.GetInfo(v.ctx(), name); err == nil {
		return nil
	}
	if _, err := store.AddLink(v.ctx(), name, info); err != nil {
		return fmt.Errorf("note whose a file of evidence is: %w", err)
	}
	return nil
}

// broughtTo names the entry that says that a file was brought to a case by somebody who had it. Who only knows a file's digest
// has not, and cannot get at it by naming it in a case of their own.
func broughtTo(partnership, caseID, digest string) string {
	return partnership + "/" + caseID + "/" + digest
}

// remember keeps in the session what was sent, until it is added.
func (v *visit) remember(u *upload) error {
	raw, err := json.Marshal(u)
	if err == nil {
		v.web.sessions.Put(v.ctx(), sessionUpload, string(raw))
	}
	return err
}

// waiting is the file that the form refers to and the session remembers for this case and sort of evidence; nil for none.
func (v *visit) waiting(f *form, kind string) *upload {
	u := &upload{}
	if err := json.Unmarshal([]byte(v.web.sessions.GetString(v.ctx(), sessionUpload)), u); err != nil {
		return nil
	}
	if u.Key == "" || u.Key != f.Value("kept") || u.Partnership != v.partnership || u.Case != v.path("case") || u.Type != kind {
		return nil
	}
	return u
}

// sizeOf is how large a file is, as people read it.
func sizeOf(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%d KB", n>>10)
	}
	return plural(int(n), "byte", "bytes")
}
