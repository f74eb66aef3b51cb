package web

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"comity/services/views/answer"
	"comity/workflow"
)

// togetherAtMost bounds how many cases are decided in one go: more than anybody reads in one sitting.
const togetherAtMost = 20

// laterChoice leaves an item for another time.
const laterChoice = "later"

// sessionTogether keeps what came of the last several, so that the page that says so can be read again.
const sessionTogether = "together"

// togetherPage is what the pages together and together_check show.
type togetherPage struct {
	Items  []togetherItem
	Cannot []togetherItem // with nothing to decide, and why
}

// togetherItem is one of several sign-offs that are decided in one go. Its fields in the form end in its key.
type togetherItem struct {
	*decidePage
	Key         string // partnership/case/sign-off
	Partnership string // its name
	Why         string // there is nothing to decide
}

// Name is the name of one of the item's fields.
func (i togetherItem) Name(field string) string { return field + "-" + i.ID() }

// ID is the key as it may stand in an address within the page.
func (i togetherItem) ID() string { return strings.ReplaceAll(i.Key, "/", "-") }

// Choices are what can be chosen for the item.
func (i togetherItem) Choices() []choice {
	return append(i.decidePage.Choices(), choice{Value: laterChoice, Text: "Leave it for now"})
}

// outcome is what came of one of several.
type outcome struct {
	Title, Case, Address, Partnership, Said string
	Sent                                    bool     // it was decided, and counted
	Why                                     []string // it was not, for these reasons
}

// together shows several sign-offs, each with its summary and its own choice. Nothing is decided by looking.
func (v *visit) together() error {
	f := &form{values: v.r.URL.Query()}
	if len(f.All("item")) == 0 {
		f.wrong("together", "Choose the cases that you want to decide together")
		return v.workWith(f)
	}
	p, err := v.gather(f)
	if err != nil {
		return err
	}
	for _, i := range p.Items {
		f.values.Set(i.Name("choice"), laterChoice)
		if len(i.As) == 1 {
			f.values.Set(i.Name("as"), i.As[0].Value)
		}
	}
	return v.show("together", page{Title: "Decide several cases", Back: "/work", Form: f, Data: p})
}

// gather reads what was chosen, several at once.
func (v *visit) gather(f *form) (*togetherPage, error) {
	me, err := v.who()
	if err != nil {
		return nil, err
	}
	keys := slices.Compact(slices.Clone(f.All("item")))
	if len(keys) > togetherAtMost {
		keys = keys[:togetherAtMost]
	}
	found := make([]togetherItem, len(keys))
	fresh := make([]*visit, len(keys))
	var wait sync.WaitGroup
	slots := make(chan struct{}, workAtOnce)
	for n, key := range keys {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			found[n], fresh[n] = v.item(me, key)
		})
	}
	wait.Wait()
	p := &togetherPage{}
	for n := range found {
		if fresh[n] != nil {
			v.older(fresh[n].asAt)
		}
		if found[n].Why != "" {
			p.Cannot = append(p.Cannot, found[n])
			continue
		}
		p.Items = append(p.Items, found[n])
	}
	return p, nil
}

// item reads one of several; Why says where there is nothing to decide.
func (v *visit) item(me *answer.Me, key string) (togetherItem, *visit) {
	i := togetherItem{Key: key, Why: "This is not a case that you can decide."}
	parts := strings.Split(key, "/")
	if len(parts) != 3 {
		return i, nil
	}
	at := slices.IndexFunc(me.Partnerships, func(m answer.Membership) bool { return m.Partnership == parts[0] })
	if at < 0 {
		return i, nil
	}
	sub := v.to(v.ctx(), parts[0])
	i.Partnership = nameOfPartnership(&me.Partnerships[at])
	d, err := sub.decidingOn(parts[1], parts[2])
	switch {
	case err != nil:
		i.Why = "Case " + parts[1] + " cannot be shown just now. Try again in a moment."
		if no := refusal(err); no != nil {
			i.Why = "Case " + parts[1] + ": " + strings.Join(v.noes(no), " ")
		}
		return i, sub
	case d.Kind == "":
		i.Why = d.Title + ": " + strings.Join(append(slices.Clone(d.Mine), d.Said...), " ")
		return i, sub
	}
	i.decidePage, i.Why = d, ""
	return i, sub
}

