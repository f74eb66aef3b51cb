package answer

import "time"

// EvidenceArgs asks whether the reader may open the document of an item of evidence.
type EvidenceArgs struct {
	Case string `json:"case" required:"true" doc:"The case."`
	Item string `json:"item" required:"true" doc:"The item of evidence."`
}

// Evidence is what a download needs to know of a document that the reader may open: by which digest its bytes are kept, and
// as what they are handed out. FileName, MediaType and Bytes are as somebody said when the item was added; whoever hands the
// document out holds the digest against the bytes and never lets a browser run them.
type Evidence struct {
	Case      string    `json:"case"`
	Item      string    `json:"item"`
	Type      string    `json:"type"`
	Title     string    `json:"title"`
	DatedOn   string    `json:"dated_on"`
	AddedAt   time.Time `json:"added_at"`
	Digest    string    `json:"digest"`
	FileName  string    `json:"file_name,omitempty"`
	MediaType string    `json:"media_type,omitempty"`
	Bytes     int64     `json:"bytes,omitempty"`
}
