package views

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"comity/events"
	"comity/services/bus"
	"comity/services/views/answer"
	"comity/services/views/viewstest"
	"comity/workflow"
)

// asked asks a view of a partnership and returns its answer, or the code of the refusal.
func asked[T any](t *testing.T, v *Views, partnership, person, view, args string) (out T, code workflow.Code) {
	t.Helper()
	a, err := v.Ask(t.Context(), bus.Query{View: view, Partnership: partnership, Actor: person, Args: []byte(args)})
	var no *workflow.Refusal
	if errors.As(err, &no) {
		return out, no.Code
	}
	if err != nil {
		t.Fatalf("%s asks %s of %s: %v", person, view, partnership, err)
	}
	return *a.Data.(*T), ""
}

// The partnerships lie in several partitions; a person hears of those that they are anything in.
func TestMe(t *testing.T) {
	t.Parallel()
	w := viewstest.OpenIn(t, 3)
	ashdown := w.Neighbour(t, "ashdown", "p-unit", "p-writer", "p-police", "p-constable", "Westmere Children's Partnership Board", "Ashdown Board")
	brook := w.Neighbour(t, "brook", "administrators: [p-admin]", "administrators: [p-clerk]", "p-police", "p-constable")
	w.Now = viewstest.At("2026-12-01 09:00")
	homes := map[int]bool{}
	v := opened(t, w)
	running(t, v)
	for _, x := range []*viewstest.World{w, ashdown, brook} {
		home := events.Partition(x.Partnership, 3)
		homes[home] = true
		if err := v.levels.wait(t.Context(), home, x.Last); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.levels.wait(t.Context(), events.Partition(events.Installation, 3), 1); err != nil {
		t.Fatal(err)
	}
	if len(homes) < 2 {
		t.Fatal("the partnerships of this test lie in one partition")
	}
	for _, tc := range []struct {
		name, person  string
		administrator bool
		want          []string
	}{
		{"who is of a unit in two", "p-unit", false, []string{"brook", "westmere"}},
		{"who holds a seat in one", "p-police", false, []string{"westmere"}},
		{"the secretariat of all", "p-secretary", false, []string{"ashdown", "brook", "westmere"}},
		{"an administrator whom one partnership names", "p-clerk", false, []string{"brook"}},
		{"an administrator of the installation", "p-admin", true, []string{"ashdown", "brook", "westmere"}},
		{"who is nothing anywhere", "p-stranger", false, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, code := asked[answer.Me](t, v, events.Installation, tc.person, "me", "")
			if code != "" || got.Person != tc.person || got.Administrator != tc.administrator || len(got.Partnerships) != len(tc.want) || got.Partnerships == nil {
				t.Fatalf("got %+v, %q", got, code)
			}
			for i, m := range got.Partnerships {
				if m.Partnership != tc.want[i] || m.Name == "" {
					t.Errorf("got %+v, want %s", m, tc.want[i])
				}
			}
		})
	}
	t.Run("names come with the ids", func(t *testing.T) {
		me, _ := asked[answer.Me](t, v, events.Installation, "p-police", "me", "")
		if s := me.Partnerships[0].Seats[0]; s.Seat != "W4" || s.BoardName == "" || s.OrganisationName != "Westmere Police" {
			t.Errorf("got %+v", s)
		}
		boss, _ := asked[answer.Me](t, v, events.Installation, "p-admin", "me", "")
		if m := boss.Partnerships[1]; m.Administrator || m.Clearance != workflow.ClearPublic || !boss.Partnerships[0].Administrator {
			t.Errorf("got %+v of a partnership that names another", m)
		}
	})
	t.Run("only the installation is asked", func(t *testing.T) {
		if _, code := asked[answer.Me](t, v, "westmere", "p-unit", "me", ""); code != workflow.NotFound {
			t.Errorf("got %q, want not_found", code)
		}
	})
	t.Run("it waits for what is known of one partnership, wherever that lies", func(t *testing.T) {
		for position, want := range map[uint64]workflow.Code{brook.Last: "", brook.Last + 1: workflow.Unavailable} {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			if want != "" {
				cancel() // it would wait for ever
			}
			_, err := v.Ask(ctx, bus.Query{View: "me", Partnership: events.Installation, Actor: "p-clerk", Args: fmt.Appendf(nil, `{"partnership": "brook", "position": %d}`, position)})
			cancel()
			var no *workflow.Refusal
			if is := errors.As(err, &no); is != (want != "") || is && no.Code != want || !is && err != nil {
				t.Errorf("at position %d of %d: got %v, want %q", position, brook.Last, err, want)
			}
		}
	})
	t.Run("it is as fresh as the partition that is furthest behind", func(t *testing.T) {
		late := newLevels(3)
		for p := range 3 {
			late.reach(p, 1)
			late.head(p, 1, w.Now.Add(time.Duration(5-p)*time.Minute))
		}
		if got := late.oldest(); !got.Equal(w.Now.Add(3 * time.Minute)) {
			t.Errorf("got %s", got)
		}
	})
}
