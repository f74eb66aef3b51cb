package events

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func anyToken() *rapid.Generator[string] {
	return rapid.StringMatching(`[A-Za-z0-9][A-Za-z0-9_-]{0,63}`)
}

// A subject that is built is parsed to the same parts.
func TestSubjects_round_trip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.IntRange(0, 1000).Draw(t, "partition")
		a := Aggregate{anyToken().Draw(t, "partnership"), rapid.SampledFrom([]Kind{KindCase, KindRegister}).Draw(t, "kind"), anyToken().Draw(t, "id")}
		s := JournalSubject(p, a)
		if gotP, got, err := ParseJournalSubject(s); err != nil || gotP != p || got != a {
			t.Fatalf("%s: got %d %v (%v)", s, gotP, got, err)
		}
		if !matches(JournalAll(p), s) || !matches(JournalKind(p, a.Kind), s) || matches(JournalAll(p+1), s) {
			t.Fatalf("%s and its wildcards do not agree", s)
		}

		actor := anyToken().Draw(t, "actor")
		name := rapid.SampledFrom([]string{"signoff.vote", "case.request_gate"}).Draw(t, "command")
		c := CommandSubject(a.Partnership, actor, name)
		if gotPartnership, gotActor, gotName, err := ParseCommandSubject(c); err != nil || gotPartnership != a.Partnership || gotActor != actor || gotName != name {
			t.Fatalf("%s: got %s %s %s (%v)", c, gotPartnership, gotActor, gotName, err)
		}
		if !matches(CommandPattern(name), c) || matches(CommandPattern("case.create"), c) {
			t.Fatalf("%s and its pattern do not agree", c)
		}

		q := AskSubject(a.Partnership, actor, "inbox")
		if gotPartnership, gotActor, view, err := ParseAskSubject(q); err != nil || gotPartnership != a.Partnership || gotActor != actor || view != "inbox" {
			t.Fatalf("%s: got %s %s %s (%v)", q, gotPartnership, gotActor, view, err)
		}
		if !matches(AskPattern("inbox"), q) {
			t.Fatalf("%s and its pattern do not agree", q)
		}

		people := PeopleSubject(actor, "names")
		if gotActor, verb, err := ParsePeopleSubject(people); err != nil || gotActor != actor || verb != "names" {
			t.Fatalf("%s: got %s %s (%v)", people, gotActor, verb, err)
		}
		if !matches(PeoplePattern("names"), people) || !matches(PeopleOf(actor), people) || matches(PeopleOf(actor+"x"), people) {
			t.Fatalf("%s and its patterns do not agree", people)
		}
		if !matches(CommandsOf(a.Partnership, actor), c) || matches(CommandsOf(a.Partnership, actor+"x"), c) || !matches(AsksOf("*", actor), q) || matches(AsksOf("*", actor+"x"), q) {
			t.Fatalf("%s, %s and what an actor may publish do not agree", c, q)
		}

		f := FeedSubject(a.Partnership, "board", "case.created", a.ID)
		if !matches(FeedOf(a.Partnership, "board"), f) || matches(FeedOf(a.Partnership, "public"), f) || !matches(FeedAll(), f) {
			t.Fatalf("%s and its wildcards do not agree", f)
		}
		if audit := AuditSubject(a.Partnership, name); !matches(AuditAll(), audit) || matches(FeedAll(), audit) {
			t.Fatalf("%s and its wildcard do not agree", audit)
		}
	})
}

// matches says whether a NATS wildcard covers a subject.
func matches(pattern, subject string) bool {
	p, s := strings.Split(pattern, "."), strings.Split(subject, ".")
	for i := range p {
		if p[i] == ">" {
			return len(s) > i
		}
		if i >= len(s) || p[i] != "*" && p[i] != s[i] {
			return false
		}
	}
	return len(p) == len(s)
}

func TestSubjects_of_another_form_are_refused(t *testing.T) {
	for _, s := range []string{
		"", "comity", "comity.journal.0.westmere.case", "comity.journal.0.westmere.case.C-1.x", "comity.journal.x.westmere.case.C-1",
		"comity.journal.-1.westmere.case.C-1", "comity.journal.0.westmere.cat.C-1", "comity.journal.0..case.C-1", "comity.journal.0.westmere.case.*",
		"comity.journal.0.westmere.case.>", "other.journal.0.westmere.case.C-1", "comity.cmd.0.westmere.case.C-1", "comity.journal.0.west mere.case.C-1",
	} {
		if p, a, err := ParseJournalSubject(s); err == nil {
			t.Errorf("%q: got %d %v, want an error", s, p, a)
		}
	}
	for _, s := range []string{"", "comity.cmd.westmere.p-lead.signoff", "comity.cmd.westmere.*.signoff.vote", "comity.cmd..p-lead.signoff.vote", "comity.ask.westmere.p-lead.signoff.vote"} {
		if _, _, _, err := ParseCommandSubject(s); err == nil {
			t.Errorf("%q was taken for a command", s)
		}
	}
	for _, s := range []string{"", "comity.ask.westmere.p-lead", "comity.ask.westmere.>.inbox", "comity.cmd.westmere.p-lead.inbox"} {
		if _, _, _, err := ParseAskSubject(s); err == nil {
			t.Errorf("%q was taken for a query", s)
		}
	}
	for _, s := range []string{"", "comity.people.p-lead", "comity.people.>.names", "comity.people.p-lead.*", "comity.ask.p-lead.names", "comity.people.p-lead.names.x"} {
		if _, _, err := ParsePeopleSubject(s); err == nil {
			t.Errorf("%q was taken for a question to the directory", s)
		}
	}
}

func TestValidToken(t *testing.T) {
	for s, want := range map[string]bool{
		"C-2026-0001": true, "p_lead": true, "7": true, strings.Repeat("a", 64): true,
		"": false, "-a": false, "_a": false, "a.b": false, "a b": false, "a*": false, ">": false, "é": false, "a\n": false, strings.Repeat("a", 65): false,
	} {
		if got := ValidToken(s); got != want {
			t.Errorf("%q: got %v, want %v", s, got, want)
		}
	}
}

// The partition of a name is fixed for ever: other programs reckon it too.
func TestPartition(t *testing.T) {
	for name, want := range map[string]int{"westmere": 5, "comity": 14, "": 5} {
		if got := Partition(name, 16); got != want {
			t.Errorf("%q: got %d, want %d", name, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(-1, 64).Draw(t, "partitions")
		if got := Partition(anyToken().Draw(t, "name"), n); got < 0 || got >= max(n, 1) {
			t.Fatalf("got %d of %d", got, n)
		}
	})
}
