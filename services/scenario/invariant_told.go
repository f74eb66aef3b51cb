package scenario

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"time"

	"comity/services/outbox"
	"comity/workflow"
)

// I8: nobody learns from a mail what they may not see; nobody is written to twice about one thing; and everybody for whom a
// case waits has been told. It is checked on the stored mails and notices, against our own fold of the journal.

// checkMail is I8 for one mail, at the moment at which it was written.
func (w *world) checkMail(m outbox.Mail) {
	w.checkMailSays(m)
	asks := map[string]bool{}
	for _, about := range m.About {
		id := m.Person + " " + about
		if other := w.told.carried[id]; other != "" {
			w.differ("I8: the notice %s to %s went in the mail %s and again in %s", about, m.Person, other, m.ID)
		}
		w.told.carried[id] = m.ID
		n := w.told.notices[id]
		if n == nil {
			w.differ("I8: the mail %s to %s is about %s, which nobody was to be told", m.ID, m.Person, about)
			continue
		}
		t := n.Telling
		if !t.Asks() || t.Item == "" {
			continue
		}
		item := m.Person + " " + t.Partnership + "/" + t.Item
		if asks[item] {
			w.differ("I8: the mail %s asks %s twice for %s", m.ID, m.Person, t.For)
		}
		asks[item] = true
		if last, ok := w.told.asked[item]; ok && t.At.Before(last) {
			w.differ("I8: %s is asked for %s in case %s in two mails, and nothing happened between them", m.Person, t.For, t.Case)
		}
	}
	for item := range asks {
		w.told.asked[item] = m.QueuedAt
	}
}

// checkMailSays looks in a mail for every text that its addressee may not see, and for every title of an exempt case, whoever
// reads it: a mail is not a safe place.
func (w *world) checkMailSays(m outbox.Mail) {
	var all string // of the mail, on one line
	clearances := map[string]string{}
	for text, c := range w.feed.texts {
		held := w.cases[c.inCase]
		if held == nil {
			continue
		}
		if all == "" {
			all = textOf(m)
		}
		if !strings.Contains(all, onOneLine(text)) {
			continue
		}
		if _, ok := clearances[c.inCase]; !ok {
			clearances[c.inCase] = workflow.Clearance(held.state, w.register, m.Person, w.clock.now())
		}
		need, class := c.tier, held.state.Terms.Classification
		if rank(class) > rank(need) {
			need = class
		}
		switch {
		case !workflow.Clears(clearances[c.inCase], need):
			w.differ("I8: the mail %q to %s says %q, the %s of case %s that is open from %s on", m.Subject, m.Person, text, c.field, c.inCase, need)
		case class == workflow.ClearExempt:
			w.differ("I8: the mail %q to %s says %q, the %s of case %s, which is exempt", m.Subject, m.Person, text, c.field, c.inCase)
		}
	}
}

// textOf is all that a mail says, in its subject, its text and its HTML.
func textOf(m outbox.Mail) string {
	return onOneLine(m.Subject + " \n " + m.Text + " \n " + html.UnescapeString(m.HTML))
}

func onOneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// checkAsked is I8 for whoever is waited for: since the matter was opened they were asked, or came to the seat, or did
// something in it themselves.
func (w *world) checkAsked() {
	t, now := w.told, w.clock.now()
	for id, held := range w.cases {
		for _, x := range workflow.Explain(held.state, w.register, now) {
			on, voted := opened(held.state, x.For)
			if on == "" || len(x.Acts) == 0 || slices.Contains(x.Acts, "deputy.name") {
				continue // nobody can act yet, or only others can
			}
			since, known := t.opened[on]
			if !known {
				since = opening{t.step, now.In(london).Format(time.DateOnly)}
				t.opened[on] = since
			}
			for _, person := range x.People {
				m := matter{id, x.For, person}
				if w.acted(id, person) {
					t.knows[m] = t.step
				}
				did, has := t.knows[m]
				if has && did >= since.step || slices.Contains(voted, person) || t.missed[m] || t.wasAsked(m, since) || t.wasSeated(person, since) {
					continue
				}
				t.missed[m] = true
				w.differ("I8: case %s waits for %s in %s, and they were not told", id, person, x.For)
			}
		}
	}
}

// opened names the round of a sign-off or of a consent for which a case waits, and who has used their vote there; "" for
// anything else.
func opened(c *workflow.Case, of string) (round string, voted []string) {
	kind, id, _ := strings.Cut(of, ":")
	switch {
	case kind == "signoff" && c.SignOff(id) != nil:
		s := c.SignOff(id)
		for _, v := range s.Votes {
			if !v.Struck {
				voted = append(voted, v.Person)
			}
		}
		return fmt.Sprintf("%s %s %s %d %d", c.ID, of, s.Gate, s.GateRound, s.Round), voted
	case kind == "consent" && c.Gate != nil:
		return fmt.Sprintf("%s %s %s %d", c.ID, of, c.Gate.Gate, c.Gate.Round), nil
	}
	return "", nil
}

// acted reports whether a person did something in a case in this step.
func (w *world) acted(inCase, person string) bool {
	for _, s := range w.records {
		if s.Record.ID == inCase && s.Record.Actor == person {
			return true
		}
	}
	return false
}

// wasAsked reports whether somebody was asked since a step, and is still told so: a notice that was dropped said nothing.
func (t *told) wasAsked(m matter, since opening) bool {
	return slices.ContainsFunc(t.asks[m], func(n *toldOf) bool { return n.State != "dropped" && n.step >= since.step })
}

// wasSeated reports whether somebody was told since then that they have a seat, or before of one that they came to since.
func (t *told) wasSeated(person string, since opening) bool {
	return slices.ContainsFunc(t.seats[person], func(n *toldOf) bool { return n.step >= since.step || n.Telling.Day > since.day })
}
