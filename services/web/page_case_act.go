package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"

	"comity/services/views/answer"
	"comity/workflow"
	"comity/workflow/schema"
)

// actPage is what the pages case_act and case_act_check show.
type actPage struct {
	actForm
	Command  string
	Action   string // address to send to
	Case     string // address of the case
	Name     string // of the case
	As       string // as whom
	Revision int
	Asked    []askedField
	Answers  []answerGiven
	Hidden   []answerGiven // what was given, to send again

	can []workflow.Capacity // in which the person may do it
	h   *caseHead
}

// askedField is a field as it is shown.
type askedField struct {
	field
	Ask ask
}

// answerGiven is one answer to check, or a value to send again.
type answerGiven struct{ Name, Label, Value string }

// caseAct asks for what an act needs. Nothing is done by looking.
func (v *visit) caseAct() error {
	p, err := v.acting()
	if err != nil {
		return err
	}
	f := &form{values: v.r.URL.Query()}
	return v.askAct(http.StatusOK, p, f)
}

// acting finds the act of the address and as whom the person may do it now.
// Errors: not_found for what is no act of these pages; not_permitted for who may not, with why.
func (v *visit) acting() (*actPage, error) {
	h, err := v.openCase("/act")
	if err != nil {
		return nil, err
	}
	name := v.path("command")
	form, ok := actForms[name]
	if !ok {
		return nil, workflow.Refuse(workflow.Problem{Code: workflow.NotFound, Message: "There is nothing of that name to do on a case."})
	}
	capacities, err := v.capacities(h)
	if err != nil {
		return nil, err
	}
	p := &actPage{actForm: form, Command: name, Case: h.Address, Action: h.Address + "/act/" + name, Name: h.Name, Revision: h.Label.Revision, h: h}
	for _, k := range capacities {
		if k.May(name) {
			p.can = append(p.can, k)
			p.As = cmp.Or(p.As, v.capacity(k))
		}
	}
	if len(p.can) == 0 {
		return nil, workflow.Refuse(workflow.Problem{Code: workflow.NotPermitted,
			Message: "You cannot do this on the case as it stands now. Its page says what it waits for, and what you can do."})
	}
	return p, nil
}

// askAct shows the form, with what is filled in.
func (v *visit) askAct(status int, p *actPage, f *form) error {
	spec, _ := workflow.Find(p.Command)
	for _, a := range p.Fields {
		x := askedField{Ask: a.Ask, field: f.Choice(a.Name, a.Label, a.Hint, nil, "legend=s")}
		if err := v.offer(p, a, spec, &x); err != nil {
			return err
		}
		x.Error = f.Error(a.Name)
		p.Asked = append(p.Asked, x)
	}
	return v.showAs(status, "case_act", page{Title: p.Title, Form: f, Data: p, Back: p.Case})
}

// offer finds the choices of a field, and how it is then asked for.
func (v *visit) offer(p *actPage, a actField, spec workflow.Spec, x *askedField) error {
	n, c := v.naming(), p.h.State
	none := func(text string) { x.Choices = append(x.Choices, choice{Text: text}) }
	switch a.Ask {
	case askChoice:
		for _, s := range schema.Of(spec.New()) {
			for _, w := range s.Enum {
				if s.Name == a.Name {
					x.Choices = append(x.Choices, choice{Value: w, Text: words(a.Words, w)})
				}
			}
		}
	case askSignOff:
		for _, k := range p.can {
			if k.SignOff != "" && !slices.ContainsFunc(x.Choices, func(c choice) bool { return c.Value == k.SignOff }) {
				x.Choices = append(x.Choices, choice{Value: k.SignOff, Text: v.signOffOf(c, k)})
			}
		}
	case askSeat:
		for _, k := range p.can {
			for _, s := range k.Seats {
				x.Choices = append(x.Choices, choice{Value: s, Text: n.Seat(s)})
			}
		}
	case askStage:
		none("The present stage")
		for _, s := range n.Rules().Stages {
			if s.ID == c.Stage {
				break
			}
			x.Choices = append(x.Choices, choice{Value: s.ID, Text: n.Stage(s.ID)})
		}
	case askMeeting:
		none("No meeting")
		return v.meetingsAhead(p, x)
	case askOrg:
		none("Not another")
		for _, o := range n.Rules().Organisations {
			x.Choices = append(x.Choices, choice{Value: o.ID, Text: n.Organisation(o.ID)})
		}
	case askArea:
		none("The whole")
		for _, o := range n.Rules().Areas {
			x.Choices = append(x.Choices, choice{Value: o.ID, Text: n.Area(o.ID)})
		}
	case askTarget, askNewName:
		if a.Ask == askNewName {
			none("A new target")
		}
		for _, t := range c.Targets {
			x.Choices = append(x.Choices, choice{Value: t.Target, Text: t.Indicator})
		}
	case askAnswered:
		for _, r := range c.Representations {
			if r.AnsweredAt.IsZero() {
				x.Choices = append(x.Choices, choice{Value: r.ID, Text: cmp.Or(r.From, r.ID) + ", " + v.web.date(r.ReceivedAt)})
			}
		}
	}
	return nil
}

