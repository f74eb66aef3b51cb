package web

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	blueprints "comity/scenarios/templates"
	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/document"
)

// documentsPage is what the page desk_documents shows.
type documentsPage struct {
	*desk
	Governance []documentVersion // newest first
	Workflows  []documentVersion // likewise
	Mistakes   mistakesPage
}

// documentVersion is a published version of a document.
type documentVersion struct {
	answer.VersionRow
	Name, Address string
	Move          string // where cases are moved to it; "" where there is no other version, or the reader moves none
}

// mistakesPage is a document with its mistakes: each has its line, which stands below with its number.
type mistakesPage struct {
	Prefix   string // of the lines' ids
	Of       string // what has them; the document, unless it is said
	Mistakes []documentMistake
	Lines    []string
}

// documentMistake is one of them. Line and Column count from 1; 0 where the mistake has no place.
type documentMistake struct {
	Line, Column int
	Part         string // heading of the column of a table
	Sentence     string
}

// deskDocuments lists the versions of the documents, and takes a new one from an administrator.
func (v *visit) deskDocuments() error {
	d, err := v.desk()
	if err != nil {
		return err
	}
	return v.showDocuments(http.StatusOK, d, &form{values: url.Values{}}, nil)
}

func (v *visit) showDocuments(status int, d *desk, f *form, mistakes []documentMistake) error {
	p := documentsPage{desk: d}
	var r answer.Register
	if err := v.ask("register", nil, &r); err != nil {
		return err
	}
	for _, x := range r.Versions {
		p.Governance = append([]documentVersion{{VersionRow: x, Name: "Governance", Address: d.Address + "/documents/governance/" + itoa(x.Version)}}, p.Governance...)
	}
	first := map[string]int{}
	for _, x := range r.Workflows {
		one := documentVersion{VersionRow: x, Name: human(strings.ReplaceAll(x.ID, "-", "_"))}
		at, id := d.Address+"/documents/workflow/"+itoa(x.Version), "?id="+url.QueryEscape(x.ID)
		one.Address = at + id
		if first[x.ID] == 0 {
			first[x.ID] = x.Version
		} else if d.Publishes() || d.Secretary() {
			one.Move = at + "/cases" + id
		}
		p.Workflows = append([]documentVersion{one}, p.Workflows...)
	}
	if len(mistakes) > 0 {
		p.Mistakes = mistakesIn("line", f.values.Get("source"), mistakes)
	}
	return v.showAs(status, "desk_documents", page{Title: "Documents", Form: f, Data: p})
}

func mistakesIn(prefix, source string, list []documentMistake) mistakesPage {
	return mistakesPage{Prefix: prefix, Mistakes: list, Lines: strings.Split(strings.ReplaceAll(source, "\r\n", "\n"), "\n")}
}

// documentPage is what the page desk_document shows.
type documentPage struct {
	*desk
	answer.Document
	Name string
}

// deskDocument shows one version as it was written.
func (v *visit) deskDocument() error {
	d, err := v.desk()
	if err != nil {
		return err
	}
	p := documentPage{desk: d, Name: "Governance"}
	version, err := strconv.Atoi(v.path("version"))
	if err != nil || version < 1 {
		return missing("There is no such version of this document.")
	}
	args := answer.DocumentArgs{Version: version}
	if v.path("kind") == "workflow" {
		args.Workflow = v.query("id")
		p.Name = human(strings.ReplaceAll(args.Workflow, "-", "_"))
	} else if v.path("kind") != "governance" {
		return missing("There is no such document.")
	}
	if v.path("kind") == "workflow" && args.Workflow == "" {
		return missing("There is no such document.")
	}
	if err := v.ask("document", args, &p.Document); err != nil {
		return err
	}
	return v.show("desk_document", page{Title: p.Name + ", version " + itoa(p.Version), Data: p, Back: d.Address + "/documents"})
}

