package workflow

import (
	"slices"
	"testing"
	"time"
)

func TestF105_each_scrutiny_body_has_its_cases(t *testing.T) {
	p := keyDecision(t)
	p.announce(NoticeSpecialUrgency, p.today().String(), func(n *NoticePublish) { n.AgreedBy, n.Reason = "p-scrutiny-1", "r" })
	if got := CallablesOf(p.c, p.r, p.now); len(got) != 0 {
		t.Fatalf("nothing is decided: got %+v", got)
	}
	p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 4"})
	one := func() Callable {
		t.Helper()
		got := CallablesOf(p.c, p.r, p.now)
		if len(got) != 1 {
			t.Fatalf("got %+v", got)
		}
		return got[0]
	}
	x := one()
	if x.Organisation != "wcc" || !slices.Equal(x.Bodies, []string{"wcc-scrutiny-committee"}) || x.Members != 5 || !x.Open || x.DecidedOn != p.today().String() || x.EffectiveAt.IsZero() == (x.HeldBy == nil) {
		t.Errorf("got %+v", x)
	}
	p.now = x.CallInUntil
	if !one().Open {
		t.Error("the last second is in time")
	}
	decided := p.now
	p.do("p-scrutiny-officer", requisition())
	if x := one(); x.Open || !x.CalledInAt.Equal(decided) || x.CalledInBy != "wcc-scrutiny-committee" || x.Reasons != "Too dear." || x.DecidedAgain != "" {
		t.Errorf("called in: got %+v", x)
	}
	p.now = p.now.Add(48 * time.Hour)
	p.do("po-wcc", &ConsentRecord{Case: "C1", Organisation: "wcc", Minute: "Cabinet 5"})
	if x := one(); x.Open || x.DecidedAgain != p.today().String() || !x.EffectiveAt.Equal(p.now) {
		t.Errorf("decided again: got %+v", x)
	}
	for person, want := range map[string]int{"p-scrutiny-2": 1, "p-scrutiny-officer": 1, "p-lead": 0} {
		if got := ScrutinyBodiesOf(p.r, person, p.now); len(got) != want {
			t.Errorf("%s serves %v", person, got)
		}
	}
}
