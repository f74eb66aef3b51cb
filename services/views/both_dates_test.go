package views

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// oneDate are the parts of answers that say when something was decided, and are no decision that could have an effect of its own.
var oneDate = []string{
	"workflow.Urgent",       // its effect is its gate's, which stands beside it in the case
	"workflow.ConsentAct",   // likewise
	"workflow.GateAttempt",  // a gate that has an effect is a workflow.GateResult
	"events.QuotedDecision", // of before the case was here: quoted as the minute says
}

// Decided is not effective (DOMAIN §0.8): every answer that says when something was decided says when it took effect, or what holds it.
func TestEveryAnswerWithADecisionHasBothDates(t *testing.T) {
	t.Parallel()
	seen, found := map[reflect.Type]bool{}, 0
	var walk func(at string, rt reflect.Type)
	walk = func(at string, rt reflect.Type) {
		switch rt.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
			walk(at, rt.Elem())
			return
		case reflect.Struct:
		default:
			return
		}
		if seen[rt] || rt.PkgPath() == "time" {
			return
		}
		seen[rt] = true
		var keys []string
		for _, f := range reflect.VisibleFields(rt) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			keys = append(keys, name)
			if f.IsExported() {
				walk(at+"."+f.Name, f.Type)
			}
		}
		decided := slices.ContainsFunc(keys, func(k string) bool { return k == "decided_at" || k == "decided_on" })
		effect := slices.ContainsFunc(keys, func(k string) bool { return k == "effective_at" || k == "effect" })
		if decided && !slices.Contains(oneDate, rt.String()) {
			if found++; !effect {
				t.Errorf("%s (%s) says when it was decided, and not when that takes effect", rt, at)
			}
		}
	}
	for _, s := range Specs {
		walk(s.Name, reflect.TypeOf(s.Answer))
	}
	if found < 5 {
		t.Errorf("only %d answers have decisions: the walk has lost its way", found)
	}
}
