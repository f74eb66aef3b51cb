package web

import (
	"time"

	"comity/services/views/answer"
	"comity/workflow"
)

// forwardPlanPage is what the page forward_plan shows.
type forwardPlanPage struct{ Ahead, Taken []plannedDecision }

// plannedDecision is one key decision, in words.
type plannedDecision struct {
	answer.ForwardPlanItem
	What, Where, Notice, Exception string
	Address                        string // of its case, where the reader may see it
	NotBefore, Planned             string
	Decided, Published             string
	CallIn                         time.Time // to when it may still be called in
}

// forwardPlan shows the key decisions that are announced, and what came of those that were.
func (v *visit) forwardPlan() error {
	if _, err := v.membership(); err != nil {
		return err
	}
	var a answer.ForwardPlan
	if err := v.ask("forward_plan", struct{}{}, &a); err != nil {
		return err
	}
	p := &forwardPlanPage{}
	for _, x := range a.Decisions {
		d := plannedDecision{ForwardPlanItem: x, What: x.Title, Notice: dayOf(x.PublishedOn), NotBefore: dayOf(x.EarliestOn), Planned: dayOf(x.PlannedOn),
			Decided: dayOf(x.DecidedOn), Published: dayOf(x.DecisionOut)}
		if x.Title == "" {
			d.What = "Case " + x.Case
		} else {
			d.Address = "/" + v.path("partnership") + "/cases/" + x.Case
		}
		d.Where = x.OrganisationName
		if x.DecisionMaker != "" {
			d.Where += ", " + x.DecisionMaker
		}
		d.Exception = v.exception(x)
		if x.CallInUntil.After(v.web.cfg.Now()) {
			d.CallIn = x.CallInUntil
		}
		if x.DecidedOn == "" {
			p.Ahead = append(p.Ahead, d)
		} else {
			p.Taken = append(p.Taken, d)
		}
	}
	return v.show("forward_plan", page{Title: "Forward plan", Data: p, Back: v.toRegisters()})
}

// exception says which exception was used, and who of scrutiny was told or agreed.
func (v *visit) exception(x answer.ForwardPlanItem) string {
	var who string
	switch x.Kind {
	case workflow.NoticeGeneralException:
		for i, p := range x.Told {
			if i > 0 {
				who += ", "
			}
			who += v.web.people.Name(v.ctx(), p)
		}
		who = "General exception: five clear days, with notice to " + who + "."
	case workflow.NoticeSpecialUrgency:
		who = "Special urgency: agreed by " + v.web.people.Name(v.ctx(), x.AgreedBy) + "."
	default:
		return ""
	}
	if x.Reason != "" {
		who += " " + x.Reason
	}
	return who
}
