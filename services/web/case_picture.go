package web

import (
	"fmt"
	"strings"
)

// The drawing of a lifecycle: what of a stage stands where, in the units of the picture.

const (
	gateWide = 24 // half of a gate's width, and of its height
	lineHigh = 20
)

// Box is the stage's box, as the points of a polygon.
func (s stageShown) Box() string {
	return fmt.Sprintf("%d,%d %d,%d %d,%d %d,%d", s.X, s.Y, s.X+boxWide, s.Y, s.X+boxWide, s.Y+boxHigh, s.X, s.Y+boxHigh)
}

// TextX is the middle of the box; TextY where its i-th line stands.
func (s stageShown) TextX() int { return s.X + boxWide/2 }
func (s stageShown) TextY(i int) int {
	return s.middle() + 5 + i*lineHigh - (len(s.Lines)-1)*lineHigh/2
}

func (s stageShown) middle() int { return s.Y + boxHigh/2 }

// GateX and GateY are where the gate's name stands, in the room after the box.
func (s stageShown) GateX() int { return s.X + boxWide + (boxStep-boxWide)/2 }
func (s stageShown) GateY() int { return s.middle() + 5 }

// Diamond is the gate at the end of the stage.
func (s stageShown) Diamond() string {
	x, y := s.GateX(), s.middle()
	return fmt.Sprintf("%d,%d %d,%d %d,%d %d,%d", x-gateWide, y, x, y-gateWide, x+gateWide, y, x, y+gateWide)
}

// GateLine leads to the gate, ArrowLine on to the next stage, and ArrowHead is its point.
func (s stageShown) GateLine() string {
	return fmt.Sprintf("M%d %dH%d", s.X+boxWide, s.middle(), s.GateX()-gateWide)
}

func (s stageShown) ArrowLine() string {
	from := s.X + boxWide
	if s.Gate != "" {
		from = s.GateX() + gateWide
	}
	return fmt.Sprintf("M%d %dH%d", from, s.middle(), s.X+boxStep-6)
}

func (s stageShown) ArrowHead() string {
	x, y := s.X+boxStep, s.middle()
	return fmt.Sprintf("%d,%d %d,%d %d,%d", x, y, x-7, y-5, x-7, y+5)
}

// Below leads down to a stage that is off the path; "" for the others.
func (s stageShown) Below() string {
	if s.Y == boxTop {
		return ""
	}
	return fmt.Sprintf("M%d %dV%d", s.X+boxWide/2, s.Y-rowStep+boxHigh, s.Y)
}

// Sentence is the picture in words.
func (p lifecyclePage) Sentence() string {
	var parts []string
	for _, s := range p.Stages {
		parts = append(parts, s.Name+": "+s.Said)
	}
	return strings.Join(parts, "; ") + "."
}
