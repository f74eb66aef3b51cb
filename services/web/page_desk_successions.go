package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"comity/services/views/answer"
	"comity/services/wording"
	"comity/workflow"
)

// successorsMost is how many successors the form has room for; the command line takes more.
const successorsMost = 4

// successionGroups are what the names of fields begin with, of each group of organisations that are replaced by the same.
var successionGroups = []string{"", "b-", "c-"}

// successionsPage is what the pages desk_successions and desk_succession_check show.
type successionsPage struct {
	*desk
	Recorded   []successionShown
	Replaced   []choice
	Successors []choice
	Rows       []int
	Groups     []string // see successionGroups
	Foreseen   *answer.SuccessionForeseen
	Seats      []string // that end, in words
	Mandates   int
	Cases      []successionCase
}

// successionShown is one that is recorded, in words.
type successionShown struct {
	answer.SuccessionRow
	Takers []string
}

// successionCase is what would happen to a case, in sentences.
type successionCase struct {
	Name, Address string
	Sentences     []string
}

// deskSuccessions lists who is replaced by whom, and lets an administrator record another.
func (v *visit) deskSuccessions() error {
	p, _, err := v.successions(nil)
	if err != nil {
		return err
	}
	return v.showSuccessions(http.StatusOK, p, &form{values: url.Values{}})
}

// successions asks what is recorded and, where a command is given, what it would do.
func (v *visit) successions(cmd workflow.Command) (*successionsPage, *answer.Successions, error) {
	d, err := v.desk()
	if err != nil {
		return nil, nil, err
	}
	var args answer.SuccessionsArgs
	if cmd != nil {
		if args.Fields, err = json.Marshal(cmd); err != nil {
			return nil, nil, err
		}
	}
	var a answer.Successions
	if err := v.ask("successions", args, &a); err != nil {
		return nil, nil, err
	}
	p := &successionsPage{desk: d, Rows: []int{1, 2, 3, 4}[:successorsMost], Groups: successionGroups}
	names := map[string]string{}
	for _, o := range v.naming().Rules().Organisations {
		names[o.ID] = o.Name
		p.Replaced = append(p.Replaced, choice{Value: o.ID, Text: o.Name})
	}
	for _, o := range a.Successors {
		names[o.ID] = o.Name
		p.Successors = append(p.Successors, choice{Value: o.ID, Text: o.Name})
	}
	name := func(id string) string {
		if names[id] != "" {
			return names[id]
		}
		return v.naming().Organisation(id)
	}
	for _, s := range a.Recorded {
		x := successionShown{SuccessionRow: s}
		for _, t := range s.Successors {
			x.Takers = append(x.Takers, name(t.Organisation)+partSaid(t.BasisPoints))
		}
		p.Recorded = append(p.Recorded, x)
	}
	if p.Foreseen = a.Foreseen; a.Foreseen != nil {
		v.foreseen(p, a.Foreseen, name)
	}
	return p, &a, nil
}

// partSaid says how much of everything a successor takes over; nothing for all of it.
func partSaid(points int64) string {
	if points == 10_000 {
		return ""
	}
	return " (" + workflow.Percent(points) + "%)"
}

// foreseen says in words what a succession would do.
func (v *visit) foreseen(p *successionsPage, f *answer.SuccessionForeseen, name func(string) string) {
	n := v.naming()
	for _, s := range f.Seats {
		what := n.Person(s.Person) + ", " + n.Seat(s.Seat)
		if s.Deputy {
			what = n.Person(s.Person) + ", deputy for " + n.Seat(s.Seat)
		}
		p.Seats = append(p.Seats, what)
	}
	p.Mandates = len(f.Mandates)
	for _, c := range f.Cases {
		x := successionCase{Name: c.Title, Address: "/" + v.partnership + "/cases/" + c.Case}
		if x.Name == "" {
			x.Name = "Case " + c.Case
		}
		var list []wording.Event
		for _, e := range c.Events {
			list = append(list, wording.Event{Type: e.Type, Data: e.Facts})
		}
		x.Sentences = wording.Tell(list, func(what, id string) string {
			switch what {
			case "organisation", "successor", "sponsor", "accountable", "host":
				return name(id)
			case "person":
				return n.Person(id)
			case "board", "signoff":
				return n.Board(id)
			}
			return ""
		})
		p.Cases = append(p.Cases, x)
	}
}

