package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"comity/services/client"
	"comity/services/views/answer"
	"comity/workflow"
)

// decideForm takes the three steps of a decision: check shows the answers again, change goes back to them, send gives them. Only
// send decides anything.
func (v *visit) decideForm() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	if f.Value("step") == "send" {
		return v.decideSend(f)
	}
	d, err := v.deciding()
	if err != nil {
		return err
	}
	switch {
	case d.Kind == "":
		return v.show("decide", v.decidePage(d, d.begin())) // it says why there is nothing to decide
	case f.Value("snapshot") != d.snapshot():
		return v.decideAgain(d, f)
	case f.Value("step") == "change":
		return v.show("decide", v.decidePage(d, f))
	}
	if d.check(f); !f.ok() {
		return v.again("decide", v.decidePage(d, f))
	}
	return v.decideCheck(http.StatusOK, d, f)
}

// decideCheck shows the answers once more. From then on the form is about the case as it is now, which is what was read.
func (v *visit) decideCheck(status int, d *decidePage, f *form) error {
	d.answers(f)
	f.values.Set("revision", itoa(d.Revision))
	return v.showAs(status, "decide_check", page{Title: "Check your answers", Form: f, Data: d})
}

// decideOvertaken shows the answers again where somebody else was quicker, and what was read has not changed by it.
func (v *visit) decideOvertaken(d *decidePage, f *form) error {
	d.Overtaken = true
	return v.decideCheck(http.StatusConflict, d, f)
}

// decideAgain shows a case that has changed since the person read it. What they chose is not kept: it was about another content.
func (v *visit) decideAgain(d *decidePage, f *form) error {
	d.Changed = true
	f.values.Del("choice")
	f.Errors = nil
	return v.showAs(http.StatusConflict, "decide", v.decidePage(d, f))
}

// check finds what is missing or wrong in the answers.
func (d *decidePage) check(f *form) {
	if !slices.ContainsFunc(d.As, func(c choice) bool { return c.Value == f.Value("as") }) {
		f.wrong("as", "Select whom you act for")
	}
	aside := false
	if len(d.Kinds) > 0 {
		switch f.Value("interest") {
		case "none":
		case "yes":
			if k := f.need("interest_kind", "Select what kind of interest it is"); k != "" {
				aside = d.aside(k)
			}
			f.need("nature", "Say what the interest is")
		default:
			f.wrong("interest", "Select whether you have an interest in this item")
		}
	}
	if !aside {
		checkChoice(f, d.Kind, "choice", "conditions")
	}
}

// checkChoice finds what is wrong with a choice and its conditions, in the fields named.
func checkChoice(f *form, kind, field, conditions string) {
	c := f.Value(field)
	if !slices.ContainsFunc(choicesOf(kind), func(x choice) bool { return x.Value == c }) {
		f.wrong(field, "Select %s", map[string]string{
			askedVote: "how you vote", askedCast: "how you cast the casting vote", askedCertify: "whether you certify it"}[kind])
	}
	if f.Value(conditions) != "" && c != workflow.Approve && c != "" {
		f.wrong(conditions, "Conditions belong to an approval. Take them out, or vote to approve")
	}
}

// choicesOf are what can be chosen when something is asked.
func choicesOf(kind string) []choice {
	switch kind {
	case askedCertify:
		return []choice{{Value: workflow.Approve, Text: "I certify it"}, {Value: workflow.RefuseChoice, Text: "I refuse to certify it"}}
	case askedCast:
		return []choice{{Value: workflow.Approve, Text: "Approve"}, {Value: workflow.RefuseChoice, Text: "Refuse"}}
	}
	return []choice{{Value: workflow.Approve, Text: "Approve"}, {Value: workflow.RefuseChoice, Text: "Refuse"},
		{Value: workflow.Abstain, Text: "Abstain", Hint: "You take part, and are neither for nor against."}}
}

// Choices are what can be chosen here.
func (d *decidePage) Choices() []choice { return choicesOf(d.Kind) }

// textOf is what a choice is called.
func textOf(list []choice, value string) string {
	for _, c := range list {
		if c.Value == value {
			return c.Text
		}
	}
	return ""
}

// stepsAside reports whether the answers declare an interest for which the seat stands aside, so that no vote is sent.
func (d *decidePage) stepsAside(f *form) bool {
	return f.Value("interest") == "yes" && d.aside(f.Value("interest_kind"))
}

// answers puts the answers in words, and says what follows when they are sent.
func (d *decidePage) answers(f *form) {
	put := func(name, value string) {
		if value != "" {
			d.Answers = append(d.Answers, fact{name, value})
		}
	}
	put("You act for", textOf(d.As, f.Value("as")))
	if f.Value("interest") == "yes" {
		put("Your interest", words("interest", f.Value("interest_kind"))+"\n"+f.Value("nature"))
	} else if len(d.Kinds) > 0 {
		put("Your interest", "None")
	}
	if d.stepsAside(f) {
		d.Follows = []string{
			"You stand aside on this item. You do not vote on it, and a vote given before for this seat does not count.",
			"From then on you cannot see its exempt papers.", "Only the monitoring officer can let you take part again."}
		return
	}
	put(map[string]string{askedVote: "Your vote", askedCast: "Your casting vote", askedCertify: "Your certificate"}[d.Kind], textOf(d.Choices(), f.Value("choice")))
	put("Conditions", f.Value("conditions"))
	put("Reason", f.Value("reason"))
	d.Follows = map[string][]string{
		askedVote:    {"Your vote is recorded under your name and cannot be changed afterwards."},
		askedCast:    {"The casting vote settles the decision at once."},
		askedCertify: {"Your answer is recorded under your name and cannot be changed afterwards."},
	}[d.Kind]
}

