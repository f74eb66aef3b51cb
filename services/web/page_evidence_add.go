package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"comity/workflow"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// addPage is what the pages evidence_add and evidence_sort show.
type addPage struct {
	*preparation
	Type   *document.EvidenceType
	Data   *dataForm // nil for a sort of evidence that is a document alone
	Cannot bool      // its data is more than a form here can take
	Kept   *upload   // sent already, and not to be sent again
	Accept string
	Asked  []choice // by the next gate
	Others []choice
	Gate   string
	Rules  []string // conditions that the next gate sets, in words
}

// Action is where the form is sent to: the sort of evidence stands in the address, which is there even when a file is too large.
func (p *addPage) Action() string { return p.Address + "/evidence/add?type=" + p.Type.ID }

// Sorts are the sorts of evidence to choose from: what the next gate asks for comes first.
func (p *addPage) Sorts() []choice {
	return append(slices.Clone(p.Asked), choice{Value: "other", Text: "Something else"})
}

// SortHint says what the list of sorts is.
func (p *addPage) SortHint() string {
	if p.Gate == "" {
		return ""
	}
	return "The gate “" + p.Gate + "” asks for those listed by name."
}

// Lists are the lists that the data has.
func (p *addPage) Lists() []dataList {
	if p.Data == nil {
		return nil
	}
	return p.Data.Lists
}

// FileLabel is what the field for the document is called.
func (p *addPage) FileLabel() string {
	switch {
	case p.Kept != nil:
		return "Choose another file instead (optional)"
	case p.Data != nil:
		return "Document (optional)"
	}
	return "Document"
}

// evidenceAdd asks which sort of evidence is added, then for the document and for what else the sort asks for.
func (v *visit) evidenceAdd() error {
	p, err := v.adding()
	if err != nil {
		return err
	}
	f := &form{values: v.r.URL.Query()}
	if p.Type == nil {
		if v.query("type") != "" {
			f.wrong("type", "Select what sort of evidence it is")
		}
		return v.showAdd(http.StatusOK, p, f)
	}
	f = filled(map[string]string{"title": p.Type.Name})
	if p.Data != nil {
		for _, e := range slices.Backward(p.State.Evidence) {
			if e.Type == p.Type.ID {
				p.Data.fill(f, e.Data)
				break
			}
		}
	}
	return v.showAdd(http.StatusOK, p, f)
}

// adding reads what the page needs: the case, and the sort of evidence that the address names, if it does.
func (v *visit) adding() (*addPage, error) {
	c, err := v.preparing("case.add_evidence")
	if err != nil {
		return nil, err
	}
	p := &addPage{preparation: c, Accept: fileAccept, Gate: v.nextGateName(c.caseHead)}
	id := v.query("type")
	if other := v.query("other"); id == "other" {
		id = other
	}
	for _, r := range v.evidenceAsked(c.caseHead) {
		p.Asked = append(p.Asked, choice{Value: r.Type, Text: r.Name, Hint: r.Said.Text + ". " + r.Description})
		if r.Type == id {
			p.Rules = r.Rules
		}
	}
	n := v.naming()
	for i := range n.Rules().EvidenceTypes {
		t := &n.Rules().EvidenceTypes[i]
		if t.ID == id && p.Type == nil { // the workflow's own come before the standard ones of the same name
			p.Type = t
		}
		known := func(c choice) bool { return c.Value == t.ID }
		if !slices.ContainsFunc(p.Asked, known) && !slices.ContainsFunc(p.Others, known) {
			p.Others = append(p.Others, choice{Value: t.ID, Text: t.Name})
		}
	}
	slices.SortFunc(p.Others, func(a, b choice) int { return strings.Compare(a.Text, b.Text) })
	if p.Type != nil {
		var ok bool
		p.Data, ok = n.dataFormOf(p.Type)
		p.Cannot = !ok
	}
	return p, nil
}

func (v *visit) showAdd(status int, p *addPage, f *form) error {
	if p.Type == nil {
		return v.showAs(status, "evidence_sort", page{Title: "Add evidence: " + p.Name, Form: f, Data: p, Back: p.Edit() + "/evidence"})
	}
	if p.Data != nil {
		p.Data.show(f)
	}
	return v.showAs(status, "evidence_add", page{Title: p.Type.Name + ": " + p.Name, Form: f, Data: p, Back: p.Edit() + "/evidence"})
}

