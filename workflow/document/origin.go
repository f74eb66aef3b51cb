package document

// Origin knows where what stands in a document that was written out whole was written: in which of its layers. Its zero value knows nothing,
// and so does nil.
type Origin struct {
	kind   string
	source *source
}

// Kind is the kind of the document: Governance or Workflow.
func (o *Origin) Kind() string { return o.kind }

// At is where the value at a path stands, from 1, the column in characters. It reports whether that is known: nothing of that path was
// written, or the document was laid on nothing.
func (o *Origin) At(path string) (file string, line, column int, known bool) {
	if o == nil || o.source == nil || path == "" {
		return "", 0, 0, false
	}
	p, known := o.source.places[path]
	if !known || p.line == 0 {
		return "", 0, 0, false
	}
	return o.source.fileOf(p), p.line, p.column, true
}

// WholeFrom is Whole, and says where what stands in the whole comes from.
func WholeFrom(src Source, find Resolver) (string, *Origin, error) {
	b := newBinder(src)
	if root := b.root(); root == nil || !isLaid(root) {
		return string(src.Text), nil, nil
	}
	docs, found := CheckLaid(find, src)
	if mistakes := Errors(found); len(mistakes) > 0 || len(docs) == 0 {
		return "", nil, &Problems{List: mistakes}
	}
	kind := KindGovernance
	if docs[0].Workflow != nil {
		kind = KindWorkflow
	}
	text, err := Expand(docs[0])
	return text, &Origin{kind, docs[0].source}, err
}
