package web

import (
	"slices"
	"strings"

	"comity/workflow"
	"comity/workflow/document"
)

// caseLifecycle shows the stages and gates of the case's own workflow with the present one marked, and the nine steps.
func (v *visit) caseLifecycle() error {
	h, err := v.openCase("/lifecycle")
	if err != nil {
		return err
	}
	if h.State != nil {
		h.Shown = v.lifecycleOf(h.State)
	}
	return v.showCase("case_lifecycle", "Lifecycle", h, nil)
}

type lifecyclePage struct {
	Stages        []stageShown
	Steps         []stepShown
	Width, Height int // of the picture
}

// stageShown is a stage, where it is drawn, and the gate at its end.
type stageShown struct {
	Name  string
	Lines []string // the name, in lines that fit the box
	State string   // past, now, ahead
	Said  string   // the same in words
	Gate  string   // id of the gate at its end; "" for none
	Named string   // its name
	At    bool     // the case is at that gate
	X, Y  int      // of the box
	Arrow bool     // to the stage after it
}

// stepShown is one of the nine steps.
type stepShown struct {
	Name  string
	State string // past, now, ahead
	Said  string
}

// The picture: boxes from left to right, with room for a gate between them; off the path they stand below.
const (
	boxWide, boxHigh = 120, 64
	boxStep, boxTop  = 190, 10
	rowStep          = 90
)

// nineSteps are the steps of the framework of 2006 (DOMAIN, nine-step-2006).
var nineSteps = []string{
	"Look at outcomes", "Look at particular groups", "Assess needs, with views of users and staff", "Identify resources and set priorities",
	"Plan services, and prevention", "Choose how to do it", "Set the services up", "Plan workforce and market", "Monitor and review",
}

func (v *visit) lifecycleOf(c *workflow.Case) lifecyclePage {
	rules := v.naming().Rules()
	var p lifecyclePage
	past := stagesPast(c, rules.Stages)
	column, below := 0, 0
	for i, s := range rules.Stages {
		x := stageShown{Name: v.naming().Stage(s.ID), Gate: s.Exit, State: "ahead", Said: "to come"}
		x.Lines = inLines(x.Name, 13)
		if x.Gate != "" {
			x.Named = v.naming().Gate(s.Exit)
		}
		switch {
		case s.ID == c.Stage && c.Status != workflow.Closed:
			x.State, x.Said = "now", "the case is here"
			x.At = c.Gate != nil && c.Gate.Gate == s.Exit && c.Status != workflow.Working
		case past[s.ID]:
			x.State, x.Said = "past", "done"
		case s.OffPath:
			x.Said = "only if that is decided"
		}
		if s.OffPath {
			x.X, x.Y = max(column-1-below, 0)*boxStep+boxTop, boxTop+rowStep
			below++
		} else {
			x.X, x.Y = column*boxStep+boxTop, boxTop
			column++
			x.Arrow = slices.ContainsFunc(rules.Stages[i+1:], func(n document.Stage) bool { return !n.OffPath })
		}
		p.Stages = append(p.Stages, x)
	}
	p.Width, p.Height = column*boxStep+boxTop, 2*boxTop+boxHigh
	if below > 0 {
		p.Height += rowStep
	}
	p.Steps = stepsOf(c, rules.Stages, past)
	return p
}

// stagesPast are the stages that the case has been through: those on the path before the one where it is, or where it ended.
func stagesPast(c *workflow.Case, stages []document.Stage) map[string]bool {
	past := map[string]bool{}
	for _, s := range stages {
		if s.ID == c.Stage {
			if c.Status == workflow.Closed && c.Outcome != "withdrawn" && c.Outcome != "rejected" {
				past[s.ID] = true
			}
			break
		}
		if !s.OffPath {
			past[s.ID] = true
		}
	}
	return past
}

// stepsOf says how the case stands in each of the nine steps; none where the workflow's stages name none.
func stepsOf(c *workflow.Case, stages []document.Stage, past map[string]bool) []stepShown {
	named := false
	var out []stepShown
	for i, name := range nineSteps {
		x := stepShown{Name: name, State: "ahead", Said: "to come"}
		for _, s := range stages {
			if !slices.Contains(s.Steps, i+1) {
				continue
			}
			named = true
			switch {
			case s.ID == c.Stage && c.Status != workflow.Closed:
				x.State, x.Said = "now", "in hand"
			case past[s.ID] && x.State == "ahead":
				x.State, x.Said = "past", "done"
			}
		}
		out = append(out, x)
	}
	if !named {
		return nil
	}
	return out
}

// inLines breaks a name into lines of so many letters, at its spaces.
func inLines(name string, wide int) []string {
	var out []string
	line := ""
	for _, w := range strings.Fields(name) {
		if line != "" && len(line)+1+len(w) > wide {
			out, line = append(out, line), ""
		}
		if line != "" {
			line += " "
		}
		line += w
	}
	return append(out, line)
}
