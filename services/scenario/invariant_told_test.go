package scenario

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"comity/services/outbox"
	"comity/workflow"
)

// toldTo puts a notice into the world, as the bucket would.
func toldTo(t *testing.T, w *world, x workflow.Telling) {
	t.Helper()
	x.Partnership, x.Case, x.For, x.At = "westmere", "C1", "signoff:ogn", w.clock.now()
	x.ID = "C1/" + x.Result + "/" + x.Reason + "/" + x.Person
	value, err := json.Marshal(toldOf{Telling: x, State: "waiting"})
	if err == nil {
		err = w.takeNotice("told."+x.Person+"."+x.ID, value)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// mailTo puts a mail into the world.
func mailTo(t *testing.T, w *world, m outbox.Mail) {
	t.Helper()
	m.QueuedAt = w.clock.now()
	value, err := json.Marshal(m)
	if err == nil {
		err = w.takeMail("mail."+m.ID, value)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestCheckMail(t *testing.T) {
	const item = "C1/signoff:ogn/G1.1.1"
	asked := workflow.Telling{Person: "p-n1", Reason: workflow.ToldAsked, Item: item}
	reminder := workflow.Telling{Person: "p-n1", Reason: workflow.ToldReminder, Item: item}
	again := func(x workflow.Telling) workflow.Telling { x.Result = "again"; return x }
	first := outbox.Mail{ID: "m1", Person: "p-n1", About: []string{"westmere/C1//asked/p-n1"}}
	for _, test := range []struct {
		name string
		do   func(*testing.T, *world)
		want string
	}{
		{"one_mail", func(t *testing.T, w *world) { toldTo(t, w, asked); mailTo(t, w, first) }, ""},
		{"a_mail_seen_twice", func(t *testing.T, w *world) { toldTo(t, w, asked); mailTo(t, w, first); mailTo(t, w, first) }, ""},
		{"one_notice_in_two_mails", func(t *testing.T, w *world) {
			toldTo(t, w, asked)
			mailTo(t, w, first)
			mailTo(t, w, outbox.Mail{ID: "m2", Person: "p-n1", About: first.About})
		}, "went in the mail m1 and again in m2"},
		{"asked_twice_in_one_mail", func(t *testing.T, w *world) {
			toldTo(t, w, asked)
			toldTo(t, w, reminder)
			mailTo(t, w, outbox.Mail{ID: "m1", Person: "p-n1", About: []string{first.About[0], "westmere/C1//reminder/p-n1"}})
		}, "the mail m1 asks p-n1 twice"},
		{"asked_in_two_mails_of_one_record", func(t *testing.T, w *world) {
			toldTo(t, w, asked)
			toldTo(t, w, again(asked))
			w.clock.set(w.clock.now().Add(time.Minute))
			mailTo(t, w, first)
			mailTo(t, w, outbox.Mail{ID: "m2", Person: "p-n1", About: []string{"westmere/C1/again/asked/p-n1"}})
		}, "in two mails, and nothing happened between them"},
		{"reminded_later", func(t *testing.T, w *world) {
			toldTo(t, w, asked)
			mailTo(t, w, first)
			w.clock.set(w.clock.now().Add(time.Hour))
			toldTo(t, w, reminder)
			mailTo(t, w, outbox.Mail{ID: "m2", Person: "p-n1", About: []string{"westmere/C1//reminder/p-n1"}})
		}, ""},
		{"about_nothing_that_was_told", func(t *testing.T, w *world) { mailTo(t, w, first) }, "which nobody was to be told"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := testWorld()
			test.do(t, w)
			wants(t, w, test.want)
		})
	}
}

// A mail is read in all of its parts, however its lines are broken.
func TestCheckMailSays(t *testing.T) {
	for _, test := range []struct {
		name, class string
		mail        outbox.Mail
		want        string
	}{
		{"the_reference_alone", "exempt", outbox.Mail{Subject: "Decide: case C1", Text: "Case: C1"}, ""},
		{"a_title_in_the_subject", "board", outbox.Mail{Subject: "Decide: A quiet closure"}, `says "A quiet closure", the title of case C1 that is open from board on`},
		{"a_title_in_the_text", "board", outbox.Mail{Text: "Case: A quiet\n  closure (C1)"}, "I8: "},
		{"a_title_in_the_HTML", "board", outbox.Mail{HTML: "<b>A&#32;quiet closure</b>"}, "I8: "},
		{"a_title_that_all_may_see", "public", outbox.Mail{Subject: "Decide: Open to all"}, ""},
		{"an_exempt_title", "exempt", outbox.Mail{Subject: "Decide: Open to all"}, "I8: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := testWorld()
			w.cases["C1"].state.Terms.Classification = test.class
			w.feed.canaries(&workflow.CaseCreate{Case: "C1", CaseFields: workflow.CaseFields{Title: new("A quiet closure")}}, "")
			w.feed.texts["Open to all"] = canary{tier: "public", field: "title", inCase: "C1"}
			test.mail.ID, test.mail.Person = "m1", "p-bystander"
			mailTo(t, w, test.mail)
			wants(t, w, test.want)
		})
	}
}

// Whoever is waited for and was told nothing, or what was then dropped, is found once.
func TestCheckAsked(t *testing.T) {
	t.Parallel()
	list, err := Read(filepath.Join("..", "..", "scenarios", "05-casting-vote.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	story := *list[0]
	story.Steps = nil // the fixture alone: the groups are asked
	w := newWorld(&story, Options{}, filepath.Join(t.TempDir(), "data"))
	if _, err := w.live(t.Context()); err != nil {
		t.Fatal(err)
	}
	check := func(want string) {
		t.Helper()
		w.differences = nil
		w.checkAsked()
		wants(t, w, want)
	}
	w.told.seats, w.records = nil, nil
	check("")
	var inCase string
	for inCase = range w.cases {
	}
	asked := w.told.asks[matter{inCase, "signoff:ogn", "p-n2"}]
	if len(asked) != 1 {
		t.Fatalf("p-n2 was asked %d times, want once", len(asked))
	}
	asked[0].State = "dropped"
	check("waits for p-n2 in signoff:ogn, and they were not told")
	check("")
	delete(w.told.asks, matter{inCase, "signoff:ogs", "p-s1"})
	check("waits for p-s1 in signoff:ogs")
	if strings.Contains(strings.Join(w.differences, ""), "p-n2") {
		t.Errorf("it is said again: %v", w.differences)
	}
}
