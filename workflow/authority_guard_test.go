package workflow

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// notDrawn are the commands that nobody tries in TestNobodyActsWithoutAuthority, each with the reason. A command of the engine's own clock
// need not be here.
var notDrawn = map[string]string{}

// TestEveryCommandIsTriedWithoutAuthority fails for a command that the property of authority forgets: one that anyAct does not draw, or of which
// the oracle does not say whose it is.
func TestEveryCommandIsTriedWithoutAuthority(t *testing.T) {
	drawn := map[string]Command{}
	d := dice{rand.New(rand.NewPCG(4, 2))}
	from := placesOfAuthority(t)
	for _, p := range from {
		for kind := range lastOfBegun + 1 {
			for range 12 {
				_, cmd := anyAct(d, p, p.c, kind)
				drawn[cmd.CommandName()] = cmd
			}
		}
	}
	p := from[0]
	o := newOracle(p, p.c, nil)
	for _, spec := range Commands {
		reason, left := notDrawn[spec.Name]
		cmd := drawn[spec.Name]
		switch {
		case spec.System:
		case left && cmd != nil:
			t.Errorf("%s is tried, and listed as left out: %s", spec.Name, reason)
		case left && len(reason) < 20:
			t.Errorf("%s is left out without a reason", spec.Name)
		case left:
		case cmd == nil:
			t.Errorf("%s is not tried by those whose it is not: draw it in anyAct, say in the oracle whose it is, or list it in notDrawn with the reason", spec.Name)
		case unknownTo(o, cmd):
			t.Errorf("the oracle does not say whose %s is", spec.Name)
		}
	}
	for name := range notDrawn {
		if _, is := Find(name); !is {
			t.Errorf("%s is left out, and there is no such command", name)
		}
	}
}

// unknownTo reports whether the oracle has no rule for a command.
func unknownTo(o *oracle, cmd Command) (unknown bool) {
	defer func() {
		if said := recover(); said != nil { // of what there is not, another rule may fall over: it was found
			unknown = strings.Contains(fmt.Sprint(said), "the oracle does not know")
		}
	}()
	o.forbids("p-stranger", cmd, nil)
	return false
}
