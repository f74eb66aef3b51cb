package verify

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"comity/events"
)

// An exported journal is text: a header on the first line, then every record as it is stored, canonical JSON, one a line:
// the records of partition 0 in order, then those of partition 1, and so on. Since a journal has no holes, the number of a
// line is the record's place.

// ExportVersion is the version of the form of an export.
const ExportVersion = 1

// Header is the first line of an export.
type Header struct {
	Comity     string    `json:"comity"` // "journal"
	V          int       `json:"v"`
	LogID      string    `json:"log_id"`
	ExportedAt time.Time `json:"exported_at"`
	Records    []uint64  `json:"records"` // of each partition
}

// WriteHeader begins an export.
func WriteHeader(w io.Writer, h Header) error {
	h.Comity, h.V = "journal", ExportVersion
	line, err := events.Canonical(h)
	if err != nil {
		return err
	}
	_, err = w.Write(append(line, '\n'))
	return err
}

// WriteRecord adds a record, as it is stored.
func WriteRecord(w io.Writer, raw []byte) error {
	if bytes.IndexByte(raw, '\n') >= 0 {
		return errors.New("a record in canonical form is one line")
	}
	_, err := w.Write(append(bytes.Clone(raw), '\n'))
	return err
}

// ErrNotExport is wrapped by the error for a file that is no export.
var ErrNotExport = errors.New("not an exported journal")

// Export verifies an exported journal.
// Errors: ErrNotExport; *Fault; what reading gives.
func Export(r io.Reader) (Result, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 64<<10), events.MaxRecordBytes+1)
	if !lines.Scan() {
		return Result{}, fmt.Errorf("%w: it is empty", ErrNotExport)
	}
	var h Header
	if err := json.Unmarshal(lines.Bytes(), &h); err != nil || h.Comity != "journal" {
		return Result{}, fmt.Errorf("%w: its first line is no header", ErrNotExport)
	}
	if h.V != ExportVersion {
		return Result{}, fmt.Errorf("%w of a form known here: it is %d", ErrNotExport, h.V)
	}
	k := New(h.LogID, len(h.Records))
	partition, left := -1, uint64(0)
	for lines.Scan() {
		for left == 0 {
			if partition++; partition == len(h.Records) {
				return k.result, (&Fault{Partition: partition - 1}).because(nil, "there are more records than the header says.")
			}
			left = h.Records[partition]
		}
		if err := k.Take(partition, lines.Bytes()); err != nil {
			return k.result, err
		}
		left--
	}
	if err := lines.Err(); err != nil {
		return k.result, err
	}
	return k.End(h.Records)
}