func (v *visit) signOffOf(c *workflow.Case, k workflow.Capacity) string {
	if c == nil {
		return k.Label
	}
	return v.naming().signOffNamed(c, k.SignOff)
}

// meetingsAhead offers the meetings of the boards that are asked.
func (v *visit) meetingsAhead(p *actPage, x *askedField) error {
	if p.h.State == nil {
		return nil
	}
	for _, k := range p.can {
		s := p.h.State.SignOff(k.SignOff)
		if s == nil || s.Board == "" {
			continue
		}
		var b answer.Board
		if err := v.ask("board", answer.BoardArgs{Board: s.Board}, &b); err != nil {
			return err
		}
		for _, m := range b.Meetings {
			known := slices.ContainsFunc(x.Choices, func(c choice) bool { return c.Value == m.ID })
			if m.State == "scheduled" && !known && m.StartsAt.After(v.web.cfg.Now()) {
				x.Choices = append(x.Choices, choice{Value: m.ID, Text: b.Name + ", " + v.web.when(m.StartsAt)})
			}
		}
	}
	return nil
}

// caseActSent checks what was given, shows it to be checked, and does it once it was.
func (v *visit) caseActSent() error {
	p, err := v.acting()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	if f.Value("step") == "change" {
		return v.askAct(http.StatusOK, p, f)
	}
	cmd := v.actCommand(p, f)
	if !f.ok() {
		return v.askAct(http.StatusUnprocessableEntity, p, f)
	}
	if f.Value("step") != "do" {
		return v.checkAct(p, f)
	}
	done, err := v.do(cmd)
	if no := refusal(err); no != nil {
		return v.actRefused(f, no)
	}
	if err != nil {
		return err
	}
	v.tell(p.Done)
	return v.goTo(p.Case, done.Seq)
}

// actRefused shows why nothing was done, on the form as it is by now, with what was filled in.
func (v *visit) actRefused(f *form, no *workflow.Refusal) error {
	if no.Status >= http.StatusInternalServerError {
		return no
	}
	v.catchUp(v.path("case"), f.Value("revision"))
	p, err := v.acting()
	if err != nil {
		return err
	}
	if no.Has(workflow.StaleRevision) {
		f.wrong("", "This case has changed since you opened the page. Look at it again, then send your answers once more if they still hold.")
	} else {
		f.refused(no, p.shownIn())
	}
	return v.askAct(http.StatusUnprocessableEntity, p, f)
}

// shownIn says in which field of the page a field of the command is written.
func (p *actPage) shownIn() map[string]string {
	out := map[string]string{}
	for _, a := range p.Fields {
		if a.Ask != askGiven {
			out[a.Name] = a.Name
		}
	}
	if p.Command == "contract.record" {
		out["value"] = "value_pence"
	}
	return out
}

