package scenario

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/rs/zerolog"
)

// Options change how scenarios are run. The zero value is good.
type Options struct {
	// Crash kills the engine and opens it again after every so many steps, those of the fixture included; 0 never does.
	Crash int

	// Dir is where each scenario's data directory is made, and left for whoever wants to look. Empty: a temporary directory
	// that is removed.
	Dir string

	// Log takes what the engine says. Its zero value is silent.
	Log zerolog.Logger

	// Done is called with each scenario as it ends. May be nil.
	Done func(Result)
}

// Simulate runs every scenario of the files on the whole engine in this process, each on a new installation, and checks the
// invariants after every step. What did not come out as it should is in the report; Report.Failed says how much.
// Errors: Mistakes in any of the files, before anything is run; the context's. An engine that does not answer is in the
// report.
func Simulate(ctx context.Context, files []string, opts Options) (Report, error) {
	var all []*Scenario
	var mistakes Mistakes
	for _, file := range files {
		list, err := Read(file)
		var m Mistakes
		if errors.As(err, &m) {
			mistakes = append(mistakes, m...)
		} else if err != nil {
			return Report{}, err
		}
		all = append(all, list...)
	}
	if len(mistakes) > 0 {
		return Report{}, mistakes
	}
	var report Report
	for _, s := range all {
		result := simulate(ctx, s, opts)
		report.Scenarios = append(report.Scenarios, result)
		if opts.Done != nil {
			opts.Done(result)
		}
		if ctx.Err() != nil {
			return report, context.Cause(ctx)
		}
	}
	return report, nil
}

// simulate runs one scenario.
func simulate(ctx context.Context, s *Scenario, opts Options) Result {
	result := Result{File: s.File, Name: s.Title(), About: s.About}
	dir, remove, err := directory(opts.Dir, s)
	if err != nil {
		result.Err = err
		return result
	}
	defer remove()
	began := time.Now()
	result.Steps, result.Err = newWorld(s, opts, dir).live(ctx)
	result.Took = time.Since(began)
	return result
}

// directory makes the data directory of a scenario.
func directory(in string, s *Scenario) (dir string, remove func(), err error) {
	if in == "" {
		dir, err = os.MkdirTemp("", "comity-simulate-")
		return filepath.Join(dir, "data"), func() { os.RemoveAll(dir) }, err
	}
	if err := os.MkdirAll(in, 0o755); err != nil {
		return "", nil, err
	}
	name := filepath.Base(s.File)
	dir, err = os.MkdirTemp(in, name[:len(name)-len(filepath.Ext(name))]+"-"+s.Variant+"-")
	return filepath.Join(dir, "data"), func() {}, err
}
