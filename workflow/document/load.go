package document

import (
	"crypto/sha256"
	"fmt"
	"sync"
)

// LoadGovernance reads a governance document that was accepted once, for folding it back out of the journal. Only its shape is
// looked at, for what was accepted stays accepted. The same text gives the same value again: it is shared, by goroutines too, and must
// not be changed.
//
// Errors: *Problems; and an error where the text is a workflow.
func LoadGovernance(text string) (*Governance, error) {
	doc, err := loaded.of(text)
	if err != nil {
		return nil, err
	}
	if doc.Governance == nil {
		return nil, fmt.Errorf("load governance: this is a %s", KindWorkflow)
	}
	return doc.Governance, nil
}

// LoadWorkflow is LoadGovernance for a workflow document.
func LoadWorkflow(text string) (*Workflow, error) {
	doc, err := loaded.of(text)
	if err != nil {
		return nil, err
	}
	if doc.Workflow == nil {
		return nil, fmt.Errorf("load workflow: this is a %s", KindGovernance)
	}
	return doc.Workflow, nil
}

var loaded = newMemo(256, func(text string) (*Document, error) {
	doc, problems := read(Source{Text: []byte(text)}, nil)
	if len(problems) > 0 {
		return nil, &Problems{List: inOrder(problems)}
	}
	doc.source = nil // places are for those who write, and weigh more than the document
	return doc, nil
})

// memo remembers what make gives for a text, for at most limit texts. make is pure, so forgetting shows in nothing but time.
type memo[T any] struct {
	limit int
	make  func(text string) (T, error)

	mu   sync.Mutex // guards kept
	kept map[[sha256.Size]byte]T
}

func newMemo[T any](limit int, make func(string) (T, error)) *memo[T] {
	return &memo[T]{limit: limit, make: make, kept: map[[sha256.Size]byte]T{}}
}

// of gives the value for a text. Failures are not remembered.
func (m *memo[T]) of(text string) (T, error) {
	key := sha256.Sum256([]byte(text))
	m.mu.Lock()
	value, ok := m.kept[key]
	m.mu.Unlock()
	if ok {
		return value, nil
	}
	value, err := m.make(text)
	if err != nil {
		return value, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.kept) >= m.limit {
		for old := range m.kept { // any one of them
			delete(m.kept, old)
			break
		}
	}
	m.kept[key] = value
	return value, nil
}