// actCommand makes the command of what was given, and notes what is missing beside its field.
func (v *visit) actCommand(p *actPage, f *form) workflow.Command {
	fields := map[string]any{"case": p.h.Label.Case}
	for _, a := range p.Fields {
		s := f.Value(a.Name)
		switch a.Ask {
		case askDate:
			s = f.date(a.Name)
			if _, err := time.Parse(time.DateOnly, s); s != "" && err != nil {
				f.wrong(a.Name, "Enter a real day, such as 27 3 2027")
				continue
			}
		case askMoment:
			if s = f.date(a.Name); s != "" {
				s += " " + cmp.Or(f.Value(a.Name+"-time"), "12:00")
			}
		case askYes:
			fields[a.Name] = s == "yes"
			continue
		case askLines:
			var list []any
			for _, l := range strings.Split(s, "\n") {
				if l = strings.TrimSpace(l); l != "" {
					list = append(list, l)
				}
			}
			if len(list) > 0 {
				fields[a.Name] = list
			}
		case askNewName:
			s = cmp.Or(s, newName(f.Value("indicator"), p.h.State))
		}
		if s == "" {
			if a.Need != "" {
				f.wrong(a.Name, "%s", a.Need)
			}
			continue
		}
		switch a.Ask {
		case askLines:
		case askPounds:
			fields[strings.TrimSuffix(a.Name, "_pence")] = s
		default:
			fields[a.Name] = s
		}
	}
	if p.Command == "case.defer" && fields["until"] == nil && fields["meeting"] == nil {
		f.wrong("until", "Enter the day, or select the meeting, on which it is taken up again")
	}
	if v.needsMinute(p, f) && fields["minute"] == nil {
		f.wrong("minute", "Enter the minute in which the board’s resolution is recorded")
	}
	if !f.ok() {
		return nil
	}
	return f.command(p.Command, fields, p.shownIn())
}

// needsMinute reports whether the person acts as the secretary, who must cite a minute, and not as who presides.
func (v *visit) needsMinute(p *actPage, f *form) bool {
	if !slices.ContainsFunc(p.Fields, func(a actField) bool { return a.Name == "minute" }) {
		return false
	}
	return !slices.ContainsFunc(p.can, func(k workflow.Capacity) bool {
		return k.As != workflow.AsSecretariat && k.SignOff == f.Value("signoff")
	})
}

// newName makes a name for a target of what is measured: letters, digits and hyphens, unlike those that there are.
func newName(indicator string, c *workflow.Case) string {
	name := strings.Trim(strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return unicode.ToLower(r)
		}
		return '-'
	}, indicator), "-")
	for strings.Contains(name, "--") {
		name = strings.ReplaceAll(name, "--", "-")
	}
	if len(name) > 40 {
		name = strings.Trim(name[:40], "-")
	}
	name = cmp.Or(name, "target")
	taken := func(s string) bool {
		return c != nil && slices.ContainsFunc(c.Targets, func(t workflow.Target) bool { return t.Target == s })
	}
	for i, whole := 2, name; taken(name); i++ {
		name = whole + "-" + itoa(i)
	}
	return name
}

// checkAct shows what was given once more, before it is done.
func (v *visit) checkAct(p *actPage, f *form) error {
	spec, _ := workflow.Find(p.Command)
	for _, a := range p.Fields {
		x := askedField{Ask: a.Ask, field: f.Choice(a.Name, a.Label, a.Hint, nil)}
		if err := v.offer(p, a, spec, &x); err != nil {
			return err
		}
		for _, part := range []string{"", "-day", "-month", "-year", "-time"} {
			if s := f.Value(a.Name + part); s != "" {
				p.Hidden = append(p.Hidden, answerGiven{Name: a.Name + part, Value: s})
			}
		}
		given := f.Value(a.Name)
		switch a.Ask {
		case askDate:
			given = dayOf(f.date(a.Name))
		case askMoment:
			if given = dayOf(f.date(a.Name)); given != "" {
				given += " at " + cmp.Or(f.Value(a.Name+"-time"), "12:00")
			}
		case askYes:
			given = map[bool]string{true: "Yes", false: "No"}[given == "yes"]
		case askGiven:
			continue
		default:
			for _, c := range x.Choices {
				if c.Value == given {
					given = c.Text
				}
			}
		}
		if given == "" {
			given = "Not given"
		}
		p.Answers = append(p.Answers, answerGiven{Name: a.Name, Label: a.Label, Value: given})
	}
	return v.show("case_act_check", page{Title: "Check your answers: " + lower(p.Title), Form: f, Data: p, Back: p.Case})
}

// With is the field with more options.
func (a askedField) With(options ...string) field {
	f := a.field
	f.Options = map[string]string{}
	for _, o := range options {
		k, x, _ := strings.Cut(o, "=")
		f.Options[k] = x
	}
	return f
}

// Time is the field for the time of day that belongs to a day.
func (a askedField) Time() field {
	return a.form.Field(a.Name+"-time", "Time of day", "For example, 14:30. Noon if you leave it empty.", "width=5", "inputmode=numeric")
}

// Box is the field as a box to tick.
func (a askedField) Box() field {
	f := a.field
	f.Label, f.Hint = a.Label, a.Hint
	f.Choices = choices("yes", "Yes")
	return f
}