func (v *visit) showSuccessions(status int, p *successionsPage, f *form) error {
	return v.showAs(status, "desk_successions", page{Title: "Organisations that are replaced", Form: f, Data: p, Back: p.Address})
}

// successionSent reads the form: it shows what the succession would do, and records it once that was seen.
func (v *visit) successionSent() error {
	p, _, err := v.successions(nil)
	if err != nil {
		return err
	}
	if err := only(p.Publishes(), "Only an administrator of the partnership records that organisations are replaced."); err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	cmd := succession(f)
	if !f.ok() {
		return v.showSuccessions(http.StatusUnprocessableEntity, p, f)
	}
	if f.Value("seen") == "yes" {
		done, err := v.do(cmd)
		if no := rulesNo(err); no != nil {
			v.successionRefused(f, no)
			return v.showSuccessions(http.StatusUnprocessableEntity, p, f)
		}
		if err != nil {
			return err
		}
		v.tell("It is recorded. The cases follow on the day.")
		return v.goTo(p.Address+"/successions", done.Seq)
	}
	seen, _, err := v.successions(cmd)
	if no := rulesNo(err); no != nil {
		v.successionRefused(f, no)
		return v.showSuccessions(http.StatusUnprocessableEntity, p, f)
	}
	if err != nil {
		return err
	}
	return v.showAs(http.StatusOK, "desk_succession_check", page{Title: "Check what it will do", Form: f, Data: seen, Back: p.Address + "/successions"})
}

// succession makes the command of the form.
func succession(f *form) workflow.Command {
	var replaced []any
	for n, g := range successionGroups {
		organisations, successors := successionGroup(f, g, n == 0)
		if len(organisations) > 0 || len(successors) > 0 {
			line := map[string]any{"organisations": organisations, "successors": successors}
			if principal := f.Value(g + "principal"); principal != "" {
				line["principal"] = principal
			}
			replaced = append(replaced, line)
			f.values.Set(g+"open", "yes")
		}
	}
	dayFrom(f, "from")
	fields := map[string]any{"replaced": replaced,
		"from": f.date("from"), "instrument": f.need("instrument", "Enter the order or agreement by which it happens")}
	if fields["from"] == "" {
		f.wrong("from", "Enter the first day of those who take over")
	}
	if !f.ok() {
		return nil
	}
	return f.command("partnership.succeed", fields, nil)
}

// successionGroup reads one group of organisations and who takes over from them. The first must be filled in; others where they are begun.
func successionGroup(f *form, g string, needed bool) (organisations []string, successors []any) {
	organisations = f.All(g + "replaced")
	shares := false
	for i := range successorsMost {
		id, part := f.Value(g+"successor-"+itoa(i+1)), f.Value(g+"share-"+itoa(i+1))
		if id != "" {
			successors = append(successors, map[string]any{"organisation": id, "share_pct": part})
		} else if part != "" {
			shares = true
			f.wrong(g+"successor-"+itoa(i+1), "Select who takes over this share")
		}
	}
	if needed = needed || shares || len(successors)+len(organisations) > 0; !needed {
		return nil, nil
	}
	if len(organisations) == 0 {
		f.wrong(g+"replaced", "Select who is replaced")
	}
	if len(successors) == 0 {
		f.wrong(g+"successor-1", "Select who takes over")
	}
	return organisations, successors
}

// successionRefused says what is wrong beside the fields that it is about.
func (v *visit) successionRefused(f *form, no *workflow.Refusal) {
	for _, d := range no.Details {
		field := ""
		switch {
		case d.About == "from":
			field = "from"
		case strings.HasPrefix(d.About, "replaced["):
			field = successionGroupOf(f, d.About) + "share-1"
			if strings.HasSuffix(d.About, ".principal") {
				field = successionGroupOf(f, d.About) + "principal"
			}
		}
		f.wrong(field, "%s", plainly(d.Message))
	}
}

// successionGroupOf is the group of the form that a line of the command was made of: groups that are left empty make none.
func successionGroupOf(f *form, about string) string {
	line := 0
	for _, g := range successionGroups {
		if len(f.All(g+"replaced")) == 0 {
			continue
		}
		if strings.HasPrefix(about, "replaced["+itoa(line)+"]") {
			return g
		}
		line++
	}
	return ""
}
