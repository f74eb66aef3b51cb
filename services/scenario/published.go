package scenario

import (
	"encoding/json"
	"strings"
	"sync"

	docs "comity/services/reference"
)

// The second half of I6: what goes out is exactly what the published document, docs/reference/asyncapi.yaml, says that a
// clearance is told: no field more, and none of those that it promises less.

// contract is the published document, read once for all scenarios as anybody else would read it.
var contract = sync.OnceValues(func() (*docs.Checker, error) { return docs.NewChecker(docs.AsyncAPI()) })

// checkDocument holds a message of the feed against the document.
func (w *world) checkDocument(p published) {
	doc, err := contract()
	if err == nil {
		err = doc.Published(p.event.Type, p.clearance, []byte(p.body))
	}
	if err != nil {
		w.differ("I6: %s to %s is not what the published document says: %s", p.event.ID, p.clearance, spaced(err))
	}
}

// checkAnswered holds what a view answered against the document.
func (w *world) checkAnswered(view string, data json.RawMessage) {
	doc, err := contract()
	if err == nil {
		err = doc.Answered(view, data)
	}
	if err != nil {
		w.differ("I6: the answer of the view %s is not what the published document says: %s", view, spaced(err))
	}
}

// spaced is an error's text on one line.
func spaced(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
