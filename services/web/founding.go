package web

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	blueprints "comity/scenarios/templates"
	"comity/services/directory"
	"comity/workflow"
	"comity/workflow/calendar"
	"comity/workflow/document"
)

// founding is a partnership being set up: a template, and what was written about it.
type founding struct {
	blueprints.Template
	Governance *document.Governance // of the template
	Orgs       []foundingOrg
	Named      []foundingName // boards, areas and units
	People     []foundingGroup
	Councils   []foundingCouncil // that may be replaced
	Laid       bool              // overlays lie on the template
}

// foundingOrg is an organisation of the template; ID is of its fields.
type foundingOrg struct{ ID, Name, Type string }

// foundingName is something else with a name; ID is of its field, Path where it stands in the document.
type foundingName struct{ ID, What, Name, Path string }

// foundingGroup are people of one sort.
type foundingGroup struct {
	Title  string
	People []foundingPerson
}

// foundingPerson is somebody whom the template names, by what they do.
type foundingPerson struct{ ID, Does string }

// newFounding reads the template that was chosen, with the overlays on it. Errors: there is none of that name, or it cannot be read.
func newFounding(f *form) (*founding, error) {
	id := f.Value("template")
	all, err := blueprints.All()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(t blueprints.Template) bool { return t.ID == id })
	if i < 0 {
		return nil, missing("There is no such template.")
	}
	x := &founding{Template: all[i]}
	if err := x.lay(f); err != nil {
		return nil, err
	}
	if x.Governance, err = document.LoadGovernance(x.Template.Governance); err != nil {
		return nil, err
	}
	g := x.Governance
	for _, o := range g.Organisations {
		x.Orgs = append(x.Orgs, foundingOrg{"org-" + o.ID, o.Name, o.Type})
	}
	for i, b := range g.Boards {
		x.Named = append(x.Named, foundingName{"board-" + b.ID, "Board", b.Name, "boards[" + itoa(i) + "].name"})
	}
	for i, u := range g.Units {
		x.Named = append(x.Named, foundingName{"unit-" + u.ID, "Commissioning unit", u.Name, "units[" + itoa(i) + "].name"})
	}
	for i, a := range g.Areas {
		x.Named = append(x.Named, foundingName{"area-" + a.ID, "Area", a.Name, "areas[" + itoa(i) + "].name"})
	}
	for i, b := range g.ExternalBodies {
		x.Named = append(x.Named, foundingName{"external-" + b.ID, "Body outside the partnership", b.Name, "external_bodies[" + itoa(i) + "].name"})
	}
	x.people()
	x.councils()
	return x, nil
}

// people lists whom the template names, each once with all that they do. Its administrators are left out: who sets the partnership
// up takes their place.
func (x *founding) people() {
	g := x.Governance
	does := map[string][]string{}
	var groups []foundingGroup
	add := func(id, what string) {
		if id == "" || slices.Contains(g.Administrators, id) {
			return
		}
		if len(does[id]) == 0 {
			last := &groups[len(groups)-1]
			last.People = append(last.People, foundingPerson{ID: id})
		}
		if !slices.Contains(does[id], what) {
			does[id] = append(does[id], what)
		}
	}
	groups = append(groups, foundingGroup{Title: "Officers of the organisations"})
	for i := range g.Organisations {
		o := &g.Organisations[i]
		for _, post := range append(slices.Clone(workflow.Posts), slices.Sorted(maps.Keys(o.Officers))...) {
			add(workflow.Officer(o, post), words("post", post)+", "+o.Name)
		}
	}
	groups = append(groups, foundingGroup{Title: "Secretaries and commissioning units"})
	for _, b := range g.Boards {
		for _, id := range b.Secretary {
			add(id, "Secretary")
		}
	}
	for _, u := range g.Units {
		for _, id := range u.Members {
			add(id, "Member of "+u.Name)
		}
	}
	if len(g.ExternalBodies) > 0 {
		groups = append(groups, foundingGroup{Title: "Bodies outside the partnership, whose consent the law asks for"})
	}
	for _, b := range g.ExternalBodies {
		add(b.ProperOfficer, "Records the consent of "+b.Name)
	}
	for _, b := range g.Boards {
		groups = append(groups, foundingGroup{Title: "Proposed for " + b.Name})
		for _, s := range b.Seats {
			what := "Seat " + s.ID
			if s.Post != "" {
				what += ", " + s.Post
			}
			add(s.Holder, what)
			for _, id := range s.Deputies {
				add(id, "Deputy, seat "+s.ID)
			}
		}
	}
	for _, group := range groups {
		for i := range group.People {
			group.People[i].Does = strings.Join(does[group.People[i].ID], "; ")
		}
		if len(group.People) > 0 {
			x.People = append(x.People, group)
		}
	}
}

// begin fills the form with what the template says.
func (x *founding) begin(f *form) {
	set := func(name, value string) {
		if _, there := f.values[name]; !there {
			f.values.Set(name, value)
		}
	}
	for _, o := range x.Orgs {
		set(o.ID+"-name", o.Name)
		set(o.ID+"-type", o.Type)
	}
	for _, n := range x.Named {
		set(n.ID+"-name", n.Name)
	}
}

