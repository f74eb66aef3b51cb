package workflow

import "comity/events"

// Who is told of an organisation's briefing (F54): those who are sent what concerns it as a body. What it says of each decision is said to
// each as far as they may see it.

func init() { tell((*teller).briefingIssued) }

func (t *teller) briefingIssued(e events.BriefingIssued) {
	t.sayAll(Briefed(t.r, e.Organisation, t.m.At), Telling{Reason: ToldBriefing, For: "briefing:" + e.Organisation + "." + e.Month,
		Organisation: e.Organisation, Month: e.Month, Decisions: e.Decisions})
}
