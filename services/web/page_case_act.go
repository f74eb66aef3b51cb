package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"comity/services/client"
	"comity/workflow"
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
	Follows  []string      // what comes of it by the rules, where that is shown before it is done

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
	return v.inSteps(f, steps{
		ask:     func(status int) error { return v.askAct(status, p, f) },
		command: func() workflow.Command { return v.actCommand(p, f) },
		check:   func(workflow.Command) error { return v.checkAct(p, f) },
		refused: func(no *workflow.Refusal) error { return v.actRefused(f, no) },
		done: func(done client.Done) error {
			v.tell(p.Done)
			return v.goTo(p.Case, done.Seq)
		},
	})
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
	switch p.Command {
	case "contract.record":
		out["value"] = "value_pence"
	case "delivery.record":
		out["amount"], out["fte"], out["expected"], out["expected_fte"] = "amount_pence", "fte_hundredths", "expected_pence", "expected_fte_hundredths"
	case "spending.map":
		out["amount"] = "amount_pence"
	case "commitment.withdraw":
		out["amount"], out["fte"] = "amount_pence", "fte_hundredths"
	}
	return out
}

// actCommand makes the command of what was given, and notes what is missing beside its field.
func (v *visit) actCommand(p *actPage, f *form) workflow.Command {
	fields := map[string]any{"case": p.h.Label.Case}
	if strings.HasPrefix(p.Command, "consent.") { // what an organisation puts in itself has pages of its own
		fields["external"] = true
	}
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
		case askFTE:
			fields[strings.TrimSuffix(a.Name, "_hundredths")] = s
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
	if p.Command == "commitment.withdraw" && f.Value("seat") == "" && fields["minute"] == nil {
		f.wrong("minute", "Enter the minute of the organisation’s decision")
	}
	if !f.ok() {
		return nil
	}
	return f.command(p.Command, fields, p.shownIn())
}

// needsMinute reports whether the person acts as the secretary, who must cite a minute, and not as who presides.
func (v *visit) needsMinute(p *actPage, f *form) bool {
	if p.Command == "commitment.withdraw" {
		return false // it is the organisation's own, asked for without a seat
	}
	if !slices.ContainsFunc(p.Fields, func(a actField) bool { return a.Name == "minute" }) {
		return false
	}
	return !slices.ContainsFunc(p.can, func(k workflow.Capacity) bool {
		return k.As != workflow.AsSecretariat && k.SignOff == f.Value("signoff")
	})
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
			if given = dayOf(f.date(a.Name)); given == "" && strings.Contains(a.Hint, "Today if you leave it empty") {
				given = "Today"
			}
		case askMoment:
			if given = dayOf(f.date(a.Name)); given != "" {
				given += " at " + cmp.Or(f.Value(a.Name+"-time"), "12:00")
			}
		case askPounds, askFTE:
			if given != "" {
				given = v.naming().inWords(&termField{Name: a.Name, Ask: a.Ask}, strings.TrimPrefix(given, "£"))
			}
		case askYes:
			given = yesOrNo(given == "yes")
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
	if p.Command == "commitment.withdraw" {
		follows, no, err := v.withdrawalForeseen(p, f)
		if err != nil {
			return err
		}
		if no != nil {
			return v.actRefused(f, no)
		}
		p.Follows = follows
	}
	return v.show("case_act_check", page{Title: "Check your answers: " + lower(p.Title), Form: f, Data: p, Back: p.Case})
}
