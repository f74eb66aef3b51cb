package notices

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"comity/services/directory"
	"comity/services/natstest"
	"comity/services/outbox"
	"comity/services/views/viewstest"
	"comity/workflow"
)

func TestMail_says_what_by_when_and_for_which_board(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	n, _ := b.running()
	b.Do(t, "ao-ald", &workflow.DeputyName{Seat: "N1", Person: "p-stand-in", From: b.day(), Instrument: "letter"})
	b.round(n)
	b.Draft(t, "C1", "partners")
	b.ToG1(t, "C1")
	if done := b.once(n); done.Written != 0 || done.Notices[WaitsForMore] == 0 {
		t.Fatalf("got %+v, want that more is waited for", done)
	}
	b.pass(time.Minute)
	b.once(n)
	got := b.smtp.letters(t, "p-n1")
	if len(got) != 2 {
		t.Fatalf("got %v, want that a deputy was named and that a vote is asked", got)
	}
	a := got[1]
	if want := "Decide by 15 December: Short breaks C1 — North Operational Group"; a.subject != want {
		t.Errorf("subject: got %q, want %q", a.subject, want)
	}
	for _, want := range []string{"Dear Nora North,", "Short breaks C1 (C1)", "Tuesday 15 December 2026 at 23:59", "You are told because you hold a seat of Alderwick District Council",
		"If you do nothing, then at that moment it goes to Joint Commissioning Executive", "https://comity.test/westmere/cases/C1/decide/ogn",
		"https://comity.test/account/notices", "decides nothing"} {
		if !strings.Contains(a.text, want) || !strings.Contains(plain(a.html), want) && !strings.HasPrefix(want, "https") {
			t.Errorf("the mail does not say %q:\n%s", want, a.text)
		}
	}
	if strings.Contains(a.text, "_") || strings.Contains(a.text, "{") || strings.Contains(a.text, "[") {
		t.Errorf("the mail has engine words:\n%s", a.text)
	}
	for name, want := range map[string]string{"Auto-Submitted": "auto-generated", "List-Id": "<notices.comity.test>", "Reply-To": "<secretary@comity.test>"} {
		if got := a.header.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if m := b.mailTo("p-n1"); a.id != m.ID+"@comity.test" || m.State != outbox.Sent || m.Address != "p-n1@example.org" {
		t.Errorf("got id %s for %+v", a.id, m)
	}
	if deputy := b.smtp.letters(t, "p-stand-in"); len(deputy) != 2 || !strings.Contains(deputy[1].text, "may act for Nora North as a deputy") {
		t.Errorf("the deputy is told %v", deputy)
	}
}

func plain(html string) string {
	return strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&amp;", "&").Replace(html)
}

func (b *bench) day() (d workflowDate) { return b.Register().CalendarAt(b.Now).DateOf(b.Now) }

// A reminder belongs to the conversation that the first mail began, and so does the decision.
func TestThread(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	n, _ := b.running()
	b.Draft(t, "C1", "partners")
	b.ToG1(t, "C1")
	b.round(n)
	b.at("2026-12-08 09:00")
	b.Do(t, "system", &workflow.CaseTick{Case: "C1"})
	b.round(n)
	got := b.smtp.letters(t, "p-n1")
	if len(got) != 2 || !strings.HasPrefix(got[1].subject, "Reminder: decide by 15 December") {
		t.Fatalf("got %v", got)
	}
	refs, _ := got[1].header.MsgIDList("References")
	reply, _ := got[1].header.MsgIDList("In-Reply-To")
	if got[0].header.Has("References") || !slices.Equal(refs, []string{got[0].id}) || !slices.Equal(reply, refs) {
		t.Errorf("the reminder refers to %v, the first is %s", refs, got[0].id)
	}
	b.Vote(t, "C1", "ogn", "approve", "N1", "N2")
	b.round(n)
	got = b.smtp.letters(t, "p-n1")
	if len(got) != 3 || !strings.HasPrefix(got[2].subject, "Endorsed: Short breaks C1") {
		t.Fatalf("got %v", got)
	}
	if refs, _ = got[2].header.MsgIDList("References"); !slices.Equal(refs, []string{got[0].id}) {
		t.Errorf("the decision refers to %v", refs)
	}
}

// Nothing of an exempt case but its reference, the board and the deadline is in any mail, whatever happens to it.
func TestExempt_nothing_of_it_is_in_a_mail(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, seat := range []string{"N3", "S3", "E1", "E2", "E3", "E4", "E5", "W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "W9"} {
		if p := b.Register().Holder(seat, b.Now); p != "" {
			b.person(p, func(x *directory.Person) { x.Name, x.Email = "Name of "+p, p+"@example.org" })
		}
	}
	b.person("p-secretary", func(x *directory.Person) { x.Email = "p-secretary@example.org" })
	n, _ := b.running()
	b.Draft(t, "C1", "exempt")
	b.ToG1(t, "C1")
	b.round(n)
	b.at("2026-12-08 09:00")
	b.Do(t, "system", &workflow.CaseTick{Case: "C1"})
	b.round(n)
	b.Vote(t, "C1", "ogn", "approve", "N1", "N2")
	b.Do(t, b.Register().Holder("S2", b.Now), &workflow.SignOffDeclareInterest{Case: "C1", SignOff: "ogs", Seat: "S2", Interest: "pecuniary", Nature: "Canary shares"})
	b.round(n)
	for range 20 { // lapses, escalations, a dispute and its steps
		b.pass(8 * 24 * time.Hour)
		b.Do(t, "system", &workflow.CaseTick{Case: "C1"})
		b.round(n)
	}
	if b.Case("C1").Status != workflow.InDispute {
		t.Fatalf("got %s", b.Case("C1").Label())
	}
	b.Do(t, "mo-wcc", &workflow.CaseResolveDispute{Case: "C1", Agreement: "Canary agreement", TermsChanged: true})
	b.Do(t, "p-unit", &workflow.CaseWithdraw{Case: "C1", Reason: "Canary reason"})
	b.round(n)
	all := b.smtp.all(t)
	if len(all) < 40 {
		t.Fatalf("got %d mails, want all those of a long life", len(all))
	}
	for _, a := range all {
		for _, secret := range []string{"Short breaks", "anary", "ndorsed", "dispute", "quorum", "aside", "ithdrawn", "against"} {
			if whole := a.subject + a.text + a.html + fmt.Sprint(a.header.Map()); strings.Contains(whole, secret) {
				t.Fatalf("a mail says %q:\n%v", secret, a)
			}
		}
		if !strings.Contains(a.text, "C1") {
			t.Errorf("a mail has no reference:\n%v", a)
		}
	}
	if a := b.smtp.letters(t, "p-n1")[0]; a.subject != "Decide by 15 December: case C1 — North Operational Group" {
		t.Errorf("got %q", a.subject)
	}
}

// Killed after the mail server has taken the mail, and before that was noted: it goes again under the same id, and is noted once.
func TestCrash_between_send_and_record(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	cfg, nc := b.config()
	b.killed = true
	n, _ := b.running(func(c *Config) { c.Conn, c.Journal, c.NewID = nc, cfg.Journal, cfg.NewID })
	n.cfg.Outbox = b.outboxOver(nc)
	b.put(outbox.Mail{ID: "code-1", Address: "p-n1@example.org", Reason: "sign_in", Subject: "Your code", Text: "123", HTML: "<p>123", Secret: true, QueuedAt: b.now()})
	b.smtp.mu.Lock()
	b.smtp.taken = sync.OnceFunc(nc.Close)
	b.smtp.mu.Unlock()
	natstest.Until(t, "the code is known", func() bool { return len(n.mails.list()) == 1 })
	if _, err := n.RunOnce(t.Context()); err == nil {
		t.Fatal("the instance did not notice that it was killed")
	}
	b.killed = false
	if m, _ := b.box.Mail(t.Context(), "code-1"); m.State != outbox.Sending {
		t.Fatalf("got %+v, want that it is in hand", m)
	}
	second, _ := b.running()
	if done := b.once(second); done.Mails[Delivered] != 0 {
		t.Fatalf("got %+v: what another has in hand is left to it for a while", done)
	}
	b.pass(handFor + time.Second)
	b.once(second)
	got := b.smtp.letters(t, "p-n1")
	if len(got) != 2 || got[0].id != got[1].id || got[0].id != "code-1@comity.test" {
		t.Fatalf("got %v, want the same id twice", got)
	}
	if m, _ := b.box.Mail(t.Context(), "code-1"); m.State != outbox.Sent || m.Attempts != 2 {
		t.Errorf("got %+v", m)
	}
	b.pass(time.Hour)
	if done := b.once(second); len(done.Mails) != 0 {
		t.Errorf("got %+v, want nothing more", done)
	}
}

func TestRefused_by_the_mail_server_is_a_visible_task(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	n, _ := b.running()
	b.person("p-s2", func(p *directory.Person) { p.Email = "" })
	b.smtp.refusing(func(to string) error {
		if strings.HasPrefix(to, "p-n1@") {
			return code(550, "no such mailbox "+to)
		}
		return nil
	})
	b.Draft(t, "C1", "partners")
	b.ToG1(t, "C1")
	b.round(n)
	b.eventuallyMailed("p-n1 asked undeliverable", "p-s2 asked undeliverable", "p-n2 asked sent")
	if m := b.mailTo("p-n1"); m.Error != "550 5.1.1 no such mailbox (address)" || strings.Contains(m.Error, "@example") {
		t.Errorf("got %q, want what the server said and no address", m.Error)
	}
	if m := b.mailTo("p-s2"); m.Error != "no address known" {
		t.Errorf("got %q", m.Error)
	}
	seen := b.ask("p-secretary", "")
	i := slices.IndexFunc(seen.Undelivered, func(u undelivered) bool { return u.Person == "p-n1" })
	if !seen.MayChase || i < 0 || seen.Undelivered[i].Name != "Nora North" || seen.Undelivered[i].Case != "C1" || !seen.Undelivered[i].Open {
		t.Errorf("the secretary sees %+v", seen)
	}
	if seen = b.ask("p-admin", ""); !seen.MayChase {
		t.Errorf("the administrator sees %+v", seen)
	}
	seen = b.ask("p-n2", "")
	if seen.MayChase || len(seen.Undelivered) > 0 || len(seen.Items) != 1 || seen.Items[0].Heading != "Decide by 15 December" || !seen.Items[0].Open {
		t.Errorf("a member sees %+v", seen)
	}
	if _, err := b.tryAsk("p-n2", "p-n1"); err == nil {
		t.Error("a member sees what another was told")
	}
	if seen = b.ask("p-secretary", "p-n1"); len(seen.Items) != 1 || seen.Items[0].State != "mailed" {
		t.Errorf("the secretary sees of a member %+v", seen)
	}

	b.smtp.refusing(nil)
	if err := b.box.Again(t.Context(), b.mailTo("p-n1").ID, b.now()); err != nil {
		t.Fatal(err)
	}
	natstest.Until(t, "it is sent once more", func() bool { b.once(n); return len(b.smtp.letters(t, "p-n1")) == 1 })
	if seen = b.ask("p-secretary", ""); slices.ContainsFunc(seen.Undelivered, func(u undelivered) bool { return u.Person == "p-n1" }) {
		t.Errorf("what was delivered is still a task: %+v", seen.Undelivered)
	}
}

func TestTemporary_failure_is_tried_again(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	n, _ := b.running()
	b.smtp.refusing(func(string) error { return code(451, "try later") })
	b.Draft(t, "C1", "partners")
	b.ToG1(t, "C1")
	b.round(n)
	m := b.mailTo("p-n1")
	if m.State != outbox.Queued || m.Attempts != 1 || !m.NotBefore.After(b.now()) || !strings.Contains(m.Error, "451") {
		t.Fatalf("got %+v", m)
	}
	waited := m.NotBefore.Sub(b.now())
	b.to(m.NotBefore)
	b.once(n)
	if again := b.mailTo("p-n1"); again.Attempts != 2 || again.NotBefore.Sub(b.now()) <= waited {
		t.Fatalf("got %+v, want a longer wait", again)
	}
	b.smtp.refusing(nil)
	b.pass(time.Hour)
	b.once(n)
	if m = b.mailTo("p-n1"); m.State != outbox.Sent || m.Attempts != 3 || m.Error != "" || len(b.smtp.letters(t, "p-n1")) != 1 {
		t.Errorf("got %+v", m)
	}
}

func TestTemporary_failure_is_given_up_and_settled_meanwhile_is_dropped(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	n, _ := b.running()
	b.smtp.refusing(func(string) error { return code(451, "try later") })
	b.Draft(t, "C1", "partners")
	b.ToG1(t, "C1")
	b.round(n)
	b.Vote(t, "C1", "ogn", "approve", "N1")
	b.pass(3 * 24 * time.Hour)
	b.once(n)
	if m := b.mailTo("p-n1"); m.State != outbox.Dropped {
		t.Errorf("who has voted: got %+v", m)
	}
	if m := b.mailTo("p-n2"); m.State != outbox.Undeliverable {
		t.Errorf("after three days: got %+v", m)
	}
}

func TestTwoInstances_write_one_mail(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	one, _ := b.running()
	two, _ := b.running()
	for i := range 3 {
		id := fmt.Sprintf("C%d", i)
		b.Draft(t, id, "partners")
		b.ToG1(t, id)
		both(t, one, two)
		b.pass(time.Minute)
		both(t, one, two)
		both(t, one, two)
		if got := b.smtp.letters(t, "p-n1"); len(got) != i+1 {
			t.Fatalf("got %d mails after %d cases", len(got), i+1)
		}
	}
	ids := map[string]bool{}
	for _, a := range b.smtp.all(t) {
		if ids[a.id] {
			t.Errorf("sent twice: %v", a)
		}
		ids[a.id] = true
	}
}

func both(t *testing.T, all ...*Notices) {
	t.Helper()
	var wg sync.WaitGroup
	for _, n := range all {
		wg.Go(func() {
			if _, err := n.RunOnce(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// What comes within a minute goes as one mail, the most urgent first.
func TestBurst(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	n, _ := b.running()
	for _, id := range []string{"C1", "C2", "C3"} {
		b.Draft(t, id, "partners")
		b.ToG1(t, id)
		b.pass(15 * time.Second)
		b.once(n)
	}
	b.round(n)
	got := b.smtp.letters(t, "p-n1")
	if len(got) != 1 || got[0].subject != "3 things wait for you, the first by 15 December — North Operational Group" {
		t.Fatalf("got %v", got)
	}
	for _, id := range []string{"C1", "C2", "C3"} {
		if !strings.Contains(got[0].text, "/cases/"+id+"/decide/ogn") {
			t.Errorf("%s is missing:\n%s", id, got[0].text)
		}
	}
}

// One mail on the morning of a working day carries what came; what is settled by then is not in it.
func TestDigest(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.person("p-n1", func(p *directory.Person) { p.Preferences.Mail = directory.Daily })
	b.person("p-n2", func(p *directory.Person) { p.Preferences.Mail = directory.Daily })
	n, _ := b.running()
	b.at("2026-12-04 15:00") // a Friday
	for _, id := range []string{"C1", "C2"} {
		b.Draft(t, id, "partners")
		b.ToG1(t, id)
	}
	b.Vote(t, "C1", "ogn", "approve", "N1")
	b.round(n)
	for _, at := range []string{"2026-12-04 23:00", "2026-12-05 08:00", "2026-12-06 12:00", "2026-12-07 07:59"} {
		b.at(at)
		if b.once(n); len(b.smtp.letters(t, "p-n1"))+len(b.smtp.letters(t, "p-n2")) > 0 {
			t.Fatalf("a mail at %s", at)
		}
	}
	b.at("2026-12-07 08:00")
	b.once(n)
	if got := b.smtp.letters(t, "p-n2"); len(got) != 1 || !strings.HasPrefix(got[0].subject, "2 things wait for you, the first by 18 December") {
		t.Errorf("got %v", got)
	}
	if got := b.smtp.letters(t, "p-n1"); len(got) != 1 || strings.Contains(got[0].text, "cases/C1") {
		t.Errorf("got %v, want what is left", got)
	}
}

func TestDigest_with_nothing_left_is_not_sent(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.person("p-n1", func(p *directory.Person) { p.Preferences.Mail = directory.Daily })
	n, _ := b.running()
	b.Draft(t, "C1", "partners")
	b.ToG1(t, "C1")
	b.once(n)
	b.Vote(t, "C1", "ogn", "approve", "N1")
	b.at("2026-12-02 08:00")
	if done := b.once(n); done.Notices[Settled] == 0 || len(b.smtp.letters(t, "p-n1")) != 0 {
		t.Errorf("got %+v", done)
	}
}

func TestSettled_before_its_mail_went_out_is_dropped(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	n, _ := b.running()
	b.Draft(t, "C1", "partners")
	b.ToG1(t, "C1")
	b.once(n)
	b.Vote(t, "C1", "ogn", "approve", "N1")
	done := b.round(n)
	if len(b.smtp.letters(t, "p-n1")) != 0 || len(b.smtp.letters(t, "p-n2")) != 1 {
		t.Errorf("got %+v, %v", done, b.mailed())
	}
}

// Quiet hours hold a notice back, and a sign-in code not.
func TestQuiet_hours(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.person("p-n1", func(p *directory.Person) {
		p.Preferences = directory.Preferences{QuietFrom: "19:00", QuietUntil: "07:30"}
	})
	n, _ := b.running()
	b.at("2026-12-03 22:00")
	b.Draft(t, "C1", "partners")
	b.ToG1(t, "C1")
	b.put(outbox.Mail{ID: "code", Person: "p-n1", Reason: "sign_in", Subject: "Your code", Text: "1", HTML: "1", Secret: true, QueuedAt: b.now()})
	natstest.Until(t, "the code is sent", func() bool { b.once(n); return len(b.smtp.letters(t, "p-n1")) == 1 })
	b.at("2026-12-04 07:29")
	done := b.once(n)
	if len(b.smtp.letters(t, "p-n1")) != 1 || done.Notices[WaitsForQuiet] == 0 || !done.Next.Equal(viewstest.At("2026-12-04 07:30")) {
		t.Fatalf("got %+v", done)
	}
	b.at("2026-12-04 07:30")
	b.once(n)
	if len(b.smtp.letters(t, "p-n1")) != 2 {
		t.Error("no mail when the quiet hours are over")
	}
}

// The position outlives a restart: nothing is told again, and nothing is left out.
func TestRestart(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	n, stop := b.running()
	b.Draft(t, "C1", "partners")
	b.ToG1(t, "C1")
	b.round(n)
	stop()
	b.Draft(t, "C2", "partners")
	b.ToG1(t, "C2")
	b.pass(24 * time.Hour)
	n, _ = b.running()
	b.round(n)
	b.pass(time.Hour)
	b.once(n)
	got := b.smtp.letters(t, "p-n1")
	if len(got) != 2 || !strings.Contains(got[0].subject, "C1") || !strings.Contains(got[1].subject, "C2") {
		t.Errorf("got %v", got)
	}
}

// An installation with a past: what is still open is told, once, and nothing of what is over.
func TestFirstStart_of_an_old_installation(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.Draft(t, "C1", "partners")
	b.ToG1(t, "C1")
	b.Vote(t, "C1", "ogn", "approve", "N1", "N2")
	b.Draft(t, "C2", "partners")
	b.ToG1(t, "C2")
	b.at("2026-12-08 09:00")
	b.Do(t, "system", &workflow.CaseTick{Case: "C2"})
	b.Draft(t, "C3", "partners")
	b.ToG1(t, "C3")
	b.Do(t, "p-unit", &workflow.CaseWithdraw{Case: "C3", Reason: "no"})
	n, stop := b.running()
	b.round(n)
	stop()
	n, _ = b.running()
	b.round(n)
	got := b.smtp.letters(t, "p-n1")
	if len(got) != 1 || got[0].subject != "Reminder: decide by 15 December: Short breaks C2 — North Operational Group" {
		t.Errorf("got %v", got)
	}
	if got = b.smtp.letters(t, "p-unit"); len(got) != 0 {
		t.Errorf("the unit is told of the past: %v", got)
	}
}

// What is asked twice before it is written is asked in one mail, once.
func TestOpenItem_is_asked_once_in_a_mail(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	n, _ := b.running()
	b.Draft(t, "C1", "partners")
	b.ToG1(t, "C1")
	b.Do(t, "p-icb", &workflow.CaseRaiseDispute{Case: "C1", Seat: "W3", Reason: "our share"})
	b.Do(t, "mo-wcc", &workflow.CaseResolveDispute{Case: "C1", Agreement: "agreed"})
	b.once(n)
	b.pass(time.Minute)
	done := b.once(n)
	got := b.smtp.letters(t, "p-n1")
	if len(got) != 1 || strings.Count(got[0].text, "/decide/ogn") != 1 || done.Notices[Superseded] == 0 {
		t.Errorf("got %+v, %v", done, got)
	}
}

// Killed after a batch was claimed and before its mail was written: another instance writes it, whole and once.
func TestCrash_between_claim_and_mail(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	n, stop := b.running()
	for _, id := range []string{"C1", "C2"} {
		b.Draft(t, id, "partners")
		b.ToG1(t, id)
	}
	b.once(n)
	list := n.ledger.of("p-n1")
	if len(list) != 2 {
		t.Fatalf("got %d notices", len(list))
	}
	anchor := list[0]
	anchor.State, anchor.By, anchor.HeldAt, anchor.With = inHand, n.me, b.now(), []string{list[1].key}
	if ok, err := n.ledger.update(t.Context(), anchor); !ok || err != nil {
		t.Fatalf("got %t, %v", ok, err)
	}
	stop()
	second, _ := b.running()
	if b.round(second); len(b.smtp.letters(t, "p-n1")) != 0 {
		t.Fatal("what another has in hand was written at once")
	}
	b.pass(handFor)
	b.once(second)
	b.round(second)
	got := b.smtp.letters(t, "p-n1")
	if len(got) != 1 || !strings.Contains(got[0].text, "cases/C1/") || !strings.Contains(got[0].text, "cases/C2/") {
		t.Errorf("got %v, want one mail with both", got)
	}
}

// Two who claim the same batch at once: one does, and nothing is written twice, whatever each of them has seen.
func TestBatch_of_two_who_see_different_things(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	one, _ := b.running()
	two, _ := b.running()
	for _, id := range []string{"C1", "C2", "C3"} {
		b.Draft(t, id, "partners")
		b.ToG1(t, id)
	}
	b.once(one)
	b.once(two)
	list := one.ledger.of("p-n1")
	natstest.Until(t, "the other sees them", func() bool { return len(two.ledger.of("p-n1")) == 3 })
	two.ledger.mu.Lock()
	delete(two.ledger.unfinished["p-n1"], list[2].key) // it has not heard of the last yet
	two.ledger.mu.Unlock()
	b.pass(time.Minute)
	both(t, one, two)
	b.pass(handFor)
	both(t, one, two)
	all := ""
	for _, a := range b.smtp.letters(t, "p-n1") {
		all += a.text
	}
	for _, id := range []string{"C1", "C2", "C3"} {
		if n := strings.Count(all, "/cases/"+id+"/decide"); n != 1 {
			t.Errorf("%s is asked %d times", id, n)
		}
	}
}

func TestErased_person_gets_no_mail(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	n, _ := b.running()
	if err := b.people.Erase(t.Context(), "p-n1", b.now()); err != nil {
		t.Fatal(err)
	}
	b.person("p-n2", func(p *directory.Person) { p.LeftAt = b.now() })
	b.Draft(t, "C1", "partners")
	b.ToG1(t, "C1")
	done := b.round(n)
	if done.Notices[Erased] == 0 || len(b.smtp.letters(t, "p-n1"))+len(b.smtp.letters(t, "p-n2")) != 0 {
		t.Errorf("got %+v", done)
	}
	if m := b.mailTo("p-n2"); m.State != outbox.Undeliverable || m.Error != "the person has left" {
		t.Errorf("somebody who left is asked: got %+v", m)
	}
}

func TestNoMailServer_keeps_them_in_the_outbox(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	n, _ := b.running(func(c *Config) { c.SMTP = SMTP{} })
	b.Draft(t, "C1", "partners")
	b.ToG1(t, "C1")
	b.round(n)
	if m := b.mailTo("p-n1"); m.State != outbox.Kept || m.Subject == "" || m.Error == "" {
		t.Errorf("got %+v", m)
	}
}

func TestMailServer_away_is_waited_for(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	n, _ := b.running(func(c *Config) { c.SMTP.Port = 1 })
	b.Draft(t, "C1", "partners")
	b.ToG1(t, "C1")
	done := b.round(n)
	if done.Mails[TryAgain] != 1 || done.Next.IsZero() {
		t.Errorf("got %+v, want one attempt and a wait for all", done)
	}
}

// The loop by itself, with the clock of the machine.
func TestRun_writes_and_sends_by_itself(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.running(func(c *Config) { c.Manual, c.Gather, c.Poll = false, -1, 50*time.Millisecond })
	b.Draft(t, "C1", "partners")
	b.ToG1(t, "C1")
	natstest.Until(t, "a mail arrives", func() bool { return len(b.smtp.letters(t, "p-n1")) == 1 })
}

func TestNew_says_what_is_wrong(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for name, edit := range map[string]func(*Config){
		"no address of the pages": func(c *Config) { c.BaseURL = "comity.test" },
		"no sender":               func(c *Config) { c.SMTP.From = "" },
		"a way of TLS":            func(c *Config) { c.SMTP.TLS = "ssl3" },
		"no clock":                func(c *Config) { c.Now = nil },
		"where answers go":        func(c *Config) { c.SMTP.ReplyTo = "nobody" },
	} {
		cfg, _ := b.config()
		edit(&cfg)
		if _, err := New(t.Context(), cfg); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