// decideSend gives the answers: an interest first, then the vote, unless the interest makes the seat stand aside. Each is a
// command with an id of its own from the form, so that the button pressed twice is each of them once.
func (v *visit) decideSend(f *form) error {
	id, signOff := v.path("case"), v.path("signoff")
	d := &decidePage{Kind: f.Value("kind"), standsAside: v.naming().Rules().Interests}
	if _, known := actOf[d.Kind]; !known || f.Value("command_id") == "" {
		return v.goTo(v.r.URL.Path, 0) // not from our page
	}
	var done client.Done
	var err error
	if f.Value("interest") == "yes" { // whatever the papers say now
		done, err = v.doOf(v.partnership, f.Value("interest_id"), "", &workflow.SignOffDeclareInterest{
			Case: id, SignOff: signOff, Seat: f.Value("as"), Interest: f.Value("interest_kind"), Nature: f.Value("nature")})
	}
	if err == nil && !d.stepsAside(f) {
		b := ballot{as: f.Value("as"), choice: f.Value("choice"), reason: f.Value("reason"), conditions: f.Value("conditions"),
			snapshot: f.Value("snapshot")}
		done, err = v.doOf(v.partnership, f.Value("command_id"), revisionOf(d.Kind, f), voteOf(d.Kind, id, signOff, b))
	}
	if err != nil {
		return v.decideRefused(d.Kind, f, err)
	}
	return v.goTo("/"+v.partnership+"/cases/"+url.PathEscape(id)+"/decide/"+url.PathEscape(signOff)+"/done", done.Seq)
}

// revisionOf is the revision on which a command is sent: a vote says itself which papers it is about, so that others may vote in
// the meantime; the other acts are about the case as it was shown. An interest declared in the same breath is no news.
func revisionOf(kind string, f *form) string {
	if kind == askedVote || f.Value("interest") == "yes" {
		return ""
	}
	return f.Value("revision")
}

// ballot is what was answered on one sign-off.
type ballot struct{ as, choice, reason, conditions, snapshot string }

// voteOf is the command that gives the answers.
func voteOf(kind, id, signOff string, b ballot) workflow.Command {
	switch kind {
	case askedCast:
		return &workflow.SignOffCast{Case: id, SignOff: signOff, Seat: b.as, Choice: b.choice, Reason: b.reason}
	case askedCertify:
		return &workflow.SignOffCertify{Case: id, SignOff: signOff, Choice: b.choice, Reason: b.reason}
	}
	digest, _, _ := strings.Cut(b.snapshot, " ")
	return &workflow.SignOffVote{Case: id, SignOff: signOff, Seat: b.as, Choice: b.choice, Reason: b.reason, Conditions: b.conditions, Snapshot: digest}
}

// decideRefused shows why nothing was sent, on the case as it is by now: the form again where something can still be answered.
func (v *visit) decideRefused(kind string, f *form, err error) error {
	no := rulesNo(err)
	if no == nil {
		return err
	}
	v.catchUp(v.path("case"), f.Value("revision"))
	d, again := v.deciding()
	if again != nil {
		return again
	}
	same := d.snapshot() == f.Value("snapshot")
	switch {
	case !same:
		return v.decideAgain(d, f)
	case no.Code == workflow.StaleRevision && d.Kind == kind:
		return v.decideOvertaken(d, f)
	}
	for _, sentence := range v.noes(no) {
		f.wrong("", "%s", sentence)
	}
	return v.again("decide", v.decidePage(d, f))
}

// A no is given on the newest that there is, which a view may not have seen yet. A page that says why waits for it so long.
const (
	catchUpWithin = 2 * time.Second
	catchUpEvery  = 25 * time.Millisecond
)

// catchUp waits until the view of a case is beyond a revision, and not for ever: it may be the newest.
func (v *visit) catchUp(id, revision string) {
	seen, err := strconv.Atoi(revision)
	if err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(v.ctx(), catchUpWithin)
	defer cancel()
	tick := time.NewTicker(catchUpEvery)
	defer tick.Stop()
	for {
		if p, err := v.paper(id, ""); err != nil || p.Revision == 0 || p.Revision > seen {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Aside reports whether the answers make the seat stand aside.
func (d *decidePage) Aside(f *form) bool { return d.stepsAside(f) }

// Snapshot is what the form carries of what was read.
func (d *decidePage) Snapshot() string { return d.snapshot() }

// State is where the sign-off stands, or its result.
func (d *decidePage) State() string { return stateOf(d.Sign) }

// decideDone says what came of it, from a view that has seen it.
func (v *visit) decideDone() error {
	d, err := v.deciding()
	if err != nil {
		return err
	}
	if len(d.Mine) == 0 && len(d.Said) == 0 {
		return v.goTo(d.Address+"/decide/"+v.path("signoff"), 0)
	}
	title := "Your decision is recorded"
	if len(d.Sign.Votes) == 0 {
		title = "Your answer is recorded"
	}
	if !d.Limited {
		d.Waiting = v.waitsNow(d.Case)
	}
	return v.show("decide_done", page{Title: title, Data: d})
}

// waitsNow says what a case waits for, in sentences; nothing where it cannot be said.
func (v *visit) waitsNow(id string) (out []string) {
	var e answer.Explain
	if err := v.ask("explain", answer.CaseArgs{Case: id}, &e); err != nil {
		return nil
	}
	for _, w := range v.waits(e.Waiting) {
		sentence := w.What
		if len(w.On) > 0 {
			sentence += " " + strings.Join(w.On, "; ")
		}
		out = append(out, sentence)
	}
	return out
}
