package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"comity/services/client"
	"comity/services/views/answer"
	"comity/workflow"
)

// sessionMigrated keeps what came of the last cases that were moved together, so that the page that says so can be read again.
const sessionMigrated = "migrated"

// migratePage is what the pages desk_migrate, desk_migrate_check and desk_migrated show.
type migratePage struct {
	*desk
	Action  string
	Name    string // of the workflow
	Version int
	Cases   []migrateCase
	Could   int // of those chosen
	Moved   int
}

// migrateCase is one case under another version of the workflow, and what came of trying or moving it.
type migrateCase struct {
	Case, Address string
	Sentences     []string
	Can           bool     // it can be chosen
	Stages        []choice // to choose from, where it has to be said in which it goes on
	To            string   // the stage in which it would go on, in words
	Done          bool     // it could be moved, or was
	Why           []string // it could not, for these reasons
}

// Stage is the name of the field in which the case's stage is chosen.
func (c migrateCase) Stage() string { return "stage-" + c.Case }

// deskMigrate lists the cases that run under another version of a workflow, to be moved to this one.
func (v *visit) deskMigrate() error {
	p, err := v.migrating()
	if err != nil {
		return err
	}
	f := &form{values: url.Values{}}
	for _, c := range p.Cases {
		if c.Can && c.Stages == nil {
			f.values.Add("case", c.Case)
		}
	}
	return v.showMigrate(http.StatusOK, p, f)
}

// migrating reads which cases run under another version, and what this one would make of each.
func (v *visit) migrating() (*migratePage, error) {
	d, err := v.desk()
	if err != nil {
		return nil, err
	}
	version, err := strconv.Atoi(v.path("version"))
	if err != nil || version < 1 || v.query("id") == "" {
		return nil, missing("There is no such version of this document.")
	}
	if err := only(d.Publishes() || d.Secretary(), "Only the secretariat and administrators move cases to another version of their workflow."); err != nil {
		return nil, err
	}
	var doc answer.Document
	if err := v.ask("document", answer.DocumentArgs{Workflow: v.query("id"), Version: version}, &doc); err != nil {
		return nil, err
	}
	var a answer.Impact
	if err := v.ask("impact", answer.ImpactArgs{Source: doc.Source}, &a); err != nil {
		return nil, err
	}
	n := v.impactNames(doc.Source)
	p := &migratePage{desk: d, Name: n.document, Version: version, Action: d.Address + "/documents/workflow/" + itoa(version) + "/cases?id=" + url.QueryEscape(v.query("id"))}
	for _, m := range a.Cases {
		c := migrateCase{Case: m.Case, Address: "/" + v.partnership + "/cases/" + m.Case, Sentences: n.migration(m), To: n.stage(m.To)}
		switch m.Can {
		case workflow.MigratesNow:
			c.Can = true
		case workflow.MigratesMapped:
			c.Can = true
			for _, s := range n.w.Stages {
				c.Stages = append(c.Stages, choice{Value: s.ID, Text: n.stage(s.ID)})
			}
		}
		p.Cases = append(p.Cases, c)
	}
	return p, nil
}

func (v *visit) showMigrate(status int, p *migratePage, f *form) error {
	return v.showAs(status, "desk_migrate", page{Title: "Move cases to version " + itoa(p.Version), Form: f, Data: p, Back: p.Address + "/documents"})
}

// migrateSent tries every case that was chosen and shows what would come of each; it moves them once that was seen. Each is a command of its
// own with an id of its own, and one that is refused stops no other.
func (v *visit) migrateSent() error {
	p, err := v.migrating()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	f.need("approved_by", "Enter who agreed to it")
	f.need("minute", "Enter where that is written down")
	var chosen []migrateCase
	for _, c := range p.Cases {
		if !f.Has("case", c.Case) {
			continue
		}
		if c.Can && c.Stages != nil && f.Value(c.Stage()) == "" {
			f.wrong(c.Stage(), "Select the stage in which case %s goes on", c.Case)
		}
		for _, s := range c.Stages {
			if s.Value == f.Value(c.Stage()) {
				c.To = s.Text
			}
		}
		chosen = append(chosen, c)
	}
	if f.Value("step") == "move" {
		return v.migrateAll(p, f)
	}
	if len(chosen) == 0 {
		f.wrong("case", "Select the cases that are to be moved")
	}
	if !f.ok() {
		return v.showMigrate(http.StatusUnprocessableEntity, p, f)
	}
	p.Cases = chosen
	for i := range p.Cases {
		c := &p.Cases[i]
		if err := v.moveCase(c, p.Version, f, client.DryRun()); err != nil {
			return err
		}
		if c.Done {
			p.Could++
		}
	}
	return v.show("desk_migrate_check", page{Title: "Check which cases are moved", Form: f, Data: p, Back: p.Action})
}

// moveCase sends the command for one case and notes what came of it. Errors: no answer in time, and whatever is no refusal.
func (v *visit) moveCase(c *migrateCase, version int, f *form, opts ...client.Option) error {
	cmd := &workflow.CaseMigrate{Case: c.Case, Version: version, Stage: f.Value(c.Stage()), ApprovedBy: f.Value("approved_by"), Minute: f.Value("minute")}
	_, err := v.web.client.Do(v.ctx(), v.partnership, v.person, cmd, opts...)
	if no := rulesNo(err); no != nil {
		for _, s := range v.noes(no) {
			c.Why = append(c.Why, plainly(s))
		}
		return nil
	}
	c.Done = err == nil
	return err
}

// migrateAll moves the cases that were chosen, one after the other, and says of each what came of it.
func (v *visit) migrateAll(p *migratePage, f *form) error {
	if !f.ok() {
		return v.showMigrate(http.StatusUnprocessableEntity, p, f)
	}
	out := migratePage{Name: p.Name, Version: p.Version}
	for _, id := range f.All("case") {
		command := f.Value("command_id-" + id)
		if command == "" {
			continue
		}
		c := migrateCase{Case: id, Address: "/" + v.partnership + "/cases/" + id}
		if err := v.moveCase(&c, p.Version, f, client.CommandID(command)); err != nil {
			v.web.cfg.Log.Warn().Err(err).Str("case", id).Msg("a case that is moved with others has no answer")
			c.Why = []string{"There was no answer in time. It may have been moved. Open the case to see, and move it again if it was not: that is safe."}
		}
		if c.Done {
			out.Moved++
		}
		out.Cases = append(out.Cases, c)
	}
	text, err := json.Marshal(out)
	if err != nil {
		return err
	}
	v.web.sessions.Put(v.ctx(), sessionMigrated, string(text))
	return v.goTo(strings.Replace(p.Action, "/cases?", "/cases/moved?", 1), v.web.client.Seen(v.partnership))
}

// deskMigrated says of each of the last cases that were moved what came of it.
func (v *visit) deskMigrated() error {
	d, err := v.desk()
	if err != nil {
		return err
	}
	p := &migratePage{}
	text := v.web.sessions.GetString(v.ctx(), sessionMigrated)
	if text == "" || json.Unmarshal([]byte(text), p) != nil {
		return v.goTo(d.Address+"/documents", 0)
	}
	p.desk = d
	return v.show("desk_migrated", page{Title: "What came of it", Data: p, Back: d.Address + "/documents"})
}