// togetherForm takes the steps: check, change, send.
func (v *visit) togetherForm() error {
	f, err := v.read()
	if err != nil {
		return err
	}
	if f.Value("step") == "send" {
		return v.togetherSend(f)
	}
	p, err := v.gather(f)
	if err != nil {
		return err
	}
	back := page{Title: "Decide several cases", Back: "/work", Form: f, Data: p}
	if f.Value("step") == "change" {
		return v.show("together", back)
	}
	chosen := 0
	for n := range p.Items {
		i := &p.Items[n]
		if i.Changed = f.Value(i.Name("snapshot")) != i.snapshot(); i.Changed {
			f.values.Set(i.Name("choice"), laterChoice)
			f.wrong(i.Name("choice"), "“%s” has changed since you opened the page. Read it again, and choose", i.Title)
			continue
		}
		if i.check(f) {
			chosen++
		}
	}
	if chosen == 0 && f.ok() {
		f.wrong("", "Decide at least one of the cases, or go back to your work")
	}
	if !f.ok() {
		return v.again("together", back)
	}
	return v.show("together_check", page{Title: "Check your answers", Form: f, Data: p})
}

// check finds what is missing or wrong with the answers on one of several, and says whether it is decided now. Interests are
// declared on an item's own page.
func (i *togetherItem) check(f *form) bool {
	if f.Value(i.Name("choice")) == laterChoice {
		return false
	}
	if !slices.ContainsFunc(i.As, func(c choice) bool { return c.Value == f.Value(i.Name("as")) }) {
		f.wrong(i.Name("as"), "Select whom you act for on “%s”", i.Title)
	}
	checkChoice(f, i.Kind, i.Name("choice"), i.Name("conditions"))
	i.Answers = []fact{
		{"You act for", textOf(i.As, f.Value(i.Name("as")))}, {"Your answer", textOf(i.Choices(), f.Value(i.Name("choice")))},
	}
	if r := f.Value(i.Name("reason")); r != "" {
		i.Answers = append(i.Answers, fact{"Reason", r})
	}
	f.values.Set(i.Name("revision"), itoa(i.Revision))
	return true
}

// togetherSend sends each decision as a command of its own, with an id of its own. One that is refused stops no other.
func (v *visit) togetherSend(f *form) error {
	me, err := v.who()
	if err != nil {
		return err
	}
	var out []outcome
	for n, key := range f.All("item") {
		i := togetherItem{Key: key}
		parts := strings.Split(key, "/")
		if len(parts) != 3 || n >= togetherAtMost || f.Value(i.Name("command_id")) == "" || f.Value(i.Name("choice")) == laterChoice {
			continue
		}
		at := slices.IndexFunc(me.Partnerships, func(m answer.Membership) bool { return m.Partnership == parts[0] })
		if at < 0 {
			continue
		}
		out = append(out, v.send(i, &me.Partnerships[at], f, parts[1], parts[2]))
	}
	text, err := json.Marshal(out)
	if err != nil {
		return err
	}
	v.web.sessions.Put(v.ctx(), sessionTogether, string(text))
	return v.goTo("/work/decide/done", 0)
}

// send sends one of several and says what came of it, as the view has it at that position.
func (v *visit) send(i togetherItem, m *answer.Membership, f *form, id, signOff string) outcome {
	sub := v.to(v.ctx(), m.Partnership)
	o := outcome{Title: "Case " + id, Case: id, Partnership: nameOfPartnership(m), Address: "/" + m.Partnership + "/cases/" + id + "/decide/" + signOff}
	kind, revision := f.Value(i.Name("kind")), f.Value(i.Name("revision"))
	if kind == askedVote {
		revision = ""
	}
	b := ballot{as: f.Value(i.Name("as")), choice: f.Value(i.Name("choice")), reason: f.Value(i.Name("reason")), snapshot: f.Value(i.Name("snapshot"))}
	_, err := sub.doOf(m.Partnership, f.Value(i.Name("command_id")), revision, voteOf(kind, id, signOff, b))
	no := rulesNo(err)
	switch {
	case err == nil:
		o.Sent = true
	case no != nil:
		o.Why = v.noes(no)
	default:
		v.web.cfg.Log.Warn().Err(err).Str("case", id).Msg("one of several decisions has no answer")
		o.Why = []string{"There was no answer in time. It may have been counted. Open the case to see, and send it again if it was not: that is safe."}
	}
	d, err := sub.decidingOn(id, signOff)
	if err != nil {
		if no := refusal(err); no == nil || no.Code != workflow.NotPermitted {
			v.web.cfg.Log.Debug().Err(err).Str("case", id).Msg("the result is not shown")
		}
		return o
	}
	o.Title = d.Title
	if o.Sent {
		o.Said = strings.TrimSpace(strings.Join(d.Mine, " ") + " " + d.Sign.Name + ": " + lower(stateOf(d.Sign)) + ".")
		if d.Tally != "" {
			o.Said += " " + upper(d.Tally) + "."
		}
	}
	return o
}

// togetherDone says of each of the last several what came of it.
func (v *visit) togetherDone() error {
	var out []outcome
	text := v.web.sessions.GetString(v.ctx(), sessionTogether)
	if text == "" || json.Unmarshal([]byte(text), &out) != nil {
		return v.goTo("/work", 0)
	}
	return v.show("together_done", page{Title: "What came of your decisions", Data: out})
}
