package web

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"comity/services/views/answer"
	"comity/services/wording"
	"comity/workflow"
)

// caseWhatIf tries one act, or the passing of time, and shows what would follow. Nothing is written: the form is a question, and
// all of it stands in the address.
func (v *visit) caseWhatIf() error {
	h, err := v.openCase("/what-if")
	if err != nil {
		return err
	}
	if h.State == nil {
		return v.showCase("case_what_if", "What if", h, nil)
	}
	f := &form{values: v.r.URL.Query()}
	p := whatIfPage{Acts: v.supposable(h)}
	if h.Amounts && f.Value("asked") != "" {
		if err := v.suppose(h, f, &p); err != nil {
			return err
		}
	}
	h.Shown = p
	return v.showCase("case_what_if", "What if", h, f)
}

type whatIfPage struct {
	Acts   []choice
	Answer *answer.WhatIf
	Said   string // what was supposed, in words
	Days   []whatIfDay
	Then   string // where the case would be
	Waits  []waits
	No     []string // why it would be refused
}

// whatIfDay is what would happen at one moment.
type whatIfDay struct {
	At        time.Time
	By        string
	Sentences []string
}

// supposable lists the acts that may be tried: each seat that may vote, each officer who may certify, each organisation that may
// consent. The first is that nobody does anything.
func (v *visit) supposable(h *caseHead) []choice {
	n := v.naming()
	out := choices("", "Nobody does anything")
	for _, s := range h.State.Current() {
		switch {
		case s.State.Final() || s.State == workflow.SignOffWaiting:
		case s.Board == "":
			out = append(out, choice{Value: "certify " + s.ID, Text: n.SignOffName(s) + " certifies"})
		default:
			for _, seat := range h.awaited(s.ID) {
				out = append(out, choice{Value: "vote " + s.ID + " " + seat, Text: n.Seat(seat) + " votes on " + n.SignOffName(s)})
			}
		}
	}
	for _, k := range h.State.CurrentConsents() {
		if k.Awaited() {
			out = append(out, choice{Value: "consent " + k.Organisation, Text: n.Organisation(k.Organisation) + " says whether it puts in what it offers"})
		}
	}
	return out
}

func (h *caseHead) awaited(signOff string) []string {
	for _, s := range h.SignOffs {
		if s.SignOff == signOff {
			return s.Awaited
		}
	}
	return nil
}

// suppose asks the rules.
func (v *visit) suppose(h *caseHead, f *form, p *whatIfPage) error {
	args := answer.WhatIfArgs{Case: h.Label.Case}
	act := f.Value("act")
	if !slices.ContainsFunc(p.Acts, func(c choice) bool { return c.Value == act }) {
		f.wrong("act", "Select something from the list")
	}
	if on := f.date("on"); on != "" {
		t, err := time.ParseInLocation(time.DateOnly, on, v.web.zone)
		if err != nil {
			f.wrong("on", "Enter a real day, such as 27 3 2027")
		}
		args.At = t.AddDate(0, 0, 1).Add(-time.Minute) // the end of the day
	}
	if act == "" && args.At.IsZero() && f.ok() {
		f.wrong("on", "Enter a day to come, or select what somebody would do")
	}
	if !f.ok() {
		return nil
	}
	p.Said = "Nobody does anything"
	if act != "" {
		v.supposed(h, f, &args, p)
	}
	if !args.At.IsZero() {
		p.Said += ", up to the end of " + v.web.date(args.At)
	}
	var a answer.WhatIf
	if err := v.ask("whatif", args, &a); err != nil {
		no := refusal(err)
		if no == nil || no.Code == workflow.NotFound {
			return err
		}
		for _, d := range no.Details {
			f.wrong("on", "%s", d.Message)
		}
		return nil
	}
	v.foresee(h, &a, p)
	return nil
}

// supposed makes the command that is tried of what was chosen.
func (v *visit) supposed(h *caseHead, f *form, args *answer.WhatIfArgs, p *whatIfPage) {
	n := v.naming()
	parts := strings.Fields(f.Value("act"))
	choose := f.Value("choice")
	if choose == "" {
		choose = "approve"
	}
	fields := map[string]string{}
	switch parts[0] {
	case "vote":
		args.Command = "signoff.vote"
		fields["signoff"], fields["seat"], fields["choice"] = parts[1], parts[2], choose
		for _, s := range n.boardSeats(h.State.SignOff(parts[1]).Board) {
			if s.ID == parts[2] {
				if args.As = s.Holder; args.As == "" && len(s.Deputies) > 0 {
					args.As = s.Deputies[0]
				}
			}
		}
		p.Said = n.Seat(parts[2]) + " votes to " + lower(words("choice", choose)) + " on " + n.signOffNamed(h.State, parts[1])
	case "certify":
		args.Command, args.As = "signoff.certify", h.lastWaitedFor("signoff:"+parts[1])
		if choose == "abstain" {
			choose = "refuse"
		}
		fields["signoff"], fields["choice"] = parts[1], choose
		p.Said = n.signOffNamed(h.State, parts[1]) + map[string]string{"approve": " certifies", "refuse": " refuses to certify"}[choose]
	case "consent":
		args.As = h.lastWaitedFor("consent:" + parts[1])
		fields["organisation"] = parts[1]
		args.Command, fields["minute"] = "consent.record", "What if"
		p.Said = n.Organisation(parts[1]) + " decides to put in what it has offered"
		if choose != "approve" {
			delete(fields, "minute")
			args.Command, fields["reason"] = "consent.decline", "What if"
			p.Said = n.Organisation(parts[1]) + " declines"
		}
	}
	args.Fields, _ = json.Marshal(fields) // texts are always JSON
}

// lastWaitedFor is the last of the people who are waited for: the officer of an organisation comes after its seats.
func (h *caseHead) lastWaitedFor(what string) string {
	for _, w := range h.Waiting {
		if w.For == what && len(w.People) > 0 {
			return w.People[len(w.People)-1]
		}
	}
	return ""
}

// foresee says in words what the rules answered.
func (v *visit) foresee(h *caseHead, a *answer.WhatIf, p *whatIfPage) {
	p.Answer = a
	if a.Refused != nil {
		for _, d := range a.Refused.Details {
			p.No = append(p.No, plainly(d.Message))
		}
	}
	t := v.tellerOf(h.State, nil)
	for i := 0; i < len(a.Events); {
		end := i + 1
		for end < len(a.Events) && a.Events[end].At.Equal(a.Events[i].At) && a.Events[end].By == a.Events[i].By {
			end++
		}
		var list []wording.Event
		for _, e := range a.Events[i:end] {
			list = append(list, wording.Event{Type: e.Type, Data: e.Facts})
			if id, _ := e.Facts["signoff"].(string); e.Type == "signoff.requested" {
				board, _ := e.Facts["board"].(string)
				t.signOffs[id] = v.naming().Board(board)
			}
		}
		day := whatIfDay{At: a.Events[i].At, By: v.naming().Person(a.Events[i].By), Sentences: wording.Tell(list, t.name)}
		if a.Events[i].By == "system" {
			day.By = "By the passing of time"
		}
		if len(day.Sentences) > 0 {
			p.Days = append(p.Days, day)
		}
		i = end
	}
	p.Then, p.Waits = v.naming().Label(a.Then.Stage, a.Then.Status), v.waits(a.Waiting)
}

// number is a number in the address.
func (v *visit) number(name string) (int, bool) {
	n, err := strconv.Atoi(v.query(name))
	return n, err == nil
}