// documentPublish shows what a version of whatever the text says that it is would change, and publishes it once that was seen. What is wrong with
// it is said all at once.
func (v *visit) documentPublish() error {
	d, err := v.desk()
	if err != nil {
		return err
	}
	if err := only(d.Publishes(), "Only administrators publish documents."); err != nil {
		return err
	}
	f, err := v.readWithFile("file", "source")
	if err != nil {
		return err
	}
	source := strings.ReplaceAll(f.values.Get("source"), "\r\n", "\n")
	if strings.TrimSpace(source) == "" {
		f.wrong("source", "Paste the document, or choose its file")
		return v.showDocuments(http.StatusUnprocessableEntity, d, f, nil)
	}
	whole, from, err := document.WholeFrom(document.Source{Text: []byte(source)}, blueprints.Named)
	if laid := (*document.Problems)(nil); errors.As(err, &laid) {
		mistakes := laidMistakes(laid)
		f.wrong("source", "%s", mistakesCounted(len(mistakes)))
		return v.showDocuments(http.StatusUnprocessableEntity, d, f, mistakes)
	}
	if f.Value("seen") != "yes" {
		err := v.documentForeseen(d, f, whole)
		if no := rulesNo(err); no != nil {
			mistakes := v.layerMistakes(no, from)
			f.wrong("source", "%s", mistakesCounted(len(mistakes)))
			return v.showDocuments(http.StatusUnprocessableEntity, d, f, mistakes)
		}
		return err
	}
	done, err := v.do(publishing(whole))
	if no := rulesNo(err); no != nil {
		mistakes := v.layerMistakes(no, from)
		f.wrong("source", "%s", mistakesCounted(len(mistakes)))
		return v.showDocuments(http.StatusUnprocessableEntity, d, f, mistakes)
	}
	if err != nil {
		return err
	}
	v.tell("The document is published.")
	return v.goTo(d.Address+"/documents", done.Seq)
}

// publishing is the command that publishes a text, by what it says that it is.
func publishing(source string) workflow.Command {
	for line := range strings.SplitSeq(source, "\n") {
		if kind, is := strings.CutPrefix(line, "kind:"); is && strings.HasPrefix(strings.Trim(kind, ` "'`), document.KindWorkflow) {
			return &workflow.WorkflowPublish{Source: source}
		}
	}
	return &workflow.PartnershipPublish{Source: source}
}

// mistakesOf are the mistakes for which a document was refused.
func mistakesOf(no *workflow.Refusal) (out []documentMistake) {
	for _, p := range no.Details {
		m := documentMistake{Line: figure(p.Facts, "line"), Column: figure(p.Facts, "column"), Sentence: p.Message}
		if p.Code == workflow.VersionExists {
			m.Sentence = p.Message + " Give this one the next number: a published version never changes."
		}
		m.Sentence = withoutPlace(m.Sentence, m.Line, m.Column)
		out = append(out, m)
	}
	return out
}

// layerMistakes are mistakesOf a document, each where it was written: on its line of the page, or, in what is shipped, named with its file. Where that
// cannot be known, a mistake has no line: those of the document that was written out whole are not those on the page.
func (v *visit) layerMistakes(no *workflow.Refusal, from *document.Origin) []documentMistake {
	if from == nil {
		return mistakesOf(no)
	}
	no = workflow.Traced(no, from, v.partnership)
	out := mistakesOf(no)
	for i := range out {
		file, traced := no.Details[i].Facts["file"].(string)
		if !traced || file != "" {
			out[i].Line, out[i].Column = 0, 0
		}
		if file != "" {
			out[i].Sentence = no.Details[i].Message
		}
	}
	return out
}

// laidMistakes are those of a document that is laid on what is shipped; one that stands there says so, and has no line on this page.
func laidMistakes(laid *document.Problems) (out []documentMistake) {
	for _, p := range laid.List {
		m := documentMistake{Line: p.Line, Column: p.Column, Sentence: p.Sentence}
		if p.File != "" {
			m = documentMistake{Sentence: p.String()}
		}
		out = append(out, m)
	}
	return out
}

// withoutPlace leaves out where a mistake is, where that is said beside it: "westmere:12:5: There is …".
func withoutPlace(sentence string, line, column int) string {
	if _, rest, found := strings.Cut(sentence, itoa(line)+":"+itoa(column)+": "); found && line > 0 {
		return rest
	}
	return sentence
}

func mistakesCounted(n int) string {
	return "The document has " + plural(n, "mistake", "mistakes") + ", listed below with its line. Nothing is published"
}

// readWithFile takes a form that may bring a text as a file, which then stands in the place of what is written in a field.
// Errors: it is too large, or no form.
func (v *visit) readWithFile(file, field string) (*form, error) {
	if err := v.r.ParseMultipartForm(formBytes); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return nil, err
	}
	f := &form{values: v.r.PostForm}
	upload, _, err := v.r.FormFile(file)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return f, nil
	}
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(upload)
	if err := errors.Join(err, upload.Close()); err != nil {
		return nil, err
	}
	if len(text) > 0 {
		f.values.Set(field, strings.ToValidUTF8(string(text), "\uFFFD"))
	}
	return f, nil
}

// settled waits until the views know of what a partnership that was just begun has published, so that the next page does.
func (v *visit) settled(partnership string) error {
	return v.askOf(partnership, "register", nil, &answer.Register{})
}
