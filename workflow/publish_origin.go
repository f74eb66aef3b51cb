package workflow

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"comity/workflow/document"
)

// Traced is a refusal of a document that was written out whole and published in a partnership, with each mistake at the place of the layer in
// which it was written, where that is known: the sentence begins with it, and the facts have file, line and column. Any other problem stays as
// it is, and so does what is then wrong with another document. Pure; no itself is not changed.
func Traced(no *Refusal, from *document.Origin, partnership string) *Refusal {
	if no == nil || from == nil {
		return no
	}
	own := partnership // as publishing names the document in its sentences
	if from.Kind() == document.KindWorkflow {
		own = publishedWorkflow
	}
	out := *no
	out.Details = slices.Clone(no.Details)
	for i := range out.Details {
		p := &out.Details[i]
		file, line, column, known := from.At(p.About)
		if !known || p.Code != DefinitionInvalid {
			continue
		}
		sentence := p.Message
		if p.Facts["line"] != nil {
			var ours bool
			if sentence, ours = strings.CutPrefix(p.Message, fmt.Sprintf("%s:%v:%v: ", own, p.Facts["line"], p.Facts["column"])); !ours {
				continue
			}
		}
		p.Message = fmt.Sprintf("%s:%d:%d: %s", file, line, column, sentence)
		p.Facts = maps.Clone(p.Facts)
		if p.Facts == nil {
			p.Facts = map[string]any{}
		}
		p.Facts["file"], p.Facts["line"], p.Facts["column"] = file, line, column
		if i == 0 {
			out.Message = p.Message
		}
	}
	return &out
}

// publishedWorkflow is how publishing names a workflow document in its sentences; a governance document has the name of its partnership.
const publishedWorkflow = "workflow"