// evidenceAddSent takes a document and its data. Who may not add evidence is refused before anything of the file is read.
func (v *visit) evidenceAddSent() error {
	p, err := v.adding()
	if err != nil {
		return err
	}
	if p.Type == nil || p.Cannot {
		return v.goTo(p.Address+"/evidence/add", 0)
	}
	f, name, content, err := v.readUpload()
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		f.wrong("file", "The file is larger than 25 MB. Choose a smaller one")
		return v.showAdd(http.StatusRequestEntityTooLarge, p, f)
	}
	if err != nil {
		return err
	}
	tooLarge := !f.ok()
	if p.Kept = v.waiting(f, p.Type.ID); name != "" {
		if p.Kept, err = v.take(f, name, content, p.Type.ID); err != nil {
			return err
		}
		if p.Kept != nil {
			if err := v.remember(p.Kept); err != nil {
				return err
			}
		}
	}
	if list, ok := strings.CutPrefix(f.Value("then"), "more-"); ok && p.Data != nil {
		p.Data.more(f, list)
		if !f.ok() {
			return v.showAdd(http.StatusUnprocessableEntity, p, f)
		}
		return v.showAdd(http.StatusOK, p, f)
	}
	if cmd := v.addCommand(p, f); f.ok() {
		return v.addEvidence(p, f, cmd)
	}
	if tooLarge {
		return v.showAdd(http.StatusRequestEntityTooLarge, p, f)
	}
	return v.showAdd(http.StatusUnprocessableEntity, p, f)
}

// addCommand makes the command of what was given, and notes what is wrong.
func (v *visit) addCommand(p *addPage, f *form) *workflow.CaseAddEvidence {
	cmd := &workflow.CaseAddEvidence{Case: p.Label.Case, Type: p.Type.ID, Title: f.need("title", "Enter a title")}
	if s := f.date("dated_on"); s != "" {
		var err error
		cmd.DatedOn, err = calendar.ParseDate(s)
		if _, no := time.Parse(time.DateOnly, s); err != nil || no != nil {
			f.wrong("dated_on", "Enter a real day, such as 27 3 2026")
		} else if cmd.DatedOn.After(v.today()) {
			f.wrong("dated_on", "The day must be today or in the past")
		}
	}
	if p.Data != nil {
		cmd.Data = p.Data.read(f)
		if cmd.Data == nil {
			l := &p.Data.Lists[0]
			f.wrong(l.at(0, l.Columns[0].Name), "Enter at least one %s", lower(l.One))
		}
	}
	if u := p.Kept; u != nil {
		cmd.Digest, cmd.FileName, cmd.MediaType, cmd.Bytes = u.Digest, u.FileName, u.MediaType, u.Bytes
	} else if p.Data == nil && f.Error("file") == "" {
		f.wrong("file", "Choose a file")
	}
	if p.Voids() && f.Value("warned") != "yes" {
		f.wrong("", "The case waits for decisions by now. Read the warning, then add the evidence if that is still right")
	}
	return cmd
}

// today is the day that it is in the pages' zone.
func (v *visit) today() calendar.Date {
	y, m, d := v.web.cfg.Now().In(v.web.zone).Date()
	return calendar.NewDate(y, m, d)
}

// addEvidence sends the command, and goes back to the list.
func (v *visit) addEvidence(p *addPage, f *form, cmd *workflow.CaseAddEvidence) error {
	done, now, err := v.sendStill(f, p.preparation, cmd, warned(f))
	no := rulesNo(err)
	switch {
	case err == nil:
		v.web.sessions.Remove(v.ctx(), sessionUpload)
		v.tell("Added: " + cmd.Title + ".")
		return v.goTo(p.Edit()+"/evidence", done.Seq)
	case no == nil:
		return err
	case no.Has(workflow.StaleRevision):
		p.preparation = now
		f.wrong("", "The case has changed since you opened the page. Look at it again, then send it once more")
		return v.showAdd(http.StatusConflict, p, f)
	}
	for _, x := range no.Details {
		switch about := x.About; {
		case p.Data != nil && strings.HasPrefix(about, "data"):
			f.wrong(p.Data.place(f, about), "This does not fit what is asked for. Check each field")
		case about == "dated_on", about == "title":
			f.wrong(about, "%s", x.Message)
		default:
			f.wrong("", "%s", x.Message)
		}
	}
	return v.showAdd(http.StatusUnprocessableEntity, p, f)
}
