package web

import (
	"cmp"
	"net/http"
	"strings"

	"comity/services/views/answer"
	"comity/workflow"
)

var engagementRoutes = []route{
	{pattern: "GET /{partnership}/engagement", page: (*visit).engagement},
	{pattern: "POST /{partnership}/engagement", page: (*visit).engagementSent},
	{pattern: "POST /{partnership}/engagement/feedback", page: (*visit).feedbackSent},
}

// engagementPage is what the page engagement shows.
type engagementPage struct {
	answer.Engagement
	Kinds         []string
	Choose        []choice // kinds
	Organisations []choice
	Associates    []choice // for whom the reader may pass something on: the board and the associate
	Others        []choice // to whom besides
	Names         map[string]string
}

// engagement shows how each organisation was reached (F55), and what associates of boards say (F45).
func (v *visit) engagement() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	return v.showEngagement(http.StatusOK, &form{})
}

func (v *visit) showEngagement(status int, f *form) error {
	p := engagementPage{Kinds: workflow.EngagementKinds, Names: map[string]string{}}
	if err := v.ask("engagement", struct{}{}, &p.Engagement); err != nil {
		return err
	}
	for _, k := range p.Kinds {
		p.Choose = append(p.Choose, choice{Value: k, Text: words("engagement", k)})
	}
	rules := v.naming().Rules()
	for _, o := range rules.Organisations {
		p.Organisations = append(p.Organisations, choice{Value: o.ID, Text: o.Name})
	}
	for _, a := range p.Engagement.Associates {
		p.Names[a.Associate] = a.Name
		if a.MayPassOn {
			p.Associates = append(p.Associates, choice{Value: a.Board + " " + a.Associate, Text: a.Name + " (" + v.naming().Board(a.Board) + ")"})
		}
	}
	for _, b := range rules.Boards {
		p.Others = append(p.Others, choice{Value: b.ID, Text: b.Name})
		p.Names[b.ID] = b.Name
	}
	for _, b := range p.Engagement.Bodies {
		p.Others = append(p.Others, choice{Value: b.ID, Text: b.Name})
		p.Names[b.ID] = b.Name
	}
	return v.showAs(status, "engagement", page{Title: "Who was reached", Form: f, Data: &p, Back: v.toRegisters()})
}

// Named is what an associate or a body is called; its id for one that is there no more.
func (p *engagementPage) Named(id string) string { return cmp.Or(p.Names[id], id) }

// engagementSent adds an entry to the log.
func (v *visit) engagementSent() error {
	return v.engaged("The entry is in the log.", func(f *form) workflow.Command {
		cmd := &workflow.EngagementRecord{Kind: f.need("kind", "Select what it was"), Title: f.need("title", "Enter what it was about"), HeldOn: dayFrom(f, "held"), Audience: f.values["audience"],
			Note: f.Value("note")}
		if len(cmd.Audience) == 0 {
			f.wrong("audience", "Select the organisations that it reached")
		}
		return cmd
	})
}

// feedbackSent passes on what an associate says.
func (v *visit) feedbackSent() error {
	return v.engaged("It is passed on.", func(f *form) workflow.Command {
		which := f.need("associate", "Select who says it")
		board, associate, _ := strings.Cut(which, " ")
		return &workflow.FeedbackGive{Board: board, Associate: associate, To: f.need("to", "Select the other body that is to hear it"), Text: f.need("text", "Enter what the associate says")}
	})
}

func (v *visit) engaged(told string, read func(*form) workflow.Command) error {
	if _, err := v.membership(); err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	cmd := read(f)
	if !f.ok() {
		return v.showEngagement(http.StatusUnprocessableEntity, f)
	}
	done, err := v.do(cmd)
	if no := rulesNo(err); no != nil {
		f.wrong("", "%s", v.deskNo(no))
		return v.showEngagement(http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	v.tell(told)
	return v.goTo("/"+v.partnership+"/engagement", done.Seq)
}
