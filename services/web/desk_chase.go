package web

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html"
	"slices"
	"strings"
	"time"

	"comity/services/outbox"
	"comity/services/views/answer"
)

// chaseReason is why the mail was written: the secretariat reminds, beside what is reminded by itself.
const chaseReason = "chase"

// chaseID names what somebody is reminded of; with the day it is the id of the mail, so that there is one a day.
func chaseID(partnership, id, signOff, person string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{partnership, id, signOff, person}, "\x00")))
	return "chase-" + hex.EncodeToString(sum[:12]) + "-"
}

// chased says when everybody was last reminded by a secretariat, by chaseID.
func (v *visit) chased() (map[string]time.Time, error) {
	all, err := v.web.outbox.List(v.ctx())
	out := map[string]time.Time{}
	for _, m := range slices.Backward(all) { // the newest last
		if m.Reason == chaseReason {
			out[m.ID[:strings.LastIndex(m.ID, "-")+1]] = m.QueuedAt
		}
	}
	return out, err
}

// chase reminds everybody who has not answered a sign-off, or one of them: one mail to each a day, however often it is pressed.
// Only the secretariat of the board may.
func (v *visit) chase() error {
	d, err := v.desk()
	if err != nil {
		return err
	}
	f, err := v.read()
	if err != nil {
		return err
	}
	var now answer.Forecast
	if err := v.ask("forecast", answer.ForecastArgs{Board: f.Value("board")}, &now); err != nil {
		return err
	}
	if err := only(now.MayChase, "Only the secretary of the board reminds its members."); err != nil {
		return err
	}
	i := slices.IndexFunc(now.SignOffs, func(r answer.ForecastRow) bool { return r.Case == f.Value("case") && roomID(&r) == f.Value("signoff") })
	if i < 0 {
		v.tell("Nothing waits for this board on that case any more.")
		return v.goTo(d.Address, 0)
	}
	var sent, before []string
	for _, u := range v.deskSignOff(now.SignOffs[i], &now, nil).Unanswered {
		if one := f.Value("person"); one != "" && one != u.Person {
			continue
		}
		err := v.web.outbox.Put(v.ctx(), v.chaseMail(&now.SignOffs[i], now.Board.Name, u))
		name := v.naming().Person(u.Person)
		switch {
		case errors.Is(err, outbox.ErrExists):
			before = append(before, name)
		case err != nil:
			return err
		default:
			sent = append(sent, name)
		}
	}
	v.tell(chaseTold(sent, before))
	return v.goTo(d.Address, 0)
}

// chaseTold says who was reminded.
func chaseTold(sent, before []string) string {
	var out []string
	if len(sent) > 0 {
		out = append(out, "Reminded by e-mail: "+strings.Join(sent, ", ")+".")
	}
	if len(before) > 0 {
		out = append(out, "Reminded earlier today already: "+strings.Join(before, ", ")+".")
	}
	return cmp.Or(strings.Join(out, " "), "Everybody has answered.")
}

// chaseMail is the reminder. It names the case by its reference alone, for a title may be exempt; its link carries no authority.
func (v *visit) chaseMail(row *answer.ForecastRow, board string, u unanswered) outbox.Mail {
	now := v.web.cfg.Now()
	subject, by := "Reminder: "+row.Case+" waits for your vote, "+board, ""
	if !row.DueAt.IsZero() {
		subject = "Reminder: vote by " + row.DueAt.In(v.web.zone).Format("2 January") + " on " + row.Case + ", " + board
		by = ", by " + v.web.deadline(row.DueAt)
	}
	link := v.web.cfg.BaseURL + "/" + v.partnership + "/cases/" + row.Case + "/decide/" + row.SignOff
	what := ""
	if row.GateRound > 0 {
		link, what = strings.TrimSuffix(link, "/decide/"+row.SignOff), " on whether an urgent decision stands"
	}
	text := fmt.Sprintf("Hello %s,\n\nthe secretary of %s reminds you: case %s waits for your vote%s (%s %s)%s.\n\nRead the papers and vote:\n%s\n\n"+
		"Opening this link decides nothing: you sign in first, and then you decide.\nChange when you are written to: %s/account/notices\n",
		v.naming().Person(u.Person), board, row.Case, what, map[bool]string{true: "seat", false: "seats"}[len(u.Seats) == 1], strings.Join(u.Seats, ", "), by, link, v.web.cfg.BaseURL)
	return outbox.Mail{
		ID: chaseID(v.partnership, row.Case, roomID(row), u.Person) + now.In(v.web.zone).Format("20060102"), Person: u.Person, Subject: subject, Text: text, HTML: textAsHTML(text), Partnership: v.partnership, Case: row.Case,
		Reason: chaseReason, QueuedAt: now.UTC(),
	}
}

// textAsHTML is a plain text as HTML, its addresses as links.
func textAsHTML(text string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		part = address.ReplaceAllStringFunc(html.EscapeString(part), func(a string) string { return `<a href="` + a + `">` + a + `</a>` })
		b.WriteString("<p>" + strings.ReplaceAll(part, "\n", "<br>") + "</p>\n")
	}
	return b.String()
}