// person says where in a document somebody is named.
var personPath = regexp.MustCompile(`^(organisations\[\d+\]\.(authorising_officer|proper_officer|monitoring_officer|chief_finance_officer|officers\..*)|` +
	`external_bodies\[\d+\]\.proper_officer|units\[\d+\]\.members\[\d+\]|boards\[\d+\]\.(secretary\[\d+\]|seats\[\d+\]\.(holder|deputies\[\d+\])))$`)

// write makes the documents of what was written. people are the ids in the place of the template's.
func (x *founding) write(f *form, administrator string, people map[string]string) (governance, workflows string, err error) {
	now := map[string]string{
		"metadata.partnership": f.Value("id"), "metadata.effective_from": f.date("from"), "name": f.Value("name"), "metadata.version": "1",
		"metadata.approved_by": cmp.Or(f.Value("approved_by"), "not recorded"),
	}
	for i, o := range x.Orgs {
		now["organisations["+itoa(i)+"].name"], now["organisations["+itoa(i)+"].type"] = f.Value(o.ID+"-name"), f.Value(o.ID+"-type")
	}
	for _, n := range x.Named {
		now[n.Path] = f.Value(n.ID + "-name")
	}
	for i := range x.Governance.Administrators {
		now["administrators["+itoa(i)+"]"] = administrator
	}
	governance, err = document.Rewrite(x.Template.Governance, func(path, value string) string {
		if s, ok := now[path]; ok && s != "" {
			return s
		}
		if id, ok := people[value]; ok && personPath.MatchString(path) {
			return id
		}
		return value
	})
	if err != nil {
		return "", "", err
	}
	if governance, err = x.replace(f, governance); err != nil {
		return "", "", err
	}
	from, err := calendar.ParseDate(f.date("from"))
	if err != nil {
		return "", "", err
	}
	years := x.yearsOn(from)
	workflows, err = document.Rewrite(x.Workflow, func(path, value string) string {
		if path == "metadata.effective_from" {
			return f.date("from")
		}
		if day, err := calendar.ParseDate(value); err == nil && gateDayPath.MatchString(path) {
			return day.AddMonths(12 * years).String()
		}
		return value
	})
	return governance, workflows, err
}

// gateDayPath says where a workflow names the day of a gate.
var gateDayPath = regexp.MustCompile(`^gates\[\d+\]\.due_on$`)

// yearsOn is by how many years the days of the template's gates are moved on together, so that none is over before the partnership begins. They
// are the days of some year; whoever sets the partnership up reads them, and puts the right ones.
func (x *founding) yearsOn(from calendar.Date) (years int) {
	w, err := document.LoadWorkflow(x.Workflow)
	if err != nil {
		return 0
	}
	for _, g := range w.Gates {
		for !g.DueOn.IsZero() && g.DueOn.AddMonths(12*years).Before(from) {
			years++
		}
	}
	return years
}

// foundingIDs finds an id for everybody of the template: of whoever has the address already, a new one of the name, and for who
// has none an id of the partnership's own, under which nobody is recorded yet.
func (v *visit) foundingIDs(x *founding, f *form) (map[string]string, error) {
	out, taken := map[string]string{}, map[string]bool{}
	for _, group := range x.People {
		for _, p := range group.People {
			name, email := f.Value("person-"+p.ID+"-name"), f.Value("person-"+p.ID+"-email")
			if email != "" {
				if known, err := v.web.people.ByEmail(v.ctx(), email); err == nil && known.Active() {
					out[p.ID] = known.ID
					continue
				}
			}
			id := f.Value("id") + "-" + p.ID
			if name != "" {
				free, err := v.freeID(name)
				if err != nil {
					return nil, err
				}
				id = free
				for i := 2; taken[id]; i++ {
					id = free + "-" + itoa(i)
				}
			}
			taken[id] = true
			out[p.ID] = strings.Trim(id[:min(len(id), 60)], "-")
		}
	}
	return out, nil
}

// recordFounders records the names and addresses of those who have one, and returns the names of those who could not be.
func (v *visit) recordFounders(x *founding, f *form) (refused []string, err error) {
	for _, group := range x.People {
		for _, p := range group.People {
			name, email, id := f.Value("person-"+p.ID+"-name"), f.Value("person-"+p.ID+"-email"), f.Value("person-"+p.ID+"-id")
			if name == "" || id == "" {
				continue
			}
			if known, err := v.web.people.ByEmail(v.ctx(), email); email != "" && err == nil && known.Active() {
				continue // recorded already, here or before
			}
			args := directory.RecordArgs{Person: id, Name: &name}
			if email != "" {
				args.Email = &email
			}
			err := v.directory(directory.AskRecord, args, nil)
			no := rulesNo(err)
			switch {
			case err == nil:
				v.awaitName(id)
			case no != nil:
				refused = append(refused, name)
			default:
				return refused, err
			}
		}
	}
	return refused, nil
}
