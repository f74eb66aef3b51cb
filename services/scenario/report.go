package scenario

import (
	"fmt"
	"io"
	"time"
)

// Report is what came of a simulation.
type Report struct{ Scenarios []Result }

// Result is what came of one scenario. Err is that it could not go on; the last step then has the place.
type Result struct {
	File  string
	Name  string
	About string
	Took  time.Duration // real time, start and stop of the engine included
	Steps []StepResult
	Err   error
}

// StepResult is what came of one step.
type StepResult struct {
	File        string
	Line        int
	At          time.Time // of the story
	What        string
	Fixture     bool     // it is of the fixture
	Differences []string // what is not as it should be; none: all is well
}

// Failed reports whether the scenario did not come out as written.
func (r Result) Failed() bool {
	if r.Err != nil {
		return true
	}
	for _, s := range r.Steps {
		if len(s.Differences) > 0 {
			return true
		}
	}
	return false
}

// Failed counts the scenarios that did not come out as written.
func (r Report) Failed() (n int) {
	for _, s := range r.Scenarios {
		if s.Failed() {
			n++
		}
	}
	return n
}

// Write writes one line a scenario, and below a failed one its differences with file and line; with steps, every step.
func (r Result) Write(out io.Writer, steps bool) {
	fmt.Fprintf(out, "%s %s  %s\n", mark(!r.Failed()), r.Name, fmt.Sprintf("(%d steps, %d ms)", len(r.Steps), r.Took.Milliseconds()))
	for _, s := range r.Steps {
		ok := len(s.Differences) == 0
		if ok && (!steps || s.Fixture) {
			continue
		}
		fmt.Fprintf(out, "    %s %s:%d  %s  %s\n", mark(ok), s.File, s.Line, readable(s.At), s.What)
		for _, d := range s.Differences {
			fmt.Fprintf(out, "        %s\n", d)
		}
	}
	if r.Err != nil {
		fmt.Fprintf(out, "    %s it could not go on: %v\n", mark(false), r.Err)
	}
}

// Write writes the report: each scenario, and how many came out as written.
func (r Report) Write(out io.Writer, steps bool) {
	for _, s := range r.Scenarios {
		s.Write(out, steps)
	}
	r.WriteSummary(out)
}

// WriteSummary writes the last line alone.
func (r Report) WriteSummary(out io.Writer) {
	var took time.Duration
	for _, s := range r.Scenarios {
		took += s.Took
	}
	if n := r.Failed(); n > 0 {
		fmt.Fprintf(out, "\n%d of %d scenarios did not come out as written (%.1f s).\n", n, len(r.Scenarios), took.Seconds())
		return
	}
	fmt.Fprintf(out, "\n%d scenarios came out as written (%.1f s).\n", len(r.Scenarios), took.Seconds())
}

func mark(ok bool) string {
	if ok {
		return "✓"
	}
	return "✗"
}
